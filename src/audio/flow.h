/*
 * The person's own sound on its way to the audio thread: pieces of 10 ms in a
 * ring.  The reading side puts them in (own.h); the mixer reads from any place
 * that it has not released, so that it can render again what was not heard.
 */
#ifndef AUDIO_FLOW_H
#define AUDIO_FLOW_H

#include "audio/ring.h"

#define FLOW_PIECE  480 /* frames */
#define FLOW_PIECES 256 /* 2.5 s: a disk may be slow */

struct flow_piece {
	int16_t pcm[2 * FLOW_PIECE];
};

struct flow {
	struct ring ring;
	_Atomic bool over; /* nothing will come any more */
};

/* room holds FLOW_PIECES and outlives flow. */
void flow_init(struct flow *flow, struct flow_piece *room);

/* The reading side. */
bool flow_put(struct flow *flow, const struct flow_piece *piece);

/* Is half of it empty, so that more should be put in? */
bool flow_wants(struct flow *flow);

/* The audio thread: frames that can be read from frame `at`, counted from the
 * first that was put in. */
int64_t flow_ready(struct flow *flow, int64_t at);

/* Writes n frames from there; silence where there are none yet.  Returns how
 * many there were. */
int64_t flow_read(struct flow *flow, int64_t at, float *stereo, int64_t n);

/* What lies before this frame is not read again. */
void flow_release(struct flow *flow, int64_t at);

#endif
