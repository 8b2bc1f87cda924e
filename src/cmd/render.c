#include "base/ini.h"
#include "base/mem.h"
#include "base/paths.h"
#include "base/soundline.h"
#include "cmd/cmd.h"
#include "cmd/ear.h"
#include "cmd/progress.h"
#include "cmd/tailor.h"
#include "cue/child.h"
#include "cue/lines.h"
#include "cue/marks.h"
#include "cue/subtitles.h"
#include "routine/library.h"
#include "score/script.h"

#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

/* What the last tone rings behind the last second. */
#define TAIL_MS 2500

static const char *const endings[] = {".wav", ".flac", ".ogg", ".opus", ".mp3"};

/* What is asked for: the options, and the settings where they say nothing. */
struct wish {
	const char *file;
	const char *text; /* beside it, or NULL */
	const struct subtitles *format;
	const char *cues; /* NULL: the routine's, else the settings' */
	const char *bed;  /* NULL: none */
	bool voice;
	enum teach teach;
	enum side first_side;
	struct tailor tailor;
	struct settings settings;
};

/* --- the options ---------------------------------------------------------------- */

static bool
ending_known(const char *file)
{
	const char *dot = strrchr(file, '.');

	for (size_t i = 0; dot && i < ARRAY_LEN(endings); i++)
		if (strcmp(dot, endings[i]) == 0)
			return true;
	return false;
}

static bool
among(const char *words, const char *value)
{
	size_t len = strlen(value);

	for (size_t n; *words; words += n + (words[n] == ' ')) {
		n = strcspn(words, " ");
		if (n == len && memcmp(words, value, n) == 0)
			return true;
	}
	return false;
}

static bool
word_ok(struct cmd *cmd, const char *option)
{
	const struct cmd_option *row = cmd->command->options;
	const char *value = cmd_option(cmd, option);

	while (strcmp(row->name, option) != 0)
		row++;
	if (!value || among(row->words, value))
		return true;
	cmd_usage(cmd, "--%s %s: one of these is expected: %s", option, value,
	    row->words);
	return false;
}

/* Each value is one of the words of its row. */
static bool
words_ok(struct cmd *cmd)
{
	static const char *const options[] = {"teach", "side-first", "cues", "bed"};

	for (size_t i = 0; i < ARRAY_LEN(options); i++)
		if (!word_ok(cmd, options[i]))
			return false;
	return true;
}

static bool
files_ok(struct cmd *cmd, struct wish *wish)
{
	struct err err;

	wish->file = cmd_option(cmd, "output");
	wish->text = cmd_option(cmd, "text");
	if (!wish->file) {
		cmd_usage(cmd, "say where to: uncoil render %s -o FILE.flac",
		    cmd->operands[0]);
		return false;
	}
	if (!ending_known(wish->file)) {
		cmd_usage(cmd,
		    "%s: the name must end in .wav .flac .ogg .opus or .mp3",
		    wish->file);
		return false;
	}
	wish->format = wish->text ? subtitles_of(wish->text, &err) : NULL;
	if (wish->text && !wish->format) {
		cmd_usage(cmd, "%s", err.text);
		return false;
	}
	return true;
}

static const char *
or_setting(const struct cmd *cmd, const char *option, const struct wish *wish,
    enum setting_key key)
{
	const char *value = cmd_option(cmd, option);

	return value ? value : wish->settings.text[key];
}

static void
wish_init(struct wish *wish, const struct cmd *cmd)
{
	const char *teach = cmd_option(cmd, "teach");
	const char *side;

	cmd_settings(&wish->settings);
	wish->cues = cmd_option(cmd, "cues");
	wish->bed = or_setting(cmd, "bed", wish, SET_BED_SOUND);
	if (strcmp(wish->bed, "off") == 0)
		wish->bed = NULL;
	wish->voice =
	    !cmd_option(cmd, "no-voice") && wish->settings.number[SET_VOICE_ON];
	wish->teach =
	    teach && strcmp(teach, "full") == 0 ? TEACH_FULL : TEACH_SHORT;
	side = or_setting(cmd, "side-first", wish, SET_SESSION_FIRST_SIDE);
	wish->first_side = strcmp(side, "right") == 0 ? SIDE_RIGHT : SIDE_LEFT;
}

/* --- the helper ----------------------------------------------------------------- */

