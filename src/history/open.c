/* The history opened: made, kept as it was and brought up to date, or only read. */
#include "base/mem.h"
#include "base/paths.h"
#include "base/str.h"
#include "history/history.h"
#include "history/schema.h"
#include "history/store.h"

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

/* Page cache in KiB: everyday questions read a handful of pages. */
#define CACHE_PRAGMA "PRAGMA cache_size = -512"

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
		    "move it away to begin a history",
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
	if (!store_set_lock(h, STORE_SCHEMA_LOCK, F_WRLCK))
		return err_errno(err, "%s: its lock", h->path);
	ok = store_run(h, "PRAGMA journal_mode = WAL", doing, err) &&
	     may_migrate(h, &version, err) && back_up(h, version, err) &&
	     store_run(h, "BEGIN IMMEDIATE", doing, err) &&
	     store_finish(h,
		 may_migrate(h, &version, err) && migrate_from(h, version, err),
		 doing, err);
	store_set_lock(h, STORE_SCHEMA_LOCK, F_UNLCK);
	return ok;
}

/* FULL: what was committed survives a power cut. */
static bool
prepare_to_write(struct history *h, struct err *err)
{
	int64_t version;

	if (sqlite3_db_readonly(h->db, "main") == 1)
		return err_set(err, "%s: it may not be written here", h->path);
	return is_ours(h, &version, err) &&
	       (!h->newer || store_refuse_newer(h, err)) &&
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
