/*
 * Plain endpoints: the same batches, posted to a hook or put into a WebDAV folder of
 * the person's choice, without any coach's server (uncoil.conf(5), [sync.NAME]).
 * Nothing comes back but "taken": the same batch is sent byte for byte until then.
 */
#ifndef SYNC_PLAIN_H
#define SYNC_PLAIN_H

#include "base/err.h"
#include "base/notes.h"
#include "sync/link.h"

#include <stdbool.h>
#include <stddef.h>

#define PLAINS_MAX 16

struct plain {
	char name[PEER_NAME]; /* of the section, without "sync." */
	char url[PEER_URL];   /* may hold {batch} */
	bool put;             /* PUT, else POST */
	int share;
	char *header_file, *sign_key_file; /* whole paths, or NULL */
	char *expect;                      /* text that the answer has to hold */
};

struct plains {
	struct plain v[PLAINS_MAX];
	size_t n;
};

/* Reads the sections of a config file.  A section with a mistake is noted and left
 * out; a file that is not there has none.  plains_fini frees it. */
void plains_load(struct plains *plains, const char *path, struct notes *notes);
void plains_fini(struct plains *plains);

/* One run with one of them; peer is as it is now. */
bool plain_run(struct link *link, const struct plain *plain, struct peer *peer,
    struct err *err);

/* Sends a batch with nothing in it, and says what answered. */
bool plain_test(struct link *link, const struct plain *plain, struct err *err);

/* Its row, made where there is none, with the address and the share of the settings.
 * An open batch in which there is more than that share is closed, and not sent. */
bool plain_peer(struct link *link, const struct plain *plain, struct peer *peer,
    struct err *err);

#endif
