#include "history/record.h"

#include "base/mem.h"
#include "tests/test.h"

#include <string.h>

static void
the_first_percent_are_held(void **state)
{
	/* of two steps of 30 s and one of 40 s */
	static const struct {
		int percent;
		int64_t held_ms[3];
		enum outcome last;
		enum session_state state;
	} rows[] = {
	    {0, {0, 0, 0}, OUTCOME_SKIPPED, STATE_SKIPPED},
	    {1, {1000, 0, 0}, OUTCOME_SKIPPED, STATE_PARTIAL},
	    {30, {30000, 0, 0}, OUTCOME_SKIPPED, STATE_PARTIAL},
	    {69, {30000, 30000, 9000}, OUTCOME_SKIPPED, STATE_PARTIAL},
	    {70, {30000, 30000, 10000}, OUTCOME_SKIPPED, STATE_DONE},
	    {88, {30000, 30000, 28000}, OUTCOME_DONE, STATE_DONE},
	    {100, {30000, 30000, 40000}, OUTCOME_DONE, STATE_DONE},
	};
	struct step_record steps[3] = {
	    {.planned_ms = 30000}, {.planned_ms = 30000}, {.planned_ms = 40000}};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct session_record r = {
		    .planned_ms = 100000, .steps = steps, .n_steps = 3};

		steps[2].wrong_ms = 500;
		steps[2].why = WHY_PAIN;
		session_record_hold(&r, rows[i].percent);
		for (int k = 0; k < 3; k++)
			assert_int_equal(steps[k].held_ms, rows[i].held_ms[k]);
		assert_int_equal(steps[2].outcome, rows[i].last);
		assert_int_equal(steps[2].wrong_ms, -1);
		assert_int_equal(steps[2].why,
		    rows[i].last == OUTCOME_DONE ? WHY_NONE : WHY_PAIN);
		assert_int_equal(r.state, rows[i].state);
		assert_int_equal(r.planned_ms, 100000);
	}
}

/* What was planned in odd milliseconds: 70 percent are done, whatever they are. */
static void
seventy_percent_are_done(void **state)
{
	(void)state;
	for (int64_t ms = 1; ms < 3000; ms++) {
		struct step_record step = {.planned_ms = ms};
		struct session_record with = {
		    .planned_ms = ms, .steps = &step, .n_steps = 1};
		struct session_record without = {.planned_ms = ms};

		session_record_hold(&with, 70);
		session_record_hold(&without, 70);
		assert_int_equal(with.state, STATE_DONE);
		assert_int_equal(without.state, STATE_DONE);
		assert_int_equal(with.active_ms, without.active_ms);
		assert_true(with.active_ms <= ms);
	}
}

static void
scores_stand_by_topic_each_once(void **state)
{
	struct session_record r = {.n_ratings = 0};

	(void)state;
	session_record_rate(&r, TOPIC_MOOD)->after = 4;
	session_record_rate(&r, REGION_HIPS)->before = 5;
	session_record_rate(&r, REGION_NECK)->before = 6;
	session_record_rate(&r, REGION_HIPS)->after = 1;
	assert_int_equal(r.n_ratings, 3);
	assert_int_equal(r.ratings[0].topic, REGION_NECK);
	assert_int_equal(r.ratings[1].before, 5);
	assert_int_equal(r.ratings[1].after, 1);
	assert_int_equal(r.ratings[2].before, SCORE_NONE);
	assert_null(session_record_rating(&r, TOPIC_PAIN));
	for (int topic = REGION_NECK + 1; topic < REGION_HIPS; topic++)
		session_record_rate(&r, topic);
	assert_int_equal(r.n_ratings, RATINGS_MAX);
	assert_null(session_record_rate(&r, TOPIC_PAIN)); /* there is no room */
	assert_non_null(session_record_rate(&r, REGION_NECK));
}

static void
topics_have_words_and_ranges(void **state)
{
	static const struct {
		int topic;
		const char *word;
		int least, most;
	} rows[] = {
	    {REGION_NECK, "neck", 0, 10},
	    {REGION_CALVES, "calves", 0, 10},
	    {TOPIC_PAIN, "pain", 0, 10},
	    {TOPIC_MOOD, "mood", 1, 5},
	    {TOPIC_PRESSURE, "pressure", 0, 2},
	};
	int least, most;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		assert_string_equal(topic_word(rows[i].topic), rows[i].word);
		assert_true(topic_range(rows[i].topic, &least, &most));
		assert_int_equal(least, rows[i].least);
		assert_int_equal(most, rows[i].most);
	}
	assert_string_equal(topic_word(REGION_CALVES + 1), "?");
	assert_false(topic_range(REGION_CALVES + 1, &least, &most));
	assert_false(topic_range(TOPIC_END, &least, &most));
	assert_false(topic_range(-1, &least, &most));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_first_percent_are_held),
	    cmocka_unit_test(seventy_percent_are_done),
	    cmocka_unit_test(scores_stand_by_topic_each_once),
	    cmocka_unit_test(topics_have_words_and_ranges),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
