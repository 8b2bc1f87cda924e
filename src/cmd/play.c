#include "cmd/play.h"

#include "base/mem.h"
#include "base/paths.h"
#include "cmd/more_keys.h"
#include "cmd/play_in.h"
#include "screen/views.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MS_NS INT64_C(1000000)

/* How long the last tone rings: a program that ends at once cuts it. */
#define RING_NS (2500 * MS_NS)

/* A way that has begun may still get another length this soon. */
#define WAY_NEW_MS 1500

/* --- beginning ------------------------------------------------------------------
 */

static void
open_history(struct play *p, const struct instant *now)
{
	const struct own *own = p->own;

	p->today = own_today(own, now);
	own_streak(own, p->today, &p->streak);
	if (!own->db)
		err_set(&p->history_err, "set HOME to have sessions kept");
	else if (paths_make_for(own->db, &p->history_err))
		p->history = history_open(own->db, &p->history_err);
}

/* Full teaching takes time that nobody needs who cannot hear it. */
static void
set_pacing(struct play *p)
{
	p->pacing.teach = ear_hears_speech(p->ear) ? p->teach : NULL;
}

static void
make_score(struct play *p, const struct routine *r, const struct play_options *o)
{
	const struct settings *set = &p->own->settings;
	const struct lesson lesson = {o->teach, p->history, true};

	p->script = script_new();
	p->teach = lesson_teach(&lesson, r, p->exercises);
	p->ear = ear_new(p->own, p->script,
	    &(struct ear_options){.cue_set = r->cue_set,
		.muted = o->muted || !set->number[SET_SOUND_ON],
		.voice = set->number[SET_VOICE_ON] && !o->no_voice});
	p->pacing.first_side =
	    set->number[SET_SESSION_FIRST_SIDE] ? SIDE_RIGHT : SIDE_LEFT;
	p->pacing.script = p->script;
	set_pacing(p);
	p->score = score_new(r, p->exercises, &p->pacing);
}

/* What is asked, and what is known without; the regions of both ends are the
 * same. */
static void
set_checkin(struct play *p, const struct routine *r, const struct play_options *o)
{
	struct asking *a = &p->ask;
	struct err err;
	uint64_t regions =
	    asking_regions(&p->own->settings, r, p->exercises, o->focus, &err);

	*a = (struct asking){
	    .ear = p->ear, .title = r->title, .linear = o->linear, .home = o->home};
	if (*err.text)
		p->keys_err = err;
	if (o->before)
		a->checkin = *o->before;
	else
		checkin_before(&a->checkin, regions);
	p->given_before = o->before;
	if (!o->before && o->resume && o->resume->n_ratings)
		p->given_before = &a->checkin; /* it was answered when it began */
	p->given_after = o->after;
	if (p->own->settings.number[SET_SESSION_CHECKIN])
		asking_prepare(a, p->script);
}

struct play *
play_new(const struct own *own, const struct play_options *o,
    const struct instant *now, struct err *err)
{
	const struct routine *r =
	    o->tailored ? o->tailored
			: library_routine(own->library, o->routine, err);
	const struct exercise **exercises =
	    r ? library_steps(own->library, r, err) : NULL;
	struct play *p;

	if (!exercises)
		return NULL;
	if (o->from >= r->n_steps) {
		free(exercises);
		err_set(err, "%s has %zu steps", r->id, r->n_steps);
		return NULL;
	}
	p = mem_new(1, sizeof(*p));
	p->own = own;
	p->linear = o->linear;
	p->home = o->home;
	p->exercises = exercises;
	open_history(p, now);
	make_score(p, r, o);
	p->from = o->from;
	p->resume = o->resume;
	p->resume_at = o->resume_at;
	p->session = session_new(p->score, o->from, now->mono);
	set_checkin(p, r, o);
	p->line = "";
	more_keys_check(own->settings.text[SET_SESSION_KEYS], &p->keys_err);
	p->motion = own->settings.number[SET_SCREEN_MOTION];
	figure_pair_init(&p->figures, own->library);
	return p;
}

/* The record is closed before the streak is asked for: closing settles the file
 * that the mirror names. */
void
play_close_history(struct play *p)
{
	if (!p->recorder || !p->history)
		return;
	recorder_leave(p->recorder);
	history_close(p->history);
	p->history = NULL;
	own_streak(p->own, p->today, &p->streak);
}

