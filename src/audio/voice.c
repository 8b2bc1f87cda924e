#include "audio/voice.h"

#include "audio/spoken.h"
#include "audio/synth.h"
#include "audio/timeline.h"
#include "audio/voice_cache.h"
#include "audio/voice_words.h"
#include "base/mem.h"
#include "base/str.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Three lines in a row that nobody could speak: the program is wrong, and not a
 * line; each may have taken seconds. */
#define GIVE_UP 3

struct voice_lines {
	char *command, *language, *rate, *pitch;
	char **words; /* NULL: not looked for yet */
	struct voice_cache *cache;
	bool keeps; /* there is to be a cache */
	struct line *lines[VOICE_LINES_MAX];
	size_t n;
	unsigned asked;
	struct work {
		struct synth synth;
		struct line *line; /* NULL: free */
	} works[VOICE_SYNTHS_MAX];
	int n_works;
	struct sample **samples; /* all that are in memory */
	size_t n_samples;
	int64_t bytes;
	int failures; /* in a row */
	bool dead;    /* nothing can be spoken any more */
	bool said_failure, said_log;
	struct err error, log; /* "": nothing to say */
};

/* --- the lines ---------------------------------------------------------------- */

struct voice_lines *
voice_new(const struct voice_options *o)
{
	struct voice_lines *voice = mem_new(1, sizeof(*voice));
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	voice->command = mem_strdup(o->command);
	voice->language = mem_strdup(o->language);
	voice->rate = mem_strdup(o->rate);
	voice->pitch = mem_strdup(o->pitch);
	voice->cache = voice_cache_new(o->cache, o->cache_max);
	voice->keeps = o->cache != NULL;
	voice->n_works = n < 1                  ? 1
			 : n > VOICE_SYNTHS_MAX ? VOICE_SYNTHS_MAX
						: (int)n;
	for (int i = 0; i < VOICE_SYNTHS_MAX; i++)
		voice->works[i].synth.pid_fd = voice->works[i].synth.out_fd = -1;
	return voice;
}

static void
line_free(struct line *line)
{
	free(line->text);
	free(line);
}

static void
sample_free(struct sample *sample)
{
	sample_fini(sample);
	free(sample);
}

void
voice_free(struct voice_lines *voice)
{
	if (!voice)
		return;
	for (int i = 0; i < VOICE_SYNTHS_MAX; i++)
		synth_stop(&voice->works[i].synth);
	for (size_t i = 0; i < voice->n; i++)
		line_free(voice->lines[i]);
	for (size_t i = 0; i < voice->n_samples; i++)
		sample_free(voice->samples[i]);
	free(voice->samples);
	voice_cache_free(voice->cache);
	voice_words_free(voice->words);
	free(voice->command);
	free(voice->language);
	free(voice->rate);
	free(voice->pitch);
	free(voice);
}

struct line *
voice_line(struct voice_lines *voice, const char *key)
{
	for (size_t i = 0; i < voice->n; i++)
		if (strcmp(voice->lines[i]->key, key) == 0)
			return voice->lines[i];
	return NULL;
}

/* Lines that have lost their key and are not needed any more. */
static void
purge(struct voice_lines *voice)
{
	size_t n = 0;

	for (size_t i = 0; i < voice->n; i++) {
		struct line *line = voice->lines[i];

		if (!*line->key && !line->says && !line->sample &&
		    line->state != LINE_SPEAKS)
			line_free(line);
		else
			voice->lines[n++] = line;
	}
	voice->n = n;
}

static void
fail(struct voice_lines *voice, struct line *line, const struct err *err)
{
	line->state = LINE_FAILED;
	if (!voice->said_failure)
		voice->error = *err;
	voice->said_failure = true;
}

/* From now on all that is not in the cache is 0. */
static void
give_up(struct voice_lines *voice)
{
	voice->dead = true;
	for (size_t i = 0; i < voice->n; i++)
		if (voice->lines[i]->state == LINE_WAITS &&
		    !voice->lines[i]->recorded)
			voice->lines[i]->state = LINE_FAILED;
}

/* Finds the words of the command, once. */
static bool
have_words(struct voice_lines *voice, struct err *err)
{
	const struct voice_fill fill = {voice->language, voice->rate, voice->pitch};

	if (!voice->words && !voice->dead)
		voice->words = voice_words(voice->command, &fill, err);
	return voice->words != NULL;
}

/* Under this name the line is kept: all that its sound depends on. */
static char *
name_of(const struct voice_lines *voice, const struct line *line)
{
	struct str name = {0};
	struct stat st = {0};

	if (line->recorded) {
		stat(line->text, &st);
		str_addf(&name, "recorded %lld bytes at %lld.%09ld",
		    (long long)st.st_size, (long long)st.st_mtim.tv_sec,
		    st.st_mtim.tv_nsec);
	}
	for (size_t i = 0; !line->recorded && voice->words[i]; i++)
		str_addf(&name, "%s ", voice->words[i]);
	str_addf(&name, "\n%s", line->text);
	return str_take(&name);
}

