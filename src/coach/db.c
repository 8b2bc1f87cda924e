#include "coach/db.h"

#include "base/json.h"
#include "base/mem.h"
#include "base/str.h"
#include "coach/schema.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* How long to wait for another program that writes: the command line beside the
 * server.  Each of its writes takes milliseconds. */
#define BUSY_MS 5000

/* No value of ours is longer; SQLite would take a gigabyte. */
#define VALUE_MAX (4 * 1024 * 1024)

/* Page cache in KiB: what many clients write to in turn. */
#define CACHE_PRAGMA "PRAGMA cache_size = -16384;"

struct db {
	sqlite3 *sqlite;
	sqlite3_stmt *kept[SQL_COUNT];
	enum db_state state;
	char *path;
	struct err why;
};

/* --- errors ----------------------------------------------------------------- */

static enum db_state
state_of(int code)
{
	switch (code & 0xff) {
	case SQLITE_FULL:
		return DB_FULL;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return DB_BUSY;
	case SQLITE_IOERR:
		return errno == ENOSPC || errno == EDQUOT ? DB_FULL : DB_BROKEN;
	}
	return DB_BROKEN;
}

/* The first error is the one that is told. */
static bool
fail(struct db *db, const char *doing)
{
	int code = sqlite3_extended_errcode(db->sqlite);

	if (db->state != DB_OK)
		return false;
	errno = sqlite3_system_errno(db->sqlite);
	db->state = state_of(code);
	err_set(
	    &db->why, "%s: %s: %s", db->path, doing, sqlite3_errmsg(db->sqlite));
	return false;
}

enum db_state
db_state(const struct db *db)
{
	return db->state;
}

const char *
db_why(const struct db *db)
{
	return db->why.text;
}

void
db_spoil(struct db *db, const char *why)
{
	if (db->state != DB_OK)
		return;
	db->state = DB_BROKEN;
	err_set(&db->why, "%s", why);
}

/* --- statements ------------------------------------------------------------- */

static bool
run_text(struct db *db, const char *sql, const char *doing)
{
	return sqlite3_exec(db->sqlite, sql, NULL, NULL, NULL) == SQLITE_OK ||
	       fail(db, doing);
}

static sqlite3_stmt *
keep(struct db *db, enum sql which)
{
	if (!db->kept[which] &&
	    sqlite3_prepare_v3(db->sqlite, sql_table[which].text, -1,
		SQLITE_PREPARE_PERSISTENT, &db->kept[which], NULL) != SQLITE_OK)
		fail(db, sql_table[which].name);
	return db->kept[which];
}

static void
bind(sqlite3_stmt *q, int at, const struct value *value)
{
	switch (value->kind) {
	case VALUE_NULL:
		sqlite3_bind_null(q, at);
		break;
	case VALUE_INT:
		sqlite3_bind_int64(q, at, value->n);
		break;
	case VALUE_TEXT:
		sqlite3_bind_text(q, at, value->s, -1, SQLITE_STATIC);
		break;
	}
}

void
db_ask(struct db *db, enum sql which, const struct value *values, size_t n)
{
	sqlite3_stmt *q = db->state == DB_OK ? keep(db, which) : NULL;

	for (size_t i = 0; q && i < n; i++)
		bind(q, (int)i + 1, &values[i]);
}

void
db_end(struct db *db, enum sql which)
{
	if (!db->kept[which])
		return;
	sqlite3_reset(db->kept[which]);
	sqlite3_clear_bindings(db->kept[which]);
}

bool
db_row(struct db *db, enum sql which)
{
	int code;

	if (db->state != DB_OK)
		return false;
	code = sqlite3_step(db->kept[which]);
	if (code == SQLITE_ROW)
		return true;
	if (code != SQLITE_DONE)
		fail(db, sql_table[which].name);
	db_end(db, which);
	return false;
}

int64_t
db_run(struct db *db, enum sql which, const struct value *values, size_t n)
{
	db_ask(db, which, values, n);
	while (db_row(db, which))
		;
	return db->state == DB_OK ? sqlite3_changes64(db->sqlite) : 0;
}

