#include "base/mem.h"
#include "cmd/cmd.h"
#include "cmd/figure.h"
#include "cmd/print.h"
#include "figure/words.h"
#include "score/score.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Cells of the words in front of a text, and in front of one below a step. */
enum { LABEL = 11, BELOW = 16 };

/* A routine with its steps. */
struct shown {
	const struct routine *r;
	const struct exercise **steps;
	enum side first_side; /* as the settings say */
};

/* "Needs-clearance" from "needs-clearance"; buf holds 40.  Returns buf. */
static char *
label_of(const char *word, char *buf)
{
	snprintf(buf, 40, "%s", word);
	buf[0] = (char)toupper((unsigned char)buf[0]);
	return buf;
}

static void
print_words(const char *label, int indent, const struct words *words, uint64_t bits)
{
	struct str list = {0};

	words_print(words, bits, &list);
	print_text(label, indent, list.s);
	str_fini(&list);
}

/* --- a routine as text --- */

static void
print_total(const struct shown *s)
{
	int total = routine_total_s(s->r, s->steps), steps = 0;
	char a[16], b[16], c[16], line[120];

	for (size_t i = 0; i < s->r->n_steps; i++)
		steps += s->r->steps[i].seconds;
	snprintf(line, sizeof(line),
	    "%s: %d s of lead-in, %zu step%s of %s, %s to change",
	    print_time(total, a), ROUTINE_LEAD_S, s->r->n_steps,
	    s->r->n_steps == 1 ? "" : "s", print_time(steps, b),
	    print_time(total - steps - ROUTINE_LEAD_S, c));
	print_text("Time", LABEL, line);
}

static void
print_flags(const struct routine *r)
{
	const char *label = *r->caveat ? "" : "Note";

	print_text("Note", LABEL, r->caveat);
	for (size_t f = 0; f < words_flag.n; f++) {
		if (!(r->flags & BIT_OF(f)) || !flag_meaning((enum flag)f))
			continue;
		print_text(label, LABEL, flag_meaning((enum flag)f));
		label = "";
	}
	for (size_t f = 0; f < words_flag.n; f++)
		if (r->flags & BIT_OF(f))
			print_text("It asks", LABEL, flag_question((enum flag)f));
}

static uint64_t
all_tools(const struct shown *s)
{
	uint64_t tools = 0;

	for (size_t i = 0; i < s->r->n_steps; i++)
		tools |= s->steps[i]->tools;
	return tools & ~BIT_OF(TOOL_NONE);
}

static void
print_routine_head(const struct shown *s)
{
	const struct routine *r = s->r;
	uint64_t tools = all_tools(s);

	print_text("", 0, r->title);
	printf("\n");
	print_text("Id", LABEL, r->id);
	print_text("For", LABEL, r->for_whom);
	print_text("Goal", LABEL, r->goal);
	print_total(s);
	print_text("Setting", LABEL, words_name(&words_place, (int)r->place));
	print_words("Needs", LABEL, &words_tool, tools ? tools : BIT_OF(TOOL_NONE));
	print_flags(r);
}

/* "0:54, standing, each side 25 s, left first" */
static void
print_step_dose(const struct shown *s, size_t i)
{
	const struct step *step = &s->r->steps[i];
	const struct exercise *e = s->steps[i];
	enum side first = step->first ? step->first : s->first_side;
	struct str line = {0};
	char time[16];

	str_addf(&line, "%s, %s", print_time(step->seconds, time),
	    words_name(&words_position, (int)e->position));
	if (e->two_sided)
		str_addf(&line, ", about %d s a side, %s first",
		    (step->seconds - 4) / 2, words_name(&words_side, (int)first));
	if (i > 0)
		str_addf(&line, ", after %d s to change",
		    routine_change_s(s->r, s->steps, i));
	print_text("", 4, line.s);
	str_fini(&line);
}

static void
print_step_feel(const struct exercise *e)
{
	const struct sensation *gentle = &e->sensation[PRESSURE_GENTLE];
	struct str line = {0};

	str_addf(&line, "%d to %d of 10; gently: %s", gentle->level,
	    e->sensation[PRESSURE_FIRM].level, gentle->feel);
	print_text("    Feel", BELOW, line.s);
	str_fini(&line);
}

static void
print_step(const struct shown *s, size_t i)
{
	const struct exercise *e = s->steps[i];
	struct str title = {0};
	char number[32];

	snprintf(number, sizeof(number), "%2zu. ", i + 1);
	str_addf(&title, "%s (%s)", e->name, e->id);
	printf("\n");
	print_text(number, 4, title.s);
	str_fini(&title);
	print_step_dose(s, i);
	print_step_feel(e);
	print_text("    Easier", BELOW, e->easier);
	print_words("    Never with", BELOW, &words_tag, e->contra);
	print_words("    Gentle with", BELOW, &words_tag, e->caution);
}

