#include "base/mem.h"
#include "base/paths.h"
#include "cmd/cmd.h"
#include "cmd/tailor.h"
#include "cue/child.h"
#include "cue/lines.h"
#include "routine/library.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What the last tone rings behind the last second. */
#define TAIL_MS 2500

static const char *const endings[] = {".wav", ".flac", ".ogg", ".opus", ".mp3"};

static bool
ending_known(const char *file)
{
	const char *dot = strrchr(file, '.');

	for (size_t i = 0; dot && i < ARRAY_LEN(endings); i++)
		if (strcmp(dot, endings[i]) == 0)
			return true;
	return false;
}

/* Sends the whole score to a helper that writes the file, and waits for it. */
static bool
send(struct sound *snd, const struct score *score, long volume_db, struct err *err)
{
	struct str lines = {0};
	bool ok = sound_start(snd, 0);

	if (ok) {
		cue_lines_hello(
		    &lines, &(struct cue_volumes){(int)volume_db, 0, 0});
		cue_lines_all(score, &(struct cue_wish){0}, TAIL_MS, &lines);
		sound_send(snd, lines.s, 0);
		ok = sound_wait(snd) == 0;
		str_fini(&lines);
	}
	if (ok)
		return true;
	return err_set(err, "%s",
	    sound_notice(snd) ? sound_notice(snd) : "the sound program stopped");
}

static bool
render(const struct score *score, const char *file, struct err *err)
{
	char *helper = paths_helper("uncoil-sound"), *shipped = paths_shipped();
	struct str sounds = {0};
	struct settings settings;
	struct sound *snd;
	bool ok;

	cmd_settings(&settings);
	str_addf(&sounds, "%s/sounds", shipped);
	snd = sound_new(&(struct sound_options){
	    .helper = helper,
	    .sounds = sounds.s,
	    .set = *score->routine->cue_set ? score->routine->cue_set
					    : settings.text[SET_SOUND_CUES],
	    .output = "file",
	    .file = file,
	});
	ok = send(snd, score, settings.number[SET_SOUND_VOLUME], err);
	sound_free(snd);
	settings_fini(&settings);
	str_fini(&sounds);
	free(helper);
	free(shipped);
	return ok || err_add(err, "%s", file);
}

static int
render_routine(struct library *lib, const char *id, const struct tailor *wish,
    const char *file)
{
	struct pacing pacing = {SIDE_LEFT};
	struct err err;
	struct routine *r = tailor_routine(lib, id, wish, &err);
	const struct exercise **steps = r ? library_steps(lib, r, &err) : NULL;
	struct score *score;
	bool ok;

	if (!steps) {
		routine_free(r);
		return cmd_fail(&err);
	}
	score = score_new(r, steps, &pacing);
	ok = render(score, file, &err);
	if (ok)
		fprintf(stderr, "%s: %s, %d:%02d\n", file, r->title,
		    (int)(score->end_ms / 60000), (int)(score->end_ms / 1000 % 60));
	score_free(score);
	free(steps);
	routine_free(r);
	return ok ? CMD_OK : cmd_fail(&err);
}

int
cmd_render(struct cmd *cmd)
{
	const char *file = cmd_option(cmd, "output");
	struct tailor wish;
	struct library *lib;
	int status;

	if (!tailor_options(cmd, &wish))
		return CMD_USAGE;
	if (!file)
		return cmd_usage(cmd, "say where to: uncoil render %s -o FILE.flac",
		    cmd->operands[0]);
	if (!ending_known(file))
		return cmd_usage(cmd,
		    "%s: the name must end in .wav .flac .ogg .opus or .mp3", file);
	signal(SIGPIPE, SIG_IGN);
	lib = cmd_library();
	status = render_routine(lib, cmd->operands[0], &wish, file);
	library_free(lib);
	return status;
}
