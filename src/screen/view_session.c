#include "base/str.h"
#include "screen/column.h"
#include "screen/digits.h"
#include "screen/figure_now.h"
#include "screen/views.h"

#include <stdio.h>
#include <string.h>

/* The layout with a panel for the figure; smaller ones are stacked. */
#define WIDE_COLS 72
#define WIDE_ROWS 20
/* Taller than this, the screen stands in the middle instead of growing apart. */
#define TALL_ROWS 40
/* From here on the digits are twice as large. */
#define LARGE_ROWS 30
#define LARGE_COLS 92
/* How often bars move: each move is a dozen bytes on a slow line. */
#define BAR_MS 6000

/* --- what is so, in words --------------------------------------------------- */

static const struct span *
span_now(const struct session_view *v)
{
	return &v->snap.score->spans[v->snap.span];
}

static const struct exercise *
exercise_now(const struct session_view *v)
{
	return v->snap.score->exercises[v->snap.step];
}

static bool
on_the_way(const struct span *span)
{
	return span->kind == SPAN_LEAD || span->kind == SPAN_CHANGE;
}

static int64_t
whole_s(int64_t ms)
{
	return ms <= 0 ? 0 : (ms + 999) / 1000;
}

/* Score time since `from` in whole steps of BAR_MS: the digits count, the bars only
 * follow. */
static int64_t
bar_ms(const struct session_snapshot *snap, int64_t from)
{
	return (snap->at_ms - from) / BAR_MS * BAR_MS;
}

static const char *const side_words[] = {"", "LEFT side", "RIGHT side"};

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

/* The side of the step's first hold that is still to come, or of this one. */
static enum side
side_now(const struct session_view *v)
{
	const struct score *score = v->snap.score;
	const struct span *span = span_now(v);

	if (on_the_way(span))
		span = &score->spans[score_step_start(score, v->snap.step)];
	return span->side;
}

static void
state_words(const struct session_view *v, char *buf, size_t size)
{
	const struct span *span = span_now(v);
	const char *word = doing[exercise_now(v)->kind];

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

static void
breath_words(const struct exercise *e, char *buf, size_t size)
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
	enum side now = side_now(v);

	for (size_t i = v->snap.span + 1; i < score->n_spans; i++) {
		if (score->spans[i].step != v->snap.step)
			break;
		if (score->spans[i].kind == SPAN_HOLD &&
		    score->spans[i].side != now)
			return score->spans[i].side;
	}
	return SIDE_NONE;
}

static void
next_words(const struct session_view *v, char *buf, size_t size)
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
	    position_words(exercise_now(v)->position, e->position));
}

static const char *
line_words(const struct session_view *v)
{
	return v->line ? v->line : "";
}

/* --- pieces ----------------------------------------------------------------- */

/* In tens: one count that runs is enough to look at. */
static int64_t
total_left_s(const struct session_view *v)
{
	return (whole_s(v->snap.total_left_ms) + 9) / 10 * 10;
}

static void
put_count(struct frame *f, int y, struct area a, const struct session_view *v)
{
	char left[MIN_SEC_LEN], buf[96];

	snprintf(buf, sizeof(buf), "step %d of %d   %5s left",
	    (int)v->snap.step + 1, (int)v->snap.score->routine->n_steps,
	    min_sec(total_left_s(v), left));
	frame_right(f, y, a.x + a.cols, STYLE_PLAIN, buf);
	frame_fit(f, y, a.x, a.cols - (int)strlen(buf) - 2, STYLE_TITLE,
	    v->snap.score->routine->title);
}

/* "LEFT side   hold 2 of 3" */
static void
put_state(struct frame *f, int y, int x, int cols, const struct session_view *v)
{
	const char *side = side_words[side_now(v)];
	char state[96];
	int at = x;

	if (*side)
		at = frame_fit(f, y, x, cols, STYLE_STRONG, side) + 3;
	state_words(v, state, sizeof(state));
	if (v->snap.paused)
		frame_fit(f, y, at, x + cols - at, STYLE_PAUSED, " paused ");
	else
		frame_fit(f, y, at, x + cols - at, STYLE_PLAIN, state);
}

