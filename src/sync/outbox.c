#include "sync/outbox.h"

#include "base/civil.h"
#include "base/json.h"
#include "base/mem.h"
#include "history/store.h"
#include "sync/tell.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char doing[] = "what there is to tell cannot be kept";

/* The numbers stand in the database. */
enum sent_state { ITEM_NEW, ITEM_SENT, ITEM_PARKED, ITEM_LATER };

/* --- statements ---------------------------------------------------------------- */

struct bound {
	sqlite3_stmt *q;
	int at;
};

static struct bound
ask(struct history *h, const char *sql, struct err *err)
{
	return (struct bound){store_prepare(h, sql, doing, err), 0};
}

static void
text(struct bound *b, const char *s)
{
	if (b->q)
		store_bind_text(b->q, ++b->at, s);
}

static void
number(struct bound *b, int64_t n)
{
	if (b->q)
		sqlite3_bind_int64(b->q, ++b->at, n);
}

static bool
run(struct history *h, struct bound *b, struct err *err)
{
	bool ok = b->q && store_step(h, b->q, doing, err);

	sqlite3_finalize(b->q);
	return ok;
}

/* The next row; *ok turns false at an error. */
static bool
next_row(struct history *h, struct bound *b, bool *ok, struct err *err)
{
	int got = b->q ? sqlite3_step(b->q) : SQLITE_ERROR;

	*ok = got == SQLITE_ROW || got == SQLITE_DONE;
	if (!*ok && b->q)
		store_fail(h, err, doing);
	return got == SQLITE_ROW;
}

/* A change that is one or a part of one. */
static bool
run_alone(struct history *h, struct bound *b, struct err *err)
{
	bool ok = b->q && store_begin(h, doing, err);

	if (!ok) {
		sqlite3_finalize(b->q);
		return false;
	}
	return store_finish(h, run(h, b, err), doing, err);
}

/* --- peers ---------------------------------------------------------------------- */

#define PEER_COLUMNS                                                               \
	"name, url, state, share, device, client, coach, server, retain_days, "    \
	"joined_ms, next_run_ms, cursor, rereading, next_try_ms, fails, error, "   \
	"error_since_ms, last_ok_ms, most, cap, skew_ms, max_up_seq, detail"

static void
read_peer(sqlite3_stmt *q, struct peer *p)
{
	struct pace *pace = &p->pace;

	*p = (struct peer){0};
	store_copy_text(p->name, sizeof(p->name), q, 0);
	store_copy_text(p->url, sizeof(p->url), q, 1);
	p->state = (enum peer_state)sqlite3_column_int(q, 2);
	p->share = sqlite3_column_int(q, 3);
	store_copy_text(p->device, sizeof(p->device), q, 4);
	store_copy_text(p->client, sizeof(p->client), q, 5);
	store_copy_text(p->coach, sizeof(p->coach), q, 6);
	store_copy_text(p->server, sizeof(p->server), q, 7);
	p->retain_days = sqlite3_column_int64(q, 8);
	p->joined_ms = sqlite3_column_int64(q, 9);
	p->next_run_ms = sqlite3_column_int64(q, 10);
	store_copy_text(p->cursor, sizeof(p->cursor), q, 11);
	p->rereading = sqlite3_column_int(q, 12);
	pace->next_try_ms = sqlite3_column_int64(q, 13);
	pace->fails = sqlite3_column_int(q, 14);
	pace->error = (enum mean)sqlite3_column_int(q, 15);
	pace->error_since_ms = sqlite3_column_int64(q, 16);
	pace->last_ok_ms = sqlite3_column_int64(q, 17);
	pace->most = sqlite3_column_int(q, 18);
	pace->cap = sqlite3_column_int(q, 19);
	pace->skew_ms = sqlite3_column_int64(q, 20);
	pace->max_up_seq = sqlite3_column_int64(q, 21);
	store_copy_text(pace->detail, sizeof(pace->detail), q, 22);
	if (pace->error < 0 || pace->error >= MEANS)
		pace->error = MEAN_STRANGE;
}

