/*
 * The streak of a history: its log is read, the rules that hold from today on are
 * kept in it, and the mirror is made.
 */
#ifndef HISTORY_COUNT_H
#define HISTORY_COUNT_H

#include "history/streak.h"

/* What the streak is counted from. */
struct count_log {
	struct day_total *days;
	struct streak_rules *rules;
	struct pause *pauses;
	struct streak_log log; /* points to these */
};

/*
 * Everything up to today, with the rules that the settings ask for.  They hold
 * from today on where they are others than those that held; nothing is written.
 * False and err when the history cannot be read; then there is nothing to free.
 */
bool count_load(struct history *h, const struct streak_rules *asked, int32_t today,
    struct count_log *out, struct err *err);
void count_log_fini(struct count_log *log);

/*
 * The streak of today by the shortest way: from the mirror, else from the
 * database, and then the mirror is made again (quietly not, where it cannot be
 * written).  No database is a streak of nothing.  Ask it again after
 * history_close at the end of a session, so that the next prompt finds a mirror
 * that is right: closing writes to the database.
 *
 * asked: the rules that the settings ask for.  Where others held until now, the
 * history keeps that these hold from today on, and *changed (may be NULL) is
 * true; not while today is before a day that is in the log: then the clock is
 * wrong, or was, or the person flew east, and it is kept on a later day.
 */
bool count_now(const char *mirror, const char *db, const struct streak_rules *asked,
    int32_t today, struct streak *out, bool *changed, struct err *err);

#endif
