#include "history/period.h"

#include "base/civil.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

/* What is only needed until everything has been told. */
struct period_told {
	struct day_total *day; /* one for each day of the period */
	struct helps *helps;
	struct morning *mornings;
	struct level *levels;
	struct ability *abilities;
	struct global_change *globals;
	size_t n_mornings, n_levels, n_abilities, n_globals;
};

int32_t
period_from(int32_t today, int weeks)
{
	return today - civil_weekday(today) - 7 * (weeks - 1);
}

static size_t
n_days_of(const struct period *p)
{
	return (size_t)(p->to - p->from) + 1;
}

void
period_init(struct period *p, int32_t from, int32_t to)
{
	*p = (struct period){
	    .from = from, .to = to, .first = from - civil_weekday(from)};
	p->weeks = (to - p->first) / 7 + 1;
	p->week = mem_new((size_t)p->weeks, sizeof(*p->week));
	p->levels = mem_new((size_t)p->weeks, 1);
	p->told = mem_new(1, sizeof(*p->told));
	p->told->helps = helps_new();
	p->told->day = mem_new(n_days_of(p), sizeof(*p->told->day));
}

static void
told_free(struct period_told *told)
{
	if (!told)
		return;
	helps_free(told->helps);
	free(told->day);
	free(told->mornings);
	free(told->levels);
	free(told->abilities);
	free(told->globals);
	free(told);
}

void
period_fini(struct period *p)
{
	for (int r = 0; r < DOSE_REGIONS; r++)
		free(p->region[r].pairs);
	told_free(p->told);
	free(p->days);
	free(p->week);
	free(p->moods);
	free(p->pains);
	free(p->alarms);
	free(p->levels);
	free(p->helps);
	*p = (struct period){0};
}

/* --- what is told ------------------------------------------------------------- */

static bool
inside(const struct period *p, int32_t day)
{
	return day >= p->from && day <= p->to;
}

/* The list with one more item; it grows to twice its size whenever it has reached
 * a power of two. */
static void *
one_more(void *list, size_t *n, const void *item, size_t size)
{
	if ((*n & (*n - 1)) == 0)
		list = mem_resize(list, *n ? 2 * *n : 1, size);
	memcpy((char *)list + *n * size, item, size);
	++*n;
	return list;
}

void
period_session(struct period *p, const struct period_session *s)
{
	struct day_total *day;

	if (!inside(p, s->day) || s->state == STATE_SKIPPED)
		return;
	day = &p->told->day[s->day - p->from];
	day->done += s->state == STATE_DONE;
	day->active_ms += s->active_ms;
	p->done += s->state == STATE_DONE;
	p->active_ms += s->active_ms;
	p->planned_ms += s->planned_ms;
	p->sessions++;
}

void
period_dose(struct period *p, int32_t day, uint64_t regions, enum kind kind,
    enum side side, int64_t held_ms)
{
	if (!inside(p, day))
		return;
	dose_add(p->dose, regions, kind, side, held_ms);
	dose_add(p->week[(day - p->first) / 7], regions, kind, side, held_ms);
}

void
period_tension(struct period *p, enum region region, const struct pair *pair)
{
	struct period_region *r = &p->region[region];

	if (inside(p, pair->day))
		r->pairs = one_more(r->pairs, &r->n, pair, sizeof(*pair));
}

void
period_mood(struct period *p, const struct pair *pair)
{
	if (inside(p, pair->day))
		p->moods = one_more(p->moods, &p->n_moods, pair, sizeof(*pair));
}

void
period_pain(struct period *p, const struct pair *pair)
{
	if (inside(p, pair->day))
		p->pains = one_more(p->pains, &p->n_pains, pair, sizeof(*pair));
}

void
period_did(struct period *p, int32_t day, uint64_t session, const char *exercise,
    uint64_t regions, const int8_t change[DOSE_REGIONS])
{
	if (inside(p, day))
		helps_add(p->told->helps, session, exercise, regions, change);
}

