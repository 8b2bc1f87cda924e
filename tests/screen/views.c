/*
 * Every state of every screen at three sizes, in UTF-8 and ASCII, and of a session
 * on two more small ones, compared with the text files in golden/, and at thousands of sizes looked over.  `make
 * golden` writes the files anew; read the difference before it is committed.
 */
#include "screen/views.h"

#include "base/mem.h"
#include "base/str.h"
#include "tests/dice.h"
#include "tests/screen/golden.h"
#include "tests/screen/scene.h"
#include "tests/test.h"

#include <dirent.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- goldens -------------------------------------------------------------------
 */

static const struct golden {
	int cols, rows;
	bool ascii;
	const char *only; /* states whose names begin so; NULL: all */
} goldens[] = {
    {80, 24, false},
    {80, 24, true},
    {120, 40, false},
    {120, 40, true},
    {40, 12, false},
    {40, 12, true},
    {80, 15, false, "session-"},
    {60, 14, false, "session-"},
};

static bool
is_of(const struct golden *golden, const struct view_state *state)
{
	return !golden->only ||
	       strncmp(state->name, golden->only, strlen(golden->only)) == 0;
}

static char *
golden_name(const struct view_state *state, const struct golden *golden)
{
	struct str name = {0};

	str_addf(&name, "%s-%dx%d%s", state->name, golden->cols, golden->rows,
	    golden->ascii ? "-ascii" : "");
	return str_take(&name);
}

/* Compares one; true when it is as it should be. */
static bool
as_golden(
    struct scene *s, const struct view_state *state, const struct golden *golden)
{
	struct frame *f = frame_new(golden->rows, golden->cols);
	char *name = golden_name(state, golden), *text;
	bool same;

	f->ascii = golden->ascii;
	state->draw(f, s);
	text = frame_text(f);
	same = golden_same(name, text);
	free(text);
	free(name);
	frame_free(f);
	return same;
}

static void
test_goldens(void **state)
{
	const struct view_state *row;
	int wrong = 0;

	for (size_t i = 0; (row = scene_state(i)) != NULL; i++)
		for (size_t k = 0; k < ARRAY_LEN(goldens); k++)
			if (is_of(&goldens[k], row))
				wrong += !as_golden(*state, row, &goldens[k]);
	if (wrong)
		fail_msg("%d screens are not as they should be: compare with "
			 "tests/screen/*.got, or make golden",
		    wrong);
}

/* What tests/screen/view_figure draws. */
static const char *const others[] = {"keys", "poses", "poses-ascii"};

static bool
is_golden(const char *name)
{
	const struct view_state *row;

	for (size_t i = 0; i < ARRAY_LEN(others); i++)
		if (strcmp(others[i], name) == 0)
			return true;
	for (size_t i = 0; (row = scene_state(i)) != NULL; i++)
		for (size_t k = 0; k < ARRAY_LEN(goldens); k++) {
			char *known = golden_name(row, &goldens[k]);
			bool same =
			    is_of(&goldens[k], row) && strcmp(known, name) == 0;

			free(known);
			if (same)
				return true;
		}
	return false;
}

/* Looks at a file of golden/; false when nothing draws it.  make golden removes
 * it. */
static bool
is_drawn(const char *file)
{
	size_t len = strlen(file);
	struct str name = {0};
	char *path;
	bool drawn;

	if (len < 4 || strcmp(file + len - 4, ".txt") != 0)
		return true;
	str_addn(&name, file, len - 4);
	drawn = is_golden(name.s);
	if (!drawn && getenv("GOLDEN_WRITE")) {
		path = golden_path(file);
		drawn = remove(path) == 0;
		free(path);
	}
	str_fini(&name);
	return drawn;
}

/* A golden that no test draws would tell of a screen that is not there. */
static void
test_no_golden_is_left_over(void **state)
{
	char *path = golden_path("");
	DIR *folder = opendir(path);
	struct dirent *entry;

	(void)state;
	assert_non_null(folder);
	while ((entry = readdir(folder)) != NULL)
		if (!is_drawn(entry->d_name))
			fail_msg("no test draws %s%s", path, entry->d_name);
	closedir(folder);
	free(path);
}

/* golden/files.am, which Makefile.am includes. */
static void
test_makefile_names_them(void **state)
{
	const struct view_state *row;
	struct str text = {0};

	(void)state;
	str_add(&text, "# What tests/screen/views draws; written by make golden.\n"
		       "golden_views =");
	for (size_t i = 0; (row = scene_state(i)) != NULL; i++)
		for (size_t k = 0; k < ARRAY_LEN(goldens); k++) {
			char *name;

			if (!is_of(&goldens[k], row))
				continue;
			name = golden_name(row, &goldens[k]);
			str_addf(&text, " \\\n\ttests/screen/golden/%s.txt", name);
			free(name);
		}
	str_add(&text, "\n");
	if (!golden_same_file("files.am", text.s))
		fail_msg("golden/files.am does not name the states; make golden");
	str_fini(&text);
}

/* --- any size, and what must be on the screen ----------------------------------
 */

