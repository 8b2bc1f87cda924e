#include "history/history.h"

#include "base/civil.h"
#include "base/mem.h"
#include "base/paths.h"
#include "base/str.h"
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
/* What a checkpoint says, a few times a minute: parsed once, which also keeps
 * the parser's pages out of a session's memory. */
enum kept { KEPT_BEGIN, KEPT_COMMIT, KEPT_SESSION, KEPT_STEP, KEPT };

static const char *const kept_sql[KEPT] = {
    [KEPT_BEGIN] = "BEGIN IMMEDIATE",
    [KEPT_COMMIT] = "COMMIT",
    [KEPT_SESSION] = "UPDATE session SET routine = ?2, rev = ?3, offset_min = ?6, "
		     "state = ?7, planned_ms = ?8, active_ms = ?9 "
		     "WHERE id = ?1 AND day = ?4 AND started_ms = ?5",
    /* Rows that are as they were are not written again. */
    [KEPT_STEP] = "INSERT INTO step VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) "
		  "ON CONFLICT (session, n) DO UPDATE SET planned_ms = ?5, "
		  "held_ms = ?6, outcome = ?7, wrong_ms = ?8 "
		  "WHERE (planned_ms, held_ms, outcome, wrong_ms) "
		  "IS NOT (?5, ?6, ?7, ?8)",
};

struct history {
	sqlite3 *db;
	sqlite3_stmt *kept[KEPT];
	bool unsynced; /* commits do not wait for the disk now */
	char *path;
	int lock;        /* history.lock, or -1 until it is needed */
	int64_t running; /* local key of the session that runs here, or 0 */
};

void
session_record_fini(struct session_record *r)
{
	free(r->steps);
	*r = (struct session_record){0};
}

static bool
fail(struct history *h, struct err *err, const char *doing)
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

static bool
run(struct history *h, const char *sql, const char *doing, struct err *err)
{
	return sqlite3_exec(h->db, sql, NULL, NULL, NULL) == SQLITE_OK ||
	       fail(h, err, doing);
}

/* The one number that a question has for an answer. */
static bool
ask(struct history *h, const char *sql, int64_t *n, const char *doing,
    struct err *err)
{
	sqlite3_stmt *q = NULL;
	bool ok = sqlite3_prepare_v2(h->db, sql, -1, &q, NULL) == SQLITE_OK &&
		  sqlite3_step(q) == SQLITE_ROW;

	if (ok)
		*n = sqlite3_column_int64(q, 0);
	else
		fail(h, err, doing);
	sqlite3_finalize(q);
	return ok;
}

static sqlite3_stmt *
prepare(struct history *h, const char *sql, const char *doing, struct err *err)
{
	sqlite3_stmt *q = NULL;

	if (sqlite3_prepare_v2(h->db, sql, -1, &q, NULL) != SQLITE_OK)
		fail(h, err, doing);
	return q;
}

/* One of kept_sql, ready to be bound; it stays with h. */
static sqlite3_stmt *
keep(struct history *h, enum kept which, const char *doing, struct err *err)
{
	if (!h->kept[which])
		h->kept[which] = prepare(h, kept_sql[which], doing, err);
	return h->kept[which];
}

/* Runs one that gives no rows. */
static bool
run_kept(struct history *h, enum kept which, const char *doing, struct err *err)
{
	sqlite3_stmt *q = keep(h, which, doing, err);
	bool ok = q && (sqlite3_step(q) == SQLITE_DONE || fail(h, err, doing));

	sqlite3_reset(q);
	return ok;
}

/* Ends a transaction: for good when ok, else as if it had not been. */
static bool
finish(struct history *h, bool ok, const char *doing, struct err *err)
{
	ok = ok && run_kept(h, KEPT_COMMIT, doing, err);
	if (!ok && !sqlite3_get_autocommit(h->db))
		sqlite3_exec(h->db, "ROLLBACK", NULL, NULL, NULL);
	return ok;
}

/* --- the lock ----------------------------------------------------------- */

static bool
open_lock(struct history *h, struct err *err)
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

static bool
set_lock(struct history *h, int64_t no, short type)
{
	struct flock byte = {
	    .l_type = type, .l_whence = SEEK_SET, .l_start = no, .l_len = 1};
	/* Making the schema is worth waiting for, and soon over. */
	int how = no == SCHEMA_LOCK && type != F_UNLCK ? F_OFD_SETLKW : F_OFD_SETLK;

	return fcntl(h->lock, how, &byte) == 0;
}

