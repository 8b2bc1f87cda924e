#include "tests/test.h"

#include "base/mem.h"
#include "screen/column.h"
#include "screen/frame.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A row of 8 cells after putting `text` at x. */
static const struct row {
	const char *remark, *text;
	int x;
	bool ascii;
	const char *shown;
	int after;
} rows[] = {
    {"plain", "neck", 1, false, " neck", 5},
    {"cut at the right edge", "shoulders", 4, false, "    shou", 13},
    {"cut at the left edge", "roller", -2, false, "ller", 4},
    {"nothing before the edge", "roller", -9, false, "", -3},
    {"nothing behind the edge", "roller", 8, false, "", 14},
    {"wide characters take two cells", "日本", 1, false, " 日本", 5},
    {"half of one at the right edge is a blank", "日本", 5, false, "     日", 9},
    {"half of one at the left edge is a blank", "日本", -1, false, " 本", 3},
    {"a mark joins the character before it", "e\xcc\x81t", 0, false, "e\xcc\x81t",
	2},
    {"marks beyond the cell are dropped",
	"e\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81t", 0, false,
	"e\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81t", 2},
    {"a mark without a character is dropped", "\xcc\x81t", 0, false, "t", 1},
    {"an escape is not sent", "a\033[2J", 0, false, "a\xef\xbf\xbd[2J", 5},
    {"a broken byte is shown as such", "a\xff", 0, false, "a\xef\xbf\xbd", 2},
    {"ASCII: lines and blocks", "─█░▸", 0, true, "-#.>", 4},
    {"ASCII: keys have names", "⏎", 0, true, "Enter", 5},
    {"ASCII: letters lose their marks", "\xc3\xbc", 0, true, "u", 1},
    {"ASCII: what is not known", "日", 0, true, "?", 1},
};

static void
put_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct frame *f = frame_new(1, 8);
		char want[64], *got;

		f->ascii = rows[i].ascii;
		assert_int_equal(
		    frame_put(f, 0, rows[i].x, STYLE_PLAIN, rows[i].text),
		    rows[i].after);
		got = frame_text(f);
		snprintf(want, sizeof(want), "%s\n", rows[i].shown);
		if (strcmp(got, want) != 0)
			fail_msg("%s: \"%s\"", rows[i].remark, got);
		free(got);
		frame_free(f);
	}
}

/* Writing into a wide character leaves no half of it behind. */
static void
halves(void **state)
{
	struct frame *f = frame_new(1, 4);

	(void)state;
	frame_put(f, 0, 1, STYLE_PLAIN, "日");
	frame_put(f, 0, 2, STYLE_PLAIN, "x");
	assert_string_equal(frame_cell(f, 0, 1)->text, "");
	assert_int_equal(frame_cell(f, 0, 1)->width, 1);
	assert_string_equal(frame_cell(f, 0, 2)->text, "x");
	frame_put(f, 0, 1, STYLE_PLAIN, "日");
	frame_put(f, 0, 1, STYLE_PLAIN, "x");
	assert_string_equal(frame_cell(f, 0, 2)->text, "");
	assert_int_equal(frame_cell(f, 0, 2)->width, 1);
	frame_put(f, 0, 2, STYLE_PLAIN, "日");
	frame_put(f, 0, 1, STYLE_PLAIN, "本");
	assert_string_equal(frame_cell(f, 0, 1)->text, "本");
	assert_int_equal(frame_cell(f, 0, 2)->width, 0);
	assert_int_equal(frame_cell(f, 0, 3)->width, 1);
	frame_free(f);
}

static const struct {
	const char *remark, *text;
	int cols;
	bool ascii;
	const char *shown;
} fits[] = {
    {"fits", "roller", 6, false, "roller"},
    {"too long", "roller", 5, false, "roll…"},
    {"no blank before the dots", "to roll", 4, false, "to…"},
    {"too narrow for dots", "roller", 3, false, "rol"},
    {"no room at all", "roller", 0, false, ""},
    {"ASCII", "roller", 5, true, "rol.."},
    {"wide", "日本語", 5, false, "日本…"},
};

static void
fit_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(fits); i++) {
		struct frame *f = frame_new(1, 8);
		char want[64], *got;

		f->ascii = fits[i].ascii;
		frame_fit(f, 0, 0, fits[i].cols, STYLE_PLAIN, fits[i].text);
		got = frame_text(f);
		snprintf(want, sizeof(want), "%s\n", fits[i].shown);
		if (strcmp(got, want) != 0)
			fail_msg("%s: \"%s\"", fits[i].remark, got);
		free(got);
		frame_free(f);
	}
}

