#include "score/score.h"

#include "base/str.h"
#include "tests/score/made.h"
#include "tests/test.h"

#include <stdlib.h>

/* The spans of a score as letters with seconds: "L5 H10 r3 H10". */
static char *
spans_text(const struct score *sc)
{
	static const char letters[] = {'L', 'C', 'H', 'r', 's', 'X'};
	struct str out = {0};

	for (size_t i = 0; i < sc->n_spans; i++)
		str_addf(&out, "%s%c%g", i ? " " : "", letters[sc->spans[i].kind],
		    (double)(sc->spans[i].end_ms - sc->spans[i].at_ms) / 1000);
	return str_take(&out);
}

static void
test_repetitions(void **state)
{
	static const struct {
		int hold, rest, seconds;
		bool two;
		const char *spans, *why;
	} rows[] = {
	    {8, 0, 32, false, "L5 H8 H8 H8 H8", "even cycles"},
	    {30, 0, 94, true, "L5 H22 H23 X2 X2 H22 H23",
		"45 s of a 30 s stretch: two"},
	    {30, 0, 44, true, "L5 H20 X2 X2 H20", "20 s of a 30 s stretch: one"},
	    {25, 0, 55, true, "L5 H25 X2 X3 H25", "an odd second joins the change"},
	    {60, 0, 30, false, "L5 H30", "half of a long breath block"},
	    {5, 3, 37, false, "L5 H5 r3 H5 r3 H5 r3 H5 r3 H5", "the default block"},
	    {5, 3, 24, false, "L5 H5 r3 H5 r6 H5",
		"what is over lengthens the last rest"},
	    {20, 20, 39, false, "L5 s19 H20",
		"one repetition: set-up time before it"},
	    {20, 20, 15, false, "L5 H15",
		"the hold is cut when the side is shorter"},
	    {20, 20, 60, false, "L5 H20 r20 H20", "two fit exactly"},
	    {4, 1, 2, true, "L5 H1 H1", "no room for a change of side"},
	    {4, 1, 7, true, "L5 H1 X2 X3 H1", "at least a second a side"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct made m = {0};
		struct score *sc;
		char *got;

		made_add(&m,
		    made_exercise(
			POSITION_SEATED, rows[i].two, rows[i].hold, rows[i].rest),
		    rows[i].seconds);
		sc = made_score(&m);
		got = spans_text(sc);
		if (strcmp(got, rows[i].spans) != 0)
			fail_msg(
			    "%s: %s, expected %s", rows[i].why, got, rows[i].spans);
		assert_int_equal(sc->end_ms, (5 + rows[i].seconds) * 1000);
		assert_int_equal(sc->planned_ms, rows[i].seconds * 1000);
		free(got);
		score_free(sc);
	}
}

static void
test_changes(void **state)
{
	static const struct {
		enum position from, to;
		int s;
	} rows[] = {
	    {POSITION_SEATED, POSITION_SEATED, 5},
	    {POSITION_SEATED, POSITION_STANDING, 8},
	    {POSITION_STANDING, POSITION_HANGING, 8},
	    {POSITION_FLOOR_SUPINE, POSITION_KNEELING, 10},
	    {POSITION_STANDING, POSITION_FLOOR_SIDE, 15},
	    {POSITION_ALL_FOURS, POSITION_SEATED, 15},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct made m = {0};
		struct score *sc;

		made_add(&m, made_exercise(rows[i].from, false, 10, 0), 30);
		made_add(&m, made_exercise(rows[i].to, false, 10, 0), 30);
		sc = made_score(&m);
		assert_int_equal(sc->end_ms, (5 + 30 + rows[i].s + 30) * 1000);
		assert_int_equal(sc->planned_ms, 60000);
		score_free(sc);
		m.routine.change_s = 7;
		sc = made_score(&m);
		assert_int_equal(sc->end_ms, (5 + 30 + 7 + 30) * 1000);
		score_free(sc);
	}
}

/* The cues of a score as "start@5 half@17 ...", seconds of the score. */
static char *
cues_text(const struct score *sc)
{
	struct str out = {0};

	for (size_t i = 0; i < sc->n_cues; i++)
		str_addf(&out, "%s%s@%g%s", i ? " " : "",
		    words_name(&words_cue, sc->cues[i].kind),
		    (double)sc->cues[i].at_ms / 1000,
		    sc->cues[i].tone == TONE_NONE ? "" : "*");
	return str_take(&out);
}

static void
test_cues(void **state)
{
	static const struct {
		int hold, rest, seconds;
		bool two;
		const char *end, *cues, *why;
	} rows[] = {
	    {60, 0, 40, false, "Come back slowly.",
		"lead@0 start@5* quarter@15 half@25* end@39 last@42* last@43* "
		"last@44* "
		"finish@45*",
		"all four, and the count"},
	    {60, 0, 20, false, "Come back slowly.",
		"lead@0 start@5* end@19 last@22* last@23* last@24* finish@25*",
		"12 to 23 s: start and end"},
	    {60, 0, 11, false, "Come back slowly.",
		"lead@0 start@5* last@13* last@14* last@15* finish@16*",
		"below 12 s: start only"},
	    {60, 0, 5, false, "Come back slowly.", "lead@0 start@5* finish@10*",
		"too short to count out"},
	    {60, 0, 40, false,
		"Now come back from there slowly as slowly as you like.",
		"lead@0 start@5* quarter@15 half@25* end@38.78 last@42* last@43* "
		"last@44* "
		"finish@45*",
		"a long end line is over 3 s before the end"},
	    {60, 0, 25, false,
		"Use your free hand to help your heavy head up as slowly as it "
		"does.",
		"lead@0 start@5* quarter@11.065 half@17.065* end@23.065 last@27* "
		"last@28* "
		"last@29* finish@30*",
		"a little earlier keeps six seconds apart"},
	    {60, 0, 24, false,
		"Now come back from there slowly and as slowly as you would like "
		"to come from it.",
		"lead@0 start@5* quarter@11 half@17* end@21.35 last@26* last@27* "
		"last@28* "
		"finish@29*",
		"no room for the line of the half: its chime stays"},
	    {10, 0, 40, false, "Come back slowly.",
		"lead@0 start@5* rep@15* quarter@15 rep@25* half@25 rep@35* end@39 "
		"last@42* last@43* last@44* finish@45*",
		"the tone of a repetition goes before the chime"},
	    {5, 3, 13, false, "Come back slowly.",
		"lead@0 start@5* rep@10* end@12 rep@13* last@15* last@16* last@17* "
		"finish@18*",
		"a rest is begun and ended by a tone"},
	    {60, 0, 34, true, "Come back slowly.",
		"lead@0 start@5* end@14 last@17* last@18* last@19* side@20* "
		"start@24* "
		"end@33 last@36* last@37* last@38* finish@39*",
		"two sides"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct exercise e = made_exercise(
		    POSITION_SEATED, rows[i].two, rows[i].hold, rows[i].rest);
		char end[128], *got;
		struct made m = {0};
		struct score *sc;

		snprintf(end, sizeof(end), "%s", rows[i].end);
		e.cue[MOMENT_END][0] = end;
		made_add(&m, e, rows[i].seconds);
		sc = made_score(&m);
		got = cues_text(sc);
		if (strcmp(got, rows[i].cues) != 0)
			fail_msg("%s:\n  got %s\n  not %s", rows[i].why, got,
			    rows[i].cues);
		free(got);
		score_free(sc);
	}
}

static void
test_parts_fill_their_step(void **state)
{
	(void)state;
	for (int seconds = 6; seconds < 130; seconds++) {
		struct made m = {0};
		struct score *sc;
		const struct part *p;

		made_add(&m, made_exercise(POSITION_SEATED, true, 20, 0), seconds);
		made_add(&m, made_exercise(POSITION_SEATED, false, 20, 5), seconds);
		sc = made_score(&m);
		p = sc->parts;
		assert_int_equal(sc->n_parts, 3);
		assert_int_equal(p[0].at_ms, 5000);
		assert_int_equal(p[0].end_ms, p[1].at_ms);
		assert_int_equal(p[1].end_ms, 5000 + seconds * 1000);
		assert_int_equal(p[2].end_ms, sc->end_ms);
		assert_int_equal(p[0].side_end_ms - p[0].side_ms,
		    p[1].side_end_ms - p[1].side_ms);
		for (size_t i = 0; i < sc->n_spans; i++) {
			assert_int_equal(
			    sc->spans[i].at_ms, i ? sc->spans[i - 1].end_ms : 0);
			assert_int_equal(sc->spans[i].at_ms % 1000, 0);
			assert_int_equal(score_span_at(sc, sc->spans[i].at_ms), i);
			assert_int_equal(
			    score_span_at(sc, sc->spans[i].end_ms - 1), i);
		}
		score_free(sc);
	}
}

/* What is left of a step, when its other side was done before. */
static void
test_one_side(void **state)
{
	struct made m = {0};
	struct score *sc;

	(void)state;
	made_add(&m, made_exercise(POSITION_SEATED, true, 20, 0), 22);
	made_add(&m, made_exercise(POSITION_SEATED, true, 20, 0), 44);
	m.steps[0].first = SIDE_RIGHT;
	m.steps[0].one_side = true;
	sc = made_score(&m);
	assert_int_equal(sc->n_parts, 3);
	assert_int_equal(sc->parts[0].side, SIDE_RIGHT);
	assert_int_equal(sc->parts[0].end_ms - sc->parts[0].at_ms, 22000);
	assert_int_equal(sc->parts[1].side, SIDE_LEFT);
	assert_int_equal(sc->planned_ms, 66000);
	for (size_t i = 0; i < sc->n_cues && sc->cues[i].step == 0; i++)
		assert_int_not_equal(sc->cues[i].kind, CUE_SIDE);
	score_free(sc);
}

static void
test_transfers(void **state)
{
	struct exercise seat = made_exercise(POSITION_SEATED, false, 10, 0);
	struct exercise floor = made_exercise(POSITION_FLOOR_SUPINE, true, 10, 0);
	struct made m = {0};
	struct score *sc;
	size_t i = 0;

	(void)state;
	made_add(&m, seat, 30);
	made_add(&m, floor, 40);
	made_add(&m, seat, 30);
	made_add(&m, seat, 30);
	m.steps[1].first = SIDE_RIGHT;
	sc = made_score(&m);
	assert_string_equal(
	    sc->cues[0].say, "Made by hand. First: Tall sit. Sit tall.");
	while (sc->cues[i].kind != CUE_CHANGE)
		i++;
	assert_string_equal(sc->cues[i].say,
	    "Hand on the chair, one knee, then the other. "
	    "Next: Tall sit, right side. Sit tall.");
	for (i++; sc->cues[i].kind != CUE_CHANGE;)
		i++;
	assert_string_equal(sc->cues[i].say,
	    "Roll to your side, push up with your hands, take your time. "
	    "Next: Tall sit. Sit tall.");
	for (i++; sc->cues[i].kind != CUE_CHANGE;)
		i++;
	assert_string_equal(sc->cues[i].say, "Next: Tall sit. Sit tall.");
	score_free(sc);
}

static void
test_hanging_rests_are_spoken(void **state)
{
	struct made m = {0};
	struct score *sc;
	int said = 0;

	(void)state;
	made_add(&m, made_exercise(POSITION_HANGING, false, 10, 15), 60);
	sc = made_score(&m);
	for (size_t i = 0; i < sc->n_cues; i++)
		said += strcmp(sc->cues[i].say, "Feet down, hands off.") == 0;
	assert_int_equal(said, 2);
	score_free(sc);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_repetitions),
	    cmocka_unit_test(test_changes),
	    cmocka_unit_test(test_cues),
	    cmocka_unit_test(test_parts_fill_their_step),
	    cmocka_unit_test(test_one_side),
	    cmocka_unit_test(test_transfers),
	    cmocka_unit_test(test_hanging_rests_are_spoken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
