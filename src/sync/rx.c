#include "sync/rx.h"

#include "base/civil.h"
#include "base/mem.h"
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define VERSION_MAX 100000
#define HOLD_MAX    3600 /* no longer than a whole day's plan may take */

static void fault(struct rx *rx, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* The first thing that is wrong is the one that is told. */
static void
fault(struct rx *rx, const char *fmt, ...)
{
	va_list ap;

	if (*rx->fault)
		return;
	va_start(ap, fmt);
	vsnprintf(rx->fault, sizeof(rx->fault), fmt, ap);
	va_end(ap);
}

/* A whole number, or `standard` where it is not given. */
static int
number(struct rx *rx, const struct json *json, const char *key, int lo, int hi,
    int standard)
{
	const struct json *value = json_get(json, key);
	int64_t n;

	if (!value || json_is_nil(value))
		return standard;
	if (json_int(value, &n) && n >= lo && n <= hi)
		return (int)n;
	fault(rx, "%s: a number from %d to %d", key, lo, hi);
	return standard;
}

/* Cleaned; NULL where there is none.  The caller frees it. */
static char *
text(struct rx *rx, const struct json *json, const char *key)
{
	const struct json *value = json_get(json, key);
	const char *s = json_text(value);
	struct str clean = {0};

	if ((value && !json_is_nil(value) && !s) ||
	    (s && text_characters(s) > RX_TEXT))
		fault(rx, "%s: a text of at most %d characters", key, RX_TEXT);
	if (!s || !*s || text_characters(s) > RX_TEXT)
		return NULL;
	text_clean(&clean, s);
	return str_take(&clean);
}

static void
name(struct rx *rx, const struct json *json, const char *key, char to[RX_NAME])
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
	const char *s = json_text(json_get(json, key));
	size_t n = s ? strlen(s) : 0;

	*to = '\0';
	if (n > 0 && n < RX_NAME && strspn(s, letters) == n)
		strcpy(to, s);
	else
		fault(rx, "%s: a name of a-z, 0-9 and -", key);
}

/* [1, 3] is Monday and Wednesday; all days where it is not given. */
static unsigned
days(struct rx *rx, const struct json *list)
{
	unsigned mask = 0;

	if (!list || json_is_nil(list))
		return 0x7f;
	for (size_t i = 0; i < json_count(list); i++) {
		int64_t day;

		if (json_int(json_at(list, i), &day) && day >= 1 && day <= 7)
			mask |= 1u << (day - 1);
		else
			fault(rx, "days: numbers from 1 (Monday) to 7");
	}
	if (!mask)
		fault(rx, "days: a list of numbers from 1 (Monday) to 7");
	return mask;
}

static void
read_item(struct rx *rx, const struct json *json)
{
	struct rx_item *item = &rx->items[rx->n_items++];

	name(rx, json, "routine", item->routine);
	item->per_day = number(rx, json, "per_day", 1, RX_PER_DAY, 1);
	item->days = days(rx, json_get(json, "days"));
	item->gap_min = number(rx, json, "gap_min", 0, RX_GAP_MIN, 0);
	item->note = text(rx, json, "note");
}

static void
read_step(struct rx *rx, struct rx_custom *custom, const struct json *json)
{
	struct rx_step *step = &custom->steps[custom->n++];

	name(rx, json, "move", step->move);
	step->hold_s = number(rx, json, "hold_s", 1, HOLD_MAX, 0);
	step->sides = number(rx, json, "sides", 1, 2, 1);
	if (step->hold_s == 0)
		fault(rx, "hold_s: a step has none");
}

static void
read_custom(struct rx *rx, const struct json *json)
{
	struct rx_custom *custom = &rx->customs[rx->n_customs++];
	const struct json *steps = json_get(json, "steps");
	size_t n = json_count(steps);

	name(rx, json, "id", custom->id);
	custom->title = text(rx, json, "title");
	if (n == 0 || n > RX_STEPS)
		fault(rx, "steps: a list of 1 to %d", RX_STEPS);
	for (size_t i = 0; i < n && i < RX_STEPS; i++)
		read_step(rx, custom, json_at(steps, i));
}

/* How many of a list are read; more than may be are a fault. */
static size_t
bounded(struct rx *rx, const char *key, const struct json *list)
{
	size_t n = json_count(list);

	if (n > RX_ITEMS || (list && !json_is_nil(list) && !json_is_list(list)))
		fault(rx, "%s: a list of at most %d", key, RX_ITEMS);
	return n < RX_ITEMS ? n : RX_ITEMS;
}