/* It may be in the cache. */
static void
look_up(struct voice_lines *voice, struct line *line)
{
	char *name = name_of(voice, line);

	line->frames = voice_cache_frames(voice->cache, name);
	if (line->frames)
		line->state = LINE_READY;
	free(name);
}

static void
begin_line(struct voice_lines *voice, struct line *line)
{
	struct err err;

	if (!line->recorded && !have_words(voice, &err)) {
		if (!voice->dead)
			fail(voice, line, &err);
		line->state = LINE_FAILED;
		give_up(voice);
		return;
	}
	look_up(voice, line);
	if (line->state == LINE_WAITS && voice->dead && !line->recorded)
		line->state = LINE_FAILED;
}

bool
voice_ask(
    struct voice_lines *voice, const char *key, const char *text, bool recorded)
{
	struct line *line = voice_line(voice, key);

	if (line && line->recorded == recorded && strcmp(line->text, text) == 0) {
		line->untold = true;
		return true;
	}
	if (line)
		*line->key = '\0';
	purge(voice);
	if (voice->n == VOICE_LINES_MAX)
		return false;
	line = voice->lines[voice->n++] = mem_new(1, sizeof(*line));
	memcpy(line->key, key, strnlen(key, SOUNDLINE_KEY_MAX));
	line->text = mem_strdup(text);
	line->recorded = recorded;
	line->due = VOICE_NEVER;
	line->asked = voice->asked++;
	line->untold = true;
	begin_line(voice, line);
	return true;
}

/* --- their sound -------------------------------------------------------------- */

static int64_t
bytes_of(const struct sample *sample)
{
	return sample->frames * (int64_t)sizeof(int16_t);
}

/* Takes sample's memory over. */
static void
hold(struct voice_lines *voice, struct line *line, const struct sample *sample)
{
	voice->samples = mem_resize(
	    voice->samples, voice->n_samples + 1, sizeof(*voice->samples));
	line->sample = voice->samples[voice->n_samples++] =
	    mem_new(1, sizeof(*line->sample));
	*line->sample = *sample;
	voice->bytes += bytes_of(sample);
}

void
voice_gone(struct voice_lines *voice, const struct sample *sample)
{
	for (size_t i = 0; i < voice->n_samples; i++) {
		if (voice->samples[i] != sample)
			continue;
		sample_free(voice->samples[i]);
		voice->samples[i] = voice->samples[--voice->n_samples];
		return;
	}
}

static const struct sample *
let_go(struct voice_lines *voice, struct line *line)
{
	const struct sample *sample = line->sample;

	voice->bytes -= bytes_of(sample);
	line->sample = NULL;
	return sample;
}

void
voice_due(struct voice_lines *voice, struct line *line, int64_t due)
{
	line->due = due;
	/* It was kept for this, and no mixer has seen it. */
	if (due == VOICE_NEVER && line->sample && !line->uses)
		voice_gone(voice, let_go(voice, line));
}

static void
wait_again(struct voice_lines *voice, struct line *line)
{
	line->state = !line->recorded && voice->dead ? LINE_FAILED : LINE_WAITS;
	line->asked = voice->asked++;
}

const struct sample *
voice_sample(struct voice_lines *voice, struct line *line)
{
	if (!line->sample) {
		char *name = name_of(voice, line);
		struct sample sample;
		bool ok = voice_cache_read(voice->cache, name, &sample);

		free(name);
		if (!ok) {
			wait_again(voice, line);
			return NULL;
		}
		line->frames = sample.frames;
		hold(voice, line, &sample);
	}
	line->uses++;
	return line->sample;
}

const struct sample *
voice_release(struct voice_lines *voice, struct line *line)
{
	return --line->uses ? NULL : let_go(voice, line);
}

int64_t
voice_bytes(const struct voice_lines *voice)
{
	return voice->bytes;
}

/* --- making it ---------------------------------------------------------------- */

/* Once: that nothing is kept is no error, lines are only spoken again. */
static void
log_once(struct voice_lines *voice, const struct err *err)
{
	if (!voice->said_log)
		voice->log = *err;
	voice->said_log = true;
}

static void
finish(struct voice_lines *voice, struct line *line, struct sample *sample)
{
	char *name = name_of(voice, line);
	struct err err;

	line->state = LINE_READY;
	line->frames = sample->frames;
	if (voice->keeps && !voice_cache_write(voice->cache, name, sample, &err))
		log_once(voice, &err);
	free(name);
	/* What was spoken for its length is read, or spoken, again when there is
	 * room for it. */
	if (line->due != VOICE_NEVER &&
	    (!line->untold || voice->bytes + bytes_of(sample) <= VOICE_BYTES))
		hold(voice, line, sample);
	else
		sample_fini(sample);
}

