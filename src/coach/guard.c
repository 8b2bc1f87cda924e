#include "coach/guard.h"

#include "base/str.h"
#include "coach/problem.h"
#include "coach/site.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

void
guard_init(struct guard *guard)
{
	*guard = (struct guard){.length = -1};
}

/* Copies what fits; what does not is nothing. */
static void
keep(char *to, size_t size, const char *value)
{
	snprintf(to, size, "%s", strlen(value) < size ? value : "");
}

/* A second token is no token: who of two would it be? */
static void
on_authorization(struct guard *g, const char *value)
{
	static const char scheme[] = "Bearer ";
	size_t n = sizeof(scheme) - 1;

	if (*g->token)
		g->bad = true;
	else if (strncasecmp(value, scheme, n) == 0)
		keep(
		    g->token, sizeof(g->token), value + n + strspn(value + n, " "));
}

static void
on_length(struct guard *g, const char *value)
{
	long long n;

	g->lengths++;
	if (strspn(value, "0123456789") == strlen(value) &&
	    str_int(value, 0, INT64_MAX / 2, &n))
		g->length = n;
	else
		g->bad = true;
}

static void
on_transfer(struct guard *g, const char *value)
{
	(void)value;
	g->transfers++;
}

static void
on_encoding(struct guard *g, const char *value)
{
	(void)value;
	g->encodings++;
}

static void
on_host(struct guard *g, const char *value)
{
	g->hosts++;
	g->bad |= strpbrk(value, " \t/@") != NULL;
	keep(g->host, sizeof(g->host), value);
}

static void
on_type(struct guard *g, const char *value)
{
	size_t n = strcspn(value, "; \t");

	if (n >= sizeof(g->type))
		n = 0;
	for (size_t i = 0; i < n; i++)
		g->type[i] = (char)tolower((unsigned char)value[i]);
	g->type[n] = '\0';
}

static void
on_origin(struct guard *g, const char *value)
{
	keep(g->origin, sizeof(g->origin), value);
}

static void
on_site(struct guard *g, const char *value)
{
	keep(g->site, sizeof(g->site), value);
}

static void
on_cookie(struct guard *g, const char *value)
{
	keep(g->cookies, sizeof(g->cookies), value);
}

/* The last one is the proxy's own word; those before it are anybody's. */
static void
on_forwarded(struct guard *g, const char *value)
{
	const char *last = strrchr(value, ',');

	g->proxied = true;
	last = last ? last + 1 : value;
	keep(g->forwarded, sizeof(g->forwarded), last + strspn(last, " \t"));
}

static void
on_proxied(struct guard *g, const char *value)
{
	(void)value;
	g->proxied = true;
}

void
guard_header(struct guard *guard, const char *name, const char *value)
{
	static const struct {
		const char *name;
		void (*on)(struct guard *guard, const char *value);
	} known[] = {
	    {"Content-Length", on_length},
	    {"Transfer-Encoding", on_transfer},
	    {"Content-Encoding", on_encoding},
	    {"Host", on_host},
	    {"Content-Type", on_type},
	    {"Authorization", on_authorization},
	    {"Origin", on_origin},
	    {"Sec-Fetch-Site", on_site},
	    {"Cookie", on_cookie},
	    {"X-Forwarded-For", on_forwarded},
	    {"X-Forwarded-Proto", on_proxied},
	    {"X-Forwarded-Host", on_proxied},
	    {"X-Real-IP", on_proxied},
	    {"Forwarded", on_proxied},
	    {"Via", on_proxied},
	};
	size_t n = strcspn(name, " \t\r\n");

	if (name[n] || !n) {
		guard->bad = true;
		return;
	}
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcasecmp(name, known[i].name) == 0)
			known[i].on(guard, value ? value : "");
}

enum method
guard_method(const char *name)
{
	static const struct {
		const char *name;
		enum method method;
	} known[] = {
	    {"GET", METHOD_GET},
	    {"HEAD", METHOD_GET},
	    {"POST", METHOD_POST},
	    {"PUT", METHOD_PUT},
	    {"DELETE", METHOD_DELETE},
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(name, known[i].name) == 0)
			return known[i].method;
	return 0;
}

/* Paths are compared as they came, so nothing in them stands for anything else. */
static bool
is_plain(const char *path)
{
	if (*path != '/' || strlen(path) > LIMIT_PATH)
		return false;
	for (; *path; path++)
		if (*path <= 0x20 || *path >= 0x7f || *path == '%' || *path == '\\')
			return false;
	return true;
}

static int
check_body(const struct guard *g, const struct route *route)
{
	if (g->encodings)
		return PROBLEM_TYPE;
	if (!route->takes)
		return g->length > 0 ? PROBLEM_TOO_LARGE : -1;
	if (g->length < 0)
		return PROBLEM_LENGTH;
	if (g->length > LIMIT_BODY)
		return PROBLEM_TOO_LARGE;
	return strcmp(g->type, route->takes) == 0 ? -1 : PROBLEM_TYPE;
}

int
guard_check(const struct guard *g, const char *method, const char *path,
    size_t header_size, const struct route **route, char param[CALL_PARAM_MAX],
    int *allowed)
{
	*route = NULL;
	*allowed = 0;
	if (header_size > LIMIT_HEADER)
		return PROBLEM_BIG_HEADERS;
	if (g->bad || g->lengths > 1 || g->hosts > 1 ||
	    (g->lengths && g->transfers))
		return PROBLEM_BAD_REQUEST;
	if (!is_plain(path))
		return PROBLEM_BAD_REQUEST;
	if (g->transfers)
		return PROBLEM_LENGTH;
	*route = route_find(guard_method(method), path, param, allowed);
	if (!*route)
		return *allowed ? PROBLEM_METHOD : PROBLEM_NOT_FOUND;
	return check_body(g, *route);
}
