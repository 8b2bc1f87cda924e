/*
 * What the history holds, as plain structs: sessions with their steps, scores and
 * alarms, answers given outside of a session, and plans.  No store, no clock.
 *
 * All numbers of enums here stand in databases and files: new ones at the end.
 */
#ifndef HISTORY_RECORD_H
#define HISTORY_RECORD_H

#include "base/rng.h"
#include "routine/exercise.h"
#include "session/session.h"

#include <stdbool.h>
#include <stdint.h>

/* partial: a session that has not reached SESSION_DONE_PERCENT; skipped: nothing
 * at all was held; running: only while its program lives. */
enum session_state { STATE_RUNNING, STATE_DONE, STATE_PARTIAL, STATE_SKIPPED };

/* How a session came here: played, filled in afterwards, read from a file of
 * another program. */
enum origin { ORIGIN_PLAYED, ORIGIN_LOGGED, ORIGIN_FOREIGN, ORIGINS };

/* Why a step was stopped, where somebody said so. */
enum stop_why {
	WHY_NONE,
	WHY_PAIN,
	WHY_TIME,
	WHY_UNCLEAR,
	WHY_WRONG,
	WHY_OTHER,
	WHYS
};

struct step_record {
	char exercise[ID_MAX + 1];
	enum side side;
	int64_t planned_ms, held_ms;
	enum outcome outcome;
	int64_t wrong_ms; /* -1: nothing was wrong */
	enum stop_why why;
};

#define SCORE_NONE (-1) /* was not asked or not answered */

/* What a score is of: the tension of region r is topic r. */
enum topic {
	TOPIC_PAIN = 64, /* 0 to 10, the worst right now */
	TOPIC_MOOD,      /* 1 low to 5 good */
	TOPIC_ENJOY,     /* 1 to 5, after */
	TOPIC_PRESSURE,  /* enum pressure, chosen before */
	TOPIC_END
};

struct rating {
	int topic;
	int8_t before, after; /* or SCORE_NONE */
};

#define RATINGS_MAX 8 /* of one session: three regions and the others */

/* The scores that a topic can have; false for a topic that is none. */
bool topic_range(int topic, int *least, int *most);

/* "neck", "pain", "mood", "enjoy", "pressure"; "?" for a topic that is none. */
const char *topic_word(int topic);

/* Something was wrong: F0 to F9 of the content rules (domain.md 5.5). */
struct alarm {
	int code;                  /* 0 to 9 */
	char exercise[ID_MAX + 1]; /* "": it belongs to none */
};

#define ALARMS_MAX  16 /* of one session */
#define ALARM_CODES 10 /* F0 to F9 */

/* In bytes; as much as a coach's server takes (sync.md 2.9). */
#define NOTE_MAX 500

struct session_record {
	int64_t no;         /* its number on this machine, 0 before it is written */
	char id[UUID_LEN];  /* UUIDv7 of its local day (base/rng.h) */
	int rev;            /* 1, raised by corrections */
	int32_t day;        /* local, fixed at its start */
	int64_t started_ms; /* Unix time */
	int offset_min;     /* of the zone at its start */
	char routine[ID_MAX + 1];
	enum session_state state;
	enum origin origin;
	int64_t planned_ms, active_ms;
	char plan[UUID_LEN]; /* the plan that it answers, or "" */
	char note[NOTE_MAX + 1];
	struct rating ratings[RATINGS_MAX]; /* by topic, each once */
	size_t n_ratings;
	struct alarm alarms[ALARMS_MAX];
	size_t n_alarms;
	struct step_record *steps; /* owned */
	size_t n_steps;
};

void session_record_fini(struct session_record *r);

/* A copy that is freed on its own. */
void session_record_copy(
    struct session_record *to, const struct session_record *from);

/* The same to the last field, but for `no`? */
bool session_record_equal(
    const struct session_record *a, const struct session_record *b);

/* The scores of a topic, or NULL; and a place for them, made in order (NULL when
 * there are RATINGS_MAX already). */
const struct rating *session_record_rating(
    const struct session_record *r, int topic);
struct rating *session_record_rate(struct session_record *r, int topic);

/* Works out active_ms, planned_ms and the state from the steps of a session that
 * is over. */
void session_record_sum(struct session_record *r);

/* As if the first so many percent of all that was planned had been held, 0 to 100:
 * steps one after the other, the last of them in part. */
void session_record_hold(struct session_record *r, int percent);

/* The state that so much of so much planned is. */
enum session_state session_state_of(int64_t active_ms, int64_t planned_ms);

/* An answer that belongs to no session. */
enum asked {
	ASKED_MORNING, /* 0 to 10, at the next start */
	ASKED_ABILITY, /* 0 cannot to 10 easy, of the person's own activity */
	ASKED_GLOBAL,  /* -3 much worse to 3 much better than at the start */
	ASKEDS
};

/* In bytes; of an activity ("sit through a meeting"). */
#define ABILITY_NAME_MAX 80

struct answer_record {
	char id[UUID_LEN]; /* of its day, as a session's */
	int rev;
	int32_t day;
	int64_t asked_ms;
	int offset_min;
	enum asked asked;
	int which;                       /* 0 to 2: which activity, else 0 */
	char name[ABILITY_NAME_MAX + 1]; /* of the activity, else "" */
	int score;
};

/* A plan of a coach, in one of its versions. */
enum plan_state {
	PLAN_OFFERED,
	PLAN_ACCEPTED,
	PLAN_DECLINED,
	PLAN_DEFERRED,
	PLAN_ENDED,
	PLAN_STATES
};

#define PLAN_TITLE_MAX 200

struct plan_record {
	char id[UUID_LEN];
	int version;
	char title[PLAN_TITLE_MAX + 1];
	int32_t from, to; /* days; CIVIL_NONE: open */
	enum plan_state state;
	char why[NOTE_MAX + 1]; /* it was declined */
	int32_t answered;       /* the day, or CIVIL_NONE */
	char *body;             /* JSON; owned */
};

void plan_record_fini(struct plan_record *p);

#endif
