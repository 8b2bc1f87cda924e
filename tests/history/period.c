#include "history/period.h"

#include "base/civil.h"
#include "base/mem.h"
#include "tests/dice.h"
#include "tests/test.h"

#include <stdlib.h>
#include <string.h>

#define TODAY 20514 /* Monday, 2026-03-02 */

static void
session(struct period *p, int32_t day, enum session_state state, int held_s)
{
	period_session(p,
	    &(struct period_session){day, state, 120000, held_s * INT64_C(1000)});
}

static void
tension(struct period *p, enum region region, int32_t day, int before, int after)
{
	period_tension(
	    p, region, &(struct pair){day, 0, (int8_t)before, (int8_t)after});
}

/* --- days and weeks ------------------------------------------------------------- */

static void
whole_weeks(void **state)
{
	struct period p;

	(void)state;
	assert_int_equal(period_from(TODAY, 1), TODAY);
	assert_int_equal(period_from(TODAY + 6, 1), TODAY);
	assert_int_equal(period_from(TODAY + 6, 26), TODAY - 25 * 7);
	period_init(&p, TODAY + 3, TODAY + 7);
	assert_int_equal(p.first, TODAY);
	assert_int_equal(p.weeks, 2);
	assert_true(period_weeks(&p) == 5 / 7.0);
	period_close(&p);
	period_fini(&p);
	period_init(&p, TODAY, TODAY + PERIOD_DAYS_MAX - 1);
	period_close(&p);
	period_fini(&p);
}

static void
sums(void **state)
{
	struct period p;

	(void)state;
	period_init(&p, TODAY - 7, TODAY + 6);
	session(&p, TODAY - 8, STATE_DONE, 100); /* before */
	session(&p, TODAY + 7, STATE_DONE, 100); /* after */
	session(&p, TODAY + 6, STATE_DONE, 100);
	session(&p, TODAY - 7, STATE_PARTIAL, 20);
	session(&p, TODAY - 7, STATE_DONE, 90);
	session(&p, TODAY, STATE_SKIPPED, 0);
	period_close(&p);
	assert_int_equal(p.sessions, 3);
	assert_int_equal(p.done, 2);
	assert_int_equal(p.active_ms, 210000);
	assert_int_equal(p.planned_ms, 360000);
	assert_int_equal(p.days_active, 2);
	assert_int_equal(p.n_days, 2);
	assert_int_equal(p.days[0].day, TODAY - 7);
	assert_int_equal(p.days[0].done, 1);
	assert_int_equal(p.days[1].active_ms, 100000);
	assert_int_equal(period_week_ms(&p, 0), 110000);
	assert_int_equal(period_week_ms(&p, 1), 100000);
	period_fini(&p);
}

static void
doses_by_week(void **state)
{
	uint64_t neck = BIT_OF(REGION_NECK);
	struct period p;

	(void)state;
	period_init(&p, TODAY - 3, TODAY + 1);
	period_dose(&p, TODAY - 4, neck, KIND_STRETCH, SIDE_LEFT, 99000);
	period_dose(&p, TODAY - 3, neck, KIND_STRETCH, SIDE_LEFT, 20000);
	period_dose(&p, TODAY, neck, KIND_ROLL, SIDE_RIGHT, 30000);
	period_dose(&p, TODAY + 1, neck, KIND_BALL, SIDE_NONE, 1000);
	period_close(&p);
	assert_int_equal(p.dose[REGION_NECK].left_ms, 20000);
	assert_int_equal(p.dose[REGION_NECK].right_ms, 30000);
	assert_int_equal(dose_all_ms(&p.dose[REGION_NECK]), 51000);
	assert_int_equal(dose_all_ms(&p.week[0][REGION_NECK]), 20000);
	assert_int_equal(dose_all_ms(&p.week[1][REGION_NECK]), 31000);
	period_fini(&p);
}

/* --- the personas --------------------------------------------------------------- */

static void
tell_scores(
    struct period *p, enum region region, const int8_t *before, size_t n, int every)
{
	for (size_t i = 0; i < n; i++) {
		session(p, TODAY + (int32_t)i * every, STATE_DONE, 100);
		tension(p, region, TODAY + (int32_t)i * every, before[i],
		    before[i] - 2);
	}
}

