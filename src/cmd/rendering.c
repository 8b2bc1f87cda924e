#include "cmd/rendering.h"

#include "base/mem.h"
#include "base/soundline.h"
#include "cmd/ear.h"
#include "cmd/progress.h"
#include "cue/child.h"
#include "cue/lines.h"
#include "cue/marks.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <unistd.h>

/* What the last tone rings behind the last second. */
#define TAIL_MS 2500

struct rendering {
	struct rendering_wish wish;
	struct sound *snd;
	struct script *script; /* NULL: nothing is spoken */
	struct cue_lines lines;
	bool speaks;                    /* a line could be spoken */
	struct progress progress, told; /* told: as the terminal shows it */
	size_t shown;                   /* bytes of that line */
	sigset_t before;
	int signals; /* readable when it is to stop */
	int stopped; /* the signal that said so, or 0 */
};

/* Those that end a program come through a descriptor from now on. */
static int
catch_signals(sigset_t *before)
{
	sigset_t caught;

	sigemptyset(&caught);
	sigaddset(&caught, SIGINT);
	sigaddset(&caught, SIGTERM);
	sigaddset(&caught, SIGHUP);
	sigprocmask(SIG_BLOCK, &caught, before);
	return signalfd(-1, &caught, SFD_CLOEXEC);
}

struct rendering *
rendering_new(const struct rendering_wish *wish)
{
	struct rendering *r = mem_new(1, sizeof(*r));

	r->wish = *wish;
	r->script = wish->voice ? script_new() : NULL;
	signal(SIGPIPE, SIG_IGN);
	r->signals = catch_signals(&r->before);
	return r;
}

int
rendering_free(struct rendering *r)
{
	int stopped = r->stopped;

	sound_free(r->snd);
	script_free(r->script);
	close(r->signals);
	/* Who dies of it does so with it open. */
	if (!stopped)
		sigprocmask(SIG_SETMASK, &r->before, NULL);
	free(r);
	return stopped;
}

const char *
rendering_notice(const struct rendering *r)
{
	return sound_notice(r->snd);
}

/* --- what the terminal shows ------------------------------------------------------ */

static void
show(struct rendering *r, const char *words)
{
	struct str line = {0};

	if (!isatty(STDERR_FILENO))
		return;
	progress_line(words, &r->shown, &line);
	if (line.s)
		fputs(line.s, stderr);
	str_fini(&line);
}

static void
show_progress(struct rendering *r)
{
	struct str words = {0};

	if (r->shown && r->progress.spoken == r->told.spoken &&
	    r->progress.written_ms == r->told.written_ms)
		return;
	r->told = r->progress;
	progress_words(&r->progress, &words);
	show(r, words.s);
	str_fini(&words);
}

/* --- its end ---------------------------------------------------------------------- */

/* What a helper leaves that had to be killed, or that something has killed. */
static void
remove_part(const struct rendering *r)
{
	struct str part = {0};

	str_addf(&part, "%s" SOUNDLINE_PART, r->wish.file);
	unlink(part.s);
	str_fini(&part);
}

static bool
stop(struct rendering *r, struct err *err)
{
	struct signalfd_siginfo why;

	if (read(r->signals, &why, sizeof(why)) == (ssize_t)sizeof(why))
		r->stopped = (int)why.ssi_signo;
	if (!sound_stop(r->snd))
		remove_part(r);
	return err_set(err, "stopped");
}

static bool
end(struct rendering *r, struct err *err)
{
	int status = sound_end(r->snd);
	const char *notice = sound_notice(r->snd);

	if (status == 0)
		return true;
	if (status > 0)
		return err_set(
		    err, "%s", notice ? notice : "the sound program gave up");
	remove_part(r);
	return err_set(err, "the sound program was killed");
}

/* --- talking to the helper -------------------------------------------------------- */

/* A line is as long as the helper says. */
static void
hear(void *self, const struct soundline *line)
{
	struct rendering *r = self;

	if (!r->script || line->verb != SOUND_LENGTH)
		return;
	cue_lines_length(&r->lines, r->script, line->key, line->n);
	r->speaks |= line->n > 0;
}

