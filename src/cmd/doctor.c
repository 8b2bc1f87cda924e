#include "base/paths.h"
#include "cmd/cmd.h"
#include "cmd/doctor_files.h"
#include "cmd/doctor_sound.h"
#include "cmd/own.h"
#include "history/history.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The smallest screen that shows a session. */
#define LEAST_ROWS 12
#define LEAST_COLS 40

static const char *const figures[] = {[FRAME_FIGURE_BRAILLE] = "Braille dots",
    [FRAME_FIGURE_BLOCKS] = "blocks",
    [FRAME_FIGURE_HALVES] = "half blocks",
    [FRAME_FIGURE_ASCII] = "ASCII"};

static void
tell_colours(int colours, char buf[32])
{
	if (colours >= 1 << 24)
		strcpy(buf, "16 million colours");
	else if (colours >= 8)
		snprintf(buf, 32, "%d colours", colours);
	else
		strcpy(buf, "no colours");
}

static void
look_at_terminal(const struct own *own, struct findings *f)
{
	struct term_options options = own_term(own);
	struct term_about about;
	char colours[32];
	struct err err;

	if (!isatty(STDOUT_FILENO)) {
		findings_add(f, "terminal", FINDING_NOTE, NULL,
		    "the output is no terminal: sessions are plain lines here");
		return;
	}
	if (!term_about(&options, &about, &err)) {
		findings_add(f, "terminal", FINDING_WRONG, NULL, "%s", err.text);
		return;
	}
	tell_colours(about.colours, colours);
	findings_add(f, "terminal", FINDING_WELL, NULL,
	    "%dx%d, %s, %s, figures in %s", about.cols, about.rows, colours,
	    about.utf8 ? "UTF-8" : "ASCII (the locale is not UTF-8)",
	    figures[about.figure]);
	if (about.rows < LEAST_ROWS || about.cols < LEAST_COLS)
		findings_add(f, "terminal", FINDING_WRONG,
		    "Make it larger, or smaller letters.", "a session needs %dx%d",
		    LEAST_COLS, LEAST_ROWS);
}

static void
look_at_settings(struct findings *f)
{
	char *path = paths_home(PATH_CONFIG, NULL, "config.ini");
	struct settings settings;
	struct notes notes = {0};

	if (!path || (access(path, R_OK) < 0 && errno == ENOENT)) {
		findings_add(f, "files", FINDING_WELL, NULL,
		    "settings: no file yet, all are at their default");
		free(path);
		return;
	}
	settings_load(&settings, path, &notes);
	if (notes.n)
		findings_add(f, "files", FINDING_WRONG,
		    "Each is named above and by uncoil check FILE.",
		    "settings: %zu fault%s in %s", notes.n, notes.n == 1 ? "" : "s",
		    path);
	else
		findings_add(f, "files", FINDING_WELL, NULL, "settings: %s", path);
	settings_fini(&settings);
	notes_fini(&notes);
	free(path);
}

static void
look_at_history(const struct own *own, struct findings *f)
{
	struct err err = {""};
	struct history *h = own->db ? history_open_read(own->db, &err) : NULL;

	if (h)
		findings_add(
		    f, "files", FINDING_WELL, NULL, "history: %s", own->db);
	else if (!own->db)
		findings_add(f, "files", FINDING_WRONG, "Set HOME.",
		    "history: there is no home to keep it in");
	else if (*err.text)
		findings_add(
		    f, "files", FINDING_WRONG, NULL, "history: %s", err.text);
	else
		findings_add(f, "files", FINDING_WELL, NULL,
		    "history: none yet; it will be %s", own->db);
	history_close(h);
	if (own->db && !own->log)
		findings_add(f, "files", FINDING_WRONG, NULL,
		    "the folder of the log cannot be made");
}

static int
print_json(const struct findings *f, const struct doctor_sound *sound)
{
	struct json *o = json_new_object();
	struct err err;
	bool ok;

	json_set_bool(o, "well", findings_well(f));
	findings_json(f, json_set_array(o, "findings"));
	doctor_sound_json(sound, json_set_object(o, "sound"));
	ok = json_print(o, stdout, &err);
	json_free(o);
	return ok ? CMD_OK : cmd_fail(&err);
}

/* What --files looks at, and nothing else. */
static int
check_files(struct cmd *cmd, const struct own *own, struct findings *f)
{
	struct instant now = {
	    .wall_ms = cmd->wall_ms, .offset_min = cmd->offset_min};
	struct json *o;
	struct err err;
	bool ok = true;

	look_at_settings(f);
	doctor_files(own, own_today(own, &now), f);
	if (!cmd_option(cmd, "json")) {
		findings_print(f);
		return CMD_OK;
	}
	o = json_new_object();
	json_set_bool(o, "well", findings_well(f));
	findings_json(f, json_set_array(o, "findings"));
	ok = json_print(o, stdout, &err);
	json_free(o);
	return ok ? CMD_OK : cmd_fail(&err);
}

static int
look(struct cmd *cmd, const struct own *own, struct findings *f)
{
	struct doctor_sound sound;
	int status = CMD_OK;

	signal(SIGPIPE, SIG_IGN);
	if (!cmd_option(cmd, "sound")) {
		look_at_terminal(own, f);
		look_at_settings(f);
		look_at_history(own, f);
	}
	doctor_sound(own, cmd_option(cmd, "sound"), &sound, f);
	if (cmd_option(cmd, "json"))
		status = print_json(f, &sound);
	else
		findings_print(f);
	doctor_sound_fini(&sound);
	return status;
}

int
cmd_doctor(struct cmd *cmd)
{
	struct findings f = {0};
	struct own own;
	int status;

	if (cmd_option(cmd, "files") && cmd_option(cmd, "sound"))
		return cmd_usage(cmd, "--files or --sound, one after the other");
	own_init(&own);
	status = (cmd_option(cmd, "files") ? check_files : look)(cmd, &own, &f);
	if (!findings_well(&f))
		status = CMD_FAILED;
	findings_fini(&f);
	own_fini(&own);
	return status;
}
