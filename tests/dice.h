/*
 * Numbers that look random and are the same in each run.  xorshift64*, Vigna
 * 2016.
 */
#ifndef TESTS_DICE_H
#define TESTS_DICE_H

#include <stdint.h>

struct dice {
	uint64_t state; /* the seed; not 0 */
};

/* 0 to n - 1. */
static inline int
dice_roll(struct dice *d, int n)
{
	d->state ^= d->state >> 12;
	d->state ^= d->state << 25;
	d->state ^= d->state >> 27;
	return (int)((d->state * UINT64_C(0x2545f4914f6cdd1d) >> 33) % (uint64_t)n);
}

/* The side of a terminal, 1 to most; small ones more often, there the edges
 * are. */
static inline int
dice_side(struct dice *d, int most)
{
	return 1 + dice_roll(d, 1 + dice_roll(d, most));
}

#endif
