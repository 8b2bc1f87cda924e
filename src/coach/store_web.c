#include "coach/store_web.h"

#include "base/civil.h"
#include "base/mem.h"
#include "coach/store_in.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- who is signed in ------------------------------------------------------- */

/* A page a second does not write a row a second. */
#define SEEN_MS 60000

static void
hash_of(const char *id, char hash[SECRET_HEX])
{
	secret_sha256(id, strlen(id), hash);
}

bool
store_web(struct store *store, const char *id, int64_t now_ms, struct web *web)
{
	struct db *db = store->db;
	char hash[SECRET_HEX];
	int64_t seen_ms = 0;
	bool found = false;

	*web = (struct web){0};
	hash_of(id, hash);
	db_ask(db, DO_WEB_FIND,
	    VALUES(db_t(hash), db_n(now_ms), db_n(now_ms - WEB_IDLE_MS)));
	while (db_row(db, DO_WEB_FIND)) {
		web->coach_no = db_int(db, DO_WEB_FIND, 0);
		store_copy(web->name, STORE_NAME, db_text(db, DO_WEB_FIND, 1));
		web->employer =
		    strcmp(db_text(db, DO_WEB_FIND, 2), "employer") == 0;
		seen_ms = db_int(db, DO_WEB_FIND, 3);
		found = true;
	}
	if (found && now_ms - seen_ms > SEEN_MS)
		db_run(db, DO_WEB_SEEN, VALUES(db_t(hash), db_n(now_ms)));
	return found;
}

void
store_web_begin(struct store *store, const struct coach *coach, const char *id,
    const char *token, int64_t now_ms)
{
	char hash[SECRET_HEX];

	hash_of(id, hash);
	db_run(store->db, DO_WEB_ADD,
	    VALUES(db_t(hash), db_n(coach->no), db_t(token), db_n(now_ms),
		db_n(now_ms + WEB_HOURS * INT64_C(3600000))));
}

void
store_web_end(struct store *store, const char *id)
{
	char hash[SECRET_HEX];

	hash_of(id, hash);
	db_run(store->db, DO_WEB_END, VALUES(db_t(hash)));
}

/* --- reading a client ------------------------------------------------------- */

void
coach_clients(struct store *store, int64_t coach_no, coach_client_fn *fn, void *arg)
{
	db_ask(store->db, DO_ROSTER, VALUES(db_n(coach_no)));
	while (db_row(store->db, DO_ROSTER))
		fn(arg, db_text(store->db, DO_ROSTER, 0));
}

static char *
text_of(const char *s)
{
	return s ? mem_strdup(s) : NULL;
}

static int32_t
day_of(const char *s)
{
	int32_t day;

	return s && civil_parse(s, &day) ? day : CIVIL_NONE;
}

/* The client's own row; *client_no is for what is beside the file. */
static bool
read_client(struct store *store, int64_t coach_no, const char *client_id,
    struct casefile *file, int64_t *client_no)
{
	struct db *db = store->db;
	bool found = false;

	db_ask(db, DO_CLIENT_OF, VALUES(db_n(coach_no), db_t(client_id)));
	while (db_row(db, DO_CLIENT_OF)) {
		*client_no = db_int(db, DO_CLIENT_OF, 0);
		store_copy(file->id, UUID_LEN, db_text(db, DO_CLIENT_OF, 1));
		file->alias = text_of(db_text(db, DO_CLIENT_OF, 2));
		file->share = (int)db_int(db, DO_CLIENT_OF, 3);
		file->linked = civil_day(db_int(db, DO_CLIENT_OF, 4), 0, 0);
		file->ended = db_int(db, DO_CLIENT_OF, 5) >= 0;
		store_copy(file->last_day, sizeof(file->last_day),
		    db_text(db, DO_CLIENT_OF, 6));
		file->streak = db_int(db, DO_CLIENT_OF, 7);
		found = true;
	}
	return found;
}

