/*
 * A routine made longer or shorter: the rule of domain.md 8.3.  Pure: routine,
 * exercises and a wish in, another routine out, which everything plays as if it
 * had been read from a file.  It knows no clock, no voice and no person.
 *
 * What is filled is the wish less the ways: the lead-in, the change-overs and
 * what is said in them.  While the steps cannot be that short, the next id of
 * `drop` goes; then each is seconds * weight * k, within its min and max, with
 * the one k that fills it.
 */
#ifndef PLAN_SCALE_H
#define PLAN_SCALE_H

#include "base/err.h"
#include "routine/exercise.h"
#include "routine/routine.h"

/* More regions than this are no focus (domain.md 8). */
#define PLAN_FOCUS_MAX 3

struct plan_wish {
	int wanted_s;   /* the whole, ways and steps: what routine_total_s says */
	uint64_t focus; /* regions whose steps weigh half as much again; 0: none */
	/* One a step of the routine: the least seconds of the way to it, for what
	 * is said there; a change-over that is longer stays.  NULL: nothing is. */
	const int *way_s;
};

/*
 * exercises: one a step of r, as library_steps gives them; their min and max
 * hold.  *out has r's id, title and questions, and those of its steps that stay,
 * in their order; it lasts wanted_s to the second.  The caller frees it with
 * routine_free.  Sides stay equal: an odd second goes to the change of side, as
 * everywhere (score/score.h).
 *
 * False and err when r can be neither so short ("desk-reset-2 needs at least
 * 1:23") nor so long ("... lasts at most 4:35"); then *out is NULL.
 */
bool plan_scale(const struct routine *r, const struct exercise *const *exercises,
    const struct plan_wish *wish, struct routine **out, struct err *err);

#endif
