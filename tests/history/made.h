/*
 * Histories for tests: records, files looked at past our own code, and what must be
 * true of every file.
 */
#ifndef TESTS_HISTORY_MADE_H
#define TESTS_HISTORY_MADE_H

#include "base/mem.h"
#include "history/history.h"
#include "tests/folder.h"
#include "tests/test.h"

#include <sqlite3.h>
#include <string.h>

#define STEPS 6
#define DAY   20514 /* 2026-03-02 */

/* --- a record, and what is the same about two --------------------------- */

static inline struct session_record
record(int32_t day, int64_t started_ms)
{
	struct session_record r = {.rev = 1,
	    .day = day,
	    .started_ms = started_ms,
	    .offset_min = 60,
	    .state = STATE_RUNNING,
	    .n_steps = STEPS};

	rng_uuid_day(day, r.id);
	strcpy(r.routine, "desk-reset-2");
	r.steps = mem_new(STEPS, sizeof(*r.steps));
	for (int i = 0; i < STEPS; i++) {
		struct step_record *s = &r.steps[i];

		snprintf(s->exercise, sizeof(s->exercise), "move-%d", i / 2);
		s->side = i % 2 ? SIDE_RIGHT : SIDE_LEFT;
		s->planned_ms = 20000;
		s->wrong_ms = -1;
		r.planned_ms += s->planned_ms;
	}
	return r;
}

static inline void
hold(struct session_record *r, int step, int64_t held_ms)
{
	r->steps[step].held_ms = held_ms;
	r->steps[step].outcome = OUTCOME_DONE;
	r->active_ms = 0;
	for (size_t i = 0; i < r->n_steps; i++)
		r->active_ms += r->steps[i].held_ms;
}

static inline void
assert_same(const struct session_record *a, const struct session_record *b)
{
	assert_string_equal(a->id, b->id);
	assert_string_equal(a->routine, b->routine);
	assert_int_equal(a->rev, b->rev);
	assert_int_equal(a->day, b->day);
	assert_int_equal(a->started_ms, b->started_ms);
	assert_int_equal(a->offset_min, b->offset_min);
	assert_int_equal(a->state, b->state);
	assert_int_equal(a->planned_ms, b->planned_ms);
	assert_int_equal(a->active_ms, b->active_ms);
	assert_int_equal(a->n_steps, b->n_steps);
	for (size_t i = 0; i < a->n_steps; i++) {
		assert_string_equal(a->steps[i].exercise, b->steps[i].exercise);
		assert_int_equal(a->steps[i].side, b->steps[i].side);
		assert_int_equal(a->steps[i].planned_ms, b->steps[i].planned_ms);
		assert_int_equal(a->steps[i].held_ms, b->steps[i].held_ms);
		assert_int_equal(a->steps[i].outcome, b->steps[i].outcome);
		assert_int_equal(a->steps[i].wrong_ms, b->steps[i].wrong_ms);
		assert_int_equal(a->steps[i].why, b->steps[i].why);
	}
	assert_true(session_record_equal(a, b));
}

static inline bool
copy_out(const struct session_record *r, void *arg)
{
	session_record_copy(arg, r);
	return false;
}

static inline struct session_record
newest(struct history *h)
{
	struct session_record r = {0};

	assert_true(history_each(h, 1, copy_out, &r, NULL));
	return r;
}

static inline bool
count_one(const struct session_record *r, void *arg)
{
	(void)r;
	*(int *)arg += 1;
	return true;
}

/* How many revisions of it were replaced. */
static inline int
former_of(struct history *h, const char *id)
{
	int n = 0;

	assert_true(history_former(h, id, count_one, &n, NULL));
	return n;
}

static inline struct history *
must_open(const char *path)
{
	struct err err = {""};
	struct history *h = history_open(path, &err);

	if (!h)
		fail_msg("%s", err.text);
	return h;
}

/* One number from the file, past our own code. */
static inline int64_t
number(const char *path, const char *sql)
{
	sqlite3 *db;
	sqlite3_stmt *q;
	int64_t n;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &q, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(q), SQLITE_ROW);
	n = sqlite3_column_int64(q, 0);
	sqlite3_finalize(q);
	sqlite3_close(db);
	return n;
}

static inline void
change(const char *path, const char *sql)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

/* Nothing of one question that is not in the other. */
static inline void
assert_none(const char *path, const char *a, const char *b)
{
	char sql[600];

	snprintf(sql, sizeof(sql), "SELECT count(*) FROM (%s EXCEPT %s)", a, b);
	assert_int_equal(number(path, sql), 0);
}

/* Sound as SQLite sees it, and sums of days that are those of their sessions. */
static inline void
assert_sound(const char *path)
{
	static const char days[] = "SELECT day, count(*), sum(state = 1), "
				   "sum(active_ms), sum(planned_ms), "
				   "sum(active_ms > 0) FROM session GROUP BY day";
	static const char kept_days[] = "SELECT day, sessions, done, active_ms, "
					"planned_ms, held FROM day";
	static const char doses[] =
	    "SELECT day, exercise, side, sum(held_ms) FROM step JOIN session "
	    "ON no = session WHERE held_ms > 0 GROUP BY 1, 2, 3";
	static const char kept_doses[] =
	    "SELECT day, exercise, side, held_ms FROM dose";

	assert_int_equal(number(path, "SELECT count(*) FROM pragma_integrity_check "
				      "WHERE integrity_check <> 'ok'"),
	    0);
	assert_int_equal(
	    number(path, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
	assert_none(path, days, kept_days);
	assert_none(path, kept_days, days);
	assert_none(path, doses, kept_doses);
	assert_none(path, kept_doses, doses);
}

static inline int
setup(void **state)
{
	struct folder *f = mem_new(1, sizeof(*f));

	folder_make(f, "history.db");
	*state = f;
	return 0;
}

static inline int
teardown(void **state)
{
	folder_remove(*state);
	free(*state);
	return 0;
}

#endif
