/*
 * One person's devices and the coach's server in one program: the client's real
 * functions from the link down to its database, the server's real ones from the route
 * up to its own, and between them, in the place of sync/http.c, a line that loses,
 * repeats, delays and cuts what is sent.  No socket, no thread, no clock: a run of some
 * hundred calls takes milliseconds, and the same seed tells the same story.
 */
#ifndef TESTS_SYNC_WORLD_H
#define TESTS_SYNC_WORLD_H

#include "base/civil.h"
#include "base/mem.h"
#include "coach/api.h"
#include "coach/problem.h"
#include "coach/route.h"
#include "coach/site.h"
#include "sync/account.h"
#include "sync/http.h"
#include "sync/join.h"
#include "sync/link.h"
#include "sync/share.h"
#include "sync/token.h"
#include "tests/dice.h"
#include "tests/folder.h"

#include <stdlib.h>
#include <string.h>

#define WORLD_DEVICES 3
#define WORLD_URL     "http://127.0.0.1"
#define WORLD_TODAY   20514 /* 2026-03-02 */
#define WORLD_HEARD   256   /* requests that are remembered */
#define WORLD_CODE    13

/* A request, to be said again. */
struct request {
	enum method method;
	char path[96], token[TOKEN_LEN];
	struct str body;
	bool late; /* the server has not heard it yet */
};

struct http {
	struct world *world;
	int no;
};

struct device_here {
	struct http http;
	struct link link;
	struct history *h;
	char *folder, *file, *token; /* of the state, the history, the token */
	char code[WORLD_CODE];       /* by which it joins; "": it needs none */
	int64_t skew_ms;             /* its clock, less the true one */
};

struct world {
	struct folder folder;
	char *coach, *backup; /* the server's folder, and a copy of its database */
	struct store *store;
	struct site site;
	int64_t coach_no, client_no, now_ms;
	int share; /* as the person chose last */
	struct device_here devices[WORLD_DEVICES];

	/* the line */
	struct dice dice;
	bool lossy;
	struct request heard[WORLD_HEARD];
	size_t n_heard;
	int calls, troubles, conflicts, resyncs;
	FILE *nobody;
};

/* --- the server ------------------------------------------------------------- */

/* The caller frees it. */
static inline char *
path_in(const char *folder, const char *name)
{
	struct str path = {0};

	str_addf(&path, "%s/%s", folder, name);
	return str_take(&path);
}

static inline void
remove_in(const char *folder, const char *name)
{
	char *path = path_in(folder, name);

	unlink(path);
	free(path);
}

static inline void
world_stop(const char *what, const struct err *err)
{
	fprintf(stderr, "%s: %s\n", what, err->text);
	abort();
}

static inline void
server_open(struct world *w)
{
	struct err err = {""};
	bool made;

	w->store = store_open(w->coach, w->now_ms, &made, &err);
	if (!w->store)
		world_stop("the server's store", &err);
}

/* "/v1/me?erase=all": what is asked, and its one argument where the route has it. */
static inline bool
server_route(struct call *call, const char *path)
{
	char plain[CALL_PATH_MAX];
	size_t n = strcspn(path, "?");
	int allowed;

	snprintf(plain, sizeof(plain), "%.*s", (int)n, path);
	call->route = route_find(call->method, plain, call->param, &allowed);
	if (call->route && call->route->query && path[n])
		snprintf(call->query, sizeof(call->query), "%s",
		    strchr(path, '=') ? strchr(path, '=') + 1 : "");
	return call->route != NULL;
}

/* No space is an answer, as worker.c gives it; anything else is the end. */
static inline void
server_fails(struct world *w, struct call *call)
{
	struct db *db = store_db(w->store);

	if (db_state(db) != DB_FULL) {
		fprintf(stderr, "the server's database: %s\n", db_why(db));
		abort();
	}
	db_rollback(db);
	problem_later(call, PROBLEM_STORAGE_FULL, 3600);
}

