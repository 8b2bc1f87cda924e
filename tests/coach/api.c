#include "coach/api.h"

#include "tests/test.h"

#include "tests/coach/knock.h"

#include "base/civil.h"
#include "base/json.h"
#include "coach/problem.h"
#include "sync/stamp.h"

/* --- clients who talk ------------------------------------------------------- */

/* The server's clock is the true one, and so are the days of these. */
static int32_t
today(void)
{
	return civil_day(clock_wall_ms(), 0, 0);
}

static char *
enrolment_body(const char *code, int n, const char *share)
{
	char token[64], hash[SECRET_HEX], device[UUID_LEN];
	struct str body = {0};

	made_token(n, token);
	secret_sha256(token, strlen(token), hash);
	rng_uuid_at(NOW + n, device);
	str_addf(&body,
	    "{\"code\":\"%s\",\"device\":\"%s\",\"token_sha256\":\"%s\",\"share\":["
	    "%s],"
	    "\"name\":\"Sam\",\"consent\":{\"text\":3,\"at\":"
	    "\"2026-03-02T09:10:00.000Z\"},\"agent\":\"uncoil/0.4.0\"}",
	    code, device, hash, share);
	return str_take(&body);
}

/* Codes are made while nobody serves: the store is one thread's. */
static void
make_code(struct served *s, char shown[CODE_SHOWN])
{
	struct invite invite = {.coach_no = s->made.coach.no,
	    .client_no = -1,
	    .alias = "Sam",
	    .want = WIRE_DONE | WIRE_PAIN,
	    .expires_ms = clock_wall_ms() + DAY_MS};
	char code[CODE_LEN];
	struct err err;
	bool made;
	/* As the command line does it: beside the server. */
	struct store *beside =
	    store_open(s->made.folder.path, clock_wall_ms(), &made, &err);

	assert_non_null(beside);
	assert_true(store_begin(beside, &err));
	store_invite_add(beside, &invite, clock_wall_ms(), code);
	assert_true(store_commit(beside, &err));
	store_close(beside);
	code_show(code, shown);
}

static void
join(struct served *s, int n, const char *share)
{
	char shown[CODE_SHOWN], *body, *answer;

	make_code(s, shown);
	body = enrolment_body(shown, n, share);
	answer = ask_as(s, "POST", "/v1/enrolments", NULL, body);
	if (status_of(answer) != 201)
		fail_msg("%s", answer);
	free(answer);
	free(body);
}

static void
add_session(struct str *items, const char *id, int rev, const char *more)
{
	char day[CIVIL_LEN];

	str_addf(items,
	    "%s{\"type\":\"session\",\"id\":\"%s\",\"rev\":%d,\"local_date\":\"%"
	    "s\","
	    "\"routine\":\"desk-reset-2\",\"state\":\"done\"%s}",
	    items->len ? "," : "", id, rev, civil_print(rng_uuid_to_day(id), day),
	    more);
}

/* after and tally are JSON. */
static char *
sync_body_of(const char *after, const char *tally, const char *items)
{
	struct str body = {0};
	char at[STAMP_LEN];

	str_addf(&body,
	    "{\"uncoil\":1,\"batch\":\"b-1\",\"sent_at\":\"%s\",\"agent\":"
	    "\"uncoil/0.4.0\",\"after\":%s,\"tally\":%s,\"head\":{\"streak\":12,"
	    "\"as_of\":\"2026-03-02\"},\"items\":[%s]}",
	    stamp_print(clock_wall_ms(), at), after, tally, items);
	return str_take(&body);
}

static char *
sync_body(const char *after, const char *items)
{
	return sync_body_of(after, "null", items);
}

/* An answer as JSON; the caller frees it.  status: what it has to be. */
static struct json *
call_json(struct served *s, const char *method, const char *path, int n,
    const char *body, int status)
{
	char token[64], *answer;
	struct json *json;
	struct err err;

	made_token(n, token);
	answer = ask_as(s, method, path, n ? token : NULL, body);
	if (status_of(answer) != status)
		fail_msg("%s %s: %s", method, path, answer);
	json = json_read(body_of(answer), strlen(body_of(answer)), 8, &err);
	free(answer);
	return json;
}

static void
call_nothing(struct served *s, const char *method, const char *path, int n,
    const char *body, int status)
{
	json_free(call_json(s, method, path, n, body, status));
}

