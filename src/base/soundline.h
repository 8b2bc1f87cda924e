/*
 * The sound lines: what uncoil and uncoil-sound say to each other, and this
 * header is their definition.  Printing and parsing only; who sends what when
 * is cue/ on the one side and audio/ on the other.
 *
 * One message a line, UTF-8, at most SOUNDLINE_MAX bytes with the newline,
 * words parted by one space; only the last word may hold spaces.  A line that
 * is not understood is answered with `error` and skipped, so that either side
 * may be newer.  Times are milliseconds of the score (pauses are not in them),
 * 48 frames each; NS are nanoseconds of CLOCK_MONOTONIC; DB are decibels.
 * KEY is 1 to 64 bytes of [a-z0-9-], chosen by uncoil.
 *
 *	to the helper				from the helper
 *	hello 1					hello 1
 *						ready DEVICE | lost WHY | back DEVICE
 *	speech KEY TEXT				length KEY MS	(0: cannot be spoken)
 *	record KEY PATH		a recorded file in the place of speech
 *						length KEY MS	(0: it cannot be read)
 *	at MS play NAME
 *	at MS say KEY
 *	at MS bed NAME		rain waves brown drone own; `off` ends it
 *	at MS breath in|out MS
 *	at MS end		rendering to a file: the last frame, and quit
 *	now play NAME		at once, whatever the score does: what a key
 *	now say KEY		did is confirmed so, paused or not
 *	clock MS NS		score time MS was or is at NS, and runs
 *	pause			stop where we are; `clock` goes on
 *	flush			forget all that has not begun
 *	release MS		in so many ms the person's own player is given
 *				back; `clock` takes it again
 *	volume WHAT DB		WHAT: cues voice bed breath all; DB -60..0
 *	tag WHAT TEXT		of a file: title artist album comment
 *	at MS chapter TEXT	of a file: here a chapter begins
 *	quit
 *						progress MS	of a file: so much is done
 *						late N		cues that were not heard, in all: at
								lines that came too late, and what was
								due while there was no device
 *						played N	cues that were heard, in all
 *						error TEXT
 */
#ifndef BASE_SOUNDLINE_H
#define BASE_SOUNDLINE_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SOUNDLINE_MAX     1024
#define SOUNDLINE_VERSION 1
#define SOUNDLINE_KEY_MAX 64

/* Behind the name of a file until it is whole; who has to kill its writer takes
 * it away. */
#define SOUNDLINE_PART ".part"

enum sound_verb {
	SOUND_HELLO,    /* n = version */
	SOUND_SPEECH,   /* key, text */
	SOUND_RECORD,   /* key, text = path */
	SOUND_PLAY,     /* ms, key = name */
	SOUND_SAY,      /* ms, key */
	SOUND_BED,      /* ms, key = name */
	SOUND_BREATH,   /* ms, key = in|out, n = how long in ms */
	SOUND_END,      /* ms */
	SOUND_CHAPTER,  /* ms, text */
	SOUND_NOW_PLAY, /* key = name */
	SOUND_NOW_SAY,  /* key */
	SOUND_CLOCK,    /* ms, ns */
	SOUND_PAUSE,
	SOUND_FLUSH,
	SOUND_RELEASE, /* ms */
	SOUND_VOLUME,  /* key = what, n = dB */
	SOUND_TAG,     /* key = what, text */
	SOUND_QUIT,
	SOUND_READY,    /* text */
	SOUND_LOST,     /* text */
	SOUND_BACK,     /* text */
	SOUND_LENGTH,   /* key, n = ms */
	SOUND_LATE,     /* n */
	SOUND_PLAYED,   /* n */
	SOUND_PROGRESS, /* ms */
	SOUND_ERROR     /* text */
};

struct soundline {
	enum sound_verb verb;
	int64_t ms; /* -SOUNDLINE_MS_MAX..SOUNDLINE_MS_MAX */
	int64_t ns;
	int n;
	char key[SOUNDLINE_KEY_MAX + 1];
	char text[SOUNDLINE_MAX];
};

/* A day: no score is longer, and sums of it stay far from overflow. */
#define SOUNDLINE_MS_MAX INT64_C(86400000)

/*
 * Prints a message with its newline; text is cut at the limit on a character
 * and its control characters become spaces.  buf holds SOUNDLINE_MAX + 1.
 * Returns the length.
 */
size_t soundline_print(const struct soundline *line, char *buf);

/* Parses one line without its newline.  False: err says what was expected. */
bool soundline_parse(const char *s, struct soundline *line, struct err *err);

#endif
