#include "coach/attention.h"

#include "base/civil.h"
#include "base/json.h"
#include "history/words.h"
#include "sync/item.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- movements that stop ---------------------------------------------------- */

static struct attention_stop *
stop_of(struct attention_stop *stops, size_t *n, const char *step)
{
	for (size_t i = 0; i < *n; i++)
		if (strcmp(stops[i].step, step) == 0)
			return &stops[i];
	if (*n == ATTENTION_STEPS)
		return NULL;
	stops[*n] = (struct attention_stop){0};
	snprintf(stops[*n].step, sizeof(stops[*n].step), "%s", step);
	return &stops[(*n)++];
}

static void
count_why(struct attention_stop *stop, const char *why)
{
	const struct {
		const char *word;
		int *count;
	} rows[] = {
	    {"pain", &stop->pain},
	    {"time", &stop->time},
	    {"unclear", &stop->unclear},
	    {"wrong", &stop->wrong},
	};

	stop->all++;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (strcmp(why, rows[i].word) == 0) {
			++*rows[i].count;
			return;
		}
	stop->other++;
}

/* stops as item.c has checked them: [{"step":"...","why":"..."}] */
static void
count_stops(const char *text, struct attention_stop *stops, size_t *n)
{
	struct err err;
	struct json *list = json_read(text, strlen(text), 4, &err);

	for (size_t i = 0; i < json_count(list); i++) {
		const struct json *one = json_at(list, i);
		const char *step = json_text(json_get(one, "step"));
		const char *why = json_text(json_get(one, "why"));
		struct attention_stop *stop = step ? stop_of(stops, n, step) : NULL;

		if (stop)
			count_why(stop, why ? why : "");
	}
	json_free(list);
}

static int
by_count(const void *a, const void *b)
{
	const struct attention_stop *x = a, *y = b;

	if (x->pain != y->pain)
		return y->pain - x->pain;
	return x->all != y->all ? y->all - x->all : strcmp(x->step, y->step);
}

size_t
attention_stops(const struct casefile *file, int32_t from, int32_t to,
    struct attention_stop stops[ATTENTION_STEPS])
{
	size_t n = 0;

	for (size_t i = 0; i < file->n_sessions; i++) {
		const struct casefile_session *s = &file->sessions[i];

		if (s->stops && s->day >= from && s->day <= to)
			count_stops(s->stops, stops, &n);
	}
	qsort(stops, n, sizeof(*stops), by_count);
	return n;
}

static void
look_at_stops(const struct casefile *file, struct attention_found *found)
{
	struct attention_stop stops[ATTENTION_STEPS];
	size_t n = attention_stops(file, file->today - 6, file->today + 1, stops);

	if (n == 0 || stops[0].pain < ATTENTION_STOPS)
		return;
	found->bits |= 1 << ATTENTION_STOPPED;
	found->stops = stops[0].pain;
	memcpy(found->step, stops[0].step, sizeof(found->step));
}

/* --- what was wrong ----------------------------------------------------------- */

/* The flags of one session. */
static void
add_flags(const struct casefile_session *s, struct attention_flag *flags, size_t *n)
{
	struct json *list = json_read(s->stops, strlen(s->stops), 4, NULL);

	for (size_t i = 0; i < json_count(list) && *n < ATTENTION_FLAGS; i++) {
		const struct json *one = json_at(list, i);
		const char *step = json_text(json_get(one, "step"));
		struct attention_flag *flag = &flags[*n];
		int64_t code;

		if (!step || !json_int(json_get(one, "flag"), &code) || code < 0 ||
		    code >= ITEM_FLAGS)
			continue;
		*flag = (struct attention_flag){s->day, (int)code, ""};
		snprintf(flag->step, sizeof(flag->step), "%s", step);
		(*n)++;
	}
	json_free(list);
}

size_t
attention_flags(const struct casefile *file, int32_t from, int32_t to,
    struct attention_flag flags[ATTENTION_FLAGS])
{
	size_t n = 0;

	for (size_t i = file->n_sessions; i-- > 0;) {
		const struct casefile_session *s = &file->sessions[i];

		if (s->stops && s->day >= from && s->day <= to)
			add_flags(s, flags, &n);
	}
	return n;
}

/* Down the limb, dizzy, chest, a new headache, a red answer: one is enough. */
static bool
is_grave(const struct attention_flag *flag)
{
	return flag->code == 0 || (flag->code >= 4 && flag->code <= 7);
}

static void
look_at_flags(const struct casefile *file, struct attention_found *found)
{
	struct attention_flag flags[ATTENTION_FLAGS];
	size_t n = attention_flags(file, file->today - 6, file->today + 1, flags);
	bool grave = false;

	for (size_t i = 0; i < n; i++) {
		if (i > 0 && (grave || !is_grave(&flags[i])))
			continue;
		found->flag = flags[i];
		grave = is_grave(&flags[i]);
	}
	found->flags = (int)n;
	if (grave || n >= ATTENTION_FLAGS_LEAST)
		found->bits |= 1 << ATTENTION_FLAGGED;
}

/* --- pain ------------------------------------------------------------------- */

static size_t
pains(const struct casefile *file, int32_t from, int32_t to, int *values)
{
	size_t n = 0;

	for (size_t i = 0; i < file->n_sessions; i++) {
		const struct casefile_session *s = &file->sessions[i];

		if (s->pain >= 0 && s->day >= from && s->day <= to)
			values[n++] = (int)s->pain;
	}
	return n;
}

