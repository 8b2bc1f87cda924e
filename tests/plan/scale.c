#include "plan/scale.h"

#include "base/mem.h"
#include "routine/library.h"
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct routine *
routine(struct library *lib, const char *id, const struct exercise ***steps)
{
	struct err err;
	const struct routine *r = library_routine(lib, id, &err);

	*steps = r ? library_steps(lib, r, &err) : NULL;
	if (!*steps)
		fail_msg("%s", err.text);
	return r;
}

static int
setup(void **state)
{
	*state = library_new(NULL, getenv("UNCOIL_DATADIR"));
	return 0;
}

static int
teardown(void **state)
{
	library_free(*state);
	return 0;
}

/* "neck-rotation-slow 30, ..." of a scaled routine. */
static void
print_steps(const struct routine *r, char *out, size_t size)
{
	size_t len = 0;

	for (size_t i = 0; i < r->n_steps; i++)
		len += (size_t)snprintf(out + len, size - len, "%s%s %d",
		    i ? ", " : "", r->steps[i].exercise, r->steps[i].seconds);
}

/* The worked examples of domain.md 8.3. */
static void
test_examples(void **state)
{
	static const struct {
		const char *id;
		int wanted_s;
		uint64_t focus;
		const char *steps, *remark;
	} rows[] = {
	    {"neck-shoulders-5", 180, 0,
		"neck-rotation-slow 30, neck-side-bend-stretch 40, levator-stretch "
		"40, chin-tuck-seated 23, scapular-squeeze-seated 22",
		"two steps go"},
	    {"neck-shoulders-5", 420, 0,
		"shoulder-rolls 37, neck-rotation-slow 59, neck-side-bend-stretch "
		"79, levator-stretch 78, chin-tuck-seated 46, "
		"scapular-squeeze-seated 43, breath-even-seated 43",
		"longer, the rest to the first three"},
	    {"evening-decompression-15", 600, BIT_OF(REGION_LOWER_BACK),
		"breath-belly-floor 41, knee-rolls 49, figure-four-supine 63, "
		"hamstring-strap 44, open-book 48, prone-elbows 40, cat-cow 37, "
		"childs-pose 40, rest-90-90 103, breath-long-out 60",
		"a focus"},
	    {"desk-reset-2", 83, 0,
		"seated-cat-cow 24, seated-unload-press 25, "
		"standing-reach-shift 16",
		"as short as it can be"},
	    {"evening-decompression-15", 356, 0,
		"breath-belly-floor 40, knee-rolls 36, open-book 48, cat-cow 32, "
		"childs-pose 25, rest-90-90 60, breath-long-out 60",
		"as short as it can be"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const struct exercise **steps;
		const struct routine *r = routine(*state, rows[i].id, &steps);
		struct plan_wish wish = {rows[i].wanted_s, rows[i].focus, NULL};
		struct routine *out;
		struct err err;
		char got[2000];

		print_message(
		    "# %s, %d s: %s\n", r->id, rows[i].wanted_s, rows[i].remark);
		if (!plan_scale(r, steps, &wish, &out, &err))
			fail_msg("%s", err.text);
		print_steps(out, got, sizeof(got));
		assert_string_equal(got, rows[i].steps);
		routine_free(out);
		free(steps);
	}
}

static void
test_refusals(void **state)
{
	static const struct {
		const char *id;
		int wanted_s;
		const char *text;
	} rows[] = {
	    {"desk-reset-2", 82, "desk-reset-2 needs at least 1:23"},
	    {"desk-reset-2", 0, "desk-reset-2 needs at least 1:23"},
	    {"evening-decompression-15", 355,
		"evening-decompression-15 needs at least 5:56"},
	    {"hourly-one-minute", 1800, "hourly-one-minute lasts at most 2:32"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const struct exercise **steps;
		const struct routine *r = routine(*state, rows[i].id, &steps);
		struct plan_wish wish = {rows[i].wanted_s, 0, NULL};
		struct routine *out;
		struct err err = {""};

		assert_false(plan_scale(r, steps, &wish, &out, &err));
		assert_null(out);
		assert_string_equal(err.text, rows[i].text);
		free(steps);
	}
}

/* What is not about time is as it was. */
static void
test_rest_is_kept(void **state)
{
	const struct exercise **steps;
	const struct routine *r = routine(*state, "neck-shoulders-5", &steps);
	struct plan_wish wish = {180, 0, NULL};
	struct routine *out;

	assert_true(plan_scale(r, steps, &wish, &out, NULL));
	assert_string_equal(out->id, r->id);
	assert_string_equal(out->title, r->title);
	assert_string_equal(out->path, r->path);
	assert_string_equal(out->goal, r->goal);
	assert_int_equal(out->flags, r->flags);
	assert_int_equal(out->place, r->place);
	assert_int_equal(out->minutes, 3);
	assert_int_equal(out->n_drop, 0);
	assert_int_equal(out->steps[0].line, r->steps[1].line);
	assert_int_equal(r->n_steps, 7);
	routine_free(out);
	free(steps);
}

/* --- properties, over every shipped routine and every second --- */

/* A scaled routine beside what it was made of. */
struct made {
	const struct routine *r, *out;
	const struct exercise *const *steps; /* of r */
	const struct plan_wish *wish;
	size_t from[ROUTINE_STEPS_MAX]; /* of each step of out, which of r */
};

/* The steps of out stand in r in this order; what is missing is the beginning
 * of drop, and no more of it than had to go. */
static void
order_is_kept(struct made *m)
{
	size_t at = 0;

	for (size_t i = 0; i < m->out->n_steps; i++, at++) {
		while (at < m->r->n_steps && strcmp(m->r->steps[at].exercise,
						 m->out->steps[i].exercise) != 0)
			at++;
		assert_true(at < m->r->n_steps);
		m->from[i] = at;
	}
	for (size_t i = 0; i < m->r->n_steps; i++) {
		bool gone = true, may = false;

		for (size_t k = 0; k < m->out->n_steps; k++)
			gone = gone && m->from[k] != i;
		for (size_t k = 0; k < m->r->n_drop - m->out->n_drop; k++)
			may = may ||
			      strcmp(m->r->drop[k], m->r->steps[i].exercise) == 0;
		assert_int_equal(gone, may);
	}
}

/* The way to the i-th step of out. */
static int
way(const struct made *m, size_t i)
{
	const struct exercise *pair[] = {
	    m->steps[m->from[i ? i - 1 : 0]], m->steps[m->from[i]]};
	int change = routine_change_s(m->out, pair, i > 0);
	int least = m->wish->way_s ? m->wish->way_s[m->from[i]] : 0;

	return change > least ? change : least;
}

static void
lasts_what_was_wanted(const struct made *m)
{
	int sum = 0;

	for (size_t i = 0; i < m->out->n_steps; i++) {
		int s = m->out->steps[i].seconds;

		assert_in_range(
		    s, m->steps[m->from[i]]->min_s, m->steps[m->from[i]]->max_s);
		sum += way(m, i) + s;
	}
	assert_int_equal(sum, m->wish->wanted_s);
}

/* Steps that are at neither limit are to each other as they were, to a second. */
static void
shares_are_kept(const struct made *m)
{
	double lo = 0, hi = 1e9;

	for (size_t i = 0; i < m->out->n_steps; i++) {
		const struct exercise *e = m->steps[m->from[i]];
		double was = m->r->steps[m->from[i]].seconds;
		int s = m->out->steps[i].seconds;

		was *= e->regions & m->wish->focus ? 1.5 : 1;
		if (s <= e->min_s + 1 || s >= e->max_s)
			continue;
		lo = (s - 1.001) / was > lo ? (s - 1.001) / was : lo;
		hi = (s + 1.001) / was < hi ? (s + 1.001) / was : hi;
	}
	assert_true(lo <= hi);
}

static void
check(const struct routine *r, const struct exercise *const *steps,
    const struct plan_wish *wish, const struct routine *out)
{
	struct made m = {r, out, steps, wish, {0}};

	order_is_kept(&m);
	lasts_what_was_wanted(&m);
	shares_are_kept(&m);
}

/* With a second more there are no fewer steps, and of the same steps none is
 * shorter than rounding makes it. */
static void
grows(const struct routine *a, const struct routine *b)
{
	assert_true(a->n_steps <= b->n_steps);
	if (a->n_steps < b->n_steps)
		return;
	for (size_t i = 0; i < a->n_steps; i++)
		assert_true(b->steps[i].seconds >= a->steps[i].seconds - 1);
}

/* Where a routine can be had is one range without a hole.  Returns how many
 * lengths there were. */
static int
all_lengths(const struct routine *r, const struct exercise *const *steps,
    struct plan_wish *wish)
{
	struct routine *before = NULL, *out;
	int n = 0;

	for (wish->wanted_s = 30; wish->wanted_s <= 30 * 60; wish->wanted_s++) {
		struct err err;

		if (!plan_scale(r, steps, wish, &out, &err)) {
			if (!strstr(err.text,
				before ? "lasts at most" : "needs at least"))
				fail_msg("%d s: %s", wish->wanted_s, err.text);
			if (before)
				break;
			continue;
		}
		n++;
		check(r, steps, wish, out);
		if (before)
			grows(before, out);
		routine_free(before);
		before = out;
	}
	routine_free(before);
	return n;
}

/* plain, with a focus, and with ways that are longer than the change-overs. */
static void
test_all(void **state)
{
	size_t n;
	const char *const *ids = library_ids(*state, SHELF_ROUTINES, &n);
	int lengths = 0, way_s[ROUTINE_STEPS_MAX];

	assert_true(n >= 30);
	for (size_t i = 0; i < ROUTINE_STEPS_MAX; i++)
		way_s[i] = 3 + (int)(i * 7 % 11);
	for (size_t i = 0; i < n; i++) {
		const struct exercise **steps;
		const struct routine *r = routine(*state, ids[i], &steps);
		struct plan_wish wishes[] = {{0, 0, NULL},
		    {0, BIT_OF(REGION_LOWER_BACK) | BIT_OF(REGION_NECK), NULL},
		    {0, BIT_OF(REGION_HIPS), way_s}};

		for (size_t k = 0; k < ARRAY_LEN(wishes); k++)
			lengths += all_lengths(r, steps, &wishes[k]);
		free(steps);
	}
	print_message("# %d lengths of %zu routines\n", lengths, n);
	assert_true(lengths > 30000);
}

/* Its own minutes give a routine as it stands. */
static void
test_own_minutes(void **state)
{
	size_t n;
	const char *const *ids = library_ids(*state, SHELF_ROUTINES, &n);

	for (size_t i = 0; i < n; i++) {
		const struct exercise **steps;
		const struct routine *r = routine(*state, ids[i], &steps);
		struct plan_wish wish = {r->minutes * 60, 0, NULL};
		struct routine *out;
		char was[2000], is[2000];

		assert_true(plan_scale(r, steps, &wish, &out, NULL));
		print_steps(r, was, sizeof(was));
		print_steps(out, is, sizeof(is));
		assert_string_equal(is, was);
		routine_free(out);
		free(steps);
	}
}

/* --- what no shipped routine has --- */

/* Steps of 20 seconds, 10 to 30, all seated: a way of 5 before each. */
struct small {
	struct exercise exercises[3];
	const struct exercise *steps[3];
	struct step step[3];
	char drop[3][ID_MAX + 1];
	struct routine r;
};

static void
small_make(struct small *s, size_t n, size_t n_drop)
{
	static const char *const names[] = {"a", "b", "c"};

	memset(s, 0, sizeof(*s));
	s->r = (struct routine){.id = "small",
	    .path = s->r.id,
	    .title = s->r.id,
	    .for_whom = s->r.id,
	    .goal = s->r.id,
	    .caveat = s->r.id,
	    .steps = s->step,
	    .n_steps = n,
	    .drop = s->drop,
	    .n_drop = n_drop};
	for (size_t i = 0; i < 3; i++) {
		s->exercises[i].min_s = 10;
		s->exercises[i].max_s = 30;
		s->steps[i] = &s->exercises[i];
		s->step[i].seconds = 20;
		snprintf(s->step[i].exercise, ID_MAX, "%s", names[i]);
		snprintf(s->drop[i], ID_MAX, "%s", names[i]);
	}
}

/* {seconds of the steps} or the error */
static void
small_is(struct small *s, int wanted_s, const int *way_s, const char *expected)
{
	struct plan_wish wish = {wanted_s, 0, way_s};
	struct routine *out;
	struct err err;
	char got[600];

	if (plan_scale(&s->r, s->steps, &wish, &out, &err))
		print_steps(out, got, sizeof(got));
	else
		snprintf(got, sizeof(got), "%s", err.text);
	assert_string_equal(got, expected);
	routine_free(out);
}

static void
test_edges(void **state)
{
	static const int said[] = {20, 5, 12};
	struct small s;

	(void)state;
	small_make(&s, 3, 3);
	small_is(&s, 75, NULL, "a 20, b 20, c 20");
	small_is(&s, 77, NULL, "a 21, b 21, c 20");
	/* All of drop may not go: something is left. */
	small_is(&s, 15, NULL, "c 10");
	small_is(&s, 14, NULL, "small needs at least 0:15");
	small_is(&s, 105, NULL, "a 30, b 30, c 30");
	small_is(&s, 106, NULL, "small lasts at most 1:45");
	/* What is said on the way is no time to stretch. */
	small_is(&s, 37 + 60, said, "a 20, b 20, c 20");
	small_is(&s, 37 + 29, said, "b 25, c 24");
	/* b has only 25: with a it needs 50, without it there are 45 at most. */
	small_make(&s, 2, 1);
	s.exercises[0].min_s = s.exercises[1].min_s = 20;
	s.exercises[1].max_s = 25;
	small_is(&s, 49, NULL, "small lasts at most 0:30 without a");
	/* The same movement twice goes twice. */
	small_make(&s, 3, 1);
	memcpy(s.step[2].exercise, "a", 2);
	small_is(&s, 30, NULL, "b 25");
	/* A step that its own file puts out of its range comes back into it. */
	small_make(&s, 1, 0);
	s.step[0].seconds = 600;
	small_is(&s, 35, NULL, "a 30");
	small_is(&s, 15, NULL, "a 10");
	small_is(&s, 22, NULL, "a 17");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_examples, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_refusals, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_rest_is_kept, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_all, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_own_minutes, setup, teardown),
	    cmocka_unit_test(test_edges),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
