/* The streak's rules and pauses, written. */
#include "history/history.h"
#include "history/store.h"

#include <sqlite3.h>
#include <stdlib.h>

/* Runs a statement about one day. */
static bool
run_on(struct history *h, const char *sql, int32_t day, const char *doing,
    struct err *err)
{
	sqlite3_stmt *q = store_prepare(h, sql, doing, err);
	bool ok;

	if (!q)
		return false;
	sqlite3_bind_int(q, 1, day);
	ok = store_step(h, q, doing, err);
	sqlite3_finalize(q);
	return ok;
}

static bool
write_rules(struct history *h, const struct streak_rules *r, const char *doing,
    struct err *err)
{
	sqlite3_stmt *q = store_prepare(h,
	    "INSERT OR REPLACE INTO rules (from_day, counted, goal, unit, rest, "
	    "freezes, weekly, day_start) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
	    doing, err);
	bool ok;

	if (!q)
		return false;
	sqlite3_bind_int(q, 1, r->from);
	sqlite3_bind_int(q, 2, r->on);
	sqlite3_bind_int(q, 3, r->goal);
	sqlite3_bind_int(q, 4, r->unit);
	sqlite3_bind_int(q, 5, (int)r->rest);
	sqlite3_bind_int(q, 6, r->freezes);
	sqlite3_bind_int(q, 7, r->weekly);
	sqlite3_bind_int(q, 8, r->day_start_min);
	ok = store_step(h, q, doing, err);
	sqlite3_finalize(q);
	return ok;
}

bool
history_keep_rules(struct history *h, const struct streak_rules *r, struct err *err)
{
	static const char doing[] = "the rules of the streak cannot be written";

	return store_start_durable(h, doing, err) &&
	       store_finish(h, write_rules(h, r, doing, err), doing, err);
}

bool
history_turn_rules(struct history *h, const struct streak_rules *r, struct err *err)
{
	static const char doing[] = "the rules of the streak cannot be written";

	return store_start_durable(h, doing, err) &&
	       store_finish(h,
		   run_on(h, "DELETE FROM rules WHERE from_day > ?", r->from, doing,
		       err) &&
		       write_rules(h, r, doing, err),
		   doing, err);
}

static bool
write_pause(
    struct history *h, const struct pause *p, const char *doing, struct err *err)
{
	sqlite3_stmt *q =
	    store_prepare(h, "INSERT INTO pause VALUES (?, ?, ?)", doing, err);
	bool ok;

	if (!q)
		return false;
	sqlite3_bind_int(q, 1, p->first);
	sqlite3_bind_int(q, 2, p->last);
	store_bind_text(q, 3, p->why);
	ok = store_step(h, q, doing, err);
	sqlite3_finalize(q);
	return ok;
}

/* What remains of a pause before and after the days that are taken back. */
static bool
cut_pause(struct history *h, const struct pause *p, int32_t first, int32_t last,
    const char *doing, struct err *err)
{
	struct pause before = *p, after = *p;

	before.last = first - 1;
	after.first = last + 1;
	return run_on(h, "DELETE FROM pause WHERE first_day = ?", p->first, doing,
		   err) &&
	       (p->first >= first || write_pause(h, &before, doing, err)) &&
	       (p->last <= last || write_pause(h, &after, doing, err));
}

static bool
cut_pauses(struct history *h, int32_t first, int32_t last, int *n,
    const char *doing, struct err *err)
{
	struct pause *there;
	size_t found;
	bool ok = history_pauses(h, first, last, &there, &found, err);

	for (size_t i = 0; ok && i < found; i++)
		ok = cut_pause(h, &there[i], first, last, doing, err);
	free(there);
	*n = (int)found;
	return ok;
}

bool
history_pause(struct history *h, const struct pause *p, struct err *err)
{
	static const char doing[] = "the pause cannot be written";
	int cut;

	return store_start_durable(h, doing, err) &&
	       store_finish(h,
		   cut_pauses(h, p->first, p->last, &cut, doing, err) &&
		       write_pause(h, p, doing, err),
		   doing, err);
}

bool
history_unpause(
    struct history *h, int32_t first, int32_t last, int *n, struct err *err)
{
	static const char doing[] = "the pause cannot be changed";

	return store_start_durable(h, doing, err) &&
	       store_finish(
		   h, cut_pauses(h, first, last, n, doing, err), doing, err);
}
