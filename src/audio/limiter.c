#include "audio/limiter.h"

#include <math.h>

/* A release of 0.2 s. */
#define RELEASE 0.9999f

void
limiter_init(struct limiter *limiter)
{
	limiter->peak = LIMITER_CEILING;
}

bool
limiter_rests(const struct limiter *limiter)
{
	return limiter->peak <= LIMITER_CEILING;
}

/* Without a branch or a chain: this looks at all that is ever heard. */
static bool
too_loud(const float *stereo, int n)
{
	int over = 0;

	for (int i = 0; i < 2 * n; i++)
		over |= fabsf(stereo[i]) > LIMITER_CEILING;
	return over;
}

static void
hold_back(struct limiter *limiter, float out[2])
{
	float l = fabsf(out[0]), r = fabsf(out[1]);
	float loud = l > r ? l : r, peak = limiter->peak * RELEASE;

	peak = loud > peak ? loud : peak;
	limiter->peak = peak > LIMITER_CEILING ? peak : LIMITER_CEILING;
	if (peak > LIMITER_CEILING) {
		out[0] *= LIMITER_CEILING / peak;
		out[1] *= LIMITER_CEILING / peak;
	}
}

void
limiter_run(struct limiter *limiter, float *stereo, int n)
{
	if (limiter_rests(limiter) && !too_loud(stereo, n))
		return;
	for (int i = 0; i < n; i++)
		hold_back(limiter, stereo + 2 * (long)i);
}
