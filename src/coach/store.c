#include "coach/store.h"

#include "coach/store_in.h"
#include "sync/share.h"

#include "base/mem.h"
#include "base/paths.h"
#include "base/str.h"
#include "coach/erasures.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* With less than this nothing is taken any more: a day of a busy server, and room
 * for SQLite to tidy up in. */
#define SPACE_MIN (INT64_C(64) << 20)

int64_t
store_number(void)
{
	uint64_t n;

	do {
		rng_fill(&n, sizeof(n));
		n >>= 1;
	} while (n == 0);
	return (int64_t)n;
}

void
store_copy(char *to, size_t size, const char *from)
{
	size_t n = from ? strnlen(from, size - 1) : 0;

	memcpy(to, from ? from : "", n);
	to[n] = '\0';
}

/* --- opening ---------------------------------------------------------------- */

static char *
inside(const struct store *store, const char *name)
{
	struct str path = {0};

	str_addf(&path, "%s/%s", store->folder, name);
	return str_take(&path);
}

/* Others would read health data. */
static bool
is_private(const char *folder, struct err *err)
{
	struct stat st;

	if (stat(folder, &st) < 0)
		return err_errno(err, "%s", folder);
	if (st.st_mode & 077)
		return err_set(
		    err, "%s: others may look into it: chmod 700 it", folder);
	return true;
}

static bool
open_key(struct store *store, struct err *err)
{
	char *path = inside(store, "server.key");
	bool ok = secret_key(path, store->key, err);

	free(path);
	return ok;
}

