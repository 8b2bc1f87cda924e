/*
 * What was done, as a screen.
 */
#ifndef CMD_STATS_H
#define CMD_STATS_H

#include "cmd/own.h"
#include "cmd/run.h"

enum run_end stats_look(struct run *run, const struct own *own);

#endif
