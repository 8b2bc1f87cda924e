/*
 * The store as the coach's pages see it (store.h): who is signed in, and what a
 * coach may read of a client.  No function here takes a client's number: each begins
 * at the coach and the client's id, by way of the view care_now, and where that
 * leads nowhere there is nothing to be read.  In a transaction, like all of the
 * store.
 */
#ifndef COACH_STORE_WEB_H
#define COACH_STORE_WEB_H

#include "coach/casefile.h"
#include "coach/store.h"

/* A browser is signed in for so long, and for so long without a call. */
#define WEB_HOURS   12
#define WEB_IDLE_MS INT64_C(3600000)

/* Whoever it is that is signed in. */
struct web {
	int64_t coach_no;
	char name[STORE_NAME];
	bool employer;
};

/* By the browser's id; false when nobody is signed in with it, or not any more. */
bool store_web(
    struct store *store, const char *id, int64_t now_ms, struct web *web);

/* Signs a coach in with a new id, of which only the hash is kept. */
void store_web_begin(struct store *store, const struct coach *coach, const char *id,
    const char *token, int64_t now_ms);

/* Signs out; an id that nobody knows is fine. */
void store_web_end(struct store *store, const char *id);

/* --- clients of a coach ----------------------------------------------------- */

/* The ids of the clients whom a coach has now, by their alias. */
typedef void coach_client_fn(void *arg, const char *client_id);
void coach_clients(
    struct store *store, int64_t coach_no, coach_client_fn *fn, void *arg);

/* All that the pages show of one, as of a day; false when the coach has no such
 * client.  file is the caller's to casefile_fini, either way. */
bool coach_casefile(struct store *store, int64_t coach_no, const char *client_id,
    int32_t today, struct casefile *file);

/* Every session that is kept, oldest first; it lives for that call of fn. */
typedef void coach_session_fn(void *arg, const struct casefile_session *session);
void coach_sessions(struct store *store, int64_t coach_no, const char *client_id,
    coach_session_fn *fn, void *arg);

/* Every day that is kept, oldest first. */
typedef void coach_day_fn(
    void *arg, int32_t day, const struct casefile_day *totals);
void coach_days(struct store *store, int64_t coach_no, const char *client_id,
    coach_day_fn *fn, void *arg);

/* Who looked at a client or took its data out, newest first, at most ten. */
typedef void coach_look_fn(
    void *arg, int64_t at_ms, const char *name, const char *action);
void coach_looks(struct store *store, int64_t coach_no, const char *client_id,
    coach_look_fn *fn, void *arg);

/* Writes down that a coach did so with a client of theirs. */
void coach_looked(struct store *store, int64_t coach_no, const char *client_id,
    const char *action, int64_t now_ms);

#endif
