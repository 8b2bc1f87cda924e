#include "routine/form.h"

#include "base/mem.h"
#include "base/nearest.h"
#include "base/text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

bool
id_valid(const char *id)
{
	size_t n = strlen(id);

	if (n == 0 || n > ID_MAX || id[0] == '-' || id[n - 1] == '-' ||
	    strstr(id, "--"))
		return false;
	return strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-") == n;
}

bool
id_take(
    const struct form *form, int line, const char *what, const char *id, char *buf)
{
	if (!id_valid(id)) {
		notes_error(form->notes, line,
		    "%s %.80s is no id: a to z, 0 to 9 and single hyphens between "
		    "them, "
		    "at most %d",
		    what, id, ID_MAX);
		return false;
	}
	memcpy(buf, id, strlen(id) + 1);
	return true;
}

bool
form_sections(const struct form *form, bool (*may)(const char *, const char *))
{
	const char *name;
	bool found = false, other = false;

	for (size_t i = 0; (name = ini_section(form->ini, i)) != NULL; i++) {
		found = found || strcmp(name, form->section) == 0;
		if (strcmp(name, form->section) == 0 ||
		    (may && may(name, form->section)))
			continue;
		other = true;
		notes_error(form->notes, ini_line(form->ini, name, NULL),
		    "section [%.80s] does not belong here: [%s] is called as the "
		    "file",
		    name, form->section);
	}
	if (!found && !other)
		notes_error(
		    form->notes, 1, "there is no section [%s]", form->section);
	return found;
}

static bool
is_numbered(const char *key, const char *prefix)
{
	return prefix && strncmp(key, prefix, strlen(prefix)) == 0;
}

void
form_keys(const struct form *form, const char *const *known, const char *numbered)
{
	size_t n = 0;
	const char *key;

	while (known[n])
		n++;
	for (size_t i = 0; (key = ini_key(form->ini, form->section, i)) != NULL;
	     i++) {
		bool found = is_numbered(key, numbered);
		int near;

		for (size_t k = 0; k < n && !found; k++)
			found = strcmp(known[k], key) == 0;
		if (found)
			continue;
		near = nearest(key, known, n);
		notes_error(form->notes, form_line(form, key),
		    near < 0 ? "there is no key %.80s here"
			     : "there is no key %.80s here; did you mean %s?",
		    key, near < 0 ? "" : known[near]);
	}
}

int
form_line(const struct form *form, const char *key)
{
	return ini_line(form->ini, form->section, key);
}

const char *
form_get(const struct form *form, const char *key)
{
	const char *value = ini_get(form->ini, form->section, key);

	return value && *value ? value : NULL;
}

const char *
form_need(const struct form *form, const char *key)
{
	const char *value = ini_get(form->ini, form->section, key);

	if (value && *value)
		return value;
	if (value)
		notes_error(form->notes, form_line(form, key), "%s is empty", key);
	else
		notes_error(form->notes, ini_line(form->ini, form->section, NULL),
		    "%s is missing", key);
	return NULL;
}

/* Words that promise what the evidence does not carry (domain.md 1). */
static const char *const promises[] = {"adhesions", "cure", "cures", "detox",
    "heal", "heals", "miracle", "realign", "realigns", "rehydrate", "rehydrates",
    "toxins"};

static const char *
promise_in(const char *text)
{
	while (*text) {
		size_t n = 0;

		while (isalpha((unsigned char)text[n]))
			n++;
		for (size_t i = 0; n && i < ARRAY_LEN(promises); i++)
			if (strlen(promises[i]) == n &&
			    strncasecmp(promises[i], text, n) == 0)
				return promises[i];
		text += n ? n : 1;
	}
	return NULL;
}

/* The first character that no terminal should be sent, 0 when there is none. */
static uint32_t
unprintable_in(const char *text)
{
	size_t plain = text_plain(text), n = strlen(text + plain), len;
	uint32_t cp = 0;

	for (text += plain; n > 0; text += len, n -= len) {
		len = text_decode(text, n, &cp);
		if (len == 0)
			return 0xfffd;
		if (!text_printable(cp))
			return cp;
	}
	return 0;
}

