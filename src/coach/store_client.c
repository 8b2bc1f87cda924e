#include "coach/store_in.h"

#include "sync/share.h"

#include "base/civil.h"
#include "coach/erasures.h"

#include <string.h>

/* --- what is shared --------------------------------------------------------- */

/* Which statements take a field out of the past; the first one's rows count. */
static const struct {
	int share;
	enum sql clear;
} clears[] = {
    {WIRE_SKIPS, DO_CLEAR_SKIPS},
    {WIRE_SKIPS, DO_CLEAR_SKIPS_DAY},
    {WIRE_TIMES, DO_CLEAR_TIMES},
    {WIRE_TIMES, DO_CLEAR_TIMES_SESSION},
    {WIRE_TIMES, DO_CLEAR_TIMES_CHECKIN},
    {WIRE_TIMES, DO_CLEAR_TIMES_ANSWER},
    {WIRE_TIMES, DO_CLEAR_TIMES_DEVICE},
    {WIRE_TIMES, DO_CLEAR_TIMES_HEAD},
    {WIRE_DURATION, DO_CLEAR_DURATION},
    {WIRE_DURATION, DO_CLEAR_DURATION_DAY},
    {WIRE_STEPS, DO_CLEAR_STEPS},
    {WIRE_TENSION, DO_CLEAR_TENSION},
    {WIRE_TENSION, DO_CLEAR_TENSION_DAY},
    {WIRE_PAIN, DO_CLEAR_PAIN},
    {WIRE_PAIN, DO_CLEAR_PAIN_DAY},
    {WIRE_PAIN, DO_CLEAR_PAIN_CHECKIN},
    {WIRE_NOTES, DO_CLEAR_NOTES},
    {WIRE_NOTES, DO_CLEAR_NOTES_CHECKIN},
    {WIRE_STREAK, DO_CLEAR_STREAK},
};

static int
bit_of(int share)
{
	int bit = 0;

	while (share > 1) {
		share >>= 1;
		bit++;
	}
	return bit;
}

void
store_clear(struct store *store, int64_t client_no, int share, int64_t *cleared)
{
	for (size_t i = 0; i < sizeof(clears) / sizeof(clears[0]); i++) {
		int64_t n;

		if (share & clears[i].share)
			continue;
		n = db_run(store->db, clears[i].clear, VALUES(db_n(client_no)));
		if (cleared && (i == 0 || clears[i].share != clears[i - 1].share))
			cleared[bit_of(clears[i].share)] = n;
	}
}

static int
share_now(struct store *store, int64_t client_no)
{
	int share = 0;

	db_ask(store->db, DO_CLIENT_BY_NO, VALUES(db_n(client_no)));
	while (db_row(store->db, DO_CLIENT_BY_NO))
		share = (int)db_int(store->db, DO_CLIENT_BY_NO, 2);
	return share;
}

void
store_set_share(
    struct store *store, int64_t client_no, int share, bool erase, int64_t *cleared)
{
	int was = share_now(store, client_no);

	db_run(store->db, DO_SHARE_SET, VALUES(db_n(client_no), db_n(share)));
	if (!erase)
		return;
	store_clear(store, client_no, share, cleared);
	/* The coach's own label is not the client's to take back. */
	if (was & ~share & WIRE_NAME)
		db_run(store->db, DO_CLEAR_NAME, VALUES(db_n(client_no)));
}

void
store_share(struct store *store, const struct device *device, int share, bool erase,
    int64_t now_ms, int64_t *cleared)
{
	memset(cleared, 0, WIRE_SHARES * sizeof(*cleared));
	store_remember(
	    store, erase ? ERASURE_PAST : ERASURE_KEEP, device->client_no, share);
	store_set_share(store, device->client_no, share, erase, cleared);
	store_audit(store, ACTOR_CLIENT, device->id, device->client_no,
	    "share changed", erase ? "past erased" : "", now_ms);
}

/* --- the end ---------------------------------------------------------------- */

void
store_end(struct store *store, int64_t client_no, bool keep, int64_t now_ms)
{
	db_run(store->db, DO_CLIENT_END,
	    VALUES(db_n(client_no), db_n(now_ms), db_n(keep)));
	store_audit(store, ACTOR_CLIENT, "", client_no, "ended", "", now_ms);
}

void
store_erase(
    struct store *store, int64_t client_no, struct held *erased, int64_t now_ms)
{
	store_held(store, client_no, erased);
	store_remember(store, ERASURE_CLIENT, client_no, 0);
	db_run(store->db, DO_CLIENT_ERASE, VALUES(db_n(client_no)));
	store_audit(store, ACTOR_SYSTEM, "", client_no, "erased", "", now_ms);
}

/* --- at the command line ---------------------------------------------------- */

bool
store_client(
    struct store *store, const char *name, int64_t *client_no, struct err *err)
{
	struct db *db = store->db;
	int n = 0;

	db_ask(db, DO_CLIENT_FIND, VALUES(db_t(name)));
	while (db_row(db, DO_CLIENT_FIND)) {
		*client_no = db_int(db, DO_CLIENT_FIND, 0);
		n++;
	}
	if (n == 0)
		return err_set(
		    err, "%s: there is no client of that name or id", name);
	return n == 1 ||
	       err_set(err, "%s: %d clients have that name; give an id", name, n);
}

void
store_clients(struct store *store, store_client_fn *fn, void *arg)
{
	struct db *db = store->db;

	db_ask(db, DO_CLIENTS, NULL, 0);
	while (db_row(db, DO_CLIENTS))
		fn(arg, db_text(db, DO_CLIENTS, 0), db_text(db, DO_CLIENTS, 1),
		    db_int(db, DO_CLIENTS, 2) >= 0);
}

bool
store_client_show(struct store *store, int64_t client_no, struct client *client)
{
	struct db *db = store->db;
	bool found = false;

	*client = (struct client){0};
	db_ask(db, DO_CLIENT_SHOW, VALUES(db_n(client_no)));
	while (db_row(db, DO_CLIENT_SHOW)) {
		store_copy(client->id, UUID_LEN, db_text(db, DO_CLIENT_SHOW, 0));
		store_copy(
		    client->alias, STORE_NAME, db_text(db, DO_CLIENT_SHOW, 1));
		client->share = (int)db_int(db, DO_CLIENT_SHOW, 2);
		client->consent_text = (int)db_int(db, DO_CLIENT_SHOW, 3);
		client->consent_ms = db_int(db, DO_CLIENT_SHOW, 4);
		client->retain_days = (int)db_int(db, DO_CLIENT_SHOW, 5);
		client->down_seq = db_int(db, DO_CLIENT_SHOW, 6);
		client->ended_ms = db_int(db, DO_CLIENT_SHOW, 7);
		store_copy(client->last_day, sizeof(client->last_day),
		    db_text(db, DO_CLIENT_SHOW, 8));
		client->streak = db_int(db, DO_CLIENT_SHOW, 9);
		found = true;
	}
	return found;
}

int64_t
store_client_coach(struct store *store, int64_t client_no)
{
	int64_t coach_no = -1;

	db_ask(store->db, DO_CLIENT_COACH, VALUES(db_n(client_no)));
	while (db_row(store->db, DO_CLIENT_COACH))
		if (coach_no < 0)
			coach_no = db_int(store->db, DO_CLIENT_COACH, 0);
	return coach_no;
}
