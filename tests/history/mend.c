#include "history/mend.h"

#include "tests/history/made.h"

static void
add_some(const char *path)
{
	struct history *h = must_open(path);

	for (int i = 0; i < 20; i++) {
		struct session_record r = record(DAY + i / 4, 1000 * i);

		for (int step = 0; step < i % STEPS; step++)
			hold(&r, step, 20000);
		session_record_sum(&r);
		assert_true(history_add(h, &r, NULL));
		session_record_fini(&r);
	}
	history_close(h);
}

/* Past SQLite's own guard of its schema. */
static void
damage(const char *path, const char *sql)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(
	    sqlite3_exec(db, "PRAGMA writable_schema = ON", NULL, NULL, NULL),
	    SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

/* An index whose rows are gone: emptied behind SQLite's back by way of a partial
 * one, whose condition is then taken away. */
static const char empty_index[] =
    "DROP INDEX session_newest;"
    "CREATE INDEX session_newest ON session (day, started_ms) WHERE day < 0;"
    "UPDATE sqlite_schema SET sql = "
    "'CREATE INDEX session_newest ON session (day, started_ms)' "
    "WHERE name = 'session_newest'";

static void
what_follows_is_mended(void **state)
{
	static const struct {
		const char *sql, *remark;
		bool indexes;
		int days;
	} rows[] = {
	    {"", "all is well", false, 0},
	    {"UPDATE day SET done = 7 WHERE day = 20514", "a sum", false, 1},
	    {"DELETE FROM day", "all sums of days", false, 5},
	    {"DELETE FROM dose WHERE day = 20515", "the doses of a day", false, 1},
	    {"INSERT INTO day (day, sessions, done, active_ms) "
	     "VALUES (1, 1, 1, 1)",
		"a day that has none", false, 1},
	    {empty_index, "an index without rows", true, 0},
	};
	struct folder *f = *state;

	add_some(f->file);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct history *h;
		struct mended m;

		damage(f->file, rows[i].sql);
		h = must_open(f->file);
		for (int again = 0; again < 2; again++) {
			struct err err = {""};

			if (!history_mend(h, &m, &err))
				fail_msg("%s: %s", rows[i].remark, err.text);
			if (m.indexes != (rows[i].indexes && !again) ||
			    m.days != (again ? 0 : rows[i].days))
				fail_msg("%s: indexes %d, days %d", rows[i].remark,
				    m.indexes, m.days);
			assert_int_equal(m.sessions, 20);
			assert_int_equal(m.stray, 0);
			assert_int_equal(m.displaced, 0);
		}
		history_close(h);
		assert_sound(f->file);
	}
}

static void
what_was_done_is_named_and_left(void **state)
{
	struct folder *f = *state;
	struct history *h;
	struct mended m;

	add_some(f->file);
	damage(f->file, "DROP TRIGGER session_moved;"
			"UPDATE session SET day = day + 1 WHERE no = 3;"
			"INSERT INTO rating VALUES (999, 1, 2, 3)");
	h = must_open(f->file);
	assert_true(history_mend(h, &m, NULL));
	assert_int_equal(m.displaced, 1);
	assert_int_equal(m.stray, 1);
	assert_int_equal(
	    number(f->file, "SELECT day FROM session WHERE no = 3"), DAY + 1);
	history_close(h);
}

/* A page of a table that is nothing: not to be mended, and not to be touched. */
static void
a_damaged_table_is_left(void **state)
{
	struct folder *f = *state;
	struct err err = {""};
	struct history *h;
	struct mended m;
	int64_t page, size;
	FILE *file;
	char nothing[64];

	add_some(f->file);
	page = number(f->file, "SELECT rootpage FROM sqlite_schema "
			       "WHERE name = 'step'");
	size = number(f->file, "PRAGMA page_size");
	file = fopen(f->file, "r+b");
	assert_non_null(file);
	memset(nothing, 0x55, sizeof(nothing));
	assert_int_equal(fseek(file, (long)((page - 1) * size), SEEK_SET), 0);
	assert_int_equal(fwrite(nothing, 1, sizeof(nothing), file), 64);
	assert_int_equal(fclose(file), 0);
	h = must_open(f->file);
	assert_false(history_mend(h, &m, &err));
	assert_non_null(strstr(err.text, "damaged"));
	history_close(h);
}

static void
a_locked_one_is_said(void **state)
{
	struct folder *f = *state;
	struct err err = {""};
	struct history *h;
	struct mended m;
	sqlite3 *other;

	add_some(f->file);
	h = must_open(f->file);
	assert_int_equal(sqlite3_open(f->file, &other), SQLITE_OK);
	assert_int_equal(
	    sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	assert_false(history_mend(h, &m, &err));
	assert_non_null(strstr(err.text, "another program keeps it locked"));
	sqlite3_close(other);
	assert_true(history_mend(h, &m, &err));
	history_close(h);
}

int
main(void)
{
#define IN_A_FOLDER(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
	    IN_A_FOLDER(what_follows_is_mended),
	    IN_A_FOLDER(what_was_done_is_named_and_left),
	    IN_A_FOLDER(a_damaged_table_is_left),
	    IN_A_FOLDER(a_locked_one_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
