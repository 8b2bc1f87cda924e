/*
 * What leads the pace between two cues: a tick for each pass of the roller, and
 * the breath that a tone follows.  Derived from a score and not kept in it: it is
 * heard and never counted.
 */
#ifndef SCORE_PACE_H
#define SCORE_PACE_H

#include "score/score.h"

/* A pass of the roller takes so long each way (domain.md 2, rolling speed). */
#define PACE_PASS_MS 3000

enum pace_breath { BREATH_NEVER, BREATH_BREATHING, BREATH_ALWAYS };

/* What of it is wanted. */
struct pace_wish {
	enum pace_breath breath; /* in breathing exercises only, or in all */
	bool passes;
};

enum pace_kind { PACE_PASS, PACE_IN, PACE_OUT };

struct pace {
	enum pace_kind kind;
	int64_t at_ms, len_ms; /* len_ms 0 of a pass */
};

/* The first at or after ms; false when there is none. */
bool pace_from(
    const struct score *score, struct pace_wish wish, int64_t ms, struct pace *out);

#endif
