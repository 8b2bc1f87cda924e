#include "screen/view_ring.h"

#include "base/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Dots of a cell, as Braille has them. */
#define DOT_ROWS 4
#define DOT_COLS 2
#define OUTER    10.0
#define INNER    7.4
#define RIM      9.0 /* what is still open is a thin line */

/* Where a dot is on the ring: 0..1 clockwise from the top, or -1 beside it; *rim:
 * at its outer edge. */
static double
turn_of(int dot_y, int dot_x, bool *rim)
{
	double y = dot_y + 0.5 - RING_ROWS * DOT_ROWS / 2.0;
	double x = dot_x + 0.5 - RING_COLS * DOT_COLS / 2.0;
	double r = sqrt(x * x + y * y), turn = atan2(x, -y) / (2 * M_PI);

	*rim = r >= RIM;
	if (r < INNER || r > OUTER)
		return -1;
	return turn < 0 ? turn + 1 : turn;
}

/* The dots of a cell up to that share of the ring, or from there on; as the bits
 * of Braille.  *n counts those of its full width. */
static unsigned
dots(int row, int col, double share, bool reached, int *n)
{
	static const unsigned bits[DOT_ROWS][DOT_COLS] = {
	    {0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};
	unsigned all = 0;

	*n = 0;
	for (int y = 0; y < DOT_ROWS; y++)
		for (int x = 0; x < DOT_COLS; x++) {
			int dy = row * DOT_ROWS + y, dx = col * DOT_COLS + x;
			bool rim;
			double turn = turn_of(dy, dx, &rim);

			if (turn < 0 || (turn < share) != reached)
				continue;
			*n += 1;
			if (reached || rim)
				all |= bits[y][x];
		}
	return all;
}

static void
put_cell(struct frame *f, int y, int x, unsigned bits, int n, bool reached)
{
	enum style style = reached ? STYLE_GOOD : STYLE_FAINT;
	char text[5] = "";

	if (f->ascii || f->figure != FRAME_FIGURE_BRAILLE)
		frame_put(f, y, x, style, n < 3 ? " " : reached ? "█" : "·");
	else if (bits) {
		text[text_encode(0x2800 + bits, text)] = '\0';
		frame_put(f, y, x, style, text);
	}
}

void
view_ring(struct frame *f, int y, int x, int done, int goal)
{
	double share = goal > 0 && done < goal ? (double)done / goal : 1;
	char count[24];
	int on, off;

	if (done <= 0)
		share = 0;
	for (int row = 0; row < RING_ROWS; row++)
		for (int col = 0; col < RING_COLS; col++) {
			unsigned reached = dots(row, col, share, true, &on);
			unsigned open = dots(row, col, share, false, &off);

			if (on >= off && on > 0)
				put_cell(f, y + row, x + col, reached, on, true);
			else if (off > 0)
				put_cell(f, y + row, x + col, open, off, false);
		}
	snprintf(count, sizeof(count), "%d/%d", done < 99 ? done : 99, goal);
	frame_put(f, y + RING_ROWS / 2,
	    x + (RING_COLS - (int)strlen(count) + 1) / 2, STYLE_STRONG, count);
}
