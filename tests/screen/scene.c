#include "tests/screen/scene.h"

#include "base/civil.h"
#include "base/mem.h"
#include "screen/figure_now.h"
#include "tests/figure/shipped.h"

#include <stdlib.h>

static const char *const ids[SCENE_ROUTINES] = {"hourly-one-minute", "desk-reset-2",
    "open-office-3", "neck-shoulders-5", "headache-ease-8"};

/* From nothing to half an hour a day, up to yesterday. */
static void
fill_days(struct scene *s)
{
	for (int i = SCENE_DAYS; i > 0; i--)
		if (i % 4)
			s->days[s->n_days++] =
			    (struct day_total){.day = s->streak.today - i,
				.done = i % 3,
				.active_ms = INT64_C(60000) * (i * 7 % 31)};
}

struct scene *
scene_open(void)
{
	struct scene *s = mem_new(1, sizeof(*s));
	struct pacing pacing = {SIDE_LEFT};
	struct err err;

	s->lib = library_new(NULL, getenv("UNCOIL_DATADIR"));
	for (size_t i = 0; i < SCENE_ROUTINES; i++)
		if (!(s->routines[i] = library_routine(s->lib, ids[i], &err)))
			fail_msg("%s", err.text);
	s->steps = library_steps(s->lib, s->routines[SCENE_SELECTED], &err);
	if (!s->steps)
		fail_msg("%s", err.text);
	s->sheet = sheet_new(s->lib, s->steps[SCENE_STEP], NULL);
	s->score = score_new(s->routines[SCENE_SELECTED], s->steps, &pacing);
	s->session = session_new(s->score, 0, 0);
	s->figures = mem_new(s->score->routine->n_steps, sizeof(*s->figures));
	for (size_t i = 0; i < s->score->routine->n_steps; i++)
		s->figures[i] = shipped_figure(s->lib, s->steps[i]->pose);
	s->streak = (struct streak){.today = civil_from(2026, 3, 2),
	    .current = 12,
	    .longest = 20,
	    .on = true,
	    .goal = 1,
	    .status = STREAK_OPEN,
	    .at_risk = true};
	fill_days(s);
	s->figure = figure_new(library_pose(s->lib, s->steps[0]->pose, &err), &err);
	if (!s->figure)
		fail_msg("%s", err.text);
	s->pick = PICK_ALL;
	return s;
}

void
scene_close(struct scene *s)
{
	figure_free(s->figure);
	free(s->record.steps);
	for (size_t i = 0; i < s->score->routine->n_steps; i++)
		figure_free(s->figures[i]);
	free(s->figures);
	figure_free(s->before);
	figure_free(s->now);
	session_free(s->session);
	score_free(s->other);
	free(s->other_steps);
	score_free(s->score);
	free(s->steps);
	sheet_free(s->sheet);
	library_free(s->lib);
	free(s);
}

static void
show_figure(struct scene *s, struct session_view *v)
{
	const struct session_snapshot *snap = &v->snap;

	figure_free(s->before);
	figure_free(s->now);
	s->before = snap->step > 0
			? shipped_figure(
			      s->lib, snap->score->exercises[snap->step - 1]->pose)
			: NULL;
	s->now = shipped_figure(s->lib, snap->score->exercises[snap->step]->pose);
	figure_now(snap, s->before, s->now, &v->figure);
}

/* A score played for ms. */
static struct session_view
play(struct scene *s, const struct score *score, int64_t ms)
{
	struct session_view v = {.streak = 12, .motion = true};
	struct session_event event;

	session_free(s->session);
	s->session = session_new(score, 0, 0);
	while (session_next(s->session, ms * 1000000, &event))
		if (event.kind == EVENT_CUE && *event.cue->say)
			s->line = event.cue->say;
	session_snapshot(s->session, ms * 1000000, &v.snap);
	v.line = s->line;
	show_figure(s, &v);
	return v;
}

struct session_view
scene_session(struct scene *s, int64_t ms)
{
	return play(s, s->score, ms);
}

struct session_view
scene_session_of(struct scene *s, const char *id, int64_t ms)
{
	struct pacing pacing = {SIDE_LEFT};
	struct err err;
	const struct routine *r = library_routine(s->lib, id, &err);

	/* the session still plays the one before */
	session_free(s->session);
	s->session = NULL;
	score_free(s->other);
	free(s->other_steps);
	s->other_steps = r ? library_steps(s->lib, r, &err) : NULL;
	if (!s->other_steps)
		fail_msg("%s", err.text);
	s->other = score_new(r, s->other_steps, &pacing);
	return play(s, s->other, ms);
}

struct home_view
scene_home(struct scene *s)
{
	struct home_view v = {.streak = s->streak,
	    .days = s->days,
	    .n_days = s->n_days,
	    .routines = s->routines,
	    .n = SCENE_ROUTINES,
	    .all = SCENE_ROUTINES,
	    .pick = &s->pick,
	    .selected = SCENE_SELECTED,
	    .steps = s->steps,
	    .figure = {.on = true, .box = figure_box(s->figure)}};

	figure_key(s->figure, 0, &v.figure.still);
	return v;
}

static const struct view_state *const tables[] = {states_session, states_checkin,
    states_home, states_end, states_exercise, states_log, states_page,
    states_stats};

const struct view_state *
scene_state(size_t i)
{
	for (size_t k = 0; k < ARRAY_LEN(tables); k++)
		for (const struct view_state *row = tables[k]; row->name; row++)
			if (i-- == 0)
				return row;
	return NULL;
}