/* 58, leg symptoms; eight sessions and one F4. */
static void
mark(void **state)
{
	static const int8_t before[] = {7, 7, 6, 6, 6, 5, 5, 5};
	const struct trend *t;
	struct period p;

	(void)state;
	period_init(&p, TODAY, TODAY + 27);
	tell_scores(&p, REGION_LOWER_BACK, before, ARRAY_LEN(before), 2);
	period_alarm(
	    &p, &(struct alarm_raised){TODAY + 2, 4, "knee-to-chest-single"});
	period_close(&p);
	t = &p.region[REGION_LOWER_BACK].trend;
	assert_string_equal(verdict_word(t->verdict), "no clear change");
	assert_int_equal(t->n, 8);
	assert_true(t->start == 6.5 && t->recent == 5 && t->change == -1.5 &&
		    t->threshold == 2);
	assert_true(t->sloping && t->slope_per_week < 0);
	assert_true(p.region[REGION_LOWER_BACK].effect.median == -2);
	assert_int_equal(p.n_alarms, 1);
	assert_int_equal(p.alarms[0].code, 4);
	assert_string_equal(p.alarms[0].exercise, "knee-to-chest-single");
	period_fini(&p);
}

/* 45, stiff neck: five sessions. */
static void
sophia(void **state)
{
	static const int8_t before[] = {6, 5, 5, 4, 4};
	struct period p;

	(void)state;
	period_init(&p, TODAY, TODAY + 27);
	tell_scores(&p, REGION_NECK, before, ARRAY_LEN(before), 5);
	period_close(&p);
	assert_string_equal(
	    verdict_word(p.region[REGION_NECK].trend.verdict), "too early");
	assert_int_equal(p.region[REGION_NECK].trend.n, 5);
	assert_false(p.region[REGION_NECK].trend.sloping);
	assert_int_equal(p.n_helps, 0);
	period_fini(&p);
}

/* 32, desk strain: ten of twelve sessions that were planned. */
static void
alex(void **state)
{
	static const int8_t before[] = {6, 6, 5, 5, 5, 4, 4, 3, 3, 3};
	const struct trend *t;
	struct period p;
	int percent;

	(void)state;
	period_init(&p, TODAY, TODAY + 27);
	tell_scores(&p, REGION_SHOULDERS, before, ARRAY_LEN(before), 2);
	p.planned = 12;
	period_close(&p);
	t = &p.region[REGION_SHOULDERS].trend;
	assert_string_equal(verdict_word(t->verdict), "improving");
	assert_true(t->start == 5 && t->recent == 3 && t->change == -2 &&
		    t->threshold == 2);
	assert_int_equal(
	    measure_adherence(p.done, p.planned, &percent), ADHERENCE_ON_TRACK);
	assert_int_equal(percent, 83);
	period_fini(&p);
}

/* 67, and week 20 of a pregnancy: little has been told of them yet, and nothing is
 * made of it. */
static void
rosa_and_kim(void **state)
{
	struct period p;

	(void)state;
	period_init(&p, TODAY, TODAY + 27);
	session(&p, TODAY, STATE_PARTIAL, 60);
	tension(&p, REGION_HIPS, TODAY, 4, MEASURE_NONE);
	period_close(&p);
	for (int r = 0; r < DOSE_REGIONS; r++)
		assert_int_equal(p.region[r].trend.verdict, VERDICT_EARLY);
	assert_int_equal(p.region[REGION_HIPS].effect.n, 0);
	assert_int_equal(p.mood.n, 0);
	assert_false(p.has_global);
	assert_int_equal(p.n_helps, 0);
	assert_null(p.helps);
	period_fini(&p);
}

/* --- all of it -------------------------------------------------------------------- */

static void
the_rest(void **state)
{
	struct pair mood = {TODAY, 0, 2, 4}, old = {TODAY - 1, 0, 5, 5};
	struct morning morning = {6, 4};
	struct period p;

	(void)state;
	period_init(&p, TODAY, TODAY + 13);
	period_mood(&p, &mood);
	period_mood(&p, &old);
	period_pain(&p, &(struct pair){TODAY, 0, 5, 3});
	period_morning(&p, TODAY, &morning);
	period_morning(&p, TODAY - 1, &morning);
	period_level(&p, &(struct level){TODAY + 7, 1});
	period_ability(&p, &(struct ability){TODAY, 2, 3});
	period_ability(&p, &(struct ability){TODAY + 13, 2, 5});
	period_ability(&p, &(struct ability){TODAY + 14, 2, 9});
	period_global(&p, &(struct global_change){TODAY, 2});
	period_close(&p);
	assert_true(p.mood.n == 1 && p.mood.before == 2 && p.mood.after == 4);
	assert_true(p.pain.n == 1 && p.pain.median == -2);
	assert_int_equal(p.n_mornings, 1);
	assert_int_equal(p.n_worse, 1);
	assert_int_equal(p.levels[0], MEASURE_NONE);
	assert_int_equal(p.levels[1], 1);
	assert_int_equal(p.ability[2].last, 5);
	assert_true(p.ability[2].matters && p.ability[0].n == 0);
	assert_true(p.has_global && p.global.change == 2);
	period_fini(&p);
}

