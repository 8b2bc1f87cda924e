#include "coach/door.h"

#include "tests/test.h"

#include "tests/coach/knock.h"

static const char simple[] = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";

/* --- what hides a second request -------------------------------------------- */

#define EVIL "GET /healthz?evil HTTP/1.1\r\nHost: x\r\n\r\n"
#define POST                                                                       \
	"POST /v1/invites/lookup HTTP/1.1\r\nHost: x\r\n"                          \
	"Content-Type: application/json\r\n"

static void
nothing_hides_behind_another(void **state)
{
	static const struct {
		const char *request, *remark;
	} rows[] = {
	    {POST "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
		  "0\r\n\r\n" EVIL,
		"a length and chunks"},
	    {POST "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n"
		  "0\r\n\r\n" EVIL,
		"chunks and a length"},
	    {POST "Content-Length: 0\r\nContent-Length: 44\r\n\r\n" EVIL,
		"two lengths"},
	    {POST "Content-Length: 44\r\nContent-Length: 0\r\n\r\n" EVIL,
		"two lengths, the other way"},
	    {POST "Content-Length: 0\r\ncontent-length: 0\r\n\r\n" EVIL,
		"the same length twice"},
	    {POST "Transfer-Encoding: xchunked\r\n\r\n" EVIL, "chunks of a kind"},
	    {POST "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" EVIL,
		"chunks alone"},
	    {POST "Transfer-Encoding : chunked\r\nContent-Length: 0\r\n\r\n" EVIL,
		"a blank before the colon"},
	    {POST "Content-Length : 5\r\nContent-Length: 0\r\n\r\n" EVIL,
		"a length with a blank before the colon"},
	    {POST "Content-Length: 0\r\n Transfer-Encoding: chunked\r\n\r\n" EVIL,
		"a folded line"},
	    {POST "Content-Length: -1\r\n\r\n" EVIL, "a negative length"},
	    {POST "Content-Length: 0x2c\r\n\r\n" EVIL, "a length in hexadecimal"},
	    {POST "Content-Encoding: gzip\r\nContent-Length: 44\r\n\r\n" EVIL,
		"a body that is packed"},
	    {"GET /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 44\r\n\r\n" EVIL,
		"a GET with a body"},
	    {"GET /healthz HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n" EVIL,
		"two hosts"},
	};
	struct served s = {0};
	bool ended;

	(void)state;
	serve_begin(&s);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		int fd = knock(&s);
		char *all;

		/* It is the server that ends it, after one answer; of a refusal
		 * of its own libmicrohttpd 0.9.75 says the head twice. */
		say(fd, rows[i].request, strlen(rows[i].request));
		all = hear(fd, 20000, &ended);
		close(fd);
		if (!ended || answers_in(all) < 1 ||
		    answers_in(all) > (strstr(all, "malformed") ? 2 : 1) ||
		    strstr(all, "HTTP/1.1 2") || strstr(all, "\"health\""))
			fail_msg("%s: %s", rows[i].remark, all);
		free(all);
	}
	serve_stop(&s);
	/* Not one of them was let in. */
	assert_null(strstr(s.logged, "status=2"));
	serve_end(&s);
}

/* Bare line feeds: whatever is made of them, it is one request. */
static void
bare_line_feeds(void **state)
{
	static const char request[] =
	    "POST /v1/invites/lookup HTTP/1.1\nHost: x\nContent-Length: 0\n"
	    "X: y\r\nContent-Length: 44\r\n\r\n" EVIL;
	struct served s = {0};
	bool ended;
	char *all;
	int fd;

	(void)state;
	serve_begin(&s);
	fd = knock(&s);
	say(fd, request, sizeof(request) - 1);
	shutdown(fd, SHUT_WR);
	all = hear(fd, 300, &ended);
	close(fd);
	assert_null(strstr(all, "HTTP/1.1 2"));
	free(all);
	serve_end(&s);
}

/* --- paths ------------------------------------------------------------------ */