static void
read_session(struct db *db, struct casefile_session *s)
{
	store_copy(s->id, UUID_LEN, db_text(db, DO_SESSIONS_OF, 0));
	s->day = day_of(db_text(db, DO_SESSIONS_OF, 1));
	s->state = (int)db_int(db, DO_SESSIONS_OF, 2);
	s->routine = text_of(db_text(db, DO_SESSIONS_OF, 3));
	s->stops = text_of(db_text(db, DO_SESSIONS_OF, 4));
	s->note = text_of(db_text(db, DO_SESSIONS_OF, 5));
	s->active_s = db_int(db, DO_SESSIONS_OF, 6);
	s->steps_done = db_int(db, DO_SESSIONS_OF, 7);
	s->steps_all = db_int(db, DO_SESSIONS_OF, 8);
	s->before = db_int(db, DO_SESSIONS_OF, 9);
	s->after = db_int(db, DO_SESSIONS_OF, 10);
	s->pain = db_int(db, DO_SESSIONS_OF, 11);
}

static void
ask_sessions(
    struct store *store, int64_t coach_no, const char *client_id, const char *from)
{
	db_ask(store->db, DO_SESSIONS_OF,
	    VALUES(db_n(coach_no), db_t(client_id), db_t(from)));
}

static void
read_sessions(struct store *store, int64_t coach_no, struct casefile *file)
{
	char from[UUID_LEN];

	store_day_id(file->first, from);
	ask_sessions(store, coach_no, file->id, from);
	while (db_row(store->db, DO_SESSIONS_OF))
		read_session(store->db, casefile_add(file));
}

/* Newest first. */
static void
read_checkins(struct store *store, int64_t coach_no, struct casefile *file)
{
	const enum sql q = DO_CHECKINS_OF;
	struct db *db = store->db;
	char from[UUID_LEN];

	store_day_id(file->first, from);
	db_ask(db, q, VALUES(db_n(coach_no), db_t(file->id), db_t(from)));
	while (db_row(db, q)) {
		struct casefile_checkin checkin = {.day = day_of(db_text(db, q, 0)),
		    .tension = db_int(db, q, 1),
		    .pain = db_int(db, q, 2),
		    .limit = db_int(db, q, 3),
		    .note = text_of(db_text(db, q, 4))};

		if (!casefile_check_in(file, &checkin))
			free(checkin.note);
	}
}

static int32_t
read_day(struct db *db, struct casefile_day *day)
{
	*day = (struct casefile_day){
	    .done = (int)db_int(db, DO_DAYS_OF, 1),
	    .partial = (int)db_int(db, DO_DAYS_OF, 2),
	    .skipped = (int)db_int(db, DO_DAYS_OF, 3),
	    .active_s = db_int(db, DO_DAYS_OF, 4),
	    .before_sum = db_int(db, DO_DAYS_OF, 5),
	    .after_sum = db_int(db, DO_DAYS_OF, 6),
	    .pairs = db_int(db, DO_DAYS_OF, 7),
	    .pain_most = db_int(db, DO_DAYS_OF, 8),
	};
	return day_of(db_text(db, DO_DAYS_OF, 0));
}

static void
read_days(struct store *store, int64_t coach_no, struct casefile *file)
{
	char from[CIVIL_LEN];

	db_ask(store->db, DO_DAYS_OF,
	    VALUES(db_n(coach_no), db_t(file->id),
		db_t(civil_print(file->first, from))));
	while (db_row(store->db, DO_DAYS_OF)) {
		struct casefile_day day;
		int32_t at = read_day(store->db, &day);

		if (casefile_on(file, at))
			file->days[at - file->first] = day;
	}
}

