/*
 * Whom it is told to, the coach or a plain endpoint, and how it stands with them:
 * the table sync_peer beside the sessions in history.db.
 */
#ifndef SYNC_PEER_H
#define SYNC_PEER_H

#include "base/err.h"
#include "history/history.h"
#include "sync/push.h"

#include <stdbool.h>
#include <stdint.h>

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
	char tally[WIRE_CURSOR];  /* of what it has; "": tell all */
	bool rereading;           /* all plans are being told again */
	struct pace pace;
};

/* False when there is none of that name (err->text "") or it cannot be read. */
bool peer_find(
    struct history *h, const char *name, struct peer *peer, struct err *err);
bool peer_put(struct history *h, const struct peer *peer, struct err *err);

/* Forgets it, and what was told to it. */
bool peer_drop(struct history *h, const char *name, struct err *err);

#endif
