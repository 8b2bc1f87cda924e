#include "coach/cursor.h"

#include "base/rng.h"
#include "base/str.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void
cursor_tag(char tag[CURSOR_TAG])
{
	uint32_t n;

	rng_fill(&n, sizeof(n));
	snprintf(tag, CURSOR_TAG, "%08" PRIx32, n);
}

char *
cursor_print(const struct cursor *cursor, char buf[CURSOR_LEN])
{
	snprintf(buf, CURSOR_LEN, "%" PRId64 ".%s", cursor->seq, cursor->tag);
	return buf;
}

bool
cursor_parse(const char *s, struct cursor *cursor)
{
	const char *dot = strchr(s, '.');
	char seq[20] = "", again[CURSOR_LEN];
	long long n;

	if (!dot || (size_t)(dot - s) >= sizeof(seq) ||
	    strlen(dot + 1) != CURSOR_TAG - 1 ||
	    strspn(dot + 1, "0123456789abcdef") != CURSOR_TAG - 1)
		return false;
	memcpy(seq, s, (size_t)(dot - s));
	if (!str_int(seq, 1, INT64_MAX, &n))
		return false;
	cursor->seq = n;
	strcpy(cursor->tag, dot + 1);
	/* +7 and 007 are numbers, too. */
	return strcmp(cursor_print(cursor, again), s) == 0;
}
