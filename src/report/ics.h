/*
 * iCalendar by RFC 5545: what was done as events in UTC, and planned breaks as
 * events that come again each week at a time of the local day, wherever that is.
 * Lines are folded and end in CRLF, texts are cleaned and escaped.
 */
#ifndef REPORT_ICS_H
#define REPORT_ICS_H

#include "base/str.h"

#include <stdint.h>

void ics_begin(struct str *out, const char *program);
void ics_end(struct str *out);

struct ics_event {
	const char *id; /* unique in the world; what is sent again replaces it */
	int rev;        /* 1, 2 ...: the higher one is newer */
	int64_t started_ms; /* Unix time */
	int64_t ms;         /* how long */
	const char *title;
	const char *about; /* or NULL */
};

/* stamp_ms: when the calendar is made. */
void ics_event(struct str *out, const struct ics_event *e, int64_t stamp_ms);

struct ics_break {
	int minute;        /* of the local day */
	int minutes;       /* how long */
	unsigned weekdays; /* bit 0 Monday; at least one */
	int32_t from;      /* not before this day */
	const char *title;
};

/* With an alarm when it begins. */
void ics_break(struct str *out, const struct ics_break *b, int64_t stamp_ms);

#endif
