/*
 * The server, from its start to its graceful stop: opens the door, watches it,
 * tidies the store from time to time, and stops at SIGTERM or SIGINT when every
 * call that is inside has its answer.
 */
#ifndef COACH_SERVE_H
#define COACH_SERVE_H

#include "base/err.h"
#include "coach/config.h"
#include "coach/store.h"

#include <stdbool.h>
#include <stdio.h>

/*
 * Serves until it is told to stop.  says: where the one line goes that tells where
 * it listens, and the next command after a first start (made).  False and err when
 * it could not begin.
 */
bool serve(const struct config *config, struct store *store, bool made, FILE *says,
    struct err *err);

#endif
