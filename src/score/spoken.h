/*
 * A text as it is said aloud: figures keep their digits, which every speech
 * program reads well, but units, ranges and times of the clock become words:
 * "2-3 s" is "2 to 3 seconds", "1:20" is "1 minute 20 seconds".
 */
#ifndef SCORE_SPOKEN_H
#define SCORE_SPOKEN_H

#include "base/str.h"

#include <stdint.h>

/* Appends it. */
void spoken_text(const char *text, struct str *out);

/* Appends a length: "2 minutes 40 seconds", "1 minute", "45 seconds". */
void spoken_seconds(int64_t seconds, struct str *out);

/* Appends a small number in words: "three"; "15" from fourteen on. */
void spoken_number(int n, struct str *out);

#endif
