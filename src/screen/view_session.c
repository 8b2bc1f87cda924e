#include "screen/session_parts.h"
#include "screen/session_words.h"
#include "screen/view_figure.h"
#include "screen/views.h"

#include "base/str.h"
#include "figure/motion.h"
#include "screen/digits.h"

#include <stdio.h>
#include <string.h>

/* From here on there is room for every word; smaller screens are short. */
#define BESIDE_ROWS 20
#define BESIDE_COLS 60
/* The fewest rows of a figure on a small screen, and the fewest columns of the words
 * beside it: more where there are few rows. */
#define FIGURE_ROWS_SMALL 8
#define GUIDE_COLS_LEAST  32
#define GUIDE_COLS_LOW    38
#define GUIDE_LOW_ROWS    14
#define GAP_COLS          2
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

/* --- small ------------------------------------------------------------------------ */

/* Twelve rows: a head, WORD_ROWS, a foot.  What is left over goes to a figure and to
 * the words. */
struct small {
	struct area all, words, figure; /* figure.rows 0: none */
};

#define WORD_ROWS 8
/* More rows than the words need. */
#define MORE_ROWS 8

static struct small
small_words(int rows, int cols)
{
	struct frame f = {.rows = rows, .cols = cols};
	struct area all = column_content(&f);
	int over = rows - VIEW_ROWS_LEAST,
	    more = over > MORE_ROWS ? MORE_ROWS : over;

	all.y = (over - more) / 2;
	all.rows = VIEW_ROWS_LEAST + more;
	return (struct small){
	    .all = all, .words = {all.y + 1, all.x, WORD_ROWS + more, all.cols}};
}

/* A figure stands beside the words where those stay as readable as in the smallest
 * screen. */
static bool
small_beside(int rows, struct small *s)
{
	int least = rows < GUIDE_LOW_ROWS ? GUIDE_COLS_LOW : GUIDE_COLS_LEAST,
	    cols = s->words.rows * 3;

	if (cols > s->all.cols - GAP_COLS - least)
		cols = s->all.cols - GAP_COLS - least;
	if (cols < FIGURE_COLS_LEAST)
		return false;
	s->figure = (struct area){s->words.y, s->words.x, s->words.rows, cols};
	s->words.x += cols + GAP_COLS;
	s->words.cols -= cols + GAP_COLS;
	return true;
}

/* Or above them, which leaves them two rows more where it can. */
static void
small_above(int rows, struct small *s)
{
	int over = rows - VIEW_ROWS_LEAST, more = over - FIGURE_ROWS_SMALL;
	int most = s->all.cols / 2;

	if (more < 0)
		return;
	more = more > 2 ? 2 : more;
	s->figure = s->words;
	s->figure.rows = over - more > most ? most : over - more;
	more =
	    over - s->figure.rows > MORE_ROWS ? MORE_ROWS : over - s->figure.rows;
	s->all.rows = VIEW_ROWS_LEAST + s->figure.rows + more;
	s->all.y = (rows - s->all.rows) / 2;
	s->figure.y = s->all.y + 1;
	s->words.y = s->figure.y + s->figure.rows;
	s->words.rows = WORD_ROWS + more;
}

static struct small
small_of(int rows, int cols)
{
	struct small s = small_words(rows, cols);

	if (!small_beside(rows, &s))
		small_above(rows, &s);
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
put_short_feel(struct frame *f, struct area a, const struct exercise *e)
{
	char breath[64], buf[320];

	session_breath_words(e, breath, sizeof(breath));
	snprintf(buf, sizeof(buf), "breathe %s   feel %d of 10: %s", breath,
	    e->sensation[PRESSURE_GENTLE].level,
	    e->sensation[PRESSURE_GENTLE].feel);
	if (a.rows > 1)
		frame_wrap(f, a, STYLE_PLAIN, buf);
	else
		frame_fit(f, a.y, a.x, a.cols, STYLE_PLAIN, buf);
}

/* It may take two rows where there are a few more than needed; on the way what is
 * said needs them. */
static struct area
feel_area(struct area a, const struct session_view *v)
{
	int rows = a.rows > WORD_ROWS + 1 && !session_on_the_way(v) ? 2 : 1;

	return (struct area){a.y + a.rows - rows, a.x, rows, a.cols};
}

/* Beside the seconds. */
static struct area
said_area(struct area a, const struct session_view *v)
{
	int x = digits_cols(v->snap.left_ms > 99000 ? 3 : 2, DIGIT_ROWS) + 2;

	return (struct area){
	    a.y + 2, a.x + x, a.rows - 2 - feel_area(a, v).rows, a.cols - x};
}

/* Name, side, seconds with what is said beside them, and how it feels. */
static void
put_short_guide(struct frame *f, struct area a, const struct session_view *v)
{
	frame_fit(f, a.y, a.x, a.cols, STYLE_STRONG, session_exercise(v)->name);
	session_put_state(f, a.y + 1, a.x, a.cols, v);
	session_put_digits(f, a.y + 2, a.x, DIGIT_ROWS, v);
	frame_wrap(f, said_area(a, v), STYLE_PLAIN, v->line ? v->line : "");
	put_short_feel(f, feel_area(a, v), session_exercise(v));
}

static void
put_short_foot(struct frame *f, int y, struct area a, const struct session_view *v)
{
	int half = (a.cols - 2) / 2;
	const char *banner = session_banner(v);
	char next[256];

	session_next_words(v, next, sizeof(next));
	if (!put_notice(f, y, a, v))
		frame_fit(f, y, a.x, a.cols, STYLE_PLAIN, next);
	session_put_step_bar(f, y + 1, a.x, half, v);
	session_put_total_bar(f, y + 1, a.x + half + 2, half, v);
	if (banner)
		session_put_banner(f, y + 2, a, banner);
	else
		session_put_keys(f, y + 2, a, v);
}

/* Words come first: where a figure would cut what is said, it waits. */
static bool
is_cut(const struct frame *f, struct area words, const struct session_view *v)
{
	struct area a = said_area(words, v);

	return v->line && frame_wrap_rows(f, a.cols, v->line) > a.rows;
}

static void
put_small(struct frame *f, const struct session_view *v)
{
	struct small s = small_of(f->rows, f->cols);

	if (s.figure.rows && is_cut(f, s.words, v))
		s = small_words(f->rows, f->cols);
	put_short_count(f, s.all.y, s.all, v);
	if (s.figure.rows)
		session_put_figure(f, s.figure, v);
	put_short_guide(f, s.words, v);
	put_short_foot(f, s.words.y + s.words.rows, s.all, v);
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
	if (is_beside(rows, cols))
		return panels_of(rows, cols).figure;
	if (rows < VIEW_ROWS_LEAST || cols < VIEW_COLS_LEAST)
		return (struct area){0};
	return small_of(rows, cols).figure;
}

void
view_session(struct frame *f, const struct session_view *v)
{
	frame_clear(f);
	if (is_beside(f->rows, f->cols))
		beside(f, v);
	else if (f->rows >= VIEW_ROWS_LEAST && f->cols >= VIEW_COLS_LEAST)
		put_small(f, v);
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
