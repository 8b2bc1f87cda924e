/*
 * The routines of the home screen: all of them, those that answer what is typed
 * and filtered, and the one that is chosen.  Steps are read when they are first
 * needed: of the chosen one, and of all when a word or a filter asks for them.
 */
#ifndef CMD_CHOICE_H
#define CMD_CHOICE_H

#include "routine/library.h"
#include "routine/pick.h"
#include "screen/views.h"

struct choice_entry;

struct choice {
	struct library *library;
	struct choice_entry *entries; /* all: shortest first, then by title */
	struct routine *recalled;     /* of choice_recall; else NULL */
	size_t all;
	int unusable; /* files that could not be read */
	struct pick pick;
	const struct routine **shown; /* those that answer the pick */
	size_t *entry;                /* of each shown one */
	size_t n, selected;
	const struct routine *wanted; /* was chosen by the person; or NULL */
	struct err problem;           /* why the steps cannot be had; "" */
};

/* The minutes and titles that choice_keep has written there (NULL: nowhere), for a
 * frame that is not to wait until all files are read: it shows what they were.  None
 * is chosen, and none can be. */
void choice_recall(struct choice *c, const char *path);

/* Keeps what is listed for the next time, where it is not as the last that was
 * recalled; what cannot be written is not missed. */
void choice_keep(
    const struct choice *c, const struct choice *last, const char *path);

/* All are shown, and none is chosen until choice_take. */
void choice_open(struct choice *c, struct library *library);
void choice_close(struct choice *c);

/* The pick has changed: what answers it is shown, and what the person has chosen
 * stays chosen where it is among them. */
void choice_pick(struct choice *c);

/* Moves the choice, and stops at the ends; false when it was there. */
bool choice_move(struct choice *c, int64_t by);

/* Chooses this one, or the first where it is NULL or not shown. */
void choice_take(struct choice *c, const struct routine *routine);

/* The routine that is chosen and its steps; NULL: none, or they cannot be had. */
const struct routine *choice_routine(const struct choice *c);
const struct exercise *const *choice_steps(const struct choice *c);

/* The routine with this id, or NULL. */
const struct routine *choice_find(const struct choice *c, const char *id);

/* The next or the one before of what a filter may ask for, around and around. */
void choice_filter(struct choice *c, enum home_filter filter, int by);
void choice_filter_nothing(struct choice *c);

#endif
