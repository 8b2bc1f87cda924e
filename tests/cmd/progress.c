#include "cmd/progress.h"

#include "base/mem.h"
#include "tests/test.h"

static void
test_words(void **state)
{
	static const struct {
		struct progress p;
		const char *words;
	} rows[] = {
	    {{0, 80, 0, 60000}, "speaking 0 of 80 lines"},
	    {{79, 80, 0, 60000}, "speaking 79 of 80 lines"},
	    {{80, 80, 0, 60000}, "writing 0 %"},
	    {{0, 0, 0, 60000}, "writing 0 %"},
	    {{0, 0, 24000, 60000}, "writing 40 %"},
	    {{0, 0, 59999, 60000}, "writing 99 %"},
	    {{0, 0, 86400000, 86400000}, "writing 100 %"},
	    {{0, 0, 0, 0}, "writing 100 %"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct str out = {0};

		progress_words(&rows[i].p, &out);
		assert_string_equal(rows[i].words, out.s);
		str_fini(&out);
	}
}

/* What was longer is wiped, and the cursor stands behind the words. */
static void
test_line(void **state)
{
	static const struct {
		const char *words, *bytes;
	} rows[] = {
	    {"", ""},
	    {"a long line", "\ra long line"},
	    {"short", "\rshort      \rshort"},
	    {"longer", "\rlonger"},
	    {"", "\r      \r"},
	    {"", ""},
	};
	size_t shown = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct str out = {0};

		str_clear(&out);
		progress_line(rows[i].words, &shown, &out);
		assert_string_equal(rows[i].bytes, out.s);
		str_fini(&out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_words),
	    cmocka_unit_test(test_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
