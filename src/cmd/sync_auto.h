/*
 * The sync that runs by itself: a child in the background that nobody waits for, at
 * the start of the home screen and after a session.  Whether it is time, the child
 * finds out (sync/push.h); here is only seen whether there is anybody to tell.
 */
#ifndef CMD_SYNC_AUTO_H
#define CMD_SYNC_AUTO_H

#include "base/settings.h"

#include <stdbool.h>
#include <sys/types.h>

/* Is there a token of a link to a coach? */
bool sync_is_linked(void);

/* Starts it where it is wanted; *running is that child, 0 where there is none.  One
 * that still runs is enough.  Nothing is printed, and no failure told: what went wrong
 * is in `uncoil sync status`. */
void sync_by_itself(const struct settings *settings, pid_t *running);

/* Has it ended since?  True once; then *running is 0. */
bool sync_is_over(pid_t *running);

#endif
