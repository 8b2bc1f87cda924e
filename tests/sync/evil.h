/*
 * A server for tests on 127.0.0.1: it reads one request of a connection, whole, and
 * answers with the bytes that it is told, whatever they are.  It runs in a child, so
 * that what is tested may wait for it.
 */
#ifndef TESTS_SYNC_EVIL_H
#define TESTS_SYNC_EVIL_H

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

struct evil {
	int fd;
	pid_t pid;
	char url[64];
};

static inline int
evil_whole(const char *request, size_t n)
{
	const char *end = memmem(request, n, "\r\n\r\n", 4);
	const char *length = memmem(request, n, "Content-Length: ", 16);
	size_t body = length && end && length < end ? (size_t)atol(length + 16) : 0;

	return end && n >= (size_t)(end + 4 - request) + body;
}

/* The request goes to `seen` (a file), where one is named. */
static inline void
evil_serve_one(int fd, const char *answer, size_t len, const char *seen)
{
	static char request[1 << 20];
	size_t n = 0;
	ssize_t got;
	FILE *file;

	while (n < sizeof(request) && !evil_whole(request, n) &&
	       (got = read(fd, request + n, sizeof(request) - n)) > 0)
		n += (size_t)got;
	if (seen && (file = fopen(seen, "w")) != NULL) {
		fwrite(request, 1, n, file);
		fclose(file);
	}
	while (len > 0 && (got = write(fd, answer, len)) > 0) {
		answer += got;
		len -= (size_t)got;
	}
	shutdown(fd, SHUT_WR);
	/* Until the other side is through, or its data would be thrown away. */
	while (read(fd, request, sizeof(request)) > 0)
		;
	close(fd);
}

static inline void
evil_open(struct evil *evil, const char *answer, size_t len, const char *seen)
{
	struct sockaddr_in at = {
	    .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof(at);

	evil->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (bind(evil->fd, (struct sockaddr *)&at, size) < 0 ||
	    listen(evil->fd, 16) < 0 ||
	    getsockname(evil->fd, (struct sockaddr *)&at, &size) < 0)
		abort();
	snprintf(evil->url, sizeof(evil->url), "http://127.0.0.1:%d",
	    ntohs(at.sin_port));
	evil->pid = fork();
	if (evil->pid != 0)
		return;
	signal(SIGPIPE, SIG_IGN);
	for (;;) {
		int fd = accept(evil->fd, NULL, NULL);

		if (fd >= 0)
			evil_serve_one(fd, answer, len, seen);
	}
}

static inline void
evil_close(struct evil *evil)
{
	kill(evil->pid, SIGKILL);
	waitpid(evil->pid, NULL, 0);
	close(evil->fd);
}

#endif
