#include "history/store.h"

#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const kept_sql[KEPT] = {
    [KEPT_BEGIN] = "BEGIN IMMEDIATE",
    [KEPT_COMMIT] = "COMMIT",
    [KEPT_SESSION] = "UPDATE session SET routine = ?2, rev = ?3, started_ms = ?5, "
		     "offset_min = ?6, state = ?7, planned_ms = ?8, active_ms = "
		     "?9, origin = ?10, plan = ?11, "
		     "note = ?12 WHERE id = ?1 AND day = ?4",
    /* Rows that are as they were are not written again. */
    [KEPT_STEP] = "INSERT INTO step VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) "
		  "ON CONFLICT (session, n) DO UPDATE SET planned_ms = ?5, "
		  "held_ms = ?6, outcome = ?7, wrong_ms = ?8, why = ?9 "
		  "WHERE (planned_ms, held_ms, outcome, wrong_ms, why) "
		  "IS NOT (?5, ?6, ?7, ?8, ?9)",
    [KEPT_RATING] = "INSERT INTO rating VALUES (?1, ?2, ?3, ?4) "
		    "ON CONFLICT DO UPDATE SET before = ?3, after = ?4 "
		    "WHERE (before, after) IS NOT (?3, ?4)",
    [KEPT_ALARM] = "INSERT INTO alarm VALUES (?1, ?2, ?3, ?4) "
		   "ON CONFLICT DO UPDATE SET code = ?3, exercise = ?4 "
		   "WHERE (code, exercise) IS NOT (?3, ?4)",
};

bool
store_fail(struct history *h, struct err *err, const char *doing)
{
	static const struct {
		int code;
		const char *why;
	} known[] = {
	    {SQLITE_FULL, "there is no space left"},
	    {SQLITE_BUSY, "another program keeps it locked; try again"},
	    {SQLITE_READONLY, "it may not be written here"},
	    {SQLITE_CORRUPT, "it is damaged and was left as it is; move it away to "
			     "begin a new one"},
	    {SQLITE_NOTADB,
		"it is no history and was left as it is; move it away to "
		"begin a new one"},
	};
	int code = sqlite3_errcode(h->db) & 0xff;

	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		if (known[i].code == code)
			return err_set(
			    err, "%s: %s: %s", h->path, doing, known[i].why);
	errno = sqlite3_system_errno(h->db);
	if (!errno && code == SQLITE_IOERR)
		return err_set(
		    err, "%s: %s: the disk is full or failing", h->path, doing);
	if (errno && (code == SQLITE_IOERR || code == SQLITE_CANTOPEN))
		return err_errno(err, "%s: %s", h->path, doing);
	return err_set(err, "%s: %s: %s", h->path, doing, sqlite3_errmsg(h->db));
}

bool
store_run(struct history *h, const char *sql, const char *doing, struct err *err)
{
	return sqlite3_exec(h->db, sql, NULL, NULL, NULL) == SQLITE_OK ||
	       store_fail(h, err, doing);
}

bool
store_ask(struct history *h, const char *sql, int64_t *n, const char *doing,
    struct err *err)
{
	sqlite3_stmt *q = NULL;
	bool ok = sqlite3_prepare_v2(h->db, sql, -1, &q, NULL) == SQLITE_OK &&
		  sqlite3_step(q) == SQLITE_ROW;

	if (ok)
		*n = sqlite3_column_int64(q, 0);
	else
		store_fail(h, err, doing);
	sqlite3_finalize(q);
	return ok;
}

/* Takes the spare one out that says this; NULL where there is none. */
static sqlite3_stmt *
take_spare(struct history *h, const char *sql)
{
	for (int i = 0; i < SPARE && h->spare[i]; i++) {
		sqlite3_stmt *q = h->spare[i];

		if (strcmp(sqlite3_sql(q), sql) != 0)
			continue;
		memmove(&h->spare[i], &h->spare[i + 1],
		    (size_t)(SPARE - 1 - i) * sizeof(q));
		h->spare[SPARE - 1] = NULL;
		return q;
	}
	return NULL;
}

void
store_done(struct history *h, sqlite3_stmt *q)
{
	if (!q)
		return;
	sqlite3_reset(q);
	sqlite3_clear_bindings(q);
	sqlite3_finalize(h->spare[SPARE - 1]);
	memmove(&h->spare[1], &h->spare[0], (SPARE - 1) * sizeof(q));
	h->spare[0] = q;
}