int64_t
db_int(struct db *db, enum sql which, int column)
{
	sqlite3_stmt *q = db->kept[which];

	return sqlite3_column_type(q, column) == SQLITE_NULL
		   ? -1
		   : sqlite3_column_int64(q, column);
}

const char *
db_text(struct db *db, enum sql which, int column)
{
	return (const char *)sqlite3_column_text(db->kept[which], column);
}

/* To its end: what RETURNING gives is only then written. */
bool
db_number(struct db *db, enum sql which, const struct value *values, size_t n,
    int64_t *out)
{
	bool found = false;

	db_ask(db, which, values, n);
	while (db_row(db, which)) {
		*out = db_int(db, which, 0);
		found = true;
	}
	return found && db->state == DB_OK;
}

/* --- transactions ----------------------------------------------------------- */

bool
db_begin(struct db *db)
{
	db->state = DB_OK;
	return run_text(db, "BEGIN IMMEDIATE", "cannot be written");
}

void
db_rollback(struct db *db)
{
	for (int i = 0; i < SQL_COUNT; i++)
		sqlite3_reset(db->kept[i]);
	if (!sqlite3_get_autocommit(db->sqlite))
		sqlite3_exec(db->sqlite, "ROLLBACK", NULL, NULL, NULL);
	db->state = DB_OK;
}

bool
db_commit(struct db *db)
{
	return db->state == DB_OK && run_text(db, "COMMIT", "cannot be written");
}

/* --- opening ---------------------------------------------------------------- */

/*
 * SQLite gives its side files the mode of the database, so that decides.  A file that
 * is there is not opened, not even to look: closing it would drop the locks that
 * another connection of this program holds on it, as POSIX has it, and another
 * program would take itself for the last one and the log for its own.
 */
static bool
make_file(const char *path, struct err *err)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	struct stat st;

	if (fd >= 0) {
		close(fd);
		return true;
	}
	if (errno != EEXIST || lstat(path, &st) < 0)
		return err_errno(err, "%s", path);
	return S_ISREG(st.st_mode) || err_set(err, "%s: it is no file", path);
}

static bool
pragma(struct db *db, const char *sql, int64_t *n)
{
	sqlite3_stmt *q = NULL;
	bool ok = sqlite3_prepare_v2(db->sqlite, sql, -1, &q, NULL) == SQLITE_OK &&
		  sqlite3_step(q) == SQLITE_ROW;

	if (ok)
		*n = sqlite3_column_int64(q, 0);
	else
		fail(db, "cannot be opened");
	sqlite3_finalize(q);
	return ok;
}

static bool
is_ours(struct db *db, int64_t *version)
{
	int64_t whose, tables;

	if (!pragma(db, "SELECT count(*) FROM sqlite_schema", &tables) ||
	    !pragma(db, "PRAGMA application_id", &whose) ||
	    !pragma(db, "PRAGMA user_version", version))
		return false;
	db->state = DB_BROKEN;
	if (whose != COACH_SCHEMA_APPLICATION && (whose || *version || tables))
		return err_set(&db->why,
		    "%s: it is another program's database and was left as it is",
		    db->path);
	if (*version < 0 || *version > COACH_SCHEMA_VERSION)
		return err_set(&db->why,
		    "%s: it was written by a newer uncoil-coach (its version is "
		    "%lld, this program knows %d) and was left as it is",
		    db->path, (long long)*version, COACH_SCHEMA_VERSION);
	db->state = DB_OK;
	return true;
}

static bool
migrate_from(struct db *db, int64_t version, int64_t now_ms)
{
	struct str last = {0};
	bool ok = true;

	for (; ok && version < COACH_SCHEMA_VERSION; version++)
		ok = run_text(db, coach_schema[version], "its tables");
	str_addf(&last,
	    "INSERT INTO server_meta (one, schema_version, created_at) VALUES "
	    "(1, %d, %lld) ON CONFLICT (one) DO UPDATE SET schema_version = %d;"
	    "PRAGMA application_id = %d; PRAGMA user_version = %d",
	    COACH_SCHEMA_VERSION, (long long)now_ms, COACH_SCHEMA_VERSION,
	    COACH_SCHEMA_APPLICATION, COACH_SCHEMA_VERSION);
	ok = ok && run_text(db, last.s, "its tables");
	str_fini(&last);
	return ok;
}

