/*
 * The log: one line an event, `name=value` parted by blanks, from a fixed list of
 * names.  Nothing that a client said gets into it: no address, no token, no code,
 * no name, no value, no path but that of a route.  Lines of several threads do not
 * mix.
 */
#ifndef COACH_LOG_H
#define COACH_LOG_H

#include "coach/call.h"

#include <stdint.h>
#include <stdio.h>

enum log_level {
	LOG_NONE,     /* only what ends the server */
	LOG_PROBLEMS, /* calls that had a problem, too */
	LOG_ALL       /* every call */
};

struct log {
	FILE *to;
	enum log_level level;
};

/* A call, when it is over; us: how long it took, in microseconds. */
void log_call(const struct log *log, const struct call *call, int64_t us);

/* Something of the server itself; what and why are ours. */
void log_event(
    const struct log *log, int64_t now_ms, const char *what, const char *why);

#endif
