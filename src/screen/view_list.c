#include "screen/view_list.h"

#include "screen/column.h"

#include <stdio.h>
#include <string.h>

/* Where titles begin. */
#define TITLE_X 5

/* The first row of the list, so that the selected one is near the middle. */
static size_t
list_top(const struct home_view *v, size_t rows)
{
	if (v->n <= rows || v->selected < rows / 2 || v->selected >= v->n)
		return 0;
	return v->selected - rows / 2 > v->n - rows ? v->n - rows
						    : v->selected - rows / 2;
}

static void
put_routine(
    struct frame *f, int y, struct area a, const struct home_view *v, size_t i)
{
	const struct routine *r = v->routines[i];
	bool selected = i == v->selected;
	enum style style = selected ? STYLE_SELECTED : STYLE_PLAIN;

	if (selected)
		frame_fill(f, y, a.x, a.cols, style, " ");
	frame_put(f, y, a.x, style, selected ? "▸" : " ");
	if (r == v->suggested)
		frame_put(f, y, a.x + 1, selected ? style : STYLE_GOOD, "•");
	frame_putf(f, y, a.x + 2, style, "%2d", r->minutes);
	frame_fit(f, y, a.x + TITLE_X, a.cols - TITLE_X, style, r->title);
}

static void
put_list(struct frame *f, struct area a, const struct home_view *v)
{
	size_t top = list_top(v, a.rows > 0 ? (size_t)a.rows : 0);

	for (int i = 0; i < a.rows && top + (size_t)i < v->n; i++) {
		put_routine(f, a.y + i, a, v, top + (size_t)i);
		frame_spot(f, (struct area){a.y + i, a.x, 1, a.cols},
		    SPOT_ROW + (int)top + i);
	}
	if (v->n == 0 && !v->early)
		frame_wrap(f, a, STYLE_NOTICE,
		    v->all == 0 ? "There are no routines here."
		    : *v->pick->text
			? "No routine has these words. Esc clears them."
			: "No routine is like that. x clears the filters.");
}

static const char *
filter_word(
    const struct pick *pick, enum home_filter filter, char *buf, size_t size)
{
	static const struct words *const words[] = {&words_region, &words_tool};
	int at = filter == FILTER_REGION ? pick->region : pick->tool;

	snprintf(buf, size, "any");
	if (filter == FILTER_MINUTES) {
		if (pick->minutes)
			snprintf(buf, size, "up to %d", pick->minutes);
	} else if (at >= 0) {
		snprintf(buf, size, "%s", words_name(words[filter], at));
		for (char *s = buf; (s = strchr(s, '-')) != NULL;)
			*s = ' ';
	}
	return buf;
}

static const char *const filter_names[] = {"region", "tool", "minutes"};

/* "region hips, minutes up to 5" */
static void
filter_words(const struct pick *pick, char *buf, size_t size)
{
	const bool on[] = {pick->region >= 0, pick->tool >= 0, pick->minutes > 0};
	char word[48];
	size_t n = 0;

	*buf = '\0';
	for (int i = 0; i < HOME_FILTERS; i++)
		if (on[i] && n < size)
			n += (size_t)snprintf(buf + n, size - n, "%s%s %s",
			    n ? ", " : "", filter_names[i],
			    filter_word(pick, i, word, sizeof(word)));
}

/* What is typed, and what is filtered, in one line.  Says if it was needed. */
static bool
put_pick(struct frame *f, struct area a, const struct home_view *v)
{
	bool typed = v->mode == HOME_TYPE || *v->pick->text;
	char count[48], buf[160];
	int x = a.x, end;

	if (!typed && !pick_filters(v->pick) && v->mode != HOME_FILTER)
		return false;
	snprintf(count, sizeof(count), "%zu of %zu", v->n, v->all);
	end = a.x + a.cols - (int)strlen(count) - 1;
	frame_right(f, a.y, a.x + a.cols, STYLE_FAINT, count);
	if (typed) {
		x = frame_put(f, a.y, x, STYLE_KEY, "/");
		x = frame_fit(f, a.y, x, end - x - 1, STYLE_STRONG, v->pick->text);
		if (v->mode == HOME_TYPE)
			x = frame_put(f, a.y, x, STYLE_SELECTED, " ");
		x += 2;
	}
	filter_words(v->pick, buf, sizeof(buf));
	if (*buf && v->mode != HOME_FILTER) {
		x = frame_fit(f, a.y, x, end - x, STYLE_PLAIN, buf);
		if (x + 10 <= end && v->mode == HOME_CHOOSE)
			frame_put(f, a.y, frame_put(f, a.y, x + 1, STYLE_KEY, "x"),
			    STYLE_FAINT, " clears");
	}
	return true;
}

static void
put_filters(struct frame *f, struct area a, const struct home_view *v)
{
	char word[48];

	for (int i = 0; i < HOME_FILTERS; i++) {
		bool chosen = i == (int)v->filter;
		enum style style = chosen ? STYLE_SELECTED : STYLE_PLAIN;

		filter_word(v->pick, i, word, sizeof(word));
		if (chosen)
			frame_fill(f, a.y + i, a.x, a.cols, style, " ");
		frame_put(f, a.y + i, a.x, style, chosen ? "▸" : " ");
		frame_put(f, a.y + i, a.x + 2, style, filter_names[i]);
		frame_putf(
		    f, a.y + i, a.x + 11, style, chosen ? "← %s →" : "  %s", word);
	}
	column_rule(f, a.y + HOME_FILTERS, a);
}

static struct area
below(struct area a, int rows)
{
	a.y += rows;
	a.rows -= rows;
	return a;
}

void
view_list(struct frame *f, struct area a, const struct home_view *v)
{
	if (put_pick(f, a, v))
		a = below(a, 1);
	if (v->mode == HOME_FILTER) {
		put_filters(f, a, v);
		a = below(a, HOME_FILTERS + 1);
	}
	put_list(f, a, v);
}
