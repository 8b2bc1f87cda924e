#include "sync/rx.h"

#include "base/civil.h"
#include "base/mem.h"
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define VERSION_MAX 100000
#define HOLD_MAX    86400 /* what can be told at all; limits come later */

/* The first thing that is wrong is the one that is told. */
static void
fault(struct rx *rx, const char *what)
{
	if (!*rx->fault)
		snprintf(rx->fault, sizeof(rx->fault), "%s", what);
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
	fault(rx, "a number in it is out of range");
	return standard;
}

/* Cleaned; NULL where there is none.  The caller frees it. */
static char *
text(struct rx *rx, const struct json *value)
{
	const char *s = json_text(value);
	struct str clean = {0};

	if (!s || !*s)
		return NULL;
	if (text_characters(s) > RX_TEXT) {
		fault(rx, "a text in it is too long");
		return NULL;
	}
	text_clean(&clean, s);
	return str_take(&clean);
}

static void
name(struct rx *rx, const struct json *value, char to[RX_NAME])
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
	const char *s = json_text(value);
	size_t n = s ? strlen(s) : 0;

	*to = '\0';
	if (n > 0 && n < RX_NAME && strspn(s, letters) == n)
		strcpy(to, s);
	else
		fault(rx, "an id in it is none");
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
			fault(rx, "a day in it is none");
	}
	if (!mask)
		fault(rx, "it names no days");
	return mask;
}

static void
read_item(struct rx *rx, const struct json *json)
{
	struct rx_item *item = &rx->items[rx->n_items++];

	name(rx, json_get(json, "routine"), item->routine);
	item->per_day = number(rx, json, "per_day", 1, RX_PER_DAY, 1);
	item->days = days(rx, json_get(json, "days"));
	item->gap_min = number(rx, json, "gap_min", 0, RX_GAP_MIN, 0);
	item->note = text(rx, json_get(json, "note"));
}

static void
read_step(struct rx *rx, struct rx_custom *custom, const struct json *json)
{
	struct rx_step *step = &custom->steps[custom->n++];

	name(rx, json_get(json, "move"), step->move);
	step->hold_s = number(rx, json, "hold_s", 1, HOLD_MAX, 0);
	step->sides = number(rx, json, "sides", 1, 2, 1);
	if (step->hold_s == 0)
		fault(rx, "a step in it has no seconds");
}

static void
read_custom(struct rx *rx, const struct json *json)
{
	struct rx_custom *custom = &rx->customs[rx->n_customs++];
	const struct json *steps = json_get(json, "steps");
	size_t n = json_count(steps);

	name(rx, json_get(json, "id"), custom->id);
	custom->title = text(rx, json_get(json, "title"));
	if (n == 0)
		fault(rx, "a routine in it has no steps");
	if (n > RX_STEPS)
		fault(rx, "a routine in it has too many steps");
	for (size_t i = 0; i < n && i < RX_STEPS; i++)
		read_step(rx, custom, json_at(steps, i));
}

/* How many of a list are read; more than may be are a fault. */
static size_t
bounded(struct rx *rx, const struct json *list)
{
	size_t n = json_count(list);

	if (n > RX_ITEMS)
		fault(rx, "it holds more than anybody can read");
	return n < RX_ITEMS ? n : RX_ITEMS;
}

static void
read_lists(struct rx *rx, const struct json *json)
{
	const struct json *items = json_get(json, "items");
	const struct json *customs = json_get(json, "custom");
	size_t n = bounded(rx, items), n_customs = bounded(rx, customs);

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
day(struct rx *rx, const struct json *value)
{
	const char *s = json_text(value);
	int32_t found;

	if (!value || json_is_nil(value))
		return CIVIL_NONE;
	if (s && civil_parse(s, &found))
		return found;
	fault(rx, "a date in it is none");
	return CIVIL_NONE;
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
	strcpy(rx->id, id);
	rx->version = (int)version;
	json_bool(json_get(json, "ended"), &rx->ended);
	rx->title = text(rx, json_get(json, "title"));
	if (!rx->title)
		rx->title = mem_strdup("A plan");
	rx->from = day(rx, json_get(json, "from"));
	rx->to = day(rx, json_get(json, "to"));
	read_lists(rx, json);
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
