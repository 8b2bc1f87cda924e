#include "history/count.h"

#include "base/civil.h"
#include "base/mem.h"
#include "tests/folder.h"
#include "tests/test.h"

#include <string.h>

#define MONDAY 20514 /* 2026-03-02 */

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
	snprintf(p->mirror, sizeof(p->mirror), "%s/streak.ini", p->folder.path);
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

static struct history *
must_open(const struct place *p)
{
	struct err err = {""};
	struct history *h = history_open(p->folder.file, &err);

	if (!h)
		fail_msg("%s", err.text);
	return h;
}

static void
add(const struct place *p, int32_t day, int hour, int offset_min)
{
	struct history *h = must_open(p);
	struct session_record r = {.rev = 1,
	    .day = day,
	    .started_ms = civil_utc_ms(day) + hour * INT64_C(3600000),
	    .offset_min = offset_min,
	    .state = STATE_DONE,
	    .planned_ms = 120000,
	    .active_ms = 120000};

	rng_uuid_day(day, r.id);
	strcpy(r.routine, "desk-reset-2");
	assert_true(history_add(h, &r, NULL));
	history_close(h);
}

/* The streak of a day; *changed: the rules were news. */
static struct streak
now(struct place *p, int32_t today, bool *changed)
{
	struct streak s;

	assert_true(count_now(
	    p->mirror, p->folder.file, &p->rules, today, &s, changed, NULL));
	return s;
}

static size_t
rules_kept(const struct place *p)
{
	struct history *h = must_open(p);
	struct streak_rules *rules;
	size_t n;

	assert_true(history_rules(h, &rules, &n, NULL));
	free(rules);
	history_close(h);
	return n;
}

static void
another_setting_leaves_the_past(void **state)
{
	struct place *p = *state;
	struct streak s;
	bool changed;

	for (int i = 0; i < 10; i++)
		add(p, MONDAY + i, 9, 60);
	s = now(p, MONDAY + 9, &changed);
	assert_int_equal(s.current, 10);
	assert_false(changed);
	assert_int_equal(rules_kept(p), 0);
	/* Two a day from now on: of today there is one. */
	p->rules.goal = 2;
	s = now(p, MONDAY + 9, &changed);
	assert_true(changed);
	assert_int_equal(rules_kept(p), 1);
	assert_int_equal(s.current, 9);
	assert_int_equal(s.status, STREAK_OPEN);
	assert_int_equal(s.done_today, 1);
	add(p, MONDAY + 9, 10, 60);
	s = now(p, MONDAY + 9, &changed);
	assert_false(changed);
	assert_int_equal(s.current, 10);
	/* One again, on the same day: nothing of two is left. */
	p->rules.goal = 1;
	s = now(p, MONDAY + 9, &changed);
	assert_true(changed);
	assert_int_equal(rules_kept(p), 1);
	assert_int_equal(s.current, 10);
	/* And on another day: what was is as it was. */
	p->rules.weekly = 4;
	s = now(p, MONDAY + 10, &changed);
	assert_true(changed);
	assert_int_equal(rules_kept(p), 2);
	assert_int_equal(s.current, 10);
	assert_int_equal(s.rests_left, 1 + 3);
	/* Without a mirror it is the same. */
	unlink(p->mirror);
	assert_int_equal(now(p, MONDAY + 10, &changed).current, 10);
	assert_false(changed);
}

/* A clock that was set back must not make rules hold for what is past. */
static void
a_clock_that_is_behind_keeps_no_rules(void **state)
{
	struct place *p = *state;
	bool changed;

	for (int i = 0; i < 10; i++)
		add(p, MONDAY + i, 9, 60);
	p->rules.goal = 5;
	now(p, MONDAY + 3, &changed);
	assert_false(changed);
	assert_int_equal(rules_kept(p), 0);
	p->rules.goal = 1;
	assert_int_equal(now(p, MONDAY + 9, &changed).current, 10);
}

/* And rules of a clock that was ahead hold no more when it is right. */
static void
a_clock_that_was_ahead_is_forgotten(void **state)
{
	struct place *p = *state;
	bool changed;

	add(p, MONDAY, 9, 60);
	p->rules.goal = 5;
	now(p, MONDAY + 1000, &changed);
	assert_true(changed);
	p->rules.goal = 2;
	now(p, MONDAY + 1, &changed);
	assert_true(changed);
	assert_int_equal(rules_kept(p), 1);
}

