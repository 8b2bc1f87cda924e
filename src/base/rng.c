#include "base/rng.h"

#include "base/civil.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

void
rng_fill(void *buf, size_t n)
{
	unsigned char *at = buf;

	while (n > 0) {
		ssize_t got = getrandom(at, n, 0);

		if (got < 0)
			abort();
		at += got;
		n -= (size_t)got;
	}
}

char *
rng_uuid_at(int64_t wall_ms, char *buf)
{
	uint64_t ms = (uint64_t)wall_ms;
	unsigned char b[16];
	char *at = buf;

	rng_fill(b, sizeof(b));
	for (int i = 0; i < 6; i++)
		b[i] = (unsigned char)(ms >> (40 - 8 * i));
	b[6] = (unsigned char)(0x70 | (b[6] & 0x0f));
	b[8] = (unsigned char)(0x80 | (b[8] & 0x3f));
	for (int i = 0; i < 16; i++)
		at += sprintf(at,
		    i == 4 || i == 6 || i == 8 || i == 10 ? "-%02x" : "%02x", b[i]);
	return buf;
}

char *
rng_uuid_day(int32_t day, char *buf)
{
	return rng_uuid_at(civil_utc_ms(day), buf);
}

/* False when it is none; else *ms is its time. */
static bool
read_uuid(const char *id, uint64_t *ms)
{
	static const char shape[] = "xxxxxxxx-xxxx-7xxx-yxxx-xxxxxxxxxxxx";

	*ms = 0;
	if (strlen(id) != sizeof(shape) - 1)
		return false;
	for (int i = 0; shape[i]; i++) {
		const char *digits = shape[i] == 'y' ? "89ab" : "0123456789abcdef";

		if (shape[i] == 'x' || shape[i] == 'y' ? !strchr(digits, id[i])
						       : id[i] != shape[i])
			return false;
		if (i < 13 && shape[i] == 'x')
			*ms = *ms << 4 | (uint64_t)(strchr(digits, id[i]) - digits);
	}
	return true;
}

bool
rng_is_uuid(const char *id)
{
	uint64_t ms;

	return read_uuid(id, &ms);
}

int32_t
rng_uuid_to_day(const char *id)
{
	uint64_t ms;

	if (!read_uuid(id, &ms))
		return CIVIL_NONE;
	return ms % 86400000 ? CIVIL_NONE : (int32_t)(ms / 86400000);
}
