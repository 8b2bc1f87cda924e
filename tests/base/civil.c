#include "base/civil.h"

#include "tests/test.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static bool
leap(int y)
{
	return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

static int
days_in(int y, int m)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return days[m - 1] + (m == 2 && leap(y));
}

/* Counted by hand, one day after the other, with the weekday beside it. */
static void
every_day_from_1970_to_2400(void **state)
{
	int32_t day = 0;

	(void)state;
	for (int y = 1970; y <= 2400; y++) {
		for (int m = 1; m <= 12; m++) {
			for (int d = 1; d <= days_in(y, m); d++, day++) {
				int gy, gm, gd;
				int32_t parsed;
				char s[CIVIL_LEN];

				civil_to(day, &gy, &gm, &gd);
				assert_true(gy == y && gm == m && gd == d);
				assert_int_equal(civil_from(y, m, d), day);
				assert_int_equal(civil_weekday(day), (day + 3) % 7);
				assert_true(
				    civil_parse(civil_print(day, s), &parsed));
				assert_int_equal(parsed, day);
			}
		}
	}
	assert_int_equal(day, 157420);
}

static void
parse(void **state)
{
	static const struct {
		const char *s;
		bool ok;
		int32_t day;
		const char *remark;
	} rows[] = {
	    {"1970-01-01", true, 0, "the first day"},
	    {"2026-03-02", true, 20514, "an ordinary one"},
	    {"2000-02-29", true, 11016, "a leap day of a century"},
	    {"9999-12-31", true, 2932896, "the last day"},
	    {"1969-12-31", false, 0, "before the first"},
	    {"2100-02-29", false, 0, "a century without a leap day"},
	    {"2026-04-31", false, 0, "a month of 30"},
	    {"2026-00-10", false, 0, "no month"},
	    {"2026-13-10", false, 0, "a month too many"},
	    {"2026-01-00", false, 0, "no day"},
	    {"2026-01-32", false, 0, "a day too many"},
	    {"2026-1-02", false, 0, "a digit missing"},
	    {"2026-01-02 ", false, 0, "something behind it"},
	    {" 2026-01-02", false, 0, "something before it"},
	    {"2026/01/02", false, 0, "another separator"},
	    {"+026-01-02", false, 0, "a sign"},
	    {"2026-01-0x", false, 0, "a letter"},
	    {"", false, 0, "nothing"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int32_t day = 7;

		if (civil_parse(rows[i].s, &day) != rows[i].ok ||
		    (rows[i].ok && day != rows[i].day))
			fail_msg("%s: %s gave %d", rows[i].remark, rows[i].s, day);
	}
}

static void
day_of_an_instant(void **state)
{
	static const int64_t monday_9 =
	    INT64_C(1772442843000); /* 2026-03-02T09:14:03Z */
	static const struct {
		int64_t wall_ms;
		int offset_min, day_start_min;
		const char *day, *remark;
	} rows[] = {
	    {monday_9, 0, 0, "2026-03-02", "plain UTC"},
	    {monday_9, 0, 554, "2026-03-02", "the minute at which the day begins"},
	    {monday_9, 0, 555, "2026-03-01", "a minute before it"},
	    {monday_9, 14 * 60, 0, "2026-03-02", "far in the east, 23:14"},
	    {monday_9, 15 * 60, 0, "2026-03-03", "past midnight there"},
	    {monday_9, -9 * 60, 180, "2026-03-01",
		"00:14 in the west counts as evening"},
	    {0, -1, 0, "1969-12-31", "before the epoch, rounded down"},
	    {-1, 0, 0, "1969-12-31", "a millisecond before it"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char s[CIVIL_LEN];

		civil_print(civil_day(rows[i].wall_ms, rows[i].offset_min,
				rows[i].day_start_min),
		    s);
		if (strcmp(s, rows[i].day) != 0)
			fail_msg("%s: %s, not %s", rows[i].remark, s, rows[i].day);
	}
}

/* Every instant has exactly one day, wherever one is and whenever a day begins: the
 * days of a place lie one after the other, without a gap, each for 24 hours. */
static void
every_instant_has_one_day(void **state)
{
	const int64_t day_ms = INT64_C(86400000);

	(void)state;
	for (int offset = -14 * 60; offset <= 14 * 60; offset += 15)
		for (int start = 0; start <= 12 * 60; start += 30)
			for (int32_t day = -40000; day < 160000; day += 997) {
				int64_t from = civil_utc_ms(day) +
					       (int64_t)(start - offset) * 60000;

				assert_int_equal(
				    civil_day(from - 1, offset, start), day - 1);
				assert_int_equal(
				    civil_day(from, offset, start), day);
				assert_int_equal(
				    civil_day(from + day_ms / 2, offset, start),
				    day);
				assert_int_equal(
				    civil_day(from + day_ms - 1, offset, start),
				    day);
			}
}

static void
instant(void **state)
{
	char s[32];

	(void)state;
	assert_string_equal(civil_instant(0, s), "1970-01-01T00:00:00Z");
	assert_string_equal(
	    civil_instant(INT64_C(1772442843999), s), "2026-03-02T09:14:03Z");
	assert_string_equal(civil_instant(-1, s), "1969-12-31T23:59:59Z");
	assert_int_equal(civil_utc_ms(20514), INT64_C(20514) * 86400000);
}

static const struct {
	const char *text;
	int64_t wall_ms; /* -1: is none */
} instants[] = {
    {"1970-01-01T00:00:00Z", 0},
    {"1970-01-01T00:00:00.000Z", 0},
    {"2026-03-02T09:14:03.120Z", INT64_C(1772442843120)},
    {"2026-03-02T09:14:03Z", INT64_C(1772442843000)},
    {"9999-12-31T23:59:59.999Z", INT64_C(253402300799999)},
    {"2026-02-30T09:14:03Z", -1},
    {"2026-03-02T24:00:00Z", -1},
    {"2026-03-02T09:60:00Z", -1},
    {"2026-03-02T09:14:60Z", -1},
    {"2026-03-02T09:14:03.12Z", -1},
    {"2026-03-02T09:14:03z", -1},
    {"2026-03-02 09:14:03Z", -1},
    {"2026-03-02T09:14:03+01:00", -1},
    {"2026-03-02T0:914:03Z", -1},
    {"2026-03-02T09:14:03.-20Z", -1},
    {"", -1},
};

static void
instants_there_and_back(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(instants) / sizeof(instants[0]); i++) {
		int64_t wall_ms = -2;
		char buf[32];
		bool ok = civil_parse_instant(instants[i].text, &wall_ms);

		if (ok != (instants[i].wall_ms >= 0) ||
		    (ok && wall_ms != instants[i].wall_ms))
			fail_msg("%s: %d", instants[i].text, ok);
		if (ok && strlen(instants[i].text) > 20)
			assert_string_equal(
			    civil_instant_ms(wall_ms, buf), instants[i].text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_day_from_1970_to_2400),
	    cmocka_unit_test(parse),
	    cmocka_unit_test(day_of_an_instant),
	    cmocka_unit_test(every_instant_has_one_day),
	    cmocka_unit_test(instant),
	    cmocka_unit_test(instants_there_and_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
