/*
 * The states of the home screen and of the settings.
 */
#include "tests/screen/scene.h"
#include "tests/test.h"

#include <string.h>

static void
draw_home(struct frame *f, struct scene *s)
{
	struct home_view v = scene_home(s);

	v.suggested = v.routines[1];
	assert_true(view_home(f, &v) >= 0);
}

/* Before anything is known but the streak and the titles of last time. */
static void
draw_home_first(struct frame *f, struct scene *s)
{
	struct home_view v = scene_home(s);

	v.early = true;
	v.minutes_today = 0;
	v.streak.status = STREAK_DONE;
	v.streak.done_today = 1;
	v.streak.at_risk = false;
	v.days = NULL;
	v.n_days = 0;
	v.selected = v.n;
	v.steps = NULL;
	view_home(f, &v);
}

/* A history of nothing. */
static void
draw_home_new(struct frame *f, struct scene *s)
{
	struct home_view v = scene_home(s);

	v.streak = (struct streak){
	    .today = s->streak.today, .on = true, .goal = 1, .status = STREAK_OPEN};
	v.n_days = 0;
	v.suggested = v.routines[SCENE_SELECTED];
	view_home(f, &v);
}

static void
draw_home_done(struct frame *f, struct scene *s)
{
	struct home_view v = scene_home(s);

	v.streak.done_today = 1;
	v.streak.status = STREAK_DONE;
	v.streak.at_risk = false;
	v.minutes_today = 8;
	v.suggested = v.routines[0];
	v.why = SUGGEST_USUAL;
	v.notice = "config.ini:4: volume: 0 to 100 is allowed; 80 is used";
	view_home(f, &v);
}

/* A weekend off, an illness, and a freeze that was used; a weekly goal. */
static void
draw_home_rest(struct frame *f, struct scene *s)
{
	static const char tail[] = "rrdddddrrpppppppppdddfddrrr";
	struct home_view v = scene_home(s);
	struct day_total days[1] = {
	    {.day = s->streak.today - 7, .active_ms = 400000}};

	memset(v.streak.marks, '-', STREAK_MARKS);
	memcpy(v.streak.marks + STREAK_MARKS - strlen(tail), tail, strlen(tail));
	v.streak.status = STREAK_REST;
	v.streak.at_risk = false;
	v.streak.weekly = 4;
	v.streak.week_done = 4;
	v.days = days;
	v.n_days = 1;
	v.minutes_today = 0;
	view_home(f, &v);
}

static void
draw_home_unfinished(struct frame *f, struct scene *s)
{
	struct home_view v = scene_home(s);

	v.suggested = v.routines[1];
	v.why = SUGGEST_UNFINISHED;
	view_home(f, &v);
}

static void
draw_home_problem(struct frame *f, struct scene *s)
{
	struct home_view v = scene_home(s);

	v.selected = 0;
	v.steps = NULL;
	v.figure.on = false;
	v.problem = "hourly-one-minute.ini:9: there is no exercise standing-reech";
	view_home(f, &v);
}

static void
draw_home_routine(struct frame *f, struct scene *s)
{
	struct home_view v = scene_home(s);

	v.page = 1;
	v.scroll = 2;
	view_home(f, &v);
}

static void
draw_home_step(struct frame *f, struct scene *s)
{
	struct home_view v = scene_home(s);

	v.page = 4;
	view_home(f, &v);
}

/* Without motion. */
static void
draw_home_keys(struct frame *f, struct scene *s)
{
	struct home_view v = scene_home(s);

	v.keys = s->figure;
	view_home(f, &v);
}

static void
draw_home_search(struct frame *f, struct scene *s)
{
	struct home_view v = scene_home(s);
	struct pick pick = PICK_ALL;

	strcpy(pick.text, "neck 日本e\xcc\x81");
	v.pick = &pick;
	v.mode = HOME_TYPE;
	v.routines += 2;
	v.n = 2;
	v.selected = SCENE_SELECTED - 2;
	view_home(f, &v);
}

static void
draw_home_no_match(struct frame *f, struct scene *s)
{
	struct home_view v = scene_home(s);
	struct pick pick = {"unicycle", REGION_NECK, -1, 5};

	v.pick = &pick;
	v.n = v.selected = 0;
	v.steps = NULL;
	view_home(f, &v);
}

static void
draw_home_filter(struct frame *f, struct scene *s)
{
	struct home_view v = scene_home(s);
	struct pick pick = {"", REGION_LOWER_BACK, -1, 5};

	v.pick = &pick;
	v.mode = HOME_FILTER;
	v.filter = FILTER_TOOL;
	v.routines += 1;
	v.n = 3;
	v.selected = SCENE_SELECTED - 1;
	view_home(f, &v);
}

static void
draw_home_filtered(struct frame *f, struct scene *s)
{
	struct home_view v = scene_home(s);
	struct pick pick = {"", -1, TOOL_FOAM_ROLLER, 10};

	v.pick = &pick;
	v.routines += 1;
	v.n = 3;
	v.selected = SCENE_SELECTED - 1;
	view_home(f, &v);
}

/* The settings of somebody who has set two. */
static void
settings_shown(struct frame *f, struct settings_view *v)
{
	struct settings settings;

	settings_init(&settings);
	settings.is_set[SET_SOUND_VOLUME] = settings.is_set[SET_SCREEN_MOTION] =
	    true;
	v->settings = &settings;
	view_settings(f, v);
	settings_fini(&settings);
}

static void
draw_settings(struct frame *f, struct scene *s)
{
	(void)s;
	settings_shown(f, &(struct settings_view){.selected = SET_SCREEN_MOTION,
			      .done = "screen.motion = yes, now"});
}

static void
draw_settings_typing(struct frame *f, struct scene *s)
{
	(void)s;
	settings_shown(f,
	    &(struct settings_view){.selected = SET_SOUND_VOLUME,
		.typing = true,
		.text = "77",
		.notice =
		    "sound.volume = 77: a whole number from -40 to 0 is expected"});
}

const struct view_state states_home[] = {
    {"home", draw_home},
    {"home-new", draw_home_new},
    {"home-first", draw_home_first},
    {"home-done", draw_home_done},
    {"home-unfinished", draw_home_unfinished},
    {"home-rest", draw_home_rest},
    {"home-problem", draw_home_problem},
    {"home-routine", draw_home_routine},
    {"home-step", draw_home_step},
    {"home-keys", draw_home_keys},
    {"home-search", draw_home_search},
    {"home-no-match", draw_home_no_match},
    {"home-filter", draw_home_filter},
    {"home-filtered", draw_home_filtered},
    {"settings", draw_settings},
    {"settings-typing", draw_settings_typing},
    {NULL, NULL},
};
