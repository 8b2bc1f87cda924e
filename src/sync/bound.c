#include "sync/bound.h"

#include "history/store.h"

#include <sqlite3.h>

static const char doing[] = "what there is to tell cannot be kept";

struct bound
bound_ask(struct history *h, const char *sql, struct err *err)
{
	return (struct bound){h, store_prepare(h, sql, doing, err), 0};
}

void
bound_add_text(struct bound *b, const char *s)
{
	if (b->q)
		store_bind_text(b->q, ++b->at, s);
}

void
bound_add_number(struct bound *b, int64_t n)
{
	if (b->q)
		sqlite3_bind_int64(b->q, ++b->at, n);
}

bool
bound_run_alone(struct history *h, struct bound *b, struct err *err)
{
	bool begun = b->q && store_start(h, doing, err);
	bool ok = begun && store_step(h, b->q, doing, err);

	bound_close(b);
	return begun && store_finish(h, ok, doing, err);
}

bool
bound_next(struct history *h, struct bound *b, bool *ok, struct err *err)
{
	int got = b->q ? sqlite3_step(b->q) : SQLITE_ERROR;

	*ok = got == SQLITE_ROW || got == SQLITE_DONE;
	if (!*ok && b->q)
		store_fail(h, err, doing);
	return got == SQLITE_ROW;
}

int64_t
bound_number(const struct bound *b, int column)
{
	return sqlite3_column_int64(b->q, column);
}

const char *
bound_text(const struct bound *b, int column)
{
	return (const char *)sqlite3_column_text(b->q, column);
}

void
bound_copy(const struct bound *b, int column, char *to, size_t size)
{
	store_copy_text(to, size, b->q, column);
}

void
bound_close(struct bound *b)
{
	store_done(b->h, b->q);
	b->q = NULL;
}
