/*
 * The code by which a client finds a coach: twelve letters without vowels and
 * without look-alikes (those of RFC 8628), 51.9 bits, shown in groups of four.
 * It knows how a code is written, and nothing of whom it invites.
 */
#ifndef COACH_CODE_H
#define COACH_CODE_H

#include <stdbool.h>

#define CODE_LETTERS 12
#define CODE_LEN     (CODE_LETTERS + 1)     /* without the dashes, with the NUL */
#define CODE_SHOWN   (CODE_LETTERS + 2 + 1) /* BCDF-GHJK-LMNP and the NUL */

/* A new random code, without dashes. */
void code_new(char code[CODE_LEN]);

/* BCDFGHJKLMNP as BCDF-GHJK-LMNP. */
void code_show(const char *code, char shown[CODE_SHOWN]);

/* What a person typed: small letters, blanks and dashes are fine.  False when it
 * can be no code. */
bool code_read(const char *typed, char code[CODE_LEN]);

#endif
