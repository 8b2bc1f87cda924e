/*
 * The states of the log.
 */
#include "base/mem.h"
#include "screen/view_log.h"
#include "tests/screen/scene.h"
#include "tests/test.h"

#include <string.h>

#define ROWS 40

/* Sessions of forty days, of each state, one with all that can be said. */
static struct log_view
log_of(struct scene *s, struct log_row rows[ROWS])
{
	struct log_view v = {.rows = rows, .n = ROWS, .text = ""};

	for (int i = 0; i < ROWS; i++) {
		struct session_record *r = &rows[i].record;

		*r = (struct session_record){.no = ROWS - i, .rev = 1};
		r->day = s->streak.today - i;
		r->started_ms = r->day * INT64_C(86400000) + 32400000 + i * 60000;
		r->planned_ms = 265000;
		r->active_ms = i % 4 == 3 ? 0 : 265000 - i * 5000;
		r->state = session_state_of(r->active_ms, r->planned_ms);
		rows[i].said = "";
		rows[i].title = s->routines[i % SCENE_ROUTINES]->title;
	}
	rows[0].record.state = STATE_RUNNING;
	rows[2].record.rev = 3;
	strcpy(rows[2].record.note,
	    "left side tighter than the right one, as always after a day of calls, "
	    "and better after the second round");
	return v;
}

static void
draw_log(struct frame *f, struct scene *s)
{
	struct log_row rows[ROWS];
	struct log_view v = log_of(s, rows);

	v.more = true;
	v.selected = 2;
	rows[2].said =
	    "neck 6 → 3, pain 5 → 4, mood 3 → 4; sharp pain, or pain of 6 or "
	    "more (Levator stretch); left early: Cat-cow (no time)";
	view_log(f, &v);
}

static void
draw_log_below(struct frame *f, struct scene *s)
{
	struct log_row rows[ROWS];
	struct log_view v = log_of(s, rows);

	v.selected = ROWS - 1;
	v.done = "removed; it counts no more";
	view_log(f, &v);
}

static void
draw_log_none(struct frame *f, struct scene *s)
{
	struct log_view v = {.text = ""};

	(void)s;
	v.notice = "history.db: it is damaged and was left as it is";
	view_log(f, &v);
}

static void
draw_log_note(struct frame *f, struct scene *s)
{
	struct log_row rows[ROWS];
	struct log_view v = log_of(s, rows);

	v.selected = 5;
	v.asks = LOG_ASKS_NOTE;
	v.text = "rücken war steif";
	view_log(f, &v);
}

static void
draw_log_rm(struct frame *f, struct scene *s)
{
	struct log_row rows[ROWS];
	struct log_view v = log_of(s, rows);

	v.selected = 1;
	v.asks = LOG_ASKS_RM;
	view_log(f, &v);
}

const struct view_state states_log[] = {
    {"log", draw_log},
    {"log-below", draw_log_below},
    {"log-none", draw_log_none},
    {"log-note", draw_log_note},
    {"log-rm", draw_log_rm},
    {0},
};