void
form_check_text(
    const struct form *form, const char *key, const char *text, int cells)
{
	uint32_t cp = unprintable_in(text);
	const char *promise;
	int width;

	if (cp) {
		notes_error(form->notes, form_line(form, key),
		    "%s holds the character U+%04X, which cannot be shown", key,
		    (unsigned)cp);
		return;
	}
	/* No character is wider than its bytes are many: most texts are not
	 * measured. */
	width = strlen(text) > (size_t)cells ? text_width(text) : 0;
	if (width > cells)
		notes_warn(form->notes, form_line(form, key),
		    "%s is %d characters wide; more than %d are hard to show", key,
		    width, cells);
	promise = promise_in(text);
	if (promise)
		notes_warn(form->notes, form_line(form, key),
		    "%s says \"%s\", which is more than the evidence carries", key,
		    promise);
}

char *
form_text_maybe(const struct form *form, const char *key, int cells)
{
	const char *value = form_get(form, key);

	if (!value)
		return NULL;
	if (strlen(key) + 3 + strlen(value) > FORM_LINE_MAX) {
		notes_error(form->notes, form_line(form, key),
		    "the line is longer than %d bytes", FORM_LINE_MAX);
		return mem_strdup(value);
	}
	form_check_text(form, key, value, cells);
	return mem_strdup(value);
}

char *
form_text(const struct form *form, const char *key, int cells)
{
	return form_need(form, key) ? form_text_maybe(form, key, cells) : NULL;
}

int
form_int(const struct form *form, const char *key, int lo, int hi)
{
	const char *value = form_need(form, key);
	long long n = 0;

	if (value && !str_int(value, lo, hi, &n))
		notes_error(form->notes, form_line(form, key),
		    "%s = %.40s: a whole number from %d to %d is expected", key,
		    value, lo, hi);
	return (int)n;
}

static void
bad_word(const struct form *form, const char *key, const struct words *words,
    const char *word)
{
	struct str allowed = {0};
	const char *near = words_nearest(words, word);

	if (near) {
		str_addf(&allowed, "did you mean %s?", near);
	} else if (words->n <= 12) {
		str_add(&allowed, "one of: ");
		words_print(words, BIT_OF(words->n) - 1, &allowed);
	} else {
		str_add(&allowed, "see uncoil-routine(5)");
	}
	notes_error(form->notes, form_line(form, key),
	    "%s: there is no %s %.64s; %s", key, words->what, word, allowed.s);
	str_fini(&allowed);
}

int
form_word(const struct form *form, const char *key, const struct words *words)
{
	const char *value = form_need(form, key);
	int i;

	if (!value)
		return -1;
	i = words_find(words, value);
	if (i < 0)
		bad_word(form, key, words, value);
	return i;
}

static int
count_items(const char *list)
{
	int n = 1;

	for (; *list; list++)
		n += *list == ',';
	return n;
}

static int
count_bits(uint64_t bits)
{
	return __builtin_popcountll(bits);
}

uint64_t
form_words(
    const struct form *form, const char *key, const struct words *words, bool some)
{
	const char *value = ini_get(form->ini, form->section, key);
	uint64_t bits = 0;
	char bad[ID_MAX + 1];

	if (some || !value)
		value = form_need(form, key);
	if (!value || !*value)
		return 0;
	if (!words_parse(words, value, &bits, bad))
		bad_word(form, key, words, bad);
	else if (count_items(value) > count_bits(bits))
		notes_warn(form->notes, form_line(form, key),
		    "%s names something twice, or nothing between two commas", key);
	else if (bits & 1 && count_bits(bits) > 1 &&
		 strcmp(words->names[0], "none") == 0)
		notes_warn(form->notes, form_line(form, key),
		    "%s says none and something", key);
	return bits;
}

bool
form_yes(const struct form *form, const char *key)
{
	const char *value = form_need(form, key);

	if (value && strcmp(value, "yes") != 0 && strcmp(value, "no") != 0)
		notes_error(form->notes, form_line(form, key),
		    "%s = %.40s: yes or no is expected", key, value);
	return value && strcmp(value, "yes") == 0;
}
