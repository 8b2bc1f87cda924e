/*
 * What comes in at the coach's server, under libFuzzer: `make fuzz-coach`.
 *
 * The first byte chooses: 0 is a request's head (a method, a path and headers, a
 * line each) at the guard; anything else is a body for one of the routes, read and
 * answered as a client who joined would be, in a transaction that is undone.  Then
 * every text that was made has to be UTF-8 without controls, and every answer of the
 * protocol one JSON object.
 */
#include "base/json.h"
#include "base/mem.h"
#include "base/text.h"
#include "coach/guard.h"
#include "coach/problem.h"
#include "coach/route.h"
#include "coach/site.h"
#include "coach/store.h"
#include "sync/share.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define NOW INT64_C(1772452800000)

static const char token[] = "uct1_0000000000000000000000000000000000000000001";

struct fuzzed {
	struct store *store;
	struct site about;
};

static void
must(bool ok)
{
	if (!ok)
		abort();
}

static void
join(struct store *store)
{
	struct coach coach = {.login = "dana", .name = "Dana", .pw_hash = "!"};
	struct invite invite = {.client_no = -1,
	    .want = WIRE_DONE,
	    .alias = "Sam",
	    .expires_ms = NOW + DAY_MS};
	struct enrolment e = {.share = WIRE_SHARE_ALL,
	    .agent = "uncoil/0",
	    .consent_text = 1,
	    .consent_ms = NOW,
	    .retain_days = 400};
	struct device device;
	char code[13];

	must(store_begin(store, NULL) && store_coach_add(store, &coach, NOW, NULL));
	invite.coach_no = coach.no;
	store_invite_add(store, &invite, NOW, code);
	must(store_invite(store, code, NOW, &invite));
	secret_sha256(token, strlen(token), e.token_hash);
	rng_uuid_at(NOW, e.device);
	must(store_enrol(store, code, &invite, &e, NOW, &device) == ENROL_NEW);
	must(store_commit(store, NULL));
}

/* Made once; a fuzzer has no end at which to free it. */
static struct fuzzed *
begin(void)
{
	static struct fuzzed *made;
	char folder[] = "/tmp/uncoil-fuzz-XXXXXX";
	struct err err;
	bool is_new;

	if (made)
		return made;
	made = mem_new(1, sizeof(*made));
	must(mkdtemp(folder) != NULL);
	made->store = store_open(folder, NOW, &is_new, &err);
	must(made->store != NULL);
	made->about = (struct site){
	    .name = "x", .privacy_url = "", .retain_days = 400, .backups_days = 30};
	join(made->store);
	return made;
}

/* --- a head ----------------------------------------------------------------- */

static void
head(char *text)
{
	char *at = text, *method = strsep(&at, "\n"), *path = strsep(&at, "\n"),
	     *line;
	char param[CALL_PARAM_MAX];
	const struct route *route;
	struct guard guard;
	int allowed, found;

	guard_init(&guard);
	while (at && (line = strsep(&at, "\n")) != NULL) {
		char *value = strchr(line, ':');

		if (value)
			*value++ = '\0';
		guard_header(&guard, line, value);
	}
	if (!path)
		return;
	found = guard_check(&guard, method, path, 100, &route, param, &allowed);
	must(found < PROBLEMS && (found >= 0 || route));
	must(found >= 0 || (guard.length <= LIMIT_BODY && guard.transfers == 0));
}

/* --- a body ----------------------------------------------------------------- */

static void
look_at(const struct call *call)
{
	struct json *json;

	must(call->status >= 200 && call->status < 500);
	must(text_valid(call->answer.s ? call->answer.s : "", call->answer.len) ==
	     call->answer.len);
	for (size_t i = 0; i < call->answer.len; i++)
		must((unsigned char)call->answer.s[i] >= 0x20 ||
		     call->answer.s[i] == '\n');
	if (!call->type || !strstr(call->type, "json") ||
	    strstr(call->type, "ndjson"))
		return;
	json = json_read(call->answer.s, call->answer.len, 8, NULL);
	must(json_is_map(json));
	json_free(json);
}

static void
body(struct fuzzed *f, const struct route *route, const char *text, size_t n)
{
	struct call call;

	call_init(&call);
	call.route = route;
	call.about = &f->about;
	call.now_ms = NOW;
	strcpy(call.token, token);
	strcpy(call.block, "192.0.2.0/24");
	str_addn(&call.body, text, n);
	if (route->read)
		route->read(&call, NULL);
	must(store_begin(f->store, NULL));
	route_answer(&call, f->store);
	must(db_state(store_db(f->store)) == DB_OK);
	store_rollback(f->store);
	look_at(&call);
	call_fini(&call);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct fuzzed *f = begin();
	char *text;
	int rows = 0;

	if (n == 0)
		return 0;
	text = mem_new(n, 1);
	memcpy(text, data + 1, n - 1);
	while (route_table[rows].path)
		rows++;
	if (data[0] == 0)
		head(text);
	else
		body(f, &route_table[data[0] % rows], text, n - 1);
	free(text);
	return 0;
}