/* Empty until the step begins. */
static void
put_step_bar(struct frame *f, int y, int x, int cols, const struct session_view *v)
{
	const struct score *score = v->snap.score;
	int64_t from = score->spans[score_step_start(score, v->snap.step)].at_ms,
		to = from;

	for (size_t i = v->snap.span; i < score->n_spans; i++)
		if (score->spans[i].step == v->snap.step)
			to = score->spans[i].end_ms;
	frame_bar(f, y, x, cols, bar_ms(&v->snap, from), to - from);
}

static void
put_total_bar(struct frame *f, int y, int x, int cols, const struct session_view *v)
{
	frame_bar(f, y, x, cols, bar_ms(&v->snap, 0), v->snap.score->end_ms);
}

/* A bar across the screen that cannot be overlooked. */
static void
put_banner(struct frame *f, int y, struct area a, const char *text)
{
	frame_fill(f, y, a.x, a.cols, STYLE_PAUSED, " ");
	frame_fit(f, y, a.x + 1, a.cols - 2, STYLE_PAUSED, text);
}

static const char *
banner_words(const struct session_view *v)
{
	if (v->asking)
		return "Stop here?  y stop   n go on   (what was done is kept)";
	return v->snap.paused ? "PAUSED   space goes on" : NULL;
}

static void
put_keys(struct frame *f, int y, struct area a, const struct session_view *v)
{
	char streak[32];
	int cols = a.cols;

	snprintf(streak, sizeof(streak), "streak %d", v->streak);
	if (a.cols >= WIDE_COLS) {
		frame_right(f, y, a.x + a.cols, STYLE_FAINT, streak);
		cols -= (int)strlen(streak) + 2;
	}
	column_keys(f, y, a.x, cols,
	    a.cols >= WIDE_COLS
		? "space|pause|⏎|next|⌫|again|!|something is wrong|?|help|q|stop"
		: "space|pause|⏎|next|?|help|q|stop|⌫|again");
}

/* --- with a panel for the figure ---------------------------------------------- */

static bool
is_wide(int rows, int cols)
{
	return rows >= WIDE_ROWS && cols >= WIDE_COLS;
}

struct area
view_session_figure(int rows, int cols)
{
	struct frame f = {.rows = rows, .cols = cols};
	struct area a = column_content(&f);
	int tall = rows > TALL_ROWS ? TALL_ROWS : rows;

	if (!is_wide(rows, cols))
		return (struct area){0};
	return (struct area){
	    (rows - tall) / 2 + 3, a.x, tall - 8, a.cols >= 90 ? a.cols / 2 : 36};
}

/* The figure, moving or as still keys. */
static void
put_figure(struct frame *f, struct area a, const struct session_view *v)
{
	if (v->keys)
		view_figure_keys(f, a, v->keys, figure_side(&v->snap));
	else
		view_figure(f, a, &v->figure);
}

/* How full the lungs should be now; only where frames follow each other fast
 * enough to lead a breath. */
static void
put_breath_bar(
    struct frame *f, int y, int x, int cols, const struct session_view *v)
{
	const struct exercise *e = exercise_now(v);
	const struct span *span = span_now(v);
	int64_t good;

	if (!v->figure.on || v->keys || span->kind != SPAN_HOLD || cols < 4 ||
	    e->breath_s[0] <= 0)
		return;
	frame_bar(f, y, x, cols,
	    (int64_t)(1000 * motion_breath_at(
				 e->breath_s, v->snap.at_ms - span->at_ms, &good)),
	    1000);
}

/* The rows at the foot of the guiding column: breath and sensation.  Returns
 * how many they are. */
static int
put_feel(struct frame *f, struct area a, const struct session_view *v)
{
	const struct exercise *e = exercise_now(v);
	const struct sensation *s = &e->sensation[PRESSURE_GENTLE];
	char breath[64], feel[256];
	int rows, x;

	snprintf(feel, sizeof(feel), "%d of 10: %s", s->level, s->feel);
	rows = frame_wrap_rows(f, a.cols - 10, feel);
	rows = rows > 3 ? 3 : rows;
	breath_words(e, breath, sizeof(breath));
	frame_put(f, a.y + a.rows - rows - 1, a.x, STYLE_FAINT, "breathe");
	x = frame_fit(
	    f, a.y + a.rows - rows - 1, a.x + 10, a.cols - 10, STYLE_PLAIN, breath);
	put_breath_bar(
	    f, a.y + a.rows - rows - 1, x + 2, (a.x + a.cols - x - 2) / 2 * 2, v);
	frame_put(f, a.y + a.rows - rows, a.x, STYLE_FAINT, "feel");
	frame_wrap(f,
	    (struct area){a.y + a.rows - rows, a.x + 10, rows, a.cols - 10},
	    STYLE_PLAIN, feel);
	return rows + 1;
}

