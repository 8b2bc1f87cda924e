/*
 * A speech program at work on one text: a child that reads it on its standard
 * input and writes WAV to its standard output.  Both are files in memory, not
 * pipes: nobody has to keep them flowing, and a program that goes back to fill
 * in the head of its WAV file (flite) can.  What the sound is, and what becomes
 * of it, is not known here.
 *
 * Its end is to be polled for: synth_fd.  Nothing here waits.
 */
#ifndef AUDIO_SYNTH_H
#define AUDIO_SYNTH_H

#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* 30 s of 44,100 stereo frames a second are 5 MB. */
#define SYNTH_BYTES_MAX (8 * 1024 * 1024)

/* A line takes tens of milliseconds; what takes this long hangs. */
#define SYNTH_LIMIT_NS INT64_C(5000000000)

enum synth_state {
	SYNTH_RUNS,
	SYNTH_SPOKE, /* the WAV is in out_fd */
	SYNTH_FAILED
};

struct synth {
	pid_t pid; /* 0: none */
	int pid_fd, out_fd;
	int64_t until; /* it is killed then */
	const char *name;
};

/*
 * Starts argv[0], looked for on PATH, at now_ns; argv outlives it.  False: err
 * says what to do about it, and nothing runs.
 */
bool synth_start(struct synth *synth, char *const *argv, const char *text,
    int64_t now_ns, struct err *err);

/* So often it has to be looked at, that it does not fill the memory: what it
 * writes is not held up by anything.  (A limit of the system on the size of
 * files would also be on what libraries keep in shared memory; espeak-ng dies of
 * it.) */
#define SYNTH_LOOK_NS INT64_C(25000000)

/* How it is at now_ns; FAILED says why in err.  Once it is not RUNS, synth_stop
 * has to be called. */
enum synth_state synth_look(struct synth *synth, int64_t now_ns, struct err *err);

/* Ends it, whatever it does, and everything that it started in its process
 * group; closes out_fd.  To one that does not run nothing happens. */
void synth_stop(struct synth *synth);

#endif
