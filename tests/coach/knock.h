/*
 * A server that runs inside the test, on a store of its own (made.h), and raw
 * sockets to knock at it.
 */
#ifndef TESTS_COACH_KNOCK_H
#define TESTS_COACH_KNOCK_H

#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "coach/door.h"
#include "coach/route.h"
#include "tests/coach/made.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>

struct served {
	struct made made;
	struct listening at;
	struct site about;
	struct log log;
	char *logged;
	size_t logged_size;
	struct worker *worker;
	struct door *door;
	int port;
};

static inline void
serve_begin_with(struct served *s, const struct door_options *more)
{
	struct door_options options = *more;
	struct err err;

	signal(SIGPIPE, SIG_IGN);
	made_begin(&s->made);
	s->about = (struct site){.name = "Hill Street Physio",
	    .privacy_url = "https://coach.example/privacy",
	    .retain_days = 400,
	    .backups_days = 30,
	    .device_calls = 30};
	s->log.level = LOG_ALL;
	s->log.to = open_memstream(&s->logged, &s->logged_size);
	assert_true(listen_open(&s->at, "127.0.0.1:0", &err));
	s->port = atoi(strrchr(s->at.at.s, ':') + 1);
	s->worker = worker_new(s->made.store, route_answer, door_done, &err);
	assert_non_null(s->worker);
	options.at = &s->at;
	options.about = &s->about;
	options.log = &s->log;
	options.worker = s->worker;
	s->door = door_open(&options, &err);
	if (!s->door)
		fail_msg("%s", err.text);
}

static inline void
serve_begin(struct served *s)
{
	const struct door_options none = {0};

	serve_begin_with(s, &none);
}

/* The store is the test's again, and the log is whole. */
static inline void
serve_stop(struct served *s)
{
	door_quiet(s->door);
	worker_free(s->worker);
	door_close(s->door);
	s->door = NULL;
	fflush(s->log.to);
}

static inline void
serve_end(struct served *s)
{
	if (s->door)
		serve_stop(s);
	listen_close(&s->at);
	fclose(s->log.to);
	free(s->logged);
	made_end(&s->made);
}

/* --- knocking --------------------------------------------------------------- */

static inline int
knock_from(const struct served *s, const char *from)
{
	struct sockaddr_in at = {
	    .sin_family = AF_INET, .sin_port = htons((uint16_t)s->port)};
	struct sockaddr_in mine = {.sin_family = AF_INET};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	inet_pton(AF_INET, from, &mine.sin_addr);
	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(bind(fd, (struct sockaddr *)&mine, sizeof(mine)), 0);
	assert_int_equal(connect(fd, (struct sockaddr *)&at, sizeof(at)), 0);
	return fd;
}

static inline int
knock(const struct served *s)
{
	return knock_from(s, "127.0.0.1");
}

static inline void
say(int fd, const char *text, size_t n)
{
	while (n > 0) {
		ssize_t done = send(fd, text, n, MSG_NOSIGNAL);

		if (done <= 0)
			return;
		text += done;
		n -= (size_t)done;
	}
}

/* All that comes until the other side ends, or nothing more does for ms while
 * there is something; the caller frees it. */
static inline char *
hear(int fd, int ms, bool *ended)
{
	struct pollfd in = {.fd = fd, .events = POLLIN};
	struct str all = {0};
	char part[4096];
	ssize_t n = 1;

	str_addn(&all, "", 0);
	while (n > 0 && poll(&in, 1, all.len ? ms : 20000) == 1) {
		n = recv(fd, part, sizeof(part), 0);
		if (n > 0)
			str_addn(&all, part, (size_t)n);
	}
	*ended = n <= 0;
	return str_take(&all);
}

/* One answer on a kept connection: headers and all of its body. */
static inline char *
hear_one(int fd)
{
	struct str all = {0};
	size_t want = SIZE_MAX;
	char part[4096];

	str_addn(&all, "", 0);
	while (all.len < want) {
		const char *end, *length;
		ssize_t n = recv(fd, part, sizeof(part), 0);

		if (n <= 0)
			break;
		str_addn(&all, part, (size_t)n);
		end = strstr(all.s, "\r\n\r\n");
		length = end ? strcasestr(all.s, "Content-Length:") : NULL;
		if (end)
			want = (size_t)(end + 4 - all.s) +
			       (length ? strtoul(length + 15, NULL, 10) : 0);
	}
	return str_take(&all);
}

static inline int
status_of(const char *answer)
{
	return strncmp(answer, "HTTP/1.1 ", 9) == 0 ? atoi(answer + 9) : 0;
}

/* How many answers there are in what came. */
static inline int
answers_in(const char *all)
{
	int n = 0;

	for (; (all = strstr(all, "HTTP/1.1 ")) != NULL; all++)
		n++;
	return n;
}

/* One call on a connection of its own; the caller frees the answer.  token and body
 * may be NULL. */
static inline char *
ask_as(const struct served *s, const char *method, const char *path,
    const char *token, const char *body)
{
	struct str request = {0};
	int fd = knock(s);
	char *answer;

	str_addf(&request, "%s %s HTTP/1.1\r\nHost: x\r\n", method, path);
	/* Its answer tells of a body that does not come. */
	if (strcmp(method, "HEAD") == 0)
		str_add(&request, "Connection: close\r\n");
	if (token)
		str_addf(&request, "Authorization: Bearer %s\r\n", token);
	if (body)
		str_addf(&request,
		    "Content-Type: application/json\r\nContent-Length: %zu\r\n",
		    strlen(body));
	str_addf(&request, "\r\n%s", body ? body : "");
	say(fd, request.s, request.len);
	str_fini(&request);
	answer = hear_one(fd);
	close(fd);
	return answer;
}

/* The body of an answer. */
static inline const char *
body_of(const char *answer)
{
	const char *end = strstr(answer, "\r\n\r\n");

	return end ? end + 4 : "";
}

#endif
