#include "history/history.h"

#include "base/civil.h"
#include "tests/cmd/run.h"
#include "tests/test.h"

#include <locale.h>
#include <time.h>

#define DAY 20514 /* 2026-03-02 */

/* A session of three parts; held says how much of each, in seconds. */
static void
add(struct home *h, int32_t day, int64_t started_ms, const char *routine,
    int held_s, enum session_state state)
{
	struct history *history = history_open(h->db, NULL);
	struct step_record steps[3] = {
	    {"chin-tuck-seated", SIDE_NONE, 20000, held_s * 1000 + 999,
		OUTCOME_DONE, -1},
	    {"levator-stretch", SIDE_LEFT, 22500, 0, OUTCOME_SKIPPED, -1},
	    {"levator-stretch", SIDE_RIGHT, 22500, 12000, OUTCOME_WRONG, 12700},
	};
	struct session_record r = {.rev = 1,
	    .day = day,
	    .started_ms = started_ms,
	    .offset_min = 60,
	    .state = STATE_RUNNING,
	    .planned_ms = 65000,
	    .active_ms = held_s * 1000 + 12999,
	    .steps = steps,
	    .n_steps = 3};

	assert_non_null(history);
	snprintf(r.routine, sizeof(r.routine), "%s", routine);
	rng_uuid_day(day, r.id);
	assert_true(history_begin(history, &r, NULL));
	r.state = state;
	if (state != STATE_RUNNING)
		assert_true(history_end(history, &r, NULL));
	history_close(history);
}

static void
nothing_yet(void **state)
{
	struct home *h = *state;

	assert_int_equal(RUN(h, "log"), 0);
	assert_string_equal(h->out, "no session yet; begin with: uncoil start\n");
	assert_int_equal(RUN(h, "log", "--json"), 0);
	assert_string_equal(h->out, "[]\n");
	assert_string_equal(h->err, "");
	assert_int_equal(access(h->db, F_OK), -1); /* a question makes no file */
}

static void
as_json(void **state)
{
	static const char expected[] =
	    "    \"rev\": 1,\n"
	    "    \"local_date\": \"2026-03-02\",\n"
	    "    \"started_at\": \"2026-03-02T08:14:03Z\",\n"
	    "    \"utc_offset_min\": 60,\n"
	    "    \"routine\": \"desk-reset-2\",\n"
	    "    \"state\": \"partial\",\n"
	    "    \"planned_s\": 65,\n"
	    "    \"active_s\": 31,\n"
	    "    \"steps\": [\n"
	    "      {\n"
	    "        \"exercise\": \"chin-tuck-seated\",\n"
	    "        \"side\": \"none\",\n"
	    "        \"planned_s\": 20,\n"
	    "        \"held_s\": 19,\n"
	    "        \"outcome\": \"done\"\n"
	    "      },\n"
	    "      {\n"
	    "        \"exercise\": \"levator-stretch\",\n"
	    "        \"side\": \"left\",\n"
	    "        \"planned_s\": 23,\n"
	    "        \"held_s\": 0,\n"
	    "        \"outcome\": \"skipped\"\n"
	    "      },\n"
	    "      {\n"
	    "        \"exercise\": \"levator-stretch\",\n"
	    "        \"side\": \"right\",\n"
	    "        \"planned_s\": 22,\n"
	    "        \"held_s\": 12,\n"
	    "        \"outcome\": \"wrong\"\n"
	    "      }\n"
	    "    ],\n"
	    "    \"origin\": \"played\",\n"
	    "    \"no\": 1,\n"
	    "    \"scores\": {},\n"
	    "    \"flags\": [],\n"
	    "    \"note\": null\n"
	    "  }\n"
	    "]\n";
	struct home *h = *state;

	add(h, DAY, INT64_C(1772439243120), "desk-reset-2", 19, STATE_PARTIAL);
	assert_int_equal(RUN(h, "log", "--json"), 0);
	assert_int_equal(strncmp(h->out, "[\n  {\n    \"id\": \"019cabb5-", 23), 0);
	assert_string_equal(strstr(h->out, "    \"rev\""), expected);
}

