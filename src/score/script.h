/*
 * What a session says: each line once, with how long it takes to say it.  Scores
 * made for one session share its script, so that a line lives as long as the
 * session and not as long as a score.  It knows no order and no time, and speaks
 * nothing: whoever has measured a line tells.
 */
#ifndef SCORE_SCRIPT_H
#define SCORE_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct script;

/* A routine has at most 60 steps with a dozen lines each; what is beyond is not
 * spoken. */
#define SCRIPT_LINES_MAX 1000
#define SCRIPT_NONE      ((size_t)-1)

struct script *script_new(void);
void script_free(struct script *script); /* NULL is fine */

/* The line of this text, added when it is new.  file: the path of a recording in
 * the place of speech, or NULL.  Both are copied.  SCRIPT_NONE: it says nothing,
 * or there is no room. */
size_t script_add(struct script *script, const char *text, const char *file);

size_t script_count(const struct script *script);
const char *script_text(const struct script *script, size_t line);
const char *script_file(const struct script *script, size_t line); /* or NULL */

/* How long it takes: as measured, else as estimated. */
int64_t script_ms(const struct script *script, size_t line);

/* Has it been measured?  And: not found to be unspeakable. */
bool script_known(const struct script *script, size_t line);
bool script_speakable(const struct script *script, size_t line);

/* It has been measured; 0: it cannot be spoken. */
void script_learn(struct script *script, size_t line, int64_t ms);

/*
 * How long a text is spoken when nobody has measured it: 55 ms a character, 250 more
 * a mark that makes a pause, 200 more a figure.  Fitted to espeak-ng at 150 words a
 * minute over the 589 lines of the shipped routines: 0.4 % off for all of them
 * together, 0.15 s for one.
 */
int64_t script_estimate_ms(const char *text);

#endif
