/*
 * Finding a routine: by words of what is typed, by a region, a tool and the
 * minutes that there are.  Pure; it loads nothing.
 */
#ifndef ROUTINE_PICK_H
#define ROUTINE_PICK_H

#include "routine/exercise.h"
#include "routine/routine.h"

/* Bytes of what is typed: wider than the screen's line is not read by anybody. */
#define PICK_TEXT_MAX 60

struct pick {
	char text[PICK_TEXT_MAX + 1]; /* "" all; words parted by spaces */
	int region;                   /* enum region, -1: any */
	int tool;                     /* enum tool; TOOL_NONE: no tool; -1: any */
	int minutes;                  /* at most; 0: any */
};

#define PICK_ALL ((struct pick){"", -1, -1, 0})

/* Are steps needed to answer? */
bool pick_wants_steps(const struct pick *pick);

/* Is anything but the text asked for? */
bool pick_filters(const struct pick *pick);

/*
 * Does a routine answer it?  Each typed word must be part of the title, the id,
 * the name of an exercise or the name of a region, large letters as small ones
 * (of ASCII).  steps: one a step, or NULL where they could not be had: then title
 * and id count alone.
 */
bool pick_matches(const struct pick *pick, const struct routine *routine,
    const struct exercise *const *steps);

/* Adds a character, if it is printable and there is room; takes one away. */
bool pick_type(struct pick *pick, uint32_t cp);
bool pick_erase(struct pick *pick);

#endif
