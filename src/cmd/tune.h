/*
 * The settings as a screen: each change is written at once, as `uncoil config
 * set` writes it.
 */
#ifndef CMD_TUNE_H
#define CMD_TUNE_H

#include "cmd/own.h"
#include "cmd/run.h"

/* Until the person goes back; own has the new settings then. */
enum run_end tune_settings(struct run *run, struct own *own);

#endif
