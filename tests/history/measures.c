#include "history/measures.h"

#include "base/mem.h"
#include "tests/dice.h"
#include "tests/test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOST 60
#define DAY  20500

/* Scores before sessions on successive days; ends with MEASURE_NONE. */
static size_t
scores(const int8_t *before, struct pair *pairs)
{
	size_t n = 0;

	for (; before[n] != MEASURE_NONE; n++)
		pairs[n] = (struct pair){
		    DAY + (int32_t)n, (int32_t)n, before[n], MEASURE_NONE};
	return n;
}

#define END MEASURE_NONE

/* --- trends ------------------------------------------------------------------- */

static const struct {
	const char *remark;
	int8_t before[14];
	bool neck;
	enum verdict verdict;
	double start, recent, threshold;
} trends[] = {
    {"Mark", {7, 7, 6, 6, 6, 5, 5, 5, END}, false, VERDICT_UNCLEAR, 6.5, 5, 2},
    {"Sophia", {6, 5, 5, 4, 4, END}, true, VERDICT_EARLY, 0, 0, 0},
    {"Alex", {6, 6, 5, 5, 5, 4, 4, 3, 3, 3, END}, false, VERDICT_IMPROVING, 5, 3,
	2},
    {"Mark's neck would need less", {7, 7, 6, 6, 6, 5, 5, 5, END}, true,
	VERDICT_IMPROVING, 6.5, 5, 1.3},
    {"none", {END}, false, VERDICT_EARLY, 0, 0, 0},
    {"six are compared by threes", {5, 6, 7, 3, 4, 5, END}, false,
	VERDICT_IMPROVING, 6, 4, 2},
    {"one point from 3", {3, 3, 3, 2, 2, 2, END}, false, VERDICT_IMPROVING, 3, 2,
	1},
    {"one point from 4 is less than 30 percent", {4, 4, 4, 3, 3, 3, END}, false,
	VERDICT_UNCLEAR, 4, 3, 1.2},
    {"four and a half count as five", {4, 5, 4, 5, 3, 3, 3, 3, END}, false,
	VERDICT_UNCLEAR, 4.5, 3, 2},
    {"two points from 8", {8, 8, 8, 6, 6, 6, END}, false, VERDICT_UNCLEAR, 8, 6, 3},
    {"three", {8, 8, 8, 5, 5, 5, END}, false, VERDICT_IMPROVING, 8, 5, 3},
    {"seven and a half count as eight", {7, 8, 7, 8, 5, 5, 5, 5, END}, false,
	VERDICT_UNCLEAR, 7.5, 5, 3},
    {"worse from 2", {2, 2, 2, 3, 3, 3, END}, false, VERDICT_WORSE, 2, 3, 1},
    {"worse by one from 5 is not", {5, 5, 5, 6, 6, 6, END}, false, VERDICT_UNCLEAR,
	5, 6, 2},
    {"worse by two", {5, 5, 5, 7, 7, 7, END}, false, VERDICT_WORSE, 5, 7, 2},
    {"from nothing it can only get worse", {0, 0, 0, 1, 1, 1, END}, false,
	VERDICT_WORSE, 0, 1, 1},
    {"one point in the neck is noise", {3, 3, 3, 2, 2, 2, END}, true,
	VERDICT_UNCLEAR, 3, 2, 1.3},
    {"the middle of thirteen is not looked at",
	{6, 6, 6, 6, 6, 0, 0, 0, 6, 6, 6, 6, 6}, false, VERDICT_UNCLEAR, 6, 6, 2},
};

static void
verdicts(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(trends); i++) {
		struct pair pairs[14];
		int8_t before[15];
		struct trend t;
		size_t n;

		memcpy(before, trends[i].before, sizeof(trends[i].before));
		before[13] = END;
		n = scores(before, pairs);
		measure_trend(pairs, n, trends[i].neck, &t);
		if (t.n != n || t.verdict != trends[i].verdict ||
		    t.start != trends[i].start || t.recent != trends[i].recent ||
		    t.change != t.recent - t.start ||
		    fabs(t.threshold - trends[i].threshold) > 1e-9)
			fail_msg("%s: %s, %g to %g, threshold %g", trends[i].remark,
			    verdict_word(t.verdict), t.start, t.recent,
			    t.threshold);
	}
	assert_string_equal(verdict_word(VERDICT_EARLY), "too early");
	assert_string_equal(verdict_word(VERDICT_UNCLEAR), "no clear change");
	assert_string_equal(verdict_word((enum verdict)9), "?");
}

