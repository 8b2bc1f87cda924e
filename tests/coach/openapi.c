/*
 * uncoil-sync.openapi.json and the server are the same, both ways round: paths and
 * methods (route.c), statuses as the server gives them when it is asked wrongly,
 * problems (problem.c); and every example of it is read by the program that it is
 * for, as are the requests of uncoil-sync(7) by the server (tests/sync/manual.c has
 * the client's side of that page).
 */
#include "coach/api.h"

#include "tests/test.h"

#include "tests/coach/knock.h"

#include "base/json.h"
#include "coach/problem.h"
#include "coach/site.h"
#include "sync/stamp.h"
#include "sync/wire.h"

#define KEYS  80
#define DEPTH 40

/* --- the file ----------------------------------------------------------------- */

static struct json *
open_doc(void)
{
	struct str path = {0}, text = {0};
	char part[4096];
	struct json *doc;
	struct err err;
	FILE *file;

	str_addf(&path, "%s/man/uncoil-sync.openapi.json", getenv("top_srcdir"));
	file = fopen(path.s, "r");
	assert_non_null(file);
	for (size_t n; (n = fread(part, 1, sizeof(part), file)) > 0;)
		str_addn(&text, part, n);
	fclose(file);
	doc = json_read(text.s, text.len, DEPTH, &err);
	if (!doc)
		fail_msg("%s", err.text);
	str_fini(&text);
	str_fini(&path);
	return doc;
}

/* The names of an object; how many. */
static size_t
keys_of(const struct json *object, const char *keys[KEYS])
{
	size_t n = 0;

	memset(keys, 0, KEYS * sizeof(*keys));
	while ((keys[n] = json_stranger(object, keys)) != NULL)
		assert_true(++n < KEYS);
	return n;
}

/* What a "#/components/..." stands for, else the value itself. */
static const struct json *
follow(const struct json *doc, const struct json *value)
{
	const char *ref = json_text(json_get(value, "$ref"));
	char *path, *at, *part;

	if (!ref)
		return value;
	assert_memory_equal(ref, "#/", 2);
	value = doc;
	at = path = mem_strdup(ref + 2);
	while ((part = strsep(&at, "/")) != NULL)
		value = json_get(value, part);
	if (!value)
		fail_msg("%s is not there", ref);
	free(path);
	return value;
}

static const struct json *
components(const struct json *doc, const char *what)
{
	return json_get(json_get(doc, "components"), what);
}

/* --- calls -------------------------------------------------------------------- */

static const struct {
	const char *name;
	enum method method;
} methods[] = {{"get", METHOD_GET}, {"post", METHOD_POST}, {"put", METHOD_PUT},
    {"delete", METHOD_DELETE}};

/* "/v1/me/devices/{device}" as a row has it. */
static void
as_row(const char *path, char to[128])
{
	const char *hole = strchr(path, '{');

	if (hole)
		snprintf(to, 128, "%.*s*", (int)(hole - path), path);
	else
		snprintf(to, 128, "%s", path);
}

static const struct route *
row_of(const char *path, enum method method)
{
	char pattern[128];

	as_row(path, pattern);
	for (const struct route *r = route_table; r->path; r++)
		if (r->method == method && strcmp(r->path, pattern) == 0)
			return r;
	return NULL;
}

static void
same_call(const struct json *op, const struct route *r)
{
	const struct json *parameters = json_get(op, "parameters");
	const struct json *body = json_get(op, "requestBody");
	bool query = false;

	assert_int_equal(json_get(op, "security") != NULL, r->who == WHO_ANYBODY);
	assert_int_equal(body != NULL, r->takes != NULL);
	if (body)
		assert_non_null(json_get(json_get(body, "content"), r->takes));
	for (size_t i = 0; i < json_count(parameters); i++) {
		const struct json *one = json_at(parameters, i);

		if (strcmp(json_text(json_get(one, "in")), "query") != 0)
			continue;
		assert_string_equal(json_text(json_get(one, "name")), r->query);
		query = true;
	}
	assert_int_equal(query, r->query != NULL);
}

