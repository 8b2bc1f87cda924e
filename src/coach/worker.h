/*
 * The thread that owns the store.  Calls wait in a row; it takes all that are
 * there, answers them in one transaction, and gives them back after the commit,
 * which they share.  So an answer is durable, and sixteen calls wait for the disk
 * once and not sixteen times.  A call that wants something slow done (call.h) is
 * handed to threads of their own (slow.h), and the others go on meanwhile.  It knows
 * neither routes nor HTTP.
 */
#ifndef COACH_WORKER_H
#define COACH_WORKER_H

#include "base/err.h"
#include "coach/call.h"

/* A call as long as this one could keep the others waiting for some 20 ms. */
#define WORKER_TOGETHER 64

struct worker;

/*
 * answer runs in a transaction, for each call.  When one of several broke
 * something, all of it is undone and each is answered again, alone: so answer may
 * run twice for a call and has to begin from what was read.  done takes the call
 * back, in the worker's thread, with an answer in it: a problem, where the store
 * could not.  store stays the caller's, who does
 * not touch it until worker_free.  NULL and err when there is no thread to be had.
 */
struct worker *worker_new(struct store *store, call_stage *answer,
    void (*done)(struct call *call), struct err *err);

/* From any thread.  The call is the worker's until it comes back by done. */
void worker_push(struct worker *worker, struct call *call);

/* What is done between the calls, and not for one. */
enum aside {
	ASIDE_TIDY, /* what is too old goes */
	ASIDE_LOG,  /* the end of a checkpoint */
	ASIDES
};

/* Has it done soon, once, whatever waits: does(arg, store), which begins and ends
 * a transaction itself if it wants one.  From any thread; asked again before it was
 * done, it is done once. */
void worker_aside(struct worker *worker, enum aside which,
    void (*does)(void *arg, struct store *store), void *arg);

/* Answers what waits, and ends.  NULL is fine. */
void worker_free(struct worker *worker);

#endif
