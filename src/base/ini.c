#include "base/ini.h"

#include "base/ini_text.h"
#include "base/mem.h"
#include "base/text.h"

#include "config.h"

#include <ctype.h>
#include <errno.h>
#include <locale.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef HAVE_INIPARSER_INIPARSER_H
#include <iniparser/iniparser.h>
#else
#include <iniparser.h>
#endif

struct entry {
	char *key;   /* NULL: the entry is the section's own line */
	char *value; /* decoded */
	size_t section;
	int line;
	bool quoted;
};

struct ini {
	char **sections;
	size_t n_sections;
	struct entry *entries;
	size_t n_entries;
};

static bool
bytes_ok(const struct ini_row *l, struct notes *notes)
{
	size_t bad = text_valid(l->s, l->len);
	struct ini_row end;

	if (l->len > INI_LINE_MAX) {
		notes_error(notes, l->no,
		    "the line has %zu bytes; at most %d are read", l->len,
		    INI_LINE_MAX);
		return false;
	}
	if (bad < l->len) {
		notes_error(notes, l->no, "byte %zu is not UTF-8", bad + 1);
		return false;
	}
	for (size_t i = 0; i < l->len; i++) {
		unsigned char c = (unsigned char)l->s[i];

		if ((c < 0x20 && c != '\t') || c == 0x7f) {
			notes_error(
			    notes, l->no, "byte %zu is a control character", i + 1);
			return false;
		}
	}
	/* iniparser looks for it before the blanks at the end. */
	end = ini_row_trim(*l);
	if (end.len && end.s[end.len - 1] == '\\') {
		notes_error(notes, l->no,
		    "a backslash at the end would swallow the next line; take it "
		    "out");
		return false;
	}
	return true;
}

static char *
lower(const char *s, size_t len)
{
	char *name = mem_new(len + 1, 1);

	for (size_t i = 0; i < len; i++)
		name[i] = (char)tolower((unsigned char)s[i]);
	return name;
}

/* Are the names the same, however they are written?  Most differ at once. */
static bool
same_name(const char *a, const char *b)
{
	return ((*a ^ *b) & ~0x20) == 0 && strcasecmp(a, b) == 0;
}

static bool
find_section(const struct ini *ini, const char *name, size_t *at)
{
	/* Mostly the last one is asked for: while reading, and in small files. */
	for (size_t i = ini->n_sections; i-- > 0;) {
		if (same_name(ini->sections[i], name)) {
			*at = i;
			return true;
		}
	}
	return false;
}

static struct entry *
find_entry(const struct ini *ini, const char *section, const char *key)
{
	size_t at;

	if (!find_section(ini, section, &at))
		return NULL;
	for (size_t i = 0; i < ini->n_entries; i++) {
		struct entry *e = &ini->entries[i];

		if (e->section != at)
			continue;
		if (key ? e->key && same_name(e->key, key) : !e->key)
			return e;
	}
	return NULL;
}

static void
add_entry(struct ini *ini, char *key, int line, bool quoted)
{
	if (ini->n_entries % 64 == 0)
		ini->entries = mem_resize(
		    ini->entries, ini->n_entries + 64, sizeof(*ini->entries));
	ini->entries[ini->n_entries++] =
	    (struct entry){key, NULL, ini->n_sections - 1, line, quoted};
}

static void
read_section(struct ini *ini, struct ini_row l, struct notes *notes)
{
	struct ini_row name;
	char *lowered;
	size_t at;

	if (l.s[l.len - 1] != ']') {
		notes_error(
		    notes, l.no, "`]` is missing at the end of the section name");
		return;
	}
	name = ini_row_trim((struct ini_row){l.s + 1, l.len - 2, l.no});
	if (name.len == 0 || memchr(name.s, ':', name.len) ||
	    memchr(name.s, '=', name.len) || memchr(name.s, ']', name.len) ||
	    memchr(name.s, '[', name.len)) {
		notes_error(notes, l.no,
		    "a section name is not empty and holds no : = [ ]");
		return;
	}
	lowered = lower(name.s, name.len);
	if (find_section(ini, lowered, &at)) {
		notes_error(notes, l.no, "section [%s] stands already in line %d",
		    lowered, ini_line(ini, lowered, NULL));
		free(lowered);
		return;
	}
	if (ini->n_sections % 16 == 0)
		ini->sections = mem_resize(
		    ini->sections, ini->n_sections + 16, sizeof(*ini->sections));
	ini->sections[ini->n_sections++] = lowered;
	add_entry(ini, NULL, l.no, false);
}

static int
hex(char c)
{
	const char *digits = "0123456789abcdef", *at;

	at = c ? strchr(digits, tolower((unsigned char)c)) : NULL;
	return at ? (int)(at - digits) : -1;
}

