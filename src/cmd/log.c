#include "cmd/log.h"
#include "base/civil.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/paths.h"
#include "cmd/print.h"
#include "history/said.h"
#include "history/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* More sessions than a day of work has seconds in ten years: a typing error. */
#define LIMIT_MAX 100000000

/* Where the titles begin, and what is told of a session below its own. */
#define SAID_INDENT 18

/* What the printing of one session needs besides it. */
struct out {
	struct library *lib; /* text: for names; NULL with json */
	struct json *array;  /* or this */
	size_t n;
};

/* --- JSON --------------------------------------------------------------- */

static const char *
state_word(enum session_state state)
{
	return words_name(&words_state, (int)state);
}

static const char *
side_word(enum side side)
{
	return words_name(&words_side, (int)side);
}

/* What was never begun and never left is told as left. */
static const char *
outcome_word(enum outcome outcome)
{
	return words_name(&words_outcome,
	    (int)(outcome == OUTCOME_OPEN ? OUTCOME_SKIPPED : outcome));
}

/* Steps are rounded so that they add up to the session, where a change of side
 * of odd seconds was halved. */
static int64_t
planned_s(int64_t *sum_ms, int64_t step_ms)
{
	int64_t before = (*sum_ms + 500) / 1000;

	*sum_ms += step_ms;
	return (*sum_ms + 500) / 1000 - before;
}

/* A step that is still open has no outcome yet: it is left out. */
static void
add_steps(struct json *session, const struct session_record *r)
{
	struct json *steps = json_set_array(session, "steps");
	int64_t sum_ms = 0;

	for (size_t i = 0; i < r->n_steps; i++) {
		const struct step_record *s = &r->steps[i];
		int64_t planned = planned_s(&sum_ms, s->planned_ms);
		struct json *step;

		if (r->state == STATE_RUNNING && s->outcome == OUTCOME_OPEN)
			continue;
		step = json_push_object(steps);
		json_set_str(step, "exercise", s->exercise);
		json_set_str(step, "side", side_word(s->side));
		json_set_int(step, "planned_s", planned);
		json_set_int(step, "held_s", s->held_ms / 1000);
		json_set_str(step, "outcome", outcome_word(s->outcome));
		if (s->why != WHY_NONE)
			json_set_str(
			    step, "why", words_name(&words_why, (int)s->why));
	}
}

static void
set_score(struct json *scores, const char *end, int8_t score)
{
	if (score != SCORE_NONE)
		json_set_int(scores, end, score);
}

static void
add_flags(struct json *array, const struct session_record *r)
{
	for (size_t i = 0; i < r->n_alarms; i++) {
		const struct alarm *a = &r->alarms[i];
		struct json *one = json_push_object(array);

		json_set_int(one, "code", a->code);
		json_set_str(one, "flag", words_name(&words_flagged, a->code));
		json_set_str(one, "exercise", *a->exercise ? a->exercise : NULL);
	}
}

/* What was said of it; what was not said is not there. */
static void
add_said(struct json *session, const struct session_record *r)
{
	struct json *scores = json_set_object(session, "scores");

	for (size_t i = 0; i < r->n_ratings; i++) {
		const struct rating *rating = &r->ratings[i];
		struct json *one =
		    json_set_object(scores, topic_word(rating->topic));

		set_score(one, "before", rating->before);
		set_score(one, "after", rating->after);
	}
	add_flags(json_set_array(session, "flags"), r);
	json_set_str(session, "note", *r->note ? r->note : NULL);
}

void
log_json(struct json *session, const struct session_record *r)
{
	char day[CIVIL_LEN], instant[32];

	json_set_str(session, "id", r->id);
	json_set_int(session, "rev", r->rev);
	json_set_str(session, "local_date", civil_print(r->day, day));
	json_set_str(session, "started_at", civil_instant(r->started_ms, instant));
	json_set_int(session, "utc_offset_min", r->offset_min);
	json_set_str(session, "routine", r->routine);
	json_set_str(session, "state", state_word(r->state));
	json_set_int(session, "planned_s", (r->planned_ms + 500) / 1000);
	json_set_int(session, "active_s", r->active_ms / 1000);
	add_steps(session, r);
	json_set_str(session, "origin", words_name(&words_origin, (int)r->origin));
	json_set_int(session, "no", r->no);
	add_said(session, r);
}

static bool
add_session(const struct session_record *r, void *arg)
{
	struct out *out = arg;

	log_json(json_push_object(out->array), r);
	return true;
}

/* --- text --------------------------------------------------------------- */

const char *
log_title(struct library *lib, const char *id)
{
	const struct routine *routine = library_routine(lib, id, NULL);

	return routine ? routine->title : id;
}

const char *
log_name(void *lib, const char *id)
{
	const struct exercise *exercise = library_exercise(lib, id, NULL);

	return exercise ? exercise->name : id;
}

static const struct step_record *
wrong_step(const struct session_record *r)
{
	for (size_t i = 0; i < r->n_steps; i++)
		if (r->steps[i].outcome == OUTCOME_WRONG)
			return &r->steps[i];
	return NULL;
}

static void
print_wrong(struct library *lib, const struct step_record *s)
{
	struct str text = {0};
	char at[16];

	str_addf(&text, "stopped at %s", log_name(lib, s->exercise));
	if (s->side != SIDE_NONE)
		str_addf(&text, ", %s side", side_word(s->side));
	str_addf(&text, ", %s: something was wrong%s",
	    print_time((int)(s->wrong_ms > 0 ? s->wrong_ms / 1000 : 0), at),
	    s->why == WHY_PAIN ? ", pain" : "");
	print_text("", SAID_INDENT, text.s);
	str_fini(&text);
}

