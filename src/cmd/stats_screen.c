#include "cmd/stats_screen.h"

#include "base/mem.h"
#include "cmd/page.h"
#include "cmd/stats_told.h"
#include "screen/views.h"

#include <string.h>

struct stats {
	struct run *run;
	const struct own *own;
	struct streak streak;
	struct stats_told told;
	struct err problem;
	int32_t from, to, today;
	enum stats_part part;
	int chosen[STATS_PARTS]; /* of each part its own */
	int scroll, scroll_most; /* of what is read */
};

static void
load(struct stats *s)
{
	stats_told_fini(&s->told);
	stats_tell(
	    s->own->db, s->own->library, s->from, s->to, &s->told, &s->problem);
}

static struct stats_view
view(const struct stats *s)
{
	struct stats_view v = stats_view_of(&s->told, &s->streak);

	v.notice = *s->problem.text ? s->problem.text : NULL;
	v.part = s->part;
	v.chosen = s->chosen[s->part];
	v.scroll = s->scroll;
	return v;
}

static void
draw(void *self, struct frame *f, const struct instant *now)
{
	struct stats *s = self;
	struct stats_view v = view(s);

	(void)now;
	s->scroll_most = view_stats(f, &v);
	if (s->scroll > s->scroll_most)
		s->scroll = s->scroll_most;
}

static int
within(int at, int most)
{
	return at > most ? most < 0 ? 0 : most : at < 0 ? 0 : at;
}

static bool
scroll_by(struct stats *s, int by)
{
	s->scroll = within(s->scroll + by, s->scroll_most);
	return true;
}

/* Moves what is chosen, or the text where there is nothing to choose. */
static bool
move(struct stats *s, int by)
{
	struct stats_view v = view(s);
	int *chosen = &s->chosen[s->part];

	if (s->part == STATS_REST)
		return scroll_by(s, by);
	*chosen = within(*chosen + by, stats_choices(&v) - 1);
	s->scroll = 0;
	return true;
}

/* By a page; of a region it is what is read that moves. */
static bool
move_page(struct stats *s, int pages)
{
	return s->part == STATS_REGIONS ? scroll_by(s, 4 * pages)
					: move(s, 8 * pages);
}

static bool
turn(struct stats *s, int part)
{
	s->part = (enum stats_part)((part + STATS_PARTS) % STATS_PARTS);
	s->scroll = 0;
	return true;
}

/* Half a year up to today, or a year. */
static bool
other_weeks(struct stats *s)
{
	int32_t half = period_from(s->today, STATS_WEEKS_HALF);
	bool is_half = s->to == s->today && s->from == half;

	s->to = s->today;
	s->from = is_half ? period_from(s->today, STATS_WEEKS_YEAR) : half;
	load(s);
	memset(s->chosen, 0, sizeof(s->chosen));
	return true;
}

/* A row of what is listed was clicked. */
static bool
choose_row(struct stats *s, int row)
{
	s->chosen[s->part] = row;
	return move(s, 0);
}

static bool
key(void *self, int pressed, const struct instant *now)
{
	struct stats *s = self;

	(void)now;
	if (pressed >= SPOT_ROW)
		return choose_row(s, pressed - SPOT_ROW);
	switch (pressed) {
	case TERM_UP:
	case 'k':
		return move(s, -1);
	case TERM_DOWN:
	case 'j':
		return move(s, 1);
	case TERM_PAGE_UP:
		return move_page(s, -1);
	case TERM_PAGE_DOWN:
		return move_page(s, 1);
	case TERM_LEFT:
	case 'h':
		return turn(s, (int)s->part - 1);
	case TERM_RIGHT:
	case 'l':
		return turn(s, (int)s->part + 1);
	case '1':
		return turn(s, STATS_WEEKS);
	case '2':
		return turn(s, STATS_REGIONS);
	case '3':
		return turn(s, STATS_MOVEMENTS);
	case '4':
		return turn(s, STATS_REST);
	case 'y':
		return other_weeks(s);
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

static enum run_end
look(struct stats *s)
{
	enum run_end end;

	own_streak(s->own, s->today, &s->streak);
	load(s);
	end = run_loop(s->run, &activity, s);
	stats_told_fini(&s->told);
	return end;
}

static int32_t
today_of(const struct own *own)
{
	struct instant now = run_now();

	return own_today(own, &now);
}

enum run_end
stats_look(struct run *run, const struct own *own)
{
	struct stats s = {.run = run, .own = own, .today = today_of(own)};

	s.from = period_from(s.today, STATS_WEEKS_HALF);
	s.to = s.today;
	return look(&s);
}

enum run_end
stats_look_at(struct run *run, const struct own *own, int32_t from, int32_t to)
{
	struct stats s = {
	    .run = run, .own = own, .today = today_of(own), .from = from, .to = to};

	return look(&s);
}
