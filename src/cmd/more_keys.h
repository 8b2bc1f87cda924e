/*
 * Keys that a presenter, a foot switch or a headset types, as the ones of a
 * session: some are known, others the person names (session.keys, "b=pause").
 */
#ifndef CMD_MORE_KEYS_H
#define CMD_MORE_KEYS_H

#include "base/err.h"

/* The session's own key that `pressed` stands for; pressed itself when it stands
 * for none.  pairs: as in the setting; what is wrong in it is passed over. */
int more_keys_for(const char *pairs, int pressed);

/* False, and what is expected, when a pair cannot be understood. */
bool more_keys_check(const char *pairs, struct err *err);

#endif