/* What was said of it, below it. */
static void
print_said(const struct session_record *r, struct library *lib)
{
	struct str said = {0};

	said_all(r, log_name, lib, &said);
	print_text("", SAID_INDENT, said.s);
	print_text("", SAID_INDENT, r->note);
	str_fini(&said);
}

/* 2026-03-02 09:14  Two-minute desk reset ...  done   1:52 of 2:00  #12 */
void
log_print(const struct session_record *r, struct library *lib)
{
	int64_t local_ms = r->started_ms + (int64_t)r->offset_min * 60000;
	char day[CIVIL_LEN], instant[32], held[16], planned[16];
	const struct step_record *wrong = wrong_step(r);
	int cells = print_width() - 52;

	/* The day is the one that it counts for, the time is the wall's. */
	printf("%s %.5s  ", civil_print(r->day, day),
	    civil_instant(local_ms, instant) + CIVIL_LEN);
	print_cell(log_title(lib, r->routine), cells < 16 ? 16 : cells);
	printf("  %-7s %6s of %-6s #%lld%s\n", state_word(r->state),
	    print_time((int)(r->active_ms / 1000), held),
	    print_time((int)((r->planned_ms + 500) / 1000), planned),
	    (long long)r->no, r->rev > 1 ? "*" : "");
	if (wrong)
		print_wrong(lib, wrong);
	print_said(r, lib);
}

static bool
print_one(const struct session_record *r, void *arg)
{
	struct out *out = arg;

	log_print(r, out->lib);
	out->n++;
	return true;
}

/* --- the command -------------------------------------------------------- */

/* To read; but a session whose program died is closed first, where it can be. */
static struct history *
open_settled(const char *path, struct err *err)
{
	struct history *h = history_open_read(path, err), *settled;

	if (!h || !history_running(h))
		return h;
	settled = history_open(path, NULL);
	if (!settled)
		return h;
	history_close(h);
	return settled;
}

struct history *
log_open(struct err *err)
{
	char *path = paths_home(PATH_DATA, err, "history.db");
	struct history *h = path ? open_settled(path, err) : NULL;

	free(path);
	return h;
}

bool
log_no_session(const char *which, struct err *err)
{
	return err_set(err,
	    "there is no session %.40s; the numbers are in: uncoil log", which);
}

static bool
print_all(struct history *h, size_t limit, struct err *err)
{
	struct out out = {.lib = cmd_library()};
	bool ok = !h || history_each(h, limit, print_one, &out, err);

	if (ok && out.n == 0)
		puts("no session yet; begin with: uncoil start");
	library_free(out.lib);
	return ok;
}

static bool
print_json(struct history *h, size_t limit, struct err *err)
{
	struct out out = {.array = json_new_array()};
	bool ok = (!h || history_each(h, limit, add_session, &out, err)) &&
		  json_print(out.array, stdout, err);

	json_free(out.array);
	return ok;
}

static int
list(struct cmd *cmd)
{
	struct history *h;
	struct err err = {""};
	long long limit = 0;
	bool ok;

	if (!cmd_int_option(cmd, "limit", 1, LIMIT_MAX, &limit))
		return CMD_USAGE;
	h = log_open(&err);
	ok = h || !err.text[0];
	ok = ok && (cmd_option(cmd, "json") ? print_json : print_all)(
		       h, (size_t)limit, &err);
	history_close(h);
	return ok ? CMD_OK : cmd_fail(&err);
}

/* Options that go with a word; --json and --limit go with the list alone. */
#define ABOUT_IT "date at percent before after region note flag why"

static const struct word {
	const char *name;
	int least, most; /* operands, the word itself with them; most -1: any */
	const char *options;
	int (*run)(struct cmd *cmd);
} words[] = {
    {"add", 2, 2, ABOUT_IT, log_add},
    {"edit", 2, 2, ABOUT_IT, log_edit},
    {"show", 2, 2, "json", log_show},
    {"rm", 2, 2, "", log_rm},
    {"note", 3, -1, "", log_note},
};

static const struct word listing = {"", 0, 0, "limit json", list};

/* Without a word it is the list; NULL: there is no such word. */
static const struct word *
find_word(const struct cmd *cmd)
{
	if (cmd->n_operands == 0)
		return &listing;
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (strcmp(words[i].name, cmd->operands[0]) == 0)
			return &words[i];
	return NULL;
}

/* An option that was given and does not go with the word, or NULL. */
static const char *
stray_option(const struct cmd *cmd, const struct word *word)
{
	const struct cmd_option *row = cmd->command->options;

	for (int i = 0; i < CMD_OPTIONS_MAX && row[i].name; i++)
		if (cmd->option[i] && !strstr(word->options, row[i].name))
			return row[i].name;
	return NULL;
}

int
cmd_log(struct cmd *cmd)
{
	const struct word *word = find_word(cmd);
	const char *stray;

	if (!word || cmd->n_operands < word->least ||
	    (word->most >= 0 && cmd->n_operands > word->most))
		return cmd_usage(cmd, "log wants nothing, or one of: %s",
		    cmd->command->operands);
	stray = stray_option(cmd, word);
	if (stray)
		return cmd_usage(cmd, "--%s does not go with log%s%s", stray,
		    *word->name ? " " : "", word->name);
	return word->run(cmd);
}
