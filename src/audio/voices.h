/*
 * The samples that sound at one time, and how they are added up.  Pure, fit for
 * the audio thread; it knows no score.
 */
#ifndef AUDIO_VOICES_H
#define AUDIO_VOICES_H

#include "audio/sample.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What sounds: each kind has its volume and its rules. */
enum sound_kind {
	KIND_CUE,   /* a tone */
	KIND_VOICE, /* a spoken line */
	KIND_BED,
	KIND_BREATH,
	KINDS
};

/* More at once is noise; the one nearest to its end gives way. */
#define VOICES 8

/* A step of gain is heard as a click, 10 ms are not. */
#define VOICES_FADE 480

/* Frames that are added up at one time, at most. */
#define VOICES_SPAN 256

struct voices {
	struct voice {
		const struct sample *sample; /* NULL: free */
		enum sound_kind what;        /* KIND_CUE or KIND_VOICE */
		int64_t at;                  /* its next frame */
		int fade; /* frames until silence; 0: it does not fade */
	} all[VOICES];
	int played; /* that were heard to their end */
};

/* Sample begins with the next frame; it must stay until it has ended or is
 * forgotten. */
void voices_begin(
    struct voices *voices, const struct sample *sample, enum sound_kind what);

/* All end within VOICES_FADE frames. */
void voices_fade(struct voices *voices);

/* Cuts those of this sample; of any when it is NULL. */
void voices_forget(struct voices *voices, const struct sample *sample);

/* Frames until nothing sounds any more; 0 when nothing does. */
int64_t voices_rest(const struct voices *voices);

/* Frames of the sample that have sounded, of the voice that began last; -1 when it
 * does not sound or fades out. */
int64_t voices_gone(const struct voices *voices, const struct sample *sample);

/* Frames until the first of a kind has ended; 0 when none sounds. */
int64_t voices_first(const struct voices *voices, enum sound_kind what);

/* Adds the next n frames, at most VOICES_SPAN, each times its kind's gain. */
void voices_add(
    struct voices *voices, float gains[KINDS][VOICES_SPAN], float *stereo, int n);

#endif
