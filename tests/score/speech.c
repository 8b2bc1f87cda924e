/* What is spoken, when, and what it does to the time: score/speech.c. */
#include "base/mem.h"
#include "base/str.h"
#include "routine/library.h"
#include "score/score.h"
#include "tests/dice.h"
#include "tests/score/made.h"
#include "tests/test.h"

#include <stdlib.h>

/* "Sit tall.@5.6" for each spoken line. */
static char *
speech_text(const struct score *sc)
{
	struct str out = {0};

	str_clear(&out);
	for (size_t i = 0; i < sc->n_speech; i++)
		str_addf(&out, "%s@%g ",
		    script_text(sc->script, sc->speech[i].line),
		    (double)sc->speech[i].at_ms / 1000);
	return str_take(&out);
}

static void
assert_says(const struct score *sc, const char *expected)
{
	char *got = speech_text(sc);

	if (strcmp(got, expected) != 0)
		fail_msg("says     %s\nexpected %s", got, expected);
	free(got);
}

/* One seated exercise, 40 s, both lengths of teaching. */
static void
test_short_fits_the_lead(void **state)
{
	struct script *script = script_new();
	struct pacing pacing = {.first_side = SIDE_LEFT, .script = script};
	struct made m = {0};
	struct score *sc;

	(void)state;
	made_add(&m, made_exercise(POSITION_SEATED, false, 60, 0), 40);
	m.routine.title = made_text("Made by hand, and with a long title");
	sc = score_new(&m.routine, m.pointers, &pacing);
	/* 1.4 s of name and 0.7 s of set-up leave no room for 2.5 s of title. */
	assert_says(sc,
	    "First: Tall sit.@0.5 Sit tall.@2.23 Begin to grow tall.@5.6 "
	    "Keep on growing.@15 Half of it is done.@25.6 Come back slowly.@39 "
	    "Done.@45.6 ");
	assert_int_equal(sc->end_ms, 45000);
	assert_int_equal(sc->taught_ms, 0);
	assert_int_equal(score_speech_at(sc, 499), sc->n_speech);
	assert_int_equal(score_speech_at(sc, 500), 0);
	assert_int_equal(score_speech_at(sc, 1879), 0);
	assert_int_equal(score_speech_at(sc, 1880), sc->n_speech);
	assert_int_equal(score_speech_at(sc, 2350), 1);
	assert_int_equal(score_speech_at(sc, 45000), sc->n_speech);
	score_free(sc);
	script_free(script);
}

static void
test_full_takes_its_time(void **state)
{
	static const enum teach teach[] = {TEACH_FULL, TEACH_SHORT, TEACH_FULL};
	struct script *script = script_new();
	struct pacing pacing = {.first_side = SIDE_LEFT, .script = script};
	struct made m = {0};
	struct score *sc;

	(void)state;
	made_add(&m, made_exercise(POSITION_SEATED, false, 60, 0), 20);
	made_add(&m, made_exercise(POSITION_STANDING, true, 5, 3), 40);
	made_add(&m, made_exercise(POSITION_FLOOR_SUPINE, false, 60, 0), 20);
	pacing.teach = teach;
	sc = score_new(&m.routine, m.pointers, &pacing);
	/* lead: title, name, set-up, count, and half of 5 s to get there */
	assert_int_equal(score_taught_s(sc, 0), 4);
	assert_int_equal(score_taught_s(sc, 1), 0);
	assert_int_equal(score_taught_s(sc, 2), 1);
	assert_int_equal(sc->taught_ms, 5000);
	assert_int_equal(sc->planned_ms, 80000);
	assert_int_equal(sc->end_ms, 80000 + (5 + 8 + 15) * 1000 + sc->taught_ms);
	assert_says(sc,
	    "Made by hand.@0.5 First: Tall sit.@1.815 Sit tall.@3.545 "
	    "For 20 seconds.@4.64 Begin to grow tall.@9.6 Come back slowly.@23 "
	    "Stand up.@29.6 Next: Tall sit, left side.@30.695 Sit tall.@33.225 "
	    "Begin to grow tall.@37.6 Come back slowly.@49 two.@50.6 "
	    "Change sides.@55.6 Right side.@56.816 Begin to grow tall.@59.6 "
	    "Come back slowly.@71 two.@72.6 "
	    "Hand on the chair, one knee, then the other.@77.6 "
	    "Next: Tall sit.@81.12 Sit tall.@82.795 For 20 seconds.@83.89 "
	    "Begin to grow tall.@93.6 Come back slowly.@107 Done.@113.6 ");
	score_free(sc);
	script_free(script);
}

