#include "base/civil.h"
#include "base/str.h"
#include "screen/column.h"
#include "screen/views.h"

#include <stdio.h>
#include <string.h>

/* From this width on the detail stands beside the list. */
#define DETAIL_COLS 72

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

/* "12 days in a row, longest 20" */
static void
streak_words(const struct streak *s, char *buf, size_t size)
{
	if (s->current == 0 && s->longest == 0)
		snprintf(buf, size, "Your streak begins with the first session");
	else
		snprintf(buf, size, "%d %s in a row%s", s->current,
		    s->current == 1 ? "day" : "days",
		    s->at_risk ? "; one session today keeps it" : "");
}

static void
today_words(const struct home_view *v, char *buf, size_t size)
{
	if (v->streak.done_today > 0)
		snprintf(buf, size, "today done, %d min", v->minutes_today);
	else if (v->minutes_today > 0)
		snprintf(buf, size, "today %d min", v->minutes_today);
	else
		snprintf(buf, size, "today not yet");
}

static void
put_head(struct frame *f, struct area a, const struct home_view *v)
{
	char buf[128];

	date_words(v->streak.today, buf, sizeof(buf));
	frame_put(f, 0, a.x, STYLE_TITLE, "uncoil");
	frame_right(f, 0, a.x + a.cols, STYLE_FAINT, buf);
	today_words(v, buf, sizeof(buf));
	frame_right(f, 1, a.x + a.cols,
	    v->streak.done_today ? STYLE_GOOD : STYLE_PLAIN, buf);
	a.cols -= (int)strlen(buf) + 2;
	streak_words(&v->streak, buf, sizeof(buf));
	frame_fit(f, 1, a.x, a.cols, STYLE_PLAIN, buf);
	if (f->rows >= 16)
		column_rule(f, 2, (struct area){0, a.x, 0, column_content(f).cols});
}

/* The first row of the list, so that the selected one is near the middle. */
static size_t
list_top(const struct home_view *v, size_t rows)
{
	if (v->n <= rows || v->selected < rows / 2)
		return 0;
	return v->selected - rows / 2 > v->n - rows ? v->n - rows
						    : v->selected - rows / 2;
}

static void
put_routine(
    struct frame *f, int y, struct area a, const struct routine *r, bool selected)
{
	enum style style = selected ? STYLE_SELECTED : STYLE_PLAIN;

	if (selected)
		frame_fill(f, y, a.x, a.cols, style, " ");
	frame_put(f, y, a.x, style, selected ? "▸" : " ");
	frame_putf(f, y, a.x + 2, style, "%2d", r->minutes);
	frame_fit(f, y, a.x + 6, a.cols - 7, style, r->title);
}

static void
put_list(struct frame *f, struct area a, const struct home_view *v)
{
	size_t top = list_top(v, (size_t)a.rows);

	for (int i = 0; i < a.rows && top + (size_t)i < v->n; i++)
		put_routine(f, a.y + i, a, v->routines[top + (size_t)i],
		    top + (size_t)i == v->selected);
	if (v->n == 0)
		frame_wrap(f, a, STYLE_NOTICE, "There are no routines here.");
}

/* --- the detail ------------------------------------------------------------------
 */

#define INDENT 9 /* of what hangs beside "easier" */

static void
put_words(
    struct column *c, const char *label, const struct words *words, uint64_t bits)
{
	struct str s = {0};

	if (!bits)
		return;
	words_print(words, bits, &s);
	for (char *at = s.s; (at = strchr(at, '-')) != NULL;)
		*at = ' ';
	column_item(c, INDENT, STYLE_FAINT, label, STYLE_PLAIN, s.s);
	str_fini(&s);
}

/* What a flag asks of a person, by enum flag; NULL: nothing. */
static const char *const caveats[] = {
    [FLAG_FLEXION] = "bends the spine forward: not for backs that feel worse bent",
    [FLAG_EXTENSION] = "arches the spine: not for backs that feel worse arching",
    [FLAG_NEEDS_CLEARANCE] = "only once a clinician has said that moving is fine",
    [FLAG_HEADACHE_GATE] = "only for a mild headache that you know",
};

static void
put_caveats(struct column *c, uint64_t flags)
{
	for (size_t i = 0; i < sizeof(caveats) / sizeof(caveats[0]); i++)
		if (caveats[i] && flags & UINT64_C(1) << i)
			column_item(c, INDENT, STYLE_NOTICE, "note", STYLE_PLAIN,
			    caveats[i]);
}

