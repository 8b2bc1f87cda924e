#include "sync/outbox.h"

#include "base/mem.h"
#include "history/store.h"
#include "sync/bound.h"
#include "sync/tell.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The numbers stand in the database. */
enum sent_state { ITEM_NEW, ITEM_SENT, ITEM_PARKED, ITEM_LATER };

enum source { FROM_SESSION, FROM_GONE, FROM_ANSWER, FROM_MORNING };

/* Why an item is done of which nothing was told: then nobody hears that it is gone. */
#define HIDDEN "hidden"

/* One that is new: ?1 the peer, ?2 the first day, ?3 now.  A session's mark goes on
 * being its mark when the session is gone.  Of two answers to one version the later
 * one is told, for the order in which they are read is not that of the log. */
#define NEW_ITEMS                                                                  \
	"SELECT t.source, t.no, t.id, t.rev, t.day, coalesce(i.raise, 0), "        \
	"i.id IS NOT NULL AND i.why <> '" HIDDEN "' FROM ("                        \
	" SELECT 0 AS source, no, id, rev, day FROM session"                       \
	"  WHERE state <> 0 AND day >= ?2"                                         \
	" UNION ALL"                                                               \
	" SELECT 1, 0, g.id, g.rev, g.day FROM gone g JOIN sync_item i"            \
	"  ON i.peer = ?1 AND i.id = g.id AND i.why <> '" HIDDEN "'"               \
	"  WHERE g.day >= ?2"                                                      \
	" UNION ALL"                                                               \
	" SELECT 2, no, id, 1, day FROM sync_answer a WHERE day >= ?2"             \
	"  AND (state = 'seen' OR NOT EXISTS (SELECT 1 FROM sync_answer b"         \
	"   WHERE b.rx = a.rx AND b.version = a.version AND b.no > a.no))"         \
	" UNION ALL"                                                               \
	" SELECT 3, no, id, rev, day FROM answer WHERE asked = 0 AND day >= ?2) t" \
	" LEFT JOIN sync_item i ON i.peer = ?1 AND i.id = t.id"                    \
	" WHERE i.id IS NULL OR i.rev < t.rev OR i.state = 0"                      \
	" OR (i.state = 3 AND i.retry_ms <= ?3)"

struct candidate {
	enum source source;
	int64_t no, raise;
	char id[UUID_LEN];
	int rev;
	int32_t day;
	bool told; /* the peer may have something of it */
};

static void
read_candidate(const struct bound *b, struct candidate *c)
{
	c->source = (enum source)bound_number(b, 0);
	c->no = bound_number(b, 1);
	bound_copy(b, 2, c->id, sizeof(c->id));
	c->rev = (int)bound_number(b, 3);
	c->day = (int)bound_number(b, 4);
	c->raise = bound_number(b, 5);
	c->told = bound_number(b, 6);
}

/* Is it still the session of a program that runs? */
static bool
is_held(struct history *h, int64_t no)
{
	if (!store_open_lock(h, NULL) || !store_set_lock(h, no, F_WRLCK))
		return true;
	return !store_set_lock(h, no, F_UNLCK);
}

/* The plan that it answers, unless the session itself says: one that was agreed on
 * by its day and names its routine. */
static bool
find_plan(struct history *h, struct session_record *r, struct err *err)
{
	struct bound b = bound_ask(h,
	    "SELECT id FROM plan WHERE state = 1 AND answered <= ?1 AND "
	    "coalesce(from_day, ?1) <= ?1 AND coalesce(to_day, ?1) >= ?1 AND "
	    "instr(body, ?2) LIMIT 1",
	    err);
	char named[ID_MAX + 32];
	bool ok;

	snprintf(named, sizeof(named), "\"routine\":\"%s\"", r->routine);
	bound_add_number(&b, r->day);
	bound_add_text(&b, named);
	if (bound_next(h, &b, &ok, err) && !*r->plan)
		bound_copy(&b, 0, r->plan, sizeof(r->plan));
	bound_close(&b);
	return ok;
}

static bool
session_item(struct history *h, const struct candidate *c, struct item *item,
    struct err *err)
{
	struct session_record r;
	bool ok;

	if (!history_find(h, c->no, NULL, &r, err))
		return false;
	ok = find_plan(h, &r, err);
	if (ok)
		tell_session(&r, c->raise, item);
	session_record_fini(&r);
	return ok;
}

static bool
answer_item(struct history *h, const struct candidate *c, struct item *item,
    struct err *err)
{
	struct bound b = bound_ask(
	    h, "SELECT rx, version, state, why FROM sync_answer WHERE no = ?", err);
	char rx[UUID_LEN], state[12], why[NOTE_MAX + 1];
	bool ok, found;

