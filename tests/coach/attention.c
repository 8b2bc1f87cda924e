#include "coach/attention.h"

#include "base/civil.h"
#include "base/mem.h"
#include "tests/test.h"

#include <string.h>

#define TODAY 20514 /* Monday, 2026-03-02 */

/* A client of whom there is nothing to be said. */
static void
begin(struct casefile *file)
{
	casefile_init(file, TODAY);
	file->devices = 1;
}

static struct casefile_plan *
with_plan(struct casefile *file, const char *state, int mask)
{
	struct casefile_plan *plan = &file->plans[file->n_plans++];

	*plan = (struct casefile_plan){.per_day = 1,
	    .days_mask = mask,
	    .from = TODAY - 60,
	    .to = CIVIL_NONE,
	    .agreed = TODAY - 30,
	    .newest = true,
	    .since = TODAY - 30};
	plan->title = mem_strdup("Neck");
	plan->state = mem_strdup(state);
	return plan;
}

static struct casefile_session *
with_session(struct casefile *file, int ago)
{
	struct casefile_session *session = casefile_add(file);

	session->day = TODAY - ago;
	file->days[session->day - file->first].done++;
	return session;
}

/* What is found, and said; then the file is gone. */
static int
end(struct casefile *file, const char *words)
{
	struct attention_found found;
	struct str all = {0};

	attention(file, &found);
	str_clear(&all);
	for (int i = 0; i < ATTENTIONS; i++)
		if (found.bits >> i & 1) {
			if (all.len)
				str_add(&all, "|");
			attention_words(&found, (enum attention)i, &all);
		}
	assert_string_equal(all.s, words);
	str_fini(&all);
	casefile_fini(file);
	return found.bits;
}

