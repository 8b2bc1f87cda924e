#include "sync/item.h"

#include "base/civil.h"
#include "base/text.h"
#include "sync/stamp.h"

#include <stdlib.h>
#include <string.h>

#define REGIONS     3
#define STOPS       20
#define STEPS_MAX   1000
#define REV_MAX     INT32_MAX
#define VERSION_MAX 100000

/* --- fields ----------------------------------------------------------------- */

/* The first thing that is wrong is the one that is told. */
static void
spoil(struct item *item, enum item_fate fate)
{
	if (item->read == ITEM_GOOD)
		item->read = fate;
}

/* A number from lo to hi; -1 where it is not given (or null). */
static int64_t
number(struct item *item, const struct json *value, int64_t lo, int64_t hi)
{
	int64_t n;

	if (!value || json_is_nil(value))
		return -1;
	if (json_int(value, &n) && n >= lo && n <= hi)
		return n;
	spoil(item, ITEM_BAD_FIELD);
	return -1;
}

static bool
is_name(const char *s, size_t size)
{
	size_t n = strlen(s);

	return n > 0 && n < size &&
	       strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == n;
}

/* An id of a routine, a step, a region; "" where it is not there. */
static void
name(struct item *item, const struct json *value, char *to, size_t size, bool must)
{
	const char *s = json_text(value);

	*to = '\0';
	if (!value && !must)
		return;
	if (s && is_name(s, size))
		strcpy(to, s);
	else
		spoil(item, ITEM_BAD_FIELD);
}

static void
uuid(struct item *item, const struct json *value, char to[UUID_LEN], bool must)
{
	const char *s = json_text(value);

	*to = '\0';
	if (!value && !must)
		return;
	if (s && rng_is_uuid(s))
		strcpy(to, s);
	else
		spoil(item, ITEM_BAD_FIELD);
}

/* The place of a word; -1 when it is none of them. */
static int
word(const struct json *value, const char *const *words)
{
	const char *s = json_text(value);

	for (int i = 0; s && words[i]; i++)
		if (strcmp(s, words[i]) == 0)
			return i;
	return -1;
}

/* Free text, cleaned line by line; the caller frees it.  NULL when there is none. */
static char *
text(struct item *item, const struct json *value)
{
	const char *s = json_text(value);
	struct str clean = {0};

	if (!value || json_is_nil(value))
		return NULL;
	if (!s || text_characters(s) > ITEM_TEXT) {
		spoil(item, s ? ITEM_TOO_LONG : ITEM_BAD_FIELD);
		return NULL;
	}
	text_clean_lines(&clean, s);
	if (clean.len)
		return str_take(&clean);
	str_fini(&clean);
	return NULL;
}

/* --- sessions --------------------------------------------------------------- */

static void
read_times(const struct json *json, struct item *item)
{
	const char *s = json_text(json_get(json, "started_at"));
	const struct json *offset = json_get(json, "utc_offset_min");
	int64_t n = 0;

	item->started_ms = -1;
	if (!json_get(json, "started_at"))
		return;
	if (!s || !stamp_read(s, &item->started_ms) ||
	    (offset && (!json_int(offset, &n) || n < -720 || n > 840)))
		spoil(item, ITEM_BAD_FIELD);
	item->offset_min = (int)n;
}

static void
read_steps(const struct json *json, struct item *item)
{
	const struct json *steps = json_get(json, "steps");

	item->steps_done = item->steps_all = -1;
	if (!steps)
		return;
	item->steps_done = number(item, json_get(steps, "done"), 0, STEPS_MAX);
	item->steps_all = number(item, json_get(steps, "of"), 0, STEPS_MAX);
	if (item->steps_done < 0 || item->steps_done > item->steps_all)
		spoil(item, ITEM_BAD_FIELD);
}

/* Puts what was read of a list into its place as text. */
static void
put_json(struct item *item, struct json *made, char *to, size_t size)
{
	struct str line = {0};

	json_add_compact(made, &line);
	json_free(made);
	if (line.len < size)
		strcpy(to, line.s);
	else
		spoil(item, ITEM_TOO_LONG);
	str_fini(&line);
}

static void
read_stop(const struct json *stop, struct item *item, struct json *made)
{
	static const char *const whys[] = {
	    "pain", "time", "unclear", "wrong", "other", NULL};
	int why = word(json_get(stop, "why"), whys);
	int64_t pain = number(item, json_get(stop, "pain"), 0, 10);
	int64_t flag = number(item, json_get(stop, "flag"), 0, ITEM_FLAGS - 1);
	char step[ITEM_ROUTINE];

	name(item, json_get(stop, "step"), step, sizeof(step), true);
	if (why < 0) {
		spoil(item, ITEM_BAD_FIELD);
		return;
	}
	json_set_str(made, "step", step);
	json_set_str(made, "why", whys[why]);
	if (pain >= 0)
		json_set_int(made, "pain", pain);
	if (flag >= 0)
		json_set_int(made, "flag", flag);
}

static void
read_stops(const struct json *json, struct item *item)
{
	const struct json *stops = json_get(json, "stops");
	size_t n = json_count(stops);
	struct json *made;

	if (!stops || (json_is_list(stops) && n == 0))
		return;
	if (n == 0 || n > STOPS) {
		spoil(item, n ? ITEM_TOO_LONG : ITEM_BAD_FIELD);
		return;
	}
	made = json_new_array();
	for (size_t i = 0; i < n; i++)
		read_stop(json_at(stops, i), item, json_push_object(made));
	put_json(item, made, item->stops, sizeof(item->stops));
}

static void
push_rating(struct json *list, int64_t rating)
{
	if (rating < 0)
		json_push_null(list);
	else
		json_push_int(list, rating);
}

