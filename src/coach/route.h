/*
 * The routes: one row a method and path, with who may ask, what it takes and the
 * steps in which it is answered.  A new page or call is a row here and a file
 * beside this one, and a row of tests/coach/matrix.c, which asks every route as
 * everybody.
 */
#ifndef COACH_ROUTE_H
#define COACH_ROUTE_H

#include "coach/call.h"

#include <stdbool.h>

#define ROUTE_FORM "application/x-www-form-urlencoded"

enum who {
	WHO_ANYBODY,
	WHO_DEVICE, /* a client's program, by its token: call->device says whose */
	WHO_COACH   /* a browser that is signed in: call->web says who */
};

struct route {
	enum method method;
	const char *path; /* compared as it came; `*` stands for one part of it */
	enum who who;
	const char *takes; /* the type of the body; NULL: it has none; ROUTE_FORM:
			    * it is let in only from a page of ours */
	const char *query; /* the one argument that is read; NULL: none */
	/* Before anything is asked of the store, on the door's thread: reads the
	 * body into call->work, or sets call->found.  NULL: there is nothing to
	 * read. */
	call_stage *read;
	/* In a transaction, on the store's thread; answers. */
	call_stage *answer;
};

/* Ends with a row whose path is NULL. */
extern const struct route route_table[];

/*
 * The row for a method and a path, and into param what stood in the place of `*`.
 * NULL when there is none: then *allowed holds the methods that the path has, 0
 * when no row has that path.
 */
const struct route *route_find(
    enum method method, const char *path, char param[CALL_PARAM_MAX], int *allowed);

/* The second half of a call: finds out who asks, and answers.  In a transaction. */
void route_answer(struct call *call, struct store *store);

#endif
