#include "cmd/teach.h"

#include "base/mem.h"

enum { TEACH_SET_AUTO, TEACH_SET_FULL, TEACH_SET_SHORT };

static bool
came_before(const struct exercise *const *exercises, size_t step)
{
	for (size_t i = 0; i < step; i++)
		if (exercises[i] == exercises[step])
			return true;
	return false;
}

/* A history that cannot be read knows of nothing. */
static bool
is_known(struct history *h, const struct exercise *e)
{
	int times = 0;

	return h && history_times_done(h, e->id, TEACH_TIMES, &times, NULL) &&
	       times >= TEACH_TIMES;
}

enum teach *
teach_steps(const struct settings *settings, struct history *h,
    const struct routine *r, const struct exercise *const *exercises)
{
	long wish = settings->number[SET_SESSION_TEACH];
	enum teach *teach = mem_new(r->n_steps, sizeof(*teach));

	for (size_t i = 0; i < r->n_steps; i++) {
		bool full = wish == TEACH_SET_FULL ||
			    (wish == TEACH_SET_AUTO && !is_known(h, exercises[i]));

		teach[i] =
		    full && !came_before(exercises, i) ? TEACH_FULL : TEACH_SHORT;
	}
	return teach;
}
