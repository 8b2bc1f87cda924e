/*
 * The figure of one movement, going round and round while somebody looks: its
 * pose is read when it is first shown.
 */
#ifndef CMD_MOVING_H
#define CMD_MOVING_H

#include "cmd/own.h"
#include "screen/view_figure.h"

/* After so long without a key nobody looks any more: it stands still. */
#define MOVING_FOR_NS (INT64_C(180) * 1000000000)

struct moving {
	char pose[ID_MAX + 1]; /* "": none */
	struct figure *figure; /* NULL: its pose cannot be used */
	int64_t since, until;  /* CLOCK_MONOTONIC of its first frame, of the last */
};

/* Shows this movement from now on; the same again changes nothing.  NULL: none. */
void moving_set(
    struct moving *m, struct library *lib, const struct exercise *e, int64_t now);

/* Somebody is there. */
void moving_touch(struct moving *m, int64_t now);

/* What is seen now; returns the CLOCK_MONOTONIC of the next frame, INT64_MAX when
 * there is none. */
int64_t moving_view(const struct moving *m, int64_t now, struct figure_view *out);

void moving_fini(struct moving *m);

#endif
