#include "history/helps.h"

#include "base/mem.h"
#include "tests/dice.h"
#include "tests/test.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NECK  BIT_OF(REGION_NECK)
#define HIPS  BIT_OF(REGION_HIPS)
#define BOTH  (NECK | HIPS)
#define BLANK HELPS_UNRATED

/* Neck and hips as they changed in a session. */
static void
add(struct helps *h, uint64_t session, const char *id, uint64_t regions, int neck,
    int hips)
{
	int8_t change[DOSE_REGIONS];

	memset(change, HELPS_UNRATED, sizeof(change));
	change[REGION_NECK] = (int8_t)neck;
	change[REGION_HIPS] = (int8_t)hips;
	helps_add(h, session, id, regions, change);
}

static struct help
only(const struct helps *h)
{
	size_t n;
	struct help *list = helps_list(h, &n), first = {""};

	assert_int_equal(n, 1);
	first = list[0];
	free(list);
	return first;
}

static void
too_few(void **state)
{
	struct helps *h = helps_new();
	size_t n;

	(void)state;
	assert_null(helps_list(h, &n));
	assert_int_equal(n, 0);
	for (int i = 0; i < HELPS_LEAST - 1; i++)
		add(h, (uint64_t)i, "chin-tuck", NECK, -3, BLANK);
	assert_null(helps_list(h, &n));
	assert_int_equal(helps_early(h), 1);
	add(h, 99, "chin-tuck", NECK, -2, BLANK);
	assert_int_equal(only(h).n, HELPS_LEAST);
	assert_int_equal(helps_early(h), 0);
	helps_free(h);
	helps_free(NULL);
}

/* The interval of six is from the least to the most. */
static void
six(void **state)
{
	static const int changes[] = {-4, -1, -2, -2, -3, 0};
	struct helps *h = helps_new();
	struct help help;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(changes); i++)
		add(h, i, "chin-tuck", NECK, changes[i], BLANK);
	help = only(h);
	assert_string_equal(help.exercise, "chin-tuck");
	assert_true(help.change == -2 && help.low == -4 && help.high == 0);
	assert_int_equal(help.together, 1);
	helps_free(h);
}

/* What a movement does not treat it is not praised for. */
static void
its_regions(void **state)
{
	struct helps *h = helps_new();
	struct help help;
	size_t n;

	(void)state;
	for (uint64_t i = 0; i < 8; i++) {
		add(h, i, "calf-stretch", BIT_OF(REGION_CALVES), -5, -5);
		add(h, i, "not-rated", NECK, BLANK, -5);
	}
	assert_null(helps_list(h, &n));
	assert_int_equal(helps_early(h), 0);
	for (uint64_t i = 0; i < 8; i++)
		add(h, i, "both", BOTH, -1, -2);
	help = only(h);
	assert_true(help.change == -1.5 && help.low == -1.5 && help.high == -1.5);
	helps_free(h);
}

/* Left and right of one session are one. */
static void
once_a_session(void **state)
{
	struct helps *h = helps_new();

	(void)state;
	for (uint64_t i = 0; i < 6; i++) {
		add(h, i, "side-bend", NECK, -1, BLANK);
		add(h, i, "other", HIPS, BLANK, BLANK);
		add(h, i, "side-bend", NECK, -1, BLANK);
	}
	assert_int_equal(only(h).n, 6);
	helps_free(h);
}

static void
in_order(void **state)
{
	static const char *const want[] = {
	    "sure", "small", "same", "wide", "worse"};
	struct helps *h = helps_new();
	struct help *list;
	size_t n;

	(void)state;
	for (uint64_t i = 0; i < 8; i++) {
		add(h, i, "worse", NECK, 2, BLANK);
		add(h, i, "same", NECK, 0, BLANK);
	}
	for (uint64_t i = 10; i < 18; i++) {
		add(h, i, "small", NECK, -1, BLANK);
		add(h, i + 10, "sure", NECK, -2, BLANK);
		add(h, i + 20, "wide", NECK, i % 2 ? -3 : 3, BLANK);
	}
	list = helps_list(h, &n);
	assert_int_equal(n, ARRAY_LEN(want));
	for (size_t i = 0; i < n; i++) {
		assert_string_equal(list[i].exercise, want[i]);
		assert_int_equal(list[i].together,
		    strcmp(want[i], "same") == 0 || strcmp(want[i], "worse") == 0
			? 2
			: 1);
	}
	free(list);
	helps_free(h);
}

