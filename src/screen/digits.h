/*
 * Digits large enough to read from across the room, of any height, drawn with
 * blocks in the terminal's own colour: a second that passes changes few cells
 * and no attribute, so it costs few bytes.
 */
#ifndef SCREEN_DIGITS_H
#define SCREEN_DIGITS_H

#include "screen/frame.h"

#define DIGIT_ROWS 5 /* the least; every height from there on looks alike */

/* Cells that a number of n digits takes across when it is `rows` high. */
int digits_cols(int n, int rows);

/* The greatest height, from DIGIT_ROWS on, at which n digits fit into the area;
 * 0 when none does.  Without quarters of a cell, in ASCII or on a console, it is a
 * multiple of DIGIT_ROWS: then strokes are whole cells. */
int digits_rows(const struct frame *f, int n, int rows, int cols);

/* Draws n (0 to 999) `rows` high, with the last digit ending where a number of
 * `places` digits would end. */
void digits_draw(struct frame *f, int y, int x, int n, int places, int rows);

#endif
