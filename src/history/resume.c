#include "history/resume.h"

#include "base/mem.h"

#include <stdio.h>
#include <string.h>

bool
resume_first(const struct session_record *r, size_t *first)
{
	*first = 0;
	for (size_t i = 0; i < r->n_steps; i++) {
		if (r->steps[i].outcome == OUTCOME_WRONG)
			return false;
		if (r->steps[i].outcome == OUTCOME_DONE)
			*first = i + 1;
	}
	return *first < r->n_steps;
}

/* Are these the two sides of one step? */
static bool
is_pair(const struct step_record *a, const struct step_record *b)
{
	return strcmp(a->exercise, b->exercise) == 0 && a->side != SIDE_NONE &&
	       b->side != SIDE_NONE && a->side != b->side;
}

/* The end of the step that begins at i. */
static size_t
step_end(const struct session_record *r, size_t i)
{
	return i + 1 < r->n_steps && is_pair(&r->steps[i], &r->steps[i + 1])
		   ? i + 2
		   : i + 1;
}

static struct step
step_of(const struct session_record *r, size_t from, size_t end)
{
	struct step step = {.first = r->steps[from].side};
	int64_t ms = 0;

	snprintf(
	    step.exercise, sizeof(step.exercise), "%s", r->steps[from].exercise);
	for (size_t i = from; i < end; i++)
		ms += r->steps[i].planned_ms;
	step.seconds = ms < 1000 ? 1 : (int)(ms / 1000);
	step.one_side = step.first != SIDE_NONE && end == from + 1;
	return step;
}

struct routine *
resume_routine(
    const struct routine *of, const struct session_record *r, size_t first)
{
	struct step steps[ROUTINE_STEPS_MAX];
	struct routine *rest;
	size_t n = 0;

	/* From the beginning: only so can it be told which sides belong together. */
	for (size_t i = 0, end; i < r->n_steps; i = end) {
		end = step_end(r, i);
		if (end <= first)
			continue;
		if (n == ROUTINE_STEPS_MAX)
			return NULL;
		steps[n++] = step_of(r, i < first ? first : i, end);
	}
	rest = routine_copy(of);
	rest->steps = mem_resize(rest->steps, n, sizeof(*steps));
	memcpy(rest->steps, steps, n * sizeof(*steps));
	rest->n_steps = n;
	return rest;
}
