/*
 * The states of the home screen.
 */
#include "tests/screen/scene.h"
#include "tests/test.h"

static void
draw_home(struct frame *f, struct scene *s)
{
	struct home_view v = scene_home(s);

	assert_true(view_home(f, &v) >= 0);
}

static void
draw_home_done(struct frame *f, struct scene *s)
{
	struct home_view v = scene_home(s);

	v.streak.done_today = 1;
	v.streak.at_risk = false;
	v.minutes_today = 8;
	v.scroll = 12;
	v.notice = "config.ini:4: volume: 0 to 100 is allowed; 80 is used";
	view_home(f, &v);
}

static void
draw_home_problem(struct frame *f, struct scene *s)
{
	struct home_view v = scene_home(s);

	v.selected = 0;
	v.steps = NULL;
	v.problem = "hourly-one-minute.ini:9: there is no exercise standing-reech";
	view_home(f, &v);
}

const struct view_state states_home[] = {
    {"home", draw_home},
    {"home-done", draw_home_done},
    {"home-problem", draw_home_problem},
    {NULL, NULL},
};
