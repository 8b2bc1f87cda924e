#include "history/measures.h"

#include "base/civil.h"
#include "base/mem.h"
#include "history/median.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int32_t
pair_at(int32_t day, int64_t started_ms)
{
	int64_t s = started_ms / 1000 - civil_utc_ms(day) / 1000;

	return s > INT32_MAX ? INT32_MAX : s < INT32_MIN ? INT32_MIN : (int32_t)s;
}

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

	order = order ? order : compare(p->at_s, q->at_s);
	return order ? order : compare(p->before, q->before);
}

#define SCORES 11 /* 0 to 10 */

static bool
is_score(int8_t score)
{
	return score >= 0 && score < SCORES;
}

/* Those with a score before, oldest first; the caller frees them. */
static struct pair *
scored(const struct pair *pairs, size_t n, size_t *found)
{
	struct pair *out = mem_new(n ? n : 1, sizeof(*out));

	*found = 0;
	for (size_t i = 0; i < n; i++)
		if (is_score(pairs[i].before))
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

/* How often each score was given on each day, which is what a slope needs of any
 * number of sessions.  The caller frees them. */
static struct point *
points_of(const struct pair *pairs, size_t n, size_t *n_points)
{
	struct point *points = NULL;
	uint32_t times[SCORES];

	*n_points = 0;
	for (size_t i = 0, first = 0; i < n; first = i) {
		memset(times, 0, sizeof(times));
		for (; i < n && pairs[i].day == pairs[first].day; i++)
			times[pairs[i].before]++;
		points = mem_resize(points, *n_points + SCORES, sizeof(*points));
		for (int score = 0; score < SCORES; score++)
			if (times[score])
				points[(*n_points)++] = (struct point){
				    (double)pairs[first].day - pairs[0].day, score,
				    times[score]};
	}
	return points;
}

static void
slope(const struct pair *pairs, size_t n, struct trend *out)
{
	struct point *points;
	double per_day = 0;
	size_t n_points;

	if ((int64_t)pairs[n - 1].day - pairs[0].day < TREND_LEAST_DAYS)
		return;
	points = points_of(pairs, n, &n_points);
	out->sloping = median_slope(points, n_points, &per_day);
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

/* How often each number was counted, and the median of them all. */
struct counts {
	size_t times[2 * SCORES - 1];
	int least; /* what times[0] counts */
};

static int
ranked(const struct counts *c, size_t rank)
{
	int i = 0;

	for (size_t seen = c->times[0]; seen <= rank; seen += c->times[i])
		i++;
	return c->least + i;
}

static double
median_count(const struct counts *c, size_t n)
{
	return (ranked(c, (n - 1) / 2) + ranked(c, n / 2)) / 2.0;
}

void
measure_effect(const struct pair *pairs, size_t n, struct effect *out)
{
	struct counts by = {.least = 1 - SCORES}, before = {{0}}, after = {{0}};

	*out = (struct effect){0};
	for (size_t i = 0; i < n; i++) {
		if (!is_score(pairs[i].before) || !is_score(pairs[i].after))
			continue;
		by.times[pairs[i].after - pairs[i].before - by.least]++;
		before.times[pairs[i].before]++;
		after.times[pairs[i].after]++;
		out->n++;
	}
	if (out->n == 0)
		return;
	out->median = median_count(&by, out->n);
	out->before = median_count(&before, out->n);
	out->after = median_count(&after, out->n);
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
