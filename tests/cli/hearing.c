#include "hearing.h"

#include "base/clock.h"
#include "base/mem.h"
#include "base/paths.h"
#include "score/pace.h"

#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- the score, as a session has it ---------------------------------------------- */

static void
key_of(size_t line, char key[SOUNDLINE_KEY_MAX + 1])
{
	snprintf(key, SOUNDLINE_KEY_MAX + 1, "s%zu", line);
}

static void
wait_for_voice(struct voice_lines *voice)
{
	struct pollfd fds[VOICE_SYNTHS_MAX];
	int ends[VOICE_SYNTHS_MAX], n = voice_fds(voice, ends);

	for (int i = 0; i < n; i++)
		fds[i] = (struct pollfd){.fd = ends[i], .events = POLLIN};
	poll(fds, (nfds_t)n, 20);
}

/* Speaks what the score has added to the script; how many could be spoken. */
static size_t
speak(struct hearing *h, size_t from)
{
	size_t n = script_count(h->script), told = from, spoken = 0;
	char key[SOUNDLINE_KEY_MAX + 1];
	const char *of;
	int ms;

	for (size_t i = from; i < n; i++) {
		key_of(i, key);
		voice_ask(h->voice, key, script_text(h->script, i), false);
	}
	while (told < n) {
		voice_turn(h->voice, clock_mono());
		while (voice_length(h->voice, &of, &ms)) {
			script_learn(h->script, strtoul(of + 1, NULL, 10), ms);
			spoken += ms > 0;
			told++;
		}
		if (told < n)
			wait_for_voice(h->voice);
	}
	return spoken;
}

static void
make_score(struct hearing *h, const struct routine *r, enum teach teach)
{
	enum teach *all = mem_new(r->n_steps, sizeof(*all));

	for (size_t i = 0; i < r->n_steps; i++)
		all[i] = teach;
	score_free(h->score);
	h->score = score_new(r, h->steps,
	    &(struct pacing){
		.first_side = SIDE_LEFT, .script = h->script, .teach = all});
	free(all);
}

static bool
spoken_score(struct hearing *h, const struct routine *r, enum teach teach)
{
	size_t known = 0, n;

	make_score(h, r, teach);
	while ((n = script_count(h->script)) > known) {
		if (speak(h, known) == 0)
			return false;
		known = n;
		make_score(h, r, teach);
	}
	return true;
}

/* --- its sounds ------------------------------------------------------------------- */

static void
add(struct hearing *h, int64_t at_ms, const struct sample *sample, bool speech,
    const char *name)
{
	size_t at = h->n;

	if (!sample)
		return;
	h->all = mem_resize(h->all, h->n + 1, sizeof(*h->all));
	for (; at > 0 && h->all[at - 1].at > at_ms * HEARING_MS; at--)
		h->all[at] = h->all[at - 1];
	h->all[at] = (struct sounding){
	    .at = at_ms * HEARING_MS, .sample = sample, .speech = speech};
	snprintf(h->all[at].name, sizeof(h->all[at].name), "%s", name);
	h->n++;
}

/* Of a line that was spoken; what is not in the cache is spoken once more. */
static const struct sample *
sample_of(struct hearing *h, size_t n)
{
	char key[SOUNDLINE_KEY_MAX + 1];
	struct line *line;

	key_of(n, key);
	line = voice_line(h->voice, key);
	voice_due(h->voice, line, 0);
	while (line->state != LINE_READY) {
		voice_turn(h->voice, clock_mono());
		wait_for_voice(h->voice);
	}
	return voice_sample(h->voice, line);
}

static void
add_line(struct hearing *h, const struct speech *s)
{
	add(h, s->at_ms, sample_of(h, s->line), true,
	    script_text(h->script, s->line));
}

const struct sample *
hearing_say(struct hearing *h, const char *text)
{
	size_t before = script_count(h->script);
	size_t line = script_add(h->script, text, NULL);

	speak(h, before);
	return sample_of(h, line);
}

