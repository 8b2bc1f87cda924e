/*
 * A score as a text beside its sound file, so that a player shows what is said:
 * WebVTT, the lyrics of LRC, or a CUE sheet with a track for each step.  Pure:
 * it writes text, somebody else the file.
 */
#ifndef CUE_SUBTITLES_H
#define CUE_SUBTITLES_H

#include "base/err.h"
#include "base/str.h"
#include "score/score.h"

struct subtitles; /* one of the formats */

/* The format that the end of a name says: .vtt, .lrc or .cue; NULL with what is
 * allowed in err. */
const struct subtitles *subtitles_of(const char *name, struct err *err);

/* sound: the name of the sound file, as seen from the text; a CUE sheet has it. */
void subtitles_write(const struct subtitles *format, const struct score *score,
    const char *sound, struct str *out);

#endif
