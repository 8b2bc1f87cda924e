/*
 * Chapters as Vorbis comments, for FLAC, Ogg Vorbis and Opus:
 *
 *	CHAPTER001=00:00:05.000
 *	CHAPTER001NAME=Seated cat and cow
 *
 * libsndfile writes a fixed set of fields only.  So it is given one of them,
 * LICENSE, with a text of just the length that the chapters will take, and when
 * the file is whole that field is replaced in place: nothing moves.  Pure:
 * bytes in, bytes out.
 */
#ifndef AUDIO_CHAPTERS_VORBIS_H
#define AUDIO_CHAPTERS_VORBIS_H

#include "audio/chapters.h"
#include "base/str.h"

/* So much of a file's start holds the comments, whatever it is: they are
 * CHAPTERS_MAX texts of a sound line at most. */
#define CHAPTERS_VORBIS_HEAD (512 * 1024)

/* The text to put into LICENSE; nothing where there are no chapters. */
void chapters_vorbis_room(const struct chapters *c, struct str *out);

/*
 * Puts the chapters in the place of that text.  bytes are the first n of the
 * file, or all of it.  False: the room is not there, and nothing was changed.
 */
bool chapters_vorbis_flac(uint8_t *bytes, size_t n, const struct chapters *c);
bool chapters_vorbis_ogg(uint8_t *bytes, size_t n, const struct chapters *c);

#endif
