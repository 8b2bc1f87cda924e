/*
 * All that there is to say of an exercise, as labelled texts in the order in
 * which one reads them, for a page of text and for a screen.  It knows neither.
 */
#ifndef ROUTINE_SHEET_H
#define ROUTINE_SHEET_H

#include "routine/library.h"

enum sheet_part {
	SHEET_FACTS,    /* id, kind, regions, tools, seconds */
	SHEET_HOW,      /* set-up, cues, breath */
	SHEET_FEEL,     /* sensation target, mistake, easier variant */
	SHEET_NEVER,    /* conditions: label is the tag, text what is true then */
	SHEET_GENTLY,   /* the same */
	SHEET_EVIDENCE, /* the evidence, then a row for each source */
	SHEET_PARTS
};

struct sheet_row {
	enum sheet_part part;
	char *label; /* "" where the row goes on with the one before */
	char *text;  /* never empty */
};

/* Rows of a part stand together, parts in the order of their enum; a part may
 * have no rows. */
struct sheet {
	struct sheet_row *rows;
	size_t n;
};

/* figure: the pose in words, or NULL.  The caller frees it. */
struct sheet *sheet_new(
    struct library *lib, const struct exercise *e, const char *figure);
void sheet_free(struct sheet *sheet); /* NULL is fine */

/* What stands above the rows of a part; "" where nothing does. */
const char *sheet_head(enum sheet_part part);

/* Calls take with every source id of an exercise and its title (or NULL). */
void sheet_sources(struct library *lib, const struct exercise *e,
    void (*take)(const char *id, const char *title, void *arg), void *arg);

#endif
