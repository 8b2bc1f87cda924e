#include "history/streak.h"

#include "base/civil.h"
#include "base/mem.h"
#include "tests/dice.h"
#include "tests/test.h"

#include <string.h>

#define MONDAY   20514 /* 2026-03-02 */
#define DAYS_MAX 120

/* A log that tests fill, by the days since MONDAY. */
struct made {
	struct day_total days[DAYS_MAX];
	struct streak_rules rules[8];
	struct pause pauses[DAYS_MAX];
	struct streak_log log;
};

static void
set_days(struct made *m, const int *done, int n)
{
	m->log.days = m->days;
	m->log.n_days = 0;
	for (int i = 0; i < n; i++)
		if (done[i] >= 0)
			m->days[m->log.n_days++] =
			    (struct day_total){.day = MONDAY + i,
				.done = done[i],
				.active_ms = done[i] * 60000};
}

static void
pause_day(struct made *m, int day)
{
	m->log.pauses = m->pauses;
	m->pauses[m->log.n_pauses++] =
	    (struct pause){MONDAY + day, MONDAY + day, ""};
}

static void
rules_from(struct made *m, int day, struct streak_rules rules)
{
	rules.from = MONDAY + day;
	m->log.rules = m->rules;
	m->rules[m->log.n_rules++] = rules;
}

/* From a Monday on, the last one being today: d a done day, p a day with a session
 * that was not done, . none; D and P the same on a paused day; spaces part weeks. */
static int
read_log(struct made *m, const char *text)
{
	int done[DAYS_MAX], n = 0;

	*m = (struct made){0};
	for (; *text; text++) {
		if (*text == ' ')
			continue;
		if (strchr("PD", *text))
			pause_day(m, n);
		done[n++] = strchr("dD", *text) ? 1 : *text == 'p' ? 0 : -1;
	}
	set_days(m, done, n);
	return n;
}

/* --- rows of cases ------------------------------------------------------------ */

#define DAILY                                                                      \
	{                                                                          \
		.on = true, .goal = 1                                              \
	}
#define FROZEN                                                                     \
	{                                                                          \
		.on = true, .goal = 1, .freezes = 2                                \
	}
#define SUN                                                                        \
	{                                                                          \
		.on = true, .goal = 1, .rest = 0x40                                \
	}
#define FOUR                                                                       \
	{                                                                          \
		.on = true, .goal = 1, .weekly = 4                                 \
	}
#define FOUR_F                                                                     \
	{                                                                          \
		.on = true, .goal = 1, .weekly = 4, .freezes = 2                   \
	}
#define OFF                                                                        \
	{                                                                          \
		.goal = 1                                                          \
	}
#define TWO                                                                        \
	{                                                                          \
		.on = true, .goal = 2                                              \
	}

