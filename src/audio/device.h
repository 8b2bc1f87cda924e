/*
 * What the files of the libpulse output share; nobody else includes this.
 *
 *	device_pulse.c	comes and goes: the states from DOWN to CORKING
 *	device_run.c	what sounds while the stream runs, and when
 *	device_sinks.c	which device it is, where the person named one
 *
 * Everything here is called in libpulse's thread.
 */
#ifndef AUDIO_DEVICE_H
#define AUDIO_DEVICE_H

#include "audio/output.h"
#include "audio/sink_choice.h"
#include "audio/timeline.h"

#define DEVICE_FRAME (2 * sizeof(float))

/* How much is written ahead: enough for two busy processors, and a key's tone is
 * not heard later than that. */
#define DEVICE_AHEAD (200 * TIMELINE_MS)

enum device_state {
	DOWN,
	CONNECTING,
	LOOKING,
	CLOSED,
	OPENING,
	IDLE,
	RUNNING,
	CORKING,
	LOSING
};

struct pa_context;
struct pa_operation;
struct pa_stream;
struct pa_threaded_mainloop;

struct device {
	struct pa_threaded_mainloop *loop;
	struct pa_context *context;
	struct pa_stream *stream;
	int wake_fd, timer_fd;
	enum device_state state;
	int64_t until; /* of the state: its limit, or when it is to end */
	int64_t armed; /* what the timer is set to */
	int tries;     /* in vain, since it was last ready */
	bool told_ready, told_lost;
	bool told_away; /* it is not the named one that is played on */
	bool looked;    /* the named one was looked for: open a stream */
	bool spare;     /* the named one cannot be opened */
	bool at_once;   /* LOSING: only the stream is lost, try another */
	struct sink_choice choice;
	bool primed, resting;
	int64_t begin, due; /* first frame, and cue, of what is primed or was */
	struct drift drift;
	int64_t asked_ns; /* when the device's clock was last read */
	int readings;     /* of it, in this run */
	int64_t behind;   /* the least of them */
	bool asked;
};

/* Asks the state what is to be done now, until it is another no more. */
void device_run_states(struct output *out);

/* Frees what libpulse gave for a question; NULL is fine. */
void device_let_go(struct pa_operation *op);

/* The next cue into the buffer of the corked stream; and out again. */
void device_prime(struct output *out, int64_t next);
void device_unprime(struct output *out);

/* Lets the stream go: what is primed is heard now. */
void device_begin_run(struct output *out, int64_t now);

/* Sets the end of the run when nothing sounds and nothing is near. */
void device_look_ahead(struct output *out);

/* libpulse's callback: it wants so many bytes. */
void device_on_write(struct pa_stream *stream, size_t bytes, void *arg);

/* Says that it plays, and on what. */
void device_tell_ready(struct output *out, const char *where);

/*
 * Only where a device is named (output's `where`).  device_look ends the state
 * LOOKING with a choice; device_tell_where asks on what the stream plays, and
 * says so when that is news; device_watch waits for the named one to come back.
 */
void device_look(struct output *out);
void device_tell_where(struct output *out);
void device_watch(struct output *out);

/* libpulse's callback: the server put the stream elsewhere. */
void device_on_moved(struct pa_stream *stream, void *arg);

#endif
