/*
 * Medians and what may be said of them: of small numbers of scores, without
 * assuming any distribution.  Pure; it knows nothing of what the numbers mean.
 * The order in which numbers are given never matters.
 */
#ifndef HISTORY_MEDIAN_H
#define HISTORY_MEDIAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Of v, which is sorted on the way; the mean of the middle two where n is even.
 * n is 1 at least. */
double median_of(double *v, size_t n);

/*
 * Which numbers of n sorted ones, counted from 0, are the ends of an interval
 * that holds the true median in 95 of 100 cases or more, however the numbers
 * are distributed (the interval of the sign test).  False where n cannot carry
 * one: below MEDIAN_INTERVAL_LEAST.
 */
#define MEDIAN_INTERVAL_LEAST 6
bool median_interval(size_t n, size_t *low, size_t *high);

struct point {
	double x, y;
};

/*
 * The slope of Theil and Sen: the median of the slopes of all pairs of points
 * that differ in x, y per x.  points is sorted on the way.  False where no two
 * points differ in x.  In n log n, so that years of scores cost nothing much.
 */
bool median_slope(struct point *points, size_t n, double *slope);

#endif