void
period_morning(struct period *p, int32_t day, const struct morning *morning)
{
	if (inside(p, day))
		p->told->mornings = one_more(p->told->mornings,
		    &p->told->n_mornings, morning, sizeof(*morning));
}

void
period_alarm(struct period *p, const struct alarm_raised *alarm)
{
	if (inside(p, alarm->day))
		p->alarms =
		    one_more(p->alarms, &p->n_alarms, alarm, sizeof(*alarm));
}

void
period_level(struct period *p, const struct level *level)
{
	if (inside(p, level->day))
		p->told->levels = one_more(
		    p->told->levels, &p->told->n_levels, level, sizeof(*level));
}

void
period_ability(struct period *p, const struct ability *asked)
{
	if (inside(p, asked->day))
		p->told->abilities = one_more(p->told->abilities,
		    &p->told->n_abilities, asked, sizeof(*asked));
}

void
period_global(struct period *p, const struct global_change *said)
{
	if (inside(p, said->day))
		p->told->globals = one_more(
		    p->told->globals, &p->told->n_globals, said, sizeof(*said));
}

/* --- what follows ------------------------------------------------------------- */

static int
by_time(const void *a, const void *b)
{
	const struct pair *p = a, *q = b;

	if (p->day != q->day)
		return p->day < q->day ? -1 : 1;
	return (p->started_ms > q->started_ms) - (p->started_ms < q->started_ms);
}

static void
sort_pairs(struct pair *pairs, size_t n)
{
	if (n > 1)
		qsort(pairs, n, sizeof(*pairs), by_time);
}

static void
close_days(struct period *p)
{
	const struct day_total *day = p->told->day;

	p->days = mem_new(n_days_of(p), sizeof(*p->days));
	for (size_t i = 0; i < n_days_of(p); i++) {
		p->days_active += day[i].active_ms > 0;
		if (day[i].done == 0 && day[i].active_ms == 0)
			continue;
		p->days[p->n_days] = day[i];
		p->days[p->n_days++].day = p->from + (int32_t)i;
	}
}

static void
close_regions(struct period *p)
{
	for (int i = 0; i < DOSE_REGIONS; i++) {
		struct period_region *r = &p->region[i];

		sort_pairs(r->pairs, r->n);
		measure_trend(r->pairs, r->n, i == REGION_NECK, &r->trend);
		measure_effect(r->pairs, r->n, &r->effect);
	}
}

void
period_close(struct period *p)
{
	struct period_told *told = p->told;

	close_days(p);
	close_regions(p);
	sort_pairs(p->moods, p->n_moods);
	sort_pairs(p->pains, p->n_pains);
	measure_effect(p->moods, p->n_moods, &p->mood);
	measure_effect(p->pains, p->n_pains, &p->pain);
	measure_alarms(p->alarms, p->n_alarms);
	measure_levels(told->levels, told->n_levels, p->first, p->weeks, p->levels);
	p->n_mornings =
	    measure_mornings(told->mornings, told->n_mornings, &p->n_worse);
	for (int i = 0; i < ABILITIES; i++)
		measure_ability(
		    told->abilities, told->n_abilities, i, &p->ability[i]);
	p->has_global = measure_global(told->globals, told->n_globals, &p->global);
	p->helps = helps_list(told->helps, &p->n_helps);
	p->n_soon = helps_early(told->helps);
	told_free(told);
	p->told = NULL;
}

double
period_weeks(const struct period *p)
{
	return (double)n_days_of(p) / 7;
}

int64_t
period_week_ms(const struct period *p, int week)
{
	int32_t first = p->first + 7 * week;
	int64_t ms = 0;

	for (size_t i = 0; i < p->n_days; i++)
		if (p->days[i].day >= first && p->days[i].day < first + 7)
			ms += p->days[i].active_ms;
	return ms;
}
