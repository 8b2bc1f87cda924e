#include "screen/digits.h"

#include "base/str.h"

#include <math.h>
#include <stdio.h>

/*
 * A digit is a few strokes in a box of 6 by 10, which is 6 cells by 5 rows or any
 * multiple of it, as cells are about 1:2.  The strokes are 2 wide and their ends
 * are round.  A cell is asked at its four quarters whether they are in a stroke.
 */
#define BOX_COLS 6.0
#define BOX_ROWS 10.0
#define HALF     1.0 /* half the width of a stroke */

enum stroke_kind {
	END,
	LINE, /* from a b to c d */
	NE,   /* a quarter of a circle of radius c around a b: upper right */
	SE,
	SW,
	NW
};

struct stroke {
	enum stroke_kind kind;
	double a, b, c, d;
};

#define STROKES 9

/* clang-format off */
static const struct stroke shapes[10][STROKES] = {
	{{NW, 3, 3, 2, 0}, {NE, 3, 3, 2, 0}, {SE, 3, 7, 2, 0}, {SW, 3, 7, 2, 0},
	 {LINE, 1, 3, 1, 7}, {LINE, 5, 3, 5, 7}},
	{{LINE, 4, 1, 4, 9}, {LINE, 4, 1, 2.2, 2.4}},
	{{NW, 3, 3, 2, 0}, {NE, 3, 3, 2, 0}, {LINE, 5, 3, 4.6, 4.4},
	 {LINE, 4.6, 4.4, 1.2, 9}, {LINE, 1, 9, 5, 9}},
	{{NW, 3, 3, 2, 0}, {NE, 3, 3, 2, 0}, {SE, 3, 3, 2, 0}, {NE, 3, 7, 2, 0},
	 {SE, 3, 7, 2, 0}, {SW, 3, 7, 2, 0}, {LINE, 2.5, 5, 3, 5}},
	{{LINE, 1, 1, 1, 5}, {LINE, 1, 5, 5, 5}, {LINE, 5, 1, 5, 9}},
	{{LINE, 1.2, 1, 4.8, 1}, {LINE, 1.2, 1, 1, 5}, {LINE, 1, 5, 3, 5},
	 {NE, 3, 7, 2, 0}, {SE, 3, 7, 2, 0}, {SW, 3, 7, 2, 0}},
	{{NW, 3, 3, 2, 0}, {NE, 3, 3, 2, 0}, {LINE, 1, 3, 1, 7}, {NW, 3, 7, 2, 0},
	 {NE, 3, 7, 2, 0}, {SE, 3, 7, 2, 0}, {SW, 3, 7, 2, 0}},
	{{LINE, 1, 1, 5, 1}, {LINE, 5, 1, 2.4, 9}},
	{{NW, 3, 3, 2, 0}, {NE, 3, 3, 2, 0}, {SE, 3, 3, 2, 0}, {SW, 3, 3, 2, 0},
	 {NW, 3, 7, 2, 0}, {NE, 3, 7, 2, 0}, {SE, 3, 7, 2, 0}, {SW, 3, 7, 2, 0}},
	{{NW, 3, 3, 2, 0}, {NE, 3, 3, 2, 0}, {SE, 3, 3, 2, 0}, {SW, 3, 3, 2, 0},
	 {LINE, 5, 3, 5, 7}, {SE, 3, 7, 2, 0}, {SW, 3, 7, 2, 0}},
};
/* clang-format on */

/* Which way a quarter lies from its centre; y downwards. */
static const struct {
	int x, y;
} quarters[] = {[NE] = {1, -1}, [SE] = {1, 1}, [SW] = {-1, 1}, [NW] = {-1, -1}};

/* The square of how far a point is from a line. */
static double
from_line(const struct stroke *s, double x, double y)
{
	double dx = s->c - s->a, dy = s->d - s->b;
	double t = ((x - s->a) * dx + (y - s->b) * dy) / (dx * dx + dy * dy);

	t = t < 0 ? 0 : t > 1 ? 1 : t;
	x -= s->a + t * dx;
	y -= s->b + t * dy;
	return x * x + y * y;
}

