/*
 * A coach's plan as the person reads it: what it is, what it changes, what it costs a
 * day; and whether this program can follow it.  Its own limits win over any plan:
 * movements that it has, no longer than they are good for, no more than an hour a day.
 * Knows the library, and no store and no screen.
 */
#ifndef CMD_PROPOSAL_H
#define CMD_PROPOSAL_H

#include "base/str.h"
#include "routine/library.h"
#include "sync/inbox.h"

#include <stdbool.h>

/* No plan is followed that asks for more, in seconds a day. */
#define PROPOSAL_DAY_S 3600

/* The lines of it, each ending in a newline, cleaned. */
void proposal_lines(
    struct library *lib, const struct proposal *proposal, struct str *out);

/* The seconds of a day on which most of it is done. */
int proposal_day_s(struct library *lib, const struct rx *rx);

/* May it be followed?  False and why not, for the person and for the coach. */
bool proposal_can(struct library *lib, const struct rx *rx, struct err *err);

/* A routine file that begins with it is a coach's: a newer version may replace it. */
#define PROPOSAL_MARK "# From your coach"

/* The routine file of one that the coach made, as uncoil-routine(5) has it. */
void proposal_routine(
    struct library *lib, const struct rx_custom *custom, struct str *out);

#endif
