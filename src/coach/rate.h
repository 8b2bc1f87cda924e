/*
 * How often somebody may ask: a bucket that holds `burst` calls and is filled by
 * one every `each_ms`.  Pure; told the time, and stored by somebody else.
 */
#ifndef COACH_RATE_H
#define COACH_RATE_H

#include <stdbool.h>
#include <stdint.h>

/* One limit. */
struct rate_limit {
	int burst;
	int64_t each_ms;
};

/* What is left of it, and when that was so (milliseconds of Unix time). */
struct rate {
	int64_t left;
	int64_t at_ms;
};

/* A bucket that nobody has used. */
struct rate rate_full(const struct rate_limit *limit, int64_t now_ms);

/* Fills it for the time that has passed.  A clock that was set back fills
 * nothing and takes nothing. */
void rate_fill(struct rate *rate, const struct rate_limit *limit, int64_t now_ms);

/* Takes one call, after rate_fill; false when there is none: then *wait_s says
 * after how many seconds (at least 1) there is. */
bool rate_take(
    struct rate *rate, const struct rate_limit *limit, int64_t now_ms, int *wait_s);

#endif
