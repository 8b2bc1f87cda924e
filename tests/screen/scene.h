/*
 * What the screens are shown with in tests, and every state that they are tested
 * in.  A new state is a function and a row in one of the tables; then `make
 * golden`, and read what came of it.
 */
#ifndef TESTS_SCREEN_SCENE_H
#define TESTS_SCREEN_SCENE_H

#include "routine/library.h"
#include "screen/views.h"

#define SCENE_ROUTINES 5
#define SCENE_SELECTED 3 /* neck-shoulders-5: the one that is played */
#define SCENE_DAYS     250
#define SCENE_STEP     2 /* ear to shoulder: two sides, cautions, a source */
#define SCENE_ASKS     4 /* a routine that asks before it begins */

/* Shipped routines, one of them played. */
struct scene {
	struct library *lib;
	const struct routine *routines[SCENE_ROUTINES];
	const struct exercise **steps; /* of the selected one */
	struct sheet *sheet;           /* of SCENE_STEP */
	struct score *score;
	struct figure **figures;             /* one a step */
	const struct exercise **other_steps; /* of scene_session_of */
	struct score *other;
	struct session *session;
	const char *line;
	struct figure *before, *now; /* of the session as it was asked for last */
	struct session_record record;
	struct streak streak;
	struct day_total
	    days[SCENE_DAYS]; /* of a calendar, one day in four empty */
	size_t n_days;
	struct figure *figure; /* of the selected routine's first step */
	struct pick pick;      /* nothing */
};

struct scene *scene_open(void);
void scene_close(struct scene *s);

/* The session as it stands ms after its start, played from there. */
struct session_view scene_session(struct scene *s, int64_t ms);
/* The same of another routine, which stays until the next call. */
struct session_view scene_session_of(struct scene *s, const char *id, int64_t ms);
struct home_view scene_home(struct scene *s);

struct view_state {
	const char *name; /* of its golden files; NULL ends a table */
	void (*draw)(struct frame *f, struct scene *s);
};

extern const struct view_state states_checkin[];
extern const struct view_state states_end[];
extern const struct view_state states_exercise[];
extern const struct view_state states_home[];
extern const struct view_state states_log[];
extern const struct view_state states_page[];
extern const struct view_state states_session[];
extern const struct view_state states_stats[];

/* All of them, one after the other; NULL after the last. */
const struct view_state *scene_state(size_t i);

#endif
