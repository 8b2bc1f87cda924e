#include "base/str.h"

#include "tests/test.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* Every length from nothing to past several growths, by each way to add. */
static void
grows_at_every_length(void **state)
{
	struct str a = {0}, b = {0}, c = {0};

	(void)state;
	for (size_t n = 1; n <= 1000; n++) {
		char byte = (char)('a' + n % 26), s[2] = {byte, '\0'};

		str_addn(&a, &byte, 1);
		str_add(&b, s);
		str_addf(&c, "%c", byte);
		assert_int_equal(a.len, n);
		assert_true(a.cap > n);
		assert_int_equal(strlen(a.s), n);
		assert_string_equal(a.s, b.s);
		assert_string_equal(a.s, c.s);
	}
	str_fini(&a);
	str_fini(&b);
	str_fini(&c);
	assert_null(a.s);
	str_fini(&a); /* twice is fine */
}

static void
empty_ones(void **state)
{
	struct str s = {0};
	char *taken = str_take(&s);

	(void)state;
	assert_string_equal(taken, "");
	assert_null(s.s);
	free(taken);
	str_clear(&s);
	assert_string_equal(s.s, "");
	str_add(&s, "");
	str_addn(&s, NULL, 0);
	str_addf(&s, "%s", "");
	assert_int_equal(s.len, 0);
	str_fini(&s);
}

static void
clear_keeps_memory(void **state)
{
	struct str s = {0};
	size_t cap;
	char *taken;

	(void)state;
	str_addf(&s, "%0300d", 7);
	cap = s.cap;
	str_clear(&s);
	assert_int_equal(s.cap, cap);
	str_addn(&s, "a\0b", 3); /* bytes, not characters */
	assert_int_equal(s.len, 3);
	taken = str_take(&s);
	assert_memory_equal(taken, "a\0b", 4);
	free(taken);
}

static void
whole_numbers(void **state)
{
	static const struct {
		const char *s;
		long long lo, hi;
		int ok;
		long long n;
		const char *remark;
	} rows[] = {
	    {"0", 0, 9, 1, 0, "the least"},
	    {"9", 0, 9, 1, 9, "the most"},
	    {"10", 0, 9, 0, 0, "one more"},
	    {"-1", 0, 9, 0, 0, "one less"},
	    {"-1", -1, 9, 1, -1, "negative"},
	    {"007", 0, 9, 1, 7, "leading zeros are decimal"},
	    {"", 0, 9, 0, 0, "nothing"},
	    {"-", -9, 9, 0, 0, "only a sign"},
	    {"--1", -9, 9, 0, 0, "two signs"},
	    {"+1", -9, 9, 0, 0, "a plus"},
	    {" 1", 0, 9, 0, 0, "a space before"},
	    {"1 ", 0, 9, 0, 0, "a space behind"},
	    {"1.5", 0, 9, 0, 0, "a fraction"},
	    {"0x5", 0, 9, 0, 0, "not decimal"},
	    {"9223372036854775807", 0, LLONG_MAX, 1, LLONG_MAX,
		"as large as it goes"},
	    {"9223372036854775808", 0, LLONG_MAX, 0, 0, "larger"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		long long n = 4711;
		int ok = str_int(rows[i].s, rows[i].lo, rows[i].hi, &n);

		if (ok != rows[i].ok || n != (ok ? rows[i].n : 4711))
			fail_msg("%s: '%s' gave %d, %lld", rows[i].remark,
			    rows[i].s, ok, n);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(grows_at_every_length),
	    cmocka_unit_test(empty_ones),
	    cmocka_unit_test(clear_keeps_memory),
	    cmocka_unit_test(whole_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