/* --- properties ----------------------------------------------------------------- */

#define SESSIONS 40
#define MOVES    6

struct told {
	int neck[SESSIONS], hips[SESSIONS];
	bool did[SESSIONS][MOVES];
};

static void
tell(struct helps *h, const struct told *t, int i, int sign)
{
	static const uint64_t treats[MOVES] = {NECK, HIPS, BOTH, NECK, BOTH, HIPS};
	char id[8];

	for (int m = 0; m < MOVES; m++) {
		snprintf(id, sizeof(id), "m%d", m);
		if (t->did[i][m])
			add(h, (uint64_t)i, id, treats[m],
			    t->neck[i] == BLANK ? BLANK : sign * t->neck[i],
			    t->hips[i] == BLANK ? BLANK : sign * t->hips[i]);
	}
}

static void
random_told(struct dice *dice, struct told *t)
{
	for (int i = 0; i < SESSIONS; i++) {
		t->neck[i] = dice_roll(dice, 22) - 11;
		t->neck[i] = t->neck[i] == -11 ? BLANK : t->neck[i];
		t->hips[i] = dice_roll(dice, 3) ? BLANK : dice_roll(dice, 21) - 10;
		for (int m = 0; m < MOVES; m++)
			t->did[i][m] = dice_roll(dice, MOVES) >= m;
	}
}

static const struct help *
find(const struct help *list, size_t n, const char *id)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(list[i].exercise, id) == 0)
			return &list[i];
	fail_msg("%s is missing", id);
	return NULL;
}

static void
assert_mirrored(const struct helps *there, const struct helps *back)
{
	size_t n, m;
	struct help *a = helps_list(there, &n), *b = helps_list(back, &m);

	assert_int_equal(n, m);
	for (size_t i = 0; i < n; i++) {
		const struct help *other = find(b, m, a[i].exercise);

		assert_true(isfinite(a[i].change));
		assert_true(a[i].low <= a[i].change && a[i].change <= a[i].high);
		assert_int_equal(a[i].n, other->n);
		assert_int_equal(a[i].together, other->together);
		assert_true(a[i].change == -other->change);
		assert_true(a[i].low == -other->high && a[i].high == -other->low);
	}
	free(a);
	free(b);
}

/* The order of sessions is nothing, and worse is better turned round. */
static void
properties(void **state)
{
	struct dice dice = {11};

	(void)state;
	for (int round = 0; round < 200; round++) {
		struct helps *there = helps_new(), *back = helps_new();
		struct told t;

		random_told(&dice, &t);
		for (int i = 0; i < SESSIONS; i++) {
			tell(there, &t, i, 1);
			tell(back, &t, SESSIONS - 1 - i, -1);
		}
		assert_mirrored(there, back);
		helps_free(there);
		helps_free(back);
	}
}

/* What comes from a damaged file is left out, and a list has an end. */
static void
nonsense(void **state)
{
	struct helps *h = helps_new();
	char id[16];
	size_t n;

	(void)state;
	for (uint64_t i = 0; i < 8; i++) {
		add(h, i, "x", NECK, 11, BLANK);
		add(h, i, "x", NECK, -11, BLANK);
		add(h, i, "x", UINT64_MAX, 127, -127);
	}
	assert_null(helps_list(h, &n));
	for (int i = 0; i < HELPS_MOST + 10; i++) {
		snprintf(id, sizeof(id), "m%d", i);
		add(h, 1, id, NECK, 1, BLANK);
	}
	assert_int_equal(helps_early(h), HELPS_MOST);
	helps_free(h);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(too_few),
	    cmocka_unit_test(six),
	    cmocka_unit_test(its_regions),
	    cmocka_unit_test(once_a_session),
	    cmocka_unit_test(in_order),
	    cmocka_unit_test(properties),
	    cmocka_unit_test(nonsense),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
