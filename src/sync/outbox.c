#include "sync/outbox.h"

#include "base/civil.h"
#include "base/json.h"
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

/* --- peers ---------------------------------------------------------------------- */

#define PEER_COLUMNS                                                               \
	"name, url, state, share, device, client, coach, server, retain_days, "    \
	"joined_ms, next_run_ms, cursor, rereading, next_try_ms, fails, error, "   \
	"error_since_ms, last_ok_ms, most, cap, skew_ms, max_up_seq, detail"

static void
read_peer(const struct bound *b, struct peer *p)
{
	struct pace *pace = &p->pace;

	*p = (struct peer){0};
	bound_copy(b, 0, p->name, sizeof(p->name));
	bound_copy(b, 1, p->url, sizeof(p->url));
	p->state = (enum peer_state)bound_number(b, 2);
	p->share = (int)bound_number(b, 3);
	bound_copy(b, 4, p->device, sizeof(p->device));
	bound_copy(b, 5, p->client, sizeof(p->client));
	bound_copy(b, 6, p->coach, sizeof(p->coach));
	bound_copy(b, 7, p->server, sizeof(p->server));
	p->retain_days = bound_number(b, 8);
	p->joined_ms = bound_number(b, 9);
	p->next_run_ms = bound_number(b, 10);
	bound_copy(b, 11, p->cursor, sizeof(p->cursor));
	p->rereading = (int)bound_number(b, 12);
	pace->next_try_ms = bound_number(b, 13);
	pace->fails = (int)bound_number(b, 14);
	pace->error = (enum mean)bound_number(b, 15);
	pace->error_since_ms = bound_number(b, 16);
	pace->last_ok_ms = bound_number(b, 17);
	pace->most = (int)bound_number(b, 18);
	pace->cap = (int)bound_number(b, 19);
	pace->skew_ms = bound_number(b, 20);
	pace->max_up_seq = bound_number(b, 21);
	bound_copy(b, 22, pace->detail, sizeof(pace->detail));
	if (pace->error < 0 || pace->error >= MEANS)
		pace->error = MEAN_STRANGE;
}

bool
outbox_peer(struct history *h, const char *name, struct peer *peer, struct err *err)
{
	struct bound b = bound_ask(
	    h, "SELECT " PEER_COLUMNS " FROM sync_peer WHERE name = ?", err);
	bool ok, found;

	if (err)
		err->text[0] = '\0';
	bound_add_text(&b, name);
	found = bound_next(h, &b, &ok, err);
	if (found)
		read_peer(&b, peer);
	bound_close(&b);
	return found;
}

static void
bind_pace(struct bound *b, const struct pace *pace)
{
	bound_add_number(b, pace->next_try_ms);
	bound_add_number(b, pace->fails);
	bound_add_number(b, pace->error);
	bound_add_number(b, pace->error_since_ms);
	bound_add_number(b, pace->last_ok_ms);
	bound_add_number(b, pace->most);
	bound_add_number(b, pace->cap);
	bound_add_number(b, pace->skew_ms);
	bound_add_number(b, pace->max_up_seq);
	bound_add_text(b, pace->detail);
}

bool
outbox_put_peer(struct history *h, const struct peer *p, struct err *err)
{
	/* No REPLACE: that would take the rows of its items with it. */
	struct bound b = bound_ask(h,
	    "INSERT INTO sync_peer (" PEER_COLUMNS ", batch, body) VALUES (?1, ?2, "
	    "?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, "
	    "?18, ?19, ?20, ?21, ?22, ?23, '', '') ON CONFLICT (name) DO UPDATE "
	    "SET (" PEER_COLUMNS ") = (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, "
	    "?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23)",
	    err);

	bound_add_text(&b, p->name);
	bound_add_text(&b, p->url);
	bound_add_number(&b, p->state);
	bound_add_number(&b, p->share);
	bound_add_text(&b, p->device);
	bound_add_text(&b, p->client);
	bound_add_text(&b, p->coach);
	bound_add_text(&b, p->server);
	bound_add_number(&b, p->retain_days);
	bound_add_number(&b, p->joined_ms);
	bound_add_number(&b, p->next_run_ms);
	bound_add_text(&b, p->cursor);
	bound_add_number(&b, p->rereading);
	bind_pace(&b, &p->pace);
	return bound_run_alone(h, &b, err);
}

bool
outbox_drop_peer(struct history *h, const char *name, struct err *err)
{
	struct bound b = bound_ask(h, "DELETE FROM sync_peer WHERE name = ?", err);

	bound_add_text(&b, name);
	return bound_run_alone(h, &b, err);
}