/* On the way: what to do with the body meanwhile, and how to get into the
 * position. */
static void
put_way(struct frame *f, struct area a, const struct session_view *v)
{
	const char *line = line_words(v), *next = strstr(line, "Next: ");
	struct str said = {0};

	str_clear(&said);
	if (next)
		str_addn(&said, line, (size_t)(next - line));
	str_add(&said, exercise_now(v)->setup);
	frame_wrap(f, a, STYLE_PLAIN, said.s);
	str_fini(&said);
}

/* Name, side, seconds, what is said. */
static void
put_guide(struct frame *f, struct area a, const struct session_view *v, int scale)
{
	int top = 3, y = top + DIGIT_ROWS * scale + 1, foot;

	/* not torn apart where there is more room than words */
	a.rows = a.rows > y + 9 ? y + 9 : a.rows;
	frame_fit(f, a.y, a.x, a.cols, STYLE_STRONG, exercise_now(v)->name);
	put_state(f, a.y + 1, a.x, a.cols, v);
	digits_draw(f, a.y + top, a.x, (int)whole_s(v->snap.left_ms), 2, scale);
	if (on_the_way(span_now(v))) {
		put_way(f, (struct area){a.y + y, a.x, a.rows - y, a.cols}, v);
		return;
	}
	foot = put_feel(f, a, v);
	frame_wrap(f, (struct area){a.y + y, a.x, a.rows - y - foot, a.cols},
	    STYLE_PLAIN, line_words(v));
}

static void
put_bar_labels(struct frame *f, int y, struct area figure, struct area guide)
{
	frame_put(f, y, figure.x, STYLE_FAINT, "step");
	frame_put(f, y, guide.x, STYLE_FAINT, "total");
}

static void
wide(struct frame *f, const struct session_view *v)
{
	struct area a = column_content(f),
		    figure = view_session_figure(f->rows, f->cols);
	int x = figure.x + figure.cols + 3, y = figure.y - 3,
	    foot = figure.y + figure.rows;
	int scale = f->rows >= LARGE_ROWS && f->cols >= LARGE_COLS ? 2 : 1;
	struct area guide = {figure.y, x, figure.rows, a.x + a.cols - x};
	const char *banner = banner_words(v);
	char next[256];

	put_count(f, y, a, v);
	if (banner)
		put_banner(f, y + 1, a, banner);
	else
		column_rule(f, y + 1, a);
	put_figure(f, figure, v);
	put_guide(f, guide, v, scale);
	put_bar_labels(f, foot + 1, figure, guide);
	put_step_bar(f, foot + 1, figure.x + 7, figure.cols - 7, v);
	put_total_bar(f, foot + 1, guide.x + 7, guide.cols - 7, v);
	next_words(v, next, sizeof(next));
	if (v->snap.muted)
		frame_right(f, foot + 2, a.x + a.cols, STYLE_FAINT, "muted");
	frame_fit(f, foot + 2, a.x, a.cols - 7, STYLE_PLAIN, next);
	if (v->notice)
		frame_fit(f, foot + 3, a.x, a.cols, STYLE_NOTICE, v->notice);
	put_keys(f, foot + 4, a, v);
}

/* --- stacked --------------------------------------------------------------------
 */

static void
put_short_count(struct frame *f, int y, struct area a, const struct session_view *v)
{
	char left[MIN_SEC_LEN];
	int x = frame_putf(f, y, a.x, STYLE_PLAIN, "%d of %d  ",
	    (int)v->snap.step + 1, (int)v->snap.score->routine->n_steps);

	min_sec(total_left_s(v), left);
	frame_right(f, y, a.x + a.cols, STYLE_PLAIN, left);
	frame_fit(f, y, x, a.x + a.cols - x - 7, STYLE_TITLE,
	    v->snap.score->routine->title);
}

