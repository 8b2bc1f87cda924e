#include "history/store.h"

#include "base/civil.h"
#include "base/mem.h"
#include "base/paths.h"
#include "base/str.h"
#include "history/history.h"
#include "history/schema.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* How long to wait for another program that writes.  A write takes milliseconds,
 * on a busy disk a few hundred.  Opening can wait for that; longer than BUSY_MS
 * the screen of a session would be seen to stand still. */
#define OPEN_BUSY_MS 2000
#define BUSY_MS      250

/* The byte that is locked while the schema is made; local keys begin at 1. */
#define SCHEMA_LOCK 0

/* Page cache in KiB: everyday questions read a handful of pages. */
#define CACHE_PRAGMA "PRAGMA cache_size = -512"

/*
 * Who runs a session holds a lock on one byte of history.lock: the byte whose
 * offset is the session's local key.  It is an OFD lock, which goes with the
 * open file, so that the kernel drops it however the program ends, and so that
 * two of these in one program are strangers to each other.
 */
static const char *const kept_sql[KEPT] = {
    [KEPT_BEGIN] = "BEGIN IMMEDIATE",
    [KEPT_COMMIT] = "COMMIT",
    [KEPT_SESSION] = "UPDATE session SET routine = ?2, rev = ?3, started_ms = ?5, "
		     "offset_min = ?6, state = ?7, planned_ms = ?8, active_ms = "
		     "?9, origin = ?10, plan = ?11, "
		     "note = ?12 WHERE id = ?1 AND day = ?4",
    /* Rows that are as they were are not written again. */
    [KEPT_STEP] = "INSERT INTO step VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) "
		  "ON CONFLICT (session, n) DO UPDATE SET planned_ms = ?5, "
		  "held_ms = ?6, outcome = ?7, wrong_ms = ?8, why = ?9 "
		  "WHERE (planned_ms, held_ms, outcome, wrong_ms, why) "
		  "IS NOT (?5, ?6, ?7, ?8, ?9)",
    [KEPT_RATING] = "INSERT INTO rating VALUES (?1, ?2, ?3, ?4) "
		    "ON CONFLICT DO UPDATE SET before = ?3, after = ?4 "
		    "WHERE (before, after) IS NOT (?3, ?4)",
    [KEPT_ALARM] = "INSERT INTO alarm VALUES (?1, ?2, ?3, ?4) "
		   "ON CONFLICT DO UPDATE SET code = ?3, exercise = ?4 "
		   "WHERE (code, exercise) IS NOT (?3, ?4)",
};

bool
store_fail(struct history *h, struct err *err, const char *doing)
{
	static const struct {
		int code;
		const char *why;
	} known[] = {
	    {SQLITE_FULL, "there is no space left"},
	    {SQLITE_BUSY, "another program keeps it locked; try again"},
	    {SQLITE_READONLY, "it may not be written here"},
	    {SQLITE_CORRUPT, "it is damaged and was left as it is; move it away to "
			     "begin a new one"},
	    {SQLITE_NOTADB,
		"it is no history and was left as it is; move it away to "
		"begin a new one"},
	};
	int code = sqlite3_errcode(h->db) & 0xff;

	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		if (known[i].code == code)
			return err_set(
			    err, "%s: %s: %s", h->path, doing, known[i].why);
	errno = sqlite3_system_errno(h->db);
	if (!errno && code == SQLITE_IOERR)
		return err_set(
		    err, "%s: %s: the disk is full or failing", h->path, doing);
	if (errno && (code == SQLITE_IOERR || code == SQLITE_CANTOPEN))
		return err_errno(err, "%s: %s", h->path, doing);
	return err_set(err, "%s: %s: %s", h->path, doing, sqlite3_errmsg(h->db));
}

bool
store_run(struct history *h, const char *sql, const char *doing, struct err *err)
{
	return sqlite3_exec(h->db, sql, NULL, NULL, NULL) == SQLITE_OK ||
	       store_fail(h, err, doing);
}

