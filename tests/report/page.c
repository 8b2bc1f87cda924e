#include "report/page.h"

#include "base/civil.h"
#include "base/mem.h"
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MONDAY 20514 /* 2026-03-02 */
#define WEEKS  4
#define DAYS   (7 * WEEKS)
#define ALL    (BIT_OF(SHARES) - 1)

/* Alex of the content rules: ten sessions, desk strain, improving. */
static const int8_t alex[] = {6, 6, 5, 5, 5, 4, 4, 3, 3, 3};

struct made {
	struct period period;
	enum chart_day days[DAYS];
	struct report_use used[4], skipped[1];
	struct report_note notes[2];
	struct report report;
};

static const char *
name_of(void *arg, const char *id)
{
	(void)arg;
	return strcmp(id, "chin-tuck-seated") == 0 ? "Seated chin tuck" : id;
}

static void
tell_session(struct made *m, int i)
{
	int32_t day = MONDAY + i * 5 / 2;
	struct pair pair = {
	    day, i, alex[i], (int8_t)(i % 4 == 3 ? MEASURE_NONE : alex[i] - 2)};
	struct pair mood = {day, i, (int8_t)(2 + i / 4), (int8_t)(3 + i / 5)};

	m->days[day - MONDAY] = i % 5 == 4 ? CHART_PARTIAL : CHART_DONE;
	period_session(&m->period,
	    &(struct period_session){day, i % 5 == 4 ? STATE_PARTIAL : STATE_DONE,
		300000, i % 5 == 4 ? 100000 : 280000});
	period_tension(&m->period, REGION_NECK, &pair);
	if (i < 4)
		period_tension(&m->period, REGION_LOWER_BACK, &pair);
	period_mood(&m->period, &mood);
	if (i < 5)
		period_pain(&m->period, &pair);
	period_dose(
	    &m->period, day, BIT_OF(REGION_NECK), KIND_STRETCH, SIDE_LEFT, 60000);
	period_dose(
	    &m->period, day, BIT_OF(REGION_NECK), KIND_STRETCH, SIDE_RIGHT, 40000);
	period_dose(&m->period, day, BIT_OF(REGION_LOWER_BACK), KIND_ROLL,
	    SIDE_NONE, 90000);
}

static void
tell_rest(struct period *p)
{
	static const struct ability able[] = {{MONDAY, 0, 4}, {MONDAY + 14, 0, 7}};
	static const struct morning mornings[] = {{5, 4}, {6, 3}, {2, 4}};

	snprintf(p->ability_name[0], sizeof(p->ability_name[0]),
	    "sit through a <meeting>");
	for (size_t i = 0; i < ARRAY_LEN(able); i++)
		period_ability(p, &able[i]);
	for (size_t i = 0; i < ARRAY_LEN(mornings); i++)
		period_morning(p, MONDAY + 1 + (int32_t)i, &mornings[i]);
	period_global(p, &(struct global_change){MONDAY + 20, 2});
	period_alarm(
	    p, &(struct alarm_raised){MONDAY + 3, 4, "knee-to-chest-double"});
	period_alarm(p, &(struct alarm_raised){MONDAY + 9, 1, "chin-tuck-seated"});
	p->planned = 12;
}

static void
make(struct made *m)
{
	static const int why[WHYS] = {[WHY_PAIN] = 1, [WHY_TIME] = 2};

	*m = (struct made){
	    .used = {{"Seated chin tuck", 9}, {"Open book", 7}, {"Cat and cow", 1},
		{"Never shown", 1}},
	    .skipped = {{"Chest <script>alert(1)</script>", 3, why}},
	    .notes = {{MONDAY + 20, "Left side is tighter & \"hot\"."},
		{MONDAY + 2, "</li></ul><script>alert(2)</script>"}},
	};
	period_init(&m->period, MONDAY, MONDAY + DAYS - 1);
	m->days[5] = m->days[6] = CHART_REST;
	m->days[8] = m->days[9] = CHART_MISSED;
	for (int i = 0; i < (int)ARRAY_LEN(alex); i++)
		tell_session(m, i);
	tell_rest(&m->period);
	period_close(&m->period);
	m->report = (struct report){.share = ALL,
	    .made = MONDAY + DAYS,
	    .program = "uncoil 0.1.0",
	    .name = "Alex <b>",
	    .period = &m->period,
	    .days = m->days,
	    .streak = 3,
	    .longest = 12,
	    .used = m->used,
	    .n_used = 4,
	    .skipped = m->skipped,
	    .n_skipped = 1,
	    .notes = m->notes,
	    .n_notes = 2,
	    .exercise_name = name_of};
}

/* With REPORT_HTML it is written there, to be looked at. */
static void
keep(const struct str *page)
{
	const char *path = getenv("REPORT_HTML");
	FILE *f = path ? fopen(path, "w") : NULL;

	if (!f)
		return;
	fputs(page->s, f);
	fclose(f);
}