static const struct row {
	struct streak_rules rules;
	const char *log, *marks;
	int current, longest, freezes, rests_left;
	bool at_risk;
	const char *remark;
} rows[] = {
    {DAILY, ".", "o", 0, 0, 0, 0, false, "an empty today"},
    {DAILY, "d", "d", 1, 1, 0, 0, false, "the first day"},
    {DAILY, "p", "o", 0, 0, 0, 0, false, "a partial session is no day"},
    {DAILY, "d.", "do", 1, 1, 0, 0, true, "today is open: nothing is broken yet"},
    {DAILY, "dp", "do", 1, 1, 0, 0, true, "a partial session leaves today open"},
    {DAILY, "d..", "dmo", 0, 1, 0, 0, false, "a day was missed"},
    {DAILY, "..dd.dd", "--ddmdd", 2, 2, 0, 0, false, "begun again"},
    {DAILY, "ddd.d", "dddmd", 1, 3, 0, 0, false, "the longest is in the past"},
    {DAILY, "ddpdd", "ddmdd", 2, 2, 0, 0, false, "a partial day breaks it"},
    {DAILY, "ddPPd", "ddppd", 3, 3, 0, 0, false, "paused"},
    {DAILY, "ddPDd", "ddpdd", 4, 4, 0, 0, false, "done in a pause counts"},
    {DAILY, "ddP", "ddp", 2, 2, 0, 0, false, "today is paused: no risk"},
    {SUN, "dddddd. d", "ddddddrd", 7, 7, 0, 0, false, "Sunday is a rest day"},
    {SUN, "dddddd.", "ddddddr", 6, 6, 0, 0, false, "today is one"},
    {SUN, "ddddddd", "ddddddd", 7, 7, 0, 0, false, "done on a rest day counts"},
    {SUN, "ddddd.. d", "dddddmrd", 1, 5, 0, 0, false, "but Saturday is none"},
    {OFF, "d..d.", "dppdp", 2, 2, 0, 0, false, "off: nothing is asked"},
    {TWO, "dd", "mo", 0, 0, 0, 0, false, "one session is not two"},
    {FROZEN, "dddd.d", "ddddmd", 1, 4, 0, 0, false, "four days earn none"},
    {FROZEN, "ddddd.d", "dddddfd", 6, 6, 0, 0, false, "five earn one at once"},
    {FROZEN, "ddddd.. d", "dddddfmd", 1, 5, 0, 0, false, "and no more than one"},
    {FROZEN, "ddddddd .", "dddddddo", 7, 7, 1, 1, false, "a freeze: no risk"},
    {FROZEN, "ddddddd .d.d", "dddddddfdmd", 1, 8, 0, 0, false, "it is used once"},
    {FROZEN, "ddddddd ddddddd ddddddd ..", "dddddddddddddddddddddfo", 21, 21, 1, 1,
	false, "two are kept of three"},
    {FROZEN, "ddddddd ddddddd ddddd.d", "dddddddddddddddddddfd", 20, 20, 2, 2,
	false, "the third is good until Sunday"},
    {FROZEN, "ddd.ddd dd.d", "dddmdddddmd", 1, 5, 0, 0, false,
	"days of the row before earn nothing"},
    {FROZEN, "dddddPP dddd.d", "dddddppddddfd", 10, 10, 1, 1, false,
	"a pause takes none"},
    {FOUR, "dddd... d", "ddddrrrd", 5, 5, 0, 3, false, "any four of the week"},
    {FOUR, "...dddd d", "---ddddd", 5, 5, 0, 3, false, "the last four"},
    {FOUR, "dddd... ddd....", "ddddrrrdddrrro", 7, 7, 0, 0, true,
	"the fourth may be today"},
    {FOUR, "ddd.... d", "dddrrrmd", 4, 4, 0, 3, false,
	"three: the row is over, and these begin the next one"},
    {FOUR, "dddd... ....ddd d", "ddddrrrrrrmdddd", 4, 4, 0, 3, false,
	"over on Thursday"},
    {FOUR, "dd.PPPP d", "ddrppppd", 3, 3, 0, 3, false, "paused days ask nothing"},
    {FOUR, "d.", "do", 1, 1, 0, 3, false, "a day may be left out: no risk"},
    {FOUR_F, "ddddd.. d....", "dddddrrdrrro", 6, 6, 1, 1, false,
	"a freeze beyond the days that may be left out"},
    {FOUR_F, "ddddd.. d.....d", "dddddrrdrrrfmd", 2, 6, 0, 0, false, "then over"},
};

static void
try_row(const struct row *row)
{
	struct made m;
	int n = read_log(&m, row->log);
	struct streak s;

	rules_from(&m, -7, row->rules);
	streak_count(&m.log, MONDAY + n - 1, &s);
	if (strcmp(s.marks + STREAK_MARKS - strlen(row->marks), row->marks) != 0 ||
	    s.current != row->current || s.longest != row->longest ||
	    s.freezes != row->freezes || s.rests_left != row->rests_left ||
	    s.at_risk != row->at_risk)
		fail_msg("%s (%s): %s %d %d, %d of %d%s", row->log, row->remark,
		    s.marks + STREAK_MARKS - n, s.current, s.longest, s.freezes,
		    s.rests_left, s.at_risk ? ", at risk" : "");
}

static void
cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		try_row(&rows[i]);
}

static void
nothing_at_all(void **state)
{
	const struct streak_log none = {0};
	struct streak s;

	(void)state;
	streak_count(&none, MONDAY, &s);
	assert_int_equal(s.current, 0);
	assert_int_equal(s.longest, 0);
	assert_int_equal(s.last_day, CIVIL_NONE);
	assert_int_equal(s.status, STREAK_OPEN);
	assert_int_equal(s.goal, 1);
	assert_false(s.at_risk);
	assert_true(s.on);
	assert_int_equal(streak_mark(&s, MONDAY), 'o');
	assert_int_equal(streak_mark(&s, MONDAY - 1), '-');
	assert_int_equal(streak_mark(&s, MONDAY + 1), '-');
	assert_int_equal(streak_mark(&s, MONDAY - 10000), '-');
}

static void
days_to_come_do_not_count(void **state)
{
	static const struct day_total days[] = {{.day = MONDAY - 1, .done = 1},
	    {.day = MONDAY + 1, .done = 1}, {.day = MONDAY + 2, .done = 1}};
	const struct streak_log log = {.days = days, .n_days = ARRAY_LEN(days)};
	struct streak s;

	(void)state;
	streak_count(&log, MONDAY, &s);
	assert_int_equal(s.current, 1);
	assert_int_equal(s.longest, 1);
	assert_int_equal(s.last_day, MONDAY - 1);
	assert_true(s.at_risk);
}

