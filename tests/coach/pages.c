#include "coach/pages.h"

#include "tests/test.h"

#include "tests/coach/knock.h"

#include "base/civil.h"
#include "base/json.h"
#include "coach/browser.h"
#include "report/html.h"
#include "sync/stamp.h"

#include <ctype.h>

#define PASSWORD "correct horse battery"

/* --- browsers --------------------------------------------------------------- */

/* What one call has besides its method and path; NULL: not sent. */
struct asking {
	const char *method, *path, *id, *token, *site, *origin, *form, *bearer;
	const char *from; /* the address that it comes from */
};

static char *
ask_page(const struct served *s, struct asking a)
{
	int fd = knock_from(s, a.from ? a.from : "127.0.0.1");
	struct str request = {0}, body = {0};
	char *answer;

	str_clear(&body);
	if (a.form)
		str_add(&body, a.form);
	if (a.token)
		str_addf(&body, "%stoken=%s", body.len ? "&" : "", a.token);
	str_addf(&request, "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n",
	    a.method ? a.method : "GET", a.path, s->port);
	if (a.id)
		str_addf(&request, "Cookie: uncoil=%s\r\n", a.id);
	if (a.site)
		str_addf(&request, "Sec-Fetch-Site: %s\r\n", a.site);
	if (a.origin)
		str_addf(&request, "Origin: %s\r\n", a.origin);
	if (a.bearer)
		str_addf(&request, "Authorization: Bearer %s\r\n", a.bearer);
	if (a.method && strcmp(a.method, "POST") == 0)
		str_addf(&request, "Content-Type: %s\r\nContent-Length: %zu\r\n",
		    ROUTE_FORM, body.len);
	str_addf(&request, "\r\n%s", body.s);
	say(fd, request.s, request.len);
	answer = hear_one(fd);
	close(fd);
	str_fini(&request);
	str_fini(&body);
	return answer;
}

/* Its status; for a way elsewhere, where to. */
static void
expect(const struct served *s, struct asking a, int status, const char *there)
{
	char *answer = ask_page(s, a), to[128];

	if (status_of(answer) != status)
		fail_msg("%s: %d is wanted: %s", a.path, status, answer);
	if (there) {
		snprintf(to, sizeof(to), status == 303 ? "Location: %s\r\n" : "%s",
		    there);
		if (!strstr(answer, to))
			fail_msg("%s: nothing of %s: %s", a.path, to, answer);
	}
	free(answer);
}

/* What stands between two texts; false when it is not there. */
static bool
between(const char *text, const char *from, char id[SECRET_HEX])
{
	const char *at = strstr(text, from);

	snprintf(id, SECRET_HEX, "%s", at ? at + strlen(from) : "");
	return at && secret_is_hex(id);
}

static void
serve_pages(struct served *s)
{
	serve_begin(s);
	s->about.loopback = true;
}

/* The store, as the command line has it beside a server that runs. */
static struct store *
beside(struct served *s)
{
	struct err err;
	bool made;
	struct store *store =
	    store_open(s->made.folder.path, clock_wall_ms(), &made, &err);

	assert_non_null(store);
	assert_true(store_begin(store, &err));
	return store;
}

static void
done_beside(struct store *store)
{
	struct err err;

	if (!store_commit(store, &err))
		fail_msg("%s", err.text);
	store_close(store);
}

static void
set_password(struct served *s)
{
	struct store *store = beside(s);
	char hash[SECRET_PASSWORD];
	struct err err;

	assert_true(secret_password(PASSWORD, hash, &err));
	store_coach_password(store, &s->made.coach, hash, clock_wall_ms());
	done_beside(store);
}

/* A browser that was signed in some time ago. */
static void
signed_in(struct served *s, const struct coach *coach, int64_t ago_ms, char id[65],
    char token[65])
{
	struct store *store = beside(s);

	browser_new(id);
	browser_token(store_key(store), id, token);
	store_web_begin(store, coach, id, token, clock_wall_ms() - ago_ms);
	done_beside(store);
}

