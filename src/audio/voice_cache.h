/*
 * Spoken lines kept as files, so that they are spoken once.  A file is named by
 * a hash of what was asked for (text, command, version: the caller's key), holds
 * that key to be compared, and a checksum; what is damaged counts as not there.
 * The folder may be emptied at any time, and when it cannot be written, nothing
 * is kept.  What a line sounds like is not known here.
 */
#ifndef AUDIO_VOICE_CACHE_H
#define AUDIO_VOICE_CACHE_H

#include "audio/sample.h"
#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

/* Some 46 minutes of speech: more than any session has, and all shipped routines
 * with full teaching (25 minutes, 146 MB) beside some of the person's own. */
#define VOICE_CACHE_MAX (256 * 1024 * 1024)

struct voice_cache;

/* dir NULL: nothing is ever there.  It is made, for its owner only, when the
 * first line is kept.  most: bytes of all files together. */
struct voice_cache *voice_cache_new(const char *dir, int64_t most);
void voice_cache_free(struct voice_cache *cache);

/* The frames of the line, by the head of its file alone; 0: it is not there.
 * Marks it as used now, and as one of this session. */
int64_t voice_cache_frames(struct voice_cache *cache, const char *key);

/* Reads the line, one channel; the caller frees it with sample_fini.  A damaged
 * file is removed. */
bool voice_cache_read(
    struct voice_cache *cache, const char *key, struct sample *sample);

/*
 * Keeps a line of one channel; where all are more than `most` bytes, those that
 * were not used for the longest time go, an eighth of all at once as far as there
 * are such, but none of this session.  False with the reason: it is not kept.
 */
bool voice_cache_write(struct voice_cache *cache, const char *key,
    const struct sample *sample, struct err *err);

#endif
