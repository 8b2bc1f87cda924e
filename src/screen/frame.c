#include "screen/frame.h"

#include "base/mem.h"
#include "base/str.h"
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int
clamp(int n, int lo, int hi)
{
	return n < lo ? lo : n > hi ? hi : n;
}

struct frame *
frame_new(int rows, int cols)
{
	struct frame *f = mem_new(1, sizeof(*f));

	frame_resize(f, rows, cols);
	return f;
}

void
frame_free(struct frame *f)
{
	if (!f)
		return;
	free(f->cells);
	free(f);
}

void
frame_resize(struct frame *f, int rows, int cols)
{
	rows = clamp(rows, 1, FRAME_ROWS_MAX);
	cols = clamp(cols, 1, FRAME_COLS_MAX);
	if (!f->cells || rows != f->rows || cols != f->cols) {
		f->rows = rows;
		f->cols = cols;
		f->cells = mem_resize(
		    f->cells, (size_t)rows * (size_t)cols, sizeof(*f->cells));
	}
	frame_clear(f);
}

void
frame_clear(struct frame *f)
{
	size_t n = (size_t)f->rows * (size_t)f->cols;

	f->n_spots = 0;
	memset(f->cells, 0, n * sizeof(*f->cells));
	for (size_t i = 0; i < n; i++)
		f->cells[i].width = 1;
}

void
frame_spot(struct frame *f, struct area area, int key)
{
	if (f->n_spots < FRAME_SPOTS_MAX)
		f->spots[f->n_spots++] = (struct spot){area, key};
}

int
frame_spot_at(const struct frame *f, int y, int x)
{
	for (size_t i = f->n_spots; i-- > 0;) {
		const struct area *a = &f->spots[i].area;

		if (y >= a->y && y < a->y + a->rows && x >= a->x &&
		    x < a->x + a->cols)
			return f->spots[i].key;
	}
	return -1;
}

static struct cell *
cell_at(const struct frame *f, int y, int x)
{
	if (y < 0 || y >= f->rows || x < 0 || x >= f->cols)
		return NULL;
	return &f->cells[(size_t)y * (size_t)f->cols + (size_t)x];
}

const struct cell *
frame_cell(const struct frame *f, int y, int x)
{
	return cell_at(f, y, x);
}

/* --- putting characters --------------------------------------------------- */

/* What is drawn with, for terminals without it; the rest is text_ascii's. */
static const struct {
	const char *utf8, *ascii;
} plain[] = {
    {"─", "-"},
    {"━", "="},
    {"│", "|"},
    {"█", "#"},
    {"▓", "#"},
    {"▀", "#"},
    {"▄", "#"},
    {"░", "."},
    {"▒", ":"},
    {"▸", ">"},
    {"→", "->"},
    {"←", "<-"},
    {"↑", "^"},
    {"↓", "v"},
    {"⏎", "Enter"},
    {"⌫", "Bksp"},
    {"…", "..."},
    {"•", "*"},
    {"·", "-"},
    {"✓", "+"},
};

/* The ASCII of one character, by the table; NULL when it has no row. */
static const char *
plain_of(const char *s, size_t len)
{
	for (size_t i = 0; i < ARRAY_LEN(plain); i++)
		if (strlen(plain[i].utf8) == len &&
		    memcmp(plain[i].utf8, s, len) == 0)
			return plain[i].ascii;
	return NULL;
}

static void
add_ascii(struct str *out, const char *text)
{
	char one[5];
	const char *ascii;
	uint32_t cp;
	size_t len;

	for (; *text; text += len) {
		len = text_decode(text, strnlen(text, 4), &cp);
		if (len == 0)
			len = 1;
		ascii = len > 1 ? plain_of(text, len) : NULL;
		if (ascii) {
			str_add(out, ascii);
			continue;
		}
		memcpy(one, text, len);
		one[len] = '\0';
		text_ascii(out, one);
	}
}