bool
outbox_peer(struct history *h, const char *name, struct peer *peer, struct err *err)
{
	struct bound b =
	    ask(h, "SELECT " PEER_COLUMNS " FROM sync_peer WHERE name = ?", err);
	bool ok, found;

	if (err)
		err->text[0] = '\0';
	text(&b, name);
	found = next_row(h, &b, &ok, err);
	if (found)
		read_peer(b.q, peer);
	sqlite3_finalize(b.q);
	return found;
}

static void
bind_pace(struct bound *b, const struct pace *pace)
{
	number(b, pace->next_try_ms);
	number(b, pace->fails);
	number(b, pace->error);
	number(b, pace->error_since_ms);
	number(b, pace->last_ok_ms);
	number(b, pace->most);
	number(b, pace->cap);
	number(b, pace->skew_ms);
	number(b, pace->max_up_seq);
	text(b, pace->detail);
}

bool
outbox_put_peer(struct history *h, const struct peer *p, struct err *err)
{
	/* No REPLACE: that would take the rows of its items with it. */
	struct bound b = ask(h,
	    "INSERT INTO sync_peer (" PEER_COLUMNS ", batch, body) VALUES (?1, ?2, "
	    "?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, "
	    "?18, ?19, ?20, ?21, ?22, ?23, '', '') ON CONFLICT (name) DO UPDATE "
	    "SET (" PEER_COLUMNS ") = (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, "
	    "?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23)",
	    err);

	text(&b, p->name);
	text(&b, p->url);
	number(&b, p->state);
	number(&b, p->share);
	text(&b, p->device);
	text(&b, p->client);
	text(&b, p->coach);
	text(&b, p->server);
	number(&b, p->retain_days);
	number(&b, p->joined_ms);
	number(&b, p->next_run_ms);
	text(&b, p->cursor);
	number(&b, p->rereading);
	bind_pace(&b, &p->pace);
	return run_alone(h, &b, err);
}

bool
outbox_drop_peer(struct history *h, const char *name, struct err *err)
{
	struct bound b = ask(h, "DELETE FROM sync_peer WHERE name = ?", err);

	text(&b, name);
	return run_alone(h, &b, err);
}

/* --- what is new ------------------------------------------------------------------ */

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
read_candidate(sqlite3_stmt *q, struct candidate *c)
{
	c->source = (enum source)sqlite3_column_int(q, 0);
	c->no = sqlite3_column_int64(q, 1);
	store_copy_text(c->id, sizeof(c->id), q, 2);
	c->rev = sqlite3_column_int(q, 3);
	c->day = sqlite3_column_int(q, 4);
	c->raise = sqlite3_column_int64(q, 5);
	c->told = sqlite3_column_int(q, 6);
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
	struct bound b = ask(h,
	    "SELECT id FROM plan WHERE state = 1 AND answered <= ?1 AND "
	    "coalesce(from_day, ?1) <= ?1 AND coalesce(to_day, ?1) >= ?1 AND "
	    "instr(body, ?2) LIMIT 1",
	    err);
	char named[ID_MAX + 32];
	bool ok;

	snprintf(named, sizeof(named), "\"routine\":\"%s\"", r->routine);
	number(&b, r->day);
	text(&b, named);
	if (next_row(h, &b, &ok, err) && !*r->plan)
		store_copy_text(r->plan, sizeof(r->plan), b.q, 0);
	sqlite3_finalize(b.q);
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
	struct bound b = ask(
	    h, "SELECT rx, version, state, why FROM sync_answer WHERE no = ?", err);
	char rx[UUID_LEN], state[12], why[NOTE_MAX + 1];
	bool ok, found;

	number(&b, c->no);
	found = next_row(h, &b, &ok, err);
	if (found) {
		store_copy_text(rx, sizeof(rx), b.q, 0);
		store_copy_text(state, sizeof(state), b.q, 2);
		store_copy_text(why, sizeof(why), b.q, 3);
		tell_answer(c->id, c->day, rx, sqlite3_column_int(b.q, 1), state,
		    why, c->raise, item);
	}
	sqlite3_finalize(b.q);
	return found;
}