static void
minutes_are_whole(void **state)
{
	struct day_total day = {.day = MONDAY, .active_ms = 599999};
	const struct streak_log log = {.days = &day, .n_days = 1};
	struct streak_rules ten = {.on = true, .goal = 10, .unit = UNIT_MINUTES};
	struct made m = {0};
	struct streak s;

	(void)state;
	rules_from(&m, 0, ten);
	m.log.days = log.days;
	m.log.n_days = 1;
	streak_count(&m.log, MONDAY, &s);
	assert_int_equal(s.done_today, 9);
	assert_int_equal(s.status, STREAK_OPEN);
	assert_int_equal(s.unit, UNIT_MINUTES);
	day.active_ms++;
	streak_count(&m.log, MONDAY, &s);
	assert_int_equal(s.done_today, 10);
	assert_int_equal(s.status, STREAK_DONE);
	day.active_ms = INT64_MAX;
	streak_count(&m.log, MONDAY, &s);
	assert_int_equal(s.status, STREAK_DONE);
}

/* The past goes by the rules of the past. */
static void
rules_hold_from_their_day(void **state)
{
	struct streak_rules rest = SUN, two = TWO;
	struct streak_day days[17];
	struct made m;
	int n = read_log(&m, "dddddd. d.ddddd ddd");

	(void)state;
	rules_from(&m, 0, (struct streak_rules)DAILY);
	rules_from(&m, 6, rest);
	rules_from(&m, 14, two);
	streak_days(&m.log, MONDAY + n - 1, MONDAY, days, ARRAY_LEN(days));
	assert_int_equal(days[6].status, STREAK_REST);
	assert_int_equal(days[6].reason, REASON_REST_DAY);
	assert_int_equal(days[8].status, STREAK_MISSED);
	assert_int_equal(days[13].row, 5);
	assert_int_equal(days[13].rules.goal, 1);
	assert_int_equal(days[14].status, STREAK_MISSED);
	assert_int_equal(days[14].rules.goal, 2);
	assert_int_equal(days[16].status, STREAK_OPEN);
}

/* Other days than those up to today are blank. */
static void
any_stretch_of_days(void **state)
{
	struct streak_day all[14], some[10];
	struct made m;

	(void)state;
	read_log(&m, "..ddddd dd.dd");
	streak_days(&m.log, MONDAY + 11, MONDAY - 2, all, ARRAY_LEN(all));
	for (int from = -2; from < 2; from++) {
		streak_days(
		    &m.log, MONDAY + 11, MONDAY + from, some, ARRAY_LEN(some));
		for (size_t i = 0; i < ARRAY_LEN(some); i++) {
			const struct streak_day *a = &all[i + (size_t)(from + 2)];

			assert_int_equal(some[i].day, a->day);
			assert_int_equal(some[i].status, a->status);
			assert_int_equal(some[i].reason, a->reason);
			assert_int_equal(some[i].row, a->row);
		}
	}
	assert_int_equal(all[0].reason, REASON_BEFORE);
	assert_int_equal(all[4].status, STREAK_DONE);
}

/* --- properties --------------------------------------------------------------------- */

#define SPAN 84 /* twelve weeks */

static struct streak_rules
random_rules(struct dice *d)
{
	static const struct streak_rules some[] = {
	    DAILY, FROZEN, SUN, FOUR, FOUR_F, OFF, TWO};
	struct streak_rules r = some[dice_roll(d, ARRAY_LEN(some))];

	if (dice_roll(d, 3) == 0)
		r.freezes = dice_roll(d, 4);
	if (dice_roll(d, 4) == 0)
		r.rest = (unsigned)dice_roll(d, 128);
	if (dice_roll(d, 4) == 0)
		r.weekly = dice_roll(d, 8);
	if (dice_roll(d, 4) == 0)
		r.unit = UNIT_MINUTES;
	return r;
}

/* Most days with a session, or few: both matter. */
static void
random_log(struct dice *d, struct made *m, int done[SPAN])
{
	int most = 1 + dice_roll(d, 12), first = dice_roll(d, SPAN);

	*m = (struct made){0};
	for (int i = 0; i < SPAN; i++) {
		done[i] = dice_roll(d, most) ? 1 + dice_roll(d, 2) : -1;
		if (i < first / 3)
			done[i] = -1;
		if (dice_roll(d, 15) == 0)
			pause_day(m, i);
	}
	for (int n = dice_roll(d, 4), day = 0; n > 0; n--) {
		day += 1 + dice_roll(d, 25);
		rules_from(m, day, random_rules(d));
	}
	set_days(m, done, SPAN);
}

