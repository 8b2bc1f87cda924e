#include "base/civil.h"
#include "base/mem.h"
#include "history/history.h"
#include "history/store.h"

#include <sqlite3.h>
#include <stdlib.h>

static const char doing[] = "cannot be read";

/* --- sessions -------------------------------------------------------------- */

#define SESSION_COLUMNS                                                            \
	"no, id, rev, day, started_ms, offset_min, routine, state, planned_ms, "   \
	"active_ms, origin, plan, note"

static void
read_session(sqlite3_stmt *q, struct session_record *r)
{
	*r = (struct session_record){
	    .no = sqlite3_column_int64(q, 0),
	    .rev = sqlite3_column_int(q, 2),
	    .day = sqlite3_column_int(q, 3),
	    .started_ms = sqlite3_column_int64(q, 4),
	    .offset_min = sqlite3_column_int(q, 5),
	    .state = (enum session_state)sqlite3_column_int(q, 7),
	    .planned_ms = sqlite3_column_int64(q, 8),
	    .active_ms = sqlite3_column_int64(q, 9),
	    .origin = (enum origin)sqlite3_column_int(q, 10),
	};
	store_copy_text(r->id, sizeof(r->id), q, 1);
	store_copy_text(r->routine, sizeof(r->routine), q, 6);
	store_copy_text(r->plan, sizeof(r->plan), q, 11);
	store_copy_text(r->note, sizeof(r->note), q, 12);
}

static void
read_step(sqlite3_stmt *q, struct session_record *r)
{
	struct step_record *s;

	if (r->n_steps % 16 == 0)
		r->steps = mem_resize(r->steps, r->n_steps + 16, sizeof(*r->steps));
	s = &r->steps[r->n_steps++];
	store_copy_text(s->exercise, sizeof(s->exercise), q, 0);
	s->side = (enum side)sqlite3_column_int(q, 1);
	s->planned_ms = sqlite3_column_int64(q, 2);
	s->held_ms = sqlite3_column_int64(q, 3);
	s->outcome = (enum outcome)sqlite3_column_int(q, 4);
	s->wrong_ms = sqlite3_column_type(q, 5) == SQLITE_NULL
			  ? -1
			  : sqlite3_column_int64(q, 5);
	s->why = (enum stop_why)sqlite3_column_int(q, 6);
}

static int8_t
score_at(sqlite3_stmt *q, int column)
{
	return sqlite3_column_type(q, column) == SQLITE_NULL
		   ? SCORE_NONE
		   : (int8_t)sqlite3_column_int(q, column);
}

static struct rating
rating_at(sqlite3_stmt *q, int column)
{
	return (struct rating){sqlite3_column_int(q, column),
	    score_at(q, column + 1), score_at(q, column + 2)};
}

static void
read_rating(sqlite3_stmt *q, struct session_record *r)
{
	if (r->n_ratings < RATINGS_MAX)
		r->ratings[r->n_ratings++] = rating_at(q, 0);
}

static struct alarm
alarm_at(sqlite3_stmt *q, int column)
{
	struct alarm a = {.code = sqlite3_column_int(q, column)};

	store_copy_text(a.exercise, sizeof(a.exercise), q, column + 1);
	return a;
}

static void
read_alarm(sqlite3_stmt *q, struct session_record *r)
{
	if (r->n_alarms < ALARMS_MAX)
		r->alarms[r->n_alarms++] = alarm_at(q, 0);
}

/* What hangs on a session: how it is asked for by its number, and put into its
 * record. */
struct hanging {
	const char *sql;
	void (*read)(sqlite3_stmt *q, struct session_record *r);
};

#define HANGINGS 3

static const struct hanging hangings[HANGINGS] = {
    {"SELECT exercise, side, planned_ms, held_ms, outcome, wrong_ms, why FROM step "
     "WHERE session = ?1 ORDER BY n",
	read_step},
    {"SELECT topic, before, after FROM rating WHERE session = ?1 ORDER BY topic",
	read_rating},
    {"SELECT code, exercise FROM alarm WHERE session = ?1 ORDER BY n", read_alarm},
};

/* The same of a revision that was replaced, which edit.c keeps as JSON: by its id
 * and revision. */
#define OF_LIST(list)                                                              \
	" FROM former, json_each(body, '$." list                                   \
	"') WHERE former.id = ?2 AND rev = ?3 ORDER BY key"
#define PART(n) "json_extract(value, '$[" #n "]')"