static bool
migrate(struct db *db, int64_t now_ms)
{
	int64_t version;

	if (!is_ours(db, &version))
		return false;
	if (version == COACH_SCHEMA_VERSION)
		return true;
	if (!run_text(db, "PRAGMA journal_mode = WAL", "cannot be opened") ||
	    !db_begin(db))
		return false;
	return is_ours(db, &version) && migrate_from(db, version, now_ms) &&
	       db_commit(db);
}

/* One program at a time, by a lock on the folder: while write-ahead logging is
 * switched on, SQLite does not wait for others but fails. */
static bool
migrate_alone(struct db *db, int64_t now_ms)
{
	char *folder = mem_strdup(db->path), *slash = strrchr(folder, '/');
	int fd;
	bool ok;

	if (slash)
		*slash = '\0';
	fd = open(slash ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	free(folder);
	if (fd >= 0)
		flock(fd, LOCK_EX);
	ok = migrate(db, now_ms);
	if (fd >= 0)
		close(fd);
	return ok;
}

static bool
connect_to(struct db *db)
{
	if (sqlite3_open_v2(db->path, &db->sqlite,
		SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
		return fail(db, "cannot be opened");
	sqlite3_extended_result_codes(db->sqlite, 1);
	sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_limit(db->sqlite, SQLITE_LIMIT_LENGTH, VALUE_MAX);
	sqlite3_limit(db->sqlite, SQLITE_LIMIT_ATTACHED, 1);
	sqlite3_busy_timeout(db->sqlite, BUSY_MS);
	return run_text(db,
	    "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
	    "PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;" CACHE_PRAGMA,
	    "cannot be opened");
}

struct db *
db_open(const char *path, int64_t now_ms, struct err *err)
{
	struct db *db;

	if (!make_file(path, err))
		return NULL;
	db = mem_new(1, sizeof(*db));
	db->path = mem_strdup(path);
	if (connect_to(db) && migrate_alone(db, now_ms))
		return db;
	err_set(err, "%s", db->why.text);
	db_close(db);
	return NULL;
}

void
db_close(struct db *db)
{
	if (!db)
		return;
	for (int i = 0; i < SQL_COUNT; i++)
		sqlite3_finalize(db->kept[i]);
	sqlite3_close(db->sqlite);
	free(db->path);
	free(db);
}

/* --- the file as a whole ---------------------------------------------------- */

static bool
copy_pages(struct db *db, sqlite3 *copy, struct err *err)
{
	sqlite3_backup *b = sqlite3_backup_init(copy, "main", db->sqlite, "main");
	int code = b ? sqlite3_backup_step(b, -1) : SQLITE_ERROR;

	sqlite3_backup_finish(b);
	/* One file, that needs no other beside it. */
	if (code == SQLITE_DONE &&
	    sqlite3_exec(copy, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL) ==
		SQLITE_OK)
		return true;
	return err_set(err, "the copy: %s", sqlite3_errmsg(copy));
}

static bool
sync_file(const char *path, struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool ok = fd >= 0 && fsync(fd) == 0;

	if (!ok)
		err_errno(err, "%s", path);
	if (fd >= 0)
		close(fd);
	return ok;
}

bool
db_backup(struct db *db, const char *to, struct err *err)
{
	int fd = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	sqlite3 *copy = NULL;
	bool ok;

	if (fd < 0)
		return err_errno(err, "%s", to);
	close(fd);
	ok = sqlite3_open_v2(to, &copy, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK ||
	     err_set(err, "%s: %s", to, sqlite3_errmsg(copy));
	ok = ok && copy_pages(db, copy, err);
	sqlite3_close(copy);
	ok = ok && sync_file(to, err);
	if (!ok)
		unlink(to);
	return ok;
}

/* Prints the rows of a check that are complaints; how many there were, or -1. */
static int
complaints(struct db *db, const char *sql, FILE *out)
{
	sqlite3_stmt *q = NULL;
	int n = 0, code;

	if (sqlite3_prepare_v2(db->sqlite, sql, -1, &q, NULL) != SQLITE_OK) {
		fprintf(out, "%s\n", sqlite3_errmsg(db->sqlite));
		return -1;
	}
	while ((code = sqlite3_step(q)) == SQLITE_ROW) {
		const char *what = (const char *)sqlite3_column_text(q, 0);

		if (!what || strcmp(what, "ok") == 0)
			continue;
		fprintf(out, "%s\n", what);
		n++;
	}
	if (code != SQLITE_DONE)
		fprintf(out, "%s\n", sqlite3_errmsg(db->sqlite));
	sqlite3_finalize(q);
	return code == SQLITE_DONE ? n : -1;
}

bool
db_check(struct db *db, FILE *out)
{
	int pages = complaints(db, "PRAGMA integrity_check(100)", out);
	int rows = complaints(db,
	    "SELECT \"table\" || ': row ' || rowid || ' belongs to nothing in ' || "
	    "parent FROM pragma_foreign_key_check LIMIT 100",
	    out);

	return pages == 0 && rows == 0;
}

int
db_checkpoint(struct db *db, int *moved)
{
	int all = 0;

	*moved = 0;
	if (sqlite3_wal_checkpoint_v2(db->sqlite, NULL, SQLITE_CHECKPOINT_PASSIVE,
		&all, moved) != SQLITE_OK)
		return 0;
	return all - *moved;
}

void
db_keep_log(struct db *db)
{
	sqlite3_wal_autocheckpoint(db->sqlite, 0);
}

void
db_limit(struct db *db, int64_t bytes)
{
	int64_t page = 4096;
	struct str sql = {0};

	pragma(db, "PRAGMA page_size", &page);
	str_addf(&sql, "PRAGMA max_page_count = %lld",
	    bytes ? (long long)(bytes / page) : 0x7ffffffeLL);
	run_text(db, sql.s, "its limit");
	str_fini(&sql);
}

/* --- the dump --------------------------------------------------------------- */

/* What nobody needs to see to compare two servers. */
static bool
is_sealed(const char *column)
{
	return strcmp(column, "pw_hash") == 0 || strcmp(column, "totp_secret") == 0;
}

static void
dump_column(struct json *object, sqlite3_stmt *q, int i)
{
	const char *name = sqlite3_column_name(q, i);

	if (is_sealed(name))
		return;
	switch (sqlite3_column_type(q, i)) {
	case SQLITE_NULL:
		json_set_null(object, name);
		break;
	case SQLITE_INTEGER:
		json_set_int(object, name, sqlite3_column_int64(q, i));
		break;
	default:
		json_set_str(object, name, (const char *)sqlite3_column_text(q, i));
	}
}

static bool
dump_row(const char *table, sqlite3_stmt *q, FILE *out, struct err *err)
{
	struct json *object = json_new_object();
	struct str line = {0};
	bool ok;

	json_set_str(object, "table", table);
	for (int i = 0; i < sqlite3_column_count(q); i++)
		dump_column(object, q, i);
	json_add_compact(object, &line);
	ok = fprintf(out, "%s\n", line.s) > 0 || err_errno(err, "the dump");
	str_fini(&line);
	json_free(object);
	return ok;
}

static bool
dump_table(struct db *db, const struct schema_table *t, FILE *out, struct err *err)
{
	sqlite3_stmt *q = NULL;
	struct str sql = {0};
	bool ok;

	str_addf(&sql, "SELECT * FROM %s ORDER BY %s", t->name, t->order);
	ok = sqlite3_prepare_v2(db->sqlite, sql.s, -1, &q, NULL) == SQLITE_OK;
	while (ok && sqlite3_step(q) == SQLITE_ROW)
		ok = dump_row(t->name, q, out, err);
	str_fini(&sql);
	if (sqlite3_finalize(q) == SQLITE_OK)
		return ok;
	return err_set(err, "%s: %s", t->name, sqlite3_errmsg(db->sqlite));
}

/* In one transaction, so that it is of one moment. */
bool
db_dump(struct db *db, FILE *out, struct err *err)
{
	bool ok = run_text(db, "BEGIN", "cannot be read");

	for (const struct schema_table *t = coach_schema_tables; ok && t->name; t++)
		ok = dump_table(db, t, out, err);
	db_rollback(db);
	return ok;
}
