#include "base/civil.h"
#include "base/mem.h"
#include "history/history.h"
#include "history/schema.h"
#include "history/store.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

/* Runs a statement about one id. */
static bool
run_on(struct history *h, const char *sql, const char *id, const char *doing,
    struct err *err)
{
	sqlite3_stmt *q = store_prepare(h, sql, doing, err);
	bool ok;

	if (!q)
		return false;
	store_bind_text(q, 1, id);
	ok = store_step(h, q, doing, err);
	sqlite3_finalize(q);
	return ok;
}

/* The revision under an id in a table; 0: there is none. */
static bool
revision(struct history *h, const char *sql, const char *id, int *rev,
    const char *doing, struct err *err)
{
	sqlite3_stmt *q = store_prepare(h, sql, doing, err);
	int got;

	*rev = 0;
	if (!q)
		return false;
	store_bind_text(q, 1, id);
	got = sqlite3_step(q);
	if (got == SQLITE_ROW)
		*rev = sqlite3_column_int(q, 0);
	sqlite3_finalize(q);
	return got == SQLITE_ROW || got == SQLITE_DONE || store_fail(h, err, doing);
}

#define REV_OF_SESSION "SELECT rev FROM session WHERE id = ?"
#define REV_OF_ANSWER  "SELECT rev FROM answer WHERE id = ?"
#define REV_OF_GONE    "SELECT rev FROM gone WHERE id = ?"

/* --- sessions -------------------------------------------------------------- */

static bool
insert(struct history *h, const struct session_record *r, const char *doing,
    struct err *err)
{
	int64_t no;

	return store_insert_session(h, r, &no, doing, err) &&
	       store_write_rest(h, no, r, doing, err);
}

/* The revision that is there goes to `former`, with all that hangs on it. */
static bool
keep_former(struct history *h, const char *id, const char *doing, struct err *err)
{
	return run_on(h,
	    "INSERT OR IGNORE INTO former SELECT id, rev, json_object("
	    "'day', day, 'started_ms', started_ms, 'offset_min', offset_min, "
	    "'routine', routine, 'state', state, 'planned_ms', planned_ms, "
	    "'active_ms', active_ms, 'origin', origin, 'plan', plan, 'note', note, "
	    "'steps', (SELECT json_group_array(json_array(exercise, side, "
	    "planned_ms, held_ms, outcome, wrong_ms, why)) FROM "
	    "(SELECT * FROM step WHERE session = no ORDER BY n)), "
	    "'ratings', (SELECT json_group_array(json_array(topic, before, after)) "
	    "FROM "
	    "(SELECT * FROM rating WHERE session = no ORDER BY topic)), "
	    "'alarms', (SELECT json_group_array(json_array(code, exercise)) FROM "
	    "(SELECT * FROM alarm WHERE session = no ORDER BY n))) "
	    "FROM session WHERE id = ?",
	    id, doing, err);
}

static bool
number_of(struct history *h, const char *id, int64_t *no, const char *doing,
    struct err *err)
{
	sqlite3_stmt *q =
	    store_prepare(h, "SELECT no FROM session WHERE id = ?", doing, err);
	bool ok;

	if (!q)
		return false;
	store_bind_text(q, 1, id);
	ok = sqlite3_step(q) == SQLITE_ROW || store_fail(h, err, doing);
	*no = ok ? sqlite3_column_int64(q, 0) : 0;
	sqlite3_finalize(q);
	return ok;
}

/* In the place of what has its id, under the number that it has. */
static bool
replace(struct history *h, const struct session_record *r, const char *doing,
    struct err *err)
{
	static const char *const clear[] = {
	    "DELETE FROM step WHERE session = (SELECT no FROM session WHERE id = "
	    "?)",
	    "DELETE FROM rating WHERE session = "
	    "(SELECT no FROM session WHERE id = ?)",
	    "DELETE FROM alarm WHERE session = "
	    "(SELECT no FROM session WHERE id = ?)",
	};
	int64_t no = 0;
	bool ok = keep_former(h, r->id, doing, err);

	for (size_t i = 0; ok && i < ARRAY_LEN(clear); i++)
		ok = run_on(h, clear[i], r->id, doing, err);
	return ok && store_update_session(h, r, doing, err) &&
	       number_of(h, r->id, &no, doing, err) &&
	       store_write_rest(h, no, r, doing, err);
}

static bool
write_gone(struct history *h, const struct gone_record *g, const char *doing,
    struct err *err)
{
	sqlite3_stmt *q = store_prepare(h,
	    "INSERT INTO gone VALUES (?, ?, ?) "
	    "ON CONFLICT DO UPDATE SET rev = excluded.rev",
	    doing, err);
	bool ok;

