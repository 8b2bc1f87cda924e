#include "cmd/cmd.h"

#include "base/mem.h"
#include "base/paths.h"
#include "base/text.h"
#include "routine/library.h"

#include <ctype.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *
cmd_option(const struct cmd *cmd, const char *name)
{
	const struct cmd_option *row = cmd->command->options;

	for (int i = 0; i < CMD_OPTIONS_MAX && row[i].name; i++)
		if (strcmp(row[i].name, name) == 0)
			return cmd->option[i];
	return NULL;
}

bool
cmd_int_option(const struct cmd *cmd, const char *name, long long lo, long long hi,
    long long *out)
{
	const char *value = cmd_option(cmd, name);

	if (!value || str_int(value, lo, hi, out))
		return true;
	cmd_usage(cmd, "--%s %s: a whole number from %lld to %lld is expected",
	    name, value, lo, hi);
	return false;
}

bool
cmd_words_option(const struct cmd *cmd, const char *name, const struct words *words,
    uint64_t *bits)
{
	const char *value = cmd_option(cmd, name);
	struct str all = {0};
	char bad[ID_MAX + 1] = "";

	if (!value)
		return true;
	if (words_parse(words, value, bits, bad) && *bits)
		return true;
	words_print(words, BIT_OF(words->n) - 1, &all);
	if (*bad)
		cmd_usage(cmd, "--%s: there is no %s %s; one or more of: %s", name,
		    words->what, bad, all.s);
	else
		cmd_usage(cmd, "--%s: one or more of: %s", name, all.s);
	str_fini(&all);
	return false;
}

void
cmd_put(const char *text)
{
	struct str clean = {0};

	text_clean(&clean, text);
	if (clean.s)
		fputs(clean.s, stdout);
	str_fini(&clean);
}

static void
complain(const char *text)
{
	struct str clean = {0};

	text_clean(&clean, text);
	fprintf(stderr, "uncoil: %s\n", clean.s ? clean.s : "");
	str_fini(&clean);
}

bool
cmd_wants_lines(const struct cmd *cmd)
{
	const char *term = getenv("TERM");

	return cmd_option(cmd, "linear") || !isatty(STDIN_FILENO) ||
	       !isatty(STDOUT_FILENO) || !term || strcmp(term, "dumb") == 0;
}

int
cmd_fail(const struct err *err)
{
	complain(err->text);
	return CMD_FAILED;
}

int
cmd_usage(const struct cmd *cmd, const char *fmt, ...)
{
	char text[512];
	const char *name = cmd->command ? cmd->command->name : "";
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	complain(text);
	fprintf(stderr, "Try: uncoil %s%s--help\n", name, *name ? " " : "");
	return CMD_USAGE;
}

void
cmd_notes(const char *path, const struct notes *notes)
{
	for (size_t i = 0; i < notes->n; i++) {
		struct str line = {0};

		str_addf(
		    &line, "%s:%d: %s", path, notes->v[i].line, notes->v[i].text);
		complain(line.s);
		str_fini(&line);
	}
}

void
cmd_settings(struct settings *settings)
{
	struct notes notes = {0};
	char *path = paths_home(PATH_CONFIG, NULL, "config.ini");

	if (path)
		settings_load(settings, path, &notes);
	else
		settings_init(settings);
	cmd_notes(path, &notes);
	notes_fini(&notes);
	free(path);
}

struct library *
cmd_library(void)
{
	char *own = paths_home(PATH_CONFIG, NULL, "%s", "");
	char *shipped = paths_shipped();
	struct library *lib = library_new(own, shipped);

	free(own);
	free(shipped);
	return lib;
}

