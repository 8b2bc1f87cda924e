/*
 * The parts of the statistics, each drawn down a column: the screen shows one at
 * a time, the printed statistics all of them.  Pure; only screen/ and cmd/stats
 * draw them.
 */
#ifndef SCREEN_STATS_PARTS_H
#define SCREEN_STATS_PARTS_H

#include "screen/column.h"
#include "screen/views.h"

/* "182 min in 61 sessions, 58 done" and what the habit is. */
void stats_totals(struct column *c, const struct stats_view *v);

/* Days shaded by their minutes; as many weeks as there is room for.  Rows that
 * it takes, 0 where there is no room. */
int stats_calendar(struct frame *f, struct area a, const struct stats_view *v);

/* A week, counted from the newest (0): its minutes against the longest. */
void stats_week(
    struct column *c, const struct stats_view *v, int back, bool chosen);

/* What each region got in that week, in one line. */
void stats_week_doses(struct column *c, const struct stats_view *v, int back);

/* Regions of which anything is known, in their order; returns how many. */
int stats_regions(const struct period *p, enum region regions[DOSE_REGIONS]);

/* All of a region: verdict, scores, effect, doses, sides.  chart_rows: for the
 * scores over time, 1 is a line, 0 none. */
void stats_region(
    struct column *c, const struct period *p, enum region region, int chart_rows);

/* What the columns of the list of movements are. */
void stats_movements_head(struct column *c);

/* A movement of the list: its change, interval and number of sessions. */
void stats_movement(
    struct column *c, const struct stats_view *v, int i, bool chosen);

/* What may be said of it, in a sentence; and what holds for all of them. */
void stats_movement_words(struct column *c, const struct stats_view *v, int i);
void stats_movements_caution(struct column *c, const struct period *p);

/* Plan, mood, mornings, abilities, pressure and flags: what there is of it. */
void stats_rest(struct column *c, const struct stats_view *v);

#endif
