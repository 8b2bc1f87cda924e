#include "figure/canvas.h"

#include "base/mem.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CELL_W 2
#define CELL_H 4
/* Half a dot to each side: the thinnest line without a gap. */
#define THINNEST 0.5
/* Beyond this nothing can be seen, and squares stay exact. */
#define FARTHEST 1e6

struct canvas {
	int rows, cols; /* cells */
	int h, w;       /* dots */
	enum dots dots;
	char text[8]; /* of the cell that was asked for last */
	uint8_t *ink; /* h x w */
};

struct canvas *
canvas_new(int rows, int cols, enum dots dots)
{
	struct canvas *c = mem_new(1, sizeof(*c));

	c->rows = rows > 1 ? rows : 1;
	c->cols = cols > 1 ? cols : 1;
	c->h = c->rows * CELL_H;
	c->w = c->cols * CELL_W;
	c->dots = dots;
	c->ink = mem_new((size_t)c->h * (size_t)c->w, 1);
	return c;
}

void
canvas_free(struct canvas *c)
{
	if (!c)
		return;
	free(c->ink);
	free(c);
}

void
canvas_clear(struct canvas *c)
{
	memset(c->ink, INK_NONE, (size_t)c->h * (size_t)c->w);
}

/* --- shapes ------------------------------------------------------------------- */

static bool
seen(double n)
{
	return isfinite(n) && fabs(n) < FARTHEST;
}

static int
clip(double n, int most)
{
	return n < 0 ? 0 : n > most ? most : (int)n;
}

static void
put(struct canvas *c, int x, int y, enum ink ink)
{
	c->ink[y * c->w + x] = (uint8_t)ink;
}

static bool
in_grain(enum grain grain, int x, int y, bool lying)
{
	switch (grain) {
	case GRAIN_FULL:
		break;
	case GRAIN_HALF:
		return (x + y) % 2 == 0;
	case GRAIN_DOTS:
		return (lying ? x : y) % 4 == 0;
	}
	return true;
}

/* A segment that begins at 0 0, and what is within r of it. */
struct stroke {
	double dx, dy, length2, r2;
};

static bool
is_near(const struct stroke *s, double x, double y)
{
	double along = x * s->dx + y * s->dy, aside = x * s->dy - y * s->dx;

	if (along <= 0)
		return x * x + y * y <= s->r2;
	if (along < s->length2)
		return aside * aside <= s->r2 * s->length2;
	x -= s->dx;
	y -= s->dy;
	return x * x + y * y <= s->r2;
}

/* Dots from..last of a row. */
static void
put_run(struct canvas *c, int y, int from, int last, enum ink ink, enum grain grain,
    bool lying)
{
	if (grain == GRAIN_FULL && from <= last)
		memset(
		    &c->ink[y * c->w + from], (int)ink, (size_t)(last - from + 1));
	else
		for (int x = from; x <= last; x++)
			if (in_grain(grain, x, y, lying))
				put(c, x, y, ink);
}

static double
share(double n)
{
	return n < 0 ? 0 : n > 1 ? 1 : n;
}

/* Where between a and b something that grows from 0 to d passes lo..hi: shares of
 * the way.  All of it when it does not grow. */
static void
shares_between(double d, double lo, double hi, double *a, double *b)
{
	*a = 0;
	*b = 1;
	if (fabs(d) < 1e-9)
		return;
	*a = share((d > 0 ? lo : hi) / d);
	*b = share((d > 0 ? hi : lo) / d);
}

