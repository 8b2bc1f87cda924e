#include "report/foreign.h"

#include "base/civil.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/text.h"
#include "report/csv.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- days ------------------------------------------------------------------------ */

static int
by_day(const void *a, const void *b)
{
	int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;

	return (x > y) - (x < y);
}

/* Oldest first, each once. */
static void
tidy(struct foreign_days *d)
{
	size_t n = 0;

	if (d->n == 0)
		return;
	qsort(d->days, d->n, sizeof(*d->days), by_day);
	for (size_t i = 0; i < d->n; i++)
		if (i == 0 || d->days[i] != d->days[i - 1])
			d->days[n++] = d->days[i];
	d->n = n;
}

static bool
add_day(struct foreign_days *d, const char *text, int32_t today, int line,
    struct err *err)
{
	int32_t day;

	if (!civil_parse(text, &day))
		return err_set(
		    err, "line %d: a day such as 2026-03-02 is expected", line);
	if (day > today)
		return err_set(err, "line %d: %s has not been yet", line, text);
	if (d->n == FOREIGN_DAYS_MAX)
		return err_set(err, "more than %d days", FOREIGN_DAYS_MAX);
	if (d->n % 256 == 0)
		d->days = mem_resize(d->days, d->n + 256, sizeof(*d->days));
	d->days[d->n++] = day;
	return true;
}

static bool
give(struct foreign_days *d, bool ok)
{
	if (ok) {
		tidy(d);
		return true;
	}
	free(d->days);
	*d = (struct foreign_days){0};
	return false;
}

/* --- a plain list ------------------------------------------------------------------ */

/* The line at text, without blanks at its ends, if it fits. */
static bool
take_line(const char *text, size_t len, char *buf, size_t size)
{
	while (len > 0 && strchr(" \t\r", text[len - 1]))
		len--;
	while (len > 0 && strchr(" \t", *text)) {
		text++;
		len--;
	}
	if (len >= size || memchr(text, '\0', len))
		return false;
	memcpy(buf, text, len);
	buf[len] = '\0';
	return true;
}

bool
foreign_list(const char *text, size_t len, int32_t today, struct foreign_days *out,
    struct err *err)
{
	bool ok = true;

	*out = (struct foreign_days){0};
	for (int line = 1; ok && len > 0; line++) {
		const char *newline = memchr(text, '\n', len);
		size_t n = newline ? (size_t)(newline - text) : len;
		char day[32] = "";

		if (*text != '#' && (!take_line(text, n, day, sizeof(day)) || *day))
			ok = add_day(out, day, today, line, err);
		n += newline != NULL;
		text += n;
		len -= n;
	}
	return give(out, ok);
}

/* --- Loop Habit Tracker -------------------------------------------------------------- */

/* A mark by hand, as a number of older releases or a word of newer ones; what is
 * counted in units is in thousandths, so above every mark. */
static bool
is_done(const char *value)
{
	long long n;

	return strcmp(value, "YES_MANUAL") == 0 ||
	       (str_int(value, 0, INT32_MAX, &n) && (n == 2 || n > 3));
}

/* A row of names ends in a comma, so its last cell is empty. */
static size_t
n_habits(const struct csv_row *head)
{
	size_t n = head->n - 1;

	return n > 1 && !*head->cells[n] ? n - 1 : n;
}

static bool
which_habit(const struct csv_row *head, const char *what, struct err *err)
{
	struct str names = {0}, clean = {0};

	for (size_t i = 1; i <= n_habits(head) && i <= 10; i++)
		str_addf(&names, "%s%.40s", i > 1 ? ", " : "", head->cells[i]);
	text_clean(&clean, names.s ? names.s : "");
	err_set(err, "%s; it has: %s", what, clean.len ? clean.s : "none");
	str_fini(&names);
	str_fini(&clean);
	return false;
}

/* The column of the habit; 0 and err when it cannot be told. */
static size_t
column_of(const struct csv_row *head, const char *habit, struct err *err)
{
	bool one = strcmp(head->cells[head->n > 1], "Value") == 0;

	if (one || (!habit && n_habits(head) == 1))
		return 1;
	if (!habit) {
		which_habit(head, "which habit? --habit NAME", err);
		return 0;
	}
	for (size_t i = 1; i < head->n; i++)
		if (strcmp(head->cells[i], habit) == 0)
			return i;
	which_habit(head, "there is no such habit", err);
	return 0;
}

static bool
add_row(struct foreign_days *d, const struct csv_row *row, size_t column,
    int32_t today, struct err *err)
{
	if (column >= row->n)
		return err_set(err, "line %d: it has %zu cells", row->line, row->n);
	return !is_done(row->cells[column]) ||
	       add_day(d, row->cells[0], today, row->line, err);
}

bool
foreign_loop(const char *text, size_t len, const char *habit, int32_t today,
    struct foreign_days *out, struct err *err)
{
	struct csv_row *row = mem_new(1, sizeof(*row));
	size_t column = 1; /* where there is no head: a release of long ago */
	int got = csv_next(row, &text, &len, err);
	bool ok = got >= 0;

	*out = (struct foreign_days){0};
	if (got > 0 && strcmp(row->cells[0], "Date") == 0) {
		column = column_of(row, habit, err);
		ok = column > 0;
		if (ok)
			got = csv_next(row, &text, &len, err);
	}
	for (; ok && got > 0; got = csv_next(row, &text, &len, err)) {
		ok = add_row(out, row, column, today, err);
		if (!ok)
			break;
	}
	csv_fini(row);
	free(row);
	return give(out, ok && got >= 0);
}

/* --- sessions -------------------------------------------------------------------------- */

/* FNV-1a. */
static uint64_t
hash(uint64_t h, const char *s)
{
	do
		h = (h ^ (unsigned char)*s) * UINT64_C(0x100000001b3);
	while (*s++);
	return h;
}

/* As rng_uuid_day makes them, of what is known in the place of chance. */
static void
make_id(int32_t day, const char *routine, const char *from, char *id)
{
	uint64_t ms = (uint64_t)civil_utc_ms(day);
	uint64_t a = hash(hash(UINT64_C(0xcbf29ce484222325), from), routine),
		 b = hash(hash(UINT64_C(0x9e3779b97f4a7c15), routine), from);

	snprintf(id, UUID_LEN, "%08" PRIx32 "-%04x-7%03x-%04x-%012" PRIx64,
	    (uint32_t)(ms >> 16), (unsigned)(ms & 0xffff), (unsigned)(a & 0xfff),
	    0x8000u | (unsigned)(a >> 16 & 0x3fff), b & UINT64_C(0xffffffffffff));
}

void
foreign_session(int32_t day, const char *routine, const char *from, int64_t ms,
    int offset_min, struct session_record *out)
{
	*out = (struct session_record){.rev = 1,
	    .day = day,
	    .started_ms =
		civil_utc_ms(day) + (INT64_C(12) * 60 - offset_min) * 60000,
	    .offset_min = offset_min,
	    .state = STATE_DONE,
	    .origin = ORIGIN_FOREIGN,
	    .planned_ms = ms,
	    .active_ms = ms};
	snprintf(out->routine, sizeof(out->routine), "%s", routine);
	make_id(day, routine, from, out->id);
}
