#include "coach/share.h"

#include <string.h>

static const char *const names[SHARES] = {"done", "skips", "times", "duration",
    "steps", "tension", "pain", "notes", "name", "streak"};

const char *
share_name(int bit)
{
	return names[bit];
}

int
share_of(const char *name)
{
	for (int bit = 0; bit < SHARES; bit++)
		if (strcmp(names[bit], name) == 0)
			return 1 << bit;
	return 0;
}
