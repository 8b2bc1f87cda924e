/*
 * How much is said to this person on the way to each step of a routine: all of it
 * until a movement has been done some times.
 */
#ifndef CMD_TEACH_H
#define CMD_TEACH_H

#include "base/settings.h"
#include "history/history.h"
#include "score/score.h"

/* Done so often, a movement is known. */
#define TEACH_TIMES 3

/*
 * One for each step of r; the caller frees it.  h NULL: nothing was done yet.  Of
 * a movement that comes twice only the first time is taught in full.
 */
enum teach *teach_steps(const struct settings *settings, struct history *h,
    const struct routine *r, const struct exercise *const *exercises);

#endif
