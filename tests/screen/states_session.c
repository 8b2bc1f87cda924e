/*
 * The states of a session.
 */
#include "tests/screen/scene.h"

static void
draw_lead(struct frame *f, struct scene *s)
{
	struct session_view v = scene_session(s, 2000);

	view_session(f, &v);
}

static void
draw_hold(struct frame *f, struct scene *s)
{
	struct session_view v = scene_session(s, 120000);

	view_session(f, &v);
}

/* Without motion. */
static void
draw_still(struct frame *f, struct scene *s)
{
	struct session_view v = scene_session(s, 120000);

	v.keys = s->figures[v.snap.step];
	view_session(f, &v);
}

static void
draw_rest(struct frame *f, struct scene *s)
{
	struct session_view v = scene_session(s, 213500);

	v.snap.muted = true;
	view_session(f, &v);
}

static void
draw_change(struct frame *f, struct scene *s)
{
	struct session_view v = scene_session(s, 32000);

	v.notice = "no sound: the device went away; the session goes on";
	view_session(f, &v);
}

static void
draw_paused(struct frame *f, struct scene *s)
{
	struct session_view v = scene_session(s, 95300);

	v.snap.paused = true;
	view_session(f, &v);
}

static void
draw_asking(struct frame *f, struct scene *s)
{
	struct session_view v = scene_session(s, 280000);

	v.asking = true;
	view_session(f, &v);
}

const struct view_state states_session[] = {
    {"session-lead", draw_lead},
    {"session-hold", draw_hold},
    {"session-still", draw_still},
    {"session-rest", draw_rest},
    {"session-change", draw_change},
    {"session-paused", draw_paused},
    {"session-asking", draw_asking},
    {NULL, NULL},
};
