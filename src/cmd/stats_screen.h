/*
 * What was done, as a screen.
 */
#ifndef CMD_STATS_SCREEN_H
#define CMD_STATS_SCREEN_H

#include "cmd/own.h"
#include "cmd/run.h"

/* Half a year up to today; or from a day to another. */
enum run_end stats_look(struct run *run, const struct own *own);
enum run_end stats_look_at(
    struct run *run, const struct own *own, int32_t from, int32_t to);

#endif
