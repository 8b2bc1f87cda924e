/*
 * The questions before and after a session: how tense a region is, what hurts,
 * the mood, a line of note (domain.md 5.7); and after one what was wrong, where
 * that ended it (5.5), or why a movement was left early.  Which comes next, and what was
 * answered: pure, without keys, screen or clock.  An answer may always be left
 * out, and so may all of them.
 */
#ifndef SESSION_CHECKIN_H
#define SESSION_CHECKIN_H

#include "base/err.h"
#include "routine/exercise.h"
#include "routine/words.h"

#define CHECKIN_REGIONS 3

/* So many movements that were left early are asked about. */
#define CHECKIN_LEFT 2

/* As much as a coach's server takes (sync.md 2.9), in bytes. */
#define CHECKIN_NOTE_MAX 500

/* From this tension on, pain is asked for too (domain.md 5.7). */
#define CHECKIN_TENSE 5

#define RATING_MAX  10
#define MOOD_MAX    5  /* and the least is 1 */
#define RATING_NONE -1 /* was not answered */

/* What was answered, at one end of a session. */
struct ratings {
	int tension[CHECKIN_REGIONS]; /* 0..RATING_MAX, of each region */
	int pain;                     /* 0..RATING_MAX, the worst right now */
	int mood;                     /* 1..MOOD_MAX */
};

/* What was wrong, and why a movement was left: the numbers of their keys. */
enum trouble {
	TROUBLE_SHARP = 1,
	TROUBLE_NUMB,
	TROUBLE_LIMB,
	TROUBLE_DIZZY,
	TROUBLE_CHEST,
	TROUBLE_HEADACHE,
	TROUBLE_UNEASY /* uncomfortable, and no more */
};
enum leaving { LEAVING_PAIN = 1, LEAVING_TIME, LEAVING_UNCLEAR, LEAVING_OTHER };

struct checkin {
	bool after;
	bool wrong;  /* that ended it: only what it was is asked */
	int trouble; /* enum trouble */
	size_t n_left;
	const struct exercise *left[CHECKIN_LEFT];
	int leaving[CHECKIN_LEFT]; /* enum leaving, of each */
	size_t n;                  /* regions, 0 to CHECKIN_REGIONS */
	enum region region[CHECKIN_REGIONS];
	struct ratings now, before; /* before: all left out where !after */
	char note[CHECKIN_NOTE_MAX + 1];
	size_t at; /* among all that might be asked */
};

enum ask { ASK_TROUBLE, ASK_LEAVING, ASK_TENSION, ASK_PAIN, ASK_MOOD, ASK_NOTE };

struct question {
	enum ask ask;
	size_t which; /* of ASK_TENSION: region, of ASK_LEAVING: movement */
	int least, most;
	const char *const *choices; /* what least to most mean; NULL: a scale */
	int answer;                 /* that was given before; or RATING_NONE */
	int number, of; /* "2 of 5"; of may grow by the question about pain */
};

/* Before a session: these regions (bits of enum region, at most CHECKIN_REGIONS
 * are taken). */
void checkin_before(struct checkin *c, uint64_t regions);

/* After the one that began so: the same regions again; pain is asked for also
 * where it was answered before, so that there are two to compare. */
void checkin_after(struct checkin *c, const struct checkin *before);

/*
 * How the session ended, told after checkin_after: by `!`, and which movements were
 * left early (kept by the caller; no more than CHECKIN_LEFT are taken).
 */
void checkin_ended(struct checkin *c, bool wrong,
    const struct exercise *const *left, size_t n_left);

/* What is asked now; false: nothing, it is over. */
bool checkin_question(const struct checkin *c, struct question *q);

/* Answers it and goes on; false, and nothing is changed, where it is no answer
 * or where a note is asked for. */
bool checkin_answer(struct checkin *c, int value);

/* Goes on without an answer; a note that was typed stays. */
void checkin_pass(struct checkin *c);

/* The question before; its answer stays until there is another. */
void checkin_back(struct checkin *c);

/* No further question; what was answered stays. */
void checkin_skip(struct checkin *c);

/* A character of the note, and one less; false where there is none to take. */
bool checkin_type(struct checkin *c, uint32_t cp);
bool checkin_erase(struct checkin *c);

/* Has anything been answered? */
bool checkin_answered(const struct checkin *c);

/*
 * Answers all at once: "neck=6,lower-back=4,pain=5,mood=3".  The regions are
 * those that it names; after a session only those of before, where there were
 * any.  False, and what is expected, when it is not so; then c is as it was.
 */
bool checkin_parse(struct checkin *c, const char *text, struct err *err);

/* After the session that began so, answers that were parsed before it. */
void checkin_give(struct checkin *c, const struct checkin *after);

/* The regions that are asked about, as bits. */
uint64_t checkin_regions(const struct checkin *c);

/* "upper back": a region as it is said. */
const char *region_said(enum region region, char buf[16]);

/* The question in words, for eyes and ears: "Tension in your neck, 0 to 10?" */
void checkin_words(
    const struct checkin *c, const struct question *q, struct str *out);

/* Appends " 1 sharp pain, 2 tingling or numbness ..." where there are choices. */
void checkin_choices(const struct question *q, struct str *out);

/* "neck 6 → 3, pain 5, mood 3": what was answered, in a line; "" nothing. */
void checkin_sum(const struct checkin *c, struct str *out);

#endif
