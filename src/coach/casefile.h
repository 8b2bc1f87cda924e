/*
 * What a coach's pages show of one client: the sessions, days, plans and devices
 * of the last weeks, gathered by the store (store_web.h).  Here are what they hold
 * and the sums that both pages want.  Pure: days are given, -1 and "" are "not
 * known" or "not shared".
 */
#ifndef COACH_CASEFILE_H
#define COACH_CASEFILE_H

#include "base/rng.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CASEFILE_DAYS     92   /* 13 weeks, and a day for who is east of us */
#define CASEFILE_SESSIONS 2000 /* the newest, if there should be more */
#define CASEFILE_PLANS    32   /* versions, newest first */
#define CASEFILE_CHECKINS 8    /* the newest */

struct casefile_day {
	int done, partial, skipped;
	int checkins; /* only whether there were any is of use */
	int64_t active_s, before_sum, after_sum, pairs, pain_most;
};

struct casefile_session {
	char id[UUID_LEN];
	int32_t day;
	int state;                    /* enum item_state */
	char *routine, *stops, *note; /* NULL: not there; stops is JSON */
	int64_t active_s, steps_done, steps_all, before, after, pain;
};

/* What was said outside of a session, 0 to 10. */
struct casefile_checkin {
	int32_t day;
	int64_t tension, pain, limit;
	char *note; /* NULL: not there */
};

/* One version of a plan. */
struct casefile_plan {
	char rx[UUID_LEN];
	int64_t version;
	bool newest; /* of its plan: state, why and since are of this one */
	char *title, *state, *why;
	int per_day, days_mask; /* bit 0: Monday */
	int32_t from, to;       /* to: CIVIL_NONE when it is open */
	int32_t agreed;         /* CIVIL_NONE: never */
	int32_t since;          /* the day of its state */
};

struct casefile {
	char id[UUID_LEN];
	char *alias;
	int share;
	int32_t today;  /* of the server, in UTC */
	int32_t linked; /* the day of consent */
	bool ended;
	int64_t streak; /* as the client counts it */
	char last_day[11];

	int32_t first;                           /* of days */
	struct casefile_day days[CASEFILE_DAYS]; /* up to the day after today */
	struct casefile_session *sessions;       /* oldest first */
	size_t n_sessions, room;
	struct casefile_checkin checkins[CASEFILE_CHECKINS]; /* newest first */
	size_t n_checkins;
	struct casefile_plan plans[CASEFILE_PLANS];
	size_t n_plans;

	int devices;     /* that are linked now */
	int64_t skew_ms; /* of the one that was here last */
	int32_t seen;    /* the day of that, or CIVIL_NONE */
};

/* Empty, for a day. */
void casefile_init(struct casefile *file, int32_t today);
void casefile_fini(struct casefile *file);

/* Room for one more session, all of it unknown; the oldest goes when there are too
 * many. */
struct casefile_session *casefile_add(struct casefile *file);
/* Counts one for its day; where there is room it is kept, else false. */
bool casefile_check_in(
    struct casefile *file, const struct casefile_checkin *checkin);
void casefile_session_fini(struct casefile_session *session);

/* The totals of a day; NULL outside of the file. */
const struct casefile_day *casefile_on(const struct casefile *file, int32_t day);

/* The plan that matters now: the newest version of the newest plan that has not
 * ended; NULL when there is none. */
const struct casefile_plan *casefile_plan(const struct casefile *file);

/* How many sessions were planned on a day, by what was agreed to then. */
int casefile_planned(const struct casefile *file, int32_t day);

/* Sessions planned from one day to another, and how many of these were done: what
 * was done beyond a day's plan makes up for no other day. */
struct casefile_sum {
	int planned, done;
};
struct casefile_sum casefile_sum(
    const struct casefile *file, int32_t from, int32_t to);

/* The median of n values, which are put in order; -1 of none.  Doubled, so that
 * it is whole. */
int casefile_median2(int *values, size_t n);

#endif
