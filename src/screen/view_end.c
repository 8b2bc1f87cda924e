#include "screen/column.h"
#include "screen/view_checkin.h"
#include "screen/views.h"

#include <stdio.h>
#include <string.h>

static const char *
heading(const struct end_view *v)
{
	if (v->wrong)
		return "Stopped, because something was wrong";
	switch (v->record->state) {
	case STATE_DONE:
		return "Well done";
	case STATE_SKIPPED:
		return "Another time";
	default:
		return "Stopped early; what you did is kept";
	}
}

/* domain.md 5.5: what red means, and what is not for a program to judge. */
static const char wrong_words[] =
    "Rest, and leave this movement out for 48 hours. With chest pain, "
    "breathlessness, "
    "trouble with sight, speech or balance, or a sudden severe headache call your "
    "emergency number now. If you are in doubt, ask a professional.";

static const char *
step_name(const struct end_view *v, size_t i)
{
	if (v->score && i - v->first < v->score->n_parts)
		return v->score->exercises[v->score->parts[i - v->first].step]
		    ->name;
	return v->record->steps[i].exercise;
}

static void
mark_of(const struct step_record *s, const char **mark, enum style *style)
{
	*mark = s->outcome == OUTCOME_DONE    ? "✓"
		: s->outcome == OUTCOME_WRONG ? "!"
					      : "·";
	*style = s->outcome == OUTCOME_DONE    ? STYLE_GOOD
		 : s->outcome == OUTCOME_WRONG ? STYLE_NOTICE
					       : STYLE_FAINT;
}

/* "✓ Ear to shoulder stretch, left          0:25 of 0:27" */
static void
put_step(struct column *c, const struct end_view *v, size_t i)
{
	static const char *const sides[] = {"", ", left", ", right"};
	const struct step_record *s = &v->record->steps[i];
	char held[MIN_SEC_LEN], planned[MIN_SEC_LEN], times[64], name[160];
	const char *mark;
	enum style style;
	int y = c->y++ - c->scroll, x = c->area.x, end = x + c->area.cols;

	if (y < 0 || y >= c->area.rows)
		return;
	y += c->area.y;
	mark_of(s, &mark, &style);
	snprintf(name, sizeof(name), "%.140s%s", step_name(v, i), sides[s->side]);
	snprintf(times, sizeof(times), "%s of %s", min_sec(s->held_ms / 1000, held),
	    min_sec(s->planned_ms / 1000, planned));
	frame_right(c->f, y, end, STYLE_PLAIN, times);
	frame_put(c->f, y, x, style, mark);
	style = s->outcome == OUTCOME_DONE ? STYLE_PLAIN : STYLE_FAINT;
	frame_fit(
	    c->f, y, x + 2, c->area.cols - (int)strlen(times) - 4, style, name);
}

#define INDENT 9

/* A screen of this many rows has room for a title and for questions. */
#define ROOMY_ROWS 20

static void
put_sums(struct column *c, const struct end_view *v)
{
	const struct streak *s = &v->streak;
	char held[MIN_SEC_LEN], planned[MIN_SEC_LEN], buf[96];

	snprintf(buf, sizeof(buf), "%s of %s",
	    min_sec(v->record->active_ms / 1000, held),
	    min_sec(v->record->planned_ms / 1000, planned));
	column_item(c, INDENT, STYLE_FAINT, "held", STYLE_PLAIN, buf);
	if (v->minutes_today == 0 && v->record->active_ms > 0)
		snprintf(buf, sizeof(buf), "less than a minute");
	else
		snprintf(buf, sizeof(buf), "%d %s", v->minutes_today,
		    v->minutes_today == 1 ? "minute" : "minutes");
	column_item(c, INDENT, STYLE_FAINT, "today", STYLE_PLAIN, buf);
	snprintf(buf, sizeof(buf), "%d %s in a row%s", s->current,
	    s->current == 1 ? "day" : "days",
	    s->current > 1 && s->current == s->longest ? ", your longest so far"
						       : "");
	column_item(c, INDENT, STYLE_FAINT, "streak", STYLE_STRONG, buf);
}

static void
put_column(struct column *c, const struct end_view *v)
{
	put_sums(c, v);
	if (v->wrong) {
		column_blank(c);
		column_text(c, STYLE_TITLE, wrong_words);
	}
	column_blank(c);
	for (size_t i = v->first; i < v->record->n_steps; i++)
		put_step(c, v, i);
}

static void
one_line(struct frame *f, const struct end_view *v)
{
	char held[MIN_SEC_LEN];

	frame_putf(f, f->rows / 2, 0, STYLE_PLAIN,
	    "held %s  streak %d  needs %dx%d",
	    min_sec(v->record->active_ms / 1000, held), v->streak.current,
	    VIEW_COLS_LEAST, VIEW_ROWS_LEAST);
}

bool
view_end_asks(int rows, int cols)
{
	return rows >= ROOMY_ROWS && cols >= VIEW_COLS_LEAST;
}

/* The rows above the notice. */
static struct area
ratings_area(const struct frame *f, const struct end_view *v)
{
	struct area a = column_content(f);
	int rows = v->checkin ? checkin_rows(v->checkin, a.cols) : CHECKIN_ROWS;

	if (!view_end_asks(f->rows, f->cols))
		return (struct area){0};
	return (struct area){f->rows - 2 - rows, a.x, rows, a.cols};
}

static void
put_keys(struct frame *f, const struct end_view *v, struct area a)
{
	bool asks = v->checkin && view_end_asks(f->rows, f->cols);
	const char *keys = asks ? checkin_keys(v->checkin, v->home) : NULL;

	if (!keys)
		keys = v->home ? "⏎|routines|?|help|q|leave" : "⏎|leave|?|help";
	column_keys(f, f->rows - 1, a.x, a.cols - 8, keys);
}

static int
draw(struct frame *f, const struct end_view *v)
{
	struct area a = column_content(f);
	bool roomy = f->rows >= ROOMY_ROWS;
	int top = roomy ? 4 : 2;
	int rows = f->rows - top - 2 - ratings_area(f, v).rows;
	struct column c = {
	    f, {top, a.x, rows, a.cols > 64 ? 64 : a.cols}, v->scroll, 0};
	int hidden;

	frame_clear(f);
	if (f->rows < VIEW_ROWS_LEAST || f->cols < VIEW_COLS_LEAST) {
		one_line(f, v);
		return 0;
	}
	frame_fit(f, 0, a.x, a.cols, STYLE_TITLE, heading(v));
	column_rule(f, 1, a);
	if (roomy && v->score)
		frame_fit(f, 2, a.x, a.cols, STYLE_PLAIN, v->score->routine->title);
	put_column(&c, v);
	hidden = column_hidden(&c);
	if (v->notice)
		frame_fit(f, f->rows - 2, a.x, a.cols, STYLE_NOTICE, v->notice);
	if (v->scroll < hidden)
		frame_right(f, f->rows - 1, a.x + a.cols, STYLE_KEY, "↓ more");
	if (v->checkin)
		checkin_block(f, ratings_area(f, v), v->checkin);
	put_keys(f, v, a);
	return hidden;
}

int
view_end(struct frame *f, const struct end_view *v)
{
	struct end_view last = *v;

	last.scroll = draw(f, v);
	return v->scroll > last.scroll ? draw(f, &last) : last.scroll;
}
