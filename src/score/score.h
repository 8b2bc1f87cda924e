/*
 * A routine unrolled into time, as music is in a score: spans that follow each
 * other without a gap, and cues at milliseconds.  Pure: routine and exercises
 * in, an immutable score out.  It knows no clock, no pause and no person; the
 * session plays it, `show --cues` prints it, `render` sends it to a file.
 *
 *	lead | step 1                                 | change | step 2 ...
 *	     | side: hold rest hold | switch | side   |
 *	     | part                     | part        |
 *
 * Rules: domain.md 8.3 (repetitions), 11 (cues), 7 (lead-in and changes).
 */
#ifndef SCORE_SCORE_H
#define SCORE_SCORE_H

#include "routine/exercise.h"
#include "routine/routine.h"
#include "score/script.h"

#include <stdint.h>

/* What happens between two instants. */
enum span_kind {
	SPAN_LEAD,   /* get ready for the first step */
	SPAN_CHANGE, /* change-over: to the next step, its set-up in it */
	SPAN_HOLD,   /* one repetition of a stretch, roll, breath ... */
	SPAN_REST,   /* let go between two repetitions */
	SPAN_READY,  /* set-up time before a single repetition (8.3) */
	SPAN_SWITCH  /* change of side, in two halves: see struct part */
};

struct span {
	enum span_kind kind;
	int64_t at_ms, end_ms;
	size_t step; /* the step it belongs to; of a change the one it leads to */
	enum side side; /* of a switch the side it leads to */
	int rep, reps; /* of a hold: 1..reps; of a rest: the repetition before it */
	size_t part;   /* index into parts; NO_PART outside of steps */
};

/*
 * The part of a step that is one side's: what history records as one row.  The
 * change of side is halved between the two, so that parts fill their step and
 * the seconds of all parts are the seconds of all steps.
 */
struct part {
	size_t step;
	enum side side;
	int64_t at_ms, end_ms;        /* with its share of the change of side */
	int64_t side_ms, side_end_ms; /* holds and rests only */
};

#define NO_PART ((size_t)-1)

enum cue_kind {
	CUE_LEAD,
	CUE_START,
	CUE_REP,
	CUE_QUARTER,
	CUE_HALF,
	CUE_LAST,
	CUE_SIDE,
	CUE_END,
	CUE_CHANGE,
	CUE_FINISH
};

/* The tones of a cue set; files of these names stand in sounds/SET/. */
enum tone {
	TONE_NONE,
	TONE_START,
	TONE_REP,
	TONE_HALF,
	TONE_LAST,
	TONE_END,
	TONE_SIDE,
	TONE_FINISH,
	TONES
};

struct cue {
	enum cue_kind kind;
	int64_t at_ms;
	size_t step; /* of a change: the step it leads to */
	enum side side;
	enum tone tone;
	/* What is shown, "" for nothing.  Belongs to the score.  Of an announcement
	 * it is all of it, also what there is no time to say. */
	const char *say;
};

/* A line that is spoken.  They never overlap. */
struct speech {
	int64_t at_ms, len_ms; /* as far as that is known */
	size_t line;           /* of the script */
	size_t step;           /* as of cues */
};

struct score {
	const struct routine *routine;
	const struct exercise **exercises; /* one a step */
	struct span *spans;
	size_t n_spans;
	struct part *parts;
	size_t n_parts;
	struct cue *cues; /* sorted by at_ms; equal ones in order of importance */
	size_t n_cues;
	struct speech *speech; /* sorted by at_ms; none without a script */
	size_t n_speech;
	struct script *script; /* NULL: nothing is spoken */
	int64_t end_ms;        /* the whole, lead-in and changes too */
	int64_t planned_ms;    /* the steps only */
	int64_t taught_ms; /* that full teaching adds to the ways between them */
	char **lines;      /* owns what the cues say */
	size_t n_lines;
};

/* How much is said on the way to a step.  Short: its name, and the set-up too
 * where both fit the change-over.  Full: all, and the way takes as long as that
 * needs, so that the hold begins when the person has got there. */
enum teach { TEACH_SHORT, TEACH_FULL };

/* How the person wants it. */
struct pacing {
	enum side first_side;    /* of steps that do not say: left or right */
	struct script *script;   /* what can be said; NULL: nothing is spoken */
	const enum teach *teach; /* one a step; NULL: short */
};

/*
 * exercises: one a step of r, as library_steps gives them; the array is copied,
 * what it points to, r and the script must outlive the score.  The script gets
 * the lines that it lacks, those too that there was no room for.  Never NULL: a
 * routine that was read without an error can be unrolled.
 */
struct score *score_new(const struct routine *r,
    const struct exercise *const *exercises, const struct pacing *pacing);
void score_free(struct score *score);

/*
 * The same session, made again from step `from` on, its way included, because
 * lengths have become known or the person wants it otherwise; what lies before
 * is as it was.  `before` may be freed afterwards.
 */
struct score *score_again(
    const struct score *before, size_t from, const struct pacing *pacing);

extern const struct words words_cue, words_tone;

/* The span in which an instant lies, from 0 to end_ms - 1; the last one at and
 * after the end, the first before 0. */
size_t score_span_at(const struct score *score, int64_t ms);

/* When what is counted down in a span ends: its own end, but for a change of
 * side the end of both halves. */
int64_t score_counted_end(const struct score *score, size_t span);

/* The first span of a step that is not its change or lead; of its side. */
size_t score_step_start(const struct score *score, size_t step);

/* The change-over (or lead) that leads to a step. */
size_t score_step_change(const struct score *score, size_t step);

/* The first cue at or after an instant; n_cues when there is none. */
size_t score_cue_from(const struct score *score, int64_t ms);

/* The first spoken line at or after an instant; n_speech when there is none. */
size_t score_speech_from(const struct score *score, int64_t ms);

/* The line that is being said at an instant; n_speech when there is none. */
size_t score_speech_at(const struct score *score, int64_t ms);

/* Seconds that full teaching adds to the way to a step. */
int64_t score_taught_s(const struct score *score, size_t step);

#endif
