#include "coach/sql.h"

#include "coach/schema.h"
#include "tests/test.h"

#include <ctype.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <string.h>

/* What a statement reads and writes, as SQLite says while it prepares it. */
struct seen {
	bool private_read, care_read, audit_changed;
	bool strange; /* something that no statement of ours does */
};

static bool
is_private(const char *table)
{
	for (const char *const *at = coach_schema_private; *at; at++)
		if (strcmp(*at, table) == 0)
			return true;
	return false;
}

static int
on_action(void *arg, int action, const char *a, const char *b, const char *database,
    const char *trigger)
{
	struct seen *seen = arg;

	(void)b;
	(void)database;
	(void)trigger;
	switch (action) {
	case SQLITE_READ:
		seen->private_read |= is_private(a);
		seen->care_read |= strcmp(a, "care") == 0;
		break;
	case SQLITE_UPDATE:
		seen->audit_changed |= strcmp(a, "audit") == 0;
		break;
	case SQLITE_SELECT:
	case SQLITE_INSERT:
	case SQLITE_DELETE:
	case SQLITE_FUNCTION:
		break;
	default:
		seen->strange = true;
	}
	return SQLITE_OK;
}

static sqlite3 *
open_tables(void)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
	for (int i = 0; i < COACH_SCHEMA_VERSION; i++)
		assert_int_equal(
		    sqlite3_exec(db, coach_schema[i], NULL, NULL, NULL), SQLITE_OK);
	return db;
}

static struct seen
look_at(sqlite3 *db, const char *text)
{
	struct seen seen = {0};
	sqlite3_stmt *q = NULL;

	sqlite3_set_authorizer(db, on_action, &seen);
	if (sqlite3_prepare_v2(db, text, -1, &q, NULL) != SQLITE_OK)
		fail_msg("%s: %s", text, sqlite3_errmsg(db));
	sqlite3_finalize(q);
	sqlite3_set_authorizer(db, NULL, NULL);
	return seen;
}

/* Every statement is one, and a coach's begins at care_now. */
static void
who_reads_what(void **state)
{
	sqlite3 *db = open_tables();
	int coaches = 0;

	(void)state;
	for (int i = 0; i < SQL_COUNT; i++) {
		const struct sql_row *row = &sql_table[i];
		struct seen seen;

		assert_non_null(row->text);
		seen = look_at(db, row->text);
		if (seen.strange || seen.audit_changed)
			fail_msg("%s does what none of ours does", row->name);
		/* Before it is known who looks, nothing of a client is read. */
		if (row->class == SQL_SIGN && seen.private_read)
			fail_msg("%s reads of clients", row->name);
		if (row->class != SQL_COACH)
			continue;
		assert_non_null(strstr(row->text, "FROM care_now k JOIN client c"));
		assert_non_null(strstr(row->text, "k.coach_no = ?1"));
		coaches++;
		if (seen.private_read && !seen.care_read)
			fail_msg("%s reads of clients past care_now", row->name);
	}
	assert_true(coaches >= 7);
	sqlite3_close(db);
}

/* And the look itself sees what it is to see. */
static void
what_would_be_found(void **state)
{
	sqlite3 *db = open_tables();
	struct seen seen;

	(void)state;
	seen = look_at(db, "SELECT items FROM rx_version WHERE rx_id = ?1");
	assert_true(seen.private_read && !seen.care_read);
	seen = look_at(db, "SELECT note FROM session WHERE client_no = ?1");
	assert_true(seen.private_read && !seen.care_read);
	seen = look_at(db, sql_table[DO_ROSTER].text);
	assert_true(seen.private_read && seen.care_read);
	seen = look_at(db, "UPDATE audit SET detail = ''");
	assert_true(seen.audit_changed);
	seen = look_at(db, "DROP TABLE rate");
	assert_true(seen.strange);
	sqlite3_close(db);
}

/* Names are those of the enum's rows, each once, and every table is in the list
 * that dump and check use. */
static void
the_tables(void **state)
{
	sqlite3 *db = open_tables();
	sqlite3_stmt *q;
	int n = 0, known = 0;

	(void)state;
	for (int i = 0; i < SQL_COUNT; i++)
		for (int j = 0; j < i; j++)
			assert_string_not_equal(
			    sql_table[i].name, sql_table[j].name);
	sqlite3_prepare_v2(db,
	    "SELECT name FROM sqlite_schema WHERE type = 'table'", -1, &q, NULL);
	while (sqlite3_step(q) == SQLITE_ROW) {
		const char *name = (const char *)sqlite3_column_text(q, 0);

		n++;
		for (const struct schema_table *t = coach_schema_tables; t->name;
		     t++)
			known += strcmp(t->name, name) == 0;
	}
	sqlite3_finalize(q);
	assert_int_equal(n, 18);
	assert_int_equal(known, n);
	sqlite3_close(db);
}

/* Nothing of them is SQLite's alone. */
static void
nothing_of_one_database(void **state)
{
	static const char *const words[] = {"AUTOINCREMENT", "OR REPLACE",
	    "OR IGNORE", "WITHOUT ROWID", "STRICT", "IFNULL", "strftime",
	    "datetime(", "GLOB", "rowid", "last_insert", "PRAGMA", "json_",
	    "printf(", "INTEGER PRIMARY"};

	(void)state;
	for (size_t w = 0; w < sizeof(words) / sizeof(words[0]); w++) {
		for (int i = 0; i < SQL_COUNT; i++)
			if (strcasestr(sql_table[i].text, words[w]))
				fail_msg("%s: %s", sql_table[i].name, words[w]);
		for (int i = 0; i < COACH_SCHEMA_VERSION; i++)
			if (strcasestr(coach_schema[i], words[w]))
				fail_msg("schema: %s", words[w]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(who_reads_what),
	    cmocka_unit_test(what_would_be_found),
	    cmocka_unit_test(the_tables),
	    cmocka_unit_test(nothing_of_one_database),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
