/*
 * An INI file as a text, for base/ini.c, which reads it, and base/ini_set.c, which
 * changes one line of it.  It knows no section and no key.
 */
#ifndef BASE_INI_TEXT_H
#define BASE_INI_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

/* The file that a text was read from, still open, and how it was then. */
struct ini_origin {
	int fd; /* -1: none */
	struct stat st;
};

/* The whole of a regular file; NULL with errno, EFBIG over INI_FILE_MAX.  The caller
 * frees it, and closes from in either case. */
char *ini_text_read(const char *path, size_t *len, struct ini_origin *from);

/* Leaves errno as it is. */
void ini_text_close(const struct ini_origin *from);

/* The length of a byte order mark at the start, or 0. */
size_t ini_text_mark(const char *text, size_t len);

/* A line of a text without its end, or a part of one; it is not NUL-terminated. */
struct ini_row {
	const char *s;
	size_t len;
	int no; /* of the line, from 1 */
};

/* Takes the next line off *text; false at the end. */
bool ini_row_next(const char **text, size_t *len, struct ini_row *row);

/* Without the blanks at both ends. */
struct ini_row ini_row_trim(struct ini_row row);

#endif