static void
wraps(void **state)
{
	static const char words[] = "Sit tall and breathe.";
	struct frame *f = frame_new(3, 9);
	char *got;

	(void)state;
	assert_int_equal(frame_wrap_rows(f, 9, words), 3);
	assert_int_equal(
	    frame_wrap(f, (struct area){0, 0, 3, 9}, STYLE_PLAIN, words), 3);
	got = frame_text(f);
	assert_string_equal(got, "Sit tall\nand\nbreathe.\n");
	free(got);
	frame_clear(f);
	assert_int_equal(
	    frame_wrap(f, (struct area){0, 0, 2, 9}, STYLE_PLAIN, words), 2);
	got = frame_text(f);
	assert_string_equal(got, "Sit tall\nand brea…\n\n");
	free(got);
	frame_clear(f);
	frame_wrap_from(f, (struct area){0, 0, 1, 9}, 1, STYLE_PLAIN, words);
	got = frame_text(f);
	assert_string_equal(got, "and\n\n\n");
	free(got);
	/* a wide character in a column of one cell ends, and is not drawn */
	assert_int_equal(
	    frame_wrap(f, (struct area){0, 0, 3, 1}, STYLE_PLAIN, "日本"), 1);
	frame_free(f);
}

static const struct {
	const char *remark;
	int64_t done, whole;
	const char *shown;
} bars[] = {
    {"nothing", 0, 10, "·····"},
    {"grows by two", 5, 10, "██···"},
    {"never full before the end", 9, 10, "████·"},
    {"the end", 10, 10, "█████"},
    {"beyond it", 12, 10, "█████"},
    {"before it", -1, 10, "·····"},
    {"nothing to do is done", 0, 0, "█████"},
};

static void
bar_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bars); i++) {
		struct frame *f = frame_new(1, 5);
		char want[64], *got;

		frame_bar(f, 0, 0, 5, bars[i].done, bars[i].whole);
		got = frame_text(f);
		snprintf(want, sizeof(want), "%s\n", bars[i].shown);
		if (strcmp(got, want) != 0)
			fail_msg("%s: \"%s\"", bars[i].remark, got);
		free(got);
		frame_free(f);
	}
}

static void
sizes(void **state)
{
	struct frame *f = frame_new(0, -3);

	(void)state;
	assert_int_equal(f->rows, 1);
	assert_int_equal(f->cols, 1);
	frame_resize(f, 2, 100000);
	assert_int_equal(f->cols, FRAME_COLS_MAX);
	frame_put(f, 1, FRAME_COLS_MAX - 1, STYLE_KEY, "x");
	assert_int_equal(frame_cell(f, 1, FRAME_COLS_MAX - 1)->style, STYLE_KEY);
	assert_null(frame_cell(f, 2, 0));
	assert_int_equal(frame_put(f, 2, 0, STYLE_PLAIN, "日本"), 4);
	assert_int_equal(frame_put(f, -1, 0, STYLE_PLAIN, "日e\xcc\x81"), 3);
	frame_free(f);
	frame_free(NULL);
}

static void
spots(void **state)
{
	struct frame *f = frame_new(5, 20);

	(void)state;
	assert_int_equal(frame_spot_at(f, 0, 0), -1);
	frame_spot(f, (struct area){1, 2, 2, 3}, 'q');
	frame_spot(f, (struct area){2, 3, 1, 9}, SPOT_ROW + 4);
	assert_int_equal(frame_spot_at(f, 1, 1), -1);
	assert_int_equal(frame_spot_at(f, 1, 2), 'q');
	assert_int_equal(frame_spot_at(f, 1, 4), 'q');
	assert_int_equal(frame_spot_at(f, 1, 5), -1);
	assert_int_equal(frame_spot_at(f, 2, 2), 'q');
	assert_int_equal(frame_spot_at(f, 2, 3), SPOT_ROW + 4); /* the latest */
	assert_int_equal(frame_spot_at(f, 3, 3), -1);
	for (int i = 0; i < FRAME_SPOTS_MAX + 5; i++)
		frame_spot(f, (struct area){0, 0, 1, 1}, i);
	assert_int_equal(frame_spot_at(f, 0, 0), FRAME_SPOTS_MAX - 3);
	frame_clear(f);
	assert_int_equal(frame_spot_at(f, 1, 2), -1);
	frame_free(f);
}

/* Labels of one key are spots, those of two are not. */
static void
spots_of_keys(void **state)
{
	struct frame *f = frame_new(1, 60);

	(void)state;
	column_keys(f, 0, 0, 60, "⏎|go|← →|turn|Esc|back|space|rest|q|leave");
	assert_int_equal(frame_spot_at(f, 0, 0), 0x23ce);
	assert_int_equal(frame_spot_at(f, 0, 3), 0x23ce);
	assert_int_equal(frame_spot_at(f, 0, 4), -1);
	assert_int_equal(frame_spot_at(f, 0, 8), -1);
	assert_int_equal(frame_spot_at(f, 0, 16), 27);
	assert_int_equal(frame_spot_at(f, 0, 26), ' ');
	assert_int_equal(frame_spot_at(f, 0, 38), 'q');
	frame_free(f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(spots),
	    cmocka_unit_test(spots_of_keys),
	    cmocka_unit_test(put_rows),
	    cmocka_unit_test(halves),
	    cmocka_unit_test(fit_rows),
	    cmocka_unit_test(wraps),
	    cmocka_unit_test(bar_rows),
	    cmocka_unit_test(sizes),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
