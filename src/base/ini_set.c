#include "base/file.h"
#include "base/ini.h"
#include "base/ini_text.h"
#include "base/text.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/file.h>
#include <unistd.h>

void
ini_quote(struct str *out, const char *value)
{
	static const char plain[] = " ._,:/+@()!?&*-'=";
	size_t left = strlen(value);
	uint32_t cp;

	str_add(out, "\"");
	while (left > 0) {
		size_t n = text_decode(value, left, &cp);

		if (n > 1 ||
		    (n == 1 && cp && (isalnum((int)cp) || strchr(plain, (int)cp))))
			str_addn(out, value, n);
		else
			str_addf(out, "%%%02X", (unsigned char)*value);
		value += n ? n : 1;
		left -= n ? n : 1;
	}
	str_add(out, "\"");
}

/* Where a key stands, or where it is to be put: byte range [from, to) of the
 * text that its new line replaces. */
static void
find_place(const char *text, size_t len, int key_line, int section_line,
    size_t *from, size_t *to)
{
	const char *at = text;
	struct ini_row l = {0};
	bool in_section = false;

	*from = *to = len;
	while (ini_row_next(&at, &len, &l)) {
		size_t start = (size_t)(l.s - text), end = (size_t)(at - text);
		struct ini_row t = ini_row_trim(l);

		if (key_line && l.no == key_line) {
			*from = start;
			*to = end;
			return;
		}
		if (key_line || !section_line)
			continue;
		if (t.len && *t.s == '[')
			in_section = l.no == section_line;
		/* Behind the last line of the section that is not empty. */
		if (in_section && t.len)
			*from = *to = end;
	}
}

/* A number, a time or a word is written as a person would. */
static void
add_value(struct str *out, const char *value)
{
	static const char plain[] =
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "0123456789._:/+-";

	if (*value && !value[strspn(value, plain)])
		str_add(out, value);
	else
		ini_quote(out, value);
}

/* The key as it stands in its line, up to its value. */
static void
add_key(struct str *out, const char *line, const char *end, const char *key)
{
	const char *eq =
	    line < end ? memchr(line, '=', (size_t)(end - line)) : NULL;

	if (!eq) {
		str_addf(out, "%s = ", key);
		return;
	}
	for (eq++; eq < end && (*eq == ' ' || *eq == '\t'); eq++)
		;
	str_addn(out, line, (size_t)(eq - line));
}

/* 0: there is no such section. */
static int
section_line(const struct ini *ini, const char *section)
{
	const char *name;

	for (size_t i = 0; (name = ini_section(ini, i)) != NULL; i++)
		if (strcasecmp(name, section) == 0)
			return ini_line(ini, section, NULL);
	return 0;
}

/* The text with its one change; text has no byte order mark. */
static void
compose(struct str *out, const char *text, size_t len, const struct ini *ini,
    const char *section, const char *key, const char *value)
{
	int old = ini_get(ini, section, key) ? ini_line(ini, section, key) : 0;
	int head = section_line(ini, section);
	const char *eol = len && memmem(text, len, "\r\n", 2) ? "\r\n" : "\n";
	size_t from, to;

	find_place(text, len, old, head, &from, &to);
	str_addn(out, text, from);
	if (value) {
		if (from && text[from - 1] != '\n')
			str_add(out, eol);
		if (!head)
			str_addf(out, "%s[%s]%s", from ? eol : "", section, eol);
		add_key(out, text + from, text + to, key);
		add_value(out, value);
		str_add(out, eol);
	}
	str_addn(out, text + to, len - to);
}

/* What we are about to write must say what we were asked to. */
static bool
says(
    const struct str *text, const char *section, const char *key, const char *value)
{
	struct ini *ini = ini_parse(text->s, text->len, NULL);
	const char *got = ini ? ini_get(ini, section, key) : NULL;
	bool ok = ini && text->len <= INI_FILE_MAX &&
		  (value ? got && strcmp(got, value) == 0 : !got);

	ini_free(ini);
	return ok;
}

static bool
set_in_text(struct str *out, const char *path, const char *text, size_t len,
    const char *section, const char *key, const char *value, struct err *err)
{
	size_t mark = ini_text_mark(text, len);
	struct notes notes = {0};
	struct ini *ini = ini_parse(text, len, &notes);

	if (!ini)
		notes_first(&notes, path, err);
	notes_fini(&notes);
	if (!ini)
		return false;
	str_clear(out);
	str_addn(out, text, mark);
	compose(out, text + mark, len - mark, ini, section, key, value);
	ini_free(ini);
	return says(out, section, key, value) ||
	       err_set(err,
		   "%s: %s.%s cannot hold this: it is too long, or not a name",
		   path, section, key);
}

/* Two programs that set a key take turns at the folder.  No lock is no reason
 * not to go on. */
static int
lock_folder(const char *path)
{
	char real[PATH_MAX];
	char *slash;
	int dir;

	if (!realpath(path, real))
		snprintf(real, sizeof(real), "%s", path);
	slash = strrchr(real, '/');
	if (slash)
		*slash = '\0';
	dir = open(!slash  ? "."
		   : *real ? real
			   : "/",
	    O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir >= 0)
		flock(dir, LOCK_EX);
	return dir;
}

bool
ini_set(const char *path, const char *section, const char *key, const char *value,
    struct err *err)
{
	struct str out = {0};
	size_t len = 0;
	int lock = lock_folder(path);
	struct ini_origin from;
	char *text = ini_text_read(path, &len, &from);
	bool ok = text != NULL || errno == ENOENT || err_errno(err, "%s", path);

	ok = ok &&
	     set_in_text(
		 &out, path, text ? text : "", len, section, key, value, err) &&
	     file_replace(path, out.s, out.len, 0600, err);
	ini_text_close(&from);
	if (lock >= 0)
		close(lock);
	str_fini(&out);
	free(text);
	return ok;
}
