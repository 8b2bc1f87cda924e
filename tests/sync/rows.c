/*
 * Each failure, by its name, with a server that does it: what `uncoil sync status` says
 * of it at once, and later, in plain words, and what becomes of what waits.  Rows whose
 * words nobody can bring about with an answer (a certificate) are noted as met.
 */
#include "tests/test.h"

#include "base/civil.h"
#include "sync/account.h"
#include "sync/share.h"
#include "sync/stamp.h"
#include "sync/token.h"
#include "tests/history/made.h"
#include "tests/sync/evil.h"

#include <stdlib.h>
#include <time.h>

#define HOUR  INT64_C(3600000)
#define AFTER (24 * HOUR)

struct person {
	struct folder place;
	struct link link;
	struct peer peer;
	char token_file[700], id[UUID_LEN];
};

static const struct http_setup plainly = {
    .ca_file = "", .pin = "", .proxy = "", .agent = "uncoil/0.0.0"};

static int64_t
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void
add_session(struct person *p, int32_t day)
{
	struct session_record r = record(day, civil_utc_ms(day));

	r.state = STATE_DONE;
	assert_true(history_add(p->link.h, &r, NULL));
	strcpy(p->id, r.id);
	session_record_fini(&r);
}

/* Linked with Dana, and one session waits. */
static void
begin(struct person *p, const char *url)
{
	char token[TOKEN_LEN];

	*p = (struct person){0};
	folder_make(&p->place, "history.db");
	snprintf(
	    p->token_file, sizeof(p->token_file), "%s/sync/token", p->place.path);
	assert_true(token_make(token, NULL));
	assert_true(token_write(p->token_file, token, NULL));
	p->link = (struct link){.h = must_open(p->place.file),
	    .http = http_open(&plainly, NULL),
	    .agent = "uncoil/0.0.0",
	    .token_file = p->token_file,
	    .now_ms = now(),
	    .streak = -1,
	    .every_min = 60};
	p->link.today = civil_day(p->link.now_ms, 0, 0);
	add_session(p, p->link.today);
	p->peer = (struct peer){.state = PEER_JOINED,
	    .share = WIRE_DONE,
	    .retain_days = 400,
	    .cursor = "19.a1b2c3d4",
	    .coach = "Dana",
	    .server = "Hill Street"};
	strcpy(p->peer.name, PEER_COACH);
	snprintf(p->peer.url, sizeof(p->peer.url), "%s", url);
	pace_init(&p->peer.pace, WIRE_ITEMS);
	assert_true(peer_put(p->link.h, &p->peer, NULL));
}

static void
end(struct person *p)
{
	http_close(p->link.http);
	history_close(p->link.h);
	folder_remove(&p->place);
}

static void
run(struct person *p)
{
	struct err err = {""};

	link_run(&p->link, &p->peer, &err);
}

/* What status says so much later; the caller frees it. */
static char *
status(struct person *p, int64_t later_ms)
{
	struct link link = p->link;
	struct err err = {""};
	struct peer peer;
	char *text = NULL;
	size_t size;

	assert_true(peer_find(p->link.h, PEER_COACH, &peer, &err));
	link.now_ms += later_ms;
	link.out = open_memstream(&text, &size);
	if (!account_status(&link, &peer, &err))
		fail_msg("%s", err.text);
	fclose(link.out);
	return text;
}

/* words "": nothing but who, what is shared and how much waits. */
static void
says(struct person *p, const char *row, int64_t later_ms, const char *words)
{
	char *text = status(p, later_ms), *last;
	int lines = 0;

	for (last = text; (last = strchr(last, '\n')) != NULL; last++)
		lines++;
	if (*words ? !strstr(text, words) : lines > 3)
		fail_msg("%s, after %d h: \"%s\" is wanted: %s", row,
		    (int)(later_ms / HOUR), words, text);
	free(text);
}

/* --- answers byte for byte --------------------------------------------------------- */

