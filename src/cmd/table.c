#include "cmd/cmd.h"

#include <stdio.h>
#include <string.h>

/* clang-format off */
#define REGIONS                                                                         \
	"neck shoulders upper-back mid-back lower-back chest hips hamstrings glutes "   \
	"forearms calves"
#define TOOLS                                                                           \
	"none chair desk wall doorway mat foam-roller massage-ball handheld-massager "  \
	"strap bar towel"

#define FIELDS "done skips times duration steps tension pain notes name streak"

const struct command command_table[] = {
	{"", "", 0, 0, "Open the home screen",
		{{0}}, cmd_home},
	{"start", "[ID]", 0, 1, "Begin a session of a routine (default: desk-reset-2)",
		{{"linear", 0, NULL, NULL, "print lines instead of drawing a screen"},
		 {"mute", 'm', NULL, NULL, "begin without sound"},
		 {"no-voice", 0, NULL, NULL, "tones only, nothing is spoken"},
		 {"teach", 0, "HOW", "full short", "say all of each movement, or little"},
		 {"minutes", 0, "N", NULL, "make it this long, 1 to 30"},
		 {"focus", 0, "REGION,...", REGIONS, "more time for what treats these, at most 3"},
		 {"from", 0, "STEP", NULL, "begin at this step, counted from 1"},
		 {"resume", 0, NULL, NULL, "go on with the session that was interrupted"},
		 {"before", 0, "R=N,...", NULL, "how it is: neck=6,pain=4,mood=3; asks nothing"},
		 {"after", 0, "R=N,...", NULL, "how it will have been, likewise"},
		 {"cleared", 0, NULL, NULL, "answer the routine's safety question with yes"}},
		cmd_start},
	{"list", "", 0, 0, "List the routines, or the exercises",
		{{"exercises", 'e', NULL, NULL, "list exercises instead of routines"},
		 {"focus", 'f', "REGION,...", REGIONS, "only what treats one of these regions"},
		 {"tools", 't', "TOOL,...", TOOLS, "only what needs no other tools than these"},
		 {"max-minutes", 'm', "N", NULL, "only what takes at most N minutes"},
		 {"json", 0, NULL, NULL, "print JSON"}},
		cmd_list},
	{"show", "ID", 1, 1, "Show a routine or an exercise",
		{{"cues", 'c', NULL, NULL, "print every cue of the routine with its time"},
		 {"teach", 0, "HOW", "full short", "with all that is said, or with little"},
		 {"minutes", 0, "N", NULL, "make it this long, 1 to 30"},
		 {"focus", 0, "REGION,...", REGIONS, "more time for what treats these, at most 3"},
		 {"frame", 0, "T", NULL, "print the figure T seconds into its movement"},
		 {"size", 0, "WxH", NULL, "in so many columns and rows (36x14)"},
		 {"export", 0, "FILE", NULL, "write the key poses to a picture, FILE.svg"},
		 {"side", 0, "SIDE", "left right", "the side that is shown"},
		 {"linear", 0, NULL, NULL, "print lines instead of drawing a screen"},
		 {"json", 0, NULL, NULL, "print JSON"}},
		cmd_show},
	{"render", "ID", 1, 1, "Write a whole guided session to a sound file",
		{{"output", 'o', "FILE", NULL, "the file: .wav .flac .ogg .opus or .mp3"},
		 {"minutes", 0, "N", NULL, "make it this long, 1 to 30"},
		 {"focus", 0, "REGION,...", REGIONS, "more time for what treats these, at most 3"},
		 {"text", 0, "FILE", NULL, "what is said, beside it: .vtt .lrc or .cue"},
		 {"teach", 0, "HOW", "full short", "say all of each movement, or little"},
		 {"no-voice", 0, NULL, NULL, "tones only, nothing is spoken"},
		 {"side-first", 0, "SIDE", "left right", "the side that begins"},
		 {"cues", 0, "SET", "soft clear low wood", "the set of cue tones"},
		 {"bed", 0, "NAME", "off rain waves brown drone own", "the sound under it"}},
		cmd_render},
	{"log", "add ID | show NO | edit NO | rm NO | note NO TEXT", 0, -1, "List what was done, newest first, or correct it",
		{{"limit", 'n', "N", NULL, "at most N sessions"},
		 {"json", 0, NULL, NULL, "print JSON"},
		 {"date", 0, "DAY", NULL, "its day: 2026-03-02, today or yesterday"},
		 {"at", 0, "HH:MM", NULL, "when it began (a past day: 12:00)"},
		 {"percent", 0, "N", NULL, "how much of it was held, 1 to 100 (100)"},
		 {"before", 0, "N|WHAT=N,...", NULL, "scores before it: 6, or neck=6,pain=5,mood=3"},
		 {"after", 0, "N|WHAT=N,...", NULL, "scores after it"},
		 {"region", 0, "REGION", REGIONS, "what a score alone is of"},
		 {"note", 0, "TEXT", NULL, "a line about it"},
		 {"flag", 0, "[MOVEMENT=]FLAG,...", NULL, "what was wrong: sharp numb dizzy ..., or none"},
		 {"why", 0, "MOVEMENT=REASON,...", NULL, "why it was left early: pain time unclear wrong other none"}},
		cmd_log},
	{"streak", "pause [DAYS [WHY]] | unpause DAYS | DAYS", 0, -1,
		"Say how many days in a row, why, and which are paused",
		{{"why", 0, NULL, NULL, "what became of each day, and by which rule"},
		 {"days", 0, "N", NULL, "with --why: only so many, up to today"},
		 {"json", 0, NULL, NULL, "print JSON"}},
		cmd_streak, true},
	{"stats", "", 0, 0, "Show what was done and what it did",
		{{"weeks", 'w', "N", NULL, "so many weeks up to today (26)"},
		 {"from", 0, "DAY", NULL, "from this day on, such as 2026-03-02"},
		 {"to", 0, "DAY", NULL, "up to this day (today)"},
		 {"linear", 0, NULL, NULL, "print lines instead of drawing a screen"},
		 {"json", 0, NULL, NULL, "print JSON"}},
		cmd_stats},
	{"report", "", 0, 0, "Write what was done in some weeks as a page",
		{{"output", 'o', "FILE", NULL, "the page, FILE.html; - is standard output"},
		 {"csv", 0, "FILE", NULL, "and, or only, its sessions as CSV"},
		 {"weeks", 'w', "N", NULL, "of the last N weeks, 1 to 26 (4)"},
		 {"share", 0, "FIELD,...", FIELDS, "tell no more than these fields"},
		 {"notes", 0, NULL, NULL, "tell the notes too"},
		 {"name", 0, "NAME", NULL, "of the person, at its top"}},
		cmd_report},
	{"export", "", 0, 0, "Write everything out, or sessions as CSV or a calendar",
		{{"output", 'o', "FILE", NULL, "to a file: .jsonl, .csv or .ics"},
		 {"format", 0, "FORMAT", "jsonl csv ics", "as this, whatever its name"},
		 {"from", 0, "DAY", NULL, "from this day on, as 2026-03-02"},
		 {"to", 0, "DAY", NULL, "up to this day"},
		 {"breaks", 0, "HH:MM-HH:MM", NULL, "and breaks planned in these hours, .ics"},
		 {"every", 0, "MINUTES", NULL, "a break so often, 15 to 240 (50)"},
		 {"on", 0, "DAY,...", "mon tue wed thu fri sat sun", "on these days (mon to fri)"}},
		cmd_export},
	{"import", "FILE", 1, 1, "Take in what was exported, or days of other programs",
		{{"try", 0, NULL, NULL, "say what would happen, and write nothing"},
		 {"habit", 0, "NAME", NULL, "of Loop Habit Tracker: this one"},
		 {"routine", 0, "ID", NULL, "what was done on those days (imported)"},
		 {"minutes", 0, "N", NULL, "and for how long (unknown)"}},
		cmd_import},
	{"plan", "[inbox | accept | decline REASON | defer]", 0, -1,
		"Read a coach's plan and answer it", {{0}}, cmd_plan},
	{"sync", "[run | join URL [CODE] | status | preview | share [FIELD,...] | test | who | token | leave]",
		0, 3, "Tell a coach what you choose to tell, and read the answer",
		{{"code-file", 0, "FILE", NULL, "join: the code is the first line of this file"},
		 {"share", 0, "FIELD,...", "done skips times duration steps tension pain notes name streak", "join: what is told, instead of asking"},
		 {"name", 0, "NAME", NULL, "join: the name that your coach sees"},
		 {"yes", 'y', NULL, NULL, "join, leave: you agree, and are not asked"},
		 {"erase", 0, NULL, NULL, "leave: have all that was told erased"},
		 {"erase-past", 0, NULL, NULL, "share: have erased what is not shared any more"},
		 {"json", 0, NULL, NULL, "status: print JSON"}},
		cmd_sync},
	{"config", "get KEY | set KEY VALUE | list | path | edit", 1, 3, "Read or change settings",
		{{"json", 0, NULL, NULL, "print the list as JSON"}},
		cmd_config},
	{"check", "FILE|DIR...", 1, -1, "Check routine, exercise, pose and config files",
		{{0}}, cmd_check},
	{"doctor", "", 0, 0, "Look whether terminal, files and sound are well",
		{{"sound", 's', NULL, NULL, "play two tones, speak, and measure"},
		 {"files", 'f', NULL, NULL, "check the files, and make again what can be"},
		 {"json", 0, NULL, NULL, "print JSON"}},
		cmd_doctor},
	{"completion", "SHELL", 1, 1, "Print a completion script: bash, zsh or fish",
		{{0}}, cmd_completion},
	{"help", "", 0, 0, "List the commands",
		{{0}}, cmd_help},
	{0},
};
/* clang-format on */

static const struct command *
exactly(const char *name)
{
	for (const struct command *c = command_table; c->name; c++)
		if (strcmp(c->name, name) == 0)
			return c;
	return NULL;
}

const struct command *
cmd_find(const char *name, struct err *err)
{
	const struct command *c = exactly(name);

	if (!c)
		err_set(err, "there is no command %.40s; see: uncoil help", name);
	return c;
}

int
cmd_help(struct cmd *cmd)
{
	(void)cmd;
	printf("uncoil: guided self-decompression in the terminal\n\n");
	for (const struct command *c = command_table; c->name; c++) {
		char left[80];

		snprintf(left, sizeof(left), "uncoil%s%s%s%s", *c->name ? " " : "",
		    c->name, *c->operands ? " " : "",
		    strchr(c->operands, '|') ? "..." : c->operands);
		printf("  %-22s %s\n", left, c->about);
	}
	printf("\nuncoil COMMAND --help tells more of one; the manual is man "
	       "uncoil.\n");
	return CMD_OK;
}
