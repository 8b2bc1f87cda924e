/*
 * The fields that a person may share with a coach, as bits of a mask and by their
 * names on the wire.  `done` is always shared: who does not want that leaves.
 */
#ifndef SYNC_SHARE_H
#define SYNC_SHARE_H

#include "base/err.h"
#include "base/str.h"

#include <stdbool.h>

/* The numbers stand in databases. */
enum wire_share {
	WIRE_DONE = 1 << 0,     /* day, routine, done or partial, answers */
	WIRE_SKIPS = 1 << 1,    /* prompts that were refused */
	WIRE_TIMES = 1 << 2,    /* when it began, and the zone */
	WIRE_DURATION = 1 << 3, /* active seconds */
	WIRE_STEPS = 1 << 4,    /* how many steps, which stopped and why */
	WIRE_TENSION = 1 << 5,  /* before and after */
	WIRE_PAIN = 1 << 6,     /* pain, and check-ins */
	WIRE_NOTES = 1 << 7,    /* free text */
	WIRE_NAME = 1 << 8,     /* the name, else the coach's own label */
	WIRE_STREAK = 1 << 9    /* the streak */
};

#define WIRE_SHARES    10 /* how many bits */
#define WIRE_SHARE_ALL ((1 << WIRE_SHARES) - 1)

/* The name of bit 0 .. WIRE_SHARES - 1, and what it tells, for who chooses. */
const char *wire_share_name(int bit);
const char *wire_share_about(int bit);

/* The name's mask, 0 for a name that we do not know. */
int wire_share_of(const char *name);

/* "done, tension" as a mask; done is always in it.  False and err at another
 * word. */
bool wire_share_parse(const char *list, int *mask, struct err *err);
void wire_share_print(int mask, struct str *out);

#endif
