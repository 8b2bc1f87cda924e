/*
 * A command that a person wrote into a setting: its words are parted by spaces,
 * no shell reads them, and nothing of what it reads or says concerns us.  It
 * knows no purpose; whoever starts one reaps it.
 */
#ifndef BASE_PROGRAM_H
#define BASE_PROGRAM_H

#include "base/err.h"

#include <stdbool.h>
#include <sys/types.h>

/* A setting holds 255 bytes, so hardly more than this. */
#define PROGRAM_WORDS 128

struct program {
	char *text;
	char *words[PROGRAM_WORDS + 1]; /* into text; ends with NULL */
};

/* Copies; words beyond PROGRAM_WORDS are left out.  NULL and "" are no command. */
void program_init(struct program *program, const char *command);
void program_fini(struct program *program);

bool program_is_empty(const struct program *program);

/*
 * Starts it in a group of its own (so that -*pid is all of it), with /dev/null
 * for input and errors, with out for its output (-1: /dev/null), and with signals
 * as a program finds them.
 * Looks for it in PATH.  Neither allocates memory of ours nor waits.
 */
bool program_start(
    const struct program *program, int out, pid_t *pid, struct err *err);

#endif
