#include "history/suggest.h"

#include <string.h>

#define DAY_MIN (24 * 60)

static bool
same(const struct past_session *a, const struct past_session *b)
{
	return strcmp(a->routine, b->routine) == 0;
}

/* The newest that was broken off and has not been done since.  A killed one is
 * running until somebody settles it. */
static const struct past_session *
unfinished(const struct past_session *past, size_t n, int32_t today)
{
	for (size_t i = 0; i < n && past[i].day > today - SUGGEST_UNFINISHED_DAYS;
	     i++) {
		bool done = past[i].state != STATE_PARTIAL &&
			    past[i].state != STATE_RUNNING;

		for (size_t k = 0; k < i && !done; k++)
			done =
			    past[k].state == STATE_DONE && same(&past[k], &past[i]);
		if (!done)
			return &past[i];
	}
	return NULL;
}

/* Minutes between two times of day, the short way round. */
static int
apart_min(int a, int b)
{
	int d = a > b ? a - b : b - a;

	return d > DAY_MIN / 2 ? DAY_MIN - d : d;
}

static bool
is_near(const struct past_session *p, int32_t today, int minute)
{
	int64_t local = p->started_ms / 60000 + p->offset_min;
	int at = (int)((local % DAY_MIN + DAY_MIN) % DAY_MIN);

	return (p->state == STATE_DONE || p->state == STATE_PARTIAL) &&
	       p->day > today - SUGGEST_DAYS &&
	       apart_min(at, minute) <= SUGGEST_NEAR_MIN;
}

static const struct past_session *
usual(const struct past_session *past, size_t n, int32_t today, int minute)
{
	const struct past_session *best = NULL;
	int most = 0;

	for (size_t i = 0; i < n; i++) {
		int times = 0;

		for (size_t k = i; k < n && is_near(&past[i], today, minute); k++)
			times += same(&past[i], &past[k]) &&
				 is_near(&past[k], today, minute);
		if (times > most) {
			most = times;
			best = &past[i];
		}
	}
	return best;
}

const char *
suggest_routine(const struct past_session *past, size_t n, int32_t today,
    int minute, enum suggest_why *why)
{
	const struct past_session *found = unfinished(past, n, today);

	*why = SUGGEST_UNFINISHED;
	if (!found) {
		found = usual(past, n, today, minute);
		*why = SUGGEST_USUAL;
	}
	if (found)
		return found->routine;
	*why = SUGGEST_START;
	return SUGGEST_FIRST;
}
