#include "coach/fields.h"

#include "base/text.h"

#include <string.h>

static int
digit(char c)
{
	const char *at = memchr("0123456789abcdef", c | 0x20, 16);

	if (c >= '0' && c <= '9')
		return c - '0';
	return at && c >= 'A' ? (int)(at - "0123456789abcdef") : -1;
}

/* The byte that stands at s; how many of n it takes, 0 when it is broken. */
static size_t
take_byte(const char *s, size_t n, char *byte)
{
	int high, low;

	*byte = *s == '+' ? ' ' : *s;
	if (*s != '%')
		return 1;
	high = n > 2 ? digit(s[1]) : -1;
	low = n > 2 ? digit(s[2]) : -1;
	*byte = (char)(high * 16 + low);
	return high < 0 || low < 0 ? 0 : 3;
}

/* Decodes n bytes; false when they are broken, no text, or do not fit. */
static bool
decode(const char *s, size_t n, char *to, size_t size)
{
	size_t len = 0;

	while (n > 0) {
		char byte;
		size_t taken = take_byte(s, n, &byte);

		if (!taken || len + 1 >= size || (unsigned char)byte < 0x20 ||
		    byte == 0x7f)
			return false;
		to[len++] = byte;
		s += taken;
		n -= taken;
	}
	to[len] = '\0';
	return text_valid(to, len) == len;
}

static bool
has(const struct fields *form, const char *name)
{
	for (size_t i = 0; i < form->n; i++)
		if (strcmp(form->field[i].name, name) == 0)
			return true;
	return false;
}

/* name=value, n bytes of it; a field without `=` has an empty value. */
static bool
read_field(struct fields *form, const char *s, size_t n)
{
	const char *equals = memchr(s, '=', n);
	size_t name = equals ? (size_t)(equals - s) : n;
	size_t skip = equals ? name + 1 : n;
	char decoded[FIELDS_NAME];

	if (form->n == FIELDS_MOST || !decode(s, name, decoded, sizeof(decoded)) ||
	    !*decoded || has(form, decoded) ||
	    !decode(s + skip, n - skip, form->field[form->n].value, FIELDS_VALUE))
		return false;
	memcpy(form->field[form->n++].name, decoded, sizeof(decoded));
	return true;
}

bool
fields_read(struct fields *form, const char *body, size_t len)
{
	*form = (struct fields){0};
	if (len > FIELDS_BYTES)
		return false;
	while (len > 0) {
		const char *end = memchr(body, '&', len);
		size_t n = end ? (size_t)(end - body) : len;

		if (!read_field(form, body, n)) {
			*form = (struct fields){0};
			return false;
		}
		body += n + (end != NULL);
		len -= n + (end != NULL);
	}
	return true;
}

const char *
fields_get(const struct fields *form, const char *name)
{
	for (size_t i = 0; i < form->n; i++)
		if (strcmp(form->field[i].name, name) == 0)
			return form->field[i].value;
	return "";
}
