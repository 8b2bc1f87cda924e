#include "audio/voices.h"

#include <string.h>

static int64_t
rest(const struct voice *voice)
{
	int64_t left;

	if (!voice->sample)
		return 0;
	left = voice->sample->frames - voice->at;
	return voice->fade && voice->fade < left ? voice->fade : left;
}

/* A tone before a spoken line, whose half would be nonsense. */
static bool
gives_way(const struct voice *a, const struct voice *b)
{
	bool a_speaks = a->sample && a->what == KIND_VOICE;
	bool b_speaks = b->sample && b->what == KIND_VOICE;

	return a_speaks != b_speaks ? b_speaks : rest(a) < rest(b);
}

void
voices_begin(
    struct voices *voices, const struct sample *sample, enum sound_kind what)
{
	struct voice *best = &voices->all[0];

	for (int i = 1; i < VOICES; i++)
		if (gives_way(&voices->all[i], best))
			best = &voices->all[i];
	*best = (struct voice){.sample = sample, .what = what};
}

void
voices_fade(struct voices *voices)
{
	for (int i = 0; i < VOICES; i++)
		if (voices->all[i].sample && !voices->all[i].fade)
			voices->all[i].fade = VOICES_FADE;
}

void
voices_forget(struct voices *voices, const struct sample *sample)
{
	for (int i = 0; i < VOICES; i++)
		if (!sample || voices->all[i].sample == sample)
			voices->all[i].sample = NULL;
}

int64_t
voices_rest(const struct voices *voices)
{
	int64_t most = 0;

	for (int i = 0; i < VOICES; i++)
		if (rest(&voices->all[i]) > most)
			most = rest(&voices->all[i]);
	return most;
}

int64_t
voices_gone(const struct voices *voices, const struct sample *sample)
{
	int64_t gone = -1;

	for (int i = 0; i < VOICES; i++) {
		const struct voice *voice = &voices->all[i];

		if (voice->sample == sample && !voice->fade &&
		    (gone < 0 || voice->at < gone))
			gone = voice->at;
	}
	return gone;
}

int64_t
voices_first(const struct voices *voices, enum sound_kind what)
{
	int64_t least = 0;

	for (int i = 0; i < VOICES; i++) {
		const struct voice *voice = &voices->all[i];

		if (voice->sample && voice->what == what &&
		    (!least || rest(voice) < least))
			least = rest(voice);
	}
	return least;
}

static void
add_mono(const int16_t *pcm, const float *gain, float *stereo, int n)
{
	for (int i = 0; i < n; i++) {
		float x = gain[i] / 32768 * pcm[i];

		stereo[2 * i] += x;
		stereo[2 * i + 1] += x;
	}
}

static void
add_stereo(const int16_t *pcm, const float *gain, float *stereo, int n)
{
	for (int i = 0; i < n; i++) {
		stereo[2 * i] += gain[i] / 32768 * pcm[2 * i];
		stereo[2 * i + 1] += gain[i] / 32768 * pcm[2 * i + 1];
	}
}

static void
add(const struct voice *voice, const float *gain, float *stereo, int n)
{
	const struct sample *s = voice->sample;

	if (s->channels == 1)
		add_mono(s->pcm + voice->at, gain, stereo, n);
	else
		add_stereo(s->pcm + 2 * voice->at, gain, stereo, n);
}

static void
fade_out(struct voice *voice, const float *gain, float *stereo, int n)
{
	float fading[VOICES_SPAN];

	for (int i = 0; i < n; i++)
		fading[i] = gain[i] * (float)(voice->fade - i) / VOICES_FADE;
	add(voice, fading, stereo, n);
	voice->fade -= n;
}

/* A voice that fades out was not heard to its end, even where both meet. */
static void
go_on(struct voices *voices, struct voice *voice, bool fading, int n)
{
	voice->at += n;
	if (fading && voice->fade == 0) {
		voice->sample = NULL;
	} else if (voice->at == voice->sample->frames) {
		voice->sample = NULL;
		voices->played++;
	}
}

void
voices_add(
    struct voices *voices, float gains[KINDS][VOICES_SPAN], float *stereo, int n)
{
	for (int i = 0; i < VOICES; i++) {
		struct voice *voice = &voices->all[i];
		int part = rest(voice) < n ? (int)rest(voice) : n;
		bool fading = voice->fade > 0;

		if (!voice->sample)
			continue;
		if (fading)
			fade_out(voice, gains[voice->what], stereo, part);
		else
			add(voice, gains[voice->what], stereo, part);
		go_on(voices, voice, fading, part);
	}
}
