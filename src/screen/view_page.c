#include "screen/column.h"
#include "screen/views.h"

#include <stdio.h>
#include <string.h>

/* How far the words hang in: behind the widest label of the page. */
static int
label_cols(const struct frame *f, const struct page *page)
{
	char label[32];
	int most = 0, cols;

	for (const char *const *p = page->paragraphs; *p; p++) {
		if (!strchr(*p, '\t'))
			continue;
		snprintf(label, sizeof(label), "%.*s", (int)strcspn(*p, "\t"), *p);
		cols = frame_width(f, label);
		most = cols > most ? cols : most;
	}
	return most + 2;
}

static void
paragraph(struct column *c, const char *text, int indent)
{
	const char *tab = strchr(text, '\t');
	char label[32];

	if (!tab) {
		column_text(c, STYLE_PLAIN, text);
		return;
	}
	snprintf(label, sizeof(label), "%.*s", (int)(tab - text), text);
	column_item(c, indent, STYLE_KEY, label, STYLE_PLAIN, tab + 1);
}

/* Items of a list stand close, paragraphs apart. */
static void
paragraphs(struct column *c, const struct page *page)
{
	int indent = label_cols(c->f, page);

	for (const char *const *p = page->paragraphs; *p; p++) {
		if (p != page->paragraphs &&
		    !(strchr(*p, '\t') && strchr(p[-1], '\t')))
			column_blank(c);
		paragraph(c, *p, indent);
	}
}

static void
lines(struct column *c, const char *const *line)
{
	for (; *line; line++)
		if (**line)
			column_text(c, STYLE_PLAIN, *line);
		else
			column_blank(c);
}

/* The text's area: title and rule above, keys below, as far as there is room. */
static struct area
text_area(const struct frame *f)
{
	struct area a = column_content(f);

	a.cols = a.cols > 78 ? 78 : a.cols;
	if (f->rows >= VIEW_ROWS_LEAST) {
		a.y += 3;
		a.rows -= 5;
	} else if (f->rows > 2) {
		a.y += 1;
		a.rows -= 2;
	}
	return a;
}

/* At the last row the page's own keys; before it Enter reads on. */
static void
put_keys(struct frame *f, struct area a, const struct page *page, bool more)
{
	const char *keys = page->keys;
	int y = f->rows - 1;

	if (more) {
		frame_right(f, y, a.x + a.cols, STYLE_KEY, "↓ more");
		keys = page->refused ? keys : "⏎|read on|q|leave";
	}
	column_keys(f, y, a.x, a.cols - 8, keys);
}

static int
draw(struct frame *f, const struct page *page, int scroll)
{
	struct area a = column_content(f);
	struct column c = {f, text_area(f), scroll, 0};
	int hidden;

	frame_clear(f);
	if (f->rows > 2)
		frame_fit(f, 0, a.x, a.cols, STYLE_TITLE, page->title);
	if (f->rows >= VIEW_ROWS_LEAST)
		column_rule(f, 1, a);
	if (page->lines)
		lines(&c, page->lines);
	else
		paragraphs(&c, page);
	hidden = column_hidden(&c);
	if (f->rows > 2)
		put_keys(f, a, page, scroll < hidden);
	return hidden;
}

int
view_page(struct frame *f, const struct page *page, int scroll)
{
	int hidden = draw(f, page, scroll);

	return scroll > hidden ? draw(f, page, hidden) : hidden;
}
