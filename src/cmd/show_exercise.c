#include "cmd/show.h"

#include "base/mem.h"
#include "cmd/figure.h"
#include "cmd/print.h"
#include "figure/words.h"
#include "routine/sheet.h"

#include <stdio.h>
#include <stdlib.h>

/* --- an exercise as text --- */

/* Cells in front of what a condition means: the longest tag has 23. */
enum { TAG_LABEL = 27 };

/* The pose in words; NULL where it cannot be had.  The caller frees it. */
static char *
figure_words(struct library *lib, const struct exercise *e)
{
	const struct pose *pose = library_pose(lib, e->pose, NULL);
	struct str words = {0};

	if (!pose)
		return NULL;
	pose_describe(pose, &words);
	return str_take(&words);
}

/* Conditions and sources stand a little in. */
static void
print_row(const struct sheet *s, size_t i)
{
	const struct sheet_row *row = &s->rows[i];
	bool begins = i == 0 || s->rows[i - 1].part != row->part;
	bool condition = row->part == SHEET_NEVER || row->part == SHEET_GENTLY;
	char label[48];

	if (begins)
		printf("\n");
	if (begins && *sheet_head(row->part))
		printf("%s\n", sheet_head(row->part));
	snprintf(label, sizeof(label), "%s%s",
	    condition || (row->part == SHEET_EVIDENCE && !begins) ? "  " : "",
	    row->label);
	print_text(label, condition ? TAG_LABEL : SHOW_LABEL, row->text);
}

static void
print_exercise(struct library *lib, const struct exercise *e)
{
	char *figure = figure_words(lib, e);
	struct sheet *s = sheet_new(lib, e, figure);

	print_text("", 0, e->name);
	for (size_t i = 0; i < s->n; i++)
		print_row(s, i);
	sheet_free(s);
	free(figure);
}

/* --- an exercise as JSON --- */

static void
push_source(const char *id, const char *title, void *arg)
{
	struct json *o = json_push_object(arg);

	json_set_str(o, "id", id);
	json_set_str(o, "title", title);
}

static void
sensations_json(const struct exercise *e, struct json *o)
{
	for (int p = 0; p < PRESSURES; p++) {
		struct json *s = json_set_object(o, words_name(&words_pressure, p));

		json_set_int(s, "level", e->sensation[p].level);
		json_set_str(s, "feel", e->sensation[p].feel);
	}
}

static void
said_json(const struct exercise *e, struct json *o)
{
	static const char *const breath[] = {"in", "hold", "out", "hold_out"};
	struct json *cues, *breaths;

	json_set_str(o, "setup", e->setup);
	cues = json_set_object(o, "cues");
	for (int m = 0; m < MOMENTS; m++) {
		struct json *lines =
		    json_set_array(cues, words_name(&words_moment, m));

		for (int i = 0; i < 2; i++)
			if (e->cue[m][i])
				json_push_str(lines, e->cue[m][i]);
	}
	breaths = json_set_object(o, "breath");
	for (int i = 0; i < 4; i++)
		json_set_int(breaths, breath[i], e->breath_s[i]);
	json_set_str(o, "mistake", e->mistake);
	json_set_str(o, "easier", e->easier);
}

static void
dose_json(const struct exercise *e, struct json *o)
{
	json_set_str(o, "sides", e->two_sided ? "left-right" : "none");
	json_set_int(o, "hold", e->hold_s);
	json_set_int(o, "reps", e->reps);
	json_set_int(o, "rest", e->rest_s);
	json_set_int(o, "seconds", e->seconds);
	json_set_int(o, "min", e->min_s);
	json_set_int(o, "max", e->max_s);
}

static struct json *
exercise_json(struct library *lib, const struct exercise *e)
{
	struct json *o = json_new_object();
	char letter[2] = {e->evidence, '\0'};

	json_set_str(o, "id", e->id);
	json_set_str(o, "name", e->name);
	json_set_str(o, "pose", e->pose);
	json_set_str(o, "kind", words_name(&words_kind, (int)e->kind));
	print_json_words(o, "regions", &words_region, e->regions);
	json_set_str(o, "position", words_name(&words_position, (int)e->position));
	print_json_words(o, "equipment", &words_tool, e->tools);
	print_json_words(o, "direction", &words_direction, e->directions);
	dose_json(e, o);
	sensations_json(e, o);
	said_json(e, o);
	print_json_words(o, "contra", &words_tag, e->contra);
	print_json_words(o, "caution", &words_tag, e->caution);
	json_set_bool(o, "office", e->office);
	json_set_str(o, "evidence", letter);
	json_set_str(o, "evidence_why", e->evidence_why);
	sheet_sources(lib, e, push_source, json_set_array(o, "sources"));
	json_set_str(o, "source", print_source(lib, SHELF_EXERCISES, e->id));
	json_set_str(o, "path", e->path);
	return o;
}

/* --- both --- */

/* CMD_USAGE, and the message printed, at an option that only routines have. */
static int
no_routine(const struct cmd *cmd, const char *id)
{
	static const char *const of_routines[] = {"cues", "minutes", "focus"};

	for (size_t i = 0; i < ARRAY_LEN(of_routines); i++)
		if (cmd_option(cmd, of_routines[i]))
			return cmd_usage(cmd,
			    "--%s is for routines, and %s is an exercise",
			    of_routines[i], id);
	return CMD_OK;
}

/* False, and the message printed, when options do not go together. */
static bool
options_fit(const struct cmd *cmd, const char *id, int *status)
{
	bool frame = cmd_option(cmd, "frame"), picture = cmd_option(cmd, "export");

	*status = no_routine(cmd, id);
	if (*status != CMD_OK)
		return false;
	if (frame + picture + (cmd_option(cmd, "json") != NULL) > 1)
		*status =
		    cmd_usage(cmd, "only one of --json, --frame and --export");
	else if (cmd_option(cmd, "size") && !frame)
		*status = cmd_usage(cmd, "--size says how large a --frame is");
	else if (cmd_option(cmd, "side") && !frame && !picture)
		*status = cmd_usage(cmd, "--side goes with --frame or --export");
	return *status == CMD_OK;
}

int
show_exercise(const struct cmd *cmd, struct library *lib, const char *id)
{
	const struct exercise *e;
	struct err err;
	int status;

	if (!options_fit(cmd, id, &status))
		return status;
	e = library_exercise(lib, id, &err);
	if (!e)
		return cmd_fail(&err);
	if (cmd_option(cmd, "json"))
		return show_json(exercise_json(lib, e));
	if (cmd_option(cmd, "frame"))
		return figure_frame(cmd, lib, e);
	if (cmd_option(cmd, "export"))
		return figure_export(cmd, lib, e);
	if (!cmd_wants_lines(cmd))
		return figure_show(e);
	print_exercise(lib, e);
	return CMD_OK;
}
