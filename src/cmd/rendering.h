/*
 * One session as a sound file: the sound helper speaks its lines, mixes its score
 * and writes it, while a line on the terminal tells how far it is.  Unlike a
 * session it waits: for the helper, and for a signal to stop.  Which routine it is
 * and what was asked for is not known here (cmd/render.c).
 */
#ifndef CMD_RENDERING_H
#define CMD_RENDERING_H

#include "base/err.h"
#include "base/settings.h"
#include "score/score.h"

/* What is to be heard in it; all of it outlives the rendering. */
struct rendering_wish {
	const char *file; /* its ending is the format */
	const struct settings *settings;
	const char *cues; /* NULL: the routine's, else the settings' */
	const char *bed;  /* NULL: none */
	bool voice;
	enum side first_side;
};

struct rendering;

/* From now on the signals that end a program are held back, for this to see them.
 * The caller frees it. */
struct rendering *rendering_new(const struct rendering_wish *wish);

/*
 * Writes the file; once.  exercises and teach: one a step of r, of which teach is
 * followed where the helper can speak.  The score as it was mixed, which the caller
 * frees before the rendering; or NULL, and err says why there is no file: nothing
 * is left of it, and what stood there stays.
 */
struct score *rendering_write(struct rendering *rendering, const struct routine *r,
    const struct exercise *const *exercises, const enum teach *teach,
    struct err *err);

/* What went wrong without harm to the file: "cannot speak: ..."; else NULL. */
const char *rendering_notice(const struct rendering *rendering);

/* Lets signals be signals again; 0, or the one that stopped it, from which this
 * program has not died yet. */
int rendering_free(struct rendering *rendering);

#endif
