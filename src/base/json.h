/*
 * JSON, written through jansson.  Values are built and then printed whole, so
 * that half a document never leaves the program.  It knows no field of ours.
 *
 * A value belongs to the array or object that it was put into; only the
 * outermost is freed by the caller.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct json;

struct json *json_new_object(void);
struct json *json_new_array(void);
void json_free(struct json *json); /* NULL is fine */

/* Into an object, in the order of the calls.  s NULL becomes null; bytes that
 * are not UTF-8 or are controls are cleaned. */
void json_set_str(struct json *object, const char *key, const char *s);
void json_set_int(struct json *object, const char *key, int64_t n);
void json_set_bool(struct json *object, const char *key, bool b);
void json_set_null(struct json *object, const char *key);

/* A new object or array inside; it belongs to the one outside. */
struct json *json_set_object(struct json *object, const char *key);
struct json *json_set_array(struct json *object, const char *key);
void json_push_str(struct json *array, const char *s);
struct json *json_push_object(struct json *array);

/* Indented text and a newline.  False when it could not all be written. */
bool json_print(const struct json *json, FILE *to, struct err *err);

#endif
