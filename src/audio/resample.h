/* Another rate, through libsamplerate: the only file that knows it. */
#ifndef AUDIO_RESAMPLE_H
#define AUDIO_RESAMPLE_H

#include "audio/soundfile.h"

#include <stddef.h>

/* Brings sound to that rate in place; nothing to do is fine. */
bool resample(struct sound *sound, int rate, struct err *err);

/* Likewise while it goes by: stereo, for what is heard quietly under speech. */
struct resampler;

struct resampler *resampler_new(int from, int to, struct err *err);
void resampler_free(struct resampler *resampler); /* NULL is fine */

/* So many frames come at most of n. */
size_t resampler_room(const struct resampler *resampler, size_t n);

/* Takes n frames, the last ones or not, and writes what they give, which is
 * returned.  A failure gives nothing. */
size_t resampler_run(struct resampler *resampler, const float *stereo, size_t n,
    bool last, float *out);

#endif