static const char *
text_at(const struct json *json, const char *key)
{
	const char *s = json_text(json_get(json, key));

	return s ? s : "";
}

static int64_t
number_at(const struct json *json, const char *key)
{
	int64_t n = -1;

	json_int(json_get(json, key), &n);
	return n;
}

/* --- the whole way ---------------------------------------------------------- */

static void
from_a_code_to_the_end(void **state)
{
	char shown[CODE_SHOWN], id[UUID_LEN], token[64], hash[SECRET_HEX];
	struct str items = {0}, line = {0};
	struct served s = {0};
	struct json *json;
	char *body;

	(void)state;
	serve_begin(&s);
	json = call_json(&s, "GET", "/.well-known/uncoil", 0, NULL, 200);
	assert_int_equal(number_at(json, "uncoil"), 1);
	assert_string_equal(text_at(json, "name"), "Hill Street Physio");
	json_free(json);

	make_code(&s, shown);
	str_addf(&line, "{\"code\":\"%s\"}", shown);
	json = call_json(&s, "POST", "/v1/invites/lookup", 0, line.s, 200);
	assert_string_equal(text_at(json, "coach"), "Dana Roe");
	assert_int_equal(json_count(json_get(json, "asks")), 2);
	assert_int_equal(number_at(json, "retain_days"), 400);
	json_free(json);
	body = enrolment_body(shown, 1, "\"done\",\"pain\",\"notes\",\"streak\"");
	call_nothing(&s, "POST", "/v1/enrolments", 0, body, 201);
	call_nothing(&s, "POST", "/v1/enrolments", 0, body, 200);
	call_nothing(&s, "POST", "/v1/invites/lookup", 0, line.s, 404);
	free(body);

	add_session(&items, rng_uuid_day(today(), id), 1,
	    ",\"pain\":3,\"active_s\":60,\"note\":\"a\\nb\\u001b\"");
	body = sync_body("null", items.s);
	json = call_json(&s, "POST", "/v1/sync", 1, body, 200);
	assert_string_equal(text_at(json, "batch"), "b-1");
	assert_int_equal(number_at(json, "up_seq"), 1);
	assert_string_equal(
	    text_at(json_at(json_get(json, "results"), 0), "as"), "stored");
	assert_string_equal(
	    text_at(json_at(json_get(json, "results"), 0), "id"), id);
	assert_true(json_is_nil(json_get(json, "next")));
	json_free(json);
	json = call_json(&s, "POST", "/v1/sync", 1, body, 200);
	assert_string_equal(
	    text_at(json_at(json_get(json, "results"), 0), "as"), "same");
	json_free(json);
	free(body);

	/* What is held: without what was not shared, and cleaned. */
	made_token(1, token);
	body = ask_as(&s, "GET", "/v1/me/export", token, NULL);
	assert_non_null(strstr(body, "application/x-ndjson"));
	assert_non_null(
	    strstr(body, "\"pain\":3,\"note\":\"a\\nb\xef\xbf\xbd\"}\n"));
	assert_null(strstr(body, "active_s"));
	free(body);
	json = call_json(&s, "GET", "/v1/me", 1, NULL, 200);
	assert_int_equal(json_count(json_get(json, "share")), 4);
	assert_int_equal(number_at(json_get(json, "held"), "sessions"), 1);
	json_free(json);
	json = call_json(&s, "PUT", "/v1/me/share", 1,
	    "{\"share\":[\"done\"],\"past\":\"erase\"}", 200);
	assert_int_equal(number_at(json_get(json, "cleared"), "pain"), 1);
	assert_int_equal(number_at(json_get(json, "cleared"), "notes"), 1);
	json_free(json);
	json = call_json(&s, "GET", "/v1/me/access", 1, NULL, 200);
	assert_string_equal(
	    text_at(json_at(json_get(json, "access"), 0), "what"), "share changed");
	json_free(json);

	made_token(2, token);
	secret_sha256(token, strlen(token), hash);
	str_clear(&line);
	str_addf(&line, "{\"next_sha256\":\"%s\"}", hash);
	call_nothing(&s, "POST", "/v1/me/token", 1, line.s, 204);
	call_nothing(&s, "GET", "/v1/me", 2, NULL, 200);
	call_nothing(&s, "GET", "/v1/me", 1, NULL, 401);

	call_nothing(&s, "DELETE", "/v1/me", 2, NULL, 400);
	call_nothing(&s, "DELETE", "/v1/me?erase=yes", 2, NULL, 400);
	json = call_json(&s, "DELETE", "/v1/me?erase=all", 2, NULL, 200);
	assert_int_equal(number_at(json_get(json, "erased"), "sessions"), 1);
	assert_int_equal(strlen(text_at(json, "backups_until")), 10);
	json_free(json);
	call_nothing(&s, "GET", "/v1/me", 2, NULL, 401);
	str_fini(&items);
	str_fini(&line);
	serve_end(&s);
}

