/*
 * The door: HTTP, and the only file that knows libmicrohttpd.  What comes in is
 * looked at by guard.h, read, handed to the worker, and answered when it comes
 * back; who takes too long is sent away.  One thread serves all connections, and
 * waits for nobody.
 *
 * It reads the clock, for it is where time comes in.
 */
#ifndef COACH_DOOR_H
#define COACH_DOOR_H

#include "base/err.h"
#include "coach/listen.h"
#include "coach/log.h"
#include "coach/site.h"
#include "coach/worker.h"

#include <stdbool.h>

/* From the first byte (or the last answer) to the last byte of a request; and for
 * taking an answer. */
#define DOOR_ASK_MS  5000
#define DOOR_TAKE_MS 30000

/* Connections in all; a descriptor and 20 kB each. */
#define DOOR_CONNECTIONS 1000

struct door_options {
	const struct listening *at; /* its socket is the door's from now on */
	const char *cert, *key;     /* PEM, both or neither; are copied */
	int per_address;            /* connections of one address; 0: any number */
	bool proxy;                 /* believe its X-Forwarded-For */
	const struct site *about;
	const struct log *log;
	struct worker *worker; /* its done is door_done */
};

struct door;

/* NULL and err when it cannot be opened. */
struct door *door_open(const struct door_options *options, struct err *err);

/* A call has its answer: what the worker is to do with it.  From any thread. */
void door_done(struct call *call);

/* Sends those away who have taken too long; to be called about once a second. */
void door_watch(struct door *door);

/* Lets nobody in any more: the worker gets no call after this.  Who asks on a
 * connection that is there is told to come again, and each ends with its next
 * answer. */
void door_quiet(struct door *door);

/* How many calls are being answered. */
int door_busy(struct door *door);

/* After the worker has given back every call.  NULL is fine. */
void door_close(struct door *door);

#endif
