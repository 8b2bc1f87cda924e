#include "screen/column.h"
#include "screen/stats_parts.h"
#include "screen/view_calendar.h"
#include "screen/views.h"

#include "base/civil.h"
#include "base/mem.h"

#include <stdio.h>

/* From here on a region's scores are a chart, and the calendar is shown. */
#define ROOMY_ROWS 20
#define ROOMY_COLS 60

/* From here on a list of regions stands beside the chosen one. */
#define BESIDE_COLS 70
#define LIST_COLS   26

#define CHART_ROWS 6
#define TALL_ROWS  11 /* a row for each score */

static int
regions_of(const struct stats_view *v, enum region regions[DOSE_REGIONS])
{
	return stats_regions(v->period, regions);
}

int
stats_choices(const struct stats_view *v)
{
	enum region regions[DOSE_REGIONS];

	switch (v->part) {
	case STATS_WEEKS:
		return v->period->weeks;
	case STATS_REGIONS:
		return regions_of(v, regions);
	case STATS_MOVEMENTS:
		return (int)v->period->n_helps;
	default:
		return 0;
	}
}

/* The first row that is shown, so that the chosen one is near the middle. */
static int
top_of(int chosen, int n, int rows)
{
	int top = chosen - rows / 2;

	if (top > n - rows)
		top = n - rows;
	return top < 0 ? 0 : top;
}

/* --- the parts ------------------------------------------------------------------- */

static void
put_weeks(struct frame *f, struct area a, const struct stats_view *v)
{
	struct column doses = {f, {a.y + a.rows - 1, a.x, 1, a.cols}, 0, 0};
	struct column weeks = {f, a, 0, 0};
	int used = 0;

	if (f->rows >= ROOMY_ROWS && f->cols >= ROOMY_COLS)
		used = stats_calendar(f, a, v) + 1;
	weeks.area.y += used;
	weeks.area.rows -= used + 1;
	weeks.scroll = top_of(v->chosen, v->period->weeks, weeks.area.rows);
	for (int w = 0; w < v->period->weeks; w++)
		stats_week(&weeks, v, w, w == v->chosen);
	stats_week_doses(&doses, v, v->chosen);
}

static void
put_region_list(struct frame *f, struct area a, const struct stats_view *v,
    const enum region *regions, int n)
{
	int top = top_of(v->chosen, n, a.rows);

	for (int i = 0; i < a.rows && top + i < n; i++) {
		enum region r = regions[top + i];
		bool chosen = top + i == v->chosen;
		enum style style = chosen ? STYLE_SELECTED : STYLE_PLAIN;

		if (chosen)
			frame_fill(f, a.y + i, a.x, a.cols, style, " ");
		frame_fit(
		    f, a.y + i, a.x, 10, style, words_name(&words_region, (int)r));
		frame_fit(f, a.y + i, a.x + 11, a.cols - 11, style,
		    v->period->region[r].n == 0
			? ""
			: verdict_word(v->period->region[r].trend.verdict));
		frame_spot(
		    f, (struct area){a.y + i, a.x, 1, a.cols}, SPOT_ROW + top + i);
	}
}

static int
chart_rows(int rows)
{
	if (rows >= TALL_ROWS + 11)
		return TALL_ROWS;
	return rows >= CHART_ROWS + 10 ? CHART_ROWS : 1;
}

static int
put_regions(struct frame *f, struct area a, const struct stats_view *v)
{
	enum region regions[DOSE_REGIONS];
	int n = regions_of(v, regions);
	struct column c = {f, a, v->scroll, 0};

	if (n == 0) {
		column_text(&c, STYLE_PLAIN,
		    "No region yet: they come with the first session.");
		return 0;
	}
	if (a.cols >= BESIDE_COLS) {
		put_region_list(
		    f, (struct area){a.y, a.x, a.rows, LIST_COLS}, v, regions, n);
		c.area.x += LIST_COLS + 2;
		c.area.cols -= LIST_COLS + 2;
	} else {
		column_textf(&c, STYLE_TITLE, "%s, %d of %d",
		    words_name(&words_region, (int)regions[v->chosen]),
		    v->chosen + 1, n);
	}
	stats_region(&c, v->period, regions[v->chosen], chart_rows(a.rows));
	return column_hidden(&c);
}

static void
put_movements(struct frame *f, struct area a, const struct stats_view *v)
{
	int n = (int)v->period->n_helps, about = a.rows >= 12 ? 5 : 2;
	struct column list = {f, a, 0, 0}, words = {f, a, 0, 0};

	if (n == 0) {
		stats_movements_caution(&words, v->period);
		return;
	}
	stats_movements_head(&list);
	list.area.y++;
	list.area.rows -= about + 1;
	list.y = 0;
	list.scroll = top_of(v->chosen, n, list.area.rows);
	for (int i = 0; i < n; i++)
		stats_movement(&list, v, i, i == v->chosen);
	words.area.y += a.rows - about;
	words.area.rows = about;
	stats_movement_words(&words, v, v->chosen);
	stats_movements_caution(&words, v->period);
}

static int
put_rest(struct frame *f, struct area a, const struct stats_view *v)
{
	struct column c = {f, a, v->scroll, 0};

	stats_rest(&c, v);
	return column_hidden(&c);
}

/* --- the screen ------------------------------------------------------------------ */

