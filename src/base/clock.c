#include "base/clock.h"

#include <time.h>

static int64_t
ask(clockid_t id)
{
	struct timespec ts;

	clock_gettime(id, &ts);
	return (int64_t)ts.tv_sec * CLOCK_S + ts.tv_nsec;
}

int64_t
clock_mono(void)
{
	return ask(CLOCK_MONOTONIC);
}

int64_t
clock_boot(void)
{
	return ask(CLOCK_BOOTTIME);
}

int64_t
clock_wall_ms(void)
{
	return ask(CLOCK_REALTIME) / CLOCK_MS;
}

int
clock_offset_min(int64_t wall_ms)
{
	time_t t = (time_t)(wall_ms / 1000);
	struct tm tm;

	return localtime_r(&t, &tm) ? (int)(tm.tm_gmtoff / 60) : 0;
}
