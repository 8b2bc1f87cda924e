/*
 * What the figure does at an instant of a session, and when it is only looked at.
 * Pure.
 */
#ifndef SCREEN_FIGURE_NOW_H
#define SCREEN_FIGURE_NOW_H

#include "figure/motion.h"
#include "screen/view_figure.h"
#include "session/session.h"

/*
 * before, now: the figures of the step before and of this one; NULL: none, then
 * nothing is shown, or it comes from nowhere.  Returns for how many milliseconds
 * of playing time that is good (figure/motion.h).
 */
int64_t figure_now(const struct session_snapshot *snap, const struct figure *before,
    const struct figure *now, struct figure_view *out);

/*
 * Without a session, ms after it came up: over and over, as the movement is done.
 * A stretch is entered, held for a breath or more and left again.  Returns for how
 * many milliseconds that is good.
 */
int64_t figure_alone(const struct exercise *e, const struct figure *figure,
    enum side side, int64_t ms, struct figure_view *out);

/* The side that is shown at an instant. */
enum side figure_side(const struct session_snapshot *snap);

#endif
