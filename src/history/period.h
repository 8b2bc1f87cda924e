/*
 * All that the statistics tell of a stretch of days: sums, doses by week, and the
 * measures of every region.  It is told what a store holds, piece by piece and
 * in any order, and then closed; whoever shows it only looks.  It knows no store,
 * no clock and no library: the coach's server tells it its own records.
 *
 * What is told of a day outside of the period is left out.
 */
#ifndef HISTORY_PERIOD_H
#define HISTORY_PERIOD_H

#include "history/dose.h"
#include "history/helps.h"
#include "history/history.h"
#include "history/measures.h"

/* Ten years: as long as anybody looks back, and 3 MB of weeks at most. */
#define PERIOD_DAYS_MAX 3660

struct period_region {
	struct pair *pairs; /* oldest first once closed */
	size_t n;
	struct trend trend;
	struct effect effect;
};

struct period {
	int32_t from, to;
	int32_t first; /* the Monday on or before `from` */
	int weeks;     /* from then on, the one of `to` is the last */

	struct day_total *days; /* that hold any session, oldest first */
	size_t n_days;
	int sessions, done; /* in which anything was held; that count as done */
	int days_active;    /* with any second held */
	int64_t active_ms, planned_ms; /* of all sessions */
	/* Sessions that plans asked for, and that were done for them; 0: there was
	 * no plan. */
	int planned, planned_done;

	struct dose dose[DOSE_REGIONS];
	struct dose (*week)[DOSE_REGIONS]; /* one a week */
	struct period_region region[DOSE_REGIONS];
	struct pair *moods, *pains; /* oldest first once closed */
	size_t n_moods, n_pains;
	struct effect mood, pain;

	int left[WHYS];              /* movements that were left early, by reason */
	size_t n_mornings, n_worse;  /* that can be compared; that were worse */
	struct alarm_raised *alarms; /* in the order of a list once closed */
	size_t n_alarms;
	int8_t *levels;     /* the highest pressure of each week, or MEASURE_NONE */
	struct help *helps; /* once closed */
	size_t n_helps, n_soon; /* movements with enough sessions, with fewer */

	char ability_name[ABILITIES][ABILITY_NAME_MAX + 1]; /* "": none */
	struct ability_change ability[ABILITIES];
	bool has_global;
	struct global_change global; /* the latest */

	struct period_told *told; /* until it is closed */
};

/* from <= to < from + PERIOD_DAYS_MAX. */
void period_init(struct period *p, int32_t from, int32_t to);
void period_fini(struct period *p);

/* The whole weeks, from Monday, that end with the one of today. */
int32_t period_from(int32_t today, int weeks);

/* What a day holds, in one or several pieces; or one session after the other. */
void period_day(struct period *p, const struct day_total *day);

struct period_session {
	int32_t day;
	enum session_state state;
	int64_t planned_ms, active_ms;
};

void period_session(struct period *p, const struct period_session *s);

/* A day's sum of holds of one movement on one side: dose_add. */
void period_dose(struct period *p, int32_t day, uint64_t regions, enum kind kind,
    enum side side, int64_t held_ms);

/* The scores of one session. */
void period_tension(struct period *p, enum region region, const struct pair *pair);
void period_mood(struct period *p, const struct pair *pair);
void period_pain(struct period *p, const struct pair *pair);

/* A movement was done in a session that was rated: helps_add. */
void period_did(struct period *p, int32_t day, uint64_t session,
    const char *exercise, uint64_t regions, const int8_t change[DOSE_REGIONS]);

void period_morning(struct period *p, int32_t day, const struct morning *morning);
void period_alarm(struct period *p, const struct alarm_raised *alarm);
void period_level(struct period *p, const struct level *level);
void period_ability(struct period *p, const struct ability *asked);
void period_global(struct period *p, const struct global_change *said);

/* Everything has been told: works out what follows from it. */
void period_close(struct period *p);

/* Weeks of the period as a number that sums are divided by. */
double period_weeks(const struct period *p);

/* The sum of a week's days, counted from 0. */
int64_t period_week_ms(const struct period *p, int week);

#endif