static bool
morning_item(struct history *h, const struct candidate *c, struct item *item,
    struct err *err)
{
	struct bound b = ask(h, "SELECT score FROM answer WHERE no = ?", err);
	bool ok, found;

	number(&b, c->no);
	found = next_row(h, &b, &ok, err);
	if (found)
		tell_morning(c->id, c->rev, c->day, sqlite3_column_int(b.q, 0),
		    c->raise, item);
	sqlite3_finalize(b.q);
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
	struct bound b = ask(h, NEW_ITEMS " ORDER BY t.day, t.id LIMIT ?4", err);
	size_t n = 0;

	text(&b, peer->name);
	number(&b, since);
	number(&b, now_ms);
	number(&b, (int64_t)most);
	while (n < most && next_row(h, &b, ok, err))
		read_candidate(b.q, &all[n++]);
	sqlite3_finalize(b.q);
	return n;
}

/* Nothing of it is shared: it will not be asked for again. */
static bool
pass_over(struct history *h, const struct peer *peer, const struct item *item,
    int rev, struct err *err)
{
	static const struct push_mark sent = {.fate = KEEP_SENT, .why = HIDDEN};
	struct parcel one = {(struct item *)(uintptr_t)item, &rev, 1};

	return outbox_mark(h, peer, &one, 0, &sent, 0, err);
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
		struct bound b = ask(h,
		    "INSERT OR IGNORE INTO sync_item VALUES (?, ?, ?, 0, 0, 0, 0, "
		    "'')",
		    err);

		text(&b, peer->name);
		text(&b, parcel->items[i].id);
		number(&b, parcel->local_rev[i]);
		ok = run_alone(h, &b, err);
	}
	return ok;
}

bool
outbox_mark(struct history *h, const struct peer *peer, const struct parcel *parcel,
    size_t i, const struct push_mark *mark, int64_t up_seq, struct err *err)
{
	static const enum sent_state states[] = {
	    [KEEP_SENT] = ITEM_SENT,
	    [KEEP_NEW] = ITEM_NEW,
	    [KEEP_LATER] = ITEM_LATER,
	    [KEEP_PARKED] = ITEM_PARKED,
	};
	const struct item *item = &parcel->items[i];
	struct bound b = ask(h,
	    "INSERT INTO sync_item VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON "
	    "CONFLICT (peer, id) DO UPDATE SET rev = ?3, state = ?4, acked_seq = "
	    "?5, "
	    "raise = ?6, retry_ms = ?7, why = ?8",
	    err);

	text(&b, peer->name);
	text(&b, item->id);
	number(&b, parcel->local_rev[i]);
	number(&b, states[mark->fate]);
	number(&b, mark->fate == KEEP_SENT ? up_seq : 0);
	number(&b, item->rev - parcel->local_rev[i] + mark->raise);
	number(&b, mark->retry_ms);
	text(&b, mark->why);
	return run_alone(h, &b, err);
}

static bool
count(struct history *h, const char *sql, const struct peer *peer, int32_t since,
    int64_t now_ms, int *n, struct err *err)
{
	struct bound b = ask(h, sql, err);
	bool ok;

	text(&b, peer->name);
	number(&b, since);
	number(&b, now_ms);
	if (next_row(h, &b, &ok, err))
		*n = sqlite3_column_int(b.q, 0);
	sqlite3_finalize(b.q);
	return ok;
}

