/*
 * How many sessions a coach's plans asked for.  Pure; it reads of a plan's body
 * only on which days of the week how many sessions are due, and knows no routine.
 */
#ifndef HISTORY_PLANNED_H
#define HISTORY_PLANNED_H

#include "history/record.h"

#include <stddef.h>
#include <stdint.h>

/*
 * Sessions due on the days from `from` to `to`.  A plan counts from the day on
 * which it was accepted, and not before its own first day, to its last; a later
 * version of it that was accepted takes its place on its day.  What cannot be
 * read asks for nothing.
 */
int planned_sessions(
    const struct plan_record *plans, size_t n, int32_t from, int32_t to);

#endif
