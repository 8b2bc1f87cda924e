/*
 * The rest of the session that was interrupted last, ready to be played: start
 * --resume and the home screen share it.
 */
#ifndef CMD_REST_H
#define CMD_REST_H

#include "cmd/own.h"
#include "cmd/play.h"
#include "history/resume.h"

struct rest {
	struct session_record record; /* of the one that was interrupted */
	size_t first;                 /* its step at which it goes on */
	struct routine *routine;      /* what is left of it */
};

/* Looks for it, over SUGGEST_UNFINISHED_DAYS; false and err when there is none or
 * it cannot be had.  Then there is nothing to free. */
bool rest_find(
    const struct own *own, int32_t today, struct rest *rest, struct err *err);
void rest_fini(struct rest *rest);

/* So that it is played; the rest outlives the play. */
void rest_options(const struct rest *rest, struct play_options *o);

#endif
