/*
 * Who needs a look, and why, in words: the order of the roster (sync.md 4.1).  Pure.
 * Numbers are raw and their windows are said; none of it is a verdict on a person.
 */
#ifndef COACH_ATTENTION_H
#define COACH_ATTENTION_H

#include "base/str.h"
#include "coach/casefile.h"

/* In the order in which they are said. */
enum attention {
	ATTENTION_FLAGGED, /* what was wrong: once in 7 days where it is grave, or
			    * twice (attention_flags) */
	ATTENTION_PAIN_UP, /* median of 7 days 2 above that of the 14 before */
	ATTENTION_STOPPED, /* the same movement, for pain, twice in 7 days */
	ATTENTION_QUIET,   /* no data on 3 planned days in a row up to yesterday */
	ATTENTION_DECLINED,
	ATTENTION_UNANSWERED, /* a plan, for 3 days */
	ATTENTION_UNLINKED,   /* no device is left that could send */
	ATTENTION_CLOCK,      /* wrong by more than ten minutes */
	ATTENTIONS
};

#define ATTENTION_FLAGS_LEAST 2
#define ATTENTION_QUIET_DAYS  3
#define ATTENTION_STOPS       2
#define ATTENTION_PAIN_RISE   2 /* points; fewer than 5 values say nothing */
#define ATTENTION_PAIN_LEAST  5
#define ATTENTION_WAIT_DAYS   3
#define ATTENTION_SKEW_MS     (10 * 60 * 1000)

/* What was wrong, where and when. */
struct attention_flag {
	int32_t day;
	int code; /* 0 to 9: F0 to F9 (report/page.h has the words) */
	char step[65];
};

struct attention_found {
	int bits;                   /* 1 << enum attention */
	struct attention_flag flag; /* the gravest, of these the newest */
	int flags;                  /* how many there were */
	int quiet_days;             /* planned ones */
	char step[65];              /* the movement that stopped */
	int stops;                  /* how often */
	int pain2, was2;            /* the medians, doubled */
	int wait_days;              /* for an answer */
	const char *why; /* why it was declined; lives as long as the file */
	int64_t skew_ms;
};

void attention(const struct casefile *file, struct attention_found *found);

/* Adds one of the reasons as words: `no data on 3 planned days`.  Not escaped. */
void attention_words(
    const struct attention_found *found, enum attention which, struct str *out);

/* A movement that was stopped early, over some days. */
struct attention_stop {
	char step[65];
	int pain, time, unclear, wrong, other;
	int all;
};

#define ATTENTION_STEPS 64 /* movements; what is beyond is left out */

/* Counts them from a day to another, the most frequent first; returns how many. */
size_t attention_stops(const struct casefile *file, int32_t from, int32_t to,
    struct attention_stop stops[ATTENTION_STEPS]);

#define ATTENTION_FLAGS 32 /* what is beyond is left out */

/* What was wrong from a day to another, the newest first; returns how many. */
size_t attention_flags(const struct casefile *file, int32_t from, int32_t to,
    struct attention_flag flags[ATTENTION_FLAGS]);

#endif
