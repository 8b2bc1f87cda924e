/*
 * The database of the history as this room and sync/bound.c see it: locked, and asked
 * in SQL.  How it is opened and brought up to date stands in open.c, what is written
 * and read in history.c, edit.c, edit_streak.c and read.c.
 */
#ifndef HISTORY_STORE_H
#define HISTORY_STORE_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct session_record;
struct sqlite3;
struct sqlite3_stmt;

/* What a checkpoint says, a few times a minute: parsed once, which also keeps
 * the parser's pages out of a session's memory. */
enum kept {
	KEPT_BEGIN,
	KEPT_COMMIT,
	KEPT_SESSION,
	KEPT_STEP,
	KEPT_RATING,
	KEPT_ALARM,
	KEPT
};

/* Of statements that were done with, so many stay parsed for whoever asks next: what
 * is asked of each session of a batch that a coach is told. */
#define SPARE 16

struct history {
	struct sqlite3 *db;
	struct sqlite3_stmt *kept[KEPT];
	struct sqlite3_stmt *spare[SPARE]; /* the one that was used last is first */
	bool unsynced; /* commits do not wait for the disk now */
	bool newer;    /* of a newer program: it is only read */
	char *path;
	int lock;        /* history.lock, or -1 until it is needed */
	int64_t running; /* local key of the session that runs here, or 0 */
	bool together;   /* changes that belong together are being made */
};

/* Why the last call of SQLite failed, in words.  Always returns false. */
bool store_fail(struct history *h, struct err *err, const char *doing);

/* Runs statements that give no rows. */
bool store_run(
    struct history *h, const char *sql, const char *doing, struct err *err);

/* The one number that a question has for an answer. */
bool store_ask(struct history *h, const char *sql, int64_t *n, const char *doing,
    struct err *err);

/* NULL and err when it cannot be; the caller finalizes it, or is done with it. */
struct sqlite3_stmt *store_prepare(
    struct history *h, const char *sql, const char *doing, struct err *err);

/* The statement may be had again.  NULL is fine. */
void store_done(struct history *h, struct sqlite3_stmt *q);

/* Runs a statement that is bound and gives no rows. */
bool store_step(
    struct history *h, struct sqlite3_stmt *q, const char *doing, struct err *err);

/* One of those that stay with h, ready to be bound, and run. */
struct sqlite3_stmt *store_keep(
    struct history *h, enum kept which, const char *doing, struct err *err);
bool store_run_kept(
    struct history *h, enum kept which, const char *doing, struct err *err);

/* Whether commits wait for the disk from now on. */
bool store_wait(struct history *h, bool wait, const char *doing, struct err *err);

/* A transaction, or a part of the one that history_together began. */
bool store_start(struct history *h, const char *doing, struct err *err);

/* The same for what somebody corrects: it is on the disk when the program says so. */
bool store_start_durable(struct history *h, const char *doing, struct err *err);

/* Ends it: for good when ok, else as if it had not been. */
bool store_finish(struct history *h, bool ok, const char *doing, struct err *err);

/* A newer program's file is not written.  Always returns false. */
bool store_refuse_newer(const struct history *h, struct err *err);

/* history.lock, where the byte of a session's number is locked by whom it runs
 * in; the type is one of fcntl's.  Local keys begin at 1: byte 0 is locked, and waited
 * for, while the schema is made. */
#define STORE_SCHEMA_LOCK 0
bool store_open_lock(struct history *h, struct err *err);
bool store_set_lock(struct history *h, int64_t no, short type);

/* Texts that live until the statement is run. */
void store_bind_text(struct sqlite3_stmt *q, int at, const char *text);
void store_copy_text(char *to, size_t size, struct sqlite3_stmt *q, int column);

/* A session's row, and what hangs on it. */
bool store_insert_session(struct history *h, const struct session_record *r,
    int64_t *no, const char *doing, struct err *err);
/* The row alone, found by its id and day; false when it is not there. */
bool store_update_session(struct history *h, const struct session_record *r,
    const char *doing, struct err *err);
bool store_write_rest(struct history *h, int64_t no, const struct session_record *r,
    const char *doing, struct err *err);

#endif