static void
look_at_pain(const struct casefile *file, struct attention_found *found)
{
	static const int rise2 = 2 * ATTENTION_PAIN_RISE;
	int values[CASEFILE_SESSIONS];
	size_t n = pains(file, file->today - 6, file->today + 1, values);

	if (n < ATTENTION_PAIN_LEAST)
		return;
	found->pain2 = casefile_median2(values, n);
	n = pains(file, file->today - 20, file->today - 7, values);
	if (n < ATTENTION_PAIN_LEAST)
		return;
	found->was2 = casefile_median2(values, n);
	if (found->pain2 - found->was2 >= rise2)
		found->bits |= 1 << ATTENTION_PAIN_UP;
}

/* --- silence ---------------------------------------------------------------- */

/* Planned days before today without any data, back to the last day with some.  The
 * client's today may not be over. */
static int
quiet_days(const struct casefile *file)
{
	int n = 0;

	for (int32_t day = file->today + 1; day >= file->first; day--) {
		const struct casefile_day *on = casefile_on(file, day);

		if (on->done + on->partial + on->skipped + on->checkins > 0)
			break;
		n += day < file->today && casefile_planned(file, day) > 0;
	}
	return n;
}

static void
look_at_silence(const struct casefile *file, struct attention_found *found)
{
	found->quiet_days = quiet_days(file);
	if (found->quiet_days >= ATTENTION_QUIET_DAYS)
		found->bits |= 1 << ATTENTION_QUIET;
}

/* --- plans and links -------------------------------------------------------- */

static void
look_at_plan(const struct casefile *file, struct attention_found *found)
{
	const struct casefile_plan *plan = casefile_plan(file);

	if (!plan)
		return;
	if (strcmp(plan->state, "declined") == 0) {
		found->bits |= 1 << ATTENTION_DECLINED;
		found->why = plan->why;
	}
	found->wait_days = file->today - plan->since;
	if (strcmp(plan->state, "accepted") != 0 &&
	    strcmp(plan->state, "declined") != 0 &&
	    found->wait_days >= ATTENTION_WAIT_DAYS)
		found->bits |= 1 << ATTENTION_UNANSWERED;
}

static void
look_at_link(const struct casefile *file, struct attention_found *found)
{
	if (file->devices == 0)
		found->bits |= 1 << ATTENTION_UNLINKED;
	found->skew_ms = file->skew_ms;
	if (llabs(file->skew_ms) > ATTENTION_SKEW_MS)
		found->bits |= 1 << ATTENTION_CLOCK;
}

/* Whoever has left is asked for nothing. */
void
attention(const struct casefile *file, struct attention_found *found)
{
	*found = (struct attention_found){0};
	if (file->ended)
		return;
	look_at_flags(file, found);
	look_at_pain(file, found);
	look_at_stops(file, found);
	look_at_silence(file, found);
	look_at_plan(file, found);
	look_at_link(file, found);
}

/* --- words ------------------------------------------------------------------ */

static void
add_half(struct str *out, int twice)
{
	str_addf(out, "%d%s", twice / 2, twice % 2 ? ".5" : "");
}

static void
flag_words(const struct attention_found *found, struct str *out)
{
	str_addf(out, "said in the last 7 days: %s, at %s",
	    alarm_said(found->flag.code), found->flag.step);
	if (found->flags > 1)
		str_addf(out, " (one of %d)", found->flags);
}

static void
pain_words(const struct attention_found *found, struct str *out)
{
	str_add(out, "pain went up from ");
	add_half(out, found->was2);
	str_add(out, " to ");
	add_half(out, found->pain2);
	str_add(out, " (medians, last 7 days and the 14 before)");
}

static void
stop_words(const struct attention_found *found, struct str *out)
{
	str_addf(out, "stopped %s for pain %d times in 7 days", found->step,
	    found->stops);
}

static void
quiet_words(const struct attention_found *found, struct str *out)
{
	str_addf(out, "no data on the last %d planned days", found->quiet_days);
}

static void
declined_words(const struct attention_found *found, struct str *out)
{
	str_add(out, "declined the plan");
	if (found->why && *found->why)
		str_addf(out, ": \xe2\x80\x9c%s\xe2\x80\x9d", found->why);
}

static void
wait_words(const struct attention_found *found, struct str *out)
{
	str_addf(out, "has not answered the plan for %d days", found->wait_days);
}

static void
link_words(const struct attention_found *found, struct str *out)
{
	(void)found;
	str_add(out, "no device is linked any more");
}

static void
clock_words(const struct attention_found *found, struct str *out)
{
	int64_t min = llabs(found->skew_ms) / 60000;
	const char *way = found->skew_ms > 0 ? "slow" : "fast";

	if (min < 120)
		str_addf(
		    out, "the computer's clock is %" PRId64 " min %s", min, way);
	else
		str_addf(out, "the computer's clock is %" PRId64 " h %s",
		    (min + 30) / 60, way);
}

void
attention_words(
    const struct attention_found *found, enum attention which, struct str *out)
{
	static void (*const words[ATTENTIONS])(
	    const struct attention_found *, struct str *) = {
	    [ATTENTION_FLAGGED] = flag_words,
	    [ATTENTION_PAIN_UP] = pain_words,
	    [ATTENTION_STOPPED] = stop_words,
	    [ATTENTION_QUIET] = quiet_words,
	    [ATTENTION_DECLINED] = declined_words,
	    [ATTENTION_UNANSWERED] = wait_words,
	    [ATTENTION_UNLINKED] = link_words,
	    [ATTENTION_CLOCK] = clock_words,
	};

	words[which](found, out);
}
