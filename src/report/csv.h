/*
 * CSV by RFC 4180: commas, quotes where they are needed, CRLF.  Written so that
 * no cell is run by a spreadsheet, and read with a limit for everything.
 */
#ifndef REPORT_CSV_H
#define REPORT_CSV_H

#include "base/err.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * Appends a cell; a comma comes before it unless it is the first of its row.
 * Text is cleaned, and where it begins with = + - @ tab or CR, which spreadsheets
 * take for a formula, an apostrophe comes first.  NULL is an empty cell.
 * Numbers are not below 0.
 */
void csv_text(struct str *out, const char *text);
void csv_int(struct str *out, int64_t n);
void csv_end_row(struct str *out);

#define CSV_CELLS_MAX 4096 /* of a row: Loop has one a habit */
#define CSV_CELL_MAX  4096 /* bytes */

struct csv_row {
	char *cells[CSV_CELLS_MAX];
	size_t n;
	char *text; /* holds them */
	int line;   /* where it begins, from 1 */
	int next_line;
};

/*
 * Takes the next row off *text (len is what is left), which is moved on; its
 * cells live until the next call.  LF and CRLF end a row; a last row need not
 * end.  1: a row; 0: there is none; -1 and err: it cannot be read.  Start with
 * {0}.  Lines with nothing in them are passed over.
 */
int csv_next(struct csv_row *row, const char **text, size_t *len, struct err *err);
void csv_fini(struct csv_row *row);

#endif
