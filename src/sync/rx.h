/*
 * A prescription: what a coach proposes to do, and when.  Read from the wire,
 * cleaned and bounded; kept as JSON; told as a difference that a person can read;
 * held against this program's own limits, which win.  It does nothing until it is
 * accepted.  Pure.
 */
#ifndef SYNC_RX_H
#define SYNC_RX_H

#include "base/json.h"
#include "base/rng.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a person can read on a page; a plan with more is declined. */
#define RX_ITEMS   20
#define RX_STEPS   40
#define RX_NAME    65  /* an id, with its NUL */
#define RX_TEXT    500 /* characters */
#define RX_PER_DAY 24
#define RX_GAP_MIN 1440

struct rx_item {
	char routine[RX_NAME];
	int per_day;   /* 1 .. RX_PER_DAY */
	unsigned days; /* bit 0 is Monday */
	int gap_min;   /* least minutes between two of them; 0: any */
	char *note;    /* or NULL */
};

struct rx_step {
	char move[RX_NAME];
	int hold_s, sides;
};

/* A routine of the coach's own. */
struct rx_custom {
	char id[RX_NAME];
	char *title;
	struct rx_step steps[RX_STEPS];
	size_t n;
};

struct rx {
	char id[UUID_LEN];
	int version;
	char *title;
	int32_t from, to; /* days; CIVIL_NONE: no end */
	struct rx_item *items;
	size_t n_items;
	struct rx_custom *customs;
	size_t n_customs;
	bool ended;
	/* "": it can be followed as it was written.  Else why not, for the coach:
	 * the rest is then only what could be read. */
	char fault[96];
};

/* What it says, without the id and the version: as a coach writes it, before it has
 * them (version 1).  rx_fini frees it. */
void rx_read_plan(const struct json *json, struct rx *rx);

/* False when it has no id and version to be answered by: then it is none.  rx_fini
 * frees it either way. */
bool rx_read(const struct json *json, struct rx *rx);
void rx_fini(struct rx *rx);

/* As the wire has it, into an object that is empty. */
void rx_print(const struct rx *rx, struct json *object);

#endif
