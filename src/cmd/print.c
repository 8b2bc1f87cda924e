#include "cmd/print.h"

#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* Narrower and wider than this nothing is laid out: lines that long are hard to
 * read, and columns need some room. */
enum { NARROW = 40, WIDE = 100, PLAIN = 80 };

int
print_width(void)
{
	const char *columns = getenv("COLUMNS");
	long long n = PLAIN;
	struct winsize size;

	if (!(columns && str_int(columns, 1, 10000, &n)) &&
	    ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		n = size.ws_col;
	return n < NARROW ? NARROW : n > WIDE ? WIDE : (int)n;
}

/* What can be printed here: cleaned, and ASCII where the locale has no more. */
static void
fit_for_printing(struct str *out, const char *text)
{
	str_clear(out);
	(MB_CUR_MAX > 1 ? text_clean : text_ascii)(out, text);
}

void
print_text(const char *label, int indent, const char *text)
{
	struct str clean = {0};
	const char *at;
	int width = print_width() - indent;

	if (!text || !*text)
		return;
	fit_for_printing(&clean, text);
	at = clean.s;
	do {
		size_t n = text_wrap(at, width);

		printf("%-*s%.*s\n", indent, label, (int)n, at);
		label = "";
		at += n;
		at += strspn(at, " ");
	} while (*at);
	str_fini(&clean);
}

void
print_cell(const char *text, int cells)
{
	struct str clean = {0};
	int width;

	fit_for_printing(&clean, text);
	width = text_width(clean.s);
	if (width > cells) {
		size_t n = text_wrap(clean.s, cells - 3);

		printf("%.*s...", (int)n, clean.s);
		clean.s[n] = '\0';
		width = text_width(clean.s) + 3;
	} else {
		fputs(clean.s, stdout);
	}
	printf("%*s", cells - width, "");
	str_fini(&clean);
}

void
print_timed(int64_t at_ms, const char *text)
{
	struct str line = {0};

	fit_for_printing(&line, text);
	printf("%02d:%02d %s\n", (int)(at_ms / 60000), (int)(at_ms / 1000 % 60),
	    line.s);
	fflush(stdout);
	str_fini(&line);
}

char *
print_time(int seconds, char *buf)
{
	snprintf(buf, 16, "%d:%02d", seconds / 60, seconds % 60);
	return buf;
}

void
print_json_words(
    struct json *object, const char *key, const struct words *words, uint64_t bits)
{
	struct json *array = json_set_array(object, key);

	for (size_t i = 0; i < words->n; i++)
		if (bits & BIT_OF(i) && strcmp(words->names[i], "none") != 0)
			json_push_str(array, words->names[i]);
}

const char *
print_source(const struct library *lib, enum library_shelf shelf, const char *id)
{
	bool replaces;

	if (!library_is_own(lib, shelf, id, &replaces))
		return "shipped";
	return replaces ? "own, replaces shipped" : "own";
}
