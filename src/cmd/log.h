/*
 * The log as commands share it: a session in words, and the sessions that a person
 * adds, corrects, removes and notes.
 */
#ifndef CMD_LOG_H
#define CMD_LOG_H

#include "cmd/cmd.h"
#include "cmd/own.h"
#include "cmd/run.h"
#include "history/history.h"
#include "routine/library.h"

struct json;

/* One session: a line, and below it what was said of it.  With its number, by
 * which it is corrected. */
void log_print(const struct session_record *r, struct library *lib);

/* Puts one session into an object. */
void log_json(struct json *session, const struct session_record *r);

/* The name of a movement of a struct library; its id where there is none any more. */
const char *log_name(void *lib, const char *exercise);

/* The title of a routine; its id where there is none any more. */
const char *log_title(struct library *lib, const char *routine);

/* Writes down that a routine was done today, whole and without this program; false
 * and err when it cannot be written. */
bool log_add_now(const struct own *own, const struct routine *r,
    const struct instant *now, struct err *err);

/* Opens the person's history to read it; a session whose program died is closed
 * before, where it can be.  NULL with err->text "" where there is none yet. */
struct history *log_open(struct err *err);

/* Says that there is no such session; false. */
bool log_no_session(const char *which, struct err *err);

/* uncoil log add|show|edit|rm|note: the words of the command, and what they do. */
int log_add(struct cmd *cmd);
int log_show(struct cmd *cmd);
int log_edit(struct cmd *cmd);
int log_rm(struct cmd *cmd);
int log_note(struct cmd *cmd);

#endif
