#include "screen/view_figure.h"

#include "base/str.h"
#include "figure/draw.h"

#include <string.h>

/* Rows for the words below a key pose. */
#define LABEL_ROWS 2
/* Columns between two key poses. */
#define GAP 1

static const enum style ink_styles[INKS] = {
    [INK_NONE] = STYLE_PLAIN,
    [INK_FLOOR] = STYLE_FLOOR,
    [INK_PROP] = STYLE_PROP,
    [INK_FAR] = STYLE_FAR,
    [INK_ROLL] = STYLE_ROLL,
    [INK_BODY] = STYLE_BODY,
    [INK_MARK] = STYLE_MARK,
};

static enum dots
dots_of(const struct frame *f)
{
	static const enum dots dots[] = {
	    [FRAME_FIGURE_BRAILLE] = DOTS_BRAILLE,
	    [FRAME_FIGURE_BLOCKS] = DOTS_BLOCKS,
	    [FRAME_FIGURE_HALVES] = DOTS_HALVES,
	    [FRAME_FIGURE_ASCII] = DOTS_ASCII,
	};

	return f->ascii ? DOTS_ASCII : dots[f->figure];
}

/* Cells of one ink that touch are written at once; blank ones not at all. */
static void
put_row(struct frame *f, int y, struct area a, struct canvas *c, struct str *run)
{
	enum ink ink = INK_NONE, next;
	int x = 0, from = 0;

	for (; x <= a.cols; x++) {
		const char *text = x < a.cols ? canvas_cell(c, y, x, &next) : "";

		if (x == a.cols || next != ink) {
			if (ink != INK_NONE)
				frame_put(f, a.y + y, a.x + from, ink_styles[ink],
				    run->s);
			str_clear(run);
			ink = next;
			from = x;
		}
		if (ink != INK_NONE)
			str_add(run, text);
	}
}

void
view_figure(struct frame *f, struct area a, const struct figure_view *v)
{
	struct canvas *c;
	struct str run = {0};

	if (!v->on || a.rows < 1 || a.cols < 1)
		return;
	c = canvas_new(a.rows, a.cols, dots_of(f));
	str_clear(&run);
	draw_still(c, a.rows, a.cols, v->box, &v->still);
	for (int y = 0; y < a.rows; y++)
		put_row(f, y, a, c, &run);
	str_fini(&run);
	canvas_free(c);
}

/* How many of n key poses stand side by side; more than one only where each has
 * room. */
static size_t
keys_abreast(struct area a, size_t n)
{
	while (n > 1 && (a.cols + GAP) / (int)n - GAP < FIGURE_COLS_LEAST / 2)
		n--;
	return n;
}

static void
put_key(struct frame *f, struct area a, const struct figure *figure, size_t key,
    enum side side, int label_rows)
{
	struct figure_view v = {.on = true, .box = figure_box(figure)};

	figure_key(figure, key, &v.still);
	v.still.width = figure_width(figure, side);
	v.still.mark.on = v.still.mark.on && key == figure_hold(figure);
	v.still.mark.shift = 1;
	view_figure(f, (struct area){a.y, a.x, a.rows - label_rows, a.cols}, &v);
	if (label_rows)
		frame_wrap(f,
		    (struct area){
			a.y + a.rows - label_rows, a.x, label_rows, a.cols},
		    STYLE_FAINT, figure_pose(figure)->key[key].label);
}

void
view_figure_keys(
    struct frame *f, struct area a, const struct figure *figure, enum side side)
{
	size_t n = keys_abreast(a, figure_keys(figure)), hold = figure_hold(figure),
	       first = hold + 1 > n ? hold + 1 - n : 0;
	int cols = (a.cols + GAP) / (int)n - GAP;
	int label_rows = a.rows >= FIGURE_ROWS_LEAST + LABEL_ROWS ? LABEL_ROWS : 0;

	if (a.rows < 1 || cols < 1)
		return;
	for (size_t i = 0; i < n; i++)
		put_key(f,
		    (struct area){a.y, a.x + (int)i * (cols + GAP), a.rows, cols},
		    figure, first + i, side, label_rows);
}
