/*
 * A session being played: where the events of session/ go.  Each goes to the
 * record, to the sound and to the screen (or, linear, to a line of text); the
 * keys go the other way.  An activity of the event loop.
 */
#ifndef CMD_PLAY_H
#define CMD_PLAY_H

#include "cmd/lesson.h"
#include "cmd/own.h"
#include "cmd/run.h"
#include "history/recorder.h"

struct play;
struct sound;

struct play_options {
	const char *routine; /* id, where none is tailored */
	/* Instead of the one of that id: the caller's, longer than the play. */
	const struct routine *tailored;
	size_t from; /* step, from 0 */
	enum lesson_wish teach;
	bool muted, no_voice;
	bool linear;
	bool home; /* there are routines to go back to */
	/* Answers of before and after that need not be asked for: the caller's,
	 * longer than the play; NULL: asked, where session.checkin says so and
	 * somebody can press a key. */
	const struct checkin *before, *after;
	uint64_t focus; /* regions to ask about; 0: see cmd/asking.h */
};

/* Loads what the routine needs and opens the history.  NULL and err when the
 * routine cannot be had. */
struct play *play_new(const struct own *own, const struct play_options *options,
    const struct instant *now, struct err *err);

/* Asks what is asked before, and plays it to its end, or until the person or a
 * signal stops it: what was held is saved either way. */
enum run_end play_run(struct play *play, struct run *run);

/* Did it begin?  Not, when the person left at the questions: then it has no
 * end, and nothing was written. */
bool play_begun(const struct play *play);

/* Asks what is asked afterwards, and shows what was done until a key; linear only
 * asks. */
enum run_end play_show_end(struct play *play, struct run *run);

/* Was the end left with q, to leave the program too? */
bool play_left(const struct play *play);

/* One line of what was done: "Two minute desk reset: done, 1:37 of 1:37." */
void play_print_end(const struct play *play);

void play_free(struct play *play);

#endif
