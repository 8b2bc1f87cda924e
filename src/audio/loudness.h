/* How loud a sound is heard to be: ITU-R BS.1770, one channel that is played by
 * two speakers. */
#ifndef AUDIO_LOUDNESS_H
#define AUDIO_LOUDNESS_H

#define LOUDNESS_RATE 48000 /* the filters are for this rate */

/* Silence: what is quieter does not count. */
#define LOUDNESS_NONE (-70.0)

/* The loudest 400 ms of n frames, in LUFS. */
double loudness(const float *pcm, int n);

/* Of the whole, pauses left out (the gates of BS.1770-4), in LUFS; what is
 * shorter than 400 ms is measured as if silence followed.  At least
 * LOUDNESS_NONE. */
double loudness_whole(const float *pcm, int n);

#endif
