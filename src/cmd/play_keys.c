#include "cmd/play_in.h"

#include "base/mem.h"
#include "cmd/more_keys.h"
#include "cmd/page.h"

#define SECOND_NS INT64_C(1000000000)

/* On a way a line that was cut off is said again from its beginning: there is no
 * other time for it. */
static void
go_on(struct play *p, const struct instant *now)
{
	session_resume_at(
	    p->session, ear_again_ms(p->ear, p->session, now), now->mono);
}

static void
toggle_pause(struct play *p, const struct instant *now)
{
	bool paused = session_paused(p->session);

	if (paused)
		go_on(p, now);
	else
		session_pause(p->session, now->mono);
	ear_confirm(p->ear, paused ? EAR_RESUME : EAR_PAUSE);
	play_print_state(p, now, paused ? "On we go." : "Paused; space goes on.");
}

/* What a key did, where the screen does not show it anyhow. */
static void
tell(struct play *p, const struct instant *now, const char *text)
{
	p->told = text;
	play_print_state(p, now, text);
}

static void
toggle_mute(struct play *p, const struct instant *now)
{
	bool muted = !ear_muted(p->ear);

	ear_mute(p->ear, muted, now);
	if (!muted)
		ear_confirm(p->ear, EAR_SOUND_ON);
	tell(p, now, muted ? "Muted." : "Sound on.");
}

static void
toggle_voice(struct play *p, const struct instant *now)
{
	bool on = !ear_speaks(p->ear);

	ear_speak(p->ear, on);
	ear_confirm(p->ear, on ? EAR_VOICE_ON : EAR_VOICE_OFF);
	tell(p, now, on ? "Voice on." : "Voice off.");
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
	ear_confirm(p->ear, EAR_ASK_STOP);
	play_print_state(p, now, "Stop here? y stops, any other key goes on.");
}

/* Help holds the clock, as a pause does. */
static void
help(struct play *p, const struct instant *now)
{
	struct instant back;
	bool paused = session_paused(p->session);

	session_pause(p->session, now->mono);
	play_turn(p, now);
	page_read(p->run, &page_help_session);
	back = run_now();
	if (!paused)
		go_on(p, &back);
}

static void
something_is_wrong(struct play *p, const struct instant *now)
{
	play_print_state(p, now, "Stopped, and written down.");
	session_wrong(p->session, now->mono);
	ear_confirm(p->ear, EAR_WRONG);
}

static void
skip(struct play *p, const struct instant *now)
{
	session_skip(p->session, now->mono);
	ear_confirm(p->ear, EAR_NEXT);
}

static void
back(struct play *p, const struct instant *now)
{
	session_back(p->session, now->mono);
	ear_confirm(p->ear, EAR_AGAIN);
}

static void
more(struct play *p, const struct instant *now)
{
	session_more(p->session, now->mono);
	ear_confirm(p->ear, EAR_MORE);
	tell(p, now, "Ten seconds more.");
}

static void
less(struct play *p, const struct instant *now)
{
	session_less(p->session, now->mono);
	ear_confirm(p->ear, EAR_LESS);
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
    {'v', toggle_voice},
    {'f', toggle_motion},
    {'!', something_is_wrong},
    {'?', help},
    {'q', ask_to_stop},
};

bool
play_key(void *self, int pressed, const struct instant *now)
{
	struct play *p = self;

	if (session_finished(p->session))
		return false;
	if (p->asking) {
		p->asking = false;
		if (pressed == 'y' || pressed == 'Y')
			session_stop(p->session, now->mono);
		else
			play_print_state(p, now, "On we go.");
		ear_confirm(
		    p->ear, session_finished(p->session) ? EAR_STOP : EAR_RESUME);
		return true;
	}
	pressed = more_keys_for(p->own->settings.text[SET_SESSION_KEYS], pressed);
	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		if (keys[i].key == pressed)
			keys[i].press(p, now);
	return true;
}

/* Who comes back after a short while goes on; later it waits for a key. */
void
play_stopped(void *self, const struct instant *since, int64_t asleep_ns)
{
	struct play *p = self;
	bool paused = session_paused(p->session);
	struct instant now = run_now();
	int64_t away_ns = now.mono - since->mono + asleep_ns;

	session_pause(p->session, since->mono);
	session_slept(p->session, asleep_ns);
	if (!paused &&
	    away_ns / SECOND_NS < p->own->settings.number[SET_SESSION_WAIT_AFTER])
		go_on(p, &now);
	else
		play_print_state(p, since, "Paused; space goes on.");
}