static bool
quoted_ok(const struct ini_row *v, struct notes *notes)
{
	if (v->len < 2 || v->s[v->len - 1] != '"') {
		notes_error(notes, v->no, "the closing \" is missing");
		return false;
	}
	for (size_t i = 1; i + 1 < v->len; i++) {
		if (v->s[i] == '"' || v->s[i] == '\\') {
			notes_error(notes, v->no, "inside quotes write %s for %c",
			    v->s[i] == '"' ? "%22" : "%5C", v->s[i]);
			return false;
		}
		if (v->s[i] != '%')
			continue;
		if (i + 3 >= v->len || hex(v->s[i + 1]) < 0 ||
		    hex(v->s[i + 2]) < 0 ||
		    (v->s[i + 1] == '0' && v->s[i + 2] == '0')) {
			notes_error(notes, v->no,
			    "inside quotes %% begins a byte such as %%3B; write "
			    "%%25 for %%");
			return false;
		}
	}
	return true;
}

static bool
bare_ok(const struct ini_row *v, struct notes *notes)
{
	if (v->len && *v->s == '\'') {
		notes_error(notes, v->no, "quote with \" and not with '");
		return false;
	}
	for (size_t i = 0; i < v->len; i++) {
		if (v->s[i] == ';' || v->s[i] == '#') {
			notes_error(notes, v->no,
			    "the value would end at the %c; put it in double "
			    "quotes "
			    "(a comment has a line of its own)",
			    v->s[i]);
			return false;
		}
	}
	return true;
}

static void
read_key(struct ini *ini, struct ini_row l, struct notes *notes)
{
	const char *eq = memchr(l.s, '=', l.len);
	struct ini_row key, value;
	char *lowered;
	struct entry *before;

	if (!eq) {
		notes_error(notes, l.no,
		    "this is no `key = value`, no [section] and no "
		    "comment");
		return;
	}
	key = ini_row_trim((struct ini_row){l.s, (size_t)(eq - l.s), l.no});
	value = ini_row_trim(
	    (struct ini_row){eq + 1, l.len - (size_t)(eq + 1 - l.s), l.no});
	if (key.len == 0 || memchr(key.s, ':', key.len)) {
		notes_error(notes, l.no, "a key is not empty and holds no colon");
		return;
	}
	if (ini->n_sections == 0) {
		notes_error(
		    notes, l.no, "a [section] must come before the first key");
		return;
	}
	if (!(value.len && *value.s == '"' ? quoted_ok : bare_ok)(&value, notes))
		return;
	lowered = lower(key.s, key.len);
	before = find_entry(ini, ini->sections[ini->n_sections - 1], lowered);
	if (before) {
		notes_error(notes, l.no, "%s stands already in line %d", lowered,
		    before->line);
		free(lowered);
		return;
	}
	add_entry(ini, lowered, l.no, value.len && *value.s == '"');
}

/* Fills ini with names and lines, and notes with all that would be lost. */
static void
look_through(struct ini *ini, const char *text, size_t len, struct notes *notes)
{
	struct ini_row l = {0};

	while (ini_row_next(&text, &len, &l)) {
		if (!bytes_ok(&l, notes))
			continue;
		l = ini_row_trim(l);
		if (l.len == 0 || *l.s == '#' || *l.s == ';')
			continue;
		if (ini->n_entries >= INI_KEYS_MAX) {
			notes_error(notes, l.no, "more than %d keys", INI_KEYS_MAX);
			return;
		}
		(*l.s == '[' ? read_section : read_key)(ini, l, notes);
	}
}

static char *
unquote(const char *value)
{
	char *out = mem_new(strlen(value) + 1, 1);
	size_t n = 0;

	while (*value) {
		if (*value == '%' && hex(value[1]) >= 0 && hex(value[2]) >= 0) {
			out[n++] = (char)(hex(value[1]) << 4 | hex(value[2]));
			value += 3;
		} else {
			out[n++] = *value++;
		}
	}
	return out;
}

/*
 * What iniparser said last.  Its callback has no argument of ours, so this is
 * one of the two places of mutable state that C forces on us.
 */
static char iniparser_said[256];

static int
on_iniparser_error(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(iniparser_said, sizeof(iniparser_said), fmt, ap);
	va_end(ap);
	return 0;
}

static bool
write_all(int fd, const char *s, size_t n)
{
	while (n > 0) {
		ssize_t put = write(fd, s, n);

		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			return false;
		s += put;
		n -= (size_t)put;
	}
	return true;
}

/* Has nobody written the file since it was read? */
static bool
is_unchanged(const struct ini_origin *from)
{
	struct stat is;

	return fstat(from->fd, &is) == 0 && is.st_size == from->st.st_size &&
	       is.st_mtim.tv_sec == from->st.st_mtim.tv_sec &&
	       is.st_mtim.tv_nsec == from->st.st_mtim.tv_nsec;
}

static dictionary *
load_fd(int fd)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	iniparser_said[0] = '\0';
	iniparser_set_error_callback(on_iniparser_error);
	return iniparser_load(path);
}

