/*
 * What a long history costs: ten years of 10,000, of 100,000 and of a million
 * sessions, ten a day in the last half year, and what the programs that ask it
 * take, as wall time (the median of some rounds, and the least) and the most memory
 * that was resident.
 *
 *	history [SESSIONS...]
 *
 * Run in the build folder.  In the same rounds stand `true` and, where they are
 * there, sqlite3's own shell with a like question and tty-clock(1): what a program
 * may cost at most is told as a multiple of theirs, median by median.  A busy machine
 * takes more from who runs longer: the same multiple of processor time stands beside
 * it.  Exit 1 when it costs more, when a million costs more than twice what ten thousand do (and
 * 3 ms), or when it holds more memory than MEMORY_MAX_KB.
 */
#include "history/history.h"
#include "base/civil.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "history/schema.h"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define YEARS_DAYS    3652
#define LATE_DAYS     183 /* the last half year has always as many: */
#define A_DAY         10  /* what grows is what is older */
#define ROUNDS        61
#define MEMORY_MAX_KB 8192

struct cost {
	double ms, cpu_ms; /* by the clock on the wall, and of a processor */
	long kb;           /* the most that was resident; of a screen its own */
};

struct question {
	const char *what;
	const char *words[8];
	const char *until; /* on a screen: what stands there when it is drawn */
	struct cost (*measure)(const struct question *q, char *const argv[]);
	bool ours;           /* its memory and its growth are looked at */
	double most;         /* times what `against` costs; 0: no limit */
	const char *against; /* another question, asked in the same rounds */
};

/* --- a history ------------------------------------------------------------------ */

static void
must(sqlite3 *db, const char *sql)
{
	char *why = NULL;

	if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK) {
		fprintf(stderr, "%s\n", why);
		exit(2);
	}
}

/* The triggers are taken away and put back: a million rows are summed at once. */
static char *
take_triggers(sqlite3 *db)
{
	struct str drop = {0}, make = {0};
	sqlite3_stmt *q;

	sqlite3_prepare_v2(db,
	    "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'", -1, &q,
	    NULL);
	while (sqlite3_step(q) == SQLITE_ROW) {
		str_addf(&drop, "DROP TRIGGER %s;", sqlite3_column_text(q, 0));
		str_addf(&make, "%s;", sqlite3_column_text(q, 1));
	}
	sqlite3_finalize(q);
	must(db, drop.s);
	str_fini(&drop);
	return str_take(&make);
}

static void
fill(sqlite3 *db, long sessions, int32_t today)
{
	long before = sessions - A_DAY * LATE_DAYS;
	char sql[2048];

	/* The id holds its day, as base/rng.h makes it. */
	snprintf(sql, sizeof(sql),
	    "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n "
	    "WHERE i + 1 < %ld), d AS (SELECT i, CASE WHEN i < %ld "
	    "THEN %d + i * %d / %ld ELSE %d - (%ld - 1 - i) / %d END AS day "
	    "FROM n) INSERT INTO session (no, id, rev, day, started_ms, "
	    "offset_min, routine, state, planned_ms, active_ms) "
	    "SELECT i + 1, printf('%%s-%%s-7%%03x-8%%03x-%%012x', "
	    "substr(h, 1, 8), substr(h, 9, 4), i %% 4096, i / 4096 %% 4096, i), 1, "
	    "day, day * 86400000 + 28800000 + i %% 40000 * 1000, 60, "
	    "CASE i %% 3 WHEN 0 THEN 'desk-reset-2' ELSE 'neck-shoulders-5' END, "
	    "1 + (i %% 7 = 0), 120000, 60000 + i %% 60000 FROM "
	    "(SELECT i, day, printf('%%012x', day * 86400000) AS h FROM d)",
	    sessions, before, today - YEARS_DAYS, YEARS_DAYS - LATE_DAYS, before,
	    today, sessions, A_DAY);
	must(db, sql);
	must(db, "INSERT INTO step (session, n, exercise, side, planned_ms, "
		 "held_ms, outcome) SELECT no, k.column1, k.column2, k.column3, "
		 "30000, active_ms / 4, 1 FROM session CROSS JOIN "
		 "(VALUES (0, 'chin-tuck-seated', 0), (1, 'levator-stretch', 1), "
		 "(2, 'levator-stretch', 2), (3, 'cat-cow', 0)) k");
	must(db, "INSERT INTO rating SELECT no, 0, 4 + no % 4, 3 + no % 3 "
		 "FROM session WHERE no % 2");
	must(db, SCHEMA_SUMS);
}

