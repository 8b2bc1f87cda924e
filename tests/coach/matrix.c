/*
 * Every route of the table as everybody (sync.md 5.1: F, and I, J, K, L, E as far as
 * they are about every route).  The rows below say who gets what; a route without a
 * row, or a row without a route, fails.  Whoever is not the owner reads nothing of
 * theirs and changes nothing, by any method.
 */
#include "coach/route.h"

#include "tests/test.h"

#include "tests/coach/visitors.h"

#include "base/civil.h"

/* Who asks.  The owner's are last: what they do may be the end of it. */
enum role {
	NOBODY,
	STRANGER,    /* a token that was never given */
	REVOKED,     /* one that was the owner's */
	OTHER_TOKEN, /* another client's */
	SIGNED_OUT,  /* a browser that the owner's coach has left */
	RENEWED,     /* one that was in when their password was changed */
	OTHER_COACH, /* who has clients, but not this one */
	EMPLOYER,
	TOKEN, /* the owner's */
	COACH, /* the owner's */
	ROLES
};

static const char *const role_names[ROLES] = {"nobody", "a stranger",
    "a revoked token", "another client", "a browser signed out",
    "one from before the password changed", "another coach", "an employer",
    "the client", "the coach"};

/* What everybody gets; 2 is any of success. */
#define ALL(n)                                                                     \
	{                                                                          \
		n, n, n, n, n, n, n, n, n, n                                       \
	}
#define CLIENTS(other)                                                             \
	{                                                                          \
		401, 401, 401, other, 401, 401, 401, 401, 2, 401                   \
	}
#define COACHES(other)                                                             \
	{                                                                          \
		303, 303, 303, 303, 303, 303, other, other, 303, 2                 \
	}
/* A form that is no browser's of ours is refused before it is asked whose. */
#define FORM(browser, coach)                                                       \
	{                                                                          \
		403, 403, 403, 403, browser, browser, coach, coach, 403, coach     \
	}

static const struct row {
	enum method method;
	const char *path;
	int want[ROLES];
	/* What makes it do all that it can; $NAMES are put in. */
	const char *body, *query;
	bool holds; /* whoever may read it reads of the owner */
} rows[] = {
    {METHOD_GET, "/healthz", ALL(2), NULL, NULL, false},
    {METHOD_GET, "/.well-known/uncoil", ALL(2), NULL, NULL, false},
    {METHOD_POST, "/v1/invites/lookup", ALL(2), "{\"code\":\"$code\"}", NULL,
	false},
    {METHOD_POST, "/v1/enrolments", ALL(2),
	"{\"code\":\"$used\",\"device\":\"$new\",\"token_sha256\":\"$same\","
	"\"share\":[\"done\"],\"consent\":{\"text\":3,\"at\":"
	"\"2026-03-02T09:10:00.000Z\"},\"agent\":\"x/1\"}",
	NULL, false},
    {METHOD_POST, "/v1/sync", CLIENTS(2),
	"{\"uncoil\":1,\"batch\":\"b\",\"sent_at\":\"2026-03-02T09:10:00.000Z\","
	"\"agent\":\"x/1\",\"after\":null,\"items\":[{\"type\":\"session\",\"id\":"
	"\"$session\",\"rev\":9,\"local_date\":\"$day\",\"routine\":\"x\","
	"\"state\":"
	"\"done\",\"deleted\":true}]}",
	NULL, false},
    {METHOD_GET, "/v1/me", CLIENTS(2), NULL, NULL, true},
    {METHOD_GET, "/v1/me/export", CLIENTS(2), NULL, NULL, true},
    {METHOD_GET, "/v1/me/access", CLIENTS(2), NULL, NULL, false},
    {METHOD_PUT, "/v1/me/share", CLIENTS(2),
	"{\"share\":[\"done\"],\"past\":\"erase\"}", NULL, false},
    {METHOD_POST, "/v1/me/token", CLIENTS(2), "{\"next_sha256\":\"$hash\"}", NULL,
	false},
    {METHOD_DELETE, "/v1/me/devices/*", CLIENTS(404), NULL, NULL, false},
    {METHOD_DELETE, "/v1/me", CLIENTS(2), NULL, "?erase=all", false},
    {METHOD_GET, "/", COACHES(2), NULL, NULL, true},
    {METHOD_GET, "/style.css", ALL(2), NULL, NULL, false},
    {METHOD_GET, "/sign-in", {2, 2, 2, 2, 2, 2, 303, 303, 2, 303}, NULL, NULL,
	false},
    {METHOD_POST, "/sign-in", ALL(403), "name=dana&password=not+this+one", NULL,
	false},
    {METHOD_POST, "/sign-out", FORM(303, 303), "", NULL, false},
    {METHOD_GET, "/clients/*", COACHES(404), NULL, NULL, true},
    {METHOD_GET, "/clients/*/sessions.csv", COACHES(404), NULL, NULL, true},
    {METHOD_GET, "/clients/*/days.csv", COACHES(404), NULL, NULL, false},
};