static void
read_plan(struct db *db, struct casefile_plan *plan)
{
	store_copy(plan->rx, UUID_LEN, db_text(db, DO_PLANS_OF, 0));
	plan->version = db_int(db, DO_PLANS_OF, 1);
	plan->newest = plan->version == db_int(db, DO_PLANS_OF, 2);
	plan->title = text_of(db_text(db, DO_PLANS_OF, 3));
	plan->state = text_of(db_text(db, DO_PLANS_OF, 4));
	plan->why = text_of(db_text(db, DO_PLANS_OF, 5));
	plan->per_day = (int)db_int(db, DO_PLANS_OF, 6);
	plan->days_mask = (int)db_int(db, DO_PLANS_OF, 7);
	plan->from = day_of(db_text(db, DO_PLANS_OF, 8));
	plan->to = day_of(db_text(db, DO_PLANS_OF, 9));
	plan->agreed = day_of(db_text(db, DO_PLANS_OF, 10));
	plan->since = civil_day(db_int(db, DO_PLANS_OF, 11), 0, 0);
}

static void
read_plans(struct store *store, int64_t coach_no, struct casefile *file)
{
	db_ask(store->db, DO_PLANS_OF, VALUES(db_n(coach_no), db_t(file->id)));
	while (db_row(store->db, DO_PLANS_OF))
		if (file->n_plans < CASEFILE_PLANS)
			read_plan(store->db, &file->plans[file->n_plans++]);
}

/* In the order in which they were here, so the last one stays. */
static void
read_devices(struct store *store, int64_t coach_no, struct casefile *file)
{
	struct db *db = store->db;

	db_ask(db, DO_DEVICES_OF, VALUES(db_n(coach_no), db_t(file->id)));
	while (db_row(db, DO_DEVICES_OF)) {
		file->devices++;
		file->seen = civil_day(db_int(db, DO_DEVICES_OF, 0), 0, 0);
		file->skew_ms = db_int(db, DO_DEVICES_OF, 1);
	}
}

bool
coach_casefile(struct store *store, int64_t coach_no, const char *client_id,
    int32_t today, struct casefile *file)
{
	int64_t client_no;

	casefile_init(file, today);
	if (!read_client(store, coach_no, client_id, file, &client_no))
		return false;
	read_sessions(store, coach_no, file);
	read_days(store, coach_no, file);
	read_checkins(store, coach_no, file);
	read_plans(store, coach_no, file);
	read_devices(store, coach_no, file);
	return true;
}

void
coach_sessions(struct store *store, int64_t coach_no, const char *client_id,
    coach_session_fn *fn, void *arg)
{
	ask_sessions(store, coach_no, client_id, "");
	while (db_row(store->db, DO_SESSIONS_OF)) {
		struct casefile_session session = {0};

		read_session(store->db, &session);
		fn(arg, &session);
		casefile_session_fini(&session);
	}
}

void
coach_days(struct store *store, int64_t coach_no, const char *client_id,
    coach_day_fn *fn, void *arg)
{
	db_ask(store->db, DO_DAYS_OF,
	    VALUES(db_n(coach_no), db_t(client_id), db_t("")));
	while (db_row(store->db, DO_DAYS_OF)) {
		struct casefile_day totals;
		int32_t day = read_day(store->db, &totals);

		fn(arg, day, &totals);
	}
}

/* --- who looked ------------------------------------------------------------- */

void
coach_looks(struct store *store, int64_t coach_no, const char *client_id,
    coach_look_fn *fn, void *arg)
{
	struct db *db = store->db;

	db_ask(db, DO_LOOKS_OF, VALUES(db_n(coach_no), db_t(client_id)));
	while (db_row(db, DO_LOOKS_OF))
		fn(arg, db_int(db, DO_LOOKS_OF, 0), db_text(db, DO_LOOKS_OF, 1),
		    db_text(db, DO_LOOKS_OF, 2));
}

void
coach_looked(struct store *store, int64_t coach_no, const char *client_id,
    const char *action, int64_t now_ms)
{
	struct casefile file;
	int64_t client_no;
	char number[24];

	casefile_init(&file, 0);
	if (read_client(store, coach_no, client_id, &file, &client_no)) {
		snprintf(number, sizeof(number), "%" PRId64, coach_no);
		store_audit(
		    store, ACTOR_COACH, number, client_no, action, "", now_ms);
	}
	casefile_fini(&file);
}
