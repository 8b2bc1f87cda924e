#include "report/sessions.h"

#include "base/mem.h"
#include "tests/test.h"

#include <stdlib.h>
#include <string.h>

#define MONDAY 20514 /* 2026-03-02 */

static struct step_record steps[] = {
    {"cat-cow", SIDE_NONE, 30000, 30000, OUTCOME_DONE, -1},
    {"=cmd|calc", SIDE_LEFT, 30000, 3000, OUTCOME_WRONG, 3000},
    {"=A1", SIDE_LEFT, 30000, 0, OUTCOME_SKIPPED, -1, WHY_TIME},
};

static const struct session_record record = {.id = "x",
    .rev = 1,
    .day = MONDAY,
    .started_ms = INT64_C(1772442843120),
    .offset_min = -330,
    .routine = "@SUM(A1)",
    .state = STATE_PARTIAL,
    .planned_ms = 60499,
    .active_ms = 33999,
    .note = "=HYPERLINK(1)",
    .ratings = {{REGION_NECK, 6, 3}, {REGION_HIPS, 4, SCORE_NONE},
	{TOPIC_PAIN, SCORE_NONE, 5}, {TOPIC_MOOD, 2, 4}},
    .n_ratings = 4,
    .alarms = {{3, "=cmd|calc"}, {5, ""}},
    .n_alarms = 2,
    .steps = steps,
    .n_steps = ARRAY_LEN(steps)};

static const struct {
	uint64_t share;
	const char *text;
} rows[] = {
    {BIT_OF(SHARE_DONE), "\"local_date\",\"routine\",\"state\"\r\n"
			 "\"2026-03-02\",\"'@SUM(A1)\",\"partial\"\r\n"},
    {BIT_OF(SHARE_DONE) | BIT_OF(SHARE_TIMES) | BIT_OF(SHARE_DURATION),
	"\"local_date\",\"started_at\",\"routine\",\"state\",\"planned_s\","
	"\"active_s\""
	"\r\n"
	"\"2026-03-02\",\"2026-03-02 "
	"03:44:03-05:30\",\"'@SUM(A1)\",\"partial\",60,33"
	"\r\n"},
    {BIT_OF(SHARE_STEPS),
	"\"steps_done\",\"steps_of\",\"wrong_at\",\"flags\",\"left_early\"\r\n"
	"1,3,\"'=cmd|calc\",\"new tingling or numbness (=cmd|calc); dizziness\","
	"\"'=A1 (no time)\"\r\n"},
    {BIT_OF(SHARE_TENSION),
	"\"neck_before\",\"neck_after\",\"chest_before\",\"chest_after\","
	"\"mood_before\",\"mood_after\"\r\n"
	"6,3,\"\",\"\",2,4\r\n"},
    {BIT_OF(SHARE_PAIN) | BIT_OF(SHARE_NOTES),
	"\"pain_before\",\"pain_after\",\"note\"\r\n"
	"\"\",5,\"'=HYPERLINK(1)\"\r\n"},
};

static void
chosen_columns(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const struct session_rows one = {
		    rows[i].share, BIT_OF(REGION_NECK) | BIT_OF(REGION_CHEST)};
		struct str out = {0};

		session_rows_head(&one, &out);
		session_rows_add(&one, &record, &out);
		assert_string_equal(out.s, rows[i].text);
		str_fini(&out);
	}
}

static void
its_own_time(void **state)
{
	char buf[40];

	(void)state;
	assert_string_equal(
	    session_local_time(0, 345, buf), "1970-01-01 05:45:00+05:45");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(chosen_columns),
	    cmocka_unit_test(its_own_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
