/*
 * What may be wrong with a call: RFC 9457 (application/problem+json), one row a
 * type.  A problem never holds a token, a code, a name or a value: `ref` finds the
 * line of the log.
 */
#ifndef COACH_PROBLEM_H
#define COACH_PROBLEM_H

#include "coach/call.h"

enum problem {
	PROBLEM_BAD_JSON,
	PROBLEM_BAD_REQUEST,
	PROBLEM_TOKEN,
	PROBLEM_TOO_OLD,
	PROBLEM_NOT_FOUND,
	PROBLEM_CODE_UNKNOWN,
	PROBLEM_METHOD,
	PROBLEM_RESYNC,
	PROBLEM_ENDED,
	PROBLEM_LENGTH,
	PROBLEM_TOO_LARGE,
	PROBLEM_TYPE,
	PROBLEM_TOO_MANY,
	PROBLEM_SLOW_DOWN,
	PROBLEM_BIG_HEADERS,
	PROBLEM_BROKEN,
	PROBLEM_BUSY,
	PROBLEM_STORAGE_FULL,
	PROBLEMS
};

struct problem_row {
	int status;
	const char *type;  /* after urn:uncoil:problem: */
	const char *title; /* for a person */
};

extern const struct problem_row problem_table[PROBLEMS];

/* Answers with it.  detail may be NULL, and is ours, never theirs. */
void problem(struct call *call, enum problem which, const char *detail);

/* The same with Retry-After: how many seconds to wait. */
void problem_later(struct call *call, enum problem which, int wait_s);

#endif
