#include "sync/http.h"

#include "base/clock.h"
#include "base/mem.h"
#include "base/text.h"

#include <ctype.h>
#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define CONNECT_S 5
#define ALL_S     20

struct http {
	CURL *curl;
	const struct http_setup *setup;
	char why[CURL_ERROR_SIZE];
};

/* --- addresses -------------------------------------------------------------------- */

/* A part of a URL; the caller frees it with curl_free.  NULL when there is none. */
static char *
part_of(const char *url, CURLUPart part)
{
	CURLU *u = curl_url();
	char *found = NULL;

	if (u && curl_url_set(u, CURLUPART_URL, url, 0) == CURLUE_OK)
		curl_url_get(u, part, &found, 0);
	curl_url_cleanup(u);
	return found;
}

static bool
part_is(const char *url, CURLUPart part, const char *what)
{
	char *found = part_of(url, part);
	bool is = found && strcasecmp(found, what) == 0;

	curl_free(found);
	return is;
}

/* http on this machine itself, by its number and not by a name that could be
 * somebody else's. */
static bool
is_plain_loopback(const char *url)
{
	return part_is(url, CURLUPART_SCHEME, "http") &&
	       (part_is(url, CURLUPART_HOST, "127.0.0.1") ||
		   part_is(url, CURLUPART_HOST, "[::1]"));
}

static bool
has_part(const char *url, CURLUPart part)
{
	char *found = part_of(url, part);

	curl_free(found);
	return found != NULL;
}

bool
http_may_call(const char *url, struct err *err)
{
	if (!has_part(url, CURLUPART_HOST))
		return err_set(err,
		    "%.200s is no address; one looks like "
		    "https://coach.example",
		    url);
	if (has_part(url, CURLUPART_USER) || has_part(url, CURLUPART_PASSWORD))
		return err_set(
		    err, "an address with a name or password in it is not called");
	if (part_is(url, CURLUPART_SCHEME, "https") || is_plain_loopback(url))
		return true;
	return err_set(err,
	    "%.200s is not called: only https:// is (and http:// to 127.0.0.1 or "
	    "[::1])",
	    url);
}

void
http_host(const char *url, char *host, size_t size)
{
	char *name = part_of(url, CURLUPART_HOST);
	char *port = part_of(url, CURLUPART_PORT);
	struct str both = {0};

	str_clear(&both);
	if (name)
		str_add(&both, name);
	if (name && port)
		str_addf(&both, ":%s", port);
	text_clean_into(host, size, both.s);
	str_fini(&both);
	curl_free(name);
	curl_free(port);
}

/* --- what comes back --------------------------------------------------------------- */

/* Returning less than was given ends the call. */
static size_t
take_body(char *data, size_t size, size_t n, void *arg)
{
	struct reply *reply = arg;

	n *= size;
	if (reply->body.len + n > WIRE_ANSWER)
		return 0;
	str_addn(&reply->body, data, n);
	return n;
}

static enum body_type
type_of(const char *type)
{
	static const struct {
		const char *name;
		enum body_type type;
	} known[] = {
	    {"application/json", BODY_JSON},
	    {"application/problem+json", BODY_PROBLEM},
	};
	size_t n = type ? strcspn(type, "; \t") : 0;

	if (n == 0)
		return BODY_NONE;
	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		if (strlen(known[i].name) == n &&
		    strncasecmp(known[i].name, type, n) == 0)
			return known[i].type;
	return BODY_OTHER;
}

static const struct {
	CURLcode code;
	enum reach reach;
} reaches[] = {
    {CURLE_OK, REACH_ANSWERED},
    {CURLE_COULDNT_RESOLVE_PROXY, REACH_NOBODY},
    {CURLE_COULDNT_RESOLVE_HOST, REACH_NOBODY},
    {CURLE_COULDNT_CONNECT, REACH_NOBODY},
    {CURLE_OPERATION_TIMEDOUT, REACH_NOBODY},
    {CURLE_INTERFACE_FAILED, REACH_NOBODY},
    {CURLE_PROXY, REACH_NOBODY},
    {CURLE_PEER_FAILED_VERIFICATION, REACH_UNTRUSTED},
    {CURLE_SSL_CACERT_BADFILE, REACH_CA_FILE},
    {CURLE_SSL_ISSUER_ERROR, REACH_UNTRUSTED},
    {CURLE_SSL_PINNEDPUBKEYNOTMATCH, REACH_PIN},
    {CURLE_SSL_INVALIDCERTSTATUS, REACH_UNTRUSTED},
    {CURLE_SSL_CONNECT_ERROR, REACH_TLS},
    {CURLE_SSL_CIPHER, REACH_TLS},
    {CURLE_PARTIAL_FILE, REACH_CUT},
    {CURLE_GOT_NOTHING, REACH_CUT},
    {CURLE_SEND_ERROR, REACH_CUT},
    {CURLE_RECV_ERROR, REACH_CUT},
    {CURLE_URL_MALFORMAT, REACH_REFUSED},
};

