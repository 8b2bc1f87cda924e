#include "coach/cursor.h"

#include "tests/test.h"

#include <string.h>

static void
there_and_back(void **state)
{
	static const int64_t seqs[] = {1, 19, INT64_MAX};
	struct cursor cursor, again;
	char buf[CURSOR_LEN];

	(void)state;
	for (size_t i = 0; i < sizeof(seqs) / sizeof(seqs[0]); i++) {
		cursor.seq = seqs[i];
		cursor_tag(cursor.tag);
		assert_true(cursor_parse(cursor_print(&cursor, buf), &again));
		assert_int_equal(again.seq, seqs[i]);
		assert_string_equal(again.tag, cursor.tag);
	}
}

static void
what_is_no_cursor(void **state)
{
	static const char *const rows[] = {"", ".", "19", "19.", ".a1b2c3d4",
	    "0.a1b2c3d4", "-1.a1b2c3d4", "+1.a1b2c3d4", "019.a1b2c3d4",
	    "19.A1B2C3D4", "19.a1b2c3d", "19.a1b2c3d4e", "19.a1b2c3dg",
	    " 19.a1b2c3d4", "19.a1b2c3d4 ", "9223372036854775808.a1b2c3d4",
	    "99999999999999999999999999999999.a1b2c3d4", "1.9.a1b2c3d4",
	    "19,a1b2c3d4"};
	struct cursor cursor;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (cursor_parse(rows[i], &cursor))
			fail_msg("%s was taken", rows[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(there_and_back),
	    cmocka_unit_test(what_is_no_cursor),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
