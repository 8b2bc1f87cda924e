#include "base/file.h"
#include "base/mem.h"
#include "base/paths.h"
#include "cmd/cmd.h"
#include "cmd/lesson.h"
#include "cmd/rendering.h"
#include "cmd/tailor.h"
#include "cue/subtitles.h"
#include "routine/library.h"

#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const endings[] = {".wav", ".flac", ".ogg", ".opus", ".mp3"};

/* What is asked for: the options, and the settings where they say nothing. */
struct wish {
	struct settings settings;
	struct rendering_wish sound;
	const char *text; /* beside it, or NULL */
	const struct subtitles *format;
	struct lesson lesson;
	struct tailor tailor;
};

/* --- the options ---------------------------------------------------------------- */

static bool
ending_known(const char *file)
{
	const char *dot = strrchr(file, '.');

	for (size_t i = 0; dot && i < ARRAY_LEN(endings); i++)
		if (strcasecmp(dot, endings[i]) == 0)
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

	wish->sound.file = cmd_option(cmd, "output");
	wish->text = cmd_option(cmd, "text");
	if (!wish->sound.file) {
		cmd_usage(cmd, "say where to: uncoil render %s -o FILE.flac",
		    cmd->operands[0]);
		return false;
	}
	if (!ending_known(wish->sound.file)) {
		cmd_usage(cmd,
		    "%s: the name must end in .wav .flac .ogg .opus or .mp3",
		    wish->sound.file);
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
sound_init(struct wish *wish, const struct cmd *cmd)
{
	struct rendering_wish *sound = &wish->sound;
	const char *side;

	sound->settings = &wish->settings;
	sound->cues = cmd_option(cmd, "cues");
	sound->bed = or_setting(cmd, "bed", wish, SET_BED_SOUND);
	if (strcmp(sound->bed, "off") == 0)
		sound->bed = NULL;
	sound->voice =
	    !cmd_option(cmd, "no-voice") && wish->settings.number[SET_VOICE_ON];
	side = or_setting(cmd, "side-first", wish, SET_SESSION_FIRST_SIDE);
	sound->first_side = strcmp(side, "right") == 0 ? SIDE_RIGHT : SIDE_LEFT;
}

/* The settings and what they say; what the options say was checked. */
static void
wish_init(struct wish *wish, const struct cmd *cmd)
{
	char *db = paths_home(PATH_DATA, NULL, "history.db");

	cmd_settings(&wish->settings);
	sound_init(wish, cmd);
	wish->lesson = lesson_of(&wish->settings);
	lesson_option(cmd, &wish->lesson);
	/* A file is heard, also by who wants sessions without a sound. */
	wish->lesson.heard = wish->sound.voice;
	wish->lesson.history = db ? history_open_read(db, NULL) : NULL;
	wish->tailor.lesson = &wish->lesson;
	free(db);
}

static void
wish_fini(struct wish *wish)
{
	history_close(wish->lesson.history);
	settings_fini(&wish->settings);
}

/* --- the files ------------------------------------------------------------------ */

/* The sound file as seen from the text: in the same folder its name alone. */
static const char *
seen_from_text(const char *file, const char *text, char path[PATH_MAX])
{
	const char *slash = strrchr(file, '/');
	const char *other = strrchr(text, '/');
	size_t n = slash ? (size_t)(slash - file) + 1 : 0;
	size_t m = other ? (size_t)(other - text) + 1 : 0;

	if (n == m && memcmp(file, text, n) == 0)
		return file + n;
	return realpath(file, path) ? path : file;
}

static bool
write_text(const struct wish *wish, const struct score *score, struct err *err)
{
	struct str text = {0};
	char path[PATH_MAX];
	bool ok;

	subtitles_write(wish->format, score,
	    seen_from_text(wish->sound.file, wish->text, path), &text);
	ok = file_replace(wish->text, text.s, text.len, 0644, err);
	str_fini(&text);
	return ok;
}

/* What is said when all is well, and what was not. */
static void
report(const struct wish *wish, const struct score *score, const char *notice)
{
	struct err err;

	if (notice) {
		err_set(&err, "%s: %s", wish->sound.file, notice);
		cmd_fail(&err);
	}
	fprintf(stderr, "%s: %s, %d:%02d\n", wish->sound.file,
	    score->routine->title, (int)(score->end_ms / 60000),
	    (int)(score->end_ms / 1000 % 60));
}

/* Returns the signal that has stopped it, or 0 and whether all was written. */
static int
write_files(const struct wish *wish, const struct routine *r,
    const struct exercise *const *steps, bool *ok, struct err *err)
{
	enum teach *teach = lesson_teach(&wish->lesson, r, steps);
	struct rendering *rendering = rendering_new(&wish->sound);
	struct score *score = rendering_write(rendering, r, steps, teach, err);

	*ok = score || err_add(err, "%s", wish->sound.file);
	if (score && wish->text)
		*ok = write_text(wish, score, err);
	if (*ok)
		report(wish, score, rendering_notice(rendering));
	score_free(score);
	free(teach);
	return rendering_free(rendering);
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

static int
render(struct library *lib, const char *id, const struct wish *wish, int *stopped)
{
	struct err err;
	struct routine *r = tailor_routine(lib, id, &wish->tailor, &err);
	const struct exercise **steps = r ? library_steps(lib, r, &err) : NULL;
	bool ok = false;

	if (steps)
		*stopped = write_files(wish, r, steps, &ok, &err);
	free(steps);
	routine_free(r);
	return ok ? CMD_OK : cmd_fail(&err);
}

int
cmd_render(struct cmd *cmd)
{
	struct wish wish = {0};
	struct library *lib;
	int status, stopped = 0;

	if (!tailor_options(cmd, &wish.tailor) || !files_ok(cmd, &wish) ||
	    !words_ok(cmd))
		return CMD_USAGE;
	wish_init(&wish, cmd);
	lib = cmd_library();
	status = render(lib, cmd->operands[0], &wish, &stopped);
	library_free(lib);
	wish_fini(&wish);
	return stopped ? die_of(stopped) : status;
}
