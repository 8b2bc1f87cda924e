/*
 * The database of the coach's server: the only file that knows SQLite.  It runs
 * the statements of sql.h and knows none of them; what they mean is the store's.
 *
 * An error stays: after the first one every call does nothing, and db_commit
 * fails, until db_rollback.  So a transaction is written as if nothing
 * could go wrong, and asked once.
 *
 * One thread at a time.
 */
#ifndef COACH_DB_H
#define COACH_DB_H

#include "base/err.h"
#include "coach/sql.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum db_state {
	DB_OK,
	DB_FULL, /* no space: nothing of the transaction is there */
	DB_BUSY, /* another program holds it for too long */
	DB_BROKEN /* a disk that fails, a damaged file, a rule of the schema broken */
};

struct db;

/*
 * Opens or makes the file (0600) and brings its schema up to date.  NULL and err
 * when it cannot be used; then it is left as it is.  synchronous=FULL: what was
 * committed survives a power cut.  secure_delete: what was erased is overwritten.
 */
struct db *db_open(const char *path, int64_t now_ms, struct err *err);
void db_close(struct db *db); /* NULL is fine */

/* --- transactions ----------------------------------------------------------- */

/* False when it cannot begin. */
bool db_begin(struct db *db);

/* False when nothing of it is there: then db_state says why, until db_rollback. */
bool db_commit(struct db *db);
void db_rollback(struct db *db);

enum db_state db_state(const struct db *db);

/* What went wrong, for the log and a person at the command line. */
const char *db_why(const struct db *db);

/* Makes the state DB_BROKEN from outside, so that the transaction is undone. */
void db_spoil(struct db *db, const char *why);

/* --- statements ------------------------------------------------------------- */

enum value_kind { VALUE_NULL, VALUE_INT, VALUE_TEXT };

struct value {
	enum value_kind kind;
	int64_t n;
	const char
	    *s; /* has to live until db_end, db_row's last, or db_run's return */
};

static inline struct value
db_n(int64_t n)
{
	return (struct value){.kind = VALUE_INT, .n = n};
}

/* s NULL is NULL. */
static inline struct value
db_t(const char *s)
{
	return (struct value){.kind = s ? VALUE_TEXT : VALUE_NULL, .s = s};
}

/* A number, or NULL where it is negative: "not known" everywhere here. */
static inline struct value
db_known(int64_t n)
{
	return (struct value){.kind = n < 0 ? VALUE_NULL : VALUE_INT, .n = n};
}

/* The values of ?1, ?2, ... */
#define VALUES(...)                                                                \
	((const struct value[]){__VA_ARGS__}),                                     \
	    sizeof((const struct value[]){__VA_ARGS__}) / sizeof(struct value)

/* Runs a statement to its end; returns how many rows it changed. */
int64_t db_run(struct db *db, enum sql which, const struct value *values, size_t n);

/* Begins to ask; one question of a kind at a time. */
void db_ask(struct db *db, enum sql which, const struct value *values, size_t n);

/* The next row: its columns may be read until the next call.  False at the end
 * and on an error, and then the question is over. */
bool db_row(struct db *db, enum sql which);

/* Ends a question before its last row. */
void db_end(struct db *db, enum sql which);

/* Columns of the row, from 0.  An integer that is NULL is -1; a text that is NULL
 * is NULL, and lives until the next call for this question. */
int64_t db_int(struct db *db, enum sql which, int column);
const char *db_text(struct db *db, enum sql which, int column);

/* A question whose answer is at most one number: false when there is none. */
bool db_number(struct db *db, enum sql which, const struct value *values, size_t n,
    int64_t *out);

/* --- the file as a whole ---------------------------------------------------- */

/* A whole copy, made while others write; the file must not be there yet. */
bool db_backup(struct db *db, const char *to, struct err *err);

/* Reads every page and every reference; what is wrong is printed to out, one a
 * line.  False when there is anything. */
bool db_check(struct db *db, FILE *out);

/* Moves what was committed from the log into the file, as far as it can without
 * waiting; returns how many pages of the log are left, and how many are in the file
 * by now. */
int db_checkpoint(struct db *db, int *moved);

/* From now on that is not done by the commits: somebody else sees to it. */
void db_keep_log(struct db *db);

/* How many bytes the file may grow to, rounded to pages; for tests of a full disk.
 * 0: any. */
void db_limit(struct db *db, int64_t bytes);

/* Every row of every table, one JSON object a line; passwords and what is sealed
 * are left out. */
bool db_dump(struct db *db, FILE *out, struct err *err);

#endif
