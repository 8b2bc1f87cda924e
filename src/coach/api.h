/*
 * The calls of the protocol (uncoil-sync(7)), each as a step that reads the body
 * and a step that answers from the store.  route.c has their rows.
 */
#ifndef COACH_API_H
#define COACH_API_H

#include "base/json.h"
#include "coach/call.h"

#define API_DEPTH 8  /* nothing of ours is nested deeper */
#define API_AGENT 65 /* bytes of a program's name and version, with the NUL */

call_stage api_health, api_well_known;
call_stage api_read_lookup, api_lookup, api_read_enrol, api_enrol;
call_stage api_read_sync, api_sync;
call_stage api_me, api_export, api_access;
call_stage api_read_share, api_share, api_read_token, api_token;
call_stage api_device_revoke, api_leave;

/* --- what they share -------------------------------------------------------- */

/* {"uncoil": 1}; freed by api_send. */
struct json *api_begin(void);

/* Answers with it. */
void api_send(struct call *call, int status, struct json *body);

/* What the limits are, into object. */
void api_limits(struct json *object);

/* The body as one object; NULL and call->found when it is none.  The caller frees
 * it. */
struct json *api_object(struct call *call);

/* A text of the body, cleaned, at most size - 1 bytes; false when it is none, or
 * too long.  "" is one. */
bool api_text(const struct json *object, const char *key, char *to, size_t size);

/* Names of what is shared, as bits; false when it is no list of names.  A name
 * that we do not know is left out: what we cannot take is not shared. */
bool api_share_mask(const struct json *list, int *mask);
void api_share_names(struct json *object, const char *key, int mask);

/* Every item that is kept of a client, one JSON object a line. */
void api_items(struct store *store, int64_t client_no, struct str *out);

/* "2026-03-02T09:14:03.120Z" into object. */
void api_instant(struct json *object, const char *key, int64_t ms);

#endif
