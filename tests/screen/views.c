/*
 * Every screen at three sizes, in UTF-8 and ASCII, compared with the text files
 * in golden/.  `make golden` writes them anew; read the difference before it is
 * committed.
 */
#include "tests/test.h"

#include "base/civil.h"
#include "base/mem.h"
#include "base/str.h"
#include "routine/library.h"
#include "screen/views.h"
#include "tests/screen/golden.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const ids[] = {"hourly-one-minute", "desk-reset-2",
    "open-office-3", "neck-shoulders-5", "headache-ease-8"};

#define N_IDS    5
#define SELECTED 3 /* neck-shoulders-5 */

/* What the screens show: shipped routines, one of them played. */
struct scene {
	struct library *lib;
	const struct routine *routines[N_IDS];
	const struct exercise **steps;
	struct score *score;
	struct session *session;
	const char *line;
	struct session_record record;
	struct streak streak;
};

static int
open_scene(void **state)
{
	struct scene *s = mem_new(1, sizeof(*s));
	struct pacing pacing = {SIDE_LEFT};
	struct err err;

	s->lib = library_new(NULL, getenv("UNCOIL_DATADIR"));
	for (size_t i = 0; i < N_IDS; i++)
		if (!(s->routines[i] = library_routine(s->lib, ids[i], &err)))
			fail_msg("%s", err.text);
	s->steps = library_steps(s->lib, s->routines[SELECTED], &err);
	if (!s->steps)
		fail_msg("%s", err.text);
	s->score = score_new(s->routines[SELECTED], s->steps, &pacing);
	s->session = session_new(s->score, 0, 0);
	s->streak = (struct streak){.today = civil_from(2026, 3, 2),
	    .current = 12,
	    .longest = 20,
	    .goal = 1,
	    .at_risk = true};
	*state = s;
	return 0;
}

static int
close_scene(void **state)
{
	struct scene *s = *state;

	free(s->record.steps);
	session_free(s->session);
	score_free(s->score);
	free(s->steps);
	library_free(s->lib);
	free(s);
	return 0;
}

/* The session as it stands ms after its start, played from there. */
static struct session_view
session_at(struct scene *s, int64_t ms)
{
	struct session_view v = {.streak = 12};
	struct session_event event;

	session_free(s->session);
	s->session = session_new(s->score, 0, 0);
	while (session_next(s->session, ms * 1000000, &event))
		if (event.kind == EVENT_CUE && *event.cue->say)
			s->line = event.cue->say;
	session_snapshot(s->session, ms * 1000000, &v.snap);
	v.line = s->line;
	return v;
}

