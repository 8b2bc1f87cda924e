/* What the server says of itself, and what it promises: from its settings. */
#ifndef COACH_SITE_H
#define COACH_SITE_H

#include <stdbool.h>

struct site {
	const char *name;        /* "Hill Street Physio" */
	const char *privacy_url; /* "" when there is none */
	int retain_days;         /* for clients that are new */
	int backups_days;        /* how long a backup is kept, at most */
	/* It listens at the loopback itself, without TLS and without a proxy that
	 * was set up (browser.h). */
	bool loopback;
	int device_calls; /* that a device has at once, 1.. */
};

/* The limits that clients are told (sync.md, 2.9). */
#define LIMIT_ITEMS  200
#define LIMIT_BODY   (256 * 1024)
#define LIMIT_ITEM   4096
#define LIMIT_STORED 20000
#define LIMIT_HEADER 8192 /* the block of headers */
#define LIMIT_PATH   512  /* no path of ours is longer than 70 bytes */

#endif
