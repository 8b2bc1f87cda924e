/*
 * A pose in words, for who does not see the figure.
 */
#ifndef FIGURE_WORDS_H
#define FIGURE_WORDS_H

#include "base/str.h"
#include "routine/pose.h"

/* Appends "seen from the side, on a mat: flat back; then breathe out, round up". */
void pose_describe(const struct pose *pose, struct str *out);

#endif
