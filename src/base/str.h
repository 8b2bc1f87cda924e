/*
 * A string that grows.  It knows bytes, not characters: for what is safe to
 * show and how wide it is see base/text.h.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stddef.h>

/* s is NULL or ends in NUL; len does not count the NUL.  Start with {0}. */
struct str {
	char *s;
	size_t len, cap;
};

void str_fini(struct str *str);

/* Forgets the contents, keeps the memory.  Afterwards s is "" and not NULL. */
void str_clear(struct str *str);

void str_add(struct str *str, const char *s);
void str_addn(struct str *str, const char *s, size_t n);
void str_addf(struct str *str, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Takes the text out; the caller frees it.  Never NULL.  str is empty again. */
char *str_take(struct str *str);

/* s as a whole decimal number from lo to hi into *out; false leaves *out. */
_Bool str_int(const char *s, long long lo, long long hi, long long *out);

#endif