/* Hears a request and answers it, as the door and the worker do. */
static inline void
server_hear(struct world *w, const struct request *r, struct reply *reply)
{
	struct db *db = store_db(w->store);
	struct call call;

	call_init(&call);
	call.method = r->method;
	call.about = &w->site;
	call.now_ms = w->now_ms;
	strcpy(call.token, r->token);
	snprintf(call.block, sizeof(call.block), "10.0.%d.0", w->calls % 250);
	str_addn(&call.body, r->body.s ? r->body.s : "", r->body.len);
	if (!server_route(&call, r->path))
		abort();
	if (call.route->read)
		call.route->read(&call, NULL);
	if (db_begin(db))
		route_answer(&call, w->store);
	if (!db_commit(db))
		server_fails(w, &call);
	reply->reach = REACH_ANSWERED;
	reply->status = call.status;
	reply->type = BODY_NONE;
	if (call.type)
		reply->type = strcmp(call.type, "application/json") == 0 ? BODY_JSON
			      : strstr(call.type, "problem") ? BODY_PROBLEM
							     : BODY_OTHER;
	str_clear(&reply->body);
	str_addn(&reply->body, call.answer.s ? call.answer.s : "", call.answer.len);
	w->calls++;
	w->resyncs += call.status == 409;
	call_fini(&call);
}

/* A new code for this client; -1: for a new one. */
static inline void
server_code(struct world *w, int64_t client_no, char code[WORLD_CODE])
{
	struct invite invite = {.coach_no = w->coach_no,
	    .client_no = client_no,
	    .alias = "Sam",
	    .want = WIRE_DONE,
	    .expires_ms = w->now_ms + 7 * DAY_MS};
	struct err err = {""};

	if (!store_begin(w->store, &err))
		world_stop("a code", &err);
	store_invite_add(w->store, &invite, w->now_ms, code);
	if (!store_commit(w->store, &err))
		world_stop("a code", &err);
}

static inline void
copy_file(const char *from, const char *to)
{
	FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
	char part[65536];
	size_t n;

	if (!in || !out)
		abort();
	while ((n = fread(part, 1, sizeof(part), in)) > 0)
		if (fwrite(part, 1, n, out) != n)
			abort();
	fclose(in);
	if (fclose(out) != 0)
		abort();
}

static inline void
server_keep(struct world *w)
{
	struct err err = {""};

	unlink(w->backup);
	if (!db_backup(store_db(w->store), w->backup, &err))
		world_stop("a backup", &err);
}

/* The older database in the place of the newer one. */
static inline void
server_restore(struct world *w)
{
	char *path = path_in(w->coach, "coach.db");

	store_close(w->store);
	remove_in(w->coach, "coach.db-wal");
	remove_in(w->coach, "coach.db-shm");
	copy_file(w->backup, path);
	free(path);
	server_open(w);
}

/* --- the line ---------------------------------------------------------------- */

enum line {
	LINE_GOOD,
	LINE_DEAF,        /* the server does not hear it */
	LINE_LATE,        /* the server hears it when nobody waits any more */
	LINE_MUTE,        /* it heard it, and the answer is lost */
	LINE_TWICE,       /* it hears it twice, and the second answer comes */
	LINE_TWICE_FIRST, /* ... the first comes */
	LINE_CUT,       /* the answer ends early, and who cut it says it is whole */
	LINE_CUT_SEEN,  /* ... and it is seen */
	LINE_AFTER_OLD, /* an older request comes again just before it */
	LINES
};

/* Only what tells of sessions is said again by the line: what a person asks once (to
 * leave, to share less) is no item, and TLS does not let it be said again. */
static inline bool
may_be_repeated(const struct request *r)
{
	return strcmp(r->path, "/v1/sync") == 0 ||
	       strcmp(r->path, "/v1/enrolments") == 0;
}

static inline struct request *
line_remember(struct world *w, const struct request *r)
{
	struct request *to;

	if (!may_be_repeated(r) || w->n_heard == WORLD_HEARD)
		return NULL;
	to = &w->heard[w->n_heard++];
	*to = *r;
	to->body = (struct str){0};
	str_addn(&to->body, r->body.s ? r->body.s : "", r->body.len);
	return to;
}

