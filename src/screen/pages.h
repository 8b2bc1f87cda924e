/*
 * The texts that are pages of their own: what is read once, help, and the
 * questions that guard a routine.  Const tables of plain paragraphs; a screen
 * wraps them (screen/views.h), a program without one prints them as they are.
 */
#ifndef SCREEN_PAGES_H
#define SCREEN_PAGES_H

#include "routine/routine.h"

#define PAGE_PARAGRAPHS_MAX 32

struct page {
	const char *title;
	/* Ends with NULL.  A tab parts a key from what it does. */
	const char *paragraphs[PAGE_PARAGRAPHS_MAX];
	const char *keys;    /* the row of keys: "Enter|go on|q|leave" */
	const char *refused; /* of a question: what is said after no; else NULL */
	/* A text of any length in place of paragraphs, or NULL: lines that stand close, ""
	 * for an empty one.  Ends with NULL. */
	const char *const *lines;
};

extern const struct page page_first, page_help_home, page_help_exercise,
    page_help_session, page_help_end, page_help_settings, page_help_stats,
    page_help_log;

/*
 * The questions that a routine with these flags (bits of enum flag) asks before
 * it starts (domain.md 5.4): i is 0, 1, ...; NULL when there are no more.  All
 * must be answered with yes.
 */
const struct page *page_question(uint64_t flags, size_t i);

#endif
