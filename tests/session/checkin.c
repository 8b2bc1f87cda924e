#include "session/checkin.h"

#include "tests/test.h"

#include <stdio.h>
#include <string.h>

#define NECK_AND_BACK (BIT_OF(REGION_NECK) | BIT_OF(REGION_LOWER_BACK))

static const char *
asked(const struct checkin *c, char buf[16])
{
	static const char *const asks[] = {
	    "trouble", "leaving", "tension", "pain", "mood", "note"};
	struct question q;

	if (!checkin_question(c, &q))
		return "";
	if (q.ask == ASK_TENSION)
		return region_said(c->region[q.which], buf);
	return asks[q.ask];
}

/* A key a character: a digit or x answers, `.` leaves out, `<` goes back, `!`
 * skips.  After each: what is asked then. */
static const struct {
	bool after;
	int pain_before;
	uint64_t regions;
	const char *keys;
	const char *asked;
	const char *sum;
	const char *remark;
} rows[] = {
    {false, -1, BIT_OF(REGION_NECK), "43", "mood,", "neck 4, mood 3",
	"one region without pain: two keys"},
    {false, -1, BIT_OF(REGION_NECK), "543", "pain,mood,", "neck 5, pain 4, mood 3",
	"from 5 on pain is asked for"},
    {false, -1, NECK_AND_BACK, "x405", "lower back,pain,mood,",
	"neck 10, lower back 4, pain 0, mood 5", "any tense region is enough"},
    {false, -1, NECK_AND_BACK, "x4!", "lower back,pain,", "neck 10, lower back 4",
	"skipped, what was answered stays"},
    {false, -1, NECK_AND_BACK, "!", "", "", "skipped as a whole"},
    {false, -1, NECK_AND_BACK, "...", "lower back,mood,", "",
	"left out one by one"},
    {false, -1, NECK_AND_BACK, "6<24.", "lower back,neck,lower back,mood,",
	"neck 2, lower back 4", "taken back; it is not tense any more"},
    {false, -1, NECK_AND_BACK, "<<1", "neck,neck,lower back", "neck 1",
	"there is nothing before the first"},
    {false, -1, BIT_OF(REGION_NECK), "3067", "mood,mood,mood,mood", "neck 3",
	"a mood is 1 to 5"},
    {false, -1, 0, "5", "", "mood 5", "no region at all"},
    {true, -1, BIT_OF(REGION_NECK), "44", "mood,note", "neck 4, mood 4",
	"a note is asked for afterwards"},
    {true, 6, BIT_OF(REGION_NECK), "435.", "pain,mood,note,",
	"neck 4, pain 6 → 3, mood 5", "pain once more, to compare"},
};

static void
press(struct checkin *c, char key)
{
	switch (key) {
	case '.':
		checkin_pass(c);
		break;
	case '<':
		checkin_back(c);
		break;
	case '!':
		checkin_skip(c);
		break;
	default:
		checkin_answer(c, key == 'x' ? 10 : key - '0');
	}
}

static void
what_is_asked(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct str got = {0}, sum = {0};
		struct checkin c;
		char buf[16];

		checkin_before(&c, rows[i].regions);
		c.now.pain = rows[i].pain_before;
		if (rows[i].after)
			checkin_after(&c, &c);
		str_add(&got, "");
		for (const char *key = rows[i].keys; *key; key++) {
			press(&c, *key);
			str_addf(&got, "%s%s", asked(&c, buf), key[1] ? "," : "");
		}
		str_clear(&sum);
		checkin_sum(&c, &sum);
		if (strcmp(got.s, rows[i].asked) != 0 ||
		    strcmp(sum.s, rows[i].sum) != 0)
			fail_msg("%s: %s; %s", rows[i].remark, got.s, sum.s);
		str_fini(&got);
		str_fini(&sum);
	}
}