/* Text as this frame shows it.  The caller frees it. */
static char *
shown(const struct frame *f, const char *text)
{
	struct str out = {0};

	str_clear(&out);
	if (f->ascii)
		add_ascii(&out, text);
	else
		text_clean(&out, text);
	return str_take(&out);
}

/* Overwriting half of a wide character leaves no other half behind. */
static void
split(struct frame *f, int y, int x)
{
	struct cell *c = cell_at(f, y, x), *left;

	if (c && c->width == 0 && (left = cell_at(f, y, x - 1)) != NULL) {
		left->text[0] = c->text[0] = '\0';
		left->width = c->width = 1;
	}
}

static void
set(struct frame *f, int y, int x, enum style style, const char *s, size_t len,
    int width)
{
	struct cell *c = cell_at(f, y, x);

	if (!c)
		return;
	split(f, y, x);
	split(f, y, x + 1);
	memset(c, 0, sizeof(*c));
	if (!(len == 1 && *s == ' '))
		memcpy(c->text, s, len);
	c->width = (uint8_t)width;
	c->style = (uint8_t)style;
}

/* A character of width 1 or 2. */
static void
put_char(struct frame *f, int y, int x, enum style style, const char *s, size_t len,
    int width)
{
	if (width == 1) {
		set(f, y, x, style, s, len, 1);
	} else if (cell_at(f, y, x) && cell_at(f, y, x + 1)) {
		split(f, y, x + 2);
		set(f, y, x + 1, style, "", 0, 1);
		set(f, y, x, style, s, len, 2);
		cell_at(f, y, x + 1)->width = 0;
	} else {
		set(f, y, x, style, " ", 1, 1);
		set(f, y, x + 1, style, " ", 1, 1);
	}
}

/* A combining mark joins the character before x. */
static void
put_mark(struct frame *f, int y, int x, const char *s, size_t len)
{
	struct cell *c = cell_at(f, y, x - 1);
	size_t used;

	if (c && c->width == 0)
		c = cell_at(f, y, x - 2);
	if (!c || !c->text[0])
		return;
	used = strlen(c->text);
	if (used + len < CELL_BYTES)
		memcpy(c->text + used, s, len);
}

/* Puts text that has been cleaned, n bytes of it. */
static int
put_clean(struct frame *f, int y, int x, enum style style, const char *s, size_t n)
{
	int from = x, width;
	uint32_t cp;
	size_t len;

	for (; n && (len = text_decode(s, n, &cp)) > 0; s += len, n -= len) {
		width = text_char_width(cp);
		if (width > 0)
			put_char(f, y, x, style, s, len, width);
		else if (x > from)
			put_mark(f, y, x, s, len);
		x += width;
	}
	return x;
}

int
frame_put(struct frame *f, int y, int x, enum style style, const char *text)
{
	char *s = shown(f, text);

	x = put_clean(f, y, x, style, s, strlen(s));
	free(s);
	return x;
}

