/*
 * What the two programs say to each other (uncoil-sync(7)): requests as the client
 * writes them, answers as it reads them.  An answer counts only when it is whole:
 * one JSON object, not nested deeper than WIRE_DEPTH, that says `"uncoil": 1` and
 * what was asked for.  Members that are not known are passed over; every text is
 * cleaned here, at the door.  It knows no network, no file and no clock.
 *
 * wire.c has the sync and the problems, wire_account.c the rest.  A request is
 * written into a str; what reads fills a struct of the caller, and the _fini beside
 * it frees what is in it, also after a failure.
 */
#ifndef SYNC_WIRE_H
#define SYNC_WIRE_H

#include "base/err.h"
#include "base/rng.h"
#include "base/str.h"
#include "sync/item.h"
#include "sync/rx.h"
#include "sync/share.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WIRE_DEPTH   8
#define WIRE_ANSWER  (1024 * 1024) /* bytes of an answer; more are not read */
#define WIRE_ITEMS   200           /* a request holds at most, unless told less */
#define WIRE_BODY    (256 * 1024)
#define WIRE_CHANGES 1000 /* an answer of 1 MiB could name tens of thousands */
#define WIRE_CURSOR  64   /* bytes of a cursor, or a tally, with the NUL */
#define WIRE_LABEL   128  /* bytes of a name of a coach or a server, with the NUL */
#define WIRE_RETAIN  3650 /* days that a server may keep at most: ten years */

/* --- sync ------------------------------------------------------------------- */

struct wire_request {
	char batch[UUID_LEN];
	int64_t sent_ms;
	const char *agent; /* "uncoil/0.4.0" */
	const char *after; /* the cursor, or NULL for all */
	const char *tally; /* of the last answer; NULL: nothing was told */
	int64_t streak;    /* -1: not told */
	int32_t as_of;     /* the day of the streak */
	/* In any order; they are written by id, so that the order of the local log
	 * tells nothing. */
	const struct item *items;
	size_t n;
	bool plain; /* for a plain endpoint: without after and tally */
};

void wire_print_request(const struct wire_request *request, struct str *out);

struct wire_result {
	char id[UUID_LEN];
	int64_t rev;
	enum item_fate fate;
	int64_t have_rev; /* older and conflict; else 0 */
};

/* The changes that we know; others are passed over. */
enum wire_kind { CHANGE_RX, CHANGE_NOTE, CHANGE_COACH, CHANGE_RETAIN };

struct wire_change {
	int64_t seq;
	enum wire_kind kind;
	struct rx rx;
	char id[UUID_LEN];     /* of a note */
	char *text;            /* of a note; lines stay lines */
	char name[WIRE_LABEL]; /* of a coach */
	bool added;            /* that coach came, else left */
	int64_t retain_days;
};

struct wire_answer {
	int64_t server_ms, wait_s;
	struct wire_result *results; /* as many as items were sent, in that order */
	size_t n_results;
	struct wire_change *changes;
	size_t n_changes;
	char next[WIRE_CURSOR];  /* "" is null: there was never a change */
	char tally[WIRE_CURSOR]; /* "" is null: it was told nothing */
	bool more;
};

/* Reads the answer to that request; false and err when it is none: another batch,
 * an item without its result, a member of another type. */
bool wire_read_answer(const char *text, size_t len,
    const struct wire_request *request, struct wire_answer *answer,
    struct err *err);
void wire_answer_fini(struct wire_answer *answer);

/* --- problems --------------------------------------------------------------- */

/* In the order of the table of uncoil-sync(7). */
enum trouble {
	TROUBLE_NONE, /* no problem+json of ours */
	TROUBLE_BAD_JSON,
	TROUBLE_TOKEN,
	TROUBLE_TOO_OLD,
	TROUBLE_NOT_FOUND,
	TROUBLE_CODE_UNKNOWN,
	TROUBLE_METHOD,
	TROUBLE_RESYNC,
	TROUBLE_ENDED,
	TROUBLE_LENGTH,
	TROUBLE_TOO_LARGE,
	TROUBLE_TYPE,
	TROUBLE_TOO_MANY,
	TROUBLE_SLOW_DOWN,
	TROUBLE_BROKEN,
	TROUBLE_BUSY,
	TROUBLE_STORAGE_FULL,
	TROUBLE_OTHER, /* one of ours that this version does not know */
	TROUBLES
};

struct wire_trouble {
	enum trouble kind;
	char title[WIRE_LABEL], ref[32];
};

/* "bad-json", or NULL for those without a name. */
const char *wire_trouble_name(enum trouble kind);

/* What a body of application/problem+json says; TROUBLE_NONE when it is none. */
void wire_read_problem(const char *text, size_t len, struct wire_trouble *trouble);

/* --- joining ---------------------------------------------------------------- */

struct wire_offer {
	char server[WIRE_LABEL], coach[WIRE_LABEL], privacy_url[512];
	bool employer; /* the coach is the employer's */
	int asks;      /* mask of sync/share.h */
	int64_t retain_days, expires_ms;
};

void wire_print_lookup(const char *code, struct str *out);
bool wire_read_offer(
    const char *text, size_t len, struct wire_offer *offer, struct err *err);

struct wire_enrolment {
	const char *code, *device, *token_sha256, *agent;
	const char *name; /* or NULL */
	int share;
	int consent_text;
	int64_t consent_ms;
};

struct wire_welcome {
	char client[UUID_LEN], server[WIRE_LABEL], coach[WIRE_LABEL];
	int64_t retain_days, server_ms;
	int64_t items, body, item; /* its limits, never above ours */
};

void wire_print_enrolment(const struct wire_enrolment *enrolment, struct str *out);
bool wire_read_welcome(
    const char *text, size_t len, struct wire_welcome *welcome, struct err *err);

/* --- the rest --------------------------------------------------------------- */

/* {"uncoil":1,"api":["v1"],"name":...}: is that a server that we can talk to? */
bool wire_read_place(
    const char *text, size_t len, char name[WIRE_LABEL], struct err *err);

/* Is it an answer of ours at all? */
bool wire_read_any(const char *text, size_t len, struct err *err);

void wire_print_share(int share, bool erase, struct str *out);

/* How many values of each field were erased; -1 where nothing is said. */
bool wire_read_share(const char *text, size_t len, int *share,
    int64_t cleared[WIRE_SHARES], struct err *err);

void wire_print_token(const char *next_sha256, struct str *out);

struct wire_goodbye {
	int64_t sessions, checkins;
	char backups_until[11], receipt[UUID_LEN];
};

bool wire_read_goodbye(
    const char *text, size_t len, struct wire_goodbye *goodbye, struct err *err);

/* One line of who looked. */
struct wire_look {
	int64_t at_ms;
	char who[WIRE_LABEL], what[64];
};

#define WIRE_LOOKS 100

bool wire_read_looks(const char *text, size_t len,
    struct wire_look looks[WIRE_LOOKS], size_t *n, struct err *err);

#endif
