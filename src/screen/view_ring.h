/*
 * A round gauge: how much of a goal is reached.  In dots where there are dots,
 * else in characters.
 */
#ifndef SCREEN_VIEW_RING_H
#define SCREEN_VIEW_RING_H

#include "screen/frame.h"

/* As round as cells allow. */
#define RING_ROWS 5
#define RING_COLS 10

/* From the top clockwise; done is brought to 0..goal.  The count stands within. */
void view_ring(struct frame *f, int y, int x, int done, int goal);

#endif
