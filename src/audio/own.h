/*
 * The person's own bed: a sound file, or a folder of them one after another in
 * the order of their names, for ever.  The reading side's part: files are read
 * piece by piece, brought to about -30 LUFS and passed over into each other
 * within a second.  It knows no mixer, only the flow that it fills.
 */
#ifndef AUDIO_OWN_H
#define AUDIO_OWN_H

#include "audio/flow.h"
#include "base/err.h"

/* Shorter is no bed: it would be over before it has passed into itself. */
#define OWN_MS_MIN 2000

/* A folder may be somebody's whole music. */
#define OWN_FILES_MAX 2000

struct own;

/* Reads nothing yet; flow outlives it. */
struct own *own_open(const char *path, struct flow *flow);

/* Fills the flow when it was asked to.  False: err says which file cannot be
 * heard; it will not be tried again, and own_fill is to be called again. */
bool own_fill(struct own *own, struct err *err);

void own_close(struct own *own); /* NULL is fine */

#endif
