#include "history/gather.h"

#include "base/mem.h"
#include "tests/folder.h"
#include "tests/test.h"

#include <stdlib.h>
#include <string.h>

#define DAY 20514 /* 2026-03-02 */

struct place {
	struct folder folder;
	char db[700];
	struct library *lib;
};

static int
setup(void **state)
{
	struct place *p = mem_new(1, sizeof(*p));

	folder_make(&p->folder, "");
	snprintf(p->db, sizeof(p->db), "%s/history.db", p->folder.path);
	p->lib = library_new(NULL, getenv("UNCOIL_DATADIR"));
	*state = p;
	return 0;
}

static int
teardown(void **state)
{
	struct place *p = *state;

	library_free(p->lib);
	folder_remove(&p->folder);
	free(p);
	return 0;
}

/* A stretch of two sides for neck and shoulders, one for the neck alone, one of
 * which nobody knows anything. */
static void
add(struct history *h, int32_t day, enum session_state end, int64_t held_ms)
{
	struct step_record steps[] = {
	    {"neck-side-bend-stretch", SIDE_LEFT, 30000, held_ms, OUTCOME_DONE, -1},
	    {"neck-side-bend-stretch", SIDE_RIGHT, 30000, 0, OUTCOME_SKIPPED, -1},
	    {"chin-tuck-seated", SIDE_NONE, 30000, held_ms, OUTCOME_DONE, -1},
	    {"gone-from-the-library", SIDE_NONE, 30000, held_ms, OUTCOME_DONE, -1}};
	struct session_record r = {.rev = 1,
	    .day = day,
	    .started_ms = day * INT64_C(86400000),
	    .routine = "desk-reset-2",
	    .state = STATE_RUNNING,
	    .planned_ms = 120000,
	    .active_ms = 3 * held_ms,
	    .steps = steps,
	    .n_steps = ARRAY_LEN(steps)};

	rng_uuid_day(day, r.id);
	assert_true(history_begin(h, &r, NULL));
	r.state = end;
	assert_true(history_end(h, &r, NULL));
}

static void
gather(struct place *p, int32_t from, int32_t to, struct period *out)
{
	struct err err = {""};
	struct history *h = history_open_read(p->db, &err);

	assert_string_equal(err.text, "");
	period_init(out, from, to);
	assert_true(gather_period(h, p->lib, out, &err));
	period_close(out);
	history_close(h);
}

static void
sessions(void **state)
{
	struct history *h = history_open(((struct place *)*state)->db, NULL);
	const struct dose *neck;
	struct period p;

	assert_non_null(h);
	add(h, DAY - 1, STATE_DONE, 99000);
	add(h, DAY, STATE_DONE, 20000);
	add(h, DAY, STATE_SKIPPED, 0);
	add(h, DAY + 3, STATE_PARTIAL, 10000);
	add(h, DAY + 4, STATE_DONE, 99000);
	history_close(h);
	gather(*state, DAY, DAY + 3, &p);
	assert_int_equal(p.sessions, 2);
	assert_int_equal(p.done, 1);
	assert_int_equal(p.active_ms, 90000);
	assert_int_equal(p.planned_ms, 360000);
	assert_int_equal(p.days_active, 2);
	neck = &p.dose[REGION_NECK];
	assert_int_equal(neck->ms[DOSE_STRETCH], 30000);
	assert_int_equal(neck->ms[DOSE_OTHER], 30000);
	assert_int_equal(neck->left_ms, 30000);
	assert_int_equal(neck->right_ms, 0);
	assert_int_equal(dose_all_ms(&p.dose[REGION_SHOULDERS]), 30000);
	assert_int_equal(dose_all_ms(&p.dose[REGION_CALVES]), 0);
	period_fini(&p);
}

/* --- what was said ---------------------------------------------------------------- */

static void
rate(struct session_record *r, int topic, int before, int after)
{
	struct rating *rating = session_record_rate(r, topic);

	assert_non_null(rating);
	rating->before = (int8_t)before;
	rating->after = (int8_t)after;
}

