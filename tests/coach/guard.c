#include "coach/guard.h"

#include "coach/problem.h"
#include "coach/site.h"
#include "tests/test.h"

#include <stdio.h>
#include <string.h>

/* Headers as `Name: value` lines. */
static void
read_headers(struct guard *guard, const char *lines)
{
	char copy[1024], *at = copy, *line;

	guard_init(guard);
	snprintf(copy, sizeof(copy), "%s", lines);
	while ((line = strsep(&at, "\n")) != NULL) {
		char *colon = strchr(line, ':');

		if (!colon)
			continue;
		*colon = '\0';
		guard_header(guard, line, colon + 1 + strspn(colon + 1, " "));
	}
}

#define GOOD "Host: x\nContent-Type: application/json\nContent-Length: 2"

static void
who_is_let_in(void **state)
{
	static const struct {
		const char *method, *path, *headers;
		int found; /* -1: let in */
	} rows[] = {
	    {"POST", "/v1/sync", GOOD, -1},
	    {"POST", "/v1/sync",
		"host: x\ncontent-type: Application/JSON; charset=utf-8\n"
		"content-length: 262144",
		-1},
	    {"GET", "/healthz", "Host: x", -1},
	    {"HEAD", "/healthz", "Host: x", -1},
	    {"GET", "/healthz", "Host: x\nContent-Length: 0", -1},
	    {"DELETE", "/v1/me/devices/abc", "Host: x", -1},
	    /* what hides a second request */
	    {"POST", "/v1/sync", GOOD "\nContent-Length: 2", PROBLEM_BAD_REQUEST},
	    {"POST", "/v1/sync", GOOD "\nContent-Length: 3", PROBLEM_BAD_REQUEST},
	    {"POST", "/v1/sync", GOOD "\nTransfer-Encoding: chunked",
		PROBLEM_BAD_REQUEST},
	    {"POST", "/v1/sync", GOOD "\ntransfer-encoding: xchunked",
		PROBLEM_BAD_REQUEST},
	    {"POST", "/v1/sync", GOOD "\nTransfer-Encoding : chunked",
		PROBLEM_BAD_REQUEST},
	    {"POST", "/v1/sync", GOOD "\nHost: y", PROBLEM_BAD_REQUEST},
	    {"POST", "/v1/sync", "Host: x\nContent-Length: +2",
		PROBLEM_BAD_REQUEST},
	    {"POST", "/v1/sync", "Host: x\nContent-Length: 2, 2",
		PROBLEM_BAD_REQUEST},
	    {"POST", "/v1/sync", "Host: x\nContent-Length: 99999999999999999999",
		PROBLEM_BAD_REQUEST},
	    {"POST", "/v1/sync", "Host: x\nContent-Length:", PROBLEM_BAD_REQUEST},
	    {"POST", "/v1/sync",
		GOOD "\nAuthorization: Bearer a\nAuthorization: Bearer b",
		PROBLEM_BAD_REQUEST},
	    /* lengths and types */
	    {"POST", "/v1/sync",
		"Host: x\nContent-Type: application/json\nTransfer-Encoding: "
		"chunked",
		PROBLEM_LENGTH},
	    {"POST", "/v1/sync", "Host: x\nContent-Type: application/json",
		PROBLEM_LENGTH},
	    {"POST", "/v1/sync",
		"Host: x\nContent-Type: application/json\nContent-Length: 262145",
		PROBLEM_TOO_LARGE},
	    {"POST", "/v1/sync", "Host: x\nContent-Length: 2", PROBLEM_TYPE},
	    {"POST", "/v1/sync",
		"Host: x\nContent-Type: text/plain\nContent-Length: 2",
		PROBLEM_TYPE},
	    {"POST", "/v1/sync", GOOD "\nContent-Encoding: gzip", PROBLEM_TYPE},
	    {"POST", "/v1/sync", GOOD "\nContent-Encoding: identity", PROBLEM_TYPE},
	    {"GET", "/healthz", "Host: x\nContent-Length: 1", PROBLEM_TOO_LARGE},
	    /* paths are what they are */
	    {"GET", "/healthz/", "Host: x", PROBLEM_NOT_FOUND},
	    {"GET", "//healthz", "Host: x", PROBLEM_NOT_FOUND},
	    {"GET", "/static/../healthz", "Host: x", PROBLEM_NOT_FOUND},
	    {"GET", "/static/%2e%2e/healthz", "Host: x", PROBLEM_BAD_REQUEST},
	    {"GET", "/healthz%00", "Host: x", PROBLEM_BAD_REQUEST},
	    {"GET", "/health\xc5\xba", "Host: x", PROBLEM_BAD_REQUEST},
	    {"GET", "/a\\b", "Host: x", PROBLEM_BAD_REQUEST},
	    {"GET", "/a\tb", "Host: x", PROBLEM_BAD_REQUEST},
	    {"GET", "http://x/healthz", "Host: x", PROBLEM_BAD_REQUEST},
	    {"GET", "*", "Host: x", PROBLEM_BAD_REQUEST},
	    {"GET", "/v1/sync", "Host: x", PROBLEM_METHOD},
	    {"PATCH", "/v1/sync", "Host: x", PROBLEM_METHOD},
	    {"get", "/healthz", "Host: x", PROBLEM_METHOD},
	    {"DELETE", "/v1/me/devices/", "Host: x", PROBLEM_NOT_FOUND},
	    {"DELETE", "/v1/me/devices/a/b", "Host: x", PROBLEM_NOT_FOUND},
	};
	char param[CALL_PARAM_MAX];
	const struct route *route;
	struct guard guard;
	int allowed, found;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		read_headers(&guard, rows[i].headers);
		found = guard_check(&guard, rows[i].method, rows[i].path, 100,
		    &route, param, &allowed);
		if (found != rows[i].found)
			fail_msg("%s %s %s: %d", rows[i].method, rows[i].path,
			    rows[i].headers, found);
		assert_int_equal(found < 0, found < 0 && route);
	}
}

