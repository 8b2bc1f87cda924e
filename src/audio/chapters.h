/*
 * What a sound file says of itself: tags, and the chapters of a session.  It
 * holds them and knows no format; chapters_vorbis.h, chapters_id3.h and
 * chapters_wav.h turn them into bytes.
 */
#ifndef AUDIO_CHAPTERS_H
#define AUDIO_CHAPTERS_H

#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

enum tag { TAG_TITLE, TAG_ARTIST, TAG_ALBUM, TAG_COMMENT, TAGS };

/* The table of contents of an MP3 counts them in one byte. */
#define CHAPTERS_MAX 255

struct chapter {
	int64_t ms; /* where it begins; 0 and more */
	char *title;
};

/* Start with {0}.  Owns its texts, which are UTF-8. */
struct chapters {
	char *tag[TAGS];   /* NULL: nobody said */
	struct chapter *v; /* sorted by ms */
	size_t n;
	int64_t end_ms; /* of the file, where the last one ends */
};

void chapters_fini(struct chapters *c);

/* what: title, artist, album or comment; a second text replaces the first. */
bool chapters_tag(
    struct chapters *c, const char *what, const char *text, struct err *err);

/* A chapter that begins at ms; before 0 counts as 0.  Any order. */
bool chapters_add(
    struct chapters *c, int64_t ms, const char *title, struct err *err);

/* Where chapter i ends: where the next begins, or the file ends. */
int64_t chapters_end(const struct chapters *c, size_t i);

#endif
