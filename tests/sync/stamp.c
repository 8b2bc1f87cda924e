#include "tests/test.h"

#include "sync/stamp.h"

static void
printed_and_read(void **state)
{
	static const struct {
		int64_t ms;
		const char *text;
	} rows[] = {
	    {0, "1970-01-01T00:00:00.000Z"},
	    {1772442843120, "2026-03-02T09:14:03.120Z"},
	    {951782399999, "2000-02-28T23:59:59.999Z"},
	};
	char buf[STAMP_LEN];
	int64_t ms;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_string_equal(stamp_print(rows[i].ms, buf), rows[i].text);
		assert_true(stamp_read(rows[i].text, &ms));
		assert_int_equal(ms, rows[i].ms);
	}
}

static void
what_is_none(void **state)
{
	static const char *const rows[] = {"", "2026-03-02", "2026-03-02T09:14:03Z",
	    "2026-03-02T09:14:03.120+00:00", "2026-02-30T09:14:03.120Z",
	    "2026-03-02T24:00:00.000Z", "2026-03-02T09:14:60.000Z",
	    "2026-03-02T+9:14:03.120Z", "2026-03-02t09:14:03.120z",
	    "2026-03-02T09:14:03.12  ", "2026-03-02T 9:14:03.120Z"};
	int64_t ms = 7;

	(void)state;
	assert_false(stamp_read(NULL, &ms));
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (stamp_read(rows[i], &ms))
			fail_msg("%s", rows[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(printed_and_read),
	    cmocka_unit_test(what_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
