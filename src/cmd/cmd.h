/*
 * The commands: one const table, one file a command.  A row says how the
 * command is called and what it does; --help, the completion of shells and the
 * drift test of the manual read the same rows.  A command is told the time and
 * returns the exit status: CMD_OK, CMD_FAILED ("could not", or "no"), CMD_USAGE.
 */
#ifndef CMD_CMD_H
#define CMD_CMD_H

#include "base/err.h"
#include "base/notes.h"
#include "base/settings.h"

#include <stdbool.h>
#include <stdint.h>

enum { CMD_OK = 0, CMD_FAILED = 1, CMD_USAGE = 2 };

#define CMD_OPTIONS_MAX 16

struct cmd;
struct words;

struct cmd_option {
	const char *name;  /* "minutes" */
	char letter;       /* 'o', or 0 */
	const char *value; /* "N": takes one, and what it is called; NULL: a flag */
	const char *words; /* what the value may be, for completion; or NULL */
	const char *about;
};

struct command {
	const char *name;     /* "list"; "" is uncoil alone */
	const char *operands; /* "ID", "[ID]", "FILE|DIR..."; "" for none */
	int least, most;      /* how many operands; most -1: any number */
	const char *about;    /* one line, no full stop */
	struct cmd_option options[CMD_OPTIONS_MAX]; /* ends with a name of NULL */
	int (*run)(struct cmd *cmd);
	bool ascii; /* measures no text: spares a prompt the reading of a locale */
};

/* Ends with a row whose name is NULL. */
extern const struct command command_table[];

/* What a command is called with.  Belongs to the caller of run. */
struct cmd {
	const struct command *command;
	/* by row of the table; NULL: not given; "" for a flag */
	const char *option[CMD_OPTIONS_MAX];
	char **operands;
	int n_operands;
	int64_t wall_ms; /* Unix time at the start of the program */
	int offset_min;  /* of the local zone then */
};

/* Finds a command by its name; NULL when there is none, with the nearest name
 * in err. */
const struct command *cmd_find(const char *name, struct err *err);

/* The option's value, "" for a flag that was given, NULL when it was not. */
const char *cmd_option(const struct cmd *cmd, const char *name);

/* An option that is a whole number; false (and the message printed) when it is
 * none or out of range.  Not given leaves *out as it is. */
bool cmd_int_option(const struct cmd *cmd, const char *name, long long lo,
    long long hi, long long *out);

/* An option that is words of a vocabulary, parted by commas, as bits; false (and
 * the message printed) at another word or none.  Not given leaves *bits. */
bool cmd_words_option(const struct cmd *cmd, const char *name,
    const struct words *words, uint64_t *bits);

/* Lines instead of a screen: --linear, or no terminal that can show one. */
bool cmd_wants_lines(const struct cmd *cmd);

/* Prints "uncoil: text" to stderr, cleaned. Returns CMD_FAILED. */
int cmd_fail(const struct err *err);
/* The same for a wrong call, with a hint at --help.  Returns CMD_USAGE. */
int cmd_usage(const struct cmd *cmd, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* What is wrong with a file, each as "uncoil: path:line: text" to stderr. */
void cmd_notes(const char *path, const struct notes *notes);

/* Fills settings from config.ini; warnings go to stderr, once each. */
void cmd_settings(struct settings *settings);

/* The library of the person's and the shipped files; never NULL.  The caller
 * frees it. */
struct library *cmd_library(void);

/* Text of a file or a person to stdout, cleaned, no newline. */
void cmd_put(const char *text);

/* Reads argv[1..] of a command and runs it. */
int cmd_run(const struct command *command, int argc, char **argv, int64_t wall_ms,
    int offset_min);

/* The commands, each in src/cmd/NAME.c. */
int cmd_home(struct cmd *cmd);
int cmd_start(struct cmd *cmd);
int cmd_render(struct cmd *cmd);
int cmd_check(struct cmd *cmd);
int cmd_completion(struct cmd *cmd);
int cmd_config(struct cmd *cmd);
int cmd_doctor(struct cmd *cmd);
int cmd_help(struct cmd *cmd);
int cmd_list(struct cmd *cmd);
int cmd_log(struct cmd *cmd);
int cmd_report(struct cmd *cmd);
int cmd_export(struct cmd *cmd);
int cmd_import(struct cmd *cmd);
int cmd_plan(struct cmd *cmd);
int cmd_show(struct cmd *cmd);
int cmd_stats(struct cmd *cmd);
int cmd_streak(struct cmd *cmd);
int cmd_sync(struct cmd *cmd);

#endif
