#include "tests/test.h"

#include "base/mem.h"
#include "sync/http.h"
#include "tests/folder.h"
#include "tests/sync/evil.h"

static const struct http_setup setup = {
    .ca_file = "", .pin = "", .proxy = "", .agent = "uncoil/test"};

static struct http *
start(void)
{
	struct http *http = http_open(&setup, NULL);

	assert_non_null(http);
	return http;
}

#define OK200 "HTTP/1.1 200 OK\r\n"
#define JSON  "Content-Type: application/json\r\n"

/* Byte-exact answers of a server that means no good, or of none. */
static const struct row {
	const char *remark, *answer;
	enum reach reach;
	int status;
	enum body_type type;
	const char *body; /* NULL: not looked at */
} rows[] = {
    {"an answer", OK200 JSON "Content-Length: 2\r\n\r\n{}", REACH_ANSWERED, 200,
	BODY_JSON, "{}"},
    {"with more words in its type",
	OK200 "Content-Type: Application/JSON; charset=utf-8\r\nContent-Length: "
	      "2\r\n\r\n{}",
	REACH_ANSWERED, 200, BODY_JSON, "{}"},
    {"a type that begins like ours",
	OK200 "Content-Type: application/jsonx\r\nContent-Length: 2\r\n\r\n{}",
	REACH_ANSWERED, 200, BODY_OTHER, NULL},
    {"in pieces",
	OK200 JSON
	"Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n",
	REACH_ANSWERED, 200, BODY_JSON, "{}"},
    {"a problem",
	"HTTP/1.1 410 Gone\r\nContent-Type: "
	"application/problem+json\r\nContent-Length: 2\r\n\r\n{}",
	REACH_ANSWERED, 410, BODY_PROBLEM, "{}"},
    {"a page", OK200 "Content-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>",
	REACH_ANSWERED, 200, BODY_OTHER, "<html>"},
    {"no type", OK200 "Content-Length: 2\r\n\r\n{}", REACH_ANSWERED, 200, BODY_NONE,
	"{}"},
    {"a redirect is not followed",
	"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: "
	"0\r\n\r\n",
	REACH_ANSWERED, 302, BODY_NONE, ""},
    {"cut before its length", OK200 JSON "Content-Length: 20\r\n\r\n{}", REACH_CUT,
	0, BODY_NONE, NULL},
    {"cut in its pieces", OK200 JSON "Transfer-Encoding: chunked\r\n\r\n5\r\n{",
	REACH_CUT, 0, BODY_NONE, NULL},
    {"without a length it looks whole: the JSON has to tell", OK200 JSON "\r\n{",
	REACH_ANSWERED, 200, BODY_JSON, "{"},
    {"cut in its headers", OK200 "Content-Ty", REACH_ANSWERED, 200, BODY_NONE, ""},
    {"nothing at all", "", REACH_CUT, 0, BODY_NONE, NULL},
    {"another protocol", "SSH-2.0-OpenSSH_9.2\r\n", REACH_STRANGE, 0, BODY_NONE,
	NULL},
    {"HTTP/0.9", "{}", REACH_STRANGE, 0, BODY_NONE, NULL},
    {"says that it is too large", OK200 JSON "Content-Length: 1048577\r\n\r\n{}",
	REACH_STRANGE, 0, BODY_NONE, NULL},
    {"packed, which was not asked for",
	OK200 JSON
	"Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x08x",
	REACH_ANSWERED, 200, BODY_JSON, "\x1f\x8b\x08x"},
    {"a hundred first",
	"HTTP/1.1 100 Continue\r\n\r\n" OK200 JSON "Content-Length: 2\r\n\r\n{}",
	REACH_ANSWERED, 200, BODY_JSON, "{}"},
};

static void
ask(struct http *http, const char *url, struct reply *reply)
{
	struct http_call call = {.method = "POST",
	    .url = url,
	    .token = "uct1_canary",
	    .body = "{}",
	    .len = 2};

	*reply = (struct reply){0};
	http_call(http, &call, reply);
}

static void
each_answer(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const struct row *row = &rows[i];
		struct http *http = start();
		struct reply reply;
		struct evil evil;

		evil_open(&evil, row->answer, strlen(row->answer), NULL);
		ask(http, evil.url, &reply);
		evil_close(&evil);
		if (reply.reach != row->reach || reply.status != row->status ||
		    reply.type != row->type)
			fail_msg("%s: %d %d %d %s", row->remark, reply.reach,
			    reply.status, reply.type, reply.detail);
		if (row->body)
			assert_string_equal(
			    reply.body.s ? reply.body.s : "", row->body);
		assert_true(reply.now_ms > 0);
		reply_fini(&reply);
		http_close(http);
	}
}

/* Without end, in pieces and without a length. */
static void
too_much_is_not_read(void **state)
{
	static const char head[] = OK200 JSON "\r\n";
	size_t len = sizeof(head) - 1 + WIRE_ANSWER + 1;
	char *answer = mem_new(len, 1);
	struct http *http = start();
	struct reply reply;
	struct evil evil;

	(void)state;
	memset(answer, ' ', len);
	memcpy(answer, head, sizeof(head) - 1);
	evil_open(&evil, answer, len, NULL);
	ask(http, evil.url, &reply);
	assert_int_equal(reply.reach, REACH_STRANGE);
	reply_fini(&reply);
	evil_close(&evil);
	evil_open(&evil, answer, len - 1, NULL);
	ask(http, evil.url, &reply);
	assert_int_equal(reply.reach, REACH_ANSWERED);
	assert_int_equal(reply.body.len, WIRE_ANSWER);
	reply_fini(&reply);
	evil_close(&evil);
	http_close(http);
	free(answer);
}

