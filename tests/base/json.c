#include "base/json.h"

#include "tests/test.h"

#include <math.h>
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
numbers(void **state)
{
	struct json *o = json_new_object();
	char *text;

	(void)state;
	json_set_number(o, "whole", -2);
	json_set_number(o, "half", 6.5);
	json_set_number(o, "third", 1.0 / 3);
	json_set_number(o, "tenth", 0.1 + 0.2);
	json_set_number(o, "nothing", -0.0004);
	json_set_number(o, "nan", NAN);
	json_set_number(o, "too much", INFINITY);
	text = print(o);
	assert_string_equal(text, "{\n"
				  "  \"whole\": -2.0,\n"
				  "  \"half\": 6.5,\n"
				  "  \"third\": 0.333,\n"
				  "  \"tenth\": 0.3,\n"
				  "  \"nothing\": 0.0,\n"
				  "  \"nan\": null,\n"
				  "  \"too much\": null\n"
				  "}\n");
	free(text);
	json_free(o);
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

static void
reads_what_it_wrote(void **state)
{
	static const char text[] =
	    " {\"a\": [1, -2, null, \"x\\u00fc\"], \"b\": true,\n \"c\": {}}\n";
	struct json *json = json_read(text, strlen(text), 2, NULL);
	const struct json *list = json_get(json, "a");
	static const char *const two[] = {"b", "a", NULL}, *const all[] = {"c", "b",
							       "a", "d", NULL};
	int64_t n = 5;
	bool b = false;

	(void)state;
	assert_non_null(json);
	assert_true(json_is_map(json));
	assert_false(json_is_list(json));
	assert_string_equal(json_stranger(json, two), "c");
	assert_null(json_stranger(json, all));
	assert_int_equal(json_count(list), 4);
	assert_true(json_int(json_at(list, 1), &n));
	assert_int_equal(n, -2);
	assert_false(json_int(json_at(list, 2), &n));
	assert_false(json_int(json_at(list, 4), &n));
	assert_int_equal(n, -2);
	assert_string_equal(json_text(json_at(list, 3)), "x\xc3\xbc");
	assert_null(json_text(json_at(list, 0)));
	assert_true(json_bool(json_get(json, "b"), &b));
	assert_true(b);
	assert_false(json_bool(json_get(json, "none"), &b));
	assert_null(json_get(list, "a"));
	assert_int_equal(json_count(json), 0);
	json_free(json);
}

static void
what_is_refused(void **state)
{
	static const struct {
		const char *text, *says, *remark;
	} rows[] = {
	    {"", "line", "nothing"},
	    {"1", "line", "neither object nor array"},
	    {"{} {}", "line", "two of them"},
	    {"{\"a\":1,\"a\":2}", "duplicate", "a name twice"},
	    {"[99999999999999999999]", "big", "a number that does not fit"},
	    {"[1e999]", "overflow", "nor this one"},
	    {"[\"\\u0000\"]", "u0000", "a NUL"},
	    {"[\"\xff\"]", "decode byte", "a broken byte"},
	    {"[\"\\ud800\"]", "Unicode", "half of a surrogate"},
	    {"[\"\x1b[2J\"]", "control", "a control character"},
	    {"[[[[]]]]", "deeper than 3", "too deep"},
	    {"[{\"a\":{\"b\":[]}}]", "deeper than 3", "mixed"},
	    {"[NaN]", "line", "no number"},
	    {"[1,]", "line", "a comma too many"},
	    {"{\"a\":1", "line", "cut"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct err err = {""};

		assert_null(json_read(rows[i].text, strlen(rows[i].text), 3, &err));
		if (!strstr(err.text, rows[i].says))
			fail_msg("%s: %s", rows[i].remark, err.text);
		for (const char *s = err.text; *s; s++)
			assert_true((unsigned char)*s >= ' ');
	}
}

static void
brackets_in_strings_are_not_depth(void **state)
{
	static const char text[] = "[\"[[[[\\\"[[[\",\"{{{{\\\\\"]";
	struct json *json = json_read(text, strlen(text), 1, NULL);

	(void)state;
	assert_non_null(json);
	assert_string_equal(json_text(json_at(json, 0)), "[[[[\"[[[");
	json_free(json);
}

/* A text of nothing but brackets costs no stack. */
static void
a_tower_is_refused(void **state)
{
	size_t len = 1 << 20;
	char *text = malloc(len);
	struct err err;

	(void)state;
	assert_non_null(text);
	memset(text, '[', len);
	assert_null(json_read(text, len, 8, &err));
	assert_string_equal(err.text, "it is nested deeper than 8");
	free(text);
}

static void
one_line(void **state)
{
	struct json *json = json_new_object();
	char *text = NULL;
	size_t size;
	FILE *to = open_memstream(&text, &size);

	(void)state;
	json_set_int(json, "a", 1);
	json_push_str(json_set_array(json, "b"), "x\ny");
	assert_true(json_print_line(json, to, NULL));
	fclose(to);
	assert_string_equal(text, "{\"a\":1,\"b\":[\"x y\"]}\n");
	free(text);
	json_free(json);
}

static void
in_one_piece(void **state)
{
	struct json *all = json_new_object(), *list;
	struct str out = {0};

	(void)state;
	list = json_set_array(all, "list");
	json_push_int(list, INT64_MIN);
	json_push_null(list);
	json_push_text(list, "{\"a\": [1, \"b\"]}");
	json_push_text(list, "{broken");
	json_set_text(all, "text", "\"one\"");
	json_set_text(all, "none", "");
	json_set_lines(all, "lines", "a\nb\tc\x1b");
	json_set_str(all, "line", "a\nb");
	str_add(&out, "before ");
	json_add_compact(all, &out);
	assert_string_equal(out.s,
	    "before {\"list\":[-9223372036854775808,null,{\"a\":[1,\"b\"]},null],"
	    "\"text\":\"one\",\"none\":null,\"lines\":\"a\\nb c\xef\xbf\xbd\","
	    "\"line\":\"a b\"}");
	assert_true(json_is_nil(json_at(json_get(all, "list"), 1)));
	assert_false(json_is_nil(json_at(json_get(all, "list"), 0)));
	assert_false(json_is_nil(NULL));
	str_fini(&out);
	json_free(all);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(in_the_order_of_the_calls),
	    cmocka_unit_test(numbers),
	    cmocka_unit_test(strings_are_safe),
	    cmocka_unit_test(empty_ones),
	    cmocka_unit_test(a_full_disk_is_told),
	    cmocka_unit_test(reads_what_it_wrote),
	    cmocka_unit_test(what_is_refused),
	    cmocka_unit_test(brackets_in_strings_are_not_depth),
	    cmocka_unit_test(a_tower_is_refused),
	    cmocka_unit_test(one_line),
	    cmocka_unit_test(in_one_piece),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
