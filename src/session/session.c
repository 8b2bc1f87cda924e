#include "session/session.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

/*
 * Inside, everything is whole milliseconds: then planned + extra = held +
 * skipped holds to the last one.  The playhead is a pair: it was at pos when
 * the clock read clock.  advance() moves both by the same amount, up to the
 * next thing that happens; + makes it stand first, and the clock runs on alone.
 */
struct session {
	const struct score *score;
	enum { RUNNING, PAUSED, FINISHED } state;
	bool wrong;
	int64_t clock;     /* CLOCK_MONOTONIC in ms */
	int64_t pos;       /* ms of the score */
	int64_t stand;     /* ms still to stand at pos, from + */
	int64_t added;     /* ms that passed in this span without pos: + and - */
	int64_t paused_at; /* ms of the clock */
	size_t span;       /* the one that pos is in, or has just ended */
	size_t cue;        /* the next to come */
	struct part_result *results;
	struct session_event *queue; /* made and not yet taken: [head, n) */
	size_t head, n, cap;
};

#define MORE_MS   10000
#define LAST_MS   3000         /* what - never takes: the last seconds count */
#define STAND_MAX (10 * 60000) /* a key held down must not hold for ever */

static int64_t
to_ms(int64_t ns)
{
	return ns / 1000000;
}

static const struct span *
span_of(const struct session *s)
{
	return &s->score->spans[s->span];
}

static void
emit(struct session *s, struct session_event event)
{
	if (s->head == s->n)
		s->head = s->n = 0;
	if (s->n == s->cap) {
		s->cap = s->cap ? s->cap * 2 : 16;
		s->queue = mem_resize(s->queue, s->cap, sizeof(*s->queue));
	}
	event.due_ns = s->clock * 1000000;
	s->queue[s->n++] = event;
}

/* --- what came of a part ------------------------------------------------------ */

static void
close_part(struct session *s, size_t part)
{
	struct part_result *r = &s->results[part];

	if (r->outcome != OUTCOME_WRONG)
		r->outcome =
		    r->held_ms * 100 >= r->planned_ms * SESSION_DONE_PERCENT
			? OUTCOME_DONE
			: OUTCOME_SKIPPED;
	emit(s, (struct session_event){EVENT_PART, .part = part});
}

/* How much of a part lies in [from, to). */
static int64_t
overlap(const struct part *part, int64_t from, int64_t to)
{
	int64_t lo = part->at_ms > from ? part->at_ms : from;
	int64_t hi = part->end_ms < to ? part->end_ms : to;

	return hi > lo ? hi - lo : 0;
}

static void
credit(struct session *s, int64_t ms)
{
	size_t part = span_of(s)->part;

	if (part != NO_PART)
		s->results[part].held_ms += ms;
}

/* --- time passes -------------------------------------------------------------- */

/* Of a change of side both halves are one movement. */
static bool
is_same(const struct session *s, size_t span)
{
	return span == s->span || (s->score->spans[span].kind == SPAN_SWITCH &&
				      span_of(s)->kind == SPAN_SWITCH);
}

static void
enter(struct session *s, size_t span)
{
	if (!is_same(s, span))
		s->added = 0;
	s->span = span;
}

static void
finish(struct session *s)
{
	s->state = FINISHED;
	emit(s, (struct session_event){EVENT_FINISHED});
}

/* pos is at the end of its span. */
static void
end_span(struct session *s)
{
	const struct span *span = span_of(s);
	bool last = s->span + 1 == s->score->n_spans;
	bool open =
	    span->part != NO_PART && s->results[span->part].outcome == OUTCOME_OPEN;

	if (open && (span->kind == SPAN_HOLD || span->kind == SPAN_REST))
		emit(s, (struct session_event){EVENT_HOLD, .part = span->part});
	if (open && (last || span[1].part != span->part))
		close_part(s, span->part);
	if (!last)
		enter(s, s->span + 1);
}

static int64_t
next_cue_at(const struct session *s)
{
	return s->cue < s->score->n_cues ? s->score->cues[s->cue].at_ms : INT64_MAX;
}

/* How far the playhead can go before something happens. */
static int64_t
to_next(const struct session *s)
{
	int64_t cue = next_cue_at(s), end = span_of(s)->end_ms;

	return (cue < end ? cue : end) - s->pos;
}

/* Something happens here: the span ends, or a cue is due. */
static void
happen(struct session *s)
{
	bool over = s->pos == s->score->end_ms;

	if (s->pos == span_of(s)->end_ms)
		end_span(s);
	while (next_cue_at(s) == s->pos)
		emit(s, (struct session_event){
			    EVENT_CUE, .cue = &s->score->cues[s->cue++]});
	if (over)
		finish(s);
}

