#include "base/text.h"

#include <string.h>
#include <wchar.h>

size_t
text_decode(const char *s, size_t n, uint32_t *cp)
{
	const unsigned char *u = (const unsigned char *)s;
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	size_t len;
	uint32_t c;

	if (n == 0)
		return 0;
	if (u[0] < 0x80) {
		*cp = u[0];
		return 1;
	}
	len = u[0] >= 0xf0 ? 4 : u[0] >= 0xe0 ? 3 : u[0] >= 0xc0 ? 2 : 0;
	if (len == 0 || len > n || u[0] > 0xf4)
		return 0;
	c = u[0] & (0x7fu >> len);
	for (size_t i = 1; i < len; i++) {
		if ((u[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (u[i] & 0x3f);
	}
	if (c < least[len] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return 0;
	*cp = c;
	return len;
}

size_t
text_encode(uint32_t cp, char buf[4])
{
	if (cp < 0x80) {
		buf[0] = (char)cp;
		return 1;
	}
	if (cp < 0x800) {
		buf[0] = (char)(0xc0 | cp >> 6);
		buf[1] = (char)(0x80 | (cp & 0x3f));
		return 2;
	}
	if (cp < 0x10000) {
		buf[0] = (char)(0xe0 | cp >> 12);
		buf[1] = (char)(0x80 | (cp >> 6 & 0x3f));
		buf[2] = (char)(0x80 | (cp & 0x3f));
		return 3;
	}
	buf[0] = (char)(0xf0 | cp >> 18);
	buf[1] = (char)(0x80 | (cp >> 12 & 0x3f));
	buf[2] = (char)(0x80 | (cp >> 6 & 0x3f));
	buf[3] = (char)(0x80 | (cp & 0x3f));
	return 4;
}

size_t
text_valid(const char *s, size_t n)
{
	size_t at = 0, len;
	uint32_t cp;

	do {
		while (at < n && (unsigned char)s[at] < 0x80)
			at++;
		len = text_decode(s + at, n - at, &cp);
		at += len;
	} while (len > 0);
	return at;
}

size_t
text_plain(const char *s)
{
	size_t n = 0;

	while (s[n] >= 0x20 && s[n] < 0x7f)
		n++;
	return n;
}

void
text_erase_last(struct str *text)
{
	while (
	    text->len > 0 && ((unsigned char)text->s[--text->len] & 0xc0) == 0x80)
		;
	if (text->s)
		text->s[text->len] = '\0';
}

bool
text_printable(uint32_t cp)
{
	if (cp < 0x20 || (cp >= 0x7f && cp < 0xa0))
		return false;
	if (cp == 0x200e || cp == 0x200f || cp == 0x061c || cp == 0xfeff)
		return false;
	if ((cp >= 0x2028 && cp <= 0x202e) || (cp >= 0xe0000 && cp <= 0xe007f))
		return false;
	return !(cp >= 0x2066 && cp <= 0x2069) && !(cp >= 0xfff9 && cp <= 0xfffb);
}

/* The next character of *s, cleaned; *s moves on.  0 at the end. */
static uint32_t
next_clean(const char **s)
{
	uint32_t cp;
	size_t len;

	if (!**s)
		return 0;
	len = text_decode(*s, strnlen(*s, 4), &cp);
	if (len == 0) {
		(*s)++;
		return 0xfffd;
	}
	*s += len;
	if (cp == '\t' || cp == '\n')
		return ' ';
	return text_printable(cp) ? cp : 0xfffd;
}

void
text_clean(struct str *out, const char *s)
{
	char buf[4];
	uint32_t cp;
	size_t n;

	do {
		n = text_plain(s);
		str_addn(out, s, n);
		s += n;
		cp = next_clean(&s);
		if (cp)
			str_addn(out, buf, text_encode(cp, buf));
	} while (cp);
}

void
text_clean_into(char *to, size_t size, const char *s)
{
	struct str clean = {0};
	size_t n;

	str_clear(&clean);
	text_clean(&clean, s ? s : "");
	n = text_valid(clean.s, clean.len < size ? clean.len : size - 1);
	memcpy(to, clean.s, n);
	to[n] = '\0';
	str_fini(&clean);
}

size_t
text_characters(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += (*s & 0xc0) != 0x80;
	return n;
}

void
text_clean_lines(struct str *out, const char *s)
{
	char buf[4];
	uint32_t cp;

	for (;;) {
		bool line = *s == '\n';

		cp = next_clean(&s);
		if (cp == 0)
			return;
		str_addn(out, line ? "\n" : buf, line ? 1 : text_encode(cp, buf));
	}
}

static char
near_ascii(uint32_t cp)
{
	static const struct {
		uint32_t cp;
		char c;
		/* clang-format off */
	} near[] = {
	    {0x2013, '-'}, {0x2014, '-'}, {0x2018, '\''}, {0x2019, '\''},
	    {0x201c, '"'}, {0x201d, '"'}, {0xa0, ' '}, {0xd7, 'x'}, {0xb7, '-'},
	    {0xe4, 'a'}, {0xf6, 'o'}, {0xfc, 'u'}, {0xe9, 'e'}, {0xe8, 'e'},
	    {0xe0, 'a'}, {0xe7, 'c'}, {0xf1, 'n'},
	};
	/* clang-format on */

	for (size_t i = 0; i < sizeof(near) / sizeof(near[0]); i++)
		if (near[i].cp == cp)
			return near[i].c;
	return '?';
}

void
text_ascii(struct str *out, const char *s)
{
	uint32_t cp;
	char c;

	while ((cp = next_clean(&s)) != 0) {
		if (cp >= 0x80 && text_char_width(cp) == 0)
			continue;
		c = cp < 0x80 ? (char)cp : near_ascii(cp);
		str_addn(out, &c, 1);
	}
}

int
text_char_width(uint32_t cp)
{
	int w;

	if (cp < 0x80)
		return 1;
	w = wcwidth((wchar_t)cp);
	if (w >= 0)
		return w;
	if ((cp >= 0x300 && cp <= 0x36f) || (cp >= 0xfe00 && cp <= 0xfe0f) ||
	    cp == 0x200b || cp == 0x200d)
		return 0;
	return (cp >= 0x1100 && cp <= 0x115f) || (cp >= 0x2e80 && cp <= 0xa4cf) ||
		       (cp >= 0xac00 && cp <= 0xd7a3) ||
		       (cp >= 0xf900 && cp <= 0xfaff) ||
		       (cp >= 0xff00 && cp <= 0xff60) || (cp >= 0x1f300)
		   ? 2
		   : 1;
}

int
text_width(const char *s)
{
	size_t n = text_plain(s);
	int w = (int)n;
	uint32_t cp;

	for (s += n; (cp = next_clean(&s)) != 0;)
		w += text_char_width(cp);
	return w;
}

size_t
text_wrap(const char *s, int width)
{
	const char *at = s, *before = s, *space = NULL;
	int w = 0;
	uint32_t cp;

	while ((cp = next_clean(&at)) != 0) {
		if (cp == ' ')
			space = before;
		w += text_char_width(cp);
		if (w > width && cp != ' ')
			return space && space > s ? (size_t)(space - s)
						  : (size_t)(before - s);
		before = at;
	}
	return (size_t)(at - s);
}
