/*
 * What was said of a session (session/checkin.h) in its record: scores, what was wrong
 * and why movements were left; and back in words.
 */
#ifndef HISTORY_SAID_H
#define HISTORY_SAID_H

#include "base/err.h"
#include "history/record.h"
#include "session/checkin.h"

/* Takes what was answered into r, the note, an alarm and why steps were left too;
 * once each at the two ends.  What was not answered leaves r as
 * it is there. */
void said_take(struct session_record *r, const struct checkin *c);

/* Appends what r has of it, as checkin_sum does: "neck 6 → 3, mood 4"; nothing
 * where nothing was said. */
void said_print(const struct session_record *r, struct str *out);

/* The name of a movement, as it is said; NULL in the place of the function: the id. */
typedef const char *said_name_fn(void *arg, const char *exercise);

/* Appends what was wrong: "sharp pain, or pain of 6 or more (Cat-cow); dizziness";
 * nothing where nothing was. */
void said_flags(
    const struct session_record *r, said_name_fn *name, void *arg, struct str *out);

/* Appends why movements were left early: "Cat-cow (no time); Chin tuck (pain)". */
void said_left(
    const struct session_record *r, said_name_fn *name, void *arg, struct str *out);

/* Appends all of it but the note: "neck 6 → 3; dizziness (Cat-cow); left early: Chin
 * tuck (no time)". */
void said_all(
    const struct session_record *r, said_name_fn *name, void *arg, struct str *out);

/* Takes "cat-cow=sharp,dizzy" for all that was wrong, and "none" for nothing; and
 * "cat-cow=time,chin-tuck=none" for why these movements of r were left, which others
 * keep.  False, and what is expected, when it is not so; then r is as it was. */
bool said_parse_flags(struct session_record *r, const char *text, struct err *err);
bool said_parse_left(struct session_record *r, const char *text, struct err *err);

#endif
