/*
 * What is so in a session, in words and numbers; for the views of a session.
 */
#ifndef SCREEN_SESSION_WORDS_H
#define SCREEN_SESSION_WORDS_H

#include "screen/views.h"

const struct span *session_span(const struct session_view *v);
const struct exercise *session_exercise(const struct session_view *v);

/* Before a step: lead-in or change-over. */
bool session_on_the_way(const struct session_view *v);

/* The side of the step's first hold that is still to come, or of this one. */
enum side session_side(const struct session_view *v);

/* "LEFT side", or "". */
const char *session_side_words(const struct session_view *v);

/* "hold 2 of 3" */
void session_state_words(const struct session_view *v, char *buf, size_t size);

/* "next: right side, then Nose to armpit stretch (stay seated)" */
void session_next_words(const struct session_view *v, char *buf, size_t size);

/* "in 4, out 6"; "as you like" */
void session_breath_words(const struct exercise *e, char *buf, size_t size);

/* "4-0-6-0" */
void session_breath_counts(const struct exercise *e, char *buf, size_t size);

/* What is said and does not stand on the screen anyhow: of an announcement only
 * what to do with the body on the way.  May be "". */
void session_said(const struct session_view *v, struct str *out);

/* What needs an answer or a key, or NULL. */
const char *session_banner(const struct session_view *v);

/* Whole seconds, upwards; what is left of all in tens: one count that runs is
 * enough to look at. */
int64_t session_seconds(int64_t ms);
int64_t session_total_left_s(const struct session_view *v);

/* Is there a breath to follow now?  Then how full the lungs are (0..1), the word
 * for it, and for how many milliseconds both are good. */
struct breath_now {
	double full;
	const char *word;
	int64_t good_ms;
};

bool session_breath(const struct session_snapshot *snap, struct breath_now *out);

#endif
