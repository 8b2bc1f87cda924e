#include "coach/store_in.h"

#include "sync/share.h"

#include <string.h>

/* --- by token --------------------------------------------------------------- */

static enum device_found
read_device(struct db *db, enum sql q, struct device *device)
{
	if (db_int(db, q, 3) >= 0)
		return DEVICE_NONE;
	store_copy(device->id, UUID_LEN, db_text(db, q, 0));
	device->client_no = db_int(db, q, 1);
	device->up_seq = db_int(db, q, 2);
	store_copy(device->client_id, UUID_LEN, db_text(db, q, 4));
	device->share = (int)db_int(db, q, 5);
	device->retain_days = (int)db_int(db, q, 6);
	device->consent_text = (int)db_int(db, q, 8);
	device->consent_ms = db_int(db, q, 9);
	device->calls.left = db_int(db, q, 10);
	device->calls.at_ms = db_int(db, q, 11);
	store_copy(device->tally, TALLY_ALL, db_text(db, q, 12));
	return db_int(db, q, 7) >= 0 ? DEVICE_ENDED : DEVICE_HERE;
}

static enum device_found
find_device(
    struct store *store, enum sql q, const char *token_hash, struct device *device)
{
	enum device_found found = DEVICE_NONE;

	db_ask(store->db, q, VALUES(db_t(token_hash)));
	while (db_row(store->db, q))
		found = read_device(store->db, q, device);
	return db_state(store->db) == DB_OK ? found : DEVICE_NONE;
}

enum device_found
store_device(struct store *store, const char *token_hash, struct device *device)
{
	enum device_found found;

	*device = (struct device){0};
	found = find_device(store, DO_DEVICE_BY_TOKEN, token_hash, device);
	if (found != DEVICE_NONE)
		return found;
	found = find_device(store, DO_DEVICE_BY_NEXT, token_hash, device);
	if (found != DEVICE_NONE)
		db_run(store->db, DO_DEVICE_PROMOTE,
		    VALUES(db_t(device->id), db_t(token_hash)));
	return found;
}

bool
store_device_rate(struct device *device, const struct rate_limit *limit,
    int64_t now_ms, int *wait_s)
{
	rate_fill(&device->calls, limit, now_ms);
	return rate_take(&device->calls, limit, now_ms, wait_s);
}

void
store_device_called(struct store *store, const struct device *device)
{
	if (!device->kept)
		db_run(store->db, DO_DEVICE_CALLS,
		    VALUES(db_t(device->id), db_n(device->calls.left),
			db_n(device->calls.at_ms)));
}

void
store_token_next(
    struct store *store, const struct device *device, const char *token_hash)
{
	db_run(
	    store->db, DO_DEVICE_NEXT, VALUES(db_t(device->id), db_t(token_hash)));
}

bool
store_device_revoke(
    struct store *store, int64_t client_no, const char *device_id, int64_t now_ms)
{
	if (!db_run(store->db, DO_DEVICE_REVOKE,
		VALUES(db_n(client_no), db_t(device_id), db_n(now_ms))))
		return false;
	store_audit(store, ACTOR_CLIENT, device_id, client_no, "device revoked", "",
	    now_ms);
	return true;
}

/* --- enrolment -------------------------------------------------------------- */

/* Is the device there, and with this very token? */
static enum enrolled
enrolled_before(
    struct store *store, const struct enrolment *e, struct device *device)
{
	struct db *db = store->db;
	enum enrolled found = ENROL_NEW;

	db_ask(db, DO_DEVICE_ENROLLED, VALUES(db_t(e->device)));
	while (db_row(db, DO_DEVICE_ENROLLED)) {
		found =
		    secret_same(db_text(db, DO_DEVICE_ENROLLED, 1), e->token_hash)
			? ENROL_AGAIN
			: ENROL_NO;
		device->client_no = db_int(db, DO_DEVICE_ENROLLED, 0);
		store_copy(device->client_id, UUID_LEN,
		    db_text(db, DO_DEVICE_ENROLLED, 2));
		device->retain_days = (int)db_int(db, DO_DEVICE_ENROLLED, 3);
	}
	return found;
}

static void
add_client(struct store *store, const struct invite *invite,
    const struct enrolment *e, int64_t now_ms, struct device *device)
{
	device->client_no = store_number();
	device->retain_days = e->retain_days;
	rng_uuid_at(now_ms, device->client_id);
	db_run(store->db, DO_CLIENT_ADD,
	    VALUES(db_n(device->client_no), db_t(device->client_id),
		db_t(e->name ? e->name : invite->alias), db_n(e->share),
		db_n(e->consent_text), db_n(e->consent_ms), db_n(e->retain_days)));
}

