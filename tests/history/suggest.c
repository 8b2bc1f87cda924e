#include "history/suggest.h"

#include "base/mem.h"
#include "tests/test.h"

#include <string.h>

#define TODAY 20514
#define NONE                                                                       \
	{                                                                          \
		"", 0, 0, 0, STATE_DONE                                            \
	}

/* A session of a day at a local time, in a zone two hours east. */
#define ON(routine, day, h, m, state)                                              \
	{                                                                          \
		routine, day, (day)*86400000LL + ((h)*60 + (m)-120) * 60000LL,     \
		    120, state                                                     \
	}

static const struct {
	const char *remark;
	struct past_session past[6]; /* newest first, ends with no routine */
	int minute;                  /* of now */
	const char *routine;
	enum suggest_why why;
} rows[] = {
    {"no history", {NONE}, 600, SUGGEST_FIRST, SUGGEST_START},
    {"broken off a moment ago",
	{ON("a", TODAY, 9, 0, STATE_PARTIAL), ON("b", TODAY, 8, 0, STATE_DONE)},
	600, "a", SUGGEST_UNFINISHED},
    {"broken off, another done since",
	{ON("b", TODAY, 9, 0, STATE_DONE), ON("a", TODAY - 1, 8, 0, STATE_PARTIAL)},
	1200, "a", SUGGEST_UNFINISHED},
    {"broken off, but done since",
	{ON("a", TODAY, 9, 0, STATE_DONE), ON("a", TODAY - 1, 8, 0, STATE_PARTIAL)},
	1200, SUGGEST_FIRST, SUGGEST_START},
    {"broken off long ago", {ON("a", TODAY - 7, 18, 0, STATE_PARTIAL)}, 600,
	SUGGEST_FIRST, SUGGEST_START},
    {"skipped is not unfinished", {ON("a", TODAY, 10, 0, STATE_SKIPPED)}, 600,
	SUGGEST_FIRST, SUGGEST_START},
    {"killed is unfinished", {ON("a", TODAY, 10, 0, STATE_RUNNING)}, 1200, "a",
	SUGGEST_UNFINISHED},
    {"the most used at this hour",
	{ON("a", TODAY, 10, 0, STATE_DONE), ON("b", TODAY - 1, 10, 0, STATE_DONE),
	    ON("b", TODAY - 2, 10, 0, STATE_DONE)},
	600, "b", SUGGEST_USUAL},
    {"others at another hour",
	{ON("b", TODAY - 1, 15, 0, STATE_DONE),
	    ON("b", TODAY - 2, 15, 0, STATE_DONE),
	    ON("a", TODAY - 3, 9, 0, STATE_DONE)},
	600, "a", SUGGEST_USUAL},
    {"as often: the later one",
	{ON("a", TODAY - 1, 10, 0, STATE_DONE),
	    ON("b", TODAY - 2, 10, 0, STATE_DONE)},
	600, "a", SUGGEST_USUAL},
    {"90 minutes are near", {ON("a", TODAY - 1, 8, 30, STATE_DONE)}, 600, "a",
	SUGGEST_USUAL},
    {"91 are not", {ON("a", TODAY - 1, 8, 29, STATE_DONE)}, 600, SUGGEST_FIRST,
	SUGGEST_START},
    {"over midnight", {ON("a", TODAY - 1, 23, 30, STATE_DONE)}, 30, "a",
	SUGGEST_USUAL},
    {"the last day of eight weeks", {ON("a", TODAY - 55, 10, 0, STATE_DONE)}, 600,
	"a", SUGGEST_USUAL},
    {"the day before", {ON("a", TODAY - 56, 10, 0, STATE_DONE)}, 600, SUGGEST_FIRST,
	SUGGEST_START},
    {"before 1970, from a damaged file", {ON("a", TODAY, -1000000, 0, STATE_DONE)},
	480, "a", SUGGEST_USUAL},
};

static void
suggestions(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		enum suggest_why why;
		const char *id;
		size_t n = 0;

		while (n < ARRAY_LEN(rows[i].past) && *rows[i].past[n].routine)
			n++;
		id = suggest_routine(rows[i].past, n, TODAY, rows[i].minute, &why);
		if (strcmp(id, rows[i].routine) != 0 || why != rows[i].why)
			fail_msg("%s: %s %d", rows[i].remark, id, why);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(suggestions)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
