/*
 * A session: a playhead over a score.  Opaque, pure, told the time; it emits
 * events and never asks, sleeps or draws.  `now` is CLOCK_MONOTONIC in
 * nanoseconds (or any clock that does not go back) and may be asked rarely or
 * often: the events and their due times are the same.
 */
#ifndef SESSION_SESSION_H
#define SESSION_SESSION_H

#include "score/score.h"

#include <stdbool.h>
#include <stdint.h>

struct session;

enum session_event_kind {
	EVENT_CUE,     /* cue is due */
	EVENT_HOLD,    /* a hold or a rest has ended: part has new held time */
	EVENT_PART,    /* a part has ended, by time or by a key */
	EVENT_JUMP,    /* the playhead was moved or stopped: plans made ahead of
			  time are void (next, back, +, -, pause, resume, restart) */
	EVENT_FINISHED /* played to the end, stopped, or stopped by `wrong` */
};

struct session_event {
	enum session_event_kind kind;
	int64_t due_ns;        /* when it was due, at or before now */
	const struct cue *cue; /* EVENT_CUE */
	size_t part;           /* EVENT_HOLD, EVENT_PART */
};

enum outcome { OUTCOME_OPEN, OUTCOME_DONE, OUTCOME_SKIPPED, OUTCOME_WRONG };

/*
 * What came of a part.  Once it is over: planned + extra = held + skipped.
 * held counts time on the part's spans that truly passed, pauses excluded, so
 * the held of all parts never exceeds the time since the start.
 */
struct part_result {
	int64_t planned_ms;
	int64_t held_ms;
	int64_t skipped_ms;
	int64_t extra_ms; /* added by + and by doing it again */
	int64_t
	    wrong_ms; /* offset in the part at which `wrong` was pressed, or -1 */
	enum outcome outcome; /* done from 70 percent of its planned time held */
};

/* A session counts as done from this share of its planned seconds. */
#define SESSION_DONE_PERCENT 70
/* A pause longer than this begins the side again (domain.md 11). */
#define SESSION_RESTART_NS (60 * INT64_C(1000000000))
/* Back within this time of a step's start goes to the step before. */
#define SESSION_BACK_MS 3000

/* Begins at once, with the lead-in, at step `from` (0 for the whole routine;
 * earlier parts are skipped). score must outlive the session. */
struct session *session_new(const struct score *score, size_t from, int64_t now);
void session_free(struct session *s);

/*
 * Goes on in another score of the same session, made by score_again: what lies
 * before the playhead is as it was, what comes may be otherwise.  False, and
 * nothing is changed, when that is not so, when events wait to be taken or when
 * it is over.  The score before is not used any more.
 */
bool session_rescore(struct session *s, const struct score *score);

/*
 * The next thing that has happened up to now, oldest first; false when there
 * is nothing more.  Drain it with while, after every key too.
 */
bool session_next(struct session *s, int64_t now, struct session_event *event);

/* When session_next will have something new, if no key comes; INT64_MAX while
 * paused or finished. */
int64_t session_due(const struct session *s);

/* The keys.  Each drains nothing: call session_next afterwards. */
void session_pause(struct session *s, int64_t now);
void session_resume(struct session *s, int64_t now);
/* Likewise, but on a way to a step it goes on from an earlier instant of that way,
 * for the sake of what was being said.  Elsewhere, and for what is not earlier, it
 * is session_resume. */
void session_resume_at(struct session *s, int64_t ms, int64_t now);
/* While it stood paused the machine slept so long, which `now` did not count:
 * the pause was longer by that. */
void session_slept(struct session *s, int64_t ns);
void session_skip(
    struct session *s, int64_t now); /* next step, or out of a change */
void session_back(
    struct session *s, int64_t now); /* this step again, or the one before */
void session_more(struct session *s, int64_t now);  /* +10 s for this side */
void session_less(struct session *s, int64_t now);  /* -10 s, not into the last 3 */
void session_wrong(struct session *s, int64_t now); /* something is wrong: stops */
void session_stop(struct session *s, int64_t now);

/* What a view needs, copied out. */
struct session_snapshot {
	const struct score *score;
	size_t span, step;
	bool paused, finished, wrong;
	bool muted;    /* kept here for the view only; set by the caller */
	int64_t at_ms; /* of the score */
	/* By so much what breathes and goes round in this span is ahead of at_ms:
	 * it goes on while + holds the score, and does not leap at + or -. */
	int64_t added_ms;
	int64_t left_ms; /* of this hold, rest, change ... with what + added */
	int64_t part_left_ms;
	int64_t total_left_ms;
	int64_t held_ms; /* of all parts so far */
};

void session_snapshot(
    const struct session *s, int64_t now, struct session_snapshot *out);

const struct part_result *session_result(const struct session *s, size_t part);
int64_t session_held_ms(const struct session *s);
bool session_paused(const struct session *s);
bool session_finished(const struct session *s);

/* The clock reading at which score time ms (not before the playhead) will be if
 * no key comes; false while paused or finished. */
bool session_clock(const struct session *s, int64_t ms, int64_t *ns);

#endif
