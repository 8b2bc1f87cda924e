/* Routines made by hand for the tests of score/ and session/: no file needed. */
#ifndef TESTS_SCORE_MADE_H
#define TESTS_SCORE_MADE_H

#include "score/score.h"

#include <stdio.h>
#include <string.h>

struct made {
	struct exercise exercises[4];
	const struct exercise *pointers[4];
	struct step steps[4];
	struct routine routine;
};

/* The structs own their texts and so do not say const; ours are literals. */
static inline char *
made_text(const char *s)
{
	return (char *)(uintptr_t)s;
}

static inline struct exercise
made_exercise(enum position position, bool two_sided, int hold_s, int rest_s)
{
	struct exercise e = {.position = position, .two_sided = two_sided};

	e.hold_s = hold_s;
	e.rest_s = rest_s;
	e.reps = 1;
	e.name = made_text("Tall sit");
	e.setup = made_text("Sit tall.");
	e.cue[MOMENT_START][0] = made_text("Begin to grow tall.");
	e.cue[MOMENT_QUARTER][0] = made_text("Keep on growing.");
	e.cue[MOMENT_HALF][0] = made_text("Half of it is done.");
	e.cue[MOMENT_END][0] = made_text("Come back slowly.");
	return e;
}

/* Adds a step of `seconds`. */
static inline void
made_add(struct made *m, struct exercise e, int seconds)
{
	size_t n = m->routine.n_steps++;

	m->exercises[n] = e;
	m->pointers[n] = &m->exercises[n];
	m->steps[n] = (struct step){.seconds = seconds};
	m->routine.steps = m->steps;
	m->routine.title = made_text("Made by hand");
}

static inline struct score *
made_score(const struct made *m)
{
	struct pacing pacing = {SIDE_LEFT};

	return score_new(&m->routine, m->pointers, &pacing);
}

#endif
