/*
 * What was done: sessions, their steps and what was said of them, in SQLite
 * ($XDG_DATA_HOME/uncoil/history.db; WAL, synchronous=FULL).  The truth;
 * streak.ini, the screens and all statistics are made from it.  It knows no
 * clock: days and instants are given.
 *
 * A file of an older program is brought up to date when it is opened, after a copy
 * of it was made ("history-version2.db" beside it).  One of a newer program can
 * be read where that allows it, and is never written.
 */
#ifndef HISTORY_HISTORY_H
#define HISTORY_HISTORY_H

#include "base/err.h"
#include "history/record.h"
#include "history/rules.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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

/* The session is over, in the state that r says.  It stays ours until
 * history_leave: what is said of it now (scores, a note) goes to it with another
 * history_end, and raises no revision. */
bool history_end(
    struct history *h, const struct session_record *r, struct err *err);

/* Lets go of the session that ran here; closing and beginning another do too.
 * Who sends sessions away takes only those that nobody holds. */
void history_leave(struct history *h);

/* Sessions whose program died become partial (or skipped, or done), and so do
 * their open steps.  Called by history_open; returns how many there were, -1 on
 * error. */
int history_settle(struct history *h, struct err *err);

/* Is any session written as running?  Then its program may be dead: history_open
 * settles it, history_open_read cannot. */
bool history_running(struct history *h);

/* --- corrections ----------------------------------------------------------- */

/* Adds a session that is over, with all that is said of it; r->rev is 1 unless it
 * comes from elsewhere.  An id that is there already is an error. */
bool history_add(
    struct history *h, const struct session_record *r, struct err *err);

/*
 * Puts r in the place of the session with its id, as revision r->rev + 1; what was
 * there is kept.  False when it was changed meanwhile (its revision is no more
 * r->rev), when it is not there, or when it is running: read it again.
 */
bool history_change(
    struct history *h, const struct session_record *r, struct err *err);

/*
 * Goes on with a session that is over: from now on it runs here, as after
 * history_begin, in revision r->rev, which is the next one of what is there; what
 * was there is kept.  False as for history_change, and to be called again likewise.
 */
bool history_resume(
    struct history *h, const struct session_record *r, struct err *err);

/*
 * Puts r, which is on another day than the session `from` that it was made of, in the
 * place of that one: r->id is a new one of its day, r->rev what was read.  `from` is
 * removed, and what it was goes with r, as its former revisions.  False as for
 * history_change.
 */
bool history_move(struct history *h, const struct session_record *r,
    const char *from, struct err *err);

/* Removes a session: what remains is its id with a revision, so that no old copy
 * brings it back, and what was there is kept. */
bool history_remove(struct history *h, const char *id, int rev, struct err *err);

/* How a record from elsewhere met what is here. */
enum merged {
	MERGED_NEW,
	MERGED_NEWER, /* it has the higher revision and took its place */
	MERGED_SAME,
	MERGED_OLDER,    /* ours has the higher revision and stays */
	MERGED_CONFLICT, /* the same revision of other contents: ours stays */
	MERGED_GONE      /* it was removed here in a later revision */
};

bool history_merge(struct history *h, const struct session_record *r,
    enum merged *how, struct err *err);

/* A session or an answer that was removed. */
struct gone_record {
	char id[UUID_LEN];
	int rev;
	int32_t day;
};

bool history_merge_gone(struct history *h, const struct gone_record *g,
    enum merged *how, struct err *err);

/* An answer that belongs to no session: added, or merged from elsewhere. */
bool history_answer(
    struct history *h, const struct answer_record *a, struct err *err);
bool history_merge_answer(struct history *h, const struct answer_record *a,
    enum merged *how, struct err *err);

/* Writes a plan, or what became of it, in the place of that version. */
bool history_plan(struct history *h, const struct plan_record *p, struct err *err);

/* Writes rules of the streak that hold from r->from on, in the place of those that
 * begin on that day. */
bool history_keep_rules(
    struct history *h, const struct streak_rules *r, struct err *err);

/* The same, and forgets what was kept of later days: r holds from now on. */
bool history_turn_rules(
    struct history *h, const struct streak_rules *r, struct err *err);

/* Adds a pause, in the place of others on its days. */
bool history_pause(struct history *h, const struct pause *p, struct err *err);

/* Takes the days of a pause back, and leaves what is outside of them: *n pauses
 * were shortened, split or removed. */