static void
leaving_without_erasing(void **state)
{
	struct served s = {0};
	struct json *json;

	(void)state;
	serve_begin(&s);
	join(&s, 1, "\"done\"");
	call_nothing(&s, "DELETE", "/v1/me?erase=none", 1, NULL, 200);
	json = call_json(&s, "GET", "/v1/me", 1, NULL, 410);
	assert_string_equal(text_at(json, "type"), "urn:uncoil:problem:ended");
	json_free(json);
	serve_end(&s);
}

/* --- changes ---------------------------------------------------------------- */

static void
send_plan(struct served *s)
{
	struct plan plan = {.title = "Neck",
	    .items = "[{\"routine\":\"desk-reset-2\",\"per_day\":2,\"days\":[1]}]",
	    .per_day = 2,
	    .days_mask = 1,
	    .from = "2026-03-03"};
	int64_t client_no;
	struct err err;
	bool made;
	struct store *beside =
	    store_open(s->made.folder.path, clock_wall_ms(), &made, &err);

	assert_non_null(beside);
	assert_true(store_begin(beside, &err));
	assert_true(store_client(beside, "Sam", &client_no, &err));
	assert_true(store_plan(
	    beside, client_no, s->made.coach.no, &plan, clock_wall_ms(), &err));
	assert_true(store_commit(beside, &err));
	store_close(beside);
}

static void
changes_come_once(void **state)
{
	char after[CURSOR_LEN + 2], *body;
	struct served s = {0};
	struct json *json;

	(void)state;
	serve_begin(&s);
	join(&s, 1, "\"done\"");
	for (int i = 0; i < 60; i++)
		send_plan(&s);
	body = sync_body("null", "");
	json = call_json(&s, "POST", "/v1/sync", 1, body, 200);
	free(body);
	assert_int_equal(json_count(json_get(json, "changes")), STORE_CHANGES);
	assert_string_equal(
	    text_at(json_get(json_at(json_get(json, "changes"), 0), "rx"), "title"),
	    "Neck");
	snprintf(after, sizeof(after), "\"%s\"", text_at(json, "next"));
	json_free(json);
	body = sync_body(after, "");
	json = call_json(&s, "POST", "/v1/sync", 1, body, 200);
	free(body);
	assert_int_equal(json_count(json_get(json, "changes")), 10);
	assert_int_equal(
	    number_at(json_at(json_get(json, "changes"), 9), "seq"), 60);
	snprintf(after, sizeof(after), "\"%s\"", text_at(json, "next"));
	json_free(json);
	/* Nothing new: the cursor stays; a foreign one is seen. */
	body = sync_body(after, "");
	json = call_json(&s, "POST", "/v1/sync", 1, body, 200);
	free(body);
	assert_int_equal(json_count(json_get(json, "changes")), 0);
	assert_memory_equal(text_at(json, "next"), after + 1, 11);
	json_free(json);
	after[strlen(after) - 2] ^= 1;
	body = sync_body(after, "");
	json = call_json(&s, "POST", "/v1/sync", 1, body, 409);
	free(body);
	assert_string_equal(text_at(json, "type"), "urn:uncoil:problem:resync");
	json_free(json);
	serve_end(&s);
}

/* --- what we have ----------------------------------------------------------- */

/* The mark of the answer to that request, as JSON, into mark; "" when it is null.
 * status: what it has to be. */