static void
read_lists(struct rx *rx, const struct json *json)
{
	const struct json *items = json_get(json, "items");
	const struct json *customs = json_get(json, "custom");
	size_t n = bounded(rx, "items", items);
	size_t n_customs = bounded(rx, "custom", customs);

	rx->items = mem_new(n + 1, sizeof(*rx->items));
	rx->customs = mem_new(n_customs + 1, sizeof(*rx->customs));
	for (size_t i = 0; i < n; i++)
		read_item(rx, json_at(items, i));
	for (size_t i = 0; i < n_customs; i++)
		read_custom(rx, json_at(customs, i));
	if (n == 0 && !rx->ended)
		fault(rx, "there is nothing in it to do");
}

static int32_t
day(struct rx *rx, const struct json *json, const char *key)
{
	const struct json *value = json_get(json, key);
	const char *s = json_text(value);
	int32_t found;

	if (!value || json_is_nil(value))
		return CIVIL_NONE;
	if (s && civil_parse(s, &found))
		return found;
	fault(rx, "%s: a day such as 2026-03-02", key);
	return CIVIL_NONE;
}

void
rx_read_plan(const struct json *json, struct rx *rx)
{
	const struct json *ended = json_get(json, "ended");

	*rx = (struct rx){.version = 1};
	if (ended && !json_bool(ended, &rx->ended))
		fault(rx, "ended: true or false");
	rx->title = text(rx, json, "title");
	if (!rx->title)
		rx->title = mem_strdup("A plan");
	rx->from = day(rx, json, "from");
	rx->to = day(rx, json, "to");
	read_lists(rx, json);
}

bool
rx_read(const struct json *json, struct rx *rx)
{
	const char *id = json_text(json_get(json, "id"));
	int64_t version;

	*rx = (struct rx){.from = CIVIL_NONE, .to = CIVIL_NONE};
	if (!id || !rng_is_uuid(id) ||
	    !json_int(json_get(json, "version"), &version) || version < 1 ||
	    version > VERSION_MAX)
		return false;
	rx_read_plan(json, rx);
	strcpy(rx->id, id);
	rx->version = (int)version;
	return true;
}

void
rx_fini(struct rx *rx)
{
	for (size_t i = 0; i < rx->n_items; i++)
		free(rx->items[i].note);
	for (size_t i = 0; i < rx->n_customs; i++)
		free(rx->customs[i].title);
	free(rx->items);
	free(rx->customs);
	free(rx->title);
	*rx = (struct rx){0};
}

static void
print_item(const struct rx_item *item, struct json *object)
{
	struct json *list;

	json_set_str(object, "routine", item->routine);
	json_set_int(object, "per_day", item->per_day);
	list = json_set_array(object, "days");
	for (int i = 0; i < 7; i++)
		if (item->days & 1u << i)
			json_push_int(list, i + 1);
	if (item->gap_min)
		json_set_int(object, "gap_min", item->gap_min);
	if (item->note)
		json_set_str(object, "note", item->note);
}

static void
print_custom(const struct rx_custom *custom, struct json *object)
{
	struct json *list;

	json_set_str(object, "id", custom->id);
	if (custom->title)
		json_set_str(object, "title", custom->title);
	list = json_set_array(object, "steps");
	for (size_t i = 0; i < custom->n; i++) {
		struct json *step = json_push_object(list);

		json_set_str(step, "move", custom->steps[i].move);
		json_set_int(step, "hold_s", custom->steps[i].hold_s);
		json_set_int(step, "sides", custom->steps[i].sides);
	}
}

static void
print_day(struct json *object, const char *key, int32_t which)
{
	char buf[CIVIL_LEN];

	if (which != CIVIL_NONE)
		json_set_str(object, key, civil_print(which, buf));
}

void
rx_print(const struct rx *rx, struct json *object)
{
	struct json *list;

	json_set_str(object, "id", rx->id);
	json_set_int(object, "version", rx->version);
	json_set_str(object, "title", rx->title);
	print_day(object, "from", rx->from);
	print_day(object, "to", rx->to);
	list = json_set_array(object, "items");
	for (size_t i = 0; i < rx->n_items; i++)
		print_item(&rx->items[i], json_push_object(list));
	list = json_set_array(object, "custom");
	for (size_t i = 0; i < rx->n_customs; i++)
		print_custom(&rx->customs[i], json_push_object(list));
	json_set_bool(object, "ended", rx->ended);
}
