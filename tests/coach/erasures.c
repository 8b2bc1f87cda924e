#include "coach/erasures.h"

#include "tests/folder.h"
#include "tests/test.h"

#include <string.h>

static void
write_file(const struct folder *f, const char *text)
{
	FILE *to = fopen(f->file, "w");

	fputs(text, to);
	fclose(to);
}

static void
what_was_added_is_read(void **state)
{
	static const struct erasure rows[] = {
	    {ERASURE_CLIENT, 1, 0},
	    {ERASURE_KEEP, INT64_MAX, 1023},
	    {ERASURE_PAST, 12345678901234567, 1},
	};
	struct erasure *all;
	struct folder f;
	struct err err;
	size_t n;
	int64_t now;

	(void)state;
	folder_make(&f, "erasures");
	assert_true(erasures_read(f.file, &all, &n, &err));
	assert_int_equal(n, 0);
	for (int i = 0; i < 60; i++) {
		assert_true(erasures_add(f.file, &rows[i % 3], &now, &err));
		assert_int_equal(now, i + 1);
	}
	assert_true(erasures_read(f.file, &all, &n, &err));
	assert_int_equal(n, 60);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(all[i].kind, rows[i % 3].kind);
		assert_int_equal(all[i].client_no, rows[i % 3].client_no);
		assert_int_equal(all[i].mask, rows[i % 3].mask);
	}
	free(all);
	folder_remove(&f);
}

/* Power went while a line was written: nobody was promised it. */
static void
half_a_line(void **state)
{
	const struct erasure next = {ERASURE_CLIENT, 9, 0};
	struct erasure *all;
	struct folder f;
	struct err err;
	size_t n;
	int64_t now;

	(void)state;
	folder_make(&f, "erasures");
	write_file(&f, "7 erase\n8 era");
	assert_true(erasures_read(f.file, &all, &n, &err));
	assert_int_equal(n, 1);
	free(all);
	assert_true(erasures_add(f.file, &next, &now, &err));
	assert_int_equal(now, 2);
	assert_true(erasures_read(f.file, &all, &n, &err));
	assert_int_equal(n, 2);
	assert_int_equal(all[1].client_no, 9);
	free(all);
	folder_remove(&f);
}

static void
what_is_no_line(void **state)
{
	static const char *const rows[] = {"\n", "x erase\n", "7\n", "7 erase \n",
	    "7 share\n", "7 share 3\n", "7 share 3 kept\n", "7  erase\n",
	    "99999999999999999999 erase\n"};
	struct erasure *all;
	struct folder f;
	struct err err;
	size_t n;

	(void)state;
	folder_make(&f, "erasures");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		write_file(&f, rows[i]);
		if (erasures_read(f.file, &all, &n, &err))
			fail_msg("%s was taken", rows[i]);
		assert_null(all);
	}
	folder_remove(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_was_added_is_read),
	    cmocka_unit_test(half_a_line),
	    cmocka_unit_test(what_is_no_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
