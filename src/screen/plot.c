#include "screen/plot.h"

#include "base/mem.h"
#include "history/median.h"

#include <math.h>
#include <stdlib.h>

void
plot_bar(struct frame *f, int y, int x, int cols, enum style style, double value,
    double whole)
{
	double part = whole > 0 ? value / whole : 0;
	int n = (int)(fmin(1, fmax(0, part)) * cols);

	if (value > 0 && n == 0)
		n = 1;
	frame_fill(f, y, x, n, style, "█");
	frame_fill(f, y, x + n, cols - n, STYLE_FAINT, "░");
}

/* --- a line of columns ---------------------------------------------------------- */

/* How many of n things fall into the i-th of `cols` cells, and which is first. */
static size_t
share(size_t n, int cols, int i, size_t *first)
{
	*first = n * (size_t)i / (size_t)cols;
	return n * ((size_t)i + 1) / (size_t)cols - *first;
}

/* The median of those that are numbers, else NAN. */
static double
median_told(const double *values, size_t n)
{
	double *told = mem_new(n + 1, sizeof(*told)), median = NAN;
	size_t found = 0;

	for (size_t i = 0; i < n; i++)
		if (!isnan(values[i]))
			told[found++] = values[i];
	if (found)
		median = median_of(told, found);
	free(told);
	return median;
}

static void
put_column(struct frame *f, int y, int x, enum style style, double part)
{
	static const char *const shown[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
	static const char *const ascii[] = {"_", ".", ":", "-", "=", "+", "*", "#"};
	int level = (int)lround(fmin(1, fmax(0, part)) * 7);

	frame_put(f, y, x, style, (f->ascii ? ascii : shown)[level]);
}

void
plot_spark(struct frame *f, int y, int x, int cols, enum style style,
    const double *values, size_t n, double most)
{
	if ((size_t)cols > n)
		cols = (int)n;
	for (int i = 0; i < cols; i++) {
		size_t first, len = share(n, cols, i, &first);
		double value = median_told(values + first, len);

		if (!isnan(value))
			put_column(f, y, x + i, style, most > 0 ? value / most : 0);
	}
}

/* --- scores ---------------------------------------------------------------------- */

#define SCORE_MOST 10
#define AXIS_COLS  3 /* "10 " */

/* The scores before, or after; NAN where there is none.  The caller frees them. */
static double *
scores_of(const struct pair *pairs, size_t n, bool after)
{
	double *scores = mem_new(n + 1, sizeof(*scores));

	for (size_t i = 0; i < n; i++) {
		int score = after ? pairs[i].after : pairs[i].before;

		scores[i] = score == MEASURE_NONE ? (double)NAN : score;
	}
	return scores;
}

void
plot_scores_row(
    struct frame *f, int y, int x, int cols, const struct pair *pairs, size_t n)
{
	double *scores = scores_of(pairs, n, false);

	plot_spark(f, y, x, cols, STYLE_STRONG, scores, n, SCORE_MOST);
	free(scores);
}

static int
row_of(struct area a, double score)
{
	return a.y + (int)lround((SCORE_MOST - score) * (a.rows - 1) / SCORE_MOST);
}

static void
put_axis(struct frame *f, struct area a)
{
	frame_put(f, row_of(a, SCORE_MOST), a.x, STYLE_FAINT, "10");
	if (a.rows >= 5)
		frame_put(f, row_of(a, 5), a.x, STYLE_FAINT, " 5");
	frame_put(f, row_of(a, 0), a.x, STYLE_FAINT, " 0");
}

static void
put_band(struct frame *f, struct area a, double low, double high)
{
	int from = row_of(a, fmin(SCORE_MOST, high));
	int to = row_of(a, fmax(0, low));

	for (int y = from; low <= high && y <= to; y++)
		frame_fill(f, y, a.x + AXIS_COLS, a.cols - AXIS_COLS, STYLE_FAINT,
		    f->ascii ? "." : "░");
}

static void
put_scores(struct frame *f, struct area a, const double *scores, size_t n,
    enum style style, const char *mark)
{
	int cols = a.cols - AXIS_COLS, step;

	if ((size_t)cols > n)
		cols = (int)n;
	/* few sessions are spread, so that the eye finds a line */
	step = cols > 0 ? (a.cols - AXIS_COLS) / cols : 1;
	step = step > 4 ? 4 : step;
	for (int i = 0; i < cols; i++) {
		size_t first, len = share(n, cols, i, &first);
		double score = median_told(scores + first, len);

		if (!isnan(score))
			frame_put(f, row_of(a, score), a.x + AXIS_COLS + i * step,
			    style, mark);
	}
}

void
plot_scores(struct frame *f, struct area area, const struct pair *pairs, size_t n,
    double low, double high)
{
	double *before, *after;

	if (area.rows < 3 || area.cols < 12)
		return;
	before = scores_of(pairs, n, false);
	after = scores_of(pairs, n, true);
	put_band(f, area, low, high);
	put_axis(f, area);
	put_scores(f, area, after, n, STYLE_GOOD, f->ascii ? "o" : "○");
	put_scores(f, area, before, n, STYLE_STRONG, f->ascii ? "*" : "●");
	free(before);
	free(after);
}

/* --- an interval ------------------------------------------------------------------ */

static int
cell_of(int x, int cols, double value, double most)
{
	double part = (fmin(most, fmax(-most, value)) + most) / (2 * most);

	return x + (int)lround(part * (cols - 1));
}

void
plot_interval(struct frame *f, int y, int x, int cols, double low, double middle,
    double high, double most)
{
	int from = cell_of(x, cols, low, most), to = cell_of(x, cols, high, most);

	frame_put(f, y, cell_of(x, cols, 0, most), STYLE_FAINT, "│");
	frame_fill(f, y, from, to - from + 1, STYLE_PLAIN, "─");
	frame_put(f, y, cell_of(x, cols, middle, most),
	    high < 0 ? STYLE_GOOD : STYLE_STRONG, f->ascii ? "*" : "●");
}
