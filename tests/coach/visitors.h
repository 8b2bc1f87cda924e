/*
 * Who comes to a server that runs inside the test (knock.h): browsers with a cookie and
 * a form's token, coaches who are signed in, clients with a token.
 */
#ifndef TESTS_COACH_VISITORS_H
#define TESTS_COACH_VISITORS_H

#include "coach/browser.h"
#include "tests/coach/knock.h"

#define PASSWORD "correct horse battery"

/* --- browsers --------------------------------------------------------------- */

/* What one call has besides its method and path; NULL: not sent. */
struct asking {
	const char *method, *path, *id, *token, *site, *origin, *form, *bearer;
	const char *from; /* the address that it comes from */
};

static inline char *
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
static inline void
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
static inline bool
between(const char *text, const char *from, char id[SECRET_HEX])
{
	const char *at = strstr(text, from);

	snprintf(id, SECRET_HEX, "%s", at ? at + strlen(from) : "");
	return at && secret_is_hex(id);
}

static inline void
serve_pages(struct served *s)
{
	serve_begin(s);
	s->about.loopback = true;
}

/* The store, as the command line has it beside a server that runs. */
static inline struct store *
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

static inline void
done_beside(struct store *store)
{
	struct err err;

	if (!store_commit(store, &err))
		fail_msg("%s", err.text);
	store_close(store);
}

static inline void
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
static inline void
signed_in(struct served *s, const struct coach *coach, int64_t ago_ms, char id[65],
    char token[65])
{
	struct store *store = beside(s);

	browser_new(id);
	browser_token(store_key(store), id, token);
	store_web_begin(store, coach, id, token, clock_wall_ms() - ago_ms);
	done_beside(store);
}

static inline void
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
static inline void
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

/* --- what is there ----------------------------------------------------------- */

/* A dump without what is written down of who looked. */
static inline char *
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

#endif
