/*
 * Tags and chapters as an ID3v2.3 tag, which stands in front of an MP3: TIT2,
 * TPE1, TALB, COMM, and "ID3v2 Chapter Frame Addendum" 1.0: CTOC, CHAP.  Pure.
 */
#ifndef AUDIO_CHAPTERS_ID3_H
#define AUDIO_CHAPTERS_ID3_H

#include "audio/chapters.h"
#include "base/str.h"

/* Appends the bytes of the tag; nothing where there is nothing to say. */
void chapters_id3(const struct chapters *c, struct str *out);

#endif
