/*
 * A program that dies, and a disk that is full or fails, at each system call with
 * which a history is written: afterwards all of a change is there or nothing of
 * it, and the streak that is told is the one of what is there.
 *
 * The system's calls are taken over by functions of the same name in here, so that
 * SQLite's are counted too; armed only in a child.
 */
#include "base/civil.h"
#include "base/str.h"
#include "history/count.h"
#include "history/mend.h"
#include "history/schema.h"
#include "tests/history/made.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/mman.h>
#include <sys/wait.h>

#define TODAY (DAY + 3)

/* --- the calls ------------------------------------------------------------------ */

enum fault {
	KILL_BEFORE, /* the call is not made */
	KILL_AFTER,  /* it is made, of a write the first half */
	FULL,        /* from then on there is no space: ENOSPC */
	FAIL_ONCE,   /* that one call: EIO */
	FAULTS
};

static struct {
	bool armed;
	enum fault fault;
	int left; /* calls until it happens; 0: it has happened */
} trap;

/* A call of the system, by its name. */
#define REAL(name, type) ((type)(uintptr_t)dlsym(RTLD_NEXT, name))

/* Does the call come to be made? */
static bool
happens(bool takes_space)
{
	if (!trap.armed || (trap.left > 1 && trap.left--))
		return true;
	if (trap.left == 0 && (trap.fault != FULL || !takes_space))
		return true;
	trap.left = 0;
	switch (trap.fault) {
	case KILL_BEFORE:
		raise(SIGKILL);
		break;
	case KILL_AFTER:
		trap.left = -1; /* who makes the call sees it and dies */
		return true;
	case FULL:
		errno = ENOSPC;
		return !takes_space;
	case FAIL_ONCE:
		errno = EIO;
		return false;
	case FAULTS:
		break;
	}
	return true;
}

static void
die_after(void)
{
	if (trap.armed && trap.left == -1)
		raise(SIGKILL);
}

/* As much of n as is written before the end comes. */
static size_t
share(size_t n)
{
	return trap.armed && trap.left == -1 ? n / 2 : n;
}

ssize_t
write(int fd, const void *s, size_t n)
{
	ssize_t put;

	if (!happens(true))
		return -1;
	put = REAL("write", ssize_t(*)(int, const void *, size_t))(fd, s, share(n));
	die_after();
	return put;
}

ssize_t
pwrite64(int fd, const void *s, size_t n, off64_t at)
{
	ssize_t put;

	if (!happens(true))
		return -1;
	put = REAL("pwrite64", ssize_t(*)(int, const void *, size_t, off64_t))(
	    fd, s, share(n), at);
	die_after();
	return put;
}

int
ftruncate64(int fd, off64_t size)
{
	int got;

	if (!happens(true))
		return -1;
	got = REAL("ftruncate64", int (*)(int, off64_t))(fd, size);
	die_after();
	return got;
}

/* Whoever is killed loses nothing for want of a disk: nobody needs to wait. */
static int
pretend_to_sync(void)
{
	if (!happens(false))
		return -1;
	die_after();
	return 0;
}

int
fsync(int fd)
{
	(void)fd;
	return pretend_to_sync();
}

int
fdatasync(int fd)
{
	(void)fd;
	return pretend_to_sync();
}

int
rename(const char *from, const char *to)
{
	int got;

	if (!happens(true))
		return -1;
	got = REAL("rename", int (*)(const char *, const char *))(from, to);
	die_after();
	return got;
}

int
unlink(const char *path)
{
	int got;

	if (!happens(false))
		return -1;
	got = REAL("unlink", int (*)(const char *))(path);
	die_after();
	return got;
}

int
mkdir(const char *path, mode_t mode)
{
	int got;

	if (!happens(true))
		return -1;
	got = REAL("mkdir", int (*)(const char *, mode_t))(path, mode);
	die_after();
	return got;
}

/* Opening writes only where it makes a file. */
static int
open_any(const char *name, const char *path, int flags, mode_t mode)
{
	int fd;

	if (flags & O_CREAT && !happens(true))
		return -1;
	fd = REAL(name, int (*)(const char *, int, ...))(path, flags, mode);
	if (flags & O_CREAT)
		die_after();
	return fd;
}

