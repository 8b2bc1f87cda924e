/*
 * The figures of a session that runs: of this step and, in a change-over, of the
 * step before.  Each is loaded when it is first needed and freed when it is not
 * needed any more; a pose that cannot be had is no figure, and the session goes
 * on.
 */
#ifndef CMD_FIGURE_PAIR_H
#define CMD_FIGURE_PAIR_H

#include "figure/figure.h"
#include "routine/library.h"
#include "session/session.h"

struct figure_pair {
	struct library *library; /* must outlive it */
	struct figure *before, *now;
	size_t step;  /* whose figure `now` is */
	bool tried;   /* and it was looked for; it may be NULL all the same */
	bool behind;  /* the one before it was looked for */
	char *notice; /* what is wrong with a pose of the person's own; NULL */
};

void figure_pair_init(struct figure_pair *pair, struct library *library);
void figure_pair_fini(struct figure_pair *pair);

/* Has what is needed at this instant. */
void figure_pair_follow(
    struct figure_pair *pair, const struct session_snapshot *snap);

#endif
