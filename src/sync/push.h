/*
 * What a reply means and what is done then: the order of things of a sync.  Pure:
 * it is told what came back, the time and a random number, and says what to keep.
 * It knows no network and no database.
 *
 * All that can happen is one table, push_table: uncoil-sync(7), "WHEN SOMETHING
 * FAILS", has the same rows.
 */
#ifndef SYNC_PUSH_H
#define SYNC_PUSH_H

#include "base/str.h"
#include "sync/item.h"
#include "sync/wire.h"

#include <stdbool.h>
#include <stdint.h>

/* How far a call came. */
enum reach {
	REACH_ANSWERED,  /* with a status and a whole body */
	REACH_NOBODY,    /* no network, no such name, refused, no answer in time */
	REACH_UNTRUSTED, /* the certificate: nobody known stands for it */
	REACH_NAME,      /* it is of another name */
	REACH_DATE,      /* it has expired, or is not valid yet */
	REACH_PIN,       /* its key is not the one that is pinned */
	REACH_CA_FILE,   /* the file with our authority cannot be used */
	REACH_TLS,       /* no TLS 1.2 or later could be agreed on */
	REACH_CUT,       /* the answer ended early */
	REACH_STRANGE,   /* no HTTP, or larger than WIRE_ANSWER */
	REACH_REFUSED    /* we do not call there: http to another machine ... */
};

enum body_type { BODY_NONE, BODY_JSON, BODY_PROBLEM, BODY_OTHER };

/* What came back.  Starts with {0}; reply_fini frees it. */
struct reply {
	enum reach reach;
	int status;
	enum body_type type;
	struct str body;
	int64_t retry_after_s; /* 0: not said */
	int64_t now_ms;        /* Unix time when it was complete */
	/* Cleaned, one line: the issuer, the place that it moved to, what the
	 * library said, the first line of a page. */
	char detail[256];
	char
	    sunset[64]; /* the date after which this version is not served; or "" */
};

void reply_fini(struct reply *reply);

/* What a reply means.  The numbers stand in the database: at the end only. */
enum mean {
	MEAN_OK,
	MEAN_NOBODY,
	MEAN_UNTRUSTED,
	MEAN_TLS,
	MEAN_PAGE,    /* a web page: a portal, a login */
	MEAN_STRANGE, /* an answer, but not to what was asked */
	MEAN_MOVED,
	MEAN_CUT,
	MEAN_NO_SERVER,
	MEAN_OUR_FAULT, /* bad-json, type, too-many ... */
	MEAN_TOO_LARGE,
	MEAN_TOKEN,
	MEAN_RESYNC,
	MEAN_ENDED,
	MEAN_TOO_OLD,
	MEAN_SLOW_DOWN,
	MEAN_BROKEN,
	MEAN_FULL,
	MEAN_PROXY,
	MEAN_NOT_CALLED,
	MEAN_NAME,
	MEAN_DATE,
	MEAN_PIN,
	MEAN_CA_FILE,
	MEANS
};

enum push_do {
	DO_GO_ON,
	DO_WAIT,   /* and ask again later */
	DO_HALVE,  /* send less; one item alone that fails is put aside */
	DO_REREAD, /* from the beginning */
	DO_END     /* for good: delete the token, keep the log */
};

struct push_row {
	enum push_do action;
	int32_t wait_s;  /* 0: it grows with each failure */
	int32_t quiet_s; /* nothing is said before it has lasted so long */
	/* For the person; %s is the detail, where there is one. */
	const char *words;
};

extern const struct push_row push_table[MEANS];

/* What a reply to a sync means before its JSON is read: MEAN_OK is "read it".
 * trouble may be NULL when the caller does not want to know. */
enum mean push_mean(const struct reply *reply, struct wire_trouble *trouble);

/* What is kept of a peer between two runs: the part that this file decides. */
struct pace {
	int64_t next_try_ms; /* not before; 0: now */
	int fails;           /* in a row */
	enum mean error;     /* of the last call; MEAN_OK: none */
	int64_t error_since_ms;
	int64_t last_ok_ms; /* 0: never */
	int most, cap;      /* items a batch: now, and ever again */
	int64_t skew_ms;    /* the server's clock minus ours */
	char detail[256];   /* of the error */
};

/* Starts a peer whose limit of items a batch is `items`. */
void pace_init(struct pace *pace, int items);

/* Longest and first pause, and the longest that a server may ask for. */
#define PUSH_WAIT_MAX_S  (6 * 3600)
#define PUSH_WAIT_S      60
#define PUSH_RETRY_MAX_S (24 * 3600)

/* Takes down how a call of n items went; random is any 32 bits.  A good one frees
 * the way for the next at once. */
void push_note(struct pace *pace, enum mean mean, const struct reply *reply, int n,
    int64_t now_ms, uint32_t random);

/* May there be a call now?  A person who asks for it need not ask this. */
bool push_is_due(const struct pace *pace, int64_t now_ms);

/* The next run by itself: `every` minutes later, half of that up or down. */
int64_t push_next_run(int64_t now_ms, int every_min, uint32_t random);

/* What becomes of an item, by its result. */
enum fate_of_item {
	KEEP_SENT,  /* done */
	KEEP_NEW,   /* send again, with a higher revision: raise is added to it */
	KEEP_LATER, /* send again, not before retry_ms */
	KEEP_PARKED /* put aside, and shown */
};

struct push_mark {
	enum fate_of_item fate;
	int64_t raise;
	int64_t retry_ms;
	const char *why; /* of parked and later; else "" */
};

void push_result(const struct wire_result *result, const struct item *item,
    int64_t now_ms, struct push_mark *mark);

/* More than this far apart, and the person is told. */
#define PUSH_SKEW_MS (10 * 60 * 1000)

/* One line for the person on how it stands: "" when all is well or it is too
 * early to say.  coach is the name of the coach or of the endpoint. */
void push_words(
    const struct pace *pace, const char *coach, int64_t now_ms, struct str *out);

#endif
