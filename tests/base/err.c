#include "base/err.h"

#include "tests/test.h"

#include <errno.h>
#include <string.h>

static void
says_what_and_why(void **state)
{
	struct err err = {"old"};

	(void)state;
	assert_false(err_set(&err, "line %d", 3));
	assert_string_equal(err.text, "line 3");
	assert_false(err_add(&err, "reading %s", "a.ini"));
	assert_string_equal(err.text, "reading a.ini: line 3");
	errno = ENOENT;
	assert_false(err_errno(&err, "open"));
	assert_string_equal(err.text, "open: No such file or directory");
}

/* A text may stand in its own replacement. */
static void
may_quote_itself(void **state)
{
	struct err err = {"why"};

	(void)state;
	err_add(&err, "what");
	err_add(&err, "who");
	assert_string_equal(err.text, "who: what: why");
}

static void
is_cut_not_overrun(void **state)
{
	struct {
		struct err err;
		char guard[8];
	} s = {{""}, "guard"};
	char word[1000];

	(void)state;
	memset(word, 'x', sizeof(word) - 1);
	word[sizeof(word) - 1] = '\0';
	err_set(&s.err, "%s", word);
	assert_int_equal(strlen(s.err.text), sizeof(s.err.text) - 1);
	err_add(&s.err, "a");
	assert_memory_equal(s.err.text, "a: xxx", 6);
	assert_int_equal(strlen(s.err.text), sizeof(s.err.text) - 1);
	errno = EIO;
	err_errno(&s.err, "%s", word);
	assert_int_equal(strlen(s.err.text), sizeof(s.err.text) - 1);
	assert_string_equal(s.guard, "guard");
}

static void
nobody_wants_to_know(void **state)
{
	(void)state;
	assert_false(err_set(NULL, "x"));
	assert_false(err_errno(NULL, "x"));
	assert_false(err_add(NULL, "x"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(says_what_and_why),
	    cmocka_unit_test(may_quote_itself),
	    cmocka_unit_test(is_cut_not_overrun),
	    cmocka_unit_test(nobody_wants_to_know),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
