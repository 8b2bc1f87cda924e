#include "history/said.h"

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
