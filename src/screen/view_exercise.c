#include "base/str.h"
#include "screen/column.h"
#include "screen/views.h"

#include <stdio.h>

/* The figure stands beside the words, or above them. */
#define WIDE_COLS 72
#define WIDE_ROWS 16
#define TALL_ROWS 24

#define INDENT 9 /* of what hangs beside "easier" */

static bool
is_wide(int rows, int cols)
{
	return rows >= WIDE_ROWS && cols >= WIDE_COLS;
}

/* Between title and keys. */
static struct area
middle(const struct frame *f)
{
	struct area a = column_content(f);

	if (f->rows >= VIEW_ROWS_LEAST) {
		a.y += 2;
		a.rows -= 4;
	} else if (f->rows > 2) {
		a.y += 1;
		a.rows -= 2;
	}
	return a;
}

struct area
view_exercise_figure(int rows, int cols)
{
	struct frame f = {.rows = rows, .cols = cols};
	struct area a = middle(&f);

	if (is_wide(rows, cols))
		return (struct area){a.y, a.x, a.rows, a.cols / 2 - 2};
	if (rows >= TALL_ROWS && cols >= VIEW_COLS_LEAST)
		return (struct area){a.y, a.x, a.rows / 2, a.cols};
	return (struct area){0};
}

static struct area
words_area(const struct frame *f)
{
	struct area a = middle(f), figure = view_exercise_figure(f->rows, f->cols);

	if (figure.rows == 0)
		return a;
	if (is_wide(f->rows, f->cols))
		return (struct area){a.y, figure.x + figure.cols + 3, a.rows,
		    a.cols - figure.cols - 3};
	return (struct area){
	    a.y + figure.rows + 1, a.x, a.rows - figure.rows - 1, a.cols};
}

static void
put(struct column *c, const char *label, const char *text)
{
	if (text && *text)
		column_item(c, INDENT, STYLE_FAINT, label, STYLE_PLAIN, text);
}

static void
put_cues(struct column *c, const struct exercise *e)
{
	static const char *const labels[MOMENTS] = {"start", "then", "half", "end"};

	put(c, "set-up", e->setup);
	for (int m = 0; m < MOMENTS; m++) {
		put(c, labels[m], e->cue[m][0]);
		put(c, "", e->cue[m][1]);
	}
}

static void
put_breath(struct column *c, const struct exercise *e)
{
	static const char *const parts[] = {"in", "hold", "out", "hold"};
	struct str s = {0};

	for (int i = 0; i < 4; i++)
		if (e->breath_s[i])
			str_addf(&s, "%s%s %d", s.len ? ", " : "", parts[i],
			    e->breath_s[i]);
	put(c, "breathe", s.len ? s.s : "as you like");
	str_fini(&s);
}

static void
put_feel(struct column *c, const struct exercise *e)
{
	for (int p = 0; p < PRESSURES; p++) {
		struct str s = {0};

		str_addf(&s, "%s: %d of 10, %s", words_name(&words_pressure, p),
		    e->sensation[p].level, e->sensation[p].feel);
		put(c, p ? "" : "feel", s.s);
		str_fini(&s);
	}
}

static void
put_tags(struct column *c, const char *head, uint64_t tags)
{
	if (!tags)
		return;
	column_blank(c);
	column_text(c, STYLE_NOTICE, head);
	for (int t = 0; t < TAGS; t++)
		if (tags & BIT_OF(t))
			column_item(c, 2, STYLE_FAINT, "-", STYLE_PLAIN,
			    tag_meaning((enum tag)t));
}

static void
put_evidence(struct column *c, const struct exercise_view *v)
{
	struct str s = {0};

	str_addf(&s, "%c, %s: %s", v->exercise->evidence,
	    exercise_evidence(v->exercise), v->exercise->evidence_why);
	column_blank(c);
	put(c, "evidence", s.s);
	str_fini(&s);
	for (const char *const *source = v->sources; source && *source; source++)
		put(c, "", *source);
}

static void
put_words(struct column *c, const struct exercise_view *v)
{
	const struct exercise *e = v->exercise;

	put_cues(c, e);
	column_blank(c);
	put_breath(c, e);
	put_feel(c, e);
	column_blank(c);
	put(c, "avoid", e->mistake);
	put(c, "easier", e->easier);
	put_tags(c, "Never with", e->contra);
	put_tags(c, "Gently and the easier way with", e->caution);
	put_evidence(c, v);
}

static void
put_title(struct frame *f, const struct exercise_view *v)
{
	struct area a = column_content(f);
	char dose[64];

	snprintf(dose, sizeof(dose), "%s, %d s",
	    words_name(&words_kind, (int)v->exercise->kind), v->exercise->seconds);
	frame_right(f, 0, a.x + a.cols, STYLE_PLAIN, dose);
	frame_fit(f, 0, a.x, a.cols - frame_width(f, dose) - 2, STYLE_TITLE,
	    v->exercise->name);
	if (f->rows >= VIEW_ROWS_LEAST)
		column_rule(f, 1, a);
}

int
view_exercise(struct frame *f, const struct exercise_view *v)
{
	struct area a = column_content(f),
		    figure = view_exercise_figure(f->rows, f->cols);
	struct column c = {f, words_area(f), 0, 0};
	int hidden;

	frame_clear(f);
	put_words(&c, v);
	hidden = column_hidden(&c);
	frame_clear(f);
	c.scroll = column_clamp(v->scroll, hidden);
	c.y = 0;
	put_words(&c, v);
	if (f->rows > 1)
		put_title(f, v);
	if (v->keys)
		view_figure_keys(f, figure, v->keys, v->side);
	else
		view_figure(f, figure, &v->figure);
	if (f->rows > 2)
		column_keys(f, f->rows - 1, a.x, a.cols,
		    v->exercise->two_sided
			? "↑↓|read|f|still or moving|o|other side|?|help|q|back"
			: "↑↓|read|f|still or moving|?|help|q|back");
	return hidden > 0 ? hidden : 0;
}