/* --- who there is ------------------------------------------------------------ */

struct seat {
	char id[65], token[65]; /* of a browser, or "" */
	char bearer[64];        /* or "" */
};

struct world {
	struct served s;
	struct device device, other;
	char session[UUID_LEN], fresh[UUID_LEN], day[CIVIL_LEN];
	char code[CODE_LEN], used[CODE_LEN];
	struct seat seats[ROLES];
};

/* Tokens of made.h. */
enum { OWN = 1, OTHERS, LOST, UNKNOWN };

static void
put_canaries(struct world *w)
{
	struct store *store = beside(&w->s);

	db_run(store_db(store), DO_CLIENT_NAMED,
	    VALUES(db_n(w->device.client_no), db_t("Canary Bird")));
	db_run(store_db(store), DO_SESSION_PUT,
	    VALUES(db_n(w->device.client_no), db_t(w->session), db_t(w->day),
		db_n(1), db_t("x"), db_t("canary-routine"), db_t(NULL), db_n(0),
		db_t(NULL), db_t(NULL), db_n(100), db_n(1), db_n(2), db_t(NULL),
		db_n(5), db_n(3), db_n(2), db_t(NULL), db_t("canary song"),
		db_n(0)));
	done_beside(store);
}

/* One more device of the owner's, which is revoked at once. */
static void
revoke_one(struct world *w)
{
	struct store *store = beside(&w->s);
	struct invite invite = {.coach_no = w->s.made.coach.no,
	    .client_no = w->device.client_no,
	    .alias = "x",
	    .want = WIRE_DONE,
	    .expires_ms = clock_wall_ms() + DAY_MS};
	struct enrolment e;
	struct device device;
	char code[CODE_LEN];

	made_enrolment(&e, LOST, WIRE_SHARE_ALL);
	store_invite_add(store, &invite, clock_wall_ms(), code);
	assert_true(store_invite(store, code, clock_wall_ms(), &invite));
	assert_int_equal(
	    store_enrol(store, code, &invite, &e, clock_wall_ms(), &device),
	    ENROL_NEW);
	assert_true(store_device_revoke(
	    store, w->device.client_no, device.id, clock_wall_ms()));
	done_beside(store);
}

static void
make_codes(struct world *w)
{
	struct store *store = beside(&w->s);
	struct invite invite = {.coach_no = w->s.made.coach.no,
	    .client_no = -1,
	    .alias = "New",
	    .want = WIRE_DONE,
	    .expires_ms = clock_wall_ms() + DAY_MS};

	store_invite_add(store, &invite, clock_wall_ms(), w->code);
	store_invite_add(store, &invite, clock_wall_ms(), w->used);
	done_beside(store);
}

static void
leave_browsers(struct world *w)
{
	struct coach *coach = &w->s.made.coach;
	struct seat *out = &w->seats[SIGNED_OUT], *old = &w->seats[RENEWED];
	struct store *store;

	signed_in(&w->s, coach, 0, old->id, old->token);
	set_password(&w->s);
	signed_in(&w->s, coach, 0, out->id, out->token);
	store = beside(&w->s);
	store_web_end(store, out->id);
	done_beside(store);
}