static void
as_text(void **state)
{
	struct home *h = *state;

	add(h, DAY - 1, INT64_C(1772350000000), "gone-1", 10, STATE_DONE);
	add(h, DAY, INT64_C(1772439243120), "desk-reset-2", 19, STATE_PARTIAL);
	assert_int_equal(RUN(h, "log"), 0);
	assert_int_equal(strncmp(h->out, "2026-03-02 09:14  ", 18), 0);
	assert_non_null(strstr(h->out, "partial   0:31 of 1:05   #2\n"));
	assert_non_null(strstr(h->out, "right side, 0:12: something"));
	assert_non_null(strstr(h->out, "was wrong\n"));
	assert_non_null(strstr(h->out, "2026-03-01 08:26  gone-1 "));
	assert_true(strstr(h->out, "desk") < strstr(h->out, "gone-1"));
	assert_null(strstr(h->out, "desk-reset-2")); /* its title, not its id */
	assert_int_equal(RUN(h, "log", "--limit", "1"), 0);
	assert_null(strstr(h->out, "gone-1"));
	assert_int_equal(RUN(h, "log", "-n", "0"), 2);
	assert_non_null(strstr(h->err, "from 1 to"));
}

static void
a_dead_session_is_closed_first(void **state)
{
	struct home *h = *state;

	add(h, DAY, INT64_C(1772439243120), "desk-reset-2", 40, STATE_RUNNING);
	assert_int_equal(RUN(h, "log", "--json"), 0);
	assert_non_null(strstr(h->out, "\"state\": \"done\""));
	assert_null(strstr(h->out, "running"));
}

static void
a_living_session_has_no_open_steps(void **state)
{
	struct home *h = *state;
	struct step_record steps[2] = {
	    {"chin-tuck-seated", SIDE_NONE, 20000, 20000, OUTCOME_DONE, -1},
	    {"box-breath", SIDE_NONE, 20000, 5000, OUTCOME_OPEN, -1},
	};
	struct session_record r = {.rev = 1,
	    .day = DAY,
	    .state = STATE_RUNNING,
	    .planned_ms = 40000,
	    .active_ms = 25000,
	    .steps = steps,
	    .n_steps = 2};
	struct history *history;

	add(h, DAY - 1, 1, "gone-1", 1, STATE_PARTIAL);
	history = history_open(h->db, NULL);
	rng_uuid_day(DAY, r.id);
	assert_true(history_begin(history, &r, NULL));
	assert_int_equal(RUN(h, "log", "--json", "-n1"), 0);
	assert_non_null(strstr(h->out, "\"state\": \"running\""));
	assert_non_null(strstr(h->out, "chin-tuck-seated"));
	assert_null(strstr(h->out, "box-breath"));
	history_close(history);
}

static void
a_broken_history_is_an_error(void **state)
{
	struct home *h = *state;

	add(h, DAY, 1, "x", 1, STATE_DONE);
	home_write(h->db,
	    "no database, but long enough to be taken for one .........."
	    "..........................................................");
	assert_int_equal(RUN(h, "log"), 1);
	assert_string_equal(h->out, "");
	assert_non_null(strstr(h->err, "it is no history"));
}

static void
what_a_file_says_is_cleaned(void **state)
{
	struct home *h = *state;

	add(h, DAY, 1, "\x1b]0;x\a\x9b", 1, STATE_DONE);
	assert_int_equal(RUN(h, "log"), 0);
	for (const char *s = h->out; *s; s++)
		assert_true((unsigned char)*s >= 0x20 || *s == '\n');
	assert_int_equal(RUN(h, "log", "--json"), 0);
	assert_null(strchr(h->out, '\x1b'));
	assert_null(strstr(h->out, "\\u001b"));
}

/* --- corrections ---------------------------------------------------------- */

static void
in_berlin(void)
{
	setenv("TZ", "Europe/Berlin", 1);
	tzset();
}

