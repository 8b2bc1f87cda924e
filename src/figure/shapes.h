/*
 * A still taken apart into the lines and rings that it is drawn with, from the
 * back to the front: props behind, far limbs, trunk, near limbs in front, the arrow
 * of the pull.  Everything is in box units; it knows neither dots nor files.
 */
#ifndef FIGURE_SHAPES_H
#define FIGURE_SHAPES_H

#include "figure/canvas.h"
#include "figure/figure.h"

/* What draws them. */
struct pen {
	/* How far a limb in front of the trunk is set off from it. */
	double gap;
	/* half: half its thickness.  INK_NONE wipes out what is there. */
	void (*line)(
	    void *self, struct point a, struct point b, double half, enum ink ink);
	/* The outer radius; thick: that of the rim.  blank: what was inside is wiped
	 * out. */
	void (*ring)(void *self, struct point at, double radius, double thick,
	    bool blank, enum ink ink);
	void (*arrow)(void *self, struct point from, struct point to);
};

/* All but the floor. */
void shapes_draw(const struct pen *pen, void *self, const struct still *still);

#endif