static void
drop_lock(struct history *h)
{
	if (h->running)
		set_lock(h, h->running, F_UNLCK);
	h->running = 0;
}

/* --- opening ------------------------------------------------------------ */

static bool
is_ours(struct history *h, int64_t *version, struct err *err)
{
	static const char doing[] = "cannot be opened";
	int64_t whose, tables;

	/* Tables first: another program may be making them just now. */
	if (!ask(h, "SELECT count(*) FROM sqlite_schema", &tables, doing, err) ||
	    !ask(h, "PRAGMA application_id", &whose, doing, err) ||
	    !ask(h, "PRAGMA user_version", version, doing, err))
		return false;
	if (whose != SCHEMA_APPLICATION && (whose || *version || tables))
		return err_set(err,
		    "%s: it is another program's database and was left as it is; "
		    "move "
		    "it away to begin a history",
		    h->path);
	if (*version < 0 || *version > SCHEMA_VERSION)
		return err_set(err,
		    "%s: it was written by a newer uncoil (its version is %lld, "
		    "this "
		    "program knows %d) and was left as it is; update uncoil",
		    h->path, (long long)*version, SCHEMA_VERSION);
	return true;
}

static bool
migrate_from(struct history *h, int64_t version, struct err *err)
{
	static const char doing[] = "cannot be brought up to date";
	char stamp[96];

	for (; version < SCHEMA_VERSION; version++)
		if (!run(h, schema_migrations[version], doing, err))
			return false;
	snprintf(stamp, sizeof(stamp),
	    "PRAGMA application_id = %d; PRAGMA user_version = %d",
	    SCHEMA_APPLICATION, SCHEMA_VERSION);
	return run(h, stamp, doing, err);
}

/* One program at a time: while write-ahead logging is switched on, SQLite does
 * not wait for others but fails. */
