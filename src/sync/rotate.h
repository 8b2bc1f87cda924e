/*
 * Another token: made here, told as a hash, and in the place of the old one when the
 * server has shown that it knows it.  Cut off at any point it is begun again, or found
 * to be done, by a later run.
 */
#ifndef SYNC_ROTATE_H
#define SYNC_ROTATE_H

#include "base/err.h"
#include "sync/link.h"

#include <stdbool.h>
#include <stdint.h>

/* How old a token may become: then what an old copy of the disk holds is worth
 * nothing. */
#define ROTATE_DAYS 90

/* Is it so old, or was a change of it cut off? */
bool rotate_is_due(const struct link *link);

/* False and err when the old one is still the token. */
bool rotate(struct link *link, const struct peer *peer, struct err *err);

#endif
