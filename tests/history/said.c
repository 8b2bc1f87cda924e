#include "history/said.h"

#include "tests/test.h"

#include <string.h>

static void
parse(struct checkin *c, const char *text)
{
	struct err err;

	if (!checkin_parse(c, text, &err))
		fail_msg("%s: %s", text, err.text);
}

static void
both_ends_become_scores(void **state)
{
	static const struct {
		const char *before, *after; /* NULL: not asked */
		const char *said, *remark;
	} rows[] = {
	    {"neck=6,mood=3", "neck=3,mood=4", "neck 6 → 3, mood 3 → 4", "all"},
	    {"neck=6", NULL, "neck 6", "only before"},
	    {NULL, "hips=2,pain=0", "hips after 2, pain after 0", "only after"},
	    {"neck=10,chest=0", "neck=9", "neck 10 → 9, chest 0", "one left out"},
	    {NULL, NULL, "", "nothing"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct session_record r = {.n_ratings = 0};
		struct checkin before, after;
		struct str said = {0};

		checkin_before(&before, 0);
		if (rows[i].before)
			parse(&before, rows[i].before);
		checkin_after(&after, &before);
		if (rows[i].after)
			parse(&after, rows[i].after);
		said_take(&r, &before); /* it is told twice, at either end */
		said_take(&r, &after);
		str_clear(&said);
		said_print(&r, &said);
		if (strcmp(said.s, rows[i].said) != 0)
			fail_msg("%s: %s", rows[i].remark, said.s);
		str_fini(&said);
	}
}

static void
what_was_said_before_stays(void **state)
{
	struct session_record r = {.note = "old"};
	struct checkin c;
	struct str said = {0};

	(void)state;
	session_record_rate(&r, TOPIC_PRESSURE)->before = PRESSURE_GENTLE;
	session_record_rate(&r, REGION_NECK)->before = 7;
	checkin_before(&c, 0);
	checkin_after(&c, &c);
	parse(&c, "neck=4");
	said_take(&r, &c);
	assert_string_equal(r.note, "old");
	strcpy(c.note, "new");
	said_take(&r, &c);
	assert_string_equal(r.note, "new");
	said_print(&r, &said);
	assert_string_equal(said.s, "neck 7 → 4, pressure gentle");
	str_fini(&said);
}

/* What was wrong becomes a flag with its movement; both say why a step ended. */
static void
how_it_ended_is_kept(void **state)
{
	static const struct {
		int trouble, code;
		enum stop_why why;
	} rows[] = {
	    {TROUBLE_SHARP, 1, WHY_PAIN},
	    {TROUBLE_NUMB, 3, WHY_WRONG},
	    {TROUBLE_LIMB, 4, WHY_PAIN},
	    {TROUBLE_DIZZY, 5, WHY_WRONG},
	    {TROUBLE_CHEST, 6, WHY_WRONG},
	    {TROUBLE_HEADACHE, 7, WHY_WRONG},
	    {TROUBLE_UNEASY, -1, WHY_WRONG},
	};
	static const struct exercise tuck = {.id = "chin-tuck"};
	const struct exercise *const left[] = {&tuck};
	struct checkin c;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct step_record steps[] = {
		    {.exercise = "chin-tuck", .outcome = OUTCOME_SKIPPED},
		    {.exercise = "cat-cow", .outcome = OUTCOME_WRONG}};
		struct session_record r = {.steps = steps, .n_steps = 2};

		checkin_before(&c, 0);
		checkin_after(&c, &c);
		checkin_ended(&c, true, NULL, 0);
		assert_true(checkin_answer(&c, rows[i].trouble));
		said_take(&r, &c);
		assert_int_equal(r.n_alarms, rows[i].code >= 0);
		if (r.n_alarms) {
			assert_int_equal(r.alarms[0].code, rows[i].code);
			assert_string_equal(r.alarms[0].exercise, "cat-cow");
		}
		assert_int_equal(steps[0].why, WHY_NONE);
		assert_int_equal(steps[1].why, rows[i].why);

		checkin_after(&c, &c);
		checkin_ended(&c, false, left, 1);
		assert_true(checkin_answer(&c, LEAVING_UNCLEAR));
		said_take(&r, &c);
		assert_int_equal(steps[0].why, WHY_UNCLEAR);
		assert_int_equal(steps[1].why, rows[i].why);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(both_ends_become_scores),
	    cmocka_unit_test(what_was_said_before_stays),
	    cmocka_unit_test(how_it_ended_is_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
