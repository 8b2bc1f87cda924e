#include "base/mem.h"
#include "cmd/cmd.h"
#include "cmd/own.h"
#include "cmd/page.h"
#include "cmd/play.h"
#include "screen/views.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FIRST_ROUTINE "desk-reset-2"

struct home {
	struct own *own;
	struct run *run;
	const struct routine **routines;
	size_t n, selected;
	const struct exercise **steps; /* of the selected one, when loaded */
	struct err problem;
	int unusable; /* files that could not be read */
	struct str notice;
	int32_t today;
	struct streak streak;
	int minutes_today;
	int scroll, scroll_most;
	int64_t next_day; /* CLOCK_MONOTONIC at which today is over */
};

/* --- what is shown ---------------------------------------------------------------
 */

static void
load_routines(struct home *h)
{
	size_t n;
	const char *const *ids = library_ids(h->own->library, SHELF_ROUTINES, &n);

	h->routines = mem_new(n, sizeof(*h->routines));
	for (size_t i = 0; i < n; i++) {
		const struct routine *r =
		    library_routine(h->own->library, ids[i], NULL);

		if (r)
			h->routines[h->n++] = r;
		else
			h->unusable++;
	}
}

/* Shortest first, then by title: what fits between two meetings is on top. */
static int
by_minutes(const void *a, const void *b)
{
	const struct routine *x = *(const struct routine *const *)a;
	const struct routine *y = *(const struct routine *const *)b;

	return x->minutes != y->minutes ? x->minutes - y->minutes
					: strcmp(x->title, y->title);
}

static void
select_routine(struct home *h, size_t i)
{
	free(h->steps);
	h->steps = NULL;
	h->problem.text[0] = '\0';
	h->scroll = 0;
	h->selected = i;
	if (i < h->n)
		h->steps =
		    library_steps(h->own->library, h->routines[i], &h->problem);
}

static void
look_at_today(struct home *h, const struct instant *now)
{
	int64_t start_min = h->own->settings.number[SET_STREAK_DAY_START];
	int64_t tomorrow_ms;

	h->today = own_today(h->own, now);
	own_streak(h->own, h->today, &h->streak);
	h->minutes_today = own_minutes(h->own, h->today);
	tomorrow_ms = (int64_t)(h->today + 1) * 86400000 +
		      (start_min - now->offset_min) * 60000;
	h->next_day = now->mono + (tomorrow_ms - now->wall_ms) * 1000000;
}

static bool
turn(void *self, const struct instant *now)
{
	struct home *h = self;

	if (now->mono >= h->next_day)
		look_at_today(h, now);
	return true;
}

static int64_t
due(void *self, const struct instant *now)
{
	struct home *h = self;

	(void)now;
	return h->next_day;
}

static void
draw(void *self, struct frame *f, const struct instant *now)
{
	struct home *h = self;

	(void)now;
	h->scroll_most =
	    view_home(f, &(struct home_view){
			     .streak = h->streak,
			     .minutes_today = h->minutes_today,
			     .routines = h->routines,
			     .n = h->n,
			     .selected = h->selected,
			     .steps = h->steps,
			     .problem = *h->problem.text ? h->problem.text : NULL,
			     .notice = h->notice.len ? h->notice.s : NULL,
			     .scroll = h->scroll,
			 });
	if (h->scroll > h->scroll_most)
		h->scroll = h->scroll_most;
}

/* --- keys
 * -------------------------------------------------------------------------- */

static bool
start(struct home *h)
{
	const struct routine *r;
	struct play_options o = {0};
	struct instant now;
	struct play *p;
	bool may, over;

	if (h->selected >= h->n || !h->steps)
		return true;
	r = h->routines[h->selected];
	o.routine = r->id;
	if (page_before(h->run, h->own, r->flags, false, &may) != RUN_OVER)
		return false;
	now = run_now();
	p = may ? play_new(h->own, &o, &now, &h->problem) : NULL;
	if (!p)
		return true;
	over = play_run(p, h->run) == RUN_OVER &&
	       play_show_end(p, h->run) == RUN_OVER && !play_left(p);
	play_free(p);
	now = run_now();
	look_at_today(h, &now);
	return over;
}

static void
step_by(struct home *h, int by)
{
	int64_t to = (int64_t)h->selected + by;

	if (h->n == 0)
		return;
	if (to < 0)
		to = 0;
	if (to >= (int64_t)h->n)
		to = (int64_t)h->n - 1;
	if ((size_t)to != h->selected)
		select_routine(h, (size_t)to);
}

static void
scroll_by(struct home *h, int by)
{
	h->scroll += by;
	if (h->scroll > h->scroll_most)
		h->scroll = h->scroll_most;
	if (h->scroll < 0)
		h->scroll = 0;
}

static bool
key(void *self, int pressed, const struct instant *now)
{
	struct home *h = self;

	(void)now;
	switch (pressed) {
	case TERM_UP:
	case 'k':
		step_by(h, -1);
		return true;
	case TERM_DOWN:
	case 'j':
		step_by(h, 1);
		return true;
	case TERM_HOME:
		step_by(h, -(int)h->n);
		return true;
	case TERM_END:
		step_by(h, (int)h->n);
		return true;
	case TERM_PAGE_UP:
	case TERM_LEFT:
		scroll_by(h, -5);
		return true;
	case TERM_PAGE_DOWN:
	case TERM_RIGHT:
		scroll_by(h, 5);
		return true;
	case TERM_ENTER:
		return start(h);
	case '?':
		return page_read(h->run, &page_help_home) == RUN_OVER;
	case 'q':
	case TERM_ESCAPE:
		return false;
	}
	return true;
}

static const struct activity activity = {
    .turn = turn, .due = due, .draw = draw, .key = key};

/* --- the command
 * ------------------------------------------------------------------- */

static void
fill(struct home *h)
{
	struct instant now = run_now();
	size_t first = 0;

	load_routines(h);
	qsort(h->routines, h->n, sizeof(*h->routines), by_minutes);
	while (first < h->n && strcmp(h->routines[first]->id, FIRST_ROUTINE) != 0)
		first++;
	select_routine(h, first < h->n ? first : 0);
	if (h->unusable)
		str_addf(&h->notice,
		    "%d routine file%s cannot be used: see uncoil check",
		    h->unusable, h->unusable == 1 ? "" : "s");
	look_at_today(h, &now);
}

static int
run_home(struct own *own)
{
	struct home h = {.own = own};
	struct term_options term = own_term(own);
	struct err err;
	enum run_end end;

	fill(&h);
	h.run = run_open(&term, &err);
	if (!h.run) {
		free(h.routines);
		free(h.steps);
		return cmd_fail(&err);
	}
	end = page_first_time(h.run, own);
	if (end == RUN_OVER)
		end = run_loop(h.run, &activity, &h);
	run_close(h.run);
	free(h.routines);
	free(h.steps);
	str_fini(&h.notice);
	return end == RUN_OVER ? CMD_OK : CMD_FAILED;
}

int
cmd_home(struct cmd *cmd)
{
	struct own own;
	int status;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return cmd_usage(cmd,
		    "the home screen needs a terminal; without one: "
		    "uncoil list, uncoil start ID");
	own_init(&own);
	status = run_home(&own);
	own_fini(&own);
	return status;
}
