#include "screen/figure_now.h"

/* How a movement of a kind goes on while it is done. */
enum manner { HELD, LOOPED, BREATHED };

static const enum manner manners[] = {
    [KIND_STRETCH] = HELD,
    [KIND_ROLL] = LOOPED,
    [KIND_BALL] = LOOPED,
    [KIND_MOBILITY] = LOOPED,
    [KIND_TRACTION] = HELD,
    [KIND_BREATH] = BREATHED,
    [KIND_ISOMETRIC] = HELD,
    [KIND_HANDHELD] = LOOPED,
};

static const struct span *
span_now(const struct session_snapshot *snap)
{
	return &snap->score->spans[snap->span];
}

/* Since the span began, with what + added. */
static int64_t
ms_now(const struct session_snapshot *snap)
{
	return snap->at_ms - span_now(snap)->at_ms + snap->added_ms;
}

static const struct exercise *
exercise_now(const struct session_snapshot *snap)
{
	return snap->score->exercises[snap->step];
}

/* The last hold of the step before, on whose side the figure still stands. */
static enum side
side_before(const struct session_snapshot *snap)
{
	const struct span *spans = snap->score->spans;

	for (size_t i = snap->span; i-- > 0;)
		if (spans[i].kind == SPAN_HOLD && spans[i].step != snap->step)
			return spans[i].side;
	return SIDE_NONE;
}

enum side
figure_side(const struct session_snapshot *snap)
{
	const struct span *span = span_now(snap);

	if (span->kind == SPAN_LEAD || span->kind == SPAN_CHANGE)
		span =
		    &snap->score->spans[score_step_start(snap->score, snap->step)];
	return span->side;
}

static int64_t
change(const struct session_snapshot *snap, const struct figure *before,
    const struct figure *now, struct figure_view *out)
{
	const struct span *span = span_now(snap);
	struct still from;
	bool comes = before && span->kind == SPAN_CHANGE && snap->step > 0;
	enum manner was =
	    comes ? manners[snap->score->exercises[snap->step - 1]->kind] : HELD;

	if (comes) {
		figure_key(before, was == HELD ? figure_hold(before) : 0, &from);
		from.width = figure_width(before, side_before(snap));
	}
	return motion_change(comes ? &from : NULL,
	    comes ? figure_box(before) : figure_box(now), now, figure_side(snap),
	    ms_now(snap), span->end_ms - span->at_ms, &out->still, &out->box);
}

/* Both halves of a change of side. */
static int64_t
switch_over(const struct session_snapshot *snap, const struct figure *now,
    struct still *out)
{
	const struct span *spans = snap->score->spans;
	size_t first = snap->span;
	int64_t end = score_counted_end(snap->score, snap->span);

	while (first > 0 && spans[first - 1].kind == SPAN_SWITCH)
		first--;
	return motion_switch(now, spans[snap->span].side,
	    snap->at_ms + snap->added_ms - spans[first].at_ms,
	    end - spans[first].at_ms, out);
}

/* One repetition is a whole number of rounds, so that the next begins where this
 * one ends. */
static int64_t
round_ms(const struct span *span, const struct figure *now)
{
	int64_t whole = span->end_ms - span->at_ms, loop = motion_loop_ms(now);
	int64_t rounds = (whole + loop / 2) / loop;

	return whole / (rounds > 0 ? rounds : 1);
}

/* Ten seconds more are whole rounds too. */
#define MORE_MS 10000

static int64_t
repeated(const struct session_snapshot *snap, const struct figure *now,
    struct still *out)
{
	int64_t one = round_ms(span_now(snap), now),
		more = (MORE_MS + one / 2) / one * one,
		ahead = more ? snap->added_ms * (more - MORE_MS) / MORE_MS : 0;

	return motion_loop(now, ms_now(snap) + ahead, one, out);
}