/* A session of `exercise` for the neck, or of one that was not done. */
static struct session_record
rated(int32_t day, int hour, const char *exercise, int before, int after)
{
	struct session_record r = {.rev = 1,
	    .day = day,
	    .started_ms = (day * INT64_C(24) + hour) * 3600000,
	    .routine = "desk-reset-2",
	    .state = STATE_DONE,
	    .n_steps = 2};

	rng_uuid_day(day, r.id);
	r.steps = mem_new(2, sizeof(*r.steps));
	for (int i = 0; i < 2; i++)
		r.steps[i] = (struct step_record){.planned_ms = 60000,
		    .held_ms = i ? 1000 : 60000,
		    .outcome = i ? OUTCOME_SKIPPED : OUTCOME_DONE,
		    .wrong_ms = -1};
	strcpy(r.steps[0].exercise, exercise);
	strcpy(r.steps[1].exercise, "levator-stretch");
	session_record_sum(&r);
	r.state = STATE_DONE;
	rate(&r, REGION_NECK, before, after);
	return r;
}

/* Its second movement was left early, on both of its sides. */
static void
leave(struct session_record *r, enum stop_why why)
{
	r->steps = mem_resize(r->steps, 3, sizeof(*r->steps));
	r->steps[1].why = why;
	r->steps[1].side = SIDE_LEFT;
	r->steps[2] = r->steps[1];
	r->steps[2].side = SIDE_RIGHT;
	r->n_steps = 3;
}

static void
keep(struct history *h, struct session_record *r)
{
	struct err err = {""};

	if (!history_add(h, r, &err))
		fail_msg("%s", err.text);
	session_record_fini(r);
}

/* Alex's scores, two sessions a day, the later one told first. */
static void
scores(void **state)
{
	static const int8_t before[] = {6, 6, 5, 5, 5, 4, 4, 3, 3, 3};
	struct history *h = history_open(((struct place *)*state)->db, NULL);
	const struct trend *t;
	struct period p;

	for (int i = 9; i >= 0; i--) {
		struct session_record r =
		    rated(DAY + i / 2, 8 + i % 2, "chin-tuck-seated", before[i], 3);

		rate(&r, REGION_CALVES, SCORE_NONE, 5);
		rate(&r, TOPIC_MOOD, 3, 4);
		rate(&r, TOPIC_PAIN, 5, SCORE_NONE);
		rate(&r, TOPIC_PRESSURE, PRESSURE_MODERATE, SCORE_NONE);
		if (i == 2) {
			r.n_alarms = 1;
			r.alarms[0] = (struct alarm){4, "knee-to-chest-single"};
		}
		if (i < 3)
			leave(&r, i == 2 ? WHY_PAIN : WHY_TIME);
		keep(h, &r);
	}
	history_close(h);
	gather(*state, DAY, DAY + 6, &p);
	assert_int_equal(p.left[WHY_TIME], 2); /* of two sides each */
	assert_int_equal(p.left[WHY_PAIN], 1);
	assert_int_equal(p.left[WHY_OTHER], 0);
	t = &p.region[REGION_NECK].trend;
	assert_int_equal(t->n, 10);
	assert_true(t->start == 5 && t->recent == 3);
	assert_int_equal(t->verdict, VERDICT_IMPROVING);
	assert_int_equal(p.region[REGION_NECK].effect.n, 10);
	assert_int_equal(p.region[REGION_CALVES].n, 10);
	assert_int_equal(p.region[REGION_CALVES].trend.n, 0);
	assert_true(p.mood.n == 10 && p.mood.after == 4);
	assert_true(p.n_pains == 10 && p.pain.n == 0);
	assert_int_equal(p.levels[0], PRESSURE_MODERATE);
	assert_int_equal(p.n_alarms, 1);
	assert_int_equal(p.alarms[0].day, DAY + 1);
	assert_string_equal(p.alarms[0].exercise, "knee-to-chest-single");
	assert_int_equal(p.n_helps, 1); /* what was skipped is none */
	assert_int_equal(p.n_soon, 0);
	assert_string_equal(p.helps[0].exercise, "chin-tuck-seated");
	assert_int_equal(p.helps[0].n, 10);
	period_fini(&p);
}

