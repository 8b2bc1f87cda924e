/*
 * A tally: what a device relies on that we have of it.  Whenever that changes it gets a
 * new random mark, which goes out with the answer and comes back with the next request.
 * A server that was restored from a backup cannot know a mark that it made later, and so
 * the loss is seen, whatever it was told since; a count of the items could have climbed
 * back.  The marks are one text, newest first, for a column of the device's row.
 *
 * More than the newest is known because an answer may be lost, or overtaken by another.
 * Who comes with a mark that fell off the end tells all again, which is harmless.
 */
#ifndef COACH_TALLY_H
#define COACH_TALLY_H

#include <stdbool.h>

#define TALLY_MARK 9   /* eight hexadecimal digits and the NUL */
#define TALLY_KEPT 16  /* a line that loses more answers in a row is none */
#define TALLY_ALL  144 /* TALLY_KEPT marks, a blank between two, and the NUL */

bool tally_knows(const char *tally, const char *mark);

/* Is it the newest?  Before the first that is "". */
bool tally_is_newest(const char *tally, const char *mark);

/* Puts a new mark before the others; the oldest falls off where there are too many. */
void tally_add(char tally[TALLY_ALL]);

/* Into mark, which it returns; NULL when there is none. */
const char *tally_newest(const char *tally, char mark[TALLY_MARK]);

#endif
