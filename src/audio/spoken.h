/*
 * What a speech program said, or a person recorded, made into a line that can be
 * placed like a cue: it begins with its first word and ends with its last, all
 * lines are equally loud, and it is at the mixer's rate.  Pure.
 */
#ifndef AUDIO_SPOKEN_H
#define AUDIO_SPOKEN_H

#include "audio/sample.h"
#include "audio/soundfile.h"

/* A sentence or three; what speaks longer than this has got something wrong. */
#define SPOKEN_S_MAX 30

/* A coach's own recording may take its time. */
#define SPOKEN_RECORD_S_MAX 60

/* Below the cues, which are up to -12: what is heard for seconds wears. */
#define SPOKEN_LUFS (-20.0)

/* Stays before the first word and behind the last. */
#define SPOKEN_MARGIN_MS 10

/* Takes sound->pcm over, also when it fails: there is no sound in it. */
bool spoken_shape(struct sound *sound, struct sample *sample, struct err *err);

#endif
