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

static const char *
upper(void *arg, const char *exercise)
{
	(void)exercise;
	return arg;
}

static void
all_of_it_in_words(void **state)
{
	struct step_record steps[] = {
	    {"chin-tuck", SIDE_NONE, 1, 1, OUTCOME_DONE, -1, WHY_NONE},
	    {"reach", SIDE_LEFT, 1, 0, OUTCOME_SKIPPED, -1, WHY_TIME},
	    {"reach", SIDE_RIGHT, 1, 0, OUTCOME_SKIPPED, -1, WHY_TIME},
	    {"cat-cow", SIDE_NONE, 1, 0, OUTCOME_SKIPPED, -1, WHY_UNCLEAR},
	    {"twist", SIDE_NONE, 1, 0, OUTCOME_WRONG, 7, WHY_PAIN},
	};
	struct session_record r = {.steps = steps, .n_steps = 5};
	struct str said = {0};

	(void)state;
	said_all(&r, NULL, NULL, &said);
	assert_string_equal(
	    said.s, "left early: reach (no time); cat-cow (unclear how to do it)");
	str_clear(&said);
	r.alarms[r.n_alarms++] = (struct alarm){1, "twist"};
	r.alarms[r.n_alarms++] = (struct alarm){5, ""};
	session_record_rate(&r, REGION_NECK)->before = 7;
	steps[3].why = WHY_NONE;
	said_all(&r, upper, (void *)(uintptr_t) "X", &said);
	assert_string_equal(said.s,
	    "neck 7; sharp pain, or pain of 6 or more (X); dizziness; left early: "
	    "X (no time)");
	str_clear(&said);
	r = (struct session_record){.steps = steps, .n_steps = 1};
	said_all(&r, NULL, NULL, &said);
	assert_string_equal(said.s, "");
	str_fini(&said);
}

/* What is typed: all of it is taken, or nothing. */
static void
typed(void **state)
{
	static const struct {
		const char *text;
		bool (*parse)(
		    struct session_record *r, const char *text, struct err *err);
		const char *is; /* said afterwards; NULL: as before, and */
		const char *err;
	} rows[] = {
	    {"numb", said_parse_flags,
		"new tingling or numbness; left early: "
		"reach (pain)",
		NULL},
	    {"reach=sharp,chin-tuck=limb,red", said_parse_flags,
		"sharp pain, or pain of 6 or more (reach); symptoms moved down the "
		"limb (chin-tuck); a red answer: medical help first; left early: "
		"reach (pain)",
		NULL},
	    {"none", said_parse_flags, "left early: reach (pain)", NULL},
	    {"", said_parse_flags, NULL, "a flag, or none"},
	    {",", said_parse_flags, NULL, "is expected"},
	    {"=sharp,", said_parse_flags, NULL, "is expected"},
	    {"numb,numbness", said_parse_flags, NULL, "\"numbness\" is none of"},
	    {"numb,a-word-that-is-too-long", said_parse_flags, NULL, "is expected"},
	    {"cat-cow=numb", said_parse_flags, NULL, "is no movement"},
	    {"numb,numb,numb,numb,numb,numb,numb,numb,numb,numb,numb,numb,numb,"
	     "numb,numb,numb,numb",
		said_parse_flags, NULL, "at most 16"},
	    {"reach=time", said_parse_left,
		"dizziness; left early: reach (no time)", NULL},
	    {"reach=none,chin-tuck=none", said_parse_left, "dizziness", NULL},
	    {"reach=time,chin-tuck=time", said_parse_left, NULL, "done to its end"},
	    {"reach=late", said_parse_left, NULL, "pain, time, unclear, wrong, "},
	    {"time", said_parse_left, NULL, "of which movement"},
	    {"reach=", said_parse_left, NULL, "is expected"},
	    {"", said_parse_left, NULL, "is expected"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		static const char before[] = "dizziness; left early: reach (pain)";
		struct step_record steps[] = {
		    {"chin-tuck", SIDE_NONE, 1, 1, OUTCOME_DONE, -1, WHY_NONE},
		    {"reach", SIDE_LEFT, 1, 0, OUTCOME_SKIPPED, -1, WHY_PAIN},
		    {"reach", SIDE_RIGHT, 1, 0, OUTCOME_OPEN, -1, WHY_PAIN},
		};
		struct session_record r = {.steps = steps,
		    .n_steps = 3,
		    .alarms = {{5, ""}},
		    .n_alarms = 1};
		struct str said = {0};
		struct err err = {""};

		assert_int_equal(
		    rows[i].parse(&r, rows[i].text, &err), rows[i].is != NULL);
		said_all(&r, NULL, NULL, &said);
		if (strcmp(said.s, rows[i].is ? rows[i].is : before) != 0 ||
		    (!rows[i].is && !strstr(err.text, rows[i].err)))
			fail_msg("row %zu: %s, %s", i, said.s, err.text);
		str_fini(&said);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(both_ends_become_scores),
	    cmocka_unit_test(what_was_said_before_stays),
	    cmocka_unit_test(how_it_ended_is_kept),
	    cmocka_unit_test(all_of_it_in_words),
	    cmocka_unit_test(typed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
