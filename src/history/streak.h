/*
 * The streak: how many days in a row.  Pure: the log and the rules in, the answer
 * out.  Screens, commands, JSON, streak.ini and whatever is told to others ask
 * here, so that they cannot differ.
 *
 * A day is the number that a session was given when it began (base/civil.h).  It
 * is done when it reached the goal of its day's rules, and a day that was done
 * counts, whatever else is said of it.  Any other day is, the first that holds:
 *
 *	paused	the streak is off, or a pause was set for the day; it is one
 *		whether that was before or afterwards
 *	rest	a weekly rest day; or with "N of 7" one of the first 7 - N days
 *		of the week (Monday to Sunday) that were left out
 *	open	today, until it is over
 *	frozen	a freeze was there and is used up
 *	missed	the row ends.  With "N of 7" the days that were done in this very
 *		week begin the next one
 *
 * Only done days are counted.  A week with five done days of one row earns a
 * freeze when its Sunday is over; freezes go with their row.
 *
 * Why one more session can never make any number smaller: with it the row, the
 * done days of the week and the freezes are at least what they would be without,
 * the days that were left out at most, and every step above keeps that so.
 */
#ifndef HISTORY_STREAK_H
#define HISTORY_STREAK_H

#include "history/history.h"
#include "history/rules.h"

#define STREAK_WEEK_EARNS 5 /* done days of a week that earn a freeze */

/* The numbers are told to nobody; the letters stand in streak.ini. */
enum streak_status {
	STREAK_MISSED,
	STREAK_OPEN,
	STREAK_DONE,
	STREAK_REST,
	STREAK_PAUSED,
	STREAK_FROZEN
};

/* Which rule decided. */
enum streak_reason {
	REASON_BEFORE, /* nothing was ever done before or on that day */
	REASON_GOAL,   /* reached or not */
	REASON_OFF,
	REASON_PAUSE,
	REASON_REST_DAY,
	REASON_WEEKLY,
	REASON_FREEZE
};

/* "done", "weekly": as JSON has them. */
const char *streak_status_word(enum streak_status status);
const char *streak_reason_word(enum streak_reason reason);

/* What is counted; pointers are only looked at. */
struct streak_log {
	const struct day_total *days; /* oldest first, each at most once */
	size_t n_days;
	const struct streak_rules *rules; /* by the day that they hold from; before
					     the first: rules_standard() */
	size_t n_rules;
	const struct pause *pauses; /* oldest first, no day twice */
	size_t n_pauses;
};

/* A day and what was found of it. */
struct streak_day {
	int32_t day;
	enum streak_status status;
	enum streak_reason reason;
	struct streak_rules rules;
	struct day_total total;
	const struct pause *pause; /* REASON_PAUSE: of the log */
	int row;                   /* done days in a row, with this one */
	int freezes;               /* kept afterwards */
};

/* 53 weeks, for a calendar of a year. */
#define STREAK_MARKS (53 * 7)

struct streak {
	int32_t today;
	bool on;
	int current; /* done days in a row up to today; while today is open, up to
			yesterday */
	int longest;
	int32_t last_day; /* the last done day, or CIVIL_NONE */
	int done_today;   /* done sessions or whole minutes, as the goal counts */
	int goal;         /* of today */
	enum streak_unit unit;
	enum streak_status status;  /* of today */
	enum streak_status tonight; /* what it comes to if nothing more is done */
	bool at_risk;   /* the streak ends today unless something is done */
	int freezes;    /* kept */
	int weekly;     /* of 7, or 0 */
	int week_done;  /* done days since Monday */
	int rests_left; /* days that may be missed now: freezes, and with
				       weekly those that this week can spare */
	/* The last days, today being the last: d done, r rest, p paused, f frozen,
	 * o open, m missed, - before all. */
	char marks[STREAK_MARKS + 1];
};

/* Days after today (a clock that was wrong) are in the log and do not count. */
void streak_count(const struct streak_log *log, int32_t today, struct streak *out);

/* The letter of a day; '-' where the streak does not know it. */
char streak_mark(const struct streak *s, int32_t day);

/* The days from `from` to today into days, which has room for n of them. */
void streak_days(const struct streak_log *log, int32_t today, int32_t from,
    struct streak_day *days, size_t n);

#endif
