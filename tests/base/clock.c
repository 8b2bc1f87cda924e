#include "base/clock.h"

#include "base/civil.h"

#include "tests/test.h"

#include <stdlib.h>
#include <time.h>

static void
never_runs_back(void **state)
{
	int64_t mono = clock_mono(), boot = clock_boot();

	(void)state;
	for (int i = 0; i < 1000; i++) {
		int64_t m = clock_mono(), b = clock_boot();

		assert_true(m >= mono && b >= boot);
		mono = m;
		boot = b;
	}
	assert_true(mono > 0 && boot > 0);
}

static void
wall_is_this_century(void **state)
{
	int64_t now = clock_wall_ms();

	(void)state;
	assert_true(now > civil_utc_ms(civil_from(2024, 1, 1)));
	assert_true(now < civil_utc_ms(civil_from(2100, 1, 1)));
}

static void
offset_of_a_zone(void **state)
{
	static const struct {
		const char *tz;
		int year, month, offset_min;
		const char *remark;
	} rows[] = {
	    {"UTC0", 2026, 1, 0, "UTC"},
	    {"CET-1CEST,M3.5.0,M10.5.0/3", 2026, 1, 60, "winter in the east"},
	    {"CET-1CEST,M3.5.0,M10.5.0/3", 2026, 7, 120, "summer there"},
	    {"XXX9:30", 2026, 1, -570, "half an hour, in the west"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int64_t at =
		    civil_utc_ms(civil_from(rows[i].year, rows[i].month, 10));
		int got;

		setenv("TZ", rows[i].tz, 1);
		tzset();
		got = clock_offset_min(at);
		if (got != rows[i].offset_min)
			fail_msg("%s: %d", rows[i].remark, got);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(never_runs_back),
	    cmocka_unit_test(wall_is_this_century),
	    cmocka_unit_test(offset_of_a_zone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