/* RUN, which has to go well and to say this. */
#define SAYS(h, says, ...)                                                         \
	do {                                                                       \
		if (RUN(h, __VA_ARGS__) != 0 || !strstr((h)->out, says))           \
			fail_msg("not %s: %s%s", says, (h)->out, (h)->err);        \
	} while (0)

static void
a_past_day_is_filled_in(void **state)
{
	struct home *h = *state;

	in_berlin();
	SAYS(h, "2026-03-01 12:00  Two minute desk reset", "log", "add",
	    "desk-reset-2", "--date", "yesterday");
	SAYS(h, "done      1:37 of 1:37   #1", "log");
	SAYS(h, "2025-07-01 09:05", "log", "add", "desk-reset-2", "--date",
	    "2025-07-01", "--at", "9:05", "--percent", "60", "--before", "6",
	    "--after", "3", "--region", "neck", "--note", "left side tighter");
	assert_non_null(strstr(h->out, "partial   0:58 of 1:37   #2"));
	assert_non_null(strstr(h->out, "neck 6 → 3"));
	SAYS(h, "\"utc_offset_min\": 120", "log", "--json"); /* of that summer */
	assert_non_null(strstr(h->out, "\"started_at\": \"2025-07-01T07:05:00Z\""));
	assert_non_null(strstr(h->out, "\"origin\": \"logged\""));
	assert_non_null(strstr(h->out, "\"note\": \"left side tighter\""));
	/* now, and on its way into the streak */
	SAYS(h, "2026-03-02 10:14", "log", "add", "desk-reset-2", "--before",
	    "neck=6,mood=3");
	SAYS(h, "streak 2 days, today done", "streak");
}

static void
a_time_before_the_day_begins_is_of_the_night_after(void **state)
{
	struct home *h = *state;

	in_berlin();
	SAYS(h, "2026-02-27 01:30", "log", "add", "desk-reset-2", "--date",
	    "2026-02-27", "--at", "01:30"); /* day_start is 04:00 */
	SAYS(h, "\"started_at\": \"2026-02-28T00:30:00Z\"", "log", "--json");
	assert_non_null(strstr(h->out, "\"local_date\": \"2026-02-27\""));
	SAYS(h, "2026-02-26 01:30", "log", "edit", "1", "--date", "2026-02-26");
	SAYS(h, "\"started_at\": \"2026-02-27T00:30:00Z\"", "log", "--json");
}

static void
a_session_is_corrected(void **state)
{
	struct home *h = *state;

	in_berlin();
	add(h, DAY, INT64_C(1772439243120), "desk-reset-2", 19, STATE_PARTIAL);
	SAYS(h, "done      1:05 of 1:05   #1*", "log", "edit", "1", "--percent",
	    "100");
	assert_null(strstr(h->out, "stopped at"));
	SAYS(h, "2026-03-02 08:00", "log", "edit", "1", "--at", "08:00");
	SAYS(h, "mood 2", "log", "edit", "1", "--before", "mood=2");
	SAYS(h, "mood 2 → 4", "log", "edit", "1", "--after", "mood=4");
	SAYS(h, "a longer line", "log", "note", "1", "a", "longer", "line");
	SAYS(h, "\"rev\": 6", "log", "--json");
	SAYS(h, "2026-03-01 08:00", "log", "edit", "1", "--date", "2026-03-01");
	SAYS(h, "streak 1 day, open today", "streak");
	SAYS(h, "\"rev\": 7", "log", "--json"); /* and its history goes along */
	SAYS(h, "removed", "log", "rm", "2");
	SAYS(h, "no session yet", "log");
	SAYS(h, "no streak yet", "streak");
}

