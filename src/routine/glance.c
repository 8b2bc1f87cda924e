#include "routine/glance.h"

#include "base/text.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Larger files are read as a whole; the longest that is shipped has 1.3 KB. */
#define FILE_MOST 8192

/* What the file holds, as a string; false where it is longer or cannot be read. */
static bool
slurp(const char *path, char text[FILE_MOST + 1])
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	ssize_t n;

	if (fd < 0)
		return false;
	n = read(fd, text, FILE_MOST);
	close(fd);
	if (n < 0 || n == FILE_MOST)
		return false;
	text[n] = '\0';
	return strlen(text) == (size_t)n;
}

/* The value of "key = value" on a line of its own.  False where it is not there, or
 * written so that only base/ini.h knows what it means. */
static bool
value_of(const char *text, const char *key, char value[FORM_LINE_MAX + 1])
{
	size_t len = strlen(key);

	for (const char *at = text; at; at = strchr(at, '\n')) {
		at += *at == '\n';
		if (strncmp(at, key, len) == 0 && strchr(" =", at[len])) {
			at += len + strspn(at + len, " ");
			len = strcspn(at, "\r\n");
			if (*at != '=' || len > FORM_LINE_MAX)
				return false;
			at += 1 + strspn(at + 1, " ");
			len = strcspn(at, "\r\n");
			memcpy(value, at, len);
			value[len] = '\0';
			return len > 0 && strcspn(value, "\"\\;#\t") == len &&
			       value[len - 1] != ' ';
		}
	}
	return false;
}

static bool
from_text(const char *text, struct glance *out)
{
	char value[FORM_LINE_MAX + 1], bad[ID_MAX + 1];
	int kind;

	if (!value_of(text, "kind", value))
		return false;
	kind = words_find(&words_kind, value);
	out->kind = (enum kind)kind;
	if (kind < 0 || !value_of(text, "regions", value) ||
	    !words_parse(&words_region, value, &out->regions, bad) ||
	    !value_of(text, "name", value) ||
	    text_valid(value, strlen(value)) != strlen(value))
		return false;
	memcpy(out->name, value, sizeof(value));
	return true;
}

static bool
from_library(struct library *lib, const char *id, struct glance *out)
{
	const struct exercise *e = library_exercise(lib, id, NULL);

	if (!e)
		return false;
	out->kind = e->kind;
	out->regions = e->regions;
	snprintf(out->name, sizeof(out->name), "%s", e->name);
	return true;
}

bool
glance(struct library *lib, const char *id, struct glance *out)
{
	char text[FILE_MOST + 1];
	char *path = library_path(lib, SHELF_EXERCISES, id);
	bool ok;

	memset(out, 0, sizeof(*out));
	if (!path)
		return false;
	ok = (slurp(path, text) && from_text(text, out)) ||
	     from_library(lib, id, out);
	free(path);
	return ok;
}
