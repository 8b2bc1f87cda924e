#include "plan/scale.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

#define FOCUS_WEIGHT 1.5 /* domain.md 8 */

/* Where k of a step with nothing left to give lies outside: the longest block is
 * BLOCK_MAX_S and a step has a second at least. */
#define K_MAX (2.0 * BLOCK_MAX_S)

/* Halvings of 0..K_MAX: to a nanosecond of the longest step. */
#define K_HALVINGS 64

/* A step that is a whole number of seconds but for the halving is that many. */
#define WHOLE 1e-6

/* The steps that are left, while they are scaled. */
struct scaling {
	const struct routine *r;
	const struct exercise *const *exercises;
	const struct plan_wish *wish;
	size_t left[ROUTINE_STEPS_MAX]; /* indices of steps of r */
	size_t n;
	size_t dropped;                 /* ids of r->drop that are gone */
	int seconds[ROUTINE_STEPS_MAX]; /* of those that are left */
};

static const struct exercise *
exercise(const struct scaling *s, size_t i)
{
	return s->exercises[s->left[i]];
}

/* The seconds before the i-th step that is left. */
static int
way_s(const struct scaling *s, size_t i)
{
	const struct exercise *pair[2] = {
	    exercise(s, i ? i - 1 : 0), exercise(s, i)};
	int change = routine_change_s(s->r, pair, i > 0);
	int least = s->wish->way_s ? s->wish->way_s[s->left[i]] : 0;

	return change > least ? change : least;
}

static int
ways_s(const struct scaling *s)
{
	int sum = 0;

	for (size_t i = 0; i < s->n; i++)
		sum += way_s(s, i);
	return sum;
}

static int
shortest_s(const struct scaling *s)
{
	int sum = 0;

	for (size_t i = 0; i < s->n; i++)
		sum += exercise(s, i)->min_s;
	return sum;
}

static int
longest_s(const struct scaling *s)
{
	int sum = 0;

	for (size_t i = 0; i < s->n; i++)
		sum += exercise(s, i)->max_s;
	return sum;
}

/* Takes out every step of the next id of `drop`.  False when there is none, or
 * when nothing would be left. */
static bool
drop_next(struct scaling *s)
{
	size_t kept[ROUTINE_STEPS_MAX], n = 0;

	if (s->dropped == s->r->n_drop)
		return false;
	for (size_t i = 0; i < s->n; i++)
		if (strcmp(s->r->steps[s->left[i]].exercise,
			s->r->drop[s->dropped]) != 0)
			kept[n++] = s->left[i];
	if (n == 0)
		return false;
	memcpy(s->left, kept, n * sizeof(*kept));
	s->n = n;
	s->dropped++;
	return true;
}

/* A step with this k, not yet in whole seconds. */
static double
with_k(const struct scaling *s, size_t i, double k)
{
	const struct exercise *e = exercise(s, i);
	double weight = e->regions & s->wish->focus ? FOCUS_WEIGHT : 1;
	double x = s->r->steps[s->left[i]].seconds * weight * k;

	return x < e->min_s ? e->min_s : x > e->max_s ? e->max_s : x;
}

static double
sum_with_k(const struct scaling *s, double k)
{
	double sum = 0;

	for (size_t i = 0; i < s->n; i++)
		sum += with_k(s, i, k);
	return sum;
}

static double
find_k(const struct scaling *s, int fill_s)
{
	double lo = 0, hi = K_MAX;

	for (int i = 0; i < K_HALVINGS; i++) {
		double k = (lo + hi) / 2;

		if (sum_with_k(s, k) < fill_s)
			lo = k;
		else
			hi = k;
	}
	return hi;
}

/* fill_s lies between shortest_s and longest_s.  What rounding down leaves is
 * given back a second at a time, from the first step on. */
static void
fill(struct scaling *s, int fill_s)
{
	double k = find_k(s, fill_s);
	int rest = fill_s;

	for (size_t i = 0; i < s->n; i++) {
		s->seconds[i] = (int)(with_k(s, i, k) + WHOLE);
		rest -= s->seconds[i];
	}
	for (size_t i = 0; rest > 0; i = (i + 1) % s->n) {
		if (s->seconds[i] == exercise(s, i)->max_s)
			continue;
		s->seconds[i]++;
		rest--;
	}
}

/* The copy with the steps that are left. */
static struct routine *
scaled(const struct scaling *s)
{
	struct routine *r = routine_copy(s->r);

	for (size_t i = 0; i < s->n; i++) {
		r->steps[i] = s->r->steps[s->left[i]];
		r->steps[i].seconds = s->seconds[i];
	}
	r->n_steps = s->n;
	r->n_drop -= s->dropped;
	memmove(r->drop, r->drop + s->dropped, r->n_drop * sizeof(*r->drop));
	r->minutes = (s->wish->wanted_s + 30) / 60;
	if (r->minutes < 1)
		r->minutes = 1;
	return r;
}

static bool
too_short(const struct scaling *s, struct err *err)
{
	int total = ways_s(s) + shortest_s(s);

	return err_set(
	    err, "%s needs at least %d:%02d", s->r->id, total / 60, total % 60);
}

/* Also where one step fewer is at once too few, which short ranges can do. */
static bool
too_long(const struct scaling *s, struct err *err)
{
	int total = ways_s(s) + longest_s(s);

	return err_set(err, "%s lasts at most %d:%02d%s%s", s->r->id, total / 60,
	    total % 60, s->dropped ? " without " : "",
	    s->dropped ? s->r->drop[s->dropped - 1] : "");
}

bool
plan_scale(const struct routine *r, const struct exercise *const *exercises,
    const struct plan_wish *wish, struct routine **out, struct err *err)
{
	struct scaling s = {.r = r, .exercises = exercises, .wish = wish};

	*out = NULL;
	for (; s.n < r->n_steps; s.n++)
		s.left[s.n] = s.n;
	while (ways_s(&s) + shortest_s(&s) > wish->wanted_s)
		if (!drop_next(&s))
			return too_short(&s, err);
	if (ways_s(&s) + longest_s(&s) < wish->wanted_s)
		return too_long(&s, err);
	fill(&s, wish->wanted_s - ways_s(&s));
	*out = scaled(&s);
	return true;
}
