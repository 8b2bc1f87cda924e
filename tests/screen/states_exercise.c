/*
 * The states of the screen of one movement.
 */
#include "screen/figure_now.h"
#include "tests/screen/scene.h"

static struct exercise_view
exercise_view(struct scene *s)
{
	struct exercise_view v = {
	    .exercise = s->steps[SCENE_STEP], .side = SIDE_LEFT, .sheet = s->sheet};

	v.figure.on = true;
	v.figure.box = figure_box(s->figures[SCENE_STEP]);
	motion_loop(s->figures[SCENE_STEP], 6000, 0, &v.figure.still);
	return v;
}

static void
draw_moving(struct frame *f, struct scene *s)
{
	struct exercise_view v = exercise_view(s);

	view_exercise(f, &v);
}

static void
draw_still(struct frame *f, struct scene *s)
{
	struct exercise_view v = exercise_view(s);

	v.keys = s->figures[SCENE_STEP];
	v.side = SIDE_RIGHT;
	v.scroll = 1000;
	view_exercise(f, &v);
}

const struct view_state states_exercise[] = {
    {"exercise", draw_moving},
    {"exercise-still", draw_still},
    {NULL, NULL},
};
