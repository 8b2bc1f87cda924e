/*
 * Which routine to offer: the one that was left unfinished, else the one that is
 * usual at this hour, else the first of all.  Pure: sessions in, an id out.  It
 * knows no library: ask it with sessions of routines that are there.
 */
#ifndef HISTORY_SUGGEST_H
#define HISTORY_SUGGEST_H

#include "history/history.h"

/* What is offered when the history says nothing. */
#define SUGGEST_FIRST "desk-reset-2"

/* How many days back a habit is looked for: 8 weeks. */
#define SUGGEST_DAYS 56

/* How far from now a session of another day still counts as "at this hour". */
#define SUGGEST_NEAR_MIN 90

/* What was left unfinished longer ago was left for good. */
#define SUGGEST_UNFINISHED_DAYS 7

enum suggest_why { SUGGEST_START, SUGGEST_UNFINISHED, SUGGEST_USUAL };

/*
 * past: newest first, as history_past gives them.  today and minute (0..1439 of
 * the local clock) say when it is.  The id is one of past or SUGGEST_FIRST; of
 * two that are equally usual the one used last.
 */
const char *suggest_routine(const struct past_session *past, size_t n,
    int32_t today, int minute, enum suggest_why *why);

#endif
