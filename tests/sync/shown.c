/*
 * Reads what a program sent to a terminal, and fails when anything in it could be the
 * words of somebody else (sync.md 5.1: M): a control that the program does not use, a
 * sequence that no terminal of ours is sent (OSC, DCS, APC, PM, SOS, all of C1), bytes that
 * are no UTF-8, what turns or hides text.  What a hostile server sends has 4242 in each of
 * its sequences and behind each of its controls, so that those that we send, too, are told
 * apart.
 */
#include "base/mem.h"
#include "base/str.h"
#include "base/text.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MARK "4242"

static bool
is_marked(const char *s, const char *end)
{
	return end - s >= 4 && memcmp(s, MARK, 4) == 0;
}

/* The length of a sequence of ours that begins at s with ESC; 0 when it is none. */
static size_t
our_sequence(const char *s, const char *end)
{
	const char *at = s + 1;

	if (at < end && *at == '[') {
		at++;
		while (at < end && strchr("?>=0123456789;", *at) && *at) {
			if (is_marked(at, end))
				return 0;
			at++;
		}
		return at < end && isalpha((unsigned char)*at)
			   ? (size_t)(at + 1 - s)
			   : 0;
	}
	if (end - s >= 3 && (*at == '(' || *at == ')') && strchr("0AB", at[1]))
		return 3;
	return at < end && *at && strchr("=>78M", *at) ? 2 : 0;
}

static bool
is_hidden(uint32_t cp)
{
	return (cp >= 0x7f && cp <= 0x9f) || (cp >= 0x202a && cp <= 0x202e) ||
	       (cp >= 0x2066 && cp <= 0x2069) || cp == 0x2028 || cp == 0x2029 ||
	       (cp >= 0xe0000 && cp <= 0xe007f);
}

/* The length of what may stand at s; 0: nothing may. */
static size_t
step(const char *s, const char *end)
{
	unsigned char c = (unsigned char)*s;
	uint32_t cp;
	size_t n;

	if (c == 0x1b)
		return our_sequence(s, end);
	if (c == '\n' || c == '\t')
		return 1;
	/* Of curses: back by one, and to the left edge. */
	if (c == '\r' || c == '\b')
		return !is_marked(s + 1, end);
	if (c < 0x20)
		return 0;
	n = text_decode(s, (size_t)(end - s), &cp);
	return n && !is_hidden(cp) ? n : 0;
}

int
main(void)
{
	struct str all = {0};
	const char *s, *end;
	char part[4096];
	size_t n;

	str_addn(&all, "", 0);
	while ((n = fread(part, 1, sizeof(part), stdin)) > 0)
		str_addn(&all, part, n);
	end = all.s + all.len;
	for (s = all.s; s < end; s += n) {
		n = step(s, end);
		if (n)
			continue;
		printf("at byte %zu: ", (size_t)(s - all.s));
		for (; s < end && n < 24; n++, s++)
			printf(isprint((unsigned char)*s) ? "%c" : "\\x%02x",
			    (unsigned char)*s);
		printf("\n");
		return 1;
	}
	str_fini(&all);
	return 0;
}
