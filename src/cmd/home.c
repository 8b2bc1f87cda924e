#include "base/civil.h"
#include "base/mem.h"
#include "cmd/choice.h"
#include "cmd/cmd.h"
#include "cmd/lesson.h"
#include "cmd/log.h"
#include "cmd/log_screen.h"
#include "cmd/moving.h"
#include "cmd/own.h"
#include "cmd/page.h"
#include "cmd/plan_inbox.h"
#include "cmd/play.h"
#include "cmd/rest.h"
#include "cmd/stats_screen.h"
#include "cmd/sync_auto.h"
#include "cmd/tune.h"
#include "screen/view_calendar.h"
#include "screen/views.h"

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct home {
	struct own *own;
	struct run *run;
	struct choice choice;
	bool known; /* all of it; else the first frame is not out */
	struct str notice;
	struct str plan; /* that one waits; or "" */
	pid_t syncing;   /* the sync in the background, or 0 */
	int32_t today;
	struct streak streak;
	int minutes_today;
	struct own_past past;
	const struct routine *suggested;
	enum suggest_why why;
	enum home_mode mode;
	enum home_filter filter;
	struct moving moving;
	const struct routine *taught; /* the one that taught_s is of */
	int taught_s;
	size_t page;
	int scroll, scroll_most;
	int rows, cols;    /* of the last frame */
	int64_t next_day;  /* CLOCK_MONOTONIC at which today is over */
	int64_t next_move; /* CLOCK_MONOTONIC of the figure's next frame */
};

/* --- what is shown ------------------------------------------------------------- */

/* The movement to look at: of the step that is read, else the first. */
static void
move_figure(struct home *h, int64_t now)
{
	const struct exercise *const *steps = choice_steps(&h->choice);
	size_t step = h->page > 1 ? h->page - 2 : 0;

	moving_set(&h->moving, h->own->library, steps ? steps[step] : NULL, now);
}

static void
turn_to(struct home *h, size_t page)
{
	h->page = page;
	h->scroll = 0;
}

/* Of routines that are still there. */
static void
suggest(struct home *h, const struct instant *now)
{
	int64_t local_min = now->wall_ms / 60000 + now->offset_min;
	size_t n = 0;

	for (size_t i = 0; i < h->past.n_sessions; i++)
		if (choice_find(&h->choice, h->past.sessions[i].routine))
			h->past.sessions[n++] = h->past.sessions[i];
	h->past.n_sessions = n;
	h->suggested =
	    choice_find(&h->choice, suggest_routine(h->past.sessions, n, h->today,
					(int)(local_min % (24 * 60)), &h->why));
}

static int
minutes_of(const struct own_past *past, int32_t day)
{
	struct calendar c = {past->days, past->n_days, day, NULL};

	return (int)(calendar_ms(&c, day) / 60000);
}

static void
look_for_plan(struct home *h)
{
	str_clear(&h->plan);
	plan_inbox_notice(h->own, h->today, &h->plan);
}

static void
look_at_today(struct home *h, const struct instant *now)
{
	int64_t start_min = h->own->settings.number[SET_STREAK_DAY_START];
	int64_t tomorrow_ms;

	h->taught = NULL;
	h->today = own_today(h->own, now);
	own_streak(h->own, h->today, &h->streak);
	own_past_fini(&h->past);
	own_past(
	    h->own, calendar_first(h->today, CALENDAR_WEEKS), h->today, &h->past);
	h->minutes_today = minutes_of(&h->past, h->today);
	look_for_plan(h);
	suggest(h, now);
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
	if (sync_is_over(&h->syncing))
		look_for_plan(h);
	return true;
}

/* A sync takes seconds; that it has ended is seen within one. */
static int64_t
due(void *self, const struct instant *now)
{
	struct home *h = self;
	int64_t next = h->next_move < h->next_day ? h->next_move : h->next_day;
	int64_t soon = now->mono + INT64_C(1000000000);

	return h->syncing && soon < next ? soon : next;
}

/* The figure as it is now, if this screen has a place for it. */
static void
look_at_figure(struct home *h, const struct instant *now, struct home_view *v)
{
	h->next_move = INT64_MAX;
	if (!h->known || view_home_figure(h->rows, h->cols).rows == 0)
		return;
	move_figure(h, now->mono);
	if (h->own->settings.number[SET_SCREEN_MOTION])
		h->next_move = moving_view(&h->moving, now->mono, &v->figure);
	else
		v->keys = h->moving.figure;
}