static void
world_begin(struct world *w)
{
	struct coach kim, boss;

	*w = (struct world){0};
	serve_pages(&w->s);
	w->s.about.device_calls = 1000000;
	another_coach(&w->s, "kim", false, &kim);
	another_coach(&w->s, "boss", true, &boss);
	a_client(&w->s, &w->s.made.coach, OWN, &w->device);
	a_client(&w->s, &kim, OTHERS, &w->other);
	civil_print(civil_day(clock_wall_ms(), 0, 0), w->day);
	rng_uuid_day(civil_day(clock_wall_ms(), 0, 0), w->session);
	rng_uuid_at(clock_wall_ms(), w->fresh);
	put_canaries(w);
	revoke_one(w);
	make_codes(w);
	leave_browsers(w);
	made_token(UNKNOWN, w->seats[STRANGER].bearer);
	made_token(LOST, w->seats[REVOKED].bearer);
	made_token(OTHERS, w->seats[OTHER_TOKEN].bearer);
	made_token(OWN, w->seats[TOKEN].bearer);
	signed_in(
	    &w->s, &kim, 0, w->seats[OTHER_COACH].id, w->seats[OTHER_COACH].token);
	signed_in(&w->s, &boss, 0, w->seats[EMPLOYER].id, w->seats[EMPLOYER].token);
	signed_in(
	    &w->s, &w->s.made.coach, 0, w->seats[COACH].id, w->seats[COACH].token);
}

/* Puts the world's values in the place of $NAMES; of a new token, the seat's. */
static char *
put_in(const struct world *w, const char *text, const struct seat *seat)
{
	char hash[SECRET_HEX], same[SECRET_HEX];
	const struct {
		const char *name, *value;
	} known[] = {
	    {"$code", w->code},
	    {"$used", w->used},
	    {"$new", w->fresh},
	    {"$hash", hash},
	    {"$same", same},
	    {"$session", w->session},
	    {"$day", w->day},
	};
	struct str out = {0};

	secret_sha256(seat, sizeof(*seat), hash);
	secret_sha256(w->fresh, UUID_LEN, same);
	str_clear(&out);
	while (*text) {
		size_t n = 1;

		for (size_t i = 0; *text == '$' && i < ARRAY_LEN(known); i++) {
			if (strncmp(text, known[i].name, strlen(known[i].name)) !=
			    0)
				continue;
			n = strlen(known[i].name);
			str_add(&out, known[i].value);
			break;
		}
		if (n == 1)
			str_addn(&out, text, 1);
		text += n;
	}
	return str_take(&out);
}

/* --- asking ------------------------------------------------------------------ */

static const struct {
	enum method bit;
	const char *name;
} methods[] = {{METHOD_GET, "GET"}, {METHOD_POST, "POST"}, {METHOD_PUT, "PUT"},
    {METHOD_DELETE, "DELETE"}};

static const char *
method_name(enum method method)
{
	for (size_t i = 0; i < ARRAY_LEN(methods); i++)
		if (methods[i].bit == method)
			return methods[i].name;
	fail_msg("a method that is not known here");
	return "";
}

static bool
is_form(const struct route *r)
{
	return r->takes && strcmp(r->takes, ROUTE_FORM) == 0;
}

/* The path to what is the owner's. */
static void
path_of(
    const struct world *w, const char *pattern, const char *query, char path[256])
{
	size_t before = strcspn(pattern, "*");
	const char *id = strncmp(pattern, "/clients/", 9) == 0 ? w->device.client_id
							       : w->device.id;

	snprintf(path, 256, "%.*s%s%s%s", (int)before, pattern,
	    pattern[before] ? id : "", pattern[before] ? pattern + before + 1 : "",
	    query ? query : "");
}