/* The day of an item is in the first digits of its id. */
bool
outbox_renew(
    struct history *h, const char *peer, int64_t kept, int *days, struct err *err)
{
	struct bound lost = ask(h,
	    "SELECT count(DISTINCT substr(id, 1, 13)) FROM sync_item WHERE peer = "
	    "? "
	    "AND state = 1 AND acked_seq > ?",
	    err);
	struct bound b;
	bool ok;

	*days = 0;
	text(&lost, peer);
	number(&lost, kept);
	if (next_row(h, &lost, &ok, err))
		*days = sqlite3_column_int(lost.q, 0);
	sqlite3_finalize(lost.q);
	if (!ok)
		return false;
	b = ask(h,
	    "UPDATE sync_item SET state = 0, acked_seq = 0 WHERE peer = ? AND "
	    "state = 1 AND acked_seq > ?",
	    err);
	text(&b, peer);
	number(&b, kept);
	return run_alone(h, &b, err);
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
	struct bound b = ask(h,
	    "SELECT id, why FROM sync_item WHERE peer = ? AND state = 2 ORDER BY "
	    "id",
	    err);
	bool ok;

	text(&b, peer);
	while (next_row(h, &b, &ok, err))
		fn(arg, (const char *)sqlite3_column_text(b.q, 0),
		    (const char *)sqlite3_column_text(b.q, 1));
	sqlite3_finalize(b.q);
	return ok;
}

bool
outbox_batch(
    struct history *h, const char *peer, char **batch, char **body, struct err *err)
{
	struct bound b = ask(h,
	    "SELECT batch, body FROM sync_peer WHERE name = ? AND batch <> ''",
	    err);
	bool ok;

	*batch = *body = NULL;
	text(&b, peer);
	if (next_row(h, &b, &ok, err)) {
		*batch = mem_strdup((const char *)sqlite3_column_text(b.q, 0));
		*body = mem_strdup((const char *)sqlite3_column_text(b.q, 1));
	}
	sqlite3_finalize(b.q);
	return ok;
}

bool
outbox_put_batch(struct history *h, const char *peer, const char *batch,
    const char *body, struct err *err)
{
	struct bound b =
	    ask(h, "UPDATE sync_peer SET batch = ?, body = ? WHERE name = ?", err);

	text(&b, batch ? batch : "");
	text(&b, body ? body : "");
	text(&b, peer);
	return run_alone(h, &b, err);
}

/* --- plans ------------------------------------------------------------------------ */

static bool
has_plan(struct history *h, const struct rx *rx, bool *has, struct err *err)
{
	struct bound b =
	    ask(h, "SELECT 1 FROM plan WHERE id = ? AND version >= ?", err);
	bool ok;

	text(&b, rx->id);
	number(&b, rx->version);
	*has = next_row(h, &b, &ok, err);
	sqlite3_finalize(b.q);
	return ok;
}

static bool
tell(struct history *h, const char *rx, struct err *err)
{
	struct bound b = ask(h, "INSERT OR IGNORE INTO sync_told VALUES (?)", err);

	text(&b, rx);
	return run_alone(h, &b, err);
}

/* Older versions that wait for an answer are overtaken. */
static bool
overtake(struct history *h, const struct rx *rx, int32_t day, struct err *err)
{
	struct bound b = ask(h,
	    "UPDATE plan SET state = ?3, answered = ?4 WHERE id = ?1 AND version < "
	    "?2 AND (state IN (0, 3) OR ?5)",
	    err);

	text(&b, rx->id);
	number(&b, rx->version);
	number(&b, PLAN_ENDED);
	number(&b, day);
	number(&b, rx->ended);
	return run_alone(h, &b, err);
}

