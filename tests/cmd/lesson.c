#include "cmd/lesson.h"

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
expect(const char *db, struct lesson lesson, const struct made *m,
    const char *expected, const char *why)
{
	enum teach *teach;
	char got[8] = "";

	lesson.history = history_open(db, NULL);
	teach = lesson_teach(&lesson, &m->routine, m->pointers);
	for (size_t i = 0; i < m->routine.n_steps; i++)
		got[i] = teach[i] == TEACH_FULL ? 'F' : 's';
	if (strcmp(got, expected) != 0)
		fail_msg("%s: %s, expected %s", why, got, expected);
	free(teach);
	history_close(lesson.history);
}

static void
full_until_it_is_known(void **state)
{
	static const char *const ids[] = {"tall-sit", "cat-cow"};
	struct exercise e = made_exercise(POSITION_SEATED, false, 10, 0);
	struct home *h = *state;
	struct lesson lesson = {.heard = true};
	struct made m = {0};

	for (int i = 0; i < 2; i++) {
		strcpy(e.id, ids[i]);
		made_add(&m, e, 30);
	}
	made_add(&m, e, 30);
	m.pointers[2] = m.pointers[0]; /* it comes again */
	assert_true(paths_make_for(h->db, NULL));
	expect(h->db, lesson, &m, "FFs", "a first time");
	do_once(h->db, ids, 2);
	do_once(h->db, ids, 2);
	expect(h->db, lesson, &m, "FFs", "twice done");
	do_once(h->db, ids, 1);
	expect(h->db, lesson, &m, "sFs", "one of them three times");
	do_once(h->db, ids, 2);
	expect(h->db, lesson, &m, "sss", "both are known");
	lesson.wish = LESSON_FULL;
	expect(h->db, lesson, &m, "FFs", "full");
	lesson.heard = false;
	expect(h->db, lesson, &m, "sss", "nothing is heard");
	lesson.heard = true;
	lesson.wish = LESSON_SHORT;
	expect(h->db, lesson, &m, "sss", "short");
}

static void
as_the_settings_say(void **state)
{
	struct settings set;
	struct lesson lesson;

	(void)state;
	settings_init(&set);
	lesson = lesson_of(&set);
	assert_true(lesson.heard && lesson.wish == LESSON_AUTO);
	set.number[SET_VOICE_ON] = 0;
	assert_false(lesson_of(&set).heard);
	set.number[SET_VOICE_ON] = 1;
	set.number[SET_SOUND_ON] = 0;
	assert_false(lesson_of(&set).heard);
	settings_fini(&set);
}

static void
what_it_takes(void **state)
{
	struct exercise e = made_exercise(POSITION_SEATED, false, 10, 0);
	struct lesson lesson = {.heard = true};
	struct made m = {0};
	int *ways;

	(void)state;
	made_add(&m, e, 30);
	strcpy(e.id, "another");
	made_add(&m, e, 30);
	ways = lesson_ways(&lesson, &m.routine, m.pointers);
	assert_true(ways[0] > ROUTINE_LEAD_S && ways[1] > 5);
	assert_int_equal(lesson_added_s(&lesson, &m.routine, m.pointers),
	    ways[0] - ROUTINE_LEAD_S + ways[1] - 5);
	free(ways);
	lesson.wish = LESSON_SHORT;
	assert_int_equal(lesson_added_s(&lesson, &m.routine, m.pointers), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		full_until_it_is_known, home_setup, home_teardown),
	    cmocka_unit_test(as_the_settings_say),
	    cmocka_unit_test(what_it_takes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
