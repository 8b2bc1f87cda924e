/*
 * What is wrong with a file, in order: each with a line, and whether it is an
 * error (the file is not used) or a warning.  The reader of a file fills it,
 * `uncoil check` prints all of it, everybody else the first error.
 */
#ifndef BASE_NOTES_H
#define BASE_NOTES_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

enum note_kind { NOTE_ERROR, NOTE_WARNING };

struct note {
	enum note_kind kind;
	int line;   /* from 1; 1 where no line is to blame */
	char *text; /* cleaned: safe to print */
};

/* Start with {0}.  Holds at most NOTES_MAX; what is beyond is only counted. */
struct notes {
	struct note *v;
	size_t n, cap;
	size_t errors, warnings; /* all of them, also those beyond NOTES_MAX */
};

/* More lines than this help nobody, and a hostile file could ask for millions. */
#define NOTES_MAX 200

void notes_fini(struct notes *notes);

/* notes may be NULL: then nobody wants to know. */
void notes_error(struct notes *notes, int line, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void notes_warn(struct notes *notes, int line, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Sorts by line, errors and warnings mixed, stable. */
void notes_sort(struct notes *notes);

/* The first error as "path:line: text" into err; false when there is none. */
bool notes_first(const struct notes *notes, const char *path, struct err *err);

#endif
