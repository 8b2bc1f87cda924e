#include "screen/plot.h"

#include "base/mem.h"
#include "tests/test.h"

#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static void
assert_shows(struct frame *f, const char *want)
{
	char *text = frame_text(f);

	if (strncmp(text, want, strlen(want)) != 0)
		fail_msg("%s is not %s", text, want);
	free(text);
	frame_clear(f);
}

static void
bars(void **state)
{
	static const struct {
		const char *remark, *shown, *ascii;
		double value, whole;
	} rows[] = {
	    {"nothing", "░░░░░░░░", "........", 0, 600},
	    {"next to nothing", "█░░░░░░░", "#.......", 1, 600},
	    {"half", "████░░░░", "####....", 300, 600},
	    {"just not full", "███████░", "#######.", 599, 600},
	    {"full", "████████", "########", 600, 600},
	    {"more than full", "████████", "########", 6000, 600},
	    {"below nothing", "░░░░░░░░", "........", -5, 600},
	    {"of nothing", "█░░░░░░░", "#.......", 5, 0},
	};
	struct frame *f = frame_new(1, 8);

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		f->ascii = false;
		plot_bar(f, 0, 0, 8, STYLE_GOOD, rows[i].value, rows[i].whole);
		assert_shows(f, rows[i].shown);
		f->ascii = true;
		plot_bar(f, 0, 0, 8, STYLE_GOOD, rows[i].value, rows[i].whole);
		assert_shows(f, rows[i].ascii);
	}
	frame_free(f);
}

static void
sparks(void **state)
{
	static const double values[] = {0, 1, 2, 3, 4, 5, 6, 7, NAN, 99};
	static const double many[] = {0, 0, 0, 7, 7, 7, NAN, NAN, NAN};
	struct frame *f = frame_new(1, 12);

	(void)state;
	plot_spark(f, 0, 0, 12, STYLE_PLAIN, values, 10, 7);
	assert_shows(f, "▁▂▃▄▅▆▇█ █\n");
	plot_spark(f, 0, 0, 3, STYLE_PLAIN, many, 9, 7);
	assert_shows(f, "▁█\n");
	plot_spark(f, 0, 0, 12, STYLE_PLAIN, values, 0, 7);
	assert_shows(f, "\n");
	f->ascii = true;
	plot_spark(f, 0, 0, 12, STYLE_PLAIN, values, 8, 7);
	assert_shows(f, "_.:-=+*#\n");
	frame_free(f);
}

static const struct pair falling[] = {{1, 0, 10, 5}, {2, 0, 5, 0},
    {3, 0, MEASURE_NONE, MEASURE_NONE}, {4, 0, 0, MEASURE_NONE}};

static void
scores(void **state)
{
	struct frame *f = frame_new(5, 13);
	struct area a = {0, 0, 5, 13};

	(void)state;
	plot_scores(f, a, falling, 4, 4, 6);
	assert_shows(f, "10 ●\n"
			"\n"
			" 5 ○░●░░░░░░░\n"
			"\n"
			" 0   ○   ●\n");
	plot_scores(f, a, falling, 4, 1, 0);
	assert_shows(f, "10 ●\n"
			"\n"
			" 5 ○ ●\n"
			"\n"
			" 0   ○   ●\n");
	plot_scores(f, a, falling, 4, -3, 99);
	f->ascii = true;
	frame_clear(f);
	plot_scores(f, a, falling, 4, 4, 6);
	assert_shows(f, "10 *\n"
			"\n"
			" 5 o.*.......\n");
	plot_scores_row(f, 0, 0, 13, falling, 4);
	assert_shows(f, "#= _\n");
	a.rows = 2;
	plot_scores(f, a, falling, 4, 4, 6);
	assert_shows(f, "\n\n");
	frame_free(f);
}

/* More sessions than columns: the median of those that share one. */
static void
many_scores(void **state)
{
	struct frame *f = frame_new(3, 13);
	struct pair pairs[1000];

	(void)state;
	for (int i = 0; i < 1000; i++)
		pairs[i] = (struct pair){i, 0, i < 500 ? 10 : 0, MEASURE_NONE};
	pairs[50].before = 0;
	plot_scores(f, (struct area){0, 0, 3, 13}, pairs, 1000, 1, 0);
	assert_shows(f, "10 ●●●●●\n\n 0      ●●●●●\n");
	frame_free(f);
}

static void
intervals(void **state)
{
	static const struct {
		double low, middle, high;
		const char *shown;
	} rows[] = {{-5, -3, -1, "──●──│\n"}, {-2, 0, 2, "   ──●──\n"},
	    {1, 1, 1, "     │●\n"}, {-50, -2, 50, "───●───────\n"}};
	struct frame *f = frame_new(1, 11);

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		plot_interval(
		    f, 0, 0, 11, rows[i].low, rows[i].middle, rows[i].high, 5);
		assert_shows(f, rows[i].shown);
	}
	frame_free(f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(bars),
	    cmocka_unit_test(sparks),
	    cmocka_unit_test(scores),
	    cmocka_unit_test(many_scores),
	    cmocka_unit_test(intervals),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
