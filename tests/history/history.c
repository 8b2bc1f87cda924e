#include "history/history.h"

#include "base/civil.h"
#include "base/mem.h"
#include "history/schema.h"
#include "tests/history/made.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>

/* --- tests -------------------------------------------------------------- */

static void
what_is_written_is_read(void **state)
{
	struct folder *f = *state;
	struct history *h = must_open(f->file);
	struct session_record r = record(DAY, 1772442000000), back;
	struct day_total *days;
	size_t n;

	assert_true(history_begin(h, &r, NULL));
	back = newest(h);
	assert_same(&back, &r);
	session_record_fini(&back);

	hold(&r, 0, 20000);
	r.steps[1] = (struct step_record){
	    "move-0", SIDE_RIGHT, 25000, 7000, OUTCOME_WRONG, 7000};
	r.planned_ms += 5000;
	hold(&r, 2, 1500);
	assert_true(history_checkpoint(h, &r, true, NULL));
	back = newest(h);
	assert_same(&back, &r);
	session_record_fini(&back);

	for (int i = 2; i < STEPS; i++)
		hold(&r, i, 20000);
	r.state = STATE_DONE;
	assert_true(history_end(h, &r, NULL));
	history_close(h);

	h = history_open_read(f->file, NULL);
	assert_non_null(h);
	back = newest(h);
	assert_same(&back, &r);
	session_record_fini(&back);
	assert_true(history_days(h, DAY - 1, DAY + 1, &days, &n, NULL));
	assert_int_equal(n, 1);
	assert_int_equal(days[0].day, DAY);
	assert_int_equal(days[0].done, 1);
	assert_int_equal(days[0].active_ms, r.active_ms);
	free(days);
	history_close(h);
	session_record_fini(&r);
	assert_sound(f->file);
}

static void
files_are_the_persons_only(void **state)
{
	struct folder *f = *state;
	char path[800];
	struct history *h;
	struct session_record r = record(DAY, 0);
	struct stat st;
	static const char *const tails[] = {"", "-wal", "-shm"};

	snprintf(path, sizeof(path), "%s/new/uncoil/history.db", f->path);
	h = must_open(path);
	assert_true(history_begin(h, &r, NULL));
	for (size_t i = 0; i < ARRAY_LEN(tails); i++) {
		char one[900];

		snprintf(one, sizeof(one), "%s%s", path, tails[i]);
		assert_int_equal(stat(one, &st), 0);
		assert_int_equal(st.st_mode & 0777, 0600);
	}
	*strrchr(path, '/') = '\0';
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	history_close(h);
	session_record_fini(&r);
}

/* arg: where in the expected starts we are. */
static bool
in_order(const struct session_record *r, void *arg)
{
	const int64_t **at = arg;

	assert_int_equal(r->started_ms, *(*at)++);
	return true;
}

static void
newest_comes_first(void **state)
{
	static const struct {
		int32_t day;
		int64_t started_ms;
		const char *remark;
	} rows[] = {
	    {DAY, 500, "first written"},
	    {DAY + 1, 900, "a later day"},
	    {DAY, 800, "the same day, later"},
	    {DAY + 1, 100, "the clock was set back"},
	    {DAY - 3, 999, "a past day, filled in afterwards"},
	};
	static const int64_t order[] = {900, 100, 800, 500, 999};
	struct folder *f = *state;
	struct history *h = must_open(f->file);

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct session_record r = record(rows[i].day, rows[i].started_ms);

		assert_true(history_begin(h, &r, NULL));
		r.state = STATE_SKIPPED;
		assert_true(history_end(h, &r, NULL));
		session_record_fini(&r);
	}
	for (size_t limit = 0; limit <= ARRAY_LEN(order); limit++) {
		const int64_t *at = order;

		assert_true(history_each(h, limit, in_order, &at, NULL));
		assert_int_equal(at - order, limit ? limit : ARRAY_LEN(order));
	}
	history_close(h);
	assert_sound(f->file);
}

