#include "coach/tally.h"

#include "tests/test.h"

#include <string.h>

static void
what_was_marked_is_known(void **state)
{
	char tally[TALLY_ALL] = "", marks[TALLY_KEPT + 3][TALLY_MARK];
	size_t n = 0;

	(void)state;
	assert_null(tally_newest(tally, marks[0]));
	assert_true(tally_is_newest(tally, ""));
	for (; n < TALLY_KEPT + 3; n++) {
		tally_add(tally);
		assert_ptr_equal(tally_newest(tally, marks[n]), marks[n]);
		assert_true(tally_is_newest(tally, marks[n]));
		assert_false(tally_is_newest(tally, ""));
		assert_int_equal(strspn(tally, "0123456789abcdef "), strlen(tally));
		for (size_t i = 0; i <= n; i++)
			assert_int_equal(
			    tally_knows(tally, marks[i]), n - i < TALLY_KEPT);
		if (n > 0)
			assert_false(tally_is_newest(tally, marks[n - 1]));
	}
	assert_int_equal(strlen(tally), TALLY_ALL - 1);
}

static void
what_is_no_mark(void **state)
{
	static const char tally[] = "0123abcd ffffffff 89abcdef";
	static const char *const rows[] = {"", "-", "0123abc", "123abcd ",
	    "abcd fff", "0123ABCD", "00000000", "0123abcd ", "0123abcd ffffffff",
	    "fffffff"};

	(void)state;
	assert_true(tally_knows(tally, "ffffffff"));
	assert_true(tally_knows(tally, "89abcdef"));
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (tally_knows(tally, rows[i]))
			fail_msg("%s was known", rows[i]);
	assert_false(tally_knows("", ""));
	assert_false(tally_knows("", "0123abcd"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_was_marked_is_known),
	    cmocka_unit_test(what_is_no_mark),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
