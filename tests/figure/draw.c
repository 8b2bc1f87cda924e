#include "figure/draw.h"

#include "base/mem.h"
#include "base/str.h"
#include "tests/figure/shipped.h"

#define ROWS 14
#define COLS 36

static struct canvas *
drawn(struct box box, const struct still *s, enum dots dots)
{
	struct canvas *c = canvas_new(ROWS, COLS, dots);

	draw_still(c, ROWS, COLS, box, s);
	return c;
}

static int
cells_of(struct canvas *c, enum ink want)
{
	enum ink ink;
	int n = 0;

	for (int i = 0; i < ROWS * COLS; i++) {
		canvas_cell(c, i / COLS, i % COLS, &ink);
		n += ink == want;
	}
	return n;
}

/* Every shipped key is seen: a body, its arrow if it has one, and what it lies on,
 * fitted so that it touches two opposite edges. */
static void
test_shipped(void **state)
{
	struct library *lib = shipped_library();
	size_t n;
	const char *const *ids = library_ids(lib, SHELF_POSES, &n);

	(void)state;
	assert_true(n > 50);
	for (size_t i = 0; i < n; i++) {
		struct figure *f = shipped_figure(lib, ids[i]);

		for (size_t k = 0; k < figure_keys(f); k++) {
			struct still s;
			struct canvas *c;

			figure_key(f, k, &s);
			c = drawn(figure_box(f), &s, DOTS_BRAILLE);
			if (cells_of(c, INK_BODY) < 20 ||
			    (s.mark.on && cells_of(c, INK_MARK) == 0))
				fail_msg("%s/%zu: %d cells of body, %d of arrow",
				    ids[i], k + 1, cells_of(c, INK_BODY),
				    cells_of(c, INK_MARK));
			canvas_free(c);
		}
		figure_free(f);
	}
	library_free(lib);
}

/* Without the arrow, whose place depends on the edges, the other side is the
 * picture seen in a mirror, but for the dots that fall between two. */
static void
test_mirror(void **state)
{
	struct library *lib = shipped_library();
	struct figure *f = shipped_figure(lib, "hip-flexor");
	struct still s;
	struct canvas *plain, *mirrored;
	enum ink a, b;
	int same = 0;

	(void)state;
	figure_key(f, 0, &s);
	s.mark.on = false;
	plain = drawn(figure_box(f), &s, DOTS_BRAILLE);
	s.width = -1;
	mirrored = drawn(figure_box(f), &s, DOTS_BRAILLE);
	for (int i = 0; i < ROWS * COLS; i++) {
		canvas_cell(plain, i / COLS, i % COLS, &a);
		canvas_cell(mirrored, i / COLS, COLS - 1 - i % COLS, &b);
		same += a == b;
	}
	assert_true(same > ROWS * COLS * 95 / 100);
	canvas_free(plain);
	canvas_free(mirrored);
	figure_free(f);
	library_free(lib);
}

/* The cells of the body that the arrow hides. */
static int
hidden_by_arrow(const struct figure *f, struct still s)
{
	struct canvas *plain, *marked;
	enum ink a, b;
	int hidden = 0;

	assert_true(s.mark.on);
	marked = drawn(figure_box(f), &s, DOTS_BRAILLE);
	s.mark.on = false;
	plain = drawn(figure_box(f), &s, DOTS_BRAILLE);
	for (int i = 0; i < ROWS * COLS; i++) {
		canvas_cell(plain, i / COLS, i % COLS, &a);
		canvas_cell(marked, i / COLS, i % COLS, &b);
		hidden += a == INK_BODY && b == INK_MARK;
	}
	canvas_free(plain);
	canvas_free(marked);
	return hidden;
}

/* An arrow for which there is no room ahead of a hand stands beside it, on both
 * sides; it may touch it. */
static void
test_arrow_at_edge(void **state)
{
	static const char *const ids[] = {
	    "bird-dog", "standing-reach", "cross-body", "wall-angels"};
	struct library *lib = shipped_library();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(ids); i++) {
		struct figure *f = shipped_figure(lib, ids[i]);

		for (int width = -1; width <= 1; width += 2) {
			struct still s;
			int hidden;

			figure_key(f, figure_hold(f), &s);
			s.mark.shift = 1;
			s.width = width;
			hidden = hidden_by_arrow(f, s);
			if (hidden > 2)
				fail_msg("%s, width %d: %d cells are hidden",
				    ids[i], width, hidden);
		}
		figure_free(f);
	}
	library_free(lib);
}

/* A box without a size, a width of 0: nothing hangs, nothing is out of range. */
static void
test_narrow(void **state)
{
	struct library *lib = shipped_library();
	struct figure *f = shipped_figure(lib, "cat-cow");
	struct still s;

	(void)state;
	figure_key(f, 0, &s);
	s.width = 0;
	canvas_free(drawn(figure_box(f), &s, DOTS_BLOCKS));
	canvas_free(drawn((struct box){50, 50, 50, 50, true}, &s, DOTS_ASCII));
	for (int rows = 1; rows < 4; rows++)
		for (int cols = 1; cols < 4; cols++) {
			struct canvas *c = canvas_new(rows, cols, DOTS_ASCII);

			draw_still(c, rows, cols, figure_box(f), &s);
			canvas_free(c);
		}
	figure_free(f);
	library_free(lib);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_shipped),
	    cmocka_unit_test(test_mirror),
	    cmocka_unit_test(test_arrow_at_edge),
	    cmocka_unit_test(test_narrow),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
