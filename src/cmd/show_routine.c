#include "cmd/show.h"

#include "base/mem.h"
#include "base/paths.h"
#include "cmd/print.h"
#include "cmd/tailor.h"
#include "score/score.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* Cells of the words in front of a text below a step. */
enum { BELOW = 16 };

/* A routine with its steps. */
struct shown {
	const struct routine *r;
	const struct exercise **steps;
	const struct lesson *lesson;
	enum side first_side; /* as the settings say */
};

/* --- a routine as text --- */

static void
print_total(const struct shown *s)
{
	int total = routine_total_s(s->r, s->steps), steps = 0;
	int added = lesson_added_s(s->lesson, s->r, s->steps);
	char a[16], b[16], c[16], line[160], more[40] = "";

	for (size_t i = 0; i < s->r->n_steps; i++)
		steps += s->r->steps[i].seconds;
	/* Nobody has measured how long it takes to say it. */
	if (added)
		snprintf(more, sizeof(more), " + about %s teaching",
		    print_time(added, a));
	snprintf(line, sizeof(line),
	    "%s%s: %d s of lead-in, %zu step%s of %s, %s to change",
	    print_time(total, a), more, ROUTINE_LEAD_S, s->r->n_steps,
	    s->r->n_steps == 1 ? "" : "s", print_time(steps, b),
	    print_time(total - steps - ROUTINE_LEAD_S, c));
	print_text("Time", SHOW_LABEL, line);
}

static void
print_flags(const struct routine *r)
{
	const char *label = *r->caveat ? "" : "Note";

	print_text("Note", SHOW_LABEL, r->caveat);
	for (size_t f = 0; f < words_flag.n; f++) {
		if (!(r->flags & BIT_OF(f)) || !flag_meaning((enum flag)f))
			continue;
		print_text(label, SHOW_LABEL, flag_meaning((enum flag)f));
		label = "";
	}
	for (size_t f = 0; f < words_flag.n; f++)
		if (r->flags & BIT_OF(f))
			print_text(
			    "It asks", SHOW_LABEL, flag_question((enum flag)f));
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
	print_text("Id", SHOW_LABEL, r->id);
	print_text("For", SHOW_LABEL, r->for_whom);
	print_text("Goal", SHOW_LABEL, r->goal);
	print_total(s);
	print_text("Setting", SHOW_LABEL, words_name(&words_place, (int)r->place));
	show_words(
	    "Needs", SHOW_LABEL, &words_tool, tools ? tools : BIT_OF(TOOL_NONE));
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
	show_words("    Never with", BELOW, &words_tag, e->contra);
	show_words("    Gentle with", BELOW, &words_tag, e->caution);
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
	print_text("Less time", SHOW_LABEL, drop.s);
	str_fini(&drop);
	print_text("More", SHOW_LABEL,
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

/* As start would play it now, as far as lengths of speech can be guessed. */
struct played {
	struct script *script;
	struct score *score;
};

static struct played
play_of(const struct shown *s)
{
	enum teach *teach = lesson_teach(s->lesson, s->r, s->steps);
	struct played p = {script_new(), NULL};
	const struct pacing pacing = {s->first_side, p.script, teach};

	p.score = score_new(s->r, s->steps, &pacing);
	free(teach);
	return p;
}

static void
played_free(struct played *p)
{
	score_free(p->score);
	script_free(p->script);
}

static void
print_cues(const struct shown *s)
{
	struct played p = play_of(s);

	for (size_t i = 0; i < p.score->n_cues; i++)
		print_cue(&p.score->cues[i]);
	played_free(&p);
}

static void
cue_json(const struct cue *cue, struct json *o)
{
	const char *side = words_name(&words_side, (int)cue->side);
	const char *tone = words_name(&words_tone, (int)cue->tone);

	json_set_int(o, "at_ms", cue->at_ms);
	json_set_str(o, "kind", words_name(&words_cue, (int)cue->kind));
	json_set_int(o, "step", (int64_t)cue->step + 1);
	json_set_str(o, "side", cue->side != SIDE_NONE ? side : NULL);
	json_set_str(o, "say", cue->say);
	json_set_str(o, "sound", cue->tone != TONE_NONE ? tone : NULL);
}

static void
cues_json(const struct shown *s, struct json *object)
{
	struct json *cues = json_set_array(object, "cues"), *spoken;
	struct played p = play_of(s);

	for (size_t i = 0; i < p.score->n_cues; i++)
		cue_json(&p.score->cues[i], json_push_object(cues));
	spoken = json_set_array(object, "spoken");
	for (size_t i = 0; i < p.score->n_speech; i++) {
		const struct speech *line = &p.score->speech[i];
		struct json *o = json_push_object(spoken);

		json_set_int(o, "at_ms", line->at_ms);
		json_set_int(o, "about_ms", line->len_ms);
		json_set_int(o, "step", (int64_t)line->step + 1);
		json_set_str(o, "text", script_text(p.script, line->line));
	}
	played_free(&p);
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
	json_set_int(o, "teaching_s", lesson_added_s(s->lesson, s->r, s->steps));
	steps = json_set_array(o, "steps");
	for (size_t i = 0; i < s->r->n_steps; i++)
		step_json(s, i, json_push_object(steps));
	if (with_cues)
		cues_json(s, o);
	return o;
}

/* --- both --- */

static int
show_shown(const struct cmd *cmd, const struct shown *s)
{
	bool cues = cmd_option(cmd, "cues") != NULL;

	if (cmd_option(cmd, "json"))
		return show_json(routine_json(s, cues));
	(cues ? print_cues : print_routine)(s);
	return CMD_OK;
}

static int
show_tailored(const struct cmd *cmd, struct library *lib, const char *id,
    const struct tailor *wish, struct shown *s)
{
	struct err err;
	struct routine *r = tailor_routine(lib, id, wish, &err);
	int status;

	s->r = r;
	s->steps = r ? library_steps(lib, r, &err) : NULL;
	status = s->steps ? show_shown(cmd, s) : cmd_fail(&err);
	free(s->steps);
	routine_free(r);
	return status;
}

/* What start would do now: with the settings, and what was done before. */
static int
show_as_taught(
    const struct cmd *cmd, struct library *lib, const char *id, struct tailor *wish)
{
	char *db = paths_home(PATH_DATA, NULL, "history.db");
	struct settings settings;
	struct lesson lesson;
	struct shown s;
	int status = CMD_USAGE;

	cmd_settings(&settings);
	lesson = lesson_of(&settings);
	lesson.history = db ? history_open_read(db, NULL) : NULL;
	s = (struct shown){.lesson = &lesson,
	    .first_side =
		settings.number[SET_SESSION_FIRST_SIDE] ? SIDE_RIGHT : SIDE_LEFT};
	wish->lesson = &lesson;
	if (lesson_option(cmd, &lesson))
		status = show_tailored(cmd, lib, id, wish, &s);
	history_close(lesson.history);
	settings_fini(&settings);
	free(db);
	return status;
}

int
show_routine(const struct cmd *cmd, struct library *lib, const char *id)
{
	static const char *const of_exercises[] = {
	    "frame", "size", "side", "export"};
	struct tailor wish;

	for (size_t i = 0; i < ARRAY_LEN(of_exercises); i++)
		if (cmd_option(cmd, of_exercises[i]))
			return cmd_usage(cmd,
			    "--%s is for exercises, and %s is a routine",
			    of_exercises[i], id);
	if (!tailor_options(cmd, &wish))
		return CMD_USAGE;
	return show_as_taught(cmd, lib, id, &wish);
}
