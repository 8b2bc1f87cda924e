/*
 * A movement at a glance: how it is called and what it is for, without reading
 * and checking all of its file.  For who asks about every movement that was ever
 * done and shows none of them.
 */
#ifndef ROUTINE_GLANCE_H
#define ROUTINE_GLANCE_H

#include "routine/library.h"

struct glance {
	char name[FORM_LINE_MAX + 1]; /* not cleaned */
	enum kind kind;
	uint64_t regions;
};

/* False where there is no such movement.  A file that is not written in the
 * plainest way is read as a whole, and may then be refused. */
bool glance(struct library *lib, const char *id, struct glance *out);

#endif
