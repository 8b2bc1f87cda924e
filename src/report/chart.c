#include "report/chart.h"

#include "base/civil.h"
#include "report/html.h"

#include <stdbool.h>

/* Units of the pictures; a page scales them by their class. */
#define DAY         10 /* a day's square with its gap */
#define SQUARE      8
#define WEEK_GAP    4
#define SCORES_W    300
#define SCORES_H    64
#define SCORES_LEFT 16 /* room for the ends of the scale */
#define BAR_W       100
#define BAR_H       8

/* Told apart without colours too: filled, half filled, outlined, a dot. */
const char chart_css[] =
    ":root{--ink:#1b1f24;--faint:#6a737d;--line:#d0d7de;--paper:#fff;"
    "--do:#1a7f37;--part:#8fd19e;--before:#0b57a8;--after:#b35900;--band:#eef1f4}\n"
    "@media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--faint:#9aa4af;"
    "--line:#3b434b;--paper:#12161b;--do:#3fb950;--part:#23602f;--before:#6cb2ff;"
    "--after:#ffab5e;--band:#222a33}}\n"
    "@media print{:root{--ink:#000;--faint:#444;--line:#bbb;--paper:#fff;"
    "--do:#1a7f37;--part:#8fd19e;--before:#0b57a8;--after:#b35900;--band:#eee}}\n"
    ".chart{display:block;max-width:100%;height:auto;"
    "print-color-adjust:exact;-webkit-print-color-adjust:exact}\n"
    ".chart text{font-size:9px;fill:var(--faint)}\n"
    ".c-done{fill:var(--do)}.c-partial{fill:var(--part);stroke:var(--do)}"
    ".c-missed{fill:none;stroke:var(--faint)}.c-blank{fill:var(--line)}"
    ".c-rest{fill:var(--faint)}\n"
    ".c-band{fill:var(--band)}.c-axis{stroke:var(--line)}"
    ".c-line{fill:none;stroke:var(--before);stroke-width:1.5}"
    ".c-stroke{stroke:var(--after);stroke-opacity:.6}"
    ".c-before{fill:var(--before)}"
    ".c-after{fill:var(--paper);stroke:var(--after)}\n"
    ".c-track{fill:var(--band)}.c-bar{fill:var(--before)}"
    ".c-left{fill:var(--before)}.c-right{fill:var(--after)}\n";

static void
open_svg(struct str *out, const char *kind, int w, int h, const char *title)
{
	html_addf(out,
	    "<svg class=\"chart %s\" viewBox=\"0 0 %d %d\" width=\"%d\" "
	    "height=\"%d\" role=\"img\" aria-label=\"%s\"><title>%s</title>",
	    kind, w, h, w, h, title, title);
}

static void
close_svg(struct str *out)
{
	str_add(out, "</svg>\n");
}

/* --- a strip of days ----------------------------------------------------------- */

static int
day_x(int32_t first, size_t i)
{
	int weeks = ((int)i + civil_weekday(first)) / 7;

	return (int)i * DAY + weeks * WEEK_GAP;
}

static void
put_day(struct str *out, int x, enum chart_day day)
{
	switch (day) {
	case CHART_BLANK:
		html_addf(out,
		    "<circle class=\"c-blank\" cx=\"%d\" cy=\"5\" r=\"1.5\"/>",
		    x + 4);
		return;
	case CHART_REST:
		html_addf(
		    out, "<path class=\"c-rest\" d=\"M%d 4h6v2h-6z\"/>", x + 1);
		return;
	default:
		html_addf(out,
		    "<rect class=\"%s\" x=\"%d.5\" y=\"1.5\" width=\"%d\" "
		    "height=\"%d\" rx=\"1\"/>",
		    day == CHART_DONE      ? "c-done"
		    : day == CHART_PARTIAL ? "c-partial"
					   : "c-missed",
		    x, SQUARE - 1, SQUARE - 1);
	}
}

void
chart_strip(struct str *out, const char *title, int32_t first,
    const enum chart_day *days, size_t n)
{
	open_svg(out, "strip", n ? day_x(first, n - 1) + DAY : DAY, DAY, title);
	for (size_t i = 0; i < n; i++)
		put_day(out, day_x(first, i), days[i]);
	close_svg(out);
}

/* --- scores over time ------------------------------------------------------------ */

static double
score_x(const struct chart_scores *c, size_t i)
{
	double span = c->to > c->from ? (double)(c->to - c->from) : 1;
	double day = (double)(c->pairs[i].day - c->from);

	/* Sessions of one day stand beside each other within it. */
	for (size_t k = i; k > 0 && c->pairs[k - 1].day == c->pairs[i].day; k--)
		day += 0.3;
	if (day > span)
		day = span;
	return SCORES_LEFT + day * (SCORES_W - SCORES_LEFT - 4) / span;
}

