/*
 * What list and show print alike: text that fits the terminal, sets of words,
 * times, and where a file comes from.
 */
#ifndef CMD_PRINT_H
#define CMD_PRINT_H

#include "base/json.h"
#include "routine/library.h"
#include "routine/words.h"

/* Cells of a line: COLUMNS, else what the terminal says, else 80. */
int print_width(void);

/*
 * Prints `label` in a column of `indent` cells and the text beside it, wrapped
 * to the width and cleaned.  Nothing at all when the text is empty or NULL.
 */
void print_text(const char *label, int indent, const char *text);

/* The start of a text that fits `cells`, padded to them; no newline. */
void print_cell(const char *text, int cells);

/* A line of a session without a screen: "01:05 text", cleaned, in the locale's
 * characters, sent at once. */
void print_timed(int64_t at_ms, const char *text);

/* "1:05"; buf holds 16.  Returns buf. */
char *print_time(int seconds, char *buf);

/* The words of a set as an array of the object, without "none". */
void print_json_words(
    struct json *object, const char *key, const struct words *words, uint64_t bits);

/* "shipped", "own" or "own, replaces shipped". */
const char *print_source(
    const struct library *lib, enum library_shelf shelf, const char *id);

#endif