static const struct hanging former_hangings[HANGINGS] = {
    {"SELECT " PART(0) ", " PART(1) ", " PART(2) ", " PART(3) ", " PART(
	 4) ", " PART(5) ", " PART(6) OF_LIST("steps"),
	read_step},
    {"SELECT " PART(0) ", " PART(1) ", " PART(2) OF_LIST("ratings"), read_rating},
    {"SELECT " PART(0) ", " PART(1) OF_LIST("alarms"), read_alarm},
};

/* Sessions that are asked for, and what is asked for with each. */
struct asking {
	struct history *h;
	const struct hanging *hangings;
	sqlite3_stmt *q, *ask[HANGINGS];
};

/* Binding what a question has no place for changes nothing. */
static bool
read_hangings(struct asking *a, struct session_record *r, struct err *err)
{
	for (size_t i = 0; i < HANGINGS; i++) {
		sqlite3_stmt *ask = a->ask[i];
		int got;

		sqlite3_reset(ask);
		sqlite3_bind_int64(ask, 1, r->no);
		store_bind_text(ask, 2, r->id);
		sqlite3_bind_int(ask, 3, r->rev);
		while ((got = sqlite3_step(ask)) == SQLITE_ROW)
			a->hangings[i].read(ask, r);
		if (got != SQLITE_DONE)
			return store_fail(a->h, err, doing);
	}
	return true;
}

static bool
give_each(struct asking *a, history_fn *fn, void *arg, struct err *err)
{
	bool ok = true, more = true;
	int got = SQLITE_DONE;

	while (ok && more && (got = sqlite3_step(a->q)) == SQLITE_ROW) {
		struct session_record r;

		read_session(a->q, &r);
		ok = read_hangings(a, &r, err);
		more = ok && fn(&r, arg);
		session_record_fini(&r);
	}
	return ok && (!more || got == SQLITE_DONE || store_fail(a->h, err, doing));
}

/* Gives each session that a->q, which is bound and done with here, finds. */
static bool
give_all(struct asking *a, history_fn *fn, void *arg, struct err *err)
{
	bool ok = a->q != NULL;

	for (size_t i = 0; ok && i < HANGINGS; i++) {
		a->ask[i] = store_prepare(a->h, a->hangings[i].sql, doing, err);
		ok = a->ask[i] != NULL;
	}
	ok = ok && give_each(a, fn, arg, err);
	for (size_t i = 0; i < HANGINGS; i++)
		store_done(a->h, a->ask[i]);
	store_done(a->h, a->q);
	return ok;
}

static bool
each(struct history *h, sqlite3_stmt *q, history_fn *fn, void *arg, struct err *err)
{
	struct asking a = {.h = h, .hangings = hangings, .q = q};

	return give_all(&a, fn, arg, err);
}

bool
history_each(
    struct history *h, size_t limit, history_fn *fn, void *arg, struct err *err)
{
	sqlite3_stmt *q = store_prepare(h,
	    "SELECT " SESSION_COLUMNS " FROM session "
	    "ORDER BY day DESC, started_ms DESC, no DESC LIMIT ?",
	    doing, err);

	if (q)
		sqlite3_bind_int64(q, 1, limit ? (int64_t)limit : -1);
	return each(h, q, fn, arg, err);
}

bool
history_each_in(struct history *h, int32_t from, int32_t to, history_fn *fn,
    void *arg, struct err *err)
{
	sqlite3_stmt *q = store_prepare(h,
	    "SELECT " SESSION_COLUMNS " FROM session WHERE day BETWEEN ? AND ? "
	    "ORDER BY day, started_ms, no",
	    doing, err);

	if (q) {
		sqlite3_bind_int(q, 1, from);
		sqlite3_bind_int(q, 2, to);
	}
	return each(h, q, fn, arg, err);
}

/* Keeps the first that is given, and no other. */
struct found {
	struct session_record *r;
	bool any;
};

static bool
take_found(const struct session_record *r, void *arg)
{
	struct found *found = arg;

	session_record_copy(found->r, r);
	found->any = true;
	return false;
}

static bool
first(struct history *h, sqlite3_stmt *q, struct session_record *r, struct err *err)
{
	struct found found = {r, false};

	*r = (struct session_record){0};
	if (!each(h, q, take_found, &found, err))
		return false;
	return found.any || err_set(err, "%s", "");
}

bool
history_find(struct history *h, int64_t no, const char *id,
    struct session_record *r, struct err *err)
{
	sqlite3_stmt *q = store_prepare(h,
	    id ? "SELECT " SESSION_COLUMNS " FROM session WHERE id = ?1"
	       : "SELECT " SESSION_COLUMNS " FROM session WHERE no = ?1",
	    doing, err);