static double
score_y(const struct chart_scores *c, double score)
{
	return 4 + (c->most - score) * (SCORES_H - 8) / c->most;
}

static void
put_band(struct str *out, const struct chart_scores *c)
{
	double low = c->low < 0 ? 0 : c->low,
	       high = c->high > c->most ? c->most : c->high;

	if (low > high)
		return;
	html_addf(out,
	    "<rect class=\"c-band\" x=\"%d\" y=\"%.1f\" width=\"%d\" "
	    "height=\"%.1f\"/>",
	    SCORES_LEFT, score_y(c, high), SCORES_W - SCORES_LEFT,
	    score_y(c, low) - score_y(c, high));
}

static void
put_axes(struct str *out, const struct chart_scores *c)
{
	double top = score_y(c, c->most), bottom = score_y(c, 0);

	html_addf(out,
	    "<path class=\"c-axis\" d=\"M%d %.1fH%dM%d %.1fH%d\"/>"
	    "<text x=\"0\" y=\"%.1f\">%d</text><text x=\"0\" y=\"%.1f\">0</text>",
	    SCORES_LEFT, top, SCORES_W, SCORES_LEFT, bottom, SCORES_W, top + 4,
	    c->most, bottom + 2);
}

static void
put_line(struct str *out, const struct chart_scores *c)
{
	struct str points = {0};

	for (size_t i = 0; i < c->n; i++)
		if (c->pairs[i].before != MEASURE_NONE)
			str_addf(&points, "%s%.1f,%.1f", points.len ? " " : "",
			    score_x(c, i), score_y(c, c->pairs[i].before));
	if (points.len)
		html_addf(
		    out, "<polyline class=\"c-line\" points=\"%s\"/>", points.s);
	str_fini(&points);
}

static void
put_pair(struct str *out, const struct chart_scores *c, size_t i)
{
	const struct pair *p = &c->pairs[i];
	double x = score_x(c, i);

	if (p->before != MEASURE_NONE && p->after != MEASURE_NONE)
		html_addf(out, "<path class=\"c-stroke\" d=\"M%.1f %.1fV%.1f\"/>",
		    x, score_y(c, p->before), score_y(c, p->after));
	if (p->after != MEASURE_NONE)
		html_addf(out,
		    "<circle class=\"c-after\" cx=\"%.1f\" cy=\"%.1f\" r=\"1.8\"/>",
		    x, score_y(c, p->after));
	if (p->before != MEASURE_NONE)
		html_addf(out,
		    "<circle class=\"c-before\" cx=\"%.1f\" cy=\"%.1f\" r=\"2\"/>",
		    x, score_y(c, p->before));
}

void
chart_scores(struct str *out, const struct chart_scores *c)
{
	open_svg(out, "scores", SCORES_W, SCORES_H, c->title);
	put_band(out, c);
	put_axes(out, c);
	put_line(out, c);
	for (size_t i = 0; i < c->n; i++)
		put_pair(out, c, i);
	close_svg(out);
}

/* --- bars ------------------------------------------------------------------------- */

/* In units of the picture; what is over full is full. */
static double
share(double value, double whole, double cols)
{
	double part = whole > 0 ? value / whole : 0;

	return cols * (part > 1 ? 1 : part > 0 ? part : 0);
}

void
chart_bar(struct str *out, const char *title, double value, double whole)
{
	open_svg(out, "bar", BAR_W, BAR_H, title);
	html_addf(out,
	    "<rect class=\"c-track\" width=\"%d\" height=\"%d\" rx=\"2\"/>"
	    "<rect class=\"c-bar\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>",
	    BAR_W, BAR_H, share(value, whole, BAR_W), BAR_H);
	close_svg(out);
}

void
chart_sides(
    struct str *out, const char *title, double left, double right, double whole)
{
	double l = share(left, whole, BAR_W / 2),
	       r = share(right, whole, BAR_W / 2);

	open_svg(out, "sides", BAR_W, BAR_H, title);
	html_addf(out,
	    "<rect class=\"c-track\" width=\"%d\" height=\"%d\" rx=\"2\"/>"
	    "<rect class=\"c-left\" x=\"%.1f\" width=\"%.1f\" height=\"%d\"/>"
	    "<rect class=\"c-right\" x=\"%d\" width=\"%.1f\" height=\"%d\"/>"
	    "<path class=\"c-axis\" d=\"M%d 0V%d\"/>",
	    BAR_W, BAR_H, BAR_W / 2 - l, l, BAR_H, BAR_W / 2, r, BAR_H, BAR_W / 2,
	    BAR_H);
	close_svg(out);
}
