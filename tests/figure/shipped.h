/* The shipped poses, read and ready. */
#ifndef TESTS_FIGURE_SHIPPED_H
#define TESTS_FIGURE_SHIPPED_H

#include "figure/figure.h"
#include "routine/library.h"
#include "tests/test.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static inline struct library *
shipped_library(void)
{
	static char root[4096];

	snprintf(root, sizeof(root), "%s", getenv("UNCOIL_DATADIR"));
	return library_new(NULL, root);
}

/* The caller frees it; the pose belongs to the library. */
static inline struct figure *
shipped_figure(struct library *lib, const char *id)
{
	struct err err;
	const struct pose *pose = library_pose(lib, id, &err);
	struct figure *figure = pose ? figure_new(pose, &err) : NULL;

	if (!figure)
		fail_msg("%s", err.text);
	return figure;
}

/* A figure of a text; *pose is the caller's to free.  NULL and err as
 * figure_new. */
static inline struct figure *
figure_of(const char *text, struct pose **pose, struct err *err)
{
	struct notes notes = {0};
	struct ini *ini = ini_parse(text, strlen(text), &notes);

	*pose = ini ? pose_read(ini, "x", "x.ini", &notes) : NULL;
	ini_free(ini);
	if (!*pose)
		fail_msg("%s", notes.n ? notes.v[0].text : "not read");
	notes_fini(&notes);
	return figure_new(*pose, err);
}

#endif