#define HEAD(status, type)                                                         \
	"HTTP/1.1 " status "\r\nContent-Type: " type "\r\nConnection: close\r\n"
#define JSON HEAD("200 OK", "application/json")
#define PROBLEM(s, p)                                                              \
	HEAD(s, "application/problem+json")                                        \
	"\r\n{\"type\":\"urn:uncoil:problem:" p                                    \
	"\",\"title\":\"Oh\",\"ref\":\"8f3c\"}"
#define WAITS "0 told, 1 waiting"

static const struct row {
	const char *row; /* of the table */
	const char *answer;
	const char *at_once;
	int64_t later_ms;
	const char *later;
	const char *counts; /* how much waits */
} rows[] = {
    {"captive portal / proxy login, 200 HTML",
	HEAD("200 OK", "text/html") "\r\n<html>Log in",
	"the network answered with a web page", 0, NULL, WAITS},
    {"a proxy that wants a login", "HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n",
	"the proxy wants a login", 0, NULL, WAITS},
    {"redirect",
	"HTTP/1.1 302 Found\r\nLocation: https://evil.example/v1/sync\r\n"
	"Content-Length: 0\r\n\r\n",
	"the server says that it moved to evil.example", 0, NULL, WAITS},
    {"cut answer with length", JSON "Content-Length: 99\r\n\r\n{\"uncoil\":1",
	"the answer was cut off", 0, NULL, WAITS},
    {"cut answer, chunked", JSON "Transfer-Encoding: chunked\r\n\r\n9\r\n{\"unc",
	"the answer was cut off", 0, NULL, WAITS},
    {"cut answer without length", JSON "\r\n{\"uncoil\":1,\"bat",
	"what answered is not the coach's server", 0, NULL, WAITS},
    {"request arrived, answer lost", "", "the answer was cut off", 2 * HOUR,
	"(for 2 h)", WAITS},
    {"400", PROBLEM("400 Bad", "bad-json"), "put aside", 0, NULL,
	"0 told, 0 waiting, 1 put aside"},
    {"415, with ref", PROBLEM("415 Bad", "type"),
	"does not understand what is sent (Oh, reference 8f3c)", 0, NULL,
	"0 told, 0 waiting, 1 put aside"},
    {"422, of anybody", "HTTP/1.1 422 No\r\nContent-Length: 0\r\n\r\n",
	"does not understand what is sent (", 0, NULL,
	"0 told, 0 waiting, 1 put aside"},
    {"401; device row lost in the restore", PROBLEM("401 No", "token"),
	"the link is lost; ask for a re-link code", 30 * AFTER,
	"ask for a re-link code", WAITS},
    {"404 on /v1/sync, no problem body",
	"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
	"there is no uncoil server at this address", 0, NULL, WAITS},
    {"409 resync", PROBLEM("409 Conflict", "resync"),
	"the server was restored; reading and telling all again", 0, NULL, WAITS},
    {"410 ended", PROBLEM("410 Gone", "ended"),
	"Dana ended the sharing; your log stays here", 0, NULL, WAITS},
    {"413, any body", "HTTP/1.1 413 No\r\nContent-Length: 0\r\n\r\n",
	"put aside: ", 0, NULL, "0 told, 0 waiting, 1 put aside"},
    {"403 too-old", PROBLEM("403 No", "too-old"), "update uncoil", 0, NULL, WAITS},
    {"429", HEAD("429 No", "text/plain") "Retry-After: 60\r\n\r\n", "", 2 * AFTER,
	"the server asks to wait", WAITS},
    {"503", PROBLEM("503 No", "busy"), "", 2 * AFTER, "the server asks to wait",
	WAITS},
    {"500", PROBLEM("500 No", "broken"), "", 2 * AFTER, "", WAITS},
    {"502", "HTTP/1.1 502 No\r\nContent-Length: 0\r\n\r\n", "", 4 * AFTER,
	"the server is out of order", WAITS},
    {"504", "HTTP/1.1 504 No\r\nContent-Length: 0\r\n\r\n", "", 4 * AFTER,
	"(for 4 days)", WAITS},
    {"server disk full", PROBLEM("503 No", "storage-full"), "", 25 * HOUR,
	"the server's disk is full", WAITS},
};