static bool
migrate(struct history *h, struct err *err)
{
	static const char doing[] = "cannot be brought up to date";
	int64_t version;
	bool ok;

	if (!open_lock(h, err))
		return false;
	if (!set_lock(h, SCHEMA_LOCK, F_WRLCK))
		return err_errno(err, "%s: its lock", h->path);
	ok = run(h, "PRAGMA journal_mode = WAL", doing, err) &&
	     run(h, "BEGIN IMMEDIATE", doing, err) &&
	     finish(h, is_ours(h, &version, err) && migrate_from(h, version, err),
		 doing, err);
	set_lock(h, SCHEMA_LOCK, F_UNLCK);
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
	       run(h,
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
		return fail(h, err, "cannot be opened");
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
	else if (ok && version < SCHEMA_READABLE)
		ok = err_set(err,
		    "%s: it is of an older uncoil: begin a session once", path);
	if (ok && run(h, CACHE_PRAGMA, "cannot be opened", err)) {
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
	sqlite3_close(h->db);
	if (h->lock >= 0)
		close(h->lock);
	free(h->path);
	free(h);
}

/* --- writing ------------------------------------------------------------ */

static void
bind_text(sqlite3_stmt *q, int at, const char *text)
{
	sqlite3_bind_text(q, at, text, -1, SQLITE_STATIC);
}

static void
bind_session(sqlite3_stmt *q, const struct session_record *r)
{
	bind_text(q, 1, r->id);
	bind_text(q, 2, r->routine);
	sqlite3_bind_int(q, 3, r->rev);
	sqlite3_bind_int(q, 4, r->day);
	sqlite3_bind_int64(q, 5, r->started_ms);
	sqlite3_bind_int(q, 6, r->offset_min);
	sqlite3_bind_int(q, 7, r->state);
	sqlite3_bind_int64(q, 8, r->planned_ms);
	sqlite3_bind_int64(q, 9, r->active_ms);
}

static void
bind_step(sqlite3_stmt *q, const struct step_record *s)
{
	bind_text(q, 3, s->exercise);
	sqlite3_bind_int(q, 4, s->side);
	sqlite3_bind_int64(q, 5, s->planned_ms);
	sqlite3_bind_int64(q, 6, s->held_ms);
	sqlite3_bind_int(q, 7, s->outcome);
	if (s->wrong_ms >= 0)
		sqlite3_bind_int64(q, 8, s->wrong_ms);
	else
		sqlite3_bind_null(q, 8);
}

static bool
write_steps(struct history *h, const struct session_record *r, const char *doing,
    struct err *err)
{
	sqlite3_stmt *q = keep(h, KEPT_STEP, doing, err);
	bool ok = q != NULL;

	for (size_t i = 0; ok && i < r->n_steps; i++) {
		sqlite3_bind_int64(q, 1, h->running);
		sqlite3_bind_int64(q, 2, (int64_t)i);
		bind_step(q, &r->steps[i]);
		ok = run_kept(h, KEPT_STEP, doing, err);
	}
	return ok;
}

static bool
insert(struct history *h, const struct session_record *r, const char *doing,
    struct err *err)
{
	sqlite3_stmt *q = prepare(h,
	    "INSERT INTO session (id, routine, rev, day, started_ms, offset_min, "
	    "state, planned_ms, active_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
	    doing, err);
	bool ok;

	if (!q)
		return false;
	bind_session(q, r);
	ok = sqlite3_step(q) == SQLITE_DONE || fail(h, err, doing);
	sqlite3_finalize(q);
	if (!ok)
		return false;
	h->running = sqlite3_last_insert_rowid(h->db);
	if (!set_lock(h, h->running, F_WRLCK))
		return err_errno(err, "%s: its lock", h->path);
	return write_steps(h, r, doing, err);
}

bool
history_begin(struct history *h, const struct session_record *r, struct err *err)
{
	static const char doing[] = "the session cannot be written";

	if (rng_uuid_to_day(r->id) != r->day)
		return err_set(
		    err, "%s: the id %s is not of its day", h->path, r->id);
	if (!open_lock(h, err) || !run(h, "BEGIN IMMEDIATE", doing, err))
		return false;
	/* Locked before the row can be seen: nobody can find it running and dead.
	 */
	if (finish(h, insert(h, r, doing, err), doing, err))
		return true;
	drop_lock(h);
	return false;
}

static bool
update(struct history *h, const struct session_record *r, const char *doing,
    struct err *err)
{
	sqlite3_stmt *q = keep(h, KEPT_SESSION, doing, err);

	if (!q)
		return false;
	bind_session(q, r);
	return run_kept(h, KEPT_SESSION, doing, err) &&
	       (sqlite3_changes(h->db) == 1 ||
		   err_set(err, "%s: there is no session %s", h->path, r->id)) &&
	       write_steps(h, r, doing, err);
}

/* Whether commits wait for the disk from now on. */
static bool
wait_for_disk(struct history *h, bool wait, const char *doing, struct err *err)
{
	if (h->unsynced == !wait)
		return true;
	h->unsynced = !wait;
	return run(h,
	    wait ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL",
	    doing, err);
}

bool
history_checkpoint(struct history *h, const struct session_record *r, bool durable,
    struct err *err)
{
	static const char doing[] = "the session cannot be written";

	if (!h->running)
		return err_set(err, "%s: no session has begun", h->path);
	return wait_for_disk(h, durable, doing, err) &&
	       run_kept(h, KEPT_BEGIN, doing, err) &&
	       finish(h, update(h, r, doing, err), doing, err);
}

bool
history_end(struct history *h, const struct session_record *r, struct err *err)
{
	if (!history_checkpoint(h, r, true, err))
		return false;
	drop_lock(h);
	return true;
}

/* --- settling ----------------------------------------------------------- */

#define TEXT_OF(x)  TEXT_OF_(x)
#define TEXT_OF_(x) #x
#define ENOUGH      " * 100 >= planned_ms * " TEXT_OF(SESSION_DONE_PERCENT)

/* From what its steps hold; see enum session_state and enum outcome. */
static bool
settle_one(struct history *h, int64_t no, struct err *err)
{
	static const char *const sql[] = {
	    "UPDATE step SET outcome = CASE WHEN held_ms > 0 AND held_ms" ENOUGH
	    " THEN 1 ELSE 2 END WHERE session = ? AND outcome = 0",
	    "UPDATE session SET active_ms = "
	    "(SELECT coalesce(sum(held_ms), 0) FROM step WHERE session = no) "
	    "WHERE no = ?",
	    "UPDATE session SET state = CASE WHEN active_ms = 0 THEN 3 "
	    "WHEN active_ms" ENOUGH " THEN 1 ELSE 2 END WHERE no = ?",
	};
	static const char doing[] = "an interrupted session cannot be closed";
	bool ok = true;

	for (size_t i = 0; ok && i < ARRAY_LEN(sql); i++) {
		sqlite3_stmt *q = prepare(h, sql[i], doing, err);

		ok = q != NULL;
		if (ok) {
			sqlite3_bind_int64(q, 1, no);
			ok = sqlite3_step(q) == SQLITE_DONE || fail(h, err, doing);
		}
		sqlite3_finalize(q);
	}
	return ok;
}

/* The next session, after `no`, that nobody runs; 0 when there is none. */
static int64_t
next_dead(struct history *h, int64_t no)
{
	sqlite3_stmt *q = prepare(h,
	    "SELECT no FROM session WHERE state = 0 AND no > ? ORDER BY no", "",
	    NULL);
	int64_t found = 0;

	sqlite3_bind_int64(q, 1, no);
	while (!found && sqlite3_step(q) == SQLITE_ROW) {
		no = sqlite3_column_int64(q, 0);
		if (no == h->running || !set_lock(h, no, F_WRLCK))
			continue;
		set_lock(h, no, F_UNLCK);
		found = no;
	}
	sqlite3_finalize(q);
	return found;
}

bool
history_running(struct history *h)
{
	int64_t any = 0;

	return ask(h, "SELECT EXISTS (SELECT 1 FROM session WHERE state = 0)", &any,
		   "", NULL) &&
	       any;
}

int
history_settle(struct history *h, struct err *err)
{
	static const char doing[] = "an interrupted session cannot be closed";
	int settled = 0;
	bool ok = true;

	if (!history_running(h))
		return 0;
	if (!open_lock(h, err) || !run(h, "BEGIN IMMEDIATE", doing, err))
		return -1;
	for (int64_t no = 0; ok && (no = next_dead(h, no)) != 0; settled++)
		ok = settle_one(h, no, err);
	return finish(h, ok, doing, err) ? settled : -1;
}

/* --- asking ------------------------------------------------------------- */

static void
copy_text(char *to, size_t size, sqlite3_stmt *q, int column)
{
	const unsigned char *text = sqlite3_column_text(q, column);

	snprintf(to, size, "%s", text ? (const char *)text : "");
}

static void
read_session(sqlite3_stmt *q, struct session_record *r)
{
	*r = (struct session_record){
	    .rev = sqlite3_column_int(q, 2),
	    .day = sqlite3_column_int(q, 3),
	    .started_ms = sqlite3_column_int64(q, 4),
	    .offset_min = sqlite3_column_int(q, 5),
	    .state = (enum session_state)sqlite3_column_int(q, 7),
	    .planned_ms = sqlite3_column_int64(q, 8),
	    .active_ms = sqlite3_column_int64(q, 9),
	};
	copy_text(r->id, sizeof(r->id), q, 1);
	copy_text(r->routine, sizeof(r->routine), q, 6);
}

static void
read_step(sqlite3_stmt *q, struct step_record *s)
{
	copy_text(s->exercise, sizeof(s->exercise), q, 0);
	s->side = (enum side)sqlite3_column_int(q, 1);
	s->planned_ms = sqlite3_column_int64(q, 2);
	s->held_ms = sqlite3_column_int64(q, 3);
	s->outcome = (enum outcome)sqlite3_column_int(q, 4);
	s->wrong_ms = sqlite3_column_type(q, 5) == SQLITE_NULL
			  ? -1
			  : sqlite3_column_int64(q, 5);
}

static bool
read_steps(struct history *h, sqlite3_stmt *q, int64_t no, struct session_record *r,
    struct err *err)
{
	int got;

	sqlite3_reset(q);
	sqlite3_bind_int64(q, 1, no);
	while ((got = sqlite3_step(q)) == SQLITE_ROW) {
		if (r->n_steps % 16 == 0)
			r->steps = mem_resize(
			    r->steps, r->n_steps + 16, sizeof(*r->steps));
		read_step(q, &r->steps[r->n_steps++]);
	}
	return got == SQLITE_DONE || fail(h, err, "cannot be read");
}

static bool
give_each(struct history *h, sqlite3_stmt *q, sqlite3_stmt *steps, history_fn *fn,
    void *arg, struct err *err)
{
	bool ok = true, more = true;
	int got = SQLITE_DONE;

	while (ok && more && (got = sqlite3_step(q)) == SQLITE_ROW) {
		struct session_record r;

		read_session(q, &r);
		ok = read_steps(h, steps, sqlite3_column_int64(q, 0), &r, err);
		more = ok && fn(&r, arg);
		session_record_fini(&r);
	}
	return ok &&
	       (!more || got == SQLITE_DONE || fail(h, err, "cannot be read"));
}

bool
history_each(
    struct history *h, size_t limit, history_fn *fn, void *arg, struct err *err)
{
	static const char doing[] = "cannot be read";
	sqlite3_stmt *q = prepare(h,
	    "SELECT no, id, rev, day, started_ms, offset_min, routine, state, "
	    "planned_ms, "
	    "active_ms FROM session ORDER BY day DESC, started_ms DESC, no DESC "
	    "LIMIT ?",
	    doing, err);
	sqlite3_stmt *steps = prepare(h,
	    "SELECT exercise, side, planned_ms, held_ms, outcome, wrong_ms FROM "
	    "step "
	    "WHERE session = ? ORDER BY n",
	    doing, err);
	bool ok = q && steps;

	if (ok) {
		sqlite3_bind_int64(q, 1, limit ? (int64_t)limit : -1);
		ok = give_each(h, q, steps, fn, arg, err);
	}
	sqlite3_finalize(steps);
	sqlite3_finalize(q);
	return ok;
}

bool
history_days(struct history *h, int32_t from, int32_t to, struct day_total **days,
    size_t *n, struct err *err)
{
	static const char doing[] = "cannot be read";
	sqlite3_stmt *q = prepare(h,
	    "SELECT day, done, active_ms FROM day WHERE day BETWEEN ? AND ? ORDER "
	    "BY day",
	    doing, err);
	size_t cap = 0;
	int got = SQLITE_ERROR;

	*days = NULL;
	*n = 0;
	if (!q)
		return false;
	sqlite3_bind_int(q, 1, from);
	sqlite3_bind_int(q, 2, to);
	while ((got = sqlite3_step(q)) == SQLITE_ROW) {
		if (*n == cap) {
			cap = cap ? cap * 2 : 64;
			*days = mem_resize(*days, cap, sizeof(**days));
		}
		(*days)[(*n)++] = (struct day_total){sqlite3_column_int(q, 0),
		    sqlite3_column_int(q, 1), sqlite3_column_int64(q, 2)};
	}
	sqlite3_finalize(q);
	if (got == SQLITE_DONE)
		return true;
	free(*days);
	*days = NULL;
	*n = 0;
	return fail(h, err, doing);
}

static void
read_past(sqlite3_stmt *q, struct past_session *p)
{
	copy_text(p->routine, sizeof(p->routine), q, 0);
	p->day = sqlite3_column_int(q, 1);
	p->started_ms = sqlite3_column_int64(q, 2);
	p->offset_min = sqlite3_column_int(q, 3);
	p->state = (enum session_state)sqlite3_column_int(q, 4);
}

bool
history_past(struct history *h, int32_t since, struct past_session **past,
    size_t *n, struct err *err)
{
	static const char doing[] = "cannot be read";
	sqlite3_stmt *q = prepare(h,
	    "SELECT routine, day, started_ms, offset_min, state FROM session "
	    "WHERE day >= ? ORDER BY day DESC, started_ms DESC LIMIT ?",
	    doing, err);
	int got = SQLITE_ERROR;

	*past = NULL;
	*n = 0;
	if (!q)
		return false;
	sqlite3_bind_int(q, 1, since);
	sqlite3_bind_int(q, 2, HISTORY_PAST_MAX);
	while ((got = sqlite3_step(q)) == SQLITE_ROW) {
		if (*n % 64 == 0)
			*past = mem_resize(*past, *n + 64, sizeof(**past));
		read_past(q, &(*past)[(*n)++]);
	}
	sqlite3_finalize(q);
	if (got == SQLITE_DONE)
		return true;
	free(*past);
	*past = NULL;
	*n = 0;
	return fail(h, err, doing);
}

bool
history_times_done(
    struct history *h, const char *exercise, int most, int *times, struct err *err)
{
	static const char doing[] = "cannot be read";
	sqlite3_stmt *q = prepare(h,
	    "SELECT count(*) FROM (SELECT DISTINCT session FROM step"
	    " WHERE exercise = ? AND outcome = 1 LIMIT ?)",
	    doing, err);
	bool ok;

	*times = 0;
	if (!q)
		return false;
	sqlite3_bind_text(q, 1, exercise, -1, SQLITE_STATIC);
	sqlite3_bind_int(q, 2, most);
	ok = sqlite3_step(q) == SQLITE_ROW;
	if (ok)
		*times = sqlite3_column_int(q, 0);
	sqlite3_finalize(q);
	return ok || fail(h, err, doing);
}
