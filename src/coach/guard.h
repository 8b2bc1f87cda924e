/*
 * What is looked at before a request is let in.  libmicrohttpd 0.9.75 lets a
 * second request hide behind a Content-Length that is contradicted, and a NUL in a
 * path; so the headers are counted here, and what two readers could understand
 * differently is refused with the end of the connection.  Pure: the door (door.h)
 * hands the headers in.
 */
#ifndef COACH_GUARD_H
#define COACH_GUARD_H

#include "coach/route.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct guard {
	int lengths, transfers, encodings, hosts;
	bool bad;       /* a header that no client of good will sends */
	int64_t length; /* of the body, or -1 */
	char type[64];  /* of the body, lower case, without parameters */
	char token[72]; /* of Authorization: Bearer, or "" */
	char origin[128], site[24], forwarded[64];
	char cookies[512]; /* as they came, or "" */
	char host[128];
	bool proxied; /* a header that only proxies add */
};

void guard_init(struct guard *guard);

/* One header; may come in any order, and twice. */
void guard_header(struct guard *guard, const char *name, const char *value);

/* The method's bit; 0 for one that no route has.  HEAD is a GET whose body is
 * left out by the door. */
enum method guard_method(const char *name);

/*
 * Is it to be let in?  -1, or the problem (problem.h); *route is the row, when
 * there is one.  *allowed is for an Allow header.
 * Every problem of this ends the connection, unless the body (of length) was
 * read.
 */
int guard_check(const struct guard *guard, const char *method, const char *path,
    size_t header_size, const struct route **route, char param[CALL_PARAM_MAX],
    int *allowed);

#endif