sqlite3_stmt *
store_prepare(
    struct history *h, const char *sql, const char *doing, struct err *err)
{
	sqlite3_stmt *q = take_spare(h, sql);

	if (!q && sqlite3_prepare_v2(h->db, sql, -1, &q, NULL) != SQLITE_OK)
		store_fail(h, err, doing);
	return q;
}

sqlite3_stmt *
store_keep(struct history *h, enum kept which, const char *doing, struct err *err)
{
	if (!h->kept[which])
		h->kept[which] = store_prepare(h, kept_sql[which], doing, err);
	return h->kept[which];
}

bool
store_run_kept(
    struct history *h, enum kept which, const char *doing, struct err *err)
{
	sqlite3_stmt *q = store_keep(h, which, doing, err);
	bool ok =
	    q && (sqlite3_step(q) == SQLITE_DONE || store_fail(h, err, doing));

	sqlite3_reset(q);
	return ok;
}

bool
store_step(struct history *h, sqlite3_stmt *q, const char *doing, struct err *err)
{
	return sqlite3_step(q) == SQLITE_DONE || store_fail(h, err, doing);
}

void
store_bind_text(sqlite3_stmt *q, int at, const char *text)
{
	sqlite3_bind_text(q, at, text, -1, SQLITE_STATIC);
}

void
store_copy_text(char *to, size_t size, sqlite3_stmt *q, int column)
{
	const unsigned char *text = sqlite3_column_text(q, column);

	snprintf(to, size, "%s", text ? (const char *)text : "");
}

bool
store_wait(struct history *h, bool wait, const char *doing, struct err *err)
{
	if (h->unsynced == !wait)
		return true;
	h->unsynced = !wait;
	return store_run(h,
	    wait ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL",
	    doing, err);
}

/* What a newer program wrote is shown, as far as it allows, and never written. */
bool
store_refuse_newer(const struct history *h, struct err *err)
{
	return err_set(err,
	    "%s: it was written by a newer uncoil and is only read: nothing is "
	    "recorded until this one is updated",
	    h->path);
}

bool
store_start(struct history *h, const char *doing, struct err *err)
{
	if (h->newer)
		return store_refuse_newer(h, err);
	return h->together || store_run_kept(h, KEPT_BEGIN, doing, err);
}

bool
store_start_durable(struct history *h, const char *doing, struct err *err)
{
	return (h->together || store_wait(h, true, doing, err)) &&
	       store_start(h, doing, err);
}

bool
store_finish(struct history *h, bool ok, const char *doing, struct err *err)
{
	if (h->together)
		return ok;
	ok = ok && store_run_kept(h, KEPT_COMMIT, doing, err);
	if (!ok && !sqlite3_get_autocommit(h->db))
		sqlite3_exec(h->db, "ROLLBACK", NULL, NULL, NULL);
	return ok;
}

/* --- the lock ----------------------------------------------------------- */

/*
 * Who runs a session holds a lock on one byte of history.lock: the byte whose
 * offset is the session's local key.  It is an OFD lock, which goes with the
 * open file, so that the kernel drops it however the program ends, and so that
 * two of these in one program are strangers to each other.
 */
bool
store_open_lock(struct history *h, struct err *err)
{
	char *path, *dot;

	if (h->lock >= 0)
		return true;
	path = mem_new(strlen(h->path) + sizeof(".lock"), 1);
	strcpy(path, h->path);
	dot = strrchr(path, '.');
	strcpy(dot && !strchr(dot, '/') ? dot : path + strlen(path), ".lock");
	h->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (h->lock < 0)
		err_errno(err, "%s", path);
	free(path);
	return h->lock >= 0;
}

bool
store_set_lock(struct history *h, int64_t no, short type)
{
	struct flock byte = {
	    .l_type = type, .l_whence = SEEK_SET, .l_start = no, .l_len = 1};
	/* Making the schema is worth waiting for, and soon over. */
	int how =
	    no == STORE_SCHEMA_LOCK && type != F_UNLCK ? F_OFD_SETLKW : F_OFD_SETLK;

	return fcntl(h->lock, how, &byte) == 0;
}
