#include "coach/rate.h"

#include "tests/test.h"

#include <stdlib.h>

/* A device: 30 at once, then one a minute. */
static const struct rate_limit device = {.burst = 30, .each_ms = 60000};

static void
a_burst_and_then_one_by_one(void **state)
{
	int64_t now = 1772442843120;
	struct rate rate = rate_full(&device, now);
	int wait_s = 0;

	(void)state;
	for (int i = 0; i < 30; i++) {
		rate_fill(&rate, &device, now);
		assert_true(rate_take(&rate, &device, now, &wait_s));
	}
	assert_false(rate_take(&rate, &device, now, &wait_s));
	assert_int_equal(wait_s, 60);
	now += 59001;
	rate_fill(&rate, &device, now);
	assert_false(rate_take(&rate, &device, now, &wait_s));
	assert_int_equal(wait_s, 1);
	now += 999;
	rate_fill(&rate, &device, now);
	assert_true(rate_take(&rate, &device, now, &wait_s));
	rate_fill(&rate, &device, now);
	assert_false(rate_take(&rate, &device, now, &wait_s));
}

/* Whatever is done when, no more is given than the limit says; and who waits as
 * long as was told is let in. */
static void
never_more_than_it_says(void **state)
{
	const struct rate_limit limit = {.burst = 3, .each_ms = 100};
	int64_t start = 1000, now = start;
	struct rate rate = rate_full(&limit, now);
	long given = 0;
	int wait_s;

	(void)state;
	srand(7);
	for (int i = 0; i < 20000; i++) {
		now += rand() % 60;
		rate_fill(&rate, &limit, now);
		if (rate_take(&rate, &limit, now, &wait_s))
			given++;
		else
			assert_int_equal(wait_s, 1);
		assert_true(given <= 3 + (now - start) / 100);
		assert_in_range(rate.left, 0, 3);
	}
	assert_true(given >= (now - start) / 100 - 3);
}

static void
a_clock_that_is_set(void **state)
{
	struct rate rate = rate_full(&device, 1000000000);
	int wait_s;

	(void)state;
	rate.left = 0;
	rate_fill(&rate, &device, 5000);
	assert_int_equal(rate.left, 0);
	assert_false(rate_take(&rate, &device, 5000, &wait_s));
	assert_int_equal(wait_s, 60);
	rate_fill(&rate, &device, 5000 + 60000);
	assert_int_equal(rate.left, 1);
	rate_fill(&rate, &device, INT64_MAX / 2);
	assert_int_equal(rate.left, 30);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_burst_and_then_one_by_one),
	    cmocka_unit_test(never_more_than_it_says),
	    cmocka_unit_test(a_clock_that_is_set),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
