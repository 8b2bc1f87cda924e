/*
 * A still drawn on a canvas: fitted, props behind, far limbs dotted, near limbs
 * in front (domain.md 10).
 */
#ifndef FIGURE_DRAW_H
#define FIGURE_DRAW_H

#include "figure/canvas.h"
#include "figure/figure.h"

/* The box (what the whole movement covers) is fitted into the rows x cols cells
 * of c and keeps its aspect: centred sideways, the floor on the bottom edge. */
void draw_still(struct canvas *c, int rows, int cols, struct box box,
    const struct still *still);

#endif
