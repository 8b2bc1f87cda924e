/*
 * The log as a screen, from the home screen: sessions are noted, corrected and
 * removed in it.  Each change is written at once, as uncoil log writes it.
 */
#ifndef CMD_LOG_SCREEN_H
#define CMD_LOG_SCREEN_H

#include "cmd/own.h"
#include "cmd/run.h"

/* The newest that are shown; what is older, uncoil log lists. */
#define LOG_SCREEN_MAX 500

/* Until the person goes back.  done: what was done just before, or NULL. */
enum run_end log_look(struct run *run, const struct own *own, const char *done);

#endif