static void
read_region(const struct json *pair, const char *region, struct item *item,
    struct json *made)
{
	struct json *list = json_set_array(made, region);
	int64_t before = number(item, json_at(pair, 0), 0, 10);
	int64_t after = number(item, json_at(pair, 1), 0, 10);

	if (json_count(pair) != 2 || !is_name(region, 33))
		spoil(item, ITEM_BAD_FIELD);
	push_rating(list, before);
	push_rating(list, after);
	if (before > item->before) {
		item->before = before;
		item->after = after;
	}
}

static void
read_tension(const struct json *json, struct item *item)
{
	const struct json *tension = json_get(json, "tension");
	const char *regions[REGIONS + 1] = {0};
	struct json *made;
	int n = 0;

	item->before = item->after = -1;
	if (!tension)
		return;
	made = json_new_object();
	while (
	    n < REGIONS && (regions[n] = json_stranger(tension, regions)) != NULL) {
		read_region(json_get(tension, regions[n]), regions[n], item, made);
		n++;
	}
	if (n == 0 || (n == REGIONS && json_stranger(tension, regions)))
		spoil(item, n ? ITEM_TOO_LONG : ITEM_BAD_FIELD);
	put_json(item, made, item->tension, sizeof(item->tension));
}

static void
read_session(const struct json *json, struct item *item)
{
	static const char *const states[] = {"done", "partial", "skipped", NULL};
	int state = word(json_get(json, "state"), states);

	if (state < 0)
		spoil(item, ITEM_BAD_FIELD);
	item->state = (enum item_state)state;
	name(item, json_get(json, "routine"), item->routine, ITEM_ROUTINE, true);
	uuid(item, json_get(json, "rx"), item->rx, false);
	read_times(json, item);
	item->active_s = number(item, json_get(json, "active_s"), 0, 86400);
	read_steps(json, item);
	read_stops(json, item);
	read_tension(json, item);
	item->pain = number(item, json_get(json, "pain"), 0, 10);
	item->note = text(item, json_get(json, "note"));
}

static void
read_checkin(const struct json *json, struct item *item)
{
	item->rating = number(item, json_get(json, "tension"), 0, 10);
	item->pain = number(item, json_get(json, "pain"), 0, 10);
	item->limit = number(item, json_get(json, "limit"), 0, 10);
	item->note = text(item, json_get(json, "note"));
}

static void
read_answer(const struct json *json, struct item *item)
{
	static const char *const states[] = {"seen", "accepted", "declined", NULL};
	int state = word(json_get(json, "state"), states);

	uuid(item, json_get(json, "rx"), item->rx, true);
	item->version = number(item, json_get(json, "version"), 1, VERSION_MAX);
	if (state < 0 || item->version < 0)
		spoil(item, ITEM_BAD_FIELD);
	else
		strcpy(item->answer, states[state]);
	item->why = text(item, json_get(json, "why"));
}

/* --- an item ---------------------------------------------------------------- */

static bool
read_names(const struct json *json, struct item *item)
{
	const char *id = json_text(json_get(json, "id"));

	if (!id || strlen(id) >= UUID_LEN ||
	    text_valid(id, strlen(id)) != strlen(id) ||
	    !json_int(json_get(json, "rev"), &item->rev))
		return false;
	for (const char *s = id; *s; s++)
		if (*s <= 0x20 || *s >= 0x7f)
			return false;
	strcpy(item->id, id);
	return true;
}

static void
read_day(const struct json *json, struct item *item)
{
	const char *day = json_text(json_get(json, "local_date"));

	if (!day || !civil_parse(day, &item->day))
		spoil(item, ITEM_BAD_FIELD);
	else if (rng_uuid_to_day(item->id) != item->day)
		spoil(item, ITEM_ID_DAY);
}

static void
read_type(const struct json *json, struct item *item)
{
	static const char *const types[] = {
	    "session", "checkin", "rx_answer", NULL};
	int type = word(json_get(json, "type"), types);

	item->type = type < 0 ? ITEM_STRANGE : (enum item_type)type;
	if (!json_text(json_get(json, "type")))
		spoil(item, ITEM_BAD_FIELD);
	else if (type < 0)
		spoil(item, ITEM_IGNORED);
}

static void
read_size(const struct json *json, struct item *item)
{
	struct str line = {0};

	json_add_compact(json, &line);
	if (line.len > ITEM_BYTES)
		spoil(item, ITEM_TOO_LONG);
	str_fini(&line);
}

static void
read_deleted(const struct json *json, struct item *item)
{
	const struct json *deleted = json_get(json, "deleted");

	if (deleted && !json_bool(deleted, &item->deleted))
		spoil(item, ITEM_BAD_FIELD);
	if (!item->deleted)
		return;
	item->state = ITEM_DELETED;
	/* What was answered was answered. */
	if (item->type == ITEM_ANSWER)
		spoil(item, ITEM_BAD_FIELD);
}

bool
item_read(const struct json *json, bool small, struct item *item)
{
	static void (*const readers[])(const struct json *, struct item *) = {
	    [ITEM_SESSION] = read_session,
	    [ITEM_CHECKIN] = read_checkin,
	    [ITEM_ANSWER] = read_answer,
	};

	item_init(item, ITEM_SESSION);
	if (!read_names(json, item))
		return false;
	if (item->rev < 1 || item->rev > REV_MAX)
		spoil(item, ITEM_BAD_FIELD);
	if (!small)
		read_size(json, item);
	read_type(json, item);
	read_day(json, item);
	read_deleted(json, item);
	if (item->type != ITEM_STRANGE && !item->deleted)
		readers[item->type](json, item);
	return true;
}