static void
another_coach(
    struct served *s, const char *login, bool employer, struct coach *coach)
{
	struct store *store = beside(s);
	struct err err;

	*coach = (struct coach){.employer = employer, .pw_hash = "!"};
	snprintf(coach->login, sizeof(coach->login), "%s", login);
	snprintf(coach->name, sizeof(coach->name), "%s", login);
	assert_true(store_coach_add(store, coach, clock_wall_ms(), &err));
	done_beside(store);
}

/* A client of a coach's; the token is made_token's of n. */
static void
a_client(struct served *s, const struct coach *coach, int n, struct device *device)
{
	struct store *store = beside(s);
	struct invite invite = {.coach_no = coach->no,
	    .client_no = -1,
	    .alias = "Sam",
	    .want = WIRE_DONE,
	    .expires_ms = clock_wall_ms() + DAY_MS};
	struct enrolment e;
	char code[CODE_LEN];

	made_enrolment(&e, n, WIRE_SHARE_ALL);
	store_invite_add(store, &invite, clock_wall_ms(), code);
	assert_true(store_invite(store, code, clock_wall_ms(), &invite));
	assert_int_equal(
	    store_enrol(store, code, &invite, &e, clock_wall_ms(), device),
	    ENROL_NEW);
	done_beside(store);
}

/* --- signing in and out ----------------------------------------------------- */

static void
in_and_out(void **state)
{
	struct served s = {0};
	char first[65], id[65], token[65], form[128], *answer, *dump;

	(void)state;
	serve_pages(&s);
	set_password(&s);
	expect(&s, (struct asking){.path = "/"}, 303, "/sign-in");
	answer = ask_page(&s, (struct asking){.path = "/sign-in"});
	assert_true(between(answer, "Set-Cookie: uncoil=", first));
	assert_true(between(answer, "name=\"token\" value=\"", token));
	assert_non_null(strstr(answer, "; HttpOnly; SameSite=Strict; Path=/\r\n"));
	free(answer);
	/* A browser that has an id keeps it, and so do its other tabs. */
	answer = ask_page(&s, (struct asking){.path = "/sign-in", .id = first});
	assert_null(strstr(answer, "Set-Cookie"));
	free(answer);
	expect(&s,
	    (struct asking){.method = "POST",
		.path = "/sign-in",
		.id = first,
		.token = token,
		.site = "same-origin",
		.form = "name=dana&password=wrong+horse+battery"},
	    403, "do not go together");
	snprintf(
	    form, sizeof(form), "name=dana&password=%s", "correct+horse%20battery");
	answer = ask_page(&s, (struct asking){.method = "POST",
				  .path = "/sign-in",
				  .id = first,
				  .token = token,
				  .site = "same-origin",
				  .form = form});
	assert_int_equal(status_of(answer), 303);
	assert_true(between(answer, "Set-Cookie: uncoil=", id));
	/* A new id: what was in the browser before is worth nothing. */
	assert_string_not_equal(id, first);
	free(answer);
	expect(&s, (struct asking){.path = "/", .id = first}, 303, "/sign-in");
	expect(&s, (struct asking){.path = "/sign-in", .id = id}, 303, "/");
	answer = ask_page(&s, (struct asking){.path = "/", .id = id});
	assert_int_equal(status_of(answer), 200);
	assert_true(between(answer, "name=\"token\" value=\"", token));
	assert_non_null(strstr(answer, "Dana Roe"));
	free(answer);
	answer = ask_page(&s, (struct asking){.method = "POST",
				  .path = "/sign-out",
				  .id = id,
				  .token = token,
				  .site = "same-origin"});
	assert_int_equal(status_of(answer), 303);
	assert_non_null(strstr(answer, "Set-Cookie: uncoil=; "));
	assert_non_null(strstr(answer, "Max-Age=0"));
	free(answer);
	/* At the server, too. */
	expect(&s, (struct asking){.path = "/", .id = id}, 303, "/sign-in");
	serve_stop(&s);
	dump = made_dump(&s.made);
	assert_null(strstr(dump, id));
	assert_null(strstr(dump, "horse"));
	assert_null(strstr(s.logged, id));
	assert_null(strstr(s.logged, "horse"));
	assert_non_null(strstr(dump, "signed in"));
	assert_non_null(strstr(dump, "sign-in failed"));
	free(dump);
	serve_end(&s);
}

