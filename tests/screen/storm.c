/*
 * What the terminal shows is what the frame says, cell by cell: every state of
 * every screen at 2,000 sizes, one after the other, and one after another at the
 * same size.  A cell that is stale, lost or garbled is found.
 */
#include "tests/screen/tty.h"

#include "base/mem.h"
#include "base/str.h"
#include "base/text.h"
#include "tests/dice.h"
#include "tests/screen/scene.h"
#include "tests/test.h"

#include <locale.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SIZES 2000

/* --- what is shown: the same in the child and in the test ----------------------
 */

struct show {
	struct dice dice;
	int rows, cols;
	size_t states;
};

static void
show_init(struct show *show, int rows, int cols)
{
	*show = (struct show){{20260302}, rows, cols, 0};
	while (scene_state(show->states))
		show->states++;
}

/* Characters of every kind anywhere: wide, with marks, of the figure, at an edge.
 * No marks in the last column: libvterm 0.1.4 puts them into the next row.  And no
 * wide one beside the last cell of all: where wrapping cannot be switched off,
 * curses pushes that cell into its place through the one to its left, and takes
 * it for a single one. */
static void
draw_anything(struct frame *f, struct dice *dice)
{
	static const char *const pieces[] = {"日本語", "e\xcc\x81\xcc\xa7", "⣿⠁⢀",
	    "█▓▒░", "plain", "한", "  ", "⏎", "ａ", "о\xcc\x81", "▚▞"};

	frame_clear(f);
	for (int n = f->rows * 2; n > 0; n--)
		frame_put(f, dice_roll(dice, f->rows),
		    dice_roll(dice, f->cols + 4) - 2,
		    (enum style)dice_roll(dice, STYLES),
		    pieces[dice_roll(dice, ARRAY_LEN(pieces))]);
	for (int y = 0; y < f->rows; y++)
		if (frame_cell(f, y, f->cols - 1)->width == 1)
			frame_put(f, y, f->cols - 1, STYLE_PLAIN, "+");
	if (f->cols > 1 && frame_cell(f, f->rows - 1, f->cols - 2)->width == 0)
		frame_put(f, f->rows - 1, f->cols - 2, STYLE_PLAIN, "+");
}

/* The next frame: every second time of a new size. */
static void
show_next(struct show *show, struct frame *f, struct scene *scene, int n)
{
	size_t state = (size_t)dice_roll(&show->dice, (int)show->states + 2);

	if (n % 2 == 0) {
		show->rows = dice_side(&show->dice, 100);
		show->cols = dice_side(&show->dice, 300);
	}
	frame_resize(f, show->rows, show->cols);
	f->figure = (enum frame_figure)(n % 4);
	if (state < show->states)
		scene_state(state)->draw(f, scene);
	else
		draw_anything(f, &show->dice);
}

static void
ring(void)
{
	if (write(STDOUT_FILENO, "\a", 1) != 1)
		_exit(1);
}

/* A frame for each key; a bell says that it is out, and a first one that keys
 * are no longer echoed into what curses begins with. */
static void
child_storm(const struct term_options *options)
{
	struct term *t = term_open(options, NULL);
	struct pollfd p = {STDIN_FILENO, POLLIN, 0};
	struct frame *f = frame_new(1, 1);
	struct scene *scene = scene_open();
	struct show show;
	int key = TERM_NONE, rows, cols, shown = 0;

	term_size(t, &rows, &cols);
	show_init(&show, rows, cols);
	ring();
	while (key != 'q' && key != TERM_GONE) {
		poll(&p, 1, -1);
		while ((key = term_key(t)) == 'n') {
			if (shown % 2 == 0)
				term_resize(t);
			show_next(&show, f, scene, shown++);
			term_show(t, f);
			ring();
		}
	}
	term_close(t);
	scene_close(scene);
	frame_free(f);
	exit(0);
}

/* --- the test ------------------------------------------------------------------ */

struct storm {
	struct tty tty;
	int bells;
	struct frame *f;
	struct show show;
	/* What a style looks like, as its first cell did. */
	bool seen[STYLES];
	VTermScreenCell look[STYLES];
};

static int
on_bell(void *user)
{
	struct storm *storm = user;

	storm->bells++;
	return 1;
}

static const VTermScreenCallbacks callbacks = {.bell = on_bell};

static bool
is_blank(const char *text)
{
	return text[0] == '\0' || strcmp(text, " ") == 0;
}

