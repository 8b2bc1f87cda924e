#include "screen/session_parts.h"

#include "base/str.h"
#include "screen/digits.h"
#include "screen/figure_now.h"
#include "screen/session_words.h"

#include <stdio.h>
#include <string.h>

/* How often progress bars move: each move is a dozen bytes on a slow line. */
#define BAR_MS 6000
/* Where the words stand beside "breathe", "feel", "avoid" and "easier". */
#define LABEL_COLS 10
/* Rows of any of these; what is longer can be read before the session. */
#define ITEM_ROWS_MAX 3
/* The shortest breath bar that shows a breath. */
#define BREATH_COLS_LEAST 4

/* --- one row each ------------------------------------------------------------- */

void
session_put_count(
    struct frame *f, int y, struct area a, const struct session_view *v)
{
	bool wide = a.cols >= SESSION_WIDE_COLS;
	char left[MIN_SEC_LEN], buf[96];

	min_sec(session_total_left_s(v), left);
	snprintf(buf, sizeof(buf),
	    wide ? "step %d of %d   %5s left" : "%d of %d   %5s",
	    (int)v->snap.step + 1, (int)v->snap.score->routine->n_steps, left);
	frame_right(f, y, a.x + a.cols, STYLE_PLAIN, buf);
	frame_fit(f, y, a.x, a.cols - (int)strlen(buf) - 2, STYLE_TITLE,
	    v->snap.score->routine->title);
}

void
session_put_state(
    struct frame *f, int y, int x, int cols, const struct session_view *v)
{
	const char *side = session_side_words(v);
	char state[96];
	int at = x;

	if (*side)
		at = frame_fit(f, y, x, cols, STYLE_STRONG, side) + 3;
	session_state_words(v, state, sizeof(state));
	if (v->snap.paused)
		frame_fit(f, y, at, x + cols - at, STYLE_PAUSED, " paused ");
	else
		frame_fit(f, y, at, x + cols - at, STYLE_PLAIN, state);
}

static int
places(const struct session_view *v)
{
	return session_seconds(v->snap.left_ms) > 99 ? 3 : 2;
}

int
session_digit_rows(
    const struct frame *f, const struct session_view *v, int rows, int cols)
{
	return digits_rows(f, places(v), rows, cols);
}

void
session_put_digits(
    struct frame *f, int y, int x, int rows, const struct session_view *v)
{
	digits_draw(
	    f, y, x, (int)session_seconds(v->snap.left_ms), places(v), rows);
}

/* Score time since `from` in whole steps of BAR_MS: the digits count, the bars only
 * follow. */
static int64_t
bar_ms(const struct session_snapshot *snap, int64_t from)
{
	return (snap->at_ms - from) / BAR_MS * BAR_MS;
}

void
session_put_step_bar(
    struct frame *f, int y, int x, int cols, const struct session_view *v)
{
	const struct score *score = v->snap.score;
	int64_t from = score->spans[score_step_start(score, v->snap.step)].at_ms,
		to = from;

	for (size_t i = v->snap.span; i < score->n_spans; i++)
		if (score->spans[i].step == v->snap.step)
			to = score->spans[i].end_ms;
	frame_bar(f, y, x, cols, bar_ms(&v->snap, from), to - from);
}

void
session_put_total_bar(
    struct frame *f, int y, int x, int cols, const struct session_view *v)
{
	frame_bar(f, y, x, cols, bar_ms(&v->snap, 0), v->snap.score->end_ms);
}

void
session_put_banner(struct frame *f, int y, struct area a, const char *text)
{
	frame_fill(f, y, a.x, a.cols, STYLE_PAUSED, " ");
	frame_fit(f, y, a.x + 1, a.cols - 2, STYLE_PAUSED, text);
}

/* What fits is shown, and the most useful come first. */
static const struct {
	int cols;
	const char *keys;
} key_rows[] = {
    {112, "space|pause|⏎|next|⌫|again|+ -|seconds|m|mute|f|figure|!|something is "
	  "wrong|?|help|q|stop"},
    {SESSION_WIDE_COLS,
	"space|pause|⏎|next|⌫|again|!|something is wrong|?|help|q|stop"},
    {0, "space|pause|⏎|next|?|help|q|stop|⌫|again"},
};

void
session_put_keys(
    struct frame *f, int y, struct area a, const struct session_view *v)
{
	char streak[32];
	int cols = a.cols, i = 0;

	snprintf(streak, sizeof(streak), "streak %d", v->streak);
	if (a.cols >= SESSION_WIDE_COLS) {
		frame_right(f, y, a.x + a.cols, STYLE_FAINT, streak);
		cols -= (int)strlen(streak) + 2;
	}
	while (a.cols < key_rows[i].cols)
		i++;
	column_keys(f, y, a.x, cols, key_rows[i].keys);
}

/* --- the figure --------------------------------------------------------------- */

static bool
has_figure(const struct session_view *v)
{
	return v->keys || v->figure.on;
}

void
session_put_figure(struct frame *f, struct area a, const struct session_view *v)
{
	struct column c = {f, a, 0, 0};

	if (v->keys) {
		view_figure_keys(f, a, v->keys, session_side(v));
	} else if (v->figure.on) {
		view_figure(f, a, &v->figure);
	} else {
		column_text(&c, STYLE_FAINT, "set-up");
		column_text(&c, STYLE_PLAIN, session_exercise(v)->setup);
	}
}

