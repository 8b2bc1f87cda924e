/*
 * What a session is to sound like, and how far what was heard is like it.  The
 * score is made here as a session makes it, each line spoken by the person's own
 * speech program, each tone read from its file: every sound with the frame at
 * which it is due.  How it got into a file or through a device is not known here.
 */
#ifndef TESTS_CLI_HEARING_H
#define TESTS_CLI_HEARING_H

#include "audio/cueset.h"
#include "audio/voice.h"
#include "recording.h"
#include "routine/library.h"
#include "score/score.h"

struct sounding {
	int64_t at; /* frame of the score */
	const struct sample *sample;
	bool speech;
	char name[48]; /* of the tone, or how the line begins */
};

struct hearing {
	struct library *lib;
	const struct exercise **steps;
	struct script *script;
	struct score *score;
	struct voice_lines *voice;
	struct cueset *cues;
	struct sounding *all; /* by frame */
	size_t n;
};

/* Is there a program that speaks? */
bool hearing_possible(void);

/* teach is that of every step.  Speaks into the cache of the person's home.
 * False: there is no such routine, or nothing that speaks. */
bool hearing_open(struct hearing *h, const char *routine, enum teach teach);
void hearing_close(struct hearing *h);

/* How a text sounds that is in no score; lives as long as h. */
const struct sample *hearing_say(struct hearing *h, const char *text);

/* All sounds of the score together, so many frames of them; the caller frees it. */
float *hearing_mix(const struct hearing *h, int64_t frames);

/* How far a live sound was from where it belongs. */
struct stray {
	double ms; /* below 0: early */
	double alike;
};

/*
 * A live session beside the same one in a file: how far each sound of the score
 * strays, all seen from where most of them are.  strays has h->n.  False: the file
 * or the recording is silent.
 */
bool hearing_compare(const struct hearing *h, const struct heard *file,
    const struct heard *live, struct stray *strays);

#endif
