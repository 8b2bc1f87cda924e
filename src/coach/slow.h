/*
 * Threads for what takes long and needs no store: today the hash of a password, an
 * eighth of a second and 64 MiB.  Calls wait in a row; no more are worked on at once
 * than there are threads, which is what bounds the memory.  It knows neither
 * passwords nor the store: what is to be done stands in the call.
 */
#ifndef COACH_SLOW_H
#define COACH_SLOW_H

#include "base/err.h"
#include "coach/call.h"

/* Two hashes at once are 128 MiB. */
#define SLOW_THREADS 2

struct slow;

/* done takes a call back, in one of the threads, after its call->slow has run.  NULL
 * and err when there is no thread to be had. */
struct slow *slow_new(
    void (*done)(void *arg, struct call *call), void *arg, struct err *err);

/* From any thread.  The call is its until it comes back by done. */
void slow_push(struct slow *slow, struct call *call);

/* Does what waits, and ends.  NULL is fine. */
void slow_free(struct slow *slow);

#endif
