#include "cmd/tailor.h"

#include "plan/scale.h"

#include <stdlib.h>
#include <string.h>

static int
count(uint64_t bits)
{
	int n = 0;

	for (; bits; bits &= bits - 1)
		n++;
	return n;
}

bool
tailor_options(const struct cmd *cmd, struct tailor *wish)
{
	*wish = (struct tailor){0};
	if (!cmd_int_option(
		cmd, "minutes", 1, TAILOR_MINUTES_MAX, &wish->minutes) ||
	    !cmd_words_option(cmd, "focus", &words_region, &wish->focus))
		return false;
	if (count(wish->focus) <= PLAN_FOCUS_MAX)
		return true;
	cmd_usage(cmd, "--focus %s: at most %d regions", cmd_option(cmd, "focus"),
	    PLAN_FOCUS_MAX);
	return false;
}

/* A focus that no step answers would change nothing and say so nowhere. */
static bool
has_focus(const struct routine *r, const struct exercise *const *steps,
    uint64_t focus, struct err *err)
{
	struct str names = {0};

	for (size_t i = 0; i < r->n_steps; i++)
		if (steps[i]->regions & focus)
			return true;
	words_print(&words_region, focus, &names);
	err_set(err, "%s has no movement for: %s; see: uncoil list --focus REGION",
	    r->id, names.s);
	str_fini(&names);
	return false;
}

static bool
scale(const struct routine *r, const struct exercise *const *steps,
    const struct tailor *wish, struct routine **out, struct err *err)
{
	int total_s = routine_total_s(r, steps);
	struct plan_wish plan = {
	    .wanted_s = wish->minutes ? (int)wish->minutes * 60 : total_s,
	    .focus = wish->focus,
	};
	int *ways = wish->lesson ? lesson_ways(wish->lesson, r, steps) : NULL;
	struct err why;
	bool ok;

	plan.way_s = ways;
	ok = plan_scale(r, steps, &plan, out, &why);
	free(ways);
	if (ok)
		return true;
	if (plan.wanted_s < total_s)
		return err_set(err,
		    "%s; shorter ones: uncoil list --max-minutes %lld", why.text,
		    wish->minutes);
	return err_set(err, "%s", why.text);
}

struct routine *
tailor_routine(
    struct library *lib, const char *id, const struct tailor *wish, struct err *err)
{
	const struct routine *r = library_routine(lib, id, err);
	const struct exercise **steps;
	struct routine *out = NULL;

	if (!r || (!wish->minutes && !wish->focus))
		return r ? routine_copy(r) : NULL;
	steps = library_steps(lib, r, err);
	if (steps && (!wish->focus || has_focus(r, steps, wish->focus, err)))
		scale(r, steps, wish, &out, err);
	free(steps);
	return out;
}
