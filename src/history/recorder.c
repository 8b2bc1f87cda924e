#include "history/recorder.h"

#include "base/mem.h"
#include "history/said.h"
#include "score/score.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct recorder {
	struct history *h;
	struct session_record record;
	struct session_record before; /* it goes on from; or without an id */
	size_t first;                 /* its step that is part 0 of the score */
	bool begun;                   /* its row is in the history */
	bool saved;                   /* what the record says is in the history */
	struct err err;
};

void
recorder_plan(struct session_record *r, const struct score *score, int32_t day,
    int64_t wall_ms, int offset_min)
{
	*r = (struct session_record){0};
	rng_uuid_day(day, r->id);
	r->rev = 1;
	r->day = day;
	r->started_ms = wall_ms;
	r->offset_min = offset_min;
	snprintf(r->routine, sizeof(r->routine), "%s", score->routine->id);
	r->n_steps = score->n_parts;
	r->steps = mem_new(r->n_steps, sizeof(*r->steps));
	for (size_t i = 0; i < r->n_steps; i++) {
		const struct part *part = &score->parts[i];
		struct step_record *s = &r->steps[i];

		snprintf(s->exercise, sizeof(s->exercise), "%s",
		    score->exercises[part->step]->id);
		s->side = part->side;
		s->planned_ms = part->end_ms - part->at_ms;
		s->wrong_ms = -1;
		r->planned_ms += s->planned_ms;
	}
}

static bool
begin(struct recorder *r)
{
	return (*r->before.id ? history_resume : history_begin)(
	    r->h, &r->record, &r->err);
}

/* Brings the history up to the record; whatever failed before is tried again. */
static void
save(struct recorder *r, bool durable)
{
	bool over = r->record.state != STATE_RUNNING;

	if (!r->h)
		return;
	if (!r->begun)
		r->begun = begin(r);
	r->saved = r->begun &&
		   (over ? history_end(r->h, &r->record, &r->err)
			 : history_checkpoint(r->h, &r->record, durable, &r->err));
	if (r->saved)
		r->err.text[0] = '\0';
}

struct recorder *
recorder_new(struct history *h, const struct score *score, int32_t day,
    int64_t wall_ms, int offset_min)
{
	struct recorder *r = mem_new(1, sizeof(*r));

	r->h = h;
	recorder_plan(&r->record, score, day, wall_ms, offset_min);
	if (h)
		r->begun = r->saved = history_begin(h, &r->record, &r->err);
	else
		err_set(&r->err,
		    "there is no history to write to: this session is not "
		    "recorded");
	return r;
}

static bool
is_rest_of(const struct score *score, const struct session_record *r, size_t first)
{
	if (first + score->n_parts != r->n_steps)
		return false;
	for (size_t i = 0; i < score->n_parts; i++) {
		const struct part *part = &score->parts[i];
		const struct step_record *step = &r->steps[first + i];

		if (part->side != step->side ||
		    strcmp(score->exercises[part->step]->id, step->exercise) != 0)
			return false;
	}
	return true;
}

struct recorder *
recorder_resume(struct history *h, const struct score *score,
    const struct session_record *before, size_t first)
{
	struct recorder *r;

	if (!h || !is_rest_of(score, before, first))
		return NULL;
	r = mem_new(1, sizeof(*r));
	r->h = h;
	r->first = first;
	session_record_copy(&r->before, before);
	session_record_copy(&r->record, before);
	r->record.rev++;
	r->record.state = STATE_RUNNING;
	r->begun = r->saved = begin(r);
	return r;
}

void
recorder_said(struct recorder *r, const struct checkin *said)
{
	if (!checkin_answered(said))
		return;
	said_take(&r->record, said);
	save(r, true);
}

void
recorder_leave(struct recorder *r)
{
	if (!r->saved)
		save(r, true);
	if (r->h)
		history_leave(r->h);
	r->h = NULL;
}

void
recorder_free(struct recorder *r)
{
	if (!r)
		return;
	recorder_leave(r);
	session_record_fini(&r->record);
	session_record_fini(&r->before);
	free(r);
}

static void
take_part(struct recorder *r, const struct session *s, size_t part)
{
	const struct part_result *result = session_result(s, part);
	struct step_record *step = &r->record.steps[r->first + part];

	if (*r->before.id) {
		step->held_ms = r->before.steps[r->first + part].held_ms;
	} else {
		step->held_ms = 0;
		step->planned_ms = result->planned_ms;
	}
	step->held_ms += result->held_ms;
	step->outcome = result->outcome;
	if (step->outcome == OUTCOME_DONE) /* and not left any more */
		step->why = WHY_NONE;
	step->wrong_ms = result->wrong_ms;
}

/* All parts, not only the event's: going back changes parts that were over. */
static void
take(struct recorder *r, const struct session *s, bool over)
{
	enum session_state state = r->record.state;

	for (size_t i = 0; r->first + i < r->record.n_steps; i++)
		take_part(r, s, i);
	session_record_sum(&r->record);
	if (!over)
		r->record.state = state;
}

void
recorder_event(
    struct recorder *r, const struct session *s, const struct session_event *event)
{
	bool over = event->kind == EVENT_FINISHED;

	switch (event->kind) {
	case EVENT_HOLD:
	case EVENT_PART:
	case EVENT_FINISHED:
		take(r, s, over);
		save(r, event->kind != EVENT_HOLD);
		break;
	case EVENT_JUMP:
		if (!r->saved)
			save(r, true);
		break;
	case EVENT_CUE: /* many, and nothing new: not a moment to wait for a disk */
		break;
	}
}

const struct session_record *
recorder_record(const struct recorder *r)
{
	return &r->record;
}

const char *
recorder_error(const struct recorder *r)
{
	return r->err.text[0] ? r->err.text : NULL;
}
