/*
 * A file that is written whole or not at all: beside its place, then renamed into it.
 * A symbolic link is followed, not replaced; what is there and no file (a pipe, a
 * device) is written to.  It knows no format.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct file {
	FILE *to;         /* for the caller to write to, and not to close */
	const char *path; /* the caller's */
	char *real;       /* the place itself */
	char *part;       /* what is written beside it; NULL: it is written to */
	unsigned mode;
};

/* mode is that of a file that was not there before.  False and err, and nothing to
 * close, where it cannot be. */
bool file_open(struct file *f, const char *path, unsigned mode, struct err *err);

/* Puts what was written in the place, where ok says that it is whole; durable: and
 * waits for the disk.  Else what was there stays.  False when it is not in place. */
bool file_close(struct file *f, bool ok, bool durable, struct err *err);

/* Replaces a file with a text. */
bool file_replace(
    const char *path, const char *text, size_t len, unsigned mode, struct err *err);

/* The same without waiting for the disk, mode 0600: for what can be made again
 * when a power cut has lost it. */
bool file_replace_derived(
    const char *path, const char *text, size_t len, struct err *err);

#endif
