/*
 * A prescription as a coach writes it: the JSON `rx` of uncoil-sync(7), read by what
 * reads it at the client (sync/rx.h): what is a fault there is an error here.  What a
 * client's program makes of it is its own business: its limits win.  Pure.
 */
#ifndef COACH_PLAN_H
#define COACH_PLAN_H

#include "base/err.h"
#include "coach/store.h"

#include <stddef.h>

/* A file larger than this is none; a change on the wire has room for it. */
#define PLAN_MAX (64 * 1024)

/* Reads it; plan_fini frees what it holds, also when this fails. */
bool plan_read(const char *text, size_t len, struct plan *plan, struct err *err);
void plan_fini(struct plan *plan);

#endif