/* What teaching would add to the chosen routine; asked of the history once. */
static int
taught_s(struct home *h)
{
	const struct routine *r = choice_routine(&h->choice);
	struct lesson lesson = lesson_of(&h->own->settings);

	if (!choice_steps(&h->choice))
		return 0;
	if (r != h->taught) {
		lesson.history =
		    h->own->db ? history_open_read(h->own->db, NULL) : NULL;
		h->taught_s = lesson_added_s(&lesson, r, choice_steps(&h->choice));
		history_close(lesson.history);
	}
	h->taught = r;
	return h->taught_s;
}

static void
draw(void *self, struct frame *f, const struct instant *now)
{
	struct home *h = self;
	const struct choice *c = &h->choice;
	struct home_view v = {.streak = h->streak,
	    .early = !h->known,
	    .minutes_today = h->minutes_today,
	    .days = h->past.days,
	    .n_days = h->past.n_days,
	    .routines = c->shown,
	    .n = c->n,
	    .selected = c->selected,
	    .all = c->all,
	    .pick = &c->pick,
	    .mode = h->mode,
	    .filter = h->filter,
	    .steps = choice_steps(c),
	    .taught_s = taught_s(h),
	    .problem = *c->problem.text ? c->problem.text : NULL,
	    .notice = h->notice.len ? h->notice.s
		      : h->plan.len ? h->plan.s
				    : NULL,
	    .suggested = h->suggested,
	    .why = h->why,
	    .page = h->page,
	    .scroll = h->scroll};

	h->rows = f->rows;
	h->cols = f->cols;
	look_at_figure(h, now, &v);
	h->scroll_most = view_home(f, &v);
	if (h->scroll > h->scroll_most)
		h->scroll = h->scroll_most;
}

/* --- keys
 * -------------------------------------------------------------------------- */

static bool
play(struct home *h, struct play_options *o)
{
	const struct routine *r = choice_routine(&h->choice);
	struct instant now;
	struct play *p;
	bool may, over;

	o->home = true;
	o->teach = lesson_of(&h->own->settings).wish;
	o->routine = r->id;
	if (page_before(h->run, h->own, r->flags, false, &may) != RUN_OVER)
		return false;
	now = run_now();
	p = may ? play_new(h->own, o, &now, &h->choice.problem) : NULL;
	if (!p)
		return true;
	over = play_run(p, h->run) == RUN_OVER &&
	       play_show_end(p, h->run) == RUN_OVER && !play_left(p);
	play_free(p);
	sync_by_itself(&h->own->settings, &h->syncing);
	now = run_now();
	look_at_today(h, &now);
	moving_touch(&h->moving, now.mono);
	return over;
}

static bool
begin_anew(struct home *h)
{
	struct play_options o = {.linear = false};

	return !choice_steps(&h->choice) || play(h, &o);
}

/* The one that is suggested because it was left unfinished goes on there. */
static bool
start(struct home *h)
{
	const struct routine *r = choice_routine(&h->choice);
	struct play_options o = {.linear = false};
	struct rest rest;
	struct err err;
	bool on;

	if (h->why != SUGGEST_UNFINISHED || !r || r != h->suggested ||
	    !choice_steps(&h->choice) || !rest_find(h->own, h->today, &rest, &err))
		return begin_anew(h);
	if (strcmp(rest.record.routine, r->id) == 0)
		rest_options(&rest, &o);
	on = play(h, &o);
	rest_fini(&rest);
	return on;
}

/* What was read was about another. */
static bool
move_by(struct home *h, int64_t by)
{
	if (choice_move(&h->choice, by))
		turn_to(h, 0);
	return true;
}

static bool
up(struct home *h)
{
	return move_by(h, -1);
}

static bool
down(struct home *h)
{
	return move_by(h, 1);
}

static bool
first(struct home *h)
{
	return move_by(h, -LIBRARY_IDS_MAX);
}

static bool
last(struct home *h)
{
	return move_by(h, LIBRARY_IDS_MAX);
}