/* At most five keys before and six after: what 20 and 15 seconds are enough for. */
static void
few_keys(void **state)
{
	struct checkin before, after;
	struct question q;
	int keys = 0;

	(void)state;
	checkin_before(&before, UINT64_MAX);
	assert_int_equal(before.n, CHECKIN_REGIONS);
	for (; checkin_question(&before, &q); keys++)
		assert_true(checkin_answer(&before, 5));
	assert_int_equal(keys, 5);
	checkin_after(&after, &before);
	for (keys = 0; checkin_question(&after, &q) && q.ask != ASK_NOTE; keys++) {
		assert_int_equal(q.number, keys + 1);
		assert_true(checkin_answer(&after, 5));
	}
	assert_int_equal(keys, 5);
	assert_int_equal(q.number, q.of);
}

static void
a_note(void **state)
{
	struct checkin c;

	(void)state;
	checkin_before(&c, 0);
	assert_false(checkin_type(&c, 'a')); /* not while a mood is asked for */
	checkin_skip(&c);
	checkin_after(&c, &c);
	checkin_pass(&c);
	assert_false(checkin_answered(&c));
	assert_false(checkin_type(&c, ' ')); /* not at its start */
	assert_true(checkin_type(&c, 0xfc));
	assert_true(checkin_type(&c, ' '));
	assert_false(checkin_type(&c, 0x1b));
	assert_false(checkin_type(&c, 0x202e)); /* turns text around */
	assert_false(checkin_answer(&c, 3));
	assert_true(checkin_erase(&c));
	assert_string_equal(c.note, "\xc3\xbc");
	assert_true(checkin_answered(&c));
	assert_true(checkin_erase(&c));
	assert_false(checkin_erase(&c));
	for (int i = 0; i < CHECKIN_NOTE_MAX; i++)
		assert_true(checkin_type(&c, 'a'));
	assert_false(checkin_type(&c, 'a'));
	checkin_pass(&c);
	assert_int_equal(strlen(c.note), CHECKIN_NOTE_MAX);
}

static const struct {
	const char *before, *after; /* NULL: not given */
	const char *says;           /* the sum, or the message */
} texts[] = {
    {"neck=6", NULL, "neck 6"},
    {"lower-back=0,neck=10,pain=5,mood=1", NULL,
	"lower back 0, neck 10, pain 5, mood 1"},
    {"neck=6,lower-back=4", "lower-back=3,neck=2", "neck 6 → 2, lower back 4 → 3"},
    {NULL, "neck=2", "neck 2"},
    {"neck=6", "hips=2", "hips=2: it is none of the 1 of before"},
    {"neck=11", NULL, "neck=11: a whole number from 0 to 10 is expected"},
    {"neck=-1", NULL, "neck=-1: a whole number from 0 to 10 is expected"},
    {"neck=", NULL, "neck=: a whole number from 0 to 10 is expected"},
    {"mood=0", NULL, "mood=0: a whole number from 1 to 5 is expected"},
    {"neck=1,neck=1", NULL, "neck=1: it comes twice"},
    {"neck", NULL, "neck: REGION=N is expected"},
    {"", NULL, ": REGION=N is expected"},
    {"neck=1,,", NULL, ": REGION=N is expected"},
    {"ear=1", NULL, "ear=1: a region, pain or mood is expected"},
    {"neck=1,chest=1,hips=1,calves=1", NULL, "calves=1: at most 3 regions"},
    {"a-name-that-is-longer-than-any-region-could-ever-be=1", NULL,
	"a-name-that-is-longer-than-any-region-c: REGION=N is expected"},
};

static void
parsing(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct str sum = {0};
		struct checkin c;
		struct question q;
		struct err err = {""};
		bool ok = true;

		checkin_before(&c, BIT_OF(REGION_CALVES));
		if (texts[i].before)
			ok = checkin_parse(&c, texts[i].before, &err);
		else
			c.n = 0;
		if (ok && texts[i].after) {
			checkin_after(&c, &c);
			ok = checkin_parse(&c, texts[i].after, &err);
		}
		str_clear(&sum);
		checkin_sum(&c, &sum);
		if (strcmp(ok ? sum.s : err.text, texts[i].says) != 0)
			fail_msg("%s: %s", texts[i].says, ok ? sum.s : err.text);
		if (ok)
			assert_false(checkin_question(&c, &q));
		str_fini(&sum);
	}
}