static void
each_answer(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const struct row *row = &rows[i];
		struct person p;
		struct evil evil;

		evil_open(&evil, row->answer, strlen(row->answer), NULL);
		begin(&p, evil.url);
		run(&p);
		evil_close(&evil);
		says(&p, row->row, 0, row->at_once);
		says(&p, row->row, 0, row->counts);
		if (row->later)
			says(&p, row->row, row->later_ms, row->later);
		/* The log is whole, and so is the token but for the one row. */
		assert_int_equal(access(p.token_file, F_OK) == 0,
		    strcmp(row->row, "410 ended") != 0);
		end(&p);
	}
}

/* --- nobody there ------------------------------------------------------------------- */

static void
offline(void **state)
{
	struct evil evil;
	struct person p;

	(void)state;
	evil_open(&evil, "", 0, NULL);
	evil_close(&evil);
	begin(&p, evil.url);
	for (int32_t ago = 1; ago < 14; ago++)
		add_session(&p, p.link.today - ago);
	run(&p);
	says(&p, "offline, refused", 0, "no connection: ");
	says(&p, "offline, refused", 72 * HOUR, "(for 3 days)");
	says(&p, "offline, refused", 72 * HOUR, "14 waiting");
	says(&p, "offline for weeks", 21 * AFTER, "(for 21 days)");
	strcpy(p.peer.url, "https://no-such-host.invalid");
	run(&p);
	says(&p, "no DNS", 0, "no connection: ");
	end(&p);
}

/* Whatever is said to it, it says so and closes. */
static void
no_tls(struct evil *evil)
{
	static const char words[] = "HTTP/1.1 400 Bad\r\n\r\n";
	struct sockaddr_in at = {
	    .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof(at);

	evil->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(evil->fd, (struct sockaddr *)&at, size), 0);
	assert_int_equal(listen(evil->fd, 16), 0);
	getsockname(evil->fd, (struct sockaddr *)&at, &size);
	snprintf(evil->url, sizeof(evil->url), "https://127.0.0.1:%d",
	    ntohs(at.sin_port));
	evil->pid = fork();
	while (evil->pid == 0) {
		int fd = accept(evil->fd, NULL, NULL);
		char part[512];

		if (fd < 0 || write(fd, words, sizeof(words) - 1) < 0)
			continue;
		shutdown(fd, SHUT_WR);
		while (read(fd, part, sizeof(part)) > 0)
			;
		close(fd);
	}
}

static void
handshake(void **state)
{
	struct evil evil;
	struct person p;

	(void)state;
	no_tls(&evil);
	begin(&p, evil.url);
	run(&p);
	evil_close(&evil);
	says(&p, "TLS 1.1 only, handshake broken", 0,
	    "no encryption that is new enough: the server's TLS is too old or "
	    "broken");
	assert_true(p.peer.pace.next_try_ms - p.link.now_ms >= 6 * HOUR);
	end(&p);
}

static void
unknown_ca(void **state)
{
	static const char detail[] = "self-signed certificate: CN=coach.example";
	struct reply reply = {.reach = REACH_UNTRUSTED};
	struct err err;
	struct person p;

	(void)state;
	begin(&p, "https://coach.example");
	strcpy(reply.detail, detail);
	assert_int_equal(push_mean(&reply, NULL), MEAN_UNTRUSTED);
	assert_true(link_note(&p.link, &p.peer, MEAN_UNTRUSTED, &reply, 1, &err));
	says(&p, "TLS: unknown CA, wrong name", 0,
	    "the certificate is not trusted: self-signed certificate: "
	    "CN=coach.example; ");
	says(&p, "TLS: unknown CA, wrong name", 0, "sync.ca_file");
	assert_true(p.peer.pace.next_try_ms - p.link.now_ms >= 6 * HOUR);
	end(&p);
}

