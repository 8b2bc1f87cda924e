/*
 * How far a sound file is, as one line of a terminal that is written over again
 * and again.  Pure: text in, bytes out.
 */
#ifndef CMD_PROGRESS_H
#define CMD_PROGRESS_H

#include "base/str.h"

#include <stdint.h>

struct progress {
	int spoken, lines; /* of what is to be spoken first; 0, 0: nothing */
	int64_t written_ms, end_ms;
};

/* "speaking 34 of 80 lines", and when all are spoken "writing 40 %". */
void progress_words(const struct progress *p, struct str *out);

/* Appends what makes the line that stands there, *shown bytes of ASCII, become
 * this one; "" takes it away. */
void progress_line(const char *words, size_t *shown, struct str *out);

#endif