bool
store_ask(struct history *h, const char *sql, int64_t *n, const char *doing,
    struct err *err)
{
	sqlite3_stmt *q = NULL;
	bool ok = sqlite3_prepare_v2(h->db, sql, -1, &q, NULL) == SQLITE_OK &&
		  sqlite3_step(q) == SQLITE_ROW;

	if (ok)
		*n = sqlite3_column_int64(q, 0);
	else
		store_fail(h, err, doing);
	sqlite3_finalize(q);
	return ok;
}

/* Takes the spare one out that says this; NULL where there is none. */
static sqlite3_stmt *
take_spare(struct history *h, const char *sql)
{
	for (int i = 0; i < SPARE && h->spare[i]; i++) {
		sqlite3_stmt *q = h->spare[i];

		if (strcmp(sqlite3_sql(q), sql) != 0)
			continue;
		memmove(&h->spare[i], &h->spare[i + 1],
		    (size_t)(SPARE - 1 - i) * sizeof(q));
		h->spare[SPARE - 1] = NULL;
		return q;
	}
	return NULL;
}

void
store_done(struct history *h, sqlite3_stmt *q)
{
	if (!q)
		return;
	sqlite3_reset(q);
	sqlite3_clear_bindings(q);
	sqlite3_finalize(h->spare[SPARE - 1]);
	memmove(&h->spare[1], &h->spare[0], (SPARE - 1) * sizeof(q));
	h->spare[0] = q;
}

sqlite3_stmt *
store_prepare(
    struct history *h, const char *sql, const char *doing, struct err *err)
{
	sqlite3_stmt *q = take_spare(h, sql);

	if (!q && sqlite3_prepare_v2(h->db, sql, -1, &q, NULL) != SQLITE_OK)
		store_fail(h, err, doing);
	return q;
}

sqlite3_stmt *
store_keep(struct history *h, enum kept which, const char *doing, struct err *err)
{
	if (!h->kept[which])
		h->kept[which] = store_prepare(h, kept_sql[which], doing, err);
	return h->kept[which];
}

bool
store_run_kept(
    struct history *h, enum kept which, const char *doing, struct err *err)
{
	sqlite3_stmt *q = store_keep(h, which, doing, err);
	bool ok =
	    q && (sqlite3_step(q) == SQLITE_DONE || store_fail(h, err, doing));

	sqlite3_reset(q);
	return ok;
}

bool
store_step(struct history *h, sqlite3_stmt *q, const char *doing, struct err *err)
{
	return sqlite3_step(q) == SQLITE_DONE || store_fail(h, err, doing);
}

void
store_bind_text(sqlite3_stmt *q, int at, const char *text)
{
	sqlite3_bind_text(q, at, text, -1, SQLITE_STATIC);
}

void
store_copy_text(char *to, size_t size, sqlite3_stmt *q, int column)
{
	const unsigned char *text = sqlite3_column_text(q, column);

	snprintf(to, size, "%s", text ? (const char *)text : "");
}

bool
store_wait(struct history *h, bool wait, const char *doing, struct err *err)
{
	if (h->unsynced == !wait)
		return true;
	h->unsynced = !wait;
	return store_run(h,
	    wait ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL",
	    doing, err);
}

/* What a newer program wrote is shown, as far as it allows, and never written. */
static bool
refuse_newer(const struct history *h, struct err *err)
{
	return err_set(err,
	    "%s: it was written by a newer uncoil and is only read: nothing is "
	    "recorded until this one is updated",
	    h->path);
}

bool
store_start(struct history *h, const char *doing, struct err *err)
{
	if (h->newer)
		return refuse_newer(h, err);
	return h->together || store_run_kept(h, KEPT_BEGIN, doing, err);
}

bool
store_start_durable(struct history *h, const char *doing, struct err *err)
{
	return (h->together || store_wait(h, true, doing, err)) &&
	       store_start(h, doing, err);
}

bool
store_finish(struct history *h, bool ok, const char *doing, struct err *err)
{
	if (h->together)
		return ok;
	ok = ok && store_run_kept(h, KEPT_COMMIT, doing, err);
	if (!ok && !sqlite3_get_autocommit(h->db))
		sqlite3_exec(h->db, "ROLLBACK", NULL, NULL, NULL);
	return ok;
}

