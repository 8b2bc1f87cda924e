/*
 * What has yet to be told and to whom, and what came back: the tables sync_* beside
 * the sessions in history.db.  It picks the items that go up and keeps what was
 * decided of each; deciding is sync/push.h's.  It knows no network and no clock.
 *
 * An item is new when nothing is kept of it here, or when it was corrected since.
 * Everything that an answer brings is kept in one transaction (history_together): a
 * program that is killed between sends again, which is harmless.
 */
#ifndef SYNC_OUTBOX_H
#define SYNC_OUTBOX_H

#include "base/err.h"
#include "history/history.h"
#include "sync/push.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* --- whom it is told to ------------------------------------------------------- */

/* The coach is the peer of this name; plain endpoints have the one of their
 * section. */
#define PEER_COACH "coach"
#define PEER_NAME  65
#define PEER_URL   512

/* The numbers stand in the database. */
enum peer_state {
	PEER_JOINING, /* the token is written, the answer has not come */
	PEER_JOINED,
	PEER_LEAVING, /* nothing is sent any more but "I leave" */
	PEER_ERASING, /* the same, and "erase what you have" */
	PEER_ENDED,   /* by the coach */
	PEER_PLAIN
};

struct peer {
	char name[PEER_NAME], url[PEER_URL];
	enum peer_state state;
	int share; /* mask of sync/share.h */
	char device[UUID_LEN], client[UUID_LEN];
	char coach[WIRE_LABEL], server[WIRE_LABEL];
	int64_t retain_days; /* 0: as long as there is room */
	int64_t joined_ms;
	int64_t next_run_ms;      /* not by itself before */
	char cursor[WIRE_CURSOR]; /* "": from the beginning */
	bool rereading;           /* all plans are being told again */
	struct pace pace;
};

/* False when there is none of that name (err->text "") or it cannot be read. */
bool outbox_peer(
    struct history *h, const char *name, struct peer *peer, struct err *err);
bool outbox_put_peer(struct history *h, const struct peer *peer, struct err *err);

/* Forgets it, and what was told to it. */
bool outbox_drop_peer(struct history *h, const char *name, struct err *err);

/* --- up ----------------------------------------------------------------------- */

/* Items that go together; local_rev is what they are here, without a raise. */
struct parcel {
	struct item *items;
	int *local_rev;
	size_t n;
};

void parcel_fini(struct parcel *parcel);

/*
 * The oldest items that are new, at most `most` (1 .. WIRE_ITEMS), with nothing in
 * them that the peer's share does not hold.  Those of which nothing is left are
 * passed over, and so is what happened before the day `since` and a session that
 * somebody still holds.  now_ms: for those that are kept for later.
 */
bool outbox_take(struct history *h, const struct peer *peer, int32_t since,
    int64_t now_ms, size_t most, struct parcel *parcel, struct err *err);

/* Takes the last ones out, so that `n` are left. */
void parcel_cut(struct parcel *parcel, size_t n);

/* Before a parcel goes: its items have marks, so that one whose answer is lost and that
 * is then deleted is told as deleted. */
bool outbox_going(struct history *h, const struct peer *peer,
    const struct parcel *parcel, struct err *err);

/* What was decided of item i of a parcel. */
bool outbox_mark(struct history *h, const struct peer *peer,
    const struct parcel *parcel, size_t i, const struct push_mark *mark,
    int64_t up_seq, struct err *err);

/* Everything that was acknowledged with more than `kept` is new again; *days: of how
 * many days that is. */
bool outbox_renew(
    struct history *h, const char *peer, int64_t kept, int *days, struct err *err);

struct outbox_counts {
	int waiting; /* new, and to be sent with the next call */
	int later;   /* their day has not come */
	int parked;
	int sent;
};

bool outbox_count(struct history *h, const struct peer *peer, int32_t since,
    int64_t now_ms, struct outbox_counts *counts, struct err *err);

/* Each that was put aside, by id. */
typedef void outbox_parked_fn(void *arg, const char *id, const char *why);
bool outbox_each_parked(struct history *h, const char *peer, outbox_parked_fn *fn,
    void *arg, struct err *err);

/* The batch of a plain endpoint that is not known to be delivered, byte for byte;
 * both NULL when there is none.  The caller frees both.  To put NULL ends it. */
bool outbox_batch(struct history *h, const char *peer, char **batch, char **body,
    struct err *err);
bool outbox_put_batch(struct history *h, const char *peer, const char *batch,
    const char *body, struct err *err);

/* --- down --------------------------------------------------------------------- */

/* A plan came.  A version that is there already changes nothing. */
bool outbox_put_plan(
    struct history *h, const struct rx *rx, int32_t day, struct err *err);

/* Before everything is read again, and after it: plans that were not told again are
 * ended. */
bool outbox_untell(struct history *h, struct err *err);
bool outbox_end_untold(struct history *h, int32_t day, struct err *err);

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
bool outbox_proposals(
    struct history *h, struct proposal **all, size_t *n, struct err *err);

/*
 * The person's answer to this version: PLAN_OFFERED is "I have seen it".  What was
 * accepted, declined or seen goes up as an item; the same again goes up once.
 */
bool outbox_answer(struct history *h, const struct rx *rx, enum plan_state state,
    const char *why, int32_t day, struct err *err);

bool outbox_put_note(struct history *h, const char *id, const char *text,
    int64_t now_ms, struct err *err);

/* Notes that were not read yet, oldest first; outbox_notes_read: now they are. */
typedef void outbox_note_fn(void *arg, const char *text, int64_t arrived_ms);
bool outbox_each_note(
    struct history *h, outbox_note_fn *fn, void *arg, struct err *err);
bool outbox_notes_read(struct history *h, struct err *err);

#endif