static bool
same_text(const struct cell *want, const VTermScreenCell *got)
{
	struct str s = {0};
	char buf[4];
	bool same;

	if (got->chars[0] == (uint32_t)-1)
		return want->width == 0;
	str_clear(&s);
	for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && got->chars[i]; i++)
		str_addn(&s, buf, text_encode(got->chars[i], buf));
	if (is_blank(want->text) || is_blank(s.s))
		same = is_blank(want->text) && is_blank(s.s);
	else
		same = strncmp(want->text, s.s, CELL_BYTES) == 0;
	same = same && want->width != 0;
	str_fini(&s);
	return same;
}

/* Blanks have a background and perhaps a line, and no foreground. */
static bool
same_look(struct storm *storm, const struct cell *want, const VTermScreenCell *got)
{
	VTermScreenCell *look = &storm->look[want->style];

	if (want->width == 0)
		return true;
	if (is_blank(want->text))
		return !storm->seen[want->style] ||
		       got->attrs.reverse == look->attrs.reverse;
	if (!storm->seen[want->style]) {
		storm->seen[want->style] = true;
		*look = *got;
	}
	return got->attrs.bold == look->attrs.bold &&
	       got->attrs.reverse == look->attrs.reverse &&
	       got->attrs.underline == look->attrs.underline &&
	       vterm_color_is_equal(&got->fg, &look->fg) &&
	       vterm_color_is_equal(&got->bg, &look->bg);
}

static void
compare(struct storm *storm, int n)
{
	const struct frame *f = storm->f;

	for (int y = 0; y < f->rows; y++)
		for (int x = 0; x < f->cols; x++) {
			const struct cell *want = frame_cell(f, y, x);
			VTermScreenCell got = tty_cell(&storm->tty, y, x);

			if (!same_text(want, &got))
				fail_msg("frame %d, %dx%d, at %d %d: \"%s\" of %d "
					 "became U+%04X U+%04X",
				    n, f->cols, f->rows, y, x, want->text,
				    want->width, got.chars[0], got.chars[1]);
			if (!same_look(storm, want, &got))
				fail_msg("frame %d, %dx%d, at %d %d: \"%s\" looks "
					 "otherwise than style %d",
				    n, f->cols, f->rows, y, x, want->text,
				    want->style);
		}
}

static void
wait_for_bell(struct storm *storm, int bells)
{
	while (storm->bells < bells)
		assert_true(tty_read(&storm->tty));
}

static void
storm_open(struct storm *storm, const char *type)
{
	const struct term_options options = {0};

	*storm = (struct storm){.f = frame_new(1, 1)};
	tty_open(&storm->tty, child_storm, type, &options);
	vterm_screen_set_callbacks(storm->tty.screen, &callbacks, storm);
	show_init(&storm->show, TTY_ROWS, TTY_COLS);
	wait_for_bell(storm, 1);
}

static void
storm_close(struct storm *storm)
{
	tty_send(&storm->tty, "q");
	tty_close(&storm->tty);
	assert_int_equal(storm->tty.status, 0);
	frame_free(storm->f);
}

static void
play(struct scene *scene, const char *type, int sizes)
{
	/* Where wrapping cannot be switched off, curses pushes the last cell into
	 * its place from the left, and has no left in a single column. */
	bool wraps = strcmp(type, "screen") == 0;
	struct storm storm;

	storm_open(&storm, type);
	for (int n = 0; n < 2 * sizes; n++) {
		show_next(&storm.show, storm.f, scene, n);
		if (n % 2 == 0)
			tty_set_size(&storm.tty, storm.show.rows, storm.show.cols);
		tty_send(&storm.tty, "n");
		wait_for_bell(&storm, n + 2);
		if (storm.show.cols > 1 || !wraps)
			compare(&storm, n);
	}
	storm_close(&storm);
}

static void
test_every_size(void **state)
{
	play(*state, "xterm-256color", SIZES);
}

static void
test_other_terminals(void **state)
{
	play(*state, "screen", SIZES / 20);
	play(*state, "linux", SIZES / 20);
	play(*state, "vt100", SIZES / 20);
}

static int
open_scene(void **state)
{
	*state = scene_open();
	return 0;
}

static int
close_scene(void **state)
{
	scene_close(*state);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_every_size),
	    cmocka_unit_test(test_other_terminals),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	unsetenv("NO_COLOR");
	unsetenv("COLORFGBG");
	return cmocka_run_group_tests(tests, open_scene, close_scene);
}