static void
paths_are_what_they_are(void **state)
{
	static const struct {
		const char *path;
		int status;
	} rows[] = {
	    {"/healthz", 200},
	    {"/healthz?x=1", 200},
	    {"/healthz?x=%00%zz", 200}, /* no argument is read there */
	    {"/healthz/", 404},
	    {"//healthz", 404},
	    {"/./healthz", 404},
	    {"/static/../../../../etc/passwd", 404},
	    {"/static/%2e%2e/%2e%2e/etc/passwd", 400},
	    {"/healthz%00", 400},
	    {"/%68ealthz", 400},
	    {"/v1/me/devices/%2e%2e", 400},
	    {"/v1\\me", 400},
	    {"*", 400},
	};
	struct served s = {0};

	(void)state;
	serve_begin(&s);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char *answer = ask_as(&s, "GET", rows[i].path, NULL, NULL);

		if (status_of(answer) != rows[i].status)
			fail_msg("%s: %s", rows[i].path, answer);
		free(answer);
	}
	serve_end(&s);
}

/* What is no text at all, and what is too long. */
static void
bytes_and_sizes(void **state)
{
	static const char nul[] = "GET /healthz\0/evil HTTP/1.1\r\nHost: x\r\n\r\n";
	static const char in_header[] =
	    "GET /healthz HTTP/1.1\r\nHost: x\r\nX: a\0b\r\n\r\n";
	struct served s = {0};
	char *long_one = mem_new(40000, 1), *all;
	bool ended;
	int fd;

	(void)state;
	serve_begin(&s);
	fd = knock(&s);
	say(fd, nul, sizeof(nul) - 1);
	/* The path ends there; what is behind it is nothing. */
	all = hear(fd, 300, &ended);
	close(fd);
	assert_int_equal(answers_in(all), 1);
	free(all);
	fd = knock(&s);
	say(fd, in_header, sizeof(in_header) - 1);
	all = hear(fd, 300, &ended);
	close(fd);
	assert_true(answers_in(all) <= 1);
	free(all);

	memset(long_one, 'a', 39999);
	memcpy(long_one, "GET /", 5);
	strcpy(long_one + 8192, " HTTP/1.1\r\nHost: x\r\n\r\n");
	fd = knock(&s);
	say(fd, long_one, strlen(long_one));
	all = hear(fd, 300, &ended);
	close(fd);
	assert_in_range(status_of(all), 400, 431);
	free(all);

	memset(long_one, 'a', 39999);
	memcpy(long_one, "GET /healthz HTTP/1.1\r\nHost: x\r\nX: ", 35);
	strcpy(long_one + 20000, "\r\n\r\n");
	fd = knock(&s);
	say(fd, long_one, strlen(long_one));
	all = hear(fd, 300, &ended);
	close(fd);
	/* Closed while we still talk, so that the answer may be lost. */
	assert_true(ended);
	assert_true(status_of(all) == 431 || status_of(all) == 0);
	free(all);
	free(long_one);
	serve_end(&s);
}

static void
no_host(void **state)
{
	struct served s = {0};
	bool ended;
	char *all;
	int fd;

	(void)state;
	serve_begin(&s);
	fd = knock(&s);
	say(fd, "GET /healthz HTTP/1.1\r\n\r\n", 25);
	all = hear(fd, 300, &ended);
	close(fd);
	assert_int_equal(status_of(all), 400);
	free(all);
	serve_end(&s);
}

/* --- who takes too long ----------------------------------------------------- */

/* Waits until the other side has ended, saying a byte now and then; the watch is
 * told to look.  How long it took, in milliseconds; -1 when it took longer. */
static int64_t
until_closed(struct served *s, int fd, const char *drip, int64_t most_ms)
{
	int64_t begun = clock_mono(), ms = 0;
	struct pollfd in = {.fd = fd, .events = POLLIN};
	char byte;

	while (ms < most_ms) {
		if (poll(&in, 1, 250) == 1 && recv(fd, &byte, 1, 0) <= 0)
			return ms;
		if (*drip)
			say(fd, drip++, 1);
		door_watch(s->door);
		ms = (clock_mono() - begun) / CLOCK_MS;
	}
	return -1;
}

static void
a_byte_now_and_then(void **state)
{
	static const char slow_head[] =
	    "GET /healthz HTTP/1.1\r\nHost: "
	    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
	    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
	    "x";
	static const char head[] =
	    POST "Authorization: Bearer x\r\nContent-Length: 200\r\n\r\n";
	struct served s = {0};
	int fd;

	(void)state;
	serve_begin(&s);
	fd = knock(&s);
	assert_true(until_closed(&s, fd, slow_head, 30000) >= DOOR_ASK_MS - 500);
	close(fd);
	fd = knock(&s);
	say(fd, head, sizeof(head) - 1);
	assert_true(until_closed(&s, fd, slow_head, 30000) >= DOOR_ASK_MS - 500);
	close(fd);
	/* Nobody is kept waiting by them. */
	fd = knock(&s);
	free(ask_as(&s, "GET", "/healthz", NULL, NULL));
	assert_true(until_closed(&s, fd, "", 30000) >= DOOR_ASK_MS - 500);
	close(fd);
	serve_end(&s);
}

