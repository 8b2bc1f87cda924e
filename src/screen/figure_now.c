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
	    snap->at_ms - span->at_ms, span->end_ms - span->at_ms, &out->still,
	    &out->box);
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
	    snap->at_ms - spans[first].at_ms, end - spans[first].at_ms, out);
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
	int64_t ms = snap->at_ms - span->at_ms;
	enum manner manner = manners[e->kind];

	if (manner == BREATHED)
		return motion_breath(now, ms, e->breath_s, out);
	if (manner == HELD && !is_repeated(snap))
		return motion_hold(now, ms, e->breath_s, out);
	return motion_loop(now, ms, span->reps > 1 ? round_ms(span, now) : 0, out);
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
		good = motion_rest(now, snap->at_ms - span->at_ms, &out->still);
	else
		good = wait(now, &out->still);
	out->still.width = figure_width(now, span->side);
	return good;
}