static const char *const told[] = {
    "<title>uncoil report, 2 Mar 2026 to 29 Mar 2026</title>",
    "<h1>Alex &lt;b&gt;: 2 Mar 2026 to 29 Mar 2026</h1>",
    "<strong>8 of 12</strong> planned sessions done, 66% (fine)",
    "Active on 10 of 28 days, 40 minutes.",
    "3 days in a row now, the longest 12.",
    "Tension, neck",
    "<strong class=\"word\">improving</strong>: 3, was 5, in 10 sessions; 1.3 or "
    "more is a change",
    "Tension, lower back",
    "<strong class=\"word\">too early</strong>: 4 of 6 sessions that it takes",
    "right after: typically -2 (8 sessions)",
    "Scores also drift back to average by themselves.",
    "sit through a &lt;meeting&gt;",
    "a change that matters",
    "Compared with the start: <strong>better</strong>",
    "1 of 3 mornings were worse",
    "<strong>sharp pain, or pain of 6 or more</strong>, Seated chin tuck",
    "<strong>symptoms moved down the limb</strong>, knee-to-chest-double",
    "<li>Seated chin tuck: 9 times</li>",
    "<li>Cat and cow: 1 time</li>",
    "<li>Chest &lt;script&gt;alert(1)&lt;/script&gt;: 3 times (pain 1, no time "
    "2)</li>",
    "Left side is tighter &amp; &quot;hot&quot;.",
    "Left out: nothing.",
};

static const char *const not_told[] = {"<script", "style=\"",
    "http:", "https:", "src=", "href=", "nan", "Never shown"};

static void
everything(void **state)
{
	struct str page = {0};
	struct made m;

	(void)state;
	make(&m);
	report_page(&m.report, &page);
	keep(&page);
	for (size_t i = 0; i < ARRAY_LEN(told); i++)
		if (!strstr(page.s, told[i]))
			fail_msg("it does not say: %s", told[i]);
	for (size_t i = 0; i < ARRAY_LEN(not_told); i++)
		if (strstr(page.s, not_told[i]))
			fail_msg("it says: %s", not_told[i]);
	str_fini(&page);
	period_fini(&m.period);
}

/* Of each field: what is gone without it. */
static const struct {
	enum share share;
	const char *said;
} fields[] = {
    {SHARE_DURATION, "40 minutes"},
    {SHARE_DURATION, "Seconds a week"},
    {SHARE_STEPS, "Most used"},
    {SHARE_STEPS, "Something was wrong"},
    {SHARE_STEPS, "Seated chin tuck"},
    {SHARE_TENSION, "Tension, neck"},
    {SHARE_TENSION, "Mood"},
    {SHARE_PAIN, "Worst pain"},
    {SHARE_PAIN, "mornings were worse"},
    {SHARE_PAIN, "meeting"},
    {SHARE_NOTES, "tighter"},
    {SHARE_NAME, "Alex"},
    {SHARE_STREAK, "in a row"},
};

static void
what_is_left_out(void **state)
{
	struct made m;

	(void)state;
	make(&m);
	for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
		struct str page = {0};

		m.report.share = ALL & ~BIT_OF(fields[i].share);
		report_page(&m.report, &page);
		if (strstr(page.s, fields[i].said))
			fail_msg("without %s it says: %s",
			    words_name(&words_share, (int)fields[i].share),
			    fields[i].said);
		str_clear(&page);
		m.report.share = BIT_OF(SHARE_DONE) | BIT_OF(fields[i].share);
		report_page(&m.report, &page);
		if (!strstr(page.s, fields[i].said))
			fail_msg("with %s it does not say: %s",
			    words_name(&words_share, (int)fields[i].share),
			    fields[i].said);
		str_fini(&page);
	}
	period_fini(&m.period);
}

/* A person who has done nothing yet. */
static void
nothing(void **state)
{
	enum chart_day days[7] = {CHART_BLANK};
	struct period period;
	struct report r = {.share = ALL,
	    .made = MONDAY + 6,
	    .program = "uncoil",
	    .period = &period,
	    .days = days,
	    .exercise_name = name_of};
	struct str page = {0};

	(void)state;
	period_init(&period, MONDAY, MONDAY + 6);
	period_close(&period);
	report_page(&r, &page);
	assert_non_null(
	    strstr(page.s, "<strong>0</strong> sessions done of 0 begun"));
	assert_null(strstr(page.s, "nan"));
	assert_null(strstr(page.s, "How it was"));
	assert_null(strstr(page.s, "Movements"));
	str_fini(&page);
	period_fini(&period);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(everything),
	    cmocka_unit_test(what_is_left_out),
	    cmocka_unit_test(nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