void
play_free(struct play *p)
{
	if (!p)
		return;
	play_close_history(p);
	figure_pair_fini(&p->figures);
	ear_free(p->ear);
	recorder_free(p->recorder);
	history_close(p->history);
	session_free(p->session);
	score_free(p->score);
	script_free(p->script);
	free(p->teach);
	free(p->exercises);
	free(p);
}

/* --- the record, once the frame is out ---------------------------------------------- */

static void
save(struct play *p)
{
	for (size_t i = 0; i < p->n_unsaved; i++) {
		const struct session_event *event = &p->unsaved[i];

		recorder_event(p->recorder, p->session, event);
		if (event->kind == EVENT_PART)
			p->trimmed = false; /* SQLite has been at work */
	}
	p->n_unsaved = 0;
}

static void
rest(void *self)
{
	struct play *p = self;

	save(p);
	if (!p->trimmed && p->opened)
		mem_trim();
	p->trimmed = p->opened;
}

/* --- events go out
 * ------------------------------------------------------------------ */

static void
fan_out(struct play *p, const struct session_event *event)
{
	p->unsaved[p->n_unsaved] = *event;
	p->unsaved[p->n_unsaved++].cue = NULL; /* it may outlive its score */
	/* A line of text is no frame: what it tells is kept before it is told. */
	if (p->linear || p->n_unsaved == UNSAVED_MAX)
		save(p);
	if (event->kind == EVENT_JUMP)
		ear_jumped(p->ear);
	if (event->kind != EVENT_CUE)
		return;
	if (*event->cue->say) {
		p->line = event->cue->say;
		p->told = NULL;
	}
	if (!p->linear)
		return;
	play_print_cue(p, event->cue);
	if (event->cue->kind == CUE_LEAD || event->cue->kind == CUE_CHANGE)
		play_print_figure(p, event->cue);
}

/* --- another score, when more is known ------------------------------------------- */

/* The text that is shown now, as the new score has it. */
static const char *
same_line(const struct score *score, const char *line)
{
	for (size_t i = 0; i < score->n_cues; i++)
		if (strcmp(score->cues[i].say, line) == 0)
			return score->cues[i].say;
	return "";
}

/* The first step whose way may still change: one that has not begun, or has only
 * just. */
static size_t
first_open_step(const struct play *p, const struct instant *now)
{
	struct session_snapshot snap;
	const struct span *span;

	session_snapshot(p->session, now->mono, &snap);
	span = &p->score->spans[snap.span];
	return snap.step +
	       !(span->part == NO_PART && snap.at_ms < span->at_ms + WAY_NEW_MS);
}

/* Lengths of spoken lines have become known, or it has turned out whether they can
 * be heard at all: what has not begun is made again.  When the session cannot take
 * it now, what is learned next brings it up again. */
static void
rescore(struct play *p, const struct instant *now)
{
	const enum teach *before = p->pacing.teach;
	struct session_event event;
	struct score *score;

	set_pacing(p);
	if (p->pacing.teach == before && !ear_has_learned(p->ear, now))
		return;
	score = score_again(p->score, first_open_step(p, now), &p->pacing);
	if (!session_rescore(p->session, score)) {
		score_free(score);
		return;
	}
	p->line = same_line(score, p->line);
	score_free(p->score);
	p->score = score;
	while (session_next(p->session, now->mono, &event))
		fan_out(p, &event);
}

bool
play_turn(void *self, const struct instant *now)
{
	struct play *p = self;
	struct session_event event;
	bool finished = session_finished(p->session);

	while (session_next(p->session, now->mono, &event))
		fan_out(p, &event);
	if (!session_finished(p->session))
		rescore(p, now);
	if (p->opened)
		ear_open(p->ear);
	ear_tell(p->ear, p->session, now);
	play_print_notice(p, now);
	p->opened = true;
	if (p->linear && ferror(stdout))
		return false; /* nobody reads any more */
	if (!session_finished(p->session))
		return true;
	if (!finished)
		p->ring_until = now->mono + RING_NS;
	/* With a screen the end is shown while the last tone rings. */
	return p->linear && !ear_muted(p->ear) && !ear_notice(p->ear) &&
	       now->mono < p->ring_until;
}

