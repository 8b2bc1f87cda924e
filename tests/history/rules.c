#include "history/rules.h"

#include "base/mem.h"
#include "tests/test.h"

#include <string.h>

static void
in_words(void **state)
{
	static const struct {
		struct streak_rules rules;
		const char *words;
	} rows[] = {
	    {{.on = true, .goal = 1}, "1 session a day"},
	    {{.on = true, .goal = 2}, "2 sessions a day"},
	    {{.on = true, .goal = 1, .unit = UNIT_MINUTES}, "1 minute a day"},
	    {{.on = true, .goal = 1, .rest = 0x60, .freezes = 2},
		"1 session a day, rest on sat sun, 2 freezes kept"},
	    {{.on = true,
		 .goal = 10,
		 .unit = UNIT_MINUTES,
		 .rest = 1,
		 .freezes = 1},
		"10 minutes a day, rest on mon, 1 freeze kept"},
	    /* Rest days are not asked there. */
	    {{.on = true, .goal = 1, .weekly = 4, .rest = 1},
		"1 session a day on 4 of 7 days"},
	    {{.goal = 1, .freezes = 2}, "off"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct str text = {0};

		rules_print(&rows[i].rules, &text);
		assert_string_equal(text.s, rows[i].words);
		str_fini(&text);
	}
}

static void
from_settings(void **state)
{
	struct streak_rules standard = rules_standard(), r;
	struct settings settings;

	(void)state;
	assert_int_equal(standard.from, INT32_MIN);
	assert_true(standard.on);
	assert_int_equal(standard.goal, 1);
	assert_int_equal(standard.unit, UNIT_SESSIONS);
	assert_int_equal(standard.rest, 0);
	assert_int_equal(standard.freezes, 2);
	assert_int_equal(standard.weekly, 0);
	assert_int_equal(standard.day_start_min, 180);
	settings_init(&settings);
	r = rules_of(&settings, 20514);
	assert_int_equal(r.from, 20514);
	assert_true(rules_equal(&r, &standard));
	settings.number[SET_STREAK_REST_DAYS] = 0x41;
	settings.number[SET_STREAK_UNIT] = 1;
	r = rules_of(&settings, 20514);
	assert_int_equal(r.rest, 0x41);
	assert_int_equal(r.unit, UNIT_MINUTES);
	settings_fini(&settings);
}

/* No two that differ have the same stamp, none is equal to another. */
static void
told_apart(void **state)
{
	struct streak_rules r[8];
	struct str stamp[8] = {{0}};

	(void)state;
	for (int i = 0; i < 8; i++)
		r[i] = rules_standard();
	r[1].on = false;
	r[2].goal = 12;
	r[3].unit = UNIT_MINUTES;
	r[4].rest = 12;
	r[5].freezes = 1;
	r[6].weekly = 4;
	r[7].day_start_min = 0;
	for (int i = 0; i < 8; i++)
		rules_stamp(&r[i], &stamp[i]);
	for (int i = 0; i < 8; i++)
		for (int j = 0; j < 8; j++) {
			assert_int_equal(rules_equal(&r[i], &r[j]), i == j);
			assert_int_equal(
			    strcmp(stamp[i].s, stamp[j].s) == 0, i == j);
		}
	for (int i = 0; i < 8; i++)
		str_fini(&stamp[i]);
	r[1] = r[0];
	r[1].from = 7;
	assert_true(rules_equal(&r[0], &r[1]));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(in_words),
	    cmocka_unit_test(from_settings),
	    cmocka_unit_test(told_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