static bool
in_stroke(const struct stroke *s, double x, double y)
{
	double dx = x - s->a, dy = y - s->b, from = dx * dx + dy * dy;

	if (s->kind == LINE)
		return from_line(s, x, y) <= HALF * HALF;
	return dx * quarters[s->kind].x >= 0 && dy * quarters[s->kind].y >= 0 &&
	       from >= (s->c - HALF) * (s->c - HALF) &&
	       from <= (s->c + HALF) * (s->c + HALF);
}

static bool
is_lit(int digit, double x, double y)
{
	for (int i = 0; i < STROKES && shapes[digit][i].kind != END; i++)
		if (in_stroke(&shapes[digit][i], x, y))
			return true;
	return false;
}

/* By the lit quarters: upper left 1, upper right 2, lower left 4, lower right 8. */
static const char *const blocks[16] = {
    " ", "▘", "▝", "▀", "▖", "▌", "▞", "▛", "▗", "▚", "▐", "▜", "▄", "▙", "▟", "█"};

static const char *
smooth_at(int digit, int row, int col, int rows)
{
	double side = BOX_ROWS / (2 * rows); /* of a cell, which is 1:2 */
	int lit = 0;

	for (int i = 0; i < 4; i++)
		if (is_lit(digit, (col + 0.25 + i % 2 * 0.5) * side,
			(row + 0.25 + i / 2 * 0.5) * 2 * side))
			lit |= 1 << i;
	return blocks[lit];
}

/* The smallest, and those in ASCII or without quarters, are of whole cells, three dots by five: there
 * a curve would be a blot, and digits that share most of their cells keep a second
 * cheap on a slow line. */
static const char *const plain[10][DIGIT_ROWS] = {
    {"###", "# #", "# #", "# #", "###"},
    {"  #", "  #", "  #", "  #", "  #"},
    {"###", "  #", "###", "#  ", "###"},
    {"###", "  #", "###", "  #", "###"},
    {"# #", "# #", "###", "  #", "  #"},
    {"###", "#  ", "###", "  #", "###"},
    {"###", "#  ", "###", "# #", "###"},
    {"###", "# #", "  #", "  #", "  #"},
    {"###", "# #", "###", "# #", "###"},
    {"###", "# #", "###", "  #", "###"},
};

static const char *
plain_at(int digit, int row, int col, int rows)
{
	int scale = rows / DIGIT_ROWS;

	return plain[digit][row / scale][col / (2 * scale)] == '#' ? "█" : " ";
}

/* Cells of one digit without its gap. */
static int
cols_of(int rows)
{
	return (int)lround(rows * 2 * BOX_COLS / BOX_ROWS);
}

static int
gap_of(int rows)
{
	return (rows * 2 + 2) / 5;
}

int
digits_cols(int n, int rows)
{
	return n * (cols_of(rows) + gap_of(rows)) - gap_of(rows);
}

static bool
has_quarters(const struct frame *f)
{
	return !f->ascii && f->figure != FRAME_FIGURE_HALVES;
}

int
digits_rows(const struct frame *f, int n, int rows, int cols)
{
	while (rows >= DIGIT_ROWS && digits_cols(n, rows) > cols)
		rows--;
	if (!has_quarters(f))
		rows -= rows % DIGIT_ROWS;
	return rows >= DIGIT_ROWS ? rows : 0;
}

static void
draw_one(struct frame *f, int y, int x, int digit, int rows)
{
	bool whole =
	    rows % DIGIT_ROWS == 0 && (!has_quarters(f) || rows == DIGIT_ROWS);
	struct str cells = {0};

	for (int row = 0; row < rows; row++) {
		str_clear(&cells);
		for (int col = 0; col < cols_of(rows); col++)
			str_add(&cells, whole ? plain_at(digit, row, col, rows)
					      : smooth_at(digit, row, col, rows));
		frame_put(f, y + row, x, STYLE_PLAIN, cells.s);
	}
	str_fini(&cells);
}

void
digits_draw(struct frame *f, int y, int x, int n, int places, int rows)
{
	int pitch = cols_of(rows) + gap_of(rows), len;
	char buf[16];

	n = n < 0 ? 0 : n > 999 ? 999 : n;
	len = snprintf(buf, sizeof(buf), "%d", n);
	x += (places > len ? places - len : 0) * pitch;
	for (int i = 0; i < len; i++)
		draw_one(f, y, x + i * pitch, buf[i] - '0', rows);
}