static void
print_routine(const struct shown *s)
{
	struct str drop = {0};

	print_routine_head(s);
	for (size_t i = 0; i < s->r->n_steps; i++)
		print_step(s, i);
	for (size_t i = 0; i < s->r->n_drop; i++)
		str_addf(
		    &drop, "%s%s", i ? ", " : "leave out first: ", s->r->drop[i]);
	printf("\n");
	print_text("Less time", LABEL, drop.s);
	str_fini(&drop);
	print_text("More", LABEL,
	    "uncoil show EXERCISE says all of one movement, and what the words "
	    "behind "
	    "\"never with\" mean. If you are in doubt, ask a professional before "
	    "you "
	    "start.");
}

/* --- its cues --- */

static const char *
or_dash(const char *word, bool is)
{
	return is ? word : "-";
}

static void
print_cue(const struct cue *cue)
{
	int64_t tenths = cue->at_ms / 100;

	printf("%02" PRId64 ":%02" PRId64 ".%" PRId64 "  %-7s  %-5s  ",
	    tenths / 600, tenths / 10 % 60, tenths % 10,
	    words_name(&words_cue, (int)cue->kind),
	    or_dash(
		words_name(&words_side, (int)cue->side), cue->side != SIDE_NONE));
	cmd_put(cue->say);
	if (cue->tone != TONE_NONE)
		printf("%s[%s]", *cue->say ? "  " : "",
		    words_name(&words_tone, (int)cue->tone));
	printf("\n");
}

static struct score *
score_of(const struct shown *s)
{
	const struct pacing pacing = {.first_side = s->first_side};

	return score_new(s->r, s->steps, &pacing);
}

static void
print_cues(const struct shown *s)
{
	struct score *score = score_of(s);

	for (size_t i = 0; i < score->n_cues; i++)
		print_cue(&score->cues[i]);
	score_free(score);
}

static void
cues_json(const struct shown *s, struct json *object)
{
	struct json *cues = json_set_array(object, "cues");
	struct score *score = score_of(s);

	for (size_t i = 0; i < score->n_cues; i++) {
		const struct cue *cue = &score->cues[i];
		struct json *o = json_push_object(cues);
		const char *side = words_name(&words_side, (int)cue->side);
		const char *tone = words_name(&words_tone, (int)cue->tone);

		json_set_int(o, "at_ms", cue->at_ms);
		json_set_str(o, "kind", words_name(&words_cue, (int)cue->kind));
		json_set_int(o, "step", (int64_t)cue->step + 1);
		json_set_str(o, "side", cue->side != SIDE_NONE ? side : NULL);
		json_set_str(o, "say", cue->say);
		json_set_str(o, "sound", cue->tone != TONE_NONE ? tone : NULL);
	}
	score_free(score);
}

/* --- a routine as JSON --- */

/* "none", "left-right" or "right-left" */
static const char *
sides_of(const struct shown *s, size_t i)
{
	enum side first =
	    s->r->steps[i].first ? s->r->steps[i].first : s->first_side;

	if (!s->steps[i]->two_sided)
		return "none";
	return first == SIDE_RIGHT ? "right-left" : "left-right";
}

static void
step_json(const struct shown *s, size_t i, struct json *o)
{
	const struct exercise *e = s->steps[i];

	json_set_int(o, "n", (int64_t)i + 1);
	json_set_str(o, "exercise", e->id);
	json_set_str(o, "name", e->name);
	json_set_int(o, "seconds", s->r->steps[i].seconds);
	json_set_str(o, "position", words_name(&words_position, (int)e->position));
	json_set_int(o, "change_s", routine_change_s(s->r, s->steps, i));
	json_set_str(o, "sides", sides_of(s, i));
}

static struct json *
routine_json(const struct shown *s, bool with_cues)
{
	struct json *o = json_new_object(), *steps;

	json_set_str(o, "id", s->r->id);
	json_set_str(o, "title", s->r->title);
	json_set_int(o, "seconds", routine_total_s(s->r, s->steps));
	steps = json_set_array(o, "steps");
	for (size_t i = 0; i < s->r->n_steps; i++)
		step_json(s, i, json_push_object(steps));
	if (with_cues)
		cues_json(s, o);
	return o;
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
	print_text("Time", LABEL, line.s);
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
	print_text("Breath", LABEL, line.len ? line.s : "as you like");
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
		print_text(
		    label_of(words_name(&words_pressure, p), label), LABEL, line.s);
		str_fini(&line);
	}
}

