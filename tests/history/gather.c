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
	assert_int_equal(p.planned_ms, 240000);
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
	    cmocka_unit_test_setup_teardown(nothing, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