/* Takes what the helper has said. */
static void
learn(struct rendering *r)
{
	r->progress.spoken = (int)r->lines.answered;
	r->progress.lines = (int)r->lines.asked;
	r->progress.written_ms = sound_written_ms(r->snd);
}

/* Until all that was asked for is spoken or, with `whole`, until the file is. */
static bool
follow(struct rendering *r, bool whole, struct err *err)
{
	enum sound_news news = SOUND_NEWS_ANSWER;

	while (news == SOUND_NEWS_ANSWER &&
	       (whole || r->lines.answered < r->lines.asked)) {
		learn(r);
		show_progress(r);
		news = sound_wait(r->snd, r->signals);
		learn(r);
	}
	if (news == SOUND_NEWS_ANSWER)
		return true;
	show(r, "");
	if (news == SOUND_NEWS_ALSO)
		return stop(r, err);
	return end(r, err) && (whole || err_set(err, "the sound program gave up"));
}

static void
greet(struct rendering *r)
{
	const long *set = r->wish.settings->number;
	struct str lines = {0};

	cue_lines_hello(
	    &lines, &(struct cue_volumes){(int)set[SET_SOUND_VOLUME],
			(int)set[SET_VOICE_VOLUME], (int)set[SET_BED_VOLUME]});
	sound_send(r->snd, lines.s, 0);
	str_fini(&lines);
}

/* Has everything spoken that the script has. */
static bool
speak(struct rendering *r, struct err *err)
{
	struct str lines = {0};

	cue_lines_ask(&r->lines, r->script, true, &lines);
	sound_send(r->snd, lines.s, 0);
	str_fini(&lines);
	return follow(r, false, err);
}

/* The whole score, sent at once. */
static bool
mix(struct rendering *r, const struct score *score, struct err *err)
{
	const long *set = r->wish.settings->number;
	const struct cue_wish wish = {.voice = r->script,
	    .pace = {(enum pace_breath)set[SET_SOUND_BREATH],
		set[SET_SOUND_PASSES]},
	    .bed = r->wish.bed};
	struct str lines = {0};

	cue_marks(score, &lines);
	cue_lines_all(score, &wish, TAIL_MS, &lines);
	r->progress.end_ms = score->end_ms + TAIL_MS;
	sound_send(r->snd, lines.s, 0);
	str_fini(&lines);
	return follow(r, true, err);
}

static struct sound *
new_sound(const struct rendering_wish *wish, const struct routine *routine)
{
	const char *set = wish->cues ? wish->cues : routine->cue_set;
	struct sound_options o = {
	    .output = "file",
	    .file = wish->file,
	    /* Tones and voice have one, a bed is around you. */
	    .channels = wish->bed ? 2 : 1,
	    .set = *set ? set : wish->settings->text[SET_SOUND_CUES],
	};

	if (!wish->voice)
		o.voice = "";
	return ear_sound(wish->settings, &o);
}

/* --- the score -------------------------------------------------------------------- */

/* The score of lines whose lengths are known; a score adds those that it could
 * say to the script.  Full teaching takes time that nobody needs where nothing can
 * be spoken.  NULL: err says why not. */
static struct score *
spoken_score(struct rendering *r, const struct routine *routine,
    const struct exercise *const *exercises, const enum teach *teach,
    struct err *err)
{
	struct pacing pacing = {r->wish.first_side, r->script, teach};
	struct score *score = score_new(routine, exercises, &pacing);

	while (r->script && r->lines.asked < script_count(r->script)) {
		score_free(score);
		if (!speak(r, err))
			return NULL;
		pacing.teach = r->speaks ? teach : NULL;
		score = score_new(routine, exercises, &pacing);
	}
	return score;
}

struct score *
rendering_write(struct rendering *r, const struct routine *routine,
    const struct exercise *const *exercises, const enum teach *teach,
    struct err *err)
{
	struct score *score;

	r->snd = new_sound(&r->wish, routine);
	sound_listen(r->snd, hear, r);
	if (!sound_start(r->snd, 0)) {
		err_set(err, "%s", sound_notice(r->snd));
		return NULL;
	}
	greet(r);
	score = spoken_score(r, routine, exercises, teach, err);
	if (score && mix(r, score, err))
		return score;
	score_free(score);
	return NULL;
}
