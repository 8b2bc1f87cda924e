#include "score/script.h"

#include "tests/test.h"

#include <stdio.h>
#include <string.h>

static void
test_each_line_once(void **state)
{
	struct script *s = script_new();
	size_t a = script_add(s, "Sit tall.", NULL);
	size_t b = script_add(s, "Sit tall.", "/x/a.ogg");

	(void)state;
	assert_int_equal(script_add(s, "Breathe out.", NULL), 2);
	assert_int_equal(script_add(s, "Sit tall.", NULL), a);
	assert_int_equal(script_add(s, "Sit tall.", "/x/a.ogg"), b);
	assert_int_not_equal(a, b);
	assert_int_equal(script_count(s), 3);
	assert_string_equal(script_text(s, a), "Sit tall.");
	assert_null(script_file(s, a));
	assert_string_equal(script_file(s, b), "/x/a.ogg");
	assert_int_equal(script_add(s, "", NULL), SCRIPT_NONE);
	assert_int_equal(script_add(s, "  ", NULL), SCRIPT_NONE);
	script_free(s);
	script_free(NULL);
}

static void
test_lengths(void **state)
{
	struct script *s = script_new();
	size_t a = script_add(s, "Come up slowly.", NULL);
	const int guess = 15 * 55 + 250;

	(void)state;
	assert_int_equal(script_ms(s, a), guess);
	assert_false(script_known(s, a));
	assert_true(script_speakable(s, a));
	script_learn(s, a, 1234);
	assert_int_equal(script_ms(s, a), 1234);
	assert_true(script_known(s, a) && script_speakable(s, a));
	script_learn(s, a, 0);
	assert_int_equal(script_ms(s, a), guess); /* for who reads it */
	assert_true(script_known(s, a) && !script_speakable(s, a));
	script_free(s);
}

static void
test_limit(void **state)
{
	struct script *s = script_new();
	char text[16];

	(void)state;
	for (int i = 0; i < SCRIPT_LINES_MAX + 5; i++) {
		snprintf(text, sizeof(text), "line %d", i);
		assert_int_equal(script_add(s, text, NULL),
		    i < SCRIPT_LINES_MAX ? (size_t)i : SCRIPT_NONE);
	}
	assert_int_equal(script_count(s), SCRIPT_LINES_MAX);
	script_free(s);
}

static void
test_estimate(void **state)
{
	(void)state;
	assert_int_equal(script_estimate_ms(""), 0);
	assert_int_equal(script_estimate_ms("  "), 0);
	/* characters, marks and figures */
	assert_int_equal(script_estimate_ms("Breathe."), 8 * 55 + 250);
	assert_int_equal(
	    script_estimate_ms("\xc3\x84rmel, left!"), 12 * 55 + 2 * 250);
	assert_int_equal(
	    script_estimate_ms("For 20 seconds."), 15 * 55 + 250 + 2 * 200);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_each_line_once),
	    cmocka_unit_test(test_lengths),
	    cmocka_unit_test(test_limit),
	    cmocka_unit_test(test_estimate),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