static void
advance(struct session *s, int64_t now)
{
	while (s->state == RUNNING && now >= s->clock) {
		int64_t room = s->stand ? s->stand : to_next(s);
		int64_t step = now - s->clock < room ? now - s->clock : room;

		credit(s, step);
		s->clock += step;
		s->added += s->stand ? step : 0;
		*(s->stand ? &s->stand : &s->pos) += s->stand ? -step : step;
		if (s->stand || to_next(s) > 0) {
			if (now == s->clock)
				return;
			continue;
		}
		happen(s);
	}
}

/* --- the playhead is moved ---------------------------------------------------- */

static void
place(struct session *s, int64_t pos)
{
	s->pos = pos;
	s->stand = s->added = 0;
	s->span = score_span_at(s->score, pos);
	s->cue = score_cue_from(s->score, pos);
}

/* What still stood to be waited at pos was added and is now given up. */
static void
give_up_standing(struct session *s)
{
	size_t part = span_of(s)->part;

	if (part != NO_PART)
		s->results[part].extra_ms -= s->stand;
	s->stand = 0;
}

static void
move_on(struct session *s, int64_t to)
{
	int64_t from = s->pos;

	give_up_standing(s);
	for (size_t i = 0; i < s->score->n_parts; i++) {
		const struct part *part = &s->score->parts[i];

		s->results[i].skipped_ms += overlap(part, from, to);
		if (overlap(part, from, to) > 0 && part->end_ms <= to)
			close_part(s, i);
	}
	place(s, to);
}

/* A part that is entered anew from its start has skipped nothing any more: all
 * that was held of it before is extra. */
static void
move_back(struct session *s, int64_t to)
{
	int64_t from = s->pos;

	give_up_standing(s);
	for (size_t i = 0; i < s->score->n_parts; i++) {
		const struct part *part = &s->score->parts[i];
		struct part_result *r = &s->results[i];

		if (overlap(part, to, from) == 0)
			continue;
		r->outcome = OUTCOME_OPEN;
		if (to <= part->at_ms) {
			r->extra_ms = r->held_ms;
			r->skipped_ms = 0;
		} else {
			r->extra_ms += overlap(part, to, from);
		}
	}
	place(s, to);
}

static void
move(struct session *s, int64_t to)
{
	(to < s->pos ? move_back : move_on)(s, to);
	emit(s, (struct session_event){EVENT_JUMP});
}

/* By + or -: within a span what breathes or goes round does not leap. */
static void
shift(struct session *s, int64_t to)
{
	size_t span = s->span;
	int64_t on = s->pos + s->added;

	(to < s->pos ? move_back : move_on)(s, to);
	if (s->span == span)
		s->added = on - s->pos;
}

/* Where - stops and + begins: the end of what is counted down. */
static int64_t
side_end(const struct session *s)
{
	const struct span *span = span_of(s);

	return span->part == NO_PART || span->kind == SPAN_SWITCH
		   ? score_counted_end(s->score, s->span)
		   : s->score->parts[span->part].side_end_ms;
}

static int64_t
step_start_ms(const struct session *s, size_t step)
{
	return s->score->spans[score_step_start(s->score, step)].at_ms;
}

/* --- the keys ------------------------------------------------------------------
 */

/* Lets time pass up to the key; false when the key has nothing to act on. */
static bool
at_key(struct session *s, int64_t now)
{
	advance(s, to_ms(now));
	if (s->state == PAUSED && to_ms(now) > s->clock)
		s->clock = to_ms(now);
	return s->state != FINISHED;
}

void
session_pause(struct session *s, int64_t now)
{
	if (!at_key(s, now) || s->state == PAUSED)
		return;
	s->state = PAUSED;
	s->paused_at = s->clock;
	emit(s, (struct session_event){EVENT_JUMP});
}

void
session_slept(struct session *s, int64_t ns)
{
	if (s->state == PAUSED)
		s->paused_at -= to_ms(ns);
}

void
session_resume(struct session *s, int64_t now)
{
	const struct span *span;

	if (!at_key(s, now) || s->state != PAUSED)
		return;
	s->state = RUNNING;
	span = span_of(s);
	if (s->clock - s->paused_at > to_ms(SESSION_RESTART_NS) &&
	    span->part != NO_PART && s->pos > s->score->parts[span->part].side_ms)
		move(s, s->score->parts[span->part].side_ms);
	else
		emit(s, (struct session_event){EVENT_JUMP});
}

