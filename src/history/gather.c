#include "history/gather.h"

#include "base/civil.h"
#include "base/mem.h"
#include "history/planned.h"
#include "history/store.h"
#include "routine/glance.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

static const char doing[] = "cannot be read";

/*
 * What there is much of (doses, scores, movements) goes row by row from the
 * database into the period, and is never a list: half a year out of a million
 * sessions costs no more memory than half a year.
 */
struct gather {
	struct history *h;
	struct library *lib;
	struct period *period;
	int8_t *worst; /* one a day of the period: the highest score before the last
			  session of that day that has any, or SCORE_NONE */
	struct movement *movements; /* by id, as they were met */
	size_t n_movements;
	struct sqlite3_stmt *steps; /* the movements of one session */
};

/* --- what movements are for ------------------------------------------------------ */

struct movement {
	char id[ID_MAX + 1];
	enum kind kind;
	uint64_t regions; /* 0 where nobody knows it */
};

static size_t
place(const struct gather *g, const char *id)
{
	size_t lo = 0, hi = g->n_movements;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (strcmp(g->movements[mid].id, id) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static struct movement
look_up(struct library *lib, const char *id)
{
	struct movement m = {.kind = KIND_MOBILITY};
	struct glance seen;

	if (glance(lib, id, &seen)) {
		m.kind = seen.kind;
		m.regions = seen.regions;
	}
	strncpy(m.id, id, ID_MAX);
	return m;
}

/* Asked for once each: a file is looked into for it. */
static const struct movement *
movement(struct gather *g, const char *id)
{
	size_t at = place(g, id);
	struct movement *m;

	if (at < g->n_movements && strcmp(g->movements[at].id, id) == 0)
		return &g->movements[at];
	g->movements =
	    mem_resize(g->movements, g->n_movements + 1, sizeof(*g->movements));
	m = &g->movements[at];
	memmove(m + 1, m, (g->n_movements++ - at) * sizeof(*m));
	*m = look_up(g->lib, id);
	return m;
}

static const struct movement *
movement_at(struct gather *g, sqlite3_stmt *q, int column)
{
	const char *id = (const char *)sqlite3_column_text(q, column);

	return movement(g, id ? id : "");
}

/* --- questions --------------------------------------------------------------------- */

/* Tells what the row says. */
typedef bool row_fn(struct gather *g, sqlite3_stmt *q, struct err *err);

/* Asks about the days of the period, and tells each row. */
static bool
each_row(struct gather *g, const char *sql, row_fn *tell, struct err *err)
{
	sqlite3_stmt *q = store_prepare(g->h, sql, doing, err);
	int got = SQLITE_DONE;
	bool ok = q != NULL;

	if (q) {
		sqlite3_bind_int(q, 1, g->period->from);
		sqlite3_bind_int(q, 2, g->period->to);
	}
	while (ok && (got = sqlite3_step(q)) == SQLITE_ROW)
		ok = tell(g, q, err);
	ok = ok && (got == SQLITE_DONE || store_fail(g->h, err, doing));
	sqlite3_finalize(q);
	return ok;
}

static bool
tell_dose(struct gather *g, sqlite3_stmt *q, struct err *err)
{
	const struct movement *m = movement_at(g, q, 1);

	(void)err;
	period_dose(g->period, sqlite3_column_int(q, 0), m->regions, m->kind,
	    (enum side)sqlite3_column_int(q, 2), sqlite3_column_int64(q, 3));
	return true;
}

static bool
tell_doses(struct gather *g, struct err *err)
{
	return each_row(g,
	    "SELECT day, exercise, side, held_ms FROM dose "
	    "WHERE day BETWEEN ?1 AND ?2",
	    tell_dose, err);
}

static bool
tell_days(struct gather *g, struct err *err)
{
	struct day_total *days;
	size_t n;

	if (!history_days(g->h, g->period->from, g->period->to, &days, &n, err))
		return false;
	for (size_t i = 0; i < n; i++)
		period_day(g->period, &days[i]);
	free(days);
	return true;
}

/* --- scores, and the movements of their sessions ---------------------------------- */

struct scored {
	int64_t no; /* 0: none yet */
	int32_t day;
	int8_t change[DOSE_REGIONS], worst;
	bool changed; /* any region has both scores */
};

/* The movements that were done in it. */
static bool
tell_did(struct gather *g, const struct scored *s, struct err *err)
{
	int got;

	sqlite3_reset(g->steps);
	sqlite3_bind_int64(g->steps, 1, s->no);
	while ((got = sqlite3_step(g->steps)) == SQLITE_ROW) {
		const struct movement *m = movement_at(g, g->steps, 0);

		period_did(g->period, s->day, (uint64_t)s->no, m->id, m->regions,
		    s->change);
	}
	return got == SQLITE_DONE || store_fail(g->h, err, doing);
}

static bool
end_session(struct gather *g, const struct scored *s, struct err *err)
{
	if (s->no && s->worst != SCORE_NONE)
		g->worst[s->day - g->period->from] = s->worst;
	return !s->changed || tell_did(g, s, err);
}

static void
begin_session(struct scored *s, int64_t no, int32_t day)
{
	*s = (struct scored){.no = no, .day = day, .worst = SCORE_NONE};
	memset(s->change, HELPS_UNRATED, sizeof(s->change));
}

static int8_t
score_at(sqlite3_stmt *q, int column)
{
	return sqlite3_column_type(q, column) == SQLITE_NULL
		   ? SCORE_NONE
		   : (int8_t)sqlite3_column_int(q, column);
}

static void
tell_tension(
    struct gather *g, struct scored *s, int region, const struct pair *pair)
{
	period_tension(g->period, (enum region)region, pair);
	if (pair->before > s->worst)
		s->worst = pair->before;
	if (pair->before == SCORE_NONE || pair->after == SCORE_NONE)
		return;
	s->change[region] = (int8_t)(pair->after - pair->before);
	s->changed = true;
}

static void
tell_rating(struct gather *g, struct scored *s, int topic, const struct pair *pair)
{
	struct level level = {pair->day, pair->before};

	if (topic >= 0 && topic < DOSE_REGIONS)
		tell_tension(g, s, topic, pair);
	else if (topic == TOPIC_PAIN)
		period_pain(g->period, pair);
	else if (topic == TOPIC_MOOD)
		period_mood(g->period, pair);
	else if (topic == TOPIC_PRESSURE)
		period_level(g->period, &level);
}

/* The rows of a session come one after the other. */
static bool
tell_scores_of(struct gather *g, sqlite3_stmt *q, struct scored *s, struct err *err)
{
	int got;

	while ((got = sqlite3_step(q)) == SQLITE_ROW) {
		int64_t no = sqlite3_column_int64(q, 0);
		struct pair pair = {.day = sqlite3_column_int(q, 1),
		    .before = score_at(q, 4),
		    .after = score_at(q, 5)};

		pair.at_s = pair_at(pair.day, sqlite3_column_int64(q, 2));
		if (no != s->no) {
			if (!end_session(g, s, err))
				return false;
			begin_session(s, no, pair.day);
		}
		tell_rating(g, s, sqlite3_column_int(q, 3), &pair);
	}
	return (got == SQLITE_DONE || store_fail(g->h, err, doing)) &&
	       end_session(g, s, err);
}

static bool
tell_scores(struct gather *g, struct err *err)
{
	sqlite3_stmt *q = store_prepare(g->h,
	    "SELECT no, day, started_ms, topic, before, after "
	    "FROM session CROSS JOIN rating ON session = no "
	    "WHERE day BETWEEN ?1 AND ?2 ORDER BY day, started_ms, no, topic",
	    doing, err);
	struct scored s;
	bool ok;

	g->steps = store_prepare(g->h,
	    "SELECT exercise FROM step WHERE session = ?1 AND outcome = 1", doing,
	    err);
	begin_session(&s, 0, 0);
	ok = q && g->steps;
	if (ok) {
		sqlite3_bind_int(q, 1, g->period->from);
		sqlite3_bind_int(q, 2, g->period->to);
		ok = tell_scores_of(g, q, &s, err);
	}
	sqlite3_finalize(q);
	sqlite3_finalize(g->steps);
	return ok;
}

/* --- reasons, alarms, answers, plans -------------------------------------------------------- */

static bool
tell_reason(struct gather *g, sqlite3_stmt *q, struct err *err)
{
	int why = sqlite3_column_int(q, 0);

	(void)err;
	if (why > WHY_NONE && why < WHYS)
		g->period->left[why] = sqlite3_column_int(q, 1);
	return true;
}

/* Both sides of a movement are left once; what was wrong is a flag. */
static bool
tell_reasons(struct gather *g, struct err *err)
{
	return each_row(g,
	    "SELECT why, count(*) FROM (SELECT DISTINCT why, session, exercise "
	    "FROM session CROSS JOIN step ON session = no "
	    "WHERE day BETWEEN ?1 AND ?2 AND why > 0 AND outcome <> 3) GROUP BY "
	    "why",
	    tell_reason, err);
}

static bool
tell_alarms(struct gather *g, struct err *err)
{
	struct alarm_row *rows;
	size_t n;

	if (!history_alarms(g->h, g->period->from, g->period->to, &rows, &n, err))
		return false;
	for (size_t i = 0; i < n; i++) {
		struct alarm_raised raised = {
		    .day = rows[i].day, .code = rows[i].alarm.code};

		memcpy(raised.exercise, rows[i].alarm.exercise,
		    sizeof(raised.exercise));
		period_alarm(g->period, &raised);
	}
	free(rows);
	return true;
}

/* Longer ago than this is not "the day before" any more. */
#define MORNING_BACK_DAYS 7

static void
tell_morning(struct gather *g, const struct answer_record *a)
{
	struct morning morning = {(int8_t)a->score, SCORE_NONE};
	int32_t day = a->day - g->period->from;

	for (int32_t back = 1; back <= MORNING_BACK_DAYS && back <= day &&
			       morning.day_before == SCORE_NONE;
	     back++)
		morning.day_before = g->worst[day - back];
	period_morning(g->period, a->day, &morning);
}

static void
tell_answer(struct gather *g, const struct answer_record *a)
{
	struct ability ability = {a->day, a->which, (int8_t)a->score};
	struct global_change said = {a->day, (int8_t)a->score};

	switch (a->asked) {
	case ASKED_MORNING:
		tell_morning(g, a);
		break;
	case ASKED_ABILITY:
		period_ability(g->period, &ability);
		if (a->which >= 0 && a->which < ABILITIES)
			memcpy(g->period->ability_name[a->which], a->name,
			    sizeof(a->name));
		break;
	case ASKED_GLOBAL:
		period_global(g->period, &said);
		break;
	case ASKEDS:
		break;
	}
}

static bool
tell_answers(struct gather *g, struct err *err)
{
	struct answer_record *answers;
	size_t n;

	if (!history_answers(
		g->h, g->period->from, g->period->to, &answers, &n, err))
		return false;
	for (size_t i = 0; i < n; i++)
		tell_answer(g, &answers[i]);
	free(answers);
	return true;
}

static bool
tell_answered(struct gather *g, sqlite3_stmt *q, struct err *err)
{
	(void)err;
	g->period->planned_done = sqlite3_column_int(q, 0);
	return true;
}

static bool
tell_plans(struct gather *g, struct err *err)
{
	struct plan_record *plans;
	size_t n;

	if (!history_plans(g->h, &plans, &n, err))
		return false;
	g->period->planned =
	    planned_sessions(plans, n, g->period->from, g->period->to);
	for (size_t i = 0; i < n; i++)
		plan_record_fini(&plans[i]);
	free(plans);
	return g->period->planned == 0 ||
	       each_row(g,
		   "SELECT count(*) FROM session WHERE day BETWEEN ?1 AND ?2 "
		   "AND state = 1 AND plan <> ''",
		   tell_answered, err);
}

bool
gather_period(
    struct history *h, struct library *lib, struct period *p, struct err *err)
{
	size_t days = (size_t)(p->to - p->from) + 1;
	struct gather g = {.h = h, .lib = lib, .period = p};
	bool ok;

	if (!h)
		return true;
	g.worst = mem_new(days, 1);
	memset(g.worst, SCORE_NONE, days);
	ok = tell_days(&g, err) && tell_doses(&g, err) && tell_scores(&g, err) &&
	     tell_reasons(&g, err) && tell_alarms(&g, err) &&
	     tell_answers(&g, err) && tell_plans(&g, err);
	free(g.worst);
	free(g.movements);
	return ok;
}
