/*
 * Digits of every height: they fill their place, no two are alike, and they fit
 * where they are said to fit.
 */
#include "screen/digits.h"

#include "base/mem.h"
#include "tests/test.h"

#include <stdlib.h>
#include <string.h>

#define ROWS_MAX 40

static char *
drawn(int digit, int rows, bool ascii)
{
	struct frame *f = frame_new(rows, digits_cols(1, rows));
	char *text;

	f->ascii = ascii;
	digits_draw(f, 0, 0, digit, 1, rows);
	text = frame_text(f);
	frame_free(f);
	return text;
}

/* Something is lit in the first and in the last row. */
static bool
fills(const char *text)
{
	size_t len = strlen(text), last = len - 1;

	while (last > 0 && text[last - 1] != '\n')
		last--;
	return text[0] != '\n' && last < len - 1;
}

static void
test_every_height(void **state)
{
	char *text[10];

	(void)state;
	for (int rows = DIGIT_ROWS; rows <= ROWS_MAX; rows++)
		for (int ascii = 0; ascii <= (rows % DIGIT_ROWS == 0); ascii++) {
			for (int i = 0; i < 10; i++) {
				text[i] = drawn(i, rows, ascii);
				if (!fills(text[i]))
					fail_msg("%d, %d rows", i, rows);
				for (int k = 0; k < i; k++)
					assert_string_not_equal(text[i], text[k]);
			}
			for (int i = 0; i < 10; i++)
				free(text[i]);
		}
}

static const struct {
	bool ascii;
	int n, rows, cols, want;
	const char *remark;
} fits[] = {
    {false, 2, 5, 14, 5, "the least"},
    {false, 2, 5, 13, 0, "no room across"},
    {false, 2, 4, 80, 0, "no room down"},
    {false, 2, 11, 80, 11, "as high as there is room"},
    {false, 3, 11, 31, 7, "as wide as there is room"},
    {true, 3, 11, 31, 5, "in ASCII the strokes are whole cells"},
    {true, 2, 14, 80, 10, "of any multiple"},
};

static void
test_fits(void **state)
{
	struct frame *f = frame_new(1, 1);

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(fits); i++) {
		int got;

		f->ascii = fits[i].ascii;
		got = digits_rows(f, fits[i].n, fits[i].rows, fits[i].cols);
		if (got != fits[i].want)
			fail_msg("%s: %d", fits[i].remark, got);
		assert_true(
		    got == 0 || digits_cols(fits[i].n, got) <= fits[i].cols);
	}
	frame_free(f);
}

/* A console whose font has no quadrants gets none, at any height that fits. */
static void
test_on_a_console(void **state)
{
	struct frame *f = frame_new(40, 90);

	(void)state;
	f->figure = FRAME_FIGURE_HALVES;
	for (int most = DIGIT_ROWS; most <= 40; most++) {
		int rows = digits_rows(f, 2, most, 90);

		assert_true(rows >= DIGIT_ROWS);
		frame_clear(f);
		digits_draw(f, 0, 0, 58, 2, rows);
		for (int i = 0; i < 40 * 90; i++)
			if (*f->cells[i].text)
				assert_string_equal(f->cells[i].text, "█");
	}
	frame_free(f);
}

/* "  7" ends where "107" would end. */
static void
test_last_digit_stays(void **state)
{
	struct frame *a = frame_new(7, 40), *b = frame_new(7, 40);
	int cols = digits_cols(3, 7), one = digits_cols(1, 7);

	(void)state;
	digits_draw(a, 0, 0, 7, 3, 7);
	digits_draw(b, 0, 0, 107, 3, 7);
	for (int y = 0; y < 7; y++)
		for (int x = cols - one; x < 40; x++)
			assert_string_equal(
			    frame_cell(a, y, x)->text, frame_cell(b, y, x)->text);
	frame_free(a);
	frame_free(b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_every_height),
	    cmocka_unit_test(test_fits),
	    cmocka_unit_test(test_on_a_console),
	    cmocka_unit_test(test_last_digit_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
