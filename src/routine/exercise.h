/*
 * One movement: an immutable struct read from routines/exercises/ID.ini
 * (uncoil-routine(5)).  It knows what is taught and for how long, not how a
 * block of it is unrolled in time (score/) nor who may do it (body/).
 */
#ifndef ROUTINE_EXERCISE_H
#define ROUTINE_EXERCISE_H

#include "base/ini.h"
#include "base/notes.h"
#include "routine/form.h"
#include "routine/words.h"

enum moment { MOMENT_START, MOMENT_QUARTER, MOMENT_HALF, MOMENT_END, MOMENTS };
enum pressure { PRESSURE_GENTLE, PRESSURE_MODERATE, PRESSURE_FIRM, PRESSURES };

struct sensation {
	int level;  /* 0..6 of 10 */
	char *feel; /* what it feels like */
};

struct exercise {
	char id[ID_MAX + 1];
	char *path; /* the file it came from */
	char *name;
	char pose[ID_MAX + 1];
	enum kind kind;
	enum position position;
	uint64_t regions, tools, directions; /* bits of words_* */
	uint64_t contra, caution;            /* of words_tag */
	bool two_sided;
	bool office;
	int hold_s, reps, rest_s;  /* per side */
	int seconds, min_s, max_s; /* all sides, with 4 s for a change of side */
	int breath_s[4];           /* in, hold, out, hold; all 0: as you like */
	struct sensation sensation[PRESSURES];
	char *setup;
	char *cue[MOMENTS][2]; /* the second line of a moment may be NULL */
	/* Paths of recordings in the place of speech, beside the exercise's file;
	 * NULL: it is spoken. */
	char *say_name, *say_setup, *say_cue[MOMENTS][2];
	char *mistake, *easier;
	char evidence; /* A, B or C */
	char *evidence_why;
	char *sources; /* ids of routines/sources/sources.ini, "S01, S20"; or "" */
};

/* The seconds of the default block: sides * (reps*hold + (reps-1)*rest), and
 * 4 more for the change of side of a two-sided one. */
int exercise_block_s(const struct exercise *e);

/*
 * Reads section [id] of ini.  Everything wrong is noted with its line; NULL
 * when there was an error.  path is kept for messages.
 */
struct exercise *exercise_read(
    const struct ini *ini, const char *id, const char *path, struct notes *notes);

/* The longest hold of a side and the longest block: no stretch is better for
 * more, and sums of them stay far from overflow. */
#define HOLD_MAX_S  600
#define BLOCK_MAX_S 1800

/* The highest sensation that is ever asked for, of 10 (domain.md 4). */
#define LEVEL_MAX 6

#define CUE_WORDS_MAX 12 /* about 5 s of speech */

extern const struct words words_moment, words_pressure;

/*
 * The same for whoever looks for mistakes: never NULL, what could not be read
 * is missing, words that could not are -1.
 */
struct exercise *exercise_draft(
    const struct ini *ini, const char *id, const char *path, struct notes *notes);

/* What the letter of its evidence means, in plain words. */
const char *exercise_evidence(const struct exercise *e);

void exercise_free(struct exercise *e); /* NULL is fine */

#endif
