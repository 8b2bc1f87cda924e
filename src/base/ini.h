/*
 * INI files, read through iniparser and written by ourselves.  iniparser merges
 * what appears twice, knows no lines, cuts values at `;` and drops a last line
 * that is joined to nothing; so the text is looked through first and whatever
 * would be lost silently is refused, with its line.  This file knows the form
 * (uncoil-routine(5), "FILE FORM"), never the meaning of a key.
 *
 * Names of sections and keys are lower case here, however they were written.
 */
#ifndef BASE_INI_H
#define BASE_INI_H

#include "base/err.h"
#include "base/notes.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

/* iniparser refuses lines of 1,023 bytes and more; we stay below on purpose. */
#define INI_LINE_MAX 1000
/* iniparser's load is quadratic: at this size it still takes milliseconds. */
#define INI_FILE_MAX (256 * 1024)
#define INI_KEYS_MAX 2000

struct ini;

/*
 * Reads a file.  NULL when it cannot be used: the reasons are added to notes
 * (which may be NULL), each with its line.  A byte order mark and CRLF are
 * fine; a directory, a device or a file over INI_FILE_MAX is not.
 */
struct ini *ini_load(const char *path, struct notes *notes);

/* The same for a text that is at hand; it is copied. */
struct ini *ini_parse(const char *text, size_t len, struct notes *notes);

void ini_free(struct ini *ini);

/*
 * The value, or NULL when the section has no such key.  In a value written in
 * double quotes %XX stands for a byte.  Lives as long as ini.
 */
const char *ini_get(const struct ini *ini, const char *section, const char *key);

/* The line of a key, of a section (key NULL), 1 when there is no such thing. */
int ini_line(const struct ini *ini, const char *section, const char *key);

/* Sections in the order of the file; keys of one in the order of the file.
 * NULL beyond the last.  Live as long as ini. */
const char *ini_section(const struct ini *ini, size_t i);
const char *ini_key(const struct ini *ini, const char *section, size_t i);

/* Appends value in double quotes so that ini_parse gives the same bytes back. */
void ini_quote(struct str *out, const char *value);

/*
 * Sets one key in a file and keeps every other byte of it: the value on the
 * key's line is replaced, or a line is added to the section, or the section to
 * the file, or the file is made.  A symbolic link is followed, not replaced.
 * Nothing is written when the file as it is cannot be read (see ini_load), or
 * when it could not be read afterwards (a value beyond INI_LINE_MAX).
 * value NULL takes the key's line out.
 */
bool ini_set(const char *path, const char *section, const char *key,
    const char *value, struct err *err);

#endif
