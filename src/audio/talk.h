/*
 * The reading side of the sound lines (base/soundline.h): bytes in, orders for
 * an output and answers out.  It reads no descriptor and asks no clock.
 */
#ifndef AUDIO_TALK_H
#define AUDIO_TALK_H

#include "audio/cueset.h"
#include "audio/output.h"
#include "audio/player.h"
#include "audio/says.h"
#include "audio/voice.h"
#include "base/str.h"

struct talk {
	struct cueset *cues;
	struct output *out;
	struct voice_lines *voice; /* NULL: nothing is spoken */
	struct says says;
	struct player *player; /* NULL: nobody's */
	struct str answers; /* whole lines for the person's program; taken by it */
	char line[SOUNDLINE_MAX];
	size_t len;    /* of line so far */
	bool too_long; /* the line is, and is skipped up to its end */
	bool over;     /* quit */
	unsigned
	    said; /* a bit for each verb of which it was said that it is not here */
	double db[KINDS], all_db;
	int played, late, done_ms; /* as told */
};

/* cues, out and voice, which may be NULL, and player where one is set afterwards,
 * outlive talk. */
void talk_init(struct talk *talk, struct cueset *cues, struct voice_lines *voice,
    struct output *out);
void talk_fini(struct talk *talk);

/* Takes any piece of the lines, read at now_ns of CLOCK_MONOTONIC. */
void talk_bytes(struct talk *talk, const char *bytes, size_t n, int64_t now_ns);

/* Has lines spoken and placed.  Returns when it wants to be called again at the
 * latest; sooner when one of voice_fds is readable. */
int64_t talk_turn(struct talk *talk, int64_t now_ns);

/* Puts what the output and the voice have to say into the answers. */
void talk_news(struct talk *talk);

/* Adds an `error` line to the answers. */
void talk_error(struct talk *talk, const struct err *err);

#endif
