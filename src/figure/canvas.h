/*
 * A grid of dots to draw a figure on, handed out as cells of characters: two by
 * four dots each.  It knows shapes and inks, no body, no terminal and no
 * colours.  Coordinates are dots from the top left corner, y downwards; a dot is
 * as wide as it is high when a cell is twice as high as wide.  Everything is
 * clipped; a coordinate that is not a number draws nothing.
 */
#ifndef FIGURE_CANVAS_H
#define FIGURE_CANVAS_H

#include <stdbool.h>

/* From the back to the front: a cell shows the front-most ink that it holds, and
 * a dot takes the last that was drawn on it. */
enum ink {
	INK_NONE,
	INK_FLOOR, /* floor and mat */
	INK_PROP,  /* chair, wall, desk */
	INK_FAR,   /* limbs behind the body */
	INK_ROLL,  /* roller, ball, strap: what one moves on or with */
	INK_BODY,
	INK_MARK, /* the arrow of the pull */
	INKS
};

/* What a cell can show. */
enum dots {
	DOTS_BRAILLE, /* 2x4 dots */
	DOTS_BLOCKS,  /* 2x2 quadrants, each lit by its two dots */
	DOTS_HALVES,  /* whole and half cells: upper, lower, left, right */
	DOTS_ASCII    /* the printable character whose shape is nearest */
};

/* How dense a shape is. */
enum grain {
	GRAIN_FULL,
	GRAIN_HALF, /* every second dot, as on a chess board: far, soft */
	GRAIN_DOTS  /* one dot in four along it: floor, a strap */
};

struct canvas;

struct canvas *canvas_new(int rows, int cols, enum dots dots); /* cells */
void canvas_free(struct canvas *c);                            /* NULL is fine */
void canvas_clear(struct canvas *c);

/* A line with round ends, `radius` dots to each side of its middle (at least one
 * dot is lit across it). */
void canvas_line(struct canvas *c, double x1, double y1, double x2, double y2,
    double radius, enum ink ink, enum grain grain);

/* A circle of that outer radius, its rim `thick` dots; with `blank` what was
 * inside is wiped out. */
void canvas_ring(struct canvas *c, double x, double y, double radius, double thick,
    bool blank, enum ink ink);

/* An arrow head whose tip is at x y, `size` dots long; angle in degrees, 0 right,
 * 90 UP. */
void canvas_tip(
    struct canvas *c, double x, double y, double angle, double size, enum ink ink);

/* The character of a cell (UTF-8, " " when empty) and its ink; the text stays
 * until the next call. */
const char *canvas_cell(struct canvas *c, int row, int col, enum ink *ink);

#endif
