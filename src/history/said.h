/*
 * What was said at the two ends of a session (session/checkin.h) as scores of its
 * record.
 */
#ifndef HISTORY_SAID_H
#define HISTORY_SAID_H

#include "history/record.h"
#include "session/checkin.h"

/* Takes what was answered into r, the note, an alarm and why steps were left too;
 * once each at the two ends.  What was not answered leaves r as
 * it is there. */
void said_take(struct session_record *r, const struct checkin *c);

/* Appends what r has of it, as checkin_sum does: "neck 6 → 3, mood 4"; nothing
 * where nothing was said. */
void said_print(const struct session_record *r, struct str *out);

#endif