	if (q && id)
		store_bind_text(q, 1, id);
	else if (q)
		sqlite3_bind_int64(q, 1, no);
	return first(h, q, r, err);
}

#define FORMER(name) "json_extract(body, '$." name "'), "

bool
history_former(
    struct history *h, const char *id, history_fn *fn, void *arg, struct err *err)
{
	struct asking a = {.h = h, .hangings = former_hangings};

	a.q = store_prepare(h,
	    "SELECT coalesce((SELECT no FROM session WHERE session.id = former.id),"
	    " 0), id, rev, " FORMER("day") FORMER("started_ms") FORMER("offset_min")
		FORMER("routine") FORMER("state") FORMER("planned_ms")
		    FORMER("active_ms") FORMER("origin")
			FORMER("plan") "json_extract(body, '$.note') FROM former "
				       "WHERE id = ?1 "
				       "ORDER BY rev DESC",
	    doing, err);
	if (a.q)
		store_bind_text(a.q, 1, id);
	return give_all(&a, fn, arg, err);
}

bool
history_interrupted(
    struct history *h, int32_t since, struct session_record *r, struct err *err)
{
	sqlite3_stmt *q = store_prepare(h,
	    "SELECT " SESSION_COLUMNS " FROM session s "
	    "WHERE day >= ?1 AND state = 2 AND origin = 0 AND EXISTS "
	    "(SELECT 1 FROM step WHERE session = no AND outcome IN (0, 2)) "
	    "AND NOT EXISTS "
	    "(SELECT 1 FROM step WHERE session = no AND outcome = 3) "
	    "AND NOT EXISTS (SELECT 1 FROM session later WHERE later.day >= ?1 "
	    "AND (later.day, later.started_ms) > (s.day, s.started_ms) "
	    "AND later.routine = s.routine AND later.state = 1) "
	    "ORDER BY day DESC, started_ms DESC LIMIT 1",
	    doing, err);

	if (q)
		sqlite3_bind_int(q, 1, since);
	return first(h, q, r, err);
}

/* --- rows -------------------------------------------------------------------- */

/* Puts the row that q stands on into *row. */
typedef void row_fn(sqlite3_stmt *q, void *row);

/* All rows of `size` bytes that q, which is bound and done with here, finds.  The
 * caller frees them; NULL on failure. */
static bool
rows(struct history *h, sqlite3_stmt *q, size_t size, row_fn *read, void **out,
    size_t *n, struct err *err)
{
	size_t cap = 0;
	int got = SQLITE_ERROR;

	*out = NULL;
	*n = 0;
	if (!q)
		return false;
	while ((got = sqlite3_step(q)) == SQLITE_ROW) {
		if (*n == cap) {
			cap = cap ? cap * 2 : 64;
			*out = mem_resize(*out, cap, size);
		}
		read(q, (char *)*out + (*n)++ * size);
	}
	sqlite3_finalize(q);
	if (got == SQLITE_DONE)
		return true;
	free(*out);
	*out = NULL;
	*n = 0;
	return store_fail(h, err, doing);
}

/* A question whose first two places are days, or other numbers. */
static sqlite3_stmt *
between(
    struct history *h, const char *sql, int32_t from, int32_t to, struct err *err)
{
	sqlite3_stmt *q = store_prepare(h, sql, doing, err);

	if (q) {
		sqlite3_bind_int(q, 1, from);
		sqlite3_bind_int(q, 2, to);
	}
	return q;
}

static void
read_day(sqlite3_stmt *q, void *row)
{
	*(struct day_total *)row = (struct day_total){
	    .day = sqlite3_column_int(q, 0),
	    .done = sqlite3_column_int(q, 1),
	    .active_ms = sqlite3_column_int64(q, 2),
	    .planned_ms = sqlite3_column_int64(q, 3),
	    .sessions = sqlite3_column_int(q, 4),
	    .held = sqlite3_column_int(q, 5),
	};
}

bool
history_days(struct history *h, int32_t from, int32_t to, struct day_total **days,
    size_t *n, struct err *err)
{
	return rows(h,
	    between(h,
		"SELECT day, done, active_ms, planned_ms, sessions, held FROM day "
		"WHERE day BETWEEN ? AND ? ORDER BY day",
		from, to, err),
	    sizeof(**days), read_day, (void **)days, n, err);
}

static void
read_zone(sqlite3_stmt *q, void *row)
{
	*(struct day_zone *)row = (struct day_zone){sqlite3_column_int(q, 0),
	    sqlite3_column_int(q, 1), sqlite3_column_int(q, 2)};
}

