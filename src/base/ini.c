#include "base/ini.h"

#include "base/file.h"
#include "base/mem.h"
#include "base/text.h"

#include "config.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <locale.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/file.h>
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

/* The file that a text was read from, still open, and how it was then. */
struct origin {
	int fd; /* -1: none */
	struct stat st;
};

struct ini {
	char **sections;
	size_t n_sections;
	struct entry *entries;
	size_t n_entries;
};

/* A line of the text without its end; it is not NUL-terminated. */
struct line {
	const char *s;
	size_t len;
	int no;
};

static struct line
trim(struct line l)
{
	while (l.len && (*l.s == ' ' || *l.s == '\t'))
		l.s++, l.len--;
	while (l.len && (l.s[l.len - 1] == ' ' || l.s[l.len - 1] == '\t'))
		l.len--;
	return l;
}

/* Takes the next line off *text; false at the end. */
static bool
next_line(const char **text, size_t *len, struct line *l)
{
	const char *end;
	size_t n;

	if (*len == 0)
		return false;
	end = memchr(*text, '\n', *len);
	n = end ? (size_t)(end - *text) : *len;
	*l = (struct line){*text, n, l->no + 1};
	if (n && l->s[n - 1] == '\r')
		l->len--;
	*text += end ? n + 1 : n;
	*len -= end ? n + 1 : n;
	return true;
}

static bool
bytes_ok(const struct line *l, struct notes *notes)
{
	size_t bad = text_valid(l->s, l->len);
	struct line end;

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
	end = trim(*l);
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
read_section(struct ini *ini, struct line l, struct notes *notes)
{
	struct line name;
	char *lowered;
	size_t at;

	if (l.s[l.len - 1] != ']') {
		notes_error(
		    notes, l.no, "`]` is missing at the end of the section name");
		return;
	}
	name = trim((struct line){l.s + 1, l.len - 2, l.no});
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
quoted_ok(const struct line *v, struct notes *notes)
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
bare_ok(const struct line *v, struct notes *notes)
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
read_key(struct ini *ini, struct line l, struct notes *notes)
{
	const char *eq = memchr(l.s, '=', l.len);
	struct line key, value;
	char *lowered;
	struct entry *before;

	if (!eq) {
		notes_error(notes, l.no,
		    "this is no `key = value`, no [section] and no "
		    "comment");
		return;
	}
	key = trim((struct line){l.s, (size_t)(eq - l.s), l.no});
	value = trim((struct line){eq + 1, l.len - (size_t)(eq + 1 - l.s), l.no});
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
	struct line l = {0};

	while (next_line(&text, &len, &l)) {
		if (!bytes_ok(&l, notes))
			continue;
		l = trim(l);
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
is_unchanged(const struct origin *from)
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
from_its_place(const struct origin *from, const char *text, size_t len)
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
parse_in_c(
    const char *text, size_t len, const struct origin *from, struct notes *notes)
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

/* The length of a byte order mark at the start, or 0. */
static size_t
mark_len(const char *text, size_t len)
{
	return len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
}

static struct ini *
parse(const char *text, size_t len, const struct origin *from, struct notes *notes)
{
	locale_t c = newlocale(LC_CTYPE_MASK, "C", (locale_t)0),
		 before = uselocale(c);
	struct notes own = {0};
	size_t mark = mark_len(text, len);
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
	struct origin nowhere = {.fd = -1};

	return parse(text, len, &nowhere, notes);
}

/* The whole of a regular file, which stays open in from; NULL with errno, EFBIG
 * over INI_FILE_MAX.  The caller closes from->fd, -1 where there is none. */
static char *
read_file(const char *path, size_t *len, struct origin *from)
{
	size_t size;
	char *text;
	ssize_t got;

	*len = 0;
	from->fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (from->fd < 0 || fstat(from->fd, &from->st) < 0)
		return NULL;
	errno = S_ISDIR(from->st.st_mode)         ? EISDIR
		: !S_ISREG(from->st.st_mode)      ? EINVAL
		: from->st.st_size > INI_FILE_MAX ? EFBIG
						  : 0;
	if (errno)
		return NULL;
	size = (size_t)from->st.st_size;
	text = mem_new(size + 2, 1);
	/* One byte more is asked for than there should be: it tells of a writer. */
	do {
		got = read(from->fd, text + *len, size + 1 - *len);
		*len += got > 0 ? (size_t)got : 0;
	} while (got > 0 && *len < size);
	if (got >= 0 && *len <= size)
		return text;
	if (got >= 0)
		errno = EAGAIN;
	free(text);
	return NULL;
}

static void
close_origin(const struct origin *from)
{
	int saved = errno;

	if (from->fd >= 0)
		close(from->fd);
	errno = saved;
}

struct ini *
ini_load(const char *path, struct notes *notes)
{
	struct origin from;
	struct ini *ini;
	size_t len;
	char *text = read_file(path, &len, &from);

	if (!text) {
		close_origin(&from);
		if (errno == EFBIG)
			notes_error(
			    notes, 1, "larger than %d kB", INI_FILE_MAX / 1024);
		else
			notes_error(notes, 1, "%s", strerror(errno));
		return NULL;
	}
	ini = parse(text, len, &from, notes);
	close_origin(&from);
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
	struct line l = {0};
	bool in_section = false;

	*from = *to = len;
	while (next_line(&at, &len, &l)) {
		size_t start = (size_t)(l.s - text), end = (size_t)(at - text);
		struct line t = trim(l);

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

/* The text with its one change; text has no byte order mark. */
static void
compose(struct str *out, const char *text, size_t len, const struct ini *ini,
    const char *section, const char *key, const char *value)
{
	const struct entry *old = ini ? find_entry(ini, section, key) : NULL;
	const struct entry *sec = ini ? find_entry(ini, section, NULL) : NULL;
	const char *eol = len && memmem(text, len, "\r\n", 2) ? "\r\n" : "\n";
	size_t from, to;

	find_place(text, len, old ? old->line : 0, sec ? sec->line : 0, &from, &to);
	str_addn(out, text, from);
	if (value) {
		if (from && text[from - 1] != '\n')
			str_add(out, eol);
		if (!sec)
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
	size_t mark = mark_len(text, len);
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
	struct origin from;
	char *text = read_file(path, &len, &from);
	bool ok = text != NULL || errno == ENOENT || err_errno(err, "%s", path);

	ok = ok &&
	     set_in_text(
		 &out, path, text ? text : "", len, section, key, value, err) &&
	     file_replace(path, out.s, out.len, 0600, err);
	close_origin(&from);
	if (lock >= 0)
		close(lock);
	str_fini(&out);
	free(text);
	return ok;
}