/* Everything of one session, and what it was before. */
static void
one_is_shown_with_what_it_was(void **state)
{
	static const char expected[] =
	    "2026-03-02 09:14  Two minute desk reset         partial   0:31 of "
	    "1:05   "
	    "#1*\n"
	    "                  stopped at Nose to armpit stretch, right side, "
	    "0:12: "
	    "something\n"
	    "                  was wrong\n"
	    "                  dizziness (Nose to armpit stretch); left early: "
	    "Nose to "
	    "armpit\n"
	    "                  stretch (no time)\n"
	    "  Seated chin tuck                     0:19 of 0:20   done\n"
	    "  Nose to armpit stretch, left         0:00 of 0:23   skipped, no "
	    "time\n"
	    "  Nose to armpit stretch, right        0:12 of 0:23   wrong, no time\n"
	    "\nuntil it was corrected, in revision 2:\n"
	    "2026-03-02 09:14  Two minute desk reset         partial   0:31 of "
	    "1:05   "
	    "#1*\n"
	    "                  stopped at Nose to armpit stretch, right side, "
	    "0:12: "
	    "something\n"
	    "                  was wrong\n"
	    "                  dizziness (Nose to armpit stretch)\n"
	    "  Seated chin tuck                     0:19 of 0:20   done\n"
	    "  Nose to armpit stretch, left         0:00 of 0:23   skipped\n"
	    "  Nose to armpit stretch, right        0:12 of 0:23   wrong\n"
	    "\nuntil it was corrected, in revision 1:\n"
	    "2026-03-02 09:14  Two minute desk reset         partial   0:31 of "
	    "1:05   "
	    "#1\n"
	    "                  stopped at Nose to armpit stretch, right side, "
	    "0:12: "
	    "something\n"
	    "                  was wrong\n";
	struct home *h = *state;
	char *id, *before;

	in_berlin();
	setenv("COLUMNS", "80", 1);
	add(h, DAY, INT64_C(1772439243120), "desk-reset-2", 19, STATE_PARTIAL);
	SAYS(h, "dizziness", "log", "edit", "1", "--flag", "levator-stretch=dizzy");
	SAYS(h, "(no time)", "log", "edit", "1", "--why", "levator-stretch=time");
	SAYS(h, "2026", "log", "show", "1");
	assert_string_equal(h->out, expected);
	SAYS(h, "\"removed\": false", "log", "show", "1", "--json");
	assert_non_null(strstr(h->out, "\"flag\": \"dizzy\""));
	assert_non_null(strstr(h->out, "\"why\": \"time\""));
	before = strstr(h->out, "\"before\": [");
	assert_non_null(before);
	assert_null(strstr(before, "\"why\""));
	assert_non_null(strstr(before, "\"rev\": 2"));
	assert_non_null(strstr(strstr(before, "\"rev\": 2"), "\"rev\": 1"));

	/* Of one that is removed the id still tells it. */
	SAYS(h, "uncoil log show 0", "log", "rm", "1");
	id = strstr(h->out, "log show ") + 9;
	id = strndup(id, UUID_LEN - 1);
	SAYS(h, "removed; it counts no more, and was:\n2026-03-02", "log", "show",
	    id);
	assert_non_null(strstr(h->out, "in revision 1:"));
	SAYS(h, "\"removed\": true", "log", "show", id, "--json");
	assert_non_null(strstr(h->out, "\"rev\": 3"));
	assert_int_equal(RUN(h, "log", "show", "1"), 1);
	assert_non_null(strstr(h->err, "there is no session 1;"));
	free(id);
	unsetenv("COLUMNS");
}

static void
an_empty_note_takes_it_away(void **state)
{
	struct home *h = *state;

	in_berlin();
	SAYS(h, "x y", "log", "add", "desk-reset-2", "--note", "x y");
	SAYS(h, "\"note\": \"x y\"", "log", "--json");
	SAYS(h, "changed", "log", "note", "1", "");
	SAYS(h, "\"note\": null", "log", "--json");
}