static void
silence(void **state)
{
	static const struct {
		int ago, mask; /* of the last session, -1: none; of the plan */
		const char *words, *remark;
	} rows[] = {
	    {0, 0x7f, "", "today"},
	    {3, 0x7f, "", "two days without, and today is not over"},
	    {4, 0x7f, "no data on the last 3 planned days", "three"},
	    {9, 0x1f, "no data on the last 5 planned days", "weekdays only"},
	    {5, 0x1f, "", "two of them were a weekend"},
	    {9, 0x40, "", "two planned days of nine"},
	    {-1, 0x7f, "no data on the last 30 planned days", "never any"},
	    {-1, 0, "", "nothing planned"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct casefile file;

		begin(&file);
		with_plan(&file, "accepted", rows[i].mask);
		if (rows[i].ago >= 0)
			with_session(&file, rows[i].ago);
		end(&file, rows[i].words);
	}
}

/* A prompt that was refused is a word from the client, too. */
static void
a_skip_is_no_silence(void **state)
{
	struct casefile file;

	(void)state;
	begin(&file);
	with_plan(&file, "accepted", 0x7f);
	file.days[TODAY - 1 - file.first].skipped = 1;
	end(&file, "");
	/* Nor is a check-in. */
	begin(&file);
	with_plan(&file, "accepted", 0x7f);
	for (int i = 0; i < CASEFILE_CHECKINS + 1; i++) {
		const struct casefile_checkin c = {.day = TODAY - 1 - i};

		assert_int_equal(
		    casefile_check_in(&file, &c), i < CASEFILE_CHECKINS);
	}
	end(&file, "");
}

static void
pain(void **state)
{
	static const struct {
		int n, is, n_was, was;
		const char *words, *remark;
	} rows[] = {
	    {5, 5, 5, 3,
		"pain went up from 3 to 5 (medians, last 7 days and the 14 before)",
		"two points"},
	    {5, 4, 5, 3, "", "one point"},
	    {4, 9, 5, 3, "", "too few now"},
	    {5, 9, 4, 3, "", "too few before"},
	    {5, 3, 5, 5, "", "down"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct casefile file;

		begin(&file);
		for (int k = 0; k < rows[i].n_was; k++)
			with_session(&file, 20 - k)->pain = rows[i].was;
		for (int k = 0; k < rows[i].n; k++)
			with_session(&file, 6 - k)->pain = rows[i].is;
		/* Long ago counts for nothing. */
		with_session(&file, 21)->pain = 0;
		end(&file, rows[i].words);
	}
}

static void
movements_that_stop(void **state)
{
	static const char lunge[] = "[{\"step\":\"hip-lunge\",\"why\":\"pain\"}]",
			  time[] = "[{\"step\":\"hip-lunge\",\"why\":\"time\"},"
				   "{\"step\":\"chin-tuck\"}]";
	struct attention_stop stops[ATTENTION_STEPS];
	struct casefile file;

	(void)state;
	begin(&file);
	with_session(&file, 7)->stops = mem_strdup(lunge); /* too long ago */
	with_session(&file, 6)->stops = mem_strdup(lunge);
	with_session(&file, 1)->stops = mem_strdup(time);
	assert_int_equal(attention_stops(&file, TODAY - 27, TODAY, stops), 2);
	assert_string_equal(stops[0].step, "hip-lunge");
	assert_int_equal(stops[0].pain, 2);
	assert_int_equal(stops[0].time, 1);
	assert_string_equal(stops[1].step, "chin-tuck");
	assert_int_equal(stops[1].other, 1);
	with_session(&file, 0)->stops = mem_strdup("no JSON");
	end(&file, "");

	begin(&file);
	with_session(&file, 6)->stops = mem_strdup(lunge);
	with_session(&file, 0)->stops = mem_strdup(lunge);
	end(&file, "stopped hip-lunge for pain 2 times in 7 days");
}

/* What was wrong: the grave once, the others twice, and of several the gravest. */
static void
flags(void **state)
{
#define STOP(flag) "[{\"step\":\"cat-cow\",\"why\":\"wrong\"" flag "}]"
#define FLAG(n)    STOP(",\"flag\":" #n)
	static const struct {
		const char *stops[2]; /* of the older and the newer session */
		int ago;              /* of the newer; the older is a day before */
		const char *words, *remark;
	} rows[] = {
	    {{FLAG(4), NULL}, 0,
		"said in the last 7 days: symptoms moved down the limb, at cat-cow",
		"grave"},
	    {{FLAG(4), NULL}, 6, "", "eight days ago"},
	    {{FLAG(4), NULL}, 5,
		"said in the last 7 days: symptoms moved down the limb, at cat-cow",
		"seven days ago"},
	    {{FLAG(3), NULL}, 0, "", "one that is not"},
	    {{FLAG(3), FLAG(1)}, 0,
		"said in the last 7 days: sharp pain, or pain of 6 or more, at "
		"cat-cow (one of 2)",
		"two, the newer"},
	    {{FLAG(6), FLAG(1)}, 0,
		"said in the last 7 days: chest pain or breathlessness, at cat-cow "
		"(one of 2)",
		"the graver"},
	    {{FLAG(6), FLAG(7)}, 0,
		"said in the last 7 days: a headache that was new, at cat-cow (one "
		"of 2)",
		"of two grave ones the newer"},
	    {{STOP(""), STOP(",\"flag\":10")}, 0, "", "none at all"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct casefile file;

		begin(&file);
		for (int k = 0; k < 2; k++)
			if (rows[i].stops[k])
				with_session(&file, rows[i].ago + 1 - k)->stops =
				    mem_strdup(rows[i].stops[k]);
		end(&file, rows[i].words);
	}
}

/* More than there is room for. */
static void
many_flags(void **state)
{
	struct attention_flag all[ATTENTION_FLAGS];
	struct casefile file;

	(void)state;
	begin(&file);
	for (int i = 0; i < 2 * ATTENTION_FLAGS; i++)
		with_session(&file, 30)->stops = mem_strdup(FLAG(9));
	with_session(&file, 8)->stops = mem_strdup(FLAG(1));
	assert_int_equal(
	    attention_flags(&file, TODAY - 30, TODAY, all), ATTENTION_FLAGS);
	assert_int_equal(all[0].code, 1);
	assert_int_equal(all[0].day, TODAY - 8);
	end(&file, "");
}

/* More movements than there is room for. */
static void
many_movements(void **state)
{
	struct attention_stop stops[ATTENTION_STEPS];
	struct casefile file;

	(void)state;
	begin(&file);
	for (int i = 0; i < 2 * ATTENTION_STEPS; i++) {
		struct str text = {0};

		str_addf(&text, "[{\"step\":\"m-%d\",\"why\":\"wrong\"}]", i);
		with_session(&file, 0)->stops = str_take(&text);
	}
	assert_int_equal(
	    attention_stops(&file, TODAY, TODAY, stops), ATTENTION_STEPS);
	end(&file, "");
}

static void
plans(void **state)
{
	static const struct {
		const char *state, *why;
		int days;
		const char *words;
	} rows[] = {
	    {"sent", NULL, 2, ""},
	    {"sent", NULL, 3, "has not answered the plan for 3 days"},
	    {"seen", NULL, 9, "has not answered the plan for 9 days"},
	    {"accepted", NULL, 9, ""},
	    {"declined", "", 0, "declined the plan"},
	    {"declined", "too long", 0,
		"declined the plan: \xe2\x80\x9ctoo long\xe2\x80\x9d"},
	    {"ended", NULL, 9, ""},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct casefile file;
		struct casefile_plan *plan;

		begin(&file);
		plan = with_plan(&file, rows[i].state, 0x7f);
		plan->agreed = CIVIL_NONE;
		plan->since = TODAY - rows[i].days;
		plan->why = rows[i].why ? mem_strdup(rows[i].why) : NULL;
		end(&file, rows[i].words);
	}
}

static void
links_and_clocks(void **state)
{
	struct casefile file;

	(void)state;
	begin(&file);
	file.skew_ms = 10 * 60000;
	end(&file, "");
	begin(&file);
	file.skew_ms = 11 * 60000;
	end(&file, "the computer's clock is 11 min slow");
	begin(&file);
	file.skew_ms = -(2 * 3600000 + 3599000);
	end(&file, "the computer's clock is 3 h fast");
	begin(&file);
	file.devices = 0;
	end(&file, "no device is linked any more");
	/* Whoever has left is asked for nothing. */
	begin(&file);
	file.devices = 0;
	file.ended = true;
	with_plan(&file, "declined", 0x7f);
	assert_int_equal(end(&file, ""), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(silence),
	    cmocka_unit_test(a_skip_is_no_silence),
	    cmocka_unit_test(pain),
	    cmocka_unit_test(movements_that_stop),
	    cmocka_unit_test(flags),
	    cmocka_unit_test(many_flags),
	    cmocka_unit_test(many_movements),
	    cmocka_unit_test(plans),
	    cmocka_unit_test(links_and_clocks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
