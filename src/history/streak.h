/*
 * The streak: how many days in a row.  Pure: the days of the log in, the answer
 * out.  And its mirror, streak.ini, so that a prompt need not open a database.
 *
 * Rule of this release: consecutive local days with a done session.  A day that
 * is still open breaks nothing.
 */
#ifndef HISTORY_STREAK_H
#define HISTORY_STREAK_H

#include "base/err.h"
#include "history/history.h"

struct streak {
	int32_t today;
	int current; /* days in a row up to today, or to yesterday while today
			is open */
	int longest;
	int32_t last_day; /* the last done day, or CIVIL_NONE */
	int done_today;   /* done sessions */
	int goal;         /* done sessions a day: 1 */
	bool at_risk;     /* the streak ends today unless something is done */
};

/* days: oldest first, each at most once.  Days after today (a clock that was
 * wrong) are in the log and do not count. */
void streak_count(
    const struct day_total *days, size_t n, int32_t today, struct streak *out);

/*
 * The streak of today by the shortest way: from the mirror, else from the
 * database, and then the mirror is made again (quietly not, where it cannot be
 * written).  No database is a streak of nothing.  Ask it again after
 * history_close at the end of a session, so that the next prompt finds a mirror
 * that is right: closing writes to the database.
 */
bool streak_now(const char *mirror, const char *db, int32_t today,
    struct streak *out, struct err *err);

/*
 * The mirror: [streak] current longest last_day today done_today rests_left, and
 * `seen`, which names the state of the database that it was made from, and
 * `guard`, a sum over them all.  Read: false when it is missing, was made from
 * another state of the database or for another day, or was edited; then it
 * must be made again.  db is the path of history.db, which may not be there.
 * Write: nobody may have changed the database since streak was counted from it.
 */
bool streak_mirror_read(
    const char *path, const char *db, int32_t today, struct streak *out);
bool streak_mirror_write(
    const char *path, const char *db, const struct streak *streak, struct err *err);

#endif
