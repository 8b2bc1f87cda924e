#include "base/civil.h"
#include "screen/column.h"
#include "screen/view_calendar.h"
#include "screen/views.h"

#include <stdio.h>
#include <string.h>

/* From here on the calendar stands above the weeks. */
#define CALENDAR_FROM_ROWS 22
#define CALENDAR_FROM_COLS 60

#define BAR_X 24 /* behind "week of 2 Mar   180 min" */

/* What a stretch of days holds. */
struct sum {
	int days, done;
	int64_t ms;
};

static struct sum
sum_of(const struct stats_view *v, int32_t from, int32_t to)
{
	struct sum sum = {0};

	for (size_t i = 0; i < v->n_days; i++) {
		if (v->days[i].day < from || v->days[i].day > to)
			continue;
		sum.days += v->days[i].active_ms > 0;
		sum.done += v->days[i].done;
		sum.ms += v->days[i].active_ms;
	}
	return sum;
}

static void
put_totals(struct column *c, const struct stats_view *v)
{
	struct sum all = sum_of(v, INT32_MIN, v->streak.today);

	column_textf(c, STYLE_STRONG, "%lld min, %d done %s, %d %s",
	    (long long)(all.ms / 60000), all.done,
	    all.done == 1 ? "session" : "sessions", all.days,
	    all.days == 1 ? "day" : "days");
	column_textf(c, STYLE_PLAIN, "%d %s in a row, longest %d",
	    v->streak.current, v->streak.current == 1 ? "day" : "days",
	    v->streak.longest);
}

static int64_t
longest_week(const struct stats_view *v)
{
	int32_t first = calendar_first(v->streak.today, CALENDAR_WEEKS);
	int64_t most = 1;

	for (int w = 0; w < CALENDAR_WEEKS; w++) {
		struct sum week = sum_of(v, first + 7 * w, first + 7 * w + 6);

		most = week.ms > most ? week.ms : most;
	}
	return most;
}

/* "week of 2 Mar    34 min ███████" */
static void
put_week(struct column *c, const struct stats_view *v, int32_t monday, int64_t most)
{
	static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May",
	    "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	struct sum week = sum_of(v, monday, monday + 6);
	int y = c->y++ - c->scroll, year, month, day, cols = c->area.cols - BAR_X;

	if (y < 0 || y >= c->area.rows)
		return;
	y += c->area.y;
	civil_to(monday, &year, &month, &day);
	frame_putf(c->f, y, c->area.x, STYLE_FAINT, "week of %2d %s", day,
	    months[month - 1]);
	frame_putf(c->f, y, c->area.x + 14, STYLE_PLAIN, "%4lld min",
	    (long long)(week.ms / 60000));
	cols = (int)(week.ms * cols / most);
	frame_fill(c->f, y, c->area.x + BAR_X, week.ms > 0 && cols == 0 ? 1 : cols,
	    STYLE_GOOD, "█");
}

static int
draw(struct frame *f, const struct stats_view *v)
{
	struct area a = column_content(f);
	struct calendar days = {v->days, v->n_days, v->streak.today};
	struct column head = {f, {2, a.x, 2, a.cols}, 0, 0};
	struct column weeks = {f, {5, a.x, f->rows - 7, a.cols}, v->scroll, 0};
	int32_t monday = calendar_first(v->streak.today, 1);
	int64_t most = longest_week(v);

	if (f->rows >= CALENDAR_FROM_ROWS && f->cols >= CALENDAR_FROM_COLS) {
		view_calendar(f,
		    (struct area){5, a.x, CALENDAR_ROWS + 1,
			calendar_cols(CALENDAR_WEEKS, 2)},
		    &days, 2);
		weeks.area.y += CALENDAR_ROWS + 2;
		weeks.area.rows -= CALENDAR_ROWS + 2;
	}
	frame_put(f, 0, a.x, STYLE_TITLE, "Statistics");
	column_rule(f, 1, a);
	put_totals(&head, v);
	for (int w = 0; w < CALENDAR_WEEKS; w++)
		put_week(&weeks, v, monday - 7 * w, most);
	if (v->notice)
		frame_fit(f, f->rows - 2, a.x, a.cols, STYLE_NOTICE, v->notice);
	if (v->scroll < column_hidden(&weeks))
		frame_right(f, f->rows - 1, a.x + a.cols, STYLE_KEY, "↓ more");
	column_keys(
	    f, f->rows - 1, a.x, a.cols - 8, "q|back|?|help|↑ ↓|earlier weeks");
	return column_hidden(&weeks);
}

int
view_stats(struct frame *f, const struct stats_view *v)
{
	struct stats_view last = *v;

	frame_clear(f);
	if (f->rows < VIEW_ROWS_LEAST || f->cols < VIEW_COLS_LEAST) {
		frame_putf(f, f->rows / 2, 0, STYLE_PLAIN,
		    "statistics  needs %dx%d", VIEW_COLS_LEAST, VIEW_ROWS_LEAST);
		return 0;
	}
	last.scroll = draw(f, v);
	if (v->scroll <= last.scroll)
		return last.scroll;
	frame_clear(f);
	return draw(f, &last);
}
