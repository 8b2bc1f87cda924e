#include "coach/store_in.h"

#include "base/civil.h"
#include "coach/site.h"
#include "sync/share.h"

#include <string.h>

/* --- one item --------------------------------------------------------------- */

static const struct {
	enum sql put, have;
} statements[] = {
    [ITEM_SESSION] = {DO_SESSION_PUT, DO_SESSION_HAVE},
    [ITEM_CHECKIN] = {DO_CHECKIN_PUT, DO_CHECKIN_HAVE},
    [ITEM_ANSWER] = {DO_ANSWER_PUT, DO_ANSWER_HAVE},
};

static const char *
given(const char *s)
{
	return s && *s ? s : NULL;
}

static int64_t
put_session(
    struct store *store, int64_t client_no, const struct item *i, int64_t at_ms)
{
	bool timed = i->started_ms >= 0;
	char day[CIVIL_LEN];

	return db_run(store->db, DO_SESSION_PUT,
	    VALUES(db_n(client_no), db_t(i->id), db_t(civil_print(i->day, day)),
		db_n(i->rev), db_t(i->hash), db_t(i->routine), db_t(given(i->rx)),
		db_n(i->state), db_known(i->started_ms),
		timed ? db_n(i->offset_min) : db_t(NULL), db_known(i->active_s),
		db_known(i->steps_done), db_known(i->steps_all),
		db_t(given(i->tension)), db_known(i->before), db_known(i->after),
		db_known(i->pain), db_t(given(i->stops)), db_t(i->note),
		db_n(at_ms)));
}

static int64_t
put_checkin(
    struct store *store, int64_t client_no, const struct item *i, int64_t at_ms)
{
	char day[CIVIL_LEN];

	return db_run(store->db, DO_CHECKIN_PUT,
	    VALUES(db_n(client_no), db_t(i->id), db_t(civil_print(i->day, day)),
		db_n(i->rev), db_t(i->hash), db_n(i->deleted), db_known(i->rating),
		db_known(i->pain), db_known(i->limit), db_t(i->note), db_n(at_ms)));
}

/* What a client says to a prescription counts for the version that it saw. */
static int64_t
put_answer(
    struct store *store, int64_t client_no, const struct item *i, int64_t at_ms)
{
	const char *why = i->why ? i->why : "";
	char day[CIVIL_LEN];
	int64_t n;

	civil_print(i->day, day);
	n = db_run(store->db, DO_ANSWER_PUT,
	    VALUES(db_n(client_no), db_t(i->id), db_t(day), db_n(i->rev),
		db_t(i->hash), db_t(i->rx), db_n(i->version), db_t(i->answer),
		db_t(why), db_n(at_ms)));
	if (n == 0)
		return 0;
	db_run(store->db, DO_RX_ANSWERED,
	    VALUES(db_n(client_no), db_t(i->rx), db_n(i->version), db_t(i->answer),
		db_t(given(why)), db_n(at_ms)));
	if (strcmp(i->answer, "accepted") == 0)
		db_run(store->db, DO_RX_AGREED,
		    VALUES(
			db_n(client_no), db_t(i->rx), db_n(i->version), db_t(day)));
	return n;
}

/* Nothing was written: what is there is newer, the same, or another's. */
static void
compare(struct store *store, int64_t client_no, struct item *item)
{
	enum sql have = statements[item->type].have;

	item->fate = ITEM_SAME;
	db_ask(store->db, have, VALUES(db_n(client_no), db_t(item->id)));
	while (db_row(store->db, have)) {
		item->have_rev = db_int(store->db, have, 0);
		if (item->have_rev > item->rev)
			item->fate = ITEM_OLDER;
		else if (strcmp(db_text(store->db, have, 1), item->hash) != 0)
			item->fate = ITEM_CONFLICT;
	}
}

static void
put(struct store *store, int64_t client_no, struct item *item, int64_t at_ms)
{
	static int64_t (*const puts[])(
	    struct store *, int64_t, const struct item *, int64_t) = {
	    [ITEM_SESSION] = put_session,
	    [ITEM_CHECKIN] = put_checkin,
	    [ITEM_ANSWER] = put_answer,
	};

	if (puts[item->type](store, client_no, item, at_ms) > 0)
		item->fate = ITEM_STORED;
	else
		compare(store, client_no, item);
}

/* --- how many --------------------------------------------------------------- */