#define OFFSET_AT(end)                                                             \
	"(SELECT offset_min FROM session WHERE session.day = day.day "             \
	"ORDER BY started_ms " end ", no " end " LIMIT 1)"

bool
history_zones(struct history *h, int32_t from, int32_t to, struct day_zone **zones,
    size_t *n, struct err *err)
{
	return rows(h,
	    between(h,
		"SELECT day, " OFFSET_AT("ASC") ", " OFFSET_AT(
		    "DESC") " FROM day WHERE day BETWEEN ? AND ? ORDER BY day",
		from, to, err),
	    sizeof(**zones), read_zone, (void **)zones, n, err);
}

static void
read_past(sqlite3_stmt *q, void *row)
{
	struct past_session *p = row;

	store_copy_text(p->routine, sizeof(p->routine), q, 0);
	p->day = sqlite3_column_int(q, 1);
	p->started_ms = sqlite3_column_int64(q, 2);
	p->offset_min = sqlite3_column_int(q, 3);
	p->state = (enum session_state)sqlite3_column_int(q, 4);
}

bool
history_past(struct history *h, int32_t since, struct past_session **past,
    size_t *n, struct err *err)
{
	return rows(h,
	    between(h,
		"SELECT routine, day, started_ms, offset_min, state FROM session "
		"WHERE day >= ? ORDER BY day DESC, started_ms DESC LIMIT ?",
		since, HISTORY_PAST_MAX, err),
	    sizeof(**past), read_past, (void **)past, n, err);
}

static void
read_score(sqlite3_stmt *q, void *row)
{
	*(struct score_row *)row = (struct score_row){
	    .session = sqlite3_column_int64(q, 0),
	    .day = sqlite3_column_int(q, 1),
	    .started_ms = sqlite3_column_int64(q, 2),
	    .rating = rating_at(q, 3),
	};
}

bool
history_scores(struct history *h, int32_t from, int32_t to, struct score_row **out,
    size_t *n, struct err *err)
{
	return rows(h,
	    between(h,
		"SELECT no, day, started_ms, topic, before, after "
		"FROM session CROSS JOIN rating ON session = no "
		"WHERE day BETWEEN ? AND ? ORDER BY day, started_ms, no, topic",
		from, to, err),
	    sizeof(**out), read_score, (void **)out, n, err);
}

static void
read_alarm_row(sqlite3_stmt *q, void *row)
{
	*(struct alarm_row *)row =
	    (struct alarm_row){sqlite3_column_int(q, 0), alarm_at(q, 1)};
}

/* From the alarms, which are few, to their sessions. */
bool
history_alarms(struct history *h, int32_t from, int32_t to, struct alarm_row **out,
    size_t *n, struct err *err)
{
	return rows(h,
	    between(h,
		"SELECT day, code, exercise FROM alarm CROSS JOIN session ON no = "
		"session "
		"WHERE day BETWEEN ? AND ? ORDER BY day, started_ms, no, n",
		from, to, err),
	    sizeof(**out), read_alarm_row, (void **)out, n, err);
}

static void
read_answer(sqlite3_stmt *q, void *row)
{
	struct answer_record *a = row;

	*a = (struct answer_record){
	    .rev = sqlite3_column_int(q, 1),
	    .day = sqlite3_column_int(q, 2),
	    .asked_ms = sqlite3_column_int64(q, 3),
	    .offset_min = sqlite3_column_int(q, 4),
	    .asked = (enum asked)sqlite3_column_int(q, 5),
	    .which = sqlite3_column_int(q, 6),
	    .score = sqlite3_column_int(q, 8),
	};
	store_copy_text(a->id, sizeof(a->id), q, 0);
	store_copy_text(a->name, sizeof(a->name), q, 7);
}

bool
history_answers(struct history *h, int32_t from, int32_t to,
    struct answer_record **out, size_t *n, struct err *err)
{
	return rows(h,
	    between(h,
		"SELECT id, rev, day, asked_ms, offset_min, asked, which, name, "
		"score FROM answer WHERE day BETWEEN ? AND ? ORDER BY day, "
		"asked_ms, no",
		from, to, err),
	    sizeof(**out), read_answer, (void **)out, n, err);
}

static int32_t
day_at(sqlite3_stmt *q, int column)
{
	return sqlite3_column_type(q, column) == SQLITE_NULL
		   ? CIVIL_NONE
		   : sqlite3_column_int(q, column);
}

