#include "coach/plan.h"

#include "base/civil.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* What a person can read on one page. */
#define ITEMS   20
#define STEPS   40
#define TITLE   200
#define TEXT    500
#define DEPTH   8
#define HOLD_S  3600
#define PER_DAY 24

/* Cleaned; NULL and err when it is no text or too long.  The caller frees it. */
static char *
text_of(const struct json *object, const char *key, size_t most, bool must,
    struct err *err)
{
	const char *s = json_text(json_get(object, key));
	struct str clean = {0};

	if (!json_get(object, key) && !must)
		return mem_strdup("");
	str_clear(&clean);
	if (s)
		text_clean_lines(&clean, s);
	if (s && clean.len <= most && (!must || clean.len))
		return str_take(&clean);
	str_fini(&clean);
	err_set(err, "%s: a text of at most %zu bytes", key, most);
	return NULL;
}

static bool
copy_text(const struct json *from, struct json *to, const char *key, size_t most,
    bool must, struct err *err)
{
	char *s = text_of(from, key, most, must, err);

	if (s && (*s || must))
		json_set_lines(to, key, s);
	free(s);
	return s != NULL;
}

static bool
copy_number(const struct json *from, struct json *to, const char *key, int64_t lo,
    int64_t hi, bool must, struct err *err)
{
	int64_t n;

	if (!json_get(from, key) && !must)
		return true;
	if (!json_int(json_get(from, key), &n) || n < lo || n > hi)
		return err_set(err, "%s: a number from %lld to %lld", key,
		    (long long)lo, (long long)hi);
	json_set_int(to, key, n);
	return true;
}

/* [a-z0-9-], at most 64 bytes. */
static bool
copy_name(
    const struct json *from, struct json *to, const char *key, struct err *err)
{
	const char *s = json_text(json_get(from, key));
	size_t n = s ? strlen(s) : 0;

	if (n == 0 || n > 64 ||
	    strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-") != n)
		return err_set(err, "%s: a name of a-z, 0-9 and -", key);
	json_set_str(to, key, s);
	return true;
}

/* 1 is Monday; bit 0 of the mask is. */
static bool
copy_days(const struct json *from, struct json *to, int *mask, struct err *err)
{
	const struct json *days = json_get(from, "days");
	struct json *list = json_set_array(to, "days");
	int64_t day;

	for (size_t i = 0; i < json_count(days); i++) {
		if (!json_int(json_at(days, i), &day) || day < 1 || day > 7)
			return err_set(err, "days: numbers from 1 (Monday) to 7");
		json_push_int(list, day);
		*mask |= 1 << (day - 1);
	}
	return json_count(days) > 0 ||
	       err_set(err, "days: a list of numbers from 1 (Monday) to 7");
}

static bool
copy_item(
    const struct json *from, struct json *to, struct plan *plan, struct err *err)
{
	int64_t per_day = 0;

	if (!copy_name(from, to, "routine", err) ||
	    !copy_number(from, to, "per_day", 1, PER_DAY, true, err) ||
	    !copy_days(from, to, &plan->days_mask, err) ||
	    !copy_number(from, to, "gap_min", 0, 1440, false, err))
		return false;
	json_int(json_get(from, "per_day"), &per_day);
	plan->per_day += (int)per_day;
	return copy_text(from, to, "note", TEXT, false, err);
}

static bool
copy_step(const struct json *from, struct json *to, struct err *err)
{
	return copy_name(from, to, "move", err) &&
	       copy_number(from, to, "hold_s", 1, HOLD_S, true, err) &&
	       copy_number(from, to, "sides", 1, 2, false, err);
}

static bool
copy_custom(const struct json *from, struct json *to, struct err *err)
{
	const struct json *steps = json_get(from, "steps");
	struct json *list;
	bool ok;

	if (!copy_name(from, to, "id", err) ||
	    !copy_text(from, to, "title", TITLE, true, err))
		return false;
	list = json_set_array(to, "steps");
	ok = json_count(steps) > 0 && json_count(steps) <= STEPS;
	if (!ok)
		return err_set(err, "steps: a list of 1 to %d", STEPS);
	for (size_t i = 0; ok && i < json_count(steps); i++)
		ok = copy_step(json_at(steps, i), json_push_object(list), err);
	return ok || err_add(err, "custom");
}

static char *
as_text(struct json *made)
{
	struct str out = {0};

	json_add_compact(made, &out);
	json_free(made);
	return str_take(&out);
}

static bool
read_items(const struct json *json, struct plan *plan, struct err *err)
{
	const struct json *items = json_get(json, "items");
	struct json *made = json_new_array();
	bool ok = json_count(items) > 0 && json_count(items) <= ITEMS;

	if (!ok)
		err_set(err, "items: a list of 1 to %d", ITEMS);
	for (size_t i = 0; ok && i < json_count(items); i++)
		ok = copy_item(
			 json_at(items, i), json_push_object(made), plan, err) ||
		     err_add(err, "items");
	plan->items = as_text(made);
	return ok;
}

static bool
read_customs(const struct json *json, struct plan *plan, struct err *err)
{
	const struct json *custom = json_get(json, "custom");
	struct json *made;
	bool ok = !custom || (json_is_list(custom) && json_count(custom) <= ITEMS);

	if (!ok)
		return err_set(err, "custom: a list of at most %d", ITEMS);
	if (json_count(custom) == 0)
		return true;
	made = json_new_array();
	for (size_t i = 0; ok && i < json_count(custom); i++)
		ok = copy_custom(json_at(custom, i), json_push_object(made), err);
	plan->custom = as_text(made);
	return ok;
}

/* NULL is "no end"; must: there has to be one. */
static bool
read_day(const struct json *json, const char *key, const char **to, bool must,
    struct err *err)
{
	const struct json *value = json_get(json, key);
	const char *s = json_text(value);
	int32_t day;

	if (!must && (!value || json_is_nil(value)))
		return true;
	if (!s || !civil_parse(s, &day))
		return err_set(err, "%s: a day such as 2026-03-02", key);
	*to = mem_strdup(s);
	return true;
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

static bool
read_all(const struct json *json, struct plan *plan, struct err *err)
{
	const struct json *ended = json_get(json, "ended");

	plan->title = text_of(json, "title", TITLE, true, err);
	return plan->title && read_id(json, plan, err) &&
	       read_day(json, "from", &plan->from, true, err) &&
	       read_day(json, "to", &plan->to, false, err) &&
	       read_items(json, plan, err) && read_customs(json, plan, err) &&
	       (!ended || json_bool(ended, &plan->ended) ||
		   err_set(err, "ended: true or false"));
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
