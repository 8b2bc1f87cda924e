/*
 * uncoil: guided self-decompression in the terminal.
 *
 * The map.  What happens in which order, and where:
 *
 *	main		here: locale, the time, the command
 *	cmd/		one file a command; the table is cmd/table.c
 *	cmd/run.c	the event loop of the screens: the only one who reads the
 *			clock, and the only fan-out of a session's events
 *
 *	routine/	files -> checked, immutable structs
 *	score/		a routine unrolled into cues at milliseconds
 *	session/	a playhead over the score; told the time, emits events
 *	cue/		events -> lines for uncoil-sound, and that child's keeper
 *	history/	events -> record -> SQLite -> streak
 *	screen/		snapshot -> view -> frame -> terminal
 *	audio/		all of uncoil-sound (src/uncoil-sound.c)
 *	base/		what C left out
 *
 * What each folder may include stands in README.md beside this file.
 */
#include "base/clock.h"
#include "cmd/cmd.h"

#include "config.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

int
main(int argc, char **argv)
{
	const char *name = argc > 1 && argv[1][0] != '-' ? argv[1] : "";
	const struct command *command;
	int64_t wall_ms;
	struct err err;

	if (argc > 1 &&
	    (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0)) {
		puts(PACKAGE_STRING);
		return CMD_OK;
	}
	if (argc > 1 &&
	    (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)) {
		name = "help";
		argc = 1;
	}
	command = cmd_find(name, &err);
	if (!command) {
		cmd_fail(&err);
		return CMD_USAGE;
	}
	if (!command->ascii)
		setlocale(LC_CTYPE, "");
	wall_ms = clock_wall_ms();
	if (*name && argc > 1) {
		argc--;
		argv++;
	}
	return cmd_run(command, argc, argv, wall_ms, clock_offset_min(wall_ms));
}