/* Only the hash of an id is kept while it is good. */
static void
only_hashes(void **state)
{
	struct served s = {0};
	char id[65], token[65], hash[65], *dump;

	(void)state;
	serve_pages(&s);
	signed_in(&s, &s.made.coach, 0, id, token);
	expect(&s, (struct asking){.path = "/", .id = id}, 200, NULL);
	serve_stop(&s);
	dump = made_dump(&s.made);
	secret_sha256(id, strlen(id), hash);
	assert_null(strstr(dump, id));
	assert_non_null(strstr(dump, hash));
	free(dump);
	serve_end(&s);
}

static void
how_long(void **state)
{
	static const struct {
		int64_t minutes;
		bool good;
	} rows[] = {{0, true}, {59, true}, {61, false}, {13 * 60, false}};
	struct served s = {0};
	char id[65], token[65];

	(void)state;
	serve_pages(&s);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		signed_in(&s, &s.made.coach, rows[i].minutes * 60000, id, token);
		expect(&s, (struct asking){.path = "/", .id = id},
		    rows[i].good ? 200 : 303, NULL);
	}
	/* Used all the time, it is good for twelve hours and not longer. */
	signed_in(&s, &s.made.coach, 12 * 3600000 + 1000, id, token);
	{
		struct store *store = beside(&s);
		char hash[65];

		secret_sha256(id, strlen(id), hash);
		db_run(store_db(store), DO_WEB_SEEN,
		    VALUES(db_t(hash), db_n(clock_wall_ms())));
		done_beside(store);
	}
	expect(&s, (struct asking){.path = "/", .id = id}, 303, "/sign-in");
	/* And not a moment longer than its coach is let in. */
	signed_in(&s, &s.made.coach, 0, id, token);
	expect(&s, (struct asking){.path = "/", .id = id}, 200, NULL);
	{
		struct store *store = beside(&s);

		store_coach_disable(store, &s.made.coach, clock_wall_ms());
		done_beside(store);
	}
	expect(&s, (struct asking){.path = "/", .id = id}, 303, "/sign-in");
	serve_end(&s);
}

/* --- forms from elsewhere --------------------------------------------------- */

static void
forms_from_elsewhere(void **state)
{
	struct served s = {0};
	char id[65], token[65], other[65], others[65];

	(void)state;
	serve_pages(&s);
	signed_in(&s, &s.made.coach, 0, id, token);
	signed_in(&s, &s.made.coach, 0, other, others);
	{
		const struct asking rows[] = {
		    {.id = id, .site = "same-origin"}, /* no token */
		    {.id = id, .site = "same-origin", .token = others},
		    {.id = id, .site = "same-origin", .token = ""},
		    {.id = id, .site = "cross-site", .token = token},
		    {.id = id, .site = "same-site", .token = token},
		    {.id = id, .site = "none", .token = token},
		    {.id = id, .origin = "https://evil.example", .token = token},
		    {.id = id, .origin = "null", .token = token},
		    {.id = id, .token = token}, /* says nothing of itself */
		    {.site = "same-origin", .token = token}, /* no cookie */
		};

		for (size_t i = 0; i < ARRAY_LEN(rows); i++)
			for (int k = 0; k < 2; k++) {
				struct asking a = rows[i];

				a.method = "POST";
				a.path = k ? "/sign-out" : "/sign-in";
				a.form = "name=dana&password=xxxxxxxxxx";
				expect(&s, a, 403, "Nothing was changed");
			}
	}
	expect(&s, (struct asking){.path = "/", .id = id}, 200, NULL);
	expect(&s,
	    (struct asking){.method = "POST",
		.path = "/sign-out",
		.id = id,
		.site = "same-origin",
		.token = token,
		.form = "a=%"},
	    400, NULL);
	expect(&s, (struct asking){.method = "GET", .path = "/sign-out", .id = id},
	    405, NULL);
	expect(&s, (struct asking){.path = "/", .id = id}, 200, NULL);
	serve_end(&s);
}