static enum reach
reach_of(CURLcode code)
{
	for (size_t i = 0; i < ARRAY_LEN(reaches); i++)
		if (reaches[i].code == code)
			return reaches[i].reach;
	return REACH_STRANGE;
}

/*
 * Why a certificate was not taken.  libcurl has one code for all of it; beside it
 * stands what OpenSSL made of the chain (X509_V_ERR_...): well, or not asked for, where
 * libcurl did not find the name in the certificate.
 */
static enum reach
reach_of_untrusted(struct http *http)
{
	enum { WELL = 0, NOT_ASKED = 1, NOT_YET_VALID = 9, HAS_EXPIRED = 10 };
	long found = 0;

	curl_easy_getinfo(http->curl, CURLINFO_SSL_VERIFYRESULT, &found);
	if (found == NOT_YET_VALID || found == HAS_EXPIRED)
		return REACH_DATE;
	return found == WELL || found == NOT_ASKED ? REACH_NAME : REACH_UNTRUSTED;
}

/* The first words of a page, so that a person can see what it is: what stands
 * between its tags. */
static void
quote_page(struct reply *reply)
{
	const char *s = reply->body.s ? reply->body.s : "";
	char start[121];
	bool in_tag = false;
	size_t n = 0;

	for (; *s && n < sizeof(start) - 1; s++) {
		in_tag |= *s == '<';
		if (!in_tag && !isspace((unsigned char)*s))
			start[n++] = *s;
		else if (n > 0 && start[n - 1] != ' ')
			start[n++] = ' ';
		in_tag &= *s != '>';
	}
	n -= n > 0 && start[n - 1] == ' ';
	start[n] = '\0';
	text_clean_into(reply->detail, sizeof(reply->detail), start);
}

static void
read_header(CURL *curl, const char *name, char *to, size_t size)
{
	struct curl_header *header;

	if (curl_easy_header(curl, name, 0, CURLH_HEADER, -1, &header) == CURLHE_OK)
		text_clean_into(to, size, header->value);
}

/* Where a redirect points, as a person has to judge it: one to http shows it. */
static void
say_moved(const char *url, char *to, size_t size)
{
	char host[128];

	http_host(url, host, sizeof(host));
	snprintf(to, size, "%s%s",
	    part_is(url, CURLUPART_SCHEME, "https") ? "" : "http://", host);
}

static void
read_answer(struct http *http, struct reply *reply)
{
	curl_off_t after = 0;
	char *type = NULL, *moved = NULL;
	long status = 0;

	curl_easy_getinfo(http->curl, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(http->curl, CURLINFO_CONTENT_TYPE, &type);
	curl_easy_getinfo(http->curl, CURLINFO_RETRY_AFTER, &after);
	curl_easy_getinfo(http->curl, CURLINFO_REDIRECT_URL, &moved);
	reply->status = (int)status;
	reply->type = type_of(type);
	reply->retry_after_s = after;
	read_header(http->curl, "Sunset", reply->sunset, sizeof(reply->sunset));
	if (moved)
		say_moved(moved, reply->detail, sizeof(reply->detail));
	else if (reply->type == BODY_OTHER || reply->type == BODY_NONE)
		quote_page(reply);
}

/* A proxy that refused to connect answered, and not the server. */
static bool
proxy_refused(struct http *http, struct reply *reply)
{
	long status = 0;

	curl_easy_getinfo(http->curl, CURLINFO_HTTP_CONNECTCODE, &status);
	if (status < 400)
		return false;
	reply->reach = REACH_ANSWERED;
	reply->status = (int)status;
	reply->type = BODY_NONE;
	return true;
}

static void
read_reply(struct http *http, CURLcode code, struct reply *reply)
{
	reply->now_ms = clock_wall_ms();
	reply->reach = code == CURLE_PEER_FAILED_VERIFICATION
			   ? reach_of_untrusted(http)
			   : reach_of(code);
	if (reply->reach == REACH_ANSWERED) {
		read_answer(http, reply);
		return;
	}
	text_clean_into(reply->detail, sizeof(reply->detail),
	    *http->why ? http->why : curl_easy_strerror(code));
	str_clear(&reply->body);
	if (code != CURLE_OK)
		proxy_refused(http, reply);
}

/* --- a call --------------------------------------------------------------------------- */

struct http *
http_open(const struct http_setup *setup, struct err *err)
{
	struct http *http;

	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
		err_set(err, "libcurl cannot be started");
		return NULL;
	}
	http = mem_new(1, sizeof(*http));
	http->setup = setup;
	http->curl = curl_easy_init();
	if (http->curl)
		return http;
	err_set(err, "libcurl cannot be started");
	http_close(http);
	return NULL;
}

