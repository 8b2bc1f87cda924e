/*
 * How many seconds each region of the body got, of what kind and on which side.
 * Pure; it knows no movement, only what one is for.  What treats two regions
 * gives all of its seconds to each of them: the doses of regions do not add up
 * to a time.
 */
#ifndef HISTORY_DOSE_H
#define HISTORY_DOSE_H

#include "routine/words.h"

#include <stddef.h>

/* Regions of the body, enum region. */
#define DOSE_REGIONS (REGION_CALVES + 1)

/* Stretching a region is worth no more from so many seconds a week on: the bar
 * is full. */
#define DOSE_FULL_S 600

enum dose_kind { DOSE_STRETCH, DOSE_ROLL, DOSE_BALL, DOSE_OTHER, DOSE_KINDS };

/* "stretch", "roll", "ball", "other" */
const char *dose_word(enum dose_kind kind);

struct dose {
	int64_t ms[DOSE_KINDS];
	int64_t left_ms, right_ms; /* of what has sides */
};

/* Adds a hold of a movement that treats regions (bits) to each of them. */
void dose_add(struct dose doses[DOSE_REGIONS], uint64_t regions, enum kind kind,
    enum side side, int64_t held_ms);

int64_t dose_all_ms(const struct dose *dose);

/* How much more the one side got, in percent of the other; 0 where either is
 * none or where they are equal.  *more is the side that got more. */
int dose_uneven(const struct dose *dose, enum side *more);

#endif
