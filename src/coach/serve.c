#include "coach/serve.h"

#include "base/clock.h"
#include "base/str.h"
#include "coach/door.h"
#include "coach/route.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

/* How often the watch goes round, and how often the log is emptied while much is
 * written: less at a time keeps the disk's answers short. */
#define WATCH_MS 1000
#define BUSY_MS  200

/* How long those inside are waited for: the worker may wait 5 s for another
 * program. */
#define STOP_MS 10000

#define TIDY_MS INT64_C(3600000)

/* Pages of the log that the worker may move between two commits, and how often
 * what came meanwhile is gone after before that. */
#define LOG_FEW    100
#define LOG_MUCH   200
#define LOG_ROUNDS 5

/* A certificate with all between is some kilobytes. */
#define PEM_MAX (256 * 1024)

struct server {
	struct listening at;
	struct str cert, key;
	struct site about;
	struct log log;
	struct worker *worker;
	struct door *door;
	struct db *beside; /* this thread's own way to the database */
	int moved;         /* pages of the log that were in it, last time */
	int signals;
	/* What is tidied next; the worker's thread moves it on. */
	_Atomic int64_t tidy_next, tidy_now_ms;
	int64_t tidied_ms;
};

/* --- opening ---------------------------------------------------------------- */

/* Signals come by a descriptor, and to no thread. */
static int
catch_signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	sigprocmask(SIG_BLOCK, &set, NULL);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static bool
read_pem(const char *path, struct str *out, struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char part[4096];
	ssize_t n = fd < 0 ? -1 : 0;

	while (
	    fd >= 0 && (n = read(fd, part, sizeof(part))) > 0 && out->len < PEM_MAX)
		str_addn(out, part, (size_t)n);
	if (n < 0)
		err_errno(err, "%s", path);
	if (fd >= 0)
		close(fd);
	return n == 0 || (n > 0 && err_set(err, "%s: it is too large", path));
}

static bool
read_pems(struct server *s, const struct config *config, struct err *err)
{
	const char *cert = config->text[CONFIG_CERT],
		   *key = config->text[CONFIG_KEY];

	if (!*cert && !*key)
		return true;
	if (!*cert || !*key)
		return err_set(err, "a certificate and its key go together");
	return read_pem(cert, &s->cert, err) && read_pem(key, &s->key, err);
}

/* What is wide open and has no TLS is open to everybody's reading. */
static bool
is_safe(const struct server *s, struct err *err)
{
	return s->at.local || s->cert.s ||
	       err_set(err,
		   "%s: not without TLS: give --cert and --key, or listen at "
		   "127.0.0.1 "
		   "behind a proxy that has them",
		   s->at.at.s);
}

static void
describe(struct server *s, const struct config *config)
{
	s->about = (struct site){
	    .name = config->text[CONFIG_NAME],
	    .privacy_url = config->text[CONFIG_PRIVACY_URL],
	    .retain_days = (int)config->number[CONFIG_RETAIN_DAYS],
	    .backups_days = (int)config->number[CONFIG_BACKUPS_DAYS],
	    .device_calls = (int)config->number[CONFIG_DEVICE_CALLS],
	};
	s->log = (struct log){
	    .to = stderr, .level = (enum log_level)config->number[CONFIG_LOG]};
}

static bool
open_door(struct server *s, const struct config *config, struct err *err)
{
	struct door_options options = {
	    .at = &s->at,
	    .cert = s->cert.s,
	    .key = s->key.s,
	    .per_address =
		s->at.local ? 0 : (int)config->number[CONFIG_PER_ADDRESS],
	    .proxy = s->at.local && config->number[CONFIG_PROXY],
	    .about = &s->about,
	    .log = &s->log,
	    .worker = s->worker,
	};

	s->door = door_open(&options, err);
	return s->door != NULL;
}

static bool
open_server(struct server *s, const struct config *config, struct store *store,
    struct err *err)
{
	*s = (struct server){.signals = catch_signals(), .at = {.fd = -1}};
	describe(s, config);
	if (s->signals < 0)
		return err_errno(err, "signals");
	/* A core, or a debugger of the same user, would show tokens. */
	prctl(PR_SET_DUMPABLE, 0);
	if (!read_pems(s, config, err) ||
	    !listen_open(&s->at, config->text[CONFIG_LISTEN], err))
		return false;
	if (!is_safe(s, err))
		return false;
	s->beside = store_beside(store, clock_wall_ms(), err);
	if (!s->beside)
		return false;
	db_keep_log(store_db(store));
	s->about.loopback = s->at.local && !s->at.path && !s->cert.s &&
			    !config->number[CONFIG_PROXY];
	s->worker = worker_new(store, route_answer, door_done, err);
	return s->worker && open_door(s, config, err);
}