static void
read_plan(sqlite3_stmt *q, void *row)
{
	struct plan_record *p = row;

	*p = (struct plan_record){
	    .version = sqlite3_column_int(q, 1),
	    .from = day_at(q, 3),
	    .to = day_at(q, 4),
	    .state = (enum plan_state)sqlite3_column_int(q, 5),
	    .answered = day_at(q, 7),
	    .body = mem_strdup((const char *)sqlite3_column_text(q, 8)),
	};
	store_copy_text(p->id, sizeof(p->id), q, 0);
	store_copy_text(p->title, sizeof(p->title), q, 2);
	store_copy_text(p->why, sizeof(p->why), q, 6);
}

bool
history_plans(
    struct history *h, struct plan_record **plans, size_t *n, struct err *err)
{
	return rows(h,
	    store_prepare(h,
		"SELECT id, version, title, from_day, to_day, state, why, "
		"answered, body FROM plan ORDER BY id, version",
		doing, err),
	    sizeof(**plans), read_plan, (void **)plans, n, err);
}

static void
read_rules(sqlite3_stmt *q, void *row)
{
	*(struct streak_rules *)row = (struct streak_rules){
	    .from = sqlite3_column_int(q, 0),
	    .on = sqlite3_column_int(q, 1) != 0,
	    .goal = sqlite3_column_int(q, 2),
	    .unit = (enum streak_unit)sqlite3_column_int(q, 3),
	    .rest = (unsigned)sqlite3_column_int(q, 4),
	    .freezes = sqlite3_column_int(q, 5),
	    .weekly = sqlite3_column_int(q, 6),
	    .day_start_min = sqlite3_column_int(q, 7),
	};
}

bool
history_rules(
    struct history *h, struct streak_rules **rules, size_t *n, struct err *err)
{
	return rows(h,
	    store_prepare(h,
		"SELECT from_day, counted, goal, unit, rest, freezes, weekly, "
		"day_start FROM rules ORDER BY from_day",
		doing, err),
	    sizeof(**rules), read_rules, (void **)rules, n, err);
}

static void
read_pause(sqlite3_stmt *q, void *row)
{
	struct pause *p = row;

	p->first = sqlite3_column_int(q, 0);
	p->last = sqlite3_column_int(q, 1);
	store_copy_text(p->why, sizeof(p->why), q, 2);
}

bool
history_pauses(struct history *h, int32_t from, int32_t to, struct pause **pauses,
    size_t *n, struct err *err)
{
	return rows(h,
	    between(h,
		"SELECT first_day, last_day, why FROM pause "
		"WHERE last_day >= ?1 AND first_day <= ?2 ORDER BY first_day",
		from, to, err),
	    sizeof(**pauses), read_pause, (void **)pauses, n, err);
}

static void
read_gone(sqlite3_stmt *q, void *row)
{
	struct gone_record *g = row;

	store_copy_text(g->id, sizeof(g->id), q, 0);
	g->rev = sqlite3_column_int(q, 1);
	g->day = sqlite3_column_int(q, 2);
}

bool
history_gone(
    struct history *h, struct gone_record **gone, size_t *n, struct err *err)
{
	return rows(h,
	    store_prepare(
		h, "SELECT id, rev, day FROM gone ORDER BY id", doing, err),
	    sizeof(**gone), read_gone, (void **)gone, n, err);
}

/* --- counts --------------------------------------------------------------------- */

/* The one number that q, which is bound and finalized here, has for an answer. */
static bool
count(struct history *h, sqlite3_stmt *q, int *n, struct err *err)
{
	bool ok;

	*n = 0;
	if (!q)
		return false;
	ok = sqlite3_step(q) == SQLITE_ROW;
	if (ok)
		*n = sqlite3_column_int(q, 0);
	sqlite3_finalize(q);
	return ok || store_fail(h, err, doing);
}

bool
history_last_day(struct history *h, int32_t *day, struct err *err)
{
	sqlite3_stmt *q = store_prepare(h, "SELECT max(day) FROM day", doing, err);
	bool ok = q && (sqlite3_step(q) == SQLITE_ROW || store_fail(h, err, doing));

	*day = ok ? day_at(q, 0) : CIVIL_NONE;
	sqlite3_finalize(q);
	return ok;
}

bool
history_times_done(
    struct history *h, const char *exercise, int most, int *times, struct err *err)
{
	sqlite3_stmt *q = store_prepare(h,
	    "SELECT count(*) FROM (SELECT DISTINCT session FROM step"
	    " WHERE exercise = ? AND outcome = 1 LIMIT ?)",
	    doing, err);

	if (q) {
		store_bind_text(q, 1, exercise);
		sqlite3_bind_int(q, 2, most);
	}
	return count(h, q, times, err);
}
