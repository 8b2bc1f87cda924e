/* An instant as the wire writes it: RFC 3339 in UTC with milliseconds. */
#ifndef SYNC_STAMP_H
#define SYNC_STAMP_H

#include <stdbool.h>
#include <stdint.h>

#define STAMP_LEN 25 /* 2026-03-02T09:14:03.120Z and the NUL */

/* Returns buf. */
char *stamp_print(int64_t ms, char buf[STAMP_LEN]);

/* Exactly as stamp_print writes it, from 1970 to 9999.  NULL is none. */
bool stamp_read(const char *s, int64_t *ms);

#endif