void
http_close(struct http *http)
{
	if (!http)
		return;
	curl_easy_cleanup(http->curl);
	free(http);
	curl_global_cleanup();
}

static void
set_safety(struct http *http, const char *url)
{
	CURL *curl = http->curl;

	curl_easy_setopt(
	    curl, CURLOPT_PROTOCOLS_STR, is_plain_loopback(url) ? "http" : "https");
	curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
	curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, NULL);
	curl_easy_setopt(curl, CURLOPT_HTTP_CONTENT_DECODING, 0L);
	curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(curl, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)WIRE_ANSWER);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_S);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)ALL_S);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
}

static void
set_place(struct http *http, const char *url)
{
	const struct http_setup *setup = http->setup;
	CURL *curl = http->curl;

	curl_easy_setopt(curl, CURLOPT_URL, url);
	curl_easy_setopt(curl, CURLOPT_USERAGENT, setup->agent);
	if (*setup->ca_file)
		curl_easy_setopt(curl, CURLOPT_CAINFO, setup->ca_file);
	if (*setup->pin)
		curl_easy_setopt(curl, CURLOPT_PINNEDPUBLICKEY, setup->pin);
	/* Without TLS a proxy would read the token: "" is none at all. */
	if (is_plain_loopback(url))
		curl_easy_setopt(curl, CURLOPT_PROXY, "");
	else if (*setup->proxy)
		curl_easy_setopt(curl, CURLOPT_PROXY, setup->proxy);
}

static struct curl_slist *
headers_of(const struct http_call *call)
{
	struct curl_slist *list = NULL;
	struct str token = {0};

	if (call->token) {
		str_addf(&token, "Authorization: Bearer %s", call->token);
		list = curl_slist_append(list, token.s);
		memset(token.s, 0, token.len);
		str_fini(&token);
	}
	list = curl_slist_append(list, "Accept: application/json");
	/* No waiting for a server's leave to send the body. */
	list = curl_slist_append(list, "Expect:");
	if (call->body)
		list = curl_slist_append(list, "Content-Type: application/json");
	for (const char *const *h = call->headers; h && *h; h++)
		list = curl_slist_append(list, *h);
	return list;
}

static void
set_body(struct http *http, const struct http_call *call)
{
	CURL *curl = http->curl;

	if (call->body) {
		curl_easy_setopt(curl, CURLOPT_POSTFIELDS, call->body);
		curl_easy_setopt(
		    curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)call->len);
	} else {
		curl_easy_setopt(curl, CURLOPT_HTTPGET, 1L);
	}
	curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, call->method);
}

void
http_call(struct http *http, const struct http_call *call, struct reply *reply)
{
	struct curl_slist *headers;
	struct err err;

	if (!http_may_call(call->url, &err)) {
		reply->reach = REACH_REFUSED;
		reply->now_ms = clock_wall_ms();
		text_clean_into(reply->detail, sizeof(reply->detail), err.text);
		return;
	}
	headers = headers_of(call);
	http->why[0] = '\0';
	curl_easy_reset(http->curl);
	set_safety(http, call->url);
	set_place(http, call->url);
	set_body(http, call);
	curl_easy_setopt(http->curl, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(http->curl, CURLOPT_ERRORBUFFER, http->why);
	curl_easy_setopt(http->curl, CURLOPT_WRITEFUNCTION, take_body);
	curl_easy_setopt(http->curl, CURLOPT_WRITEDATA, reply);
	read_reply(http, curl_easy_perform(http->curl), reply);
	curl_easy_setopt(http->curl, CURLOPT_HTTPHEADER, NULL);
	curl_slist_free_all(headers);
}