/* The folder knows of its new files, too, when power goes. */
static bool
sync_folder(const struct store *store, struct err *err)
{
	int fd = open(store->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok = fd >= 0 && fsync(fd) == 0;

	if (!ok)
		err_errno(err, "%s", store->folder);
	if (fd >= 0)
		close(fd);
	return ok;
}

static bool
open_db(struct store *store, int64_t now_ms, bool *made, struct err *err)
{
	char *path = inside(store, "coach.db");

	*made = access(path, F_OK) != 0;
	store->db = db_open(path, now_ms, err);
	free(path);
	return store->db && (!*made || sync_folder(store, err));
}

static void
forget_again(struct store *store, const struct erasure *e)
{
	if (e->kind == ERASURE_CLIENT) {
		db_run(store->db, DO_CLIENT_ERASE, VALUES(db_n(e->client_no)));
		return;
	}
	store_set_share(
	    store, e->client_no, e->mask, e->kind == ERASURE_PAST, NULL);
}

/* The lines that the database does not know: it is older than they are. */
static void
forget_new(struct store *store, const struct erasure *all, size_t n, int64_t now_ms)
{
	int64_t known = 0;

	db_ask(store->db, DO_META_GET, NULL, 0);
	while (db_row(store->db, DO_META_GET))
		known = db_int(store->db, DO_META_GET, 1);
	for (size_t i = (size_t)known; i < n; i++)
		forget_again(store, &all[i]);
	if ((size_t)known >= n)
		return;
	db_run(store->db, DO_META_ERASURES, VALUES(db_n((int64_t)n)));
	store_audit(store, ACTOR_SYSTEM, "", -1, "erased again", "", now_ms);
}

static bool
forget(struct store *store, int64_t now_ms, struct err *err)
{
	struct erasure *all;
	size_t n;
	bool ok;

	if (!store_begin(store, err))
		return false;
	ok = erasures_read(store->erasures, &all, &n, err);
	if (!ok) {
		store_rollback(store);
		return false;
	}
	forget_new(store, all, n, now_ms);
	free(all);
	return store_commit(store, err);
}

struct store *
store_open(const char *folder, int64_t now_ms, bool *made, struct err *err)
{
	struct store *store = mem_new(1, sizeof(*store));

	store->folder = mem_strdup(folder);
	store->erasures = inside(store, "erasures");
	if (secret_init(err) && paths_make_for(store->erasures, err) &&
	    is_private(folder, err) && open_key(store, err) &&
	    open_db(store, now_ms, made, err) && forget(store, now_ms, err))
		return store;
	store_close(store);
	return NULL;
}

void
store_close(struct store *store)
{
	if (!store)
		return;
	db_close(store->db);
	secret_wipe(store->key, sizeof(store->key));
	free(store->folder);
	free(store->erasures);
	free(store);
}

const unsigned char *
store_key(const struct store *store)
{
	return store->key;
}

struct db *
store_db(struct store *store)
{
	return store->db;
}

struct db *
store_beside(const struct store *store, int64_t now_ms, struct err *err)
{
	char *path = inside(store, "coach.db");
	struct db *db = db_open(path, now_ms, err);

	free(path);
	return db;
}

/* --- transactions ----------------------------------------------------------- */

bool
store_begin(struct store *store, struct err *err)
{
	if (db_begin(store->db))
		return true;
	err_set(err, "%s", db_why(store->db));
	db_rollback(store->db);
	return false;
}

bool
store_commit(struct store *store, struct err *err)
{
	if (db_commit(store->db))
		return true;
	err_set(err, "%s", db_why(store->db));
	db_rollback(store->db);
	return false;
}

void
store_rollback(struct store *store)
{
	db_rollback(store->db);
}

bool
store_has_space(const struct store *store)
{
	struct statvfs fs;

	return statvfs(store->folder, &fs) < 0 ||
	       (int64_t)fs.f_bavail * (int64_t)fs.f_frsize > SPACE_MIN;
}

int64_t
store_instant(int64_t ms, int share)
{
	return share & WIRE_TIMES ? ms : ms - ms % DAY_MS;
}

void
store_remember(struct store *store, int kind, int64_t client_no, int mask)
{
	struct erasure e = {
	    .kind = (enum erasure_kind)kind, .client_no = client_no, .mask = mask};
	struct err err;
	int64_t n;

	if (db_state(store->db) != DB_OK)
		return;
	if (!erasures_add(store->erasures, &e, &n, &err)) {
		db_spoil(store->db, err.text);
		return;
	}
	db_run(store->db, DO_META_ERASURES, VALUES(db_n(n)));
}

/* --- who did what ----------------------------------------------------------- */

void
store_audit(struct store *store, enum actor actor, const char *who,
    int64_t client_no, const char *action, const char *detail, int64_t now_ms)
{
	static const char *const kinds[] = {[ACTOR_COACH] = "coach",
	    [ACTOR_CLIENT] = "client",
	    [ACTOR_ADMIN] = "admin",
	    [ACTOR_SYSTEM] = "system",
	    [ACTOR_ANON] = "anon"};
	char id[UUID_LEN];

	rng_uuid_at(now_ms, id);
	db_run(store->db, DO_AUDIT_ADD,
	    VALUES(db_t(id), db_n(now_ms), db_t(kinds[actor]), db_t(who),
		db_known(client_no), db_t(action), db_t(detail)));
}

void
store_access(struct store *store, int64_t client_no, store_access_fn *fn, void *arg)
{
	struct db *db = store->db;

	db_ask(db, DO_ACCESS, VALUES(db_n(client_no)));
	while (db_row(db, DO_ACCESS))
		fn(arg, db_int(db, DO_ACCESS, 0), db_text(db, DO_ACCESS, 1),
		    db_text(db, DO_ACCESS, 2), db_text(db, DO_ACCESS, 3));
}

/* --- how often -------------------------------------------------------------- */

static struct rate
rate_now(struct store *store, const char *bucket, const struct rate_limit *limit,
    int64_t now_ms)
{
	struct rate rate = rate_full(limit, now_ms);

	db_ask(store->db, DO_RATE_GET, VALUES(db_t(bucket)));
	while (db_row(store->db, DO_RATE_GET)) {
		rate.left = db_int(store->db, DO_RATE_GET, 0);
		rate.at_ms = db_int(store->db, DO_RATE_GET, 1);
	}
	rate_fill(&rate, limit, now_ms);
	return rate;
}

bool
store_rate(struct store *store, const char *bucket, const struct rate_limit *limit,
    int64_t now_ms, int *wait_s)
{
	struct rate rate = rate_now(store, bucket, limit, now_ms);

	if (!rate_take(&rate, limit, now_ms, wait_s))
		return false;
	db_run(store->db, DO_RATE_PUT,
	    VALUES(db_t(bucket), db_n(rate.left), db_n(rate.at_ms)));
	return true;
}

bool
store_rate_left(struct store *store, const char *bucket,
    const struct rate_limit *limit, int64_t now_ms, int *wait_s)
{
	struct rate rate = rate_now(store, bucket, limit, now_ms);

	return rate_take(&rate, limit, now_ms, wait_s);
}
