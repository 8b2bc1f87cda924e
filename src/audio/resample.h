/* Another rate, through libsamplerate: the only file that knows it. */
#ifndef AUDIO_RESAMPLE_H
#define AUDIO_RESAMPLE_H

#include "audio/soundfile.h"

/* Brings sound to that rate in place; nothing to do is fine. */
bool resample(struct sound *sound, int rate, struct err *err);

#endif
