#include "history/median.h"

#include "base/mem.h"

#include <math.h>
#include <stdlib.h>

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

double
median_of(double *v, size_t n)
{
	qsort(v, n, sizeof(*v), by_size);
	return (v[(n - 1) / 2] + v[n / 2]) / 2;
}

/* From so many on the binomial is as good as normal. */
#define NORMAL_FROM 400
#define TAIL        0.025

/* How many numbers may be left out at each end: the most of which a fair coin,
 * thrown n times, shows no more heads in TAIL of all cases; -1 when none. */
static long
outside(size_t n)
{
	double term = exp2(-(double)n), sum = 0;
	long k = -1;

	if (n >= NORMAL_FROM)
		return (long)floor((double)n / 2 - 0.98 * sqrt((double)n)) - 1;
	for (size_t i = 0; i <= n && sum + term <= TAIL; i++) {
		sum += term;
		term *= (double)(n - i) / (double)(i + 1);
		k++;
	}
	return k;
}

bool
median_interval(size_t n, size_t *low, size_t *high)
{
	long k = outside(n);

	if (k < 0)
		return false;
	*low = (size_t)k;
	*high = n - 1 - (size_t)k;
	return true;
}

/* --- the slope ----------------------------------------------------------- */

/*
 * A pair is less steep than m when its later point lies lower than the earlier
 * one after every point has been lowered by m * x.  How many such pairs there
 * are is how many exchanges sorting by that height needs; so the slope that
 * half of them stay below is found by halving the range of m, without a list
 * of pairs.
 */
struct slopes {
	const struct point *points; /* by x, then by y */
	size_t n;
	double *height, *spare; /* n each */
	uint64_t level; /* pairs with the same x and y: counted and not meant */
	uint64_t pairs; /* that differ in x */
};

static int
by_place(const void *a, const void *b)
{
	const struct point *p = a, *q = b;

	if (p->x != q->x)
		return (p->x > q->x) - (p->x < q->x);
	return (p->y > q->y) - (p->y < q->y);
}

static uint64_t
pairs_of(uint64_t n)
{
	return n * (n - 1) / 2;
}

static void
count_pairs(struct slopes *s)
{
	const struct point *p = s->points;
	size_t x = 0, y = 0;

	s->pairs = pairs_of(s->n);
	for (size_t i = 1; i <= s->n; i++) {
		bool new_x = i == s->n || p[i].x != p[x].x;

		if (new_x || p[i].y != p[y].y) {
			s->level += pairs_of(i - y);
			y = i;
		}
		if (new_x) {
			s->pairs -= pairs_of(i - x);
			x = i;
		}
	}
}

/* Merges two sorted runs; how many of the second stood no higher than how many
 * of the first. */
static uint64_t
merge(double *v, size_t half, size_t n, double *spare)
{
	size_t a = 0, b = half, to = 0;
	uint64_t crossed = 0;

	while (a < half || b < n) {
		if (b < n && (a == half || v[b] <= v[a])) {
			crossed += half - a;
			spare[to++] = v[b++];
		} else {
			spare[to++] = v[a++];
		}
	}
	for (size_t i = 0; i < n; i++)
		v[i] = spare[i];
	return crossed;
}

static uint64_t
crossings(double *v, size_t n, double *spare)
{
	uint64_t crossed;
	size_t half = n / 2;

	if (n < 2)
		return 0;
	crossed =
	    crossings(v, half, spare) + crossings(v + half, n - half, spare + half);
	return crossed + merge(v, half, n, spare);
}

/* Pairs whose slope is m or less. */
static uint64_t
below(const struct slopes *s, double m)
{
	for (size_t i = 0; i < s->n; i++)
		s->height[i] = s->points[i].y - m * s->points[i].x;
	return crossings(s->height, s->n, s->spare) - s->level;
}

/* The rank-th smallest slope, counted from 1. */
static double
ranked(const struct slopes *s, uint64_t rank, double steepest)
{
	double lo = -steepest, hi = steepest;

	/* 60 halvings leave nothing of a double's digits. */
	for (int i = 0; i < 60; i++) {
		double mid = lo + (hi - lo) / 2;

		if (below(s, mid) >= rank)
			hi = mid;
		else
			lo = mid;
	}
	return lo + (hi - lo) / 2;
}

/* Steeper than any pair. */
static double
steepest_of(const struct slopes *s)
{
	double low = s->points[0].y, high = low, step = INFINITY;

	for (size_t i = 1; i < s->n; i++) {
		double dx = s->points[i].x - s->points[i - 1].x;

		low = fmin(low, s->points[i].y);
		high = fmax(high, s->points[i].y);
		if (dx > 0)
			step = fmin(step, dx);
	}
	return (high - low) / step * 1.125 + 1e-3;
}

static double
middle_slope(const struct slopes *s)
{
	double steepest = steepest_of(s);
	double m = ranked(s, (s->pairs + 1) / 2, steepest);

	if (s->pairs % 2 == 0)
		m = (m + ranked(s, s->pairs / 2 + 1, steepest)) / 2;
	return fabs(m) < 1e-9 * steepest ? 0 : m;
}

bool
median_slope(struct point *points, size_t n, double *slope)
{
	struct slopes s = {.points = points, .n = n};

	if (n < 2)
		return false;
	qsort(points, n, sizeof(*points), by_place);
	count_pairs(&s);
	if (s.pairs == 0)
		return false;
	s.height = mem_new(n, sizeof(*s.height));
	s.spare = mem_new(n, sizeof(*s.spare));
	*slope = middle_slope(&s);
	free(s.height);
	free(s.spare);
	return true;
}