static void
ask_mark(struct served *s, const char *tally, const char *items, int status,
    char mark[TALLY_MARK + 2])
{
	char *body = sync_body_of("null", tally, items);
	struct json *json = call_json(s, "POST", "/v1/sync", 1, body, status);
	const char *is = text_at(json, "tally");

	snprintf(mark, TALLY_MARK + 2, *is ? "\"%s\"" : "%s", is);
	json_free(json);
	free(body);
}

static void
a_tally_proves_what_there_is(void **state)
{
	char id[UUID_LEN], mark[4][TALLY_MARK + 2], none[TALLY_MARK + 2];
	struct str one = {0}, two = {0};
	struct served s = {0};

	(void)state;
	serve_begin(&s);
	join(&s, 1, "\"done\"");
	add_session(&one, rng_uuid_day(today(), id), 1, "");
	add_session(&two, rng_uuid_day(today(), id), 1, "");
	ask_mark(&s, "null", "", 200, none);
	assert_string_equal(none, "");
	ask_mark(&s, "null", one.s, 200, mark[0]);
	assert_int_equal(strlen(mark[0]), TALLY_MARK + 1);
	/* The same again, as its answer was lost, or by somebody between: nothing is
	 * another than it was. */
	ask_mark(&s, "null", one.s, 200, mark[1]);
	assert_string_equal(mark[1], mark[0]);
	ask_mark(&s, mark[0], "", 200, mark[1]);
	assert_string_equal(mark[1], mark[0]);
	/* Who stands here and is told that it is here counts on it from now on. */
	ask_mark(&s, mark[0], one.s, 200, mark[1]);
	assert_string_not_equal(mark[1], mark[0]);
	ask_mark(&s, mark[0], one.s, 200, mark[2]);
	assert_string_equal(mark[2], mark[1]);
	ask_mark(&s, mark[0], two.s, 200, mark[2]);
	assert_string_not_equal(mark[2], mark[1]);
	/* Nothing is taken from who stands elsewhere. */
	add_session(&two, rng_uuid_day(today(), id), 1, "");
	ask_mark(&s, "\"00000000\"", two.s, 409, none);
	ask_mark(&s, "\"\"", two.s, 409, none);
	ask_mark(&s, "\"a mark that is longer than ours\"", two.s, 409, none);
	ask_mark(&s, "7", two.s, 400, none);
	ask_mark(&s, mark[2], "", 200, mark[3]);
	assert_string_equal(mark[3], mark[2]);
	ask_mark(&s, "null", two.s, 200, mark[3]);
	assert_string_not_equal(mark[3], mark[2]);
	str_fini(&one);
	str_fini(&two);
	serve_end(&s);
}

/* --- what is refused -------------------------------------------------------- */

static void
shapes(void **state)
{
	static const struct {
		const char *method, *path, *body, *remark;
		int status;
	} rows[] = {
	    {"POST", "/v1/sync", "", "nothing", 400},
	    {"POST", "/v1/sync", "[]", "a list", 400},
	    {"POST", "/v1/sync", "{}", "nothing in it", 400},
	    {"POST", "/v1/sync", "{\"uncoil\":2}", "another version", 400},
	    {"POST", "/v1/sync", "{\"a\":1,\"a\":2}", "a name twice", 400},
	    {"POST", "/v1/sync", "{\"a\":\"\xff\"}", "no UTF-8", 400},
	    {"POST", "/v1/sync",
		"{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":{\"f\":{\"g\":{\"h\":1}}}}}}}}",
		"too deep", 400},
	    {"PUT", "/v1/me/share", "{\"share\":[\"done\"]}", "past not said", 400},
	    {"PUT", "/v1/me/share", "{\"share\":[1],\"past\":\"keep\"}",
		"a number for a name", 400},
	    {"PUT", "/v1/me/share", "{\"share\":\"done\",\"past\":\"keep\"}",
		"no list", 400},
	    {"POST", "/v1/me/token", "{\"next_sha256\":\"x\"}", "no hash", 400},
	    {"POST", "/v1/me/token", "{}", "no hash at all", 400},
	    {"POST", "/v1/invites/lookup", "{\"code\":5}", "a number for a code",
		400},
	    {"POST", "/v1/invites/lookup", "{\"code\":\"\"}", "an empty code", 404},
	    {"POST", "/v1/enrolments", "{}", "nothing to join with", 400},
	    {"DELETE", "/v1/me/devices/0", NULL, "no device", 404},
	    {"DELETE", "/v1/me/devices/01a21526-e400-7572-8093-555afcd48a06", NULL,
		"nobody's device", 404},
	};
	struct served s = {0};

	(void)state;
	serve_begin(&s);
	join(&s, 1, "\"done\"");
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct json *json = call_json(&s, rows[i].method, rows[i].path, 1,
		    rows[i].body, rows[i].status);

		assert_int_equal(number_at(json, "status"), rows[i].status);
		assert_int_equal(strlen(text_at(json, "ref")), 8);
		json_free(json);
	}
	serve_end(&s);
}

