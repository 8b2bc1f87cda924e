/*
 * The tones of a session: DIR/SET/NAME.flac (or .wav .ogg .opus .mp3), each
 * read when it is first asked for and kept.  It knows no meaning of a name.
 */
#ifndef AUDIO_CUESET_H
#define AUDIO_CUESET_H

#include "audio/sample.h"

/* We ship nine; a person's own set may hold more, but hardly this many, and
 * whoever talks to us must not fill the memory with names. */
#define CUESET_MAX 64

struct cueset;

/* Never NULL; no file is touched yet. */
struct cueset *cueset_new(const char *dir, const char *set);
void cueset_free(struct cueset *cueset);

/*
 * The tone of that name ([a-z0-9-]).  NULL when there is none: err says why the
 * first time, and is "" from then on.  Lives as long as cueset.
 */
const struct sample *cueset_get(
    struct cueset *cueset, const char *name, struct err *err);

#endif