	if (!q)
		return false;
	store_bind_text(q, 1, g->id);
	sqlite3_bind_int(q, 2, g->rev);
	sqlite3_bind_int(q, 3, g->day);
	ok = store_step(h, q, doing, err);
	sqlite3_finalize(q);
	return ok;
}

static bool
remove_as(struct history *h, const struct gone_record *g, const char *doing,
    struct err *err)
{
	return keep_former(h, g->id, doing, err) &&
	       run_on(h, "DELETE FROM session WHERE id = ?", g->id, doing, err) &&
	       run_on(h, "DELETE FROM answer WHERE id = ?", g->id, doing, err) &&
	       write_gone(h, g, doing, err);
}

/* Only what is over, well dated and in its place can be written. */
static bool
fits(struct history *h, const struct session_record *r, struct err *err)
{
	if (rng_uuid_to_day(r->id) != r->day)
		return err_set(
		    err, "%s: the id %s is not of its day", h->path, r->id);
	if (r->state == STATE_RUNNING)
		return err_set(err, "the session %s is not over", r->id);
	return true;
}

bool
history_add(struct history *h, const struct session_record *r, struct err *err)
{
	static const char doing[] = "the session cannot be written";

	return fits(h, r, err) && store_start_durable(h, doing, err) &&
	       store_finish(h, insert(h, r, doing, err), doing, err);
}

/* Nobody has changed it since it was read, and nobody runs it. */
static bool
is_as_read(
    struct history *h, const char *id, int rev, const char *doing, struct err *err)
{
	int now, running;

	if (!revision(h, REV_OF_SESSION, id, &now, doing, err) ||
	    !revision(h, REV_OF_SESSION " AND state = 0", id, &running, doing, err))
		return false;
	if (now == 0)
		return err_set(err, "there is no session %s any more", id);
	if (running)
		return err_set(err, "the session %s is not over", id);
	return now == rev ||
	       err_set(err,
		   "the session %s was changed meanwhile: look at it again", id);
}

bool
history_change(struct history *h, const struct session_record *r, struct err *err)
{
	static const char doing[] = "the correction cannot be written";
	struct session_record next = *r;

	next.rev++;
	return fits(h, r, err) && store_start_durable(h, doing, err) &&
	       store_finish(h,
		   is_as_read(h, r->id, r->rev, doing, err) &&
		       replace(h, &next, doing, err),
		   doing, err);
}

/* Under the lock of its number, before anybody can see that it runs. */
static bool
run_again(struct history *h, const struct session_record *r, const char *doing,
    struct err *err)
{
	int64_t no;

	if (!is_as_read(h, r->id, r->rev - 1, doing, err) ||
	    !number_of(h, r->id, &no, doing, err))
		return false;
	h->running = no;
	if (!store_set_lock(h, no, F_WRLCK))
		return err_set(err, "the session %s runs elsewhere", r->id);
	return keep_former(h, r->id, doing, err) &&
	       store_update_session(h, r, doing, err) &&
	       store_write_rest(h, no, r, doing, err);
}

bool
history_resume(struct history *h, const struct session_record *r, struct err *err)
{
	static const char doing[] = "the session cannot be written";

	if (!store_open_lock(h, err) || !store_start_durable(h, doing, err))
		return false;
	history_leave(h);
	if (store_finish(h, run_again(h, r, doing, err), doing, err))
		return true;
	history_leave(h);
	return false;
}

bool
history_remove(struct history *h, const char *id, int rev, struct err *err)
{
	static const char doing[] = "the session cannot be removed";
	struct gone_record gone = {.rev = rev + 1, .day = rng_uuid_to_day(id)};

	if (gone.day == CIVIL_NONE)
		return err_set(err, "%.40s: this is no id of a session", id);
	memcpy(gone.id, id, UUID_LEN);
	return store_start_durable(h, doing, err) &&
	       store_finish(h,
		   is_as_read(h, id, rev, doing, err) &&
		       remove_as(h, &gone, doing, err),
		   doing, err);
}

/* What was kept under one id belongs to another from now on. */
static bool
hand_on_former(struct history *h, const char *from, const char *to,
    const char *doing, struct err *err)
{
	sqlite3_stmt *q =
	    store_prepare(h, "UPDATE former SET id = ?2 WHERE id = ?1", doing, err);
	bool ok;

	if (!q)
		return false;
	store_bind_text(q, 1, from);
	store_bind_text(q, 2, to);
	ok = store_step(h, q, doing, err);
	sqlite3_finalize(q);
	return ok;
}

bool
history_move(struct history *h, const struct session_record *r, const char *from,
    struct err *err)
{
	static const char doing[] = "the correction cannot be written";
	struct gone_record gone = {.rev = r->rev + 1, .day = rng_uuid_to_day(from)};
	struct session_record next = *r;

