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
	_Atomic bool over;  /* nothing comes any more, or nothing yet */
	_Atomic bool asked; /* for more, and not answered yet */
};

/* Empty, and over until something is to come. */
void flow_init(struct flow *flow);

/* The reading side.  room holds FLOW_PIECES and outlives flow. */
void flow_begin(struct flow *flow, struct flow_piece *room);
bool flow_put(struct flow *flow, const struct flow_piece *piece);
void flow_end(struct flow *flow);

/* Was it asked for more? Then the question is answered, and all that there is
 * room for should be put in. */
bool flow_asked(struct flow *flow);

/* The audio thread: asks when half of it is empty; true when it does so, which
 * it does once until it is answered. */
bool flow_ask(struct flow *flow);

/* The audio thread: frames that can be read from frame `at`, counted from the
 * first that was put in. */
int64_t flow_ready(struct flow *flow, int64_t at);

/* Writes n frames from there; silence where there are none yet.  Returns how
 * many there were. */
int64_t flow_read(struct flow *flow, int64_t at, float *stereo, int64_t n);

/* What lies before this frame is not read again. */
void flow_release(struct flow *flow, int64_t at);

#endif