/* --- guessing --------------------------------------------------------------- */

static int
guess(struct served *s, const char *id, const char *token, int block, int name)
{
	char from[24], form[96], *answer;
	int status;

	snprintf(from, sizeof(from), "127.0.%d.1", block);
	snprintf(form, sizeof(form), "name=coach%d&password=guess%d-%d-x", name,
	    block, name);
	answer = ask_page(s, (struct asking){.method = "POST",
				 .path = "/sign-in",
				 .id = id,
				 .token = token,
				 .site = "same-origin",
				 .form = form,
				 .from = from});
	status = status_of(answer);
	if (status == 429)
		assert_non_null(strstr(answer, "Retry-After: "));
	free(answer);
	return status;
}

/* Five tries for a name whoever asks, and five for an address whatever the name. */
static void
guessing(void **state)
{
	struct served s = {0};
	char id[65], token[65];

	(void)state;
	serve_pages(&s);
	signed_in(&s, &s.made.coach, 0, id, token);
	for (int i = 0; i < 5; i++)
		assert_int_equal(guess(&s, id, token, i, 0), 403);
	assert_int_equal(guess(&s, id, token, 9, 0), 429);
	for (int i = 0; i < 5; i++)
		assert_int_equal(guess(&s, id, token, 20, 10 + i), 403);
	assert_int_equal(guess(&s, id, token, 20, 99), 429);
	serve_end(&s);
}

/* --- who may ask what ------------------------------------------------------- */

enum role { NOBODY, DEVICE, OWNER, OTHER, EMPLOYER, ROLES };

static bool
is_private(const struct route *r)
{
	return strncmp(r->path, "/clients/", 9) == 0;
}

static int
wanted(const struct route *r, enum role role)
{
	if (r->who == WHO_DEVICE)
		return role == DEVICE ? 0 : 401;
	if (r->who != WHO_COACH)
		return 0;
	if (role == NOBODY || role == DEVICE)
		return 303;
	if (r->method == METHOD_POST)
		return 303;
	return is_private(r) && role != OWNER ? 404 : 200;
}

/* The path with the client's id in the place of `*`. */
static const char *
path_of(const struct route *r, const char *id, char path[256])
{
	size_t before = strcspn(r->path, "*");

	snprintf(path, 256, "%.*s%s%s", (int)before, r->path,
	    r->path[before] ? id : "", r->path[before] ? r->path + before + 1 : "");
	return path;
}

/* A dump without what is written down of who looked. */
static char *
dump_of(struct served *s)
{
	struct made m = {0};
	struct str kept = {0};
	struct err err;
	bool made;
	char *all;

	m.store = store_open(s->made.folder.path, clock_wall_ms(), &made, &err);
	assert_non_null(m.store);
	all = made_dump(&m);
	store_close(m.store);
	str_clear(&kept);
	for (char *line = strtok(all, "\n"); line; line = strtok(NULL, "\n"))
		if (!strstr(line, "\"audit\"") &&
		    !strstr(line, "\"web_session\"") &&
		    !strstr(line, "\"device\"") && !strstr(line, "\"rate\""))
			str_addf(&kept, "%s\n", line);
	free(all);
	return str_take(&kept);
}

static void
every_header(const char *answer, const char *path)
{
	static const char *const headers[] = {
	    "Cache-Control: no-store\r\n",
	    "X-Content-Type-Options: nosniff\r\n",
	    "Referrer-Policy: no-referrer\r\n",
	    "Strict-Transport-Security: max-age=",
	    "Content-Security-Policy: default-src 'none'; style-src 'self'; "
	    "img-src "
	    "'self'; form-action 'self'; base-uri 'none'; frame-ancestors "
	    "'none'\r\n",
	};

	for (size_t i = 0; i < ARRAY_LEN(headers); i++)
		if (!strstr(answer, headers[i]))
			fail_msg("%s: no %s in %s", path, headers[i], answer);
}

