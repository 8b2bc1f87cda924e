#include "cmd/play.h"

#include "base/mem.h"
#include "base/paths.h"
#include "cmd/figure_pair.h"
#include "cmd/page.h"
#include "cmd/print.h"
#include "cue/child.h"
#include "cue/lines.h"
#include "figure/words.h"
#include "score/score.h"
#include "screen/figure_now.h"
#include "screen/views.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MS_NS INT64_C(1000000)

/* How long the last tone rings: a program that ends at once cuts it. */
#define RING_NS (2500 * MS_NS)

/* Events that wait for the record; a turn seldom has more than three. */
#define UNSAVED_MAX 16

struct play {
	const struct own *own;
	bool linear, muted, asking;
	bool motion;  /* the figure moves */
	bool home;    /* there are routines to go back to */
	bool jumped;  /* the sound must be told anew */
	bool trimmed; /* memory that was needed once is given back */
	bool opened;  /* the first frame is out: now the sound may start */
	const struct exercise **exercises;
	struct score *score;
	struct session *session;
	struct history *history;
	struct recorder *recorder;
	struct session_event unsaved[UNSAVED_MAX]; /* for the record */
	size_t n_unsaved;
	struct sound *sound;
	struct cue_lines lines;
	const char *line; /* what is being said */
	const char *told; /* what a key did, until something is said */
	struct figure_pair figures;
	struct figure_view figure; /* as it was shown last */
	int64_t figure_due;        /* CLOCK_MONOTONIC at which it is another */
	bool room;                 /* for a figure, in the last frame */
	struct streak streak;
	int32_t today;
	int64_t ring_until; /* CLOCK_MONOTONIC: until then the end sounds */
	struct err history_err;
	struct run *run;
	int scroll, scroll_most; /* of the end */
	bool left;               /* by q */
};

/* --- beginning ------------------------------------------------------------------
 */

struct sound *
play_sound(const struct own *own, const char *cue_set)
{
	const struct settings *set = &own->settings;
	char *helper = paths_helper("uncoil-sound"), *shipped = paths_shipped();
	struct str sounds = {0};
	struct sound *snd;

	str_addf(&sounds, "%s/sounds", shipped);
	snd = sound_new(&(struct sound_options){
	    .helper = helper,
	    .sounds = sounds.s,
	    .set = *cue_set ? cue_set : set->text[SET_SOUND_CUES],
	    .output = set->text[SET_SOUND_OUTPUT],
	    .device = set->text[SET_SOUND_DEVICE],
	    .wake_ms = (int)set->number[SET_SOUND_WAKE],
	    .pause = set->text[SET_SOUND_PLAYER_PAUSE],
	    .resume = set->text[SET_SOUND_PLAYER_RESUME],
	    .mark = own->mark,
	    .log = own->log,
	});
	str_fini(&sounds);
	free(helper);
	free(shipped);
	return snd;
}

static void
open_record(struct play *p, const struct instant *now)
{
	const struct own *own = p->own;

	p->today = own_today(own, now);
	own_streak(own, p->today, &p->streak);
	if (!own->db)
		err_set(&p->history_err, "set HOME to have sessions kept");
	else if (paths_make_for(own->db, &p->history_err))
		p->history = history_open(own->db, &p->history_err);
	p->recorder = recorder_new(
	    p->history, p->score, p->today, now->wall_ms, now->offset_min);
}

struct play *
play_new(const struct own *own, const struct play_options *o,
    const struct instant *now, struct err *err)
{
	const struct routine *r = library_routine(own->library, o->routine, err);
	const struct exercise **exercises =
	    r ? library_steps(own->library, r, err) : NULL;
	struct pacing pacing;
	struct play *p;

	if (!exercises)
		return NULL;
	if (o->from >= r->n_steps) {
		free(exercises);
		err_set(err, "%s has %zu steps", r->id, r->n_steps);
		return NULL;
	}
	pacing.first_side =
	    own->settings.number[SET_SESSION_FIRST_SIDE] ? SIDE_RIGHT : SIDE_LEFT;
	p = mem_new(1, sizeof(*p));
	p->own = own;
	p->linear = o->linear;
	p->home = o->home;
	p->muted = o->muted || !own->settings.number[SET_SOUND_ON];
	p->exercises = exercises;
	p->score = score_new(r, exercises, &pacing);
	p->session = session_new(p->score, o->from, now->mono);
	p->line = "";
	p->jumped = true;
	p->motion = own->settings.number[SET_SCREEN_MOTION];
	figure_pair_init(&p->figures, own->library);
	open_record(p, now);
	return p;
}