/* Lengths that are known move what depends on them, and only from there on. */
static void
test_again(void **state)
{
	static const enum teach teach[] = {TEACH_FULL, TEACH_FULL};
	struct script *script = script_new();
	struct pacing pacing = {
	    .first_side = SIDE_LEFT, .script = script, .teach = teach};
	struct score *sc, *again;
	struct made m = {0};
	int64_t way;

	(void)state;
	made_add(&m, made_exercise(POSITION_SEATED, false, 60, 0), 20);
	made_add(&m, made_exercise(POSITION_SEATED, false, 60, 0), 20);
	sc = score_new(&m.routine, m.pointers, &pacing);
	for (size_t i = 0; i < script_count(script); i++)
		script_learn(script, i, 2 * script_ms(script, i));
	again = score_again(sc, 1, &pacing);
	way = score_taught_s(again, 1);
	assert_int_equal(score_taught_s(again, 0), score_taught_s(sc, 0));
	assert_true(way > score_taught_s(sc, 1));
	assert_int_equal(
	    again->end_ms - sc->end_ms, (way - score_taught_s(sc, 1)) * 1000);
	assert_int_equal(
	    again->taught_ms - sc->taught_ms, (way - score_taught_s(sc, 1)) * 1000);
	for (size_t i = 0; i < again->n_speech && again->speech[i].step == 0; i++)
		assert_memory_equal(
		    &again->speech[i], &sc->speech[i], sizeof(*sc->speech));
	assert_ptr_not_equal(again->cues[0].say, sc->cues[0].say);
	assert_string_equal(again->cues[0].say, sc->cues[0].say);
	score_free(sc);
	sc = score_again(again, 0, &pacing);
	assert_true(score_taught_s(sc, 0) > score_taught_s(again, 0));
	score_free(again);
	again = score_again(sc, 2, &pacing);
	assert_int_equal(again->n_cues, sc->n_cues);
	assert_int_equal(again->n_speech, sc->n_speech);
	assert_int_equal(again->end_ms, sc->end_ms);
	score_free(again);
	score_free(sc);
	script_free(script);
}

/* What cannot be spoken is not spoken, and its place on the screen stays. */
static void
test_unspeakable(void **state)
{
	struct script *script = script_new();
	struct pacing pacing = {.first_side = SIDE_LEFT, .script = script};
	struct made m = {0};
	struct score *sc, *again;

	(void)state;
	made_add(&m, made_exercise(POSITION_SEATED, false, 60, 0), 40);
	sc = score_new(&m.routine, m.pointers, &pacing);
	for (size_t i = 0; i < script_count(script); i++)
		script_learn(script, i, 0);
	again = score_again(sc, 0, &pacing);
	assert_int_equal(again->n_speech, 0);
	assert_int_equal(again->n_cues, sc->n_cues);
	score_free(again);
	score_free(sc);
	script_free(script);
}

static void
test_recordings_stand_for_lines(void **state)
{
	struct script *script = script_new();
	struct pacing pacing = {.first_side = SIDE_LEFT, .script = script};
	struct exercise e = made_exercise(POSITION_SEATED, false, 60, 0);
	struct made m = {0};
	struct score *sc;
	int found = 0;

	(void)state;
	e.say_setup = made_text("/r/setup.ogg");
	e.say_cue[MOMENT_HALF][0] = made_text("/r/half.ogg");
	made_add(&m, e, 40);
	sc = score_new(&m.routine, m.pointers, &pacing);
	for (size_t i = 0; i < sc->n_speech; i++) {
		const char *file = script_file(script, sc->speech[i].line);

		found += file && strcmp(file, "/r/setup.ogg") == 0 &&
			 sc->speech[i].at_ms == 3545;
		found += file && strcmp(file, "/r/half.ogg") == 0 &&
			 sc->speech[i].at_ms == 25600;
	}
	assert_int_equal(found, 2);
	score_free(sc);
	script_free(script);
}

/* How often a line with this recording, or with none, is said. */
static int
said(const struct score *sc, const struct script *script, const char *file)
{
	int n = 0;

	for (size_t i = 0; i < sc->n_speech; i++) {
		const char *is = script_file(script, sc->speech[i].line);

		n += strcmp(is ? is : "", file) == 0;
	}
	return n;
}

static void
test_recording_that_cannot_be_read_is_spoken(void **state)
{
	struct script *script = script_new();
	struct pacing pacing = {.first_side = SIDE_LEFT, .script = script};
	struct exercise e = made_exercise(POSITION_SEATED, false, 60, 0);
	struct made m = {0};
	struct score *sc;
	int spoken;

	(void)state;
	e.say_cue[MOMENT_HALF][0] = made_text("/r/half.ogg");
	made_add(&m, e, 40);
	sc = score_new(&m.routine, m.pointers, &pacing);
	assert_int_equal(said(sc, script, "/r/half.ogg"), 1);
	spoken = said(sc, script, "");
	score_free(sc);
	for (size_t i = 0; i < script_count(script); i++)
		if (script_file(script, i))
			script_learn(script, i, 0);
	sc = score_new(&m.routine, m.pointers, &pacing);
	assert_int_equal(said(sc, script, "/r/half.ogg"), 0);
	assert_int_equal(said(sc, script, ""), spoken + 1);
	score_free(sc);
	script_free(script);
}

