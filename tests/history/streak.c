#include "history/streak.h"

#include "base/civil.h"
#include "base/mem.h"
#include "tests/dice.h"
#include "tests/test.h"

#include <string.h>

#define TODAY 20514 /* 2026-03-02, a Monday */

#define SAT_SUN (1u << 5 | 1u << 6)

/* A log in letters, the last one being today: d a done day, p a day with a
 * session that was not done, . none. */
static size_t
days_of(const char *log, struct day_total *days)
{
	size_t n = 0, len = strlen(log);

	for (size_t i = 0; i < len; i++)
		if (log[i] != '.')
			days[n++] = (struct day_total){
			    .day = TODAY - (int32_t)(len - 1 - i),
			    .done = log[i] == 'd',
			    .active_ms = 60000,
			    .sessions = 1};
	return n;
}

static struct streak_rules
rules(int freezes, unsigned rest, int weekly)
{
	return (struct streak_rules){.from = INT32_MIN,
	    .on = true,
	    .goal = 1,
	    .rest = rest,
	    .freezes = freezes,
	    .weekly = weekly};
}

struct row {
	const char *log;
	const char *marks; /* what each of its days is */
	int current, longest, freezes;
	bool at_risk;
	const char *remark;
};

static void
check(const struct row *row, const struct streak_rules *rules,
    const struct pause *pause)
{
	struct day_total days[64];
	struct streak_log log = {.days = days,
	    .n_days = days_of(row->log, days),
	    .rules = rules,
	    .n_rules = 1,
	    .pauses = pause,
	    .n_pauses = pause ? 1 : 0};
	size_t len = strlen(row->log);
	struct streak s;

	streak_count(&log, TODAY, &s);
	if (s.current != row->current || s.longest != row->longest ||
	    s.freezes != row->freezes || s.at_risk != row->at_risk ||
	    strcmp(s.marks + STREAK_MARKS - len, row->marks) != 0)
		fail_msg("%s (%s): %d in a row, longest %d, %d freezes%s, %s",
		    row->log, row->remark, s.current, s.longest, s.freezes,
		    s.at_risk ? ", at risk" : "", s.marks + STREAK_MARKS - len);
}

static void
each_day(void **state)
{
	static const struct row rows[] = {
	    {".", "o", 0, 0, 0, false, "an empty today"},
	    {"d", "d", 1, 1, 0, false, "the first day"},
	    {"p", "o", 0, 0, 0, false, "a partial session is no day"},
	    {"d.", "do", 1, 1, 0, true, "today is open: nothing is broken yet"},
	    {"dp", "do", 1, 1, 0, true, "a partial session leaves today open"},
	    {"d..", "dmo", 0, 1, 0, false, "a day was missed"},
	    {"dd.dd", "ddmdd", 2, 2, 0, false, "begun again"},
	    {"ddd.d", "dddmd", 1, 3, 0, false, "the longest is in the past"},
	    {"ddddd", "ddddd", 5, 5, 0, false, "in a row"},
	    {"dddd.", "ddddo", 4, 4, 0, true, "in a row, today open"},
	};
	struct streak_rules plain = rules(0, 0, 0);

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		check(&rows[i], &plain, NULL);
}

/* The letters before the last are Tuesday to Sunday, and the Mondays before. */
static void
weeks_and_freezes(void **state)
{
	/* Monday of a week before is 7 letters to the left of the last. */
	static const struct row frozen[] = {
	    {"ddddd..d", "dddddffd", 6, 6, 0, false, "kept from the week before?"},
	    {"ddddddd.", "dddddddo", 7, 7, 1, false, "a full week earns one"},
	    {"dddd...d", "ddddmmmd", 1, 4, 0, false, "four days earn none"},
	};
	static const struct row rest[] = {
	    {"ddddd..d", "dddddrrd", 6, 6, 0, false, "the weekend is free"},
	    {"ddddd.dd", "dddddrdd", 7, 7, 0, false, "and counts when it was used"},
	    {"dddd...d", "ddddmrrd", 1, 4, 0, false, "a Friday is none"},
	};
	static const struct row weekly[] = {
	    {"d.d.d.d.", "drdrdrdo", 4, 4, 0, false, "four of seven"},
	    {"d.d.d...", "drdrdrmo", 3, 3, 0, false, "three of seven"},
	};
	struct streak_rules two = rules(2, 0, 0), weekend = rules(0, SAT_SUN, 0),
			    four = rules(0, 0, 4);

	(void)state;
	/* A freeze is earned when its Sunday is over: not for that Saturday. */
	check(&(struct row){"ddddd..d", "dddddmmd", 1, 5, 0, false, "too late"},
	    &two, NULL);
	check(&frozen[1], &two, NULL);
	check(&frozen[2], &two, NULL);
	check(&(struct row){"ddddddd.......d", "dddddddfmmmmmmd", 1, 7, 0, false,
		  "one is used up"},
	    &two, NULL);
	for (size_t i = 0; i < ARRAY_LEN(rest); i++)
		check(&rest[i], &weekend, NULL);
	check(&weekly[0], &four, NULL);
	check(&weekly[1], &four, NULL);
}

