#include "figure/canvas.h"

#include "base/mem.h"
#include "base/str.h"
#include "tests/test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* All cells, a line a row; the caller frees it. */
static char *
text_of(struct canvas *c, int rows, int cols)
{
	struct str s = {0};
	enum ink ink;

	for (int y = 0; y < rows; y++, str_add(&s, "\n"))
		for (int x = 0; x < cols; x++)
			str_add(&s, canvas_cell(c, y, x, &ink));
	return s.s;
}

static void
test_cells(void **state)
{
	static const struct {
		enum dots dots;
		double x1, y1, x2, y2, radius;
		enum grain grain;
		const char *text;
		const char *remark;
	} rows[] = {
	    {DOTS_BRAILLE, 0, 0, 3, 0, 0, GRAIN_FULL, "⠉⠉\n", "a level line"},
	    {DOTS_BRAILLE, 1, 0, 1, 3, 0, GRAIN_FULL, "⢸ \n", "an upright line"},
	    {DOTS_BRAILLE, 0, 0, 3, 3, 0, GRAIN_FULL, "⠑⢄\n", "a slanted line"},
	    {DOTS_BRAILLE, 0, 0, 3, 3, 9, GRAIN_FULL, "⣿⣿\n", "very thick"},
	    {DOTS_BRAILLE, 0, 0, 3, 3, 9, GRAIN_HALF, "⢕⢕\n", "half as dense"},
	    {DOTS_BRAILLE, 0, 3, 3, 3, 0, GRAIN_DOTS, "⡀ \n", "one in four"},
	    {DOTS_BRAILLE, -9, 1, 99, 1, 0, GRAIN_FULL, "⠒⠒\n",
		"beyond both sides"},
	    {DOTS_BRAILLE, -9, -9, -5, -5, 1, GRAIN_FULL, "  \n", "outside"},
	    {DOTS_BRAILLE, 40, 40, 50, 50, 1, GRAIN_FULL, "  \n", "outside, below"},
	    {DOTS_BRAILLE, -9, 1, -5, 1, 0, GRAIN_FULL, "  \n", "left of it"},
	    {DOTS_BRAILLE, 0, 0, 0, 0, 0, GRAIN_FULL, "⠁ \n", "a point"},
	    {DOTS_BLOCKS, 0, 0, 3, 0, 0, GRAIN_FULL, "▀▀\n", "blocks, level"},
	    {DOTS_BLOCKS, 0, 3, 1, 3, 0, GRAIN_FULL, "▄ \n", "blocks, low"},
	    {DOTS_BLOCKS, 3, 0, 3, 3, 0, GRAIN_FULL, " ▐\n", "blocks, upright"},
	    {DOTS_HALVES, 0, 0, 3, 0, 0, GRAIN_FULL, "▀▀\n", "halves, level"},
	    {DOTS_HALVES, 0, 3, 1, 3, 0, GRAIN_FULL, "▄ \n", "halves, low"},
	    {DOTS_HALVES, 3, 0, 3, 3, 0, GRAIN_FULL, " ▐\n", "halves, upright"},
	    {DOTS_HALVES, 0, 0, 0, 3, 0, GRAIN_FULL, "▌ \n", "halves, left"},
	    {DOTS_HALVES, 0, 0, 3, 3, 9, GRAIN_FULL, "██\n", "halves, full"},
	    {DOTS_HALVES, 0, 3, 0, 3, 0, GRAIN_FULL, "▄ \n", "halves, a point"},
	    {DOTS_ASCII, 0, 3, 3, 3, 0, GRAIN_FULL, "__\n", "ASCII, the floor"},
	    {DOTS_ASCII, 0, 2, 3, 2, 0, GRAIN_FULL, "--\n", "ASCII, level"},
	    {DOTS_ASCII, 2, 0, 2, 3, 0, GRAIN_FULL, " |\n", "ASCII, upright"},
	    {DOTS_ASCII, 0, 0, 3, 3, 9, GRAIN_FULL, "##\n", "ASCII, full"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct canvas *c = canvas_new(1, 2, rows[i].dots);
		char *text;

		canvas_line(c, rows[i].x1, rows[i].y1, rows[i].x2, rows[i].y2,
		    rows[i].radius, INK_BODY, rows[i].grain);
		text = text_of(c, 1, 2);
		if (strcmp(text, rows[i].text) != 0)
			fail_msg("%s: %s", rows[i].remark, text);
		free(text);
		canvas_free(c);
	}
}

/* Every thin line has a dot in each column (or row) that it passes. */
static void
test_no_gaps(void **state)
{
	(void)state;
	for (int dy = -23; dy <= 23; dy++) {
		struct canvas *c = canvas_new(12, 12, DOTS_BRAILLE);
		enum ink ink;
		int cells = 0;

		canvas_line(c, 0, 24, 23, 24 + dy, 0, INK_BODY, GRAIN_FULL);
		for (int x = 0; x < 12; x++) {
			int before = cells;

			for (int y = 0; y < 12; y++)
				cells += *canvas_cell(c, y, x, &ink) != ' ';
			assert_true(cells > before);
		}
		canvas_free(c);
	}
}

static void
test_inks(void **state)
{
	struct canvas *c = canvas_new(1, 1, DOTS_BRAILLE);
	enum ink ink;

	(void)state;
	canvas_line(c, 0, 0, 1, 0, 0, INK_ROLL, GRAIN_FULL);
	canvas_line(c, 0, 1, 1, 1, 0, INK_PROP, GRAIN_FULL);
	canvas_cell(c, 0, 0, &ink);
	assert_int_equal(ink, INK_ROLL); /* the front-most, not the last */
	canvas_line(c, 0, 0, 1, 0, 0, INK_NONE, GRAIN_FULL);
	canvas_cell(c, 0, 0, &ink);
	assert_int_equal(ink, INK_PROP);
	canvas_clear(c);
	assert_string_equal(canvas_cell(c, 0, 0, &ink), " ");
	assert_int_equal(ink, INK_NONE);
	canvas_free(c);
	canvas_free(NULL);
}

static void
test_shapes(void **state)
{
	struct canvas *c = canvas_new(3, 6, DOTS_BRAILLE);
	char *text;

	(void)state;
	canvas_line(c, 0, 6, 11, 6, 3, INK_PROP, GRAIN_FULL);
	canvas_ring(c, 5.5, 5.5, 5.2, 1, true, INK_BODY);
	text = text_of(c, 3, 6);
	assert_string_equal(text, "⣀⡴⠒⠒⢦⣀\n⣿    ⣿\n⠛⠳⠤⠤⠞⠛\n");
	free(text);
	canvas_clear(c);
	canvas_tip(c, 11, 6, 0, 6, INK_MARK);
	text = text_of(c, 3, 6);
	assert_string_equal(text, "  ⢠⡀  \n  ⢸⣿⣷⡦\n  ⠸⠋⠁ \n");
	free(text);
	canvas_free(c);
}

/* Nothing that comes from a file can hurt. */
static void
test_wild(void **state)
{
	static const double n[] = {
	    0, -1, 5, 1e5, -1e5, 1e30, -1e30, 1e308, INFINITY, -INFINITY, NAN};
	struct canvas *c = canvas_new(2, 2, DOTS_BRAILLE);
	enum ink ink;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(n) * ARRAY_LEN(n) * ARRAY_LEN(n); i++) {
		double x = n[i % 11], y = n[i / 11 % 11], z = n[i / 121];

		canvas_line(c, x, y, z, 2, z, INK_BODY, GRAIN_HALF);
		canvas_line(c, 1, z, x, y, 1, INK_BODY, GRAIN_DOTS);
		canvas_ring(c, x, y, z, z, true, INK_BODY);
		canvas_tip(c, x, y, z, z, INK_BODY);
		canvas_tip(c, x, y, 30, z, INK_BODY);
	}
	canvas_cell(c, 1, 1, &ink);
	assert_true(ink == INK_BODY || ink == INK_NONE);
	canvas_free(c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_cells),
	    cmocka_unit_test(test_no_gaps),
	    cmocka_unit_test(test_inks),
	    cmocka_unit_test(test_shapes),
	    cmocka_unit_test(test_wild),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