int
frame_putf(struct frame *f, int y, int x, enum style style, const char *fmt, ...)
{
	char buf[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(buf, sizeof(buf), fmt, ap);
	va_end(ap);
	return frame_put(f, y, x, style, buf);
}

/* The bytes of the longest start of s that fits `width` cells. */
static size_t
cut(const char *s, int width)
{
	size_t at = 0, len;
	uint32_t cp;

	while (s[at] && (len = text_decode(s + at, strnlen(s + at, 4), &cp)) > 0) {
		width -= text_char_width(cp);
		if (width < 0)
			break;
		at += len;
	}
	return at;
}

/* s, shortened to `cols` cells with an ellipsis where it is longer. */
static int
put_fit(struct frame *f, int y, int x, int cols, enum style style, const char *s)
{
	const char *dots = f->ascii ? ".." : "…";
	size_t n;

	if (cols <= 0)
		return x;
	if (text_width(s) <= cols)
		return put_clean(f, y, x, style, s, strlen(s));
	if (cols < 4) /* no room for dots that mean anything */
		return put_clean(f, y, x, style, s, cut(s, cols));
	n = cut(s, cols - text_width(dots));
	while (n && s[n - 1] == ' ')
		n--;
	x = put_clean(f, y, x, style, s, n);
	return put_clean(f, y, x, style, dots, strlen(dots));
}

int
frame_fit(
    struct frame *f, int y, int x, int cols, enum style style, const char *text)
{
	char *s = shown(f, text);

	x = put_fit(f, y, x, cols, style, s);
	free(s);
	return x;
}

void
frame_right(struct frame *f, int y, int x_end, enum style style, const char *text)
{
	frame_put(f, y, x_end - frame_width(f, text), style, text);
}

int
frame_width(const struct frame *f, const char *text)
{
	char *s = shown(f, text);
	int width = text_width(s);

	free(s);
	return width;
}

void
frame_fill(struct frame *f, int y, int x, int n, enum style style, const char *ch)
{
	char *s = shown(f, ch);
	size_t len = strlen(s);

	for (int i = 0; i < n; i++)
		put_clean(f, y, x + i, style, s, len);
	free(s);
}

/* --- paragraphs ------------------------------------------------------------ */

/* One row of s: its bytes; *s moves to the next one. */
static size_t
next_row(const char **s, const char **row, int cols)
{
	size_t n;

	while (**s == ' ')
		(*s)++;
	*row = *s;
	n = text_wrap(*s, cols);
	if (n == 0 && **s) /* a wide character in a column of one cell */
		n = strlen(*s);
	*s += n;
	return n;
}

int
frame_wrap(struct frame *f, struct area area, enum style style, const char *text)
{
	char *clean = shown(f, text);
	const char *s = clean, *row;
	size_t n;
	int used = 0;

	while (used < area.rows && area.cols > 0 && *s) {
		n = next_row(&s, &row, area.cols);
		if (used + 1 == area.rows && *s)
			put_fit(f, area.y + used, area.x, area.cols, style, row);
		else
			put_clean(f, area.y + used, area.x, style, row, n);
		used++;
	}
	free(clean);
	return used;
}

int
frame_wrap_from(
    struct frame *f, struct area area, int skip, enum style style, const char *text)
{
	char *clean = shown(f, text);
	const char *s = clean, *row;
	size_t n;
	int used = 0;

	while (used < skip + area.rows && area.cols > 0 && *s) {
		n = next_row(&s, &row, area.cols);
		if (used >= skip)
			put_clean(f, area.y + used - skip, area.x, style, row, n);
		used++;
	}
	free(clean);
	return used > skip ? used - skip : 0;
}

int
frame_wrap_rows(const struct frame *f, int cols, const char *text)
{
	char *clean = shown(f, text);
	const char *s = clean, *row;
	int rows = 0;

	while (cols > 0 && *s) {
		next_row(&s, &row, cols);
		rows++;
	}
	free(clean);
	return rows;
}

void
frame_bar(struct frame *f, int y, int x, int cols, int64_t done, int64_t whole)
{
	int n;

	if (whole <= 0)
		done = whole = 1;
	done = done < 0 ? 0 : done > whole ? whole : done;
	n = (int)(done * cols / whole);
	if (n < cols)
		n -= n % 2; /* half as many moves of the cursor */
	frame_fill(f, y, x, n, STYLE_PLAIN, "█");
	frame_fill(f, y, x + n, cols - n, STYLE_PLAIN, "·");
}

char *
frame_text(const struct frame *f)
{
	struct str out = {0};
	size_t end;

	str_clear(&out);
	for (int y = 0; y < f->rows; y++) {
		end = out.len;
		for (int x = 0; x < f->cols; x++) {
			const struct cell *c = frame_cell(f, y, x);

			if (c->width)
				str_add(&out, *c->text ? c->text : " ");
			if (*c->text)
				end = out.len;
		}
		out.len = end;
		str_add(&out, "\n");
	}
	return str_take(&out);
}
