/*
 * How loud sound is heard to be while it goes by: the K weighting of ITU-R
 * BS.1770, for 48,000 frames a second.
 */
#ifndef AUDIO_LOUD_H
#define AUDIO_LOUD_H

#include <stddef.h>

/* Start with {0}. */
struct loud {
	double near[2][4]; /* what the filters remember of either side */
};

/* The power of the next n frames, at least 1: the mean of squares, of both sides
 * together. */
double loud_power(struct loud *loud, const float *stereo, size_t n);

/* -0.691 dB are 1. */
double loud_lufs(double power);
double loud_of_lufs(double lufs);

#endif