static void
add_all(struct hearing *h)
{
	const struct pace_wish passes = {BREATH_NEVER, true};
	const struct score *score = h->score;
	struct pace pace = {.at_ms = -1};
	struct err err;

	for (size_t i = 0; i < score->n_cues; i++) {
		const struct cue *cue = &score->cues[i];
		const char *name = words_name(&words_tone, cue->tone);

		if (cue->tone != TONE_NONE)
			add(h, cue->at_ms, cueset_get(h->cues, name, &err), false,
			    name);
	}
	while (pace_from(score, passes, pace.at_ms + 1, &pace))
		if (pace.kind == PACE_PASS)
			add(h, pace.at_ms, cueset_get(h->cues, "pass", &err), false,
			    "pass");
	for (size_t i = 0; i < score->n_speech; i++)
		add_line(h, &score->speech[i]);
}

static struct voice_lines *
new_voice(void)
{
	char *cache = paths_home(PATH_CACHE, NULL, "speech");
	struct voice_lines *voice =
	    voice_new(&(struct voice_options){.command = "auto",
		.language = "en",
		.rate = "150",
		.pitch = "50",
		.cache = cache,
		.cache_max = INT64_C(64) * 1024 * 1024});

	free(cache);
	return voice;
}

bool
hearing_possible(void)
{
	return system("command -v espeak-ng >/dev/null 2>&1 ||"
		      " command -v flite >/dev/null 2>&1") == 0;
}

bool
hearing_open(struct hearing *h, const char *routine, enum teach teach)
{
	char *shipped = paths_shipped(), sounds[4096];
	const struct routine *r;

	*h = (struct hearing){.lib = library_new(NULL, shipped)};
	snprintf(sounds, sizeof(sounds), "%s/sounds", shipped);
	free(shipped);
	r = library_routine(h->lib, routine, NULL);
	h->steps = r ? library_steps(h->lib, r, NULL) : NULL;
	h->script = script_new();
	h->voice = new_voice();
	if (!h->steps || !spoken_score(h, r, teach))
		return false;
	h->cues = cueset_new(sounds, *r->cue_set ? r->cue_set : "soft");
	add_all(h);
	return true;
}

void
hearing_close(struct hearing *h)
{
	free(h->all);
	voice_free(h->voice);
	cueset_free(h->cues);
	score_free(h->score);
	script_free(h->script);
	free(h->steps);
	library_free(h->lib);
}

float *
hearing_mix(const struct hearing *h, int64_t frames)
{
	float *mix = mem_new((size_t)frames, sizeof(*mix));

	for (size_t i = 0; i < h->n; i++) {
		const struct sample *s = h->all[i].sample;

		for (int64_t k = 0; k < s->frames && h->all[i].at + k < frames; k++)
			mix[h->all[i].at + k] += s->pcm[k * s->channels];
	}
	return mix;
}

/* --- beside each other --------------------------------------------------------------- */

/* So much of a sound says where it is. */
#define LOOK (250 * HEARING_MS)

/* What strays further than this is not found. */
#define REACH (100 * HEARING_MS)

static int64_t
where(const struct hearing *h, const struct heard *file, const struct heard *live,
    size_t i, int64_t offset, double *alike)
{
	int64_t at = h->all[i].at, n = h->all[i].sample->frames;

	n = n < LOOK ? n : LOOK;
	n = at + n < file->frames ? n : file->frames - at;
	return heard_find(live, at + offset, REACH, file->pcm + at, n, alike) - at;
}

static int
by_size(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

bool
hearing_compare(const struct hearing *h, const struct heard *file,
    const struct heard *live, struct stray *strays)
{
	int64_t first = heard_onset(live, 0), offset;
	int64_t *at = mem_new(2 * h->n, sizeof(*at)), *sorted = at + h->n;
	bool ok = first < live->frames && heard_onset(file, 0) < file->frames;

	offset = first - heard_onset(file, 0);
	for (size_t i = 0; ok && i < h->n; i++) {
		at[i] = where(h, file, live, i, offset, &strays[i].alike);
		sorted[i] = at[i];
		/* The machine's clock and the sound's are not quite the same. */
		offset = strays[i].alike > 0.9 ? at[i] : offset;
	}
	qsort(sorted, ok ? h->n : 0, sizeof(*sorted), by_size);
	for (size_t i = 0; ok && i < h->n; i++)
		strays[i].ms = (double)(at[i] - sorted[h->n / 2]) / HEARING_MS;
	free(at);
	return ok;
}
