/*
 * What of a record may be told to somebody else, by name: the person chooses, for
 * a report as for a coach's server (uncoil-sync(7)), and what is not chosen is
 * not there.
 */
#ifndef HISTORY_SHARE_H
#define HISTORY_SHARE_H

#include "base/err.h"
#include "routine/words.h"

enum share {
	SHARE_DONE,     /* the day, the routine, done or in part */
	SHARE_SKIPS,    /* prompts that were refused */
	SHARE_TIMES,    /* when a session began, and the zone */
	SHARE_DURATION, /* seconds */
	SHARE_STEPS,    /* movements done and skipped, where one stopped and why */
	SHARE_TENSION,
	SHARE_PAIN, /* pain, mornings, abilities */
	SHARE_NOTES,
	SHARE_NAME,
	SHARE_STREAK,
	SHARES
};

extern const struct words words_share;

/* "done,steps,tension" as bits; done is always among them.  False and err at
 * another word. */
bool share_parse(const char *list, uint64_t *bits, struct err *err);

/* What a field tells, for who chooses: "when a session began, and the zone". */
const char *share_about(enum share share);

#endif
