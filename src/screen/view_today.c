#include "screen/view_today.h"

#include "base/civil.h"
#include "screen/column.h"
#include "screen/view_calendar.h"
#include "screen/view_ring.h"

#include <stdio.h>
#include <string.h>

static void
date_words(int32_t day, char *buf, size_t size)
{
	static const char *const weekdays[] = {"Monday", "Tuesday", "Wednesday",
	    "Thursday", "Friday", "Saturday", "Sunday"};
	static const char *const months[] = {"January", "February", "March",
	    "April", "May", "June", "July", "August", "September", "October",
	    "November", "December"};
	int y, m, d;

	civil_to(day, &y, &m, &d);
	snprintf(buf, size, "%s %d %s %d", weekdays[civil_weekday(day)], d,
	    months[m - 1], y);
}

/* "12 days in a row" */
static void
streak_words(const struct streak *s, bool more, char *buf, size_t size)
{
	if (!s->on)
		snprintf(buf, size, "The streak is off");
	else if (s->current == 0 && s->longest == 0)
		snprintf(buf, size, "Your streak begins with the first session");
	else
		snprintf(buf, size, "%d %s in a row%s", s->current,
		    s->current == 1 ? "day" : "days",
		    more && s->at_risk ? "; today keeps it" : "");
}

/* What today asks for, or what may be left out; "" when there is nothing to say. */
static void
prospect_words(const struct streak *s, char *buf, size_t size)
{
	int left = s->goal - s->done_today;

	*buf = '\0';
	if (s->at_risk && s->unit == UNIT_MINUTES)
		snprintf(buf, size, "%d more min today keep it", left);
	else if (s->at_risk && left > 1)
		snprintf(buf, size, "%d sessions today keep it", left);
	else if (s->at_risk)
		snprintf(buf, size, "one session today keeps it");
	else if (s->on && s->weekly)
		snprintf(
		    buf, size, "this week %d of %d days", s->week_done, s->weekly);
	else if (s->on && s->longest > s->current)
		snprintf(buf, size, "longest %d", s->longest);
	else if (s->on && s->freezes > 0)
		snprintf(buf, size, "%d %s kept", s->freezes,
		    s->freezes == 1 ? "freeze" : "freezes");
}

static void
today_words(const struct home_view *v, char *buf, size_t size)
{
	if (v->streak.status == STREAK_DONE && v->early)
		snprintf(buf, size, "today done");
	else if (v->streak.status == STREAK_DONE)
		snprintf(buf, size, "today done, %d min", v->minutes_today);
	else if (v->minutes_today > 0)
		snprintf(buf, size, "today %d min", v->minutes_today);
	else if (v->streak.status == STREAK_REST)
		snprintf(buf, size, "a rest day");
	else if (v->streak.status == STREAK_PAUSED && v->streak.on)
		snprintf(buf, size, "paused today");
	else
		snprintf(buf, size, "today not yet");
}

static enum style
today_style(const struct home_view *v)
{
	return v->streak.status == STREAK_DONE ? STYLE_GOOD : STYLE_PLAIN;
}

void
view_today_title(struct frame *f, struct area a, const struct home_view *v)
{
	char buf[128];

	date_words(v->streak.today, buf, sizeof(buf));
	frame_put(f, 0, a.x, STYLE_TITLE, "uncoil");
	frame_right(f, 0, a.x + a.cols, STYLE_FAINT, buf);
}

void
view_today_short(struct frame *f, struct area a, const struct home_view *v)
{
	char buf[128];
	int cols;

	today_words(v, buf, sizeof(buf));
	frame_right(f, 1, a.x + a.cols, today_style(v), buf);
	cols = a.cols - (int)strlen(buf) - 2;
	streak_words(&v->streak, true, buf, sizeof(buf));
	if (frame_width(f, buf) > cols)
		streak_words(&v->streak, false, buf, sizeof(buf));
	frame_fit(f, 1, a.x, cols, STYLE_PLAIN, buf);
	if (a.rows > 2)
		column_rule(f, 2, a);
}

/* Today, and the streak. */
static void
put_standing(struct frame *f, int y, int x, int cols, const struct home_view *v)
{
	char buf[128];

	today_words(v, buf, sizeof(buf));
	frame_fit(f, y, x, cols, today_style(v), buf);
	streak_words(&v->streak, false, buf, sizeof(buf));
	frame_fit(f, y + 1, x, cols, STYLE_STRONG, buf);
	prospect_words(&v->streak, buf, sizeof(buf));
	frame_fit(
	    f, y + 2, x, cols, v->streak.at_risk ? STYLE_PLAIN : STYLE_FAINT, buf);
}

static const char *const reasons[] = {
    [SUGGEST_START] = "A good one to begin with",
    [SUGGEST_UNFINISHED] = "Left unfinished, ⏎ goes on",
    [SUGGEST_USUAL] = "Usual at this hour",
};

static void
put_suggestion(struct frame *f, int y, struct area a, const struct home_view *v)
{
	int x;

	if (!v->suggested)
		return;
	x = frame_put(f, y, a.x, STYLE_GOOD, "•");
	frame_putf(f, y, x + 1, STYLE_FAINT, "%s:", reasons[v->why]);
	frame_fit(f, y + 1, a.x + 2, a.cols - 2, STYLE_STRONG, v->suggested->title);
}

void
view_today_panels(
    struct frame *f, struct area a, struct area calendar, const struct home_view *v)
{
	const struct calendar days = {
	    v->days, v->n_days, v->streak.today, &v->streak};
	bool roomy = calendar.rows > CALENDAR_ROWS;
	int x = a.x + RING_COLS + 3;

	view_ring(f, calendar.y, a.x, v->streak.done_today, v->streak.goal);
	put_standing(f, calendar.y + 1, x, a.x + a.cols - x, v);
	put_suggestion(f, calendar.y + RING_ROWS + roomy, a, v);
	if (!v->early)
		view_calendar(f, calendar, &days, 1);
}
