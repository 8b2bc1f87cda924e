#include "coach/pages.h"

#include "tests/test.h"

#include "tests/coach/visitors.h"

#include "base/civil.h"
#include "base/json.h"
#include "report/html.h"
#include "sync/stamp.h"

#include <ctype.h>

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

/* --- whom they see ---------------------------------------------------------- */

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
	    cmocka_unit_test(no_employer_sees_a_person),
	    cmocka_unit_test(hostile_texts),
	    cmocka_unit_test(what_a_client_says),
	    cmocka_unit_test(tables_to_take_away),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
