/*
 * The log as a screen: sessions in rows, what was said of the chosen one below
 * them.  It knows no store.
 */
#ifndef SCREEN_VIEW_LOG_H
#define SCREEN_VIEW_LOG_H

#include "history/record.h"
#include "screen/frame.h"

struct log_row {
	struct session_record record; /* without its steps; the owner's */
	const char *title;            /* of its routine */
	const char *said; /* scores, flags and reasons, in words; "" none */
};

/* What is asked below the list. */
enum log_asks { LOG_ASKS_NOTHING, LOG_ASKS_NOTE, LOG_ASKS_PERCENT, LOG_ASKS_RM };

struct log_view {
	const struct log_row *rows; /* newest first */
	size_t n, selected;
	bool more; /* there are older ones */
	enum log_asks asks;
	const char *text;   /* that is typed for it */
	const char *notice; /* what did not work; NULL: nothing */
	const char *done;   /* what did; NULL: nothing */
};

void view_log(struct frame *f, const struct log_view *v);

#endif