static void
so_many_of_one_address(void **state)
{
	const struct door_options options = {.per_address = 8};
	struct served s = {0};
	int fds[20], n = 0, other;
	bool ended;

	(void)state;
	serve_begin_with(&s, &options);
	for (int i = 0; i < 20; i++)
		fds[i] = knock(&s);
	other = knock_from(&s, "127.0.0.2");
	say(other, simple, sizeof(simple) - 1);
	free(hear_one(other));
	for (int i = 0; i < 20; i++) {
		char *answer;

		say(fds[i], simple, sizeof(simple) - 1);
		answer = hear(fds[i], 100, &ended);
		n += status_of(answer) == 200;
		free(answer);
		close(fds[i]);
	}
	close(other);
	assert_int_equal(n, 8);
	serve_end(&s);
}

/* --- answers ---------------------------------------------------------------- */

static void
on_every_answer(void **state)
{
	static const struct {
		const char *method, *path;
		int status;
	} rows[] = {
	    {"GET", "/healthz", 200},
	    {"HEAD", "/healthz", 200},
	    {"GET", "/nothing", 404},
	    {"POST", "/healthz", 405},
	    {"POST", "/v1/sync", 411},
	    {"GET", "/v1/me", 401},
	};
	struct served s = {0};

	(void)state;
	serve_begin(&s);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char *answer = ask_as(&s, rows[i].method, rows[i].path, NULL, NULL);

		if (status_of(answer) != rows[i].status)
			fail_msg("%s: %s", rows[i].path, answer);
		assert_non_null(strstr(answer, "Cache-Control: no-store\r\n"));
		assert_non_null(
		    strstr(answer, "X-Content-Type-Options: nosniff\r\n"));
		assert_null(strstr(answer, "Server:"));
		if (rows[i].status == 405)
			assert_non_null(strstr(answer, "Allow: GET, HEAD"));
		if (rows[i].status == 401)
			assert_non_null(strstr(answer, "WWW-Authenticate: Bearer"));
		if (rows[i].status >= 400)
			assert_non_null(strstr(answer, "application/problem+json"));
		free(answer);
	}
	serve_end(&s);
}

/* A kept connection, on which somebody asks when the server is about to end, and when
 * there is no worker any more. */
static void
kept_and_stopped(void **state)
{
	struct served s = {0};
	bool ended;
	char *all;
	int fd, late;

	(void)state;
	serve_begin(&s);
	late = knock(&s);
	say(late, simple, sizeof(simple) - 1);
	free(hear_one(late));
	fd = knock(&s);
	for (int i = 0; i < 50; i++) {
		say(fd, simple, sizeof(simple) - 1);
		all = hear_one(fd);
		assert_int_equal(status_of(all), 200);
		free(all);
	}
	/* The last answer may be here before the door has noted it. */
	while (door_busy(s.door) > 0)
		poll(NULL, 0, 1);
	door_quiet(s.door);
	say(fd, simple, sizeof(simple) - 1);
	all = hear(fd, 20000, &ended);
	assert_true(ended);
	assert_int_equal(status_of(all), 503);
	assert_non_null(strcasestr(all, "Connection: close"));
	assert_non_null(strstr(all, "Retry-After: "));
	free(all);
	close(fd);
	worker_free(s.worker);
	say(late, simple, sizeof(simple) - 1);
	all = hear(late, 20000, &ended);
	assert_true(ended);
	assert_int_equal(status_of(all), 503);
	free(all);
	close(late);
	door_close(s.door);
	s.door = NULL;
	serve_end(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(nothing_hides_behind_another),
	    cmocka_unit_test(bare_line_feeds),
	    cmocka_unit_test(paths_are_what_they_are),
	    cmocka_unit_test(bytes_and_sizes),
	    cmocka_unit_test(no_host),
	    cmocka_unit_test(a_byte_now_and_then),
	    cmocka_unit_test(so_many_of_one_address),
	    cmocka_unit_test(on_every_answer),
	    cmocka_unit_test(kept_and_stopped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
