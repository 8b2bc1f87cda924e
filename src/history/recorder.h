/*
 * Session events -> record -> history.  Opens a record at the session's start,
 * checkpoints it as holds end (safe from a kill) and as parts end (safe from a
 * power cut too), closes it.  A history that fails is said once
 * (recorder_error) and tried again at the next event: the session goes on.
 */
#ifndef HISTORY_RECORDER_H
#define HISTORY_RECORDER_H

#include "history/history.h"

struct recorder;

/*
 * A record of which nothing was done yet: an id of its day, and a step for each
 * part of the score.  day, wall_ms and offset_min are those of its start.  The
 * caller finishes it.
 */
void recorder_plan(struct session_record *r, const struct score *score, int32_t day,
    int64_t wall_ms, int offset_min);

/* h may be NULL (no place to write): then nothing is kept and recorder_error
 * says so.  day, wall_ms and offset_min are those of the session's start. */
struct recorder *recorder_new(struct history *h, const struct score *score,
    int32_t day, int64_t wall_ms, int offset_min);
void recorder_free(struct recorder *r);

/* Told every event of the session, in order. */
void recorder_event(
    struct recorder *r, const struct session *s, const struct session_event *event);

/* Writes, as a last try, what could not be written, and lets go of the history:
 * it may be closed afterwards, and the record can still be read. */
void recorder_leave(struct recorder *r);

/* The record as it stands; lives until the recorder is freed. */
const struct session_record *recorder_record(const struct recorder *r);

/* What could not be written, or NULL. */
const char *recorder_error(const struct recorder *r);

#endif
