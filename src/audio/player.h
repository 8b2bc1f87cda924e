/*
 * The person's own player: one command pauses or lowers it while a session
 * sounds, another gives it back.  Nothing waits for either: they run beside us,
 * one at a time, and are killed after PLAYER_LIMIT.  It knows no player.
 *
 * So that music is given back whoever crashes, the mark, a file, is there and
 * locked as long as the music is ours:
 *
 *	no mark, or an empty one	the music is the person's
 *	a mark that is locked		a session has it, and gives it back
 *	a mark that nobody locks	who had it was killed: whoever comes next
 *					has it, and gives it back
 */
#ifndef AUDIO_PLAYER_H
#define AUDIO_PLAYER_H

#include "base/program.h"

#include <stdint.h>

/* A player that answers does so at once; ten seconds are for scripts that lower
 * the volume slowly. */
#define PLAYER_LIMIT_NS INT64_C(10000000000)

#define PLAYER_NEVER INT64_MAX

struct player {
	struct program pause, resume;
	const char *mark;
	int mark_fd;
	bool wanted, taken; /* the music should be ours; is */
	int64_t release_at; /* when it should be ours no more */
	int64_t again;      /* when to look whether another session still has it */
	pid_t pid;          /* of the command that runs, or 0 */
	int64_t limit;      /* when it has run too long */
};

/* Commands may be NULL or "": then none is run.  mark NULL: there is no place
 * for one.  mark outlives the player. */
void player_init(
    struct player *player, const char *pause, const char *resume, const char *mark);
void player_fini(struct player *player);

/* The session sounds; and: it does so no more, from at_ns of CLOCK_MONOTONIC on. */
void player_take(struct player *player);
void player_release(struct player *player, int64_t at_ns);

/* Reaps, kills and starts what is to be; returns when it wants to be called
 * again at the latest.  To be called also after SIGCHLD. */
int64_t player_turn(struct player *player, int64_t now_ns);

/* To give back what a killed one left, if there is any such mark, and no other
 * player has it: player_turn does the rest. */
void player_inherit(struct player *player);

/*
 * The program ends: kills what still runs, and leaves the mark to who comes
 * next.  True when there is something to give back.
 */
bool player_part(struct player *player);

#endif
