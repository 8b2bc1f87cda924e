#include "history/said.h"

#include "base/mem.h"
#include "history/words.h"

#include <stdio.h>
#include <string.h>

static void
take(struct session_record *r, int topic, int before, int after)
{
	struct rating *rating;

	if (before == RATING_NONE && after == RATING_NONE)
		return;
	rating = session_record_rate(r, topic);
	if (!rating)
		return;
	if (before != RATING_NONE)
		rating->before = (int8_t)before;
	if (after != RATING_NONE)
		rating->after = (int8_t)after;
}

/* The code of domain.md 5.5; -1: it is none. */
static int
code_of(int trouble)
{
	switch (trouble) {
	case TROUBLE_SHARP:
		return 1;
	case TROUBLE_NUMB:
		return 3;
	case TROUBLE_LIMB:
		return 4;
	case TROUBLE_DIZZY:
		return 5;
	case TROUBLE_CHEST:
		return 6;
	case TROUBLE_HEADACHE:
		return 7;
	}
	return -1;
}

/* What was wrong, with the movement at which it was said. */
static void
take_trouble(struct session_record *r, int trouble)
{
	struct alarm alarm = {.code = code_of(trouble)};

	for (size_t i = 0; i < r->n_steps; i++) {
		struct step_record *step = &r->steps[i];

		if (step->outcome != OUTCOME_WRONG)
			continue;
		step->why = trouble == TROUBLE_SHARP || trouble == TROUBLE_LIMB
				? WHY_PAIN
				: WHY_WRONG;
		memcpy(alarm.exercise, step->exercise, sizeof(alarm.exercise));
	}
	if (alarm.code >= 0 && r->n_alarms < ALARMS_MAX)
		r->alarms[r->n_alarms++] = alarm;
}

static void
take_leaving(struct session_record *r, const char *exercise, int leaving)
{
	static const enum stop_why why[] = {[LEAVING_PAIN] = WHY_PAIN,
	    [LEAVING_TIME] = WHY_TIME,
	    [LEAVING_UNCLEAR] = WHY_UNCLEAR,
	    [LEAVING_OTHER] = WHY_OTHER};

	for (size_t i = 0; i < r->n_steps; i++)
		if (r->steps[i].outcome == OUTCOME_SKIPPED &&
		    strcmp(r->steps[i].exercise, exercise) == 0)
			r->steps[i].why = why[leaving];
}

void
said_take(struct session_record *r, const struct checkin *c)
{
	const struct ratings *before = c->after ? &c->before : &c->now;
	struct ratings after = c->now;

	if (!c->after) {
		for (size_t i = 0; i < c->n; i++)
			after.tension[i] = RATING_NONE;
		after.pain = after.mood = RATING_NONE;
	}
	for (size_t i = 0; i < c->n; i++)
		take(r, (int)c->region[i], before->tension[i], after.tension[i]);
	take(r, TOPIC_PAIN, before->pain, after.pain);
	take(r, TOPIC_MOOD, before->mood, after.mood);
	if (c->wrong && c->trouble != RATING_NONE)
		take_trouble(r, c->trouble);
	for (size_t i = 0; i < c->n_left; i++)
		if (c->leaving[i] != RATING_NONE)
			take_leaving(r, c->left[i]->id, c->leaving[i]);
	if (*c->note)
		snprintf(r->note, sizeof(r->note), "%s", c->note);
}

static const char *
topic_said(int topic, char buf[16])
{
	static const char *const others[] = {"pain", "mood", "enjoyed", "pressure"};

	if (topic >= TOPIC_PAIN && topic < TOPIC_END)
		return others[topic - TOPIC_PAIN];
	return region_said((enum region)topic, buf);
}

static void
print_one(const struct rating *rating, struct str *out)
{
	char buf[16];

	str_addf(out, "%s%s", out->len ? ", " : "", topic_said(rating->topic, buf));
	if (rating->topic == TOPIC_PRESSURE && rating->before != SCORE_NONE) {
		str_addf(out, " %s", words_name(&words_pressure, rating->before));
		return;
	}
	if (rating->before != SCORE_NONE)
		str_addf(out, " %d", rating->before);
	if (rating->after != SCORE_NONE)
		str_addf(out, "%s %d",
		    rating->before != SCORE_NONE ? " →" : " after", rating->after);
}

void
said_print(const struct session_record *r, struct str *out)
{
	struct str said = {0};

	for (size_t i = 0; i < r->n_ratings; i++)
		print_one(&r->ratings[i], &said);
	if (said.len)
		str_add(out, said.s);
	str_fini(&said);
}

/* --- what was wrong, and why movements were left ------------------------------------- */

static const char *
named(said_name_fn *name, void *arg, const char *exercise)
{
	return name ? name(arg, exercise) : exercise;
}

void
said_flags(
    const struct session_record *r, said_name_fn *name, void *arg, struct str *out)
{
	for (size_t i = 0; i < r->n_alarms; i++) {
		const struct alarm *a = &r->alarms[i];

		str_addf(out, "%s%s", i ? "; " : "", alarm_said(a->code));
		if (*a->exercise)
			str_addf(out, " (%s)", named(name, arg, a->exercise));
	}
}

/* A step that something was wrong in ended the session: said_flags tells it. */
static bool
was_left(const struct step_record *s)
{
	return s->why != WHY_NONE && s->outcome != OUTCOME_WRONG;
}

