#include "screen/column.h"
#include "screen/view_calendar.h"
#include "screen/view_detail.h"
#include "screen/view_list.h"
#include "screen/view_today.h"
#include "screen/views.h"

#include <stdio.h>
#include <string.h>

/* From this size on ring, calendar and figure stand on the screen. */
#define PANEL_ROWS 22
#define PANEL_COLS 72

/* From here on the months stand above the calendar, and lines between parts. */
#define ROOMY_ROWS 30

#define GAP_COLS 2

/* Rows that text beside the list needs to be worth reading there. */
#define BESIDE_ROWS 8

/* Where things stand; rows 0: nowhere. */
struct places {
	struct area all, head, calendar, list, figure, text;
};

static bool
has_panels(int rows, int cols)
{
	return rows >= PANEL_ROWS && cols >= PANEL_COLS;
}

static int
head_rows(int rows, int cols)
{
	if (has_panels(rows, cols))
		return CALENDAR_ROWS + (rows >= ROOMY_ROWS ? 3 : 1);
	return rows >= 16 ? 3 : 2;
}

/* Figure above, words below; the figure takes no more than half where both
 * have room. */
static void
divide_pane(struct places *p, struct area pane)
{
	int rows = pane.rows - 2;

	if (pane.cols < FIGURE_COLS_LEAST || rows < FIGURE_ROWS_LEAST)
		return;
	if (rows - FIGURE_ROWS_LEAST >= BESIDE_ROWS && rows > 20)
		rows = pane.rows / 2;
	else if (rows > FIGURE_ROWS_LEAST + 1)
		rows = FIGURE_ROWS_LEAST + 1;
	p->figure = pane;
	p->figure.rows = rows;
	p->text = pane;
	p->text.y += rows;
	p->text.rows -= rows;
}

static struct places
places_of(const struct frame *f)
{
	struct places p = {.all = column_content(f)};
	int head = head_rows(f->rows, f->cols);
	struct area a = p.all, pane;
	int cols = calendar_cols(CALENDAR_WEEKS, 1);

	p.head = (struct area){0, a.x, head, a.cols};
	p.list = (struct area){head, a.x, f->rows - head - 2, a.cols};
	if (!has_panels(f->rows, f->cols))
		return p;
	if (cols > a.cols - LIST_COLS - GAP_COLS)
		cols = a.cols - LIST_COLS - GAP_COLS;
	p.calendar = (struct area){
	    1, a.x + a.cols - cols, CALENDAR_ROWS + (f->rows >= ROOMY_ROWS), cols};
	p.head.cols = a.cols - cols - GAP_COLS;
	p.list.cols = LIST_COLS;
	pane = (struct area){head, a.x + LIST_COLS + GAP_COLS, p.list.rows,
	    a.cols - LIST_COLS - GAP_COLS};
	divide_pane(&p, pane);
	return p;
}

struct area
view_home_figure(int rows, int cols)
{
	return places_of(&(struct frame){.rows = rows, .cols = cols}).figure;
}

bool
view_home_reads_beside(int rows, int cols)
{
	return places_of(&(struct frame){.rows = rows, .cols = cols}).text.rows >=
	       BESIDE_ROWS;
}

static struct area
below(struct area a, int rows)
{
	a.y += rows;
	a.rows -= rows;
	return a;
}

/* --- the selected one -------------------------------------------------------------- */

static void
put_figure(struct frame *f, struct area a, const struct home_view *v)
{
	if (v->keys)
		view_figure_keys(f, a, v->keys, SIDE_NONE);
	else
		view_figure(f, a, &v->figure);
}

/* Reads the detail in the area; returns how many rows are hidden. */
static int
put_detail(struct frame *f, struct area a, const struct home_view *v)
{
	struct column c = {f, a, v->scroll, 0};

	view_detail(&c, v);
	return column_hidden(&c);
}

