/*
 * Numbers as inline SVG for a page: a strip of days, scores over time, a bar,
 * two back to back.  Attributes and classes only, no style= and no script, so that a
 * page may forbid both; the colours of the classes are in chart_css.
 * Each picture has a title, for who does not see it, and no words inside but the
 * ends of its scale.  It knows no page and no person.
 */
#ifndef REPORT_CHART_H
#define REPORT_CHART_H

#include "base/str.h"
#include "history/measures.h"

/* The rules of the classes below, for a <style> or a file of its own; light, dark
 * and paper.  The page's own rules may set other colours for the variables. */
extern const char chart_css[];

enum chart_day {
	CHART_BLANK,   /* nothing was planned, nothing was done */
	CHART_MISSED,  /* planned, not done */
	CHART_PARTIAL, /* something was held */
	CHART_DONE,
	CHART_REST, /* none was due: rest day, pause, freeze */
};

/* Days side by side, a square each, from a Monday `first` on or any other day:
 * weeks are parted.  title: what it shows, in words. */
void chart_strip(struct str *out, const char *title, int32_t first,
    const enum chart_day *days, size_t n);

struct chart_scores {
	const char *title;
	const struct pair *pairs; /* oldest first */
	size_t n;
	int32_t from, to; /* the days of its left and right edge */
	/* Between them a change is noise; low > high: nowhere. */
	double low, high;
	int most; /* of the scale, which begins at 0: 10; moods: 5 */
};

/* Scores before sessions as a line with dots, after them as open dots below or
 * above, and a stroke from each to its other. */
void chart_scores(struct str *out, const struct chart_scores *c);

/* A bar, full at `whole`: value of whole, both >= 0. */
void chart_bar(struct str *out, const char *title, double value, double whole);

/* Two bars back to back, left and right of a middle line, full at `whole`. */
void chart_sides(
    struct str *out, const char *title, double left, double right, double whole);

#endif
