#include "history/history.h"

#include "base/civil.h"
#include "tests/cmd/run.h"
#include "tests/test.h"

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
	    "    ]\n"
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
	assert_non_null(strstr(h->out, "partial   0:31 of 1:05\n"));
	assert_non_null(strstr(h->out, "right side, 0:12: something was wrong\n"));
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
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
