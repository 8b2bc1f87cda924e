/*
 * What the files of a session being played share; nobody else includes this.
 *
 *	play.c		begins and runs it: events out, another score, the frame
 *	play_ask.c	the questions before and after
 *	play_end.c	what was done, on the screen or in a line
 *	play_keys.c	keys in, and the stops of the whole program
 *	play_lines.c	without a screen: a line for what is said
 */
#ifndef CMD_PLAY_IN_H
#define CMD_PLAY_IN_H

#include "cmd/asking.h"
#include "cmd/ear.h"
#include "cmd/figure_pair.h"
#include "cmd/play.h"
#include "score/score.h"
#include "screen/figure_now.h"

/* Events that wait for the record; a turn seldom has more than three. */
#define UNSAVED_MAX 16

struct play {
	const struct own *own;
	bool linear, asking;
	bool motion;  /* the figure moves */
	bool home;    /* there are routines to go back to */
	bool trimmed; /* memory that was needed once is given back */
	bool opened;  /* the first frame is out */
	const struct exercise **exercises;
	struct script *script;
	enum teach *teach; /* where speech can be heard */
	struct pacing pacing;
	struct score *score;
	struct session *session;
	struct history *history;
	struct recorder *recorder;
	struct session_event unsaved[UNSAVED_MAX]; /* for the record */
	size_t n_unsaved;
	struct ear *ear;
	const char *line;  /* what is being said */
	const char *told;  /* what a key did, until something is said */
	char noticed[200]; /* of the sound, as it was printed last */
	struct figure_pair figures;
	struct figure_view figure; /* as it was shown last */
	int64_t figure_due;        /* CLOCK_MONOTONIC at which it is another */
	bool room;                 /* for a figure, in the last frame */
	struct streak streak;
	int32_t today;
	int64_t ring_until; /* CLOCK_MONOTONIC: until then the end sounds */
	struct err history_err, keys_err;
	struct run *run;
	int scroll, scroll_most;             /* of the end */
	bool left;                           /* by q */
	size_t from;                         /* the step at which it begins */
	const struct session_record *resume; /* and its step that comes first */
	size_t resume_at;
	size_t steps_before; /* of the record, that were done before */
	struct asking ask;   /* before, then after */
	const struct checkin *given_before, *given_after;
};

/* What has happened until now goes out; false: it is over. */
bool play_turn(void *self, const struct instant *now);

/* A key of the session; and the program was stopped since then, asleep so long. */
bool play_key(void *self, int pressed, const struct instant *now);
void play_stopped(void *self, const struct instant *since, int64_t asleep_ns);

/* The sound's, for poll(2). */
int play_fd(void *self);

/* What is wrong and can be lived with; NULL: nothing. */
const char *play_notice(const struct play *p);

/* Closes the record too; the streak is what it is with this session. */
void play_close_history(struct play *p);

/* Questions on the screen or in lines, until there are no more. */
extern const struct activity play_asking;

/* Before: the session begins when this ends. */
enum run_end play_ask_before(struct play *p);

/* Sets what is asked afterwards, which may be nothing; and is there a question? */
void play_ask_after(struct play *p);
bool play_is_asking(const struct play *p);

/* The text of a cue as a line of its own tells it, and what a figure would show. */
void play_print_cue(const struct play *p, const struct cue *cue);
void play_print_figure(const struct play *p, const struct cue *cue);

/* A line with the time at which the session is; only where there is no screen. */
void play_print_state(
    const struct play *p, const struct instant *now, const char *text);

/* What the sound has to say, once. */
void play_print_notice(struct play *p, const struct instant *now);

#endif
