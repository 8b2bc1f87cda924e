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

static void
draw_switch(struct frame *f, struct scene *s)
{
	struct session_view v = scene_session(s, 107000);

	view_session(f, &v);
}

static void
draw_muted(struct frame *f, struct scene *s)
{
	struct session_view v = scene_session(s, 151000);

	v.snap.muted = true;
	v.told = "Muted.";
	view_session(f, &v);
}

static void
draw_last(struct frame *f, struct scene *s)
{
	struct session_view v = scene_session(s, s->score->end_ms - 9000);

	view_session(f, &v);
}

/* Without motion: key poses, and a breath in words. */
static void
draw_still(struct frame *f, struct scene *s)
{
	struct session_view v = scene_session(s, 125000);

	v.motion = false;
	v.keys = s->now;
	v.told = "The figure stays still.";
	view_session(f, &v);
}

/* A pose that cannot be had. */
static void
draw_no_figure(struct frame *f, struct scene *s)
{
	struct session_view v = scene_session(s, 22000);

	v.figure.on = false;
	view_session(f, &v);
}

static void
draw_breath(struct frame *f, struct scene *s)
{
	struct session_view v = scene_session_of(s, "pre-sleep-10", 359000);

	view_session(f, &v);
}

static void
draw_floor(struct frame *f, struct scene *s)
{
	struct session_view v = scene_session_of(s, "hips-after-sitting-8", 31500);

	view_session(f, &v);
}

const struct view_state states_session[] = {
    {"session-lead", draw_lead},
    {"session-hold", draw_hold},
    {"session-rest", draw_rest},
    {"session-change", draw_change},
    {"session-paused", draw_paused},
    {"session-asking", draw_asking},
    {"session-switch", draw_switch},
    {"session-muted", draw_muted},
    {"session-last", draw_last},
    {"session-still", draw_still},
    {"session-no-figure", draw_no_figure},
    {"session-breath", draw_breath},
    {"session-floor", draw_floor},
    {NULL, NULL},
};
