#include "coach/code.h"

#include "tests/test.h"

#include <string.h>

static void
a_new_code_is_read_back(void **state)
{
	char code[CODE_LEN], again[CODE_LEN], shown[CODE_SHOWN],
	    last[CODE_LEN] = "";
	int seen[256] = {0}, letters = 0;

	(void)state;
	for (int i = 0; i < 2000; i++) {
		code_new(code);
		code_show(code, shown);
		assert_int_equal(strlen(shown), 14);
		assert_true(code_read(shown, again));
		assert_string_equal(code, again);
		assert_string_not_equal(code, last);
		strcpy(last, code);
		for (const char *s = code; *s; s++)
			seen[(unsigned char)*s]++;
	}
	/* All twenty, each about as often as another: 1,200 times. */
	for (int c = 0; c < 256; c++) {
		letters += seen[c] > 0;
		if (seen[c])
			assert_in_range(seen[c], 1000, 1400);
	}
	assert_int_equal(letters, 20);
}

static void
what_a_person_types(void **state)
{
	static const struct {
		const char *typed, *code; /* NULL: none */
	} rows[] = {
	    {"BCDF-GHJK-LMNP", "BCDFGHJKLMNP"},
	    {"bcdfghjklmnp", "BCDFGHJKLMNP"},
	    {" bcdf ghjk-lmnp ", "BCDFGHJKLMNP"},
	    {"", NULL},
	    {"-", NULL},
	    {"BCDF-GHJK-LMN", NULL},
	    {"BCDF-GHJK-LMNPQ", NULL},
	    {"ACDF-GHJK-LMNP", NULL}, /* a vowel */
	    {"BCDF-GHJK-LMN\xc3\xa9", NULL},
	    {"BCDF_GHJK_LMNP", NULL},
	};
	char code[CODE_LEN];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(
		    code_read(rows[i].typed, code), rows[i].code != NULL);
		if (rows[i].code)
			assert_string_equal(code, rows[i].code);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_new_code_is_read_back),
	    cmocka_unit_test(what_a_person_types),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
