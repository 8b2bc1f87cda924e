#include "sync/tell.h"

#include "base/mem.h"
#include "history/words.h"

#include <stdlib.h>
#include <string.h>

#define REGIONS 3

static void
name_item(struct item *item, const char *id, int64_t rev, int32_t day)
{
	strcpy(item->id, id);
	item->rev = rev;
	item->day = day;
}

/* What was read from elsewhere may have any name, and the wire has those of ours. */
static const char *
name_or_other(const char *name)
{
	size_t n = strlen(name);

	return n > 0 && n < ITEM_ROUTINE &&
		       strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == n
		   ? name
		   : "other";
}

static enum item_state
state_of(enum session_state state)
{
	if (state == STATE_DONE)
		return ITEM_DONE;
	return state == STATE_SKIPPED ? ITEM_SKIPPED : ITEM_PARTIAL;
}

static void
tell_times(const struct session_record *r, struct item *item)
{
	/* What no zone has cannot be said, and then nothing is. */
	if (r->started_ms < 0 || r->offset_min < -720 || r->offset_min > 840)
		return;
	item->started_ms = r->started_ms;
	item->offset_min = r->offset_min;
}

static const char *
why_of(const struct step_record *step)
{
	return step->why != WHY_NONE ? words_name(&words_why, (int)step->why)
				     : "wrong";
}

/* What was wrong there, 0 to 9; -1: nobody said. */
static int
flag_of(const struct session_record *r, const struct step_record *step)
{
	if (step->outcome != OUTCOME_WRONG)
		return -1;
	for (size_t i = 0; i < r->n_alarms; i++)
		if (strcmp(r->alarms[i].exercise, step->exercise) == 0)
			return r->alarms[i].code;
	return -1;
}

/* As many of the stops as there is room for. */
static void
tell_stops(const struct session_record *r, struct item *item)
{
	struct json *list = json_new_array();
	struct str text = {0};

	for (size_t i = 0; i < r->n_steps; i++) {
		const struct step_record *step = &r->steps[i];
		struct json *stop;

		if (step->outcome != OUTCOME_WRONG && step->why == WHY_NONE)
			continue;
		stop = json_push_object(list);
		json_set_str(stop, "step", name_or_other(step->exercise));
		json_set_str(stop, "why", why_of(step));
		if (flag_of(r, step) >= 0)
			json_set_int(stop, "flag", flag_of(r, step));
		str_clear(&text);
		json_add_compact(list, &text);
		if (text.len >= sizeof(item->stops))
			break;
		strcpy(item->stops, text.s);
	}
	json_free(list);
	str_fini(&text);
}

static void
tell_steps(const struct session_record *r, struct item *item)
{
	if (r->n_steps == 0)
		return;
	item->steps_done = 0;
	item->steps_all = (int64_t)r->n_steps;
	for (size_t i = 0; i < r->n_steps; i++)
		item->steps_done += r->steps[i].outcome == OUTCOME_DONE;
	tell_stops(r, item);
}

static void
push_score(struct json *pair, int score)
{
	if (score == SCORE_NONE)
		json_push_null(pair);
	else
		json_push_int(pair, score);
}

static void
tell_tension(const struct session_record *r, struct item *item)
{
	struct json *regions = json_new_object();
	struct str text = {0};
	int n = 0;

	for (size_t i = 0; i < r->n_ratings && n < REGIONS; i++) {
		const struct rating *rating = &r->ratings[i];
		struct json *pair;

		if (rating->topic < 0 || (size_t)rating->topic >= words_region.n)
			continue;
		pair = json_set_array(
		    regions, words_name(&words_region, rating->topic));
		push_score(pair, rating->before);
		push_score(pair, rating->after);
		if (rating->before > item->before) {
			item->before = rating->before;
			item->after = rating->after;
		}
		n++;
	}
	json_add_compact(regions, &text);
	if (n > 0 && text.len < sizeof(item->tension))
		strcpy(item->tension, text.s);
	json_free(regions);
	str_fini(&text);
}

static void
tell_pain(const struct session_record *r, struct item *item)
{
	const struct rating *pain = session_record_rating(r, TOPIC_PAIN);

	if (pain)
		item->pain = pain->after != SCORE_NONE ? pain->after : pain->before;
}

void
tell_session(const struct session_record *r, int64_t raise, struct item *item)
{
	item_init(item, ITEM_SESSION);
	name_item(item, r->id, r->rev + raise, r->day);
	strcpy(item->routine, name_or_other(r->routine));
	item->state = state_of(r->state);
	strcpy(item->rx, r->plan);
	tell_times(r, item);
	item->active_s = r->active_ms / 1000 < 86400 ? r->active_ms / 1000 : 86400;
	tell_steps(r, item);
	tell_tension(r, item);
	tell_pain(r, item);
	if (*r->note)
		item->note = mem_strdup(r->note);
}

void
tell_gone(const char *id, int rev, int32_t day, int64_t raise, struct item *item)
{
	item_init(item, ITEM_SESSION);
	name_item(item, id, rev + raise, day);
	item->deleted = true;
	item->state = ITEM_DELETED;
}

void
tell_morning(const char *id, int rev, int32_t day, int score, int64_t raise,
    struct item *item)
{
	item_init(item, ITEM_CHECKIN);
	name_item(item, id, rev + raise, day);
	item->pain = score;
}

void
tell_answer(const char *id, int32_t day, const char *rx, int version,
    const char *state, const char *why, int64_t raise, struct item *item)
{
	item_init(item, ITEM_ANSWER);
	name_item(item, id, 1 + raise, day);
	strcpy(item->rx, rx);
	item->version = version;
	strcpy(item->answer, state);
	item->why = mem_strdup(why);
}
