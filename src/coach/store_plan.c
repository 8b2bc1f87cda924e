#include "coach/store_in.h"

#include "base/json.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* The change as it goes over the wire. */
static void
print_plan(const struct plan *plan, struct str *out)
{
	struct json *rx = json_new_object();

	json_set_str(rx, "id", plan->rx);
	json_set_int(rx, "version", plan->version);
	json_set_str(rx, "title", plan->title);
	json_set_str(rx, "from", plan->from);
	json_set_str(rx, "to", plan->to);
	json_set_text(rx, "items", plan->items);
	if (plan->custom)
		json_set_text(rx, "custom", plan->custom);
	json_set_bool(rx, "ended", plan->ended);
	json_add_compact(rx, out);
	json_free(rx);
}

/* Adds a change about something; what was said of it before is replaced. */
static void
add_change(struct store *store, int64_t client_no, const char *kind,
    const char *about, const char *body, int64_t now_ms)
{
	char tag[CURSOR_TAG];
	int64_t seq = 0;

	cursor_tag(tag);
	db_number(store->db, DO_CHANGE_NUMBER, VALUES(db_n(client_no)), &seq);
	db_run(store->db, DO_CHANGE_ADD,
	    VALUES(db_n(client_no), db_n(seq), db_t(tag), db_t(kind), db_t(about),
		db_t(body), db_n(now_ms)));
	db_run(store->db, DO_CHANGE_REPLACED,
	    VALUES(db_n(client_no), db_t(about), db_n(seq)));
}

static void
add_rx(struct store *store, int64_t client_no, int64_t coach_no, struct plan *plan,
    int64_t now_ms)
{
	if (!*plan->rx)
		rng_uuid_at(now_ms, plan->rx);
	plan->version = 1;
	db_run(store->db, DO_RX_ADD,
	    VALUES(db_t(plan->rx), db_n(client_no), db_n(coach_no), db_n(now_ms)));
}

/* False when there is none of that id; *owner is whose it is. */
static bool
next_version(struct store *store, int64_t client_no, struct plan *plan,
    int64_t now_ms, int64_t *owner)
{
	*owner = client_no;
	if (!db_number(store->db, DO_RX_OWNER, VALUES(db_t(plan->rx)), owner) ||
	    *owner != client_no)
		return false;
	return db_number(store->db, DO_RX_AGAIN,
	    VALUES(db_t(plan->rx), db_n(client_no), db_n(now_ms),
		db_t(plan->ended ? "ended" : "sent")),
	    &plan->version);
}

bool
store_plan(struct store *store, int64_t client_no, int64_t coach_no,
    struct plan *plan, int64_t now_ms, struct err *err)
{
	struct str body = {0};
	char number[24];
	int64_t owner;

	if (!next_version(store, client_no, plan, now_ms, &owner)) {
		if (owner != client_no)
			return err_set(
			    err, "%s: it is not this client's", plan->rx);
		add_rx(store, client_no, coach_no, plan, now_ms);
	}
	db_run(store->db, DO_RX_VERSION_ADD,
	    VALUES(db_t(plan->rx), db_n(plan->version), db_t(plan->title),
		db_t(plan->items), db_n(plan->per_day), db_n(plan->days_mask),
		db_t(plan->from), db_t(plan->to)));
	print_plan(plan, &body);
	add_change(store, client_no, "rx", plan->rx, body.s, now_ms);
	str_fini(&body);
	snprintf(number, sizeof(number), "%" PRId64, coach_no);
	store_audit(store, ACTOR_COACH, number, client_no,
	    plan->ended ? "plan ended" : "plan sent", plan->rx, now_ms);
	return true;
}

void
store_plans(struct store *store, int64_t client_no, store_plan_fn *fn, void *arg)
{
	struct db *db = store->db;

	db_ask(db, DO_RXS, VALUES(db_n(client_no)));
	while (db_row(db, DO_RXS)) {
		struct plan_row row = {
		    .rx = db_text(db, DO_RXS, 0),
		    .version = db_int(db, DO_RXS, 1),
		    .state = db_text(db, DO_RXS, 2),
		    .why = db_text(db, DO_RXS, 3),
		    .title = db_text(db, DO_RXS, 4),
		    .from = db_text(db, DO_RXS, 5),
		    .to = db_text(db, DO_RXS, 6),
		};

		fn(arg, &row);
	}
}