/* A stretch that is done again without a rest between is a movement. */
static bool
is_repeated(const struct session_snapshot *snap)
{
	const struct span *spans = snap->score->spans;
	size_t i = snap->span;

	return spans[i].reps > 1 && ((i > 0 && spans[i - 1].kind == SPAN_HOLD) ||
					(i + 1 < snap->score->n_spans &&
					    spans[i + 1].kind == SPAN_HOLD &&
					    spans[i + 1].part == spans[i].part));
}

static int64_t
hold(const struct session_snapshot *snap, const struct figure *now,
    struct still *out)
{
	const struct span *span = span_now(snap);
	const struct exercise *e = exercise_now(snap);
	int64_t ms = ms_now(snap);
	enum manner manner = manners[e->kind];

	if (manner == BREATHED)
		return motion_breath(now, ms, e->breath_s, out);
	if (manner == HELD && !is_repeated(snap))
		return motion_hold(now, ms, e->breath_s, out);
	if (span->reps > 1)
		return repeated(snap, now, out);
	return motion_loop(now, ms, 0, out);
}

static int64_t
wait(const struct figure *now, struct still *out)
{
	figure_key(now, 0, out);
	out->mark.on = false;
	return INT64_MAX;
}

int64_t
figure_now(const struct session_snapshot *snap, const struct figure *before,
    const struct figure *now, struct figure_view *out)
{
	const struct span *span = span_now(snap);
	int64_t good = INT64_MAX;

	out->on = now != NULL;
	if (!now)
		return INT64_MAX;
	if (span->kind == SPAN_LEAD || span->kind == SPAN_CHANGE)
		return change(snap, before, now, out);
	out->box = figure_box(now);
	if (span->kind == SPAN_SWITCH)
		return switch_over(snap, now, &out->still);
	if (span->kind == SPAN_HOLD)
		good = hold(snap, now, &out->still);
	else if (span->kind == SPAN_REST)
		good = motion_rest(now, ms_now(snap), &out->still);
	else
		good = wait(now, &out->still);
	out->still.width = figure_width(now, span->side);
	return good;
}

/* --- without a session ------------------------------------------------------- */

/* How long one waits before a stretch begins again. */
#define PAUSE_MS 1000

static int64_t
way_ms(const struct figure *figure)
{
	double s = 0;

	for (size_t i = 1; i <= figure_hold(figure); i++)
		s += figure_move_s(figure, i);
	return (int64_t)(s * 1000);
}

/* Whole breaths, one of them at least after the way in: at their end the pose is as
 * it was drawn, and is left from there. */
static int64_t
held_ms(const struct exercise *e, const struct figure *figure)
{
	int64_t breath = 0;

	for (int i = 0; i < 4; i++)
		breath += e->breath_s[i] * INT64_C(1000);
	if (breath <= 0)
		breath = MOTION_CALM_MS;
	return (way_ms(figure) + 2 * breath - 1) / breath * breath;
}

static int64_t
hold_again(const struct exercise *e, const struct figure *figure, int64_t ms,
    struct still *out)
{
	int64_t held = held_ms(e, figure),
		back = (int64_t)(figure_move_s(figure, 0) * 1000),
		whole = held + back + PAUSE_MS, at = ms % whole, good, left;

	good = at < held ? motion_hold(figure, at, e->breath_s, out)
			 : motion_rest(figure, at - held, out);
	left = at < held ? held - at : whole - at;
	return good < left ? good : left;
}

int64_t
figure_alone(const struct exercise *e, const struct figure *figure, enum side side,
    int64_t ms, struct figure_view *out)
{
	enum manner manner = manners[e->kind];
	bool again = e->reps > 1 && e->rest_s == 0;
	int64_t good;

	out->on = true;
	out->box = figure_box(figure);
	if (ms < 0)
		ms = 0;
	if (manner == BREATHED)
		good = motion_breath(figure, ms, e->breath_s, &out->still);
	else if (manner == HELD && !again)
		good = hold_again(e, figure, ms, &out->still);
	else
		good = motion_loop(figure, ms, 0, &out->still);
	out->still.width = figure_width(figure, side);
	return good;
}
