/*
 * What the coach's server keeps, behind names of its own: coaches, clients, their
 * devices, what they sent, what they are to receive.  It knows no HTTP and no
 * JSON of the wire but where a text is kept as it came; it is told the time.
 * Below it is one SQLite file (db.h); with statements that PostgreSQL runs too,
 * that file alone would have a second.
 *
 * Everything but opening and closing happens in a transaction (store_begin ...
 * store_commit).  An error of the database stays until the transaction is over:
 * what is asked meanwhile is not found, and the commit fails.  One thread at a
 * time.
 *
 * Instants are milliseconds of Unix time, *_no is the random number of a row that
 * is on no wire, -1 is "not known".
 */
#ifndef COACH_STORE_H
#define COACH_STORE_H

#include "base/err.h"
#include "base/rng.h"
#include "coach/cursor.h"
#include "coach/db.h"
#include "coach/rate.h"
#include "coach/secret.h"
#include "coach/tally.h"
#include "sync/item.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#define STORE_NAME  256 /* bytes of a name or alias, with the NUL */
#define STORE_LOGIN 65  /* of a login: letters, digits and .-_ */

#define DAY_MS INT64_C(86400000)

struct store;

/*
 * Opens the folder and all in it: coach.db, server.key, erasures.  What is not
 * there is made, 0700 and 0600; *made says whether the database was.  What
 * a backup brought back of erased people is erased again.  NULL and err when it
 * cannot be used.
 */
struct store *store_open(
    const char *folder, int64_t now_ms, bool *made, struct err *err);
void store_close(struct store *store); /* NULL is fine */

/* The server's key, for codes and cookies; lives as long as store. */
const unsigned char *store_key(const struct store *store);

/* For backup, check, dump and the limits of tests (db.h). */
struct db *store_db(struct store *store);

/* Another connection to the same database, for a thread of its own; the caller
 * closes it. */
struct db *store_beside(const struct store *store, int64_t now_ms, struct err *err);

/* --- transactions ----------------------------------------------------------- */

bool store_begin(struct store *store, struct err *err);

/* False when nothing of the transaction is there. */
bool store_commit(struct store *store, struct err *err);
void store_rollback(struct store *store);

/* Room for one more day: false when the disk is nearly full. */
bool store_has_space(const struct store *store);

/* --- who did what ----------------------------------------------------------- */

enum actor { ACTOR_COACH, ACTOR_CLIENT, ACTOR_ADMIN, ACTOR_SYSTEM, ACTOR_ANON };

/* Adds a line.  who: a coach's number, a device's id, a block of addresses, or
 * "".  detail never holds a name, a value or a token. */
void store_audit(struct store *store, enum actor actor, const char *who,
    int64_t client_no, const char *action, const char *detail, int64_t now_ms);

/* The newest lines about a client, at most 100.  name is a coach's, else NULL. */
typedef void store_access_fn(void *arg, int64_t at_ms, const char *actor,
    const char *action, const char *name);
void store_access(
    struct store *store, int64_t client_no, store_access_fn *fn, void *arg);

/* --- how often -------------------------------------------------------------- */

/* Takes one call of a bucket; false when it is empty, and then *wait_s says for
 * how long. */
bool store_rate(struct store *store, const char *bucket,
    const struct rate_limit *limit, int64_t now_ms, int *wait_s);

/* The same without taking: is there anything left? */
bool store_rate_left(struct store *store, const char *bucket,
    const struct rate_limit *limit, int64_t now_ms, int *wait_s);

/* --- coaches ---------------------------------------------------------------- */

struct coach {
	int64_t no;
	char login[STORE_LOGIN], name[STORE_NAME];
	bool employer, disabled;
	char pw_hash[SECRET_PASSWORD]; /* "!" when none was set */
};

/* coach->no is set. */
bool store_coach_add(
    struct store *store, struct coach *coach, int64_t now_ms, struct err *err);

bool store_coach(struct store *store, const char *login, struct coach *coach);

