/*
 * The states of the end of a session.
 */
#include "base/mem.h"
#include "tests/screen/scene.h"
#include "tests/test.h"

#include <stdlib.h>

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

/* Begun by `uncoil start`, and read to its end. */
static void
draw_end_start(struct frame *f, struct scene *s)
{
	struct end_view v = end_of(s, false);
	struct area ratings = view_end_ratings(f->rows, f->cols);

	v.home = false;
	v.scroll = view_end(f, &v);
	for (int y = ratings.y; y < ratings.y + ratings.rows; y++)
		for (int x = 0; x < f->cols; x++)
			assert_string_equal(frame_cell(f, y, x)->text, "");
	v.scroll = 1000;
	view_end(f, &v);
}

const struct view_state states_end[] = {
    {"end", draw_end},
    {"end-wrong", draw_end_wrong},
    {"end-start", draw_end_start},
    {NULL, NULL},
};
