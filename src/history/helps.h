/*
 * Which movement helps this person: how tension changed over the sessions in
 * which a movement was done, in the regions that it treats.  Pure and told
 * session by session; it takes the room of the movements, however many sessions
 * there were.
 *
 * What it cannot know: movements that are always done together share their
 * sessions, and scores drift back to average by themselves.
 */
#ifndef HISTORY_HELPS_H
#define HISTORY_HELPS_H

#include "history/dose.h"
#include "routine/form.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct helps;

struct helps *helps_new(void);
void helps_free(struct helps *helps); /* NULL is fine */

/* More movements than a library has: a list that somebody sent. */
#define HELPS_MOST 2000

/*
 * A movement was done in a session: after - before of each region, or
 * HELPS_UNRATED.  `session` is a number of that session's own; all movements of
 * one session come one after the other, and one that is told twice counts once.
 * Where several of the movement's regions were rated, it is their mean.
 */
#define HELPS_UNRATED INT8_MIN
void helps_add(struct helps *helps, uint64_t session, const char *exercise,
    uint64_t regions, const int8_t change[DOSE_REGIONS]);

/* Fewer sessions carry no interval, so nothing is said of the movement. */
#define HELPS_LEAST 6

struct help {
	char exercise[ID_MAX + 1];
	size_t n; /* sessions */
	/* The median change, and an interval that holds the true one in 95 of 100
	 * cases or more.  Below 0: less tension. */
	double change, low, high;
	int together; /* movements, itself among them, of the very same sessions */
};

/*
 * What can be said, what helps most first; the caller frees it.  NULL and *n 0
 * where nothing can.  A movement helps where `high` is below 0.
 */
struct help *helps_list(const struct helps *helps, size_t *n);

/* Movements of which there are too few sessions yet. */
size_t helps_early(const struct helps *helps);

#endif
