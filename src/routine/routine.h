/*
 * One routine: title, length and the steps by name, read from routines/ID.ini.
 * It knows the ids of its exercises and not the exercises themselves: a list of
 * routines opens no other file.
 */
#ifndef ROUTINE_ROUTINE_H
#define ROUTINE_ROUTINE_H

#include "base/ini.h"
#include "base/notes.h"
#include "routine/exercise.h"
#include "routine/words.h"

#define ROUTINE_STEPS_MAX    60 /* an hour of one-minute steps */
#define ROUTINE_MINUTES_MAX  90
#define ROUTINE_LEAD_S       5 /* domain.md 7: lead-in before the first step */
#define ROUTINE_CHANGE_MAX_S 60

struct step {
	char exercise[ID_MAX + 1];
	int line;        /* where it stands in the file */
	int seconds;     /* both sides and the change of side */
	enum side first; /* SIDE_NONE: as the settings say */
	bool one_side; /* only its first side, for all of its seconds: no file says
			  so, but a session that is resumed */
};

struct routine {
	char id[ID_MAX + 1];
	char *path;
	char *title;
	int minutes;
	enum setting_place place;
	char *for_whom, *goal; /* "" where the file does not say */
	char *caveat;          /* to be shown before the start; or "" */
	struct step *steps;
	size_t n_steps;
	char (*drop)[ID_MAX + 1]; /* ids, first to go first */
	size_t n_drop;
	uint64_t flags;
	int change_s;             /* of every change-over; 0: by positions */
	char cue_set[ID_MAX + 1]; /* "": as the settings say */
};

/*
 * Reads section [id] of ini.  Everything wrong is noted with its line; NULL
 * when there was an error.  What needs the exercises is in routine/check.h.
 */
struct routine *routine_read(
    const struct ini *ini, const char *id, const char *path, struct notes *notes);

/*
 * The same for whoever looks for mistakes: never NULL, what could not be read
 * is missing, words that could not are -1.
 */
struct routine *routine_draft(
    const struct ini *ini, const char *id, const char *path, struct notes *notes);

/* A copy to be changed; the caller frees it. */
struct routine *routine_copy(const struct routine *r);

void routine_free(struct routine *r); /* NULL is fine */

/* Seconds to change from one position to the next (domain.md 7): 5 same,
 * 8 seated-standing or standing-hanging, 10 on the floor, 15 to or from it. */
int change_s(enum position from, enum position to);

/*
 * What a flag says to the person, one or two sentences; NULL when it only asks.
 * flag_question: what is asked before a start, yes opens it (domain.md 5.4); NULL
 * for flags that ask nothing.
 */
const char *flag_meaning(enum flag flag);
const char *flag_question(enum flag flag);

/*
 * The seconds before step i: the lead-in before the first, else the change-over
 * from the step before it.  exercises: one a step, as library_steps gives them.
 */
int routine_change_s(
    const struct routine *r, const struct exercise *const *exercises, size_t i);

/* Lead-in, change-overs and steps together. */
int routine_total_s(
    const struct routine *r, const struct exercise *const *exercises);

#endif
