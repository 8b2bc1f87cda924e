/*
 * The states of the end of a session.
 */
#include "base/mem.h"
#include "tests/screen/scene.h"
#include "tests/test.h"

#include <stdlib.h>
#include <string.h>

static struct end_view
end_of(struct scene *s, bool wrong)
{
	struct session_record *r = &s->record;
	struct end_view v = {.record = r,
	    .score = s->score,
	    .streak = s->streak,
	    .minutes_today = 5,
	    .home = true,
	    .wrong = wrong};

	free(r->steps);
	*r = (struct session_record){.state = wrong ? STATE_PARTIAL : STATE_DONE};
	r->n_steps = s->score->n_parts;
	r->steps = mem_new(r->n_steps, sizeof(*r->steps));
	for (size_t i = 0; i < r->n_steps; i++) {
		const struct part *p = &s->score->parts[i];
		int64_t ms = p->end_ms - p->at_ms;
		bool skipped = i == 2;

		r->steps[i] = (struct step_record){.side = p->side,
		    .planned_ms = ms,
		    .held_ms = skipped ? 3000 : ms,
		    .outcome = skipped ? wrong ? OUTCOME_WRONG : OUTCOME_SKIPPED
				       : OUTCOME_DONE};
		r->planned_ms += ms;
		r->active_ms += r->steps[i].held_ms;
	}
	v.streak.at_risk = false;
	v.streak.done_today = 1;
	v.streak.status = STREAK_DONE;
	return v;
}

static void
draw_end(struct frame *f, struct scene *s)
{
	struct end_view v = end_of(s, false);

	view_end(f, &v);
}

static void
draw_end_wrong(struct frame *f, struct scene *s)
{
	struct end_view v = end_of(s, true);

	v.notice = "not saved: the disk is full";
	view_end(f, &v);
}

/* What was wrong, early on, and why a movement was left: choices in words. */
static void
draw_end_trouble(struct frame *f, struct scene *s)
{
	struct end_view v = end_of(s, true);
	struct checkin c;

	checkin_before(&c, 0);
	checkin_after(&c, &c);
	checkin_ended(&c, true, NULL, 0);
	v.checkin = &c;
	s->record.active_ms = 39000;
	v.minutes_today = 0;
	view_end(f, &v);
}

static void
draw_end_leaving(struct frame *f, struct scene *s)
{
	struct end_view v = end_of(s, false);
	struct checkin c;

	checkin_before(&c, BIT_OF(REGION_NECK));
	checkin_after(&c, &c);
	checkin_ended(&c, false, s->steps + 1, 1);
	v.checkin = &c;
	view_end(f, &v);
}

/* Of a session that went on: a step before was done another time. */
static void
draw_end_resumed(struct frame *f, struct scene *s)
{
	struct end_view v = end_of(s, false);
	struct session_record *r = &s->record;

	r->steps = mem_resize(r->steps, r->n_steps + 1, sizeof(*r->steps));
	memmove(&r->steps[1], r->steps, r->n_steps++ * sizeof(*r->steps));
	r->steps[0] = (struct step_record){.exercise = "before-it",
	    .planned_ms = 60000,
	    .held_ms = 60000,
	    .outcome = OUTCOME_DONE};
	v.first = 1;
	view_end(f, &v);
}

static void
draw_end_start(struct frame *f, struct scene *s)
{
	struct end_view v = end_of(s, false);

	v.home = false;
	v.scroll = view_end(f, &v);
	v.scroll = 1000;
	view_end(f, &v);
}

/* The questions under what was done, where there is room. */
static void
draw_end_asks(struct frame *f, struct scene *s)
{
	struct end_view v = end_of(s, false);
	struct checkin c;

	checkin_before(&c, BIT_OF(REGION_NECK) | BIT_OF(REGION_SHOULDERS));
	assert_true(checkin_parse(&c, "neck=6,shoulders=4,pain=5,mood=3", NULL));
	checkin_after(&c, &c);
	assert_true(checkin_answer(&c, 3));
	v.checkin = &c;
	view_end(f, &v);
}

static void
draw_end_answered(struct frame *f, struct scene *s)
{
	struct end_view v = end_of(s, false);
	struct checkin c;

	checkin_before(&c, BIT_OF(REGION_NECK));
	assert_true(checkin_parse(&c, "neck=6,shoulders=4,pain=5,mood=3", NULL));
	checkin_after(&c, &c);
	assert_true(checkin_parse(&c, "neck=3,shoulders=4,pain=4,mood=4", NULL));
	strcpy(c.note, "The left side is tighter.");
	v.checkin = &c;
	view_end(f, &v);
}

const struct view_state states_end[] = {
    {"end", draw_end},
    {"end-wrong", draw_end_wrong},
    {"end-trouble", draw_end_trouble},
    {"end-leaving", draw_end_leaving},
    {"end-resumed", draw_end_resumed},
    {"end-start", draw_end_start},
    {"end-asks", draw_end_asks},
    {"end-answered", draw_end_answered},
    {NULL, NULL},
};
