#include "tests/test.h"

#include "sync/share.h"

#include <string.h>

static void
every_name_is_its_mask(void **state)
{
	(void)state;
	for (int bit = 0; bit < WIRE_SHARES; bit++) {
		assert_int_equal(wire_share_of(wire_share_name(bit)), 1 << bit);
		assert_true(strlen(wire_share_about(bit)) > 5);
	}
	assert_int_equal(wire_share_of("don"), 0);
	assert_int_equal(wire_share_of(""), 0);
	assert_int_equal(WIRE_STREAK, 1 << (WIRE_SHARES - 1));
}

static void
lists(void **state)
{
	static const struct {
		const char *list;
		int mask;
	} rows[] = {
	    {"", WIRE_DONE},
	    {"done", WIRE_DONE},
	    {"tension,pain", WIRE_DONE | WIRE_TENSION | WIRE_PAIN},
	    {" done, notes ,", WIRE_DONE | WIRE_NOTES},
	};
	struct str all = {0};
	struct err err;
	int mask;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_true(wire_share_parse(rows[i].list, &mask, &err));
		assert_int_equal(mask, rows[i].mask);
	}
	assert_false(wire_share_parse("done, weight", &mask, &err));
	assert_non_null(strstr(err.text, "weight"));
	for (mask = 1; mask <= WIRE_SHARE_ALL; mask += 2) {
		int again;

		str_clear(&all);
		wire_share_print(mask, &all);
		assert_true(wire_share_parse(all.s, &again, &err));
		assert_int_equal(again, mask);
	}
	str_fini(&all);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_name_is_its_mask),
	    cmocka_unit_test(lists),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
