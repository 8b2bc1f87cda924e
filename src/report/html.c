#include "report/html.h"

#include "base/mem.h"
#include "base/text.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static const char *
reference(char c)
{
	switch (c) {
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '&':
		return "&amp;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	}
	return NULL;
}

void
html_text(struct str *out, const char *text)
{
	struct str clean = {0};

	if (!text)
		return;
	str_clear(&clean);
	text_clean(&clean, text);
	for (const char *s = clean.s; *s;) {
		size_t n = strcspn(s, "<>&\"'");

		str_addn(out, s, n);
		s += n;
		if (*s)
			str_add(out, reference(*s++));
	}
	str_fini(&clean);
}

static void
add_string(struct str *out, va_list *ap)
{
	html_text(out, va_arg(*ap, const char *));
}

static void
add_int(struct str *out, va_list *ap)
{
	str_addf(out, "%d", va_arg(*ap, int));
}

static void
add_long(struct str *out, va_list *ap)
{
	str_addf(out, "%ld", va_arg(*ap, long));
}

static void
add_size(struct str *out, va_list *ap)
{
	str_addf(out, "%zu", va_arg(*ap, size_t));
}

static void
add_tenths(struct str *out, va_list *ap)
{
	str_addf(out, "%.1f", va_arg(*ap, double));
}

static void
add_percent(struct str *out, va_list *ap)
{
	(void)ap;
	str_add(out, "%");
}

static const struct {
	const char *spec;
	void (*add)(struct str *out, va_list *ap);
} specs[] = {
    {"%s", add_string},
    {"%d", add_int},
    {"%ld", add_long},
    {"%zu", add_size},
    {"%.1f", add_tenths},
    {"%%", add_percent},
};

/* What stands at fmt is one of these, or the program is wrong. */
static const char *
add_one(struct str *out, const char *fmt, va_list *ap)
{
	for (size_t i = 0; i < ARRAY_LEN(specs); i++) {
		size_t len = strlen(specs[i].spec);

		if (strncmp(fmt, specs[i].spec, len) == 0) {
			specs[i].add(out, ap);
			return fmt + len;
		}
	}
	abort();
}

void
html_addf(struct str *out, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	while (*fmt) {
		size_t n = strcspn(fmt, "%");

		str_addn(out, fmt, n);
		fmt += n;
		if (*fmt)
			fmt = add_one(out, fmt, &ap);
	}
	va_end(ap);
}
