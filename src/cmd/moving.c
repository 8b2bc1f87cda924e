#include "cmd/moving.h"

#include "figure/motion.h"

#include <stdio.h>
#include <string.h>

#define MS_NS INT64_C(1000000)

void
moving_fini(struct moving *m)
{
	figure_free(m->figure);
	*m = (struct moving){0};
}

void
moving_set(
    struct moving *m, struct library *lib, const struct exercise *e, int64_t now)
{
	const struct pose *pose;

	if (strcmp(m->pose, e ? e->pose : "") == 0)
		return;
	moving_fini(m);
	if (!e)
		return;
	snprintf(m->pose, sizeof(m->pose), "%s", e->pose);
	m->since = now;
	m->until = now + MOVING_FOR_NS;
	pose = library_pose(lib, e->pose, NULL);
	m->figure = pose ? figure_new(pose, NULL) : NULL;
}

/* A figure that stood goes on from where it stands. */
void
moving_touch(struct moving *m, int64_t now)
{
	if (now > m->until)
		m->since += now - m->until;
	m->until = now + MOVING_FOR_NS;
}

int64_t
moving_view(const struct moving *m, int64_t now, struct figure_view *out)
{
	int64_t at = now < m->until ? now : m->until, good_ms;

	*out = (struct figure_view){.on = m->figure != NULL};
	if (!m->figure)
		return INT64_MAX;
	out->box = figure_box(m->figure);
	good_ms = motion_loop(m->figure, (at - m->since) / MS_NS, 0, &out->still);
	if (now >= m->until || good_ms > INT64_MAX / MS_NS - now / MS_NS)
		return INT64_MAX;
	return now + good_ms * MS_NS;
}
