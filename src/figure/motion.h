/*
 * What the figure does at an instant: looping, held and breathing, on its way.
 * Pure: milliseconds in, a still out.  Each function returns for how many
 * milliseconds that still is good: one frame while it moves, more while a breath
 * sways it or a key is held, INT64_MAX when nothing will ever change.
 */
#ifndef FIGURE_MOTION_H
#define FIGURE_MOTION_H

#include "figure/figure.h"

#include <stdint.h>

/* 15 frames a second are smooth for a slow body; a breath needs fewer. */
#define MOTION_FPS      15
#define MOTION_FRAME_MS 67
#define MOTION_SWAY_MS  200

/* One breath of who is given no other: 4 s in and 6 s out. */
#define MOTION_CALM_MS 10000

/* Milliseconds of one way through all keys and back to the first. */
int64_t motion_loop_ms(const struct figure *figure);

/* Round and round through the keys as the pose file says.  over_ms: how long one
 * round takes instead (0: as in the file). */
int64_t motion_loop(
    const struct figure *figure, int64_t ms, int64_t over_ms, struct still *out);

/* Once to the key that is held, then swaying by 2 percent with the breath.
 * breath_s: in, hold, out, hold, counted from ms = 0; all 0: a calm 4 in, 6 out. */
int64_t motion_hold(const struct figure *figure, int64_t ms, const int breath_s[4],
    struct still *out);

/* How full the lungs are, 0..1; *good_ms: for how long that does not change, 0
 * while it does. */
double motion_breath_at(const int breath_s[4], int64_t ms, int64_t *good_ms);

/* Breathing: from the first key to the last over the inhale, back over the
 * exhale. */
int64_t motion_breath(const struct figure *figure, int64_t ms,
    const int breath_s[4], struct still *out);

/* From the key that is held back to the first, and waiting there. */
int64_t motion_rest(const struct figure *figure, int64_t ms, struct still *out);

/*
 * A change-over, ms of whole_ms: from where `from` stands (NULL: from nowhere) to
 * the first key, once round where there is time for it, and waiting there.  side
 * is the one that will begin; box is what is seen meanwhile.
 */
int64_t motion_change(const struct still *from, struct box from_box,
    const struct figure *figure, enum side side, int64_t ms, int64_t whole_ms,
    struct still *out, struct box *box);

/* A change of side at the first key, ms of whole_ms. */
int64_t motion_switch(const struct figure *figure, enum side to, int64_t ms,
    int64_t whole_ms, struct still *out);

#endif
