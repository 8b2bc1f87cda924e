/*
 * A session's cues as lines for uncoil-sound (base/soundline.h): the next
 * seconds are sent ahead with their due times, and what was sent is taken back
 * when the playhead is moved.  Pure: it writes text, somebody else sends it.
 */
#ifndef CUE_LINES_H
#define CUE_LINES_H

#include "base/str.h"
#include "score/pace.h"
#include "session/session.h"

/* Far enough that a loop which wakes once a second never comes late, near
 * enough that a jump takes back only a handful. */
#define CUE_AHEAD_MS 15000

/* So many lengths are asked for before the first is answered: the pipe holds
 * them, and a helper that speaks them in order is never without work. */
#define CUE_ASK_AHEAD 48

/* What of a session is to be heard. */
struct cue_wish {
	bool voice;
	struct pace_wish pace;
	const char *bed; /* as the sound lines name it; NULL: none */
	/* A line that a pause cut off is said again so long after the session goes
	 * on: the key is answered first, in words perhaps. */
	int64_t again_ms;
};

/* Start with {0}, and again for each new helper. */
struct cue_lines {
	size_t next;            /* the first cue that has not been sent */
	size_t speech;          /* and the first line */
	int64_t paced_ms;       /* passes and breaths before it have */
	size_t asked, answered; /* of the script, with this helper */
	bool paused;            /* and what was being said was cut off */
	bool released; /* the end is told: the person's player is given back */
};

/* In dB below full level. */
struct cue_volumes {
	int cues, voice, bed;
};

/* The greeting of a helper that has just been started. */
void cue_lines_hello(struct str *out, const struct cue_volumes *volumes);

/*
 * Gives the helper what may be said, to be spoken ahead of time: as much as is
 * good at once.  all: everything, for a file.
 */
void cue_lines_ask(
    struct cue_lines *c, const struct script *script, bool all, struct str *out);

/* Takes the length that the helper tells of a line; true when the score that was
 * made without it may be another now. */
bool cue_lines_length(
    struct cue_lines *c, struct script *script, const char *key, int ms);

/*
 * After a jump, a pause, a resume, or when a helper is new: takes back what was
 * sent and says where score and clock stand now; cue_lines_feed must follow.  A
 * line that a pause cut off is said again, where there is time for it.
 */
void cue_lines_anchor(struct cue_lines *c, const struct session *s,
    const struct cue_wish *wish, int64_t now, struct str *out);

/* Sends what is due within CUE_AHEAD_MS and has not been sent. */
void cue_lines_feed(struct cue_lines *c, const struct session *s,
    const struct cue_wish *wish, int64_t now, struct str *out);

/* Silence: nothing more sounds until cue_lines_anchor, and the person's own player
 * is given back until then. */
void cue_lines_mute(struct cue_lines *c, struct str *out);

/* At once, paused or not: a tone of the cue set, or a line of the script. */
void cue_lines_play_now(const char *tone, struct str *out);
void cue_lines_say_now(
    struct cue_lines *c, const struct script *script, size_t line, struct str *out);

/* All of a score and its end, for rendering to a file; tail_ms is what the last
 * tone and the last word take. */
void cue_lines_all(const struct score *score, const struct cue_wish *wish,
    int64_t tail_ms, struct str *out);

#endif
