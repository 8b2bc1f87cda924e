/*
 * The spoken lines of a score while it is made: on the way to a step, and in its
 * sides.  Of score/ only.
 *
 * What finds no room is left out whole, the less important first; nothing is cut
 * and nothing reaches into what comes next.  Where teaching is full the way gets
 * as long as it takes to say everything and then to get into the position.
 */
#ifndef SCORE_SPEECH_H
#define SCORE_SPEECH_H

#include "score/score.h"

/* Appends it as it is. */
void score_add_speech(struct score *sc, struct speech speech);

/* How long a text is spoken, as far as that is known. */
int64_t speech_ms(const struct score *sc, const char *text, const char *file);

/* How far apart the starts of two lines have to be, when this one is the first
 * (domain.md 11: 6 s at least). */
int64_t speech_gap_ms(const struct score *sc, const char *text, const char *file);

/*
 * Says what is to be said on the way to a step that begins at at_ms and takes
 * room_ms at least; shape is that of one of its sides.  Returns how long the way
 * is: room_ms but for full teaching.
 */
struct side_shape {
	int reps;
	int64_t side_ms, hold_ms, rest_ms;
};

int64_t speech_way(struct score *sc, size_t step, enum side side,
    const struct pacing *pacing, struct side_shape shape, int64_t at_ms,
    int64_t room_ms);

/* Says the cues of the sides of all steps from `from` on, and sorts. */
void speech_sides(struct score *sc, size_t from);

/* What to do with the body on the way to a step; appends nothing where nothing
 * is to be done. */
void speech_transfer(const struct score *sc, size_t step, struct str *out);

/* The recording that stands for a cue's line, or NULL. */
const char *speech_file(const struct score *sc, const struct cue *cue);

#endif