	memcpy(gone.id, from, UUID_LEN);
	next.rev++;
	return fits(h, r, err) && store_start_durable(h, doing, err) &&
	       store_finish(h,
		   is_as_read(h, from, r->rev, doing, err) &&
		       remove_as(h, &gone, doing, err) &&
		       hand_on_former(h, from, next.id, doing, err) &&
		       insert(h, &next, doing, err),
		   doing, err);
}

/* --- what comes from elsewhere ------------------------------------------------ */

/* What is known of an id: the revision that is here, the one it went away in. */
struct known {
	int rev, gone;
};

static bool
know(struct history *h, const char *sql, const char *id, struct known *known,
    const char *doing, struct err *err)
{
	return revision(h, sql, id, &known->rev, doing, err) &&
	       revision(h, REV_OF_GONE, id, &known->gone, doing, err);
}

/* By id and revision; MERGED_SAME is only so far that the revisions are. */
static enum merged
meet(const struct known *known, int rev)
{
	if (known->gone >= rev)
		return MERGED_GONE;
	if (known->rev == 0)
		return MERGED_NEW;
	if (rev > known->rev)
		return MERGED_NEWER;
	return rev < known->rev ? MERGED_OLDER : MERGED_SAME;
}

static bool
forget_gone(struct history *h, const char *id, const char *doing, struct err *err)
{
	return run_on(h, "DELETE FROM gone WHERE id = ?", id, doing, err);
}

static bool
merge(struct history *h, const struct session_record *r, enum merged *how,
    const char *doing, struct err *err)
{
	struct session_record ours;
	struct known known;

	if (!know(h, REV_OF_SESSION, r->id, &known, doing, err))
		return false;
	*how = meet(&known, r->rev);
	switch (*how) {
	case MERGED_NEW:
		return forget_gone(h, r->id, doing, err) &&
		       insert(h, r, doing, err);
	case MERGED_NEWER:
		return replace(h, r, doing, err);
	case MERGED_SAME:
		if (!history_find(h, 0, r->id, &ours, err))
			return false;
		if (!session_record_equal(&ours, r))
			*how = MERGED_CONFLICT;
		session_record_fini(&ours);
		return true;
	case MERGED_OLDER:
	case MERGED_CONFLICT:
	case MERGED_GONE:
		break;
	}
	return true;
}

bool
history_merge(struct history *h, const struct session_record *r, enum merged *how,
    struct err *err)
{
	static const char doing[] = "the session cannot be taken in";

	return fits(h, r, err) && store_start_durable(h, doing, err) &&
	       store_finish(h, merge(h, r, how, doing, err), doing, err);
}

static bool
merge_gone(struct history *h, const struct gone_record *g, enum merged *how,
    const char *doing, struct err *err)
{
	struct known session, answer;

	if (!know(h, REV_OF_SESSION, g->id, &session, doing, err) ||
	    !know(h, REV_OF_ANSWER, g->id, &answer, doing, err))
		return false;
	if (session.rev == 0)
		session.rev = answer.rev;
	if (session.gone == g->rev)
		*how = MERGED_SAME;
	else
		*how = meet(&session, g->rev);
	if (*how == MERGED_SAME && session.rev == g->rev)
		*how = MERGED_CONFLICT;
	return (*how != MERGED_NEW && *how != MERGED_NEWER) ||
	       remove_as(h, g, doing, err);
}

bool
history_merge_gone(struct history *h, const struct gone_record *g, enum merged *how,
    struct err *err)
{
	static const char doing[] = "the removal cannot be taken in";

	if (rng_uuid_to_day(g->id) != g->day)
		return err_set(
		    err, "%s: the id %s is not of its day", h->path, g->id);
	return store_start_durable(h, doing, err) &&
	       store_finish(h, merge_gone(h, g, how, doing, err), doing, err);
}

/* --- answers and plans ----------------------------------------------------------- */

static bool
write_answer(struct history *h, const struct answer_record *a, const char *doing,
    struct err *err)
{
	sqlite3_stmt *q = store_prepare(h,
	    "INSERT INTO answer (id, rev, day, asked_ms, offset_min, asked, which, "
	    "name, score) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "
	    "ON CONFLICT (id) DO UPDATE SET rev = excluded.rev, "
	    "asked_ms = excluded.asked_ms, offset_min = excluded.offset_min, "
	    "asked = excluded.asked, which = excluded.which, "
	    "name = excluded.name, score = excluded.score",
	    doing, err);
	bool ok;

