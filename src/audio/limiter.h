/*
 * Holds a sum of sounds below full scale: at once where it is too loud, and it
 * lets go slowly.  What is not too loud passes unchanged.  Pure, fit for the
 * audio thread.
 */
#ifndef AUDIO_LIMITER_H
#define AUDIO_LIMITER_H

#include <stdbool.h>

/* Where it begins to hold back: -1 dB. */
#define LIMITER_CEILING 0.891f

struct limiter {
	float peak; /* what it holds back for; LIMITER_CEILING: nothing */
};

void limiter_init(struct limiter *limiter);

/* Does it change nothing while there is silence? */
bool limiter_rests(const struct limiter *limiter);

/* The next n frames, in place. */
void limiter_run(struct limiter *limiter, float *stereo, int n);

#endif
