#include "report/csv.h"

#include "tests/dice.h"
#include "tests/test.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	const char *text, *cell, *remark;
} cells[] = {
    {"plain", "\"plain\"", "quoted"},
    {NULL, "\"\"", "empty"},
    {"a\"b,c", "\"a\"\"b,c\"", "quotes and commas"},
    {"=1+1", "\"'=1+1\"", "a formula"},
    {"+1", "\"'+1\"", "and one"},
    {"-1", "\"'-1\"", "and one"},
    {"@SUM(A1)", "\"'@SUM(A1)\"", "and one"},
    {"\t=1", "\"' =1\"", "a tab"},
    {"\r=1", "\"'\xef\xbf\xbd=1\"", "a CR"},
    {"a=1", "\"a=1\"", "none"},
    {"a\nb", "\"a b\"", "one line"},
};

static void
writing(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); i++) {
		struct str out = {0};

		csv_text(&out, cells[i].text);
		if (strcmp(out.s, cells[i].cell) != 0)
			fail_msg("%s: %s", cells[i].remark, out.s);
		str_fini(&out);
	}
}

static void
rows_of_them(void **state)
{
	struct str out = {0};

	(void)state;
	csv_text(&out, NULL);
	csv_text(&out, "b");
	csv_end_row(&out);
	csv_int(&out, 7);
	csv_text(&out, NULL);
	csv_end_row(&out);
	assert_string_equal(out.s, "\"\",\"b\"\r\n7,\"\"\r\n");
	str_fini(&out);
}

/* Cells as [a|b], rows one after the other, the line of each before it. */
static const struct {
	const char *text, *got, *remark;
} files[] = {
    {"", "", "nothing"},
    {"a,b\nc,d\n", "1[a|b]2[c|d]", "two rows"},
    {"a,b\r\nc,d", "1[a|b]2[c|d]", "CRLF, the last row without"},
    {"\"a,\"\"b\"\"\",\"c\nd\"\r\ne", "1[a,\"b\"|c\nd]3[e]", "quotes"},
    {"\n\na\n\n", "3[a]", "lines with nothing in them"},
    {",\n", "1[|]", "two empty cells"},
    {"\"\"\r\n\"\",\"\"", "2[|]", "quoted ones"},
    {"a\rb,c\r\n", "1[a\rb|c]", "a CR inside is no end"},
    {"\"a", "a quote that nothing closes", "cut"},
    {"x\n\"a\"b\n", "1[x]line 2: something behind a closing quote", "broken"},
    {"a\"b,c\n", "1[a\"b|c]", "a quote inside of a plain cell"},
};

static void
add_row(struct str *got, const struct csv_row *row)
{
	str_addf(got, "%d[", row->line);
	for (size_t i = 0; i < row->n; i++)
		str_addf(got, "%s%s", i ? "|" : "", row->cells[i]);
	str_add(got, "]");
}

static void
reading(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		const char *text = files[i].text;
		size_t len = strlen(text);
		struct csv_row row = {0};
		struct str got = {0};
		struct err err;
		int one;

		str_clear(&got);
		while ((one = csv_next(&row, &text, &len, &err)) > 0)
			add_row(&got, &row);
		if (one < 0)
			str_add(&got, err.text);
		if (!strstr(got.s, files[i].got) ||
		    (one >= 0 && strcmp(got.s, files[i].got) != 0))
			fail_msg("%s: %s", files[i].remark, got.s);
		csv_fini(&row);
		str_fini(&got);
	}
}

static void
limits(void **state)
{
	size_t len = CSV_CELL_MAX + 2;
	char *text = malloc(len);
	struct csv_row row = {0};
	const char *at = text;
	struct err err;

	(void)state;
	memset(text, 'a', len);
	assert_int_equal(csv_next(&row, &at, &len, &err), -1);
	assert_non_null(strstr(err.text, "bytes"));
	len = CSV_CELLS_MAX + 1;
	at = text;
	memset(text, ',', len);
	assert_int_equal(csv_next(&row, &at, &len, &err), -1);
	assert_non_null(strstr(err.text, "cells"));
	csv_fini(&row);
	free(text);
}

/* What was written is read; and no bytes at all do harm. */
static void
any_bytes(void **state)
{
	static const char alphabet[] = "a,\"\r\n=\0\xff";
	struct dice d = {20260302};

	(void)state;
	for (int i = 0; i < 20000; i++) {
		char text[24];
		const char *at = text;
		size_t len = (size_t)dice_roll(&d, (int)sizeof(text));
		struct csv_row row = {0};

		for (size_t k = 0; k < len; k++)
			text[k] = alphabet[dice_roll(&d, sizeof(alphabet) - 1)];
		while (csv_next(&row, &at, &len, NULL) > 0)
			assert_true(row.n > 0 && at + len <= text + sizeof(text));
		csv_fini(&row);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(writing),
	    cmocka_unit_test(rows_of_them),
	    cmocka_unit_test(reading),
	    cmocka_unit_test(limits),
	    cmocka_unit_test(any_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