static const char *
method_name(enum method method)
{
	switch (method) {
	case METHOD_GET:
		return "GET";
	case METHOD_POST:
		return "POST";
	case METHOD_PUT:
		return "PUT";
	case METHOD_DELETE:
		return "DELETE";
	}
	return "";
}

struct seat {
	char id[65], token[65];
};

static void
one_of_all(struct served *s, const struct route *r, enum role role,
    const struct seat *seat, const char *client, const char *bearer)
{
	bool form = r->takes && strcmp(r->takes, ROUTE_FORM) == 0;
	char path[256], *answer;
	int want = wanted(r, role);

	answer = ask_page(s, (struct asking){.method = method_name(r->method),
				 .path = path_of(r, client, path),
				 .id = *seat->id ? seat->id : NULL,
				 .bearer = role == DEVICE ? bearer : NULL,
				 .token = form ? seat->token : NULL,
				 .site = "same-origin"});
	every_header(answer, path);
	if (form && !*seat->id)
		want = 403; /* before it is asked who it is */
	if (want && status_of(answer) != want)
		fail_msg("%s %s as %d: %d is wanted: %s", method_name(r->method),
		    path, role, want, answer);
	if (is_private(r) && role != OWNER)
		assert_null(strstr(answer, "Sam"));
	free(answer);
}

/* Every route of the table, as everybody; no GET changes anything but the records
 * of who looked. */
static void
everybody_everywhere(void **state)
{
	struct coach coaches[ROLES] = {0};
	struct served s = {0};
	struct device device;
	char bearer[64];
	int routes = 0, private = 0;

	(void)state;
	serve_pages(&s);
	coaches[OWNER] = s.made.coach;
	another_coach(&s, "kim", false, &coaches[OTHER]);
	another_coach(&s, "boss", true, &coaches[EMPLOYER]);
	a_client(&s, &coaches[OWNER], 1, &device);
	made_token(1, bearer);
	for (const struct route *r = route_table; r->path; r++) {
		routes++;
		private += is_private(r);
		/* Calls that take JSON, and what a device may do with them, are
		 * tests/coach/api's. */
		if (r->takes && strcmp(r->takes, ROUTE_FORM) != 0)
			continue;
		for (int role = 0; role < ROLES; role++) {
			struct seat seat = {0};
			char *was, *is;

			if (role == DEVICE && r->method == METHOD_DELETE)
				continue;
			if (coaches[role].no)
				signed_in(
				    &s, &coaches[role], 0, seat.id, seat.token);
			was = dump_of(&s);
			one_of_all(&s, r, (enum role)role, &seat, device.client_id,
			    bearer);
			is = dump_of(&s);
			if (r->method == METHOD_GET || wanted(r, role) >= 400)
				assert_string_equal(was, is);
			free(was);
			free(is);
		}
	}
	assert_true(routes >= 20);
	assert_int_equal(private, 3);
	serve_end(&s);
}

/* An employer of whom a client is the client sees nobody all the same, and an id
 * that nobody has looks like another's. */
static void
no_employer_sees_a_person(void **state)
{
	struct served s = {0};
	struct coach boss;
	struct device device;
	char id[65], token[65], path[128], *a, *b;

	(void)state;
	serve_pages(&s);
	another_coach(&s, "boss", true, &boss);
	a_client(&s, &boss, 1, &device);
	signed_in(&s, &boss, 0, id, token);
	expect(&s, (struct asking){.path = "/", .id = id}, 200, "sees no person");
	snprintf(path, sizeof(path), "/clients/%s", device.client_id);
	a = ask_page(&s, (struct asking){.path = path, .id = id});
	rng_uuid_at(clock_wall_ms(), path + 9);
	b = ask_page(&s, (struct asking){.path = path, .id = id});
	assert_int_equal(status_of(a), 404);
	assert_string_equal(body_of(a), body_of(b));
	free(a);
	free(b);
	serve_end(&s);
}

/* --- what a client's data does to a page ------------------------------------ */

/* The elements of a page with the names of their attributes, without their texts;
 * fails when they are not nested as they should be. */