/* One call with all that the role has. */
static char *
ask_role(struct world *w, const char *method, const char *path, const char *type,
    const char *body, const struct seat *seat)
{
	struct str request = {0};
	char *answer;
	int fd;

	str_addf(&request,
	    "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nSec-Fetch-Site: "
	    "same-origin\r\n",
	    method, path, w->s.port);
	if (*seat->id)
		str_addf(&request, "Cookie: uncoil=%s\r\n", seat->id);
	if (*seat->bearer)
		str_addf(&request, "Authorization: Bearer %s\r\n", seat->bearer);
	if (body)
		str_addf(&request, "Content-Type: %s\r\nContent-Length: %zu\r\n",
		    type, strlen(body));
	str_addf(&request, "\r\n%s", body ? body : "");
	fd = knock(&w->s);
	say(fd, request.s, request.len);
	answer = hear_one(fd);
	close(fd);
	str_fini(&request);
	return answer;
}

static char *
ask_row(struct world *w, const struct route *r, const struct row *row,
    const struct seat *seat)
{
	char path[256], *body = row->body ? put_in(w, row->body, seat) : NULL,
			*answer;
	struct str form = {0};

	path_of(w, row->path, row->query, path);
	if (body && is_form(r))
		str_addf(
		    &form, "%s%stoken=%s", body, *body ? "&" : "", seat->token);
	answer = ask_role(w, method_name(row->method), path, r->takes,
	    form.len ? form.s : body, seat);
	str_fini(&form);
	free(body);
	return answer;
}

/* --- what is left behind ----------------------------------------------------- */

/* The lines of a dump that are the owner's: by their numbers and ids.  own: less
 * those that may change when the owner, or their coach, reads. */
static char *
owners(struct world *w, bool own)
{
	struct made m = {0};
	struct str kept = {0};
	struct err err;
	char no[32], *all;
	bool made;

	m.store = store_open(w->s.made.folder.path, clock_wall_ms(), &made, &err);
	assert_non_null(m.store);
	all = made_dump(&m);
	store_close(m.store);
	snprintf(no, sizeof(no), ":%lld", (long long)w->device.client_no);
	str_clear(&kept);
	for (char *line = strtok(all, "\n"); line; line = strtok(NULL, "\n")) {
		if (!strstr(line, no) && !strstr(line, w->device.client_id) &&
		    !strstr(line, w->device.id))
			continue;
		if (own && (strstr(line, "\"table\":\"audit\"") ||
			       strstr(line, "\"table\":\"device\"")))
			continue;
		str_addf(&kept, "%s\n", line);
	}
	free(all);
	return str_take(&kept);
}

static bool
tells_of_owner(const struct world *w, const char *answer)
{
	return strcasestr(answer, "canary") ||
	       strstr(answer, w->device.client_id) || strstr(answer, w->device.id);
}

/* --- headers ----------------------------------------------------------------- */

static void
check_headers(const char *answer, const char *path)
{
	static const char *const headers[] = {
	    "Cache-Control: no-store\r\n",
	    "X-Content-Type-Options: nosniff\r\n",
	    "X-Frame-Options: DENY\r\n",
	    "Referrer-Policy: no-referrer\r\n",
	    "Strict-Transport-Security: max-age=31536000\r\n",
	    "Cross-Origin-Opener-Policy: same-origin\r\n",
	    "Cross-Origin-Resource-Policy: same-origin\r\n",
	    "Content-Security-Policy: default-src 'none'; style-src 'self'; "
	    "img-src 'self'; form-action 'self'; base-uri 'none'; "
	    "frame-ancestors 'none'\r\n",
	};
	const char *cookie = strcasestr(answer, "Set-Cookie: ");

	for (size_t i = 0; i < ARRAY_LEN(headers); i++)
		if (!strstr(answer, headers[i]))
			fail_msg("%s: no %s in %s", path, headers[i], answer);
	assert_null(strcasestr(answer, "\nServer:"));
	assert_null(strcasestr(answer, "Access-Control-"));
	if (cookie && !strstr(cookie, "; HttpOnly; SameSite=Strict; Path=/"))
		fail_msg("%s: a cookie for others: %s", path, answer);
}

/* --- the matrix -------------------------------------------------------------- */

static const struct row *
row_of(const struct route *r)
{
	const struct row *found = NULL;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (rows[i].method == r->method &&
		    strcmp(rows[i].path, r->path) == 0) {
			assert_null(found);
			found = &rows[i];
		}
	if (!found)
		fail_msg("%s %s is a route, and no row says who may ask it",
		    method_name(r->method), r->path);
	return found;
}

