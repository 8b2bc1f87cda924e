#include "history/share.h"

#include "tests/test.h"

#include <string.h>

static const struct {
	const char *list;
	uint64_t bits;
	const char *err;
} rows[] = {
    {"done", BIT_OF(SHARE_DONE), NULL},
    {"", BIT_OF(SHARE_DONE), NULL},
    {"steps, tension",
	BIT_OF(SHARE_DONE) | BIT_OF(SHARE_STEPS) | BIT_OF(SHARE_TENSION), NULL},
    {"streak,done", BIT_OF(SHARE_DONE) | BIT_OF(SHARE_STREAK), NULL},
    {"done,weight", 0,
	"there is no field weight; one or more of: done, skips, times, duration, "
	"steps, tension, pain, notes, name, streak"},
};

static void
parsing(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		uint64_t bits = 0;
		struct err err = {""};
		bool ok = share_parse(rows[i].list, &bits, &err);

		if (ok != !rows[i].err || (ok && bits != rows[i].bits) ||
		    (!ok && strcmp(err.text, rows[i].err) != 0))
			fail_msg("%s: %s", rows[i].list, err.text);
	}
}

static void
each_is_told(void **state)
{
	(void)state;
	assert_int_equal(words_share.n, SHARES);
	for (int i = 0; i < SHARES; i++)
		assert_true(*share_about((enum share)i));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(parsing),
	    cmocka_unit_test(each_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