static void
a_dead_session_is_settled(void **state)
{
	static const struct {
		int held; /* of 6 steps, whole */
		int64_t more_ms;
		enum session_state state;
		const char *remark;
	} rows[] = {
	    {0, 0, STATE_SKIPPED, "died in the lead-in"},
	    {0, 1, STATE_PARTIAL, "a millisecond was held"},
	    {4, 3999, STATE_PARTIAL, "just below 70 percent"},
	    {4, 4000, STATE_DONE, "70 percent to the millisecond"},
	    {6, 0, STATE_DONE, "all, but the end was not written"},
	};
	struct folder *f = *state;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct history *h = must_open(f->file);
		struct session_record r = record(DAY, 100 + (int64_t)i), back;
		int at = 0;

		for (; at < rows[i].held; at++)
			hold(&r, at, 20000);
		if (rows[i].more_ms)
			hold(&r, at, rows[i].more_ms);
		if (at < STEPS)
			r.steps[at].outcome = OUTCOME_OPEN;
		assert_true(history_begin(h, &r, NULL));
		back = newest(h);
		assert_int_equal(back.state, STATE_RUNNING);
		session_record_fini(&back);
		history_close(
		    h); /* the lock goes, as it does when a program dies */

		h = i % 2 ? history_open_settled(f->file, NULL)
			  : must_open(f->file);
		assert_non_null(h);
		back = newest(h);
		if (back.state != rows[i].state)
			fail_msg("%s: state %d", rows[i].remark, (int)back.state);
		assert_int_equal(back.active_ms, r.active_ms);
		for (int s = 0; s < STEPS; s++)
			assert_int_equal(back.steps[s].outcome,
			    s < rows[i].held ? OUTCOME_DONE : OUTCOME_SKIPPED);
		session_record_fini(&back);
		session_record_fini(&r);
		history_close(h);
	}
	assert_sound(f->file);
}

static int64_t
running_in(const struct folder *f)
{
	return number(f->file, "SELECT count(*) FROM session WHERE state = 0");
}

static void
a_living_session_is_left_alone(void **state)
{
	struct folder *f = *state;
	struct history *one = must_open(f->file), *two = must_open(f->file);
	struct session_record a = record(DAY, 1000), b = record(DAY, 2000);
	int n = 0;

	/* Two programs, each with a session, and a third that looks. */
	assert_true(history_begin(one, &a, NULL));
	assert_true(history_begin(two, &b, NULL));
	assert_int_equal(history_settle(one, NULL), 0);
	assert_int_equal(history_settle(two, NULL), 0);
	for (int i = 0; i < STEPS; i++) {
		struct history *three = must_open(f->file);

		assert_int_equal(running_in(f), 2);
		history_close(three);
		hold(&a, i, 20000);
		hold(&b, i, 10000);
		assert_true(history_checkpoint(one, &a, true, NULL));
		assert_true(history_checkpoint(two, &b, true, NULL));
	}
	history_close(two); /* b dies, a lives */
	assert_int_equal(history_settle(one, NULL), 1);
	two = must_open(f->file);
	b = (session_record_fini(&b), newest(two));
	assert_int_equal(b.state, STATE_PARTIAL);
	assert_int_equal(b.active_ms, 60000);
	assert_int_equal(running_in(f), 1);
	a.state = STATE_DONE;
	assert_true(history_end(one, &a, NULL));
	assert_int_equal(running_in(f), 0);
	assert_true(history_each(two, 0, count_one, &n, NULL));
	assert_int_equal(n, 2);
	history_close(one);
	history_close(two);
	session_record_fini(&a);
	session_record_fini(&b);
	assert_sound(f->file);
}

/* --- files that are not ours to change ---------------------------------- */

struct bytes {
	char *s;
	size_t n;
};

static struct bytes
slurp(const char *path)
{
	struct bytes b = {mem_new(1 << 20, 1), 0};
	FILE *in = fopen(path, "rb");

	assert_non_null(in);
	b.n = fread(b.s, 1, 1 << 20, in);
	fclose(in);
	return b;
}

static void
spill(const char *path, const void *s, size_t n)
{
	FILE *out = fopen(path, "wb");

	assert_non_null(out);
	assert_int_equal(fwrite(s, 1, n, out), n);
	fclose(out);
}

static void
make_garbage(const char *path)
{
	static const char text[] =
	    "this is a letter to a friend, and no database at all; "
	    "it is longer than a header of 100 bytes, so it is "
	    "read as one";

	spill(path, text, sizeof(text));
}

