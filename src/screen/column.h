/*
 * What the views share: where a screen's content stands, text that runs down a
 * column and may be scrolled, the row of keys, minutes and seconds.
 */
#ifndef SCREEN_COLUMN_H
#define SCREEN_COLUMN_H

#include "screen/frame.h"

/* The widest that reads well. */
#define CONTENT_COLS_MAX 100

/* The part of the frame that a screen uses: centred, with a margin of one cell
 * where there is room for it. */
struct area column_content(const struct frame *f);

/* Text that runs down an area, of which `scroll` rows are above its top. */
struct column {
	struct frame *f;
	struct area area;
	int scroll;
	int y; /* rows written so far, the hidden ones too */
};

void column_text(struct column *c, enum style style, const char *text);
void column_textf(struct column *c, enum style style, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* Text that hangs beside a label; its rows begin `indent` cells to the right. */
void column_item(struct column *c, int indent, enum style label_style,
    const char *label, enum style style, const char *text);
void column_blank(struct column *c);

/* By how many rows the column is longer than its area. */
int column_hidden(const struct column *c);

/* scroll, brought to what column_hidden of the same column allows. */
int column_clamp(int scroll, int hidden);

/* A rule across the area's width at row y. */
void column_rule(struct frame *f, int y, struct area a);

/* "space|pause|q|stop": keys and what they do, each a spot to click where it
 * is one key; what does not fit is left out
 * from the end. */
void column_keys(struct frame *f, int y, int x, int cols, const char *keys);

#define MIN_SEC_LEN 24
/* "2:41" of whole seconds; buf holds MIN_SEC_LEN.  Returns buf. */
char *min_sec(int64_t s, char *buf);

#endif
