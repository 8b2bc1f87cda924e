#include "history/history.h"

#include "base/civil.h"
#include "tests/cmd/run.h"
#include "tests/test.h"

#include <locale.h>

#define DAY 20514 /* 2026-03-02, a Monday */

static void
add(struct home *h, int32_t day, int64_t held_ms)
{
	struct history *history = history_open(h->db, NULL);
	struct step_record steps[] = {
	    {"neck-side-bend-stretch", SIDE_LEFT, 30000, held_ms, OUTCOME_DONE, -1},
	    {"roller-upper-back", SIDE_NONE, 30000, 2000, OUTCOME_DONE, -1}};
	struct session_record r = {.rev = 1,
	    .day = day,
	    .started_ms = day * INT64_C(86400000),
	    .routine = "desk-reset-2",
	    .state = STATE_RUNNING,
	    .planned_ms = 60500,
	    .active_ms = held_ms + 2000,
	    .steps = steps,
	    .n_steps = ARRAY_LEN(steps)};

	assert_non_null(history);
	rng_uuid_day(day, r.id);
	assert_true(history_begin(history, &r, NULL));
	r.state = STATE_DONE;
	assert_true(history_end(history, &r, NULL));
	history_close(history);
}

static void
nothing_yet(void **state)
{
	struct home *h = *state;

	assert_int_equal(RUN(h, "stats", "--json"), 0);
	assert_string_equal(h->out, "{\n"
				    "  \"from\": \"2025-09-08\",\n"
				    "  \"to\": \"2026-03-02\",\n"
				    "  \"sessions\": 0,\n"
				    "  \"active_s\": 0,\n"
				    "  \"days_active\": 0,\n"
				    "  \"planned_s\": 0,\n"
				    "  \"streak\": 0,\n"
				    "  \"regions\": {},\n"
				    "  \"trend\": {},\n"
				    "  \"helps\": [],\n"
				    "  \"flags\": [],\n"
				    "  \"left_early\": {}\n"
				    "}\n");
	assert_int_equal(RUN(h, "stats"), 0);
	assert_non_null(strstr(h->out, "0 min in 0 sessions"));
	assert_string_equal(h->err, "");
	assert_int_equal(access(h->db, F_OK), -1); /* a question makes no file */
}

static void
some_days(void **state)
{
	struct home *h = *state;

	add(h, DAY - 8, 50000); /* the Sunday before the last week */
	add(h, DAY - 1, 40000);
	add(h, DAY, 30000);
	assert_int_equal(RUN(h, "stats", "--weeks", "2", "--json"), 0);
	assert_string_equal(h->out, "{\n"
				    "  \"from\": \"2026-02-23\",\n"
				    "  \"to\": \"2026-03-02\",\n"
				    "  \"sessions\": 2,\n"
				    "  \"active_s\": 74,\n"
				    "  \"days_active\": 2,\n"
				    "  \"planned_s\": 121,\n"
				    "  \"streak\": 2,\n"
				    "  \"regions\": {\n"
				    "    \"neck\": {\n"
				    "      \"stretch_s\": 70,\n"
				    "      \"roll_s\": 0,\n"
				    "      \"ball_s\": 0,\n"
				    "      \"other_s\": 0,\n"
				    "      \"left_s\": 70,\n"
				    "      \"right_s\": 0\n"
				    "    },\n"
				    "    \"shoulders\": {\n"
				    "      \"stretch_s\": 70,\n"
				    "      \"roll_s\": 0,\n"
				    "      \"ball_s\": 0,\n"
				    "      \"other_s\": 0,\n"
				    "      \"left_s\": 70,\n"
				    "      \"right_s\": 0\n"
				    "    },\n"
				    "    \"upper-back\": {\n"
				    "      \"stretch_s\": 0,\n"
				    "      \"roll_s\": 4,\n"
				    "      \"ball_s\": 0,\n"
				    "      \"other_s\": 0,\n"
				    "      \"left_s\": 0,\n"
				    "      \"right_s\": 0\n"
				    "    },\n"
				    "    \"mid-back\": {\n"
				    "      \"stretch_s\": 0,\n"
				    "      \"roll_s\": 4,\n"
				    "      \"ball_s\": 0,\n"
				    "      \"other_s\": 0,\n"
				    "      \"left_s\": 0,\n"
				    "      \"right_s\": 0\n"
				    "    }\n"
				    "  },\n"
				    "  \"trend\": {},\n"
				    "  \"helps\": [],\n"
				    "  \"flags\": [],\n"
				    "  \"left_early\": {}\n"
				    "}\n");
	assert_int_equal(
	    RUN(h, "stats", "--from", "2026-02-22", "--to", "2026-02-22"), 0);
	assert_non_null(strstr(h->out, "2026-02-22 to 2026-02-22, 1 week\n"));
	assert_non_null(strstr(h->out, "0 min in 1 session, 1 done\n"));
	assert_non_null(strstr(h->out, "1 day, 7 a week; 2 in a row"));
	assert_non_null(
	    strstr(h->out, "\nneck\ntoo early: 0 of 6 rated sessions\n"));
}

/* Without UTF-8 not one character outside of ASCII. */
static void
as_ascii(void **state)
{
	struct home *h = *state;

	add(h, DAY, 30000);
	setlocale(LC_ALL, "C");
	assert_int_equal(RUN(h, "stats"), 0);
	setlocale(LC_ALL, "C.UTF-8");
	assert_non_null(strstr(h->out, "\nstretch  #..."));
	for (const char *c = h->out; *c; c++)
		assert_true((unsigned char)*c < 0x80);
}

static void
wrong_calls(void **state)
{
	static const struct {
		const char *words[8], *says;
	} rows[] = {
	    {{"stats", "--weeks", "0", NULL}, "weeks"},
	    {{"stats", "--weeks", "523", NULL}, "weeks"},
	    {{"stats", "--from", "2026-02-30", NULL}, "--from is a day"},
	    {{"stats", "--to", "yesterday", NULL}, "--to is a day"},
	    {{"stats", "--from", "2026-03-03", NULL}, "--from is after --to"},
	    {{"stats", "--from", "2016-01-01", NULL}, "at most 3660 days"},
	    {{"stats", "--from", "1970-01-01", "--to", "9999-12-31", NULL},
		"at most 3660 days"},
	    {{"stats", "--from", "2026-01-01", "--weeks", "3", NULL}, "only one"},
	    {{"stats", "neck", NULL}, "one too many"},
	};
	struct home *h = *state;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		assert_int_equal(
		    home_run(h, (char *const *)(uintptr_t)rows[i].words), 2);
		if (!strstr(h->err, rows[i].says))
			fail_msg("%s: %s", rows[i].says, h->err);
	}
	assert_int_equal(RUN(h, "stats", "--weeks", "522", "--json"), 0);
}

static void
damaged(void **state)
{
	struct home *h = *state;

	add(h, DAY, 30000);
	home_write(h->db, "this is no database, and has never been one");
	assert_int_equal(RUN(h, "stats", "--json"), 1);
	assert_string_equal(h->out, "");
	assert_non_null(strstr(h->err, "history.db"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(nothing_yet, home_setup, home_teardown),
	    cmocka_unit_test_setup_teardown(some_days, home_setup, home_teardown),
	    cmocka_unit_test_setup_teardown(as_ascii, home_setup, home_teardown),
	    cmocka_unit_test_setup_teardown(wrong_calls, home_setup, home_teardown),
	    cmocka_unit_test_setup_teardown(damaged, home_setup, home_teardown),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
