#include "sync/item.h"

#include "base/civil.h"
#include "sync/share.h"
#include "sync/stamp.h"

#include <stdlib.h>
#include <string.h>

void
item_init(struct item *item, enum item_type type)
{
	*item = (struct item){.type = type,
	    .started_ms = -1,
	    .active_s = -1,
	    .steps_done = -1,
	    .steps_all = -1,
	    .before = -1,
	    .after = -1,
	    .pain = -1,
	    .rating = -1,
	    .limit = -1,
	    .version = -1};
}

void
item_fini(struct item *item)
{
	free(item->note);
	free(item->why);
}

static const char *
or_none(const char *s)
{
	return s ? s : "";
}

void
item_canon(const struct item *item, struct str *out)
{
	const int64_t numbers[] = {item->type, item->day, item->deleted,
	    item->state, item->started_ms, item->offset_min, item->active_s,
	    item->steps_done, item->steps_all, item->pain, item->rating,
	    item->limit, item->version};
	const char *texts[] = {item->routine, item->rx, item->tension, item->stops,
	    item->answer, or_none(item->why), or_none(item->note)};

	str_addn(out, (const char *)numbers, sizeof(numbers));
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		str_addn(out, texts[i], strlen(texts[i]) + 1);
}

/* --- writing ---------------------------------------------------------------- */

static void
set_known(struct json *object, const char *key, int64_t n)
{
	if (n >= 0)
		json_set_int(object, key, n);
}

static void
set_given(struct json *object, const char *key, const char *s)
{
	if (s && *s)
		json_set_lines(object, key, s);
}

static void
print_session(struct json *object, const struct item *i)
{
	static const char *const states[] = {
	    "done", "partial", "skipped", "deleted"};
	struct json *steps;
	char stamp[STAMP_LEN];

	json_set_str(object, "routine", i->routine);
	json_set_str(object, "state", states[i->state]);
	set_given(object, "rx", i->rx);
	if (i->started_ms >= 0) {
		json_set_str(
		    object, "started_at", stamp_print(i->started_ms, stamp));
		json_set_int(object, "utc_offset_min", i->offset_min);
	}
	set_known(object, "active_s", i->active_s);
	if (i->steps_all >= 0) {
		steps = json_set_object(object, "steps");
		json_set_int(steps, "done", i->steps_done);
		json_set_int(steps, "of", i->steps_all);
	}
	if (*i->stops)
		json_set_text(object, "stops", i->stops);
	if (*i->tension)
		json_set_text(object, "tension", i->tension);
	set_known(object, "pain", i->pain);
	set_given(object, "note", i->note);
}

static void
print_checkin(struct json *object, const struct item *i)
{
	set_known(object, "tension", i->rating);
	set_known(object, "pain", i->pain);
	set_known(object, "limit", i->limit);
	set_given(object, "note", i->note);
}

static void
print_answer(struct json *object, const struct item *i)
{
	json_set_str(object, "rx", i->rx);
	json_set_int(object, "version", i->version);
	json_set_str(object, "state", i->answer);
	json_set_lines(object, "why", i->why);
}

void
item_print(const struct item *item, struct json *object)
{
	static const struct {
		const char *type;
		void (*print)(struct json *object, const struct item *item);
	} types[] = {
	    [ITEM_SESSION] = {"session", print_session},
	    [ITEM_CHECKIN] = {"checkin", print_checkin},
	    [ITEM_ANSWER] = {"rx_answer", print_answer},
	};
	char day[CIVIL_LEN];

	json_set_str(object, "type", types[item->type].type);
	json_set_str(object, "id", item->id);
	json_set_int(object, "rev", item->rev);
	json_set_str(object, "local_date", civil_print(item->day, day));
	if (item->deleted)
		json_set_bool(object, "deleted", true);
	else
		types[item->type].print(object, item);
}

/* --- what is shared --------------------------------------------------------- */

static void
forget(char **text_of)
{
	free(*text_of);
	*text_of = NULL;
}

bool
item_hide(struct item *item, int share)
{
	if (!(share & WIRE_TIMES))
		item->started_ms = -1;
	if (!(share & WIRE_DURATION))
		item->active_s = -1;
	if (!(share & WIRE_STEPS)) {
		item->steps_done = item->steps_all = -1;
		*item->stops = '\0';
	}
	if (!(share & WIRE_TENSION)) {
		*item->tension = '\0';
		item->before = item->after = -1;
	}
	if (!(share & WIRE_PAIN))
		item->pain = -1;
	if (!(share & WIRE_NOTES))
		forget(&item->note);
	if (item->type == ITEM_CHECKIN)
		return share & WIRE_PAIN;
	return item->type != ITEM_SESSION || item->state != ITEM_SKIPPED ||
	       share & WIRE_SKIPS;
}

/* --- words ------------------------------------------------------------------ */

static const struct {
	const char *as, *why;
} words[] = {
    [ITEM_GOOD] = {"ignored", NULL},
    [ITEM_STORED] = {"stored", NULL},
    [ITEM_SAME] = {"same", NULL},
    [ITEM_OLDER] = {"older", NULL},
    [ITEM_IGNORED] = {"ignored", NULL},
    [ITEM_FUTURE] = {"refused", "future"},
    [ITEM_CONFLICT] = {"refused", "conflict"},
    [ITEM_ID_DAY] = {"refused", "id-day"},
    [ITEM_BAD_FIELD] = {"refused", "bad-field"},
    [ITEM_TOO_LONG] = {"refused", "too-long"},
    [ITEM_QUOTA] = {"refused", "quota"},
};

const char *
item_as(enum item_fate fate)
{
	return words[fate].as;
}

const char *
item_why(enum item_fate fate)
{
	return words[fate].why;
}

bool
item_fate_of(const char *as, const char *why, enum item_fate *fate)
{
	bool refused = strcmp(as, "refused") == 0;

	for (int i = ITEM_STORED; i <= ITEM_QUOTA; i++) {
		const char *its = words[i].why;

		if (strcmp(words[i].as, as) == 0 &&
		    (!its || (why && strcmp(its, why) == 0))) {
			*fate = (enum item_fate)i;
			return true;
		}
	}
	if (refused)
		*fate = ITEM_BAD_FIELD;
	return refused;
}
