#include "cmd/ear.h"

#include "base/mem.h"
#include "base/paths.h"
#include "base/soundline.h"
#include "base/str.h"
#include "cue/lines.h"

#include <stdlib.h>
#include <string.h>

/* Lengths come one by one as they are spoken; a score is not made for each. */
#define LEARN_NS (INT64_C(400) * 1000000)

struct ear {
	const struct own *own;
	struct script *script;
	struct sound *sound; /* NULL: never started */
	struct cue_lines lines;
	struct cue_wish wish;
	char *cue_set;
	bool muted;
	bool opened;
	bool jumped;       /* the helper must be told anew */
	bool learned;      /* lengths since they were asked for */
	bool all_dumb;     /* lines were tried, and none could be spoken */
	int64_t learn_due; /* CLOCK_MONOTONIC */
	struct str answer; /* what keys did, to be told behind what it changed */
};

/* NULL: a tone says it. */
static const char *const words[EAR_KEYS] = {
    [EAR_PAUSE] = "Paused.",
    [EAR_RESUME] = "On we go.",
    [EAR_NEXT] = "Next.",
    [EAR_AGAIN] = "Once more.",
    [EAR_MORE] = "Ten seconds more.",
    [EAR_LESS] = "Ten seconds fewer.",
    [EAR_VOICE_ON] = "Voice on.",
    [EAR_VOICE_OFF] = NULL,
    [EAR_SOUND_ON] = "Sound on.",
    [EAR_ASK_STOP] = "Stop here? Y stops, any other key goes on.",
    [EAR_STOP] = "Stopped.",
    [EAR_WRONG] = "Stopped, and written down.",
};

/* What is said of a key, so that it is spoken before it is needed. */
static size_t
line_of(const struct ear *ear, enum ear_key what)
{
	return words[what] ? script_add(ear->script, words[what], NULL)
			   : SCRIPT_NONE;
}

enum confirm { CONFIRM_TONE, CONFIRM_VOICE, CONFIRM_OFF };

static enum confirm
confirm_by(const struct ear *ear)
{
	return (enum confirm)ear->own->settings.number[SET_SESSION_CONFIRM];
}

/* The answer to a key that lets the session go on, and a breath. */
static int64_t
again_ms(const struct ear *ear)
{
	size_t answer = confirm_by(ear) == CONFIRM_VOICE ? line_of(ear, EAR_RESUME)
							 : SCRIPT_NONE;

	return answer == SCRIPT_NONE ? 500 : script_ms(ear->script, answer) + 300;
}

struct ear *
ear_new(const struct own *own, struct script *script, const struct ear_options *o)
{
	const struct settings *set = &own->settings;
	struct ear *ear = mem_new(1, sizeof(*ear));

	ear->own = own;
	ear->script = script;
	ear->muted = o->muted;
	ear->cue_set =
	    mem_strdup(*o->cue_set ? o->cue_set : set->text[SET_SOUND_CUES]);
	ear->jumped = true;
	ear->wish.voice = o->voice;
	ear->wish.pace.breath = (enum pace_breath)set->number[SET_SOUND_BREATH];
	ear->wish.pace.passes = set->number[SET_SOUND_PASSES];
	if (set->number[SET_BED_SOUND] > 0)
		ear->wish.bed = set->text[SET_BED_SOUND];
	for (int i = 0; confirm_by(ear) == CONFIRM_VOICE && i < EAR_KEYS; i++)
		line_of(ear, (enum ear_key)i);
	return ear;
}

void
ear_free(struct ear *ear)
{
	if (!ear)
		return;
	sound_free(ear->sound);
	str_fini(&ear->answer);
	free(ear->cue_set);
	free(ear);
}

void
ear_open(struct ear *ear)
{
	ear->opened = true;
}

void
ear_jumped(struct ear *ear)
{
	ear->jumped = true;
}

/* --- the helper ------------------------------------------------------------------ */

/* The settings' where the options do not say. */
static const char *
or_setting(const char *value, const struct settings *set, enum setting_key key)
{
	return value ? value : set->text[key];
}

struct sound *
ear_sound(const struct settings *set, const struct sound_options *options)
{
	char *helper = paths_helper("uncoil-sound"), *shipped = paths_shipped();
	char *cache = paths_home(PATH_CACHE, NULL, "speech");
	struct sound_options o = *options;
	struct str sounds = {0};
	struct sound *snd;

	str_addf(&sounds, "%s/sounds", shipped);
	o.helper = helper;
	o.sounds = sounds.s;
	o.cache = cache;
	o.set = or_setting(o.set, set, SET_SOUND_CUES);
	o.output = or_setting(o.output, set, SET_SOUND_OUTPUT);
	o.voice = or_setting(o.voice, set, SET_VOICE_PROGRAM);
	o.language = set->text[SET_VOICE_LANGUAGE];
	o.rate = set->text[SET_VOICE_RATE];
	o.pitch = set->text[SET_VOICE_PITCH];
	o.bed = set->text[SET_BED_FILE];
	snd = sound_new(&o);
	str_fini(&sounds);
	free(helper);
	free(shipped);
	free(cache);
	return snd;
}

struct sound *
ear_session_sound(const struct own *own, const char *cue_set, const char *voice)
{
	const struct settings *set = &own->settings;

	return ear_sound(set, &(struct sound_options){
				  .set = cue_set,
				  .voice = voice,
				  .device = set->text[SET_SOUND_DEVICE],
				  .wake_ms = (int)set->number[SET_SOUND_WAKE],
				  .pause = set->text[SET_SOUND_PLAYER_PAUSE],
				  .resume = set->text[SET_SOUND_PLAYER_RESUME],
				  .mark = own->mark,
				  .log = own->log,
			      });
}

