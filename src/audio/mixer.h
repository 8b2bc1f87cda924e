/*
 * The mixer: cues at frames in, sound out.  Pure, and fit for the audio thread:
 * nothing here allocates, locks, prints or calls the system.  Whoever renders
 * asks for any number of frames at a time and always gets the same samples.
 *
 * Two times meet here.  Cues wait at frames of the score; the axis is what is
 * rendered (CLOCK_MONOTONIC in frames for a device, the score itself for a
 * file).  ORDER_CLOCK says where the score lies on the axis:
 *
 *	score	      0 ......... cue ......... cue
 *	axis	......|           F             F + n	       F = cue + offset
 *	                   ^ pos, the next frame to be rendered
 */
#ifndef AUDIO_MIXER_H
#define AUDIO_MIXER_H

#include "audio/breath.h"
#include "audio/ground.h"
#include "audio/limiter.h"
#include "audio/ring.h"
#include "audio/voices.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What the reading side asks for, in the order in which it is to happen. */
enum order_kind {
	ORDER_PLACE,  /* what begins at a frame of the score */
	ORDER_NOW,    /* sample at once, paused or not; no flush forgets it */
	ORDER_CLOCK,  /* frame of the score is frame `axis`, and runs */
	ORDER_PAUSE,  /* what sounds fades out, nothing begins until ORDER_CLOCK */
	ORDER_FLUSH,  /* forget all that has not begun */
	ORDER_FORGET, /* drop the sample wherever it is, and say so: see below */
	ORDER_VOLUME, /* gain of a kind */
	ORDER_END     /* the score ends at frame; nothing to the mixer */
};

struct order {
	enum order_kind kind;
	enum sound_kind what; /* PLACE, NOW, VOLUME */
	int64_t frame, axis;
	const struct sample *sample; /* PLACE, NOW, FORGET: outlives the mixer, or
				      * its ORDER_FORGET */
	int n;                       /* PLACE: the enum bed_name, or how many frames
				      * a breath takes */
	bool in;                     /* PLACE: a breath in, not out */
	float gain;                  /* VOLUME: 0..1 */
};

/* So late a cue, and a voice, are still worth hearing; later they would mislead.
 * A bed is never late; a breath is joined while so much of it is left. */
#define MIXER_LATE       (120 * 48)
#define MIXER_LATE_VOICE (400 * 48)
#define MIXER_BREATH     (500 * 48)

/* Under speech beds and the breath tone are 12 dB lower; they are so when it
 * begins, and come back after it. */
#define MIXER_DUCKED    0.251f
#define MIXER_DUCK      (200 * 48)
#define MIXER_DUCK_BACK (500 * 48)

/* As voices fade, gains move. */
#define MIXER_RAMP VOICES_FADE

#define MIXER_NEVER INT64_MAX

/* So many may wait to sound at once. */
#define MIXER_NOW 8

struct mixer_cue {
	int64_t frame;               /* of the score */
	const struct sample *sample; /* of a cue or voice; NULL: forgotten */
	int n;
	uint8_t what; /* enum sound_kind */
	bool in;
};

/* All that rendering changes, small enough to be kept and put back. */
struct mixer_head {
	int64_t pos;
	uint32_t next; /* the first cue that has not begun */
	uint32_t now;  /* likewise of those that sound at once */
	struct voices voices;
	struct breath breath;
	struct ground ground;
	struct limiter limiter;
	float gain[KINDS], duck;
	int late; /* cues that were dropped */
};

struct mixer {
	struct mixer_head head, marked;
	bool running, has_mark;
	int64_t offset;
	int64_t ahead; /* pos is so far ahead of what is heard: not late by that */
	float gain[KINDS]; /* to which head.gain moves */
	struct mixer_cue *cues;
	uint32_t cap,
	    end; /* cues[head.next % cap] .. cues[end % cap] wait, sorted */
	struct mixer_cue at_once[MIXER_NOW]; /* head.now .. now_end, likewise */
	uint32_t now_end;
	int64_t now_from;       /* they begin at this frame of the axis or later */
	struct ring *forgotten; /* of struct sample *, or NULL: nobody asks */
	struct flow *flow;      /* the person's own bed, or NULL: none */
};

/* room holds cap cues, cap a power of two, and outlives the mixer. */
void mixer_init(struct mixer *mixer, struct mixer_cue *room, uint32_t cap);

/*
 * False when there is no room for one more cue.  One that is told again while it
 * sounds, since it began at that frame, is no more than it was.
 *
 * ORDER_FORGET takes every reference to the sample out: where it waits, sounds
 * (it is cut: forget what was heard or flushed) or is remembered by the mark.
 * Then the sample is put into `forgotten`, and whoever takes it out there may
 * free it; false when that ring is full, and the sample must stay.
 */
bool mixer_apply(struct mixer *mixer, const struct order *order);

/* The frame of the axis at which the next cue begins, also when that is past;
 * MIXER_NEVER when none waits or the score stands. */
int64_t mixer_next(const struct mixer *mixer);

/* Frames until nothing sounds any more; 0 when nothing does, MIXER_NEVER while a
 * bed goes on. */
int64_t mixer_rest(const struct mixer *mixer);

/* Would the person's own bed be silent within n frames, for want of what is still
 * being read?  Only who has time may wait for it. */
bool mixer_starves(const struct mixer *mixer, int64_t n);

/* Goes on at that frame without rendering what lies between.  Cues in between
 * begin there, or are late. */
void mixer_seek(struct mixer *mixer, int64_t frame);

/* Nobody hears what is due before frame, nor what sounds: it is forgotten, and
 * cues are counted as late. */
void mixer_pass(struct mixer *mixer, int64_t frame);

/* The next n frames, two floats each, none beyond -1..1. */
void mixer_render(struct mixer *mixer, float *stereo, size_t n);

/* Remembers this point, to come back to if what is rendered from here is never
 * heard.  mixer_keep forgets the mark. */
void mixer_mark(struct mixer *mixer);
void mixer_back(struct mixer *mixer);
void mixer_keep(struct mixer *mixer);

#endif
