#include "history/gather.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

struct gather {
	struct period *period;
	struct library *lib;
};

/* Holds of a session belong to its day. */
static void
tell_step(const struct gather *g, int32_t day, const struct step_record *step)
{
	const struct exercise *e = library_exercise(g->lib, step->exercise, NULL);

	if (e && step->held_ms > 0)
		period_dose(
		    g->period, day, e->regions, e->kind, step->side, step->held_ms);
}

/* Newest first: what is older than the period ends it. */
static bool
tell_session(const struct session_record *r, void *arg)
{
	const struct gather *g = arg;

	if (r->day < g->period->from)
		return false;
	if (r->day > g->period->to)
		return true;
	period_session(g->period, &(struct period_session){r->day, r->state,
				      r->planned_ms, r->active_ms});
	for (size_t i = 0; i < r->n_steps; i++)
		tell_step(g, r->day, &r->steps[i]);
	return true;
}

bool
gather_period(
    struct history *h, struct library *lib, struct period *p, struct err *err)
{
	struct gather g = {p, lib};

	return !h || history_each(h, 0, tell_session, &g, err);
}
