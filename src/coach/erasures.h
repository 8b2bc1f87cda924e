/*
 * The file beside the database that remembers who was erased and what was no
 * longer shared: a backup that is put back brings both back, and this takes them
 * away again at the next start.  It holds random numbers and field masks, no
 * names.  It knows no database: the store says which lines are new to it.
 *
 * One line a fact, `CLIENT erase` or `CLIENT share MASK keep|erase`; a last line
 * without its newline was never promised to anybody and is cut off.
 */
#ifndef COACH_ERASURES_H
#define COACH_ERASURES_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum erasure_kind {
	ERASURE_CLIENT, /* everything of the client */
	ERASURE_KEEP,   /* the mask from now on; the past stays */
	ERASURE_PAST    /* the mask from now on, and for the past */
};

struct erasure {
	enum erasure_kind kind;
	int64_t client_no;
	int mask;
};

/* All lines, oldest first; the caller frees *all.  A file that is not there is
 * empty.  False when it cannot be read or says something else. */
bool erasures_read(
    const char *path, struct erasure **all, size_t *n, struct err *err);

/* Adds one, and waits until it is on the disk.  *n: how many there are now.  The
 * caller holds the database's lock, so nobody else adds. */
bool erasures_add(
    const char *path, const struct erasure *erasure, int64_t *n, struct err *err);

#endif
