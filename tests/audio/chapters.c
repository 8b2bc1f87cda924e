#include "../test.h"

#include "audio/chapters.h"
#include "base/mem.h"

#include <stdio.h>
#include <string.h>

static void
test_sorted(void **state)
{
	static const struct {
		int64_t ms;
		const char *title;
	} said[] = {{5000, "c"}, {-3, "a"}, {9000, "e"}, {0, "b"}, {5000, "d"}};
	static const int64_t begin[] = {0, 0, 5000, 5000, 9000};
	static const int64_t end[] = {0, 5000, 5000, 9000, 12000};
	struct chapters c = {.end_ms = 12000};
	struct err err;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(said); i++)
		assert_true(chapters_add(&c, said[i].ms, said[i].title, &err));
	assert_int_equal(ARRAY_LEN(said), c.n);
	for (size_t i = 0; i < c.n; i++) {
		const char title[] = {(char)('a' + i), '\0'};

		assert_string_equal(title, c.v[i].title);
		assert_int_equal(begin[i], c.v[i].ms);
		assert_int_equal(end[i], chapters_end(&c, i));
	}
	chapters_fini(&c);
	assert_int_equal(0, c.n);
}

/* A file that ends before a chapter: that one is of no length. */
static void
test_beyond_the_end(void **state)
{
	struct chapters c = {.end_ms = 1000};

	(void)state;
	assert_true(chapters_add(&c, 2000, "late", NULL));
	assert_int_equal(2000, chapters_end(&c, 0));
	chapters_fini(&c);
}

static void
test_tags(void **state)
{
	struct chapters c = {0};
	struct err err;

	(void)state;
	assert_true(chapters_tag(&c, "title", "one", &err));
	assert_true(chapters_tag(&c, "title", "two", &err));
	assert_true(chapters_tag(&c, "comment", "three", &err));
	assert_string_equal("two", c.tag[TAG_TITLE]);
	assert_string_equal("three", c.tag[TAG_COMMENT]);
	assert_null(c.tag[TAG_ALBUM]);
	assert_false(chapters_tag(&c, "genre", "calm", &err));
	assert_non_null(strstr(err.text, "title, artist, album or comment"));
	chapters_fini(&c);
}

static void
test_too_many(void **state)
{
	struct chapters c = {0};
	struct err err;

	(void)state;
	for (int i = 0; i < CHAPTERS_MAX; i++)
		assert_true(chapters_add(&c, i, "x", &err));
	assert_false(chapters_add(&c, 1, "x", &err));
	assert_string_equal("more than 255 chapters", err.text);
	assert_int_equal(CHAPTERS_MAX, c.n);
	chapters_fini(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_sorted),
	    cmocka_unit_test(test_beyond_the_end),
	    cmocka_unit_test(test_tags),
	    cmocka_unit_test(test_too_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
