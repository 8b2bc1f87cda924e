/* A folder of one's own for a test, under $TMPDIR, and its removal. */
#ifndef TESTS_FOLDER_H
#define TESTS_FOLDER_H

#include <dirent.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct folder {
	char path[512];
	char file[640]; /* a file in it */
};

static inline void
folder_make(struct folder *f, const char *file)
{
	const char *tmp = getenv("TMPDIR");

	snprintf(
	    f->path, sizeof(f->path), "%s/uncoil-test-XXXXXX", tmp ? tmp : "/tmp");
	if (!mkdtemp(f->path))
		abort();
	snprintf(f->file, sizeof(f->file), "%s/%s", f->path, file);
}

static inline int
folder_remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)st;
	(void)kind;
	(void)at;
	return remove(path);
}

static inline void
folder_remove(const struct folder *f)
{
	chmod(f->path, 0700);
	nftw(f->path, folder_remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static inline int
folder_count(const struct folder *f)
{
	DIR *dir = opendir(f->path);
	int n = 0;

	while (dir && readdir(dir))
		n++;
	if (dir)
		closedir(dir);
	return n - 2; /* without . and .. */
}

#endif
