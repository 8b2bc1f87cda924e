#include "../test.h"

#include "audio/chapters_wav.h"

#include <string.h>

static uint32_t
le(const char *b)
{
	const uint8_t *u = (const uint8_t *)b;

	return u[0] | (uint32_t)u[1] << 8 | (uint32_t)u[2] << 16 |
	       (uint32_t)u[3] << 24;
}

static void
test_chunks(void **state)
{
	struct chapters c = {0};
	struct str out = {0};
	const char *at;

	(void)state;
	chapters_wav(&c, 48000, &out);
	assert_int_equal(0, out.len);
	chapters_add(&c, 0, "odd", NULL);
	chapters_add(&c, 1500, "even", NULL);
	chapters_wav(&c, 48000, &out);
	at = out.s;
	assert_memory_equal("cue ", at, 4);
	assert_int_equal(4 + 2 * 24, le(at + 4));
	assert_int_equal(2, le(at + 8));
	assert_int_equal(1, le(at + 12));
	assert_int_equal(0, le(at + 16));
	assert_memory_equal("data", at + 20, 4);
	assert_int_equal(2, le(at + 36));
	assert_int_equal(1500 * 48, le(at + 40));
	assert_int_equal(1500 * 48, le(at + 56));
	at += 8 + le(at + 4);
	assert_memory_equal("LIST", at, 4);
	assert_int_equal(out.len, (size_t)(at - out.s) + 8 + le(at + 4));
	assert_memory_equal("adtl", at + 8, 4);
	at += 12;
	/* 4 and "odd" and its NUL: even; "even" and its NUL: padded. */
	assert_memory_equal("labl\x08\0\0\0\1\0\0\0odd", at, 16);
	assert_memory_equal("labl\x09\0\0\0\2\0\0\0even\0", at + 16, 18);
	assert_int_equal(out.len, (size_t)(at - out.s) + 34);
	str_fini(&out);
	chapters_fini(&c);
}

static void
test_size(void **state)
{
	uint8_t size[4];

	(void)state;
	assert_true(chapters_wav_size(8 + 0x01020304, size));
	assert_memory_equal("\4\3\2\1", size, 4);
	assert_true(chapters_wav_size(8 + (int64_t)UINT32_MAX, size));
	assert_false(chapters_wav_size(9 + (int64_t)UINT32_MAX, size));
	assert_false(chapters_wav_size(-1, size));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_chunks),
	    cmocka_unit_test(test_size),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