/* The only coach that is there and not disabled; false when there is none or a
 * choice: then *n says of how many. */
bool store_coach_only(struct store *store, struct coach *coach, int *n);

void store_coach_password(struct store *store, const struct coach *coach,
    const char *hash, int64_t now_ms);
void store_coach_disable(
    struct store *store, const struct coach *coach, int64_t now_ms);

/* --- invitations ------------------------------------------------------------ */

struct invite {
	int64_t coach_no;
	int64_t client_no; /* who is linked again, or -1 */
	char alias[STORE_NAME];
	int want; /* what the coach asks to see: bits of sync/share.h */
	int64_t expires_ms;
	char used_by[UUID_LEN]; /* a device's id, or "" */
	char coach[STORE_NAME]; /* the coach's name */
	bool employer;
};

/* Makes a code that invites as invite says. */
void store_invite_add(struct store *store, const struct invite *invite,
    int64_t now_ms, char code[13]);

/* code as code_read gives it.  False when there is none that is still good. */
bool store_invite(
    struct store *store, const char *code, int64_t now_ms, struct invite *invite);

/* --- devices and their clients ---------------------------------------------- */

struct device {
	char id[UUID_LEN], client_id[UUID_LEN];
	int64_t client_no, up_seq;
	int share; /* what the client shares: bits of sync/share.h */
	int retain_days;
	int consent_text;
	int64_t consent_ms;
	struct rate calls;
	char tally[TALLY_ALL]; /* tally.h */
	bool kept;             /* what is left of them is in the store */
};

enum device_found {
	DEVICE_NONE,  /* unknown, or revoked */
	DEVICE_ENDED, /* its client has left or was discharged */
	DEVICE_HERE
};

/* By the hash of its token.  A token that was made to follow another is in its
 * place from its first use. */
enum device_found store_device(
    struct store *store, const char *token_hash, struct device *device);

/* Takes one call of the device's own bucket; what is left is kept by
 * store_device_called, or by store_seen. */
bool store_device_rate(struct device *device, const struct rate_limit *limit,
    int64_t now_ms, int *wait_s);
void store_device_called(struct store *store, const struct device *device);

struct enrolment {
	char device[UUID_LEN];
	char token_hash[SECRET_HEX];
	int share;
	const char *name; /* NULL: not shared */
	const char *agent;
	int consent_text;
	int64_t consent_ms;
	int retain_days; /* for a client that is new */
};

enum enrolled {
	ENROL_NO,    /* the code is another device's, or the device another's */
	ENROL_AGAIN, /* it was so already: the answer may have been lost */
	ENROL_NEW
};

/* Joins a device by an invitation; *device is what store_device would say. */
enum enrolled store_enrol(struct store *store, const char *code,
    const struct invite *invite, const struct enrolment *enrolment, int64_t now_ms,
    struct device *device);

/* The token that will follow. */
void store_token_next(
    struct store *store, const struct device *device, const char *token_hash);

/* False when the client has no such device. */
bool store_device_revoke(
    struct store *store, int64_t client_no, const char *device_id, int64_t now_ms);

struct device_row {
	const char *id, *agent;
	int64_t created_ms, seen_ms, revoked_ms, skew_ms, up_seq;
};
typedef void store_device_fn(void *arg, const struct device_row *row);
void store_devices(
    struct store *store, int64_t client_no, store_device_fn *fn, void *arg);

/* The names of the coaches who see a client. */
typedef void store_name_fn(void *arg, const char *name);
void store_cares(
    struct store *store, int64_t client_no, store_name_fn *fn, void *arg);

/* How many rows there are of a client. */
struct held {
	int64_t sessions, checkins, answers, days, plans;
};
void store_held(struct store *store, int64_t client_no, struct held *held);

/* Sets what is shared.  erase: what is not shared any more goes; cleared[bit]
 * counts the rows that lost something. */
void store_share(struct store *store, const struct device *device, int share,
    bool erase, int64_t now_ms, int64_t *cleared);