/* A whole character, or the right half of one. */
static bool
is_whole(const struct frame *f, int y, int x)
{
	const struct cell *c = frame_cell(f, y, x);

	if (c->width == 0)
		return x > 0 && frame_cell(f, y, x - 1)->width == 2 && !c->text[0];
	if (c->width == 2)
		return x + 1 < f->cols && frame_cell(f, y, x + 1)->width == 0;
	return c->width == 1;
}

#define SIZES 2000

/* Nothing but ASCII reaches an ASCII frame, nothing that moves the cursor any
 * frame, and no cell is half. */
static void
look_over(const struct frame *f, const char *name)
{
	for (int y = 0; y < f->rows; y++)
		for (int x = 0; x < f->cols; x++) {
			const struct cell *c = frame_cell(f, y, x);
			unsigned char first = (unsigned char)c->text[0];

			if (c->style >= STYLES || !is_whole(f, y, x) ||
			    (first && first < ' ') || first == 0x7f ||
			    (f->ascii && first > 0x7f))
				fail_msg("%s at %dx%d: %d %d", name, f->cols,
				    f->rows, y, x);
		}
}

/* Each state at sizes from 1x1 to 300x100. */
static void
test_any_size(void **state)
{
	struct dice dice = {20260302};
	struct frame *f = frame_new(1, 1);
	const struct view_state *row;

	for (size_t i = 0; (row = scene_state(i)) != NULL; i++)
		for (int n = 0; n < SIZES; n++) {
			f->ascii = n % 3 == 1;
			f->figure = (enum frame_figure)(n % 4);
			frame_resize(
			    f, dice_side(&dice, 100), dice_side(&dice, 300));
			row->draw(f, *state);
			look_over(f, row->name);
		}
	frame_free(f);
}

static const struct {
	int rows, cols;
	const char *shown;
} small[] = {
    {1, 60, "3 of 7  RIGHT  14 s  needs 40x12"},
    {11, 80, "3 of 7  RIGHT  14 s  needs 40x12"},
    {24, 39, "3 of 7  RIGHT  14 s  needs 40x12"},
    {1, 20, "RIGHT  14 s"},
    {1, 6, "R 14"},
    {1, 2, "14"},
    {1, 1, "1"},
};

static void
small_still_counts(void **state)
{
	struct session_view v = scene_session(*state, 120000);

	for (size_t i = 0; i < ARRAY_LEN(small); i++) {
		struct frame *f = frame_new(small[i].rows, small[i].cols);
		char *text;

		view_session(f, &v);
		text = frame_text(f);
		assert_non_null(strstr(text, small[i].shown));
		free(text);
		frame_free(f);
	}
}

static const struct {
	int rows, cols;
	bool figure;
} panels[] = {
    {12, 40, false},
    {19, 40, false},
    {20, 40, true},
    {12, 65, false},
    {12, 66, true},
    {14, 57, false},
    {14, 58, true},
    {19, 200, true},
    {20, 59, true},
    {20, 60, true},
    {11, 200, false},
    {24, 39, false},
};

/* Where there is room for a figure it is shown, large enough, and inside. */
static void
small_figures(void **state)
{
	for (size_t i = 0; i < ARRAY_LEN(panels); i++) {
		int rows = panels[i].rows, cols = panels[i].cols;
		struct area a = view_session_figure(rows, cols);

		if ((a.rows > 0) != panels[i].figure)
			fail_msg("%dx%d: %d rows of it", cols, rows, a.rows);
	}
	(void)state;
	for (int rows = 12; rows < 70; rows++)
		for (int cols = 66; cols < 250; cols++) {
			struct area a = view_session_figure(rows, cols);

			if (a.rows < 8 || a.cols < 24 || a.y < 1 || a.x < 0 ||
			    a.y + a.rows > rows - 3 || a.x + a.cols > cols)
				fail_msg(
				    "%dx%d: %dx%d", cols, rows, a.cols, a.rows);
		}
}

/* Can a row of the screen be found that ends so? */
static bool
reads(struct scene *s, int rows, int cols, const char *line, const char *end)
{
	struct session_view v = scene_session(s, 32000);
	struct frame *f = frame_new(rows, cols);
	char *text;
	bool found;

	v.line = line;
	view_session(f, &v);
	text = frame_text(f);
	found = strstr(text, end) != NULL;
	free(text);
	frame_free(f);
	return found;
}

/* Words that a figure would cut take its place: every set-up that can be read
 * without one can be read. */
static void
words_come_first(void **state)
{
	static const char line[] =
	    "Next: a stretch. Lie on your side with both knees bent, the lower arm "
	    "under your head, the upper hand flat on the floor before your chest, "
	    "and let the weight of the leg sink until the hip is at rest.";

	for (int rows = 12; rows < 20; rows++)
		for (int cols = 60; cols < 120; cols++)
			if (!reads(*state, rows, cols, line, "rest."))
				fail_msg("cut at %dx%d", cols, rows);
	assert_true(reads(*state, 15, 80, "Sit.", "⣿"));
	assert_false(reads(*state, 12, 66, line, "⣿"));
}

