/*
 * What has yet to be told to a peer, and what was told: the table sync_item beside
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
#include "sync/peer.h"
#include "sync/push.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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
    struct err *err);

/* Everything that was told is new again. */
bool outbox_renew(struct history *h, const char *peer, struct err *err);

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

#endif
