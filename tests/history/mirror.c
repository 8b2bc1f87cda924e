#include "history/mirror.h"

#include "base/civil.h"
#include "base/mem.h"
#include "history/count.h"
#include "tests/folder.h"
#include "tests/test.h"

#include <string.h>

#define TODAY 20514

/* The rules of the defaults. */
static struct streak_rules
plain(void)
{
	return rules_standard();
}

struct place {
	struct folder folder;
	char mirror[700];
};

static int
setup(void **state)
{
	struct place *p = mem_new(1, sizeof(*p));

	folder_make(&p->folder, "history.db");
	snprintf(
	    p->mirror, sizeof(p->mirror), "%s/config/streak.ini", p->folder.path);
	*state = p;
	return 0;
}

static int
teardown(void **state)
{
	folder_remove(&((struct place *)*state)->folder);
	free(*state);
	return 0;
}

static void
add_session(const char *path, int32_t day, enum session_state state)
{
	struct history *h = history_open(path, NULL);
	struct session_record r = {.rev = 1,
	    .day = day,
	    .started_ms = civil_utc_ms(day),
	    .routine = "r",
	    .planned_ms = 1000,
	    .active_ms = 1000};

	assert_non_null(h);
	rng_uuid_day(day, r.id);
	assert_true(history_begin(h, &r, NULL));
	r.state = state;
	assert_true(history_end(h, &r, NULL));
	history_close(h);
}

static char *
text_of(const char *path)
{
	char *text = mem_new(4096, 1);
	FILE *in = fopen(path, "r");

	assert_non_null(in);
	assert_true(fread(text, 1, 4095, in) > 0);
	fclose(in);
	return text;
}

static void
put(const char *path, const char *text)
{
	FILE *out = fopen(path, "w");

	assert_non_null(out);
	fputs(text, out);
	fclose(out);
}

static void
same(const struct streak *a, const struct streak *b)
{
	assert_int_equal(a->today, b->today);
	assert_int_equal(a->current, b->current);
	assert_int_equal(a->longest, b->longest);
	assert_int_equal(a->last_day, b->last_day);
	assert_int_equal(a->done_today, b->done_today);
	assert_int_equal(a->goal, b->goal);
	assert_int_equal(a->at_risk, b->at_risk);
	assert_int_equal(a->on, b->on);
	assert_int_equal(a->unit, b->unit);
	assert_int_equal(a->status, b->status);
	assert_int_equal(a->tonight, b->tonight);
	assert_int_equal(a->freezes, b->freezes);
	assert_int_equal(a->weekly, b->weekly);
	assert_int_equal(a->week_done, b->week_done);
	assert_int_equal(a->rests_left, b->rests_left);
	assert_string_equal(a->marks, b->marks);
}

static bool
now(const char *mirror, const char *db, int32_t today, struct streak *out,
    struct err *err)
{
	struct streak_rules rules = plain();

	return count_now(mirror, db, &rules, today, out, NULL, err);
}

static bool
read_back(const char *mirror, const char *db, int32_t today, struct streak *out)
{
	struct streak_rules rules = plain();

	return mirror_read(mirror, db, &rules, today, out);
}

static void
the_mirror_follows(void **state)
{
	struct place *p = *state;
	const char *db = p->folder.file;
	struct streak s, m;

	/* Nothing at all: a streak of nothing, which is mirrored too. */
	assert_true(now(p->mirror, db, TODAY, &s, NULL));
	assert_int_equal(s.current, 0);
	assert_true(read_back(p->mirror, db, TODAY, &m));
	assert_int_equal(m.last_day, CIVIL_NONE);

	for (int i = 3; i >= 0; i--) {
		add_session(db, TODAY - i, STATE_DONE);
		assert_false(read_back(p->mirror, db, TODAY, &m));
		assert_true(now(p->mirror, db, TODAY, &s, NULL));
		assert_true(read_back(p->mirror, db, TODAY, &m));
		same(&m, &s);
	}
	assert_int_equal(s.current, 4);
	assert_false(s.at_risk);
	/* Another day: made again. */
	assert_false(read_back(p->mirror, db, TODAY + 1, &m));
	assert_true(now(p->mirror, db, TODAY + 1, &s, NULL));
	assert_int_equal(s.current, 4);
	assert_true(s.at_risk);
	assert_true(read_back(p->mirror, db, TODAY + 1, &m));
	/* A database that went away is seen too. */
	assert_int_equal(unlink(db), 0);
	assert_true(now(p->mirror, db, TODAY + 1, &s, NULL));
	assert_int_equal(s.current, 0);
}

static void
any_edit_is_noticed(void **state)
{
	struct place *p = *state;
	struct streak s, m;
	char *text;
	size_t values;

	add_session(p->folder.file, TODAY, STATE_DONE);
	assert_true(now(p->mirror, p->folder.file, TODAY, &s, NULL));
	text = text_of(p->mirror);
	values = (size_t)(strstr(text, "[streak]") - text);
	/* Every character of it changed, one at a time: either refused, or (the
	 * case of a key) read as what it was. */
	for (size_t i = values; text[i]; i++) {
		char before = text[i];

		text[i] = before == '1' ? '2' : '1';
		put(p->mirror, text);
		if (read_back(p->mirror, p->folder.file, TODAY, &m))
			fail_msg("an edit at byte %zu was taken:\n%s", i, text);
		text[i] = before;
	}
	for (size_t i = values; text[i]; i++) { /* cut short */
		char before = text[i];

		text[i] = '\0';
		put(p->mirror, text);
		if (text[i + 1] || before != '\n')
			assert_false(
			    read_back(p->mirror, p->folder.file, TODAY, &m) &&
			    text[i]);
		text[i] = before;
	}
	put(p->mirror, text);
	assert_true(read_back(p->mirror, p->folder.file, TODAY, &m));
	same(&m, &s);
	free(text);
	/* And mended by asking. */
	put(p->mirror, "[streak]\ncurrent = 999\n");
	assert_true(now(p->mirror, p->folder.file, TODAY, &s, NULL));
	assert_int_equal(s.current, 1);
	assert_true(read_back(p->mirror, p->folder.file, TODAY, &m));
}

