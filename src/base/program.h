/*
 * Other programs: how all of them are started, and a command that a person wrote
 * into a setting: its words are parted by spaces, and no shell reads them.  It
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

/* Can it be started?  Looked for in PATH, where its name has no slash. */
bool program_is_there(const char *name);

/*
 * Starts words[0], looked for in PATH, in a group of its own (so that -*pid is all
 * of it) and with signals as a program finds them.  in, out and log are its input,
 * output and errors; -1: /dev/null.  words end with NULL.  Returns an errno; then
 * *pid is 0.  Neither allocates memory of ours nor waits.
 */
int program_spawn(const char *const *words, int in, int out, int log, pid_t *pid);

/* Likewise a command, which reads nothing and complains to nobody. */
bool program_start(
    const struct program *program, int out, pid_t *pid, struct err *err);

#endif