static void
movements(void **state)
{
	int8_t change[DOSE_REGIONS];
	struct period p;

	(void)state;
	memset(change, HELPS_UNRATED, sizeof(change));
	change[REGION_NECK] = -2;
	period_init(&p, TODAY, TODAY + 13);
	for (int i = 0; i < 12; i++)
		period_did(&p, TODAY - 2 + i, (uint64_t)i, "chin-tuck-seated",
		    BIT_OF(REGION_NECK), change);
	period_did(&p, TODAY, 99, "levator-stretch", BIT_OF(REGION_NECK), change);
	period_close(&p);
	assert_int_equal(p.n_helps, 1);
	assert_int_equal(p.n_soon, 1);
	assert_int_equal(p.helps[0].n, 10);
	assert_true(p.helps[0].change == -2);
	period_fini(&p);
}

struct piece {
	int what;
	int32_t day;
	int a, b;
};

static void
tell(struct period *p, const struct piece *x, uint64_t session_no)
{
	int8_t change[DOSE_REGIONS];

	memset(change, x->b - x->a, sizeof(change));
	switch (x->what) {
	case 0:
		session(p, x->day, (enum session_state)(x->a % 4), x->b);
		break;
	case 1:
		tension(p, (enum region)(session_no % DOSE_REGIONS), x->day, x->a,
		    x->b);
		break;
	case 2:
		period_dose(p, x->day, session_no, (enum kind)x->a,
		    (enum side)(x->b % 3), x->b);
		break;
	default:
		period_did(
		    p, x->day, session_no, x->a % 2 ? "a" : "b", ~0u, change);
	}
}

static void
assert_same(const struct period *p, const struct period *q)
{
	assert_int_equal(p->sessions, q->sessions);
	assert_int_equal(p->active_ms, q->active_ms);
	assert_int_equal(p->n_days, q->n_days);
	assert_memory_equal(p->dose, q->dose, sizeof(p->dose));
	assert_int_equal(p->n_helps, q->n_helps);
	for (size_t i = 0; i < p->n_helps; i++)
		assert_true(p->helps[i].n == q->helps[i].n &&
			    p->helps[i].change == q->helps[i].change);
	for (int r = 0; r < DOSE_REGIONS; r++) {
		assert_int_equal(
		    p->region[r].trend.verdict, q->region[r].trend.verdict);
		assert_true(p->region[r].trend.change == q->region[r].trend.change);
	}
}

/* Told forwards and backwards it is the same; days from anywhere do no harm. */
static void
any_order(void **state)
{
	struct dice dice = {9};

	(void)state;
	for (int round = 0; round < 60; round++) {
		int32_t to = TODAY + dice_roll(&dice, 100);
		struct piece piece[200];
		struct period p, q;

		period_init(&p, TODAY, to);
		period_init(&q, TODAY, to);
		for (int i = 0; i < 200; i++) {
			piece[i] = (struct piece){dice_roll(&dice, 4),
			    TODAY - 5 + dice_roll(&dice, 110), dice_roll(&dice, 8),
			    dice_roll(&dice, 11)};
			if (dice_roll(&dice, 30) == 0)
				piece[i].day = i % 2 ? INT32_MAX : INT32_MIN;
			tell(&p, &piece[i], (uint64_t)i);
		}
		for (int i = 200; i-- > 0;)
			tell(&q, &piece[i], (uint64_t)i);
		period_close(&p);
		period_close(&q);
		assert_same(&p, &q);
		period_fini(&p);
		period_fini(&q);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(whole_weeks),
	    cmocka_unit_test(sums),
	    cmocka_unit_test(doses_by_week),
	    cmocka_unit_test(mark),
	    cmocka_unit_test(sophia),
	    cmocka_unit_test(alex),
	    cmocka_unit_test(rosa_and_kim),
	    cmocka_unit_test(the_rest),
	    cmocka_unit_test(movements),
	    cmocka_unit_test(any_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