static void
batches(void **state)
{
	struct str items = {0};
	struct served s = {0};
	char id[UUID_LEN], *body;
	struct json *json;

	(void)state;
	serve_begin(&s);
	join(&s, 1, "\"done\"");
	for (int i = 0; i < 200; i++)
		add_session(&items, rng_uuid_day(today(), id), 1, "");
	body = sync_body("null", items.s);
	json = call_json(&s, "POST", "/v1/sync", 1, body, 200);
	free(body);
	assert_int_equal(json_count(json_get(json, "results")), 200);
	assert_int_equal(number_at(json, "up_seq"), 200);
	json_free(json);
	add_session(&items, rng_uuid_day(today(), id), 1, "");
	body = sync_body("null", items.s);
	call_nothing(&s, "POST", "/v1/sync", 1, body, 422);
	free(body);
	str_clear(&items);
	add_session(&items, id, 1, "");
	add_session(&items, id, 2, "");
	body = sync_body("null", items.s);
	call_nothing(&s, "POST", "/v1/sync", 1, body, 422);
	free(body);
	str_fini(&items);
	serve_end(&s);
}

/* The same for all codes that are not good, and for all tokens that are not. */
static void
nothing_is_told_apart(void **state)
{
	char used[CODE_SHOWN], line[100], *first = NULL, *body;
	const char *codes[] = {"BBBB-BBBB-BBBB", "bbbbbbbbbbbb", "", "aaa", used};
	struct served s = {0};

	(void)state;
	serve_begin(&s);
	make_code(&s, used);
	body = enrolment_body(used, 1, "\"done\"");
	call_nothing(&s, "POST", "/v1/enrolments", 0, body, 201);
	free(body);
	for (size_t i = 0; i < ARRAY_LEN(codes); i++) {
		char *answer, *ref;

		snprintf(line, sizeof(line), "{\"code\":\"%s\"}", codes[i]);
		answer = ask_as(&s, "POST", "/v1/invites/lookup", NULL, line);
		assert_int_equal(status_of(answer), 404);
		ref = strstr(answer, "\"ref\"");
		assert_non_null(ref);
		*ref = '\0';
		if (first)
			assert_string_equal(body_of(first), body_of(answer));
		else
			first = mem_strdup(answer);
		free(answer);
	}
	free(first);
	serve_end(&s);
}

static void
so_many_codes_a_minute(void **state)
{
	struct served s = {0};
	char shown[CODE_SHOWN], line[100], *answer;

	(void)state;
	serve_begin(&s);
	make_code(&s, shown);
	for (int i = 0; i < 10; i++)
		call_nothing(&s, "POST", "/v1/invites/lookup", 0,
		    "{\"code\":\"BBBB-BBBB-BBBB\"}", 404);
	/* Now a good one is not looked at either. */
	snprintf(line, sizeof(line), "{\"code\":\"%s\"}", shown);
	answer = ask_as(&s, "POST", "/v1/invites/lookup", NULL, line);
	assert_int_equal(status_of(answer), 429);
	assert_non_null(strstr(answer, "Retry-After: "));
	free(answer);
	serve_end(&s);
}

static void
so_many_calls_a_device(void **state)
{
	struct served s = {0};
	int let_in = 0;

	(void)state;
	serve_begin(&s);
	join(&s, 1, "\"done\"");
	for (int i = 0; i < 40; i++) {
		char token[64], *answer;

		made_token(1, token);
		answer = ask_as(&s, "GET", "/v1/me", token, NULL);
		let_in += status_of(answer) == 200;
		free(answer);
	}
	/* On a slow machine a minute may pass. */
	assert_in_range(let_in, 30, 32);
	serve_end(&s);
}