/* Of six sessions over `days` days, one point less each. */
static struct trend
over(int days)
{
	struct pair pairs[6];
	struct trend t;

	for (int i = 0; i < 6; i++)
		pairs[i] = (struct pair){
		    DAY + i * days / 5, 0, (int8_t)(9 - i), MEASURE_NONE};
	measure_trend(pairs, 6, false, &t);
	return t;
}

static void
slope_needs_days(void **state)
{
	struct trend t = over(35);

	(void)state;
	assert_true(t.sloping);
	assert_true(fabs(t.slope_per_week + 1) < 1e-9);
	assert_false(over(13).sloping);
	assert_true(over(14).sloping);
	assert_int_equal(over(13).verdict, VERDICT_IMPROVING);
}

/* Without a score before a session says nothing; two of a day are told apart by
 * their start. */
static void
which_sessions(void **state)
{
	struct pair pairs[] = {{DAY, 5, 8, 2}, {DAY, 4, 8, 2}, {DAY, 3, 8, 2},
	    {DAY, 9, 2, 2}, {DAY, 8, 2, 2}, {DAY, 7, 2, 2},
	    {DAY, 0, MEASURE_NONE, 9}};
	struct trend t;

	(void)state;
	measure_trend(pairs, ARRAY_LEN(pairs), false, &t);
	assert_int_equal(t.n, 6);
	assert_true(t.start == 8 && t.recent == 2);
	measure_trend(pairs, 5, false, &t);
	assert_int_equal(t.verdict, VERDICT_EARLY);
}

static size_t
random_pairs(struct dice *dice, struct pair pairs[MOST])
{
	size_t n = (size_t)dice_roll(dice, MOST + 1);

	for (size_t i = 0; i < n; i++) {
		pairs[i].day = dice_roll(dice, 20) == 0
				   ? (dice_roll(dice, 2) ? INT32_MAX : INT32_MIN)
				   : DAY + dice_roll(dice, 90);
		pairs[i].at_s = dice_roll(dice, 5);
		pairs[i].before = (int8_t)(dice_roll(dice, 12) - 1);
		if (dice_roll(dice, 50) == 0) /* of a damaged file */
			pairs[i].before = (int8_t)dice_roll(dice, 256);
		pairs[i].after = (int8_t)(dice_roll(dice, 12) - 1);
	}
	return n;
}

static void
shuffle(struct dice *dice, struct pair *pairs, size_t n)
{
	for (size_t i = n; i > 1; i--) {
		size_t k = (size_t)dice_roll(dice, (int)i);
		struct pair kept = pairs[i - 1];

		pairs[i - 1] = pairs[k];
		pairs[k] = kept;
	}
}

static void
assert_sound(const struct trend *t)
{
	assert_true(isfinite(t->slope_per_week) && fabs(t->slope_per_week) <= 70);
	assert_int_equal(t->verdict == VERDICT_EARLY, t->n < TREND_LEAST);
	assert_true(t->start >= 0 && t->start <= 10);
	assert_true(t->recent >= 0 && t->recent <= 10);
	if (t->verdict == VERDICT_UNCLEAR)
		assert_true(fabs(t->change) < t->threshold);
	if (t->verdict == VERDICT_WORSE)
		assert_true(t->change >= t->threshold);
	if (t->verdict == VERDICT_IMPROVING)
		assert_true(-t->change >= t->threshold);
}

/* Finite, and the same in any order. */
static void
trend_properties(void **state)
{
	struct dice dice = {5};

	(void)state;
	for (int i = 0; i < 3000; i++) {
		struct pair pairs[MOST];
		size_t n = random_pairs(&dice, pairs);
		struct trend t, u;

		measure_trend(pairs, n, i % 2, &t);
		assert_sound(&t);
		shuffle(&dice, pairs, n);
		measure_trend(pairs, n, i % 2, &u);
		assert_memory_equal(&t.n, &u.n, sizeof(t.n));
		assert_int_equal(t.verdict, u.verdict);
		assert_true(t.start == u.start && t.recent == u.recent &&
			    t.slope_per_week == u.slope_per_week);
	}
}

