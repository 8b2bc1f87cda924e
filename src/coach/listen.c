#include "coach/listen.h"

#include "base/mem.h"
#include "coach/address.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

/* As many as come at once at a full hour wait here. */
#define BACKLOG 1024

union any {
	struct sockaddr any;
	struct sockaddr_in in;
	struct sockaddr_in6 in6;
};

static bool
parse_address(const char *where, union any *to, socklen_t *len)
{
	const char *colon = strrchr(where, ':');
	char host[64];
	long long port;
	size_t n;

	if (!colon || !str_int(colon + 1, 0, 65535, &port))
		return false;
	n = (size_t)(colon - where);
	if (n >= sizeof(host))
		return false;
	memcpy(host, where, n);
	host[n] = '\0';
	*to = (union any){0};
	if (*host == '[' && n > 2 && host[n - 1] == ']') {
		host[n - 1] = '\0';
		to->in6.sin6_family = AF_INET6;
		to->in6.sin6_port = htons((uint16_t)port);
		*len = sizeof(to->in6);
		return inet_pton(AF_INET6, host + 1, &to->in6.sin6_addr) == 1;
	}
	to->in.sin_family = AF_INET;
	to->in.sin_port = htons((uint16_t)port);
	*len = sizeof(to->in);
	return inet_pton(AF_INET, host, &to->in.sin_addr) == 1;
}

static bool
fail(struct listening *l, const char *where, struct err *err)
{
	err_errno(err, "%s", where);
	if (l->fd >= 0)
		close(l->fd);
	l->fd = -1;
	return false;
}

static void
say_url(struct listening *l, const char *where)
{
	union any at;
	socklen_t len = sizeof(at);
	uint16_t port;

	getsockname(l->fd, &at.any, &len);
	port = at.any.sa_family == AF_INET6 ? at.in6.sin6_port : at.in.sin_port;
	str_addf(&l->at, "%.*s:%u", (int)(strrchr(where, ':') - where), where,
	    ntohs(port));
	l->local = address_is_local(&at.any);
}

static bool
open_address(struct listening *l, const char *where, struct err *err)
{
	union any at;
	socklen_t len;
	int on = 1;

	if (!parse_address(where, &at, &len))
		return err_set(err,
		    "%s: it is no address to listen at: 127.0.0.1:8423, "
		    "[::1]:8423, or "
		    "/a/path",
		    where);
	l->fd = socket(at.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (l->fd < 0 ||
	    setsockopt(l->fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) < 0 ||
	    bind(l->fd, &at.any, len) < 0 || listen(l->fd, BACKLOG) < 0)
		return fail(l, where, err);
	say_url(l, where);
	return true;
}

/* A socket that a server left when it was killed; one that answers stays. */
static void
remove_dead(const struct sockaddr_un *at)
{
	struct stat st;
	int fd;

	if (lstat(at->sun_path, &st) < 0 || !S_ISSOCK(st.st_mode))
		return;
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (connect(fd, (const struct sockaddr *)at, sizeof(*at)) < 0 &&
	    errno == ECONNREFUSED)
		unlink(at->sun_path);
	close(fd);
}

static bool
open_path(struct listening *l, const char *where, struct err *err)
{
	struct sockaddr_un at = {.sun_family = AF_UNIX};
	mode_t was;

	if (strlen(where) >= sizeof(at.sun_path))
		return err_set(err, "%s: the path is too long for a socket", where);
	strcpy(at.sun_path, where);
	remove_dead(&at);
	l->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	was = umask(0117);
	if (l->fd < 0 || bind(l->fd, (struct sockaddr *)&at, sizeof(at)) < 0 ||
	    listen(l->fd, BACKLOG) < 0) {
		umask(was);
		return fail(l, where, err);
	}
	umask(was);
	l->local = true;
	l->path = mem_strdup(where);
	str_add(&l->at, where);
	return true;
}

bool
listen_open(struct listening *l, const char *where, struct err *err)
{
	*l = (struct listening){.fd = -1};
	return *where == '/' ? open_path(l, where, err)
			     : open_address(l, where, err);
}

void
listen_close(struct listening *l)
{
	if (l->path)
		unlink(l->path);
	free(l->path);
	str_fini(&l->at);
}
