/*
 * Reading one section of a routine, exercise or pose file: a key at a time,
 * whatever is wrong noted with its line.  It knows the kinds of values, not
 * what a key means.
 */
#ifndef ROUTINE_FORM_H
#define ROUTINE_FORM_H

#include "base/ini.h"
#include "base/notes.h"
#include "routine/words.h"

struct form {
	const struct ini *ini;
	const char *section;
	struct notes *notes;
};

/* Longer lines are refused: nothing that is said or shown needs more, and
 * other readers of INI files can still load ours. */
#define FORM_LINE_MAX 400

#define ID_MAX 64 /* bytes of an id */

/* [a-z0-9]+(-[a-z0-9]+)*, at most ID_MAX bytes. */
bool id_valid(const char *id);

/* Copies a valid id into buf (ID_MAX + 1 bytes); an error is noted when it is
 * none.  line is where it stands, what is what it is the id of. */
bool id_take(
    const struct form *form, int line, const char *what, const char *id, char *buf);

/*
 * The file must have a section of the id; other sections are errors but those
 * that may(section, id) accepts (NULL: none).  False when [id] is missing.
 */
bool form_sections(
    const struct form *form, bool (*may)(const char *, const char *));

/* Notes every key of the section that is not in known (which ends with NULL),
 * does not match `numbered` (a prefix such as "step.", or NULL). */
void form_keys(
    const struct form *form, const char *const *known, const char *numbered);

/* The line of a key. */
int form_line(const struct form *form, const char *key);

/* The value, or NULL; a key that is missing or empty is an error. */
const char *form_need(const struct form *form, const char *key);

/* The value, or NULL when there is no such key or it is empty. */
const char *form_get(const struct form *form, const char *key);

/*
 * A text that is shown or spoken, copied; the caller frees it.  Characters that
 * cannot be shown are an error, more than `cells` of width and promises that
 * the evidence does not carry (domain.md 1) are warned of.  form_text is NULL
 * where the key is missing or empty (an error), form_text_maybe likewise
 * without an error.
 */
char *form_text(const struct form *form, const char *key, int cells);
char *form_text_maybe(const struct form *form, const char *key, int cells);

/* Checks a part of a value as form_text does. */
void form_check_text(
    const struct form *form, const char *key, const char *text, int cells);

/* A whole number; 0 when it is missing or wrong, which is an error. */
int form_int(const struct form *form, const char *key, int lo, int hi);

/* One word of a vocabulary; -1 when it is missing or wrong, which is an error. */
int form_word(const struct form *form, const char *key, const struct words *words);

/* A list of words as bits.  The key must be there; `some`: not be empty. */
uint64_t form_words(
    const struct form *form, const char *key, const struct words *words, bool some);

/* yes or no. */
bool form_yes(const struct form *form, const char *key);

#endif
