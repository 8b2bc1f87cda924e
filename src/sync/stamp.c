#include "sync/stamp.h"

#include "base/civil.h"

#include <stdio.h>
#include <string.h>

char *
stamp_print(int64_t ms, char buf[STAMP_LEN])
{
	int32_t day = civil_day(ms, 0, 0);
	unsigned in_day = (unsigned)(ms - civil_utc_ms(day)) % 86400000;
	char date[CIVIL_LEN];

	snprintf(buf, STAMP_LEN, "%.10sT%02d:%02d:%02d.%03dZ",
	    civil_print(day, date), in_day / 3600000 % 24, in_day / 60000 % 60,
	    in_day / 1000 % 60, in_day % 1000);
	return buf;
}

bool
stamp_read(const char *s, int64_t *ms)
{
	int hour, minute, second, milli;
	char date[CIVIL_LEN], again[STAMP_LEN];
	int32_t day;

	if (!s || strlen(s) != STAMP_LEN - 1)
		return false;
	memcpy(date, s, CIVIL_LEN - 1);
	date[CIVIL_LEN - 1] = '\0';
	if (!civil_parse(date, &day) ||
	    sscanf(s + CIVIL_LEN - 1, "T%2d:%2d:%2d.%3dZ", &hour, &minute, &second,
		&milli) != 4)
		return false;
	*ms = civil_utc_ms(day) +
	      ((hour * INT64_C(60) + minute) * 60 + second) * 1000 + milli;
	/* The 61st second, 24:00 and +1:00 are written otherwise. */
	return strcmp(stamp_print(*ms, again), s) == 0;
}
