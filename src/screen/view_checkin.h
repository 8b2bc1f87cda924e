/*
 * A question of a check-in in a few rows: what is asked, the scale, and what was
 * answered; shared by the screen of its own and by the end of a session.
 */
#ifndef SCREEN_VIEW_CHECKIN_H
#define SCREEN_VIEW_CHECKIN_H

#include "screen/frame.h"
#include "session/checkin.h"

#define CHECKIN_ROWS 3

/* As many as it takes now: choices in words may need more. */
int checkin_rows(const struct checkin *c, int cols);

/* The question, its scale with each number to click on, and the answers so far;
 * those alone when it is over.  Nothing in an area of fewer than
 * checkin_rows. */
void checkin_block(struct frame *f, struct area a, const struct checkin *c);

/* The row of keys (column_keys) for what is asked now; NULL when it is over.
 * home: the session was begun from the home screen. */
const char *checkin_keys(const struct checkin *c, bool home);

#endif
