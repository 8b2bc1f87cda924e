#include "base/str.h"

#include "base/mem.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
make_room(struct str *str, size_t more)
{
	size_t need = str->len + more + 1;

	if (need <= str->cap)
		return;
	str->cap = need < 64 ? 64 : need * 2;
	str->s = mem_resize(str->s, str->cap, 1);
}

void
str_fini(struct str *str)
{
	free(str->s);
	*str = (struct str){0};
}

void
str_clear(struct str *str)
{
	str->len = 0;
	make_room(str, 0);
	str->s[0] = '\0';
}

void
str_addn(struct str *str, const char *s, size_t n)
{
	make_room(str, n);
	if (n)
		memcpy(str->s + str->len, s, n);
	str->len += n;
	str->s[str->len] = '\0';
}

void
str_add(struct str *str, const char *s)
{
	str_addn(str, s, strlen(s));
}

void
str_addf(struct str *str, const char *fmt, ...)
{
	size_t room;
	va_list ap;
	int n;

	make_room(str, 48); /* mostly enough: then it is printed once */
	room = str->cap - str->len;
	va_start(ap, fmt);
	n = vsnprintf(str->s + str->len, room, fmt, ap);
	va_end(ap);
	if (n >= 0 && (size_t)n >= room) {
		make_room(str, (size_t)n);
		va_start(ap, fmt);
		vsnprintf(str->s + str->len, (size_t)n + 1, fmt, ap);
		va_end(ap);
	}
	str->len += n > 0 ? (size_t)n : 0;
	str->s[str->len] = '\0';
}

char *
str_take(struct str *str)
{
	char *s;

	make_room(str, 0);
	str->s[str->len] = '\0';
	s = str->s;
	*str = (struct str){0};
	return s;
}

_Bool
str_int(const char *s, long long lo, long long hi, long long *out)
{
	char *end;
	long long n;

	if (!isdigit((unsigned char)*s) && *s != '-')
		return 0;
	errno = 0;
	n = strtoll(s, &end, 10);
	if (errno || end == s || *end || n < lo || n > hi)
		return 0;
	*out = n;
	return 1;
}