/* What was said before, and perhaps never heard, arrives. */
static inline void
line_repeat(struct world *w, size_t i)
{
	struct reply reply = {0};

	/* A joining that comes again when it was forgotten is one, with what was
	 * agreed to then. */
	if (i >= w->n_heard ||
	    (!w->heard[i].late && strcmp(w->heard[i].path, "/v1/sync") != 0))
		return;
	w->heard[i].late = false;
	server_hear(w, &w->heard[i], &reply);
	reply_fini(&reply);
}

static inline void
line_late_ones(struct world *w)
{
	for (size_t i = 0; i < w->n_heard; i++)
		if (w->heard[i].late)
			line_repeat(w, i);
}

static inline void
line_cut(struct world *w, struct reply *reply)
{
	if (reply->body.len > 0) {
		reply->body.len = (size_t)dice_roll(&w->dice, (int)reply->body.len);
		reply->body.s[reply->body.len] = '\0';
	}
}

static inline void
line_carry(struct world *w, enum line line, const struct request *r,
    struct request *kept, struct reply *reply)
{
	struct reply other = {0};

	w->troubles += line != LINE_GOOD;
	reply->reach = REACH_NOBODY;
	if (line == LINE_LATE && kept)
		kept->late = true;
	if (line == LINE_DEAF || line == LINE_LATE)
		return;
	if (line == LINE_AFTER_OLD && w->n_heard > 0)
		line_repeat(w, (size_t)dice_roll(&w->dice, (int)w->n_heard));
	server_hear(w, r, reply);
	if ((line == LINE_TWICE || line == LINE_TWICE_FIRST) && may_be_repeated(r))
		server_hear(w, r, line == LINE_TWICE ? reply : &other);
	if (line == LINE_CUT || line == LINE_CUT_SEEN)
		line_cut(w, reply);
	if (line == LINE_CUT_SEEN)
		reply->reach = REACH_CUT;
	if (line == LINE_MUTE)
		reply->reach = REACH_NOBODY;
	reply_fini(&other);
}

/* --- sync/http.h --------------------------------------------------------------- */

bool
http_may_call(const char *url, struct err *err)
{
	(void)err;
	return *url != '\0';
}

void
http_host(const char *url, char *host, size_t size)
{
	snprintf(host, size, "%s", url);
}

static inline enum method
method_of(const char *name)
{
	static const struct {
		const char *name;
		enum method method;
	} all[] = {{"GET", METHOD_GET}, {"POST", METHOD_POST}, {"PUT", METHOD_PUT},
	    {"DELETE", METHOD_DELETE}};

	for (size_t i = 0; i < ARRAY_LEN(all); i++)
		if (strcmp(all[i].name, name) == 0)
			return all[i].method;
	abort();
}

void
http_call(struct http *http, const struct http_call *what, struct reply *reply)
{
	struct world *w = http->world;
	struct request r = {.method = method_of(what->method)};
	enum line line = LINE_GOOD;

	/* Half of all calls go well. */
	if (w->lossy && dice_roll(&w->dice, 2) == 0)
		line = (enum line)dice_roll(&w->dice, LINES);
	snprintf(r.path, sizeof(r.path), "%s", what->url + strlen(WORLD_URL));
	snprintf(r.token, sizeof(r.token), "%s", what->token ? what->token : "");
	str_addn(&r.body, what->body ? what->body : "", what->len);
	line_carry(w, line, &r, line_remember(w, &r), reply);
	reply->now_ms = w->now_ms + w->devices[http->no].skew_ms;
	str_fini(&r.body);
}

/* --- a device ------------------------------------------------------------------ */

static inline int64_t
device_now(const struct world *w, const struct device_here *d)
{
	return w->now_ms + d->skew_ms;
}

/* As a program that starts. */
static inline struct link *
device_link(struct world *w, struct device_here *d)
{
	d->link = (struct link){.h = d->h,
	    .http = &d->http,
	    .agent = "uncoil/0.1.0",
	    .token_file = d->token,
	    .now_ms = device_now(w, d),
	    .today = civil_day(device_now(w, d), 0, 0),
	    .streak = -1,
	    .every_min = 60,
	    .out = w->nobody};
	return &d->link;
}

