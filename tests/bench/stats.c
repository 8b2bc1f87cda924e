/*
 * What `uncoil stats --weeks 26` costs beside sqlite3's own shell asked for like
 * sums of the same file, with histories of ten years: in turn, nine times each.
 * Exit 1 when it takes more than twice as long, or 8 MiB of memory.
 *	tests/bench/stats [SESSIONS...]
 */
#include "base/civil.h"
#include "base/mem.h"
#include "base/str.h"
#include "history/history.h"
#include "history/schema.h"
#include "routine/library.h"
#include "tests/dice.h"
#include "tests/folder.h"
#include "tests/test.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define DAYS   3652 /* ten years */
#define LAST   20514
#define STEPS  7 /* sides, of a session */
#define RUNS   9
#define MOST   2.0  /* times sqlite3 */
#define MOST_K 8192 /* KiB of memory */

/* --- a history ------------------------------------------------------------------- */

static void
sql(sqlite3 *db, const char *text)
{
	char *why = NULL;

	if (sqlite3_exec(db, text, NULL, NULL, &why) != SQLITE_OK)
		fail_msg("%s", why);
}

static sqlite3_stmt *
prepare(sqlite3 *db, const char *text)
{
	sqlite3_stmt *q;

	if (sqlite3_prepare_v2(db, text, -1, &q, NULL) != SQLITE_OK)
		fail_msg("%s", sqlite3_errmsg(db));
	return q;
}

static void
run(sqlite3_stmt *q, const int64_t *numbers, int n)
{
	for (int i = 0; i < n; i++)
		sqlite3_bind_int64(q, i + 1, numbers[i]);
	assert_int_equal(sqlite3_step(q), SQLITE_DONE);
	sqlite3_reset(q);
}

/* The triggers as they are made, each ended by `;`; and they are gone.  The
 * caller frees them. */
static char *
take_triggers(sqlite3 *db)
{
	sqlite3_stmt *q = prepare(
	    db, "SELECT sql, name FROM sqlite_master WHERE type = 'trigger'");
	struct str make = {0}, drop = {0};

	while (sqlite3_step(q) == SQLITE_ROW) {
		str_addf(&make, "%s;", (const char *)sqlite3_column_text(q, 0));
		str_addf(&drop, "DROP TRIGGER %s;",
		    (const char *)sqlite3_column_text(q, 1));
	}
	sqlite3_finalize(q);
	sql(db, drop.s);
	str_fini(&drop);
	return str_take(&make);
}

struct writer {
	sqlite3_stmt *session, *step, *rating;
	const char *const *ids; /* of all movements */
	size_t n_ids;
	struct dice dice;
};

static void
write_steps(struct writer *w, int64_t no)
{
	for (int i = 0; i < STEPS; i++) {
		const char *id = w->ids[dice_roll(&w->dice, (int)w->n_ids)];
		int64_t numbers[] = {
		    no, i, i % 3, 10000 + dice_roll(&w->dice, 20000)};

		sqlite3_bind_text(w->step, 5, id, -1, SQLITE_STATIC);
		run(w->step, numbers, 4);
	}
}

/* The neck each time, the lower back every second time, and the mood. */
static void
write_ratings(struct writer *w, int64_t no)
{
	int topics[] = {REGION_NECK, TOPIC_MOOD, REGION_LOWER_BACK};

	for (size_t i = 0; i < (no % 2 ? 3 : 2); i++) {
		int64_t numbers[] = {no, topics[i], 3 + dice_roll(&w->dice, 3),
		    1 + dice_roll(&w->dice, 5)};

		run(w->rating, numbers, 4);
	}
}

static void
write_session(struct writer *w, int64_t no, int32_t day)
{
	int64_t numbers[] = {
	    no, day, day * INT64_C(86400000) + dice_roll(&w->dice, 86400) * 1000};
	char id[37];

	snprintf(id, sizeof(id), "%08x-0000-7000-8000-%012llx", (unsigned)day,
	    (unsigned long long)no);
	sqlite3_bind_text(w->session, 4, id, -1, SQLITE_STATIC);
	run(w->session, numbers, 3);
	write_steps(w, no);
	write_ratings(w, no);
}

static void
fill(sqlite3 *db, struct library *lib, int sessions)
{
	struct writer w = {.dice = {1}};

	w.ids = library_ids(lib, SHELF_EXERCISES, &w.n_ids);
	w.session = prepare(db,
	    "INSERT INTO session (no, id, rev, day, started_ms, offset_min, "
	    "routine, state, planned_ms, active_ms) "
	    "VALUES (?1, ?4, 1, ?2, ?3, 60, 'desk-reset-2', 1, 150000, 140000)");
	w.step = prepare(db, "INSERT INTO step (session, n, exercise, side, "
			     "planned_ms, held_ms, outcome) "
			     "VALUES (?1, ?2, ?5, ?3, 30000, ?4, 1)");
	w.rating = prepare(db, "INSERT INTO rating VALUES (?1, ?2, ?3, ?4)");
	for (int i = 0; i < sessions; i++)
		write_session(&w, i + 1,
		    LAST - DAYS + 1 + (int32_t)((int64_t)i * DAYS / sessions));
	sqlite3_finalize(w.session);
	sqlite3_finalize(w.step);
	sqlite3_finalize(w.rating);
}