static bool
is_wanted(int want, int status)
{
	return want == 2 ? status / 100 == 2 : want == status;
}

static void
one_cell(
    struct world *w, const struct route *r, const struct row *row, enum role role)
{
	bool own = role == TOKEN || role == COACH, may = row->want[role] == 2;
	char *was = owners(w, own), *is, *answer;

	answer = ask_row(w, r, row, &w->seats[role]);
	is = owners(w, own);
	if (!is_wanted(row->want[role], status_of(answer)))
		fail_msg("%s %s as %s: %d is wanted: %s", method_name(r->method),
		    r->path, role_names[role], row->want[role], answer);
	check_headers(answer, r->path);
	if (tells_of_owner(w, answer) && !(own && may))
		fail_msg("%s %s tells %s: %s", method_name(r->method), r->path,
		    role_names[role], answer);
	/* Or the claim above would be empty. */
	if (own && may && row->holds && !tells_of_owner(w, answer))
		fail_msg("%s tells nothing: %s", r->path, answer);
	if ((!own || !may || r->method == METHOD_GET) && strcmp(was, is) != 0)
		fail_msg("%s %s as %s changes what is not theirs: %s\nwas %s",
		    method_name(r->method), r->path, role_names[role], is, was);
	free(answer);
	free(was);
	free(is);
}

/* The other methods of a path, as the owner: there is nothing behind them. */
static void
other_methods(struct world *w, const struct route *r)
{
	static const char *const more[] = {"GET", "POST", "PUT", "DELETE", "PATCH",
	    "OPTIONS", "TRACE", "CONNECT", "PROPFIND"};
	char path[256], param[CALL_PARAM_MAX], *was = owners(w, true), *is;
	int allowed;

	path_of(w, r->path, NULL, path);
	for (size_t i = 0; i < ARRAY_LEN(more); i++)
		for (int who = TOKEN; who <= COACH; who++) {
			enum method bit = 0;
			char *answer;

			for (size_t k = 0; k < ARRAY_LEN(methods); k++)
				if (strcmp(methods[k].name, more[i]) == 0)
					bit = methods[k].bit;
			if (route_find(bit, path, param, &allowed))
				continue;
			answer = ask_role(
			    w, more[i], path, ROUTE_FORM, "", &w->seats[who]);
			if (status_of(answer) != 405)
				fail_msg("%s %s: %s", more[i], path, answer);
			check_headers(answer, path);
			assert_false(tells_of_owner(w, body_of(answer)));
			free(answer);
		}
	is = owners(w, true);
	assert_string_equal(was, is);
	free(was);
	free(is);
}

static void
every_route_as_everybody(void **state)
{
	struct world w;
	size_t routes = 0;

	(void)state;
	for (const struct route *r = route_table; r->path; r++, routes++) {
		const struct row *row = row_of(r);

		world_begin(&w);
		other_methods(&w, r);
		for (int role = 0; role < ROLES; role++)
			one_cell(&w, r, row, (enum role)role);
		serve_end(&w.s);
	}
	assert_int_equal(routes, ARRAY_LEN(rows));
}

/* --- forms from elsewhere ---------------------------------------------------- */