void
session_resume_at(struct session *s, int64_t ms, int64_t now)
{
	const struct span *span = span_of(s);
	/* The cue of its beginning was given. */
	int64_t to = ms > span->at_ms ? ms : span->at_ms + 1, stand = s->stand;

	if (s->state != PAUSED || span->part != NO_PART || to >= s->pos) {
		session_resume(s, now);
	} else if (at_key(s, now)) {
		s->state = RUNNING;
		move(s, to);
		s->stand = stand;
	}
}

void
session_skip(struct session *s, int64_t now)
{
	const struct span *span;

	if (!at_key(s, now))
		return;
	span = span_of(s);
	if (span->part == NO_PART)
		move(s, span->end_ms);
	else if (span->step + 1 < s->score->routine->n_steps)
		move(s, s->score->spans[score_step_change(s->score, span->step + 1)]
			    .at_ms);
	else
		move(s, s->score->end_ms);
}

void
session_back(struct session *s, int64_t now)
{
	const struct span *span;
	bool before;

	if (!at_key(s, now))
		return;
	span = span_of(s);
	if (span->kind == SPAN_LEAD) {
		move(s, 0);
		return;
	}
	before = span->kind == SPAN_CHANGE ||
		 s->pos < step_start_ms(s, span->step) + SESSION_BACK_MS;
	move(s, step_start_ms(s, span->step - (before && span->step > 0)));
}

void
session_more(struct session *s, int64_t now)
{
	size_t part;
	int64_t again = 0;

	if (!at_key(s, now) || s->stand + MORE_MS > STAND_MAX)
		return;
	/* Within the last seconds they are counted anew, and belong to the ten. */
	part = span_of(s)->part;
	if (part != NO_PART && s->pos > side_end(s) - LAST_MS &&
	    side_end(s) - LAST_MS >= s->score->parts[part].side_ms)
		again = s->pos - (side_end(s) - LAST_MS);
	if (again > 0)
		shift(s, s->pos - again);
	s->stand += MORE_MS - again;
	if (part != NO_PART)
		s->results[part].extra_ms += MORE_MS - again;
	emit(s, (struct session_event){EVENT_JUMP});
}

void
session_less(struct session *s, int64_t now)
{
	int64_t less = MORE_MS, to;
	size_t part;

	if (!at_key(s, now))
		return;
	part = span_of(s)->part;
	if (s->stand > 0) {
		int64_t given = s->stand < less ? s->stand : less;

		s->stand -= given;
		less -= given;
		if (part != NO_PART)
			s->results[part].extra_ms -= given;
	}
	to = side_end(s) - LAST_MS;
	if (s->pos + less < to)
		to = s->pos + less;
	if (to > s->pos)
		shift(s, to);
	emit(s, (struct session_event){EVENT_JUMP});
}

/* All that is left is skipped. */
static void
end_here(struct session *s)
{
	size_t part = span_of(s)->part;

	give_up_standing(s);
	for (size_t i = 0; i < s->score->n_parts; i++) {
		struct part_result *r = &s->results[i];

		r->skipped_ms +=
		    overlap(&s->score->parts[i], s->pos, s->score->end_ms);
		if (r->outcome == OUTCOME_OPEN && i != part)
			r->outcome = OUTCOME_SKIPPED;
	}
	if (part != NO_PART)
		close_part(s, part);
	finish(s);
}

void
session_stop(struct session *s, int64_t now)
{
	if (at_key(s, now))
		end_here(s);
}

/* The part to blame: the one that runs, or the one just done, or the first. */
static size_t
part_to_blame(const struct session *s)
{
	size_t i = span_of(s)->part;

	if (i != NO_PART)
		return i;
	for (i = s->score->n_parts; i > 0; i--)
		if (s->score->parts[i - 1].end_ms <= s->pos)
			return i - 1;
	return 0;
}

void
session_wrong(struct session *s, int64_t now)
{
	const struct part *part;
	struct part_result *r;
	size_t i;

	if (!at_key(s, now))
		return;
	i = part_to_blame(s);
	part = &s->score->parts[i];
	r = &s->results[i];
	r->wrong_ms = overlap(part, part->at_ms, s->pos);
	r->outcome = OUTCOME_WRONG;
	s->wrong = true;
	end_here(s);
}

/* --- another score ---------------------------------------------------------- */

/* Is the playhead in the same span, which begins as it did? */
static bool
same_place(const struct session *s, const struct score *score)
{
	const struct span *old = span_of(s), *new = &score->spans[s->span];

	return s->span < score->n_spans && old->kind == new->kind &&
	       old->step == new->step && old->side == new->side &&
	       old->part == new->part && old->at_ms == new->at_ms &&
	       s->pos < new->end_ms;
}

