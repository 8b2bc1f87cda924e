/*
 * The tone that rises while one breathes in and falls while one breathes out:
 * soft, from 220 to 330 Hz, some 14 dB below speech, fading at both its ends.
 * Pure, fit for the audio thread.
 */
#ifndef AUDIO_BREATH_H
#define AUDIO_BREATH_H

#include <stdbool.h>
#include <stdint.h>

struct breath {
	/* The one that sounds, and the one before, which fades: a jump of the
	 * score may begin one in the middle of another. */
	struct breath_tone {
		int64_t at, from, frames; /* frames 0: silent */
		bool in;
		int fade; /* frames until silence; 0: it does not fade */
		uint32_t phase;
	} now, before;
};

/* One that takes so many frames, of which some may be gone already. */
void breath_begin(struct breath *breath, bool in, int64_t frames, int64_t gone);

/* Ends it within 10 ms. */
void breath_fade(struct breath *breath);

/* Frames until it is silent; 0 when it is. */
int64_t breath_rest(const struct breath *breath);

/* Adds the next n frames, each times its gain. */
void breath_add(struct breath *breath, const float *gains, float *stereo, int n);

#endif