/* Page 1 says nothing new where it can be read beside the list. */
static bool
next_page(struct home *h)
{
	const struct routine *r = choice_routine(&h->choice);
	size_t steps = choice_steps(&h->choice) ? r->n_steps : 0;
	size_t to = h->page + 1;

	if (to == 1 && view_home_reads_beside(h->rows, h->cols))
		to = 2;
	if (r && to <= steps + 1)
		turn_to(h, to);
	return true;
}

static bool
page_before_it(struct home *h)
{
	size_t to = h->page > 0 ? h->page - 1 : 0;

	if (to == 1 && view_home_reads_beside(h->rows, h->cols))
		to = 0;
	turn_to(h, to);
	return true;
}

static bool
scroll_by(struct home *h, int by)
{
	h->scroll += by;
	if (h->scroll > h->scroll_most)
		h->scroll = h->scroll_most;
	if (h->scroll < 0)
		h->scroll = 0;
	return true;
}

static bool
scroll_up(struct home *h)
{
	return scroll_by(h, -5);
}

static bool
scroll_down(struct home *h)
{
	return scroll_by(h, 5);
}

static bool
help(struct home *h)
{
	return page_read(h->run, &page_help_home) == RUN_OVER;
}

static bool
search(struct home *h)
{
	h->mode = HOME_TYPE;
	turn_to(h, 0);
	return true;
}

static bool
open_filter(struct home *h)
{
	h->mode = HOME_FILTER;
	turn_to(h, 0);
	return true;
}

static bool
clear_filters(struct home *h)
{
	choice_filter_nothing(&h->choice);
	turn_to(h, 0);
	return true;
}

static bool
settings(struct home *h)
{
	struct instant now;
	bool over = tune_settings(h->run, h->own) == RUN_OVER;

	now = run_now();
	look_at_today(h, &now); /* the day may begin at another hour */
	return over;
}

static bool
statistics(struct home *h)
{
	return stats_look(h->run, h->own) == RUN_OVER;
}

static bool
plans(struct home *h)
{
	bool over = plan_inbox_look(h->run, h->own, h->today) == RUN_OVER;

	look_for_plan(h);
	return over;
}

static bool
look_at_log(struct home *h, const char *done)
{
	struct instant now;
	bool over = log_look(h->run, h->own, done) == RUN_OVER;

	now = run_now();
	look_at_today(h, &now);
	return over;
}

static bool
what_was_done(struct home *h)
{
	return look_at_log(h, NULL);
}

/* It was done without the program: seen at once, where it can be taken back. */
static bool
add_to_log(struct home *h)
{
	struct instant now = run_now();

	if (!choice_steps(&h->choice))
		return true;
	if (!log_add_now(
		h->own, choice_routine(&h->choice), &now, &h->choice.problem))
		return true;
	return look_at_log(h, "written down as done today; x takes it away again");
}

static bool
leave(struct home *h)
{
	(void)h;
	return false;
}

/* Back by one: from what is read, from what is typed, from the program. */
static bool
escape(struct home *h)
{
	if (h->page > 0) {
		turn_to(h, 0);
		return true;
	}
	if (!*h->choice.pick.text)
		return false;
	h->choice.pick.text[0] = '\0';
	choice_pick(&h->choice);
	return true;
}

/* --- typing, and the panel of filters ---------------------------------------------
 */

static void
type(struct home *h, int pressed)
{
	struct pick *pick = &h->choice.pick;

	if (pressed == TERM_ESCAPE)
		pick->text[0] = '\0';
	if (pressed == TERM_ESCAPE || pressed == TERM_ENTER)
		h->mode = HOME_CHOOSE;
	else if (pressed == TERM_BACKSPACE ? !pick_erase(pick)
					   : !pick_type(pick, (uint32_t)pressed))
		return;
	choice_pick(&h->choice);
}

static void
choose_filter(struct home *h, int by)
{
	h->filter =
	    (enum home_filter)(((int)h->filter + by + HOME_FILTERS) % HOME_FILTERS);
}

static void
filter_key(struct home *h, int pressed)
{
	switch (pressed) {
	case TERM_UP:
	case 'k':
		choose_filter(h, -1);
		break;
	case TERM_DOWN:
	case 'j':
		choose_filter(h, 1);
		break;
	case TERM_LEFT:
		choice_filter(&h->choice, h->filter, -1);
		break;
	case TERM_RIGHT:
	case ' ':
		choice_filter(&h->choice, h->filter, 1);
		break;
	case 'x':
		clear_filters(h);
		break;
	case TERM_ENTER:
	case TERM_ESCAPE:
	case 'f':
	case 'q':
		h->mode = HOME_CHOOSE;
		break;
	}
}