void
canvas_line(struct canvas *c, double x1, double y1, double x2, double y2,
    double radius, enum ink ink, enum grain grain)
{
	double dx = x2 - x1, dy = y2 - y1, r = fmax(radius, THINNEST), a, b;
	struct stroke s = {dx, dy, dx * dx + dy * dy, r * r + 1e-9};
	int last;

	if (!seen(x1) || !seen(y1) || !seen(x2) || !seen(y2) || !seen(r))
		return;
	last = clip(fmax(y1, y2) + r, c->h - 1);
	for (int y = clip(ceil(fmin(y1, y2) - r), c->h); y <= last; y++) {
		double to;
		int from, end;

		shares_between(dy, y - y1 - r, y - y1 + r, &a, &b);
		from = clip(ceil(x1 + dx * (dx > 0 ? a : b) - r), c->w);
		to = x1 + dx * (dx > 0 ? b : a) + r;
		end = to < 0 ? -1 : clip(to, c->w - 1);
		/* What is near is one run, for the shape bulges nowhere inwards. */
		while (from <= end && !is_near(&s, from - x1, y - y1))
			from++;
		while (from <= end && !is_near(&s, end - x1, y - y1))
			end--;
		put_run(c, y, from, end, ink, grain, fabs(dx) >= fabs(dy));
	}
}

void
canvas_ring(struct canvas *c, double cx, double cy, double radius, double thick,
    bool blank, enum ink ink)
{
	double r = fmax(radius, THINNEST), inner = fmax(r - fmax(thick, 1), 0);

	if (!seen(cx) || !seen(cy) || !seen(r) || cy + r < 0 || cx + r < 0)
		return;
	for (int y = clip(ceil(cy - r), c->h); y <= clip(cy + r, c->h - 1); y++)
		for (int x = clip(ceil(cx - r), c->w); x <= clip(cx + r, c->w - 1);
		     x++) {
			double d = (x - cx) * (x - cx) + (y - cy) * (y - cy);

			if (d <= r * r && d >= inner * inner)
				put(c, x, y, ink);
			else if (d < inner * inner && blank)
				put(c, x, y, INK_NONE);
		}
}

void
canvas_tip(
    struct canvas *c, double x, double y, double angle, double size, enum ink ink)
{
	double ux = cos(angle * M_PI / 180), uy = -sin(angle * M_PI / 180);

	if (!seen(x) || !seen(y) || !seen(size) || !isfinite(angle) ||
	    y + size < 0 || x + size < 0)
		return;
	for (int i = clip(ceil(y - size), c->h); i <= clip(y + size, c->h - 1); i++)
		for (int j = clip(ceil(x - size), c->w);
		     j <= clip(x + size, c->w - 1); j++) {
			double back = (x - j) * ux + (y - i) * uy;
			double aside = fabs((x - j) * uy - (y - i) * ux);

			if (back > -0.5 && back <= size &&
			    aside <= back * 0.6 + 0.5)
				put(c, j, i, ink);
		}
}

/* --- cells -------------------------------------------------------------------- */

/* The dots of a cell as bits: row by row, the left one first.  Most are blank. */
static unsigned
cell_bits(const struct canvas *c, int row, int col, enum ink *ink)
{
	const uint8_t *dots = &c->ink[row * CELL_H * c->w + col * CELL_W];
	uint8_t front = INK_NONE;
	unsigned bits = 0;

	for (int i = 0; i < CELL_H; i++, dots += c->w) {
		uint8_t left = dots[0], right = dots[1];

		if (!(left | right))
			continue;
		bits |= (unsigned)((left != INK_NONE) | (right != INK_NONE) << 1)
			<< i * CELL_W;
		front = left > front ? left : front;
		front = right > front ? right : front;
	}
	*ink = (enum ink)front;
	return bits;
}

/* Unicode numbers the dots of Braille down the left column first, the fourth row
 * last (U+2800). */
static void
braille(unsigned bits, char text[8])
{
	static const unsigned char dot[] = {
	    0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80};
	unsigned code = 0;

	for (int i = 0; i < CELL_W * CELL_H; i++)
		code |= bits >> i & 1 ? dot[i] : 0;
	text[0] = (char)0xe2;
	text[1] = (char)(0xa0 | code >> 6);
	text[2] = (char)(0x80 | (code & 0x3f));
	text[3] = '\0';
}