static void
wrong_calls(void **state)
{
	static const struct {
		const char *says;
		int status;
		const char *words[8];
	} rows[] = {
	    {"has not come yet", 2,
		{"add", "desk-reset-2", "--date", "2026-03-03"}},
	    {"has not come yet", 1, {"add", "desk-reset-2", "--at", "10:15"}},
	    {"a day is 2026-03-02", 2, {"add", "desk-reset-2", "--date", "2.3.26"}},
	    {"a time is", 2, {"add", "desk-reset-2", "--at", "24:00"}},
	    {"a time is", 2, {"add", "desk-reset-2", "--at", "1000"}},
	    {"from 1 to 100", 2, {"add", "desk-reset-2", "--percent", "0"}},
	    {"of which --region", 2, {"add", "desk-reset-2", "--before", "6"}},
	    {"goes with --before", 2, {"add", "desk-reset-2", "--region", "neck"}},
	    {"--after", 2, {"add", "desk-reset-2", "--after", "neck=11"}},
	    {"--before", 2,
		{"add", "desk-reset-2", "--before", "6", "--region", "leg"}},
	    {"there is no routine", 1, {"add", "desk-reset"}},
	    {"what is to be changed", 2, {"edit", "1"}},
	    {"--flag: \"bad\" is none of", 2,
		{"add", "desk-reset-2", "--flag", "bad"}},
	    {"--why: \"x\" is no movement", 2,
		{"add", "desk-reset-2", "--why", "x=time"}},
	    {"there is no session 1;", 1, {"show", "1"}},
	    {"log wants nothing, or one of", 2, {"show"}},
	    {"--limit does not go with log show", 2, {"show", "1", "--limit", "1"}},
	    {"there is no session 1;", 1, {"edit", "1", "--percent", "50"}},
	    {"there is no session 0-0", 1, {"rm", "0-0"}},
	    {"no UTF-8", 2, {"note", "1", "\xff"}},
	    {"log wants nothing, or one of", 2, {"rm"}},
	    {"log wants nothing, or one of", 2, {"note", "1"}},
	    {"log wants nothing, or one of", 2, {"remove", "1"}},
	    {"--at does not go with log rm", 2, {"rm", "1", "--at", "10:00"}},
	    {"--json does not go with log add", 2,
		{"add", "desk-reset-2", "--json"}},
	    {"--note does not go with log", 2, {"--note", "x"}},
	};
	struct home *h = *state;

	in_berlin();
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const char *const *w = rows[i].words;
		int status =
		    RUN(h, "log", w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7]);

		if (status != rows[i].status || !strstr(h->err, rows[i].says))
			fail_msg("row %zu: exit %d, %s", i, status, h->err);
		assert_string_equal(h->out, "");
	}
	/* Wrong calls write nothing. */
	SAYS(h, "no session yet", "log");
}

static void
a_note_has_a_limit(void **state)
{
	struct home *h = *state;
	char note[NOTE_MAX + 2];

	in_berlin();
	memset(note, 'a', sizeof(note) - 1);
	note[NOTE_MAX + 1] = '\0';
	assert_int_equal(RUN(h, "log", "add", "desk-reset-2", "--note", note), 2);
	assert_non_null(strstr(h->err, "at most 500 bytes; this has 501"));
	note[NOTE_MAX] = '\0';
	SAYS(h, "aaaa", "log", "add", "desk-reset-2", "--note", note);
}

int
main(void)
{
#define AT_HOME(test)                                                              \
	cmocka_unit_test_setup_teardown(test, home_setup, home_teardown)
	const struct CMUnitTest tests[] = {
	    AT_HOME(nothing_yet),
	    AT_HOME(as_json),
	    AT_HOME(as_text),
	    AT_HOME(a_dead_session_is_closed_first),
	    AT_HOME(a_living_session_has_no_open_steps),
	    AT_HOME(a_broken_history_is_an_error),
	    AT_HOME(what_a_file_says_is_cleaned),
	    AT_HOME(a_past_day_is_filled_in),
	    AT_HOME(a_time_before_the_day_begins_is_of_the_night_after),
	    AT_HOME(a_session_is_corrected),
	    AT_HOME(one_is_shown_with_what_it_was),
	    AT_HOME(an_empty_note_takes_it_away),
	    AT_HOME(wrong_calls),
	    AT_HOME(a_note_has_a_limit),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
