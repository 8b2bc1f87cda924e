/*
 * The parts of `uncoil show`: what it says of a routine and of an exercise.
 */
#ifndef CMD_SHOW_H
#define CMD_SHOW_H

#include "base/json.h"
#include "cmd/cmd.h"
#include "routine/library.h"

/* Cells of the words in front of a text. */
enum { SHOW_LABEL = 11 };

/* Each prints what the options ask for; returns the exit status. */
int show_routine(const struct cmd *cmd, struct library *lib, const char *id);
int show_exercise(const struct cmd *cmd, struct library *lib, const char *id);

/* The names of a set beside a label. */
void show_words(
    const char *label, int indent, const struct words *words, uint64_t bits);

/* Prints it and frees it; returns the exit status. */
int show_json(struct json *json);

#endif
