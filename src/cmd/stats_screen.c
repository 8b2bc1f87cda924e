#include "cmd/stats.h"

#include "base/mem.h"
#include "cmd/page.h"
#include "screen/views.h"

#include <stdlib.h>

struct stats {
	struct run *run;
	struct streak streak;
	struct day_total *days;
	size_t n_days;
	struct err problem;
	int scroll, scroll_most;
};

static void
load(struct stats *s, const struct own *own)
{
	struct instant now = run_now();
	int32_t today = own_today(own, &now);
	struct history *h;

	own_streak(own, today, &s->streak);
	h = own->db ? history_open_read(own->db, &s->problem) : NULL;
	if (h)
		history_days(
		    h, INT32_MIN, today, &s->days, &s->n_days, &s->problem);
	history_close(h);
}

static void
draw(void *self, struct frame *f, const struct instant *now)
{
	struct stats *s = self;
	struct stats_view v = {.streak = s->streak,
	    .days = s->days,
	    .n_days = s->n_days,
	    .notice = *s->problem.text ? s->problem.text : NULL,
	    .scroll = s->scroll};

	(void)now;
	s->scroll_most = view_stats(f, &v);
	if (s->scroll > s->scroll_most)
		s->scroll = s->scroll_most;
}

static void
scroll_by(struct stats *s, int by)
{
	s->scroll += by;
	if (s->scroll > s->scroll_most)
		s->scroll = s->scroll_most;
	if (s->scroll < 0)
		s->scroll = 0;
}

static bool
key(void *self, int pressed, const struct instant *now)
{
	struct stats *s = self;

	(void)now;
	switch (pressed) {
	case TERM_UP:
	case 'k':
		scroll_by(s, -1);
		return true;
	case TERM_DOWN:
	case 'j':
		scroll_by(s, 1);
		return true;
	case TERM_PAGE_UP:
		scroll_by(s, -8);
		return true;
	case TERM_PAGE_DOWN:
		scroll_by(s, 8);
		return true;
	case '?':
		return page_read(s->run, &page_help_stats) == RUN_OVER;
	case 'q':
	case 't':
	case TERM_ENTER:
	case TERM_ESCAPE:
		return false;
	}
	return true;
}

static const struct activity activity = {.draw = draw, .key = key};

enum run_end
stats_look(struct run *run, const struct own *own)
{
	struct stats s = {.run = run};
	enum run_end end;

	load(&s, own);
	end = run_loop(run, &activity, &s);
	free(s.days);
	return end;
}