/* Made by the program's own code, filled past its triggers, summed by its SQL. */
static void
make_history(const char *path, struct library *lib, int sessions)
{
	struct err err = {""};
	struct history *h = history_open(path, &err);
	char *triggers;
	sqlite3 *db;

	assert_string_equal(err.text, "");
	history_close(h);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	sql(db, "PRAGMA synchronous = OFF; BEGIN");
	triggers = take_triggers(db);
	fill(db, lib, sessions);
	sql(db, SCHEMA_SUMS);
	sql(db, triggers);
	sql(db, "COMMIT; PRAGMA wal_checkpoint(TRUNCATE)");
	free(triggers);
	sqlite3_close(db);
}

/* In a process of its own: what this one holds counts for those that it starts. */
static void
make_elsewhere(const char *path, struct library *lib, int sessions)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		make_history(path, lib, sessions);
		exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

/* --- what is compared ------------------------------------------------------------ */

struct cost {
	double ms;
	long kib;
};

static double
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1000 + (double)now.tv_nsec / 1000000;
}

static struct cost
cost_of(const char *const *argv)
{
	double start = now_ms();
	struct rusage used;
	int status, null;
	pid_t pid = vfork();

	if (pid == 0) {
		null = open("/dev/null", O_WRONLY);
		dup2(null, STDOUT_FILENO);
		execvp(argv[0], (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	assert_int_equal(wait4(pid, &status, 0, &used), pid);
	if (status != 0)
		fail_msg("%s: status %d", argv[0], status);
	return (struct cost){now_ms() - start, used.ru_maxrss};
}

static int
by_ms(const void *a, const void *b)
{
	const struct cost *p = a, *q = b;

	return (p->ms > q->ms) - (p->ms < q->ms);
}

/* The days, the doses, the scores, and each movement with how tension changed. */
#define BETWEEN "day BETWEEN 20339 AND 20514"
#define LIKE                                                                       \
	"SELECT sum(held), sum(done), sum(active_ms), sum(planned_ms) FROM day "   \
	"WHERE " BETWEEN ";"                                                       \
	"SELECT exercise, side, sum(held_ms) FROM dose WHERE " BETWEEN             \
	" GROUP BY 1, 2;"                                                          \
	"SELECT topic, count(*), avg(before), avg(after - before) FROM session "   \
	"CROSS JOIN rating ON session = no WHERE " BETWEEN " GROUP BY 1;"          \
	"SELECT exercise, count(DISTINCT no), avg(after - before) FROM session "   \
	"CROSS JOIN rating ON rating.session = no "                                \
	"CROSS JOIN step ON step.session = no WHERE " BETWEEN " AND topic < 11 "   \
	"AND outcome = 1 AND before IS NOT NULL AND after IS NOT NULL GROUP BY 1"

static bool
compare(const char *uncoil, const char *db, int sessions)
{
	const char *const ours[] = {
	    uncoil, "stats", "--to", "2026-03-02", "--weeks", "26", "--json", NULL};
	const char *const theirs[] = {"sqlite3", db, LIKE, NULL};
	struct cost a[RUNS], b[RUNS];
	double ratio;

	for (int i = 0; i < RUNS; i++) {
		a[i] = cost_of(ours);
		b[i] = cost_of(theirs);
	}
	qsort(a, RUNS, sizeof(*a), by_ms);
	qsort(b, RUNS, sizeof(*b), by_ms);
	ratio = a[RUNS / 2].ms / b[RUNS / 2].ms;
	printf("%7d sessions: stats %.1f ms, sqlite3 %.1f ms, %.2f of it; "
	       "%.1f MiB\n",
	    sessions, a[RUNS / 2].ms, b[RUNS / 2].ms, ratio,
	    (double)a[RUNS / 2].kib / 1024);
	fflush(stdout);
	return ratio <= MOST && a[RUNS / 2].kib < MOST_K;
}

static bool
measure(const char *uncoil, struct library *lib, int sessions)
{
	struct folder folder;
	char db[700];
	bool ok;

	folder_make(&folder, "");
	setenv("HOME", folder.path, 1);
	setenv("XDG_DATA_HOME", folder.path, 1);
	setenv("XDG_CONFIG_HOME", folder.path, 1);
	setenv("XDG_STATE_HOME", folder.path, 1);
	snprintf(db, sizeof(db), "%s/uncoil/history.db", folder.path);
	make_elsewhere(db, lib, sessions);
	ok = compare(uncoil, db, sessions);
	folder_remove(&folder);
	return ok;
}

int
main(int argc, char **argv)
{
	static const char *const sizes[] = {"10000", "100000", "1000000"};
	const char *build = getenv("top_builddir");
	struct library *lib = library_new(NULL, getenv("UNCOIL_DATADIR"));
	struct str uncoil = {0};
	bool ok = true;

	str_addf(&uncoil, "%s/uncoil", build ? build : ".");
	for (int i = 1; i < argc; i++)
		ok = measure(uncoil.s, lib, atoi(argv[i])) && ok;
	for (size_t i = 0; argc == 1 && i < ARRAY_LEN(sizes); i++)
		ok = measure(uncoil.s, lib, atoi(sizes[i])) && ok;
	str_fini(&uncoil);
	library_free(lib);
	return ok ? 0 : 1;
}
