#include "cmd/play_in.h"

#include "cmd/page.h"
#include "cmd/print.h"
#include "screen/views.h"

#include <stdio.h>

static void
describe_missed(const struct play *p, struct str *out)
{
	int missed = ear_missed(p->ear);

	if (play_notice(p))
		str_add(out, play_notice(p));
	else if (missed)
		str_addf(out, "%d cue%s could not be played", missed,
		    missed == 1 ? "" : "s");
}

static bool
turn_end(void *self, const struct instant *now)
{
	struct play *p = self;

	ear_tell(p->ear, p->session, now);
	if (play_is_asking(p))
		asking_turn(&p->ask, now);
	return true;
}

static int64_t
due_end(void *self, const struct instant *now)
{
	return play_is_asking(self) ? play_asking.due(self, now) : INT64_MAX;
}

static void
draw_end(void *self, struct frame *f, const struct instant *now)
{
	struct play *p = self;
	struct str missed = {0};
	struct session_snapshot snap;

	if (play_is_asking(p) && !view_end_asks(f->rows, f->cols)) {
		play_asking.draw(p, f, now);
		return;
	}
	session_snapshot(p->session, now->mono, &snap);
	describe_missed(p, &missed);
	p->scroll_most =
	    view_end(f, &(struct end_view){
			    .record = recorder_record(p->recorder),
			    .score = p->score,
			    .first = p->steps_before,
			    .streak = p->streak,
			    .minutes_today = own_minutes(p->own, p->today),
			    .wrong = snap.wrong,
			    .home = p->home,
			    .checkin = &p->ask.checkin,
			    .notice = missed.len ? missed.s : NULL,
			    .scroll = p->scroll,
			});
	str_fini(&missed);
}

static bool
key_end(void *self, int pressed, const struct instant *now)
{
	struct play *p = self;

	if (play_is_asking(p) && pressed != TERM_DOWN && pressed != TERM_UP)
		return play_asking.key(p, pressed, now);
	switch (pressed) {
	case TERM_DOWN:
	case 'j':
		p->scroll += p->scroll < p->scroll_most;
		return true;
	case TERM_UP:
	case 'k':
		p->scroll -= p->scroll > 0;
		return true;
	case 'q':
		p->left = true;
		return false;
	case TERM_ENTER:
	case TERM_ESCAPE:
	case ' ':
		return false;
	case '?':
		return page_read(p->run, &page_help_end) == RUN_OVER;
	}
	return true;
}

static const struct activity end_activity = {.turn = turn_end,
    .due = due_end,
    .fd = play_fd,
    .draw = draw_end,
    .key = key_end};

enum run_end
play_show_end(struct play *p, struct run *run)
{
	enum run_end end = RUN_OVER;

	if (!play_begun(p))
		return RUN_OVER;
	play_ask_after(p);
	if (run_has_screen(run))
		end = run_loop(run, &end_activity, p);
	else if (play_is_asking(p))
		end = run_loop(run, &play_asking, p);
	checkin_skip(&p->ask.checkin);
	recorder_said(p->recorder, &p->ask.checkin);
	play_close_history(p);
	return end;
}

bool
play_left(const struct play *p)
{
	return p->left;
}

static const char *const state_words[] = {"running", "done", "in part", "skipped"};

void
play_print_end(const struct play *p)
{
	const struct session_record *r = recorder_record(p->recorder);
	struct str line = {0}, missed = {0};
	long active = (long)(r->active_ms / 1000),
	     planned = (long)(r->planned_ms / 1000);

	str_addf(&line, "%s: %s, %ld:%02ld of %ld:%02ld. Streak: %d day%s.",
	    p->score->routine->title, state_words[r->state], active / 60,
	    active % 60, planned / 60, planned % 60, p->streak.current,
	    p->streak.current == 1 ? "" : "s");
	describe_missed(p, &missed);
	if (missed.len)
		str_addf(&line, " (%s)", missed.s);
	if (p->linear)
		print_timed(p->score->end_ms, line.s);
	else
		printf("%s\n", line.s);
	str_fini(&line);
	str_fini(&missed);
}
