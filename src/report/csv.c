#include "report/csv.h"

#include "base/text.h"

#include <inttypes.h>
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
	str_fini(&row->text);
	row->n = 0;
}

/* What is left of the file. */
struct rest {
	const char *s, *end;
};

/* A byte more of the cell that is read. */
static bool
put(struct csv_row *row, char byte, struct err *err)
{
	if (row->text.len - row->at[row->n] == CSV_CELL_MAX)
		return err_set(err, "a cell of more than %d bytes", CSV_CELL_MAX);
	str_addn(&row->text, &byte, 1);
	return true;
}

/* Behind its first quote: up to the one that ends it. */
static bool
read_quoted(struct csv_row *row, struct rest *r, struct err *err)
{
	for (; r->s < r->end; r->s++) {
		if (*r->s == '"' && (r->s + 1 == r->end || r->s[1] != '"')) {
			r->s++;
			return true;
		}
		r->s += *r->s == '"';
		row->next_line += *r->s == '\n';
		if (!put(row, *r->s, err))
			return false;
	}
	return err_set(err, "a quote that nothing closes");
}

/* A CR before the end of the row belongs to that. */
static bool
is_end(const struct rest *r)
{
	return r->s == r->end || *r->s == ',' || *r->s == '\n' ||
	       (*r->s == '\r' && (r->s + 1 == r->end || r->s[1] == '\n'));
}

static bool
read_plain(struct csv_row *row, struct rest *r, struct err *err)
{
	for (; !is_end(r); r->s++)
		if (!put(row, *r->s, err))
			return false;
	return true;
}

static bool
read_cell(struct csv_row *row, struct rest *r, struct err *err)
{
	bool quoted = r->s < r->end && *r->s == '"';

	if (row->n == CSV_CELLS_MAX)
		return err_set(err, "more than %d cells", CSV_CELLS_MAX);
	row->at[row->n] = row->text.len;
	r->s += quoted;
	if (!(quoted ? read_quoted : read_plain)(row, r, err))
		return false;
	if (!is_end(r))
		return err_set(err, "something behind a closing quote");
	row->n++;
	str_addn(&row->text, "", 1);
	return true;
}

static bool
read_row(struct csv_row *row, struct rest *r, struct err *err)
{
	row->n = 0;
	row->line = row->next_line;
	str_clear(&row->text);
	do {
		r->s += row->n > 0; /* a comma */
		if (!read_cell(row, r, err))
			return err_add(err, "line %d", row->line);
	} while (r->s < r->end && *r->s == ',');
	r->s += r->s < r->end && *r->s == '\r';
	r->s += r->s < r->end && *r->s == '\n';
	row->next_line++;
	for (size_t i = 0; i < row->n; i++)
		row->cells[i] = row->text.s + row->at[i];
	return true;
}

int
csv_next(struct csv_row *row, const char **text, size_t *len, struct err *err)
{
	struct rest r = {*text, *text + *len};
	int got = 0;

	row->next_line += row->next_line == 0;
	while (got == 0 && r.s < r.end) {
		if (!read_row(row, &r, err))
			got = -1;
		else if (row->n > 1 || *row->cells[0])
			got = 1;
	}
	*text = r.s;
	*len = (size_t)(r.end - r.s);
	return got;
}