void
play_free(struct play *p)
{
	if (!p)
		return;
	figure_pair_fini(&p->figures);
	sound_free(p->sound);
	recorder_free(p->recorder);
	history_close(p->history);
	session_free(p->session);
	score_free(p->score);
	free(p->exercises);
	free(p);
}

/* --- without a screen: a line for what is said
 * ------------------------------------- */

/* The text of a cue as a line of its own tells it. */
static void
print_cue(const struct play *p, const struct cue *cue)
{
	const struct exercise *e = p->exercises[cue->step];
	struct str line = {0};

	if (cue->kind == CUE_START && cue->tone != TONE_NONE)
		str_addf(&line, "%s%s: ", e->name,
		    cue->side == SIDE_NONE   ? ""
		    : cue->side == SIDE_LEFT ? ", left side"
					     : ", right side");
	if (cue->kind == CUE_REP && !*cue->say)
		str_add(&line, cue->tone == TONE_REP ? "Again." : "Let go.");
	str_add(&line, cue->say);
	if (line.len)
		print_timed(cue->at_ms, line.s);
	str_fini(&line);
}

/* What a figure would show, before its step begins. */
static void
print_figure(const struct play *p, const struct cue *cue)
{
	const struct pose *pose =
	    library_pose(p->own->library, p->exercises[cue->step]->pose, NULL);
	struct str line = {0};

	if (!pose)
		return;
	str_add(&line, "The figure: ");
	pose_describe(pose, &line);
	str_add(&line, ".");
	print_timed(cue->at_ms, line.s);
	str_fini(&line);
}

static void
print_state(const struct play *p, const struct instant *now, const char *text)
{
	struct session_snapshot snap;

	if (!p->linear)
		return;
	session_snapshot(p->session, now->mono, &snap);
	print_timed(snap.at_ms, text);
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
	p->unsaved[p->n_unsaved++] = *event;
	/* A line of text is no frame: what it tells is kept before it is told. */
	if (p->linear || p->n_unsaved == UNSAVED_MAX)
		save(p);
	if (event->kind == EVENT_JUMP)
		p->jumped = true;
	if (event->kind != EVENT_CUE)
		return;
	if (*event->cue->say) {
		p->line = event->cue->say;
		p->told = NULL;
	}
	if (!p->linear)
		return;
	print_cue(p, event->cue);
	if (event->cue->kind == CUE_LEAD || event->cue->kind == CUE_CHANGE)
		print_figure(p, event->cue);
}

/* Sound is started once a frame is out, and never waited for. */
static void
tell_sound(struct play *p, const struct instant *now)
{
	struct str lines = {0};

	if (p->muted)
		return;
	if (!p->sound && p->opened)
		p->sound = play_sound(p->own, p->score->routine->cue_set);
	if (!p->sound)
		return;
	sound_read(p->sound, now->mono);
	if (sound_start(p->sound, now->mono)) {
		cue_lines_hello(
		    &lines, (int)p->own->settings.number[SET_SOUND_VOLUME]);
		p->jumped = true;
	}
	if (p->jumped)
		cue_lines_anchor(&p->lines, p->session, now->mono, &lines);
	p->jumped = false;
	cue_lines_feed(&p->lines, p->session, now->mono, &lines);
	if (lines.len)
		sound_send(p->sound, lines.s, now->mono);
	str_fini(&lines);
}