static char *
tree_of(const char *html)
{
	static const char *const empty[] = {"meta", "link", "input", "br", NULL};
	char open[64][24];
	struct str tree = {0};
	size_t n = 0;

	str_clear(&tree);
	while ((html = strchr(html, '<')) != NULL) {
		char name[24];
		bool closes = *++html == '/', alone = *html == '!';
		size_t len = strcspn(html + closes, " />\n");

		if (alone) {
			html = strchr(html, '>');
			continue;
		}
		snprintf(name, sizeof(name), "%.*s", (int)len, html + closes);
		html += closes + len;
		str_addf(&tree, "%s%s", closes ? "/" : "", name);
		/* Attributes: name="value", nothing else. */
		while (*html == ' ') {
			size_t end = strcspn(++html, "=> ");

			str_addf(&tree, " %.*s", (int)end, html);
			html += end;
			if (*html == '=') {
				assert_true(html[1] == '"');
				html = strchr(html + 2, '"') + 1;
			}
		}
		if (*html == '/') {
			html++;
			alone = true;
		}
		assert_true(*html == '>');
		for (const char *const *e = empty; *e; e++)
			alone |= strcmp(*e, name) == 0;
		if (closes) {
			assert_true(n > 0);
			assert_string_equal(open[--n], name);
		} else if (!alone) {
			assert_true(n < 64);
			memcpy(open[n++], name, sizeof(name));
		}
		str_add(&tree, "\n");
	}
	assert_int_equal(n, 0);
	return str_take(&tree);
}

static void
put_session(
    struct store *store, const struct device *device, int n, const char *text)
{
	char id[UUID_LEN], day[CIVIL_LEN], stops[1024];
	int32_t on = civil_day(clock_wall_ms(), 0, 0) - n;
	struct json *list = json_new_array(), *stop = json_push_object(list);
	struct str json = {0};

	json_set_str(stop, "step", text);
	json_set_str(stop, "why", "pain");
	json_set_int(stop, "flag", 4);
	json_add_compact(list, &json);
	snprintf(stops, sizeof(stops), "%s", json.s);
	str_fini(&json);
	json_free(list);
	rng_uuid_day(on, id);
	db_run(store_db(store), DO_SESSION_PUT,
	    VALUES(db_n(device->client_no), db_t(id), db_t(civil_print(on, day)),
		db_n(1), db_t("x"), db_t(text), db_t(NULL), db_n(0), db_t(NULL),
		db_t(NULL), db_n(100), db_n(1), db_n(2), db_t(NULL), db_n(5),
		db_n(3), db_n(2), db_t(stops), db_t(text), db_n(0)));
}

static void
put_checkin(struct store *store, const struct device *device, const char *text)
{
	char id[UUID_LEN], day[CIVIL_LEN];
	int32_t on = civil_day(clock_wall_ms(), 0, 0);

	rng_uuid_day(on, id);
	db_run(store_db(store), DO_CHECKIN_PUT,
	    VALUES(db_n(device->client_no), db_t(id), db_t(civil_print(on, day)),
		db_n(1), db_t("x"), db_n(0), db_n(5), db_n(4), db_n(3), db_t(text),
		db_n(0)));
}

/* A client all of whose texts are this one. */
static void
all_texts(struct served *s, const struct device *device, const char *text)
{
	struct store *store = beside(s);
	struct db *db = store_db(store);
	struct plan plan = {.title = text,
	    .items = "[]",
	    .per_day = 1,
	    .days_mask = 0x7f,
	    .from = "2026-01-01"};
	struct err err;

	db_run(db, DO_CLIENT_NAMED, VALUES(db_n(device->client_no), db_t(text)));
	for (int n = 0; n < 2; n++)
		put_session(store, device, n, text);
	put_checkin(store, device, text);
	assert_true(store_plan(store, device->client_no, s->made.coach.no, &plan,
	    clock_wall_ms(), &err));
	db_run(db, DO_RX_ANSWERED,
	    VALUES(db_n(device->client_no), db_t(plan.rx), db_n(1),
		db_t("declined"), db_t(text), db_n(clock_wall_ms())));
	done_beside(store);
}

