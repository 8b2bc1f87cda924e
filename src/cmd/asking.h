/*
 * A check-in being asked (session/checkin.h): keys and seconds in, the question on
 * the screen, as a line or spoken.  Part of a session being played, which says
 * when; it is told the time.
 */
#ifndef CMD_ASKING_H
#define CMD_ASKING_H

#include "cmd/ear.h"
#include "cmd/run.h"
#include "session/checkin.h"

/* Without a key for so long it is over (domain.md 5.7): nobody is kept waiting who
 * lies on the floor.  A note that has begun is waited for. */
#define ASKING_BEFORE_S 20
#define ASKING_AFTER_S  15
/* When something was wrong there is time to sit up first. */
#define ASKING_WRONG_S 60

struct asking {
	struct checkin checkin;
	struct ear *ear;
	const char *title; /* of the routine */
	bool linear, home;
	bool left;      /* by q: no session begins */
	int64_t until;  /* CLOCK_MONOTONIC */
	int64_t at_ms;  /* linear: the time that its lines begin with */
	size_t printed; /* the question that stands there, from 1 */
	size_t said;    /* and the one that was spoken */
	char bytes[4];  /* linear: of a character of the note */
	size_t n_bytes;
};

/*
 * The regions that are asked about: those of focus (bits), else what the setting
 * names, else what the routine treats for the longest.  err: what is wrong with
 * the setting, else "".
 */
uint64_t asking_regions(const struct settings *settings, const struct routine *r,
    const struct exercise *const *exercises, uint64_t focus, struct err *err);

/* The questions are to be spoken: soon, so that they can be. */
void asking_prepare(const struct asking *a, struct script *script);

/* From now on it is asked. */
void asking_begin(struct asking *a, const struct instant *now);

/* Prints or says the question; false: there is none, or nobody answers. */
bool asking_turn(struct asking *a, const struct instant *now);

/* When asking_turn has something new although nothing happens. */
int64_t asking_due(const struct asking *a);

/* A key, as the session understands it (cmd/more_keys.h). */
void asking_key(struct asking *a, int key, const struct instant *now);

#endif