static bool
turn(void *self, const struct instant *now)
{
	struct play *p = self;
	struct session_event event;
	bool finished = session_finished(p->session);

	while (session_next(p->session, now->mono, &event))
		fan_out(p, &event);
	tell_sound(p, now);
	p->opened = true;
	if (p->linear && ferror(stdout))
		return false; /* nobody reads any more */
	if (!session_finished(p->session))
		return true;
	if (!finished)
		p->ring_until = now->mono + RING_NS;
	/* With a screen the end is shown while the last tone rings. */
	return p->linear && p->sound && !sound_notice(p->sound) &&
	       now->mono < p->ring_until;
}

static int64_t
due(void *self, const struct instant *now)
{
	struct play *p = self;
	int64_t at = session_due(p->session), tick;
	struct session_snapshot snap;

	if (!p->muted && (!p->sound || sound_due(p->sound) < at))
		at = p->sound ? sound_due(p->sound) : now->mono;
	if (session_finished(p->session))
		return p->ring_until;
	if (p->linear || session_paused(p->session))
		return at;
	session_snapshot(p->session, now->mono, &snap);
	tick = now->mono / MS_NS * MS_NS +
	       view_session_due(&snap, p->motion && p->room) * MS_NS;
	if (p->figure_due < tick)
		tick = p->figure_due;
	return tick < at ? tick : at;
}

static int
fd(void *self)
{
	const struct play *p = self;

	return p->sound ? sound_fd(p->sound) : -1;
}

static const char *
notice(const struct play *p)
{
	if (recorder_error(p->recorder))
		return recorder_error(p->recorder);
	if (*p->history_err.text)
		return p->history_err.text;
	if (p->sound && !p->muted && sound_notice(p->sound))
		return sound_notice(p->sound);
	return p->figures.notice;
}

/*
 * Frames come at whole multiples of their time, so that a second falls on one.
 * good_ms: how long the still is good, at_ms of the score.
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
		p->figure_due = now->mono / MS_NS * MS_NS +
				next_frame_ms(snap->at_ms, good) * MS_NS;
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
	v.snap.muted = p->muted;
	p->room = view_session_figure(f->rows, f->cols).rows > 0;
	p->figure_due = INT64_MAX;
	if (p->room)
		move_figure(p, &v.snap, now);
	v.notice = notice(p);
	if (!v.notice && p->sound && !p->muted)
		v.notice = sound_news(p->sound, now->mono);
	v.figure = p->figure;
	v.keys = p->motion ? NULL : p->figures.now;
	view_session(f, &v);
}

/* --- keys come in
 * --------------------------------------------------------------------- */

static void
toggle_pause(struct play *p, const struct instant *now)
{
	bool paused = session_paused(p->session);

	(paused ? session_resume : session_pause)(p->session, now->mono);
	print_state(p, now, paused ? "On we go." : "Paused; space goes on.");
}

/* What a key did, where the screen does not show it anyhow. */
static void
tell(struct play *p, const struct instant *now, const char *text)
{
	p->told = text;
	print_state(p, now, text);
}

static void
toggle_mute(struct play *p, const struct instant *now)
{
	struct str lines = {0};

	p->muted = !p->muted;
	p->jumped = true;
	if (p->muted && p->sound) {
		cue_lines_mute(&lines);
		sound_send(p->sound, lines.s, now->mono);
		str_fini(&lines);
	}
	tell(p, now, p->muted ? "Muted." : "Sound on.");
}

static void
toggle_motion(struct play *p, const struct instant *now)
{
	if (p->linear)
		return;
	p->motion = !p->motion;
	tell(p, now, p->motion ? "The figure moves." : "The figure stays still.");
}

static void
ask_to_stop(struct play *p, const struct instant *now)
{
	p->asking = true;
	print_state(p, now, "Stop here? y stops, any other key goes on.");
}

/* Help holds the clock, as a pause does. */
static void
help(struct play *p, const struct instant *now)
{
	struct instant back;
	bool paused = session_paused(p->session);

	session_pause(p->session, now->mono);
	turn(p, now);
	page_read(p->run, &page_help_session);
	back = run_now();
	if (!paused)
		session_resume(p->session, back.mono);
}

static void
something_is_wrong(struct play *p, const struct instant *now)
{
	print_state(p, now, "Stopped, and written down.");
	session_wrong(p->session, now->mono);
}