	bound_add_number(&b, c->no);
	found = bound_next(h, &b, &ok, err);
	if (found) {
		bound_copy(&b, 0, rx, sizeof(rx));
		bound_copy(&b, 2, state, sizeof(state));
		bound_copy(&b, 3, why, sizeof(why));
		tell_answer(c->id, c->day, rx, (int)bound_number(&b, 1), state, why,
		    c->raise, item);
	}
	bound_close(&b);
	return found;
}

static bool
morning_item(struct history *h, const struct candidate *c, struct item *item,
    struct err *err)
{
	struct bound b = bound_ask(h, "SELECT score FROM answer WHERE no = ?", err);
	bool ok, found;

	bound_add_number(&b, c->no);
	found = bound_next(h, &b, &ok, err);
	if (found)
		tell_morning(c->id, c->rev, c->day, (int)bound_number(&b, 0),
		    c->raise, item);
	bound_close(&b);
	return found;
}

static bool
make_item(struct history *h, const struct candidate *c, struct item *item,
    struct err *err)
{
	switch (c->source) {
	case FROM_SESSION:
		return session_item(h, c, item, err);
	case FROM_GONE:
		tell_gone(c->id, c->rev, c->day, c->raise, item);
		return true;
	case FROM_ANSWER:
		return answer_item(h, c, item, err);
	case FROM_MORNING:
		return morning_item(h, c, item, err);
	}
	return false;
}

void
parcel_fini(struct parcel *parcel)
{
	parcel_cut(parcel, 0);
	free(parcel->items);
	free(parcel->local_rev);
	*parcel = (struct parcel){0};
}

void
parcel_cut(struct parcel *parcel, size_t n)
{
	while (parcel->n > n)
		item_fini(&parcel->items[--parcel->n]);
}

/* Those that come into question, by day and id: were it the order of the log, what
 * goes with one call would tell it. */
static size_t
candidates(struct history *h, const struct peer *peer, int32_t since,
    int64_t now_ms, struct candidate *all, size_t most, bool *ok, struct err *err)
{
	struct bound b =
	    bound_ask(h, NEW_ITEMS " ORDER BY t.day, t.id LIMIT ?4", err);
	size_t n = 0;

	bound_add_text(&b, peer->name);
	bound_add_number(&b, since);
	bound_add_number(&b, now_ms);
	bound_add_number(&b, (int64_t)most);
	while (n < most && bound_next(h, &b, ok, err))
		read_candidate(&b, &all[n++]);
	bound_close(&b);
	return n;
}

/* Nothing of it is shared: it will not be asked for again. */
static bool
pass_over(struct history *h, const struct peer *peer, const struct item *item,
    int rev, struct err *err)
{
	static const struct push_mark sent = {.fate = KEEP_SENT, .why = HIDDEN};
	struct parcel one = {(struct item *)(uintptr_t)item, &rev, 1};

	return outbox_mark(h, peer, &one, 0, &sent, err);
}

/* What is left of it for the peer; a plain endpoint hears of no plan.  What was told
 * and has become one of those that are not told, is gone. */
static bool
show_item(const struct peer *peer, const struct candidate *c, struct item *item)
{
	if (peer->state == PEER_PLAIN && c->source == FROM_ANSWER)
		return false;
	if (item_hide(item, peer->share))
		return true;
	if (!c->told || c->source != FROM_SESSION)
		return false;
	item_fini(item);
	tell_gone(c->id, c->rev, c->day, c->raise, item);
	return true;
}

static bool
add_one(struct history *h, const struct peer *peer, const struct candidate *c,
    struct parcel *parcel, size_t *passed, struct err *err)
{
	struct item *item = &parcel->items[parcel->n];
	bool ok;

	if (c->source == FROM_SESSION && is_held(h, c->no))
		return true;
	if (!make_item(h, c, item, err))
		return false;
	if (show_item(peer, c, item)) {
		parcel->local_rev[parcel->n++] = c->rev;
		return true;
	}
	(*passed)++;
	ok = pass_over(h, peer, item, c->rev, err);
	item_fini(item);
	return ok;
}

bool
outbox_take(struct history *h, const struct peer *peer, int32_t since,
    int64_t now_ms, size_t most, struct parcel *parcel, struct err *err)
{
	struct candidate *all = mem_new(most + 1, sizeof(*all));
	bool ok = true;
	size_t passed;

	parcel->items = mem_new(most + 1, sizeof(*parcel->items));
	parcel->local_rev = mem_new(most + 1, sizeof(*parcel->local_rev));
	parcel->n = 0;
	do {
		size_t n = candidates(h, peer, since, now_ms, all, most, &ok, err);

		passed = 0;
		for (size_t i = 0; ok && i < n; i++)
			ok = add_one(h, peer, &all[i], parcel, &passed, err);
		/* Where nothing is left of these, the next ones. */
	} while (ok && parcel->n == 0 && passed > 0);
	free(all);
	if (!ok)
		parcel_fini(parcel);
	return ok;
}