/* --- again ------------------------------------------------------------------ */

/* The lines of a dump that a repeated request may not touch: what is kept of whoever
 * asks how often, and when a device was last here, is another matter. */
static char *
what_counts(struct made *m)
{
	char *dump = made_dump(m), *at = dump, *line;
	struct str out = {0};

	while ((line = strsep(&at, "\n")) != NULL) {
		char *seen = strstr(line, ",\"seen_at\"");

		if (strstr(line, "\"table\":\"rate\""))
			continue;
		if (seen)
			*seen = '\0';
		str_addf(&out, "%s\n", line);
	}
	free(dump);
	return str_take(&out);
}

static void
a_replay_changes_nothing(void **state)
{
	struct served s = {0};
	char *bodies[6], id[UUID_LEN], *before, *after;

	(void)state;
	serve_begin(&s);
	join(&s, 1, "\"done\",\"pain\"");
	rng_uuid_day(today(), id);
	for (int i = 0; i < 6; i++) {
		struct str items = {0};
		char more[UUID_LEN];

		add_session(&items, id, i + 1, i % 2 ? ",\"pain\":3" : "");
		add_session(&items, rng_uuid_day(today() - i, more), 1, "");
		bodies[i] = sync_body("null", items.s);
		str_fini(&items);
		call_nothing(&s, "POST", "/v1/sync", 1, bodies[i], 200);
	}
	before = what_counts(&s.made);
	for (int i = 0; i < 6; i++)
		call_nothing(
		    &s, "POST", "/v1/sync", 1, bodies[(i * 5 + 2) % 6], 200);
	serve_stop(&s);
	after = what_counts(&s.made);
	assert_string_equal(before, after);
	free(before);
	free(after);
	for (int i = 0; i < 6; i++)
		free(bodies[i]);
	serve_end(&s);
}

/* --- what is not said ------------------------------------------------------- */

/* Nothing of a client is in the log, at its highest level, whatever went wrong. */
static void
canaries(void **state)
{
	struct served s = {0};
	struct str items = {0};
	char id[UUID_LEN], token[64], shown[CODE_SHOWN], line[200], *body;
	const char *said;

	(void)state;
	serve_begin(&s);
	join(&s, 1, "\"done\",\"notes\",\"name\"");
	make_code(&s, shown);
	add_session(
	    &items, rng_uuid_day(today(), id), 1, ",\"note\":\"canary in a note\"");
	body = sync_body("null", items.s);
	call_nothing(&s, "POST", "/v1/sync", 1, body, 200);
	call_nothing(&s, "POST", "/v1/sync", 8, body, 401);
	snprintf(line, sizeof(line), "{\"code\":\"%s\"}", shown);
	call_nothing(&s, "POST", "/v1/invites/lookup", 0, line, 200);
	call_nothing(&s, "GET", "/canary/in/a/path", 1, NULL, 404);
	call_nothing(&s, "GET", "/v1/me?canary=1", 1, NULL, 200);
	call_nothing(&s, "DELETE", "/v1/me/devices/canary", 1, NULL, 404);
	serve_stop(&s);
	said = s.logged;
	assert_true(strlen(said) > 500);
	made_token(1, token);
	assert_null(strstr(said, token));
	made_token(8, token);
	assert_null(strstr(said, token));
	assert_null(strstr(said, "uct1_"));
	assert_null(strstr(said, "canary"));
	assert_null(strstr(said, shown));
	assert_null(strstr(said, "Sam"));
	assert_null(strstr(said, id));
	assert_null(strstr(said, "127.0.0"));
	/* The reference of a problem is what finds its line. */
	assert_non_null(strstr(said, "problem=token"));
	free(body);
	str_fini(&items);
	serve_end(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(from_a_code_to_the_end),
	    cmocka_unit_test(leaving_without_erasing),
	    cmocka_unit_test(changes_come_once),
	    cmocka_unit_test(a_tally_proves_what_there_is),
	    cmocka_unit_test(shapes),
	    cmocka_unit_test(batches),
	    cmocka_unit_test(nothing_is_told_apart),
	    cmocka_unit_test(so_many_codes_a_minute),
	    cmocka_unit_test(so_many_calls_a_device),
	    cmocka_unit_test(a_replay_changes_nothing),
	    cmocka_unit_test(canaries),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
