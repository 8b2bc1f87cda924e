#include "history/median.h"

#include "base/mem.h"
#include "tests/dice.h"
#include "tests/test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOST 60

static const struct {
	const char *remark;
	size_t n;
	double v[8], median;
} medians[] = {
    {"one", 1, {3}, 3},
    {"two have a middle", 2, {7, 6}, 6.5},
    {"odd", 3, {9, 0, 2}, 2},
    {"even, unsorted", 4, {5, 7, 6, 5}, 5.5},
    {"all alike", 5, {4, 4, 4, 4, 4}, 4},
    {"below zero", 4, {-3, 2, -1, 0}, -0.5},
};

static void
middles(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(medians); i++) {
		double v[8];

		memcpy(v, medians[i].v, sizeof(v));
		if (median_of(v, medians[i].n) != medians[i].median)
			fail_msg("%s", medians[i].remark);
	}
}

/* The table of the sign test, e.g. Conover, Practical Nonparametric Statistics:
 * how many numbers are outside at each end. */
static void
intervals(void **state)
{
	static const struct {
		size_t n, outside;
	} rows[] = {{6, 0}, {8, 0}, {9, 1}, {11, 1}, {12, 2}, {15, 3}, {20, 5},
	    {25, 7}, {50, 17}, {100, 39}};
	size_t low = 0, high = 0;

	(void)state;
	for (size_t n = 0; n < MEDIAN_INTERVAL_LEAST; n++)
		assert_false(median_interval(n, &low, &high));
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		assert_true(median_interval(rows[i].n, &low, &high));
		assert_int_equal(low, rows[i].outside);
		assert_int_equal(high, rows[i].n - 1 - rows[i].outside);
	}
}

/* Where the way of working it out changes nothing jumps, and it never narrows as
 * numbers come. */
static void
intervals_grow(void **state)
{
	size_t before = 0, low, high;

	(void)state;
	for (size_t n = MEDIAN_INTERVAL_LEAST; n < 3000; n++) {
		assert_true(median_interval(n, &low, &high));
		assert_true(low <= high && high < n);
		assert_in_range(low + 1 - before, 0, 2);
		before = low;
	}
	assert_true(median_interval(1000000, &low, &high));
	assert_true(low > 498900 && low < 499100);
}

/* How often the interval holds the true median, of a lopsided distribution with
 * many equal numbers: squares of a die have the median 12.25 between 9 and 16. */
static void
intervals_hold(void **state)
{
	struct dice dice = {7};
	int held = 0;

	(void)state;
	for (int i = 0; i < 4000; i++) {
		double v[17];
		size_t low, high;

		for (size_t k = 0; k < ARRAY_LEN(v); k++)
			v[k] = pow(1 + dice_roll(&dice, 6), 2);
		median_of(v, ARRAY_LEN(v));
		assert_true(median_interval(ARRAY_LEN(v), &low, &high));
		held += v[low] <= 12.25 && v[high] >= 12.25;
	}
	assert_true(held >= 3800);
}

/* --- the slope ---------------------------------------------------------------- */

/* The list of all slopes, as the books tell it. */
static bool
by_the_book(const struct point *p, size_t n, double *slope)
{
	double *slopes = mem_new(n * n + 1, sizeof(*slopes));
	size_t found = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < i; k++)
			if (p[i].x != p[k].x)
				slopes[found++] =
				    (p[i].y - p[k].y) / (p[i].x - p[k].x);
	if (found)
		*slope = median_of(slopes, found);
	free(slopes);
	return found > 0;
}

/* Few days and few scores, so that there are many ties. */
static size_t
some_points(struct dice *dice, struct point p[MOST])
{
	size_t n = (size_t)dice_roll(dice, MOST + 1);
	int days = 1 + dice_roll(dice, 100), scores = 1 + dice_roll(dice, 11);

	for (size_t i = 0; i < n; i++) {
		p[i].x = dice_roll(dice, days);
		p[i].y = dice_roll(dice, scores);
	}
	return n;
}

static void
slopes(void **state)
{
	struct dice dice = {1};
	int sloping = 0;

	(void)state;
	for (int i = 0; i < 2000; i++) {
		struct point p[MOST];
		size_t n = some_points(&dice, p);
		double want = 0, got = 0;
		bool book = by_the_book(p, n, &want);

		assert_int_equal(median_slope(p, n, &got), book);
		if (fabs(want - got) > 1e-9)
			fail_msg("round %d: %.12f is not %.12f", i, got, want);
		sloping += book && want != 0;
	}
	assert_true(sloping > 200);
}

static double
slope_of(struct point *p, size_t n)
{
	double slope = NAN;

	assert_true(median_slope(p, n, &slope));
	assert_true(isfinite(slope));
	return slope;
}

/* Turned upside down or backwards it is the same, downwards; shuffled and moved it
 * is the same. */
static void
slopes_turn(void **state)
{
	struct dice dice = {2};

	(void)state;
	for (int i = 0; i < 500; i++) {
		struct point p[MOST], q[MOST];
		size_t n = some_points(&dice, p);
		double slope;

		if (!by_the_book(p, n, &slope))
			continue;
		for (size_t k = 0; k < n; k++)
			q[n - 1 - k] = (struct point){p[k].x + 20000, p[k].y};
		slope = slope_of(p, n);
		assert_true(fabs(slope_of(q, n) - slope) < 1e-9);
		for (size_t k = 0; k < n; k++)
			q[k].y = 10 - q[k].y;
		assert_true(fabs(slope_of(q, n) + slope) < 1e-9);
		for (size_t k = 0; k < n; k++)
			q[k] = (struct point){-p[k].x, p[k].y};
		assert_true(fabs(slope_of(q, n) + slope) < 1e-9);
	}
}

/* One score that is out of all order moves nothing. */
static void
slope_stands(void **state)
{
	struct point p[21], none[] = {{3, 1}, {3, 9}};
	double slope;

	(void)state;
	for (int i = 0; i < 21; i++)
		p[i] = (struct point){i, 8 - 0.25 * i};
	p[20].y = 1000;
	assert_true(fabs(slope_of(p, 21) + 0.25) < 1e-9);
	assert_false(median_slope(none, 2, &slope));
	assert_false(median_slope(none, 1, &slope));
	assert_false(median_slope(none, 0, &slope));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(middles),
	    cmocka_unit_test(intervals),
	    cmocka_unit_test(intervals_grow),
	    cmocka_unit_test(intervals_hold),
	    cmocka_unit_test(slopes),
	    cmocka_unit_test(slopes_turn),
	    cmocka_unit_test(slope_stands),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
