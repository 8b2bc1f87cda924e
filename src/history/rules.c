#include "history/rules.h"

struct streak_rules
rules_of(const struct settings *settings, int32_t from)
{
	const long *number = settings->number;

	return (struct streak_rules){.from = from,
	    .on = number[SET_STREAK_ON],
	    .goal = (int)number[SET_STREAK_GOAL],
	    .unit = (enum streak_unit)number[SET_STREAK_UNIT],
	    .rest = (unsigned)number[SET_STREAK_REST_DAYS],
	    .freezes = (int)number[SET_STREAK_FREEZES],
	    .weekly = (int)number[SET_STREAK_WEEKLY]};
}

struct streak_rules
rules_standard(void)
{
	struct settings settings;
	struct streak_rules rules;

	settings_init(&settings);
	rules = rules_of(&settings, INT32_MIN);
	settings_fini(&settings);
	return rules;
}

bool
rules_equal(const struct streak_rules *a, const struct streak_rules *b)
{
	return a->on == b->on && a->goal == b->goal && a->unit == b->unit &&
	       a->rest == b->rest && a->freezes == b->freezes &&
	       a->weekly == b->weekly;
}

static void
add_rest(unsigned rest, struct str *out)
{
	static const char *const days[] = {
	    "mon", "tue", "wed", "thu", "fri", "sat", "sun"};

	str_add(out, ", rest on");
	for (int i = 0; i < 7; i++)
		if (rest & 1u << i)
			str_addf(out, " %s", days[i]);
}

void
rules_print(const struct streak_rules *r, struct str *out)
{
	static const char *const units[] = {"session", "minute"};

	if (!r->on) {
		str_add(out, "off");
		return;
	}
	str_addf(
	    out, "%d %s%s a day", r->goal, units[r->unit], r->goal == 1 ? "" : "s");
	if (r->weekly)
		str_addf(out, " on %d of 7 days", r->weekly);
	else if (r->rest)
		add_rest(r->rest, out);
	if (r->freezes)
		str_addf(out, ", %d %s kept", r->freezes,
		    r->freezes == 1 ? "freeze" : "freezes");
}
