#include "history/median.h"

#include "base/mem.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

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
struct stack { /* points that lie in one place */
	double height;
	uint64_t times;
};

struct slopes {
	const struct point *points; /* by x, then by y, no two in one place */
	size_t n;
	struct stack *stacks, *spare; /* n each */
	uint64_t pairs;               /* that differ in x */
};

static int
by_place(const void *a, const void *b)
{
	const struct point *p = a, *q = b;

	if (p->x != q->x)
		return (p->x > q->x) - (p->x < q->x);
	return (p->y > q->y) - (p->y < q->y);
}

/* Sorts them and puts together what lies in one place; how many are left. */
static size_t
put_together(struct point *p, size_t n)
{
	size_t kept = 0;

	qsort(p, n, sizeof(*p), by_place);
	for (size_t i = 0; i < n; i++) {
		uint32_t times = p[i].times ? p[i].times : 1;

		if (kept > 0 && by_place(&p[kept - 1], &p[i]) == 0) {
			p[kept - 1].times += times;
			continue;
		}
		p[kept] = p[i];
		p[kept++].times = times;
	}
	return kept;
}

/* Each point with those before it that have another x. */
static uint64_t
count_pairs(const struct point *p, size_t n)
{
	uint64_t pairs = 0, before = 0, here = 0;

	for (size_t i = 0; i < n; i++) {
		if (i > 0 && p[i].x != p[i - 1].x) {
			before += here;
			here = 0;
		}
		pairs += before * p[i].times;
		here += p[i].times;
	}
	return pairs;
}

static uint64_t
times_of(const struct stack *v, size_t n)
{
	uint64_t times = 0;

	for (size_t i = 0; i < n; i++)
		times += v[i].times;
	return times;
}

/* Merges two sorted runs; how many pairs of one of each run there are in which
 * that of the second stood no higher. */
static uint64_t
merge(struct stack *v, size_t half, size_t n, struct stack *spare)
{
	size_t a = 0, b = half, to = 0;
	uint64_t crossed = 0, left = times_of(v, half);

	while (a < half || b < n) {
		if (b < n && (a == half || v[b].height <= v[a].height)) {
			crossed += left * v[b].times;
			spare[to++] = v[b++];
		} else {
			left -= v[a].times;
			spare[to++] = v[a++];
		}
	}
	memcpy(v, spare, n * sizeof(*v));
	return crossed;
}

static uint64_t
crossings(struct stack *v, size_t n, struct stack *spare)
{
	uint64_t crossed;
	size_t half = n / 2;

	if (n < 2)
		return 0;
	crossed =
	    crossings(v, half, spare) + crossings(v + half, n - half, spare + half);
	return crossed + merge(v, half, n, spare);
}

/* Pairs whose slope is m or less.  Those with the same x are sorted by height
 * already, and stay so. */
static uint64_t
below(const struct slopes *s, double m)
{
	for (size_t i = 0; i < s->n; i++)
		s->stacks[i] = (struct stack){
		    s->points[i].y - m * s->points[i].x, s->points[i].times};
	return crossings(s->stacks, s->n, s->spare);
}

/* Slopes that differ by less are one. */
#define ONE_SLOPE 1e-10

/* The rank-th smallest slope, counted from 1, not less than lo. */
static double
ranked(const struct slopes *s, uint64_t rank, double lo, double hi)
{
	while (hi - lo > ONE_SLOPE) {
		double mid = lo + (hi - lo) / 2;

		if (below(s, mid) >= rank)
			hi = mid;
		else
			lo = mid;
	}
	return hi;
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
	return (high - low) / step + 1;
}

static double
middle_slope(const struct slopes *s)
{
	double steepest = steepest_of(s);
	uint64_t rank = (s->pairs + 1) / 2;
	double m = ranked(s, rank, -steepest, steepest);

	/* where there are two in the middle they are most often the same */
	if (s->pairs % 2 == 0 && below(s, m) < rank + 1)
		m = (m + ranked(s, rank + 1, m, steepest)) / 2;
	return fabs(m) < 10 * ONE_SLOPE ? 0 : m;
}

bool
median_slope(struct point *points, size_t n, double *slope)
{
	struct slopes s = {.points = points};

	s.n = put_together(points, n);
	s.pairs = count_pairs(points, s.n);
	if (s.pairs == 0)
		return false;
	s.stacks = mem_new(s.n, sizeof(*s.stacks));
	s.spare = mem_new(s.n, sizeof(*s.spare));
	*slope = middle_slope(&s);
	free(s.stacks);
	free(s.spare);
	return true;
}