static void
read_recording(struct voice_lines *voice, struct line *line)
{
	struct sample sample;
	struct err err;

	if (spoken_record(line->text, &sample, &err)) {
		finish(voice, line, &sample);
		return;
	}
	line->state = LINE_FAILED;
	voice->error = err;
}

static void
speaking_failed(struct voice_lines *voice, struct line *line, struct err *err)
{
	err_add(err, "cannot speak");
	fail(voice, line, err);
	if (++voice->failures == GIVE_UP)
		give_up(voice);
}

/* The end of a child. */
static void
collect(struct voice_lines *voice, struct work *work, bool spoke, struct err *err)
{
	struct line *line = work->line;
	struct sample sample;

	if (spoke)
		spoke = spoken_read(work->synth.out_fd, work->synth.name,
		    SPOKEN_S_MAX, &sample, err);
	if (spoke) {
		finish(voice, line, &sample);
		voice->failures = 0;
	} else {
		speaking_failed(voice, line, err);
	}
	synth_stop(&work->synth);
	work->line = NULL;
}

static bool
collect_all(struct voice_lines *voice, int64_t now_ns)
{
	bool any = false;

	for (int i = 0; i < voice->n_works; i++) {
		struct work *work = &voice->works[i];
		enum synth_state state;
		struct err err;

		if (!work->line)
			continue;
		state = synth_look(&work->synth, now_ns, &err);
		if (state == SYNTH_RUNS)
			continue;
		collect(voice, work, state == SYNTH_SPOKE, &err);
		any = true;
	}
	return any;
}

static bool
before(const struct line *a, const struct line *b)
{
	return a->due != b->due ? a->due < b->due : a->asked < b->asked;
}

static struct line *
next_line(struct voice_lines *voice)
{
	struct line *next = NULL;

	for (size_t i = 0; i < voice->n; i++) {
		struct line *line = voice->lines[i];

		if (line->state == LINE_WAITS && (!next || before(line, next)))
			next = line;
	}
	return next;
}

static struct work *
free_work(struct voice_lines *voice)
{
	for (int i = 0; i < voice->n_works; i++)
		if (!voice->works[i].line)
			return &voice->works[i];
	return NULL;
}

static void
speak(
    struct voice_lines *voice, struct work *work, struct line *line, int64_t now_ns)
{
	struct err err;

	/* Another line of the same words may have been spoken meanwhile. */
	look_up(voice, line);
	if (line->state == LINE_READY)
		return;
	if (synth_start(&work->synth, voice->words, line->text, now_ns, &err)) {
		work->line = line;
		line->state = LINE_SPEAKS;
		return;
	}
	fail(voice, line, &err);
	give_up(voice);
}

/* True when more could be begun at once: reading a file takes its time, and
 * between two of them others want theirs. */
static bool
begin_next(struct voice_lines *voice, int64_t now_ns)
{
	struct work *work;
	struct line *line;

	while ((work = free_work(voice)) && (line = next_line(voice))) {
		if (line->recorded) {
			read_recording(voice, line);
			return true;
		}
		speak(voice, work, line, now_ns);
	}
	return false;
}

int64_t
voice_turn(struct voice_lines *voice, int64_t now_ns)
{
	bool again = collect_all(voice, now_ns);
	int64_t until = VOICE_NEVER;

	again = begin_next(voice, now_ns) || again;
	for (int i = 0; i < voice->n_works; i++) {
		const struct work *work = &voice->works[i];

		if (work->line)
			until = now_ns + SYNTH_LOOK_NS;
	}
	return again ? now_ns : until;
}

int
voice_fds(const struct voice_lines *voice, int *fds)
{
	int n = 0;

	for (int i = 0; i < voice->n_works; i++)
		if (voice->works[i].line)
			fds[n++] = voice->works[i].synth.pid_fd;
	return n;
}

/* --- telling ------------------------------------------------------------------ */

bool
voice_length(struct voice_lines *voice, const char **key, int *ms)
{
	for (size_t i = 0; i < voice->n; i++) {
		struct line *line = voice->lines[i];

		if (!line->untold || !*line->key ||
		    (line->state != LINE_READY && line->state != LINE_FAILED))
			continue;
		line->untold = false;
		*key = line->key;
		/* Rounded up: it has ended by then. */
		*ms = line->state == LINE_FAILED
			  ? 0
			  : (int)((line->frames + TIMELINE_MS - 1) / TIMELINE_MS);
		return true;
	}
	return false;
}

static bool
tell(struct err *told, struct err *err)
{
	if (!*told->text)
		return false;
	*err = *told;
	*told->text = '\0';
	return true;
}

bool
voice_error(struct voice_lines *voice, struct err *err)
{
	return tell(&voice->error, err);
}

bool
voice_log(struct voice_lines *voice, struct err *err)
{
	return tell(&voice->log, err);
}