/* --- the lock ----------------------------------------------------------- */

bool
store_open_lock(struct history *h, struct err *err)
{
	char *path, *dot;

	if (h->lock >= 0)
		return true;
	path = mem_new(strlen(h->path) + sizeof(".lock"), 1);
	strcpy(path, h->path);
	dot = strrchr(path, '.');
	strcpy(dot && !strchr(dot, '/') ? dot : path + strlen(path), ".lock");
	h->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (h->lock < 0)
		err_errno(err, "%s", path);
	free(path);
	return h->lock >= 0;
}

bool
store_set_lock(struct history *h, int64_t no, short type)
{
	struct flock byte = {
	    .l_type = type, .l_whence = SEEK_SET, .l_start = no, .l_len = 1};
	/* Making the schema is worth waiting for, and soon over. */
	int how = no == SCHEMA_LOCK && type != F_UNLCK ? F_OFD_SETLKW : F_OFD_SETLK;

	return fcntl(h->lock, how, &byte) == 0;
}

/* --- opening ------------------------------------------------------------ */

static bool
is_ours(struct history *h, int64_t *version, struct err *err)
{
	static const char doing[] = "cannot be opened";
	int64_t whose, tables;

	/* Tables first: another program may be making them just now. */
	if (!store_ask(
		h, "SELECT count(*) FROM sqlite_schema", &tables, doing, err) ||
	    !store_ask(h, "PRAGMA application_id", &whose, doing, err) ||
	    !store_ask(h, "PRAGMA user_version", version, doing, err))
		return false;
	if (whose != SCHEMA_APPLICATION && (whose || *version || tables))
		return err_set(err,
		    "%s: it is another program's database and was left as it is; "
		    "move "
		    "it away to begin a history",
		    h->path);
	h->newer = *version < 0 || *version > SCHEMA_VERSION;
	return true;
}

static bool
migrate_from(struct history *h, int64_t version, struct err *err)
{
	static const char doing[] = "cannot be brought up to date";
	char stamp[96];

	for (; version < SCHEMA_VERSION; version++)
		if (!store_run(h, schema_migrations[version], doing, err))
			return false;
	snprintf(stamp, sizeof(stamp),
	    "PRAGMA application_id = %d; PRAGMA user_version = %d",
	    SCHEMA_APPLICATION, SCHEMA_VERSION);
	return store_run(h, stamp, doing, err);
}

/* "history-version2.db" beside "history.db"; where that is taken, as by somebody
 * who went back to it, "history-version2.2.db" and so on. */
static void
backup_path(const struct history *h, int64_t version, struct str *out)
{
	const char *dot = strrchr(h->path, '.');
	size_t stem =
	    dot && !strchr(dot, '/') ? (size_t)(dot - h->path) : strlen(h->path);

	for (int n = 1; n == 1 || access(out->s, F_OK) == 0; n++) {
		str_clear(out);
		str_addn(out, h->path, stem);
		str_addf(out, "-version%lld", (long long)version);
		if (n > 1)
			str_addf(out, ".%d", n);
		str_add(out, ".db");
	}
}

/* So that the new name is on the disk, too. */
static bool
sync_folder(const char *path)
{
	struct str folder = {0};
	const char *slash = strrchr(path, '/');
	int fd;
	bool ok;

	str_addn(&folder, slash ? path : ".", slash ? (size_t)(slash - path) : 1);
	fd = open(folder.len ? folder.s : "/", O_RDONLY | O_CLOEXEC);
	ok = fd >= 0 && fsync(fd) == 0;
	if (fd >= 0)
		close(fd);
	str_fini(&folder);
	return ok;
}

/* Into a file that is there, empty and for the person alone. */
static bool
copy_into(struct history *h, const char *path, struct err *err)
{
	int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	sqlite3_stmt *q;
	bool ok;

	if (fd < 0)
		return err_errno(err, "%s", path);
	q = store_prepare(h, "VACUUM INTO ?", "cannot be copied", err);
	ok = q != NULL;
	if (ok) {
		store_bind_text(q, 1, path);
		ok = store_step(h, q, "cannot be copied", err);
	}
	sqlite3_finalize(q);
	if (ok && fsync(fd) < 0)
		ok = err_errno(err, "%s", path);
	close(fd);
	return ok;
}

