/*
 * The sync that runs by itself: a child in the background that nobody waits for, at
 * the start of the home screen and after a session.  Whether it is time, the child
 * finds out (sync/push.h); here is only seen whether there is anybody to tell.
 */
#ifndef CMD_SYNC_AUTO_H
#define CMD_SYNC_AUTO_H

#include "base/settings.h"

#include <stdbool.h>

/* Is anybody told?  Looks at no more than a file's name. */
bool sync_is_wanted(const struct settings *settings);

/* Is there a token of a link to a coach? */
bool sync_is_linked(void);

/* Starts it where it is wanted.  Nothing is printed, and no failure told: what went
 * wrong is in `uncoil sync status`. */
void sync_by_itself(const struct settings *settings);

#endif
