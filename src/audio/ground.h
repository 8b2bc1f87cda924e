/*
 * The ground under cues and speech: the bed that is wanted, fading in, and the
 * one before it, fading out; and the silence of a pause.  Pure, fit for the
 * audio thread.
 */
#ifndef AUDIO_GROUND_H
#define AUDIO_GROUND_H

#include "audio/bed.h"
#include "audio/flow.h"

/* A bed comes within 3 s and goes within 5; its level counts up by 5 and down by
 * 3 of this, so that it is exact. */
#define GROUND_FULL (15 * 48000)

/* For a pause it goes within 0.3 s, and comes back within 1. */
#define GROUND_AWAKE (3 * 48000)
#define GROUND_SLEEP (300 * 48)

#define GROUND_SPAN 256 /* frames at one time, at most */

struct ground {
	enum bed_name want;
	bool paused;
	int awake; /* 0..GROUND_AWAKE */
	struct ground_bed {
		struct bed bed;
		int level; /* 0..GROUND_FULL */
	} beds[2];
	int64_t own_at; /* how much of the flow was heard */
};

void ground_init(struct ground *ground);

/* From now on, this one; BED_OFF: none. */
void ground_want(struct ground *ground, enum bed_name name);

/* It will be woken out of silence: after a pause, or when a device was away. */
void ground_quiet(struct ground *ground);

/* Frames until it is silent; 0 when it is, INT64_MAX when it goes on. */
int64_t ground_rest(const struct ground *ground);

/* How many of n frames there are until it is silent, or a bed has gone and
 * another may come. */
int64_t ground_until(const struct ground *ground, int64_t n);

/* Does it sound out of the flow? */
bool ground_owns(const struct ground *ground);

/* Adds the next n frames, which ground_until gave, each times its gain.  flow may
 * be NULL where no bed is the person's own. */
void ground_add(struct ground *ground, struct flow *flow, const float *gains,
    float *stereo, int n);

#endif