struct rendering {
	const struct wish *wish;
	struct sound *snd;
	struct script *script; /* NULL: nothing is spoken */
	struct cue_lines lines;
	struct progress progress, told; /* told: as the terminal shows it */
	size_t shown;                   /* bytes of that line */
	int signals;                    /* readable when it is to stop */
	int stopped;                    /* the signal that said so, or 0 */
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

/* Ends as it would have ended, so that a shell sees why. */
static int
die_of(int number)
{
	sigset_t one;

	signal(number, SIG_DFL);
	sigemptyset(&one);
	sigaddset(&one, number);
	raise(number);
	sigprocmask(SIG_UNBLOCK, &one, NULL);
	return 128 + number;
}

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

/* What a helper leaves that had to be killed, or that something has killed. */
static void
remove_part(const struct rendering *r)
{
	struct str part = {0};

	str_addf(&part, "%s" SOUNDLINE_PART, r->wish->file);
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

/* A line is as long as the helper says. */
static void
hear(void *self, const struct soundline *line)
{
	struct rendering *r = self;

	if (r->script && line->verb == SOUND_LENGTH)
		cue_lines_length(&r->lines, r->script, line->key, line->n);
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
	const long *set = r->wish->settings.number;
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
	const long *set = r->wish->settings.number;
	const struct cue_wish wish = {.voice = r->script,
	    .pace = {(enum pace_breath)set[SET_SOUND_BREATH],
		set[SET_SOUND_PASSES]},
	    .bed = r->wish->bed};
	struct str lines = {0};

	cue_marks(score, &lines);
	cue_lines_all(score, &wish, TAIL_MS, &lines);
	r->progress.end_ms = score->end_ms + TAIL_MS;
	sound_send(r->snd, lines.s, 0);
	str_fini(&lines);
	return follow(r, true, err);
}

static struct sound *
new_sound(const struct wish *wish, const struct routine *routine)
{
	const char *set = wish->cues ? wish->cues : routine->cue_set;
	struct sound_options o = {
	    .output = "file",
	    .file = wish->file,
	    /* Tones and voice have one, a bed is around you. */
	    .channels = wish->bed ? 2 : 1,
	    .set = *set ? set : wish->settings.text[SET_SOUND_CUES],
	};

	if (!wish->voice)
		o.voice = "";
	return ear_sound(&wish->settings, &o);
}

/* --- the files ------------------------------------------------------------------ */

/* What the score is made of, and for whom. */
struct piece {
	const struct routine *routine;
	const struct exercise **steps;
};

static struct score *
new_score(const struct rendering *r, const struct piece *piece)
{
	size_t n = piece->routine->n_steps;
	enum teach *teach = mem_new(n, sizeof(*teach));
	const struct pacing pacing = {r->wish->first_side, r->script, teach};
	struct score *score;

	for (size_t i = 0; i < n; i++)
		teach[i] = r->wish->teach;
	score = score_new(piece->routine, piece->steps, &pacing);
	free(teach);
	return score;
}

/* The score of lines whose lengths are known; a score adds those that it could
 * say to the script.  NULL: err says why not. */
static struct score *
spoken_score(struct rendering *r, const struct piece *piece, struct err *err)
{
	struct score *score = new_score(r, piece);

	while (r->script && r->lines.asked < script_count(r->script)) {
		score_free(score);
		if (!speak(r, err))
			return NULL;
		score = new_score(r, piece);
	}
	return score;
}

static void
warn(const struct rendering *r)
{
	struct err err;

	if (!sound_notice(r->snd))
		return;
	err_set(&err, "%s: %s", r->wish->file, sound_notice(r->snd));
	cmd_fail(&err);
}

/* NULL: err says why there is no file. */
static struct score *
write_sound(struct rendering *r, const struct piece *piece, struct err *err)
{
	struct score *score = NULL;
	bool ok = false;

	r->snd = new_sound(r->wish, piece->routine);
	sound_listen(r->snd, hear, r);
	if (sound_start(r->snd, 0)) {
		greet(r);
		score = spoken_score(r, piece, err);
		ok = score && mix(r, score, err);
	} else {
		err_set(err, "%s", sound_notice(r->snd));
	}
	if (ok)
		warn(r);
	else
		err_add(err, "%s", r->wish->file);
	sound_free(r->snd);
	if (!ok)
		score_free(score);
	return ok ? score : NULL;
}

/* The sound file as seen from the text: in the same folder its name alone. */
static const char *
seen_from_text(const struct wish *wish, char path[PATH_MAX])
{
	const char *slash = strrchr(wish->file, '/');
	const char *other = strrchr(wish->text, '/');
	size_t n = slash ? (size_t)(slash - wish->file) + 1 : 0;
	size_t m = other ? (size_t)(other - wish->text) + 1 : 0;

	if (n == m && memcmp(wish->file, wish->text, n) == 0)
		return wish->file + n;
	return realpath(wish->file, path) ? path : wish->file;
}

static bool
write_text(const struct wish *wish, const struct score *score, struct err *err)
{
	struct str text = {0};
	char path[PATH_MAX];
	bool ok;

	subtitles_write(wish->format, score, seen_from_text(wish, path), &text);
	ok = ini_replace(wish->text, text.s, text.len, 0644, err);
	str_fini(&text);
	return ok;
}

static bool
render(struct rendering *r, const struct piece *piece, struct err *err)
{
	const struct wish *wish = r->wish;
	struct score *score = write_sound(r, piece, err);
	bool ok = score && (!wish->text || write_text(wish, score, err));

	if (ok)
		fprintf(stderr, "%s: %s, %d:%02d\n", wish->file,
		    piece->routine->title, (int)(score->end_ms / 60000),
		    (int)(score->end_ms / 1000 % 60));
	score_free(score);
	return ok;
}

static int
render_routine(struct library *lib, const char *id, struct rendering *rendering)
{
	struct piece piece = {0};
	struct err err;
	struct routine *r = tailor_routine(lib, id, &rendering->wish->tailor, &err);
	bool ok = false;

	piece.routine = r;
	if (r)
		piece.steps = library_steps(lib, r, &err);
	if (piece.steps) {
		rendering->script = rendering->wish->voice ? script_new() : NULL;
		ok = render(rendering, &piece, &err);
		script_free(rendering->script);
		free(piece.steps);
	}
	routine_free(r);
	return ok ? CMD_OK : cmd_fail(&err);
}

int
cmd_render(struct cmd *cmd)
{
	struct wish wish = {0};
	struct rendering rendering = {.wish = &wish};
	struct library *lib;
	sigset_t before;
	int status;

	if (!tailor_options(cmd, &wish.tailor) || !files_ok(cmd, &wish) ||
	    !words_ok(cmd))
		return CMD_USAGE;
	signal(SIGPIPE, SIG_IGN);
	rendering.signals = catch_signals(&before);
	wish_init(&wish, cmd);
	lib = cmd_library();
	status = render_routine(lib, cmd->operands[0], &rendering);
	library_free(lib);
	settings_fini(&wish.settings);
	close(rendering.signals);
	if (rendering.stopped)
		return die_of(rendering.stopped);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return status;
}
