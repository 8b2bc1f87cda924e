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

/* Fails, and leaves what was drawn in tests/screen/NAME.got, unless
 * golden/NAME.txt says the same. */
static inline void
golden_compare(const char *name, const char *drawn)
{
	struct str path = {0}, got = {0};
	char *want;

	str_addf(
	    &path, "%s/tests/screen/golden/%s.txt", getenv("top_srcdir"), name);
	str_addf(&got, "tests/screen/%s.got", name);
	if (getenv("GOLDEN_WRITE"))
		golden_write(path.s, drawn);
	want = golden_read(path.s);
	if (!want || strcmp(want, drawn) != 0) {
		golden_write(got.s, drawn);
		fail_msg("not as in %s; see %s, or make golden", path.s, got.s);
	}
	free(want);
	str_fini(&path);
	str_fini(&got);
}

#endif
