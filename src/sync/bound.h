/*
 * A question to the tables sync_* (sync/peer.h, sync/outbox.h, sync/inbox.h), with
 * its values bound one after the other and its rows read by column.  The only file
 * of this room that knows SQLite.
 *
 * One that could not be prepared takes values and gives no rows: that it went wrong
 * is said once, where it is run.
 */
#ifndef SYNC_BOUND_H
#define SYNC_BOUND_H

#include "base/err.h"
#include "history/history.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sqlite3_stmt;

struct bound {
	struct history *h;
	struct sqlite3_stmt *q;
	int at; /* values so far */
};

struct bound bound_ask(struct history *h, const char *sql, struct err *err);

/* The next value.  The text is not copied: it lives until the question is run. */
void bound_add_text(struct bound *b, const char *s);
void bound_add_number(struct bound *b, int64_t n);

/* Asks what has no rows for an answer, as a transaction, or as a part of one, and
 * closes it. */
bool bound_run_alone(struct history *h, struct bound *b, struct err *err);

/* The next row; *ok turns false at an error. */
bool bound_next(struct history *h, struct bound *b, bool *ok, struct err *err);

/* Of this row.  The text lives until the next one. */
int64_t bound_number(const struct bound *b, int column);
const char *bound_text(const struct bound *b, int column);
void bound_copy(const struct bound *b, int column, char *to, size_t size);

void bound_close(struct bound *b);

#endif