/* Only what treats a region that was rated is told by it. */
static void
movements(void **state)
{
	struct history *h = history_open(((struct place *)*state)->db, NULL);
	struct period p;

	for (int i = 0; i < 8; i++) {
		struct session_record a = rated(DAY, i, "chin-tuck-seated", 5, 4);
		struct session_record b = rated(DAY, i, "calf-wall-stretch", 5, 2);
		struct session_record c = rated(DAY, i, "gone", 5, 2);
		struct session_record d =
		    rated(DAY, i, "neck-rotation-slow", 5, SCORE_NONE);

		keep(h, &a);
		keep(h, &b);
		keep(h, &c);
		keep(h, &d);
	}
	history_close(h);
	gather(*state, DAY, DAY, &p);
	assert_int_equal(p.region[REGION_NECK].trend.n, 32);
	assert_int_equal(p.n_helps, 1);
	assert_string_equal(p.helps[0].exercise, "chin-tuck-seated");
	assert_true(p.helps[0].n == 8 && p.helps[0].change == -1);
	period_fini(&p);
}

static void
answer(struct history *h, int32_t day, enum asked asked, int which, int score)
{
	struct answer_record a = {.rev = 1,
	    .day = day,
	    .asked_ms = day * INT64_C(86400000),
	    .asked = asked,
	    .which = which,
	    .score = score};
	struct err err = {""};

	rng_uuid_day(day, a.id);
	if (asked == ASKED_ABILITY)
		strcpy(a.name, day == DAY ? "sit" : "sit through a meeting");
	if (!history_answer(h, &a, &err))
		fail_msg("%s", err.text);
}

/* The worst score before the last session of the latest day before it, a week at
 * most; the first days have nothing to compare with. */
static void
answers(void **state)
{
	struct history *h = history_open(((struct place *)*state)->db, NULL);
	struct session_record early = rated(DAY, 8, "chin-tuck-seated", 9, 1);
	struct session_record late = rated(DAY, 18, "chin-tuck-seated", 3, 9);
	struct period p;

	rate(&late, REGION_HIPS, 4, 9);
	keep(h, &early);
	keep(h, &late);
	answer(h, DAY, ASKED_MORNING, 0, 10);
	answer(h, DAY + 1, ASKED_MORNING, 0, 5);
	answer(h, DAY + 7, ASKED_MORNING, 0, 6);
	answer(h, DAY + 8, ASKED_MORNING, 0, 10);
	answer(h, DAY, ASKED_ABILITY, 1, 4);
	answer(h, DAY + 9, ASKED_ABILITY, 1, 6);
	answer(h, DAY + 3, ASKED_GLOBAL, 0, -3);
	history_close(h);
	gather(*state, DAY, DAY + 13, &p);
	assert_int_equal(p.n_mornings, 2);
	assert_int_equal(p.n_worse, 1);
	assert_string_equal(p.ability_name[1], "sit through a meeting");
	assert_true(p.ability[1].matters);
	assert_true(p.has_global && p.global.change == -3);
	period_fini(&p);
}

static void
plans(void **state)
{
	struct history *h = history_open(((struct place *)*state)->db, NULL);
	struct plan_record plan = {.version = 1,
	    .from = DAY,
	    .to = DAY + 6,
	    .state = PLAN_ACCEPTED,
	    .answered = DAY - 1,
	    .body = mem_strdup("{\"items\":[{\"per_day\":2}]}")};
	struct period p;
	int percent;

	rng_uuid_day(DAY, plan.id);
	strcpy(plan.title, "two a day");
	assert_true(history_plan(h, &plan, NULL));
	for (int i = 0; i < 12; i++) {
		struct session_record r =
		    rated(DAY + i / 2, i, "chin-tuck-seated", 5, 4);

		strcpy(r.plan, i < 10 ? plan.id : "");
		keep(h, &r);
	}
	plan_record_fini(&plan);
	history_close(h);
	gather(*state, DAY, DAY + 5, &p);
	assert_int_equal(p.planned, 12);
	assert_int_equal(p.planned_done, 10);
	assert_int_equal(p.done, 12);
	assert_int_equal(measure_adherence(p.planned_done, p.planned, &percent),
	    ADHERENCE_ON_TRACK);
	assert_int_equal(percent, 83);
	period_fini(&p);
}

static void
nothing(void **state)
{
	struct period p;

	gather(*state, DAY, DAY + 3, &p);
	assert_int_equal(p.sessions, 0);
	assert_int_equal(p.n_days, 0);
	period_fini(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(sessions, setup, teardown),
	    cmocka_unit_test_setup_teardown(scores, setup, teardown),
	    cmocka_unit_test_setup_teardown(movements, setup, teardown),
	    cmocka_unit_test_setup_teardown(answers, setup, teardown),
	    cmocka_unit_test_setup_teardown(plans, setup, teardown),
	    cmocka_unit_test_setup_teardown(nothing, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
