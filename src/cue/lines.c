#include "cue/lines.h"

#include "base/soundline.h"

#include <stdio.h>
#include <stdlib.h>

/* The bed is gone when the last tone sounds. */
#define BED_OFF_MS 3000

/* The last tone rings, then the person's player is given back. */
#define RING_MS 2500

static void
add(struct str *out, const struct soundline *line)
{
	char buf[SOUNDLINE_MAX + 1];

	str_addn(out, buf, soundline_print(line, buf));
}

/* A line whose key is one of our words. */
static void
add_key(struct str *out, enum sound_verb verb, int64_t ms, const char *key, int n)
{
	struct soundline line = {.verb = verb, .ms = ms, .n = n};

	snprintf(line.key, sizeof(line.key), "%s", key);
	add(out, &line);
}

/* --- what may be said ---------------------------------------------------------- */

static void
key_of(size_t n, char key[SOUNDLINE_KEY_MAX + 1])
{
	snprintf(key, SOUNDLINE_KEY_MAX + 1, "s%zu", n);
}

static void
ask(const struct script *script, size_t n, struct str *out)
{
	const char *file = script_file(script, n);
	struct soundline line = {.verb = file ? SOUND_RECORD : SOUND_SPEECH};

	key_of(n, line.key);
	snprintf(line.text, sizeof(line.text), "%s",
	    file ? file : script_text(script, n));
	add(out, &line);
}

void
cue_lines_ask(
    struct cue_lines *c, const struct script *script, bool all, struct str *out)
{
	size_t n = script_count(script);

	while (c->asked < n && (all || c->asked - c->answered < CUE_ASK_AHEAD))
		ask(script, c->asked++, out);
}

bool
cue_lines_length(
    struct cue_lines *c, struct script *script, const char *key, int ms)
{
	unsigned long n = strtoul(key + (*key == 's'), NULL, 10);
	bool was_known;

	if (*key != 's' || n >= c->asked)
		return false;
	was_known = script_known(script, n) && script_ms(script, n) == ms;
	if (c->answered < c->asked)
		c->answered++;
	script_learn(script, n, ms);
	return !was_known;
}

/* --- what is heard -------------------------------------------------------------- */

static void
add_cue(struct str *out, const struct cue *cue)
{
	if (cue->tone != TONE_NONE)
		add_key(out, SOUND_PLAY, cue->at_ms,
		    words_name(&words_tone, cue->tone), 0);
}

static void
add_say(struct str *out, int64_t at_ms, size_t n)
{
	char key[SOUNDLINE_KEY_MAX + 1];

	key_of(n, key);
	add_key(out, SOUND_SAY, at_ms, key, 0);
}

static void
add_pace(struct str *out, const struct pace *pace)
{
	if (pace->kind == PACE_PASS)
		add_key(out, SOUND_PLAY, pace->at_ms, "pass", 0);
	else
		add_key(out, SOUND_BREATH, pace->at_ms,
		    pace->kind == PACE_IN ? "in" : "out", (int)pace->len_ms);
}

static void
feed_cues(
    struct cue_lines *c, const struct score *score, int64_t until, struct str *out)
{
	for (; c->next < score->n_cues && score->cues[c->next].at_ms <= until;
	     c->next++)
		add_cue(out, &score->cues[c->next]);
}

static void
feed_speech(
    struct cue_lines *c, const struct score *score, int64_t until, struct str *out)
{
	for (;
	     c->speech < score->n_speech && score->speech[c->speech].at_ms <= until;
	     c->speech++) {
		const struct speech *s = &score->speech[c->speech];

		while (c->asked <= s->line)
			ask(score->script, c->asked++, out);
		add_say(out, s->at_ms, s->line);
	}
}

static void
feed_pace(struct cue_lines *c, const struct score *score, struct pace_wish wish,
    int64_t until, struct str *out)
{
	struct pace pace;

	while (pace_from(score, wish, c->paced_ms, &pace) && pace.at_ms <= until) {
		add_pace(out, &pace);
		c->paced_ms = pace.at_ms + 1;
	}
	if (c->paced_ms <= until)
		c->paced_ms = until + 1;
}

/* The end of the bed; sent with the last cue. */
static void
feed_all(struct cue_lines *c, const struct score *score,
    const struct cue_wish *wish, int64_t until, struct str *out)
{
	bool all = c->next == score->n_cues;

	feed_cues(c, score, until, out);
	if (wish->voice)
		feed_speech(c, score, until, out);
	feed_pace(c, score, wish->pace, until, out);
	if (wish->bed && !all && c->next == score->n_cues)
		add_key(out, SOUND_BED, score->end_ms - BED_OFF_MS, "off", 0);
}

