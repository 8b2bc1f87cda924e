#include "base/civil.h"

#include <stdio.h>
#include <string.h>

#define DAY_MS INT64_C(86400000)

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* Years are counted from March, so that the leap day is the last of its year;
 * 153 days make five months of a March year. */
int32_t
civil_from(int year, int month, int day)
{
	int64_t y = year - (month <= 2);
	int64_t era = floor_div(y, 400);
	int64_t yoe = y - era * 400;
	int64_t doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

	return (int32_t)(era * 146097 + doe - 719468);
}

void
civil_to(int32_t day, int *year, int *month, int *mday)
{
	int64_t z = (int64_t)day + 719468;
	int64_t era = floor_div(z, 146097);
	int64_t doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;

	*mday = (int)(doy - (153 * mp + 2) / 5 + 1);
	*month = (int)(mp + (mp < 10 ? 3 : -9));
	*year = (int)(yoe + era * 400 + (*month <= 2));
}

int
civil_weekday(int32_t day)
{
	return (int)((((int64_t)day + 3) % 7 + 7) % 7);
}

int32_t
civil_day(int64_t wall_ms, int offset_min, int day_start_min)
{
	int64_t local = wall_ms + (int64_t)(offset_min - day_start_min) * 60000;

	return (int32_t)floor_div(local, DAY_MS);
}

int64_t
civil_utc_ms(int32_t day)
{
	return (int64_t)day * DAY_MS;
}

char *
civil_print(int32_t day, char *buf)
{
	int y, m, d;

	civil_to(day, &y, &m, &d);
	snprintf(buf, CIVIL_LEN, "%04u-%02u-%02u", (unsigned)y % 10000u,
	    (unsigned)m % 100u, (unsigned)d % 100u);
	return buf;
}

static int
two_digits(const char *s)
{
	return (s[0] - '0') * 10 + s[1] - '0';
}

bool
civil_parse(const char *s, int32_t *day)
{
	static const char shape[] = "dddd-dd-dd";
	char back[CIVIL_LEN];
	int y, m, d;

	if (strlen(s) != sizeof(shape) - 1)
		return false;
	for (size_t i = 0; shape[i]; i++)
		if (shape[i] == 'd' ? s[i] < '0' || s[i] > '9' : s[i] != shape[i])
			return false;
	y = two_digits(s) * 100 + two_digits(s + 2);
	m = two_digits(s + 5);
	d = two_digits(s + 8);
	if (y < 1970 || m < 1 || m > 12 || d < 1)
		return false;
	*day = civil_from(y, m, d);
	return strcmp(civil_print(*day, back), s) == 0;
}

char *
civil_instant(int64_t wall_ms, char *buf)
{
	int32_t day = civil_day(wall_ms, 0, 0);
	int64_t s = (wall_ms - civil_utc_ms(day)) / 1000;
	char date[CIVIL_LEN];

	snprintf(buf, 32, "%sT%02d:%02d:%02dZ", civil_print(day, date),
	    (int)(s / 3600), (int)(s / 60 % 60), (int)(s % 60));
	return buf;
}

char *
civil_instant_ms(int64_t wall_ms, char *buf)
{
	int64_t ms = wall_ms - floor_div(wall_ms, 1000) * 1000;

	civil_instant(wall_ms - ms, buf);
	snprintf(buf + strlen(buf) - 1, 6, ".%03dZ", (int)ms);
	return buf;
}

bool
civil_parse_instant(const char *s, int64_t *wall_ms)
{
	char day[CIVIL_LEN], back[32];
	int h, m, sec, ms = 0;
	size_t len = strlen(s);
	int32_t date;

	if (len != strlen("2026-03-02T09:14:03Z") &&
	    len != strlen("2026-03-02T09:14:03.120Z"))
		return false;
	snprintf(day, sizeof(day), "%.10s", s);
	if (!civil_parse(day, &date))
		return false;
	h = two_digits(s + 11);
	m = two_digits(s + 14);
	sec = two_digits(s + 17);
	if (len > 20)
		ms = (s[20] - '0') * 100 + two_digits(s + 21);
	*wall_ms = civil_utc_ms(date) + ((h * 60 + m) * 60 + sec) * 1000 + ms;
	/* What was no digit, or too much, does not come back as it was. */
	(len > 20 ? civil_instant_ms : civil_instant)(*wall_ms, back);
	return strcmp(back, s) == 0;
}
