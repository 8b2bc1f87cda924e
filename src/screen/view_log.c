#include "screen/view_log.h"

#include "base/civil.h"
#include "history/words.h"
#include "screen/column.h"
#include "screen/views.h"

#include <stdio.h>
#include <string.h>

/* A note of two rows, what is asked or was done, keys; what was said is above them,
 * in one row or, where there is room, in two. */
#define FOOT_ROWS  4
#define ROOMY_ROWS 16

/* Below this width a title would have no room beside all the rest. */
#define NARROW_COLS 66

static size_t
list_top(const struct log_view *v, size_t rows)
{
	if (v->n <= rows || v->selected < rows / 2)
		return 0;
	return v->selected - rows / 2 > v->n - rows ? v->n - rows
						    : v->selected - rows / 2;
}

static enum style
state_style(const struct session_record *r, bool chosen)
{
	if (chosen)
		return STYLE_SELECTED;
	return r->state == STATE_DONE ? STYLE_GOOD : STYLE_FAINT;
}

/* Where the parts of a row stand: narrow screens have the day alone, and of the
 * times what was held. */
static bool
is_narrow(struct area a)
{
	return a.cols < NARROW_COLS;
}

static void
print_when(const struct session_record *r, bool narrow, char *buf, size_t size)
{
	char day[CIVIL_LEN], at[32];

	civil_print(r->day, day);
	civil_instant(r->started_ms + (int64_t)r->offset_min * 60000, at);
	if (narrow)
		snprintf(buf, size, "%s", day + 5);
	else
		snprintf(buf, size, "%s %.5s", day, at + CIVIL_LEN);
}

static void
print_times(const struct session_record *r, bool narrow, char *buf, size_t size)
{
	char held[MIN_SEC_LEN], planned[MIN_SEC_LEN];

	snprintf(buf, size, narrow ? "%s" : "%s of %s",
	    min_sec(r->active_ms / 1000, held),
	    min_sec((r->planned_ms + 500) / 1000, planned));
}

/* "2026-03-02 09:14  Two minute desk reset   done   1:37 of 1:37" */
static void
put_session(
    struct frame *f, int y, struct area a, const struct log_view *v, size_t i)
{
	const struct session_record *r = &v->rows[i].record;
	bool chosen = i == v->selected, narrow = is_narrow(a);
	enum style style = chosen ? STYLE_SELECTED : STYLE_PLAIN;
	int end = a.x + a.cols, title_x = a.x + 2 + (narrow ? 7 : 18);
	int state_x = end - (narrow ? 6 : 15) - 8;
	char buf[2 * MIN_SEC_LEN + 8];

	if (chosen)
		frame_fill(f, y, a.x, a.cols, style, " ");
	frame_put(f, y, a.x, style, chosen ? "▸" : " ");
	print_when(r, narrow, buf, sizeof(buf));
	frame_put(f, y, a.x + 2, chosen ? style : STYLE_FAINT, buf);
	frame_fit(f, y, title_x, state_x - title_x - 1, style, v->rows[i].title);
	frame_put(f, y, state_x, state_style(r, chosen),
	    words_name(&words_state, (int)r->state));
	print_times(r, narrow, buf, sizeof(buf));
	frame_right(f, y, end, style, buf);
	frame_spot(f, (struct area){y, a.x, 1, a.cols}, SPOT_ROW + (int)i);
}

static void
put_asked(struct frame *f, int y, struct area a, const struct log_view *v)
{
	static const char *const asks[] = {[LOG_ASKS_NOTE] = "note: ",
	    [LOG_ASKS_PERCENT] = "percent of it that was held: ",
	    [LOG_ASKS_RM] = "Remove it? It will count no more. y removes it."};
	int x;

	if (v->asks == LOG_ASKS_NOTHING) {
		if (v->notice)
			frame_fit(f, y, a.x, a.cols, STYLE_NOTICE, v->notice);
		else if (v->done)
			frame_fit(f, y, a.x, a.cols, STYLE_GOOD, v->done);
		return;
	}
	x = frame_put(f, y, a.x, STYLE_PAUSED, asks[v->asks]);
	if (v->asks == LOG_ASKS_RM)
		return;
	x = frame_fit(f, y, x, a.x + a.cols - x - 1, STYLE_STRONG, v->text);
	frame_put(f, y, x, STYLE_SELECTED, " ");
}

/* Of the chosen one: what was said, and which it is. */
static void
put_foot(
    struct frame *f, int y, struct area a, int said_rows, const struct log_view *v)
{
	const struct session_record *r = &v->rows[v->selected].record;
	const char *said = v->rows[v->selected].said;
	char which[64];

	snprintf(which, sizeof(which), "#%lld%s", (long long)r->no,
	    r->rev > 1 ? ", corrected" : "");
	frame_right(f, y, a.x + a.cols, STYLE_FAINT, which);
	frame_wrap(f,
	    (struct area){y, a.x, said_rows, a.cols - (int)strlen(which) - 1},
	    STYLE_PLAIN, *said ? said : "no scores");
	frame_wrap(f, (struct area){y + said_rows, a.x, 2, a.cols},
	    *r->note ? STYLE_PLAIN : STYLE_FAINT, *r->note ? r->note : "no note");
}

static const char *
keys_of(const struct log_view *v)
{
	switch (v->asks) {
	case LOG_ASKS_NOTE:
	case LOG_ASKS_PERCENT:
		return "⏎|keep|Esc|as it was";
	case LOG_ASKS_RM:
		return "y|remove|Esc|as it was";
	case LOG_ASKS_NOTHING:
		break;
	}
	return v->n ? "n|note|p|percent|x|remove|q|back|?|help|↑ ↓|choose"
		    : "q|back|?|help";
}

void
view_log(struct frame *f, const struct log_view *v)
{
	struct area a = column_content(f);
	int top = f->rows >= ROOMY_ROWS ? 2 : 1, foot = f->rows - FOOT_ROWS - top;
	int rows = foot - top - 1;
	size_t from = list_top(v, rows > 0 ? (size_t)rows : 0);

	frame_clear(f);
	if (f->rows < VIEW_ROWS_LEAST || f->cols < VIEW_COLS_LEAST) {
		frame_putf(f, f->rows / 2, 0, STYLE_PLAIN, "log  needs %dx%d",
		    VIEW_COLS_LEAST, VIEW_ROWS_LEAST);
		return;
	}
	frame_put(f, 0, a.x, STYLE_TITLE, "What was done");
	if (v->more)
		frame_right(
		    f, 0, a.x + a.cols, STYLE_FAINT, "older ones: uncoil log");
	if (top > 1)
		column_rule(f, 1, a);
	for (int i = 0; i < rows && from + (size_t)i < v->n; i++)
		put_session(f, top + i, a, v, from + (size_t)i);
	if (v->n)
		put_foot(f, foot, a, top, v);
	else
		frame_put(f, top, a.x, STYLE_PLAIN, "No session yet.");
	put_asked(f, f->rows - 2, a, v);
	column_keys(f, f->rows - 1, a.x, a.cols, keys_of(v));
}