static void
skip(struct play *p, const struct instant *now)
{
	session_skip(p->session, now->mono);
}

static void
back(struct play *p, const struct instant *now)
{
	session_back(p->session, now->mono);
}

static void
more(struct play *p, const struct instant *now)
{
	session_more(p->session, now->mono);
	tell(p, now, "Ten seconds more.");
}

static void
less(struct play *p, const struct instant *now)
{
	session_less(p->session, now->mono);
	tell(p, now, "Ten seconds fewer.");
}

static const struct {
	int key;
	void (*press)(struct play *p, const struct instant *now);
} keys[] = {
    {' ', toggle_pause},
    {TERM_ENTER, skip},
    {TERM_RIGHT, skip},
    {TERM_BACKSPACE, back},
    {TERM_LEFT, back},
    {'+', more},
    {'=', more},
    {'-', less},
    {'m', toggle_mute},
    {'f', toggle_motion},
    {'!', something_is_wrong},
    {'?', help},
    {'q', ask_to_stop},
};

static bool
key(void *self, int pressed, const struct instant *now)
{
	struct play *p = self;

	if (session_finished(p->session))
		return false;
	if (p->asking) {
		p->asking = false;
		if (pressed == 'y' || pressed == 'Y')
			session_stop(p->session, now->mono);
		else
			print_state(p, now, "On we go.");
		return true;
	}
	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		if (keys[i].key == pressed)
			keys[i].press(p, now);
	return true;
}

static void
stopped(void *self, const struct instant *since, int64_t asleep_ns)
{
	struct play *p = self;

	session_pause(p->session, since->mono);
	session_slept(p->session, asleep_ns);
	print_state(p, since, "Paused; space goes on.");
}

static const struct activity activity = {.turn = turn,
    .due = due,
    .fd = fd,
    .draw = draw,
    .rest = rest,
    .key = key,
    .stopped = stopped};

enum run_end
play_run(struct play *p, struct run *run)
{
	enum run_end end;
	struct instant now;
	struct session_event event;

	p->run = run;
	end = run_loop(run, &activity, p);
	if (!session_finished(p->session)) {
		now = run_now();
		session_stop(p->session, now.mono);
		while (session_next(p->session, now.mono, &event))
			fan_out(p, &event);
	}
	save(p);
	/* The record is closed before the streak is asked for: closing settles the
	 * file that the mirror names. */
	recorder_leave(p->recorder);
	recorder_leave(p->recorder);
	history_close(p->history);
	p->history = NULL;
	own_streak(p->own, p->today, &p->streak);
	return end;
}

/* --- the end
 * ----------------------------------------------------------------------------- */

static void
describe_missed(const struct play *p, struct str *out)
{
	int missed = p->sound ? sound_missed(p->sound) : 0;

	if (notice(p))
		str_add(out, notice(p));
	else if (missed)
		str_addf(out, "%d cue%s could not be played", missed,
		    missed == 1 ? "" : "s");
}

static void
draw_end(void *self, struct frame *f, const struct instant *now)
{
	struct play *p = self;
	struct str missed = {0};
	struct session_snapshot snap;

	session_snapshot(p->session, now->mono, &snap);
	describe_missed(p, &missed);
	p->scroll_most =
	    view_end(f, &(struct end_view){
			    .record = recorder_record(p->recorder),
			    .score = p->score,
			    .streak = p->streak,
			    .minutes_today = own_minutes(p->own, p->today),
			    .wrong = snap.wrong,
			    .home = p->home,
			    .notice = missed.len ? missed.s : NULL,
			    .scroll = p->scroll,
			});
	str_fini(&missed);
}

static bool
key_end(void *self, int pressed, const struct instant *now)
{
	struct play *p = self;

	(void)now;
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

static const struct activity end_activity = {.draw = draw_end, .key = key_end};

enum run_end
play_show_end(struct play *p, struct run *run)
{
	if (run_has_screen(run))
		return run_loop(run, &end_activity, p);
	return RUN_OVER;
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
