#include "tests/test.h"

#include "tests/coach/made.h"

#include "base/civil.h"
#include "base/json.h"
#include "base/mem.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/wait.h>

/* --- the folder ------------------------------------------------------------- */

static void
the_first_start_makes_it(void **state)
{
	static const char *const names[] = {"coach.db", "server.key"};
	struct folder f;
	char path[700], *inner;
	struct store *store;
	struct stat st;
	struct err err;
	bool made;

	(void)state;
	folder_make(&f, "a/b");
	inner = f.file;
	store = store_open(inner, NOW, &made, &err);
	assert_non_null(store);
	assert_true(made);
	store_close(store);
	assert_int_equal(stat(inner, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		snprintf(path, sizeof(path), "%s/%s", inner, names[i]);
		assert_int_equal(stat(path, &st), 0);
		assert_int_equal(st.st_mode & 0777, 0600);
	}
	store = store_open(inner, NOW, &made, &err);
	assert_false(made);
	store_close(store);
	chmod(inner, 0755);
	assert_null(store_open(inner, NOW, &made, &err));
	assert_non_null(strstr(err.text, "chmod 700"));
	folder_remove(&f);
}

static void
what_is_not_ours_is_left(void **state)
{
	struct folder f;
	struct err err;
	sqlite3 *db;
	bool made;

	(void)state;
	folder_make(&f, "coach.db");
	chmod(f.path, 0700);
	sqlite3_open(f.file, &db);
	sqlite3_exec(db, "CREATE TABLE mine (x)", NULL, NULL, NULL);
	assert_null(store_open(f.path, NOW, &made, &err));
	assert_non_null(strstr(err.text, "another program's"));
	sqlite3_exec(db,
	    "DROP TABLE mine; PRAGMA application_id = 1970168675;"
	    "PRAGMA user_version = 99",
	    NULL, NULL, NULL);
	assert_null(store_open(f.path, NOW, &made, &err));
	assert_non_null(strstr(err.text, "newer"));
	sqlite3_close(db);
	folder_remove(&f);
}

/* Another program that comes and goes must not take itself for the last one and the
 * log for its own: it would, if a second connection of this program dropped the locks
 * of the first. */
static void
two_connections_and_another_program(void **state)
{
	struct stat before, after;
	struct db *beside;
	struct made m;
	struct err err;
	char wal[700];
	pid_t pid;
	int status;

	(void)state;
	made_begin(&m);
	beside = store_beside(m.store, NOW, &err);
	assert_non_null(beside);
	snprintf(wal, sizeof(wal), "%s-wal", m.folder.file);
	assert_int_equal(stat(wal, &before), 0);
	pid = fork();
	if (pid == 0) {
		execl("/proc/self/exe", "store", "--open", m.folder.path, NULL);
		_exit(127);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	assert_int_equal(stat(wal, &after), 0);
	assert_int_equal(before.st_ino, after.st_ino);
	assert_true(db_check(store_db(m.store), stderr));
	db_close(beside);
	made_end(&m);
}

/* --- joining ---------------------------------------------------------------- */

static enum enrolled
try_code(struct made *m, const char *code, const struct enrolment *e,
    int64_t now_ms, struct device *device)
{
	enum enrolled enrolled = ENROL_NO;
	struct invite invite;
	struct err err;

	assert_true(store_begin(m->store, &err));
	if (store_invite(m->store, code, now_ms, &invite))
		enrolled = store_enrol(m->store, code, &invite, e, now_ms, device);
	assert_true(store_commit(m->store, &err));
	return enrolled;
}

static void
a_code_is_good_once(void **state)
{
	struct device device, again;
	struct enrolment e, other, twin;
	char code[CODE_LEN], second[CODE_LEN];
	struct made m;

	(void)state;
	made_begin(&m);
	made_code(&m, -1, code);
	made_code(&m, -1, second);
	made_enrolment(&e, 1, WIRE_DONE);
	made_enrolment(&other, 2, WIRE_DONE);
	twin = other;
	strcpy(twin.device, e.device);
	assert_int_equal(try_code(&m, "BBBBBBBBBBBB", &e, NOW, &device), ENROL_NO);
	assert_int_equal(
	    try_code(&m, code, &e, NOW + 7 * DAY_MS, &device), ENROL_NO);
	assert_int_equal(try_code(&m, code, &e, NOW, &device), ENROL_NEW);
	/* The answer was lost: the same is said again. */
	assert_int_equal(try_code(&m, code, &e, NOW + 1, &again), ENROL_AGAIN);
	assert_string_equal(device.client_id, again.client_id);
	assert_int_equal(device.retain_days, again.retain_days);
	assert_int_equal(try_code(&m, code, &other, NOW, &again), ENROL_NO);
	assert_int_equal(try_code(&m, code, &twin, NOW, &again), ENROL_NO);
	/* A device is one client's. */
	assert_int_equal(try_code(&m, second, &twin, NOW, &again), ENROL_NO);
	assert_int_equal(try_code(&m, second, &e, NOW, &again), ENROL_NO);
	assert_int_equal(try_code(&m, second, &other, NOW, &again), ENROL_NEW);
	assert_string_not_equal(device.client_id, again.client_id);
	made_end(&m);
}

static void
a_new_device_goes_on(void **state)
{
	struct device device, again;
	struct enrolment e;
	char code[CODE_LEN];
	struct made m;

	(void)state;
	made_begin(&m);
	made_client(&m, 1, WIRE_DONE, &device);
	made_code(&m, device.client_no, code);
	made_enrolment(&e, 2, WIRE_DONE | WIRE_PAIN);
	assert_int_equal(try_code(&m, code, &e, NOW, &again), ENROL_NEW);
	assert_int_equal(again.client_no, device.client_no);
	assert_string_equal(again.client_id, device.client_id);
	made_end(&m);
}

static enum device_found
by_token(struct made *m, int n, struct device *device)
{
	char token[64], hash[SECRET_HEX];
	enum device_found found;
	struct err err;

	made_token(n, token);
	secret_sha256(token, strlen(token), hash);
	assert_true(store_begin(m->store, &err));
	found = store_device(m->store, hash, device);
	assert_true(store_commit(m->store, &err));
	return found;
}

static void
tokens_follow_each_other(void **state)
{
	char token[64], hash[SECRET_HEX];
	struct device device, found;
	struct made m;
	struct err err;

	(void)state;
	made_begin(&m);
	made_client(&m, 1, WIRE_DONE, &device);
	made_token(2, token);
	secret_sha256(token, strlen(token), hash);
	assert_int_equal(by_token(&m, 2, &found), DEVICE_NONE);
	assert_true(store_begin(m.store, &err));
	store_token_next(m.store, &device, hash);
	assert_true(store_commit(m.store, &err));
	/* Both are good until the new one was used. */
	assert_int_equal(by_token(&m, 1, &found), DEVICE_HERE);
	assert_int_equal(by_token(&m, 2, &found), DEVICE_HERE);
	assert_string_equal(found.id, device.id);
	assert_int_equal(by_token(&m, 1, &found), DEVICE_NONE);
	assert_int_equal(by_token(&m, 2, &found), DEVICE_HERE);
	assert_true(store_begin(m.store, &err));
	assert_false(
	    store_device_revoke(m.store, device.client_no + 1, device.id, NOW));
	assert_true(store_device_revoke(m.store, device.client_no, device.id, NOW));
	assert_true(store_commit(m.store, &err));
	assert_int_equal(by_token(&m, 2, &found), DEVICE_NONE);
	made_end(&m);
}

/* --- items ------------------------------------------------------------------ */

static struct item
session(const char *id, int64_t rev, int pain)
{
	struct item item = {.type = ITEM_SESSION,
	    .rev = rev,
	    .day = TODAY,
	    .started_ms = NOW,
	    .active_s = 60 + pain,
	    .steps_done = -1,
	    .steps_all = -1,
	    .before = 5,
	    .after = 3,
	    .pain = pain,
	    .rating = -1,
	    .limit = -1,
	    .version = -1};

	strcpy(item.id, id);
	strcpy(item.routine, "desk-reset-2");
	strcpy(item.tension, "{\"neck\":[5,3]}");
	snprintf(item.hash, sizeof(item.hash), "%016d", pain);
	return item;
}

static int
take(struct made *m, struct device *device, struct item *items, size_t n)
{
	struct err err;
	int taken;

	assert_true(store_begin(m->store, &err));
	taken = store_take(m->store, device, items, n, NOW);
	store_seen(m->store, device, taken, NOW, "uncoil/0.4.0", NOW);
	if (!store_commit(m->store, &err))
		fail_msg("%s", err.text);
	return taken;
}

/* The column of the only row that a question has; -1: no row. */
static int64_t
ask(struct made *m, const char *sql)
{
	sqlite3 *db;
	sqlite3_stmt *q;
	int64_t n = -1;

	assert_int_equal(sqlite3_open(m->folder.file, &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &q, NULL), SQLITE_OK);
	if (sqlite3_step(q) == SQLITE_ROW)
		n = sqlite3_column_int64(q, 0);
	sqlite3_finalize(q);
	sqlite3_close(db);
	return n;
}

static void
the_highest_revision_wins(void **state)
{
	struct device device;
	char id[UUID_LEN], *before, *after;
	struct item item;
	struct made m;

	(void)state;
	made_begin(&m);
	made_client(&m, 1, WIRE_SHARE_ALL, &device);
	rng_uuid_day(TODAY, id);
	item = session(id, 1, 2);
	assert_int_equal(take(&m, &device, &item, 1), 1);
	assert_int_equal(item.fate, ITEM_STORED);
	before = made_dump(&m);
	assert_int_equal(take(&m, &device, &item, 1), 0);
	assert_int_equal(item.fate, ITEM_SAME);
	after = made_dump(&m);
	assert_string_equal(before, after);
	free(before);
	free(after);
	item = session(id, 1, 3);
	take(&m, &device, &item, 1);
	assert_int_equal(item.fate, ITEM_CONFLICT);
	assert_int_equal(item.have_rev, 1);
	item = session(id, 4, 3);
	take(&m, &device, &item, 1);
	assert_int_equal(item.fate, ITEM_STORED);
	item = session(id, 2, 9);
	take(&m, &device, &item, 1);
	assert_int_equal(item.fate, ITEM_OLDER);
	assert_int_equal(item.have_rev, 4);
	assert_int_equal(ask(&m, "SELECT pain10 FROM session"), 3);
	assert_int_equal(ask(&m, "SELECT pain_max FROM day_stat"), 3);
	assert_int_equal(ask(&m, "SELECT up_seq FROM device"), 2);
	made_end(&m);
}

/*
 * Forty sessions with up to four revisions each, every one delivered one to five
 * times in any order and in batches of any size: what is there in the end is the
 * last revision of each, and the day's totals are theirs.
 */
static void
any_order_any_number_of_times(void **state)
{
	enum { N = 40, REVS = 4 };
	char ids[N][UUID_LEN];
	struct item sent[N * REVS * 5];
	int last[N], sum;

	(void)state;
	for (unsigned seed = 1; seed <= 12; seed++) {
		struct device device;
		struct made m;
		size_t n = 0;

		srand(seed);
		made_begin(&m);
		made_client(&m, 1, WIRE_SHARE_ALL, &device);
		sum = 0;
		for (int i = 0; i < N; i++) {
			int revs = 1 + rand() % REVS;

			rng_uuid_day(TODAY, ids[i]);
			for (int r = 1; r <= revs; r++) {
				last[i] = rand() % 11;
				for (int k = 1 + rand() % 5; k > 0; k--)
					sent[n++] = session(ids[i], r, last[i]);
			}
			sum += 60 + last[i];
		}
		for (size_t i = n; i > 1; i--) {
			size_t j = (size_t)rand() % i;
			struct item swap = sent[i - 1];

			sent[i - 1] = sent[j];
			sent[j] = swap;
		}
		for (size_t at = 0, size; at < n; at += size) {
			size = 1 + (size_t)rand() % 20;
			size = size < n - at ? size : n - at;
			take(&m, &device, sent + at, size);
		}
		assert_int_equal(ask(&m, "SELECT COUNT(*) FROM session"), N);
		assert_int_equal(ask(&m, "SELECT SUM(active_s) FROM session"), sum);
		assert_int_equal(ask(&m, "SELECT active_s FROM day_stat"), sum);
		assert_int_equal(ask(&m, "SELECT done FROM day_stat"), N);
		assert_int_equal(ask(&m, "SELECT ba_n FROM day_stat"), N);
		made_end(&m);
	}
}

static void
days_and_deletions(void **state)
{
	struct item items[4];
	struct device device;
	char id[UUID_LEN];
	struct made m;

	(void)state;
	made_begin(&m);
	made_client(&m, 1, WIRE_DONE, &device);
	for (int i = 0; i < 4; i++) {
		static const int32_t days[] = {
		    TODAY - 401, TODAY - 400, TODAY + 1, TODAY + 2};

		rng_uuid_day(days[i], id);
		items[i] = session(id, 1, 0);
		items[i].day = days[i];
	}
	assert_int_equal(take(&m, &device, items, 4), 2);
	assert_int_equal(items[0].fate, ITEM_IGNORED);
	assert_int_equal(items[1].fate, ITEM_STORED);
	assert_int_equal(items[2].fate, ITEM_STORED);
	assert_int_equal(items[3].fate, ITEM_FUTURE);
	/* What is not shared is not there, whatever was sent. */
	assert_int_equal(
	    ask(&m, "SELECT COUNT(*) FROM session WHERE pain10 IS NOT NULL "
		    "OR tension IS NOT NULL OR active_s IS NOT NULL OR "
		    "started_at IS NOT NULL OR note IS NOT NULL OR "
		    "received_at % 86400000 <> 0"),
	    0);
	items[1].rev = 2;
	items[1].deleted = true;
	items[1].state = ITEM_DELETED;
	assert_int_equal(take(&m, &device, items + 1, 1), 1);
	assert_int_equal(
	    ask(&m, "SELECT SUM(done + partial + skipped) FROM day_stat"), 1);
	assert_int_equal(
	    ask(&m, "SELECT COUNT(*) FROM session WHERE state = 3"), 1);
	/* A prompt that was refused is nobody's business, unless it was shared. */
	rng_uuid_day(TODAY, id);
	items[0] = session(id, 1, 0);
	items[0].state = ITEM_SKIPPED;
	take(&m, &device, items, 1);
	assert_int_equal(items[0].fate, ITEM_IGNORED);
	made_end(&m);
}

static void
no_more_than_there_is_room_for(void **state)
{
	static struct item items[200];
	struct device device;
	char id[UUID_LEN];
	int taken = 0;
	struct made m;

	(void)state;
	made_begin(&m);
	made_client(&m, 1, WIRE_DONE, &device);
	for (int call = 0; call < 101; call++) {
		for (int i = 0; i < 200; i++)
			items[i] = session(rng_uuid_day(TODAY - call, id), 1, 0),
			items[i].day = TODAY - call;
		taken += take(&m, &device, items, call < 100 ? 199 : 200);
	}
	assert_int_equal(taken, 20000);
	assert_int_equal(items[199].fate, ITEM_QUOTA);
	/* What is there may be changed. */
	items[0].rev = 2;
	assert_int_equal(take(&m, &device, items, 1), 1);
	assert_int_equal(ask(&m, "SELECT COUNT(*) FROM session"), 20000);
	made_end(&m);
}

/* --- plans ------------------------------------------------------------------ */

static void
send_plan(struct made *m, const struct device *device, struct plan *plan)
{
	struct err err;

	assert_true(store_begin(m->store, &err));
	if (!store_plan(m->store, device->client_no, m->coach.no, plan, NOW, &err))
		fail_msg("%s", err.text);
	assert_true(store_commit(m->store, &err));
}

struct pulled {
	int n;
	struct cursor at[10];
	char bodies[10][512];
};

static bool
pull(void *arg, const struct change *change)
{
	struct pulled *pulled = arg;

	pulled->at[pulled->n] = change->at;
	snprintf(pulled->bodies[pulled->n++], 512, "%s", change->body);
	return true;
}

static struct item
answer(const char *rx, int version, const char *what)
{
	char id[UUID_LEN];
	struct item item = session(rng_uuid_day(TODAY, id), 1, 1);

	item.type = ITEM_ANSWER;
	strcpy(item.rx, rx);
	item.version = version;
	strcpy(item.answer, what);
	return item;
}

static void
plans_and_answers(void **state)
{
	struct plan plan = {.title = "Neck",
	    .items = "[{\"routine\":\"desk-reset-2\",\"per_day\":2,\"days\":[1]}]",
	    .per_day = 2,
	    .days_mask = 1,
	    .from = "2026-03-03"};
	struct device device, other;
	struct pulled pulled = {0};
	struct item said[3];
	struct made m;
	struct err err;

	(void)state;
	made_begin(&m);
	made_client(&m, 1, WIRE_DONE, &device);
	made_client(&m, 2, WIRE_DONE, &other);
	send_plan(&m, &device, &plan);
	assert_int_equal(plan.version, 1);
	said[0] = answer(plan.rx, 1, "seen");
	said[1] = answer(plan.rx, 1, "accepted");
	take(&m, &device, said, 2);
	assert_int_equal(ask(&m, "SELECT state = 'accepted' FROM rx"), 1);
	assert_int_equal(
	    ask(&m, "SELECT agreed_day = '2026-03-02' FROM rx_version"), 1);
	/* Not by anybody else, and not once more. */
	said[2] = answer(plan.rx, 1, "declined");
	take(&m, &other, said + 2, 1);
	assert_int_equal(ask(&m, "SELECT state = 'accepted' FROM rx"), 1);
	take(&m, &device, said, 1);
	assert_int_equal(said[0].fate, ITEM_SAME);
	assert_int_equal(ask(&m, "SELECT state = 'accepted' FROM rx"), 1);
	send_plan(&m, &device, &plan);
	assert_int_equal(plan.version, 2);
	assert_int_equal(ask(&m, "SELECT state = 'sent' FROM rx"), 1);
	/* What was said of version 1 says nothing of version 2. */
	said[1] = answer(plan.rx, 1, "declined");
	take(&m, &device, said + 1, 1);
	assert_int_equal(ask(&m, "SELECT state = 'sent' FROM rx"), 1);

	assert_true(store_begin(m.store, &err));
	assert_false(store_changes(m.store, device.client_no, 0, pull, &pulled));
	assert_int_equal(pulled.n, 2);
	assert_string_equal(pulled.bodies[0], "");
	assert_non_null(strstr(pulled.bodies[1], "\"version\":2"));
	assert_true(store_knows(m.store, device.client_no, &pulled.at[0]));
	assert_true(store_knows(m.store, device.client_no, &pulled.at[1]));
	assert_false(store_knows(m.store, other.client_no, &pulled.at[1]));
	pulled.at[1].tag[0] ^= 1;
	assert_false(store_knows(m.store, device.client_no, &pulled.at[1]));
	assert_false(
	    store_plan(m.store, other.client_no, m.coach.no, &plan, NOW, &err));
	store_rollback(m.store);
	made_end(&m);
}

/* --- leaving ---------------------------------------------------------------- */

/* Rows that are about a client, in all tables that have a column for it. */
static int64_t
rows_of(struct made *m, int64_t client_no)
{
	static const char *const tables[] = {"client", "care", "device", "session",
	    "checkin", "rx_answer", "day_stat", "client_head", "rx", "change",
	    "coach_note"};
	int64_t n = 0;
	char sql[200];

	for (size_t i = 0; i < ARRAY_LEN(tables); i++) {
		snprintf(sql, sizeof(sql),
		    "SELECT COUNT(*) FROM %s WHERE client_no = %lld", tables[i],
		    (long long)client_no);
		n += ask(m, sql);
	}
	return n;
}

/* A copy of the file as a backup would be, and its way back. */
static void
copy_file(struct made *m, const char *to)
{
	struct err err;

	unlink(to);
	if (!db_backup(store_db(m->store), to, &err))
		fail_msg("%s", err.text);
}

static void
put_back(struct made *m, const char *from)
{
	char side[700];

	store_close(m->store);
	snprintf(side, sizeof(side), "%s-wal", m->folder.file);
	unlink(side);
	snprintf(side, sizeof(side), "%s-shm", m->folder.file);
	unlink(side);
	assert_int_equal(rename(from, m->folder.file), 0);
	made_open(m);
}

static void
who_was_erased_stays_so(void **state)
{
	struct device sam, ines;
	struct held erased;
	struct item items[2];
	struct plan plan = {.title = "Neck", .items = "[]", .from = "2026-03-03"};
	char id[UUID_LEN], copy[700];
	int64_t cleared[WIRE_SHARES];
	struct made m;
	struct err err;

	(void)state;
	made_begin(&m);
	made_client(&m, 1, WIRE_SHARE_ALL, &sam);
	made_client(&m, 2, WIRE_SHARE_ALL, &ines);
	items[0] = session(rng_uuid_day(TODAY, id), 1, 4);
	items[1] = session(rng_uuid_day(TODAY, id), 1, 5);
	take(&m, &sam, items, 2);
	take(&m, &ines, items, 2);
	send_plan(&m, &sam, &plan);
	snprintf(copy, sizeof(copy), "%s/backup", m.folder.path);
	copy_file(&m, copy);

	assert_true(rows_of(&m, sam.client_no) > 6);
	assert_true(store_begin(m.store, &err));
	store_erase(m.store, sam.client_no, &erased, NOW);
	store_share(m.store, &ines, WIRE_DONE, true, NOW, cleared);
	assert_true(store_commit(m.store, &err));
	assert_int_equal(erased.sessions, 2);
	assert_int_equal(erased.plans, 1);
	assert_int_equal(cleared[6], 2); /* pain */
	assert_int_equal(rows_of(&m, sam.client_no), 0);
	assert_int_equal(ask(&m, "SELECT COUNT(*) FROM rx_version"), 0);

	put_back(&m, copy);
	assert_int_equal(rows_of(&m, sam.client_no), 0);
	assert_int_equal(
	    ask(&m, "SELECT COUNT(*) FROM session WHERE pain10 IS NOT NULL"), 0);
	assert_int_equal(ask(&m, "SELECT COUNT(*) FROM session"), 2);
	assert_int_equal(ask(&m, "SELECT share_mask FROM client"), WIRE_DONE);
	/* Once: what is sent after it was put back stays. */
	assert_true(store_begin(m.store, &err));
	store_share(m.store, &ines, WIRE_SHARE_ALL, false, NOW, cleared);
	assert_true(store_commit(m.store, &err));
	ines.share = WIRE_SHARE_ALL;
	items[0] = session(rng_uuid_day(TODAY, id), 1, 4);
	take(&m, &ines, items, 1);
	store_close(m.store);
	made_open(&m);
	assert_int_equal(
	    ask(&m, "SELECT COUNT(*) FROM session WHERE pain10 IS NOT NULL"), 1);
	made_end(&m);
}

static void
narrowing_keeps_the_past_if_asked(void **state)
{
	struct device device;
	struct item item;
	char id[UUID_LEN];
	int64_t cleared[WIRE_SHARES];
	struct made m;
	struct err err;

	(void)state;
	made_begin(&m);
	made_client(&m, 1, WIRE_SHARE_ALL, &device);
	item = session(rng_uuid_day(TODAY, id), 1, 4);
	take(&m, &device, &item, 1);
	assert_true(store_begin(m.store, &err));
	store_share(m.store, &device, WIRE_DONE, false, NOW, cleared);
	assert_true(store_commit(m.store, &err));
	assert_int_equal(ask(&m, "SELECT pain10 FROM session"), 4);
	assert_int_equal(ask(&m, "SELECT share_mask FROM client"), WIRE_DONE);
	made_end(&m);
}

/* --- by itself -------------------------------------------------------------- */

static void
what_is_too_old_goes(void **state)
{
	struct device device, gone, kept;
	struct item items[2];
	char id[UUID_LEN];
	int64_t next = 0;
	struct made m;
	struct err err;

	(void)state;
	made_begin(&m);
	made_client(&m, 1, WIRE_SHARE_ALL, &device);
	made_client(&m, 2, WIRE_SHARE_ALL, &gone);
	made_client(&m, 3, WIRE_SHARE_ALL, &kept);
	items[0] = session(rng_uuid_day(TODAY - 400, id), 1, 4);
	items[0].day = TODAY - 400;
	items[1] = session(rng_uuid_day(TODAY, id), 1, 5);
	take(&m, &device, items, 2);
	take(&m, &kept, items, 2);
	assert_true(store_begin(m.store, &err));
	store_end(m.store, gone.client_no, false, NOW);
	store_end(m.store, kept.client_no, true, NOW);
	store_tidy(m.store, NOW, &next);
	assert_true(store_commit(m.store, &err));
	assert_int_equal(next, 0);
	assert_int_equal(ask(&m, "SELECT COUNT(*) FROM session"), 4);
	assert_int_equal(ask(&m, "SELECT COUNT(*) FROM client"), 3);
	assert_int_equal(ask(&m, "SELECT COUNT(*) FROM invite"), 3);
	assert_true(store_begin(m.store, &err));
	store_tidy(m.store, NOW + 31 * DAY_MS, &next);
	assert_true(store_commit(m.store, &err));
	assert_int_equal(ask(&m, "SELECT COUNT(*) FROM session"), 2);
	assert_int_equal(ask(&m, "SELECT COUNT(*) FROM day_stat"), 2);
	assert_int_equal(ask(&m, "SELECT COUNT(*) FROM client"), 2);
	assert_int_equal(rows_of(&m, gone.client_no), 0);
	assert_int_equal(ask(&m, "SELECT COUNT(*) FROM invite"), 0);
	assert_true(ask(&m, "SELECT COUNT(*) FROM audit") > 0);
	assert_true(store_begin(m.store, &err));
	store_tidy(m.store, NOW + 731 * DAY_MS, &next);
	assert_true(store_commit(m.store, &err));
	assert_int_equal(
	    ask(&m, "SELECT COUNT(*) FROM audit WHERE action <> 'erased'"), 0);
	made_end(&m);
}

/* More clients than a call of store_tidy looks at. */
static void
all_are_looked_at(void **state)
{
	struct device device;
	struct made m;
	int64_t next = 0;
	int calls = 0;
	struct err err;

	(void)state;
	made_begin(&m);
	for (int i = 0; i < 205; i++)
		made_client(&m, i, WIRE_DONE, &device);
	assert_true(store_begin(m.store, &err));
	do {
		store_tidy(m.store, NOW, &next);
		calls++;
	} while (next);
	assert_true(store_commit(m.store, &err));
	assert_int_equal(calls, 3);
	made_end(&m);
}

/* An employer's account is on no road to a client. */
static void
an_employer_sees_nobody(void **state)
{
	struct device device;
	struct made m;

	(void)state;
	made_begin(&m);
	made_client(&m, 1, WIRE_DONE, &device);
	assert_int_equal(ask(&m, "SELECT COUNT(*) FROM care_now"), 1);
	ask(&m, "UPDATE coach SET relation = 'employer'");
	assert_int_equal(ask(&m, "SELECT COUNT(*) FROM care_now"), 0);
	ask(&m, "UPDATE coach SET relation = 'independent', disabled_at = 1");
	assert_int_equal(ask(&m, "SELECT COUNT(*) FROM care_now"), 0);
	made_end(&m);
}

/* --- a full disk ------------------------------------------------------------ */

static void
a_full_disk(void **state)
{
	static struct item items[200];
	struct device device;
	char id[UUID_LEN], *before, *after;
	enum db_state full = DB_OK;
	struct made m;
	struct err err;

	(void)state;
	made_begin(&m);
	made_client(&m, 1, WIRE_SHARE_ALL, &device);
	db_limit(store_db(m.store), 512 * 1024);
	for (int call = 0; call < 100 && full == DB_OK; call++) {
		before = made_dump(&m);
		for (int i = 0; i < 200; i++)
			items[i] = session(rng_uuid_day(TODAY, id), 1, 0);
		assert_true(store_begin(m.store, &err));
		store_take(m.store, &device, items, 200, NOW);
		full = db_state(store_db(m.store));
		if (store_commit(m.store, &err)) {
			free(before);
			continue;
		}
		after = made_dump(&m);
		assert_string_equal(before, after);
		free(before);
		free(after);
	}
	assert_int_equal(full, DB_FULL);
	assert_true(db_check(store_db(m.store), stderr));
	/* And on with it, when there is room again. */
	db_limit(store_db(m.store), 0);
	assert_int_equal(take(&m, &device, items, 200), 200);
	made_end(&m);
}

/* As another program: opens the store, asks, and closes it. */
static int
open_only(const char *folder)
{
	struct store *store;
	struct coach coach;
	struct err err;
	bool made;
	int n;

	store = store_open(folder, NOW, &made, &err);
	if (!store || !store_begin(store, &err))
		return 1;
	store_coach_only(store, &coach, &n);
	store_rollback(store);
	store_close(store);
	return n != 1;
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_first_start_makes_it),
	    cmocka_unit_test(what_is_not_ours_is_left),
	    cmocka_unit_test(two_connections_and_another_program),
	    cmocka_unit_test(a_code_is_good_once),
	    cmocka_unit_test(a_new_device_goes_on),
	    cmocka_unit_test(tokens_follow_each_other),
	    cmocka_unit_test(the_highest_revision_wins),
	    cmocka_unit_test(any_order_any_number_of_times),
	    cmocka_unit_test(days_and_deletions),
	    cmocka_unit_test(no_more_than_there_is_room_for),
	    cmocka_unit_test(plans_and_answers),
	    cmocka_unit_test(who_was_erased_stays_so),
	    cmocka_unit_test(narrowing_keeps_the_past_if_asked),
	    cmocka_unit_test(what_is_too_old_goes),
	    cmocka_unit_test(all_are_looked_at),
	    cmocka_unit_test(an_employer_sees_nobody),
	    cmocka_unit_test(a_full_disk),
	};

	if (argc == 3 && strcmp(argv[1], "--open") == 0)
		return open_only(argv[2]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