void
cue_lines_hello(struct str *out, const struct cue_volumes *v)
{
	add(out, &(struct soundline){.verb = SOUND_HELLO, .n = SOUNDLINE_VERSION});
	add_key(out, SOUND_VOLUME, 0, "cues", v->cues);
	add_key(out, SOUND_VOLUME, 0, "voice", v->voice);
	add_key(out, SOUND_VOLUME, 0, "bed", v->bed);
	add_key(out, SOUND_VOLUME, 0, "breath", v->cues);
}

/* --- after a jump ----------------------------------------------------------------- */

/* By when a line that is said at this instant has to be over. */
static int64_t
until_of(const struct score *score, int64_t ms)
{
	size_t next = score_speech_from(score, ms), span = score_span_at(score, ms);
	int64_t until = score->spans[span].part == NO_PART
			    ? score->spans[span].end_ms
			    : score->parts[score->spans[span].part].side_end_ms;

	if (next < score->n_speech && score->speech[next].at_ms < until)
		until = score->speech[next].at_ms;
	return until;
}

/* What was being said when the pause came. */
static void
say_again(const struct score *score, int64_t ms, int64_t again_ms, struct str *out)
{
	size_t line = score_speech_at(score, ms);
	const struct speech *s = &score->speech[line];

	if (line < score->n_speech &&
	    ms + again_ms + s->len_ms <= until_of(score, ms))
		add_say(out, ms + again_ms, s->line);
}

static void
hush(struct cue_lines *c, struct str *out)
{
	c->paused = true;
	add(out, &(struct soundline){.verb = SOUND_FLUSH});
	add(out, &(struct soundline){.verb = SOUND_PAUSE});
}

void
cue_lines_mute(struct cue_lines *c, struct str *out)
{
	hush(c, out);
	add(out, &(struct soundline){.verb = SOUND_RELEASE});
}

void
cue_lines_anchor(struct cue_lines *c, const struct session *s,
    const struct cue_wish *wish, int64_t now, struct str *out)
{
	struct soundline clock = {.verb = SOUND_CLOCK};
	struct session_snapshot snap;

	session_snapshot(s, now, &snap);
	clock.ms = snap.at_ms;
	clock.ns = now / 1000000 * 1000000;
	c->next = score_cue_from(snap.score, snap.at_ms);
	c->speech = score_speech_from(snap.score, snap.at_ms);
	c->paced_ms = snap.at_ms;
	c->released = false;
	/* Skipped to the end: the last tone is still to sound. */
	if (!session_clock(s, clock.ms, &clock.ns) &&
	    !(snap.finished && snap.at_ms == snap.score->end_ms)) {
		c->next = snap.score->n_cues;
		c->speech = snap.score->n_speech;
		c->paced_ms = snap.score->end_ms;
		hush(c, out);
		return;
	}
	add(out, &(struct soundline){.verb = SOUND_FLUSH});
	add(out, &clock);
	if (wish->bed && snap.at_ms < snap.score->end_ms - BED_OFF_MS)
		add_key(out, SOUND_BED, clock.ms, wish->bed, 0);
	if (c->paused && wish->voice)
		say_again(snap.score, snap.at_ms, wish->again_ms, out);
	c->paused = false;
}

void
cue_lines_feed(struct cue_lines *c, const struct session *s,
    const struct cue_wish *wish, int64_t now, struct str *out)
{
	struct session_snapshot snap;

	session_snapshot(s, now, &snap);
	feed_all(c, snap.score, wish, snap.at_ms + CUE_AHEAD_MS, out);
	if (snap.finished && !c->released)
		add(out, &(struct soundline){.verb = SOUND_RELEASE, .ms = RING_MS});
	c->released = c->released || snap.finished;
}

void
cue_lines_play_now(const char *tone, struct str *out)
{
	add_key(out, SOUND_NOW_PLAY, 0, tone, 0);
}

void
cue_lines_say_now(
    struct cue_lines *c, const struct script *script, size_t line, struct str *out)
{
	char key[SOUNDLINE_KEY_MAX + 1];

	if (line == SCRIPT_NONE)
		return;
	while (c->asked <= line)
		ask(script, c->asked++, out);
	key_of(line, key);
	add_key(out, SOUND_NOW_SAY, 0, key, 0);
}

void
cue_lines_all(const struct score *score, const struct cue_wish *wish,
    int64_t tail_ms, struct str *out)
{
	struct cue_lines c = {0};

	/* Everything was asked for: the lengths are in the score. */
	c.asked = score->script ? script_count(score->script) : 0;
	if (wish->bed)
		add_key(out, SOUND_BED, 0, wish->bed, 0);
	feed_all(&c, score, wish, score->end_ms + tail_ms, out);
	add(out,
	    &(struct soundline){.verb = SOUND_END, .ms = score->end_ms + tail_ms});
}
