#include "score/spoken.h"

#include "base/mem.h"
#include "tests/test.h"

#include <string.h>

static void
test_text(void **state)
{
	static const struct {
		const char *text, *spoken;
	} rows[] = {
	    {"", ""},
	    {"Sit tall.", "Sit tall."},
	    {"Hold for 10 s.", "Hold for 10 seconds."},
	    {"Hold for 1 s.", "Hold for 1 second."},
	    {"Hold 10s, rest 3s", "Hold 10 seconds, rest 3 seconds"},
	    {"2-3 s each way", "2 to 3 seconds each way"},
	    {"after 5 min", "after 5 minutes"},
	    {"1:20 to go", "1 minute 20 seconds to go"},
	    {"2:00", "2 minutes"},
	    {"60 % of it", "60 % of it"},
	    {"60% of it", "60 percent of it"},
	    {"3 x the same", "3 times the same"},
	    {"a 5 cm ball", "a 5 centimetres ball"},
	    {"90-90 rest", "90 to 90 rest"},
	    {"10 sighs", "10 sighs"},
	    {"12 months", "12 months"},
	    {"level L5 stays", "level L5 stays"},
	    {"at 7:5", "at 7:5"},
	    {"12345678901234567890 s", "12345678901234567890 seconds"},
	    {"9999:99", "9999:99"},
	    {"f\xc3\xbcr 3 s", "f\xc3\xbcr 3 seconds"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct str out = {0};

		str_clear(&out);
		spoken_text(rows[i].text, &out);
		assert_string_equal(out.s, rows[i].spoken);
		str_fini(&out);
	}
}

static void
test_seconds(void **state)
{
	static const struct {
		int s;
		const char *spoken;
	} rows[] = {
	    {0, "0 seconds"},
	    {1, "1 second"},
	    {45, "45 seconds"},
	    {60, "1 minute"},
	    {61, "1 minute 1 second"},
	    {160, "2 minutes 40 seconds"},
	    {3600, "60 minutes"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct str out = {0};

		spoken_seconds(rows[i].s, &out);
		assert_string_equal(out.s, rows[i].spoken);
		str_fini(&out);
	}
}

static void
test_number(void **state)
{
	struct str out = {0};

	(void)state;
	spoken_number(1, &out);
	spoken_number(13, &out);
	spoken_number(14, &out);
	assert_string_equal(out.s, "onethirteen14");
	str_fini(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_text),
	    cmocka_unit_test(test_seconds),
	    cmocka_unit_test(test_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