static void
pauses_bridge(void **state)
{
	static const struct pause ill = {TODAY - 3, TODAY - 2, "flu"};
	static const struct row rows[] = {
	    {"dd..dd", "ddppdd", 4, 4, 0, false, "two days of illness"},
	    {"ddd.dd", "dddpdd", 5, 5, 0, false, "what was done counts"},
	    {"d...dd", "dmppdd", 2, 2, 0, false, "a day before it was missed"},
	};
	struct streak_rules plain = rules(0, 0, 0);

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		check(&rows[i], &plain, &ill);
}

static void
off_and_minutes(void **state)
{
	struct streak_rules off = rules(0, 0, 0), minutes = rules(0, 0, 0);
	struct day_total day = {.day = TODAY, .active_ms = 10 * 60000 - 1};
	struct streak_log log = {&day, 1, &minutes, 1, NULL, 0};
	struct streak s;

	(void)state;
	off.on = false;
	check(&(struct row){"d.d", "dpd", 2, 2, 0, false, "nothing is asked"}, &off,
	    NULL);
	minutes.unit = UNIT_MINUTES;
	minutes.goal = 10;
	streak_count(&log, TODAY, &s);
	assert_int_equal(s.status, STREAK_OPEN);
	assert_int_equal(s.done_today, 9);
	day.active_ms++;
	streak_count(&log, TODAY, &s);
	assert_int_equal(s.status, STREAK_DONE);
	assert_int_equal(s.current, 1);
}

/* Rules hold from their day on: what is past stays as it was. */
static void
rules_hold_from_their_day_on(void **state)
{
	struct streak_rules two[] = {rules(0, 0, 0), rules(0, 0, 0)};
	struct day_total days[8];
	struct streak_log log = {days, days_of("dddd", days), two, 2, NULL, 0};
	struct streak s;

	(void)state;
	two[1].from = TODAY;
	two[1].goal = 3;
	streak_count(&log, TODAY, &s);
	assert_int_equal(s.current, 3);
	assert_int_equal(s.status, STREAK_OPEN);
	assert_int_equal(s.goal, 3);
	two[1].from = TODAY - 3; /* as if they had held before */
	streak_count(&log, TODAY, &s);
	assert_int_equal(s.longest, 0);
}

static void
days_to_come_do_not_count(void **state)
{
	struct day_total days[] = {{.day = TODAY - 1, .done = 1},
	    {.day = TODAY, .done = 1}, {.day = TODAY + 5, .done = 1}};
	struct streak_log log = {days, 3, NULL, 0, NULL, 0};
	struct streak s;

	(void)state;
	streak_count(&log, TODAY, &s);
	assert_int_equal(s.current, 2);
	assert_int_equal(s.last_day, TODAY);
	streak_count(&log, TODAY - 2, &s); /* all of it is to come */
	assert_int_equal(s.current, 0);
	assert_int_equal(s.longest, 0);
	assert_int_equal(s.last_day, CIVIL_NONE);
}

/* --- whatever is in the log ------------------------------------------------------ */

#define SPAN 120

struct case_ {
	struct day_total days[SPAN];
	struct streak_rules rules[3];
	struct pause pauses[2];
	struct streak_log log;
};

static void
roll_rules(struct dice *d, struct streak_rules *r, int32_t from)
{
	*r = (struct streak_rules){.from = from,
	    .on = dice_roll(d, 8) > 0,
	    .goal = 1 + dice_roll(d, 2),
	    .unit = dice_roll(d, 4) ? UNIT_SESSIONS : UNIT_MINUTES,
	    .rest = dice_roll(d, 2) ? 0 : (unsigned)dice_roll(d, 127),
	    .freezes = dice_roll(d, 4),
	    .weekly = dice_roll(d, 2) ? 0 : dice_roll(d, 8)};
}