static void
sizes(void **state)
{
	char path[LIMIT_PATH + 2], param[CALL_PARAM_MAX];
	const struct route *route;
	struct guard guard;
	int allowed;

	(void)state;
	read_headers(&guard, "Host: x");
	assert_int_equal(guard_check(&guard, "GET", "/healthz", LIMIT_HEADER,
			     &route, param, &allowed),
	    -1);
	assert_int_equal(guard_check(&guard, "GET", "/healthz", LIMIT_HEADER + 1,
			     &route, param, &allowed),
	    PROBLEM_BIG_HEADERS);
	memset(path, 'a', sizeof(path) - 1);
	*path = '/';
	path[sizeof(path) - 1] = '\0';
	assert_int_equal(
	    guard_check(&guard, "GET", path, 100, &route, param, &allowed),
	    PROBLEM_BAD_REQUEST);
	path[sizeof(path) - 2] = '\0';
	assert_int_equal(
	    guard_check(&guard, "GET", path, 100, &route, param, &allowed),
	    PROBLEM_NOT_FOUND);
}

static void
what_is_kept(void **state)
{
	struct guard guard;

	(void)state;
	read_headers(&guard,
	    "Host: x\nauthorization: bearer  uct1_abc\nX-Forwarded-For: 6.6.6.6, "
	    "192.0.2.7\nSec-Fetch-Site: same-origin\nOrigin: https://x\nCookie: "
	    "a=b");
	assert_string_equal(guard.token, "uct1_abc");
	assert_string_equal(guard.forwarded, "192.0.2.7");
	assert_string_equal(guard.site, "same-origin");
	assert_string_equal(guard.origin, "https://x");
	assert_string_equal(guard.cookies, "a=b");
	read_headers(&guard, "Authorization: Basic abc");
	assert_string_equal(guard.token, "");
	/* What does not fit is nothing, not its beginning. */
	read_headers(&guard,
	    "Authorization: Bearer "
	    "uct1_"
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	    "aaaaaaaaaaaaaaaa");
	assert_string_equal(guard.token, "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(who_is_let_in),
	    cmocka_unit_test(sizes),
	    cmocka_unit_test(what_is_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
