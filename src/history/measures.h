/*
 * What the scores of a person say, by the formulas and in the words of the
 * content rules: how much was done of what was planned, what one session does,
 * what carries over from week to week, and whether that is a change at all.
 * Pure: arrays in, numbers out; no store, no clock, no words of a screen.  The
 * order of an array never matters, and none is changed unless that is said.
 *
 * Every number comes with how many sessions it stands on; where they are too
 * few there is none.  Tension and pain are 0 (none) to 10 (worst), so less is
 * better; mood is 1 to 5, an ability 0 (cannot) to 10 (easy), more is better.
 */
#ifndef HISTORY_MEASURES_H
#define HISTORY_MEASURES_H

#include "routine/form.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MEASURE_NONE (-1) /* was not asked or not answered */

/* One region in one session, or the mood; before and after it. */
struct pair {
	int32_t day;
	int32_t at_s;         /* parts sessions of one day: pair_at */
	int8_t before, after; /* or MEASURE_NONE */
};

/* When a session of a day began, as at_s: seconds from that day's midnight in UTC,
 * which may be before it or days behind it. */
int32_t pair_at(int32_t day, int64_t started_ms);

/* --- what carries over, and what one session does ---------------------------- */

/* Fewer sessions say nothing; a slope needs some days too. */
#define TREND_LEAST      6
#define TREND_LEAST_DAYS 14

/* The first and the last so many sessions are compared, half of all at most. */
#define TREND_WINDOW 5

enum verdict { VERDICT_EARLY, VERDICT_IMPROVING, VERDICT_UNCLEAR, VERDICT_WORSE };

/* "too early", "improving", "no clear change", "worse" */
const char *verdict_word(enum verdict verdict);

struct trend {
	size_t n; /* sessions with a score before */
	enum verdict verdict;
	/* Unless it is too early: the medians of the first and the last sessions,
	 * recent - start, and what that must reach to be a change. */
	double start, recent, change, threshold;
	bool sloping; /* is there a slope? */
	double slope_per_week;
};

/*
 * What must change, from this start level, to be more than noise: 1 point and
 * 30 percent of it up to 4, 2 points up to 7, 3 points above; in the neck 1.3 at
 * any level.  A level between two, such as 4.5, belongs to the higher.
 */
double trend_threshold(double start, bool neck);

/* Scores before sessions; those of after are not looked at. */
void measure_trend(
    const struct pair *pairs, size_t n, bool neck, struct trend *out);

struct effect {
	size_t n;                     /* sessions with both scores */
	double median, before, after; /* medians: of after - before, and of each */
};

/* Right after a session; one session's change of 1 is noise. */
void measure_effect(const struct pair *pairs, size_t n, struct effect *out);

/* --- how much was done -------------------------------------------------------- */

enum adherence {
	ADHERENCE_NONE,
	ADHERENCE_ON_TRACK,
	ADHERENCE_FINE,
	ADHERENCE_TALK
};

/* Sessions done of those that were planned: 80 percent are on track, 60 fine;
 * below that barriers are worth a talk.  Nothing planned: ADHERENCE_NONE.
 * *percent is rounded down. */
enum adherence measure_adherence(int done, int planned, int *percent);

/* "on track", "fine", "talk about barriers", "nothing was planned" */
const char *adherence_word(enum adherence adherence);

/* --- mornings, abilities, the whole ------------------------------------------- */

/* How it was at the next start, and the score of the day before to compare. */
struct morning {
	int8_t score, day_before; /* or MEASURE_NONE */
};

#define MORNING_WORSE         2  /* so many points more are a worse morning */
#define MORNING_WORSE_PERCENT 10 /* under so many of them all is well */

/* How many mornings can be compared, and how many of them were worse. */
size_t measure_mornings(const struct morning *mornings, size_t n, size_t *worse);

/* One of the person's own activities, as it went on a day. */
struct ability {
	int32_t day;
	int which; /* 0 to ABILITIES - 1 */
	int8_t score;
};

#define ABILITIES       3
#define ABILITY_MATTERS 2 /* about so many points matter */

struct ability_change {
	size_t n; /* how often it was asked */
	int32_t first_day, last_day;
	int first, last; /* scores; the lower one where a day has two */
	bool matters;
};

void measure_ability(
    const struct ability *asked, size_t n, int which, struct ability_change *out);

/* "Compared with when you started": -3 much worse to 3 much better. */
struct global_change {
	int32_t day;
	int8_t change;
};

/* The latest one (the worse where a day has two); false when there is none. */
bool measure_global(
    const struct global_change *said, size_t n, struct global_change *latest);

/* --- flags and levels ----------------------------------------------------------- */

/* Something was wrong. */
struct alarm_raised {
	int32_t day;
	int code;                  /* 0 to 9 for F0 to F9 */
	char exercise[ID_MAX + 1]; /* "": it belongs to none */
};

/* Into the order in which a list shows them: F0 on top, then the newest. */
void measure_alarms(struct alarm_raised *raised, size_t n);

/* The pressure that was chosen for a session. */
struct level {
	int32_t day;
	int8_t level; /* enum pressure (routine/exercise.h) */
};

/* The highest level of each of `weeks` weeks from Monday `first` on;
 * MEASURE_NONE for a week without any. */
void measure_levels(
    const struct level *chosen, size_t n, int32_t first, int weeks, int8_t *out);

#endif