static void
make_cut(const char *path)
{
	struct bytes b;

	history_close(must_open(path));
	b = slurp(path);
	spill(path, b.s, b.n / 2);
	free(b.s);
}

static void
make_future(const char *path)
{
	history_close(must_open(path));
	change(path, "PRAGMA user_version = 7; UPDATE meta SET readable = 7");
}

static void
make_foreign(const char *path)
{
	change(path, "CREATE TABLE bookmarks (url TEXT)");
}

static void
make_foreign_id(const char *path)
{
	change(path, "PRAGMA application_id = 1234; CREATE TABLE t (x)");
}

static void
a_file_that_is_not_ours_is_refused(void **state)
{
	static const struct {
		void (*make)(const char *path);
		const char *says, *remark;
	} rows[] = {
	    {make_garbage, "it is no history", "text"},
	    {make_cut, "it is damaged", "the second half is missing"},
	    {make_future, "newer uncoil", "a version from the future"},
	    {make_foreign, "another program's", "tables, but not ours"},
	    {make_foreign_id, "another program's",
		"somebody else's application_id"},
	};
	struct folder *f = *state;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct bytes before, after;
		struct err err = {""};

		unlink(f->file);
		rows[i].make(f->file);
		before = slurp(f->file);
		assert_null(history_open(f->file, &err));
		if (!strstr(err.text, rows[i].says))
			fail_msg("%s: %s", rows[i].remark, err.text);
		assert_null(history_open_read(f->file, &err));
		if (!strstr(err.text, rows[i].says))
			fail_msg("%s, to read: %s", rows[i].remark, err.text);
		after = slurp(f->file);
		assert_int_equal(after.n, before.n);
		assert_memory_equal(after.s, before.s, before.n);
		free(before.s);
		free(after.s);
	}
}

static void
an_empty_file_is_filled(void **state)
{
	struct folder *f = *state;
	struct err err = {"x"};

	assert_null(history_open_read(f->file, &err));
	assert_string_equal(err.text, ""); /* none there: no error */
	spill(f->file, "", 0);
	assert_null(history_open_read(f->file, &err));
	assert_string_equal(err.text, "");
	change(f->file, "PRAGMA journal_mode = WAL"); /* killed when it was made */
	assert_null(history_open_read(f->file, &err));
	assert_string_equal(err.text, "");
	history_close(must_open(f->file));
	assert_int_equal(number(f->file, "PRAGMA user_version"), SCHEMA_VERSION);
	assert_int_equal(
	    number(f->file, "PRAGMA application_id"), SCHEMA_APPLICATION);
	history_close(must_open(f->file));
	assert_sound(f->file);
}

/* As the recorder does it: what another program's writing kept from us is
 * tried again. */
static bool
begin_at_last(const char *path, int64_t started_ms, struct err *err)
{
	struct session_record r = record(DAY, started_ms);
	struct history *h = NULL;
	bool ok = false;

	for (int tries = 0; !ok && tries < 100; tries++) {
		if (!h)
			h = history_open(path, err);
		ok = h && history_begin(h, &r, err);
		if (!ok && !strstr(err->text, "another program keeps it locked"))
			break;
	}
	return ok;
}

static void
many_programs_make_it_at_once(void **state)
{
	struct folder *f = *state;
	pid_t child[8];

	for (size_t i = 0; i < ARRAY_LEN(child); i++) {
		child[i] = fork();
		if (child[i] == 0) {
			struct err err = {""};

			if (begin_at_last(f->file, (int64_t)i, &err))
				_exit(0);
			fprintf(stderr, "# %s\n", err.text);
			_exit(1);
		}
	}
	for (size_t i = 0; i < ARRAY_LEN(child); i++) {
		int status;

		assert_int_equal(waitpid(child[i], &status, 0), child[i]);
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), 0);
	}
	assert_int_equal(number(f->file, "SELECT count(*) FROM session"), 8);
	assert_sound(f->file);
}

/* --- a file system that fails, or at which the program dies ------------- */

/* The system's VFS, with its writes counted: at the nth one the program is
 * killed half-way through it, or from the nth on the disk is full. */
