#include "history/mend.h"

#include "history/store.h"

#include <sqlite3.h>
#include <string.h>

static const char doing[] = "cannot be mended";

/* How many faults are looked at to tell whether all are of indexes: SQLite's own
 * limit where it is given none. */
#define FAULTS "100"

/* Faults that making an index again can take away; the others are of tables. */
static bool
is_of_an_index(const char *fault)
{
	return strstr(fault, "missing from index") ||
	       strstr(fault, "# of entries in index") ||
	       strstr(fault, "non-unique entry in index");
}

/* True when all faults are of indexes; *any: whether there are some. */
static bool
only_indexes(struct history *h, bool *any, struct err *err)
{
	sqlite3_stmt *q = store_prepare(
	    h, "PRAGMA integrity_check(" FAULTS ")", "cannot be checked", err);
	char fault[200];
	bool ok = q != NULL;
	int got = SQLITE_DONE;

	*any = false;
	while (ok && (got = sqlite3_step(q)) == SQLITE_ROW) {
		store_copy_text(fault, sizeof(fault), q, 0);
		if (strcmp(fault, "ok") == 0)
			continue;
		*any = true;
		ok = is_of_an_index(fault) ||
		     err_set(err, "%s: it is damaged: %s", h->path, fault);
	}
	if (ok && got != SQLITE_DONE)
		ok = store_fail(h, err, "cannot be checked");
	sqlite3_finalize(q);
	return ok;
}

static bool
mend_indexes(struct history *h, bool *wrong, struct err *err)
{
	bool still;

	if (!only_indexes(h, wrong, err))
		return false;
	return !*wrong ||
	       (store_run(h, "REINDEX", doing, err) &&
		   only_indexes(h, &still, err) &&
		   (!still ||
		       err_set(err, "%s: its indexes cannot be mended", h->path)));
}

static bool
count_displaced(struct history *h, int64_t *n, struct err *err)
{
	sqlite3_stmt *q =
	    store_prepare(h, "SELECT id, day FROM session", doing, err);
	char id[UUID_LEN];
	int got = SQLITE_ERROR;

	*n = 0;
	while (q && (got = sqlite3_step(q)) == SQLITE_ROW) {
		store_copy_text(id, sizeof(id), q, 0);
		*n += rng_uuid_to_day(id) != sqlite3_column_int(q, 1);
	}
	sqlite3_finalize(q);
	return q && (got == SQLITE_DONE || store_fail(h, err, doing));
}

static bool
mend(struct history *h, struct mended *m, struct err *err)
{
	return mend_indexes(h, &m->indexes, err) &&
	       history_sum_again(h, &m->days, err) &&
	       store_ask(
		   h, "SELECT count(*) FROM session", &m->sessions, doing, err) &&
	       store_ask(h, "SELECT count(*) FROM pragma_foreign_key_check",
		   &m->stray, doing, err) &&
	       count_displaced(h, &m->displaced, err);
}

bool
history_mend(struct history *h, struct mended *m, struct err *err)
{
	bool ok;

	*m = (struct mended){.days = 0};
	if (!history_together(h, err))
		return false;
	ok = mend(h, m, err);
	return history_together_end(h, ok, ok ? err : NULL) && ok;
}
