#include "screen/column.h"

#include "base/mem.h"
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct area
column_content(const struct frame *f)
{
	int margin = f->cols >= 60 ? 1 : 0, cols = f->cols - 2 * margin;

	if (cols > CONTENT_COLS_MAX)
		cols = CONTENT_COLS_MAX;
	return (struct area){0, (f->cols - cols) / 2, f->rows, cols};
}

/* Writes text `indent` cells in; moves on by its rows. */
static void
run(struct column *c, int indent, enum style style, const char *text)
{
	int cols = c->area.cols - indent, rows = frame_wrap_rows(c->f, cols, text);
	int at = c->y - c->scroll, skip = at < 0 ? -at : 0;
	struct area rest = {c->area.y + at + skip, c->area.x + indent,
	    c->area.rows - at - skip, cols};

	if (skip < rows && rest.rows > 0)
		frame_wrap_from(c->f, rest, skip, style, text);
	c->y += rows;
}

void
column_text(struct column *c, enum style style, const char *text)
{
	run(c, 0, style, text);
}

void
column_textf(struct column *c, enum style style, const char *fmt, ...)
{
	char buf[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(buf, sizeof(buf), fmt, ap);
	va_end(ap);
	run(c, 0, style, buf);
}

void
column_item(struct column *c, int indent, enum style label_style, const char *label,
    enum style style, const char *text)
{
	int y = c->y - c->scroll;

	if (indent > c->area.cols / 2)
		indent = c->area.cols / 2;
	if (y >= 0 && y < c->area.rows)
		frame_fit(
		    c->f, c->area.y + y, c->area.x, indent, label_style, label);
	run(c, indent, style, *text ? text : " ");
}

void
column_blank(struct column *c)
{
	c->y++;
}

int
column_hidden(const struct column *c)
{
	return c->y > c->area.rows ? c->y - c->area.rows : 0;
}

int
column_clamp(int scroll, int hidden)
{
	return scroll < 0 ? 0 : scroll > hidden ? hidden : scroll;
}

void
column_rule(struct frame *f, int y, struct area a)
{
	frame_fill(f, y, a.x, a.cols, STYLE_FAINT, "─");
}

/* Copies s up to `|` or its end into buf; returns what comes after. */
static const char *
word(const char *s, char *buf, size_t size)
{
	size_t n = strcspn(s, "|");

	snprintf(buf, size, "%.*s", (int)n, s);
	return s[n] ? s + n + 1 : s + n;
}

/* The key of a label such as "q", "⏎" or "Esc"; 0 when it stands for more than
 * one. */
static uint32_t
key_of(const char *label)
{
	static const struct {
		const char *label;
		uint32_t key;
	} named[] = {{"space", ' '}, {"Esc", 27}};
	size_t len = strlen(label);
	uint32_t cp;

	for (size_t i = 0; i < ARRAY_LEN(named); i++)
		if (strcmp(named[i].label, label) == 0)
			return named[i].key;
	return len > 0 && text_decode(label, len, &cp) == len ? cp : 0;
}

void
column_keys(struct frame *f, int y, int x, int cols, const char *keys)
{
	int end = x + cols, width;
	char key[64], does[64];

	while (*keys) {
		keys = word(keys, key, sizeof(key));
		keys = word(keys, does, sizeof(does));
		width = frame_width(f, key) + 1 + frame_width(f, does);
		if (x + width > end)
			return;
		if (key_of(key))
			frame_spot(
			    f, (struct area){y, x, 1, width}, (int)key_of(key));
		x = frame_put(f, y, x, STYLE_KEY, key);
		x = frame_put(f, y, x + 1, STYLE_PLAIN, does) + 2;
	}
}

char *
min_sec(int64_t s, char *buf)
{
	snprintf(buf, MIN_SEC_LEN, "%d:%02d", (int)(s / 60), (int)(s % 60));
	return buf;
}
