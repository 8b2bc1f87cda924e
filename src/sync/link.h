/*
 * The link to a coach: one run of it, and what else is said on it.  It brings
 * together what is to be told (sync/outbox.h), the call (sync/http.h) and what the
 * reply means (sync/push.h), and keeps what was decided.  It is told the time of its
 * start; later times come with the replies.
 *
 * What it has to say to a person goes to `out`, a line at a time, cleaned; NULL is
 * nobody.
 */
#ifndef SYNC_LINK_H
#define SYNC_LINK_H

#include "base/err.h"
#include "history/history.h"
#include "sync/http.h"
#include "sync/outbox.h"
#include "sync/wire.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct link {
	struct history *h;
	struct http *http;
	const char *agent;      /* "uncoil/0.1.0" */
	const char *token_file; /* of the coach's peer */
	int64_t now_ms;
	int32_t today;  /* the person's day */
	int64_t streak; /* of today; -1: not known */
	int every_min;  /* between two runs by itself */
	FILE *out;
};

/* A run makes at most so many calls, and says so when that was not enough. */
#define LINK_ROUNDS 20
#define LINK_ENOUGH "this is as much as one run tells; go on with: uncoil sync"

/* Takes what is next to go to a peer, so that its request fits, and the request.
 * Both are empty when there is nothing.  The caller frees both. */
bool link_next(struct link *link, const struct peer *peer, struct parcel *parcel,
    struct wire_request *request, struct str *body, struct err *err);

/* One run with the coach: leaves, where that was asked for, else sends and reads.
 * False and err when something is left to do; peer is as it is now. */
bool link_run(struct link *link, struct peer *peer, struct err *err);

/* One call to {url}{path} with the token; what it means.  err says it in words
 * unless it is MEAN_OK. */
enum mean link_call(struct link *link, const struct peer *peer, const char *method,
    const char *path, const struct str *body, struct reply *reply,
    struct wire_trouble *trouble, struct err *err);

/* The same with a token that is not the one of the file. */
enum mean link_call_as(struct link *link, const struct peer *peer,
    const char *token, const char *method, const char *path, const struct str *body,
    struct reply *reply, struct wire_trouble *trouble, struct err *err);

/* The same without a token, before there is a peer. */
enum mean link_call_open(struct link *link, const char *url, const char *method,
    const char *path, const struct str *body, struct reply *reply,
    struct wire_trouble *trouble, struct err *err);

/* Takes down how a call of n items went, and writes the peer. */
bool link_note(struct link *link, struct peer *peer, enum mean mean,
    const struct reply *reply, int n, struct err *err);

/* Leaves: keeps asking in later runs until it is heard.  goodbye may be NULL. */
bool link_leave(struct link *link, struct peer *peer, struct wire_goodbye *goodbye,
    struct err *err);

/* From which day on a peer is told. */
int32_t link_since(const struct link *link, const struct peer *peer);

#endif
