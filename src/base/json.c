#include "base/json.h"

#include "base/mem.h"
#include "base/str.h"
#include "base/text.h"

#include <errno.h>
#include <jansson.h>
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
cleaned(const char *s)
{
	struct str clean = {0};
	json_t *value;

	if (!s)
		return json_null();
	str_clear(&clean);
	text_clean(&clean, s);
	value = json_stringn(clean.s, clean.len);
	str_fini(&clean);
	return value;
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
json_set_int(struct json *object, const char *key, int64_t n)
{
	set(object, key, json_integer(n));
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

struct json *
json_push_object(struct json *array)
{
	return (struct json *)push(array, json_object());
}

bool
json_print(const struct json *json, FILE *to, struct err *err)
{
	errno = 0;
	if (json_dumpf(inner(json), to, JSON_INDENT(2)) == 0 &&
	    fputc('\n', to) != EOF && fflush(to) == 0)
		return true;
	return err_errno(err, "cannot write");
}
