#include "screen/session_parts.h"
#include "screen/session_words.h"
#include "screen/view_figure.h"
#include "screen/views.h"

#include "base/str.h"
#include "figure/motion.h"
#include "screen/digits.h"

#include <stdio.h>
#include <string.h>

/* From here on a figure stands beside the words; smaller ones are stacked. */
#define BESIDE_ROWS 20
#define BESIDE_COLS 60
/* In a narrow terminal it stands above them from here on. */
#define ABOVE_ROWS 24
/* Words in longer lines are hard to follow. */
#define GUIDE_COLS_MAX 72
/* Larger, the screen stands in the middle instead of growing apart. */
#define COLS_MAX 190
#define ROWS_MAX 64
/* Rows above and below the figure. */
#define HEAD_ROWS 3
#define FOOT_ROWS 5

static bool
is_beside(int rows, int cols)
{
	return rows >= BESIDE_ROWS && cols >= BESIDE_COLS;
}

/* --- a figure and a guide beside each other ----------------------------------- */

/* The whole screen, and its two panels. */
struct panels {
	struct area all, figure, guide;
};

static struct panels
panels_of(int rows, int cols)
{
	int tall = rows > ROWS_MAX ? ROWS_MAX : rows;
	int wide = cols - 2 > COLS_MAX ? COLS_MAX : cols - 2;
	int guide = wide / 2 > GUIDE_COLS_MAX ? GUIDE_COLS_MAX : wide / 2;
	struct area all = {(rows - tall) / 2, (cols - wide) / 2, tall, wide};
	int y = all.y + HEAD_ROWS, high = tall - HEAD_ROWS - FOOT_ROWS;

	return (struct panels){all, {y, all.x, high, wide - guide - 3},
	    {y, all.x + wide - guide, high, guide}};
}

/* Name, side, seconds, and what is said. */
static void
put_guide(struct frame *f, struct area a, const struct session_view *v)
{
	bool roomy = a.rows > 15;
	int digits = session_digit_rows(f, v, a.rows * 2 / 5 - 1, a.cols);
	int y = a.y + (roomy ? 3 : 2);

	if (digits == 0)
		digits = DIGIT_ROWS;
	frame_fit(f, a.y, a.x, a.cols, STYLE_STRONG, session_exercise(v)->name);
	session_put_state(f, a.y + 1, a.x, a.cols, v);
	session_put_digits(f, y, a.x, digits, v);
	y += digits + roomy;
	session_put_guide(f, (struct area){y, a.x, a.y + a.rows - y, a.cols}, v);
}

static void
put_bars(
    struct frame *f, int y, const struct panels *p, const struct session_view *v)
{
	frame_put(f, y, p->figure.x, STYLE_FAINT, "step");
	frame_put(f, y, p->guide.x, STYLE_FAINT, "total");
	session_put_step_bar(f, y, p->figure.x + 7, p->figure.cols - 7, v);
	session_put_total_bar(f, y, p->guide.x + 7, p->guide.cols - 7, v);
}

/* What comes next, and what a person has switched off. */
static void
put_next(struct frame *f, int y, struct area a, const struct session_view *v)
{
	const char *off = v->snap.muted
			      ? v->motion ? "muted" : "muted, figure still"
			  : v->motion ? ""
				      : "figure still";
	char next[256];

	frame_right(f, y, a.x + a.cols, STYLE_FAINT, off);
	session_next_words(v, next, sizeof(next));
	frame_fit(f, y, a.x, a.cols - (int)strlen(off) - 2, STYLE_PLAIN, next);
}

/* What did not work, or else what a key did. */
static bool
put_notice(struct frame *f, int y, struct area a, const struct session_view *v)
{
	const char *text = v->notice ? v->notice : v->told;

	if (text)
		frame_fit(f, y, a.x, a.cols,
		    v->notice ? STYLE_NOTICE : STYLE_STRONG, text);
	return text != NULL;
}

static void
beside(struct frame *f, const struct session_view *v)
{
	struct panels p = panels_of(f->rows, f->cols);
	int foot = p.figure.y + p.figure.rows;
	const char *banner = session_banner(v);

	session_put_count(f, p.all.y, p.all, v);
	if (banner)
		session_put_banner(f, p.all.y + 1, p.all, banner);
	else
		column_rule(f, p.all.y + 1, p.all);
	session_put_figure(f, p.figure, v);
	put_guide(f, p.guide, v);
	put_bars(f, foot + 1, &p, v);
	put_next(f, foot + 2, p.all, v);
	put_notice(f, foot + 3, p.all, v);
	session_put_keys(f, foot + 4, p.all, v);
}

/* --- stacked -------------------------------------------------------------------- */

/* Rows of a figure above, and of what is left over for the words. */
struct stack {
	struct area a;
	int figure, more;
};

static struct stack
stack_of(int rows, int cols)
{
	struct frame f = {.rows = rows, .cols = cols};
	struct stack s = {.a = column_content(&f)};
	int over = rows - VIEW_ROWS_LEAST;

	if (rows >= ABOVE_ROWS && cols < BESIDE_COLS) {
		s.figure = over - 2 > cols / 2 ? cols / 2 : over - 2;
		over -= s.figure;
	}
	s.more = over > 8 ? 8 : over;
	s.a.y = (rows - VIEW_ROWS_LEAST - s.figure - s.more) / 2;
	return s;
}

