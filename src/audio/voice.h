/*
 * The spoken lines of a session: who speaks them, how long they are, and their
 * sound when it is near.  A line is looked for in the cache, else spoken by a
 * program (audio/synth.h), as many at once as there are processors: the one that
 * is due soonest first, then in the order asked.  Which lines are said when is
 * not known here (audio/says.h).
 *
 * Lines are known by their length for the whole session and are in memory only
 * between voice_sample and voice_gone; what cannot be read back from the cache
 * is spoken again.
 */
#ifndef AUDIO_VOICE_H
#define AUDIO_VOICE_H

#include "audio/sample.h"
#include "base/err.h"
#include "base/soundline.h"

#include <stdbool.h>
#include <stdint.h>

/* A session has some hundreds. */
#define VOICE_LINES_MAX 1024

/* So many programs speak at once, at most. */
#define VOICE_SYNTHS_MAX 8

#define VOICE_NEVER INT64_MAX

/* So many bytes of lines are in memory, some 43 s of speech; more only for what
 * is needed at once. */
#define VOICE_BYTES (4 * 1024 * 1024)

struct voice_options {
	/* What speaks: words parted by spaces, in which {language}, {rate} and
	 * {pitch} stand for these; "auto" is espeak-ng, or else flite. */
	const char *command;
	const char *language, *rate, *pitch;
	const char *cache; /* a folder, or NULL */
	int64_t cache_max; /* bytes */
};

struct voice_lines;

enum line_state {
	LINE_WAITS,  /* for a program, or to be read */
	LINE_SPEAKS, /* a program speaks it */
	LINE_READY,
	LINE_FAILED
};

struct line {
	char key[SOUNDLINE_KEY_MAX + 1]; /* "": the key means another line now */
	char *text;                      /* or the path of a recording */
	bool recorded;
	enum line_state state;
	bool untold; /* its length has still to be answered */
	int64_t frames;
	int64_t due; /* as voice_due said */
	unsigned asked;
	struct sample *sample; /* while it is in memory */
	int uses;              /* of the sample */
	int says;              /* that mean it: their owner counts, and while there
				* are any the line stays */
};

/* options are copied; nothing is looked for yet. */
struct voice_lines *voice_new(const struct voice_options *options);

/* Ends what still speaks; frees every sample, so the mixer must be gone. */
void voice_free(struct voice_lines *voice);

/* This is what the key means from now on: a text, or a file.  False: there are
 * too many. */
bool voice_ask(
    struct voice_lines *voice, const char *key, const char *text, bool recorded);

/* What the key means, or NULL. */
struct line *voice_line(struct voice_lines *voice, const char *key);

/* The line is to be heard first at this frame of the score; VOICE_NEVER: not as
 * far as is known. */
void voice_due(struct voice_lines *voice, struct line *line, int64_t due);

/* The sound of a line that is READY, for one more use.  NULL: it has to be made
 * again, and the line WAITS. */
const struct sample *voice_sample(struct voice_lines *voice, struct line *line);

/* One use less.  After the last the sample is returned: it has to be taken out
 * of the mixer, and then to be given to voice_gone. */
const struct sample *voice_release(struct voice_lines *voice, struct line *line);
void voice_gone(struct voice_lines *voice, const struct sample *sample);

/* Bytes of the samples in memory that were not released. */
int64_t voice_bytes(const struct voice_lines *voice);

/* Takes what was spoken, and has the next lines spoken.  Returns when it wants
 * to be called again at the latest; sooner when one of voice_fds is readable. */
int64_t voice_turn(struct voice_lines *voice, int64_t now_ns);

/* fds holds VOICE_SYNTHS_MAX; returns how many there are. */
int voice_fds(const struct voice_lines *voice, int *fds);

/* What there is to tell, one at a time; false: nothing.  A length of 0 is that
 * of a line that cannot be heard; log is for nobody's screen. */
bool voice_length(struct voice_lines *voice, const char **key, int *ms);
bool voice_error(struct voice_lines *voice, struct err *err);
bool voice_log(struct voice_lines *voice, struct err *err);

#endif
