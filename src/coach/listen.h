/*
 * The socket at which the server is asked: an address with a port, or a path.  It
 * knows no HTTP.
 */
#ifndef COACH_LISTEN_H
#define COACH_LISTEN_H

#include "base/err.h"
#include "base/str.h"

#include <stdbool.h>

struct listening {
	int fd;
	bool local; /* loopback or a path: a proxy stands in front, if anything */
	struct str at; /* 127.0.0.1:8423 with its true port, or the path */
	char *path;    /* of a Unix socket, to be removed at the end; or NULL */
};

/*
 * where: `127.0.0.1:8423`, `[::1]:8423`, `0.0.0.0:443`, or the path of a Unix
 * socket (0660, replaced when nobody answers there).  Port 0 is any that is free.
 */
bool listen_open(struct listening *l, const char *where, struct err *err);

/* Removes the path.  The socket itself is closed by who serves it. */
void listen_close(struct listening *l);

#endif