#define OPEN(name)                                                                 \
	int name(const char *path, int flags, ...)                                 \
	{                                                                          \
		va_list ap;                                                        \
		mode_t mode;                                                       \
                                                                                   \
		va_start(ap, flags);                                               \
		mode = flags & O_CREAT ? va_arg(ap, mode_t) : 0;                   \
		va_end(ap);                                                        \
		return open_any(#name, path, flags, mode);                         \
	}

OPEN(open)
OPEN(open64)

/* --- what is done --------------------------------------------------------------- */

/* Where it is done, and how far it came; shared with the child. */
struct place {
	struct folder folder;
	char mirror[700];
	int steps; /* calls that returned true */
	int most;  /* after so many it is left, as if the program had ended */
};

static void
say_done(struct place *p)
{
	if (++p->steps == p->most)
		_exit(0);
}

/* Goes on when ok; else the change could not be made, and it is over. */
#define STEP(p, ok)                                                                \
	do {                                                                       \
		if (!(ok))                                                         \
			return false;                                              \
		say_done(p);                                                       \
	} while (0)

/* An id that is the same in each run. */
static struct session_record
known_record(int32_t day, int n)
{
	struct session_record r = record(day, 1000 * n);

	snprintf(r.id + 24, sizeof(r.id) - 24, "%012d", n);
	memcpy(r.id + 14, "7000-8000-", 10);
	return r;
}

static struct session_record
known_done(int32_t day, int n)
{
	struct session_record r = known_record(day, n);

	for (int i = 0; i < STEPS; i++)
		hold(&r, i, 20000);
	session_record_sum(&r);
	return r;
}

static const struct streak_rules *
rules(struct streak_rules *r)
{
	*r = rules_standard();
	return r;
}

/* As every program does it that has changed the history. */
static bool
count(struct place *p, struct streak *streak)
{
	struct streak_rules asked;

	return count_now(
	    p->mirror, p->folder.file, rules(&asked), TODAY, streak, NULL, NULL);
}

static bool
play(struct place *p, struct history *h, struct session_record *r)
{
	STEP(p, history_begin(h, r, NULL));
	for (int i = 0; i < STEPS; i += 2) {
		hold(r, i, 20000);
		hold(r, i + 1, 20000);
		STEP(p, history_checkpoint(h, r, i % 4 == 0, NULL));
	}
	r->state = STATE_DONE;
	STEP(p, history_end(h, r, NULL));
	session_record_rate(r, REGION_NECK)->before = 6;
	strcpy(r->note, "a line");
	STEP(p, history_end(h, r, NULL));
	return true;
}

static bool
play_one(struct place *p, struct history *h)
{
	struct session_record r = known_record(TODAY, 50);

	return play(p, h, &r);
}

static bool
edit_some(struct place *p, struct history *h)
{
	struct session_record r;

	STEP(p, history_find(h, 2, NULL, &r, NULL));
	strcpy(r.note, "corrected");
	r.steps[0].held_ms = 500;
	session_record_sum(&r);
	STEP(p, history_change(h, &r, NULL));
	STEP(p, history_remove(h, r.id, 2, NULL));
	return true;
}

static bool
resume_one(struct place *p, struct history *h)
{
	struct session_record r;

	STEP(p, history_interrupted(h, 0, &r, NULL));
	r.rev++;
	r.state = STATE_RUNNING;
	STEP(p, history_resume(h, &r, NULL));
	hold(&r, STEPS - 1, 20000);
	STEP(p, history_checkpoint(h, &r, true, NULL));
	session_record_sum(&r);
	STEP(p, history_end(h, &r, NULL));
	return true;
}

/* As a file of another machine: new ones, newer ones, one that went away. */
static bool
import_some(struct place *p, struct history *h)
{
	enum merged how;
	bool ok;

	if (!history_together(h, NULL))
		return false;
	ok = true;
	for (int n = 1; ok && n < 30; n++) {
		struct session_record r = known_done(DAY + n % 3, n);

		r.rev = n < 10 ? 5 : 1;
		ok = history_merge(h, &r, &how, NULL);
		session_record_fini(&r);
	}
	if (ok) {
		struct session_record r = known_done(DAY, 3);
		struct gone_record gone = {.rev = 7, .day = DAY};

		memcpy(gone.id, r.id, sizeof(gone.id));
		ok = history_merge_gone(h, &gone, &how, NULL);
		session_record_fini(&r);
	}
	STEP(p, history_together_end(h, ok, NULL) && ok);
	return true;
}

static bool
mend_it(struct place *p, struct history *h)
{
	struct mended m;

	STEP(p, history_mend(h, &m, NULL));
	return true;
}

/* Opening it is all: an older one is brought up to date, a dead session settled. */
static bool
open_it(struct place *p, struct history *h)
{
	(void)h;
	say_done(p);
	return true;
}

/* --- what is there before ------------------------------------------------------------ */

static void
make_some(struct place *p)
{
	struct history *h = must_open(p->folder.file);

	for (int n = 1; n < 8; n++) {
		struct session_record r = known_done(DAY + n % 3, n);

		assert_true(history_add(h, &r, NULL));
		session_record_fini(&r);
	}
	history_close(h);
}

static void
make_interrupted(struct place *p)
{
	struct history *h;
	struct session_record r = known_record(TODAY, 20);

	make_some(p);
	h = must_open(p->folder.file);
	hold(&r, 0, 20000);
	r.state = STATE_PARTIAL;
	assert_true(history_add(h, &r, NULL));
	session_record_fini(&r);
	history_close(h);
}

static void
make_dead(struct place *p)
{
	struct history *h;
	struct session_record r = known_record(TODAY, 20);

	make_some(p);
	h = must_open(p->folder.file);
	hold(&r, 0, 20000);
	r.steps[1].outcome = OUTCOME_OPEN;
	assert_true(history_begin(h, &r, NULL));
	history_close(h);
	session_record_fini(&r);
}

static void
make_wrong_sums(struct place *p)
{
	make_some(p);
	change(p->folder.file, "UPDATE day SET done = 0, active_ms = 0;"
			       "DELETE FROM dose");
}

static void
make_nothing(struct place *p)
{
	(void)p;
}

static void
make_old(struct place *p)
{
	char sql[600];

	change(p->folder.file, schema_migrations[0]);
	change(p->folder.file, schema_migrations[1]);
	for (int i = 1; i < 4; i++) {
		snprintf(sql, sizeof(sql),
		    "INSERT INTO session (id, rev, day, started_ms, offset_min, "
		    "routine, state, planned_ms, active_ms) VALUES "
		    "('019cabb5-0000-7000-8000-00000000000%d', 1, %d, %d, 60, "
		    "'old', 1, 40000, 30000);"
		    "INSERT INTO step VALUES (%d, 0, 'move-0', 1, 20000, 20000, 1, "
		    "NULL), (%d, 1, 'move-0', 2, 20000, 10000, 2, 500)",
		    i, DAY + i, i, i, i);
		change(p->folder.file, sql);
	}
	snprintf(sql, sizeof(sql),
	    "PRAGMA application_id = %d; PRAGMA user_version = 2; "
	    "PRAGMA journal_mode = WAL",
	    SCHEMA_APPLICATION);
	change(p->folder.file, sql);
}

static const struct change {
	const char *what;
	void (*make)(struct place *p);
	bool (*does)(struct place *p, struct history *h);
	int least; /* calls of the system that it has at least */
} changes[] = {
    {"a session", make_some, play_one, 25},
    {"the first session of all", make_nothing, play_one, 25},
    {"a correction and a removal", make_some, edit_some, 10},
    {"a session that goes on", make_interrupted, resume_one, 15},
    {"an import", make_some, import_some, 8},
    {"a migration", make_old, open_it, 15},
    {"a dead session that is closed", make_dead, open_it, 5},
    {"sums that are mended", make_wrong_sums, mend_it, 5},
};

/* --- what is there afterwards ---------------------------------------------------------- */

/* All that a database holds, as text; the caller frees it. */
static char *
dump(const char *path)
{
	static const char *const tables[] = {"session", "step", "rating", "alarm",
	    "answer", "plan", "former", "gone", "day", "dose", "meta", "rules",
	    "pause"};
	struct str out = {0};
	sqlite3 *db;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	for (size_t i = 0; i < ARRAY_LEN(tables); i++) {
		sqlite3_stmt *q;
		char sql[100];

		snprintf(sql, sizeof(sql), "SELECT * FROM %s ORDER BY 1, 2, 3",
		    tables[i]);
		assert_int_equal(
		    sqlite3_prepare_v2(db, sql, -1, &q, NULL), SQLITE_OK);
		str_addf(&out, "%s\n", tables[i]);
		while (sqlite3_step(q) == SQLITE_ROW) {
			for (int c = 0; c < sqlite3_column_count(q); c++)
				str_addf(&out, "%s|",
				    (const char *)sqlite3_column_text(q, c));
			str_add(&out, "\n");
		}
		sqlite3_finalize(q);
	}
	sqlite3_close(db);
	return str_take(&out);
}

static void
copy_file(const char *from, const char *to)
{
	FILE *in = fopen(from, "rb"), *out;
	char buf[65536];
	size_t n;

	if (!in)
		return;
	out = fopen(to, "wb");
	assert_non_null(out);
	while ((n = fread(buf, 1, sizeof(buf), in)) > 0)
		assert_int_equal(fwrite(buf, 1, n, out), n);
	fclose(in);
	assert_int_equal(fclose(out), 0);
}

static struct place *
place_new(void)
{
	struct place *p = mmap(NULL, sizeof(*p), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	assert_true(p != MAP_FAILED);
	folder_make(&p->folder, "history.db");
	snprintf(p->mirror, sizeof(p->mirror), "%s/streak.ini", p->folder.path);
	return p;
}

static void
place_free(struct place *p)
{
	folder_remove(&p->folder);
	munmap(p, sizeof(*p));
}

/* The change, and the streak that is told after it, in a child: 0 when it went
 * well, 1 when it could not be made, -1 when it died. */
static int
run(struct place *p, const struct change *c, enum fault fault, int nth)
{
	pid_t child = fork();
	int status;

	if (child == 0) {
		struct history *h;
		struct streak streak;
		bool ok;

		trap.fault = fault;
		trap.left = nth;
		trap.armed = nth > 0;
		h = history_open(p->folder.file, NULL);
		ok = h && c->does(p, h);
		history_close(h);
		count(p, &streak);
		_exit(trap.armed && trap.left > 0 ? 2 : ok ? 0 : 1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	if (WIFSIGNALED(status)) {
		assert_int_equal(WTERMSIG(status), SIGKILL);
		return -1;
	}
	return WEXITSTATUS(status);
}

/* Opened again as the next program does, which settles it. */
static char *
dump_settled(struct place *p)
{
	history_close(must_open(p->folder.file));
	assert_int_equal(
	    number(p->folder.file, "SELECT count(*) FROM pragma_integrity_check "
				   "WHERE integrity_check <> 'ok'"),
	    0);
	return dump(p->folder.file);
}

/* What is there after each of its steps, when nothing goes wrong: states[0] is
 * before all of them. */
#define STATES 12

static int
states_of(const struct change *c, const struct place *first, char *states[STATES])
{
	int n = 0, steps = 0;

	for (; n <= steps; n++) {
		struct place *p = place_new();

		assert_true(n < STATES);
		copy_file(first->folder.file, p->folder.file);
		p->most = n;
		if (n > 0)
			assert_int_equal(run(p, c, KILL_BEFORE, 0), 0);
		if (n == 0) { /* how many there are */
			states[0] = dump_settled(p);
			p->most = -1;
			assert_int_equal(run(p, c, KILL_BEFORE, 0), 0);
			steps = p->steps;
		} else {
			states[n] = dump_settled(p);
			assert_sound(p->folder.file);
		}
		place_free(p);
	}
	return n;
}

/* What was told as done is there, and nothing but it or the step that was on its
 * way. */
static void
assert_between(const struct change *c, const struct place *p, const char *got,
    char *const states[], int n, enum fault fault, int nth)
{
	for (int i = p->steps; i <= p->steps + 1 && i < n; i++)
		if (strcmp(got, states[i]) == 0)
			return;
	fail_msg("%s, fault %d at call %d, after step %d: neither before nor "
		 "after:\n%s",
	    c->what, (int)fault, nth, p->steps, got);
}

/* The streak as the next program tells it, and as it is without a mirror. */
static void
assert_streak(struct place *p)
{
	struct streak told, counted;

	assert_true(count(p, &told));
	unlink(p->mirror);
	assert_true(count(p, &counted));
	assert_int_equal(told.current, counted.current);
	assert_int_equal(told.longest, counted.longest);
	assert_int_equal(told.done_today, counted.done_today);
	assert_int_equal(told.last_day, counted.last_day);
	assert_string_equal(told.marks, counted.marks);
}

/* One fault at the nth call; false when it has no so many. */
static bool
try(const struct change *c, const struct place *first, char *const states[], int n,
    enum fault fault, int nth)
{
	struct place *p = place_new();
	char *got;
	int status;

	copy_file(first->folder.file, p->folder.file);
	p->most = -1;
	status = run(p, c, fault, nth);
	got = dump_settled(p);
	if (status == 2 || status == 0) /* it was told that all went well */
		assert_string_equal(got, states[n - 1]);
	else
		assert_between(c, p, got, states, n, fault, nth);
	assert_streak(p);
	free(got);
	place_free(p);
	return status != 2;
}

/* Slow with the sanitizers, which look at the code and not at the disk: there
 * one call in seven is tried, another for each fault. */
static int
stride(void)
{
	const char *sanitized = getenv("SANITIZE");

	return sanitized && *sanitized ? 7 : 1;
}

static void
before_or_after(void **state)
{
	const struct change *c = *state;
	struct place *first = place_new();
	char *states[STATES];
	int n, calls = 0;

	c->make(first);
	n = states_of(c, first, states);

	for (enum fault fault = 0; fault < FAULTS; fault++) {
		int nth = stride() > 1 ? 1 + (int)fault : 1;

		for (; try(c, first, states, n, fault, nth); nth += stride())
			calls++;
		if (nth <= c->least)
			fail_msg("%s: only %d calls", c->what, nth - 1);
	}
	printf("# %s: %d faults\n", c->what, calls);
	for (int i = 0; i < n; i++)
		free(states[i]);
	place_free(first);
}

int
main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(changes)];

	for (size_t i = 0; i < ARRAY_LEN(changes); i++)
		tests[i] = (struct CMUnitTest){.name = changes[i].what,
		    .test_func = before_or_after,
		    .initial_state = (void *)(uintptr_t)&changes[i]};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
