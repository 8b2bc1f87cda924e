#include "score/spoken.h"

#include "base/mem.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *unit, *one;
} units[] = {
    {"s", "second"},
    {"sec", "second"},
    {"min", "minute"},
    {"h", "hour"},
    {"mm", "millimetre"},
    {"cm", "centimetre"},
    {"m", "metre"},
    {"kg", "kilogram"},
    {"x", "time"},
};

static const char *const numbers[] = {"no", "one", "two", "three", "four", "five",
    "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen"};

void
spoken_number(int n, struct str *out)
{
	if (n >= 0 && n < (int)ARRAY_LEN(numbers))
		str_add(out, numbers[n]);
	else
		str_addf(out, "%d", n);
}

static void
add_counted(struct str *out, int64_t n, const char *one)
{
	str_addf(out, "%lld %s%s", (long long)n, one, n == 1 ? "" : "s");
}

void
spoken_seconds(int64_t seconds, struct str *out)
{
	if (seconds >= 60)
		add_counted(out, seconds / 60, "minute");
	if (seconds >= 60 && seconds % 60)
		str_add(out, " ");
	if (seconds % 60 || seconds == 0)
		add_counted(out, seconds % 60, "second");
}

/* The unit that begins here and ends with its word, or -1. */
static int
unit_at(const char *s)
{
	for (size_t i = 0; i < ARRAY_LEN(units); i++) {
		size_t n = strlen(units[i].unit);

		if (strncmp(s, units[i].unit, n) == 0 &&
		    !isalnum((unsigned char)s[n]))
			return (int)i;
	}
	return -1;
}

/* "1:20" with two digits of seconds; the length of it, or 0. */
static size_t
clock_at(const char *s, size_t digits)
{
	return s[digits] == ':' && isdigit((unsigned char)s[digits + 1]) &&
		       isdigit((unsigned char)s[digits + 2]) &&
		       !isdigit((unsigned char)s[digits + 3]) && digits <= 3
		   ? digits + 3
		   : 0;
}

/* What stands behind a number: a unit, a range, percent.  Returns how much of s
 * was taken. */
static size_t
add_behind(const char *number, const char *s, struct str *out)
{
	size_t gap = *s == ' ';
	int unit = unit_at(s + gap);

	if (*s == '-' && isdigit((unsigned char)s[1])) {
		str_add(out, " to ");
		return 1;
	}
	if (*s == '%') {
		str_add(out, " percent");
		return 1;
	}
	if (unit < 0)
		return 0;
	str_addf(
	    out, " %s%s", units[unit].one, strcmp(number, "1") == 0 ? "" : "s");
	return gap + strlen(units[unit].unit);
}

/* A number that begins here; returns how much of s was taken. */
static size_t
add_number(const char *s, struct str *out)
{
	size_t n = strspn(s, "0123456789"), clock = clock_at(s, n);
	char number[16] = "";

	if (clock) {
		spoken_seconds(atoi(s) * 60 + atoi(s + n + 1), out);
		return clock;
	}
	str_addn(out, s, n);
	if (n < sizeof(number))
		memcpy(number, s, n);
	return n + add_behind(number, s + n, out);
}

void
spoken_text(const char *text, struct str *out)
{
	bool in_word = false;

	while (*text) {
		if (!in_word && isdigit((unsigned char)*text)) {
			text += add_number(text, out);
			continue;
		}
		in_word = isalpha((unsigned char)*text);
		str_addn(out, text++, 1);
	}
}