/* By quadrants: top left 1, top right 2, bottom left 4, bottom right 8. */
static void
block(unsigned bits, char text[8])
{
	static const char *const blocks[] = {" ", "▘", "▝", "▀", "▖", "▌", "▞", "▛",
	    "▗", "▚", "▐", "▜", "▄", "▙", "▟", "█"};
	static const unsigned quadrant[] = {0x05, 0x0a, 0x50, 0xa0};
	unsigned i = 0;

	for (unsigned q = 0; q < 4; q++)
		if (bits & quadrant[q])
			i |= 1u << q;
	snprintf(text, 8, "%s", blocks[i]);
}

/* How many of the dots are set. */
static int
dots_in(unsigned bits)
{
	int n = 0;

	for (; bits; bits &= bits - 1)
		n++;
	return n;
}

/* What the fonts of consoles have, and its dots; of equally near ones the first is
 * taken. */
static void
half(unsigned bits, char text[8])
{
	static const struct {
		const char *text;
		unsigned dots;
	} halves[] = {
	    {"▄", 0xf0}, {"▀", 0x0f}, {"▌", 0x55}, {"▐", 0xaa}, {"█", 0xff}};
	size_t best = 0;

	for (size_t i = 1; i < ARRAY_LEN(halves); i++)
		if (dots_in(bits ^ halves[i].dots) <
		    dots_in(bits ^ halves[best].dots))
			best = i;
	snprintf(text, 8, "%s", halves[best].text);
}

/* What printable characters look like in two by four dots, row by row; of equal
 * ones the first is taken. */
static const struct {
	char ch;
	char dots[CELL_W * CELL_H + 1];
} glyphs[] = {
    {'|', "x.x.x.x."},
    {'|', ".x.x.x.x"},
    {'-', "....xx.."},
    {'-', "..xx...."},
    {'_', "......xx"},
    {'"', "xx......"},
    {'/', ".x.xx.x."},
    {'\\', "x.x..x.x"},
    {'\'', "x......."},
    {'\'', ".x......"},
    {'\'', "x.x....."},
    {'\'', ".x.x...."},
    {'.', "......x."},
    {'.', ".......x"},
    {'.', "....x..."},
    {'.', ".....x.."},
    {'`', "x..x...."},
    {',', "....x.x."},
    {',', ".....x.x"},
    {',', ".....xx."},
    {':', "x.....x."},
    {':', "..x...x."},
    {'~', "...xx..."},
    {'(', ".xx.x..x"},
    {')', "x..x.xx."},
    {'=', "xx..xx.."},
    {'=', "..xx..xx"},
    {'o', "....xxxx"},
    {'*', "xxxx...."},
    {'+', "..xxxx.."},
    {'L', "x.x.x.xx"},
    {'J', ".x.x.xxx"},
    {'F', "xxx.x.x."},
    {'7', "xx.x.x.x"},
    {'b', "x.x.xxxx"},
    {'d', ".x.xxxxx"},
    {'P', "xxxxx.x."},
    {'9', "xxxx.x.x"},
    {'%', "x.xxxx.x"},
    {'0', "xxxx.xxx"},
    {'#', "xxxxxxxx"},
};

/* How many dots differ. */
static int
unlike(const char *dots, unsigned bits)
{
	int n = 0;

	for (int i = 0; i < CELL_W * CELL_H; i++)
		n += (dots[i] == 'x') != ((bits >> i) & 1);
	return n;
}

static void
character(unsigned bits, char text[8])
{
	size_t best = 0;
	int least = CELL_W * CELL_H + 1;

	for (size_t i = 0; i < ARRAY_LEN(glyphs) && least > 0; i++) {
		int n = unlike(glyphs[i].dots, bits);

		if (n < least) {
			least = n;
			best = i;
		}
	}
	snprintf(text, 8, "%c", glyphs[best].ch);
}

const char *
canvas_cell(struct canvas *c, int row, int col, enum ink *ink)
{
	unsigned bits = cell_bits(c, row, col, ink);

	if (!bits)
		return " ";
	if (c->dots == DOTS_BRAILLE)
		braille(bits, c->text);
	else if (c->dots == DOTS_BLOCKS)
		block(bits, c->text);
	else if (c->dots == DOTS_HALVES)
		half(bits, c->text);
	else
		character(bits, c->text);
	return c->text;
}