static void
print_said(const struct exercise *e)
{
	char label[40];

	print_text("Set-up", LABEL, e->setup);
	for (int m = 0; m < MOMENTS; m++) {
		print_text(label_of(words_name(&words_moment, m), label), LABEL,
		    e->cue[m][0]);
		print_text("", LABEL, e->cue[m][1]);
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
	print_text(label, LABEL, title ? title : "not in our list of sources");
}

static void
print_evidence(struct library *lib, const struct exercise *e)
{
	struct str line = {0};

	str_addf(&line, "%c, %s: %s", e->evidence, exercise_evidence(e),
	    e->evidence_why);
	printf("\n");
	print_text("Evidence", LABEL, line.s);
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
	print_text("Figure", LABEL, words.s);
	str_fini(&words);
}

static void
print_exercise(struct library *lib, const struct exercise *e)
{
	print_text("", 0, e->name);
	printf("\n");
	print_text("Id", LABEL, e->id);
	print_text("Kind", LABEL, words_name(&words_kind, (int)e->kind));
	print_words("Treats", LABEL, &words_region, e->regions);
	print_text(
	    "Position", LABEL, words_name(&words_position, (int)e->position));
	print_words("Needs", LABEL, &words_tool, e->tools);
	print_words("Spine", LABEL, &words_direction, e->directions);
	print_text("Office", LABEL,
	    e->office ? "yes, nobody notices" : "no, not in an open office");
	print_exercise_dose(e);
	printf("\n");
	print_pose(lib, e);
	print_said(e);
	print_breath(e);
	printf("\n");
	print_sensations(e);
	print_text("Mistake", LABEL, e->mistake);
	print_text("Easier", LABEL, e->easier);
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

/* --- the command --- */

static int
put_json(struct json *json)
{
	struct err err;
	int status = json_print(json, stdout, &err) ? CMD_OK : cmd_fail(&err);

	json_free(json);
	return status;
}

static enum side
first_side(void)
{
	struct settings settings;
	enum side side;

	cmd_settings(&settings);
	side = settings.number[SET_SESSION_FIRST_SIDE] ? SIDE_RIGHT : SIDE_LEFT;
	settings_fini(&settings);
	return side;
}

static int
show_routine(const struct cmd *cmd, struct library *lib, const char *id)
{
	bool cues = cmd_option(cmd, "cues") != NULL;
	struct shown s = {.first_side = first_side()};
	struct err err;
	int status = CMD_OK;

	if (cmd_option(cmd, "frame"))
		return cmd_usage(
		    cmd, "--frame is for exercises, and %s is a routine", id);
	s.r = library_routine(lib, id, &err);
	s.steps = s.r ? library_steps(lib, s.r, &err) : NULL;
	if (!s.steps)
		return cmd_fail(&err);
	if (cmd_option(cmd, "json"))
		status = put_json(routine_json(&s, cues));
	else
		(cues ? print_cues : print_routine)(&s);
	free(s.steps);
	return status;
}

static int
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
		return put_json(exercise_json(lib, e));
	if (cmd_option(cmd, "frame"))
		return figure_frame(cmd, lib, e);
	if (isatty(STDIN_FILENO) && isatty(STDOUT_FILENO))
		return figure_show(e);
	print_exercise(lib, e);
	return CMD_OK;
}

static int
no_such(struct library *lib, const char *id)
{
	const char *near[] = {library_nearest(lib, SHELF_ROUTINES, id),
	    library_nearest(lib, SHELF_EXERCISES, id)};
	const char *a = near[0] ? near[0] : near[1], *b = near[0] ? near[1] : NULL;
	struct err err;

	if (a)
		err_set(&err,
		    "there is no routine and no exercise %.80s; did you mean "
		    "%s%s%s?",
		    id, a, b ? " or " : "", b ? b : "");
	else
		err_set(&err,
		    "there is no routine and no exercise %.80s; see: uncoil list, "
		    "uncoil list --exercises",
		    id);
	return cmd_fail(&err);
}

static bool
is_on(const struct library *lib, enum library_shelf shelf, const char *id)
{
	char *path = library_path(lib, shelf, id);
	bool is = path != NULL;

	free(path);
	return is;
}

int
cmd_show(struct cmd *cmd)
{
	const char *id = cmd->operands[0];
	struct library *lib = cmd_library();
	int status;

	if (is_on(lib, SHELF_ROUTINES, id))
		status = show_routine(cmd, lib, id);
	else if (is_on(lib, SHELF_EXERCISES, id))
		status = show_exercise(cmd, lib, id);
	else
		status = no_such(lib, id);
	library_free(lib);
	return status;
}
