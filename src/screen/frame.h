/*
 * A grid of cells to draw on.  Each cell is one character, with its combining
 * marks, and a style by name.  Everything is clipped and cleaned on its way in,
 * so a frame can be sent to any terminal.  It knows no curses and no colours:
 * screen/term.h sends it, frame_text prints it for tests.
 */
#ifndef SCREEN_FRAME_H
#define SCREEN_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a cell is for; the theme in screen/term.c says what it looks like. */
enum style {
	STYLE_PLAIN,
	STYLE_TITLE,    /* the heading of a screen or of a part of it */
	STYLE_STRONG,   /* what matters most: the name, the side */
	STYLE_FAINT,    /* what may be overlooked: lines, the empty part of a bar */
	STYLE_KEY,      /* a key in the row of keys */
	STYLE_SELECTED, /* the chosen row of a list */
	STYLE_PAUSED,   /* the clock stands, or a question waits */
	STYLE_NOTICE,   /* something did not work */
	STYLE_GOOD,     /* done */
	STYLE_FLOOR,    /* of the figure: floor and mat */
	STYLE_PROP,     /* chair, wall, desk */
	STYLE_FAR,      /* limbs behind the body */
	STYLE_ROLL,     /* roller, ball, strap */
	STYLE_BODY,     /* the body */
	STYLE_MARK,     /* the arrow of the pull */
	STYLE_SHADE1,   /* of a calendar, from little to much */
	STYLE_SHADE2,
	STYLE_SHADE3,
	STYLE_SHADE4,
	STYLES
};

/* More than a terminal shows; a hostile size costs no more than 16 MB. */
#define FRAME_ROWS_MAX 1000
#define FRAME_COLS_MAX 1000

/* One character of 4 bytes and its first marks; further marks are dropped. */
#define CELL_BYTES 14

struct cell {
	char text[CELL_BYTES]; /* UTF-8; "" is a blank, or the right half of a
				  wide character, then width is 0 */
	uint8_t width;
	uint8_t style;
};

/* A rectangle of a frame, for who draws into a part of it. */
struct area {
	int y, x, rows, cols;
};

/* Where a click is as good as a key: a code point, or SPOT_ROW and the row of a
 * list. */
struct spot {
	struct area area;
	int key;
};

/* Beyond Unicode, and beyond the keys of screen/term.h. */
#define SPOT_ROW 0x200000

/* More than a screen's lists and its row of keys have; further ones are none. */
#define FRAME_SPOTS_MAX 256

/* What figures are drawn with; in ASCII where all is. */
enum frame_figure {
	FRAME_FIGURE_BRAILLE,
	FRAME_FIGURE_BLOCKS, /* quadrants: the font has no Braille */
	FRAME_FIGURE_HALVES, /* half blocks: nor has it quadrants */
	FRAME_FIGURE_ASCII
};

struct frame {
	int rows, cols;
	bool ascii; /* characters outside ASCII are replaced on their way in */
	enum frame_figure figure;
	struct cell *cells;
	size_t n_spots;
	struct spot spots[FRAME_SPOTS_MAX];
};

/* Blank, of 1x1 to the limits above (larger and smaller are brought there). */
struct frame *frame_new(int rows, int cols);
void frame_free(struct frame *f); /* NULL is fine */

/* Blank afterwards. */
void frame_resize(struct frame *f, int rows, int cols);
void frame_clear(struct frame *f);

/* A click into the area is that key; until the frame is cleared. */
void frame_spot(struct frame *f, struct area area, int key);

/* The key of the latest spot at y, x; -1 when there is none. */
int frame_spot_at(const struct frame *f, int y, int x);

/* The cell at y, x, which must be inside. */
const struct cell *frame_cell(const struct frame *f, int y, int x);

/*
 * Writes text from x on in row y; what is outside of the frame is not written.
 * Half of a wide character at an edge becomes a blank.  Returns the x after
 * the text, also where that is outside.
 */
int frame_put(struct frame *f, int y, int x, enum style style, const char *text);
int frame_putf(struct frame *f, int y, int x, enum style style, const char *fmt,
    ...) __attribute__((format(printf, 5, 6)));

/* As frame_put in `cols` cells; where the text is longer it ends in an ellipsis. */
int frame_fit(
    struct frame *f, int y, int x, int cols, enum style style, const char *text);

/* The same, ending before x_end. */
void frame_right(
    struct frame *f, int y, int x_end, enum style style, const char *text);

/* Cells that frame_put would take in this frame (ASCII may be longer). */
int frame_width(const struct frame *f, const char *text);

/* Fills n cells with one character of width 1, such as "-". */
void frame_fill(
    struct frame *f, int y, int x, int n, enum style style, const char *ch);

/* Writes text wrapped into the area; the last row ends in an ellipsis when there
 * is more.  Returns how many rows were used. */
int frame_wrap(
    struct frame *f, struct area area, enum style style, const char *text);

/* The same without the first `skip` rows and without the ellipsis: a paragraph
 * that is scrolled. */
int frame_wrap_from(struct frame *f, struct area area, int skip, enum style style,
    const char *text);

/* How many rows frame_wrap would need at that width. */
int frame_wrap_rows(const struct frame *f, int cols, const char *text);

/* A progress bar of `cols` cells; done of whole, in any unit.  It grows by two
 * cells at once. */
void frame_bar(
    struct frame *f, int y, int x, int cols, int64_t done, int64_t whole);

/* The characters, a line a row, without trailing blanks.  The caller frees it. */
char *frame_text(const struct frame *f);

#endif
