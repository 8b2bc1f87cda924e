#include "history/measures.h"

#include "base/mem.h"
#include "history/median.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* --- trend and effect --------------------------------------------------------- */

static int
compare(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

static int
by_time(const void *a, const void *b)
{
	const struct pair *p = a, *q = b;
	int order = compare(p->day, q->day);

	order = order ? order : compare(p->started_ms, q->started_ms);
	return order ? order : compare(p->before, q->before);
}

/* Those with a score before, oldest first; the caller frees them. */
static struct pair *
scored(const struct pair *pairs, size_t n, size_t *found)
{
	struct pair *out = mem_new(n ? n : 1, sizeof(*out));

	*found = 0;
	for (size_t i = 0; i < n; i++)
		if (pairs[i].before != MEASURE_NONE)
			out[(*found)++] = pairs[i];
	qsort(out, *found, sizeof(*out), by_time);
	return out;
}

static double
median_before(const struct pair *pairs, size_t n)
{
	double v[TREND_WINDOW];

	for (size_t i = 0; i < n; i++)
		v[i] = pairs[i].before;
	return median_of(v, n);
}

double
trend_threshold(double start, bool neck)
{
	if (neck)
		return 1.3;
	if (start > 7)
		return 3;
	if (start > 4)
		return 2;
	return fmax(1, 0.3 * start);
}

static enum verdict
judge(double change, double threshold)
{
	if (change <= -threshold)
		return VERDICT_IMPROVING;
	return change >= threshold ? VERDICT_WORSE : VERDICT_UNCLEAR;
}

static void
carry_over(const struct pair *pairs, size_t n, bool neck, struct trend *out)
{
	size_t w = n / 2 < TREND_WINDOW ? n / 2 : TREND_WINDOW;

	out->start = median_before(pairs, w);
	out->recent = median_before(pairs + n - w, w);
	out->change = out->recent - out->start;
	out->threshold = trend_threshold(out->start, neck);
	out->verdict = judge(out->change, out->threshold);
}

static void
slope(const struct pair *pairs, size_t n, struct trend *out)
{
	struct point *points;
	double per_day = 0;

	if ((int64_t)pairs[n - 1].day - pairs[0].day < TREND_LEAST_DAYS)
		return;
	points = mem_new(n, sizeof(*points));
	for (size_t i = 0; i < n; i++)
		points[i] = (struct point){
		    (double)pairs[i].day - pairs[0].day, pairs[i].before};
	out->sloping = median_slope(points, n, &per_day);
	out->slope_per_week = 7 * per_day;
	free(points);
}

void
measure_trend(const struct pair *pairs, size_t n, bool neck, struct trend *out)
{
	struct pair *told = scored(pairs, n, &n);

	*out = (struct trend){.n = n, .verdict = VERDICT_EARLY};
	if (n >= TREND_LEAST) {
		carry_over(told, n, neck, out);
		slope(told, n, out);
	}
	free(told);
}

static const char *
word_of(const char *const *words, size_t n, unsigned at)
{
	return at < n ? words[at] : "?";
}

const char *
verdict_word(enum verdict verdict)
{
	static const char *const words[] = {
	    "too early", "improving", "no clear change", "worse"};

	return word_of(words, ARRAY_LEN(words), verdict);
}

void
measure_effect(const struct pair *pairs, size_t n, struct effect *out)
{
	double *v = mem_new(3 * n + 1, sizeof(*v));
	double *before = v + n, *after = before + n;

	*out = (struct effect){0};
	for (size_t i = 0; i < n; i++) {
		if (pairs[i].before == MEASURE_NONE ||
		    pairs[i].after == MEASURE_NONE)
			continue;
		v[out->n] = pairs[i].after - pairs[i].before;
		before[out->n] = pairs[i].before;
		after[out->n++] = pairs[i].after;
	}
	if (out->n > 0) {
		out->median = median_of(v, out->n);
		out->before = median_of(before, out->n);
		out->after = median_of(after, out->n);
	}
	free(v);
}

/* --- how much was done -------------------------------------------------------- */

enum adherence
measure_adherence(int done, int planned, int *percent)
{
	int64_t hundredfold = (int64_t)done * 100;

	*percent = 0;
	if (planned <= 0)
		return ADHERENCE_NONE;
	*percent = (int)(hundredfold / planned);
	if (*percent >= 80)
		return ADHERENCE_ON_TRACK;
	return *percent >= 60 ? ADHERENCE_FINE : ADHERENCE_TALK;
}

const char *
adherence_word(enum adherence adherence)
{
	static const char *const words[] = {
	    "nothing was planned", "on track", "fine", "talk about barriers"};

	return word_of(words, ARRAY_LEN(words), adherence);
}

/* --- mornings, abilities, the whole ------------------------------------------- */

size_t
measure_mornings(const struct morning *mornings, size_t n, size_t *worse)
{
	size_t found = 0;

	*worse = 0;
	for (size_t i = 0; i < n; i++) {
		const struct morning *m = &mornings[i];

		if (m->score == MEASURE_NONE || m->day_before == MEASURE_NONE)
			continue;
		found++;
		*worse += m->score - m->day_before >= MORNING_WORSE;
	}
	return found;
}

/* Is a an earlier answer than b, or a lower one of that day? */
static bool
sooner(const struct ability *a, int32_t day, int score)
{
	return a->day < day || (a->day == day && a->score < score);
}

static bool
later(const struct ability *a, int32_t day, int score)
{
	return a->day > day || (a->day == day && a->score < score);
}

void
measure_ability(
    const struct ability *asked, size_t n, int which, struct ability_change *out)
{
	*out = (struct ability_change){0};
	for (size_t i = 0; i < n; i++) {
		const struct ability *a = &asked[i];

		if (a->which != which || a->score == MEASURE_NONE)
			continue;
		if (out->n == 0 || sooner(a, out->first_day, out->first)) {
			out->first_day = a->day;
			out->first = a->score;
		}
		if (out->n == 0 || later(a, out->last_day, out->last)) {
			out->last_day = a->day;
			out->last = a->score;
		}
		out->n++;
	}
	out->matters = abs(out->last - out->first) >= ABILITY_MATTERS;
}

bool
measure_global(
    const struct global_change *said, size_t n, struct global_change *latest)
{
	for (size_t i = 0; i < n; i++)
		if (i == 0 || said[i].day > latest->day ||
		    (said[i].day == latest->day && said[i].change < latest->change))
			*latest = said[i];
	return n > 0;
}

/* --- flags and levels ----------------------------------------------------------- */

static int
by_weight(const void *a, const void *b)
{
	const struct alarm_raised *p = a, *q = b;
	int order = compare(p->code != 0, q->code != 0);

	order = order ? order : compare(q->day, p->day);
	order = order ? order : compare(p->code, q->code);
	return order ? order : strcmp(p->exercise, q->exercise);
}

void
measure_alarms(struct alarm_raised *raised, size_t n)
{
	if (n > 1)
		qsort(raised, n, sizeof(*raised), by_weight);
}

void
measure_alarm_counts(
    const struct alarm_raised *raised, size_t n, int counts[ALARM_CODES])
{
	memset(counts, 0, ALARM_CODES * sizeof(*counts));
	for (size_t i = 0; i < n; i++)
		if (raised[i].code >= 0 && raised[i].code < ALARM_CODES)
			counts[raised[i].code]++;
}

void
measure_levels(
    const struct level *chosen, size_t n, int32_t first, int weeks, int8_t *out)
{
	memset(out, MEASURE_NONE, (size_t)weeks);
	for (size_t i = 0; i < n; i++) {
		int64_t days = (int64_t)chosen[i].day - first;
		int64_t week = days / 7;

		if (days < 0 || week >= weeks || chosen[i].level <= out[week])
			continue;
		out[week] = chosen[i].level;
	}
}