/* The few words below the figure, where the rest has no room. */
static void
put_summary(struct frame *f, struct area a, const struct home_view *v)
{
	char total[64];

	view_detail_total(v, total, sizeof(total));
	if (v->problem)
		frame_wrap(f, a, STYLE_NOTICE, v->problem);
	else if (frame_fit(f, a.y, a.x, a.cols, STYLE_PLAIN, total) > a.x)
		frame_wrap(f, below(a, 1), STYLE_FAINT,
		    v->routines[v->selected]->for_whom);
}

/* The list alone, and one line of what the selected routine is for. */
static void
put_alone(struct frame *f, struct area a, const struct home_view *v)
{
	const char *about = v->problem;

	view_list(f, (struct area){a.y, a.x, a.rows - 1, a.cols}, v);
	if (v->selected < v->n && !about)
		about = v->routines[v->selected]->for_whom;
	if (about)
		frame_fit(f, a.y + a.rows - 1, a.x, a.cols,
		    v->problem ? STYLE_NOTICE : STYLE_FAINT, about);
}

static int
put_middle(struct frame *f, const struct places *p, const struct home_view *v)
{
	bool chosen = v->selected < v->n, beside = p->text.rows >= BESIDE_ROWS;
	bool reading = chosen && v->page > 0 && !beside;

	if (p->figure.rows && chosen) {
		put_figure(f, p->figure, v);
		if (beside) {
			view_list(f, p->list, v);
			return put_detail(f, p->text, v);
		}
		put_summary(f, p->text, v);
	}
	if (reading)
		return put_detail(f, p->list, v);
	if (p->figure.rows)
		view_list(f, p->list, v);
	else
		put_alone(f, p->list, v);
	return 0;
}

/* --- all of it ---------------------------------------------------------------------- */

static const char *
keys_of(const struct home_view *v, bool wide)
{
	if (v->mode == HOME_TYPE)
		return "⏎|keep|Esc|clear|↑ ↓|choose";
	if (v->mode == HOME_FILTER)
		return "⏎|done|← →|change|↑ ↓|choose|x|clear";
	if (v->page > 0)
		return "← →|steps|Esc|list|⏎|start|PgDn|more|?|help";
	if (pick_filters(v->pick))
		return "⏎|start|x|clear filters|/|search|f|filter|?|help|q|leave";
	if (wide)
		return "⏎|start|/"
		       "|search|f|filter|?|help|q|leave|s|settings|t|stats|"
		       "← →|steps";
	return "⏎|start|/|search|?|help|q|leave";
}

static void
put_foot(struct frame *f, struct area a, const struct home_view *v, int hidden)
{
	int y = f->rows - 2;

	if (v->notice)
		frame_fit(f, y, a.x, a.cols, STYLE_NOTICE, v->notice);
	else if (hidden > v->scroll)
		frame_right(f, y, a.x + a.cols, STYLE_KEY, "PgDn more");
	column_keys(f, f->rows - 1, a.x, a.cols, keys_of(v, a.cols >= 50));
}

static void
one_line(struct frame *f, const struct home_view *v)
{
	const char *title =
	    v->selected < v->n ? v->routines[v->selected]->title : "uncoil";

	frame_putf(f, f->rows / 2, 0, STYLE_PLAIN, "%s  needs %dx%d", title,
	    VIEW_COLS_LEAST, VIEW_ROWS_LEAST);
}

static int
draw(struct frame *f, const struct home_view *v)
{
	struct places p;
	int hidden;

	frame_clear(f);
	if (f->rows < VIEW_ROWS_LEAST || f->cols < VIEW_COLS_LEAST) {
		one_line(f, v);
		return 0;
	}
	p = places_of(f);
	view_today_title(f, p.all, v);
	if (p.calendar.rows)
		view_today_panels(f, p.head, p.calendar, v);
	else
		view_today_short(f, p.head, v);
	if (p.calendar.rows && f->rows >= ROOMY_ROWS)
		column_rule(f, p.list.y - 1, p.all);
	hidden = put_middle(f, &p, v);
	put_foot(f, p.all, v, hidden);
	return hidden;
}

int
view_home(struct frame *f, const struct home_view *v)
{
	struct home_view last = *v;

	last.scroll = draw(f, v);
	return v->scroll > last.scroll ? draw(f, &last) : last.scroll;
}