static struct {
	sqlite3_vfs vfs;
	sqlite3_vfs *real;
	/* Of the database, and of the files beside it, which are not locked. */
	const sqlite3_io_methods *real_io[2];
	sqlite3_io_methods io[2];
	int left;
	bool kill;
} shim;

static bool
broken(void)
{
	if (shim.left > 0)
		shim.left--;
	return shim.left == 0;
}

static const sqlite3_io_methods *
real_io(const sqlite3_file *file)
{
	return shim.real_io[file->pMethods - shim.io];
}

static int
shim_write(sqlite3_file *file, const void *s, int n, sqlite3_int64 at)
{
	if (broken()) {
		if (!shim.kill)
			return SQLITE_FULL;
		real_io(file)->xWrite(file, s, n / 2, at);
		raise(SIGKILL);
	}
	return real_io(file)->xWrite(file, s, n, at);
}

static int
shim_sync(sqlite3_file *file, int flags)
{
	if (broken() && shim.kill)
		raise(SIGKILL);
	return real_io(file)->xSync(file, flags);
}

static int
shim_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	if (broken() && shim.kill)
		raise(SIGKILL);
	return real_io(file)->xTruncate(file, size);
}

static int
shim_open(
    sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out)
{
	int got = shim.real->xOpen(shim.real, name, file, flags, out);

	(void)vfs;
	if (got == SQLITE_OK && file->pMethods) {
		int i = flags & SQLITE_OPEN_MAIN_DB ? 0 : 1;

		shim.real_io[i] = file->pMethods;
		shim.io[i] = *file->pMethods;
		shim.io[i].xWrite = shim_write;
		shim.io[i].xSync = shim_sync;
		shim.io[i].xTruncate = shim_truncate;
		file->pMethods = &shim.io[i];
	}
	return got;
}

static void
shim_on(int nth, bool kill)
{
	shim.real = sqlite3_vfs_find("unix");
	shim.vfs = *shim.real;
	shim.vfs.zName = "shim";
	shim.vfs.xOpen = shim_open;
	shim.left = nth;
	shim.kill = kill;
	sqlite3_vfs_register(&shim.vfs, 1);
}

static void
shim_off(void)
{
	sqlite3_vfs_unregister(&shim.vfs);
}

/* A whole session; *held gets what was durable, as each call returned true. */
static bool
whole_session(const char *path, volatile int64_t *held)
{
	struct history *h = history_open(path, NULL);
	struct session_record r = record(DAY, 5000);
	bool ok = h && history_begin(h, &r, NULL);

	*held = 0;
	for (int i = 0; ok && i < STEPS; i++) {
		hold(&r, i, 20000);
		ok = history_checkpoint(h, &r, true, NULL);
		if (ok)
			*held = r.active_ms;
	}
	r.state = STATE_DONE;
	ok = ok && history_end(h, &r, NULL);
	history_close(h);
	session_record_fini(&r);
	return ok;
}

