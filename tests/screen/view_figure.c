/*
 * Every pose as a terminal shows it, 36 by 14 cells, compared with the text in
 * golden/poses.txt: the key that is held, and for some the keys side by side.
 */
#include "screen/view_figure.h"

#include "base/mem.h"
#include "tests/figure/shipped.h"
#include "tests/screen/golden.h"

#include <locale.h>

#define ROWS 14
#define COLS 36

static void
add_frame(struct str *out, const char *name, const struct frame *f)
{
	char *text = frame_text(f);

	str_addf(out, "== %s\n%s", name, text);
	free(text);
}

static void
draw_pose(struct frame *f, const struct figure *figure)
{
	struct figure_view v = {.on = true, .box = figure_box(figure)};

	figure_key(figure, figure_hold(figure), &v.still);
	view_figure(f, (struct area){0, 0, f->rows, f->cols}, &v);
}

static void
draw_all(const char *golden, bool ascii)
{
	struct library *lib = shipped_library();
	struct frame *f = frame_new(ROWS, COLS);
	struct str out = {0};
	size_t n;
	const char *const *ids = library_ids(lib, SHELF_POSES, &n);

	assert_true(n > 50);
	f->ascii = ascii;
	for (size_t i = 0; i < n; i++) {
		struct figure *figure = shipped_figure(lib, ids[i]);

		frame_clear(f);
		draw_pose(f, figure);
		add_frame(&out, ids[i], f);
		figure_free(figure);
	}
	golden_compare(golden, out.s);
	str_fini(&out);
	frame_free(f);
	library_free(lib);
}

static void
test_poses(void **state)
{
	(void)state;
	draw_all("poses", false);
	draw_all("poses-ascii", true);
}

/* Without motion: as many keys as have room, the held one among them. */
static void
test_keys(void **state)
{
	static const struct area sizes[] = {
	    {0, 0, 16, 78}, {0, 0, 14, 36}, {0, 0, 10, 24}, {0, 0, 11, 13}};
	struct library *lib = shipped_library();
	struct figure *figure = shipped_figure(lib, "neck-side-bend");
	struct str out = {0};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
		struct frame *f = frame_new(sizes[i].rows, sizes[i].cols);
		char name[64];

		snprintf(name, sizeof(name), "%dx%d", f->cols, f->rows);
		view_figure_keys(f, sizes[i], figure, i ? SIDE_RIGHT : SIDE_LEFT);
		add_frame(&out, name, f);
		frame_free(f);
	}
	golden_compare("keys", out.s);
	str_fini(&out);
	figure_free(figure);
	library_free(lib);
}

/* Any area, also one that is not on the frame; nothing to show. */
static void
test_any_area(void **state)
{
	struct library *lib = shipped_library();
	struct figure *figure = shipped_figure(lib, "cat-cow");
	struct figure_view v = {.on = true, .box = figure_box(figure)};
	struct frame *f = frame_new(5, 9);
	char *text;

	(void)state;
	figure_key(figure, 0, &v.still);
	for (int with = 0; with <= FRAME_FIGURE_ASCII; with++)
		for (int y = -2; y < 6; y++)
			for (int cols = 0; cols < 30; cols += 5) {
				f->figure = (enum frame_figure)with;
				view_figure(
				    f, (struct area){y, y, cols / 2, cols}, &v);
				view_figure_keys(f,
				    (struct area){y, y, cols / 2, cols}, figure,
				    SIDE_NONE);
			}
	v.on = false;
	frame_clear(f);
	view_figure(f, (struct area){0, 0, 5, 9}, &v);
	text = frame_text(f);
	assert_string_equal(text, "\n\n\n\n\n");
	free(text);
	frame_free(f);
	figure_free(figure);
	library_free(lib);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_poses),
	    cmocka_unit_test(test_keys),
	    cmocka_unit_test(test_any_area),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
