/*
 * What is left of a session that was interrupted, as a routine.  Pure: it goes on
 * at the side of the step where it stopped; what was left out before that was
 * left out on purpose.
 */
#ifndef HISTORY_RESUME_H
#define HISTORY_RESUME_H

#include "history/record.h"
#include "routine/routine.h"

/* The index of the step (a side) at which it goes on: behind the last one that
 * was done.  False when nothing is left, or when something was wrong: nobody is
 * led back to a movement that hurt. */
bool resume_first(const struct session_record *r, size_t *first);

/*
 * Those steps as a routine: as long as they were planned then, though the file
 * may be another now.  Where only one side of the first is left, only that is
 * played.  `of` has the title and the questions; the caller frees it with
 * routine_free.  NULL where there are too many.
 */
struct routine *resume_routine(
    const struct routine *of, const struct session_record *r, size_t first);

#endif
