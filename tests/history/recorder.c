#include "history/recorder.h"

#include "base/mem.h"
#include "tests/folder.h"
#include "tests/score/made.h"
#include "tests/test.h"

#include <sqlite3.h>
#include <string.h>

#define S       INT64_C(1000000000)
#define DAY     20514
#define WALL_MS 1772442000000

/* A real score of two steps, four parts at most, and a session over it. */
struct stage {
	struct folder folder;
	struct made made;
	struct score *score;
	struct session *session;
	struct history *history;
	struct recorder *recorder;
	int64_t now;
};

static int
setup(void **state)
{
	struct stage *t = mem_new(1, sizeof(*t));

	folder_make(&t->folder, "history.db");
	strcpy(t->made.routine.id, "by-hand");
	made_add(&t->made, made_exercise(POSITION_SEATED, true, 20, 0), 45);
	made_add(&t->made, made_exercise(POSITION_SEATED, false, 10, 0), 40);
	strcpy(t->made.exercises[0].id, "reach");
	strcpy(t->made.exercises[1].id, "breathe");
	t->score = made_score(&t->made);
	t->history = history_open(t->folder.file, NULL);
	t->session = session_new(t->score, 0, 0);
	t->recorder = recorder_new(t->history, t->score, DAY, WALL_MS, 60);
	*state = t;
	return 0;
}

static int
teardown(void **state)
{
	struct stage *t = *state;

	recorder_free(t->recorder);
	history_close(t->history);
	session_free(t->session);
	score_free(t->score);
	folder_remove(&t->folder);
	free(t);
	return 0;
}

static void
drain(struct stage *t)
{
	struct session_event event;

	while (session_next(t->session, t->now, &event))
		recorder_event(t->recorder, t->session, &event);
}

/* On to this score time, when nothing was paused. */
static void
go_to(struct stage *t, int64_t ms)
{
	t->now = ms * (S / 1000);
	drain(t);
}

static bool
copy_out(const struct session_record *r, void *arg)
{
	struct session_record *to = arg;

	*to = *r;
	to->steps = mem_new(r->n_steps, sizeof(*r->steps));
	memcpy(to->steps, r->steps, r->n_steps * sizeof(*r->steps));
	return false;
}

/* What another program reads now; it does not settle. */
static struct session_record
in_file(struct stage *t)
{
	struct history *h = history_open_read(t->folder.file, NULL);
	struct session_record r = {0};

	assert_non_null(h);
	assert_true(history_each(h, 1, copy_out, &r, NULL));
	history_close(h);
	return r;
}

static void
played_to_the_end(void **state)
{
	struct stage *t = *state;
	struct session_record r = in_file(t);

	assert_int_equal(r.state, STATE_RUNNING);
	assert_string_equal(r.routine, "by-hand");
	assert_int_equal(r.planned_ms, t->score->planned_ms);
	assert_int_equal(r.planned_ms, 85000);
	assert_int_equal(r.n_steps, 3);
	assert_int_equal(r.day, DAY);
	assert_int_equal(rng_uuid_to_day(r.id), DAY);
	session_record_fini(&r);

	go_to(t, t->score->end_ms + 1000);
	r = in_file(t);
	assert_int_equal(r.state, STATE_DONE);
	assert_int_equal(r.started_ms, WALL_MS);
	assert_int_equal(r.offset_min, 60);
	assert_int_equal(r.active_ms, session_held_ms(t->session));
	assert_true(r.active_ms * 100 >= r.planned_ms * 90);
	assert_string_equal(r.steps[0].exercise, "reach");
	assert_int_equal(r.steps[0].side, SIDE_LEFT);
	assert_int_equal(r.steps[1].side, SIDE_RIGHT);
	assert_string_equal(r.steps[2].exercise, "breathe");
	assert_int_equal(r.steps[2].side, SIDE_NONE);
	for (size_t i = 0; i < r.n_steps; i++)
		assert_int_equal(r.steps[i].outcome, OUTCOME_DONE);
	session_record_fini(&r);
	assert_null(recorder_error(t->recorder));
}

static void
each_part_is_kept_as_it_ends(void **state)
{
	struct stage *t = *state;

	/* Whenever a part is over, the file has all of its held time. */
	for (int64_t ms = 0; ms < t->score->end_ms; ms += 500) {
		struct session_record r;

		go_to(t, ms);
		r = in_file(t);
		for (size_t i = 0; i < r.n_steps; i++) {
			const struct part_result *result =
			    session_result(t->session, i);

			if (result->outcome == OUTCOME_OPEN)
				continue;
			assert_int_equal(r.steps[i].held_ms, result->held_ms);
			assert_int_equal(r.steps[i].outcome, result->outcome);
		}
		session_record_fini(&r);
	}
}

