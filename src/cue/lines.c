#include "cue/lines.h"

#include "base/soundline.h"

#include <stdio.h>

/* The last tone rings, then the person's player is given back. */
#define RING_MS 2500

static void
add(struct str *out, const struct soundline *line)
{
	char buf[SOUNDLINE_MAX + 1];

	str_addn(out, buf, soundline_print(line, buf));
}

static void
add_cue(struct str *out, const struct cue *cue)
{
	struct soundline line = {.verb = SOUND_PLAY, .ms = cue->at_ms};

	if (cue->tone == TONE_NONE)
		return;
	snprintf(
	    line.key, sizeof(line.key), "%s", words_name(&words_tone, cue->tone));
	add(out, &line);
}

void
cue_lines_hello(struct str *out, int volume_db)
{
	struct soundline volume = {
	    .verb = SOUND_VOLUME, .key = "cues", .n = volume_db};

	add(out, &(struct soundline){.verb = SOUND_HELLO, .n = SOUNDLINE_VERSION});
	add(out, &volume);
}

static void
add_pause(struct str *out)
{
	add(out, &(struct soundline){.verb = SOUND_FLUSH});
	add(out, &(struct soundline){.verb = SOUND_PAUSE});
}

void
cue_lines_mute(struct str *out)
{
	add_pause(out);
	add(out, &(struct soundline){.verb = SOUND_RELEASE});
}

void
cue_lines_anchor(
    struct cue_lines *c, const struct session *s, int64_t now, struct str *out)
{
	struct soundline clock = {.verb = SOUND_CLOCK};
	struct session_snapshot snap;

	session_snapshot(s, now, &snap);
	clock.ms = snap.at_ms;
	clock.ns = now / 1000000 * 1000000;
	c->next = score_cue_from(snap.score, snap.at_ms);
	c->released = false;
	/* Skipped to the end: the last tone is still to sound. */
	if (session_clock(s, clock.ms, &clock.ns) ||
	    (snap.finished && snap.at_ms == snap.score->end_ms)) {
		add(out, &(struct soundline){.verb = SOUND_FLUSH});
		add(out, &clock);
		return;
	}
	c->next = snap.score->n_cues;
	add_pause(out);
}

void
cue_lines_feed(
    struct cue_lines *c, const struct session *s, int64_t now, struct str *out)
{
	struct session_snapshot snap;

	session_snapshot(s, now, &snap);
	while (c->next < snap.score->n_cues &&
	       snap.score->cues[c->next].at_ms <= snap.at_ms + CUE_AHEAD_MS)
		add_cue(out, &snap.score->cues[c->next++]);
	if (snap.finished && !c->released)
		add(out, &(struct soundline){.verb = SOUND_RELEASE, .ms = RING_MS});
	c->released = c->released || snap.finished;
}

void
cue_lines_all(const struct score *score, int64_t tail_ms, struct str *out)
{
	for (size_t i = 0; i < score->n_cues; i++)
		add_cue(out, &score->cues[i]);
	add(out,
	    &(struct soundline){.verb = SOUND_END, .ms = score->end_ms + tail_ms});
}