/* --- what is new ------------------------------------------------------------------ */

enum source { FROM_SESSION, FROM_GONE, FROM_ANSWER };

/* One that is new: ?1 the peer, ?2 the first day, ?3 now.  A session's mark goes on
 * being its mark when the session is gone. */
#define NEW_ITEMS                                                                  \
	"SELECT t.source, t.no, t.id, t.rev, t.day, coalesce(i.raise, 0), "        \
	"coalesce(i.state, 0) FROM ("                                              \
	" SELECT 0 AS source, no, id, rev, day FROM session"                       \
	"  WHERE state <> 0 AND day >= ?2"                                         \
	" UNION ALL"                                                               \
	" SELECT 1, 0, g.id, g.rev, g.day FROM gone g JOIN sync_item i"            \
	"  ON i.peer = ?1 AND i.id = g.id WHERE g.day >= ?2"                       \
	" UNION ALL"                                                               \
	" SELECT 2, no, id, 1, day FROM sync_answer WHERE day >= ?2) t"            \
	" LEFT JOIN sync_item i ON i.peer = ?1 AND i.id = t.id"                    \
	" WHERE i.id IS NULL OR i.rev < t.rev OR i.state = 0"                      \
	" OR (i.state = 3 AND i.retry_ms <= ?3)"

struct candidate {
	enum source source;
	int64_t no, raise;
	char id[UUID_LEN];
	int rev;
	int32_t day;
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

/* Those that come into question; a plain endpoint hears of no plan. */
static size_t
candidates(struct history *h, const struct peer *peer, int32_t since,
    int64_t now_ms, struct candidate *all, size_t most, bool *ok, struct err *err)
{
	struct bound b =
	    bound_ask(h, NEW_ITEMS " ORDER BY t.day, t.source, t.no LIMIT ?4", err);
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
	static const struct push_mark sent = {.fate = KEEP_SENT, .why = ""};
	struct parcel one = {(struct item *)(uintptr_t)item, &rev, 1};

	return outbox_mark(h, peer, &one, 0, &sent, 0, err);
}

static bool
add_one(struct history *h, const struct peer *peer, const struct candidate *c,
    struct parcel *parcel, size_t *passed, struct err *err)
{
	struct item *item = &parcel->items[parcel->n];
	bool plain = peer->state == PEER_PLAIN;
	bool ok;

