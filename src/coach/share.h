/*
 * The fields that a client may share, as bits of a mask and by their names on the
 * wire.  `done` is always shared: who does not want that leaves.
 */
#ifndef COACH_SHARE_H
#define COACH_SHARE_H

enum share {
	SHARE_DONE = 1 << 0,     /* day, routine, done or partial, answers */
	SHARE_SKIPS = 1 << 1,    /* prompts that were refused */
	SHARE_TIMES = 1 << 2,    /* when it began, and the zone */
	SHARE_DURATION = 1 << 3, /* active seconds */
	SHARE_STEPS = 1 << 4,    /* how many steps, which stopped and why */
	SHARE_TENSION = 1 << 5,  /* before and after */
	SHARE_PAIN = 1 << 6,     /* pain, and check-ins */
	SHARE_NOTES = 1 << 7,    /* free text */
	SHARE_NAME = 1 << 8,     /* the name, else the coach's own label */
	SHARE_STREAK = 1 << 9    /* the streak */
};

#define SHARES    10 /* how many bits */
#define SHARE_ALL ((1 << SHARES) - 1)

/* The name of bit 0 .. SHARES - 1. */
const char *share_name(int bit);

/* The bit's mask, 0 for a name that we do not know. */
int share_of(const char *name);

#endif