static void
roll(struct dice *d, struct case_ *c)
{
	int often = 1 + dice_roll(d, 9);
	size_t n = 0;

	for (int i = 0; i < SPAN; i++)
		if (dice_roll(d, 10) < often)
			c->days[n++] =
			    (struct day_total){.day = TODAY - SPAN + 1 + i,
				.done = dice_roll(d, 3),
				.active_ms = dice_roll(d, 4) * 30000};
	roll_rules(d, &c->rules[0], INT32_MIN);
	roll_rules(d, &c->rules[1], TODAY - 60);
	roll_rules(d, &c->rules[2], TODAY - dice_roll(d, 50));
	c->pauses[0] =
	    (struct pause){TODAY - 100, TODAY - 100 + dice_roll(d, 9), ""};
	c->pauses[1] =
	    (struct pause){TODAY - 30, TODAY - 30 + dice_roll(d, 40), ""};
	c->log = (struct streak_log){c->days, n, c->rules, (size_t)dice_roll(d, 4),
	    c->pauses, (size_t)dice_roll(d, 3)};
}

/* One more done session on a day, in the log or not yet. */
static void
add_session(struct case_ *c, int32_t day)
{
	size_t i = 0;

	while (i < c->log.n_days && c->days[i].day < day)
		i++;
	if (i == c->log.n_days || c->days[i].day != day) {
		memmove(&c->days[i + 1], &c->days[i],
		    (c->log.n_days - i) * sizeof(c->days[0]));
		c->days[i] = (struct day_total){.day = day};
		c->log.n_days++;
	}
	c->days[i].done++;
	c->days[i].active_ms += 120000;
}

static void
one_more_session_never_shortens(void **state)
{
	struct dice dice = {20260302};
	struct case_ c;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		struct streak before, after;
		int32_t day = TODAY - dice_roll(&dice, SPAN);

		roll(&dice, &c);
		if (c.log.n_days == SPAN)
			continue;
		streak_count(&c.log, TODAY, &before);
		add_session(&c, day);
		streak_count(&c.log, TODAY, &after);
		if (after.current < before.current ||
		    after.longest < before.longest ||
		    after.freezes < before.freezes)
			fail_msg("case %d, day %d: %d/%d/%d became %d/%d/%d", i,
			    TODAY - day, before.current, before.longest,
			    before.freezes, after.current, after.longest,
			    after.freezes);
	}
}

/* Each day has one status, and the last says what the whole says. */
static void
the_days_are_the_streak(void **state)
{
	struct streak_day days[SPAN + 7];
	struct dice dice = {99};
	struct case_ c;

	(void)state;
	for (int i = 0; i < 2000; i++) {
		const struct streak_day *last = &days[SPAN + 6];
		struct streak s;

		roll(&dice, &c);
		streak_count(&c.log, TODAY, &s);
		streak_days(&c.log, TODAY, TODAY - SPAN - 6, days, SPAN + 7);
		assert_int_equal(last->day, TODAY);
		assert_int_equal(last->row, s.current);
		assert_int_equal(last->status, s.status);
		for (int k = 1; k < SPAN + 7; k++) {
			assert_int_equal(days[k].day, days[k - 1].day + 1);
			if (days[k].status == STREAK_DONE)
				assert_true(days[k].row > 0);
			if (days[k].status == STREAK_MISSED &&
			    !days[k].rules.weekly)
				assert_int_equal(days[k].row, 0);
		}
	}
}

/* Every instant has exactly one day, whatever the zone and the hour it begins. */
static void
an_instant_has_one_day(void **state)
{
	struct dice dice = {5};

	(void)state;
	for (int i = 0; i < 20000; i++) {
		int64_t ms =
		    INT64_C(1704067200000) + dice_roll(&dice, 1 << 30) * 130LL;
		int offset = dice_roll(&dice, 27 * 4) * 15 - 12 * 60;
		int start = dice_roll(&dice, 12 * 60);
		int32_t day = civil_day(ms, offset, start);
		int64_t begins = civil_utc_ms(day) + (start - offset) * 60000LL;

		assert_true(ms >= begins && ms < begins + 86400000);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_day),
	    cmocka_unit_test(weeks_and_freezes),
	    cmocka_unit_test(pauses_bridge),
	    cmocka_unit_test(off_and_minutes),
	    cmocka_unit_test(rules_hold_from_their_day_on),
	    cmocka_unit_test(days_to_come_do_not_count),
	    cmocka_unit_test(one_more_session_never_shortens),
	    cmocka_unit_test(the_days_are_the_streak),
	    cmocka_unit_test(an_instant_has_one_day),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