/* The order of the regions may be another at the two ends. */
static void
given_beforehand(void **state)
{
	struct checkin after = {.after = true}, c;
	struct str sum = {0};

	(void)state;
	assert_true(checkin_parse(&after, "lower-back=2,neck=3,mood=4", NULL));
	checkin_before(&c, checkin_regions(&after));
	assert_true(checkin_answer(&c, 6));
	assert_true(checkin_answer(&c, 5));
	checkin_give(&c, &after);
	checkin_sum(&c, &sum);
	assert_string_equal(sum.s, "neck 6 → 3, lower back 5 → 2, mood 4");
	str_fini(&sum);
}

static char cat_name[] = "Cat and cow", tuck_name[] = "Chin tuck";
static const struct exercise cat = {.id = "cat-cow", .name = cat_name};
static const struct exercise tuck = {.id = "chin-tuck", .name = tuck_name};
static const struct exercise *const left[] = {&cat, &tuck, &cat};

/* How it ended is asked first; and where it was wrong, nothing else. */
static void
how_it_ended(void **state)
{
	static const struct {
		bool wrong;
		size_t n;
		const char *keys, *asked, *sum, *remark;
	} endings[] = {
	    {true, 1, "1", "", "sharp pain", "one key"},
	    {true, 0, "0897", "trouble,trouble,trouble,", "just uncomfortable",
		"there are seven"},
	    {true, 0, ".", "", "", "left out"},
	    {false, 1, "534.", "leaving,neck,mood,note", "",
		"there are four; the second key is another question's"},
	    {false, 1, "232.", "neck,mood,note,",
		"Cat and cow: no time, neck 3, mood 2", "then as ever"},
	    {false, 3, "2.<4!", "leaving,neck,leaving,neck,",
		"Cat and cow: no time, Chin tuck: another reason",
		"two at most, and back to them"},
	};
	char buf[16];

	(void)state;
	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		struct str got = {0}, sum = {0};
		struct checkin c;

		checkin_before(&c, BIT_OF(REGION_NECK));
		checkin_after(&c, &c);
		checkin_ended(&c, endings[i].wrong, left, endings[i].n);
		assert_string_equal(
		    asked(&c, buf), endings[i].wrong ? "trouble" : "leaving");
		str_add(&got, "");
		for (const char *key = endings[i].keys; *key; key++) {
			press(&c, *key);
			str_addf(&got, "%s%s", key > endings[i].keys ? "," : "",
			    asked(&c, buf));
		}
		if (strcmp(got.s, endings[i].asked) != 0)
			fail_msg("%s: %s", endings[i].remark, got.s);
		str_clear(&sum);
		checkin_sum(&c, &sum);
		if (*endings[i].sum && strcmp(sum.s, endings[i].sum) != 0)
			fail_msg("%s: %s", endings[i].remark, sum.s);
		assert_true(checkin_answered(&c) == (sum.len > 0));
		str_fini(&got);
		str_fini(&sum);
	}
}

static void
choices_in_words(void **state)
{
	struct str words = {0};
	struct question q;
	struct checkin c;

	(void)state;
	checkin_before(&c, 0);
	checkin_after(&c, &c);
	checkin_ended(&c, false, left, 1);
	assert_true(checkin_question(&c, &q));
	checkin_words(&c, &q, &words);
	checkin_choices(&q, &words);
	assert_string_equal(words.s, "Why was it left early: Cat and cow? 1 pain, "
				     "2 no time, 3 unclear how, 4 another reason");
	str_fini(&words);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_asked),
	    cmocka_unit_test(few_keys),
	    cmocka_unit_test(a_note),
	    cmocka_unit_test(parsing),
	    cmocka_unit_test(given_beforehand),
	    cmocka_unit_test(how_it_ended),
	    cmocka_unit_test(choices_in_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
