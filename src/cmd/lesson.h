/*
 * How much is said to this person on the way to each step of a routine: all of it
 * until a movement has been done some times, and little where nothing is heard.
 * start, show, render and the home screen ask it, so that they say the same.
 */
#ifndef CMD_LESSON_H
#define CMD_LESSON_H

#include "cmd/cmd.h"
#include "history/history.h"
#include "score/score.h"

/* Done so often, a movement is known. */
#define LESSON_TIMES 3

/* As the setting session.teach has it. */
enum lesson_wish { LESSON_AUTO, LESSON_FULL, LESSON_SHORT };

struct lesson {
	enum lesson_wish wish;
	struct history *history; /* NULL: nothing was done yet */
	bool heard;              /* can speech be heard? */
};

/* As the settings say; history is NULL. */
struct lesson lesson_of(const struct settings *settings);

/* --teach full|short of a command over it; false, and the message printed, when it
 * is neither. */
bool lesson_option(const struct cmd *cmd, struct lesson *lesson);

/*
 * One for each step of r; the caller frees it.  Of a movement that comes twice
 * only the first time is taught in full.
 */
enum teach *lesson_teach(const struct lesson *lesson, const struct routine *r,
    const struct exercise *const *exercises);

/* The seconds that each way then takes, as far as lengths can be guessed: for
 * plan/scale.  The caller frees it. */
int *lesson_ways(const struct lesson *lesson, const struct routine *r,
    const struct exercise *const *exercises);

/* And the seconds that teaching adds to the whole. */
int lesson_added_s(const struct lesson *lesson, const struct routine *r,
    const struct exercise *const *exercises);

#endif