static void
unlike(struct served *s, const char *text, char **roster, char **client)
{
	char id[65], token[65], path[128], *answer;
	struct device device;
	struct coach coach;
	struct str safe = {0};
	static int n;
	char login[24];

	snprintf(login, sizeof(login), "c%d", ++n);
	another_coach(s, login, false, &coach);
	a_client(s, &coach, 100 + n, &device);
	all_texts(s, &device, text);
	signed_in(s, &coach, 0, id, token);
	answer = ask_page(s, (struct asking){.path = "/", .id = id});
	assert_int_equal(status_of(answer), 200);
	*roster = tree_of(body_of(answer));
	str_clear(&safe);
	html_text(&safe, text);
	assert_non_null(strstr(answer, safe.s));
	free(answer);
	snprintf(path, sizeof(path), "/clients/%s", device.client_id);
	answer = ask_page(s, (struct asking){.path = path, .id = id});
	assert_int_equal(status_of(answer), 200);
	*client = tree_of(body_of(answer));
	assert_non_null(strstr(answer, safe.s));
	free(answer);
	str_fini(&safe);
}

static const char *const hostile[] = {"<script>alert(1)</script>",
    "\"><script>alert(1)</script>", "'><img src=x onerror=alert(1)>",
    "</title><svg onload=alert(1)>", "<!--", "-->", "]]>", "<![CDATA[x",
    "</td></tr></table><form action=//evil>", "</style><b>", "&lt;b&gt;", "&#60;b",
    "&", "\" onmouseover=\"alert(1)", "javascript:alert(1)", "{{7*7}}", "${7*7}",
    "<a href=data:text/html,x>", "%3Cscript%3E", "\xe2\x80\xae<b>", "a\tb",
    "<<<<>>>>", "\xef\xbb\xbf<b>", "x' OR '1'='1", "'; DROP TABLE client; --",
    "=cmd|' /C calc'!A0", "%s%n%d", "<plaintext>", "<base href=//evil>"};

static void
hostile_texts(void **state)
{
	struct served s = {0};
	char *roster, *client, *r, *c, *was, *is;

	(void)state;
	serve_pages(&s);
	unlike(&s, "Sam", &roster, &client);
	assert_non_null(strstr(client, "svg class viewBox"));
	for (size_t i = 0; i < ARRAY_LEN(hostile); i++) {
		unlike(&s, hostile[i], &r, &c);
		if (strcmp(r, roster) != 0 || strcmp(c, client) != 0)
			fail_msg("%s changes the page", hostile[i]);
		free(r);
		free(c);
	}
	/* Every character that means something somewhere, between two others. */
	for (char ch = 0x20; ch < 0x7f; ch++) {
		char text[4] = {'a', ch, 'b', '\0'};

		if (isalnum((unsigned char)ch))
			continue;
		unlike(&s, text, &r, &c);
		if (strcmp(r, roster) != 0 || strcmp(c, client) != 0)
			fail_msg("%s changes the page", text);
		free(r);
		free(c);
	}
	was = dump_of(&s);
	is = dump_of(&s);
	assert_string_equal(was, is);
	assert_non_null(strstr(was, "DROP TABLE"));
	free(was);
	free(is);
	free(roster);
	free(client);
	serve_end(&s);
}

