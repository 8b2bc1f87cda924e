#include "base/json.h"

#include "base/mem.h"
#include "base/str.h"
#include "base/text.h"

#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <string.h>

/* struct json is jansson's json_t by another name: its header stays in here. */
static json_t *
inner(const struct json *json)
{
	return (json_t *)(uintptr_t)json;
}

/* jansson gives NULL, and its setters -1, only when memory runs out here. */
static json_t *
there(json_t *value)
{
	if (!value)
		mem_resize(NULL, SIZE_MAX, 2);
	return value;
}

static json_t *
set(struct json *object, const char *key, json_t *value)
{
	if (json_object_set_new(inner(object), key, there(value)) < 0)
		there(NULL);
	return value;
}

static json_t *
push(struct json *array, json_t *value)
{
	if (json_array_append_new(inner(array), there(value)) < 0)
		there(NULL);
	return value;
}

static json_t *
cleaned_by(void (*clean_text)(struct str *out, const char *s), const char *s)
{
	struct str clean = {0};
	json_t *value;

	if (!s)
		return json_null();
	str_clear(&clean);
	clean_text(&clean, s);
	value = json_stringn(clean.s, clean.len);
	str_fini(&clean);
	return value;
}

static json_t *
cleaned(const char *s)
{
	return cleaned_by(text_clean, s);
}

struct json *
json_new_object(void)
{
	return (struct json *)there(json_object());
}

struct json *
json_new_array(void)
{
	return (struct json *)there(json_array());
}

void
json_free(struct json *json)
{
	json_decref(inner(json));
}

void
json_set_str(struct json *object, const char *key, const char *s)
{
	set(object, key, cleaned(s));
}

void
json_set_lines(struct json *object, const char *key, const char *s)
{
	set(object, key, cleaned_by(text_clean_lines, s));
}

void
json_set_int(struct json *object, const char *key, int64_t n)
{
	set(object, key, json_integer(n));
}

void
json_set_number(struct json *object, const char *key, double n)
{
	if (isfinite(n))
		set(object, key, json_real(round(n * 1000) / 1000 + 0.0));
	else
		set(object, key, json_null());
}

void
json_set_bool(struct json *object, const char *key, bool b)
{
	set(object, key, json_boolean(b));
}

void
json_set_null(struct json *object, const char *key)
{
	set(object, key, json_null());
}

struct json *
json_set_object(struct json *object, const char *key)
{
	return (struct json *)set(object, key, json_object());
}

struct json *
json_set_array(struct json *object, const char *key)
{
	return (struct json *)set(object, key, json_array());
}

void
json_push_str(struct json *array, const char *s)
{
	push(array, cleaned(s));
}

void
json_push_int(struct json *array, int64_t n)
{
	push(array, json_integer(n));
}

void
json_push_null(struct json *array)
{
	push(array, json_null());
}

static json_t *
value_of(const char *text)
{
	json_t *value = json_loads(text, JSON_DECODE_ANY, NULL);

	return value ? value : json_null();
}

void
json_set_text(struct json *object, const char *key, const char *text)
{
	set(object, key, value_of(text));
}

void
json_push_text(struct json *array, const char *text)
{
	push(array, value_of(text));
}

struct json *
json_push_object(struct json *array)
{
	return (struct json *)push(array, json_object());
}

/* 15 digits of a double are as they were written; 17 show 0.3 as 0.29999... */
#define DIGITS JSON_REAL_PRECISION(15)

static bool
print(const struct json *json, FILE *to, size_t how, struct err *err)
{
	errno = 0;
	if (json_dumpf(inner(json), to, how | DIGITS) == 0 &&
	    fputc('\n', to) != EOF && fflush(to) == 0)
		return true;
	return err_errno(err, "cannot write");
}

bool
json_print(const struct json *json, FILE *to, struct err *err)
{
	return print(json, to, JSON_INDENT(2), err);
}

bool
json_print_line(const struct json *json, FILE *to, struct err *err)
{
	return print(json, to, JSON_COMPACT, err);
}

/* The depth of a text, as far as its brackets say; those in strings count for
 * nothing. */
static int
deepest(const char *text, size_t len)
{
	bool quoted = false;
	int depth = 0, most = 0;

	for (size_t i = 0; i < len; i++) {
		char c = text[i];

		if (quoted && c == '\\')
			i++;
		else if (c == '"')
			quoted = !quoted;
		else if (!quoted && (c == '[' || c == '{'))
			most = ++depth > most ? depth : most;
		else if (!quoted && (c == ']' || c == '}'))
			depth--;
	}
	return most;
}

/* Into one line: jansson quotes what it read. */
static bool
refuse(const json_error_t *why, struct err *err)
{
	struct str clean = {0};

	text_clean(&clean, why->text);
	err_set(err, "line %d, column %d: %s", why->line, why->column, clean.s);
	str_fini(&clean);
	return false;
}

static int
add_part(const char *part, size_t n, void *out)
{
	str_addn(out, part, n);
	return 0;
}

void
json_add_compact(const struct json *json, struct str *out)
{
	json_dump_callback(inner(json), add_part, out, JSON_COMPACT);
}

struct json *
json_read(const char *text, size_t len, int depth_most, struct err *err)
{
	json_error_t why;
	json_t *value = NULL;

	if (deepest(text, len) > depth_most)
		err_set(err, "it is nested deeper than %d", depth_most);
	else if (!(value = json_loadb(text, len, JSON_REJECT_DUPLICATES, &why)))
		refuse(&why, err);
	return (struct json *)value;
}

const struct json *
json_get(const struct json *object, const char *key)
{
	return (const struct json *)json_object_get(inner(object), key);
}

static bool
is_among(const char *const *names, const char *name)
{
	for (; *names; names++)
		if (strcmp(*names, name) == 0)
			return true;
	return false;
}

const char *
json_stranger(const struct json *object, const char *const *names)
{
	const char *name;
	json_t *value;

	json_object_foreach(
	    inner(object), name, value) if (!is_among(names, name)) return name;
	return NULL;
}

size_t
json_count(const struct json *array)
{
	return json_array_size(inner(array));
}

const struct json *
json_at(const struct json *array, size_t i)
{
	return (const struct json *)json_array_get(inner(array), i);
}

bool
json_is_map(const struct json *json)
{
	return json && json_typeof(inner(json)) == JSON_OBJECT;
}

bool
json_is_nil(const struct json *json)
{
	return json && json_typeof(inner(json)) == JSON_NULL;
}

bool
json_is_list(const struct json *json)
{
	return json && json_typeof(inner(json)) == JSON_ARRAY;
}

const char *
json_text(const struct json *json)
{
	return json_string_value(inner(json));
}

bool
json_int(const struct json *json, int64_t *n)
{
	if (!json || json_typeof(inner(json)) != JSON_INTEGER)
		return false;
	*n = json_integer_value(inner(json));
	return true;
}

bool
json_bool(const struct json *json, bool *b)
{
	if (!json || (json_typeof(inner(json)) != JSON_TRUE &&
			 json_typeof(inner(json)) != JSON_FALSE))
		return false;
	*b = json_typeof(inner(json)) == JSON_TRUE;
	return true;
}
