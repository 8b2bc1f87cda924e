/*
 * What there is to read about a routine: the whole of it, or one of its steps.
 */
#ifndef SCREEN_VIEW_DETAIL_H
#define SCREEN_VIEW_DETAIL_H

#include "screen/column.h"
#include "screen/views.h"

/* page 0 and 1: the routine; 2..: its steps.  Needs a selected routine. */
void view_detail(struct column *c, const struct home_view *v);

/* "7 steps, 5:43 in all": what is true of the selected routine, or "" when its
 * steps cannot be had. */
void view_detail_total(const struct home_view *v, char *buf, size_t size);

#endif
