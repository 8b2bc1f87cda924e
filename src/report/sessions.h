/*
 * Sessions as the rows of a CSV, one a session, for a spreadsheet: what of each may
 * be told is chosen by field (history/share.h), and then its columns are not there.
 */
#ifndef REPORT_SESSIONS_H
#define REPORT_SESSIONS_H

#include "base/str.h"
#include "history/history.h"
#include "history/share.h"

struct session_rows {
	uint64_t share;   /* bits of enum share */
	uint64_t regions; /* whose tension has columns; bits of enum region */
};

/* Appends the row of names. */
void session_rows_head(const struct session_rows *rows, struct str *out);

/* Appends the row of a session. */
void session_rows_add(const struct session_rows *rows,
    const struct session_record *r, struct str *out);

/* "2026-03-02 10:14:03+01:00": an instant in its own zone. */
const char *session_local_time(int64_t wall_ms, int offset_min, char buf[40]);

#endif