/* The neck's threshold does not depend on the level: turned upside down, better
 * is worse. */
static void
trend_symmetry(void **state)
{
	static const enum verdict turned[] = {
	    VERDICT_EARLY, VERDICT_WORSE, VERDICT_UNCLEAR, VERDICT_IMPROVING};
	struct dice dice = {6};

	(void)state;
	for (int i = 0; i < 1000; i++) {
		struct pair pairs[MOST];
		size_t n = random_pairs(&dice, pairs);
		struct trend t, u;

		/* equal instants are sorted by their score */
		for (size_t k = 0; k < n; k++)
			pairs[k].at_s = (int32_t)k;
		measure_trend(pairs, n, true, &t);
		for (size_t k = 0; k < n; k++)
			if (pairs[k].before >= 0 && pairs[k].before <= 10)
				pairs[k].before = (int8_t)(10 - pairs[k].before);
		measure_trend(pairs, n, true, &u);
		assert_int_equal(u.verdict, turned[t.verdict]);
		assert_true(u.change == -t.change);
		assert_true(fabs(u.slope_per_week + t.slope_per_week) < 1e-6);
	}
}

/* When a session began tells those of a day apart, whatever the clock said. */
static void
instants(void **state)
{
	int64_t midnight = DAY * INT64_C(86400000);

	(void)state;
	assert_int_equal(pair_at(DAY, midnight + 3600999), 3600);
	assert_int_equal(pair_at(DAY, midnight - 1000), -1);
	assert_int_equal(pair_at(DAY, INT64_MAX), INT32_MAX);
	assert_int_equal(pair_at(INT32_MAX, INT64_MIN), INT32_MIN);
}

/* --- effects ------------------------------------------------------------------ */

static void
effects(void **state)
{
	struct pair pairs[] = {{DAY, 0, 6, 3}, {DAY, 1, 5, 4}, {DAY, 2, 7, 5},
	    {DAY, 3, 9, MEASURE_NONE}, {DAY, 4, MEASURE_NONE, 0}};
	struct effect e;

	(void)state;
	measure_effect(pairs, ARRAY_LEN(pairs), &e);
	assert_int_equal(e.n, 3);
	assert_true(e.median == -2 && e.before == 6 && e.after == 4);
	measure_effect(pairs + 3, 2, &e);
	assert_int_equal(e.n, 0);
	measure_effect(NULL, 0, &e);
	assert_int_equal(e.n, 0);
}

static void
effect_properties(void **state)
{
	struct dice dice = {8};

	(void)state;
	for (int i = 0; i < 1000; i++) {
		struct pair pairs[MOST];
		size_t n = random_pairs(&dice, pairs);
		struct effect e, f;

		measure_effect(pairs, n, &e);
		assert_true(isfinite(e.median) && fabs(e.median) <= 10);
		shuffle(&dice, pairs, n);
		for (size_t k = 0; k < n; k++) {
			int8_t before = pairs[k].before;

			pairs[k].before = pairs[k].after;
			pairs[k].after = before;
		}
		measure_effect(pairs, n, &f);
		assert_int_equal(e.n, f.n);
		assert_true(e.median == -f.median && e.before == f.after);
	}
}

/* --- the rest -------------------------------------------------------------------- */

static void
adherences(void **state)
{
	static const struct {
		const char *remark;
		int done, planned, percent;
		enum adherence adherence;
	} rows[] = {
	    {"Alex", 10, 12, 83, ADHERENCE_ON_TRACK},
	    {"just", 8, 10, 80, ADHERENCE_ON_TRACK},
	    {"79.9 is not 80", 799, 1000, 79, ADHERENCE_FINE},
	    {"60", 6, 10, 60, ADHERENCE_FINE},
	    {"59", 59, 100, 59, ADHERENCE_TALK},
	    {"none", 0, 5, 0, ADHERENCE_TALK},
	    {"no plan", 5, 0, 0, ADHERENCE_NONE},
	    {"more than planned", 14, 7, 200, ADHERENCE_ON_TRACK},
	    {"a life", 2000000000, 2000000000, 100, ADHERENCE_ON_TRACK},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		int percent;
		enum adherence a =
		    measure_adherence(rows[i].done, rows[i].planned, &percent);

		if (a != rows[i].adherence || percent != rows[i].percent)
			fail_msg("%s: %s, %d", rows[i].remark, adherence_word(a),
			    percent);
	}
	assert_string_equal(adherence_word(ADHERENCE_TALK), "talk about barriers");
}