void
said_left(
    const struct session_record *r, said_name_fn *name, void *arg, struct str *out)
{
	const struct step_record *before = NULL;

	for (size_t i = 0; i < r->n_steps; i++) {
		const struct step_record *s = &r->steps[i];

		if (!was_left(s))
			continue;
		if (before && before->why == s->why &&
		    strcmp(before->exercise, s->exercise) == 0)
			continue; /* its other side */
		str_addf(out, "%s%s (%s)", before ? "; " : "",
		    named(name, arg, s->exercise), stop_why_said(s->why));
		before = s;
	}
}

/* Appends "; " and what stands before it to what is not empty. */
static void
join(struct str *out, const char *before, struct str *part)
{
	if (part->len)
		str_addf(out, "%s%s%s", out->len ? "; " : "", before, part->s);
	str_clear(part);
}

void
said_all(
    const struct session_record *r, said_name_fn *name, void *arg, struct str *out)
{
	struct str all = {0}, part = {0};

	said_print(r, &all);
	said_flags(r, name, arg, &part);
	join(&all, "", &part);
	said_left(r, name, arg, &part);
	join(&all, "left early: ", &part);
	if (all.len)
		str_add(out, all.s);
	str_fini(&all);
	str_fini(&part);
}

/* --- the same, typed ---------------------------------------------------------------- */

/* Of "cat-cow=sharp": the movement, or "", and the word. */
struct item {
	char exercise[ID_MAX + 1];
	char word[16];
};

/* Takes the first of a list off it; false where it has another form. */
static bool
next_item(const char **list, struct item *item)
{
	size_t len = strcspn(*list, ",");
	const char *equals = memchr(*list, '=', len);
	size_t head = equals ? (size_t)(equals - *list) : 0;
	size_t tail = equals ? len - head - 1 : len;

	*item = (struct item){""};
	if ((equals && head == 0) || head > ID_MAX || tail == 0 ||
	    tail >= sizeof(item->word))
		return false;
	memcpy(item->exercise, *list, head);
	memcpy(item->word, *list + len - tail, tail);
	*list += len;
	*list += **list == ',';
	return true;
}

/* false: the words of a list, of which this is none. */
static bool
say_words(const struct words *words, int from, const char *word, struct err *err)
{
	struct str all = {0};

	for (int i = from; i < (int)words->n; i++)
		str_addf(&all, "%s, ", words_name(words, i));
	err_set(err, "\"%s\" is none of: %snone", word, all.s);
	str_fini(&all);
	return false;
}

static bool
has_movement(const struct session_record *r, const char *exercise, struct err *err)
{
	for (size_t i = 0; i < r->n_steps; i++)
		if (strcmp(r->steps[i].exercise, exercise) == 0)
			return true;
	return err_set(err, "\"%s\" is no movement of this session", exercise);
}

static bool
add_flag(struct session_record *r, const struct item *item, struct err *err)
{
	struct alarm alarm = {.code = words_find(&words_flagged, item->word)};

	if (alarm.code < 0)
		return say_words(&words_flagged, 0, item->word, err);
	if (*item->exercise && !has_movement(r, item->exercise, err))
		return false;
	if (r->n_alarms == ALARMS_MAX)
		return err_set(err, "at most %d flags are kept", ALARMS_MAX);
	memcpy(alarm.exercise, item->exercise, sizeof(alarm.exercise));
	r->alarms[r->n_alarms++] = alarm;
	return true;
}

static bool
set_left(struct session_record *r, const struct item *item, struct err *err)
{
	bool none = strcmp(item->word, "none") == 0, any = false;
	int why = none ? WHY_NONE : words_find(&words_why, item->word);

	if (!*item->exercise)
		return err_set(err, "of which movement? cat-cow=%s", item->word);
	if (why < 0)
		return say_words(&words_why, WHY_PAIN, item->word, err);
	if (!has_movement(r, item->exercise, err))
		return false;
	for (size_t i = 0; i < r->n_steps; i++) {
		struct step_record *s = &r->steps[i];

		if (strcmp(s->exercise, item->exercise) != 0 ||
		    (s->outcome == OUTCOME_DONE && !none))
			continue;
		s->why = (enum stop_why)why;
		any = true;
	}
	return any || err_set(err, "\"%s\" was done to its end", item->exercise);
}

/* All of a list, or nothing of it. */
static bool
take_items(struct session_record *r, const char *text,
    bool (*put)(struct session_record *r, const struct item *item, struct err *err),
    const char *form, struct err *err)
{
	struct session_record made;
	struct item item;
	bool ok = true;

	session_record_copy(&made, r);
	while (ok && *text)
		ok = next_item(&text, &item) ? put(&made, &item, err)
					     : err_set(err, "%s is expected", form);
	if (ok) {
		memcpy(r->alarms, made.alarms, sizeof(r->alarms));
		r->n_alarms = made.n_alarms;
		for (size_t i = 0; i < r->n_steps; i++)
			r->steps[i].why = made.steps[i].why;
	}
	session_record_fini(&made);
	return ok;
}

bool
said_parse_flags(struct session_record *r, const char *text, struct err *err)
{
	size_t n = r->n_alarms;
	bool ok;

	r->n_alarms = 0;
	if (strcmp(text, "none") == 0)
		return true;
	ok = *text ? take_items(r, text, add_flag, "sharp or cat-cow=sharp", err)
		   : err_set(err, "a flag, or none, is expected");
	if (!ok)
		r->n_alarms = n;
	return ok;
}

bool
said_parse_left(struct session_record *r, const char *text, struct err *err)
{
	return *text ? take_items(r, text, set_left, "cat-cow=time", err)
		     : err_set(err, "cat-cow=time is expected");
}
