#include "coach/browser.h"

#include "base/rng.h"
#include "coach/site.h"

#include <stdio.h>
#include <string.h>

/* --- loopback, literally ---------------------------------------------------- */

/* Is host this name, alone or with a port? */
static bool
is_host(const char *host, const char *name)
{
	size_t n = strlen(name);

	if (strncmp(host, name, n) != 0)
		return false;
	host += n;
	if (*host == ':')
		return host[1] && !host[1 + strspn(host + 1, "0123456789")];
	return !*host;
}

bool
browser_is_plain(const struct call *call)
{
	return call->about->loopback && !call->forwarded &&
	       (is_host(call->host, "127.0.0.1") || is_host(call->host, "[::1]") ||
		   is_host(call->host, "localhost"));
}

static const char *
cookie_name(const struct call *call)
{
	return browser_is_plain(call) ? "uncoil" : "__Host-uncoil";
}

/* --- the cookie ------------------------------------------------------------- */

/* The value of the cookie that stands at s; NULL when it is another. */
static const char *
value_of(const char *s, const char *name)
{
	size_t n = strlen(name);

	return strncmp(s, name, n) == 0 && s[n] == '=' ? s + n + 1 : NULL;
}

bool
browser_id(const struct call *call, char id[SECRET_HEX])
{
	const char *name = cookie_name(call);
	int found = 0;

	*id = '\0';
	for (const char *s = call->cookies; *s;) {
		size_t n = strcspn(s, ";");
		const char *value = value_of(s, name);

		if (value) {
			size_t len = n - (size_t)(value - s);

			found++;
			snprintf(id, SECRET_HEX, "%.*s",
			    len == SECRET_HEX - 1 ? (int)len : 0, value);
		}
		s += n;
		s += strspn(s, "; ");
	}
	return found == 1 && secret_is_hex(id);
}

void
browser_new(char id[SECRET_HEX])
{
	unsigned char random[32];

	rng_fill(random, sizeof(random));
	/* As good as they were, and in the form that all ids here have. */
	secret_sha256(random, sizeof(random), id);
	secret_wipe(random, sizeof(random));
}

void
browser_keep(struct call *call, const char *id)
{
	call_header(call, "Set-Cookie",
	    "%s=%s; HttpOnly; SameSite=Strict; Path=/%s%s", cookie_name(call),
	    id ? id : "", browser_is_plain(call) ? "" : "; Secure",
	    id ? "" : "; Max-Age=0");
}

/* --- forms ------------------------------------------------------------------ */

void
browser_token(
    const unsigned char key[SECRET_KEY], const char *id, char token[SECRET_HEX])
{
	char text[SECRET_HEX + 8];
	int n = snprintf(text, sizeof(text), "form:%s", id);

	secret_hmac(key, text, (size_t)n, token);
}

static bool
is_origin(const char *origin, const char *scheme, const char *host)
{
	size_t n = strlen(scheme);

	return strncmp(origin, scheme, n) == 0 && strcmp(origin + n, host) == 0;
}

bool
browser_is_ours(const struct call *call)
{
	if (*call->site)
		return strcmp(call->site, "same-origin") == 0;
	if (!*call->origin || !*call->host)
		return false;
	return is_origin(call->origin, "https://", call->host) ||
	       (browser_is_plain(call) &&
		   is_origin(call->origin, "http://", call->host));
}
