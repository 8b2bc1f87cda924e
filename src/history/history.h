/*
 * What was done: sessions and their steps in SQLite ($XDG_DATA_HOME/uncoil/
 * history.db; WAL, synchronous=FULL).  The truth; streak.ini and the screens
 * are made from it.  It knows no clock: days and instants are given.
 */
#ifndef HISTORY_HISTORY_H
#define HISTORY_HISTORY_H

#include "base/err.h"
#include "base/rng.h"
#include "routine/exercise.h"
#include "session/session.h"

#include <stdbool.h>
#include <stdint.h>

/* The numbers stand in the database: new ones at the end only.  partial: a session
 * that has not reached SESSION_DONE_PERCENT; skipped: nothing at all was held;
 * running: only while its program lives. */
enum session_state { STATE_RUNNING, STATE_DONE, STATE_PARTIAL, STATE_SKIPPED };

struct step_record {
	char exercise[ID_MAX + 1];
	enum side side;
	int64_t planned_ms, held_ms;
	enum outcome outcome;
	int64_t wrong_ms; /* -1: nothing was wrong */
};

struct session_record {
	char id[UUID_LEN];  /* UUIDv7 of its local day (base/rng.h) */
	int rev;            /* 1, raised by corrections */
	int32_t day;        /* local, fixed at its start */
	int64_t started_ms; /* Unix time */
	int offset_min;     /* of the zone at its start */
	char routine[ID_MAX + 1];
	enum session_state state;
	int64_t planned_ms, active_ms;
	struct step_record *steps;
	size_t n_steps;
};

void session_record_fini(struct session_record *r);

struct history;

/* Opens or makes the database (0600, its folder 0700), brings its schema up to
 * date and settles it.  NULL and err when it cannot be used (damaged, another
 * program's, newer than this program, no space ...); such a file is left as it
 * is. */
struct history *history_open(const char *path, struct err *err);
void history_close(struct history *h);

/* The same, only to read; NULL without an error (err->text "") when there is no
 * database yet. */
struct history *history_open_read(const char *path, struct err *err);

/*
 * Begins a session: writes it as r stands, and takes its lock, which the kernel
 * drops when the program dies.  One session at a time for each struct history;
 * any number of programs.  May be called again when it failed.
 */
bool history_begin(
    struct history *h, const struct session_record *r, struct err *err);

/* Writes what has been held so far.  A killed program cannot undo it; a power cut
 * neither when durable, which costs a wait for the disk. */
bool history_checkpoint(struct history *h, const struct session_record *r,
    bool durable, struct err *err);

/* The session is over, in the state that r says; drops the lock. */
bool history_end(
    struct history *h, const struct session_record *r, struct err *err);

/* Sessions whose program died become partial (or skipped, or done), and so do
 * their open steps.  Called by history_open; returns how many there were, -1 on
 * error. */
int history_settle(struct history *h, struct err *err);

/* Is any session written as running?  Then its program may be dead: history_open
 * settles it, history_open_read cannot. */
bool history_running(struct history *h);

/* Newest first (by day, then by the instant of the start), each given to fn
 * until it returns false.  limit 0: all.  r lives for that call only. */
typedef bool history_fn(const struct session_record *r, void *arg);
bool history_each(
    struct history *h, size_t limit, history_fn *fn, void *arg, struct err *err);

/* What one local day holds; for the streak and the calendar. */
struct day_total {
	int32_t day;
	int done;          /* sessions of state done */
	int64_t active_ms; /* of all sessions */
};

/* Days with any session from `from` to `to`, oldest first; the caller frees
 * *days.  */
bool history_days(struct history *h, int32_t from, int32_t to,
    struct day_total **days, size_t *n, struct err *err);

/* A session without its steps: what a habit is seen from. */
struct past_session {
	char routine[ID_MAX + 1];
	int32_t day;
	int64_t started_ms;
	int offset_min;
	enum session_state state;
};

/* More than 8 weeks hold; what is older is not given. */
#define HISTORY_PAST_MAX 500

/* The sessions since a day, newest first, at most HISTORY_PAST_MAX; the caller
 * frees *past. */
bool history_past(struct history *h, int32_t since, struct past_session **past,
    size_t *n, struct err *err);

/* In how many sessions an exercise was done, counted up to `most`. */
bool history_times_done(
    struct history *h, const char *exercise, int most, int *times, struct err *err);

#endif