/* iniparser 4.1 loads only by path; a memfd gives it exactly what we checked. */
static dictionary *
from_memory(const char *text, size_t len)
{
	int fd = memfd_create("uncoil.ini", MFD_CLOEXEC);
	dictionary *dict = NULL;

	if (fd < 0)
		return NULL;
	if (write_all(fd, text, len) && write_all(fd, "\n", 1))
		dict = load_fd(fd);
	close(fd);
	return dict;
}

/*
 * A file that is as we checked it, to the last newline, may be read where it is:
 * a memfd for each of thirty routines is a tenth of the time of a list.  NULL
 * when it has changed since, or there is no file.
 */
static dictionary *
from_its_place(const struct ini_origin *from, const char *text, size_t len)
{
	dictionary *dict;

	if (from->fd < 0 || len == 0 || text[len - 1] != '\n' ||
	    (off_t)len != from->st.st_size)
		return NULL;
	dict = load_fd(from->fd);
	if (dict && !is_unchanged(from)) {
		iniparser_freedict(dict);
		dict = NULL;
	}
	return dict;
}

static bool
take_values(struct ini *ini, const dictionary *dict, struct notes *notes)
{
	struct str name = {0};
	bool ok = true;

	for (size_t i = 0; i < ini->n_entries && ok; i++) {
		struct entry *e = &ini->entries[i];
		const char *value;

		if (!e->key)
			continue;
		str_clear(&name);
		str_add(&name, ini->sections[e->section]);
		str_add(&name, ":");
		str_add(&name, e->key);
		value = iniparser_getstring(dict, name.s, NULL);
		ok = value != NULL;
		if (ok)
			e->value = e->quoted ? unquote(value) : mem_strdup(value);
		else
			notes_error(notes, e->line, "this line cannot be read");
	}
	str_fini(&name);
	return ok;
}

/* Both of us, in the C locale: in others a byte of UTF-8 may count as a space
 * or have a lower case, and would be lost. */
static struct ini *
parse_in_c(const char *text, size_t len, const struct ini_origin *from,
    struct notes *notes)
{
	struct ini *ini = mem_new(1, sizeof(*ini));
	size_t before = notes->errors;
	dictionary *dict = NULL;
	bool ok;

	look_through(ini, text, len, notes);
	ok = notes->errors == before;
	if (ok)
		dict = from_its_place(from, text, len);
	if (ok && !dict && !(dict = from_memory(text, len)))
		notes_error(notes, 1, "%s",
		    *iniparser_said ? iniparser_said : "cannot be read");
	ok = dict && take_values(ini, dict, notes);
	if (dict)
		iniparser_freedict(dict);
	if (ok)
		return ini;
	ini_free(ini);
	return NULL;
}

static struct ini *
parse(const char *text, size_t len, const struct ini_origin *from,
    struct notes *notes)
{
	locale_t c = newlocale(LC_CTYPE_MASK, "C", (locale_t)0),
		 before = uselocale(c);
	struct notes own = {0};
	size_t mark = ini_text_mark(text, len);
	struct ini *ini =
	    parse_in_c(text + mark, len - mark, from, notes ? notes : &own);

	uselocale(before);
	freelocale(c);
	notes_fini(&own);
	return ini;
}

struct ini *
ini_parse(const char *text, size_t len, struct notes *notes)
{
	struct ini_origin nowhere = {.fd = -1};

	return parse(text, len, &nowhere, notes);
}

struct ini *
ini_load(const char *path, struct notes *notes)
{
	struct ini_origin from;
	struct ini *ini;
	size_t len;
	char *text = ini_text_read(path, &len, &from);

	if (!text) {
		ini_text_close(&from);
		if (errno == EFBIG)
			notes_error(
			    notes, 1, "larger than %d kB", INI_FILE_MAX / 1024);
		else
			notes_error(notes, 1, "%s", strerror(errno));
		return NULL;
	}
	ini = parse(text, len, &from, notes);
	ini_text_close(&from);
	free(text);
	return ini;
}

void
ini_free(struct ini *ini)
{
	if (!ini)
		return;
	for (size_t i = 0; i < ini->n_entries; i++) {
		free(ini->entries[i].key);
		free(ini->entries[i].value);
	}
	for (size_t i = 0; i < ini->n_sections; i++)
		free(ini->sections[i]);
	free(ini->entries);
	free(ini->sections);
	free(ini);
}

const char *
ini_get(const struct ini *ini, const char *section, const char *key)
{
	const struct entry *e = find_entry(ini, section, key);

	return e ? e->value : NULL;
}

int
ini_line(const struct ini *ini, const char *section, const char *key)
{
	const struct entry *e = find_entry(ini, section, key);

	return e ? e->line : 1;
}

const char *
ini_section(const struct ini *ini, size_t i)
{
	return i < ini->n_sections ? ini->sections[i] : NULL;
}

const char *
ini_key(const struct ini *ini, const char *section, size_t i)
{
	size_t at;

	if (!find_section(ini, section, &at))
		return NULL;
	for (size_t e = 0; e < ini->n_entries; e++)
		if (ini->entries[e].section == at && ini->entries[e].key &&
		    i-- == 0)
			return ini->entries[e].key;
	return NULL;
}