/* Every form, as the coach who may send it, by every way but the one. */
static void
every_form_from_elsewhere(void **state)
{
	struct world w;
	int forms = 0;

	(void)state;
	world_begin(&w);
	for (const struct route *r = route_table; r->path; r++) {
		const struct seat *in = &w.seats[COACH];
		const struct asking from[] = {
		    {.id = in->id, .site = "same-origin"}, /* no token */
		    {.id = in->id,
			.site = "same-origin",
			.token = w.seats[OTHER_COACH].token},
		    {.id = in->id, .site = "same-origin", .token = ""},
		    {.id = in->id, .site = "cross-site", .token = in->token},
		    {.id = in->id, .site = "same-site", .token = in->token},
		    {.id = in->id, .site = "none", .token = in->token},
		    {.id = in->id,
			.site = "cross-site",
			.origin = "https://127.0.0.1",
			.token = in->token},
		    {.id = in->id,
			.origin = "https://evil.example",
			.token = in->token},
		    {.id = in->id, .origin = "null", .token = in->token},
		    {.id = in->id, .token = in->token},          /* says nothing */
		    {.site = "same-origin", .token = in->token}, /* no cookie */
		};
		char *was, *is, path[256], *body;

		if (!is_form(r))
			continue;
		forms++;
		body = put_in(&w, row_of(r)->body, in);
		path_of(&w, r->path, NULL, path);
		was = dump_of(&w.s);
		for (size_t i = 0; i < ARRAY_LEN(from); i++) {
			struct asking a = from[i];

			a.method = "POST";
			a.path = path;
			a.form = *body ? body : NULL;
			expect(&w.s, a, 403, "Nothing was changed");
		}
		is = dump_of(&w.s);
		assert_string_equal(was, is);
		/* And the coach is in as before. */
		expect(&w.s, (struct asking){.path = "/", .id = in->id}, 200, NULL);
		free(was);
		free(is);
		free(body);
	}
	assert_true(forms >= 2);
	serve_end(&w.s);
}

/* A form whose body is of another type is none, whoever sends it: what a page
 * elsewhere can send without asking is text/plain. */
static void
every_body_of_another_type(void **state)
{
	static const char *const types[] = {"text/plain", "multipart/form-data",
	    "application/json", ROUTE_FORM, "application/jsonx", ""};
	struct world w;

	(void)state;
	world_begin(&w);
	for (const struct route *r = route_table; r->path; r++)
		for (size_t i = 0; r->takes && i < ARRAY_LEN(types); i++) {
			char path[256], *answer;

			if (strcmp(types[i], r->takes) == 0)
				continue;
			path_of(&w, r->path, NULL, path);
			answer = ask_role(&w, method_name(r->method), path,
			    types[i], "{}", &w.seats[is_form(r) ? COACH : TOKEN]);
			if (status_of(answer) != 415)
				fail_msg("%s as %s: %s", path, types[i], answer);
			free(answer);
		}
	serve_end(&w.s);
}

/* --- cookies ----------------------------------------------------------------- */

/* Beyond the loopback every cookie is __Host- and Secure, and no other is heard. */
static void
every_cookie(void **state)
{
	struct world w;
	char id[65], token[65];

	(void)state;
	world_begin(&w);
	w.s.about.loopback = false;
	for (const struct route *r = route_table; r->path; r++) {
		const struct row *row = row_of(r);
		char *answer = ask_row(&w, r, row, &w.seats[COACH]);
		const char *cookie = strcasestr(answer, "Set-Cookie: ");

		if (cookie && (strncmp(cookie + 12, "__Host-uncoil=", 14) != 0 ||
				  !strstr(cookie, "; Secure")))
			fail_msg("%s: %s", r->path, answer);
		/* The plain cookie that ask_role sends is nobody's here. */
		if (r->who == WHO_COACH)
			assert_int_equal(status_of(answer), is_form(r) ? 403 : 303);
		free(answer);
	}
	{
		char *answer = ask_page(&w.s, (struct asking){.path = "/sign-in"});

		assert_true(between(answer, "Set-Cookie: __Host-uncoil=", id));
		assert_true(between(answer, "name=\"token\" value=\"", token));
		free(answer);
	}
	serve_end(&w.s);
}

/* --- texts that would be statements ------------------------------------------- */

static const char *const statements[] = {"'OR'1'='1",
    "';DROP/**/TABLE/**/client;--", "1;DELETE/**/FROM/**/session",
    "\\\"OR\\\"\\\"=\\\"", "?1", "x'||(SELECT(note)FROM(session))||'",
    "-1/**/UNION/**/SELECT/**/note/**/FROM/**/session"};

/* The body with the n-th of its texts replaced; NULL when it has fewer. */
static char *
with_text(const char *body, int n, const char *text)
{
	struct str out = {0};
	const char *at = body, *end;

	for (; (at = strstr(at, ":\"")) != NULL && n > 0; n--)
		at = strchr(at + 2, '"') + 1;
	if (!at)
		return NULL;
	end = strchr(at + 2, '"');
	str_addn(&out, body, (size_t)(at + 2 - body));
	str_addf(&out, "%s%s", text, end);
	return str_take(&out);
}