static void
put_short_feel(struct frame *f, int y, struct area a, const struct exercise *e)
{
	char breath[64], buf[320];

	breath_words(e, breath, sizeof(breath));
	snprintf(buf, sizeof(buf), "breathe %s   feel %d of 10: %s", breath,
	    e->sensation[PRESSURE_GENTLE].level,
	    e->sensation[PRESSURE_GENTLE].feel);
	frame_fit(f, y, a.x, a.cols, STYLE_PLAIN, buf);
}

/* Twelve rows, and what is left over goes to the words. */
static void
stacked(struct frame *f, const struct session_view *v)
{
	struct area a = column_content(f);
	int more = f->rows - VIEW_ROWS_LEAST > 8 ? 8 : f->rows - VIEW_ROWS_LEAST;
	int places = v->snap.left_ms > 99000 ? 3 : 2,
	    x = digits_cols(places, 1) + 2;
	const char *banner = banner_words(v);
	char next[256];

	a.y = (f->rows - VIEW_ROWS_LEAST - more) / 2;
	put_short_count(f, a.y, a, v);
	frame_fit(f, a.y + 1, a.x, a.cols, STYLE_STRONG, exercise_now(v)->name);
	put_state(f, a.y + 2, a.x, a.cols, v);
	digits_draw(f, a.y + 3, a.x, (int)whole_s(v->snap.left_ms), 2, 1);
	frame_wrap(f,
	    (struct area){a.y + 3, a.x + x, DIGIT_ROWS + more, a.cols - x},
	    STYLE_PLAIN, line_words(v));
	put_short_feel(f, a.y + 8 + more, a, exercise_now(v));
	next_words(v, next, sizeof(next));
	frame_fit(f, a.y + 9 + more, a.x, a.cols,
	    v->notice ? STYLE_NOTICE : STYLE_PLAIN, v->notice ? v->notice : next);
	put_step_bar(f, a.y + 10 + more, a.x, (a.cols - 2) / 2, v);
	put_total_bar(
	    f, a.y + 10 + more, a.x + (a.cols + 2) / 2, (a.cols - 2) / 2, v);
	if (banner)
		put_banner(f, a.y + 11 + more, a, banner);
	else
		put_keys(f, a.y + 11 + more, a, v);
}

/* --- one line
 * --------------------------------------------------------------------- */

static void
one_line(struct frame *f, const struct session_view *v)
{
	static const char *const sides[] = {"", "LEFT  ", "RIGHT  "};
	char buf[4][96];
	int left = (int)whole_s(v->snap.left_ms), y = f->rows / 2;
	const char *side = sides[side_now(v)];

	snprintf(buf[0], sizeof(buf[0]), "%d of %d  %s%d s  %sneeds %dx%d",
	    (int)v->snap.step + 1, (int)v->snap.score->routine->n_steps, side, left,
	    v->asking        ? "stop? y/n  "
	    : v->snap.paused ? "paused  "
			     : "",
	    VIEW_COLS_LEAST, VIEW_ROWS_LEAST);
	snprintf(buf[1], sizeof(buf[1]), "%s%d s%s", side, left,
	    v->asking        ? "  stop? y/n"
	    : v->snap.paused ? "  paused"
			     : "");
	snprintf(buf[2], sizeof(buf[2]), "%.1s %d", side, left);
	snprintf(buf[3], sizeof(buf[3]), "%d", left);
	for (int i = 0; i < 4; i++)
		if (i == 3 || (int)strlen(buf[i]) <= f->cols) {
			frame_put(f, y, 0, STYLE_PLAIN, buf[i]);
			return;
		}
}

void
view_session(struct frame *f, const struct session_view *v)
{
	frame_clear(f);
	if (is_wide(f->rows, f->cols))
		wide(f, v);
	else if (f->rows >= VIEW_ROWS_LEAST && f->cols >= VIEW_COLS_LEAST)
		stacked(f, v);
	else
		one_line(f, v);
}

int64_t
view_session_due(const struct session_snapshot *snap)
{
	int64_t part = snap->left_ms % 1000, total = snap->total_left_ms % 1000;

	part = part > 0 ? part : 1000;
	total = total > 0 ? total : 1000;
	return part < total ? part : total;
}
