/*
 * A session's cues as lines for uncoil-sound (base/soundline.h): the next
 * seconds are sent ahead with their due times, and what was sent is taken back
 * when the playhead is moved.  Pure: it writes text, somebody else sends it.
 */
#ifndef CUE_LINES_H
#define CUE_LINES_H

#include "base/str.h"
#include "session/session.h"

/* Far enough that a loop which wakes once a second never comes late, near
 * enough that a jump takes back only a handful. */
#define CUE_AHEAD_MS 15000

/* Start with {0}. */
struct cue_lines {
	size_t next;   /* the first cue that has not been sent */
	bool released; /* the end is told: the person's player is given back */
};

/* The greeting of a helper that has just been started; volume in dB. */
void cue_lines_hello(struct str *out, int volume_db);

/*
 * After a jump, a pause, a resume, or when a helper is new: takes back what was
 * sent and says where score and clock stand now; cue_lines_feed must follow.
 */
void cue_lines_anchor(
    struct cue_lines *c, const struct session *s, int64_t now, struct str *out);

/* Sends what is due within CUE_AHEAD_MS and has not been sent. */
void cue_lines_feed(
    struct cue_lines *c, const struct session *s, int64_t now, struct str *out);

/* Silence: nothing more sounds until cue_lines_anchor, and the person's own player
 * is given back until then. */
void cue_lines_mute(struct str *out);

/* All cues of a score and its end, for rendering to a file; tail_ms is what the
 * last tone takes. */
void cue_lines_all(const struct score *score, int64_t tail_ms, struct str *out);

#endif