static void
make(const char *path, long sessions, int32_t today)
{
	struct err err = {""};
	struct history *h = history_open(path, &err);
	char *triggers;
	sqlite3 *db;

	if (!h) {
		fprintf(stderr, "%s\n", err.text);
		_exit(2);
	}
	history_close(h);
	sqlite3_open(path, &db);
	must(db, "PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF; BEGIN");
	triggers = take_triggers(db);
	fill(db, sessions, today);
	must(db, triggers);
	must(db, "COMMIT; PRAGMA journal_mode = WAL; ANALYZE; DROP TABLE "
		 "IF EXISTS sqlite_stat4");
	must(db, "DELETE FROM sqlite_stat1"); /* ours has none */
	sqlite3_close(db);
	free(triggers);
}

/* In a child: what it takes of memory would be counted to who is measured. */
static void
make_apart(const char *path, long sessions, int32_t today)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		make(path, sessions, today);
		_exit(0);
	}
	waitpid(pid, &status, 0);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		exit(2);
}

/* --- what a program costs ----------------------------------------------------------- */

static double
now_ms(void)
{
	return (double)clock_mono() / 1e6;
}

/* What is its own and stays in memory: the kernel's word, while it waits to be
 * reaped would be none, so it is asked while it runs. */
static long
private_kb(pid_t pid)
{
	char path[64], line[200];
	long kb, sum = 0;
	FILE *in;

	snprintf(path, sizeof(path), "/proc/%d/smaps_rollup", (int)pid);
	in = fopen(path, "r");
	while (in && fgets(line, sizeof(line), in))
		if (sscanf(line, "Private_%*[A-Za-z]: %ld", &kb) == 1)
			sum += kb;
	if (in)
		fclose(in);
	return sum;
}

static double
cpu_ms(const struct rusage *u)
{
	return (double)(u->ru_utime.tv_sec + u->ru_stime.tv_sec) * 1e3 +
	       (double)(u->ru_utime.tv_usec + u->ru_stime.tv_usec) / 1e3;
}

/* Its output is read to the end. */
static struct cost
run(const struct question *q, char *const argv[])
{
	struct cost cost = {.ms = now_ms()};
	struct rusage usage;
	int fds[2], status;
	char buf[4096];
	pid_t pid;

	if (pipe(fds) < 0 || (pid = fork()) < 0)
		exit(2);
	if (pid == 0) {
		dup2(fds[1], 1);
		close(fds[0]);
		execvp(argv[0], argv);
		_exit(127);
	}
	close(fds[1]);
	while (read(fds[0], buf, sizeof(buf)) > 0)
		;
	close(fds[0]);
	wait4(pid, &status, 0, &usage);
	cost.ms = now_ms() - cost.ms;
	cost.kb = usage.ru_maxrss;
	cost.cpu_ms = cpu_ms(&usage);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
		fprintf(stderr, "%s: it failed\n", q->what);
		exit(2);
	}
	return cost;
}

/* From its start until a screen has drawn what stands at its foot. */
static struct cost
first_frame(const struct question *q, char *const argv[])
{
	struct cost cost = {.ms = now_ms()};
	struct rusage usage;
	struct winsize size = {.ws_row = 24, .ws_col = 80};
	struct str seen = {0};
	char buf[4096];
	ssize_t n;
	int fd;
	pid_t pid = forkpty(&fd, NULL, NULL, &size);

	if (pid == 0) {
		execvp(argv[0], argv);
		_exit(127);
	}
	while ((n = read(fd, buf, sizeof(buf))) > 0) {
		str_addn(&seen, buf, (size_t)n);
		if (strstr(seen.s, q->until))
			break;
	}
	cost.ms = now_ms() - cost.ms;
	cost.kb = private_kb(pid);
	kill(pid, SIGTERM);
	wait4(pid, NULL, 0, &usage);
	cost.cpu_ms = cpu_ms(&usage);
	close(fd);
	if (!seen.s || !strstr(seen.s, q->until)) {
		fprintf(stderr, "%s: it was not drawn\n", q->what);
		exit(2);
	}
	str_fini(&seen);
	return cost;
}

