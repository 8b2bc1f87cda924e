/*
 * The states of the statistics: of half a year with everything in it, of a year,
 * of nothing.
 */
#include "base/mem.h"
#include "tests/screen/scene.h"
#include "tests/test.h"

#include <string.h>

#define BACK_OF(region) BIT_OF(REGION_##region)

static void
tell_days(struct period *p, const struct scene *s)
{
	for (size_t i = 0; i < s->n_days; i++)
		period_day(p, &(struct day_total){.day = s->days[i].day,
				  .done = s->days[i].done > 0,
				  .active_ms = s->days[i].active_ms,
				  .planned_ms = 300000,
				  .sessions = 1,
				  .held = s->days[i].active_ms > 0});
}

/* Every third day some stretching; more on the left in the neck. */
static void
tell_doses(struct period *p)
{
	for (int32_t day = p->from; day <= p->to; day += 3) {
		period_dose(p, day, BACK_OF(NECK) | BACK_OF(SHOULDERS),
		    KIND_STRETCH, SIDE_LEFT, 60000);
		period_dose(p, day, BACK_OF(NECK), KIND_STRETCH, SIDE_RIGHT, 40000);
		period_dose(p, day, BACK_OF(NECK), KIND_BREATH, SIDE_NONE, 25000);
		period_dose(p, day, BACK_OF(UPPER_BACK) | BACK_OF(MID_BACK),
		    KIND_ROLL, SIDE_NONE, 90000);
		period_dose(p, day, BACK_OF(HIPS), KIND_STRETCH, SIDE_LEFT, 300000);
		period_dose(
		    p, day, BACK_OF(HIPS), KIND_STRETCH, SIDE_RIGHT, 300000);
	}
}

static void
tell_scores(struct period *p, enum region region, int32_t every, const char *before)
{
	for (int i = 0; before[i]; i++) {
		int score = before[i] - '0';
		struct pair pair = {p->to - every * (int)(strlen(before) - i), i,
		    (int8_t)score, (int8_t)(score > 2 ? score - 2 : 0)};

		if (i % 5 == 4)
			pair.after = MEASURE_NONE;
		period_tension(p, region, &pair);
	}
}

/* Some movements of some sessions that were rated. */
static void
tell_movements(struct period *p)
{
	static const struct {
		const char *id;
		int n, best, worst;
	} did[] = {{"neck-side-bend-stretch", 24, -3, -1},
	    {"levator-stretch", 24, -3, -1}, {"chin-tuck-seated", 14, -2, 0},
	    {"shrug-and-drop", 9, -4, 2}, {"shoulder-rolls", 7, 1, 1},
	    {"cat-cow", 3, -1, -1}};
	int8_t change[DOSE_REGIONS];

	memset(change, HELPS_UNRATED, sizeof(change));
	for (int i = 0; i < 24; i++)
		for (size_t m = 0; m < ARRAY_LEN(did); m++) {
			if (i >= did[m].n)
				continue;
			change[REGION_NECK] =
			    (int8_t)(did[m].best +
				     i * 7 % (did[m].worst - did[m].best + 1));
			period_did(p, p->to, (uint64_t)i, did[m].id, BACK_OF(NECK),
			    change);
		}
}

static void
tell_rest(struct period *p)
{
	static const char *const names[] = {
	    "sit through a meeting", "drive for an hour"};

	p->left[WHY_TIME] = 4;
	p->left[WHY_UNCLEAR] = 1;
	period_alarm(p, &(struct alarm_raised){p->to - 3, 1, "roller-upper-back"});
	period_alarm(p, &(struct alarm_raised){p->to - 60, 0, ""});
	period_alarm(p, &(struct alarm_raised){p->to - 30, 4, "my-own-movement"});
	for (int32_t i = 0; i < 12; i++) {
		struct pair mood = {p->to - i, 0, 3, (int8_t)(3 + i % 3)};

		period_mood(p, &mood);
		period_morning(
		    p, p->to - i, &(struct morning){(int8_t)(i == 5 ? 7 : 4), 5});
		period_level(
		    p, &(struct level){p->to - 14 * i, (int8_t)(i > 6 ? 0 : 1)});
	}
	period_pain(p, &(struct pair){p->to - 9, 0, 5, 3});
	for (int i = 0; i < 2; i++) {
		strcpy(p->ability_name[i], names[i]);
		period_ability(p, &(struct ability){p->to - 28, i, 4});
		period_ability(
		    p, &(struct ability){p->to - 1, i, (int8_t)(i ? 5 : 7)});
	}
	period_global(p, &(struct global_change){p->to - 5, 2});
	p->planned = 110;
	p->planned_done = 88;
}