/* One session more, anywhere, makes no number of any day smaller. */
static void
more_is_never_less(void **state)
{
	struct dice d = {20260302};

	(void)state;
	for (int round = 0; round < 20000; round++) {
		struct streak_day was[SPAN], is[SPAN];
		struct streak a, b;
		struct made m;
		int done[SPAN], today = MONDAY + SPAN - 1, at;

		random_log(&d, &m, done);
		streak_days(&m.log, today, MONDAY, was, SPAN);
		streak_count(&m.log, today, &a);
		at = dice_roll(&d, SPAN);
		done[at] = done[at] < 0 ? 1 : done[at] + 1;
		set_days(&m, done, SPAN);
		streak_days(&m.log, today, MONDAY, is, SPAN);
		streak_count(&m.log, today, &b);
		for (int i = 0; i < SPAN; i++)
			if (is[i].row < was[i].row ||
			    is[i].freezes < was[i].freezes)
				fail_msg(
				    "round %d: with a session on day %d day %d "
				    "has %d and %d, not %d and %d",
				    round, at, i, is[i].row, is[i].freezes,
				    was[i].row, was[i].freezes);
		assert_true(b.current >= a.current);
		assert_true(b.longest >= a.longest);
		assert_true(b.week_done >= a.week_done);
		assert_true(b.rests_left >= a.rests_left);
	}
}

static int
longest_of(const struct streak_day *days, int n)
{
	int longest = 0;

	for (int i = 0; i < n; i++)
		if (days[i].row > longest)
			longest = days[i].row;
	return longest;
}

/* The streak and its days say the same, tonight what tomorrow finds, and it does
 * not matter where the counting leaves days out. */
static void
all_ways_agree(void **state)
{
	struct dice d = {20260303};

	(void)state;
	for (int round = 0; round < 5000; round++) {
		struct streak_day days[SPAN], each[SPAN];
		struct made m;
		struct streak s;
		int done[SPAN], n = 2 + dice_roll(&d, SPAN - 2);
		int32_t today = MONDAY + n - 2;

		random_log(&d, &m, done);
		done[n - 1] = -1;
		set_days(&m, done, SPAN);
		streak_count(&m.log, today, &s);
		streak_days(&m.log, today + 1, MONDAY, days, (size_t)n);
		if (days[n - 2].reason != REASON_BEFORE)
			assert_int_equal(s.tonight, days[n - 2].status);
		assert_int_equal(s.at_risk, days[n - 2].row < s.current);
		streak_days(&m.log, today, MONDAY, days, (size_t)n - 1);
		assert_int_equal(s.current, days[n - 2].row);
		assert_int_equal(s.longest, longest_of(days, n - 1));
		assert_int_equal(s.status, days[n - 2].status);
		/* A day with nothing in it is passed over no more. */
		for (int i = 0, any = 0; i < n - 1; i++) {
			any = any || done[i] >= 0;
			done[i] = any && done[i] < 0 ? 0 : done[i];
		}
		set_days(&m, done, SPAN);
		streak_days(&m.log, today, MONDAY, each, (size_t)n - 1);
		for (int i = 0; i < n - 1; i++) {
			assert_int_equal(days[i].status, each[i].status);
			assert_int_equal(days[i].reason, each[i].reason);
			assert_int_equal(days[i].row, each[i].row);
			assert_int_equal(days[i].freezes, each[i].freezes);
			assert_int_equal(streak_mark(&s, MONDAY + i) == 'd',
			    days[i].status == STREAK_DONE);
		}
	}
}

/* What was said of a day that is over is said of it on every later day. */
static void
the_past_stays(void **state)
{
	struct dice d = {20260304};

	(void)state;
	for (int round = 0; round < 2000; round++) {
		struct streak_day last[SPAN], days[SPAN];
		struct made m;
		int done[SPAN];

		random_log(&d, &m, done);
		streak_days(&m.log, MONDAY + SPAN, MONDAY, last, SPAN);
		for (int n = 1; n < SPAN; n++) {
			streak_days(&m.log, MONDAY + n, MONDAY, days, (size_t)n);
			for (int i = 0; i < n; i++)
				if (days[i].reason != REASON_BEFORE)
					assert_int_equal(
					    days[i].status, last[i].status);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(cases),
	    cmocka_unit_test(nothing_at_all),
	    cmocka_unit_test(days_to_come_do_not_count),
	    cmocka_unit_test(minutes_are_whole),
	    cmocka_unit_test(rules_hold_from_their_day),
	    cmocka_unit_test(any_stretch_of_days),
	    cmocka_unit_test(more_is_never_less),
	    cmocka_unit_test(all_ways_agree),
	    cmocka_unit_test(the_past_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