static void
without_a_history_nothing_is_written(void **state)
{
	struct place *p = *state;
	bool changed;

	p->rules.goal = 2;
	assert_int_equal(now(p, MONDAY, &changed).longest, 0);
	assert_false(changed);
	assert_int_equal(access(p->folder.file, F_OK), -1);
	/* They hold from the day on which there is one. */
	add(p, MONDAY, 9, 60);
	add(p, MONDAY, 10, 60);
	assert_int_equal(now(p, MONDAY, &changed).current, 1);
	assert_true(changed);
}

static void
pause_days(struct place *p, int32_t first, int32_t last, const char *why)
{
	struct history *h = must_open(p);
	struct pause days = {.first = first, .last = last};

	strcpy(days.why, why);
	assert_true(history_pause(h, &days, NULL));
	history_close(h);
}

/* "2-4 ill, 5-5 " of the days since MONDAY. */
static void
assert_pauses(struct place *p, const char *expected)
{
	struct history *h = must_open(p);
	struct pause *pauses;
	struct str text = {0};
	size_t n;

	assert_true(
	    history_pauses(h, MONDAY - 100, MONDAY + 500, &pauses, &n, NULL));
	str_add(&text, "");
	for (size_t i = 0; i < n; i++)
		str_addf(&text, "%s%d-%d %s", i ? ", " : "",
		    pauses[i].first - MONDAY, pauses[i].last - MONDAY,
		    pauses[i].why);
	assert_string_equal(text.s, expected);
	str_fini(&text);
	free(pauses);
	history_close(h);
}

static void
days_are_paused_and_taken_back(void **state)
{
	struct place *p = *state;
	struct history *h;
	int n;

	add(p, MONDAY, 9, 60);
	add(p, MONDAY + 9, 9, 60);
	assert_int_equal(now(p, MONDAY + 9, NULL).current, 1);
	pause_days(p, MONDAY + 1, MONDAY + 8, "ill");
	assert_int_equal(now(p, MONDAY + 9, NULL).current, 2);
	assert_pauses(p, "1-8 ill");
	pause_days(p, MONDAY + 3, MONDAY + 4, "in a train");
	pause_days(p, MONDAY + 9, MONDAY + 9, "ill");
	assert_pauses(p, "1-2 ill, 3-4 in a train, 5-8 ill, 9-9 ill");
	/* Only what is asked about. */
	h = must_open(p);
	assert_true(history_unpause(h, MONDAY + 4, MONDAY + 5, &n, NULL));
	assert_int_equal(n, 2);
	assert_true(history_unpause(h, MONDAY + 4, MONDAY + 5, &n, NULL));
	assert_int_equal(n, 0);
	history_close(h);
	assert_pauses(p, "1-2 ill, 3-3 in a train, 6-8 ill, 9-9 ill");
	assert_int_equal(now(p, MONDAY + 9, NULL).current, 1);
}

static void
zones_are_those_of_the_sessions(void **state)
{
	struct place *p = *state;
	struct history *h;
	struct day_zone *zones;
	int32_t last;
	size_t n;

	h = must_open(p);
	assert_true(history_last_day(h, &last, NULL));
	assert_int_equal(last, CIVIL_NONE);
	history_close(h);
	add(p, MONDAY, 9, 60);
	add(p, MONDAY + 2, 20, -300); /* flown west */
	add(p, MONDAY + 2, 6, 60);
	add(p, MONDAY + 2, 12, 0);
	add(p, MONDAY + 5, 6, 345);
	h = must_open(p);
	assert_true(history_zones(h, MONDAY + 1, MONDAY + 5, &zones, &n, NULL));
	assert_int_equal(n, 2);
	assert_int_equal(zones[0].day, MONDAY + 2);
	assert_int_equal(zones[0].first_min, 60);
	assert_int_equal(zones[0].last_min, -300);
	assert_int_equal(zones[1].day, MONDAY + 5);
	assert_int_equal(zones[1].first_min, 345);
	assert_int_equal(zones[1].last_min, 345);
	free(zones);
	assert_true(history_last_day(h, &last, NULL));
	assert_int_equal(last, MONDAY + 5);
	history_close(h);
}

int
main(void)
{
#define IN_A_FOLDER(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
	    IN_A_FOLDER(another_setting_leaves_the_past),
	    IN_A_FOLDER(a_clock_that_is_behind_keeps_no_rules),
	    IN_A_FOLDER(a_clock_that_was_ahead_is_forgotten),
	    IN_A_FOLDER(without_a_history_nothing_is_written),
	    IN_A_FOLDER(days_are_paused_and_taken_back),
	    IN_A_FOLDER(zones_are_those_of_the_sessions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