static void
ends(void **state)
{
	static const struct {
		int64_t at_ms;
		void (*key)(struct session *s, int64_t now);
		enum session_state state;
		const char *remark;
	} rows[] = {
	    {0, session_stop, STATE_SKIPPED, "stopped at once"},
	    {4900, session_stop, STATE_SKIPPED, "within the lead-in"},
	    {12000, session_stop, STATE_PARTIAL, "after some seconds"},
	    {80000, session_stop, STATE_DONE, "near the end"},
	    {12000, session_wrong, STATE_PARTIAL, "something was wrong"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct stage *t;
		struct session_record r;

		if (i > 0)
			setup(state);
		t = *state;
		go_to(t, rows[i].at_ms);
		rows[i].key(t->session, t->now);
		drain(t);
		r = in_file(t);
		if (r.state != rows[i].state)
			fail_msg("%s: %d, %d held", rows[i].remark, (int)r.state,
			    (int)r.active_ms);
		assert_int_equal(r.active_ms, session_held_ms(t->session));
		if (rows[i].key == session_wrong) {
			assert_int_equal(r.steps[0].outcome, OUTCOME_WRONG);
			assert_int_equal(r.steps[0].wrong_ms,
			    session_result(t->session, 0)->wrong_ms);
			assert_true(r.steps[0].wrong_ms > 0);
		}
		for (size_t s = 0; s < r.n_steps; s++)
			assert_int_not_equal(r.steps[s].outcome, OUTCOME_OPEN);
		session_record_fini(&r);
		if (i + 1 < ARRAY_LEN(rows))
			teardown(state);
	}
}

static void
without_a_history_the_session_goes_on(void **state)
{
	struct stage *t = *state;
	struct recorder *lost = recorder_new(NULL, t->score, DAY, 0, 0);
	struct session_event event;

	assert_non_null(recorder_error(lost));
	t->now = 100 * S;
	while (session_next(t->session, t->now, &event))
		recorder_event(lost, t->session, &event);
	assert_int_equal(recorder_record(lost)->state, STATE_DONE);
	assert_int_equal(
	    recorder_record(lost)->active_ms, session_held_ms(t->session));
	recorder_free(lost);
}

static void
what_failed_is_tried_again(void **state)
{
	struct stage *t = *state;
	struct session_record r;
	sqlite3 *other;

	/* Another program keeps the database for the middle of the session. */
	assert_int_equal(sqlite3_open(t->folder.file, &other), SQLITE_OK);
	go_to(t, 8000);
	assert_int_equal(
	    sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	go_to(t, 40000);
	assert_non_null(recorder_error(t->recorder));
	r = in_file(t);
	assert_int_equal(r.active_ms, 0);
	session_record_fini(&r);
	assert_int_equal(
	    sqlite3_exec(other, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(other);
	go_to(t, 60000);
	assert_null(recorder_error(t->recorder));
	r = in_file(t);
	assert_true(r.active_ms > 0);
	session_record_fini(&r);
	go_to(t, t->score->end_ms);
	r = in_file(t);
	assert_int_equal(r.state, STATE_DONE);
	assert_int_equal(r.active_ms, session_held_ms(t->session));
	session_record_fini(&r);
}

static void
the_last_chance(void **state)
{
	struct stage *t = *state;
	struct session_record r;
	sqlite3 *other;

	/* Locked from before the beginning to after the end. */
	assert_int_equal(sqlite3_open(t->folder.file, &other), SQLITE_OK);
	assert_int_equal(
	    sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	recorder_free(t->recorder);
	t->recorder = recorder_new(t->history, t->score, DAY + 1, WALL_MS, 60);
	assert_non_null(recorder_error(t->recorder));
	t->now = 100 * S;
	drain(t);
	assert_non_null(recorder_error(t->recorder));
	assert_int_equal(
	    sqlite3_exec(other, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(other);
	recorder_leave(t->recorder);
	history_close(t->history);
	t->history = NULL;
	r = in_file(t);
	assert_int_equal(r.day, DAY + 1);
	assert_int_equal(r.state, STATE_DONE);
	session_record_fini(&r);
	assert_int_equal(recorder_record(t->recorder)->state, STATE_DONE);
}

/* The stage's session was stopped after the left side of "reach"; then its rest
 * is played. */
static struct score *
stop_and_go_on(struct stage *t, struct session_record *before)
{
	static const struct pacing pacing = {SIDE_LEFT};

	go_to(t, 30000);
	session_stop(t->session, t->now);
	drain(t);
	recorder_leave(t->recorder);
	*before = in_file(t);
	assert_int_equal(before->state, STATE_PARTIAL);
	assert_int_equal(before->steps[0].outcome, OUTCOME_DONE);
	assert_int_equal(before->steps[1].outcome, OUTCOME_SKIPPED);
	t->made.steps[0].seconds = (int)(before->steps[1].planned_ms / 1000);
	t->made.steps[0].first = SIDE_RIGHT;
	t->made.steps[0].one_side = true;
	session_free(t->session);
	t->now = 0;
	return score_new(&t->made.routine, t->made.pointers, &pacing);
}

static bool
one_former(const struct session_record *r, void *arg)
{
	assert_int_equal(r->state, STATE_PARTIAL);
	*(int *)arg += 1;
	return true;
}

static void
an_interrupted_one_goes_on(void **state)
{
	struct stage *t = *state;
	struct session_record before, r;
	struct score *rest = stop_and_go_on(t, &before);
	int64_t held;
	int former = 0;

	recorder_free(t->recorder);
	t->recorder = recorder_resume(t->history, rest, &before, 1);
	assert_non_null(t->recorder);
	t->session = session_new(rest, 0, 0);
	r = in_file(t);
	assert_int_equal(r.state, STATE_RUNNING);
	assert_int_equal(r.rev, 2);
	assert_int_equal(r.active_ms, before.active_ms);
	assert_int_equal(r.no, before.no);
	session_record_fini(&r);
	go_to(t, rest->end_ms);
	held = session_held_ms(t->session);
	r = in_file(t);
	assert_int_equal(r.state, STATE_DONE);
	assert_int_equal(r.rev, 2);
	assert_string_equal(r.id, before.id);
	assert_int_equal(r.started_ms, before.started_ms);
	assert_int_equal(r.planned_ms, before.planned_ms);
	assert_int_equal(r.active_ms, before.active_ms + held);
	assert_int_equal(r.steps[0].held_ms, before.steps[0].held_ms);
	for (int i = 0; i < 3; i++)
		assert_int_equal(r.steps[i].outcome, OUTCOME_DONE);
	session_record_fini(&r);
	assert_true(
	    history_former(t->history, before.id, one_former, &former, NULL));
	assert_int_equal(former, 1);
	session_record_fini(&before);
	recorder_free(t->recorder);
	t->recorder = NULL;
	session_free(t->session);
	t->session = NULL;
	score_free(rest);
}

/* What was corrected or removed meanwhile is not written over. */
static void
what_changed_meanwhile_is_not_resumed(void **state)
{
	struct stage *t = *state;
	struct session_record before, r;
	struct score *rest = stop_and_go_on(t, &before);
	struct recorder *again;

	t->session = NULL;
	strcpy(before.note, "corrected");
	assert_true(history_change(t->history, &before, NULL));
	again = recorder_resume(t->history, rest, &before, 1);
	assert_non_null(strstr(recorder_error(again), "changed meanwhile"));
	recorder_free(again);
	r = in_file(t);
	assert_int_equal(r.rev, 2);
	assert_int_equal(r.state, STATE_PARTIAL);
	session_record_fini(&r);
	assert_null(recorder_resume(t->history, rest, &before, 2)); /* no rest */
	assert_null(recorder_resume(NULL, rest, &before, 1));
	session_record_fini(&before);
	score_free(rest);
}

/* Before and after the session, in its first revision; nothing said is nothing
 * written. */
static void
what_was_said(void **state)
{
	struct stage *t = *state;
	struct checkin said;
	struct session_record r;

	checkin_before(&said, BIT_OF(REGION_NECK));
	recorder_said(t->recorder, &said);
	r = in_file(t);
	assert_int_equal(r.n_ratings, 0);
	session_record_fini(&r);
	assert_true(checkin_parse(&said, "neck=6,mood=2", NULL));
	recorder_said(t->recorder, &said);
	go_to(t, t->score->end_ms + 1000);
	r = in_file(t);
	assert_int_equal(r.n_ratings, 2);
	assert_int_equal(r.ratings[0].topic, REGION_NECK);
	assert_int_equal(r.ratings[0].before, 6);
	assert_int_equal(r.ratings[0].after, SCORE_NONE);
	session_record_fini(&r);
	checkin_after(&said, &said);
	assert_true(checkin_parse(&said, "neck=3,mood=4", NULL));
	strcpy(said.note, "better");
	recorder_said(t->recorder, &said);
	recorder_leave(t->recorder);
	r = in_file(t);
	assert_int_equal(r.rev, 1);
	assert_int_equal(r.state, STATE_DONE);
	assert_int_equal(r.ratings[0].before, 6);
	assert_int_equal(r.ratings[0].after, 3);
	assert_int_equal(r.ratings[1].topic, TOPIC_MOOD);
	assert_int_equal(r.ratings[1].after, 4);
	assert_string_equal(r.note, "better");
	session_record_fini(&r);
	assert_null(recorder_error(t->recorder));
}

int
main(void)
{
#define ON_STAGE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
	    ON_STAGE(played_to_the_end),
	    ON_STAGE(each_part_is_kept_as_it_ends),
	    ON_STAGE(ends),
	    ON_STAGE(without_a_history_the_session_goes_on),
	    ON_STAGE(what_failed_is_tried_again),
	    ON_STAGE(the_last_chance),
	    ON_STAGE(an_interrupted_one_goes_on),
	    ON_STAGE(what_changed_meanwhile_is_not_resumed),
	    ON_STAGE(what_was_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