	if (!q)
		return false;
	store_bind_text(q, 1, a->id);
	sqlite3_bind_int(q, 2, a->rev);
	sqlite3_bind_int(q, 3, a->day);
	sqlite3_bind_int64(q, 4, a->asked_ms);
	sqlite3_bind_int(q, 5, a->offset_min);
	sqlite3_bind_int(q, 6, a->asked);
	sqlite3_bind_int(q, 7, a->which);
	store_bind_text(q, 8, a->name);
	sqlite3_bind_int(q, 9, a->score);
	ok = store_step(h, q, doing, err);
	sqlite3_finalize(q);
	return ok;
}

static bool
is_of_its_day(struct history *h, const struct answer_record *a, struct err *err)
{
	return rng_uuid_to_day(a->id) == a->day ||
	       err_set(err, "%s: the id %s is not of its day", h->path, a->id);
}

bool
history_answer(struct history *h, const struct answer_record *a, struct err *err)
{
	static const char doing[] = "the answer cannot be written";

	return is_of_its_day(h, a, err) && store_start_durable(h, doing, err) &&
	       store_finish(h, write_answer(h, a, doing, err), doing, err);
}

static bool
merge_answer(struct history *h, const struct answer_record *a, enum merged *how,
    const char *doing, struct err *err)
{
	struct known known;

	if (!know(h, REV_OF_ANSWER, a->id, &known, doing, err))
		return false;
	*how = meet(&known, a->rev);
	if (*how == MERGED_NEW)
		return forget_gone(h, a->id, doing, err) &&
		       write_answer(h, a, doing, err);
	return *how != MERGED_NEWER || write_answer(h, a, doing, err);
}

bool
history_merge_answer(struct history *h, const struct answer_record *a,
    enum merged *how, struct err *err)
{
	static const char doing[] = "the answer cannot be taken in";

	return is_of_its_day(h, a, err) && store_start_durable(h, doing, err) &&
	       store_finish(h, merge_answer(h, a, how, doing, err), doing, err);
}

static void
bind_day(sqlite3_stmt *q, int at, int32_t day)
{
	if (day == CIVIL_NONE)
		sqlite3_bind_null(q, at);
	else
		sqlite3_bind_int(q, at, day);
}

static bool
write_plan(struct history *h, const struct plan_record *p, const char *doing,
    struct err *err)
{
	sqlite3_stmt *q = store_prepare(h,
	    "INSERT OR REPLACE INTO plan (id, version, title, from_day, to_day, "
	    "state, why, answered, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
	    doing, err);
	bool ok;

	if (!q)
		return false;
	store_bind_text(q, 1, p->id);
	sqlite3_bind_int(q, 2, p->version);
	store_bind_text(q, 3, p->title);
	bind_day(q, 4, p->from);
	bind_day(q, 5, p->to);
	sqlite3_bind_int(q, 6, p->state);
	store_bind_text(q, 7, p->why);
	bind_day(q, 8, p->answered);
	store_bind_text(q, 9, p->body);
	ok = store_step(h, q, doing, err);
	sqlite3_finalize(q);
	return ok;
}

bool
history_plan(struct history *h, const struct plan_record *p, struct err *err)
{
	static const char doing[] = "the plan cannot be written";

	return store_start_durable(h, doing, err) &&
	       store_finish(h, write_plan(h, p, doing, err), doing, err);
}

/* --- many at once, and the whole -------------------------------------------------- */

bool
history_together(struct history *h, struct err *err)
{
	static const char doing[] = "it cannot be written";

	if (!store_start_durable(h, doing, err))
		return false;
	h->together = true;
	return true;
}

bool
history_together_end(struct history *h, bool keep, struct err *err)
{
	h->together = false;
	return store_finish(h, keep, "it cannot be written", err) || !keep;
}

/* Days on which one of two questions has a row that the other has not. */
#define DIFFERENT(a, b)                                                            \
	"SELECT day FROM (SELECT * FROM (" a ") EXCEPT SELECT * FROM (" b "))"     \
	" UNION ALL "                                                              \
	"SELECT day FROM (SELECT * FROM (" b ") EXCEPT SELECT * FROM (" a "))"

bool
history_sum_again(struct history *h, int *wrong, struct err *err)
{
	static const char doing[] = "the sums cannot be worked out";
	static const char days_wrong[] =
	    "SELECT count(DISTINCT day) FROM (" DIFFERENT(
		"SELECT day, sessions, done, active_ms, planned_ms, held FROM day",
		SCHEMA_DAYS) " UNION ALL " DIFFERENT("SELECT * FROM dose",
		SCHEMA_DOSES) ")";
	int64_t days = 0;
	bool ok;

	if (!store_start_durable(h, doing, err))
		return false;
	ok = store_ask(h, days_wrong, &days, doing, err) &&
	     (days == 0 || store_run(h, SCHEMA_SUMS, doing, err));
	*wrong = (int)days;
	return store_finish(h, ok, doing, err);
}
