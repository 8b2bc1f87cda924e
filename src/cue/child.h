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
struct soundline;

struct sound_options {
	const char *helper;         /* path of the program */
	const char *sounds;         /* folder with the cue sets */
	const char *set;            /* soft, clear, low, wood */
	const char *output;         /* device, null; with file: file */
	const char *file;           /* where output goes, or NULL */
	int channels;               /* of that file: 1, 2, or 0 for what is usual */
	const char *device;         /* by name; NULL or "": the system's */
	int wake_ms;                /* of silence before a sound after a rest */
	const char *pause, *resume; /* the person's player: commands, or NULL */
	const char *mark;           /* the file that says that it is paused */
	const char *voice;          /* what speaks; NULL: nothing */
	const char *language, *rate, *pitch; /* of it; NULL: as is usual */
	const char *cache;                   /* folder for what was spoken */
	const char *bed; /* the person's own: file or folder, or NULL */
	const char *log; /* where its stderr goes; NULL, or one that cannot be
			  * written: /dev/null */
};

/* Copies the options; starts nothing. */
struct sound *sound_new(const struct sound_options *options);

/* Gives back what a session paused that was killed together with its helper:
 * where the mark is there and nobody's.  Does not wait for the command. */
void sound_give_back(const char *helper, const char *resume, const char *mark);

/* heard is given every answer that is understood, during sound_read. */
void sound_listen(struct sound *snd,
    void (*heard)(void *self, const struct soundline *line), void *self);

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

/* Sends lines; what cannot be sent at once is lost with the helper, but that of one
 * which writes a file is sent on by sound_wait. */
void sound_send(struct sound *snd, const char *lines, int64_t now);

/* Of a helper that writes a file, and that may take its time. */

enum sound_news {
	SOUND_NEWS_ANSWER, /* it has said something */
	SOUND_NEWS_ALSO,   /* `also` is readable */
	SOUND_NEWS_END     /* it has closed its answers: sound_end is next */
};

/* Waits for one of these; also: a descriptor, or -1. */
enum sound_news sound_wait(struct sound *snd, int also);

/* Waits for the helper to be gone: its exit status, or -1 when it was killed or
 * never ran. */
int sound_end(struct sound *snd);

/* Asks the helper to give up, and kills it when it has not in SOUND_STOP_MS.
 * False when it could not tidy up. */
bool sound_stop(struct sound *snd);
#define SOUND_STOP_MS 3000

/* So much of the file it has written, as far as it has said. */
int64_t sound_written_ms(const struct sound *snd);

/* Is there a device, as far as is known, and a helper? */
bool sound_heard(const struct sound *snd);

/* "no sound: why", or NULL when all is well. Lives until the next call. */
const char *sound_notice(const struct sound *snd);

/* What has changed and is no harm, "sound: Speakers instead of Headset", for a few
 * seconds after it was told; else NULL.  Lives until the next call. */
const char *sound_news(const struct sound *snd, int64_t now);

/* Cues that the helper could not play. */
int sound_missed(const struct sound *snd);

#endif