/* Are the cues that were given the same, and is none due between them? */
static bool
same_cues(const struct session *s, const struct score *score)
{
	if (s->cue > score->n_cues)
		return false;
	for (size_t i = 0; i < s->cue; i++)
		if (score->cues[i].kind != s->score->cues[i].kind ||
		    score->cues[i].at_ms != s->score->cues[i].at_ms)
			return false;
	return s->cue == score->n_cues || score->cues[s->cue].at_ms >= s->pos;
}

/* Are the parts that have begun the same? */
static bool
same_parts(const struct session *s, const struct score *score)
{
	if (score->n_parts != s->score->n_parts)
		return false;
	for (size_t i = 0; i < score->n_parts; i++) {
		const struct part *a = &score->parts[i], *b = &s->score->parts[i];

		if (a->end_ms - a->at_ms != b->end_ms - b->at_ms ||
		    ((a->at_ms < s->pos || b->at_ms < s->pos) &&
			a->at_ms != b->at_ms))
			return false;
	}
	return true;
}

bool
session_rescore(struct session *s, const struct score *score)
{
	if (s->head != s->n || s->state == FINISHED || !same_place(s, score) ||
	    !same_cues(s, score) || !same_parts(s, score))
		return false;
	s->score = score;
	emit(s, (struct session_event){EVENT_JUMP});
	return true;
}

/* --- asking --------------------------------------------------------------------
 */

struct session *
session_new(const struct score *score, size_t from, int64_t now)
{
	struct session *s = mem_new(1, sizeof(*s));

	s->score = score;
	s->clock = to_ms(now);
	s->results = mem_new(score->n_parts, sizeof(*s->results));
	for (size_t i = 0; i < score->n_parts; i++) {
		s->results[i].planned_ms =
		    score->parts[i].end_ms - score->parts[i].at_ms;
		s->results[i].wrong_ms = -1;
	}
	if (from > 0 && from < score->routine->n_steps)
		move_on(s, score->spans[score_step_change(score, from)].at_ms);
	return s;
}

void
session_free(struct session *s)
{
	if (!s)
		return;
	free(s->queue);
	free(s->results);
	free(s);
}

bool
session_next(struct session *s, int64_t now, struct session_event *event)
{
	if (s->head == s->n)
		advance(s, to_ms(now));
	if (s->head == s->n)
		return false;
	*event = s->queue[s->head++];
	return true;
}

int64_t
session_due(const struct session *s)
{
	if (s->head < s->n)
		return s->queue[s->head].due_ns;
	if (s->state != RUNNING)
		return INT64_MAX;
	return (s->clock + s->stand + to_next(s)) * 1000000;
}

bool
session_clock(const struct session *s, int64_t ms, int64_t *ns)
{
	if (s->state != RUNNING)
		return false;
	*ns = (s->clock + s->stand + ms - s->pos) * 1000000;
	return true;
}

/* Where the playhead would be now, without moving it: views only look. */
void
session_snapshot(const struct session *s, int64_t now, struct session_snapshot *out)
{
	int64_t passed = s->state == RUNNING && to_ms(now) > s->clock
			     ? to_ms(now) - s->clock
			     : 0;
	int64_t stood = passed < s->stand ? passed : s->stand;
	int64_t stand = s->stand - stood;
	const struct span *span;

	*out = (struct session_snapshot){.score = s->score};
	out->at_ms = s->pos + passed - stood;
	if (out->at_ms > s->score->end_ms)
		out->at_ms = s->score->end_ms;
	out->span = score_span_at(s->score, out->at_ms);
	span = &s->score->spans[out->span];
	out->step = span->step;
	out->added_ms = is_same(s, out->span) ? s->added + stood : 0;
	out->paused = s->state == PAUSED;
	out->finished = s->state == FINISHED;
	out->wrong = s->wrong;
	out->left_ms = score_counted_end(s->score, out->span) - out->at_ms + stand;
	out->part_left_ms = out->left_ms;
	if (span->part != NO_PART && span->kind != SPAN_SWITCH)
		out->part_left_ms =
		    s->score->parts[span->part].side_end_ms - out->at_ms + stand;
	out->total_left_ms = s->score->end_ms - out->at_ms + stand;
	out->held_ms = session_held_ms(s) + (span->part != NO_PART ? passed : 0);
}

const struct part_result *
session_result(const struct session *s, size_t part)
{
	return &s->results[part];
}

int64_t
session_held_ms(const struct session *s)
{
	int64_t held = 0;

	for (size_t i = 0; i < s->score->n_parts; i++)
		held += s->results[i].held_ms;
	return held;
}

bool
session_paused(const struct session *s)
{
	return s->state == PAUSED;
}

bool
session_finished(const struct session *s)
{
	return s->state == FINISHED;
}