static void
put_tabs(struct frame *f, int y, struct area a, const struct stats_view *v)
{
	static const char *const names[] = {
	    " weeks ", " regions ", " movements ", " more "};
	int x = a.x;

	for (int i = 0; i < STATS_PARTS; i++) {
		frame_spot(
		    f, (struct area){y, x, 1, frame_width(f, names[i])}, '1' + i);
		x = frame_put(f, y, x,
		    i == (int)v->part ? STYLE_SELECTED : STYLE_PLAIN, names[i]);
	}
}

static void
put_title(struct frame *f, struct area a, const struct stats_view *v)
{
	char to[CIVIL_LEN], range[64];

	snprintf(range, sizeof(range), "%d weeks to %s", v->period->weeks,
	    civil_print(v->period->to, to));
	frame_put(f, 0, a.x, STYLE_TITLE, "Statistics");
	frame_right(f, 0, a.x + a.cols, STYLE_FAINT, range);
	column_rule(f, 1, a);
}

static void
put_keys(struct frame *f, struct area a, const struct stats_view *v)
{
	static const char *const what[] = {"week", "region", "movement", "read on"};
	char keys[128];

	snprintf(keys, sizeof(keys),
	    "← →|part|↑ ↓|%s|q|back|?|help|y|26 or 53 weeks", what[v->part]);
	column_keys(f, f->rows - 1, a.x, a.cols, keys);
}

static int
put_part(struct frame *f, struct area a, const struct stats_view *v)
{
	switch (v->part) {
	case STATS_WEEKS:
		put_weeks(f, a, v);
		return 0;
	case STATS_REGIONS:
		return put_regions(f, a, v);
	case STATS_MOVEMENTS:
		put_movements(f, a, v);
		return 0;
	default:
		return put_rest(f, a, v);
	}
}

static int
draw(struct frame *f, const struct stats_view *v)
{
	struct area a = column_content(f), part;
	struct column head = {f, {2, a.x, 2, a.cols}, 0, 0};
	bool roomy = f->rows >= ROOMY_ROWS;
	int top = roomy ? 6 : 4, hidden;

	put_title(f, a, v);
	if (!roomy)
		head.area.rows = 1;
	stats_totals(&head, v);
	put_tabs(f, roomy ? 4 : 3, a, v);
	part = (struct area){top, a.x, f->rows - top - 1 - roomy, a.cols};
	if (v->notice && !roomy)
		part.rows--;
	hidden = put_part(f, part, v);
	if (v->notice)
		frame_fit(f, f->rows - 2, a.x, a.cols, STYLE_NOTICE, v->notice);
	put_keys(f, a, v);
	return hidden;
}

/* v, with what is chosen and scrolled brought to what there is. */
static struct stats_view
within(const struct stats_view *v)
{
	struct stats_view last = *v;
	int n = stats_choices(v);

	if (last.chosen >= n)
		last.chosen = n - 1;
	if (last.chosen < 0)
		last.chosen = 0;
	return last;
}

int
view_stats(struct frame *f, const struct stats_view *v)
{
	struct stats_view last = within(v);

	frame_clear(f);
	if (f->rows < VIEW_ROWS_LEAST || f->cols < VIEW_COLS_LEAST) {
		frame_putf(f, f->rows / 2, 0, STYLE_PLAIN,
		    "statistics  needs %dx%d", VIEW_COLS_LEAST, VIEW_ROWS_LEAST);
		return 0;
	}
	last.scroll = draw(f, &last);
	if (v->scroll <= last.scroll)
		return last.scroll;
	frame_clear(f);
	return draw(f, &last);
}

/* --- all of it, to print ------------------------------------------------------------- */

static void
heading(struct column *c, const char *text)
{
	column_blank(c);
	column_text(c, STYLE_TITLE, text);
}

static void
whole_head(struct column *c, const struct stats_view *v)
{
	const struct period *p = v->period;
	char from[CIVIL_LEN], to[CIVIL_LEN];

	column_textf(c, STYLE_TITLE, "%s to %s, %d week%s",
	    civil_print(p->from, from), civil_print(p->to, to), p->weeks,
	    p->weeks == 1 ? "" : "s");
	stats_totals(c, v);
}

static void
whole_calendar(struct column *c, const struct stats_view *v)
{
	struct area a = c->area;

	column_blank(c);
	a.y += c->y;
	a.rows -= c->y;
	c->y += stats_calendar(c->f, a, v);
}

static void
whole_regions(struct column *c, const struct stats_view *v)
{
	enum region regions[DOSE_REGIONS];
	int n = regions_of(v, regions);

	for (int i = 0; i < n; i++) {
		heading(c, words_name(&words_region, (int)regions[i]));
		stats_region(c, v->period, regions[i], 1);
	}
}

static void
whole_movements(struct column *c, const struct stats_view *v)
{
	heading(c, "movements");
	if (v->period->n_helps > 0)
		stats_movements_head(c);
	for (size_t i = 0; i < v->period->n_helps; i++)
		stats_movement(c, v, (int)i, false);
	stats_movements_caution(c, v->period);
}

int
view_stats_whole(struct frame *f, const struct stats_view *v)
{
	struct column c = {f, {0, 0, f->rows, f->cols}, 0, 0};

	frame_clear(f);
	whole_head(&c, v);
	whole_calendar(&c, v);
	whole_regions(&c, v);
	whole_movements(&c, v);
	heading(&c, "more");
	stats_rest(&c, v);
	return c.y < f->rows ? c.y : f->rows;
}
