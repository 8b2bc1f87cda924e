#include "coach/fields.h"

#include "base/mem.h"
#include "tests/dice.h"
#include "tests/test.h"

#include <stdlib.h>
#include <string.h>

static void
what_is_read(void **state)
{
	static const struct {
		const char *body, *name, *value, *remark;
	} rows[] = {
	    {"name=dana", "name", "dana", "one field"},
	    {"a=1&name=dana&b=2", "name", "dana", "in the middle"},
	    {"name=a+b%20c", "name", "a b c", "blanks"},
	    {"name=%C3%a4%26%3D%2b", "name", "\xc3\xa4&=+", "references"},
	    {"na%6de=x", "name", "x", "in a name"},
	    {"name=a=b", "name", "a=b", "a second ="},
	    {"name", "name", "", "no ="},
	    {"name=", "name", "", "no value"},
	    {"", "name", "", "nothing at all"},
	    {"other=1", "name", "", "it did not come"},
	    {"name=x&", "name", "x", "an & at the end"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct fields fields;

		if (!fields_read(&fields, rows[i].body, strlen(rows[i].body)))
			fail_msg("%s", rows[i].remark);
		assert_string_equal(
		    fields_get(&fields, rows[i].name), rows[i].value);
	}
}

static void
what_is_refused(void **state)
{
	static const struct {
		const char *body;
		size_t len;
		const char *remark;
	} rows[] = {
	    {"a=%", 3, "% alone"},
	    {"a=%4", 4, "half"},
	    {"a=%4g", 5, "no digit"},
	    {"a=% 1", 5, "a blank for a digit"},
	    {"a=%-1", 5, "a sign for a digit"},
	    {"a=%00", 5, "a NUL"},
	    {"a=x\0y", 5, "a NUL as it is"},
	    {"a=%0a", 5, "a line"},
	    {"a=%7f", 5, "DEL"},
	    {"a=%ff", 5, "no UTF-8"},
	    {"a=%ed%a0%80", 11, "half of a pair"},
	    {"a=1&a=2", 7, "twice"},
	    {"a=1&%61=2", 9, "twice, written otherwise"},
	    {"=x", 2, "no name"},
	    {"&a=1", 4, "an empty field"},
	    {"abcdefghijklmnopqrstuvwxyz=1", 28, "a long name"},
	    {"a&b&c&d&e&f&g&h&i", 17, "nine fields"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct fields fields;

		if (fields_read(&fields, rows[i].body, rows[i].len))
			fail_msg("%s", rows[i].remark);
		assert_int_equal(fields.n, 0);
		assert_string_equal(fields_get(&fields, "a"), "");
	}
}

/* Every length about the limits, in a buffer of just that size. */
static void
at_the_limits(void **state)
{
	struct fields fields;

	(void)state;
	for (size_t n = FIELDS_VALUE - 3; n < FIELDS_VALUE + 3; n++) {
		char *body = mem_new(n + 2, 1);

		memset(body, 'x', n + 2);
		memcpy(body, "a=", 2);
		assert_int_equal(
		    fields_read(&fields, body, n + 2), n < FIELDS_VALUE);
		free(body);
	}
}

/* Nothing that comes is read beyond its end or written beyond a field, and what is
 * taken is text. */
static void
anything(void **state)
{
	static const char letters[] = "a=&%+0fF\x80\xc3\n";
	struct dice dice = {1};
	int taken = 0;

	(void)state;
	for (int run = 0; run < 200000; run++) {
		size_t n = (size_t)dice_roll(&dice, 24);
		char *body = mem_new(n + 1, 1);
		char *exact;
		struct fields fields;

		for (size_t i = 0; i < n; i++)
			body[i] = letters[dice_roll(&dice, sizeof(letters) - 1)];
		exact = mem_new(n ? n : 1, 1);
		memcpy(exact, body, n);
		if (fields_read(&fields, exact, n))
			taken++;
		for (size_t i = 0; i < fields.n; i++) {
			assert_true(strlen(fields.field[i].name) > 0);
			assert_true(strcspn(fields.field[i].value, "\n\x7f") ==
				    strlen(fields.field[i].value));
		}
		free(exact);
		free(body);
	}
	assert_true(taken > 1000 && taken < 200000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_read),
	    cmocka_unit_test(what_is_refused),
	    cmocka_unit_test(at_the_limits),
	    cmocka_unit_test(anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
