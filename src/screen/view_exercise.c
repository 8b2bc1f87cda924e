#include "screen/column.h"
#include "screen/views.h"

#include <stdio.h>

/* The figure stands beside the words, or above them. */
#define WIDE_COLS 72
#define WIDE_ROWS 16
#define TALL_ROWS 24

#define INDENT 10 /* of what hangs beside "Moderate" */

static bool
is_wide(int rows, int cols)
{
	return rows >= WIDE_ROWS && cols >= WIDE_COLS;
}

/* Between title and keys. */
static struct area
middle(const struct frame *f)
{
	struct area a = column_content(f);

	if (f->rows >= VIEW_ROWS_LEAST) {
		a.y += 2;
		a.rows -= 4;
	} else if (f->rows > 2) {
		a.y += 1;
		a.rows -= 2;
	}
	return a;
}

struct area
view_exercise_figure(int rows, int cols)
{
	struct frame f = {.rows = rows, .cols = cols};
	struct area a = middle(&f);

	if (is_wide(rows, cols))
		return (struct area){a.y, a.x, a.rows, a.cols / 2 - 2};
	if (rows >= TALL_ROWS && cols >= VIEW_COLS_LEAST)
		return (struct area){a.y, a.x, a.rows / 2, a.cols};
	return (struct area){0};
}

static struct area
words_area(const struct frame *f)
{
	struct area a = middle(f), figure = view_exercise_figure(f->rows, f->cols);

	if (figure.rows == 0)
		return a;
	if (is_wide(f->rows, f->cols))
		return (struct area){a.y, figure.x + figure.cols + 3, a.rows,
		    a.cols - figure.cols - 3};
	return (struct area){
	    a.y + figure.rows + 1, a.x, a.rows - figure.rows - 1, a.cols};
}

static void
put_row(struct column *c, const struct sheet_row *row)
{
	if (row->part == SHEET_NEVER || row->part == SHEET_GENTLY)
		column_item(c, 2, STYLE_FAINT, "-", STYLE_PLAIN, row->text);
	else
		column_item(
		    c, INDENT, STYLE_FAINT, row->label, STYLE_PLAIN, row->text);
}

static void
put_part(struct column *c, const struct sheet *sheet, enum sheet_part part)
{
	bool begun = false;

	for (size_t i = 0; i < sheet->n; i++) {
		if (sheet->rows[i].part != part)
			continue;
		if (!begun && c->y > 0)
			column_blank(c);
		if (!begun && *sheet_head(part))
			column_text(c, STYLE_NOTICE, sheet_head(part));
		begun = true;
		put_row(c, &sheet->rows[i]);
	}
}

/* What one does comes before what one may look up. */
static void
put_words(struct column *c, const struct exercise_view *v)
{
	static const enum sheet_part order[SHEET_PARTS] = {SHEET_HOW, SHEET_FEEL,
	    SHEET_NEVER, SHEET_GENTLY, SHEET_EVIDENCE, SHEET_FACTS};

	for (size_t i = 0; i < SHEET_PARTS; i++)
		put_part(c, v->sheet, order[i]);
}

/* "LEFT side   stretch, 54 s"; where there is little room only the side. */
static void
state_words(const struct exercise_view *v, bool narrow, char *buf, size_t size)
{
	static const char *const sides[] = {"", "LEFT side", "RIGHT side"};
	bool sided = v->side != SIDE_NONE;

	if (sided && narrow)
		snprintf(buf, size, "%s", sides[v->side]);
	else
		snprintf(buf, size, "%s%s%s, %d s", sides[v->side],
		    sided ? "   " : "",
		    words_name(&words_kind, (int)v->exercise->kind),
		    v->exercise->seconds);
}

static void
put_title(struct frame *f, const struct exercise_view *v)
{
	struct area a = column_content(f);
	char state[64];

	state_words(v, a.cols < WIDE_COLS, state, sizeof(state));
	frame_right(f, 0, a.x + a.cols, STYLE_PLAIN, state);
	frame_fit(f, 0, a.x, a.cols - frame_width(f, state) - 2, STYLE_TITLE,
	    v->exercise->name);
	if (f->rows >= VIEW_ROWS_LEAST)
		column_rule(f, 1, a);
}

int
view_exercise(struct frame *f, const struct exercise_view *v)
{
	struct area a = column_content(f),
		    figure = view_exercise_figure(f->rows, f->cols);
	struct column c = {f, words_area(f), 0, 0};
	int hidden;

	frame_clear(f);
	put_words(&c, v);
	hidden = column_hidden(&c);
	frame_clear(f);
	c.scroll = column_clamp(v->scroll, hidden);
	c.y = 0;
	put_words(&c, v);
	if (f->rows > 1)
		put_title(f, v);
	if (v->keys)
		view_figure_keys(f, figure, v->keys, v->side);
	else
		view_figure(f, figure, &v->figure);
	if (f->rows > 2)
		column_keys(f, f->rows - 1, a.x, a.cols,
		    v->exercise->two_sided
			? "↑↓|read|f|still or moving|o|other side|?|help|q|back"
			: "↑↓|read|f|still or moving|?|help|q|back");
	return hidden > 0 ? hidden : 0;
}
