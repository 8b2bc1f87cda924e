/*
 * JSON, written and read through jansson.  Values are built and then printed
 * whole, so that half a document never leaves the program.  It knows no field of
 * ours.
 *
 * A value belongs to the array or object that it was put into or read with; only
 * the outermost is freed by the caller.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/err.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct json;

struct json *json_new_object(void);
struct json *json_new_array(void);
void json_free(struct json *json); /* NULL is fine */

/* Into an object, in the order of the calls.  s NULL becomes null; bytes that
 * are not UTF-8 or are controls are cleaned; lines stay lines with _lines. */
void json_set_str(struct json *object, const char *key, const char *s);
void json_set_lines(struct json *object, const char *key, const char *s);
void json_set_int(struct json *object, const char *key, int64_t n);
/* Rounded to thousandths, without -0; what is not finite becomes null. */
void json_set_number(struct json *object, const char *key, double n);
void json_set_bool(struct json *object, const char *key, bool b);
void json_set_null(struct json *object, const char *key);

/* A new object or array inside; it belongs to the one outside. */
struct json *json_set_object(struct json *object, const char *key);
struct json *json_set_array(struct json *object, const char *key);
void json_push_str(struct json *array, const char *s);
void json_push_int(struct json *array, int64_t n);
void json_push_null(struct json *array);
struct json *json_push_object(struct json *array);

/* Puts in as a value what a JSON text says that is known to be good; null when it is
 * not good after all. */
void json_set_text(struct json *object, const char *key, const char *text);
void json_push_text(struct json *array, const char *text);

/* Indented text and a newline.  False when it could not all be written. */
bool json_print(const struct json *json, FILE *to, struct err *err);

/* The same in one line, as JSON lines want it. */
bool json_print_line(const struct json *json, FILE *to, struct err *err);

/* The same without blanks and without the newline, added to a text. */
void json_add_compact(const struct json *json, struct str *out);

/*
 * Reads a text that holds one object or array and nothing else but blanks.  What
 * is broken is refused, with line and column in err, and so is what readers
 * understand differently: a name that comes twice, a number that does not fit, a
 * NUL, bytes that are not UTF-8; and what is nested deeper than depth_most (1 is
 * an object or array with nothing in it but plain values).  Memory and time grow
 * with len alone, so the caller's limit of that is the other limit.  NULL and err
 * when it is refused.
 */
struct json *json_read(
    const char *text, size_t len, int depth_most, struct err *err);

/* What stands under that name; NULL when object is none or has no such name. */
const struct json *json_get(const struct json *object, const char *key);

/* The first name of an object that is not among names, which end with NULL; NULL
 * when there is none.  As it was written: clean it.  Lives as long as object. */
const char *json_stranger(const struct json *object, const char *const *names);

/* How many values an array holds, and each of them; 0 and NULL when it is no
 * array. */
size_t json_count(const struct json *array);
const struct json *json_at(const struct json *array, size_t i);

/* What a value is; false for NULL, "no such value", too. */
bool json_is_map(const struct json *json);
bool json_is_list(const struct json *json);
bool json_is_nil(const struct json *json);

/* The string as it was written, so yet to be cleaned (base/text.h), or NULL when
 * it is none; lives as long as the value. */
const char *json_text(const struct json *json);

/* False, and *n as it was, when it is no whole number (1.0 is none). */
bool json_int(const struct json *json, int64_t *n);
bool json_bool(const struct json *json, bool *b);

#endif
