/*
 * What a coach said, and what the person answered: plans and notes, in tables
 * beside the sessions in history.db.  An answer goes up again by sync/outbox.h.  It
 * knows no network and no clock.
 */
#ifndef SYNC_INBOX_H
#define SYNC_INBOX_H

#include "base/err.h"
#include "history/history.h"
#include "sync/rx.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A plan came.  A version that is there already changes nothing. */
bool inbox_put_plan(
    struct history *h, const struct rx *rx, int32_t day, struct err *err);

/* Before everything is read again, and after it: plans that were not told again are
 * ended. */
bool inbox_untell(struct history *h, struct err *err);
bool inbox_end_untold(struct history *h, int32_t day, struct err *err);

/* How it stands with one plan: its newest version, and the one that is done. */
struct proposal {
	struct rx rx;
	enum plan_state state;
	int32_t answered; /* the day of that, or CIVIL_NONE */
	char why[NOTE_MAX + 1];
	bool agreed; /* is an older version, or this one, what is done? */
	struct rx old;
};

void proposal_fini(struct proposal *proposal);

/* All plans that are not ended and answered, by id; the caller frees each and
 * *all. */
bool inbox_proposals(
    struct history *h, struct proposal **all, size_t *n, struct err *err);

/*
 * The person's answer to this version: PLAN_OFFERED is "I have seen it".  What was
 * accepted, declined or seen goes up as an item; the same again goes up once.
 */
bool inbox_answer(struct history *h, const struct rx *rx, enum plan_state state,
    const char *why, int32_t day, struct err *err);

bool inbox_put_note(struct history *h, const char *id, const char *text,
    int64_t now_ms, struct err *err);

/* Notes that were not read yet, oldest first; inbox_notes_read: now they are. */
typedef void inbox_note_fn(void *arg, const char *text, int64_t arrived_ms);
bool inbox_each_note(
    struct history *h, inbox_note_fn *fn, void *arg, struct err *err);
bool inbox_notes_read(struct history *h, struct err *err);

#endif