static void
what_headers_say(void **state)
{
	static const char answer[] =
	    "HTTP/1.1 503 Busy\r\nRetry-After: 120\r\nSunset: Sat, 31 Dec 2026 "
	    "23:59:59 GMT\r\nLocation: \r\nContent-Type: text/html\r\n"
	    "Content-Length: 42\r\n\r\n<html>\n<title>Not\x1b]0;x\x07</title>\n<p> "
	    "today\n";
	static const char moved[] =
	    "HTTP/1.1 301 Moved\r\nLocation: https://evil.example:8443/x\r\n"
	    "Content-Length: 0\r\n\r\n";
	struct http *http = start();
	struct reply reply;
	struct evil evil;

	(void)state;
	evil_open(&evil, answer, sizeof(answer) - 1, NULL);
	ask(http, evil.url, &reply);
	evil_close(&evil);
	assert_int_equal(reply.retry_after_s, 120);
	assert_string_equal(reply.sunset, "Sat, 31 Dec 2026 23:59:59 GMT");
	assert_null(strchr(reply.detail, '\x1b'));
	assert_null(strchr(reply.detail, '\x07'));
	/* What a page says, and not how it is made. */
	assert_null(strpbrk(reply.detail, "<>"));
	assert_memory_equal(reply.detail, "Not", 3);
	assert_non_null(strstr(reply.detail, " today"));
	reply_fini(&reply);
	evil_open(&evil, moved, sizeof(moved) - 1, NULL);
	ask(http, evil.url, &reply);
	evil_close(&evil);
	assert_string_equal(reply.detail, "evil.example:8443");
	reply_fini(&reply);
	http_close(http);
}

/* What goes over the wire, to the letter; no address, no name, no system. */
static void
what_is_sent(void **state)
{
	static const char answer[] = OK200 JSON "Content-Length: 2\r\n\r\n{}";
	struct http *http = start();
	char request[2000] = "";
	struct reply reply;
	struct folder f;
	struct evil evil;
	FILE *file;

	(void)state;
	folder_make(&f, "seen");
	/* A .netrc and a proxy are nothing to it. */
	setenv("http_proxy", "http://127.0.0.1:1", 1);
	evil_open(&evil, answer, sizeof(answer) - 1, f.file);
	ask(http, evil.url, &reply);
	unsetenv("http_proxy");
	assert_int_equal(reply.reach, REACH_ANSWERED);
	file = fopen(f.file, "r");
	assert_non_null(file);
	assert_true(fread(request, 1, sizeof(request) - 1, file) > 0);
	fclose(file);
	evil_close(&evil);
	assert_memory_equal(request, "POST / HTTP/1.1\r\n", 17);
	assert_non_null(strstr(request, "Authorization: Bearer uct1_canary\r\n"));
	assert_non_null(strstr(request, "User-Agent: uncoil/test\r\n"));
	assert_non_null(strstr(request, "Content-Type: application/json\r\n"));
	assert_null(strcasestr(request, "Accept-Encoding"));
	assert_null(strcasestr(request, "Expect"));
	reply_fini(&reply);
	http_close(http);
	folder_remove(&f);
}

static void
where_it_calls(void **state)
{
	static const struct {
		const char *url;
		bool may;
	} urls[] = {
	    {"https://coach.example", true},
	    {"HTTPS://coach.example/uncoil", true},
	    {"http://127.0.0.1:8423", true},
	    {"http://[::1]:8423", true},
	    {"http://coach.example", false},
	    {"http://localhost", false},
	    {"http://127.0.0.1.evil.example", false},
	    {"http://127.0.0.1@evil.example", false},
	    {"https://name:word@coach.example", false},
	    {"http://127.0.0.2", false},
	    {"http://[::ffff:127.0.0.1]", false},
	    {"coach.example", false},
	    {"ftp://coach.example", false},
	    {"file:///etc/passwd", false},
	    {"gopher://127.0.0.1", false},
	    {"", false},
	    {"-x", false},
	};
	struct http *http = start();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(urls); i++) {
		struct reply reply = {0};
		struct err err = {""};

		if (http_may_call(urls[i].url, &err) != urls[i].may)
			fail_msg("%s: %s", urls[i].url, err.text);
		if (urls[i].may)
			continue;
		ask(http, urls[i].url, &reply);
		assert_int_equal(reply.reach, REACH_REFUSED);
		reply_fini(&reply);
	}
	http_close(http);
}

static void
nobody_there(void **state)
{
	struct http *http = start();
	struct reply reply;

	(void)state;
	ask(http, "http://127.0.0.1:1", &reply);
	assert_int_equal(reply.reach, REACH_NOBODY);
	assert_true(*reply.detail);
	reply_fini(&reply);
	http_close(http);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_answer),
	    cmocka_unit_test(too_much_is_not_read),
	    cmocka_unit_test(what_headers_say),
	    cmocka_unit_test(what_is_sent),
	    cmocka_unit_test(where_it_calls),
	    cmocka_unit_test(nobody_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
