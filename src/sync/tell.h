/*
 * What an item says of a session: all of it; what may not be told is taken out by
 * item_hide (sync/item.h).  Pure.
 */
#ifndef SYNC_TELL_H
#define SYNC_TELL_H

#include "history/record.h"
#include "sync/item.h"

/* item_fini frees it.  raise is added to the revision. */
void tell_session(const struct session_record *r, int64_t raise, struct item *item);

/* That there was one, and that it was removed. */
void tell_gone(
    const char *id, int rev, int32_t day, int64_t raise, struct item *item);

/* How bad it was on the morning after, 0 to 10: a check-in. */
void tell_morning(const char *id, int rev, int32_t day, int score, int64_t raise,
    struct item *item);

/* An answer to a plan: state is "seen", "accepted" or "declined". */
void tell_answer(const char *id, int32_t day, const char *rx, int version,
    const char *state, const char *why, int64_t raise, struct item *item);

#endif
