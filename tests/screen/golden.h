/*
 * Text compared with a file in tests/screen/golden/; with GOLDEN_WRITE set (make
 * golden) it is written there first.
 */
#ifndef TESTS_SCREEN_GOLDEN_H
#define TESTS_SCREEN_GOLDEN_H

#include "base/str.h"
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static inline char *
golden_read(const char *path)
{
	struct str text = {0};
	char buf[4096];
	size_t n;
	FILE *fp = fopen(path, "r");

	if (!fp)
		return NULL;
	while ((n = fread(buf, 1, sizeof(buf), fp)) > 0)
		str_addn(&text, buf, n);
	fclose(fp);
	return str_take(&text);
}

static inline void
golden_write(const char *path, const char *text)
{
	FILE *fp = fopen(path, "w");

	assert_non_null(fp);
	fputs(text, fp);
	assert_int_equal(fclose(fp), 0);
}

/* The path of a file of golden/.  The caller frees it. */
static inline char *
golden_path(const char *file)
{
	struct str path = {0};

	str_addf(&path, "%s/tests/screen/golden/%s", getenv("top_srcdir"), file);
	return str_take(&path);
}

/* Is this what golden/FILE says?  If not, tests/screen/FILE.got is left. */
static inline bool
golden_same_file(const char *file, const char *drawn)
{
	struct str got = {0};
	char *path = golden_path(file), *want;
	bool same;

	if (getenv("GOLDEN_WRITE"))
		golden_write(path, drawn);
	want = golden_read(path);
	same = want && strcmp(want, drawn) == 0;
	str_addf(&got, "tests/screen/%s.got", file);
	if (!same)
		golden_write(got.s, drawn);
	free(want);
	free(path);
	str_fini(&got);
	return same;
}

/* The same for golden/NAME.txt. */
static inline bool
golden_same(const char *name, const char *drawn)
{
	struct str file = {0};
	bool same;

	str_addf(&file, "%s.txt", name);
	same = golden_same_file(file.s, drawn);
	str_fini(&file);
	return same;
}

static inline void
golden_compare(const char *name, const char *drawn)
{
	if (!golden_same(name, drawn))
		fail_msg("not as in golden/%s.txt; see tests/screen/%s.txt.got, or "
			 "make golden",
		    name, name);
}

#endif
