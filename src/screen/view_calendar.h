/*
 * Weeks as columns, seven rows of days, each shaded by its minutes; today is the
 * last day of the last column, marked.
 */
#ifndef SCREEN_VIEW_CALENDAR_H
#define SCREEN_VIEW_CALENDAR_H

#include "history/history.h"
#include "screen/frame.h"

#define CALENDAR_WEEKS 26

/* Days and the legend; one more, and there are the months above. */
#define CALENDAR_ROWS 8

/* Cells that so many weeks take, a day being `cell` wide: letters of the week to
 * the left and the mark of today to the right. */
int calendar_cols(int weeks, int cell);

/* The Monday of the first of so many weeks. */
int32_t calendar_first(int32_t today, int weeks);

struct calendar {
	const struct day_total *days; /* oldest first */
	size_t n;
	int32_t today;
};

/* Milliseconds of a day, 0 where it is not there. */
int64_t calendar_ms(const struct calendar *c, int32_t day);

/* As many weeks as the area has room for. */
void view_calendar(
    struct frame *f, struct area a, const struct calendar *c, int cell);

#endif