/* The session at ms without its figure, as text; the caller frees it. */
static char *
words_at(struct scene *s, int64_t ms, bool motion, int64_t *due)
{
	struct session_view v = scene_session(s, ms);
	struct frame *f = frame_new(24, 80);
	char *text;

	v.figure.on = false;
	v.motion = motion;
	*due = view_session_due(&v.snap, motion);
	view_session(f, &v);
	text = frame_text(f);
	frame_free(f);
	return text;
}

static const struct {
	bool motion;
	int64_t at_ms, due_ms;
	const char *remark;
} dues[] = {
    {false, 120000, 1000, "a second, when nothing moves"},
    {true, 32000, 1000, "on the way nobody breathes with it"},
    {true, 120000, 200, "a breath bar moves with the figure"},
    {true, 120050, 150, "at whole frames"},
    {true, 119900, 100, "and a second comes in between"},
};

/* Between two due times the screen does not change. */
static void
due_times(void **state)
{
	for (size_t i = 0; i < ARRAY_LEN(dues); i++) {
		int64_t due, last;
		char *first = words_at(*state, dues[i].at_ms, dues[i].motion, &due),
		     *same = words_at(
			 *state, dues[i].at_ms + due - 1, dues[i].motion, &last);

		if (due != dues[i].due_ms)
			fail_msg("%s: %d ms", dues[i].remark, (int)due);
		if (!dues[i].motion)
			assert_string_equal(first, same);
		free(first);
		free(same);
	}
}

/* At a due time it does: the seconds count. */
static void
seconds_count(void **state)
{
	int64_t due;
	char *first = words_at(*state, 120000, false, &due),
	     *next = words_at(*state, 121000, false, &due);

	assert_string_not_equal(first, next);
	free(first);
	free(next);
}

/* A step from a file can name anything: it is cut and cleaned. */
static void
hostile_names(void **state)
{
	static char title[] =
	    "日本\033[31m e\xcc\x81\xcc\x81 a very long title that goes on and on";
	struct scene *s = *state;
	struct routine r = *s->routines[SCENE_SELECTED];
	const struct routine *one = &r;
	struct home_view v = scene_home(s);
	struct frame *f = frame_new(24, 80);
	char *text;

	r.title = title;
	v.routines = &one;
	v.n = v.all = 1;
	v.selected = 0;
	view_home(f, &v);
	text = frame_text(f);
	assert_null(strchr(text, '\033'));
	assert_non_null(strstr(text, "日本"));
	free(text);
	v.n = v.all = v.selected = 0;
	view_home(f, &v);
	text = frame_text(f);
	assert_non_null(strstr(text, "no routines"));
	free(text);
	frame_free(f);
}

static char *
shown_at(int rows, int cols, const struct home_view *v)
{
	struct frame *f = frame_new(rows, cols);
	char *text;

	view_home(f, v);
	text = frame_text(f);
	frame_free(f);
	return text;
}

/* No shipped title is cut on a screen of 80x24. */
static void
titles_are_whole(void **state)
{
	struct scene *s = *state;
	struct home_view v = scene_home(s);
	size_t n;
	const char *const *ids = library_ids(s->lib, SHELF_ROUTINES, &n);

	assert_true(n > 20);
	for (size_t i = 0; i < n; i++) {
		const struct routine *r = library_routine(s->lib, ids[i], NULL);
		char *text;

		v.routines = &r;
		v.n = v.all = 1;
		v.selected = 0;
		v.steps = NULL;
		text = shown_at(24, 80, &v);
		if (!strstr(text, r->title))
			fail_msg("%s is cut", r->title);
		free(text);
	}
}

/* The calendar counts a day where it belongs, and marks today at its end. */
static void
calendar_days(void **state)
{
	struct home_view v = scene_home(*state);
	struct day_total day = {.active_ms = 25 * 60000};
	char *text, *mark;

	v.days = &day;
	v.n_days = 1;
	day.day = v.streak.today;
	text = shown_at(24, 80, &v);
	mark = strstr(text, "◂");
	assert_non_null(mark);
	assert_int_equal(strncmp(mark - strlen("█"), "█", strlen("█")), 0);
	free(text);
	day.day = v.streak.today + 1; /* a clock that was wrong */
	text = shown_at(24, 80, &v);
	assert_non_null(strstr(text, "·◂"));
	free(text);
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
	    cmocka_unit_test(test_goldens),
	    cmocka_unit_test(test_no_golden_is_left_over),
	    cmocka_unit_test(test_makefile_names_them),
	    cmocka_unit_test(test_any_size),
	    cmocka_unit_test(small_still_counts),
	    cmocka_unit_test(small_figures),
	    cmocka_unit_test(words_come_first),
	    cmocka_unit_test(due_times),
	    cmocka_unit_test(seconds_count),
	    cmocka_unit_test(hostile_names),
	    cmocka_unit_test(titles_are_whole),
	    cmocka_unit_test(calendar_days),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, open_scene, close_scene);
}
