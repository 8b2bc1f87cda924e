/*
 * One call of the server: what was asked, what is answered, and what its stages
 * know.  It knows HTTP's words and no library: the door (door.h) fills it in and
 * sends it off, the stages of a route (route.h) work on it.
 *
 * A call is one thread's at a time: the door's, then a worker's, then the door's.
 */
#ifndef COACH_CALL_H
#define COACH_CALL_H

#include "base/str.h"
#include "coach/address.h"
#include "coach/store.h"
#include "coach/store_web.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bits: a route may be asked in more than one way. */
enum method { METHOD_GET = 1, METHOD_POST = 2, METHOD_PUT = 4, METHOD_DELETE = 8 };

#define CALL_PATH_MAX  512 /* no path of ours is longer than 70 bytes */
#define CALL_PARAM_MAX 64  /* of a `*` in a route's path */
#define CALL_HEADERS   8   /* more headers of its own no answer has */
#define CALL_REF       9   /* eight hexadecimal digits and the NUL */

struct call_header {
	const char *name; /* a literal */
	char value[192];
};

struct route;
struct call;

/* A step in answering.  store is NULL in the steps that must not use it. */
typedef void call_stage(struct call *call, struct store *store);

struct call {
	/* what was asked */
	enum method method;
	const struct route *route;
	char param[CALL_PARAM_MAX]; /* what stood in the place of `*` */
	char query[64];    /* the value of the route's one argument, or "" */
	char token[72];    /* of Authorization: Bearer, or "" */
	char cookies[512]; /* as they came, or "" */
	char origin[128], site[24]; /* Origin and Sec-Fetch-Site, or "" */
	char host[128];             /* Host, or "" */
	bool forwarded;             /* a proxy has left a header */
	char block[ADDRESS_BLOCK];  /* who asks, as far as we look */
	char ref[CALL_REF];         /* finds the line of the log */
	struct str body;
	int64_t now_ms; /* of the wall, when it was all here */

	/* what the stages know */
	const struct site *about; /* of this server (site.h) */
	struct device device;     /* WHO_DEVICE */
	struct web web;           /* WHO_COACH */
	char browser[SECRET_HEX]; /* its id (browser.h), or "" */
	int found;  /* the problem (problem.h) that reading found, or -1 */
	void *work; /* of a form: begins with its struct fields */
	void (*work_free)(void *work);
	/* Set by an answer that cannot be given before this has run, with no store
	 * and in no transaction (slow.h).  Then it is answered anew, with slow NULL
	 * and slowed. */
	call_stage *slow;
	bool slowed;
	int items; /* for the log */

	/* what is answered; status 0: not yet */
	int status;
	const char *type; /* a literal */
	struct str answer;
	struct call_header headers[CALL_HEADERS];
	size_t n_headers;
	const char *problem; /* a literal, for the log */
	bool close;          /* the connection ends with this answer */

	struct call *next; /* the worker's */
	void *door;        /* the door's */
};

void call_init(struct call *call);
void call_fini(struct call *call);

/* Adds a header to the answer; value is copied. */
void call_header(struct call *call, const char *name, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Puts what was prepared as if nothing had been: for a part that was undone. */
void call_unanswer(struct call *call);

#endif