static inline void
device_open(struct device_here *d)
{
	struct err err = {""};

	d->h = history_open(d->file, &err);
	if (!d->h)
		world_stop("a history", &err);
}

/* Joins by its code, or goes on with a joining that was cut. */
static inline bool
device_join(struct world *w, struct device_here *d, struct err *err)
{
	struct str names = {0};
	struct asked_person person = {.out = w->nobody, .agreed = true, .name = ""};
	struct peer peer;
	bool ok;

	wire_share_print(w->share, &names);
	person.share = names.s;
	ok = join(device_link(w, d), WORLD_URL, d->code, &person, &peer, err);
	if (ok)
		*d->code = '\0';
	str_fini(&names);
	return ok;
}

/* What a person does who is told that the link is lost, or that the code is unknown: a
 * new code, from the coach. */
static inline bool
device_link_again(struct world *w, struct device_here *d, struct err *err)
{
	if (!*d->code)
		server_code(w, w->client_no, d->code);
	if (device_join(w, d, err))
		return true;
	if (strstr(err->text, "code"))
		*d->code = '\0';
	return false;
}

static inline bool
device_run(struct world *w, struct device_here *d, struct err *err)
{
	struct peer peer;
	bool linked = peer_find(d->h, PEER_COACH, &peer, NULL) &&
		      peer.state == PEER_JOINED && peer.pace.error != MEAN_TOKEN;

	if (!linked && (!device_link_again(w, d, err) ||
			   !peer_find(d->h, PEER_COACH, &peer, NULL)))
		return false;
	return link_run(device_link(w, d), &peer, err);
}

/* --- the world ------------------------------------------------------------------ */

static inline void
world_coach(struct world *w)
{
	struct coach coach = {.login = "dana", .name = "Dana Roe", .pw_hash = "!"};
	struct err err = {""};

	if (!store_begin(w->store, &err) ||
	    !store_coach_add(w->store, &coach, w->now_ms, &err) ||
	    !store_commit(w->store, &err))
		world_stop("a coach", &err);
	w->coach_no = coach.no;
}

static inline void
world_device(struct world *w, int no)
{
	struct device_here *d = &w->devices[no];
	struct err err = {""};
	char name[24];

	d->http = (struct http){w, no};
	snprintf(name, sizeof(name), "device%d", no);
	d->folder = path_in(w->folder.path, name);
	mkdir(d->folder, 0700);
	d->file = path_in(d->folder, "history.db");
	d->token = path_in(d->folder, "token");
	device_open(d);
	server_code(w, no ? w->client_no : -1, d->code);
	if (!device_join(w, d, &err))
		world_stop("joining", &err);
	if (no == 0 && (!store_begin(w->store, &err) ||
			   !store_client(w->store, "Sam", &w->client_no, &err) ||
			   !store_commit(w->store, &err)))
		world_stop("the client", &err);
}

/* A server with a coach, and three devices of Sam's, who joined. */
static inline void
world_begin(struct world *w, int share)
{
	*w = (struct world){.now_ms = WORLD_TODAY * DAY_MS + DAY_MS / 2,
	    .share = share,
	    .dice = {1},
	    .site = {.name = "Hill Street",
		.privacy_url = "",
		.retain_days = 400,
		.backups_days = 30,
		.device_calls = 1000000}};
	w->nobody = fopen("/dev/null", "w");
	folder_make(&w->folder, "");
	w->coach = path_in(w->folder.path, "coach");
	w->backup = path_in(w->folder.path, "backup.db");
	mkdir(w->coach, 0700);
	server_open(w);
	world_coach(w);
	for (int i = 0; i < WORLD_DEVICES; i++)
		world_device(w, i);
}

static inline void
world_end(struct world *w)
{
	for (int i = 0; i < WORLD_DEVICES; i++) {
		history_close(w->devices[i].h);
		free(w->devices[i].folder);
		free(w->devices[i].file);
		free(w->devices[i].token);
	}
	for (size_t i = 0; i < w->n_heard; i++)
		str_fini(&w->heard[i].body);
	store_close(w->store);
	fclose(w->nobody);
	free(w->coach);
	free(w->backup);
	folder_remove(&w->folder);
}

#endif