/* --- every shipped routine, with lengths of all kinds --------------------------- */

static void
check_lines(const struct score *sc)
{
	for (size_t i = 0; i < sc->n_speech; i++) {
		const struct speech *s = &sc->speech[i];
		int64_t end = s->at_ms + s->len_ms;
		size_t at = score_span_at(sc, s->at_ms);
		const struct span *span = &sc->spans[at];

		if (i > 0)
			assert_true(s->at_ms >= s[-1].at_ms + s[-1].len_ms + 250);
		if (s->at_ms >= sc->end_ms)
			continue;
		assert_int_equal(s->step, span->step);
		if (span->part == NO_PART || span->kind == SPAN_SWITCH)
			assert_true(end <= score_counted_end(sc, at));
		else
			assert_true(end <= sc->parts[span->part].side_end_ms);
	}
}

static void
check_titles(const struct score *sc, bool full)
{
	int64_t planned = 0;

	for (size_t i = 0; i < sc->n_parts; i++)
		planned += sc->parts[i].end_ms - sc->parts[i].at_ms;
	assert_int_equal(planned, sc->planned_ms);
	assert_int_equal(sc->end_ms, sc->routine->minutes * 60000 + sc->taught_ms);
	if (full)
		assert_true(sc->taught_ms > 0);
	else
		assert_int_equal(sc->taught_ms, 0);
}

/* Each step is named when there is half a chance, and the end cue stands clear of
 * the last three. */
static void
check_named(const struct score *sc)
{
	for (size_t step = 0; step < sc->routine->n_steps; step++) {
		bool named = false;

		for (size_t i = 0; i < sc->n_speech; i++)
			named |= sc->speech[i].step == step &&
				 strstr(script_text(sc->script, sc->speech[i].line),
				     sc->exercises[step]->name);
		if (!named)
			fail_msg(
			    "%s: step %zu is not named", sc->routine->id, step);
	}
}

static void
check_routine(const struct routine *r, const struct exercise *const *steps,
    bool full, int slow_percent, struct dice *dice)
{
	struct script *script = script_new();
	enum teach *teach = mem_new(r->n_steps, sizeof(*teach));
	struct pacing pacing = {
	    .first_side = SIDE_LEFT, .script = script, .teach = teach};
	struct score *sc, *again;

	for (size_t i = 0; i < r->n_steps; i++)
		teach[i] = full ? TEACH_FULL : TEACH_SHORT;
	sc = score_new(r, steps, &pacing);
	check_lines(sc);
	check_titles(sc, full);
	check_named(sc);
	for (int round = 0; round < 3; round++) {
		for (size_t i = 0; i < script_count(script); i++)
			script_learn(script, i,
			    script_ms(script, i) *
				(50 + dice_roll(dice, slow_percent)) / 100);
		again = score_again(
		    sc, (size_t)dice_roll(dice, (int)r->n_steps + 1), &pacing);
		score_free(sc);
		sc = again;
		check_titles(sc, full);
	}
	again = score_again(sc, 0, &pacing);
	check_lines(again);
	score_free(again);
	score_free(sc);
	free(teach);
	script_free(script);
}

static void
test_shipped(void **state)
{
	struct library *lib = library_new(NULL, getenv("UNCOIL_DATADIR"));
	struct dice dice = {20261125};
	size_t n;
	const char *const *ids = library_ids(lib, SHELF_ROUTINES, &n);

	(void)state;
	assert_true(n >= 30);
	for (size_t i = 0; i < n; i++) {
		struct err err;
		const struct routine *r = library_routine(lib, ids[i], &err);
		const struct exercise **steps =
		    r ? library_steps(lib, r, &err) : NULL;

		if (!steps)
			fail_msg("%s", err.text);
		for (int slow = 80; slow <= 400; slow *= 2) {
			check_routine(r, steps, false, slow, &dice);
			check_routine(r, steps, true, slow, &dice);
		}
		free(steps);
	}
	library_free(lib);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_short_fits_the_lead),
	    cmocka_unit_test(test_full_takes_its_time),
	    cmocka_unit_test(test_again),
	    cmocka_unit_test(test_unspeakable),
	    cmocka_unit_test(test_recordings_stand_for_lines),
	    cmocka_unit_test(test_recording_that_cannot_be_read_is_spoken),
	    cmocka_unit_test(test_shipped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
