#include "cmd/lesson.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

struct lesson
lesson_of(const struct settings *settings)
{
	return (struct lesson){
	    .wish = (enum lesson_wish)settings->number[SET_SESSION_TEACH],
	    .heard =
		settings->number[SET_SOUND_ON] && settings->number[SET_VOICE_ON],
	};
}

bool
lesson_option(const struct cmd *cmd, struct lesson *lesson)
{
	const char *value = cmd_option(cmd, "teach");

	if (!value)
		return true;
	if (strcmp(value, "full") == 0)
		lesson->wish = LESSON_FULL;
	else if (strcmp(value, "short") == 0)
		lesson->wish = LESSON_SHORT;
	else
		cmd_usage(cmd, "--teach %s: full or short is expected", value);
	return lesson->wish != LESSON_AUTO;
}

static bool
came_before(const struct exercise *const *exercises, size_t step)
{
	for (size_t i = 0; i < step; i++)
		if (exercises[i] == exercises[step])
			return true;
	return false;
}

/* A history that cannot be read knows of nothing. */
static bool
is_known(struct history *h, const struct exercise *e)
{
	int times = 0;

	return h && history_times_done(h, e->id, LESSON_TIMES, &times, NULL) &&
	       times >= LESSON_TIMES;
}

static bool
needs_all(const struct lesson *lesson, const struct exercise *const *exercises,
    size_t step)
{
	if (!lesson->heard || lesson->wish == LESSON_SHORT ||
	    came_before(exercises, step))
		return false;
	return lesson->wish == LESSON_FULL ||
	       !is_known(lesson->history, exercises[step]);
}

enum teach *
lesson_teach(const struct lesson *lesson, const struct routine *r,
    const struct exercise *const *exercises)
{
	enum teach *teach = mem_new(r->n_steps, sizeof(*teach));

	for (size_t i = 0; i < r->n_steps; i++)
		teach[i] =
		    needs_all(lesson, exercises, i) ? TEACH_FULL : TEACH_SHORT;
	return teach;
}

/* --- what it takes --------------------------------------------------------------- */

static struct score *
score_of(const struct lesson *lesson, const struct routine *r,
    const struct exercise *const *exercises, struct script *script)
{
	enum teach *teach = lesson_teach(lesson, r, exercises);
	struct pacing pacing = {
	    .first_side = SIDE_LEFT, .script = script, .teach = teach};
	struct score *score = score_new(r, exercises, &pacing);

	free(teach);
	return score;
}

int *
lesson_ways(const struct lesson *lesson, const struct routine *r,
    const struct exercise *const *exercises)
{
	struct script *script = script_new();
	struct score *score = score_of(lesson, r, exercises, script);
	int *ways = mem_new(r->n_steps, sizeof(*ways));

	for (size_t i = 0; i < r->n_steps; i++)
		ways[i] = routine_change_s(r, exercises, i) +
			  (int)score_taught_s(score, i);
	score_free(score);
	script_free(script);
	return ways;
}

int
lesson_added_s(const struct lesson *lesson, const struct routine *r,
    const struct exercise *const *exercises)
{
	struct script *script = script_new();
	struct score *score = score_of(lesson, r, exercises, script);
	int added = (int)(score->taught_ms / 1000);

	score_free(score);
	script_free(script);
	return added;
}
