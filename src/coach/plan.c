#include "coach/plan.h"

#include "base/civil.h"
#include "base/json.h"
#include "base/mem.h"
#include "sync/rx.h"

#include <stdlib.h>
#include <string.h>

#define DEPTH 8

/* What a client could do without, and a coach has to say. */
static bool
is_complete(const struct json *json, const struct rx *rx, struct err *err)
{
	if (!json_text(json_get(json, "title")))
		return err_set(
		    err, "title: a text of at most %d characters", RX_TEXT);
	if (rx->from == CIVIL_NONE)
		return err_set(err, "from: a day such as 2026-03-02");
	return !*rx->fault || err_set(err, "%s", rx->fault);
}

static bool
read_id(const struct json *json, struct plan *plan, struct err *err)
{
	const char *s = json_text(json_get(json, "id"));

	if (!json_get(json, "id"))
		return true;
	if (!s || !rng_is_uuid(s))
		return err_set(err, "id: that of a prescription, or left out");
	strcpy(plan->rx, s);
	return true;
}

static char *
compact(const struct json *json)
{
	struct str out = {0};

	json_add_compact(json, &out);
	return str_take(&out);
}

/* NULL is "no end". */
static char *
day_text(int32_t day)
{
	char buf[CIVIL_LEN];

	return day == CIVIL_NONE ? NULL : mem_strdup(civil_print(day, buf));
}

static void
fill(const struct rx *rx, struct plan *plan)
{
	struct json *json = json_new_object();

	rx_print(rx, json);
	plan->title = mem_strdup(rx->title);
	plan->items = compact(json_get(json, "items"));
	if (rx->n_customs)
		plan->custom = compact(json_get(json, "custom"));
	json_free(json);
	plan->from = day_text(rx->from);
	plan->to = day_text(rx->to);
	plan->ended = rx->ended;
	for (size_t i = 0; i < rx->n_items; i++) {
		plan->per_day += rx->items[i].per_day;
		plan->days_mask |= (int)rx->items[i].days;
	}
}

static bool
read_all(const struct json *json, struct plan *plan, struct err *err)
{
	struct rx rx;
	bool ok;

	rx_read_plan(json, &rx);
	ok = is_complete(json, &rx, err) && read_id(json, plan, err);
	if (ok)
		fill(&rx, plan);
	rx_fini(&rx);
	return ok;
}

bool
plan_read(const char *text, size_t len, struct plan *plan, struct err *err)
{
	struct json *json;
	bool ok;

	*plan = (struct plan){0};
	if (len > PLAN_MAX)
		return err_set(err, "it is larger than %d bytes", PLAN_MAX);
	json = json_read(text, len, DEPTH, err);
	if (!json)
		return false;
	ok = json_is_map(json) ? read_all(json, plan, err)
			       : err_set(err, "it is no JSON object");
	json_free(json);
	return ok;
}

void
plan_fini(struct plan *plan)
{
	free((char *)(uintptr_t)plan->title);
	free((char *)(uintptr_t)plan->items);
	free((char *)(uintptr_t)plan->custom);
	free((char *)(uintptr_t)plan->from);
	free((char *)(uintptr_t)plan->to);
}
