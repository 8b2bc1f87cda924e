/*
 * An error as a value: one line of text for a person, "what: why", made where
 * it happened and printed only at the top.  A function that can fail returns
 * bool (or NULL) and takes `struct err *` last; NULL there means that the
 * caller does not want to know.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stdbool.h>

struct err {
	char text[512];
};

/* Writes the text, replacing what stood there.  Always returns false. */
bool err_set(struct err *err, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* As err_set, followed by ": " and the words for errno as it is at the call. */
bool err_errno(struct err *err, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Puts "words: " before the text: what was being done, to what.  Returns false. */
bool err_add(struct err *err, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#endif