/* Keeps the file as it was before it is brought up to date.  The copy has its
 * name only when it is whole; those that are there already stay. */
static bool
back_up(struct history *h, int64_t version, struct err *err)
{
	struct str path = {0}, part = {0};
	bool ok;

	if (version == 0 || version >= SCHEMA_VERSION)
		return true;
	backup_path(h, version, &path);
	str_addf(&part, "%s.part", path.s);
	ok = copy_into(h, part.s, err) &&
	     ((rename(part.s, path.s) == 0 && sync_folder(path.s)) ||
		 err_errno(err, "%s", path.s));
	if (!ok) {
		unlink(part.s);
		err_add(err, "the history was left as it is");
	}
	str_fini(&part);
	str_fini(&path);
	return ok;
}

/* Does an older program run a session in it?  That one could not go on writing:
 * its statements know fewer columns. */
static bool
has_living(struct history *h, int64_t version)
{
	sqlite3_stmt *q;
	bool living = false;

	if (version == 0 || version >= SCHEMA_VERSION)
		return false;
	q = store_prepare(h, "SELECT no FROM session WHERE state = 0", "", NULL);
	while (!living && q && sqlite3_step(q) == SQLITE_ROW) {
		int64_t no = sqlite3_column_int64(q, 0);

		living = !store_set_lock(h, no, F_WRLCK);
		if (!living)
			store_set_lock(h, no, F_UNLCK);
	}
	sqlite3_finalize(q);
	return living;
}

static bool
may_migrate(struct history *h, int64_t *version, struct err *err)
{
	return is_ours(h, version, err) &&
	       (!has_living(h, *version) ||
		   err_set(err,
		       "%s: an older uncoil runs a session in it: it is brought up "
		       "to date when that is over",
		       h->path));
}

/* One program at a time: while write-ahead logging is switched on, SQLite does
 * not wait for others but fails. */
static bool
migrate(struct history *h, struct err *err)
{
	static const char doing[] = "cannot be brought up to date";
	int64_t version;
	bool ok;

	if (!store_open_lock(h, err))
		return false;
	if (!store_set_lock(h, SCHEMA_LOCK, F_WRLCK))
		return err_errno(err, "%s: its lock", h->path);
	ok = store_run(h, "PRAGMA journal_mode = WAL", doing, err) &&
	     may_migrate(h, &version, err) && back_up(h, version, err) &&
	     store_run(h, "BEGIN IMMEDIATE", doing, err) &&
	     store_finish(h,
		 may_migrate(h, &version, err) && migrate_from(h, version, err),
		 doing, err);
	store_set_lock(h, SCHEMA_LOCK, F_UNLCK);
	return ok;
}

/* FULL: what was committed survives a power cut. */
static bool
prepare_to_write(struct history *h, struct err *err)
{
	int64_t version;

	if (sqlite3_db_readonly(h->db, "main") == 1)
		return err_set(err, "%s: it may not be written here", h->path);
	return is_ours(h, &version, err) && (!h->newer || refuse_newer(h, err)) &&
	       store_run(h,
		   "PRAGMA synchronous = FULL; PRAGMA foreign_keys = "
		   "ON; " CACHE_PRAGMA,
		   "cannot be opened", err) &&
	       (version == SCHEMA_VERSION || migrate(h, err));
}

