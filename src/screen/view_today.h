/*
 * How today stands: the ring of its goal, the streak, what is suggested and the
 * calendar of half a year.
 */
#ifndef SCREEN_VIEW_TODAY_H
#define SCREEN_VIEW_TODAY_H

#include "screen/views.h"

/* The name of the program, and the day. */
void view_today_title(struct frame *f, struct area a, const struct home_view *v);

/* Without room for panels: the streak and today in one line, and a rule where
 * the area has a third row. */
void view_today_short(struct frame *f, struct area a, const struct home_view *v);

/* Ring and words in one area, the calendar in the other; the words begin where
 * the calendar does. */
void view_today_panels(struct frame *f, struct area words, struct area calendar,
    const struct home_view *v);

#endif
