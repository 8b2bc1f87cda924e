/*
 * The moving figure in a part of a screen.
 */
#ifndef SCREEN_VIEW_FIGURE_H
#define SCREEN_VIEW_FIGURE_H

#include "figure/figure.h"
#include "screen/frame.h"

/* The smallest area in which a body can be recognized. */
#define FIGURE_ROWS_LEAST 10
#define FIGURE_COLS_LEAST 24

/* What a view is told of the figure. */
struct figure_view {
	bool on; /* false: there is none to show */
	struct box box;
	struct still still;
};

/* Draws it into the area, which is blank, with what f->figure and f->ascii say. */
void view_figure(struct frame *f, struct area area, const struct figure_view *v);

/*
 * Without motion: the key poses side by side as far as there is room, the held
 * one for sure, each with its label below where there are rows for it.  side is
 * the one that is shown.
 */
void view_figure_keys(
    struct frame *f, struct area area, const struct figure *figure, enum side side);

#endif
