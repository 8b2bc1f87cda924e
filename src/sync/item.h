/*
 * One item that goes up: a session, a check-in, or an answer to a prescription.
 * Written as JSON by the client; read out of it by the server, checked field by
 * field, and its texts cleaned.  Both take out what is not shared by the same
 * function.  Pure: it knows no store.
 */
#ifndef SYNC_ITEM_H
#define SYNC_ITEM_H

#include "base/json.h"
#include "base/rng.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

#define ITEM_ROUTINE 65   /* [a-z0-9-], with the NUL */
#define ITEM_BYTES   4096 /* of the JSON of all of it */
#define ITEM_TEXT    500  /* characters of a note or a reason */
#define ITEM_TENSION 120  /* bytes of the JSON of up to three regions */
#define ITEM_STOPS   400  /* bytes of the JSON of the steps that stopped */
#define ITEM_FLAGS   10   /* F0 to F9: what was wrong when a step stopped */

enum item_type { ITEM_SESSION, ITEM_CHECKIN, ITEM_ANSWER, ITEM_STRANGE };

/* The numbers stand in the database. */
enum item_state { ITEM_DONE, ITEM_PARTIAL, ITEM_SKIPPED, ITEM_DELETED };

/* What became of an item: the words of the wire are item_as and item_why. */
enum item_fate {
	ITEM_GOOD, /* so far; the store has not seen it */
	ITEM_STORED,
	ITEM_SAME,
	ITEM_OLDER,    /* have_rev */
	ITEM_IGNORED,  /* too old, not shared, or of an unknown type */
	ITEM_FUTURE,   /* from here on: refused */
	ITEM_CONFLICT, /* have_rev */
	ITEM_ID_DAY,
	ITEM_BAD_FIELD,
	ITEM_TOO_LONG,
	ITEM_QUOTA
};

/* -1 and "" are "not given". */
struct item {
	enum item_type type;
	enum item_fate read; /* ITEM_GOOD, or what is wrong with it as it came */
	enum item_fate fate; /* the store's */
	char id[UUID_LEN];
	int64_t rev, have_rev;
	int32_t day;
	bool deleted;
	/* Of item_canon's bytes: tells two contents of one rev apart.  The
	 * server's; nobody here fills it. */
	char hash[17];

	/* a session */
	char routine[ITEM_ROUTINE], rx[UUID_LEN];
	enum item_state state;
	int64_t started_ms;
	int offset_min; /* where started_ms is known */
	int64_t active_s, steps_done, steps_all;
	char tension[ITEM_TENSION + 1], stops[ITEM_STOPS + 1];
	int64_t before, after; /* of the region with the highest before */

	/* a check-in, too */
	int64_t pain, rating, limit;
	char *note; /* or NULL */

	/* an answer */
	int64_t version;
	char answer[12]; /* seen accepted declined */
	char *why;       /* or NULL */
};

/* One in which nothing is given but its type. */
void item_init(struct item *item, enum item_type type);

/* As the wire has it, into an object that is empty. */
void item_print(const struct item *item, struct json *object);

/* False when it has no id or rev to be named by: then the whole request is none.
 * small: it cannot be longer than an item may be, and need not be measured. */
bool item_read(const struct json *json, bool small, struct item *item);
void item_fini(struct item *item);

/* Bytes of all that was given, the same for the same contents. */
void item_canon(const struct item *item, struct str *out);

/* Takes out what the mask (sync/share.h) does not hold; false when nothing of it is
 * left. */
bool item_hide(struct item *item, int share);

/* "stored", "same", "older", "ignored" or "refused"; and why it was refused, or
 * NULL. */
const char *item_as(enum item_fate fate);
const char *item_why(enum item_fate fate);

/* The fate that these words stand for; why may be NULL.  A refusal for a reason
 * that we do not know is a bad field.  False at another word. */
bool item_fate_of(const char *as, const char *why, enum item_fate *fate);

#endif
