/*
 * Numbers as pictures of characters: bars, a line of small columns, scores over
 * time with the band of what is noise, an interval on a scale.  Each has its own
 * characters where a frame has only ASCII.  It knows no weeks and no words.
 */
#ifndef SCREEN_PLOT_H
#define SCREEN_PLOT_H

#include "history/measures.h"
#include "screen/frame.h"

/* A bar of `cols` cells, full at `whole`; the least that is not nothing is one
 * cell.  What is not filled is drawn faintly. */
void plot_bar(struct frame *f, int y, int x, int cols, enum style style,
    double value, double whole);

/* A column a cell, 0 to most; NAN leaves its cell blank.  More values than cells
 * are drawn as the medians of their neighbours. */
void plot_spark(struct frame *f, int y, int x, int cols, enum style style,
    const double *values, size_t n, double most);

/* Scores of 0 to 10, sessions side by side; before and after each.  Between low
 * and high (low > high: nowhere) a change is noise.  pairs are oldest first.
 * Needs 3 rows and 12 columns. */
void plot_scores(struct frame *f, struct area area, const struct pair *pairs,
    size_t n, double low, double high);

/* The same in one row: the scores before. */
void plot_scores_row(
    struct frame *f, int y, int x, int cols, const struct pair *pairs, size_t n);

/* low to high on a scale from -most to most, with a mark at middle and one at 0. */
void plot_interval(struct frame *f, int y, int x, int cols, double low,
    double middle, double high, double most);

#endif
