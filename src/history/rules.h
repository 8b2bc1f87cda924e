/*
 * The rules that a streak goes by, as the person set them, and the ranges of
 * days that are paused.  Rules hold from a day on until others do, so that
 * another setting leaves what is past as it was.  It knows no history.
 */
#ifndef HISTORY_RULES_H
#define HISTORY_RULES_H

#include "base/settings.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

enum streak_unit { UNIT_SESSIONS, UNIT_MINUTES }; /* as in streak.unit */

struct streak_rules {
	int32_t from; /* the first day that they hold for */
	bool on;
	int goal; /* a day is done with so many */
	enum streak_unit unit;
	unsigned rest; /* days of the week that may be left out: bit 0 Monday */
	int freezes;   /* most that are kept; 0: none are earned */
	int weekly; /* so many done days keep a week, rest is not asked; 0: off */
};

/* Those of the defaults, from the beginning: what held before anybody set any. */
struct streak_rules rules_standard(void);

/* Those of settings, from a day on. */
struct streak_rules rules_of(const struct settings *settings, int32_t from);

/* Do they ask the same, whenever they hold? */
bool rules_equal(const struct streak_rules *a, const struct streak_rules *b);

/* Appends "1 session a day, rest on sat sun, 2 freezes kept": ASCII. */
void rules_print(const struct streak_rules *r, struct str *out);

/* A pause says why in so many bytes at most: a note, not a letter. */
#define PAUSE_WHY_MAX 80
/* Longer than a year at once is a typing error. */
#define PAUSE_DAYS_MAX 366

struct pause {
	int32_t first, last; /* first <= last */
	char why[PAUSE_WHY_MAX + 1];
};

#endif
