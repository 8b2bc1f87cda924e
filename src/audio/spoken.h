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

/* Reads the file from its start and makes a line of it; no longer than most_s
 * seconds.  Its caller closes fd, calls it `name` and frees the sample. */
bool spoken_read(
    int fd, const char *name, int most_s, struct sample *sample, struct err *err);

/* Likewise what a person recorded, by its path. */
bool spoken_record(const char *path, struct sample *sample, struct err *err);

/* Takes sound->pcm over, also when it fails: there is no sound in it. */
bool spoken_shape(struct sound *sound, struct sample *sample, struct err *err);

#endif