/* The client leaves, or is discharged: the tokens are good for nothing.  keep: the
 * coach's file stays until it is too old, else for 30 days. */
void store_end(struct store *store, int64_t client_no, bool keep, int64_t now_ms);

/* Every row of the client goes, but the records of who did what; and it stays
 * gone when an older backup is put back. */
void store_erase(
    struct store *store, int64_t client_no, struct held *erased, int64_t now_ms);

/* --- items and changes ------------------------------------------------------ */

/* Takes items in, in their order, and sets their fate; then the totals of their
 * days.  Returns how many were stored. */
int store_take(struct store *store, const struct device *device, struct item *items,
    size_t n, int64_t now_ms);

/* The device was here: returns its up_seq, raised by what was taken. */
int64_t store_seen(struct store *store, struct device *device, int taken,
    int64_t sent_ms, const char *agent, int64_t now_ms);

/* The streak as the client counts it; an older word changes nothing. */
void store_streak(struct store *store, const struct device *device, int64_t streak,
    int64_t sent_ms, int64_t now_ms);

struct change {
	struct cursor at;
	const char *kind; /* rx note coach retain */
	const char *body; /* JSON; "" when a newer change has replaced it */
};

/* How many changes an answer has at most. */
#define STORE_CHANGES 50

/* Does the cursor stand at a change of this client? */
bool store_knows(
    struct store *store, int64_t client_no, const struct cursor *cursor);

/* The changes after a number, oldest first, until fn returns false or there were
 * STORE_CHANGES; true when there are more. */
typedef bool store_change_fn(void *arg, const struct change *change);
bool store_changes(struct store *store, int64_t client_no, int64_t after,
    store_change_fn *fn, void *arg);

/* Every item that is kept of a client; each lives for that call of fn only. */
typedef void store_item_fn(void *arg, const struct item *item);
void store_items(
    struct store *store, int64_t client_no, store_item_fn *fn, void *arg);

/* A prescription, checked (plan.h). */
struct plan {
	char rx[UUID_LEN];                  /* "": a new one; is set */
	int64_t version;                    /* is set */
	const char *title, *items, *custom; /* JSON; custom may be NULL */
	int per_day, days_mask;
	const char *from, *to; /* days; to may be NULL */
	bool ended;
};

/* Sends it to a client, in the name of a coach: a new prescription, or the next
 * version of one.  False and err when it is another client's. */
bool store_plan(struct store *store, int64_t client_no, int64_t coach_no,
    struct plan *plan, int64_t now_ms, struct err *err);

/* The prescriptions of a client, each in its newest version. */
struct plan_row {
	const char *rx, *state, *why, *title, *from, *to;
	int64_t version;
};
typedef void store_plan_fn(void *arg, const struct plan_row *row);
void store_plans(
    struct store *store, int64_t client_no, store_plan_fn *fn, void *arg);

/* --- clients, at the command line ------------------------------------------- */

/* By id or alias; false and err when there is none, or more than one. */
bool store_client(
    struct store *store, const char *name, int64_t *client_no, struct err *err);

/* All of them, by name. */
typedef void store_client_fn(
    void *arg, const char *id, const char *alias, bool ended);
void store_clients(struct store *store, store_client_fn *fn, void *arg);

struct client {
	char id[UUID_LEN], alias[STORE_NAME], last_day[11];
	int share, consent_text, retain_days;
	int64_t consent_ms, down_seq, ended_ms, streak;
};
bool store_client_show(
    struct store *store, int64_t client_no, struct client *client);

/* The coach of a client; -1 when nobody cares for it now. */
int64_t store_client_coach(struct store *store, int64_t client_no);

/* --- what the server does by itself ----------------------------------------- */

/* What is too old goes: sessions beyond their client's days, clients that ended 30
 * days ago, codes, signed-in browsers, buckets, records of 24 months.  Some clients
 * a call; *next is where it goes on, 0 at the first and after the last. */
void store_tidy(struct store *store, int64_t now_ms, int64_t *next);

#endif