/* --- the guide ------------------------------------------------------------------ */

/* "breathe   in   ██████······  4-0-6-0" */
static bool
put_breath_bar(struct frame *f, int y, struct area a, const struct session_view *v)
{
	char counts[48];
	int x = a.x + LABEL_COLS + 5, cols, n;
	struct breath_now breath;

	session_breath_counts(session_exercise(v), counts, sizeof(counts));
	cols = a.x + a.cols - x - (int)strlen(counts) - 2;
	if (!v->motion || cols < BREATH_COLS_LEAST ||
	    !session_breath(&v->snap, &breath))
		return false;
	cols = cols > 2 * LABEL_COLS ? 2 * LABEL_COLS : cols;
	n = (int)(breath.full * cols + 0.5);
	frame_put(f, y, a.x + LABEL_COLS, STYLE_PLAIN, breath.word);
	frame_fill(f, y, x, n, STYLE_PLAIN, "█");
	frame_fill(f, y, x + n, cols - n, STYLE_PLAIN, "·");
	frame_put(f, y, x + cols + 2, STYLE_FAINT, counts);
	return true;
}

static void
put_breath(struct frame *f, struct area a, const struct session_view *v)
{
	char words[64];

	frame_put(f, a.y, a.x, STYLE_FAINT, "breathe");
	if (put_breath_bar(f, a.y, a, v))
		return;
	session_breath_words(session_exercise(v), words, sizeof(words));
	frame_fit(
	    f, a.y, a.x + LABEL_COLS, a.cols - LABEL_COLS, STYLE_PLAIN, words);
}

static void
put_item(struct frame *f, struct area a, const char *label, const char *text)
{
	frame_put(f, a.y, a.x, STYLE_FAINT, label);
	frame_wrap(f,
	    (struct area){a.y, a.x + LABEL_COLS, a.rows, a.cols - LABEL_COLS},
	    STYLE_PLAIN, text);
}

/* Texts beside their labels; where one has no text or no room its rows are 0. */
enum item { BREATHE, FEEL, AVOID, EASIER, ITEMS };

struct items {
	int rows[ITEMS], sum;
	char feel[256];
	const char *text[ITEMS];
};

static const char *const labels[ITEMS] = {"breathe", "feel", "avoid", "easier"};

/* What fits into `left` rows, the first ones first; they must not come and go
 * while the step lasts. */
static void
choose_items(const struct frame *f, const struct exercise *e, int cols, int left,
    struct items *out)
{
	const struct sensation *s = &e->sensation[PRESSURE_GENTLE];

	*out = (struct items){.text = {"", out->feel, e->mistake, e->easier}};
	snprintf(out->feel, sizeof(out->feel), "%d of 10: %s", s->level, s->feel);
	for (int i = 0; i < ITEMS; i++) {
		int rows = i == BREATHE ? 1
			   : out->text[i]
			       ? frame_wrap_rows(f, cols - LABEL_COLS, out->text[i])
			       : 0;
		if (rows > ITEM_ROWS_MAX)
			rows = ITEM_ROWS_MAX;
		if (rows > left)
			rows = i == FEEL ? left : 0;
		out->rows[i] = rows;
		out->sum += rows;
		left -= rows;
	}
}

static void
put_items(struct frame *f, struct area a, const struct session_view *v,
    const struct items *items)
{
	for (int i = 0; i < ITEMS; i++) {
		a.rows = items->rows[i];
		if (i == BREATHE && a.rows > 0)
			put_breath(f, a, v);
		else if (a.rows > 0)
			put_item(f, a, labels[i], items->text[i]);
		a.y += a.rows;
	}
}

/* Rows for what is said: all of a set-up, three or two of a cue. */
static int
words_rows(const struct frame *f, struct area a, const struct session_view *v,
    const char *said)
{
	if (!session_on_the_way(v) || !has_figure(v))
		return a.cols < 50 && a.rows > 6 ? 3 : 2;
	return frame_wrap_rows(f, a.cols, said) +
	       frame_wrap_rows(f, a.cols, session_exercise(v)->setup);
}

void
session_put_guide(struct frame *f, struct area a, const struct session_view *v)
{
	struct str said = {0};
	struct items items;
	int words, gap;

	str_clear(&said);
	session_said(v, &said);
	words = words_rows(f, a, v, said.s);
	gap = a.rows > words + 6 ? 1 : 0;
	choose_items(f, session_exercise(v), a.cols, a.rows - words - gap, &items);
	words = a.rows - items.sum - gap < words ? a.rows - items.sum - gap : words;
	a.rows = words;
	words = frame_wrap(f, a, STYLE_PLAIN, said.s);
	if (session_on_the_way(v) && has_figure(v))
		frame_wrap(f,
		    (struct area){a.y + words, a.x, a.rows - words, a.cols},
		    STYLE_PLAIN, session_exercise(v)->setup);
	a.y += a.rows + gap;
	put_items(f, a, v, &items);
	str_fini(&said);
}
