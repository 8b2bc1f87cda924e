/* A store in a folder of its own, with a coach, and clients who joined. */
#ifndef TESTS_COACH_MADE_H
#define TESTS_COACH_MADE_H

#include "base/mem.h"
#include "coach/code.h"
#include "coach/store.h"
#include "sync/share.h"
#include "tests/folder.h"

#include <string.h>

/* 2026-03-02T12:00:00Z, day 20514 */
#define NOW   INT64_C(1772452800000)
#define TODAY 20514

struct made {
	struct folder folder;
	struct store *store;
	struct coach coach;
};

static inline void
made_open(struct made *m)
{
	struct err err;
	bool made;

	m->store = store_open(m->folder.path, NOW, &made, &err);
	if (!m->store)
		fail_msg("%s", err.text);
}

static inline void
made_begin(struct made *m)
{
	struct err err;

	folder_make(&m->folder, "coach.db");
	made_open(m);
	assert_true(store_begin(m->store, &err));
	m->coach =
	    (struct coach){.login = "dana", .name = "Dana Roe", .pw_hash = "!"};
	assert_true(store_coach_add(m->store, &m->coach, NOW, &err));
	assert_true(store_commit(m->store, &err));
}

static inline void
made_end(struct made *m)
{
	store_close(m->store);
	folder_remove(&m->folder);
}

/* A code of the coach's, in a transaction of its own. */
static inline void
made_code(struct made *m, int64_t client_no, char code[CODE_LEN])
{
	struct invite invite = {.coach_no = m->coach.no,
	    .client_no = client_no,
	    .alias = "Sam",
	    .want = WIRE_DONE | WIRE_PAIN,
	    .expires_ms = NOW + 7 * DAY_MS};
	struct err err;

	assert_true(store_begin(m->store, &err));
	store_invite_add(m->store, &invite, NOW, code);
	assert_true(store_commit(m->store, &err));
}

/* The token of device n, as a client would have made it. */
static inline void
made_token(int n, char token[64])
{
	snprintf(token, 64, "uct1_%043d", n);
}

static inline void
made_enrolment(struct enrolment *e, int n, int share)
{
	char token[64];

	made_token(n, token);
	*e = (struct enrolment){.share = share,
	    .agent = "uncoil/0.4.0",
	    .consent_text = 3,
	    .consent_ms = NOW,
	    .retain_days = 400};
	secret_sha256(token, strlen(token), e->token_hash);
	rng_uuid_at(NOW, e->device);
}

/* A client who joined by a code of its own, as device n. */
static inline void
made_client(struct made *m, int n, int share, struct device *device)
{
	struct enrolment e;
	struct invite invite;
	char code[CODE_LEN];
	struct err err;

	made_code(m, -1, code);
	made_enrolment(&e, n, share);
	assert_true(store_begin(m->store, &err));
	assert_true(store_invite(m->store, code, NOW, &invite));
	assert_int_equal(
	    store_enrol(m->store, code, &invite, &e, NOW, device), ENROL_NEW);
	assert_int_equal(store_device(m->store, e.token_hash, device), DEVICE_HERE);
	assert_true(store_commit(m->store, &err));
}

/* A whole dump; the caller frees it. */
static inline char *
made_dump(struct made *m)
{
	char *text = NULL, *copy;
	size_t size;
	FILE *to = open_memstream(&text, &size);
	struct err err;

	if (!db_dump(store_db(m->store), to, &err))
		fail_msg("%s", err.text);
	fclose(to);
	copy = mem_strdup(text);
	free(text);
	return copy;
}

#endif
