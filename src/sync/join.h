/*
 * Joining a coach: the code, the page of what is agreed to, the token, and the first
 * answer, in the order that a cut at any point survives (uncoil-sync(7), "JOINING").
 * Nothing is sent before the person has agreed but the code.
 */
#ifndef SYNC_JOIN_H
#define SYNC_JOIN_H

#include "base/err.h"
#include "sync/link.h"

#include <stdbool.h>
#include <stdio.h>

#define CODE_LEN 15 /* BCDF-GHJK-LMNP and the NUL */

/* The version of the words that are agreed to; raised when they change. */
#define CONSENT_TEXT 2

/* Who is asked.  in NULL: nobody; then what was said beforehand counts. */
struct asked_person {
	FILE *in, *out;
	bool agreed;       /* said yes beforehand */
	const char *share; /* "done, tension", or NULL: ask */
	const char *name;  /* or NULL: ask, where it is shared */
};

/* Twelve letters as they were typed (any case, with or without dashes and blanks)
 * in the form that is sent; false when they can be no code. */
bool join_read_code(const char *typed, char code[CODE_LEN]);

/* The code of a file: its first line.  The person's own, so nothing is said of its
 * mode. */
bool join_code_file(const char *path, char code[CODE_LEN], struct err *err);

/* Asks for it on out and reads it from in. */
bool join_ask_code(
    struct asked_person *person, char code[CODE_LEN], struct err *err);

/* All of it.  *peer is the coach's afterwards.  False with err->text "" when the
 * person did not agree. */
bool join(struct link *link, const char *url, const char *code,
    struct asked_person *person, struct peer *peer, struct err *err);

/* The page of fields: what is ticked comes in with *share and is changed by the
 * person.  asks are those that the coach wants.  False when the person stopped. */
bool join_ask_share(struct asked_person *person, int asks, int *share);

/* Yes or no; no where nobody is asked. */
bool join_ask_yes(struct asked_person *person, const char *question);

#endif
