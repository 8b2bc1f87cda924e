#include "cmd/play_in.h"

#include "cmd/more_keys.h"
#include "screen/views.h"

#include <stdio.h>

static bool
turn_asking(void *self, const struct instant *now)
{
	struct play *p = self;
	bool asks;

	if (p->opened)
		ear_open(p->ear);
	ear_tell(p->ear, p->session, now);
	asks = asking_turn(&p->ask, now);
	p->opened = true;
	return asks && !(p->linear && ferror(stdout));
}

/* Of the questions and of the sound, whichever comes first. */
static int64_t
due_asking(void *self, const struct instant *now)
{
	const struct play *p = self;
	int64_t at = ear_due(p->ear, now), until = asking_due(&p->ask);

	return until < at ? until : at;
}

static void
draw_before(void *self, struct frame *f, const struct instant *now)
{
	const struct play *p = self;

	(void)now;
	view_checkin(f, &(struct checkin_view){.checkin = &p->ask.checkin,
			    .title = p->ask.title,
			    .home = p->home});
}

static bool
key_asking(void *self, int pressed, const struct instant *now)
{
	struct play *p = self;

	asking_key(&p->ask,
	    more_keys_for(p->own->settings.text[SET_SESSION_KEYS], pressed), now);
	return true;
}

const struct activity play_asking = {.turn = turn_asking,
    .due = due_asking,
    .fd = play_fd,
    .draw = draw_before,
    .key = key_asking};

bool
play_is_asking(const struct play *p)
{
	struct question q;

	return checkin_question(&p->ask.checkin, &q);
}

static bool
asks(const struct play *p, const struct checkin *given)
{
	return !given && p->own->settings.number[SET_SESSION_CHECKIN] &&
	       run_has_keys(p->run);
}

/* --- before ---------------------------------------------------------------------- */

/* The session that waited for the answers gives way to one that begins now. */
enum run_end
play_ask_before(struct play *p)
{
	struct instant now = run_now();
	enum run_end end;

	if (!asks(p, p->given_before))
		return RUN_OVER;
	session_pause(p->session, now.mono);
	asking_begin(&p->ask, &now);
	end = run_loop(p->run, &play_asking, p);
	checkin_skip(&p->ask.checkin);
	now = run_now();
	session_free(p->session);
	p->session = session_new(p->score, p->from, now.mono);
	ear_jumped(p->ear);
	return end;
}

/* --- afterwards ------------------------------------------------------------------ */

/* Movements that were left early, each once; the one at which the session ended
 * when some of it was held. */
static size_t
left_early(const struct play *p, const struct session_snapshot *snap,
    const struct exercise *left[CHECKIN_LEFT])
{
	size_t n = 0;

	for (size_t i = 0; i < p->score->n_parts && n < CHECKIN_LEFT; i++) {
		size_t step = p->score->parts[i].step;
		const struct exercise *exercise = p->score->exercises[step];
		const struct part_result *part = session_result(p->session, i);

		if (step < p->from || step > snap->step ||
		    part->outcome != OUTCOME_SKIPPED ||
		    (step == snap->step && part->held_ms == 0) ||
		    (n > 0 && left[n - 1] == exercise))
			continue;
		left[n++] = exercise;
	}
	return n;
}

/* What was wrong is asked whatever the settings say; for numbers nobody is asked
 * then, nor when nothing was done. */
void
play_ask_after(struct play *p)
{
	const struct exercise *left[CHECKIN_LEFT];
	struct instant now = run_now();
	struct session_snapshot snap;

	session_snapshot(p->session, now.mono, &snap);
	if (p->given_after) {
		checkin_give(&p->ask.checkin, p->given_after);
		return;
	}
	checkin_after(&p->ask.checkin, &p->ask.checkin);
	checkin_ended(
	    &p->ask.checkin, snap.wrong, left, left_early(p, &snap, left));
	if (snap.wrong ? !run_has_keys(p->run)
		       : !asks(p, NULL) || snap.held_ms == 0)
		checkin_skip(&p->ask.checkin);
	asking_begin(&p->ask, &now);
	p->ask.at_ms = p->score->end_ms;
}