static void
fill_record(const struct rx *rx, int32_t day, struct plan_record *p)
{
	struct json *json = json_new_object();
	struct str body = {0};
	size_t n = strlen(rx->title);

	*p = (struct plan_record){.version = rx->version,
	    .from = rx->from,
	    .to = rx->to,
	    .state = rx->ended ? PLAN_ENDED : PLAN_OFFERED,
	    .answered = rx->ended ? day : CIVIL_NONE};
	strcpy(p->id, rx->id);
	if (n > PLAN_TITLE_MAX)
		n = PLAN_TITLE_MAX;
	while (n > 0 && (rx->title[n] & 0xc0) == 0x80)
		n--;
	memcpy(p->title, rx->title, n);
	rx_print(rx, json);
	/* What was wrong with it is not on the wire, and is needed here. */
	if (*rx->fault)
		json_set_str(json, "fault", rx->fault);
	json_add_compact(json, &body);
	json_free(json);
	p->body = str_take(&body);
}

bool
outbox_put_plan(
    struct history *h, const struct rx *rx, int32_t day, struct err *err)
{
	struct plan_record p;
	bool has, ok;

	if (!tell(h, rx->id, err) || !has_plan(h, rx, &has, err))
		return false;
	if (has)
		return !rx->ended || overtake(h, rx, day, err);
	fill_record(rx, day, &p);
	ok = overtake(h, rx, day, err) && history_plan(h, &p, err);
	plan_record_fini(&p);
	return ok;
}

bool
outbox_untell(struct history *h, struct err *err)
{
	struct bound b = ask(h, "DELETE FROM sync_told", err);

	return run_alone(h, &b, err);
}

bool
outbox_end_untold(struct history *h, int32_t day, struct err *err)
{
	struct bound b = ask(h,
	    "UPDATE plan SET state = ?, answered = ? WHERE state <> 4 AND id NOT "
	    "IN "
	    "(SELECT rx FROM sync_told)",
	    err);

	number(&b, PLAN_ENDED);
	number(&b, day);
	return run_alone(h, &b, err);
}

void
proposal_fini(struct proposal *proposal)
{
	rx_fini(&proposal->rx);
	rx_fini(&proposal->old);
}

static bool
read_rx(const char *body, struct rx *rx)
{
	struct json *json =
	    body ? json_read(body, strlen(body), WIRE_DEPTH, NULL) : NULL;
	bool ok = rx_read(json, rx);
	const char *fault = json_text(json_get(json, "fault"));

	if (ok && fault && strlen(fault) < sizeof(rx->fault))
		strcpy(rx->fault, fault);
	json_free(json);
	return ok;
}

/* A newer version of the last proposal, or another; versions come in order. */
static void
take_version(const struct plan_record *p, struct proposal *all, size_t *n)
{
	bool again = *n > 0 && strcmp(all[*n - 1].rx.id, p->id) == 0;
	struct proposal *to = again ? &all[*n - 1] : &all[(*n)++];

	if (again && to->state == PLAN_ACCEPTED) {
		rx_fini(&to->old);
		to->old = to->rx;
		to->agreed = true;
	} else if (again) {
		rx_fini(&to->rx);
	}
	if (!read_rx(p->body, &to->rx))
		strcpy(to->rx.id, p->id);
	to->state = p->state;
	to->answered = p->answered;
	strcpy(to->why, p->why);
}

/* What is over leaves nothing to see; its place is taken by the last. */
static size_t
drop_ended(struct proposal *all, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		if (all[i].state == PLAN_ENDED)
			proposal_fini(&all[i]);
		else
			all[kept++] = all[i];
	}
	return kept;
}

bool
outbox_proposals(
    struct history *h, struct proposal **all, size_t *n, struct err *err)
{
	struct plan_record *plans;
	size_t n_plans;

	*all = NULL;
	*n = 0;
	if (!history_plans(h, &plans, &n_plans, err))
		return false;
	*all = mem_new(n_plans + 1, sizeof(**all));
	for (size_t i = 0; i < n_plans; i++) {
		take_version(&plans[i], *all, n);
		plan_record_fini(&plans[i]);
	}
	free(plans);
	*n = drop_ended(*all, *n);
	return true;
}

/* --- answers ---------------------------------------------------------------------- */

