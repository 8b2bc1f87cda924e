/*
 * The keeper of uncoil-sound: starts it, talks to it, starts it again when it
 * dies, and knows in one line what is wrong with the sound.  Nothing here ever
 * waits: a helper that does not read is a dead one.  `now` is CLOCK_MONOTONIC
 * in nanoseconds.  It knows lines and no cues (cue/lines.h writes them).
 */
#ifndef CUE_CHILD_H
#define CUE_CHILD_H

#include <stdbool.h>
#include <stdint.h>

struct sound;

struct sound_options {
	const char *helper; /* path of the program */
	const char *sounds; /* folder with the cue sets */
	const char *set;    /* soft, clear */
	const char *output; /* device, null; with file: file */
	const char *file;   /* where output goes, or NULL */
	const char *log;    /* where its stderr goes; NULL: /dev/null */
};

/* Copies the options; starts nothing. */
struct sound *sound_new(const struct sound_options *options);

/* Ends the helper and waits for it, 0.7 s at most. */
void sound_free(struct sound *snd); /* NULL is fine */

/* Starts the helper when it is not running and its time has come.  True when a
 * new one was started: then it must be greeted and told everything. */
bool sound_start(struct sound *snd, int64_t now);

/* When sound_start has something to do; INT64_MAX while a helper runs. */
int64_t sound_due(const struct sound *snd);

/* For poll(2): its answers; -1 while none runs. */
int sound_fd(const struct sound *snd);

/* Reads the answers that are there.  True when sound_notice may have changed. */
bool sound_read(struct sound *snd, int64_t now);

/* Sends lines; what cannot be sent at once is lost with the helper. */
void sound_send(struct sound *snd, const char *lines, int64_t now);

/* Waits until the helper has ended by itself, after `end` to a file: its exit
 * status, or -1 when it was killed or never ran. */
int sound_wait(struct sound *snd);

/* "no sound: why", or NULL when all is well. Lives until the next call. */
const char *sound_notice(const struct sound *snd);

/* Cues that the helper could not play. */
int sound_missed(const struct sound *snd);

#endif