/* --- keys ---------------------------------------------------------------------- */

static const struct {
	int key;
	bool (*does)(struct home *h);
} keys[] = {
    {TERM_UP, up},
    {'k', up},
    {TERM_DOWN, down},
    {'j', down},
    {TERM_HOME, first},
    {TERM_END, last},
    {TERM_LEFT, page_before_it},
    {'h', page_before_it},
    {TERM_RIGHT, next_page},
    {'l', next_page},
    {TERM_PAGE_UP, scroll_up},
    {TERM_PAGE_DOWN, scroll_down},
    {TERM_ENTER, start},
    {'b', begin_anew},
    {'/', search},
    {'f', open_filter},
    {'x', clear_filters},
    {'s', settings},
    {'t', statistics},
    {'w', what_was_done},
    {'a', add_to_log},
    {'p', plans},
    {'?', help},
    {'q', leave},
    {TERM_ESCAPE, escape},
};

/* Arrows choose, whatever else keys do just now. */
static bool
is_for_the_list(const struct home *h, int pressed)
{
	return h->mode == HOME_CHOOSE ||
	       (h->mode == HOME_TYPE &&
		   (pressed == TERM_UP || pressed == TERM_DOWN));
}

/* A first click chooses, a second one starts. */
static bool
click_row(struct home *h, size_t row)
{
	if (row == h->choice.selected)
		return start(h);
	return move_by(h, (int64_t)row - (int64_t)h->choice.selected);
}

static bool
key(void *self, int pressed, const struct instant *now)
{
	struct home *h = self;

	moving_touch(&h->moving, now->mono);
	if (pressed >= SPOT_ROW)
		return click_row(h, (size_t)(pressed - SPOT_ROW));
	if (!is_for_the_list(h, pressed)) {
		if (h->mode == HOME_TYPE)
			type(h, pressed);
		else
			filter_key(h, pressed);
		return true;
	}
	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		if (keys[i].key == pressed)
			return keys[i].does(h);
	return true;
}

/* --- the command ---------------------------------------------------------------- */

/* What the first frame shows: nothing that the history is asked for, and the routines
 * as they were last time. */
static void
look_around(struct home *h)
{
	struct instant now = run_now();

	choice_recall(&h->choice, h->own->list);
	h->today = own_today(h->own, &now);
	own_streak(h->own, h->today, &h->streak);
	h->next_day = INT64_MAX;
}

/* All the rest, once the first frame is out and the terminal may show it; the next one
 * is due at once. */
static void
look_closely(void *self)
{
	struct home *h = self;
	struct choice last = h->choice;
	struct instant now;
	int unusable;

	if (h->known)
		return;
	h->known = true;
	sched_yield();
	now = run_now();
	sync_by_itself(&h->own->settings, &h->syncing);
	choice_open(&h->choice, h->own->library);
	choice_keep(&h->choice, &last, h->own->list);
	choice_close(&last);
	look_at_today(h, &now);
	choice_take(&h->choice, h->suggested);
	unusable = h->choice.unusable;
	if (unusable)
		str_addf(&h->notice,
		    "%d routine file%s cannot be used: see uncoil check", unusable,
		    unusable == 1 ? "" : "s");
	h->next_move = 0;
}

static const struct activity activity = {
    .turn = turn, .due = due, .draw = draw, .rest = look_closely, .key = key};

static void
home_fini(struct home *h)
{
	choice_close(&h->choice);
	own_past_fini(&h->past);
	moving_fini(&h->moving);
	str_fini(&h->notice);
	str_fini(&h->plan);
}

static int
run_home(struct own *own)
{
	struct home h = {.own = own};
	struct term_options term = own_term(own);
	struct err err;
	enum run_end end = RUN_KILLED;

	look_around(&h);
	h.run = run_open(&term, &err);
	if (h.run) {
		end = page_first_time(h.run, own);
		if (end == RUN_OVER)
			end = run_loop(h.run, &activity, &h);
		run_close(h.run);
	} else {
		cmd_fail(&err);
	}
	sync_by_itself(&own->settings, &h.syncing);
	home_fini(&h);
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
	own_give_back(&own);
	status = run_home(&own);
	own_fini(&own);
	return status;
}
