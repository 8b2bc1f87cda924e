#include "coach/store_in.h"

#include "base/civil.h"

#include <string.h>

/* How long what is of no use any more is kept. */
#define ENDED_DAYS 30
#define RATE_DAYS  1
#define AUDIT_DAYS 730

/* How many clients a call looks at: some milliseconds. */
#define TIDY_CLIENTS 100

void
store_day_id(int32_t day, char id[UUID_LEN])
{
	rng_uuid_day(day, id);
	/* The lowest id of that day: the random digits are the lowest ones. */
	strcpy(id + 14, "0000-0000-000000000000");
}

static void
drop_old(struct store *store, int64_t client_no, int32_t day)
{
	char id[UUID_LEN], text[CIVIL_LEN];

	store_day_id(day, id);
	civil_print(day, text);
	db_run(store->db, DO_TIDY_SESSIONS, VALUES(db_n(client_no), db_t(id)));
	db_run(store->db, DO_TIDY_CHECKINS, VALUES(db_n(client_no), db_t(id)));
	db_run(store->db, DO_TIDY_ANSWERS, VALUES(db_n(client_no), db_t(id)));
	db_run(store->db, DO_TIDY_DAYS, VALUES(db_n(client_no), db_t(text)));
}

static void
tidy_clients(struct store *store, int32_t today, int64_t *next)
{
	struct {
		int64_t no;
		int32_t retain;
	} some[TIDY_CLIENTS];
	struct db *db = store->db;
	int n = 0;

	db_ask(db, DO_TIDY_CLIENTS, VALUES(db_n(*next)));
	while (db_row(db, DO_TIDY_CLIENTS)) {
		some[n].no = db_int(db, DO_TIDY_CLIENTS, 0);
		some[n++].retain = (int32_t)db_int(db, DO_TIDY_CLIENTS, 1);
	}
	for (int i = 0; i < n; i++)
		drop_old(store, some[i].no, today - some[i].retain);
	*next = n == TIDY_CLIENTS ? some[n - 1].no : 0;
}

/* One a call: erasing many at once would keep everybody waiting. */
static void
erase_ended(struct store *store, int64_t now_ms)
{
	int64_t client_no = 0;
	struct held erased;

	if (db_number(store->db, DO_TIDY_ENDED,
		VALUES(db_n(now_ms - ENDED_DAYS * DAY_MS)), &client_no))
		store_erase(store, client_no, &erased, now_ms);
}

void
store_tidy(struct store *store, int64_t now_ms, int64_t *next)
{
	char id[UUID_LEN];

	if (*next == 0) {
		store_day_id((int32_t)(now_ms / DAY_MS) - AUDIT_DAYS, id);
		db_run(store->db, DO_TIDY_INVITES, VALUES(db_n(now_ms)));
		db_run(store->db, DO_TIDY_RATES,
		    VALUES(db_n(now_ms - RATE_DAYS * DAY_MS)));
		db_run(store->db, DO_TIDY_WEB, VALUES(db_n(now_ms)));
		db_run(store->db, DO_TIDY_AUDIT, VALUES(db_t(id)));
	}
	erase_ended(store, now_ms);
	tidy_clients(store, (int32_t)(now_ms / DAY_MS), next);
}
