/*
 * The words of a record: as they stand in files and are typed, and, where those are
 * too short to be understood, as they are said to a person.
 */
#ifndef HISTORY_WORDS_H
#define HISTORY_WORDS_H

#include "history/record.h"
#include "routine/words.h"

/* In the order of enum session_state, origin, outcome and stop_why; of a stop that
 * nobody gave a reason for the word is "". */
extern const struct words words_state, words_origin, words_outcome, words_why;

/* A word for each flag, F0 to F9. */
extern const struct words words_flagged;

/* "no time", "unclear how to do it"; "" for none. */
const char *stop_why_said(enum stop_why why);

/* What a flag says, F0 to F9 (domain.md 5.5): "dizziness"; "" for others. */
const char *alarm_said(int code);

#endif