static int64_t
due(void *self, const struct instant *now)
{
	struct play *p = self;
	int64_t at = session_due(p->session), tick;
	struct session_snapshot snap;

	if (ear_due(p->ear, now) < at)
		at = ear_due(p->ear, now);
	if (session_finished(p->session))
		return p->ring_until;
	if (p->linear || session_paused(p->session))
		return at;
	session_snapshot(p->session, now->mono, &snap);
	tick = now->mono / MS_NS * MS_NS +
	       view_session_due(&snap, p->motion && p->room) * MS_NS;
	if (p->figure_due < tick)
		tick = p->figure_due;
	/* What nobody hears is read soon enough with the next second. */
	return tick < at || ear_muted(p->ear) ? tick : at;
}

int
play_fd(void *self)
{
	const struct play *p = self;

	return ear_fd(p->ear);
}

const char *
play_notice(const struct play *p)
{
	if (recorder_error(p->recorder))
		return recorder_error(p->recorder);
	if (*p->history_err.text)
		return p->history_err.text;
	if (ear_notice(p->ear))
		return ear_notice(p->ear);
	if (*p->keys_err.text)
		return p->keys_err.text;
	return p->figures.notice;
}

/*
 * Frames come at whole multiples of their time, so that a second falls on one.
 * good_ms: how long the still is good, at_ms of playing time.
 */
static int64_t
next_frame_ms(int64_t at_ms, int64_t good_ms)
{
	int64_t frame =
	    good_ms == MOTION_FRAME_MS ? at_ms * MOTION_FPS / 1000 + 1 : 0;

	if (frame)
		return (frame * 1000 + MOTION_FPS - 1) / MOTION_FPS - at_ms;
	if (good_ms == MOTION_SWAY_MS)
		return good_ms - at_ms % good_ms;
	return good_ms;
}

/* While a question waits the figure waits too. */
static void
move_figure(
    struct play *p, const struct session_snapshot *snap, const struct instant *now)
{
	int64_t good;

	p->figure_due = INT64_MAX;
	if (p->asking && p->figure.on && p->figures.step == snap->step)
		return;
	figure_pair_follow(&p->figures, snap);
	good = figure_now(snap, p->figures.before, p->figures.now, &p->figure);
	if (!p->asking && p->motion && good != INT64_MAX)
		p->figure_due =
		    now->mono / MS_NS * MS_NS +
		    next_frame_ms(snap->at_ms + snap->added_ms, good) * MS_NS;
}

static void
draw(void *self, struct frame *f, const struct instant *now)
{
	struct play *p = self;
	struct session_view v = {
	    .line = p->line,
	    .told = p->told,
	    .streak = p->streak.current,
	    .motion = p->motion,
	    .asking = p->asking,
	};

	session_snapshot(p->session, now->mono, &v.snap);
	v.snap.muted = ear_muted(p->ear);
	p->room = view_session_figure(f->rows, f->cols).rows > 0;
	p->figure_due = INT64_MAX;
	if (p->room)
		move_figure(p, &v.snap, now);
	v.notice = play_notice(p);
	if (!v.notice)
		v.notice = ear_news(p->ear, now);
	v.figure = p->figure;
	v.keys = p->motion ? NULL : p->figures.now;
	view_session(f, &v);
}

static const struct activity activity = {.turn = play_turn,
    .due = due,
    .fd = play_fd,
    .draw = draw,
    .rest = rest,
    .key = play_key,
    .stopped = play_stopped};

/* --- from its beginning to its end ----------------------------------------------- */

static void
begin(struct play *p)
{
	struct instant now = run_now();

	p->today = own_today(p->own, &now);
	if (p->resume && p->resume->day == p->today)
		p->recorder =
		    recorder_resume(p->history, p->score, p->resume, p->resume_at);
	p->steps_before = p->recorder ? p->resume_at : 0;
	if (!p->recorder)
		p->recorder = recorder_new(
		    p->history, p->score, p->today, now.wall_ms, now.offset_min);
	recorder_said(p->recorder, &p->ask.checkin);
}

bool
play_begun(const struct play *p)
{
	return p->recorder != NULL;
}

enum run_end
play_run(struct play *p, struct run *run)
{
	enum run_end end;
	struct instant now;
	struct session_event event;

	p->run = run;
	end = play_ask_before(p);
	if (end != RUN_OVER || p->ask.left)
		return end;
	begin(p);
	end = run_loop(run, &activity, p);
	if (!session_finished(p->session)) {
		now = run_now();
		session_stop(p->session, now.mono);
		while (session_next(p->session, now.mono, &event))
			fan_out(p, &event);
	}
	save(p);
	own_streak(p->own, p->today, &p->streak);
	return end;
}