static void
a_mirror_that_cannot_be_written_is_done_without(void **state)
{
	struct place *p = *state;
	struct streak_rules rules = plain();
	struct streak s;
	struct err err = {""};

	add_session(p->folder.file, TODAY, STATE_DONE);
	put(strcat(strcpy(p->mirror, p->folder.path), "/file"), "x");
	strcat(p->mirror, "/streak.ini"); /* below a file: no such folder */
	assert_true(now(p->mirror, p->folder.file, TODAY, &s, &err));
	assert_int_equal(s.current, 1);
	assert_false(mirror_write(p->mirror, &s, &rules, "seen", &err));
	assert_true(err.text[0] != '\0');
}

static void
a_broken_history_is_said(void **state)
{
	struct place *p = *state;
	struct streak s;
	struct err err = {""};

	put(p->folder.file,
	    "no database, but long enough to be read as one: .........."
	    "..............................................");
	assert_false(now(p->mirror, p->folder.file, TODAY, &s, &err));
	assert_non_null(strstr(err.text, "it is no history"));
}

/* Other settings hold from the day on which they are first seen, are kept there,
 * and leave the days before as they were. */
static void
other_rules_are_kept_with_their_day(void **state)
{
	struct place *p = *state;
	const char *db = p->folder.file;
	struct streak_rules rules = plain(), *kept;
	struct history *h;
	struct streak s;
	bool changed;
	size_t n;

	for (int i = 3; i >= 0; i--)
		add_session(db, TODAY - i, STATE_DONE);
	assert_true(count_now(p->mirror, db, &rules, TODAY, &s, &changed, NULL));
	assert_false(changed);
	assert_int_equal(s.current, 4);
	rules.goal = 2;
	assert_true(count_now(p->mirror, db, &rules, TODAY, &s, &changed, NULL));
	assert_true(changed);
	assert_int_equal(s.current, 3); /* today asks for two, the past does not */
	assert_int_equal(s.status, STREAK_OPEN);
	assert_true(count_now(p->mirror, db, &rules, TODAY, &s, &changed, NULL));
	assert_false(changed);
	assert_true(
	    count_now(p->mirror, db, &rules, TODAY + 1, &s, &changed, NULL));
	assert_false(changed);
	assert_int_equal(s.current, 0);
	assert_int_equal(s.longest, 3);
	rules.goal = 1; /* on a clock that is wrong: seen, and not kept */
	assert_true(
	    count_now(p->mirror, db, &rules, TODAY - 2, &s, &changed, NULL));
	assert_false(changed);
	h = history_open_read(db, NULL);
	assert_true(history_rules(h, &kept, &n, NULL));
	assert_int_equal(n, 1);
	assert_int_equal(kept[0].from, TODAY);
	assert_int_equal(kept[0].goal, 2);
	free(kept);
	history_close(h);
}

static void
pauses_are_kept_and_taken_back(void **state)
{
	struct place *p = *state;
	struct history *h = history_open(p->folder.file, NULL);
	struct pause ten = {TODAY, TODAY + 9, "travel"}, *all;
	struct err err = {""};
	size_t n;
	int cut;

	assert_true(history_pause(h, &ten, NULL));
	ten.first = ten.last = TODAY + 9;
	assert_false(history_pause(h, &ten, &err));
	assert_non_null(strstr(err.text, "paused already from 2026"));
	assert_true(history_unpause(h, TODAY + 3, TODAY + 4, &cut, NULL));
	assert_int_equal(cut, 1);
	assert_true(history_pauses(h, INT32_MIN, INT32_MAX, &all, &n, NULL));
	assert_int_equal(n, 2);
	assert_int_equal(all[0].last, TODAY + 2);
	assert_int_equal(all[1].first, TODAY + 5);
	assert_int_equal(all[1].last, TODAY + 9);
	assert_string_equal(all[1].why, "travel");
	free(all);
	assert_true(history_unpause(h, TODAY - 5, TODAY + 50, &cut, NULL));
	assert_int_equal(cut, 2);
	assert_true(history_unpause(h, TODAY, TODAY, &cut, NULL));
	assert_int_equal(cut, 0);
	history_close(h);
}

int
main(void)
{
#define IN_A_FOLDER(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
	    IN_A_FOLDER(the_mirror_follows),
	    IN_A_FOLDER(any_edit_is_noticed),
	    IN_A_FOLDER(a_mirror_that_cannot_be_written_is_done_without),
	    IN_A_FOLDER(a_broken_history_is_said),
	    IN_A_FOLDER(other_rules_are_kept_with_their_day),
	    IN_A_FOLDER(pauses_are_kept_and_taken_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
