/*
 * Digits large enough to read from across the room, drawn with full blocks in
 * the terminal's own colour: a second that passes changes few cells and no
 * attribute, so it costs few bytes.
 */
#ifndef SCREEN_DIGITS_H
#define SCREEN_DIGITS_H

#include "screen/frame.h"

#define DIGIT_ROWS 5 /* at scale 1 */

/* Cells that a number of n digits takes across. */
int digits_cols(int n, int scale);

/* Draws n (0 to 999) with the last digit ending where a number of `places`
 * digits would end. */
void digits_draw(struct frame *f, int y, int x, int n, int places, int scale);

#endif
