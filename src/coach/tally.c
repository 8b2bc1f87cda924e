#include "coach/tally.h"

#include "coach/cursor.h"

#include <stdio.h>
#include <string.h>

_Static_assert(TALLY_MARK == CURSOR_TAG, "a mark is made as a tag is");

#define DIGITS (TALLY_MARK - 1)

bool
tally_knows(const char *tally, const char *mark)
{
	if (strlen(mark) != DIGITS)
		return false;
	while (strlen(tally) >= DIGITS) {
		if (memcmp(tally, mark, DIGITS) == 0)
			return true;
		tally += DIGITS + (tally[DIGITS] == ' ');
	}
	return false;
}

const char *
tally_newest(const char *tally, char mark[TALLY_MARK])
{
	snprintf(mark, TALLY_MARK, "%s", tally);
	return *mark ? mark : NULL;
}

bool
tally_is_newest(const char *tally, const char *mark)
{
	char newest[TALLY_MARK];

	tally_newest(tally, newest);
	return strcmp(newest, mark) == 0;
}

void
tally_add(char tally[TALLY_ALL])
{
	char mark[TALLY_MARK], old[TALLY_ALL];

	cursor_tag(mark);
	memcpy(old, tally, sizeof(old));
	if (strlen(old) == TALLY_ALL - 1)
		old[TALLY_ALL - 1 - TALLY_MARK] = '\0';
	snprintf(tally, TALLY_ALL, "%s%s%s", mark, *old ? " " : "", old);
}
