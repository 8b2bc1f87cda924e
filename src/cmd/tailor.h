/*
 * A routine as this call of uncoil wants it: --minutes and --focus read, and
 * plan/scale asked.  start, show and render share it, so that show answers for
 * what start would do.
 */
#ifndef CMD_TAILOR_H
#define CMD_TAILOR_H

#include "cmd/cmd.h"
#include "cmd/lesson.h"
#include "routine/library.h"

#define TAILOR_MINUTES_MAX 30 /* domain.md 8 */

struct tailor {
	long long minutes;           /* 0: as long as the routine is */
	uint64_t focus;              /* regions; 0: none */
	const struct lesson *lesson; /* what is said counts; NULL: nothing is */
};

/* Reads the options of a command; false, and the message printed, when one is
 * wrong. */
bool tailor_options(const struct cmd *cmd, struct tailor *wish);

/*
 * The routine with this id, cut to the wish.  NULL and err when it cannot be
 * had, cannot be so short or so long, or has nothing for the focus.  The caller
 * frees it with routine_free; its exercises come from library_steps, as always.
 */
struct routine *tailor_routine(struct library *lib, const char *id,
    const struct tailor *wish, struct err *err);

#endif