/* Counting every row is left until the devices have sent as many at all. */
static int64_t
room_for(struct store *store, int64_t client_no)
{
	int64_t taken = 0;
	struct held held;

	db_number(store->db, DO_DEVICES_TAKEN, VALUES(db_n(client_no)), &taken);
	if (taken + LIMIT_ITEMS < LIMIT_STORED)
		return LIMIT_ITEMS;
	store_held(store, client_no, &held);
	return LIMIT_STORED - held.sessions - held.checkins - held.answers;
}

static bool
is_there(struct store *store, int64_t client_no, const struct item *item)
{
	enum sql have = statements[item->type].have;
	int64_t rev;

	return db_number(
	    store->db, have, VALUES(db_n(client_no), db_t(item->id)), &rev);
}

/* --- a batch ---------------------------------------------------------------- */

static enum item_fate
look_at_day(const struct item *item, const struct device *device, int32_t today)
{
	if (item->day > today + 1)
		return ITEM_FUTURE;
	return item->day < today - device->retain_days ? ITEM_IGNORED : ITEM_GOOD;
}

static void
take_one(struct store *store, const struct device *device, struct item *item,
    int64_t now_ms, int64_t *room)
{
	item->fate = item->read;
	if (item->fate == ITEM_GOOD)
		item->fate = look_at_day(item, device, (int32_t)(now_ms / DAY_MS));
	if (!item_hide(item, device->share) && item->fate == ITEM_GOOD)
		item->fate = ITEM_IGNORED;
	if (item->fate != ITEM_GOOD)
		return;
	if (*room <= 0 && !is_there(store, device->client_no, item)) {
		item->fate = ITEM_QUOTA;
		return;
	}
	put(store, device->client_no, item, store_instant(now_ms, device->share));
	*room -= item->fate == ITEM_STORED;
}

static void
sum_day(struct store *store, int64_t client_no, int32_t day)
{
	char low[UUID_LEN], high[UUID_LEN], text[CIVIL_LEN];

	store_day_id(day, low);
	store_day_id(day + 1, high);
	db_run(store->db, DO_DAY_SUM,
	    VALUES(db_n(client_no), db_t(civil_print(day, text)), db_t(low),
		db_t(high)));
}

static bool
counts(const struct item *item)
{
	return item->fate == ITEM_STORED && item->type == ITEM_SESSION;
}

/* Was the day of item i summed before, for another item? */
static bool
summed(const struct item *items, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (counts(&items[j]) && items[j].day == items[i].day)
			return true;
	return false;
}

static void
sum_days(struct store *store, const struct device *device, const struct item *items,
    size_t n)
{
	int32_t last = CIVIL_NONE;
	char text[CIVIL_LEN];

	for (size_t i = 0; i < n; i++) {
		if (counts(&items[i]) && !summed(items, i))
			sum_day(store, device->client_no, items[i].day);
		if (items[i].fate == ITEM_STORED && !items[i].deleted &&
		    items[i].day > last)
			last = items[i].day;
	}
	if (last != CIVIL_NONE)
		db_run(store->db, DO_HEAD_DAY,
		    VALUES(db_n(device->client_no), db_t(civil_print(last, text))));
}

int
store_take(struct store *store, const struct device *device, struct item *items,
    size_t n, int64_t now_ms)
{
	int64_t room = n ? room_for(store, device->client_no) : 0;
	int taken = 0;

	for (size_t i = 0; i < n; i++) {
		take_one(store, device, &items[i], now_ms, &room);
		taken += items[i].fate == ITEM_STORED;
	}
	sum_days(store, device, items, n);
	return taken;
}

int64_t
store_seen(struct store *store, struct device *device, int taken, int64_t sent_ms,
    const char *agent, int64_t now_ms)
{
	device->up_seq += taken;
	db_run(store->db, DO_DEVICE_SEEN,
	    VALUES(db_t(device->id), db_n(device->up_seq),
		db_n(store_instant(now_ms, device->share)), db_n(now_ms - sent_ms),
		db_t(agent), db_n(device->calls.left), db_n(device->calls.at_ms),
		db_t(device->tally)));
	device->kept = true;
	return device->up_seq;
}

void
store_streak(struct store *store, const struct device *device, int64_t streak,
    int64_t sent_ms, int64_t now_ms)
{
	if (device->share & WIRE_STREAK)
		db_run(store->db, DO_HEAD_STREAK,
		    VALUES(db_n(device->client_no), db_n(streak),
			db_n(store_instant(
			    sent_ms < now_ms ? sent_ms : now_ms, device->share))));
}

/* --- changes ---------------------------------------------------------------- */

