#include "history/planned.h"

#include "base/civil.h"
#include "base/json.h"

#include <string.h>

/* More than hours of a day, and more deeply nested than a plan, is none. */
#define PER_DAY_MAX 24
#define DEPTH_MAX   8

/* Sessions due on each day of the week, from Monday. */
struct week {
	int due[7];
};

static void
add_item(const struct json *item, struct week *week)
{
	const struct json *days = json_get(item, "days");
	int64_t per_day = 1, day;

	if (!json_is_map(item))
		return;
	json_int(json_get(item, "per_day"), &per_day);
	if (per_day < 1 || per_day > PER_DAY_MAX)
		return;
	for (int i = 0; i < 7 && !json_is_list(days); i++)
		week->due[i] += (int)per_day;
	for (size_t i = 0; i < json_count(days) && i < 7; i++)
		if (json_int(json_at(days, i), &day) && day >= 1 && day <= 7)
			week->due[day - 1] += (int)per_day;
}

static struct week
week_of(const struct plan_record *plan)
{
	struct week week = {{0}};
	struct json *body =
	    plan->body ? json_read(plan->body, strlen(plan->body), DEPTH_MAX, NULL)
		       : NULL;
	const struct json *items = json_get(body, "items");

	for (size_t i = 0; i < json_count(items); i++)
		add_item(json_at(items, i), &week);
	json_free(body);
	return week;
}

/* The day on which another version of the plan took its place; INT32_MAX: none. */
static int32_t
replaced_on(
    const struct plan_record *plans, size_t n, const struct plan_record *plan)
{
	int32_t day = INT32_MAX;

	for (size_t i = 0; i < n; i++)
		if (strcmp(plans[i].id, plan->id) == 0 &&
		    plans[i].version > plan->version &&
		    plans[i].state == PLAN_ACCEPTED && plans[i].answered < day)
			day = plans[i].answered;
	return day;
}

static int
due_between(const struct week *week, int64_t from, int64_t to)
{
	int due = 0;

	for (int64_t day = from; day <= to; day++)
		due += week->due[civil_weekday((int32_t)day)];
	return due;
}

static int64_t
later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static int64_t
sooner(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

int
planned_sessions(
    const struct plan_record *plans, size_t n, int32_t from, int32_t to)
{
	int due = 0;

	for (size_t i = 0; i < n; i++) {
		const struct plan_record *p = &plans[i];
		int64_t first = later(from, later(p->from, p->answered));
		int64_t last = p->to == CIVIL_NONE ? to : sooner(to, p->to);
		struct week week;

		last = sooner(last, (int64_t)replaced_on(plans, n, p) - 1);
		if (p->state != PLAN_ACCEPTED || first > last)
			continue;
		week = week_of(p);
		due += due_between(&week, first, last);
	}
	return due;
}