static void
ask_statement(struct world *w, const struct route *r, const struct row *row,
    const struct seat *seat, const char *text)
{
	size_t before = strcspn(row->path, "*");
	char path[256], *whole = row->body ? put_in(w, row->body, seat) : NULL;
	char *body = NULL, *answer;
	int n = 0;

	snprintf(path, sizeof(path), "%.*s%s%s?erase=%s", (int)before, row->path,
	    row->path[before] ? text : "",
	    row->path[before] ? row->path + before + 1 : "", text);
	do {
		free(body);
		body = whole ? with_text(whole, n++, text) : NULL;
		answer = ask_role(
		    w, method_name(row->method), path, r->takes, body, seat);
		if (status_of(answer) >= 500 || status_of(answer) == 0 ||
		    tells_of_owner(w, answer))
			fail_msg("%s %s %s: %s", r->path, path, body ? body : "",
			    answer);
		free(answer);
	} while (body);
	free(whole);
}

/* In every path and every text of every body, as somebody else. */
static void
every_text_as_a_statement(void **state)
{
	struct world w;
	char *was, *is;

	(void)state;
	world_begin(&w);
	was = owners(&w, false);
	for (const struct route *r = route_table; r->path; r++)
		for (size_t i = 0; i < ARRAY_LEN(statements); i++) {
			ask_statement(
			    &w, r, row_of(r), &w.seats[OTHER_TOKEN], statements[i]);
			ask_statement(
			    &w, r, row_of(r), &w.seats[OTHER_COACH], statements[i]);
		}
	is = owners(&w, false);
	assert_string_equal(was, is);
	free(was);
	free(is);
	serve_end(&w.s);
}

/* --- guessing ids ------------------------------------------------------------ */

/* An answer without what is new in each. */
static char *
what_it_says(char *answer)
{
	char *text = mem_strdup(body_of(answer)), *ref = strstr(text, "\"ref\"");

	if (ref)
		*ref = '\0';
	free(answer);
	return text;
}

/* Ids that nobody has look like those of another's: 10,000 with GUARD=long. */
static void
guessed_ids(void **state)
{
	static const char *const paths[] = {"/clients/%s",
	    "/clients/%s/sessions.csv", "/clients/%s/days.csv",
	    "/v1/me/devices/%s"};
	const char *how = getenv("GUARD");
	int tries = how && strcmp(how, "long") == 0 ? 10000 : 200;
	struct world w;

	(void)state;
	world_begin(&w);
	for (size_t i = 0; i < ARRAY_LEN(paths); i++) {
		bool page = *paths[i] == '/' && paths[i][1] == 'c';
		const struct seat *seat =
		    &w.seats[page ? OTHER_COACH : OTHER_TOKEN];
		const char *method = page ? "GET" : "DELETE";
		char path[256], *foreign, *guess;

		snprintf(path, sizeof(path), paths[i],
		    page ? w.device.client_id : w.device.id);
		foreign = ask_role(&w, method, path, "", NULL, seat);
		assert_int_equal(status_of(foreign), 404);
		foreign = what_it_says(foreign);
		for (int n = 0; n < tries; n++) {
			char id[UUID_LEN];

			/* Of about when the true one was made. */
			rng_uuid_at(clock_wall_ms() - n % 2, id);
			snprintf(path, sizeof(path), paths[i], id);
			guess = ask_role(&w, method, path, "", NULL, seat);
			assert_int_equal(status_of(guess), 404);
			guess = what_it_says(guess);
			assert_string_equal(guess, foreign);
			free(guess);
		}
		free(foreign);
	}
	serve_end(&w.s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_route_as_everybody),
	    cmocka_unit_test(every_form_from_elsewhere),
	    cmocka_unit_test(every_body_of_another_type),
	    cmocka_unit_test(every_cookie),
	    cmocka_unit_test(every_text_as_a_statement),
	    cmocka_unit_test(guessed_ids),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
