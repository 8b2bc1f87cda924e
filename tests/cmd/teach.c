#include "cmd/teach.h"

#include "base/paths.h"
#include "tests/cmd/run.h"
#include "tests/score/made.h"
#include "tests/test.h"

#define DAY 20514 /* 2026-03-02 */

/* A session in which both exercises of `m` were done, or only the first. */
static void
do_once(const char *db, const char *const *ids, int n)
{
	struct history *h = history_open(db, NULL);
	struct step_record steps[2] = {{.wrong_ms = -1}, {.wrong_ms = -1}};
	struct session_record r = {.rev = 1,
	    .day = DAY,
	    .planned_ms = 1000,
	    .active_ms = 1000,
	    .steps = steps,
	    .n_steps = (size_t)n};

	assert_non_null(h);
	for (int i = 0; i < n; i++) {
		strcpy(steps[i].exercise, ids[i]);
		steps[i].planned_ms = steps[i].held_ms = 500;
	}
	rng_uuid_day(DAY, r.id);
	assert_true(history_begin(h, &r, NULL));
	for (int i = 0; i < n; i++)
		steps[i].outcome = OUTCOME_DONE;
	r.state = STATE_DONE;
	assert_true(history_end(h, &r, NULL));
	history_close(h);
}

static void
expect(const char *db, const struct settings *set, const struct made *m,
    const char *expected, const char *why)
{
	struct history *h = history_open(db, NULL);
	enum teach *teach = teach_steps(set, h, &m->routine, m->pointers);
	char got[8] = "";

	for (size_t i = 0; i < m->routine.n_steps; i++)
		got[i] = teach[i] == TEACH_FULL ? 'F' : 's';
	if (strcmp(got, expected) != 0)
		fail_msg("%s: %s, expected %s", why, got, expected);
	free(teach);
	history_close(h);
}

static void
full_until_it_is_known(void **state)
{
	static const char *const ids[] = {"tall-sit", "cat-cow"};
	struct exercise e = made_exercise(POSITION_SEATED, false, 10, 0);
	struct home *h = *state;
	struct settings set;
	struct made m = {0};

	for (int i = 0; i < 2; i++) {
		strcpy(e.id, ids[i]);
		made_add(&m, e, 30);
	}
	made_add(&m, e, 30);
	m.pointers[2] = m.pointers[0]; /* it comes again */
	settings_init(&set);
	assert_true(paths_make_for(h->db, NULL));
	expect(h->db, &set, &m, "FFs", "a first time");
	do_once(h->db, ids, 2);
	do_once(h->db, ids, 2);
	expect(h->db, &set, &m, "FFs", "twice done");
	do_once(h->db, ids, 1);
	expect(h->db, &set, &m, "sFs", "one of them three times");
	do_once(h->db, ids, 2);
	expect(h->db, &set, &m, "sss", "both are known");
	set.number[SET_SESSION_TEACH] = 1;
	expect(h->db, &set, &m, "FFs", "full");
	set.number[SET_SESSION_TEACH] = 2;
	expect(h->db, &set, &m, "sss", "short");
	settings_fini(&set);
}

static void
nothing_is_known_without_a_history(void **state)
{
	struct exercise e = made_exercise(POSITION_SEATED, false, 10, 0);
	struct settings set;
	struct made m = {0};
	enum teach *teach;

	(void)state;
	made_add(&m, e, 30);
	settings_init(&set);
	teach = teach_steps(&set, NULL, &m.routine, m.pointers);
	assert_int_equal(teach[0], TEACH_FULL);
	free(teach);
	settings_fini(&set);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		full_until_it_is_known, home_setup, home_teardown),
	    cmocka_unit_test(nothing_is_known_without_a_history),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
