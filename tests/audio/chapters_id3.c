#include "../test.h"

#include "audio/chapters_id3.h"
#include "base/mem.h"

#include <string.h>

static uint32_t
be(const char *b)
{
	const uint8_t *u = (const uint8_t *)b;

	return (uint32_t)u[0] << 24 | (uint32_t)u[1] << 16 | (uint32_t)u[2] << 8 |
	       u[3];
}

/* The frame at `at` has this id; returns its body, *len bytes. */
static const char *
frame(const char *at, const char *id, uint32_t *len)
{
	assert_memory_equal(id, at, 4);
	assert_memory_equal("\0\0", at + 8, 2);
	*len = be(at + 4);
	return at + 10;
}

static void
is_text(const char *body, uint32_t len, const char *want, size_t want_len)
{
	assert_int_equal(want_len, len);
	assert_memory_equal(want, body, len);
}

/* UTF-16 with its mark; a character beyond 16 bit is two of them. */
static void
test_tags(void **state)
{
	struct chapters c = {0};
	struct str out = {0};
	const char *at;
	uint32_t len;

	(void)state;
	chapters_id3(&c, &out);
	assert_int_equal(0, out.len);
	chapters_tag(&c, "title", "\xc3\xa9", NULL);
	chapters_tag(&c, "artist", "\xf0\x9f\xa7\x98", NULL);
	chapters_tag(&c, "comment", "c", NULL);
	chapters_id3(&c, &out);
	assert_memory_equal("ID3\3\0\0\0\0\0", out.s, 9);
	assert_int_equal(out.len - 10, out.s[9]);
	at = frame(out.s + 10, "TIT2", &len);
	is_text(at, len, "\1\xff\xfe\xe9\0", 5);
	at = frame(at + len, "TPE1", &len);
	is_text(at, len, "\1\xff\xfe\x3e\xd8\xd8\xdd", 7);
	at = frame(at + len, "COMM", &len);
	is_text(at, len, "\1eng\xff\xfe\0\0\xff\xfe\x63\0", 12);
	assert_ptr_equal(out.s + out.len, at + len);
	str_fini(&out);
	chapters_fini(&c);
}

static void
test_chapters(void **state)
{
	static const uint32_t begin[] = {0, 65000}, end[] = {65000, 90000};
	struct chapters c = {.end_ms = 90000};
	struct str out = {0};
	const char *at, *text;
	uint32_t len, n;

	(void)state;
	chapters_add(&c, 0, "a", NULL);
	chapters_add(&c, 65000, "b", NULL);
	chapters_id3(&c, &out);
	at = frame(out.s + 10, "CTOC", &len);
	is_text(at, len, "toc\0\3\2ch001\0ch002\0", 18);
	for (size_t i = 0; i < 2; i++) {
		at = frame(at + len, "CHAP", &len);
		assert_memory_equal(i ? "ch002" : "ch001", at, 6);
		assert_int_equal(begin[i], be(at + 6));
		assert_int_equal(end[i], be(at + 10));
		assert_int_equal(UINT32_MAX, be(at + 14));
		assert_int_equal(UINT32_MAX, be(at + 18));
		text = frame(at + 22, "TIT2", &n);
		is_text(text, n, i ? "\1\xff\xfe\x62\0" : "\1\xff\xfe\x61\0", 5);
		assert_int_equal(len, 22 + 10 + n);
	}
	assert_ptr_equal(out.s + out.len, at + len);
	str_fini(&out);
	chapters_fini(&c);
}

/* The size of the tag has seven bits a byte. */
static void
test_long(void **state)
{
	struct chapters c = {0};
	struct str out = {0};
	uint32_t size = 0;

	(void)state;
	for (int i = 0; i < CHAPTERS_MAX; i++)
		chapters_add(&c, i, "a rather long name of a chapter", NULL);
	chapters_id3(&c, &out);
	for (int i = 6; i < 10; i++) {
		assert_false(out.s[i] & 0x80);
		size = size << 7 | (uint32_t)out.s[i];
	}
	assert_int_equal(out.len, 10 + size);
	assert_int_equal(255, (uint8_t)out.s[25]);
	str_fini(&out);
	chapters_fini(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_tags),
	    cmocka_unit_test(test_chapters),
	    cmocka_unit_test(test_long),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