	if (c->source == FROM_SESSION && is_held(h, c->no))
		return true;
	if (!make_item(h, c, item, err))
		return false;
	if (item_hide(item, peer->share) && !(plain && c->source == FROM_ANSWER)) {
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
		    "INSERT OR IGNORE INTO sync_item VALUES (?, ?, ?, 0, 0, 0, 0, "
		    "'')",
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
    size_t i, const struct push_mark *mark, int64_t up_seq, struct err *err)
{
	static const enum sent_state states[] = {
	    [KEEP_SENT] = ITEM_SENT,
	    [KEEP_NEW] = ITEM_NEW,
	    [KEEP_LATER] = ITEM_LATER,
	    [KEEP_PARKED] = ITEM_PARKED,
	};
	const struct item *item = &parcel->items[i];
	struct bound b = bound_ask(h,
	    "INSERT INTO sync_item VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON "
	    "CONFLICT (peer, id) DO UPDATE SET rev = ?3, state = ?4, acked_seq = "
	    "?5, "
	    "raise = ?6, retry_ms = ?7, why = ?8",
	    err);

	bound_add_text(&b, peer->name);
	bound_add_text(&b, item->id);
	bound_add_number(&b, parcel->local_rev[i]);
	bound_add_number(&b, states[mark->fate]);
	bound_add_number(&b, mark->fate == KEEP_SENT ? up_seq : 0);
	bound_add_number(&b, item->rev - parcel->local_rev[i] + mark->raise);
	bound_add_number(&b, mark->retry_ms);
	bound_add_text(&b, mark->why);
	return bound_run_alone(h, &b, err);
}

bool
outbox_renew(struct history *h, const char *peer, int64_t kept, struct err *err)
{
	struct bound b = bound_ask(h,
	    "UPDATE sync_item SET state = 0, acked_seq = 0 WHERE peer = ? AND "
	    "state = 1 AND acked_seq > ?",
	    err);

	bound_add_text(&b, peer);
	bound_add_number(&b, kept);
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

/* --- plans ------------------------------------------------------------------------ */

static bool
has_plan(struct history *h, const struct rx *rx, bool *has, struct err *err)
{
	struct bound b =
	    bound_ask(h, "SELECT 1 FROM plan WHERE id = ? AND version >= ?", err);
	bool ok;

	bound_add_text(&b, rx->id);
	bound_add_number(&b, rx->version);
	*has = bound_next(h, &b, &ok, err);
	bound_close(&b);
	return ok;
}

static bool
tell(struct history *h, const char *rx, struct err *err)
{
	struct bound b =
	    bound_ask(h, "INSERT OR IGNORE INTO sync_told VALUES (?)", err);

	bound_add_text(&b, rx);
	return bound_run_alone(h, &b, err);
}

/* Older versions that wait for an answer are overtaken. */
static bool
overtake(struct history *h, const struct rx *rx, int32_t day, struct err *err)
{
	struct bound b = bound_ask(h,
	    "UPDATE plan SET state = ?3, answered = ?4 WHERE id = ?1 AND version < "
	    "?2 AND (state IN (0, 3) OR ?5)",
	    err);

	bound_add_text(&b, rx->id);
	bound_add_number(&b, rx->version);
	bound_add_number(&b, PLAN_ENDED);
	bound_add_number(&b, day);
	bound_add_number(&b, rx->ended);
	return bound_run_alone(h, &b, err);
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
	struct bound b = bound_ask(h, "DELETE FROM sync_told", err);

	return bound_run_alone(h, &b, err);
}

bool
outbox_end_untold(struct history *h, int32_t day, struct err *err)
{
	struct bound b = bound_ask(h,
	    "UPDATE plan SET state = ?, answered = ? WHERE state <> 4 AND id NOT "
	    "IN "
	    "(SELECT rx FROM sync_told)",
	    err);

	bound_add_number(&b, PLAN_ENDED);
	bound_add_number(&b, day);
	return bound_run_alone(h, &b, err);
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
	struct bound b = bound_ask(h,
	    "SELECT (state = ?3 AND why = ?4) OR ?3 = 'seen' FROM sync_answer "
	    "WHERE "
	    "rx = ?1 AND version = ?2 ORDER BY no DESC LIMIT 1",
	    err);
	bool ok;

	bound_add_text(&b, rx->id);
	bound_add_number(&b, rx->version);
	bound_add_text(&b, state);
	bound_add_text(&b, why);
	*is = bound_next(h, &b, &ok, err) && bound_number(&b, 0) != 0;
	bound_close(&b);
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
	b = bound_ask(h,
	    "INSERT INTO sync_answer (id, day, rx, version, state, why) VALUES "
	    "(?, ?, ?, ?, ?, ?)",
	    err);
	bound_add_text(&b, rng_uuid_day(day, id));
	bound_add_number(&b, day);
	bound_add_text(&b, rx->id);
	bound_add_number(&b, rx->version);
	bound_add_text(&b, state);
	bound_add_text(&b, why);
	return bound_run_alone(h, &b, err);
}

/* An older version that was done is done no more when a newer one is. */
static bool
write_answer(struct history *h, const struct rx *rx, enum plan_state state,
    const char *why, int32_t day, struct err *err)
{
	struct bound b = bound_ask(h,
	    "UPDATE plan SET state = CASE WHEN version = ?2 THEN ?3 ELSE 4 END, "
	    "answered = ?4, why = ?5 WHERE id = ?1 AND (version = ?2 OR (version < "
	    "?2 AND ?3 = 1))",
	    err);

	bound_add_text(&b, rx->id);
	bound_add_number(&b, rx->version);
	bound_add_number(&b, state);
	bound_add_number(&b, day);
	bound_add_text(&b, why);
	return bound_run_alone(h, &b, err);
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
	struct bound b = bound_ask(
	    h, "INSERT OR IGNORE INTO sync_note VALUES (?, ?, ?, 0)", err);

	bound_add_text(&b, id);
	bound_add_text(&b, note);
	bound_add_number(&b, now_ms);
	return bound_run_alone(h, &b, err);
}

bool
outbox_each_note(struct history *h, outbox_note_fn *fn, void *arg, struct err *err)
{
	struct bound b = bound_ask(h,
	    "SELECT text, arrived_ms FROM sync_note WHERE read = 0 ORDER BY "
	    "arrived_ms, id",
	    err);
	bool ok;

	while (bound_next(h, &b, &ok, err))
		fn(arg, bound_text(&b, 0), bound_number(&b, 1));
	bound_close(&b);
	return ok;
}

bool
outbox_notes_read(struct history *h, struct err *err)
{
	struct bound b =
	    bound_ask(h, "UPDATE sync_note SET read = 1 WHERE read = 0", err);

	return bound_run_alone(h, &b, err);
}
