#include "routine/form.h"

#include "tests/routine/good.h"

/* Most of form.h is seen through the readers; here is what they do not show. */

static void
test_ids(void **state)
{
	static const struct {
		const char *id;
		bool valid;
	} rows[] = {
	    {"a", true},
	    {"desk-reset-2", true},
	    {"2", true},
	    {"a234567890123456789012345678901234567890123456789012345678901234",
		true},
	    {"a2345678901234567890123456789012345678901234567890123456789012345",
		false},
	    {"", false},
	    {"-", false},
	    {"a-", false},
	    {"-a", false},
	    {"a--b", false},
	    {"A", false},
	    {"a.b", false},
	    {"a/b", false},
	    {"..", false},
	    {"\xc3\xa4", false},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (id_valid(rows[i].id) != rows[i].valid)
			fail_msg("\"%s\"", rows[i].id);
}

/* A line of 400 bytes is read, one of 401 is not. */
static void
test_long_line(void **state)
{
	(void)state;
	for (size_t over = 0; over < 2; over++) {
		struct notes notes = {0};
		struct str text = {0};
		struct ini *ini;
		struct form form;

		str_add(&text, "[x]\na = ");
		for (size_t i = 0; i < FORM_LINE_MAX - 4 + over; i++)
			str_add(&text, "b");
		ini = ini_parse(text.s, text.len, &notes);
		form = (struct form){ini, "x", &notes};
		free(form_text(&form, "a", 1000));
		assert_int_equal(notes.errors, over);
		assert_int_equal(over ? notes.v[0].line : 2, 2);
		ini_free(ini);
		str_fini(&text);
		notes_fini(&notes);
	}
}

static void
test_promises(void **state)
{
	static const struct {
		const char *text;
		bool warned;
	} rows[] = {
	    {"this heals discs", true},
	    {"Heals", true},
	    {"no toxins!", true},
	    {"your heel and health", false},
	    {"a healing pace", false},
	    {"", false},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct ini *ini = ini_parse("[x]\na = 1\n", 10, NULL);
		struct notes notes = {0};
		struct form form = {ini, "x", &notes};

		form_check_text(&form, "a", rows[i].text, 80);
		if (notes.warnings != rows[i].warned)
			fail_msg("\"%s\"", rows[i].text);
		notes_fini(&notes);
		ini_free(ini);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_ids),
	    cmocka_unit_test(test_long_line),
	    cmocka_unit_test(test_promises),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
