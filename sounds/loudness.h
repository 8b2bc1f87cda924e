/* How loud a tone is heard to be: ITU-R BS.1770, for making and testing tones. */
#ifndef SOUNDS_LOUDNESS_H
#define SOUNDS_LOUDNESS_H

#define LOUDNESS_RATE 48000 /* the filters are for this rate */

/* The loudest 400 ms of n frames in LUFS, one channel played by two speakers. */
double loudness(const float *pcm, int n);

#endif
