/*
 * Where a client stands in its changes: `seq.tag`, the number of a change and the
 * eight random hexadecimal digits that stand beside it.  A server that was
 * restored from a backup has other tags, so that the loss is seen.
 */
#ifndef COACH_CURSOR_H
#define COACH_CURSOR_H

#include <stdbool.h>
#include <stdint.h>

#define CURSOR_TAG 9  /* eight digits and the NUL */
#define CURSOR_LEN 32 /* the longest, with the NUL */

struct cursor {
	int64_t seq; /* from 1 */
	char tag[CURSOR_TAG];
};

/* A new random tag. */
void cursor_tag(char tag[CURSOR_TAG]);

/* Returns buf. */
char *cursor_print(const struct cursor *cursor, char buf[CURSOR_LEN]);

/* False when it is written otherwise than cursor_print does. */
bool cursor_parse(const char *s, struct cursor *cursor);

#endif
