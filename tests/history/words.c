#include "history/words.h"

#include "base/mem.h"
#include "tests/test.h"

#include <string.h>

/* Numbers of enums stand in databases: a word that moves would tell another. */
static void
each_number_keeps_its_word(void **state)
{
	static const struct {
		const struct words *words;
		int number;
		const char *word;
	} rows[] = {
	    {&words_state, STATE_RUNNING, "running"},
	    {&words_state, STATE_DONE, "done"},
	    {&words_state, STATE_PARTIAL, "partial"},
	    {&words_state, STATE_SKIPPED, "skipped"},
	    {&words_state, 9, "?"},
	    {&words_origin, ORIGIN_PLAYED, "played"},
	    {&words_origin, ORIGIN_LOGGED, "logged"},
	    {&words_origin, ORIGIN_FOREIGN, "foreign"},
	    {&words_outcome, OUTCOME_OPEN, "open"},
	    {&words_outcome, OUTCOME_DONE, "done"},
	    {&words_outcome, OUTCOME_SKIPPED, "skipped"},
	    {&words_outcome, OUTCOME_WRONG, "wrong"},
	    {&words_why, WHY_NONE, ""},
	    {&words_why, WHY_PAIN, "pain"},
	    {&words_why, WHY_TIME, "time"},
	    {&words_why, WHY_UNCLEAR, "unclear"},
	    {&words_why, WHY_WRONG, "wrong"},
	    {&words_why, WHY_OTHER, "other"},
	    {&words_flagged, 1, "sharp"},
	    {&words_flagged, 9, "morning"},
	    {&words_flagged, 10, "?"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		assert_string_equal(
		    words_name(rows[i].words, rows[i].number), rows[i].word);
}

/* Each number has a word of its own, and what is said of it. */
static void
nothing_is_without_words(void **state)
{
	static const struct words *const all[] = {&words_state, &words_origin,
	    &words_outcome, &words_why, &words_flagged};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(all); i++)
		for (int n = 0; n < (int)all[i]->n; n++)
			assert_int_equal(
			    words_find(all[i], words_name(all[i], n)), n);
	assert_int_equal(words_flagged.n, ALARM_CODES);
	for (int code = 0; code < ALARM_CODES; code++)
		assert_true(*alarm_said(code));
	assert_string_equal(alarm_said(5), "dizziness");
	assert_string_equal(alarm_said(-1), "");
	assert_string_equal(alarm_said(ALARM_CODES), "");
	assert_int_equal(words_why.n, WHYS);
	for (int why = WHY_PAIN; why < WHYS; why++)
		assert_true(*stop_why_said((enum stop_why)why));
	assert_string_equal(stop_why_said(WHY_TIME), "no time");
	assert_string_equal(stop_why_said(WHY_NONE), "");
	assert_string_equal(stop_why_said(WHYS), "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_number_keeps_its_word),
	    cmocka_unit_test(nothing_is_without_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
