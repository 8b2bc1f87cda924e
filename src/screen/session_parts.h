/*
 * The pieces of which a session's screens are put together.
 */
#ifndef SCREEN_SESSION_PARTS_H
#define SCREEN_SESSION_PARTS_H

#include "screen/column.h"
#include "screen/views.h"

/* From here on a screen is wide: every word in full, every key named. */
#define SESSION_WIDE_COLS 72

/* "Five minutes for neck and shoulders      step 3 of 7   2:40 left" */
void session_put_count(
    struct frame *f, int y, struct area a, const struct session_view *v);

/* "LEFT side   hold 2 of 3" */
void session_put_state(
    struct frame *f, int y, int x, int cols, const struct session_view *v);

/* The seconds, `rows` high. */
void session_put_digits(
    struct frame *f, int y, int x, int rows, const struct session_view *v);

/* How high they may be in so much room; 0: there is none. */
int session_digit_rows(
    const struct frame *f, const struct session_view *v, int rows, int cols);

/* How far this step and the whole session are; empty until the step begins. */
void session_put_step_bar(
    struct frame *f, int y, int x, int cols, const struct session_view *v);
void session_put_total_bar(
    struct frame *f, int y, int x, int cols, const struct session_view *v);

/* A bar across the screen that cannot be overlooked. */
void session_put_banner(struct frame *f, int y, struct area a, const char *text);

void session_put_keys(
    struct frame *f, int y, struct area a, const struct session_view *v);

/* The figure, moving or as key poses; where there is none, how to get into the
 * position. */
void session_put_figure(
    struct frame *f, struct area a, const struct session_view *v);

/* What is said, the set-up while there is time for it, breath, sensation, and as
 * far as there is room what to avoid and what is easier. */
void session_put_guide(
    struct frame *f, struct area a, const struct session_view *v);

#endif
