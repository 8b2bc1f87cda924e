#include "screen/session_words.h"

#include "base/str.h"
#include "figure/motion.h"
#include "screen/figure_now.h"

#include <stdio.h>
#include <string.h>

const struct span *
session_span(const struct session_view *v)
{
	return &v->snap.score->spans[v->snap.span];
}

const struct exercise *
session_exercise(const struct session_view *v)
{
	return v->snap.score->exercises[v->snap.step];
}

bool
session_on_the_way(const struct session_view *v)
{
	enum span_kind kind = session_span(v)->kind;

	return kind == SPAN_LEAD || kind == SPAN_CHANGE;
}

int64_t
session_seconds(int64_t ms)
{
	return ms <= 0 ? 0 : (ms + 999) / 1000;
}

int64_t
session_total_left_s(const struct session_view *v)
{
	return (session_seconds(v->snap.total_left_ms) + 9) / 10 * 10;
}

enum side
session_side(const struct session_view *v)
{
	return figure_side(&v->snap);
}

const char *
session_side_words(const struct session_view *v)
{
	static const char *const words[] = {"", "LEFT side", "RIGHT side"};

	return words[session_side(v)];
}

/* What the body does in a hold, by enum kind. */
static const char *const doing[] = {
    "hold", "roll", "press", "move", "let it lengthen", "breathe", "hold", "press"};

/* How one gets into a position, and that one stays in it, by enum position. */
static const struct {
	const char *change, *stay;
} positions[] = {
    {"sit down", "stay seated"},
    {"stand up", "stay standing"},
    {"lie on your back", "stay on your back"},
    {"lie on your front", "stay on your front"},
    {"lie on your side", "stay on your side"},
    {"kneel", "stay kneeling"},
    {"on hands and knees", "stay on hands and knees"},
    {"to the bar", "stay at the bar"},
};

static const char *
position_words(enum position from, enum position to)
{
	return from == to ? positions[to].stay : positions[to].change;
}

void
session_state_words(const struct session_view *v, char *buf, size_t size)
{
	const struct span *span = session_span(v);
	const char *word = doing[session_exercise(v)->kind];

	switch (span->kind) {
	case SPAN_LEAD:
	case SPAN_READY:
		snprintf(buf, size, "get ready");
		break;
	case SPAN_CHANGE:
		snprintf(buf, size, "change over");
		break;
	case SPAN_SWITCH:
		snprintf(buf, size, "change sides");
		break;
	case SPAN_REST:
		snprintf(buf, size, "rest %d of %d", span->rep, span->reps);
		break;
	case SPAN_HOLD:
		if (span->reps > 1)
			snprintf(
			    buf, size, "%s %d of %d", word, span->rep, span->reps);
		else
			snprintf(buf, size, "%s", word);
		break;
	}
}

void
session_breath_words(const struct exercise *e, char *buf, size_t size)
{
	static const char *const names[] = {"in", "hold", "out", "hold"};
	size_t n = 0;

	snprintf(buf, size, "as you like");
	for (int i = 0; i < 4; i++)
		if (e->breath_s[i] > 0 && n < size)
			n += (size_t)snprintf(buf + n, size - n, "%s%s %d",
			    n ? ", " : "", names[i], e->breath_s[i]);
}

/* The other side of this step, if it is still to come. */
static enum side
side_after(const struct session_view *v)
{
	const struct score *score = v->snap.score;
	enum side now = session_side(v);

	for (size_t i = v->snap.span + 1; i < score->n_spans; i++) {
		if (score->spans[i].step != v->snap.step)
			break;
		if (score->spans[i].kind == SPAN_HOLD &&
		    score->spans[i].side != now)
			return score->spans[i].side;
	}
	return SIDE_NONE;
}

void
session_next_words(const struct session_view *v, char *buf, size_t size)
{
	static const char *const sides[] = {
	    "", "right side, then ", "left side, then "};
	const struct score *score = v->snap.score;
	enum side other = side_after(v);
	size_t next = v->snap.step + 1;
	const char *then = other == SIDE_RIGHT  ? sides[1]
			   : other == SIDE_LEFT ? sides[2]
						: "";
	const struct exercise *e;

	if (next >= score->routine->n_steps) {
		snprintf(buf, size, "next: %sthe end", then);
		return;
	}
	e = score->exercises[next];
	snprintf(buf, size, "next: %s%s (%s)", then, e->name,
	    position_words(session_exercise(v)->position, e->position));
}

void
session_breath_counts(const struct exercise *e, char *buf, size_t size)
{
	snprintf(buf, size, "%d-%d-%d-%d", e->breath_s[0], e->breath_s[1],
	    e->breath_s[2], e->breath_s[3]);
}

void
session_said(const struct session_view *v, struct str *out)
{
	const char *line = v->line ? v->line : "", *next = strstr(line, "Next: ");

	if (!session_on_the_way(v))
		str_add(out, line);
	else if (next)
		str_addn(out, line, (size_t)(next - line));
}

const char *
session_banner(const struct session_view *v)
{
	if (v->asking)
		return "Stop here?  y stop   n go on   (what was done is kept)";
	return v->snap.paused ? "PAUSED   space goes on" : NULL;
}

/* --- the breath --------------------------------------------------------------- */

/* in, hold, out or hold at ms of a breath of these seconds. */
static const char *
breath_word(const int breath_s[4], int64_t ms)
{
	static const char *const words[] = {"in", "hold", "out", "hold"};
	int i = 0;

	for (; i < 3 && ms >= breath_s[i] * 1000; i++)
		ms -= breath_s[i] * 1000;
	return words[i];
}

/* A repetition that is shorter than one breath is not breathed through. */
bool
session_breath(const struct session_snapshot *snap, struct breath_now *out)
{
	const struct span *span = &snap->score->spans[snap->span];
	const int *breath_s = snap->score->exercises[snap->step]->breath_s;
	int64_t ms = snap->at_ms - span->at_ms + snap->added_ms, whole = 0;

	for (int i = 0; i < 4; i++)
		whole += breath_s[i] * 1000;
	if (span->kind != SPAN_HOLD || whole == 0 || ms < 0 ||
	    span->end_ms - span->at_ms < whole)
		return false;
	out->full = motion_breath_at(breath_s, ms, &out->good_ms);
	out->word = breath_word(breath_s, ms % whole);
	return true;
}