static struct end_view
end_of(struct scene *s, bool wrong)
{
	struct session_record *r = &s->record;
	struct end_view v = {.record = r,
	    .score = s->score,
	    .streak = s->streak,
	    .minutes_today = 5,
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

/* --- the screens ------------------------------------------------------------- */

static void
draw_lead(struct frame *f, struct scene *s)
{
	struct session_view v = session_at(s, 2000);

	view_session(f, &v);
}

static void
draw_hold(struct frame *f, struct scene *s)
{
	struct session_view v = session_at(s, 120000);

	view_session(f, &v);
}

static void
draw_rest(struct frame *f, struct scene *s)
{
	struct session_view v = session_at(s, 213500);

	v.snap.muted = true;
	view_session(f, &v);
}

static void
draw_change(struct frame *f, struct scene *s)
{
	struct session_view v = session_at(s, 32000);

	v.notice = "no sound: the device went away; the session goes on";
	view_session(f, &v);
}

static void
draw_paused(struct frame *f, struct scene *s)
{
	struct session_view v = session_at(s, 95300);

	v.snap.paused = true;
	view_session(f, &v);
}

static void
draw_asking(struct frame *f, struct scene *s)
{
	struct session_view v = session_at(s, 280000);

	v.asking = true;
	view_session(f, &v);
}

static struct home_view
home_of(struct scene *s)
{
	return (struct home_view){.streak = s->streak,
	    .routines = s->routines,
	    .n = N_IDS,
	    .selected = SELECTED,
	    .steps = s->steps};
}

static void
draw_home(struct frame *f, struct scene *s)
{
	struct home_view v = home_of(s);

	assert_true(view_home(f, &v) >= 0);
}

static void
draw_home_done(struct frame *f, struct scene *s)
{
	struct home_view v = home_of(s);

	v.streak.done_today = 1;
	v.streak.at_risk = false;
	v.minutes_today = 8;
	v.scroll = 12;
	v.notice = "config.ini:4: volume: 0 to 100 is allowed; 80 is used";
	view_home(f, &v);
}

static void
draw_home_problem(struct frame *f, struct scene *s)
{
	struct home_view v = home_of(s);

	v.selected = 0;
	v.steps = NULL;
	v.problem = "hourly-one-minute.ini:9: there is no exercise standing-reech";
	view_home(f, &v);
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

static void
draw_first(struct frame *f, struct scene *s)
{
	(void)s;
	view_page(f, &page_first, 0);
}

static void
draw_first_end(struct frame *f, struct scene *s)
{
	int last = view_page(f, &page_first, 0);

	(void)s;
	assert_int_equal(view_page(f, &page_first, last + 1000), last);
}

static void
draw_help(struct frame *f, struct scene *s)
{
	(void)s;
	view_page(f, &page_help_session, 0);
}

static void
draw_question(struct frame *f, struct scene *s)
{
	view_page(f, page_question(s->routines[4]->flags, 0), 0);
}

static const struct screen {
	const char *name;
	void (*draw)(struct frame *f, struct scene *s);
} screens[] = {
    {"session-lead", draw_lead},
    {"session-hold", draw_hold},
    {"session-rest", draw_rest},
    {"session-change", draw_change},
    {"session-paused", draw_paused},
    {"session-asking", draw_asking},
    {"home", draw_home},
    {"home-done", draw_home_done},
    {"home-problem", draw_home_problem},
    {"end", draw_end},
    {"end-wrong", draw_end_wrong},
    {"page-first", draw_first},
    {"page-first-end", draw_first_end},
    {"page-help", draw_help},
    {"page-question", draw_question},
};

static const struct area golden_sizes[] = {
    {0, 0, 24, 80}, {0, 0, 40, 120}, {0, 0, 12, 40}};

/* --- goldens -------------------------------------------------------------------
 */

/* One file a screen and a size, all screens in it. */
static void
compare(struct scene *s, const struct area *size, bool ascii)
{
	char name[64], *drawn;
	struct str got = {0};
	struct frame *f = frame_new(size->rows, size->cols);

	f->ascii = ascii;
	for (size_t i = 0; i < ARRAY_LEN(screens); i++) {
		screens[i].draw(f, s);
		drawn = frame_text(f);
		str_addf(&got, "== %s\n%s", screens[i].name, drawn);
		free(drawn);
	}
	snprintf(name, sizeof(name), "%dx%d%s", size->cols, size->rows,
	    ascii ? "-ascii" : "");
	golden_compare(name, got.s);
	str_fini(&got);
	frame_free(f);
}

static void
goldens(void **state)
{
	for (size_t i = 0; i < ARRAY_LEN(golden_sizes); i++) {
		compare(*state, &golden_sizes[i], false);
		compare(*state, &golden_sizes[i], true);
	}
}

/* --- any size, and what must be on the screen
 * ------------------------------------- */

/* Nothing but ASCII reaches an ASCII frame, and no cell is half. */
static void
look_over(const struct frame *f)
{
	for (int y = 0; y < f->rows; y++)
		for (int x = 0; x < f->cols; x++) {
			const struct cell *c = frame_cell(f, y, x);

			assert_true(c->style < STYLES);
			assert_true(c->width == 1);
			if (f->ascii)
				assert_true((unsigned char)c->text[0] < 0x80);
		}
}

static void
any_size(void **state)
{
	static const int rows[] = {
	    1, 2, 3, 11, 12, 13, 16, 19, 20, 24, 29, 30, 41, 100};
	static const int cols[] = {
	    1, 2, 3, 5, 10, 39, 40, 41, 59, 60, 71, 72, 90, 92, 300};
	struct frame *f = frame_new(1, 1);

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		for (size_t k = 0; k < ARRAY_LEN(cols); k++)
			for (size_t n = 0; n < ARRAY_LEN(screens); n++) {
				f->ascii = (i + k + n) % 2;
				frame_resize(f, rows[i], cols[k]);
				screens[n].draw(f, *state);
				look_over(f);
			}
	frame_free(f);
}

static const struct {
	int rows, cols;
	const char *shown;
} small[] = {
    {1, 60, "3 of 7  RIGHT  14 s  needs 40x12"},
    {11, 80, "3 of 7  RIGHT  14 s  needs 40x12"},
    {24, 39, "3 of 7  RIGHT  14 s  needs 40x12"},
    {1, 20, "RIGHT  14 s"},
    {1, 6, "R 14"},
    {1, 2, "14"},
    {1, 1, "1"},
};

static void
small_still_counts(void **state)
{
	struct session_view v = session_at(*state, 120000);

	for (size_t i = 0; i < ARRAY_LEN(small); i++) {
		struct frame *f = frame_new(small[i].rows, small[i].cols);
		char *text;

		view_session(f, &v);
		text = frame_text(f);
		assert_non_null(strstr(text, small[i].shown));
		free(text);
		frame_free(f);
	}
}

/* Between two due times the screen does not change; at one it does. */
static void
due_times(void **state)
{
	struct session_view v = session_at(*state, 120000), later;
	struct frame *f = frame_new(24, 80);
	char *first, *same, *next;
	int64_t ms = view_session_due(&v.snap);

	assert_int_equal(ms, 1000);
	view_session(f, &v);
	first = frame_text(f);
	later = session_at(*state, 120000 + ms - 1);
	assert_int_equal(view_session_due(&later.snap), 1);
	view_session(f, &later);
	same = frame_text(f);
	later = session_at(*state, 120000 + ms);
	view_session(f, &later);
	next = frame_text(f);
	assert_string_equal(first, same);
	assert_string_not_equal(first, next);
	free(first);
	free(same);
	free(next);
	frame_free(f);
}

/* A step from a file can name anything: it is cut and cleaned. */
static void
hostile_names(void **state)
{
	static char title[] =
	    "日本\033[31m e\xcc\x81\xcc\x81 a very long title that goes on and on";
	struct scene *s = *state;
	struct routine r = *s->routines[SELECTED];
	const struct routine *one = &r;
	struct home_view v = home_of(s);
	struct frame *f = frame_new(24, 80);
	char *text;

	r.title = title;
	v.routines = &one;
	v.n = 1;
	v.selected = 0;
	view_home(f, &v);
	text = frame_text(f);
	assert_null(strchr(text, '\033'));
	assert_non_null(strstr(text, "日本"));
	free(text);
	v.n = 0;
	view_home(f, &v);
	text = frame_text(f);
	assert_non_null(strstr(text, "no routines"));
	free(text);
	frame_free(f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(goldens),
	    cmocka_unit_test(any_size),
	    cmocka_unit_test(small_still_counts),
	    cmocka_unit_test(due_times),
	    cmocka_unit_test(hostile_names),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, open_scene, close_scene);
}
