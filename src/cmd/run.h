/*
 * The event loop: waits for keys, signals, answers and deadlines, and tells the
 * activity that runs what happened and when.  It is the only one but the mains
 * that reads the clock, once a turn.  Signals are open only while it waits.
 *
 * With a terminal the activity draws frames; without (linear) it prints, and
 * keys come as single bytes if input is a terminal at all.
 */
#ifndef CMD_RUN_H
#define CMD_RUN_H

#include "base/err.h"
#include "screen/frame.h"
#include "screen/term.h"

#include <stdbool.h>
#include <stdint.h>

/* The time, as it is told. */
struct instant {
	int64_t mono;    /* CLOCK_MONOTONIC, nanoseconds */
	int64_t wall_ms; /* Unix time */
	int offset_min;  /* of the local zone, east of UTC */
};

/* What runs in the loop; self is its own state.  NULL where it has nothing. */
struct activity {
	/* Time has passed or fd has something; false: it is over. */
	bool (*turn)(void *self, const struct instant *now);
	/* CLOCK_MONOTONIC at which turn or draw has something new. */
	int64_t (*due)(void *self, const struct instant *now);
	/* Something else than keys to wait for; -1: nothing. */
	int (*fd)(void *self);
	void (*draw)(void *self, struct frame *f, const struct instant *now);
	/* The frame is out: what may wait (a disk) is done now. */
	void (*rest)(void *self);
	/* A key (screen/term.h), or what a click stands for (the spots of
	 * screen/frame.h); false: it is over. */
	bool (*key)(void *self, int key, const struct instant *now);
	/* The process or the machine stood still since `since`; asleep_ns of it
	 * CLOCK_MONOTONIC did not count. */
	void (*stopped)(void *self, const struct instant *since, int64_t asleep_ns);
};

enum run_end {
	RUN_OVER,  /* the activity said so */
	RUN_KILLED /* a signal or a lost terminal: save and leave */
};

struct run;

/* Takes signals and the terminal.  term NULL: linear. */
struct run *run_open(const struct term_options *term, struct err *err);
void run_close(struct run *run); /* NULL is fine */

/* May be called from within an activity: then that one waits. */
enum run_end run_loop(struct run *run, const struct activity *activity, void *self);

/* Other wishes for the terminal, from the next frame on. */
void run_change_term(struct run *run, const struct term_options *term);

struct instant run_now(void);

/* Minutes east of UTC of the local zone at an instant, Unix time in ms. */
int run_offset_min(int64_t wall_ms);

/* Is there somebody who can press a key? */
bool run_has_keys(const struct run *run);
bool run_has_screen(const struct run *run);

#endif
