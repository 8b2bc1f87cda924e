/*
 * The routines to choose from, with what narrows them above: the typed words,
 * the filters, and the panel that changes them.
 */
#ifndef SCREEN_VIEW_LIST_H
#define SCREEN_VIEW_LIST_H

#include "screen/views.h"

/* A title of 42 cells and what stands before it. */
#define LIST_COLS 47

void view_list(struct frame *f, struct area a, const struct home_view *v);

#endif