/* --- answers to what was asked --------------------------------------------------------- */

/* What a server says of every item, and of itself. */
struct saying {
	const char *as, *more; /* of a result */
	bool forgot;           /* it does not know a tally that it is told */
	int64_t ahead_ms;      /* its clock */
};

static void
answer_to(struct saying *saying, const char *request, struct str *out)
{
	const char *text = strstr(request, "\r\n\r\n") + 4;
	struct json *body = json_read(text, strlen(text), 8, NULL);
	const struct json *items = json_get(body, "items");
	int64_t at = now() + saying->ahead_ms;
	struct str json = {0};
	char stamp[STAMP_LEN];

	if (saying->forgot && json_text(json_get(body, "tally"))) {
		str_add(out, PROBLEM("409 No", "resync"));
		json_free(body);
		return;
	}
	str_addf(&json,
	    "{\"uncoil\":1,\"batch\":\"%s\",\"server_time\":\"%s\",\"up_seq\":9,"
	    "\"tally\":\"9f31c0aa\",\"changes\":[],\"next\":\"19.a1b2c3d4\","
	    "\"more\":false,\"wait_s\":0,"
	    "\"results\":[",
	    json_text(json_get(body, "batch")), stamp_print(at, stamp));
	for (size_t i = 0; i < json_count(items); i++) {
		const struct json *item = json_at(items, i);
		int64_t rev = 0;

		json_int(json_get(item, "rev"), &rev);
		str_addf(&json, "%s{\"id\":\"%s\",\"rev\":%d,\"as\":\"%s\"%s}",
		    i ? "," : "", json_text(json_get(item, "id")), (int)rev,
		    saying->as, saying->more);
	}
	str_add(&json, "]}");
	str_addf(out, JSON "Content-Length: %zu\r\n\r\n%s", json.len, json.s);
	str_fini(&json);
	json_free(body);
}

static void
serve(int fd, struct saying *saying)
{
	static char request[1 << 20];
	struct str out = {0};
	size_t n = 0;
	ssize_t got;

	while (!evil_whole(request, n) &&
	       (got = read(fd, request + n, sizeof(request) - 1 - n)) > 0)
		n += (size_t)got;
	request[n] = '\0';
	answer_to(saying, request, &out);
	if (write(fd, out.s, out.len) < 0)
		abort();
	str_fini(&out);
	close(fd);
}

/* A server that says so to every call, in a child. */
static void
saying_open(struct evil *evil, struct saying *saying)
{
	struct sockaddr_in at = {
	    .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof(at);

	evil->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(evil->fd, (struct sockaddr *)&at, size), 0);
	assert_int_equal(listen(evil->fd, 16), 0);
	getsockname(evil->fd, (struct sockaddr *)&at, &size);
	snprintf(evil->url, sizeof(evil->url), "http://127.0.0.1:%d",
	    ntohs(at.sin_port));
	evil->pid = fork();
	while (evil->pid == 0) {
		int fd = accept(evil->fd, NULL, NULL);

		if (fd >= 0)
			serve(fd, saying);
	}
}

static void
say_to(struct person *p, struct saying *saying)
{
	struct evil evil;

	saying_open(&evil, saying);
	strcpy(p->peer.url, evil.url);
	run(p);
	evil_close(&evil);
}