/* A client that is there goes on, with what it agrees to now. */
static void
link_again(struct store *store, const struct invite *invite,
    const struct enrolment *e, struct device *device)
{
	struct db *db = store->db;

	device->client_no = invite->client_no;
	db_ask(db, DO_CLIENT_BY_NO, VALUES(db_n(device->client_no)));
	while (db_row(db, DO_CLIENT_BY_NO)) {
		store_copy(
		    device->client_id, UUID_LEN, db_text(db, DO_CLIENT_BY_NO, 0));
		device->retain_days = (int)db_int(db, DO_CLIENT_BY_NO, 1);
	}
	db_run(db, DO_CLIENT_AGAIN,
	    VALUES(db_n(device->client_no), db_n(e->share), db_n(e->consent_text),
		db_n(e->consent_ms)));
	if (e->name)
		db_run(db, DO_CLIENT_NAMED,
		    VALUES(db_n(device->client_no), db_t(e->name)));
}

static void
add_device(struct store *store, const struct enrolment *e, int64_t client_no,
    int64_t now_ms)
{
	int64_t at = store_instant(now_ms, e->share);

	db_run(store->db, DO_DEVICE_ADD,
	    VALUES(db_t(e->device), db_n(client_no), db_t(e->token_hash),
		db_t(e->agent), db_n(at)));
}

enum enrolled
store_enrol(struct store *store, const char *code, const struct invite *invite,
    const struct enrolment *e, int64_t now_ms, struct device *device)
{
	char hash[SECRET_HEX];
	enum enrolled before;

	*device = (struct device){.share = e->share};
	store_copy(device->id, UUID_LEN, e->device);
	before = enrolled_before(store, e, device);
	if (*invite->used_by)
		return strcmp(invite->used_by, e->device) == 0 &&
			       before == ENROL_AGAIN
			   ? ENROL_AGAIN
			   : ENROL_NO;
	if (before != ENROL_NEW)
		return ENROL_NO;
	if (invite->client_no < 0)
		add_client(store, invite, e, now_ms, device);
	else
		link_again(store, invite, e, device);
	db_run(store->db, DO_CARE_ADD,
	    VALUES(db_n(invite->coach_no), db_n(device->client_no), db_n(now_ms)));
	add_device(store, e, device->client_no, now_ms);
	secret_hmac(store->key, code, strlen(code), hash);
	db_run(store->db, DO_INVITE_USE, VALUES(db_t(hash), db_t(e->device)));
	store_audit(store, ACTOR_CLIENT, e->device, device->client_no,
	    invite->client_no < 0 ? "invite used" : "device added", "", now_ms);
	return ENROL_NEW;
}

/* --- what we hold ----------------------------------------------------------- */

void
store_devices(
    struct store *store, int64_t client_no, store_device_fn *fn, void *arg)
{
	struct db *db = store->db;

	db_ask(db, DO_DEVICES, VALUES(db_n(client_no)));
	while (db_row(db, DO_DEVICES)) {
		struct device_row row = {
		    .id = db_text(db, DO_DEVICES, 0),
		    .agent = db_text(db, DO_DEVICES, 1),
		    .created_ms = db_int(db, DO_DEVICES, 2),
		    .seen_ms = db_int(db, DO_DEVICES, 3),
		    .revoked_ms = db_int(db, DO_DEVICES, 4),
		    .skew_ms = db_int(db, DO_DEVICES, 5),
		    .up_seq = db_int(db, DO_DEVICES, 6),
		};

		fn(arg, &row);
	}
}

void
store_cares(struct store *store, int64_t client_no, store_name_fn *fn, void *arg)
{
	db_ask(store->db, DO_CARES, VALUES(db_n(client_no)));
	while (db_row(store->db, DO_CARES))
		fn(arg, db_text(store->db, DO_CARES, 0));
}

void
store_held(struct store *store, int64_t client_no, struct held *held)
{
	struct db *db = store->db;

	*held = (struct held){0};
	db_ask(db, DO_HELD, VALUES(db_n(client_no)));
	while (db_row(db, DO_HELD))
		*held = (struct held){
		    .sessions = db_int(db, DO_HELD, 0),
		    .checkins = db_int(db, DO_HELD, 1),
		    .answers = db_int(db, DO_HELD, 2),
		    .days = db_int(db, DO_HELD, 3),
		    .plans = db_int(db, DO_HELD, 4),
		};
}
