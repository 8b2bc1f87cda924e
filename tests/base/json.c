#include "base/json.h"

#include "tests/test.h"

#include <stdlib.h>
#include <string.h>

/* The printed text; the caller frees it. */
static char *
print(const struct json *json)
{
	char *text = NULL;
	size_t size;
	FILE *to = open_memstream(&text, &size);

	assert_non_null(to);
	assert_true(json_print(json, to, NULL));
	fclose(to);
	return text;
}

static void
in_the_order_of_the_calls(void **state)
{
	struct json *all = json_new_array(), *one = json_push_object(all), *inner;
	char *text;

	(void)state;
	json_set_str(one, "z", "last letter first");
	json_set_int(one, "a", INT64_MIN);
	json_set_bool(one, "yes", true);
	json_set_bool(one, "no", false);
	json_set_null(one, "none");
	json_set_str(one, "nobody", NULL);
	inner = json_set_array(one, "list");
	json_push_str(inner, "x");
	json_push_str(inner, "");
	json_set_int(json_set_object(one, "object"), "n", INT64_MAX);
	text = print(all);
	assert_string_equal(text, "[\n"
				  "  {\n"
				  "    \"z\": \"last letter first\",\n"
				  "    \"a\": -9223372036854775808,\n"
				  "    \"yes\": true,\n"
				  "    \"no\": false,\n"
				  "    \"none\": null,\n"
				  "    \"nobody\": null,\n"
				  "    \"list\": [\n"
				  "      \"x\",\n"
				  "      \"\"\n"
				  "    ],\n"
				  "    \"object\": {\n"
				  "      \"n\": 9223372036854775807\n"
				  "    }\n"
				  "  }\n"
				  "]\n");
	free(text);
	json_free(all);
	json_free(NULL);
}

static void
strings_are_safe(void **state)
{
	static const struct {
		const char *in, *out, *remark;
	} rows[] = {
	    {"plain", "\"plain\"", "nothing to do"},
	    {"a\"b\\c", "\"a\\\"b\\\\c\"", "quotes and backslashes"},
	    {"a\nb", "\"a b\"", "a newline is a space"},
	    {"a\x1b"
	     "b",
		"\"a\xef\xbf\xbd"
		"b\"",
		"an escape"},
	    {"a\xff", "\"a\xef\xbf\xbd\"", "not UTF-8"},
	    {"\xc3\xbc", "\"\xc3\xbc\"", "UTF-8 stays"},
	    {"</script>", "\"</script>\"", "no concern of JSON"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct json *array = json_new_array();
		char *text, expected[100];

		json_push_str(array, rows[i].in);
		text = print(array);
		snprintf(expected, sizeof(expected), "[\n  %s\n]\n", rows[i].out);
		if (strcmp(text, expected) != 0)
			fail_msg("%s: %s", rows[i].remark, text);
		free(text);
		json_free(array);
	}
}

static void
empty_ones(void **state)
{
	struct json *array = json_new_array(), *object = json_new_object();
	char *a = print(array), *o = print(object);

	(void)state;
	assert_string_equal(a, "[]\n");
	assert_string_equal(o, "{}\n");
	free(a);
	free(o);
	json_free(array);
	json_free(object);
}

static void
a_full_disk_is_told(void **state)
{
	struct json *object = json_new_object();
	FILE *full = fopen("/dev/full", "w");
	struct err err = {""};

	(void)state;
	if (!full) /* Linux has it */
		return;
	assert_false(json_print(object, full, &err));
	assert_string_equal(err.text, "cannot write: No space left on device");
	fclose(full);
	json_free(object);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(in_the_order_of_the_calls),
	    cmocka_unit_test(strings_are_safe),
	    cmocka_unit_test(empty_ones),
	    cmocka_unit_test(a_full_disk_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
