#include "cmd/show.h"

#include "cmd/figure.h"
#include "cmd/print.h"
#include "figure/words.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* "Needs-clearance" from "needs-clearance"; buf holds 40.  Returns buf. */
static char *
label_of(const char *word, char *buf)
{
	snprintf(buf, 40, "%s", word);
	buf[0] = (char)toupper((unsigned char)buf[0]);
	return buf;
}

/* --- an exercise as text --- */

static void
print_exercise_dose(const struct exercise *e)
{
	struct str line = {0};
	char a[16], b[16], c[16];

	str_addf(&line, "%s (%s to %s): %d x %d s", print_time(e->seconds, a),
	    print_time(e->min_s, b), print_time(e->max_s, c), e->reps, e->hold_s);
	if (e->reps > 1 && e->rest_s)
		str_addf(&line, " with %d s of rest", e->rest_s);
	if (e->two_sided)
		str_add(&line, ", on each side");
	print_text("Time", SHOW_LABEL, line.s);
	str_fini(&line);
}

static void
print_breath(const struct exercise *e)
{
	static const char *const parts[] = {"in", "hold", "out", "hold"};
	struct str line = {0};

	for (int i = 0; i < 4; i++)
		if (e->breath_s[i])
			str_addf(&line, "%s%s %d s", line.len ? ", " : "", parts[i],
			    e->breath_s[i]);
	print_text("Breath", SHOW_LABEL, line.len ? line.s : "as you like");
	str_fini(&line);
}

static void
print_sensations(const struct exercise *e)
{
	for (int p = 0; p < PRESSURES; p++) {
		struct str line = {0};
		char label[40];

		str_addf(&line, "%d of 10: %s", e->sensation[p].level,
		    e->sensation[p].feel);
		print_text(label_of(words_name(&words_pressure, p), label),
		    SHOW_LABEL, line.s);
		str_fini(&line);
	}
}

static void
print_said(const struct exercise *e)
{
	char label[40];

	print_text("Set-up", SHOW_LABEL, e->setup);
	for (int m = 0; m < MOMENTS; m++) {
		print_text(label_of(words_name(&words_moment, m), label),
		    SHOW_LABEL, e->cue[m][0]);
		print_text("", SHOW_LABEL, e->cue[m][1]);
	}
}

/* One line for each condition, in plain words. */
static void
print_tags(const char *head, uint64_t tags)
{
	const int indent = 27; /* the longest tag has 23 characters */

	if (!tags)
		return;
	printf("\n%s\n", head);
	for (int t = 0; t < TAGS; t++) {
		char label[40];

		if (!(tags & BIT_OF(t)))
			continue;
		snprintf(label, sizeof(label), "  %s", words_name(&words_tag, t));
		print_text(label, indent, tag_meaning((enum tag)t));
	}
}

/* Calls take with every source id of an exercise and its title (or NULL). */
static void
each_source(struct library *lib, const struct exercise *e,
    void (*take)(const char *id, const char *title, void *arg), void *arg)
{
	const char *at = e->sources;
	char id[16];

	while (*(at += strspn(at, ", "))) {
		size_t n = strcspn(at, ", ");

		snprintf(id, sizeof(id), "%.*s", (int)(n < 15 ? n : 15), at);
		at += n;
		take(id, library_source(lib, id), arg);
	}
}

static void
print_one_source(const char *id, const char *title, void *arg)
{
	char label[24];

	(void)arg;
	snprintf(label, sizeof(label), "  %s", id);
	print_text(label, SHOW_LABEL, title ? title : "not in our list of sources");
}

static void
print_evidence(struct library *lib, const struct exercise *e)
{
	struct str line = {0};

	str_addf(&line, "%c, %s: %s", e->evidence, exercise_evidence(e),
	    e->evidence_why);
	printf("\n");
	print_text("Evidence", SHOW_LABEL, line.s);
	str_fini(&line);
	each_source(lib, e, print_one_source, NULL);
}

/* What the figure shows, for who reads. */
static void
print_pose(struct library *lib, const struct exercise *e)
{
	const struct pose *pose = library_pose(lib, e->pose, NULL);
	struct str words = {0};

	if (!pose)
		return;
	pose_describe(pose, &words);
	print_text("Figure", SHOW_LABEL, words.s);
	str_fini(&words);
}

static void
print_exercise(struct library *lib, const struct exercise *e)
{
	print_text("", 0, e->name);
	printf("\n");
	print_text("Id", SHOW_LABEL, e->id);
	print_text("Kind", SHOW_LABEL, words_name(&words_kind, (int)e->kind));
	show_words("Treats", SHOW_LABEL, &words_region, e->regions);
	print_text(
	    "Position", SHOW_LABEL, words_name(&words_position, (int)e->position));
	show_words("Needs", SHOW_LABEL, &words_tool, e->tools);
	show_words("Spine", SHOW_LABEL, &words_direction, e->directions);
	print_text("Office", SHOW_LABEL,
	    e->office ? "yes, nobody notices" : "no, not in an open office");
	print_exercise_dose(e);
	printf("\n");
	print_pose(lib, e);
	print_said(e);
	print_breath(e);
	printf("\n");
	print_sensations(e);
	print_text("Mistake", SHOW_LABEL, e->mistake);
	print_text("Easier", SHOW_LABEL, e->easier);
	print_tags("Never with", e->contra);
	print_tags("Gently and the easier way with", e->caution);
	print_evidence(lib, e);
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
	each_source(lib, e, push_source, json_set_array(o, "sources"));
	json_set_str(o, "source", print_source(lib, SHELF_EXERCISES, e->id));
	json_set_str(o, "path", e->path);
	return o;
}

/* --- both --- */

int
show_exercise(const struct cmd *cmd, struct library *lib, const char *id)
{
	const struct exercise *e;
	struct err err;

	if (cmd_option(cmd, "cues"))
		return cmd_usage(
		    cmd, "--cues is for routines, and %s is an exercise", id);
	e = library_exercise(lib, id, &err);
	if (!e)
		return cmd_fail(&err);
	if (cmd_option(cmd, "json"))
		return show_json(exercise_json(lib, e));
	if (cmd_option(cmd, "frame"))
		return figure_frame(cmd, lib, e);
	if (isatty(STDIN_FILENO) && isatty(STDOUT_FILENO))
		return figure_show(e);
	print_exercise(lib, e);
	return CMD_OK;
}