/* What a client's program says in its own words comes to be on the pages. */
static void
what_a_client_says(void **state)
{
	struct served s = {0};
	struct device device;
	char id[65], token[65], bearer[64], path[128], day[CIVIL_LEN],
	    one[UUID_LEN], two[UUID_LEN], at[STAMP_LEN], *answer;
	int32_t today = civil_day(clock_wall_ms(), 0, 0);
	struct str body = {0};

	(void)state;
	serve_pages(&s);
	a_client(&s, &s.made.coach, 1, &device);
	civil_print(today, day);
	rng_uuid_day(today, one);
	rng_uuid_day(today, two);
	str_addf(&body,
	    "{\"uncoil\":1,\"batch\":\"b\",\"sent_at\":\"%s\",\"agent\":\"x\","
	    "\"after\":null,\"items\":[{\"type\":\"session\",\"id\":\"%s\",\"rev\":"
	    "1,"
	    "\"local_date\":\"%s\",\"routine\":\"desk-reset-2\",\"state\":"
	    "\"partial\","
	    "\"stops\":[{\"step\":\"cat-cow\",\"why\":\"pain\",\"flag\":4}]},"
	    "{\"type\":\"checkin\",\"id\":\"%s\",\"rev\":1,\"local_date\":\"%s\","
	    "\"pain\":7,\"note\":\"hardly slept\"}]}",
	    stamp_print(clock_wall_ms(), at), one, day, two, day);
	made_token(1, bearer);
	answer = ask_as(&s, "POST", "/v1/sync", bearer, body.s);
	assert_int_equal(status_of(answer), 200);
	assert_null(strstr(answer, "refused"));
	free(answer);
	str_fini(&body);
	signed_in(&s, &s.made.coach, 0, id, token);
	expect(&s, (struct asking){.path = "/", .id = id}, 200,
	    "symptoms moved down the limb, at cat-cow");
	snprintf(path, sizeof(path), "/clients/%s", device.client_id);
	answer = ask_page(&s, (struct asking){.path = path, .id = id});
	assert_non_null(
	    strstr(answer, "<strong>symptoms moved down the limb</strong>"
			   ", cat-cow <span class=\"faint\">F4"));
	assert_non_null(strstr(answer, "<h2>Check-ins</h2>"));
	assert_non_null(
	    strstr(answer, "<td class=\"n\">-</td><td class=\"n\">7</td>"));
	assert_non_null(strstr(answer, "<dd>hardly slept</dd>"));
	free(answer);
	serve_end(&s);
}

/* No cell of a table begins as a formula does. */
static void
tables_to_take_away(void **state)
{
	static const char *const texts[] = {
	    "=1+1", "+1", "-1", "@x", "\t=1", "\"=1"};
	struct served s = {0};
	struct device device;
	char id[65], token[65], path[128], *answer;

	(void)state;
	serve_pages(&s);
	a_client(&s, &s.made.coach, 1, &device);
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		all_texts(&s, &device, texts[i]);
	signed_in(&s, &s.made.coach, 0, id, token);
	snprintf(path, sizeof(path), "/clients/%s/sessions.csv", device.client_id);
	answer = ask_page(&s, (struct asking){.path = path, .id = id});
	assert_int_equal(status_of(answer), 200);
	assert_non_null(
	    strstr(answer, "Content-Type: text/csv; charset=utf-8\r\n"));
	assert_non_null(
	    strstr(answer, "attachment; filename=\"sessions.csv\"\r\n"));
	assert_non_null(strstr(answer, "\"'=1+1\""));
	for (const char *at = body_of(answer); (at = strstr(at, ",\"")) != NULL;
	     at += 2)
		assert_null(memchr("=+-@\t", at[2], 5));
	free(answer);
	snprintf(path, sizeof(path), "/clients/%s/days.csv", device.client_id);
	expect(&s, (struct asking){.path = path, .id = id}, 200, "\"pain_most\"");
	/* And it stands there who took it. */
	snprintf(path, sizeof(path), "/clients/%s", device.client_id);
	expect(
	    &s, (struct asking){.path = path, .id = id}, 200, "Dana Roe: exported");
	expect(
	    &s, (struct asking){.path = path, .id = id}, 200, "Dana Roe: viewed");
	serve_end(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(in_and_out),
	    cmocka_unit_test(only_hashes),
	    cmocka_unit_test(how_long),
	    cmocka_unit_test(forms_from_elsewhere),
	    cmocka_unit_test(guessing),
	    cmocka_unit_test(everybody_everywhere),
	    cmocka_unit_test(no_employer_sees_a_person),
	    cmocka_unit_test(hostile_texts),
	    cmocka_unit_test(what_a_client_says),
	    cmocka_unit_test(tables_to_take_away),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
