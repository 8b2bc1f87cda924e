#include "history/record.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

const char *
topic_word(int topic)
{
	static const char *const others[] = {"pain", "mood", "enjoy", "pressure"};

	if (topic >= TOPIC_PAIN && topic < TOPIC_END)
		return others[topic - TOPIC_PAIN];
	return words_name(&words_region, topic);
}

bool
topic_range(int topic, int *least, int *most)
{
	static const struct {
		int topic, least, most;
	} others[] = {
	    {TOPIC_PAIN, 0, 10},
	    {TOPIC_MOOD, 1, 5},
	    {TOPIC_ENJOY, 1, 5},
	    {TOPIC_PRESSURE, 0, PRESSURE_FIRM},
	};

	if (topic >= 0 && (size_t)topic < words_region.n) {
		*least = 0;
		*most = 10;
		return true;
	}
	for (size_t i = 0; i < ARRAY_LEN(others); i++) {
		if (others[i].topic != topic)
			continue;
		*least = others[i].least;
		*most = others[i].most;
		return true;
	}
	return false;
}

void
session_record_fini(struct session_record *r)
{
	free(r->steps);
	*r = (struct session_record){0};
}

void
session_record_copy(struct session_record *to, const struct session_record *from)
{
	*to = *from;
	to->steps = NULL;
	if (from->n_steps) {
		to->steps = mem_new(from->n_steps, sizeof(*to->steps));
		memcpy(to->steps, from->steps, from->n_steps * sizeof(*to->steps));
	}
}

static bool
same_step(const struct step_record *a, const struct step_record *b)
{
	return strcmp(a->exercise, b->exercise) == 0 && a->side == b->side &&
	       a->planned_ms == b->planned_ms && a->held_ms == b->held_ms &&
	       a->outcome == b->outcome && a->wrong_ms == b->wrong_ms &&
	       a->why == b->why;
}

static bool
same_steps(const struct session_record *a, const struct session_record *b)
{
	if (a->n_steps != b->n_steps)
		return false;
	for (size_t i = 0; i < a->n_steps; i++)
		if (!same_step(&a->steps[i], &b->steps[i]))
			return false;
	return true;
}

static bool
same_said(const struct session_record *a, const struct session_record *b)
{
	if (a->n_ratings != b->n_ratings || a->n_alarms != b->n_alarms)
		return false;
	for (size_t i = 0; i < a->n_ratings; i++)
		if (a->ratings[i].topic != b->ratings[i].topic ||
		    a->ratings[i].before != b->ratings[i].before ||
		    a->ratings[i].after != b->ratings[i].after)
			return false;
	for (size_t i = 0; i < a->n_alarms; i++)
		if (a->alarms[i].code != b->alarms[i].code ||
		    strcmp(a->alarms[i].exercise, b->alarms[i].exercise) != 0)
			return false;
	return true;
}

bool
session_record_equal(const struct session_record *a, const struct session_record *b)
{
	return strcmp(a->id, b->id) == 0 && a->rev == b->rev && a->day == b->day &&
	       a->started_ms == b->started_ms && a->offset_min == b->offset_min &&
	       strcmp(a->routine, b->routine) == 0 && a->state == b->state &&
	       a->origin == b->origin && a->planned_ms == b->planned_ms &&
	       a->active_ms == b->active_ms && strcmp(a->plan, b->plan) == 0 &&
	       strcmp(a->note, b->note) == 0 && same_said(a, b) && same_steps(a, b);
}

const struct rating *
session_record_rating(const struct session_record *r, int topic)
{
	for (size_t i = 0; i < r->n_ratings; i++)
		if (r->ratings[i].topic == topic)
			return &r->ratings[i];
	return NULL;
}

struct rating *
session_record_rate(struct session_record *r, int topic)
{
	size_t i = 0;

	while (i < r->n_ratings && r->ratings[i].topic < topic)
		i++;
	if (i < r->n_ratings && r->ratings[i].topic == topic)
		return &r->ratings[i];
	if (r->n_ratings == RATINGS_MAX)
		return NULL;
	memmove(&r->ratings[i + 1], &r->ratings[i],
	    (r->n_ratings - i) * sizeof(r->ratings[0]));
	r->n_ratings++;
	r->ratings[i] = (struct rating){topic, SCORE_NONE, SCORE_NONE};
	return &r->ratings[i];
}

enum session_state
session_state_of(int64_t active_ms, int64_t planned_ms)
{
	if (active_ms == 0)
		return STATE_SKIPPED;
	return active_ms * 100 >= planned_ms * SESSION_DONE_PERCENT ? STATE_DONE
								    : STATE_PARTIAL;
}

void
session_record_sum(struct session_record *r)
{
	r->active_ms = r->planned_ms = 0;
	for (size_t i = 0; i < r->n_steps; i++) {
		r->active_ms += r->steps[i].held_ms;
		r->planned_ms += r->steps[i].planned_ms;
	}
	r->state = session_state_of(r->active_ms, r->planned_ms);
}

/* Of the time that is left; a record without steps only has a sum. */
static int64_t
hold_step(struct step_record *s, int64_t left_ms)
{
	s->held_ms = left_ms < s->planned_ms ? left_ms : s->planned_ms;
	s->outcome = s->held_ms > 0 && s->held_ms * 100 >=
					   s->planned_ms * SESSION_DONE_PERCENT
			 ? OUTCOME_DONE
			 : OUTCOME_SKIPPED;
	s->wrong_ms = -1;
	if (s->outcome == OUTCOME_DONE)
		s->why = WHY_NONE;
	return left_ms - s->held_ms;
}

void
session_record_hold(struct session_record *r, int percent)
{
	int64_t left_ms = (r->planned_ms * percent + 99) / 100;

	r->active_ms = left_ms;
	r->state = session_state_of(r->active_ms, r->planned_ms);
	for (size_t i = 0; i < r->n_steps; i++)
		left_ms = hold_step(&r->steps[i], left_ms);
	if (r->n_steps)
		session_record_sum(r);
}

void
plan_record_fini(struct plan_record *p)
{
	free(p->body);
	*p = (struct plan_record){0};
}
