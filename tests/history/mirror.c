#include "history/mirror.h"

#include "base/civil.h"
#include "base/mem.h"
#include "history/count.h"
#include "tests/folder.h"
#include "tests/test.h"

#include <string.h>

#define TODAY 20514 /* a Monday */

struct place {
	struct folder folder;
	char mirror[700];
	struct streak_rules rules;
};

static int
setup(void **state)
{
	struct place *p = mem_new(1, sizeof(*p));

	folder_make(&p->folder, "history.db");
	snprintf(
	    p->mirror, sizeof(p->mirror), "%s/config/streak.ini", p->folder.path);
	p->rules = rules_standard();
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
	assert_int_equal(a->on, b->on);
	assert_int_equal(a->current, b->current);
	assert_int_equal(a->longest, b->longest);
	assert_int_equal(a->last_day, b->last_day);
	assert_int_equal(a->done_today, b->done_today);
	assert_int_equal(a->goal, b->goal);
	assert_int_equal(a->unit, b->unit);
	assert_int_equal(a->status, b->status);
	assert_int_equal(a->tonight, b->tonight);
	assert_int_equal(a->at_risk, b->at_risk);
	assert_int_equal(a->freezes, b->freezes);
	assert_int_equal(a->weekly, b->weekly);
	assert_int_equal(a->week_done, b->week_done);
	assert_int_equal(a->rests_left, b->rests_left);
	assert_string_equal(a->marks, b->marks);
}

static bool
now(struct place *p, int32_t today, struct streak *out, struct err *err)
{
	return count_now(
	    p->mirror, p->folder.file, &p->rules, today, out, NULL, err);
}

static bool
reads(struct place *p, int32_t today, struct streak *out)
{
	return mirror_read(p->mirror, p->folder.file, &p->rules, today, out);
}

static void
the_mirror_follows(void **state)
{
	struct place *p = *state;
	const char *db = p->folder.file;
	struct streak s, m;

	/* Nothing at all: a streak of nothing, which is mirrored too. */
	assert_true(now(p, TODAY, &s, NULL));
	assert_int_equal(s.current, 0);
	assert_true(reads(p, TODAY, &m));
	assert_int_equal(m.last_day, CIVIL_NONE);

	for (int i = 5; i >= 0; i--) {
		add_session(db, TODAY - i, STATE_DONE);
		assert_false(reads(p, TODAY, &m));
		assert_true(now(p, TODAY, &s, NULL));
		assert_true(reads(p, TODAY, &m));
		same(&m, &s);
	}
	assert_int_equal(s.current, 6);
	assert_false(s.at_risk);
	/* Another day: made again. */
	assert_false(reads(p, TODAY + 1, &m));
	assert_true(now(p, TODAY + 1, &s, NULL));
	assert_int_equal(s.current, 6);
	assert_int_equal(s.freezes, 1); /* Wednesday to Sunday */
	assert_int_equal(s.tonight, STREAK_FROZEN);
	assert_true(reads(p, TODAY + 1, &m));
	/* A database that went away is seen too. */
	assert_int_equal(unlink(db), 0);
	assert_true(now(p, TODAY + 1, &s, NULL));
	assert_int_equal(s.current, 0);
}

/* Each of them alone makes it another mirror. */
static void
other_rules_are_seen(void **state)
{
	struct place *p = *state;
	const struct streak_rules was = p->rules;
	struct streak_rules other[] = {was, was, was, was, was, was, was};
	struct streak s, m;

	other[0].on = !was.on;
	other[1].goal++;
	other[2].unit = UNIT_MINUTES;
	other[3].rest = 1;
	other[4].freezes++;
	other[5].weekly = 4;
	other[6].day_start_min++;
	add_session(p->folder.file, TODAY, STATE_DONE);
	for (size_t i = 0; i < ARRAY_LEN(other); i++) {
		p->rules = was;
		assert_true(now(p, TODAY, &s, NULL));
		assert_true(reads(p, TODAY, &m));
		p->rules = other[i];
		assert_false(reads(p, TODAY, &m));
		assert_true(now(p, TODAY, &s, NULL));
		assert_true(reads(p, TODAY, &m));
		same(&m, &s);
	}
}

/* Also what is not asked now: a day that is done counts while the streak is off,
 * and what done is says the goal. */
static void
rules_that_rest_are_seen(void **state)
{
	struct place *p = *state;
	struct streak s;

	add_session(p->folder.file, TODAY, STATE_DONE);
	p->rules.on = false;
	assert_true(now(p, TODAY, &s, NULL));
	assert_int_equal(s.status, STREAK_DONE);
	p->rules.goal = 2;
	assert_false(reads(p, TODAY, &s));
	assert_true(now(p, TODAY, &s, NULL));
	assert_int_equal(s.status, STREAK_PAUSED);
}

static void
any_edit_is_noticed(void **state)
{
	struct place *p = *state;
	struct streak s, m;
	char *text;
	size_t values;

	add_session(p->folder.file, TODAY, STATE_DONE);
	assert_true(now(p, TODAY, &s, NULL));
	text = text_of(p->mirror);
	values = (size_t)(strstr(text, "[streak]") - text);
	/* Every character of it changed, one at a time: either refused, or (the
	 * case of a key) read as what it was. */
	for (size_t i = values; text[i]; i++) {
		char before = text[i];

		text[i] = before == '1' ? '2' : '1';
		put(p->mirror, text);
		if (reads(p, TODAY, &m))
			fail_msg("an edit at byte %zu was taken:\n%s", i, text);
		text[i] = before;
	}
	for (size_t i = values; text[i]; i++) { /* cut short */
		char before = text[i];

		text[i] = '\0';
		put(p->mirror, text);
		if (text[i + 1] && reads(p, TODAY, &m))
			fail_msg("cut at byte %zu it was taken", i);
		text[i] = before;
	}
	put(p->mirror, text);
	assert_true(reads(p, TODAY, &m));
	same(&m, &s);
	free(text);
	/* And mended by asking. */
	put(p->mirror, "[streak]\ncurrent = 999\n");
	assert_true(now(p, TODAY, &s, NULL));
	assert_int_equal(s.current, 1);
	assert_true(reads(p, TODAY, &m));
}

static void
a_mirror_that_cannot_be_written_is_done_without(void **state)
{
	struct place *p = *state;
	struct streak s;
	struct err err = {""};

	add_session(p->folder.file, TODAY, STATE_DONE);
	put(strcat(strcpy(p->mirror, p->folder.path), "/file"), "x");
	strcat(p->mirror, "/streak.ini"); /* below a file: no such folder */
	assert_true(now(p, TODAY, &s, &err));
	assert_int_equal(s.current, 1);
	assert_false(mirror_write(p->mirror, &s, &p->rules, "", &err));
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
	assert_false(now(p, TODAY, &s, &err));
	assert_non_null(strstr(err.text, "it is no history"));
}

int
main(void)
{
#define IN_A_FOLDER(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
	    IN_A_FOLDER(the_mirror_follows),
	    IN_A_FOLDER(other_rules_are_seen),
	    IN_A_FOLDER(rules_that_rest_are_seen),
	    IN_A_FOLDER(any_edit_is_noticed),
	    IN_A_FOLDER(a_mirror_that_cannot_be_written_is_done_without),
	    IN_A_FOLDER(a_broken_history_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