static bool
is_protocol(const struct route *r)
{
	return strncmp(r->path, "/v1/", 4) == 0 ||
	       strncmp(r->path, "/.well-known/", 13) == 0;
}

typedef void op_fn(const struct json *doc, const char *path, const char *method,
    const struct json *op, void *arg);

static int
each_op(const struct json *doc, op_fn *fn, void *arg)
{
	const struct json *paths = json_get(doc, "paths");
	const char *keys[KEYS];
	size_t n = keys_of(paths, keys);
	int ops = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < ARRAY_LEN(methods); k++) {
			const struct json *op =
			    json_get(json_get(paths, keys[i]), methods[k].name);

			if (!op)
				continue;
			fn(doc, keys[i], methods[k].name, op, arg);
			ops++;
		}
	return ops;
}

static enum method
method_of(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(methods); i++)
		if (strcmp(methods[i].name, name) == 0)
			return methods[i].method;
	return 0;
}

static void
has_row(const struct json *doc, const char *path, const char *method,
    const struct json *op, void *arg)
{
	const struct route *r = row_of(path, method_of(method));

	(void)doc;
	(void)arg;
	if (!r)
		fail_msg("the server has no %s %s", method, path);
	same_call(op, r);
}

static void
the_same_calls(void **state)
{
	struct json *doc = open_doc();
	int rows = 0;

	(void)state;
	for (const struct route *r = route_table; r->path; r++)
		rows += is_protocol(r);
	assert_true(rows > 10);
	/* Each has a row, and there are as many: no row is without. */
	assert_int_equal(each_op(doc, has_row, NULL), rows);
	json_free(doc);
}

/* --- problems ----------------------------------------------------------------- */

static const char urn[] = "urn:uncoil:problem:";

static bool
is_problem(const char *type, int64_t status, const char *title)
{
	for (int i = 0; i < PROBLEMS; i++)
		if (strcmp(problem_table[i].type, type) == 0 &&
		    problem_table[i].status == status &&
		    strcmp(problem_table[i].title, title) == 0)
			return true;
	return false;
}

/* The problems of one response: each is the server's, and has that status (0: any).
 * How many; met[i] when problem_table[i] is among them. */
static size_t
problems_of(const struct json *response, int64_t status, bool met[PROBLEMS])
{
	const struct json *examples = json_get(
	    json_get(json_get(response, "content"), "application/problem+json"),
	    "examples");
	const char *keys[KEYS];
	size_t n = keys_of(examples, keys);

	for (size_t i = 0; i < n; i++) {
		const struct json *value =
		    json_get(json_get(examples, keys[i]), "value");
		const char *type = json_text(json_get(value, "type"));
		int64_t its;

		assert_memory_equal(type, urn, sizeof(urn) - 1);
		type += sizeof(urn) - 1;
		assert_string_equal(type, keys[i]);
		assert_true(json_int(json_get(value, "status"), &its));
		if (status)
			assert_int_equal(its, status);
		if (!is_problem(type, its, json_text(json_get(value, "title"))))
			fail_msg("the server has no %s of %d", type, (int)its);
		for (int k = 0; k < PROBLEMS; k++)
			met[k] |= strcmp(problem_table[k].type, type) == 0 &&
				  problem_table[k].status == its;
	}
	return n;
}

static void
the_same_problems(void **state)
{
	struct json *doc = open_doc();
	const struct json *responses = components(doc, "responses");
	bool met[PROBLEMS] = {false};
	const char *keys[KEYS];
	size_t n = keys_of(responses, keys);

	(void)state;
	for (size_t i = 0; i < n; i++)
		assert_true(problems_of(json_get(responses, keys[i]), 0, met) > 0);
	for (int i = 0; i < PROBLEMS; i++)
		if (!met[i])
			fail_msg("%s is not in it", problem_table[i].type);
	json_free(doc);
}

/* --- statuses ----------------------------------------------------------------- */

