/*
 * The questions before a session, and after it on a small screen.
 */
#include "tests/screen/scene.h"
#include "tests/test.h"

#define NECK_AND_BACK (BIT_OF(REGION_NECK) | BIT_OF(REGION_LOWER_BACK))

static void
draw(struct frame *f, struct scene *s, const struct checkin *c)
{
	view_checkin(f, &(struct checkin_view){.checkin = c,
			    .title = s->routines[SCENE_SELECTED]->title,
			    .home = true});
}

static void
draw_before(struct frame *f, struct scene *s)
{
	struct checkin c;

	checkin_before(&c, NECK_AND_BACK);
	draw(f, s, &c);
}

/* Two tense regions: what hurts?  And one step back. */
static void
draw_pain(struct frame *f, struct scene *s)
{
	struct checkin c;

	checkin_before(&c, NECK_AND_BACK);
	checkin_answer(&c, 6);
	checkin_answer(&c, 10);
	checkin_answer(&c, 4);
	checkin_back(&c);
	draw(f, s, &c);
}

static void
draw_mood(struct frame *f, struct scene *s)
{
	struct checkin c;

	checkin_before(&c, NECK_AND_BACK);
	checkin_parse(&c, "neck=6,lower-back=4,pain=5", NULL);
	checkin_after(&c, &c);
	checkin_answer(&c, 3);
	checkin_pass(&c);
	checkin_answer(&c, 2);
	draw(f, s, &c);
}

/* A note that is longer than a row: its end is shown. */
static void
draw_note(struct frame *f, struct scene *s)
{
	struct checkin c;

	checkin_before(&c, 0);
	checkin_after(&c, &c);
	checkin_answer(&c, 4);
	for (const char *text =
		 "The left side was tighter today; after the second hold it let "
		 "go, "
		 "and the head turned further than it has all week, to both sides";
	     *text; text++)
		checkin_type(&c, (uint32_t)*text);
	draw(f, s, &c);
}

static void
draw_trouble(struct frame *f, struct scene *s)
{
	struct checkin c;

	checkin_before(&c, 0);
	checkin_after(&c, &c);
	checkin_ended(&c, true, NULL, 0);
	draw(f, s, &c);
}

const struct view_state states_checkin[] = {
    {"checkin-before", draw_before},
    {"checkin-pain", draw_pain},
    {"checkin-mood", draw_mood},
    {"checkin-note", draw_note},
    {"checkin-trouble", draw_trouble},
    {NULL, NULL},
};
