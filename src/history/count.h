/*
 * The streak of a history: its log is read, the rules that hold from today on are
 * kept in it, and the mirror is made.
 */
#ifndef HISTORY_COUNT_H
#define HISTORY_COUNT_H

#include "history/history.h"
#include "history/streak.h"

/* What the streak is counted from. */
struct count_log {
	struct day_total *days;
	struct streak_rules *rules;
	struct pause *pauses;
	struct streak_log log; /* points to these */
	bool is_news;          /* other rules are asked for than held until now */
};

/*
 * Everything up to today, with the rules that the settings ask for.  They hold
 * from today on where they are others than those that held; nothing is written.
 * h NULL: there is no history.  False and err when it cannot be read; then there
 * is nothing to free.
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
 * true.  Not while there are sessions of days after today: then the clock is
 * wrong, or was, or the person flew east over the date line, and what is past
 * must not change for that.
 */
bool count_now(const char *mirror, const char *db, const struct streak_rules *asked,
    int32_t today, struct streak *out, bool *changed, struct err *err);

#endif