/* What any call may meet, by what kind it is; then what only one does. */
static bool
may_meet(const struct route *r, int status)
{
	static const struct {
		int status;
		bool takes, device; /* only of those that do */
	} rows[] = {{400, false, false}, {401, false, true}, {410, false, true},
	    {411, true, false}, {413, false, false}, {415, false, false},
	    {429, false, true}, {431, false, false}, {500, false, false},
	    {503, false, false}};
	static const struct {
		const char *path;
		int statuses[6];
	} own[] = {
	    {"/.well-known/uncoil", {200}},
	    {"/v1/invites/lookup", {200, 404, 429}},
	    {"/v1/enrolments", {200, 201, 404, 429}},
	    {"/v1/sync", {200, 403, 409, 422}},
	    {"/v1/me", {200}},
	    {"/v1/me/export", {200}},
	    {"/v1/me/access", {200}},
	    {"/v1/me/share", {200}},
	    {"/v1/me/token", {204}},
	    {"/v1/me/devices/*", {204, 404}},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (rows[i].status == status && (!rows[i].takes || r->takes) &&
		    (!rows[i].device || r->who == WHO_DEVICE))
			return true;
	for (size_t i = 0; i < ARRAY_LEN(own); i++)
		for (int k = 0; k < 6 && strcmp(own[i].path, r->path) == 0; k++)
			if (own[i].statuses[k] == status)
				return true;
	return false;
}

static void
has_statuses(const struct json *doc, const char *path, const char *method,
    const struct json *op, void *arg)
{
	const struct route *r = row_of(path, method_of(method));
	const struct json *responses = json_get(op, "responses");
	bool met[PROBLEMS] = {false};

	(void)arg;
	for (int status = 100; status < 600; status++) {
		const struct json *response;
		char key[12];

		snprintf(key, sizeof(key), "%d", status);
		response = json_get(responses, key);
		if ((response != NULL) != may_meet(r, status))
			fail_msg("%s %s: %d", method, path, status);
		if (response && status >= 400)
			assert_true(
			    problems_of(follow(doc, response), status, met) > 0);
	}
}

static void
the_same_statuses(void **state)
{
	struct json *doc = open_doc();

	(void)state;
	each_op(doc, has_statuses, NULL);
	json_free(doc);
}

/* --- asked wrongly -------------------------------------------------------------- */

static const struct wrong {
	int status;
	bool takes, device;  /* only where a body, a token is wanted */
	const char *head;    /* more headers, the length among them */
	const char *body;    /* where one is taken; else none */
	bool without, other; /* no token; another method */
} wrongs[] = {
    {401, false, true, "", "{}", true, false},
    {411, true, false, "Content-Type: application/json\r\n", NULL, false, false},
    {413, true, false,
	"Content-Type: application/json\r\nContent-Length: 262145\r\n", NULL, false,
	false},
    {415, true, false, "Content-Type: text/plain\r\n", "{}", false, false},
    {415, false, false, "Content-Encoding: gzip\r\n", "{}", false, false},
    {400, false, false, "Content-Length: 2\r\nContent-Length: 3\r\n", NULL, false,
	false},
    {400, true, false, "", "[", false, false},
    {400, true, false, "", "{\"a\":1,\"a\":2}", false, false},
    {405, false, false, "", NULL, false, true},
};

struct asked {
	struct served *s;
	char token[64];
	int n;
};

static char *
ask_wrongly(const struct asked *to, const char *path, const char *method,
    const struct route *r, const struct wrong *w)
{
	struct str request = {0};
	int fd = knock(to->s);
	const char *hole = strchr(path, '{');
	char *answer;

	for (const char *c = w->other ? "patch" : method; *c; c++)
		str_addf(&request, "%c", *c - 'a' + 'A');
	str_addf(&request, " %.*s%s%s HTTP/1.1\r\nHost: x\r\n",
	    hole ? (int)(hole - path) : (int)strlen(path), path, hole ? "x" : "",
	    r->query ? "?erase=neither" : "");
	if (r->who == WHO_DEVICE && !w->without)
		str_addf(&request, "Authorization: Bearer %s\r\n", to->token);
	str_add(&request, w->head);
	if (w->body && r->takes)
		str_addf(&request, "%sContent-Length: %zu\r\n\r\n%s",
		    strstr(w->head, "Content-Type")
			? ""
			: "Content-Type: application/json\r\n",
		    strlen(w->body), w->body);
	else
		str_add(&request, "\r\n");
	say(fd, request.s, request.len);
	answer = hear_one(fd);
	close(fd);
	str_fini(&request);
	return answer;
}

/* The answer is the one that stands in the file, and of its type. */
static void
as_it_says(const struct json *response, const char *answer, const char *what)
{
	struct json *body =
	    json_read(body_of(answer), strlen(body_of(answer)), 8, NULL);
	const char *type = json_text(json_get(body, "type"));
	bool met[PROBLEMS] = {false}, found = false;

	if (!response || !type)
		fail_msg("%s: %s", what, answer);
	problems_of(response, status_of(answer), met);
	for (int i = 0; i < PROBLEMS; i++)
		found |= met[i] &&
			 strcmp(problem_table[i].type, type + sizeof(urn) - 1) == 0;
	if (!found)
		fail_msg("%s: nothing is said of %s", what, type);
	assert_non_null(
	    strstr(answer, "Content-Type: application/problem+json\r\n"));
	if (json_get(response, "headers")) {
		const char *keys[KEYS];
		size_t n = keys_of(json_get(response, "headers"), keys);

		for (size_t i = 0; i < n; i++)
			assert_non_null(strcasestr(answer, keys[i]));
	}
	json_free(body);
}

static void
ask_all_wrongly(const struct json *doc, const char *path, const char *method,
    const struct json *op, void *arg)
{
	const struct route *r = row_of(path, method_of(method));
	struct asked *to = arg;

	for (size_t i = 0; i < ARRAY_LEN(wrongs); i++) {
		const struct wrong *w = &wrongs[i];
		char key[12], what[200], *answer;

		if ((w->takes && !r->takes) || (w->device && r->who != WHO_DEVICE))
			continue;
		answer = ask_wrongly(to, path, method, r, w);
		snprintf(key, sizeof(key), "%d", w->status);
		snprintf(what, sizeof(what), "%s %s: %d", method, path, w->status);
		if (status_of(answer) != w->status)
			fail_msg("%s: %s", what, answer);
		as_it_says(
		    w->other
			? json_get(components(doc, "responses"), "Method")
			: follow(doc, json_get(json_get(op, "responses"), key)),
		    answer, what);
		free(answer);
		to->n++;
	}
}

/* A client of the server that runs. */
static void
a_client(struct served *s, char token[64])
{
	struct str body = {0};
	struct invite invite = {.coach_no = s->made.coach.no,
	    .client_no = -1,
	    .alias = "Sam",
	    .want = WIRE_DONE,
	    .expires_ms = clock_wall_ms() + DAY_MS};
	char code[CODE_LEN], hash[SECRET_HEX], device[UUID_LEN], *answer;
	struct err err;
	bool made;
	struct store *beside =
	    store_open(s->made.folder.path, clock_wall_ms(), &made, &err);

	assert_non_null(beside);
	assert_true(store_begin(beside, &err));
	store_invite_add(beside, &invite, clock_wall_ms(), code);
	assert_true(store_commit(beside, &err));
	store_close(beside);
	made_token(1, token);
	secret_sha256(token, strlen(token), hash);
	str_addf(&body,
	    "{\"code\":\"%s\",\"device\":\"%s\",\"token_sha256\":\"%s\",\"share\":["
	    "],"
	    "\"consent\":{\"text\":1,\"at\":\"2026-03-02T09:10:00.000Z\"},"
	    "\"agent\":\"other/1\"}",
	    code, rng_uuid_at(NOW, device), hash);
	answer = ask_as(s, "POST", "/v1/enrolments", NULL, body.s);
	if (status_of(answer) != 201)
		fail_msg("%s", answer);
	free(answer);
	str_fini(&body);
}

static void
the_same_when_asked_wrongly(void **state)
{
	struct json *doc = open_doc();
	struct served s = {0};
	struct asked to = {.s = &s};

	(void)state;
	serve_begin(&s);
	s.about.device_calls = 100000;
	a_client(&s, to.token);
	each_op(doc, ask_all_wrongly, &to);
	assert_true(to.n > 60);
	serve_end(&s);
	json_free(doc);
}

/* --- examples, by the client ------------------------------------------------------ */

static bool
see_place(const char *text)
{
	char name[WIRE_LABEL];

	return wire_read_place(text, strlen(text), name, NULL);
}

static bool
see_offer(const char *text)
{
	struct wire_offer offer;

	return wire_read_offer(text, strlen(text), &offer, NULL);
}

static bool
see_welcome(const char *text)
{
	struct wire_welcome welcome;

	return wire_read_welcome(text, strlen(text), &welcome, NULL);
}

static bool
see_any(const char *text)
{
	return wire_read_any(text, strlen(text), NULL);
}

static bool
see_looks(const char *text)
{
	static struct wire_look looks[WIRE_LOOKS];
	size_t n;

	return wire_read_looks(text, strlen(text), looks, &n, NULL) && n > 0;
}

static bool
see_shared(const char *text)
{
	int64_t cleared[WIRE_SHARES];
	int share;

	return wire_read_share(text, strlen(text), &share, cleared, NULL);
}

static bool
see_goodbye(const char *text)
{
	struct wire_goodbye goodbye;

	return wire_read_goodbye(text, strlen(text), &goodbye, NULL);
}

static bool
see_problem(const char *text)
{
	struct wire_trouble trouble;

	wire_read_problem(text, strlen(text), &trouble);
	return trouble.kind != TROUBLE_NONE && trouble.kind != TROUBLE_OTHER;
}

/* An answer to a request of just those items. */
static bool
see_answer(const char *text)
{
	struct json *json = json_read(text, strlen(text), WIRE_DEPTH, NULL);
	const struct json *results = json_get(json, "results");
	struct item items[8];
	struct wire_request request = {.items = items};
	struct wire_answer answer;
	bool ok;

	snprintf(request.batch, sizeof(request.batch), "%s",
	    json_text(json_get(json, "batch")));
	for (; request.n < json_count(results); request.n++) {
		const struct json *one = json_at(results, request.n);
		struct item *item = &items[request.n];

		item_init(item, ITEM_SESSION);
		strcpy(item->id, json_text(json_get(one, "id")));
		assert_true(json_int(json_get(one, "rev"), &item->rev));
	}
	ok = wire_read_answer(text, strlen(text), &request, &answer, NULL);
	for (size_t i = 0; i < answer.n_changes; i++)
		ok = ok && !*answer.changes[i].rx.fault;
	ok = ok && answer.n_changes == json_count(json_get(json, "changes"));
	wire_answer_fini(&answer);
	json_free(json);
	return ok;
}

static bool
see_change(const char *text)
{
	struct str all = {0};
	bool ok;

	str_addf(&all,
	    "{\"uncoil\":1,\"batch\":\"b\",\"server_time\":"
	    "\"2026-03-02T09:20:11.310Z\",\"up_seq\":0,\"results\":[],\"changes\":"
	    "[%s],\"next\":\"20.77e01f9c\",\"more\":false,\"wait_s\":0}",
	    text);
	ok = see_answer(all.s);
	str_fini(&all);
	return ok;
}

static bool
see_rx(const char *text)
{
	struct str change = {0};
	bool ok;

	str_addf(&change, "{\"seq\":1,\"kind\":\"rx\",\"rx\":%s}", text);
	ok = see_change(change.s);
	str_fini(&change);
	return ok;
}

/* --- examples, by the server ------------------------------------------------------ */

static bool
read_by(call_stage *stage, const char *text)
{
	struct call call;
	bool ok;

	call_init(&call);
	str_add(&call.body, text);
	stage(&call, NULL);
	ok = call.found < 0;
	call_fini(&call);
	return ok;
}

static bool
see_lookup(const char *text)
{
	return read_by(api_read_lookup, text);
}

static bool
see_enrolment(const char *text)
{
	return read_by(api_read_enrol, text);
}

static bool
see_batch(const char *text)
{
	return read_by(api_read_sync, text);
}

static bool
see_wish(const char *text)
{
	return read_by(api_read_share, text);
}

static bool
see_next(const char *text)
{
	return read_by(api_read_token, text);
}

static bool
see_item(const char *text)
{
	struct json *json = json_read(text, strlen(text), API_DEPTH, NULL);
	struct item item;
	bool ok = item_read(json, false, &item) && item.read == ITEM_GOOD;

	item_fini(&item);
	json_free(json);
	return ok;
}

/* A schema, or a kind of example of the manual. */
static const struct {
	const char *schema, *kind;
	bool (*see)(const char *text);
} readers[] = {
    {"Place", NULL, see_place},
    {"Lookup", "lookup", see_lookup},
    {"Offer", NULL, see_offer},
    {"Enrolment", "enrolment", see_enrolment},
    {"Welcome", NULL, see_welcome},
    {"Batch", "request", see_batch},
    {"Answer", NULL, see_answer},
    {"Session", "item", see_item},
    {"Checkin", NULL, see_item},
    {"Gone", NULL, see_item},
    {"RxAnswer", NULL, see_item},
    {"Rx", NULL, see_rx},
    {"NoteChange", NULL, see_change},
    {"CoachChange", NULL, see_change},
    {"RetainChange", NULL, see_change},
    {"Me", NULL, see_any},
    {"Access", NULL, see_looks},
    {"Wish", "share", see_wish},
    {"Shared", NULL, see_shared},
    {"Next", "token", see_next},
    {"Goodbye", NULL, see_goodbye},
    {"Problem", NULL, see_problem},
};

static int
see_examples(const char *schema, const struct json *examples)
{
	int n = 0;

	for (size_t i = 0; i < json_count(examples); i++) {
		struct str text = {0};

		json_add_compact(json_at(examples, i), &text);
		for (size_t k = 0; k < ARRAY_LEN(readers); k++)
			if (strcmp(readers[k].schema, schema) == 0) {
				if (!readers[k].see(text.s))
					fail_msg("%s: %s", schema, text.s);
				n++;
			}
		str_fini(&text);
	}
	if (examples && n == 0)
		fail_msg("nobody reads the examples of %s", schema);
	return n;
}

static void
every_example_is_read(void **state)
{
	struct json *doc = open_doc();
	const struct json *schemas = components(doc, "schemas");
	const char *keys[KEYS];
	size_t n = keys_of(schemas, keys);
	int seen = 0;

	(void)state;
	for (size_t i = 0; i < n; i++)
		seen += see_examples(
		    keys[i], json_get(json_get(schemas, keys[i]), "examples"));
	assert_int_equal(seen, ARRAY_LEN(readers));
	json_free(doc);
}

/* --- the manual's, by the server ---------------------------------------------------- */

static void
see_kind(const char *kind, const char *text, int *seen)
{
	for (size_t i = 0; i < ARRAY_LEN(readers); i++)
		if (readers[i].kind && strcmp(readers[i].kind, kind) == 0) {
			if (!readers[i].see(text))
				fail_msg("%s: %s", kind, text);
			(*seen)++;
		}
}

static void
every_request_of_the_manual(void **state)
{
	struct str path = {0}, text = {0};
	char line[512], kind[32] = "";
	bool in = false;
	int seen = 0;
	FILE *file;

	(void)state;
	str_addf(&path, "%s/man/uncoil-sync.7", getenv("top_srcdir"));
	file = fopen(path.s, "r");
	assert_non_null(file);
	while (fgets(line, sizeof(line), file)) {
		if (sscanf(line, ".\\\" example %31s", kind) == 1)
			continue;
		if (strncmp(line, ".Bd -literal", 12) == 0) {
			in = true;
			str_clear(&text);
		} else if (strncmp(line, ".Ed", 3) == 0) {
			in = false;
			see_kind(kind, text.s, &seen);
		} else if (in) {
			str_add(&text, line);
		}
	}
	fclose(file);
	str_fini(&text);
	str_fini(&path);
	assert_true(seen >= 9);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_same_calls),
	    cmocka_unit_test(the_same_problems),
	    cmocka_unit_test(the_same_statuses),
	    cmocka_unit_test(the_same_when_asked_wrongly),
	    cmocka_unit_test(every_example_is_read),
	    cmocka_unit_test(every_request_of_the_manual),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
