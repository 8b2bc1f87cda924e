/*
 * What a rendered file says of itself, as lines for uncoil-sound: title, artist,
 * album, comment, and a chapter for each step, which begins where the way to the
 * step does.  Pure.
 */
#ifndef CUE_MARKS_H
#define CUE_MARKS_H

#include "base/str.h"
#include "score/score.h"

/* To be sent before the line that ends the file. */
void cue_marks(const struct score *score, struct str *out);

#endif
