#include "sync/wire_parts.h"

#include "base/text.h"
#include "sync/stamp.h"
#include "sync/wire.h"

#include <string.h>

void
wire_copy_name(const struct json *value, char *to, size_t size)
{
	text_clean_into(to, size, json_text(value));
}

bool
wire_copy_uuid(const struct json *value, char to[UUID_LEN])
{
	const char *s = json_text(value);

	*to = '\0';
	if (!s || !rng_is_uuid(s))
		return false;
	strcpy(to, s);
	return true;
}

bool
wire_number(
    const struct json *object, const char *key, int64_t lo, int64_t hi, int64_t *n)
{
	int64_t found;

	if (!json_int(json_get(object, key), &found) || found < lo || found > hi)
		return false;
	*n = found;
	return true;
}

struct json *
wire_open(const char *text, size_t len, struct err *err)
{
	struct json *answer;
	int64_t version;

	if (len > WIRE_ANSWER) {
		err_set(err, "it is larger than %d bytes", WIRE_ANSWER);
		return NULL;
	}
	answer = json_read(text, len, WIRE_DEPTH, err);
	if (answer && wire_number(answer, "uncoil", 1, 1, &version))
		return answer;
	if (answer)
		err_set(err, "it does not say \"uncoil\": 1");
	json_free(answer);
	return NULL;
}

bool
wire_close(struct json *answer, bool ok, const char *what, struct err *err)
{
	json_free(answer);
	return ok || err_set(err, "%s is missing or wrong", what);
}

void
wire_finish(struct json *body, struct str *out)
{
	json_add_compact(body, out);
	json_free(body);
}

void
wire_set_instant(struct json *object, const char *key, int64_t ms)
{
	char stamp[STAMP_LEN];

	json_set_str(object, key, stamp_print(ms, stamp));
}

bool
wire_says(const struct json *value, const char *s)
{
	const char *text = json_text(value);

	return text && strcmp(text, s) == 0;
}
