#include "history/history.h"

#include "base/mem.h"
#include "history/store.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>

/* --- writing ------------------------------------------------------------ */

static void
bind_session(sqlite3_stmt *q, const struct session_record *r)
{
	store_bind_text(q, 1, r->id);
	store_bind_text(q, 2, r->routine);
	sqlite3_bind_int(q, 3, r->rev);
	sqlite3_bind_int(q, 4, r->day);
	sqlite3_bind_int64(q, 5, r->started_ms);
	sqlite3_bind_int(q, 6, r->offset_min);
	sqlite3_bind_int(q, 7, r->state);
	sqlite3_bind_int64(q, 8, r->planned_ms);
	sqlite3_bind_int64(q, 9, r->active_ms);
	sqlite3_bind_int(q, 10, r->origin);
	store_bind_text(q, 11, r->plan);
	store_bind_text(q, 12, r->note);
}

static void
bind_step(sqlite3_stmt *q, const struct step_record *s)
{
	store_bind_text(q, 3, s->exercise);
	sqlite3_bind_int(q, 4, s->side);
	sqlite3_bind_int64(q, 5, s->planned_ms);
	sqlite3_bind_int64(q, 6, s->held_ms);
	sqlite3_bind_int(q, 7, s->outcome);
	if (s->wrong_ms >= 0)
		sqlite3_bind_int64(q, 8, s->wrong_ms);
	else
		sqlite3_bind_null(q, 8);
	sqlite3_bind_int(q, 9, s->why);
}

static void
bind_score(sqlite3_stmt *q, int at, int8_t score)
{
	if (score == SCORE_NONE)
		sqlite3_bind_null(q, at);
	else
		sqlite3_bind_int(q, at, score);
}

static bool
write_steps(struct history *h, int64_t no, const struct session_record *r,
    const char *doing, struct err *err)
{
	sqlite3_stmt *q = store_keep(h, KEPT_STEP, doing, err);
	bool ok = q != NULL;

	for (size_t i = 0; ok && i < r->n_steps; i++) {
		sqlite3_bind_int64(q, 1, no);
		sqlite3_bind_int64(q, 2, (int64_t)i);
		bind_step(q, &r->steps[i]);
		ok = store_run_kept(h, KEPT_STEP, doing, err);
	}
	return ok;
}

static bool
write_ratings(struct history *h, int64_t no, const struct session_record *r,
    const char *doing, struct err *err)
{
	bool ok = true;

	for (size_t i = 0; ok && i < r->n_ratings; i++) {
		sqlite3_stmt *q = store_keep(h, KEPT_RATING, doing, err);

		ok = q != NULL;
		if (!ok)
			break;
		sqlite3_bind_int64(q, 1, no);
		sqlite3_bind_int(q, 2, r->ratings[i].topic);
		bind_score(q, 3, r->ratings[i].before);
		bind_score(q, 4, r->ratings[i].after);
		ok = store_run_kept(h, KEPT_RATING, doing, err);
	}
	return ok;
}

static bool
write_alarms(struct history *h, int64_t no, const struct session_record *r,
    const char *doing, struct err *err)
{
	bool ok = true;

	for (size_t i = 0; ok && i < r->n_alarms; i++) {
		sqlite3_stmt *q = store_keep(h, KEPT_ALARM, doing, err);

		ok = q != NULL;
		if (!ok)
			break;
		sqlite3_bind_int64(q, 1, no);
		sqlite3_bind_int64(q, 2, (int64_t)i);
		sqlite3_bind_int(q, 3, r->alarms[i].code);
		store_bind_text(q, 4, r->alarms[i].exercise);
		ok = store_run_kept(h, KEPT_ALARM, doing, err);
	}
	return ok;
}

bool
store_write_rest(struct history *h, int64_t no, const struct session_record *r,
    const char *doing, struct err *err)
{
	return write_steps(h, no, r, doing, err) &&
	       write_ratings(h, no, r, doing, err) &&
	       write_alarms(h, no, r, doing, err);
}

bool
store_insert_session(struct history *h, const struct session_record *r, int64_t *no,
    const char *doing, struct err *err)
{
	sqlite3_stmt *q = store_prepare(h,
	    "INSERT INTO session (no, id, routine, rev, day, started_ms, "
	    "offset_min, state, planned_ms, active_ms, origin, plan, note) "
	    "SELECT max(last_no, coalesce((SELECT max(no) FROM session), 0)) + 1, "
	    "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM meta",
	    doing, err);
	bool ok;

	if (!q)
		return false;
	bind_session(q, r);
	ok = store_step(h, q, doing, err);
	sqlite3_finalize(q);
	*no = sqlite3_last_insert_rowid(h->db);
	return ok;
}

/* With its lock, before the row can be seen: nobody can find it running and
 * dead. */
static bool
insert_running(struct history *h, const struct session_record *r, const char *doing,
    struct err *err)
{
	int64_t no;