static void
tell(struct period *p, const struct scene *s, int weeks)
{
	period_init(p, period_from(s->streak.today, weeks), s->streak.today);
	tell_days(p, s);
	tell_doses(p);
	tell_scores(p, REGION_NECK, 4, "677665676554655443433");
	tell_scores(p, REGION_LOWER_BACK, 2, "77666555");
	tell_scores(p, REGION_HIPS, 3, "323");
	tell_scores(p, REGION_UPPER_BACK, 1, "2223334444");
	tell_movements(p);
	tell_rest(p);
	period_close(p);
}

static const char *
name_of(struct scene *s, const char *id)
{
	const struct exercise *e = *id ? library_exercise(s->lib, id, NULL) : NULL;

	return e ? e->name : id;
}

/* Shows v of a period that lives as long as it is drawn. */
static void
show(struct frame *f, struct scene *s, struct stats_view v, struct period *p,
    int (*draw)(struct frame *, const struct stats_view *))
{
	const char *helps[8], *alarms[8];

	assert_in_range(p->n_helps, 0, 8);
	assert_in_range(p->n_alarms, 0, 8);
	for (size_t i = 0; i < p->n_helps; i++)
		helps[i] = name_of(s, p->helps[i].exercise);
	for (size_t i = 0; i < p->n_alarms; i++)
		alarms[i] = name_of(s, p->alarms[i].exercise);
	v.period = p;
	v.help_names = helps;
	v.alarm_names = alarms;
	draw(f, &v);
	period_fini(p);
}

static void
show_part(
    struct frame *f, struct scene *s, enum stats_part part, int chosen, int weeks)
{
	struct stats_view v = {.streak = s->streak, .part = part, .chosen = chosen};
	struct period p;

	tell(&p, s, weeks);
	show(f, s, v, &p, view_stats);
}

static void
draw_weeks(struct frame *f, struct scene *s)
{
	show_part(f, s, STATS_WEEKS, 2, STATS_WEEKS_HALF);
}

static void
draw_year(struct frame *f, struct scene *s)
{
	show_part(f, s, STATS_WEEKS, 40, STATS_WEEKS_YEAR);
}

static void
draw_region(struct frame *f, struct scene *s)
{
	show_part(f, s, STATS_REGIONS, 0, STATS_WEEKS_HALF);
}

/* Mark's. */
static void
draw_unclear(struct frame *f, struct scene *s)
{
	show_part(f, s, STATS_REGIONS, 4, STATS_WEEKS_HALF);
}

static void
draw_early(struct frame *f, struct scene *s)
{
	show_part(f, s, STATS_REGIONS, 5, STATS_WEEKS_HALF);
}

static void
draw_worse(struct frame *f, struct scene *s)
{
	show_part(f, s, STATS_REGIONS, 2, STATS_WEEKS_HALF);
}

static void
draw_movements(struct frame *f, struct scene *s)
{
	show_part(f, s, STATS_MOVEMENTS, 1, STATS_WEEKS_HALF);
}

static void
draw_more(struct frame *f, struct scene *s)
{
	show_part(f, s, STATS_REST, 0, STATS_WEEKS_HALF);
}

static void
show_none(struct frame *f, struct scene *s, enum stats_part part)
{
	struct streak none = {.today = s->streak.today, .on = true, .goal = 1};
	struct stats_view v = {.streak = none, .part = part};
	struct period p;

	if (part == STATS_WEEKS)
		v.notice = "history.db: it is damaged and was left as it is; move "
			   "it away to begin a new one";
	period_init(&p, period_from(none.today, STATS_WEEKS_HALF), none.today);
	period_close(&p);
	show(f, s, v, &p, view_stats);
}

static void
draw_none(struct frame *f, struct scene *s)
{
	show_none(f, s, STATS_WEEKS);
}

static void
draw_no_region(struct frame *f, struct scene *s)
{
	show_none(f, s, STATS_REGIONS);
}

static void
draw_no_movement(struct frame *f, struct scene *s)
{
	show_none(f, s, STATS_MOVEMENTS);
}

static void
draw_no_more(struct frame *f, struct scene *s)
{
	show_none(f, s, STATS_REST);
}

/* As it is printed; a frame that is too short for it is full. */
static void
draw_whole(struct frame *f, struct scene *s)
{
	struct stats_view v = {.streak = s->streak};
	struct period p;

	tell(&p, s, STATS_WEEKS_HALF);
	show(f, s, v, &p, view_stats_whole);
}

const struct view_state states_stats[] = {
    {"stats", draw_weeks},
    {"stats-year", draw_year},
    {"stats-region", draw_region},
    {"stats-unclear", draw_unclear},
    {"stats-early", draw_early},
    {"stats-worse", draw_worse},
    {"stats-movements", draw_movements},
    {"stats-more", draw_more},
    {"stats-none", draw_none},
    {"stats-no-region", draw_no_region},
    {"stats-no-movement", draw_no_movement},
    {"stats-no-more", draw_no_more},
    {"stats-whole", draw_whole},
    {NULL, NULL},
};
