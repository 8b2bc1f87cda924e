#include "cmd/figure_pair.h"

#include "base/mem.h"

#include <stdlib.h>

void
figure_pair_init(struct figure_pair *pair, struct library *library)
{
	*pair = (struct figure_pair){.library = library};
}

void
figure_pair_fini(struct figure_pair *pair)
{
	figure_free(pair->before);
	figure_free(pair->now);
	free(pair->notice);
	*pair = (struct figure_pair){0};
}

/* What is wrong with a shipped file is not the person's to mend. */
static void
tell(struct figure_pair *pair, const char *id, const struct err *err)
{
	bool replaces;

	if (!library_is_own(pair->library, SHELF_POSES, id, &replaces))
		return;
	free(pair->notice);
	pair->notice = mem_strdup(err->text);
}

static struct figure *
load(struct figure_pair *pair, const struct score *score, size_t step)
{
	const char *id = score->exercises[step]->pose;
	struct err err = {""};
	const struct pose *pose = library_pose(pair->library, id, &err);
	struct figure *figure = pose ? figure_new(pose, &err) : NULL;

	if (!figure)
		tell(pair, id, &err);
	return figure;
}

/* The figure of the step that ends is the one before of the step that begins. */
static void
step_on(struct figure_pair *pair, const struct session_snapshot *snap)
{
	bool follows = pair->tried && pair->step + 1 == snap->step;

	figure_free(pair->before);
	pair->before = follows ? pair->now : NULL;
	if (!follows)
		figure_free(pair->now);
	pair->behind = follows;
	pair->now = load(pair, snap->score, snap->step);
	pair->step = snap->step;
	pair->tried = true;
}

void
figure_pair_follow(struct figure_pair *pair, const struct session_snapshot *snap)
{
	bool change = snap->score->spans[snap->span].kind == SPAN_CHANGE;

	if (!pair->tried || pair->step != snap->step)
		step_on(pair, snap);
	if (!change) {
		figure_free(pair->before);
		pair->before = NULL;
		pair->behind = false;
	} else if (!pair->behind && snap->step > 0) {
		pair->before = load(pair, snap->score, snap->step - 1);
		pair->behind = true;
	}
}
