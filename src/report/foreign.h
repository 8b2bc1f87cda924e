/*
 * Days on which something was done, as other programs write them: the CSV of Loop
 * Habit Tracker, and a plain list of days.  Made into sessions of which nothing is
 * known but that they were done.  Pure; text in, days out, with limits.
 */
#ifndef REPORT_FOREIGN_H
#define REPORT_FOREIGN_H

#include "base/err.h"
#include "history/record.h"

/* Of a file; and days in it: more than a life has. */
#define FOREIGN_BYTES_MAX (16 * 1024 * 1024)
#define FOREIGN_DAYS_MAX  40000

struct foreign_days {
	int32_t *days; /* each once, in the order of the file */
	size_t n;
};

/*
 * Loop's Checkmarks.csv, the one of all habits or of one: the days on which a habit
 * was marked by hand.  habit: its name, where there are several; else NULL.
 * False and err where it cannot be read, has a day after `today`, or has several
 * habits and none was named.  The caller frees days.
 */
bool foreign_loop(const char *text, size_t len, const char *habit, int32_t today,
    struct foreign_days *out, struct err *err);

/* A day such as 2026-03-02 a line; blank lines and those that begin with # are
 * passed over. */
bool foreign_list(const char *text, size_t len, int32_t today,
    struct foreign_days *out, struct err *err);

/*
 * The session that a day becomes: done, at noon, its id made of the day, the
 * routine and `from`, so that the same file gives the same sessions.  The caller
 * finishes it.
 */
void foreign_session(int32_t day, const char *routine, const char *from, int64_t ms,
    int offset_min, struct session_record *out);

#endif
