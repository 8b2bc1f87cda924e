#include "base/nearest.h"

#include "base/mem.h"
#include "tests/test.h"

static void
test_nearest(void **state)
{
	static const char *const names[] = {
	    "neck", "shoulders", "upper-back", "desk-reset-2", "mat", "bar"};
	static const struct {
		const char *name;
		int at;
		const char *why;
	} rows[] = {
	    {"neck", 0, "itself"},
	    {"nek", 0, "a letter is missing"},
	    {"nekc", 0, "two letters swapped are two errors in four"},
	    {"shoudlers", 1, "two in nine"},
	    {"uper-bak", 2, "two in eight"},
	    {"xyz", -1, "nothing like it"},
	    {"", -1, "nothing was written"},
	    {"mit", 4, "one in three"},
	    {"mut", 4, "one in three, and not bar"},
	    {"mur", -1, "two in three are another word"},
	    {"upper", 2, "the first one that begins so"},
	    {"desk-reset", 3, "the end is missing"},
	    {"n", -1, "one letter says nothing"},
	    {"a-name-that-is-far-longer-than-any-that-is-known-and-than-the-room-"
	     "there-is",
		-1, "longer than there is room for"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		int at = nearest(rows[i].name, names, ARRAY_LEN(names));

		if (at != rows[i].at)
			fail_msg("%s: %s is %d", rows[i].why, rows[i].name, at);
	}
	assert_int_equal(nearest("neck", names, 0), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_nearest)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
