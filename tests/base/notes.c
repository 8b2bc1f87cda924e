#include "base/notes.h"

#include "tests/test.h"

#include <string.h>

static void
sorted_by_line_and_stable(void **state)
{
	static const char order[] = "eadcb";
	struct notes notes = {0};

	(void)state;
	notes_error(&notes, 9, "b");
	notes_warn(&notes, 3, "a");
	notes_error(&notes, 3, "d");
	notes_warn(&notes, 3, "c");
	notes_error(&notes, -4, "e"); /* no line: the first */
	notes_sort(&notes);
	for (size_t i = 0; i < notes.n; i++)
		assert_int_equal(notes.v[i].text[0], order[i]);
	assert_int_equal(notes.v[0].line, 1);
	assert_int_equal(notes.errors, 3);
	assert_int_equal(notes.warnings, 2);
	notes_fini(&notes);
	assert_int_equal(notes.n, 0);
}

static void
first_error(void **state)
{
	struct notes notes = {0};
	struct err err = {"untouched"};

	(void)state;
	assert_false(notes_first(&notes, "a.ini", &err));
	notes_warn(&notes, 1, "only a warning");
	assert_false(notes_first(&notes, "a.ini", &err));
	assert_string_equal(err.text, "untouched");
	notes_error(&notes, 4, "%s is wrong", "it");
	assert_true(notes_first(&notes, "a.ini", &err));
	assert_string_equal(err.text, "a.ini:4: it is wrong");
	notes_fini(&notes);
}

static void
beyond_the_limit_is_counted(void **state)
{
	struct notes notes = {0};

	(void)state;
	for (int i = 0; i < NOTES_MAX + 50; i++)
		notes_error(&notes, i, "%d", i);
	notes_warn(&notes, 1, "late");
	assert_int_equal(notes.n, NOTES_MAX);
	assert_int_equal(notes.errors, NOTES_MAX + 50);
	assert_int_equal(notes.warnings, 1);
	notes_fini(&notes);
}

static void
safe_to_print(void **state)
{
	struct notes notes = {0};
	char word[2000];

	(void)state;
	notes_error(&notes, 1, "\x1b[2J\n");
	assert_string_equal(notes.v[0].text, "\xef\xbf\xbd[2J ");
	memset(word, 'x', sizeof(word) - 1);
	word[sizeof(word) - 1] = '\0';
	notes_error(&notes, 1, "%s", word);
	assert_true(strlen(notes.v[1].text) < 600);
	notes_error(&notes, 1, "%s", "");
	assert_string_equal(notes.v[2].text, "");
	notes_error(NULL, 1, "nobody wants to know");
	notes_fini(&notes);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(sorted_by_line_and_stable),
	    cmocka_unit_test(first_error),
	    cmocka_unit_test(beyond_the_limit_is_counted),
	    cmocka_unit_test(safe_to_print),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