bool
store_knows(struct store *store, int64_t client_no, const struct cursor *cursor)
{
	struct db *db = store->db;
	bool same = false;

	db_ask(db, DO_CHANGE_TAG, VALUES(db_n(client_no), db_n(cursor->seq)));
	while (db_row(db, DO_CHANGE_TAG))
		same = strcmp(db_text(db, DO_CHANGE_TAG, 0), cursor->tag) == 0;
	return same;
}

bool
store_changes(struct store *store, int64_t client_no, int64_t after,
    store_change_fn *fn, void *arg)
{
	struct db *db = store->db;
	struct change change;
	int n = 0;

	db_ask(db, DO_CHANGES, VALUES(db_n(client_no), db_n(after)));
	while (db_row(db, DO_CHANGES)) {
		change.at.seq = db_int(db, DO_CHANGES, 0);
		store_copy(change.at.tag, CURSOR_TAG, db_text(db, DO_CHANGES, 1));
		change.kind = db_text(db, DO_CHANGES, 2);
		change.body = db_text(db, DO_CHANGES, 3);
		if (n++ == STORE_CHANGES || !fn(arg, &change)) {
			db_end(db, DO_CHANGES);
			return true;
		}
	}
	return false;
}

/* --- all of them ------------------------------------------------------------ */

static void
export_sessions(
    struct store *store, int64_t client_no, store_item_fn *fn, void *arg)
{
	struct db *db = store->db;
	const enum sql q = DO_EXPORT_SESSIONS;

	db_ask(db, q, VALUES(db_n(client_no)));
	while (db_row(db, q)) {
		struct item i = {.type = ITEM_SESSION};

		store_copy(i.id, UUID_LEN, db_text(db, q, 0));
		civil_parse(db_text(db, q, 1), &i.day);
		i.rev = db_int(db, q, 2);
		store_copy(i.routine, ITEM_ROUTINE, db_text(db, q, 3));
		store_copy(i.rx, UUID_LEN, db_text(db, q, 4));
		i.state = (enum item_state)db_int(db, q, 5);
		i.deleted = i.state == ITEM_DELETED;
		i.started_ms = db_int(db, q, 6);
		i.offset_min = (int)db_int(db, q, 7);
		i.active_s = db_int(db, q, 8);
		i.steps_done = db_int(db, q, 9);
		i.steps_all = db_int(db, q, 10);
		store_copy(i.tension, sizeof(i.tension), db_text(db, q, 11));
		i.pain = db_int(db, q, 12);
		store_copy(i.stops, sizeof(i.stops), db_text(db, q, 13));
		i.note = (char *)(uintptr_t)db_text(db, q, 14);
		fn(arg, &i);
	}
}

static void
export_checkins(
    struct store *store, int64_t client_no, store_item_fn *fn, void *arg)
{
	struct db *db = store->db;
	const enum sql q = DO_EXPORT_CHECKINS;

	db_ask(db, q, VALUES(db_n(client_no)));
	while (db_row(db, q)) {
		struct item i = {.type = ITEM_CHECKIN};

		store_copy(i.id, UUID_LEN, db_text(db, q, 0));
		civil_parse(db_text(db, q, 1), &i.day);
		i.rev = db_int(db, q, 2);
		i.deleted = db_int(db, q, 3) == 1;
		i.rating = db_int(db, q, 4);
		i.pain = db_int(db, q, 5);
		i.limit = db_int(db, q, 6);
		i.note = (char *)(uintptr_t)db_text(db, q, 7);
		fn(arg, &i);
	}
}

static void
export_answers(struct store *store, int64_t client_no, store_item_fn *fn, void *arg)
{
	struct db *db = store->db;
	const enum sql q = DO_EXPORT_ANSWERS;

	db_ask(db, q, VALUES(db_n(client_no)));
	while (db_row(db, q)) {
		struct item i = {.type = ITEM_ANSWER};

		store_copy(i.id, UUID_LEN, db_text(db, q, 0));
		civil_parse(db_text(db, q, 1), &i.day);
		i.rev = db_int(db, q, 2);
		store_copy(i.rx, UUID_LEN, db_text(db, q, 3));
		i.version = db_int(db, q, 4);
		store_copy(i.answer, sizeof(i.answer), db_text(db, q, 5));
		i.why = (char *)(uintptr_t)db_text(db, q, 6);
		fn(arg, &i);
	}
}

void
store_items(struct store *store, int64_t client_no, store_item_fn *fn, void *arg)
{
	export_sessions(store, client_no, fn, arg);
	export_checkins(store, client_no, fn, arg);
	export_answers(store, client_no, fn, arg);
}