static void
restored_server(void **state)
{
	struct person p;

	(void)state;
	begin(&p, "");
	add_session(&p, p.link.today - 1);
	say_to(&p, &(struct saying){"stored", "", false, 0});
	says(&p, "all is well", 0, "2 told, 0 waiting");
	/* It does not know any more where we stand. */
	add_session(&p, p.link.today);
	say_to(&p, &(struct saying){"stored", "", true, 0});
	says(&p, "server restored from old backup", 0,
	    "the server had lost some of what it was told; all is told again");
	says(&p, "server restored from old backup", 0, "3 told, 0 waiting");
	/* Which is no error: it is told while it is news. */
	say_to(&p, &(struct saying){"stored", "", false, 0});
	says(&p, "server restored from old backup", 6 * AFTER, "had lost some");
	p.link.now_ms += 8 * AFTER;
	says(&p, "server restored, a week ago", 0, "3 told");
	{
		char *text = status(&p, 0);

		assert_null(strstr(text, "had lost"));
		free(text);
	}
	end(&p);
}

static void
clocks(void **state)
{
	struct person p;

	(void)state;
	begin(&p, "");
	say_to(&p, &(struct saying){"refused", ",\"why\":\"future\"", false,
		       -(365 * AFTER + HOUR)});
	says(&p, "client clock 1 year ahead", 0,
	    "1 kept because the server's day is earlier: check your clock");
	says(&p, "client clock 1 year ahead", 0,
	    "check your clock: it is 365 days ahead of the server's");
	say_to(&p, &(struct saying){"stored", "", false, 11 * HOUR / 60});
	says(&p, "clocks apart", 0, "check your clock: it is 11 min behind");
	end(&p);
}

/* One item that is refused does not keep the others. */
static void
each_refusal(void **state)
{
	static const char *const whys[] = {
	    "id-day", "bad-field", "too-long", "quota"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(whys); i++) {
		char more[40], words[80];
		struct person p;

		begin(&p, "");
		snprintf(more, sizeof(more), ",\"why\":\"%s\"", whys[i]);
		say_to(&p, &(struct saying){"refused", more, false, 0});
		snprintf(words, sizeof(words), "  put aside: %s of ", p.id);
		says(&p, whys[i], 0, words);
		snprintf(words, sizeof(words), " (%s)\n", whys[i]);
		says(&p, whys[i], 0, words);
		add_session(&p, p.link.today);
		say_to(&p, &(struct saying){"stored", "", false, 0});
		says(&p, whys[i], 0, "1 told, 0 waiting, 1 put aside");
		end(&p);
	}
}

/* Whoever was restored from a backup need not know. */
static void
restored_client(void **state)
{
	struct person p;

	(void)state;
	begin(&p, "");
	say_to(&p, &(struct saying){"older", ",\"have_rev\":3", false, 0});
	says(&p, "client restored: older", 0, "1 told, 0 waiting");
	add_session(&p, p.link.today);
	say_to(&p, &(struct saying){"refused",
		       ",\"why\":\"conflict\",\"have_rev\":1", false, 0});
	says(&p, "client restored: conflict", 0, "1 told, 1 waiting");
	say_to(&p, &(struct saying){"stored", "", false, 0});
	says(&p, "client restored: conflict", 0, "2 told, 0 waiting");
	end(&p);
}

/* Two machines, a copied home, a session that was deleted: nothing to be said. */
static void
no_words(void **state)
{
	struct person p;

	(void)state;
	begin(&p, "");
	say_to(&p, &(struct saying){"same", "", false, 0});
	says(&p, "copied home directory", 0, "1 told, 0 waiting");
	assert_true(history_remove(p.link.h, p.id, 1, NULL));
	says(&p, "user deletes a session", 0, "1 waiting");
	say_to(&p, &(struct saying){"stored", "", false, 0});
	says(&p, "user deletes a session", 0, "1 told, 0 waiting");
	{
		char *text = status(&p, 0);

		assert_null(strstr(text, "put aside"));
		assert_null(strstr(text, "server"));
		free(text);
	}
	end(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_answer),
	    cmocka_unit_test(offline),
	    cmocka_unit_test(handshake),
	    cmocka_unit_test(unknown_ca),
	    cmocka_unit_test(restored_server),
	    cmocka_unit_test(clocks),
	    cmocka_unit_test(each_refusal),
	    cmocka_unit_test(restored_client),
	    cmocka_unit_test(no_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
