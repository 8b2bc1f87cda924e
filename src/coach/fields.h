/*
 * What a form of a page sends: application/x-www-form-urlencoded, read by hand
 * (libmicrohttpd's own reader has had holes).  Pure; it knows no field of ours.
 */
#ifndef COACH_FIELDS_H
#define COACH_FIELDS_H

#include <stdbool.h>
#include <stddef.h>

/* The sign-in form has three fields; a password is the longest text. */
#define FIELDS_MOST  8
#define FIELDS_NAME  24
#define FIELDS_VALUE 520
#define FIELDS_BYTES 4096 /* of the whole body */

struct fields {
	struct {
		char name[FIELDS_NAME], value[FIELDS_VALUE];
	} field[FIELDS_MOST];
	size_t n;
};

/*
 * Reads a body.  False, and nothing in form, when a % is none of two hexadecimal
 * digits, a field comes twice, is too long or has no name, there are too many, or
 * a byte is a control or no UTF-8: no browser sends that from a page of ours.
 */
bool fields_read(struct fields *form, const char *body, size_t len);

/* The value of a field, "" when it did not come; lives as long as form. */
const char *fields_get(const struct fields *form, const char *name);

#endif