static void
mornings(void **state)
{
	static const struct morning told[] = {
	    {6, 4}, {5, 4}, {9, 2}, {0, 10}, {MEASURE_NONE, 2}, {9, MEASURE_NONE}};
	size_t worse;

	(void)state;
	assert_int_equal(measure_mornings(told, ARRAY_LEN(told), &worse), 4);
	assert_int_equal(worse, 2);
	assert_int_equal(measure_mornings(NULL, 0, &worse), 0);
	assert_int_equal(worse, 0);
}

static void
abilities(void **state)
{
	static const struct ability told[] = {{DAY + 14, 1, 5}, {DAY, 1, 3},
	    {DAY, 1, 4}, {DAY + 28, 2, 9}, {DAY + 28, 1, 6}, {DAY + 28, 1, 5},
	    {DAY + 99, 1, MEASURE_NONE}};
	struct ability_change c;

	(void)state;
	measure_ability(told, ARRAY_LEN(told), 1, &c);
	assert_int_equal(c.n, 5);
	assert_int_equal(c.first_day, DAY);
	assert_int_equal(c.last_day, DAY + 28);
	assert_int_equal(c.first, 3);
	assert_int_equal(c.last, 5);
	assert_true(c.matters);
	measure_ability(told, ARRAY_LEN(told), 2, &c);
	assert_true(c.n == 1 && !c.matters);
	measure_ability(told, ARRAY_LEN(told), 0, &c);
	assert_int_equal(c.n, 0);
}

static void
globals(void **state)
{
	static const struct global_change said[] = {
	    {DAY, -1}, {DAY + 30, 3}, {DAY + 30, 2}, {DAY + 10, -3}};
	struct global_change latest;

	(void)state;
	assert_true(measure_global(said, ARRAY_LEN(said), &latest));
	assert_int_equal(latest.day, DAY + 30);
	assert_int_equal(latest.change, 2);
	assert_false(measure_global(NULL, 0, &latest));
}

/* Mark added knee-to-chest-single himself, and it moved down his leg. */
static void
alarms(void **state)
{
	struct alarm_raised raised[] = {{DAY, 4, "knee-to-chest-single"},
	    {DAY - 40, 0, ""}, {DAY + 2, 1, "b"}, {DAY + 2, 1, "a"},
	    {DAY - 9, 12, "from-a-file"}};

	(void)state;
	measure_alarms(raised, ARRAY_LEN(raised));
	assert_int_equal(raised[0].code, 0);
	assert_string_equal(raised[1].exercise, "a");
	assert_string_equal(raised[2].exercise, "b");
	assert_string_equal(raised[3].exercise, "knee-to-chest-single");
	measure_alarms(NULL, 0);
}

static void
levels(void **state)
{
	static const struct level chosen[] = {{DAY, 0}, {DAY + 6, 1}, {DAY + 5, 0},
	    {DAY + 14, 2}, {DAY + 21, 2}, {DAY - 1, 2}, {INT32_MIN, 2},
	    {INT32_MAX, 2}, {DAY + 8, MEASURE_NONE}};
	static const int8_t want[] = {1, MEASURE_NONE, 2};
	int8_t out[3];

	(void)state;
	measure_levels(chosen, ARRAY_LEN(chosen), DAY, 3, out);
	assert_memory_equal(out, want, sizeof(want));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(verdicts),
	    cmocka_unit_test(slope_needs_days),
	    cmocka_unit_test(which_sessions),
	    cmocka_unit_test(trend_properties),
	    cmocka_unit_test(trend_symmetry),
	    cmocka_unit_test(instants),
	    cmocka_unit_test(effects),
	    cmocka_unit_test(effect_properties),
	    cmocka_unit_test(adherences),
	    cmocka_unit_test(mornings),
	    cmocka_unit_test(abilities),
	    cmocka_unit_test(globals),
	    cmocka_unit_test(alarms),
	    cmocka_unit_test(levels),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
