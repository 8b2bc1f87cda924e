#include "score/pace.h"

#include "base/mem.h"
#include "base/str.h"
#include "tests/score/made.h"
#include "tests/test.h"

#include <stdlib.h>

/* "in@5+4 tick@8 ..." of a whole score, asked for one after the other. */
static char *
pace_text(const struct score *sc, struct pace_wish wish)
{
	static const char *const names[] = {"tick", "in", "out"};
	struct str out = {0};
	struct pace pace;

	str_clear(&out);
	for (int64_t ms = 0; pace_from(sc, wish, ms, &pace); ms = pace.at_ms + 1) {
		str_addf(
		    &out, "%s@%g", names[pace.kind], (double)pace.at_ms / 1000);
		if (pace.len_ms)
			str_addf(&out, "+%g", (double)pace.len_ms / 1000);
		str_add(&out, " ");
	}
	return str_take(&out);
}

static void
test_rows(void **state)
{
	static const struct {
		enum kind kind;
		int hold, rest, seconds, breath[4];
		struct pace_wish wish;
		const char *pace, *why;
	} rows[] = {
	    {KIND_BREATH, 60, 0, 20, {4, 0, 6, 0}, {BREATH_BREATHING, true},
		"in@5+4 out@9+6 in@15+4 out@19+6 ", "two whole breaths"},
	    {KIND_BREATH, 60, 0, 25, {4, 0, 6, 0}, {BREATH_BREATHING, true},
		"in@5+4 out@9+6 in@15+4 out@19+6 in@25+4 out@29+1 ",
		"the last one ends with its hold"},
	    {KIND_BREATH, 60, 0, 24, {4, 4, 4, 4}, {BREATH_BREATHING, true},
		"in@5+4 out@13+4 in@21+4 ", "silence while it is held"},
	    {KIND_BREATH, 60, 0, 20, {0, 0, 0, 0}, {BREATH_ALWAYS, true}, "",
		"as you like"},
	    {KIND_BREATH, 60, 0, 20, {4, 0, 6, 0}, {BREATH_NEVER, true}, "",
		"not wanted"},
	    {KIND_STRETCH, 60, 0, 20, {4, 0, 6, 0}, {BREATH_BREATHING, true}, "",
		"a stretch is no breathing exercise"},
	    {KIND_STRETCH, 60, 0, 20, {4, 0, 6, 0}, {BREATH_ALWAYS, true},
		"in@5+4 out@9+6 in@15+4 out@19+6 ", "but may be led"},
	    {KIND_ISOMETRIC, 5, 3, 13, {4, 0, 6, 0}, {BREATH_ALWAYS, true}, "",
		"a hold shorter than a breath"},
	    {KIND_ROLL, 60, 0, 20, {0, 0, 0, 0}, {BREATH_ALWAYS, true},
		"tick@8 tick@11 tick@14 tick@17 tick@20 ",
		"none at the start, none with the last three"},
	    {KIND_ROLL, 8, 0, 24, {0, 0, 0, 0}, {BREATH_ALWAYS, true}, "",
		"repetitions of its own"},
	    {KIND_ROLL, 60, 0, 20, {0, 0, 0, 0}, {BREATH_ALWAYS, false}, "",
		"not wanted"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct exercise e = made_exercise(
		    POSITION_SEATED, false, rows[i].hold, rows[i].rest);
		struct made m = {0};
		struct score *sc;
		char *got;

		e.kind = rows[i].kind;
		memcpy(e.breath_s, rows[i].breath, sizeof(e.breath_s));
		made_add(&m, e, rows[i].seconds);
		sc = made_score(&m);
		got = pace_text(sc, rows[i].wish);
		if (strcmp(got, rows[i].pace) != 0)
			fail_msg("%s:\n  got %s\n  not %s", rows[i].why, got,
			    rows[i].pace);
		free(got);
		score_free(sc);
	}
}

/* Wherever one asks from, the same are found. */
static void
test_from_anywhere(void **state)
{
	struct exercise e = made_exercise(POSITION_SEATED, true, 30, 0);
	struct pace_wish wish = {BREATH_ALWAYS, true};
	struct pace first = {.at_ms = -1};
	struct made m = {0};
	struct score *sc;

	(void)state;
	e.breath_s[0] = 3;
	e.breath_s[1] = 1;
	e.breath_s[2] = 5;
	made_add(&m, e, 90);
	sc = made_score(&m);
	for (int64_t ms = sc->end_ms; ms >= 0; ms -= 7) {
		struct pace pace;

		if (!pace_from(sc, wish, ms, &pace))
			continue;
		assert_true(pace.at_ms >= ms);
		if (first.at_ms >= 0 && pace.at_ms != first.at_ms)
			assert_true(pace.at_ms < ms + 7);
		first = pace;
	}
	assert_true(first.at_ms >= 0);
	score_free(sc);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_rows),
	    cmocka_unit_test(test_from_anywhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
