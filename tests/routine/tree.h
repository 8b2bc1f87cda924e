/* A folder of one's own below $TMPDIR with files in it, for tests. */
#ifndef TESTS_ROUTINE_TREE_H
#define TESTS_ROUTINE_TREE_H

#include "tests/test.h"

#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct tree {
	char root[256];
	char path[PATH_MAX]; /* of the file that was named last */
};

static inline void
tree_make(struct tree *t)
{
	const char *tmp = getenv("TMPDIR");

	snprintf(
	    t->root, sizeof(t->root), "%s/uncoil-tree-XXXXXX", tmp ? tmp : "/tmp");
	if (!mkdtemp(t->root))
		abort();
}

/* The path of a name in the tree; its folders are made. */
static inline const char *
tree_path(struct tree *t, const char *name)
{
	snprintf(t->path, sizeof(t->path), "%s/%s", t->root, name);
	for (char *at = t->path + strlen(t->root) + 1;
	     (at = strchr(at, '/')) != NULL; at++) {
		*at = '\0';
		mkdir(t->path, 0700);
		*at = '/';
	}
	return t->path;
}

static inline const char *
tree_write(struct tree *t, const char *name, const char *text, size_t len)
{
	FILE *f = fopen(tree_path(t, name), "w");

	if (!f || fwrite(text, 1, len, f) != len || fclose(f) != 0)
		abort();
	return t->path;
}

static inline const char *
tree_put(struct tree *t, const char *name, const char *text)
{
	return tree_write(t, name, text, strlen(text));
}

/* A link in the tree to something of the shipped files. */
static inline void
tree_link(struct tree *t, const char *name, const char *to)
{
	char target[PATH_MAX];

	snprintf(target, sizeof(target), "%s/%s", getenv("UNCOIL_DATADIR"), to);
	if (symlink(target, tree_path(t, name)) < 0)
		abort();
}

static inline int
tree_remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)st;
	(void)kind;
	(void)at;
	return remove(path);
}

static inline void
tree_remove(struct tree *t)
{
	nftw(t->root, tree_remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* Where the shipped files are; a test that does not find them must fail. */
static inline const char *
shipped_root(void)
{
	const char *root = getenv("UNCOIL_DATADIR");

	if (!root)
		fail_msg("UNCOIL_DATADIR is not set");
	return root;
}

#endif