static void
print_help(const struct command *command)
{
	printf("usage: uncoil%s%s", *command->name ? " " : "", command->name);
	printf(command->options[0].name ? " [OPTION...]" : "");
	printf("%s%s\n\n%s.\n", *command->operands ? " " : "", command->operands,
	    command->about);
	for (const struct cmd_option *o = command->options; o->name; o++) {
		char left[40], letter[6] = "";

		if (o->letter)
			snprintf(letter, sizeof(letter), "-%c, ", o->letter);
		snprintf(left, sizeof(left), "%s--%s%s%s", letter, o->name,
		    o->value ? " " : "", o->value ? o->value : "");
		printf("%s  %-22s %s\n", o == command->options ? "\n" : "", left,
		    o->about);
	}
	printf("\nThe manual: man uncoil\n");
}

/* getopt_long's own tables, made of a command's rows. */
struct options {
	struct option rows[CMD_OPTIONS_MAX + 2];
	char letters[2 * CMD_OPTIONS_MAX + 5];
};

static void
to_getopt(const struct command *command, struct options *out)
{
	char *at = out->letters;
	int n = 0;

	*at++ = '-'; /* operands are given back as 1 */
	*at++ = ':';
	for (; command->options[n].name; n++) {
		const struct cmd_option *o = &command->options[n];

		out->rows[n] = (struct option){o->name,
		    o->value ? required_argument : no_argument, NULL, 1000 + n};
		if (o->letter)
			*at++ = o->letter;
		if (o->letter && o->value)
			*at++ = ':';
	}
	*at++ = 'h';
	*at = '\0';
	out->rows[n] = (struct option){"help", no_argument, NULL, 'h'};
	out->rows[n + 1] = (struct option){0};
}

static int
row_of(const struct command *command, int got)
{
	if (got >= 1000)
		return got - 1000;
	for (int i = 0; command->options[i].name; i++)
		if (command->options[i].letter == got)
			return i;
	return -1;
}

/* "-3": an operand, and not the option 3. */
static bool
is_number(const char *s)
{
	return s && s[0] == '-' && isdigit((unsigned char)s[1]);
}

/*
 * The next option as getopt has it; operands on the way are put to the front
 * of argv, behind its name, where getopt has been.
 */
static int
next_option(struct cmd *cmd, const struct options *options, int argc, char **argv)
{
	int got;

	do {
		if (is_number(argv[optind])) {
			got = 1;
			optarg = argv[optind++];
		} else {
			got = getopt_long(
			    argc, argv, options->letters, options->rows, NULL);
		}
		if (got == 1)
			argv[1 + cmd->n_operands++] = optarg;
	} while (got == 1);
	return got;
}

/* Fills cmd; -1 to go on, or the exit status. */
static int
read_options(struct cmd *cmd, int argc, char **argv)
{
	struct options options;
	int got;

	to_getopt(cmd->command, &options);
	optind = 1;
	while ((got = next_option(cmd, &options, argc, argv)) != -1) {
		if (got == 'h') {
			print_help(cmd->command);
			return CMD_OK;
		}
		if (got == ':')
			return cmd_usage(cmd, "%s wants a value", argv[optind - 1]);
		if (got == '?')
			return cmd_usage(
			    cmd, "there is no option %s", argv[optind - 1]);
		cmd->option[row_of(cmd->command, got)] = optarg ? optarg : "";
	}
	while (optind < argc)
		argv[1 + cmd->n_operands++] = argv[optind++];
	cmd->operands = argv + 1;
	if (cmd->n_operands < cmd->command->least)
		return cmd_usage(cmd, "%s is missing", cmd->command->operands);
	if (cmd->command->most >= 0 && cmd->n_operands > cmd->command->most)
		return cmd_usage(
		    cmd, "%s is one too many", cmd->operands[cmd->command->most]);
	return -1;
}

int
cmd_run(const struct command *command, int argc, char **argv, int64_t wall_ms,
    int offset_min)
{
	struct cmd cmd = {
	    .command = command, .wall_ms = wall_ms, .offset_min = offset_min};
	int status = read_options(&cmd, argc, argv);

	if (status < 0)
		status = command->run(&cmd);
	if (fflush(stdout) != 0 && status == CMD_OK) {
		complain("cannot write to standard output");
		status = CMD_FAILED;
	}
	return status;
}
