/*
 * One call over HTTPS: the only file that knows libcurl.  It says how far a call
 * came and what came back; what that means is sync/push.h's.
 *
 * What is never done, and cannot be asked for: to follow a redirect (the token
 * would go along), to send anything without TLS but to 127.0.0.1 or [::1] themselves,
 * to take TLS older than 1.2, to pass over a certificate, to read .netrc, to take a
 * compressed answer, or one larger than WIRE_ANSWER.
 */
#ifndef SYNC_HTTP_H
#define SYNC_HTTP_H

#include "base/err.h"
#include "sync/push.h"

#include <stdbool.h>
#include <stddef.h>

/* "" is "as the system has it".  Lives as long as the http. */
struct http_setup {
	const char *ca_file; /* of a private authority, PEM */
	const char *pin;     /* "sha256//...": the server's public key */
	const char *proxy;
	const char *agent; /* "uncoil/0.1.0" */
};

struct http_call {
	const char *method; /* GET POST PUT DELETE */
	const char *url;
	const char *token; /* NULL: none is shown */
	const char *body;  /* NULL: none */
	size_t len;
	const char *const
	    *headers; /* more "Name: value"; ends with NULL; or NULL */
};

struct http;

/* NULL and err when libcurl cannot be started. */
struct http *http_open(const struct http_setup *setup, struct err *err);
void http_close(struct http *http);

/* Connections are kept between calls.  Takes 20 seconds at most, 5 of them to
 * connect.  reply starts with {0}; the caller calls reply_fini. */
void http_call(
    struct http *http, const struct http_call *call, struct reply *reply);

/* May that be called at all?  False and why not in err. */
bool http_may_call(const char *url, struct err *err);

/* The host of a URL (with the port where one is named), cleaned; "" of none. */
void http_host(const char *url, char *host, size_t size);

#endif
