#include "screen/view_calendar.h"

#include "base/civil.h"
#include "base/mem.h"

#include <string.h>

#define LABEL_COLS 2
#define MARK_COLS  1

/* From so many minutes on a day looks like this; a session of seconds counts. */
static const struct shade {
	int minutes;
	const char *shown, *ascii;
	enum style style;
} shades[] = {
    {-1, "·", ".", STYLE_FAINT},
    {0, "░", ":", STYLE_SHADE1},
    {5, "▒", "+", STYLE_SHADE2},
    {10, "▓", "*", STYLE_SHADE3},
    {20, "█", "#", STYLE_SHADE4},
};

int
calendar_cols(int weeks, int cell)
{
	return LABEL_COLS + weeks * cell + MARK_COLS;
}

int32_t
calendar_first(int32_t today, int weeks)
{
	return today - civil_weekday(today) - 7 * (weeks - 1);
}

int64_t
calendar_ms(const struct calendar *c, int32_t day)
{
	size_t lo = 0, hi = c->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (c->days[mid].day < day)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < c->n && c->days[lo].day == day ? c->days[lo].active_ms : 0;
}

static const struct shade *
shade_of(int64_t ms)
{
	const struct shade *shade = &shades[0];

	for (size_t i = 1; ms > 0 && i < ARRAY_LEN(shades); i++)
		if (ms >= (int64_t)shades[i].minutes * 60000)
			shade = &shades[i];
	return shade;
}

static const char *
shown(const struct frame *f, const struct shade *shade)
{
	return f->ascii ? shade->ascii : shade->shown;
}

static void
put_day(
    struct frame *f, int y, int x, int cell, const struct calendar *c, int32_t day)
{
	const struct shade *shade = shade_of(calendar_ms(c, day));
	bool today = day == c->today;

	if (day > c->today)
		return;
	frame_fill(f, y, x, cell > 1 ? cell - 1 : 1,
	    today ? STYLE_SELECTED : shade->style, shown(f, shade));
	if (today)
		frame_put(f, y, x + cell, STYLE_STRONG, f->ascii ? "<" : "◂");
}

/* "· 0 ░ 1 ▒ 5 ▓ 10 █ 20 min": what the shades mean. */
static void
put_legend(struct frame *f, int y, int x, int cols)
{
	static const char *const from[] = {" 0 ", " 1 ", " 5 ", " 10 ", " 20"};
	int end = x + cols;

	for (size_t i = 0; i < ARRAY_LEN(shades); i++) {
		if (x + 1 + (int)strlen(from[i]) > end)
			return;
		x = frame_put(f, y, x, shades[i].style, shown(f, &shades[i]));
		x = frame_put(f, y, x, STYLE_FAINT, from[i]);
	}
	if (x + 4 <= end)
		frame_put(f, y, x, STYLE_FAINT, " min");
}

/* The name of a month stands over the week in which it begins. */
static void
put_months(
    struct frame *f, int y, int x, int cell, int weeks, const struct calendar *c)
{
	static const char *const names[] = {"Jan", "Feb", "Mar", "Apr", "May",
	    "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	int32_t first = calendar_first(c->today, weeks);
	int year, month, day;

	for (int w = 0; w < weeks; w++) {
		civil_to(first + 7 * w + 6, &year, &month, &day);
		if (day <= 7 && (weeks - w) * cell + MARK_COLS >= 3)
			frame_put(
			    f, y, x + w * cell, STYLE_FAINT, names[month - 1]);
	}
}

void
view_calendar(struct frame *f, struct area a, const struct calendar *c, int cell)
{
	static const char *const letters[] = {"M", "", "W", "", "F", "", "S"};
	int weeks = (a.cols - LABEL_COLS - MARK_COLS) / cell, y = a.y;
	int32_t first;

	if (weeks < 1 || a.rows < CALENDAR_ROWS)
		return;
	first = calendar_first(c->today, weeks);
	if (a.rows > CALENDAR_ROWS)
		put_months(f, y++, a.x + LABEL_COLS, cell, weeks, c);
	for (int i = 0; i < 7; i++) {
		frame_put(f, y + i, a.x, STYLE_FAINT, letters[i]);
		for (int w = 0; w < weeks; w++)
			put_day(f, y + i, a.x + LABEL_COLS + w * cell, cell, c,
			    first + 7 * w + i);
	}
	put_legend(f, y + 7, a.x + LABEL_COLS, a.cols - LABEL_COLS);
}
