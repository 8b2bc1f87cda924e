/*
 * What else a person asks of the link: to change what is shared, to see who looked,
 * to try it, to see the bytes that would go.  Prints for a person, in plain words,
 * cleaned.
 */
#ifndef SYNC_ACCOUNT_H
#define SYNC_ACCOUNT_H

#include "base/err.h"
#include "base/json.h"
#include "sync/link.h"

#include <stdbool.h>

/* Tells the server, then keeps it; what is taken out is not told any more even when
 * the server does not hear of it.  erase: what was told of a field that is not shared
 * any more is erased there, too.  Prints what was. */
bool account_share(
    struct link *link, struct peer *peer, int share, bool erase, struct err *err);

/* Who looked, the newest first. */
bool account_who(struct link *link, const struct peer *peer, struct err *err);

/* Calls without telling anything, and says what answered. */
bool account_test(struct link *link, const struct peer *peer, struct err *err);

/* The exact bytes of the next call, and what each field is there for. */
bool account_preview(struct link *link, const struct peer *peer, struct err *err);

/* How it stands, without a call: in words, and as JSON. */
bool account_status(struct link *link, const struct peer *peer, struct err *err);
bool account_status_json(struct link *link, const struct peer *peer,
    struct json *object, struct err *err);

#endif