/* Forks a session whose nth write kills it; did it live to the end? */
static bool
killed_at(const char *path, int nth, volatile int64_t *held)
{
	pid_t child = fork();
	int status;

	if (child == 0) {
		shim_on(nth, true);
		_exit(whole_session(path, held) ? 0 : 1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void
a_kill_loses_at_most_the_running_hold(void **state)
{
	struct folder *f = *state;
	volatile int64_t *held;
	int nth = 1;
	bool lived;

	/* What the child knew to be safe, in memory that outlives it. */
	held = mmap(NULL, sizeof(*held), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_true(held != MAP_FAILED);
	do {
		struct session_record back;
		struct history *h;
		char tail[800];

		unlink(f->file);
		snprintf(tail, sizeof(tail), "%s-wal", f->file);
		unlink(tail);
		snprintf(tail, sizeof(tail), "%s-shm", f->file);
		unlink(tail);
		*held = 0;
		lived = killed_at(f->file, nth++, held);
		h = must_open(f->file);
		back = newest(h);
		if (back.n_steps > 0) /* killed after it began */
			assert_true(back.state != STATE_RUNNING);
		assert_true(back.active_ms >= *held);
		assert_true(back.active_ms <= *held + 20000);
		session_record_fini(&back);
		history_close(h);
		assert_sound(f->file);
	} while (!lived);
	assert_true(nth > 50); /* or the shim counts nothing */
	munmap((void *)held, sizeof(*held));
}

static void
a_full_disk_leaves_what_was_there(void **state)
{
	struct folder *f = *state;
	bool ok = false;

	history_close(must_open(f->file));
	for (int nth = 1; !ok; nth++) {
		volatile int64_t held;
		struct session_record back;
		struct history *h;

		shim_on(nth, false);
		ok = whole_session(f->file, &held);
		shim_off();
		h = must_open(f->file);
		back = newest(h);
		assert_true(back.active_ms >= held);
		session_record_fini(&back);
		history_close(h);
		assert_sound(f->file);
		assert_true(nth < 1000);
	}
}

static void
a_full_disk_is_said_and_got_over(void **state)
{
	struct folder *f = *state;
	struct history *h = must_open(f->file);
	struct session_record r = record(DAY, 1), back;
	struct rlimit before, tiny;
	struct err err = {""};
	bool ok;

	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &before);
	tiny = before;
	tiny.rlim_cur = 1024;
	setrlimit(RLIMIT_FSIZE, &tiny);
	ok = history_begin(h, &r, &err);
	setrlimit(RLIMIT_FSIZE, &before);
	assert_false(ok);
	assert_non_null(strstr(err.text, "full"));
	hold(&r, 0, 20000);
	assert_true(history_begin(h, &r, &err)); /* the same record, again */
	hold(&r, 1, 20000);
	setrlimit(RLIMIT_FSIZE, &tiny);
	ok = history_checkpoint(h, &r, true, &err);
	setrlimit(RLIMIT_FSIZE, &before);
	assert_false(ok);
	assert_non_null(strstr(err.text, "full"));
	back = newest(h);
	assert_int_equal(back.active_ms, 20000);
	session_record_fini(&back);
	assert_true(history_checkpoint(h, &r, true, &err));
	back = newest(h);
	assert_same(&back, &r);
	session_record_fini(&back);
	history_close(h);
	session_record_fini(&r);
	assert_sound(f->file);
}

static void
a_locked_database_is_said(void **state)
{
	struct folder *f = *state;
	struct history *h = must_open(f->file);
	struct session_record r = record(DAY, 1);
	struct err err = {""};
	sqlite3 *other;
	int n = 0;

	assert_int_equal(sqlite3_open(f->file, &other), SQLITE_OK);
	assert_int_equal(
	    sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	assert_false(history_begin(h, &r, &err));
	assert_non_null(strstr(err.text, "another program keeps it locked"));
	assert_true(history_each(h, 0, count_one, &n, NULL)); /* reading goes on */
	sqlite3_exec(other, "ROLLBACK", NULL, NULL, NULL);
	sqlite3_close(other);
	assert_true(history_begin(h, &r, &err));
	history_close(h);
	session_record_fini(&r);
}

/* As somebody who may not write there: root may write everywhere. */
static int
as_nobody(const char *file, bool (*try)(const char *file))
{
	pid_t child = fork();
	int status;

	if (child == 0) {
		if (geteuid() == 0 && (setgid(65534) < 0 || setuid(65534) < 0))
			_exit(3);
		_exit(try(file) ? 0 : 1);
	}
	waitpid(child, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static bool
reads_but_cannot_write(const char *file)
{
	struct err err = {""};
	struct history *h = history_open(file, &err);
	int n = 0;
	bool ok = !h && strstr(err.text, "may not be written");

	history_close(h);
	h = history_open_read(file, &err);
	ok = ok && h && history_each(h, 0, count_one, &n, &err) && n == 1;
	history_close(h);
	if (!ok)
		fprintf(stderr, "# %s\n", err.text);
	return ok;
}

static void
a_folder_without_leave_to_write_is_read(void **state)
{
	struct folder *f = *state;
	struct history *h = must_open(f->file);
	struct session_record r = record(DAY, 1);
	char lock[700];

	assert_true(history_begin(h, &r, NULL));
	r.state = STATE_SKIPPED;
	assert_true(history_end(h, &r, NULL));
	history_close(h);
	session_record_fini(&r);
	snprintf(lock, sizeof(lock), "%s/history.lock", f->path);
	chmod(lock, 0444);
	chmod(f->file, 0444);
	chmod(f->path, 0555);
	assert_int_equal(as_nobody(f->file, reads_but_cannot_write), 0);
}

static void
wrong_calls_are_refused(void **state)
{
	struct folder *f = *state;
	struct history *h = must_open(f->file);
	struct session_record r = record(DAY, 1);
	struct err err = {""};

	assert_false(history_checkpoint(h, &r, true, &err)); /* before begin */
	r.day++;
	assert_false(history_begin(h, &r, &err)); /* an id of another day */
	assert_non_null(strstr(err.text, "not of its day"));
	history_close(h);
	session_record_fini(&r);
}

static void
what_is_past_is_given_newest_first(void **state)
{
	struct folder *f = *state;
	struct history *h = must_open(f->file);
	struct past_session *past;
	size_t n;

	assert_true(history_past(h, 0, &past, &n, NULL));
	assert_int_equal(n, 0);
	for (int i = 0; i < 4; i++) {
		struct session_record r = record(DAY - i / 2, 1000 + i);

		r.routine[0] = (char)('a' + i);
		assert_true(history_begin(h, &r, NULL));
		hold(&r, 0, 20000);
		r.state = STATE_PARTIAL;
		assert_true(history_end(h, &r, NULL));
		session_record_fini(&r);
	}
	assert_true(history_past(h, DAY - 1, &past, &n, NULL));
	assert_int_equal(n, 4);
	assert_string_equal(past[0].routine, "besk-reset-2");
	assert_string_equal(past[3].routine, "cesk-reset-2");
	assert_int_equal(past[0].day, DAY);
	assert_int_equal(past[0].started_ms, 1001);
	assert_int_equal(past[0].offset_min, 60);
	assert_int_equal(past[0].state, STATE_PARTIAL);
	free(past);
	assert_true(history_past(h, DAY, &past, &n, NULL));
	assert_int_equal(n, 2);
	free(past);
	history_close(h);
}

/* How often a movement was done, from a file of the first version too: that one
 * has no index for it. */
static void
times_done(void **state)
{
	struct folder *f = *state;
	struct history *h = must_open(f->file);
	int times;

	for (int i = 0; i < 4; i++) {
		struct session_record r = record(DAY + i, 1000 * i);

		assert_true(history_begin(h, &r, NULL));
		r.steps[0].outcome = r.steps[1].outcome = OUTCOME_DONE;
		r.steps[2].outcome = i < 2 ? OUTCOME_DONE : OUTCOME_SKIPPED;
		r.state = STATE_PARTIAL;
		assert_true(history_end(h, &r, NULL));
		session_record_fini(&r);
	}
	assert_true(history_times_done(h, "move-0", 9, &times, NULL));
	assert_int_equal(times, 4); /* sessions, not sides */
	assert_true(history_times_done(h, "move-0", 3, &times, NULL));
	assert_int_equal(times, 3);
	assert_true(history_times_done(h, "move-1", 3, &times, NULL));
	assert_int_equal(times, 2);
	assert_true(history_times_done(h, "nothing", 3, &times, NULL));
	assert_int_equal(times, 0);
	history_close(h);
	assert_sound(f->file);
}

int
main(void)
{
#define IN_A_FOLDER(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
	    IN_A_FOLDER(what_is_written_is_read),
	    IN_A_FOLDER(files_are_the_persons_only),
	    IN_A_FOLDER(newest_comes_first),
	    IN_A_FOLDER(what_is_past_is_given_newest_first),
	    IN_A_FOLDER(a_dead_session_is_settled),
	    IN_A_FOLDER(a_living_session_is_left_alone),
	    IN_A_FOLDER(a_file_that_is_not_ours_is_refused),
	    IN_A_FOLDER(an_empty_file_is_filled),
	    IN_A_FOLDER(times_done),
	    IN_A_FOLDER(many_programs_make_it_at_once),
	    IN_A_FOLDER(a_kill_loses_at_most_the_running_hold),
	    IN_A_FOLDER(a_full_disk_leaves_what_was_there),
	    IN_A_FOLDER(a_full_disk_is_said_and_got_over),
	    IN_A_FOLDER(a_locked_database_is_said),
	    IN_A_FOLDER(a_folder_without_leave_to_write_is_read),
	    IN_A_FOLDER(wrong_calls_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