static void
put_short_count(struct frame *f, int y, struct area a, const struct session_view *v)
{
	char left[MIN_SEC_LEN];
	int x = frame_putf(f, y, a.x, STYLE_PLAIN, "%d of %d  ",
	    (int)v->snap.step + 1, (int)v->snap.score->routine->n_steps);

	min_sec(session_total_left_s(v), left);
	frame_right(f, y, a.x + a.cols, STYLE_PLAIN, left);
	frame_fit(f, y, x, a.x + a.cols - x - 7, STYLE_TITLE,
	    v->snap.score->routine->title);
}

static void
put_short_feel(struct frame *f, int y, struct area a, const struct exercise *e)
{
	char breath[64], buf[320];

	session_breath_words(e, breath, sizeof(breath));
	snprintf(buf, sizeof(buf), "breathe %s   feel %d of 10: %s", breath,
	    e->sensation[PRESSURE_GENTLE].level,
	    e->sensation[PRESSURE_GENTLE].feel);
	frame_fit(f, y, a.x, a.cols, STYLE_PLAIN, buf);
}

/* The seconds, and beside them what is said. */
static void
put_short_guide(struct frame *f, struct area a, const struct session_view *v)
{
	int x = digits_cols(v->snap.left_ms > 99000 ? 3 : 2, DIGIT_ROWS) + 2;

	session_put_digits(f, a.y, a.x, DIGIT_ROWS, v);
	frame_wrap(f, (struct area){a.y, a.x + x, a.rows, a.cols - x}, STYLE_PLAIN,
	    v->line ? v->line : "");
}

/* Twelve rows, and what is left over goes to a figure and to the words. */
static void
stacked(struct frame *f, const struct session_view *v)
{
	struct stack s = stack_of(f->rows, f->cols);
	struct area a = s.a;
	int half = (a.cols - 2) / 2, y = a.y + s.figure;
	const char *banner = session_banner(v);
	char next[256];

	put_short_count(f, a.y, a, v);
	if (s.figure)
		session_put_figure(f, view_session_figure(f->rows, f->cols), v);
	frame_fit(f, y + 1, a.x, a.cols, STYLE_STRONG, session_exercise(v)->name);
	session_put_state(f, y + 2, a.x, a.cols, v);
	put_short_guide(
	    f, (struct area){y + 3, a.x, DIGIT_ROWS + s.more, a.cols}, v);
	y += s.more;
	put_short_feel(f, y + 8, a, session_exercise(v));
	session_next_words(v, next, sizeof(next));
	if (!put_notice(f, y + 9, a, v))
		frame_fit(f, y + 9, a.x, a.cols, STYLE_PLAIN, next);
	session_put_step_bar(f, y + 10, a.x, half, v);
	session_put_total_bar(f, y + 10, a.x + half + 2, half, v);
	if (banner)
		session_put_banner(f, y + 11, a, banner);
	else
		session_put_keys(f, y + 11, a, v);
}

/* --- one line ------------------------------------------------------------------- */

static void
one_line(struct frame *f, const struct session_view *v)
{
	static const char *const sides[] = {"", "LEFT  ", "RIGHT  "};
	char buf[4][96];
	int left = (int)session_seconds(v->snap.left_ms), y = f->rows / 2;
	const char *side = sides[session_side(v)];

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

/* --- all of them ------------------------------------------------------------------ */

struct area
view_session_figure(int rows, int cols)
{
	struct stack s;

	if (is_beside(rows, cols))
		return panels_of(rows, cols).figure;
	if (rows < VIEW_ROWS_LEAST || cols < VIEW_COLS_LEAST)
		return (struct area){0};
	s = stack_of(rows, cols);
	return (struct area){s.a.y + 1, s.a.x, s.figure, s.a.cols};
}

void
view_session(struct frame *f, const struct session_view *v)
{
	frame_clear(f);
	if (is_beside(f->rows, f->cols))
		beside(f, v);
	else if (f->rows >= VIEW_ROWS_LEAST && f->cols >= VIEW_COLS_LEAST)
		stacked(f, v);
	else
		one_line(f, v);
}

/* Milliseconds until a breath bar moves: with the figure's frames. */
static int64_t
breath_due(const struct session_snapshot *snap)
{
	struct breath_now breath;

	if (!session_breath(snap, &breath))
		return 1000;
	return breath.good_ms ? breath.good_ms
			      : MOTION_SWAY_MS -
				    (snap->at_ms + snap->added_ms) % MOTION_SWAY_MS;
}

int64_t
view_session_due(const struct session_snapshot *snap, bool motion)
{
	int64_t part = snap->left_ms % 1000, total = snap->total_left_ms % 1000;
	int64_t due = motion ? breath_due(snap) : 1000;

	part = part > 0 ? part : 1000;
	total = total > 0 ? total : 1000;
	due = part < due ? part : due;
	return total < due ? total : due;
}
