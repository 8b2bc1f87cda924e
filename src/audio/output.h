/*
 * Where sound goes.  An output renders the mixer on whatever thread it likes;
 * the reading side hands it orders through one ring and hears from it through
 * another, so that neither waits for the other.
 *
 *	reading side: output_post --> orders --> output: mixer_apply, render
 *	              output_hear <-- reports <--
 *
 * All functions here are called by the reading side's thread except
 * output_take, output_report and output_count, which are the output's own.
 */
#ifndef AUDIO_OUTPUT_H
#define AUDIO_OUTPUT_H

#include "audio/chapters.h"
#include "audio/mixer.h"
#include "audio/ring.h"
#include "base/err.h"
#include "base/soundline.h"

/* The whole score of the longest session, when it is sent at once to become a
 * file: half an hour with nine cues a second. */
#define OUTPUT_CUES 16384

#define OUTPUT_ORDERS  256
#define OUTPUT_REPORTS 16

/* More samples than are ever forgotten between two looks. */
#define OUTPUT_FORGOTTEN 1024

/* Something to tell the person's program; verb: ready, lost, back or error.
 * After ready and back comes on what is played: "Speakers", or "Speakers instead
 * of Headset". */
struct report {
	enum sound_verb verb;
	char text[120];
};

struct output;

struct output_ops {
	const char *name; /* of the option */
	size_t size;      /* of `own`, zeroed before open */

	/* Where to is in out.  A device that is not there is no error but a
	 * report. */
	bool (*open)(struct output *out, struct err *err);

	/* Takes the orders that wait, at now_ns of CLOCK_MONOTONIC; returns when
	 * it wants to be called again at the latest. */
	int64_t (*turn)(struct output *out, int64_t now_ns);

	/* Fades what sounds, ends the thread, frees what open made.  False: what
	 * was to be made was not. */
	bool (*close)(struct output *out, struct err *err);
};

#define OUTPUT_NEVER INT64_MAX

/* What an option says; each is for the output that knows it.  The strings
 * outlive the output. */
struct output_where {
	const char *file;   /* to make */
	int channels;       /* of it: 1 is the mean of both sides; 0: 2 */
	const char *device; /* to play on, by name; NULL or "": the system's */
	int wake_ms;        /* of silence before what sounds after a rest */
};

struct output {
	const struct output_ops *ops;
	struct output_where where;
	void *own;
	struct mixer mixer; /* the output's thread only */
	struct ring orders, reports, forgotten;
	struct flow flow; /* the person's own bed: own.h fills it */
	int news_fd;      /* readable when there is news: see output_hear */
	_Atomic int played, late;
	bool done;    /* a file is complete, or failed: nothing more will come */
	bool ended;   /* the end of the score is known */
	int64_t hold; /* a file is not mixed beyond this frame: something that is
		       * due there is still being made */
	struct chapters marks; /* of a file: the reading side's until its end */
	_Atomic int done_ms;   /* of a file: so much of it is there */
	struct order order_room[OUTPUT_ORDERS];
	struct report report_room[OUTPUT_REPORTS];
	const struct sample *forgotten_room[OUTPUT_FORGOTTEN];
	struct mixer_cue *cue_room;
};

extern const struct output_ops output_device, output_file, output_null;

/* By the name of the option; NULL when there is none such. */
const struct output_ops *output_find(const char *name);

/* NULL: err says why.  The caller ends it with output_close. */
struct output *output_open(
    const struct output_ops *ops, struct output_where where, struct err *err);
bool output_close(struct output *out, struct err *err);

/* Hands over an order; waits in the case, not seen in practice, that hundreds
 * are still on their way. */
void output_post(struct output *out, const struct order *order, int64_t now_ns);

/* Makes news_fd quiet again and copies the oldest report; false: none. */
bool output_hear(struct output *out, struct report *report);

/* The next sample of which the mixer knows nothing any more, after its
 * ORDER_FORGET: it may be freed.  NULL: none. */
const struct sample *output_forgotten(struct output *out);

/* The next order; false when there is none. */
bool output_take(struct output *out, struct order *order);

/* Tells; text is cut.  One too many is dropped: they say the same again soon. */
void output_report(struct output *out, enum sound_verb verb, const char *text);

/* Publishes what the mixer has counted, and wakes the reading side when it has
 * reason to be told now: much is new, or nothing is to come that it could ride
 * on; or the person's own bed runs low. */
void output_count(struct output *out);

/* Runs the mixer up to a frame as if it were heard (null; a device's loss). */
void output_run_to(struct output *out, int64_t frame);

#endif