/* --- questions ------------------------------------------------------------------------ */

static char shell_question[400], mirror[700], db_path[700], date[16];

/* Without the mirror, as after a change. */
static struct cost
run_without_mirror(const struct question *q, char *const argv[])
{
	unlink(mirror);
	return run(q, argv);
}

/* clang-format off */
static const struct question questions[] = {
	{"true", {"true"}, NULL, run, false, 0, NULL},
	{"streak", {"./uncoil", "streak"}, NULL, run, true, 2.1, "true"},
	{"streak, counted", {"./uncoil", "streak"}, NULL, run_without_mirror, true, 0, NULL},
	{"log -n 20", {"./uncoil", "log", "-n", "20"}, NULL, run, true, 0, NULL},
	{"sqlite3, 26 weeks", {"sqlite3", db_path, shell_question}, NULL, run, false, 0, NULL},
	{"stats --weeks 26", {"./uncoil", "stats", "--weeks", "26", "--json"}, NULL, run, true,
		2, "sqlite3, 26 weeks"},
	{"tty-clock, frame", {"tty-clock"}, date, first_frame, false, 0, NULL},
	{"home, first frame", {"./uncoil"}, "search", first_frame, true, 1.5, "tty-clock, frame"},
	{"home, all of it", {"./uncoil"}, "\u2022", first_frame, true, 0, NULL},
};
/* clang-format on */

#define QUESTIONS (sizeof(questions) / sizeof(questions[0]))

/* Of one question in all rounds, from the least time on; n 0: nobody is there to be
 * asked. */
struct rounds {
	double ms[ROUNDS], cpu_ms[ROUNDS];
	int n;
	long kb;
};

static bool
is_there(const char *program)
{
	const char *at = getenv("PATH");
	char path[700];

	if (strchr(program, '/'))
		return true;
	for (; at && *at; at += strcspn(at, ":"), at += *at == ':') {
		snprintf(path, sizeof(path), "%.*s/%s", (int)strcspn(at, ":"), at,
		    program);
		if (access(path, X_OK) == 0)
			return true;
	}
	return false;
}

static struct cost
measure(const struct question *q)
{
	char *argv[9] = {NULL};

	for (int i = 0; i < 8 && q->words[i]; i++)
		argv[i] = (char *)(uintptr_t)q->words[i];
	return q->measure(q, argv);
}

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double
median(const struct rounds *a)
{
	return a->ms[a->n / 2];
}

static double
median_cpu(const struct rounds *a)
{
	return a->cpu_ms[a->n / 2];
}

/* One after the other and again: what else the machine does falls on all alike.
 * The round before the first reads from the disk. */
static void
ask_all(struct rounds asked[QUESTIONS])
{
	memset(asked, 0, QUESTIONS * sizeof(*asked));
	for (int round = -1; round < ROUNDS; round++)
		for (size_t i = 0; i < QUESTIONS; i++) {
			struct rounds *a = &asked[i];
			struct cost cost;

			if (!is_there(questions[i].words[0]))
				continue;
			cost = measure(&questions[i]);
			if (round < 0)
				continue;
			a->cpu_ms[a->n] = cost.cpu_ms;
			a->ms[a->n++] = cost.ms;
			a->kb = cost.kb > a->kb ? cost.kb : a->kb;
		}
	for (size_t i = 0; i < QUESTIONS; i++) {
		qsort(asked[i].ms, (size_t)asked[i].n, sizeof(double), by_size);
		qsort(asked[i].cpu_ms, (size_t)asked[i].n, sizeof(double), by_size);
	}
}

static const struct rounds *
asked_of(const struct rounds asked[QUESTIONS], const char *what)
{
	for (size_t i = 0; i < QUESTIONS; i++)
		if (strcmp(questions[i].what, what) == 0)
			return &asked[i];
	fprintf(stderr, "%s: nobody asks that\n", what);
	exit(2);
}

