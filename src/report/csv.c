#include "report/csv.h"

#include "base/mem.h"
#include "base/text.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* --- writing -------------------------------------------------------------------- */

static void
part(struct str *out)
{
	if (out->len && out->s[out->len - 1] != '\n')
		str_add(out, ",");
}

void
csv_text(struct str *out, const char *text)
{
	struct str clean = {0};

	part(out);
	str_clear(&clean);
	/* By the first byte as it was: cleaning makes a space of a tab. */
	if (text && *text && strchr("=+-@\t\r", *text))
		str_add(&clean, "'");
	if (text)
		text_clean(&clean, text);
	str_add(out, "\"");
	for (const char *s = clean.s; *s; s++)
		str_addn(out, *s == '"' ? "\"\"" : s, *s == '"' ? 2 : 1);
	str_add(out, "\"");
	str_fini(&clean);
}

void
csv_int(struct str *out, int64_t n)
{
	part(out);
	str_addf(out, "%" PRId64, n);
}

void
csv_end_row(struct str *out)
{
	str_add(out, "\r\n");
}

/* --- reading -------------------------------------------------------------------- */

void
csv_fini(struct csv_row *row)
{
	free(row->text);
	*row = (struct csv_row){0};
}

/* Where a cell that is being read stands in row->text. */
struct cell {
	char *to, *begin;
	const char *s, *end; /* what is left of the file */
};

static bool
put(struct cell *c, char byte)
{
	*c->to++ = byte;
	return c->to - c->begin <= CSV_CELL_MAX;
}

/* Behind its first quote: up to the one that ends it. */
static bool
read_quoted(struct cell *c, int *lines, struct err *err)
{
	for (; c->s < c->end; c->s++) {
		if (*c->s == '"') {
			if (c->s + 1 == c->end || c->s[1] != '"') {
				c->s++;
				return true;
			}
			c->s++;
		}
		*lines += *c->s == '\n';
		if (!put(c, *c->s))
			return err_set(
			    err, "a cell of more than %d bytes", CSV_CELL_MAX);
	}
	return err_set(err, "a quote that nothing closes");
}

static bool
read_plain(struct cell *c, struct err *err)
{
	for (; c->s < c->end && *c->s != ',' && *c->s != '\n'; c->s++)
		if (!put(c, *c->s))
			return err_set(
			    err, "a cell of more than %d bytes", CSV_CELL_MAX);
	if (c->to > c->begin && c->to[-1] == '\r' &&
	    (c->s == c->end || *c->s == '\n'))
		c->to--;
	return true;
}

static bool
read_cell(struct csv_row *row, struct cell *c, int *lines, struct err *err)
{
	bool quoted = c->s < c->end && *c->s == '"';

	if (row->n == CSV_CELLS_MAX)
		return err_set(err, "more than %d cells", CSV_CELLS_MAX);
	c->begin = c->to;
	c->s += quoted;
	if (quoted ? !read_quoted(c, lines, err) : !read_plain(c, err))
		return false;
	if (quoted && c->end - c->s >= 2 && c->s[0] == '\r' && c->s[1] == '\n')
		c->s++;
	if (c->s < c->end && *c->s != ',' && *c->s != '\n')
		return err_set(err, "something behind a closing quote");
	*c->to++ = '\0';
	row->cells[row->n++] = c->begin;
	return true;
}

/* Bytes of the row at s, at least: up to a newline outside of quotes. */
static size_t
row_bytes(const char *s, size_t len)
{
	bool quoted = false;
	size_t n = 0;

	for (; n < len && (quoted || s[n] != '\n'); n++)
		quoted ^= s[n] == '"';
	return n;
}

static int
read_row(struct csv_row *row, const char **text, size_t *len, struct err *err)
{
	size_t bytes = row_bytes(*text, *len);
	struct cell c = {.s = *text, .end = *text + *len};
	int lines = 1;

	/* A cell is no longer than its text, and has a NUL where that has a comma. */
	row->text = mem_resize(row->text, bytes + 2, 1);
	c.to = row->text;
	row->n = 0;
	do {
		c.s += row->n > 0;
		if (!read_cell(row, &c, &lines, err)) {
			err_add(err, "line %d", row->line);
			return -1;
		}
	} while (c.s < c.end && *c.s == ',');
	c.s += c.s < c.end;
	row->next_line = row->line + lines;
	*len = (size_t)(c.end - c.s);
	*text = c.s;
	return 1;
}

int
csv_next(struct csv_row *row, const char **text, size_t *len, struct err *err)
{
	if (row->next_line == 0)
		row->next_line = 1;
	while (*len > 0) {
		row->line = row->next_line;
		if (read_row(row, text, len, err) < 0)
			return -1;
		if (row->n > 1 || *row->cells[0])
			return 1;
	}
	return 0;
}