static bool
last_answer_is(struct history *h, const struct rx *rx, const char *state,
    const char *why, bool *is, struct err *err)
{
	struct bound b = ask(h,
	    "SELECT (state = ?3 AND why = ?4) OR ?3 = 'seen' FROM sync_answer "
	    "WHERE "
	    "rx = ?1 AND version = ?2 ORDER BY no DESC LIMIT 1",
	    err);
	bool ok;

	text(&b, rx->id);
	number(&b, rx->version);
	text(&b, state);
	text(&b, why);
	*is = next_row(h, &b, &ok, err) && sqlite3_column_int(b.q, 0);
	sqlite3_finalize(b.q);
	return ok;
}

static bool
add_answer(struct history *h, const struct rx *rx, const char *state,
    const char *why, int32_t day, struct err *err)
{
	struct bound b;
	char id[UUID_LEN];
	bool is;

	if (!last_answer_is(h, rx, state, why, &is, err))
		return false;
	if (is)
		return true;
	b = ask(h,
	    "INSERT INTO sync_answer (id, day, rx, version, state, why) VALUES "
	    "(?, ?, ?, ?, ?, ?)",
	    err);
	text(&b, rng_uuid_day(day, id));
	number(&b, day);
	text(&b, rx->id);
	number(&b, rx->version);
	text(&b, state);
	text(&b, why);
	return run_alone(h, &b, err);
}

/* An older version that was done is done no more when a newer one is. */
static bool
write_answer(struct history *h, const struct rx *rx, enum plan_state state,
    const char *why, int32_t day, struct err *err)
{
	struct bound b = ask(h,
	    "UPDATE plan SET state = CASE WHEN version = ?2 THEN ?3 ELSE 4 END, "
	    "answered = ?4, why = ?5 WHERE id = ?1 AND (version = ?2 OR (version < "
	    "?2 AND ?3 = 1))",
	    err);

	text(&b, rx->id);
	number(&b, rx->version);
	number(&b, state);
	number(&b, day);
	text(&b, why);
	return run_alone(h, &b, err);
}

bool
outbox_answer(struct history *h, const struct rx *rx, enum plan_state state,
    const char *why, int32_t day, struct err *err)
{
	static const char *const words[PLAN_STATES] = {[PLAN_OFFERED] = "seen",
	    [PLAN_ACCEPTED] = "accepted",
	    [PLAN_DECLINED] = "declined"};
	bool ours = !h->together;
	bool ok;

	if (ours && !history_together(h, err))
		return false;
	ok = (state == PLAN_OFFERED || write_answer(h, rx, state, why, day, err)) &&
	     (!words[state] || add_answer(h, rx, words[state], why, day, err));
	return ours ? history_together_end(h, ok, err) && ok : ok;
}

/* --- notes ------------------------------------------------------------------------ */

bool
outbox_put_note(struct history *h, const char *id, const char *note, int64_t now_ms,
    struct err *err)
{
	struct bound b =
	    ask(h, "INSERT OR IGNORE INTO sync_note VALUES (?, ?, ?, 0)", err);

	text(&b, id);
	text(&b, note);
	number(&b, now_ms);
	return run_alone(h, &b, err);
}

bool
outbox_each_note(struct history *h, outbox_note_fn *fn, void *arg, struct err *err)
{
	struct bound b = ask(h,
	    "SELECT text, arrived_ms FROM sync_note WHERE read = 0 ORDER BY "
	    "arrived_ms, id",
	    err);
	bool ok;

	while (next_row(h, &b, &ok, err))
		fn(arg, (const char *)sqlite3_column_text(b.q, 0),
		    sqlite3_column_int64(b.q, 1));
	sqlite3_finalize(b.q);
	return ok;
}

bool
outbox_notes_read(struct history *h, struct err *err)
{
	struct bound b =
	    ask(h, "UPDATE sync_note SET read = 1 WHERE read = 0", err);

	return run_alone(h, &b, err);
}
