/*
 * A sound ready to be mixed: short, at the rate of everything, in memory.  It
 * is read before it is needed and never by the audio thread.
 */
#ifndef AUDIO_SAMPLE_H
#define AUDIO_SAMPLE_H

#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

/* 16 bit: half the memory of floats, and 96 dB are enough for a chime. */
struct sample {
	int16_t *pcm;
	int channels;   /* 1 or 2 */
	int64_t frames; /* at least 1; 48,000 a second */
};

/* Reads any sound file (soundfile.h has the limits). */
bool sample_load(const char *path, struct sample *sample, struct err *err);
void sample_fini(struct sample *sample);

#endif