/* How one stands beside another; 1 when it costs too much. */
static int
set_against(const struct question *q, const struct rounds asked[QUESTIONS])
{
	const struct rounds *own, *other = asked_of(asked, q->against);
	double times;

	if (other->n == 0) {
		printf("  (%s is not here)", q->against);
		return 0;
	}
	own = asked_of(asked, q->what);
	times = median(own) / median(other);
	printf("  %.2f times %s (processor %.2f), at most %.1f%s", times,
	    q->against, median_cpu(own) / median_cpu(other), q->most,
	    times > q->most ? ": TOO MUCH" : "");
	return times > q->most;
}

static int
tell(const struct rounds asked[QUESTIONS])
{
	int wrong = 0;

	for (size_t i = 0; i < QUESTIONS; i++) {
		const struct question *q = &questions[i];

		if (asked[i].n == 0)
			continue;
		printf("  %-18s %6.1f ms (least %.1f, processor %.1f) %6ld kB",
		    q->what, median(&asked[i]), asked[i].ms[0],
		    median_cpu(&asked[i]), asked[i].kb);
		if (q->against)
			wrong |= set_against(q, asked);
		if (q->ours && asked[i].kb > MEMORY_MAX_KB) {
			printf("  TOO MUCH memory");
			wrong = 1;
		}
		puts("");
	}
	fflush(stdout);
	return wrong;
}

static int
compare(const struct rounds *few, const struct rounds *many)
{
	int wrong = 0;

	for (size_t i = 0; i < QUESTIONS; i++) {
		if (!questions[i].ours ||
		    median(&many[i]) <= 2 * median(&few[i]) + 3)
			continue;
		printf("grows: %s, %.1f to %.1f ms\n", questions[i].what,
		    median(&few[i]), median(&many[i]));
		wrong = 1;
	}
	return wrong;
}

static void
settle_at(const char *home)
{
	char path[700];
	FILE *out;

	setenv("HOME", home, 1);
	unsetenv("XDG_CONFIG_HOME");
	unsetenv("XDG_DATA_HOME");
	unsetenv("XDG_STATE_HOME");
	setenv("TERM", "xterm-256color", 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	snprintf(path, sizeof(path),
	    "mkdir -p %s/.config/uncoil %s/.local/share/uncoil "
	    "%s/.local/state/uncoil",
	    home, home, home);
	if (system(path) != 0)
		exit(2);
	snprintf(
	    path, sizeof(path), "%s/.local/state/uncoil/first-page-read", home);
	out = fopen(path, "w");
	if (out)
		fclose(out);
	snprintf(mirror, sizeof(mirror), "%s/.config/uncoil/streak.ini", home);
	snprintf(
	    db_path, sizeof(db_path), "%s/.local/share/uncoil/history.db", home);
}

int
main(int argc, char **argv)
{
	static const long standard[] = {10000, 100000, 1000000};
	struct rounds first[QUESTIONS], last[QUESTIONS];
	char home[] = "/tmp/uncoil-bench-XXXXXX", clean[100];
	int32_t today = civil_day(clock_wall_ms(), 0, 0);
	int n = argc > 1 ? argc - 1 : 3, status = 0;

	if (!mkdtemp(home))
		return 2;
	settle_at(home);
	snprintf(
	    date, sizeof(date), "%.5s", civil_print(today, (char[CIVIL_LEN]){0}));
	snprintf(shell_question, sizeof(shell_question),
	    "SELECT day / 7, exercise, side, sum(held_ms) FROM dose "
	    "WHERE day > %d GROUP BY 1, 2, 3; SELECT day, topic, before, after "
	    "FROM session JOIN rating ON session = no WHERE day > %d "
	    "ORDER BY day, started_ms",
	    today - 182, today - 182);
	for (int i = 0; i < n; i++) {
		long sessions = argc > 1 ? atol(argv[i + 1]) : standard[i];
		double from = now_ms();
		struct stat st;

		unlink(db_path);
		unlink(mirror);
		make_apart(db_path, sessions, today);
		stat(db_path, &st);
		printf("%ld sessions in ten years: %lld MB, made in %.1f s\n",
		    sessions, (long long)st.st_size >> 20,
		    (now_ms() - from) / 1000);
		ask_all(i == 0 ? first : last);
		status |= tell(i == 0 ? first : last);
	}
	if (n > 1)
		status |= compare(first, last);
	snprintf(clean, sizeof(clean), "rm -rf %s", home);
	return system(clean) != 0 ? 2 : status;
}
