#include "report/chart.h"

#include "tests/test.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MONDAY 20514 /* 2026-03-02 */

static int
count(const char *text, const char *what)
{
	int n = 0;

	for (; (text = strstr(text, what)) != NULL; text++)
		n++;
	return n;
}

/* Every picture: one element, a title, no style and no script. */
static void
look_over(const struct str *out)
{
	assert_int_equal(count(out->s, "<svg "), 1);
	assert_int_equal(count(out->s, "</svg>"), 1);
	assert_int_equal(count(out->s, "<title>"), 1);
	assert_int_equal(count(out->s, "style="), 0);
	assert_int_equal(count(out->s, "<script"), 0);
	assert_int_equal(count(out->s, "nan"), 0);
	assert_int_equal(count(out->s, "inf"), 0);
}

static void
a_strip(void **state)
{
	static const enum chart_day days[] = {CHART_DONE, CHART_PARTIAL,
	    CHART_MISSED, CHART_BLANK, CHART_REST, CHART_DONE, CHART_DONE,
	    CHART_DONE};
	struct str out = {0};

	(void)state;
	chart_strip(&out, "a <week>", MONDAY, days, 8);
	look_over(&out);
	assert_int_equal(count(out.s, "c-done"), 4);
	assert_int_equal(count(out.s, "c-partial"), 1);
	assert_int_equal(count(out.s, "c-missed"), 1);
	assert_int_equal(count(out.s, "a &lt;week&gt;"), 2);
	assert_non_null(strstr(out.s, "x=\"60.5\"")); /* Sunday */
	assert_non_null(strstr(out.s, "x=\"74.5\"")); /* Monday, apart */
	str_clear(&out);
	chart_strip(&out, "none", MONDAY, NULL, 0);
	look_over(&out);
	str_fini(&out);
}

static void
scores(void **state)
{
	static const struct pair pairs[] = {
	    {MONDAY, 1, 6, 3},
	    {MONDAY, 2, 5, MEASURE_NONE},
	    {MONDAY + 3, 1, MEASURE_NONE, 4},
	    {MONDAY + 6, 1, 10, 0},
	};
	struct chart_scores c = {"Neck", pairs, 4, MONDAY, MONDAY + 6, 4, 8, 10};
	struct str out = {0};

	(void)state;
	chart_scores(&out, &c);
	look_over(&out);
	assert_int_equal(count(out.s, "c-before"), 3);
	assert_int_equal(count(out.s, "c-after"), 3);
	assert_int_equal(count(out.s, "c-stroke"), 2);
	assert_int_equal(count(out.s, "c-band"), 1);
	assert_int_equal(count(out.s, "<polyline class=\"c-line\" points=\""), 1);
	assert_non_null(strstr(out.s, "cy=\"4.0\""));  /* 10 is on top */
	assert_non_null(strstr(out.s, "cy=\"60.0\"")); /* 0 at the bottom */
	str_clear(&out);
	c.n = 0;
	c.from = c.to;
	c.low = 1;
	c.high = 0;
	chart_scores(&out, &c);
	look_over(&out);
	assert_int_equal(count(out.s, "c-band"), 0);
	assert_int_equal(count(out.s, "polyline"), 0);
	str_fini(&out);
}

static const struct {
	double value, whole;
	const char *width;
} bars[] = {
    {0, 600, "width=\"0.0\""},
    {300, 600, "width=\"50.0\""},
    {900, 600, "width=\"100.0\""},
    {5, 0, "width=\"0.0\""},
    {-5, 600, "width=\"0.0\""},
};

static void
all_bars(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(bars) / sizeof(bars[0]); i++) {
		struct str out = {0};

		chart_bar(&out, "b", bars[i].value, bars[i].whole);
		look_over(&out);
		if (!strstr(out.s, bars[i].width))
			fail_msg("%s: %s", bars[i].width, out.s);
		str_clear(&out);
		chart_sides(&out, "s", bars[i].value, 1, bars[i].whole);
		look_over(&out);
		str_fini(&out);
	}
}

/* Each class that is drawn has a colour, and each colour its dark one. */
static void
colours(void **state)
{
	static const char *const classes[] = {".c-done", ".c-partial", ".c-missed",
	    ".c-blank", ".c-rest", ".c-band", ".c-axis", ".c-line", ".c-stroke",
	    ".c-before", ".c-after", ".c-track", ".c-bar", ".c-left", ".c-right"};

	(void)state;
	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
		assert_non_null(strstr(chart_css, classes[i]));
	assert_int_equal(count(chart_css, "--after:"), 3);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_strip),
	    cmocka_unit_test(scores),
	    cmocka_unit_test(all_bars),
	    cmocka_unit_test(colours),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
