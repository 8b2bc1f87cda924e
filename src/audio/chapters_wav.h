/*
 * Chapters as the cue points of a WAV and their names (`cue ` and a `LIST` of
 * type `adtl` with a `labl` each), to be put behind the sound.  Pure.
 */
#ifndef AUDIO_CHAPTERS_WAV_H
#define AUDIO_CHAPTERS_WAV_H

#include "audio/chapters.h"
#include "base/str.h"

/* Appends the two chunks, their length even; nothing where there are none. */
void chapters_wav(const struct chapters *c, int rate, struct str *out);

/* The length that the head of a file of so many bytes must say, little-endian;
 * false when a WAV cannot be so long (4 GB). */
bool chapters_wav_size(int64_t bytes, uint8_t size[4]);

#endif
