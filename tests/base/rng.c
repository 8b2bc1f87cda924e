#include "base/rng.h"

#include "base/civil.h"

#include "tests/test.h"

#include <stdio.h>
#include <string.h>

static void
day_is_in_the_id(void **state)
{
	static const int32_t days[] = {0, 1, 20514, 20515, 157420, 2932896};

	(void)state;
	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
		char id[UUID_LEN];

		assert_ptr_equal(rng_uuid_day(days[i], id), id);
		assert_int_equal(strlen(id), 36);
		assert_int_equal(id[14], '7');
		assert_non_null(strchr("89ab", id[19]));
		assert_int_equal(strspn(id, "0123456789abcdef-"), 36);
		assert_int_equal(rng_uuid_to_day(id), days[i]);
	}
}

/* 74 random bits: each of them is seen as 0 and as 1, and nothing repeats. */
static void
the_rest_is_random(void **state)
{
	char seen[200][UUID_LEN];
	unsigned char ones[16] = {0}, zeros[16] = {0};
	static const unsigned char expected[16] = {0, 0, 0, 0, 0, 0, 0x0f, 0xff,
	    0x3f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
	static const char digits[] = "0123456789abcdef";

	(void)state;
	for (int i = 0; i < 200; i++) {
		rng_uuid_day(20514, seen[i]);
		for (int j = 0; j < i; j++)
			assert_string_not_equal(seen[i], seen[j]);
		for (int at = 0, nibble = 0; seen[i][at]; at++) {
			unsigned v, shift;

			if (seen[i][at] == '-')
				continue;
			v = (unsigned)(strchr(digits, seen[i][at]) - digits);
			shift = nibble % 2 ? 0 : 4;
			ones[nibble / 2] |= (unsigned char)(v << shift);
			zeros[nibble / 2] |= (unsigned char)((~v & 15) << shift);
			nibble++;
		}
	}
	for (int i = 0; i < 16; i++)
		assert_int_equal(ones[i] & zeros[i], expected[i]);
}

static void
what_is_no_id(void **state)
{
	static const struct {
		const char *id, *remark;
	} rows[] = {
	    {"", "nothing"},
	    {"019cac20-5c00-7000-8000-00000000000", "a digit missing"},
	    {"019cac20-5c00-7000-8000-0000000000000", "a digit too many"},
	    {"019cac20-5c00-4000-8000-000000000000", "another version"},
	    {"019cac20-5c00-7000-c000-000000000000", "another variant"},
	    {"019cac2005c00-7000-8000-000000000000", "a dash missing"},
	    {"019CAC20-5c00-7000-8000-000000000000", "upper case"},
	    {"019cac20-5c01-7000-8000-000000000000", "not midnight"},
	    {"g19cac20-5c00-7000-8000-000000000000", "not a digit"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rng_uuid_to_day(rows[i].id) != CIVIL_NONE)
			fail_msg("accepted: %s", rows[i].remark);
}

/* An instant is in the id, too, and only a whole day is taken for a day. */
static void
an_instant_is_in_the_id(void **state)
{
	static const int64_t instants[] = {0, 1, 1772442843120, 253402300799999};
	char id[UUID_LEN], first[40];

	(void)state;
	for (size_t i = 0; i < sizeof(instants) / sizeof(instants[0]); i++) {
		assert_ptr_equal(rng_uuid_at(instants[i], id), id);
		assert_true(rng_is_uuid(id));
		snprintf(first, sizeof(first), "%08llx-%04llx",
		    (unsigned long long)instants[i] >> 16,
		    (unsigned long long)instants[i] & 0xffff);
		assert_memory_equal(id, first, 13);
		assert_int_equal(rng_uuid_to_day(id), instants[i] ? CIVIL_NONE : 0);
	}
	assert_false(rng_is_uuid(""));
	assert_false(rng_is_uuid("01A21526-e400-7572-8093-555afcd48a06"));
	assert_false(rng_is_uuid("01a21526-e400-4572-8093-555afcd48a06"));
}

static void
fills_what_it_is_given(void **state)
{
	unsigned char guard[302] = {0};
	int zeros = 0;

	(void)state;
	rng_fill(guard + 1, 300);
	for (int i = 1; i <= 300; i++)
		zeros += guard[i] == 0;
	assert_true(zeros < 20);
	assert_int_equal(guard[0] | guard[301], 0);
	rng_fill(guard, 0);
	assert_int_equal(guard[0], 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(day_is_in_the_id),
	    cmocka_unit_test(the_rest_is_random),
	    cmocka_unit_test(what_is_no_id),
	    cmocka_unit_test(an_instant_is_in_the_id),
	    cmocka_unit_test(fills_what_it_is_given),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
