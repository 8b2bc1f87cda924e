/*
 * What sound is made of, for the audio thread: a sine and noise, without the
 * mathematical library.  A phase is a turn in 2^32 parts and wraps by itself.
 */
#ifndef AUDIO_WAVE_H
#define AUDIO_WAVE_H

#include <math.h>
#include <stdint.h>

/* Of a frequency: what the phase moves by in one frame. */
#define WAVE_HZ(hz) ((uint32_t)((hz) * (4294967296.0 / 48000)))

/* Two parabolas, bent: overtones are below -60 dB. */
static inline float
wave_sine(uint32_t phase)
{
	float x = (float)(int32_t)phase * 0x1p-31f;
	float y = 4 * x * (1 - fabsf(x));

	return y * (0.775f + 0.225f * fabsf(y));
}

/* -1..1, evenly; a seed comes back after 2^32 times. */
static inline float
wave_noise(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return (float)(int32_t)*seed * 0x1p-31f;
}

#endif
