/*
 * The statistics of a stretch of days as the screen and the command show them:
 * the period, read from the person's history, and how its movements are called.
 */
#ifndef CMD_STATS_TOLD_H
#define CMD_STATS_TOLD_H

#include "history/period.h"
#include "history/streak.h"
#include "routine/library.h"
#include "screen/views.h"

struct stats_told {
	struct period period;
	char **help_names, **alarm_names; /* of the library, or ids */
};

/* db NULL or not there: a period of nothing.  False and err when it cannot be
 * read; then it is a period of nothing too.  Fini in any case. */
bool stats_tell(const char *db, struct library *lib, int32_t from, int32_t to,
    struct stats_told *out, struct err *err);
void stats_told_fini(struct stats_told *told);

/* A view of it; told must outlive it. */
struct stats_view stats_view_of(
    const struct stats_told *told, const struct streak *streak);

#endif