static void
close_server(struct server *s)
{
	worker_free(s->worker);
	db_close(s->beside);
	if (s->door)
		door_close(s->door);
	else if (s->at.fd >= 0)
		close(s->at.fd);
	listen_close(&s->at);
	if (s->key.s)
		secret_wipe(s->key.s, s->key.len);
	str_fini(&s->cert);
	str_fini(&s->key);
	close(s->signals);
	/* Nothing is left to be hidden, and a leak checker wants to look. */
	prctl(PR_SET_DUMPABLE, 1);
}

/* --- running ---------------------------------------------------------------- */

static void
tidy(void *arg, struct store *store)
{
	struct server *s = arg;
	int64_t next = atomic_load(&s->tidy_next);
	struct err err;

	if (!store_begin(store, &err))
		return;
	store_tidy(store, atomic_load(&s->tidy_now_ms), &next);
	if (store_commit(store, &err))
		atomic_store(&s->tidy_next, next);
}

static void
finish_log(void *arg, struct store *store)
{
	int moved;

	(void)arg;
	db_checkpoint(store_db(store), &moved);
}

/*
 * Moves what was committed from the log into the file while the worker goes on: a
 * thousand pages in its way would keep calls waiting for tens of milliseconds.  The
 * log begins anew only when nothing is left in it, so the last few pages are the
 * worker's, between two commits.  True when there was much to move.
 */
static bool
empty_log(struct server *s)
{
	int moved = 0, before = s->moved;

	for (int i = 0; i < LOG_ROUNDS; i++)
		if (db_checkpoint(s->beside, &moved) <= LOG_FEW)
			break;
	s->moved = moved;
	worker_aside(s->worker, ASIDE_LOG, finish_log, NULL);
	/* The count begins anew with the log. */
	return moved != before && moved > LOG_MUCH;
}

/* Once an hour from its beginning to its end, some clients a second. */
static void
tidy_sometimes(struct server *s, int64_t now_ms)
{
	if (atomic_load(&s->tidy_next) == 0) {
		if (now_ms - s->tidied_ms < TIDY_MS && now_ms >= s->tidied_ms)
			return;
		s->tidied_ms = now_ms;
	}
	atomic_store(&s->tidy_now_ms, now_ms);
	worker_aside(s->worker, ASIDE_TIDY, tidy, s);
}

/* Waits for a signal that ends it; true when there was one. */
static bool
was_told(struct server *s, int ms)
{
	struct pollfd fd = {.fd = s->signals, .events = POLLIN};
	struct signalfd_siginfo info;

	return poll(&fd, 1, ms) == 1 &&
	       read(s->signals, &info, sizeof(info)) == sizeof(info);
}

static void
run(struct server *s)
{
	bool much = false;

	while (!was_told(s, much ? BUSY_MS : WATCH_MS)) {
		door_watch(s->door);
		tidy_sometimes(s, clock_wall_ms());
		much = empty_log(s);
	}
}

/* A second signal is impatience, and ends the wait. */
static void
stop(struct server *s)
{
	int64_t until_ns = clock_mono() + STOP_MS * CLOCK_MS;

	log_event(&s->log, clock_wall_ms(), "stopping", "");
	door_quiet(s->door);
	while (
	    door_busy(s->door) > 0 && clock_mono() < until_ns && !was_told(s, 20))
		door_watch(s->door);
}

static void
greet(const struct server *s, const struct config *config, bool made, FILE *says)
{
	const char *scheme = s->at.path ? "" : s->cert.s ? "https://" : "http://";

	fprintf(says, "uncoil-coach: listening at %s%s\n", scheme, s->at.at.s);
	if (made)
		fprintf(says,
		    "uncoil-coach: this is a new server; its files are in %s\n"
		    "next: uncoil-coach invite NAME   makes a code for a client of "
		    "yours\n",
		    config->text[CONFIG_DATA]);
	fflush(says);
}

bool
serve(const struct config *config, struct store *store, bool made, FILE *says,
    struct err *err)
{
	struct server s;
	bool ok = open_server(&s, config, store, err);

	if (ok) {
		greet(&s, config, made, says);
		log_event(&s.log, clock_wall_ms(), "started", "");
		run(&s);
		stop(&s);
		log_event(&s.log, clock_wall_ms(), "stopped", "");
	}
	close_server(&s);
	return ok;
}
