#include "coach/browser.h"

#include "coach/site.h"
#include "tests/test.h"

#include <stdio.h>
#include <string.h>

#define ID   "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define HOST "__Host-uncoil=" ID

static void
asked(struct call *call, struct site *site, const char *host, bool loopback)
{
	*site = (struct site){.loopback = loopback};
	*call = (struct call){.about = site};
	snprintf(call->host, sizeof(call->host), "%s", host);
}

/* Only a loopback that is asked for by its own word goes without Secure. */
static void
where_it_is_plain(void **state)
{
	static const struct {
		const char *host;
		bool loopback, forwarded, plain;
		const char *remark;
	} rows[] = {
	    {"127.0.0.1:8423", true, false, true, "as serve says"},
	    {"127.0.0.1", true, false, true, "no port"},
	    {"[::1]:8423", true, false, true, "IPv6"},
	    {"localhost:8423", true, false, true, "by name"},
	    {"127.0.0.1:8423", false, false, false, "TLS, a socket or a proxy"},
	    {"127.0.0.1:8423", true, true, false, "a proxy left a header"},
	    {"coach.example", true, false, false, "another name for us"},
	    {"127.0.0.1.evil.example", true, false, false, "begins so"},
	    {"localhost.evil.example:80", true, false, false, "begins so, too"},
	    {"127.0.0.1:", true, false, false, "half a port"},
	    {"127.0.0.1:80x", true, false, false, "no port at all"},
	    {"127.0.0.11", true, false, false, "another address"},
	    {"", true, false, false, "no host"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct call call;
		struct site site;

		asked(&call, &site, rows[i].host, rows[i].loopback);
		call.forwarded = rows[i].forwarded;
		if (browser_is_plain(&call) != rows[i].plain)
			fail_msg("%s", rows[i].remark);
	}
}

static void
which_cookie(void **state)
{
	static const struct {
		const char *cookies;
		bool plain, good;
		const char *remark;
	} rows[] = {
	    {HOST, false, true, "ours"},
	    {"a=b; " HOST "; c=d", false, true, "among others"},
	    {"uncoil=" ID, true, true, "ours, plain"},
	    {"uncoil=" ID, false, false, "plain where it must be Secure"},
	    {HOST, true, false, "Secure where it is plain"},
	    {HOST "; " HOST, false, false, "twice"},
	    {"x" HOST, false, false, "another name"},
	    {"__Host-uncoil=" ID "0", false, false, "too long"},
	    {"__Host-uncoil=0123", false, false, "too short"},
	    {"__Host-uncoil=", false, false, "empty"},
	    {"__Host-uncoil", false, false, "no value"},
	    {"__Host-uncoil=\"" ID "\"", false, false, "quoted"},
	    {"", false, false, "none"},
	    {";;; ;", false, false, "nothing in it"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char id[SECRET_HEX];
		struct call call;
		struct site site;

		asked(&call, &site, "127.0.0.1", rows[i].plain);
		snprintf(call.cookies, sizeof(call.cookies), "%s", rows[i].cookies);
		if (browser_id(&call, id) != rows[i].good)
			fail_msg("%s", rows[i].remark);
		if (rows[i].good)
			assert_string_equal(id, ID);
	}
}

static void
how_it_is_kept(void **state)
{
	struct call call;
	struct site site;

	(void)state;
	asked(&call, &site, "coach.example", false);
	browser_keep(&call, ID);
	browser_keep(&call, NULL);
	assert_string_equal(call.headers[0].name, "Set-Cookie");
	assert_string_equal(call.headers[0].value,
	    HOST "; HttpOnly; SameSite=Strict; Path=/; Secure");
	assert_string_equal(call.headers[1].value,
	    "__Host-uncoil=; HttpOnly; SameSite=Strict; Path=/; Secure; Max-Age=0");
	asked(&call, &site, "127.0.0.1:8423", true);
	browser_keep(&call, ID);
	assert_string_equal(call.headers[0].value,
	    "uncoil=" ID "; HttpOnly; SameSite=Strict; Path=/");
}

static void
whose_form(void **state)
{
	static const struct {
		const char *site, *origin;
		bool plain, ours;
		const char *remark;
	} rows[] = {
	    {"same-origin", "", false, true, "the browser says so"},
	    {"same-origin", "null", false, true, "no-referrer hides the origin"},
	    {"cross-site", "https://127.0.0.1", false, false, "it says otherwise"},
	    {"same-site", "https://127.0.0.1", false, false, "a neighbour"},
	    {"none", "https://127.0.0.1", false, false, "typed: no form"},
	    {"", "https://127.0.0.1", false, true, "by its origin"},
	    {"", "http://127.0.0.1", false, false, "without TLS"},
	    {"", "http://127.0.0.1", true, true, "at the loopback"},
	    {"", "https://evil.example", false, false, "another origin"},
	    {"", "https://127.0.0.1.evil.example", false, false, "begins so"},
	    {"", "null", false, false, "a sandbox"},
	    {"", "", false, false, "says nothing"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct call call;
		struct site site;

		asked(&call, &site, "127.0.0.1", rows[i].plain);
		snprintf(call.site, sizeof(call.site), "%s", rows[i].site);
		snprintf(call.origin, sizeof(call.origin), "%s", rows[i].origin);
		if (browser_is_ours(&call) != rows[i].ours)
			fail_msg("%s", rows[i].remark);
	}
}

static void
ids_and_tokens(void **state)
{
	static const unsigned char key[SECRET_KEY] = {1}, other[SECRET_KEY] = {2};
	char a[SECRET_HEX], b[SECRET_HEX], x[SECRET_HEX], y[SECRET_HEX];

	(void)state;
	browser_new(a);
	browser_new(b);
	assert_true(secret_is_hex(a));
	assert_string_not_equal(a, b);
	browser_token(key, a, x);
	browser_token(key, a, y);
	assert_string_equal(x, y);
	browser_token(key, b, y);
	assert_string_not_equal(x, y);
	browser_token(other, a, y);
	assert_string_not_equal(x, y);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(where_it_is_plain),
	    cmocka_unit_test(which_cookie),
	    cmocka_unit_test(how_it_is_kept),
	    cmocka_unit_test(whose_form),
	    cmocka_unit_test(ids_and_tokens),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
