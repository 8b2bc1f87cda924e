/*
 * A report as one HTML page: what was done, how it was and what stood out, for a
 * person or whoever they give it to.  Self-contained, without scripts, for screens
 * light and dark and for one sheet of A4.  It knows no store: it is told.
 */
#ifndef REPORT_PAGE_H
#define REPORT_PAGE_H

#include "base/str.h"
#include "history/period.h"
#include "history/share.h"
#include "report/chart.h"

/* A movement, and how often. */
struct report_use {
	const char *name;
	int times;
	const int *why; /* it was skipped, by enum stop_why; NULL: not asked */
};

struct report_note {
	int32_t day;
	const char *text;
};

/* The rows of the lists of movements, and of the flags: what fits a sheet. */
#define REPORT_USES  3
#define REPORT_FLAGS 6
#define REPORT_NOTES 8

struct report {
	uint64_t share; /* bits of enum share: what is not among them is not told */
	int32_t made;   /* the day on which it is made */
	const char *program;         /* "uncoil 0.1.0" */
	const char *name;            /* of the person; NULL: none */
	const struct period *period; /* closed */
	const enum chart_day *days;  /* one for each day of the period */
	int streak, longest;
	const struct report_use *used, *skipped; /* most first */
	size_t n_used, n_skipped;
	const struct report_note *notes; /* newest first */
	size_t n_notes;
	/* The name of a movement; the id itself where it is not known. */
	const char *(*exercise_name)(void *arg, const char *id);
	void *arg;
};

/* Appends the whole page.  Every text from outside is escaped. */
void report_page(const struct report *r, struct str *out);

#endif