bool
outbox_going(struct history *h, const struct peer *peer,
    const struct parcel *parcel, struct err *err)
{
	bool ok = true;

	for (size_t i = 0; i < parcel->n && ok; i++) {
		struct bound b = bound_ask(h,
		    "INSERT OR IGNORE INTO sync_item VALUES (?, ?, ?, 0, 0, 0, '')",
		    err);

		bound_add_text(&b, peer->name);
		bound_add_text(&b, parcel->items[i].id);
		bound_add_number(&b, parcel->local_rev[i]);
		ok = bound_run_alone(h, &b, err);
	}
	return ok;
}

bool
outbox_mark(struct history *h, const struct peer *peer, const struct parcel *parcel,
    size_t i, const struct push_mark *mark, struct err *err)
{
	static const enum sent_state states[] = {
	    [KEEP_SENT] = ITEM_SENT,
	    [KEEP_NEW] = ITEM_NEW,
	    [KEEP_LATER] = ITEM_LATER,
	    [KEEP_PARKED] = ITEM_PARKED,
	};
	const struct item *item = &parcel->items[i];
	struct bound b = bound_ask(h,
	    "INSERT INTO sync_item VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON "
	    "CONFLICT (peer, id) DO UPDATE SET rev = ?3, state = ?4, raise = ?5, "
	    "retry_ms = ?6, why = ?7",
	    err);

	bound_add_text(&b, peer->name);
	bound_add_text(&b, item->id);
	bound_add_number(&b, parcel->local_rev[i]);
	bound_add_number(&b, states[mark->fate]);
	bound_add_number(&b, item->rev - parcel->local_rev[i] + mark->raise);
	bound_add_number(&b, mark->retry_ms);
	bound_add_text(&b, mark->why);
	return bound_run_alone(h, &b, err);
}

bool
outbox_renew(struct history *h, const char *peer, struct err *err)
{
	struct bound b = bound_ask(
	    h, "UPDATE sync_item SET state = 0 WHERE peer = ? AND state = 1", err);

	bound_add_text(&b, peer);
	return bound_run_alone(h, &b, err);
}

static bool
count(struct history *h, const char *sql, const struct peer *peer, int32_t since,
    int64_t now_ms, int *n, struct err *err)
{
	struct bound b = bound_ask(h, sql, err);
	bool ok;

	bound_add_text(&b, peer->name);
	bound_add_number(&b, since);
	bound_add_number(&b, now_ms);
	if (bound_next(h, &b, &ok, err))
		*n = (int)bound_number(&b, 0);
	bound_close(&b);
	return ok;
}

bool
outbox_count(struct history *h, const struct peer *peer, int32_t since,
    int64_t now_ms, struct outbox_counts *counts, struct err *err)
{
#define COUNT "SELECT count(*) FROM sync_item WHERE peer = ?1 AND "
	*counts = (struct outbox_counts){0};
	return count(h, "SELECT count(*) FROM (" NEW_ITEMS ")", peer, since, now_ms,
		   &counts->waiting, err) &&
	       count(
		   h, COUNT "state = 1", peer, since, now_ms, &counts->sent, err) &&
	       count(h, COUNT "state = 2", peer, since, now_ms, &counts->parked,
		   err) &&
	       count(h, COUNT "state = 3 AND retry_ms > ?3", peer, since, now_ms,
		   &counts->later, err);
#undef COUNT
}

bool
outbox_each_parked(struct history *h, const char *peer, outbox_parked_fn *fn,
    void *arg, struct err *err)
{
	struct bound b = bound_ask(h,
	    "SELECT id, why FROM sync_item WHERE peer = ? AND state = 2 ORDER BY "
	    "id",
	    err);
	bool ok;

	bound_add_text(&b, peer);
	while (bound_next(h, &b, &ok, err))
		fn(arg, bound_text(&b, 0), bound_text(&b, 1));
	bound_close(&b);
	return ok;
}

bool
outbox_batch(
    struct history *h, const char *peer, char **batch, char **body, struct err *err)
{
	struct bound b = bound_ask(h,
	    "SELECT batch, body FROM sync_peer WHERE name = ? AND batch <> ''",
	    err);
	bool ok;

	*batch = *body = NULL;
	bound_add_text(&b, peer);
	if (bound_next(h, &b, &ok, err)) {
		*batch = mem_strdup(bound_text(&b, 0));
		*body = mem_strdup(bound_text(&b, 1));
	}
	bound_close(&b);
	return ok;
}

bool
outbox_put_batch(struct history *h, const char *peer, const char *batch,
    const char *body, struct err *err)
{
	struct bound b = bound_ask(
	    h, "UPDATE sync_peer SET batch = ?, body = ? WHERE name = ?", err);

	bound_add_text(&b, batch ? batch : "");
	bound_add_text(&b, body ? body : "");
	bound_add_text(&b, peer);
	return bound_run_alone(h, &b, err);
}