/* A line is as long as the helper says. */
static void
hear(void *self, const struct soundline *line)
{
	struct ear *ear = self;

	if (line->verb != SOUND_LENGTH)
		return;
	ear->learned |=
	    cue_lines_length(&ear->lines, ear->script, line->key, line->n);
	ear->all_dumb = line->n == 0 && (ear->all_dumb || ear->lines.answered <= 1);
}

static void
greet(struct ear *ear, struct str *out)
{
	const long *set = ear->own->settings.number;

	ear->lines = (struct cue_lines){0};
	ear->jumped = true;
	cue_lines_hello(
	    out, &(struct cue_volumes){(int)set[SET_SOUND_VOLUME],
		     (int)set[SET_VOICE_VOLUME], (int)set[SET_BED_VOLUME]});
}

void
ear_tell(struct ear *ear, const struct session *s, const struct instant *now)
{
	struct str out = {0};

	if (ear->muted)
		return;
	if (!ear->sound && ear->opened) {
		ear->sound = ear_session_sound(ear->own, ear->cue_set, NULL);
		sound_listen(ear->sound, hear, ear);
	}
	if (!ear->sound)
		return;
	sound_read(ear->sound, now->mono);
	if (sound_start(ear->sound, now->mono))
		greet(ear, &out);
	ear->wish.again_ms = again_ms(ear);
	if (ear->jumped)
		cue_lines_anchor(&ear->lines, s, &ear->wish, now->mono, &out);
	ear->jumped = false;
	/* A pause before it would cut it off. */
	if (ear->answer.len)
		str_addn(&out, ear->answer.s, ear->answer.len);
	str_clear(&ear->answer);
	cue_lines_feed(&ear->lines, s, &ear->wish, now->mono, &out);
	/* Behind the tones: those are waited for. */
	if (ear->wish.voice)
		cue_lines_ask(&ear->lines, ear->script, false, &out);
	if (out.len)
		sound_send(ear->sound, out.s, now->mono);
	str_fini(&out);
}

int64_t
ear_due(const struct ear *ear, const struct instant *now)
{
	if (ear->muted)
		return INT64_MAX;
	return ear->sound ? sound_due(ear->sound) : now->mono;
}

int
ear_fd(const struct ear *ear)
{
	return ear->sound ? sound_fd(ear->sound) : -1;
}

/* --- speech --------------------------------------------------------------------- */

bool
ear_hears_speech(const struct ear *ear)
{
	return !ear->muted && ear->wish.voice && !ear->all_dumb &&
	       (!ear->sound || sound_heard(ear->sound));
}

bool
ear_has_learned(struct ear *ear, const struct instant *now)
{
	if (!ear->learned || now->mono < ear->learn_due)
		return false;
	ear->learned = false;
	ear->learn_due = now->mono + LEARN_NS;
	return true;
}

int64_t
ear_again_ms(
    const struct ear *ear, const struct session *s, const struct instant *now)
{
	struct session_snapshot snap;
	size_t line;

	session_snapshot(s, now->mono, &snap);
	line = score_speech_at(snap.score, snap.at_ms);
	if (line == snap.score->n_speech || !ear_hears_speech(ear))
		return INT64_MAX;
	return snap.score->speech[line].at_ms - again_ms(ear);
}

bool
ear_muted(const struct ear *ear)
{
	return ear->muted;
}

void
ear_mute(struct ear *ear, bool muted, const struct instant *now)
{
	struct str out = {0};

	ear->muted = muted;
	ear->jumped = true;
	str_clear(&ear->answer);
	if (!muted || !ear->sound)
		return;
	cue_lines_mute(&ear->lines, &out);
	sound_send(ear->sound, out.s, now->mono);
	str_fini(&out);
}

bool
ear_speaks(const struct ear *ear)
{
	return ear->wish.voice;
}

void
ear_speak(struct ear *ear, bool on)
{
	ear->wish.voice = on;
	ear->jumped = true;
}

void
ear_confirm(struct ear *ear, enum ear_key what)
{
	enum confirm by = confirm_by(ear);

	if (ear->muted || !ear->sound || by == CONFIRM_OFF)
		return;
	if (by == CONFIRM_VOICE && ear_hears_speech(ear) && words[what])
		cue_lines_say_now(
		    &ear->lines, ear->script, line_of(ear, what), &ear->answer);
	else
		cue_lines_play_now("key", &ear->answer);
}

void
ear_confirm_now(struct ear *ear, enum ear_key what, const struct instant *now)
{
	ear_confirm(ear, what);
	if (ear->sound && ear->answer.len)
		sound_send(ear->sound, ear->answer.s, now->mono);
	str_clear(&ear->answer);
}

bool
ear_say(struct ear *ear, const char *text, const struct instant *now)
{
	size_t line = script_add(ear->script, text, NULL);
	struct str out = {0};

	if (line == SCRIPT_NONE || !ear_hears_speech(ear))
		return true;
	if (!ear->sound || !script_known(ear->script, line))
		return false;
	cue_lines_say_now(&ear->lines, ear->script, line, &out);
	sound_send(ear->sound, out.s, now->mono);
	str_fini(&out);
	return true;
}

const char *
ear_news(const struct ear *ear, const struct instant *now)
{
	return ear->sound && !ear->muted ? sound_news(ear->sound, now->mono) : NULL;
}

const char *
ear_notice(const struct ear *ear)
{
	return ear->sound && !ear->muted ? sound_notice(ear->sound) : NULL;
}

int
ear_missed(const struct ear *ear)
{
	return ear->sound ? sound_missed(ear->sound) : 0;
}