static uint64_t
tools_of(const struct home_view *v, const struct routine *r)
{
	uint64_t tools = 0;

	for (size_t i = 0; i < r->n_steps; i++)
		tools |= v->steps[i]->tools;
	return tools & ~(UINT64_C(1) << TOOL_NONE);
}

static void
put_step(struct column *c, const struct step *step, const struct exercise *e)
{
	const struct sensation *s = &e->sensation[PRESSURE_GENTLE];
	char buf[320];

	column_blank(c);
	column_textf(c, STYLE_TITLE, "%s, %d s", e->name, step->seconds);
	snprintf(buf, sizeof(buf), "%d of 10: %.280s", s->level, s->feel);
	column_item(c, INDENT, STYLE_FAINT, "feel", STYLE_PLAIN, buf);
	column_item(c, INDENT, STYLE_FAINT, "easier", STYLE_PLAIN, e->easier);
	put_words(c, "care", &words_tag, e->caution);
	put_words(c, "not with", &words_tag, e->contra);
}

static void
put_detail(struct column *c, const struct home_view *v)
{
	const struct routine *r = v->routines[v->selected];

	column_text(c, STYLE_STRONG, r->title);
	column_item(c, INDENT, STYLE_FAINT, "for", STYLE_PLAIN, r->for_whom);
	column_item(c, INDENT, STYLE_FAINT, "goal", STYLE_PLAIN, r->goal);
	if (*r->caveat)
		column_item(
		    c, INDENT, STYLE_NOTICE, "note", STYLE_PLAIN, r->caveat);
	put_caveats(c, r->flags);
	if (!v->steps) {
		column_blank(c);
		column_text(c, STYLE_NOTICE, v->problem ? v->problem : "");
		return;
	}
	put_words(c, "tools", &words_tool, tools_of(v, r));
	for (size_t i = 0; i < r->n_steps; i++)
		put_step(c, &r->steps[i], v->steps[i]);
}

static int
beside(struct frame *f, struct area a, const struct home_view *v)
{
	int list = a.cols / 2 - 1;
	struct column c = {
	    f, {a.y, a.x + list + 3, a.rows, a.cols - list - 3}, v->scroll, 0};

	put_list(f, (struct area){a.y, a.x, a.rows, list}, v);
	for (int i = 0; i < a.rows; i++)
		frame_put(f, a.y + i, a.x + list + 1, STYLE_FAINT, "│");
	if (v->selected < v->n)
		put_detail(&c, v);
	return column_hidden(&c);
}

/* The list alone, and one line of what the selected routine is for. */
static int
below(struct frame *f, struct area a, const struct home_view *v)
{
	put_list(f, (struct area){a.y, a.x, a.rows - 1, a.cols}, v);
	if (v->selected < v->n)
		frame_fit(f, a.y + a.rows - 1, a.x, a.cols,
		    v->steps ? STYLE_FAINT : STYLE_NOTICE,
		    v->steps || !v->problem ? v->routines[v->selected]->for_whom
					    : v->problem);
	return 0;
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
	struct area a = column_content(f), middle = a;
	int hidden;

	frame_clear(f);
	if (f->rows < VIEW_ROWS_LEAST || f->cols < VIEW_COLS_LEAST) {
		one_line(f, v);
		return 0;
	}
	put_head(f, a, v);
	middle.y = f->rows >= 16 ? 3 : 2;
	middle.rows = f->rows - middle.y - 2;
	hidden = a.cols >= DETAIL_COLS ? beside(f, middle, v) : below(f, middle, v);
	if (v->notice)
		frame_fit(f, f->rows - 2, a.x, a.cols, STYLE_NOTICE, v->notice);
	column_keys(f, f->rows - 1, a.x, a.cols,
	    hidden > 0 ? "⏎|start|↑ ↓|choose|← →|read on|?|help|q|leave"
		       : "⏎|start|↑ ↓|choose|?|help|q|leave");
	return hidden;
}

int
view_home(struct frame *f, const struct home_view *v)
{
	struct home_view last = *v;

	last.scroll = draw(f, v);
	return v->scroll > last.scroll ? draw(f, &last) : last.scroll;
}