bool history_unpause(
    struct history *h, int32_t first, int32_t last, int *n, struct err *err);

/*
 * Changes that belong together: all of them are made, or none.  What stands
 * between the two calls and fails fails them all: then end with false.
 */
bool history_together(struct history *h, struct err *err);
bool history_together_end(struct history *h, bool keep, struct err *err);

/* Works out again all sums that are kept of sessions; *wrong: how many days had
 * been wrong. */
bool history_sum_again(struct history *h, int *wrong, struct err *err);

/* --- asking ------------------------------------------------------------------ */

/* Each is given to fn until it returns false; r lives for that call only. */
typedef bool history_fn(const struct session_record *r, void *arg);

/* Newest first (by day, then by the instant of the start).  limit 0: all. */
bool history_each(
    struct history *h, size_t limit, history_fn *fn, void *arg, struct err *err);

/* Those of the days from `from` to `to`, oldest first. */
bool history_each_in(struct history *h, int32_t from, int32_t to, history_fn *fn,
    void *arg, struct err *err);

/* One session by its number here, or by its id; false with err->text "" when there
 * is none.  The caller calls session_record_fini. */
bool history_find(struct history *h, int64_t no, const char *id,
    struct session_record *r, struct err *err);

/* What a session was in each revision that was replaced, or removed, the last of
 * them first; its number is 0 where it is no more. */
bool history_former(
    struct history *h, const char *id, history_fn *fn, void *arg, struct err *err);

/* The newest session that was interrupted: partial, played, with a step still
 * missing and nothing wrong, from a day on; as history_find.  Not when its routine
 * was done since. */
bool history_interrupted(
    struct history *h, int32_t since, struct session_record *r, struct err *err);

/* What one local day holds; for the streak and the calendar. */
struct day_total {
	int32_t day;
	int done;           /* sessions of state done */
	int64_t active_ms;  /* of all sessions */
	int64_t planned_ms; /* of all sessions */
	int sessions;       /* in any state */
	int held;           /* sessions in which anything was held */
};

/* Days with any session from `from` to `to`, oldest first; the caller frees
 * *days.  */
bool history_days(struct history *h, int32_t from, int32_t to,
    struct day_total **days, size_t *n, struct err *err);

/* Where the clock stood on a day: at its first session and at its last. */
struct day_zone {
	int32_t day;
	int first_min, last_min; /* minutes east of UTC */
};

/* Of the days from `from` to `to` that have sessions, oldest first; the caller
 * frees *zones. */
bool history_zones(struct history *h, int32_t from, int32_t to,
    struct day_zone **zones, size_t *n, struct err *err);

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

/* The scores of one topic in one session. */
struct score_row {
	int64_t session; /* its number here */
	int32_t day;
	int64_t started_ms;
	struct rating rating;
};

/* The scores of sessions of these days, oldest first; the caller frees *rows. */
bool history_scores(struct history *h, int32_t from, int32_t to,
    struct score_row **rows, size_t *n, struct err *err);

/* A movement that was done (or partly) in a session that has a score both before
 * and after. */
struct alarm_row {
	int32_t day;
	struct alarm alarm;
};

/* Alarms of these days, oldest first; the caller frees *rows. */
bool history_alarms(struct history *h, int32_t from, int32_t to,
    struct alarm_row **rows, size_t *n, struct err *err);

/* Answers of these days, oldest first; the caller frees *answers. */
bool history_answers(struct history *h, int32_t from, int32_t to,
    struct answer_record **answers, size_t *n, struct err *err);

/* All plans, by id and version; the caller frees each and *plans. */
bool history_plans(
    struct history *h, struct plan_record **plans, size_t *n, struct err *err);

/* By the day that they hold from; the caller frees *rules. */
bool history_rules(
    struct history *h, struct streak_rules **rules, size_t *n, struct err *err);

/* Those that touch the days from `from` to `to`, oldest first; the caller frees
 * *pauses. */
bool history_pauses(struct history *h, int32_t from, int32_t to,
    struct pause **pauses, size_t *n, struct err *err);

/* The last day that has a session; CIVIL_NONE: there is none. */
bool history_last_day(struct history *h, int32_t *day, struct err *err);

/* All that was removed; the caller frees *gone. */
bool history_gone(
    struct history *h, struct gone_record **gone, size_t *n, struct err *err);

#endif