static bool
connect_to(struct history *h, const char *name, int flags, struct err *err)
{
	if (sqlite3_open_v2(name, &h->db, flags | SQLITE_OPEN_NOMUTEX, NULL) !=
	    SQLITE_OK)
		return store_fail(h, err, "cannot be opened");
	sqlite3_extended_result_codes(h->db, 1);
	sqlite3_db_config(h->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(h->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_db_config(h->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(h->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_busy_timeout(h->db, OPEN_BUSY_MS);
	return true;
}

static struct history *
history_new(const char *path)
{
	struct history *h = mem_new(1, sizeof(*h));

	h->path = mem_strdup(path);
	h->lock = -1;
	return h;
}

/* SQLite gives its side files the mode of the database, so that decides. */
static bool
make_file(const char *path, struct err *err)
{
	int fd;

	if (access(path, F_OK) == 0)
		return true;
	if (!paths_make_for(path, err))
		return false;
	fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0)
		return err_errno(err, "%s", path);
	close(fd);
	return true;
}

struct history *
history_open(const char *path, struct err *err)
{
	struct history *h = history_new(path);

	if (make_file(path, err) &&
	    connect_to(h, path, SQLITE_OPEN_READWRITE, err) &&
	    prepare_to_write(h, err) && history_settle(h, err) >= 0) {
		sqlite3_busy_timeout(h->db, BUSY_MS);
		return h;
	}
	history_close(h);
	return NULL;
}

/* In a folder that may not be written SQLite cannot make the files beside a WAL
 * database; without a -wal nothing is missing from the database itself. */
static bool
connect_immutable(struct history *h, struct err *err)
{
	struct str name = {0};
	struct stat st;
	bool ok;

	str_addf(&name, "%s-wal", h->path);
	ok = stat(name.s, &st) < 0 || st.st_size == 0;
	str_clear(&name);
	str_add(&name, "file:");
	for (const char *s = h->path; *s; s++)
		str_addf(
		    &name, strchr("%?#", *s) ? "%%%02X" : "%c", (unsigned char)*s);
	str_add(&name, "?immutable=1");
	ok = ok &&
	     connect_to(h, name.s, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, err);
	str_fini(&name);
	return ok;
}

/* Opens h to read, one way or the other, and gives its version. */
static bool
connect_to_read(struct history *h, int64_t *version, struct err *err)
{
	int code;

	if (!connect_to(h, h->path, SQLITE_OPEN_READONLY, err))
		return false;
	sqlite3_busy_timeout(h->db, BUSY_MS);
	if (is_ours(h, version, err))
		return true;
	code = sqlite3_errcode(h->db) & 0xff;
	if (code != SQLITE_CANTOPEN && code != SQLITE_READONLY)
		return false;
	sqlite3_close(h->db);
	h->db = NULL;
	return connect_immutable(h, err) && is_ours(h, version, err);
}

/* A newer file says from which version on a program can read it. */
static bool
can_read(struct history *h, struct err *err)
{
	int64_t needed;

	return !h->newer ||
	       (store_ask(h, "SELECT readable FROM meta", &needed, "", NULL) &&
		   needed <= SCHEMA_VERSION) ||
	       err_set(err,
		   "%s: it was written by a newer uncoil and was left as it is; "
		   "update uncoil",
		   h->path);
}

/* Of an older program: brought up to date first, which needs to write. */
static struct history *
update_and_read(const char *path, struct err *err)
{
	struct history *h = history_open(path, err);

	history_close(h);
	return h ? history_open_read(path, err) : NULL;
}

struct history *
history_open_read(const char *path, struct err *err)
{
	struct history *h;
	struct stat st;
	int64_t version;
	bool ok;

	err_set(err, "%s", "");
	if (stat(path, &st) < 0 ? errno == ENOENT : st.st_size == 0)
		return NULL;
	h = history_new(path);
	ok = connect_to_read(h, &version, err);
	if (ok && version == 0) /* its maker died before there was anything in it */
		ok = err_set(err, "%s", "");
	else if (ok && version < SCHEMA_VERSION && !h->newer) {
		history_close(h);
		return update_and_read(path, err);
	}
	if (ok && can_read(h, err) &&
	    store_run(h, CACHE_PRAGMA, "cannot be opened", err)) {
		err_set(err, "%s", "");
		return h;
	}
	history_close(h);
	return NULL;
}

void
history_close(struct history *h)
{
	if (!h)
		return;
	for (int i = 0; i < KEPT; i++)
		sqlite3_finalize(h->kept[i]);
	for (int i = 0; i < SPARE; i++)
		sqlite3_finalize(h->spare[i]);
	sqlite3_close(h->db);
	if (h->lock >= 0)
		close(h->lock);
	free(h->path);
	free(h);
}