	if (!store_insert_session(h, r, &no, doing, err))
		return false;
	h->running = no;
	if (!store_set_lock(h, no, F_WRLCK))
		return err_errno(err, "%s: its lock", h->path);
	return store_write_rest(h, no, r, doing, err);
}

void
history_leave(struct history *h)
{
	if (h->running)
		store_set_lock(h, h->running, F_UNLCK);
	h->running = 0;
}

bool
history_begin(struct history *h, const struct session_record *r, struct err *err)
{
	static const char doing[] = "the session cannot be written";

	if (rng_uuid_to_day(r->id) != r->day)
		return err_set(
		    err, "%s: the id %s is not of its day", h->path, r->id);
	if (!store_open_lock(h, err) || !store_start(h, doing, err))
		return false;
	history_leave(h);
	if (store_finish(h, insert_running(h, r, doing, err), doing, err))
		return true;
	history_leave(h);
	return false;
}

bool
store_update_session(struct history *h, const struct session_record *r,
    const char *doing, struct err *err)
{
	sqlite3_stmt *q = store_keep(h, KEPT_SESSION, doing, err);

	if (!q)
		return false;
	bind_session(q, r);
	return store_run_kept(h, KEPT_SESSION, doing, err) &&
	       (sqlite3_changes(h->db) == 1 ||
		   err_set(err, "%s: there is no session %s", h->path, r->id));
}

bool
history_checkpoint(struct history *h, const struct session_record *r, bool durable,
    struct err *err)
{
	static const char doing[] = "the session cannot be written";

	if (!h->running)
		return err_set(err, "%s: no session has begun", h->path);
	return store_wait(h, durable, doing, err) && store_start(h, doing, err) &&
	       store_finish(h,
		   store_update_session(h, r, doing, err) &&
		       store_write_rest(h, h->running, r, doing, err),
		   doing, err);
}

bool
history_end(struct history *h, const struct session_record *r, struct err *err)
{
	return history_checkpoint(h, r, true, err);
}

/* --- settling ----------------------------------------------------------- */

#define TEXT_OF(x)  TEXT_OF_(x)
#define TEXT_OF_(x) #x
#define ENOUGH      " * 100 >= planned_ms * " TEXT_OF(SESSION_DONE_PERCENT)

/* From what its steps hold; see enum session_state and enum outcome. */
static bool
settle_one(struct history *h, int64_t no, struct err *err)
{
	static const char *const sql[] = {
	    "UPDATE step SET outcome = CASE WHEN held_ms > 0 AND held_ms" ENOUGH
	    " THEN 1 ELSE 2 END WHERE session = ? AND outcome = 0",
	    "UPDATE session SET active_ms = "
	    "(SELECT coalesce(sum(held_ms), 0) FROM step WHERE session = no) "
	    "WHERE no = ?",
	    "UPDATE session SET state = CASE WHEN active_ms = 0 THEN 3 "
	    "WHEN active_ms" ENOUGH " THEN 1 ELSE 2 END WHERE no = ?",
	};
	static const char doing[] = "an interrupted session cannot be closed";
	bool ok = true;

	for (size_t i = 0; ok && i < ARRAY_LEN(sql); i++) {
		sqlite3_stmt *q = store_prepare(h, sql[i], doing, err);

		ok = q != NULL;
		if (ok) {
			sqlite3_bind_int64(q, 1, no);
			ok = sqlite3_step(q) == SQLITE_DONE ||
			     store_fail(h, err, doing);
		}
		sqlite3_finalize(q);
	}
	return ok;
}

/* The next session, after `no`, that nobody runs; 0 when there is none. */
static int64_t
next_dead(struct history *h, int64_t no)
{
	sqlite3_stmt *q = store_prepare(h,
	    "SELECT no FROM session WHERE state = 0 AND no > ? ORDER BY no", "",
	    NULL);
	int64_t found = 0;

	sqlite3_bind_int64(q, 1, no);
	while (!found && sqlite3_step(q) == SQLITE_ROW) {
		no = sqlite3_column_int64(q, 0);
		if (no == h->running || !store_set_lock(h, no, F_WRLCK))
			continue;
		store_set_lock(h, no, F_UNLCK);
		found = no;
	}
	sqlite3_finalize(q);
	return found;
}

bool
history_running(struct history *h)
{
	int64_t any = 0;

	return store_ask(h, "SELECT EXISTS (SELECT 1 FROM session WHERE state = 0)",
		   &any, "", NULL) &&
	       any;
}

int
history_settle(struct history *h, struct err *err)
{
	static const char doing[] = "an interrupted session cannot be closed";
	int settled = 0;
	bool ok = true;

	if (!history_running(h))
		return 0;
	if (!store_open_lock(h, err) || !store_start(h, doing, err))
		return -1;
	for (int64_t no = 0; ok && (no = next_dead(h, no)) != 0; settled++)
		ok = settle_one(h, no, err);
	return store_finish(h, ok, doing, err) ? settled : -1;
}
