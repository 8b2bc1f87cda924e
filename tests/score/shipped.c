/* The rules of domain.md 7, 8.3 and 11 held against every shipped routine, as it
 * is and in each number of minutes that it can have. */
#include "base/mem.h"
#include "plan/scale.h"
#include "routine/library.h"
#include "score/score.h"
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef void rule_fn(const struct score *sc);

static void
hold_against(rule_fn *rule, struct library *lib, const struct routine *r)
{
	const struct exercise **steps = library_steps(lib, r, NULL);
	struct pacing pacing = {SIDE_LEFT};
	struct score *sc;

	assert_non_null(steps);
	sc = score_new(r, steps, &pacing);
	rule(sc);
	score_free(sc);
	free(steps);
}

/* Returns how many lengths there were. */
static int
for_all_minutes(rule_fn *rule, struct library *lib, const struct routine *r)
{
	const struct exercise **steps = library_steps(lib, r, NULL);
	int n = 0;

	assert_non_null(steps);
	for (int minutes = 1; minutes <= 30; minutes++) {
		struct plan_wish wish = {minutes * 60, 0, NULL};
		struct routine *scaled;

		if (!plan_scale(r, steps, &wish, &scaled, NULL))
			continue;
		hold_against(rule, lib, scaled);
		routine_free(scaled);
		n++;
	}
	free(steps);
	return n;
}

static void
for_all(rule_fn *rule)
{
	struct library *lib = library_new(NULL, getenv("UNCOIL_DATADIR"));
	size_t n;
	const char *const *ids = library_ids(lib, SHELF_ROUTINES, &n);
	int lengths = 0;

	assert_true(n >= 30);
	for (size_t i = 0; i < n; i++) {
		struct err err;
		const struct routine *r = library_routine(lib, ids[i], &err);

		if (!r)
			fail_msg("%s", err.text);
		hold_against(rule, lib, r);
		lengths += for_all_minutes(rule, lib, r);
	}
	assert_true(lengths >= 300);
	library_free(lib);
}

/* Every routine lasts exactly its title, and its parts are its steps. */
static void
lasts_its_title(const struct score *sc)
{
	int64_t steps = 0, parts = 0;

	assert_int_equal(sc->end_ms, sc->routine->minutes * 60000);
	for (size_t i = 0; i < sc->routine->n_steps; i++)
		steps += sc->routine->steps[i].seconds * 1000;
	for (size_t i = 0; i < sc->n_parts; i++)
		parts += sc->parts[i].end_ms - sc->parts[i].at_ms;
	assert_int_equal(sc->planned_ms, steps);
	assert_int_equal(parts, steps);
	assert_int_equal(sc->cues[sc->n_cues - 1].kind, CUE_FINISH);
	assert_int_equal(sc->cues[sc->n_cues - 1].at_ms, sc->end_ms);
}

/* No hold is longer than the exercise says where it must not be, both sides are
 * alike, and the last hold ends with its side. */
static void
holds_are_whole(const struct score *sc)
{
	for (size_t i = 0; i < sc->n_spans; i++) {
		const struct span *span = &sc->spans[i];
		const struct exercise *e = sc->exercises[span->step];
		int64_t s = (span->end_ms - span->at_ms) / 1000;

		if (span->kind == SPAN_HOLD && e->rest_s > 0)
			assert_true(s <= e->hold_s);
		if (span->kind == SPAN_HOLD && e->rest_s > 0 && span->reps > 1)
			assert_int_equal(s, e->hold_s);
		if (span->kind == SPAN_HOLD && span->rep == span->reps)
			assert_int_equal(
			    span->end_ms, sc->parts[span->part].side_end_ms);
		if (span->kind == SPAN_REST)
			assert_true(s >= e->rest_s);
	}
	for (size_t i = 0; i + 1 < sc->n_parts; i++)
		if (sc->parts[i].step == sc->parts[i + 1].step)
			assert_int_equal(
			    sc->parts[i].side_end_ms - sc->parts[i].side_ms,
			    sc->parts[i + 1].side_end_ms -
				sc->parts[i + 1].side_ms);
}

/* The cues that a side must have, and where they may be. */
static void
check_side(const struct score *sc, const struct part *part)
{
	int64_t len = part->side_end_ms - part->side_ms, spoken = -100000;
	int n[CUE_FINISH + 1] = {0};

	for (size_t i = 0; i < sc->n_cues; i++) {
		const struct cue *cue = &sc->cues[i];
		int64_t at = cue->at_ms - part->side_ms;

		if (at < 0 || at >= len)
			continue;
		n[cue->kind]++;
		if (cue->kind == CUE_START && *cue->say)
			assert_true(at == 0 || at >= 6000);
		if (cue->kind == CUE_HALF && cue->tone == TONE_HALF)
			assert_in_range(at, len / 2 - 1000, len / 2);
		if (cue->kind == CUE_QUARTER)
			assert_in_range(at, len / 4 - 1000, len / 4 + 6000);
		if (cue->kind == CUE_END)
			assert_true(
			    at + script_estimate_ms(cue->say) <= len - 3000);
		if (*cue->say && cue->kind != CUE_REP) {
			if (len >= 24000)
				assert_true(at - spoken >= 6000);
			spoken = at;
		}
	}
	assert_true(n[CUE_START] >= 1);
	assert_int_equal(n[CUE_END], len >= 12000);
	assert_true(
	    n[CUE_HALF] >= (len >= 24000) && (len >= 24000 || !n[CUE_HALF]));
	assert_true(len >= 24000 || !n[CUE_QUARTER]);
	assert_int_equal(n[CUE_LAST], len >= 6000 ? 3 : 0);
}

static void
sides_have_their_cues(const struct score *sc)
{
	for (size_t i = 0; i < sc->n_parts; i++)
		check_side(sc, &sc->parts[i]);
}

/* No two tones fall together: a person could not tell them apart. */
static void
tones_are_apart(const struct score *sc)
{
	int64_t before = -1000;

	for (size_t i = 0; i < sc->n_cues; i++) {
		if (sc->cues[i].tone == TONE_NONE)
			continue;
		if (sc->cues[i].at_ms - before < 600)
			fail_msg("%s: two tones at %lld ms", sc->routine->id,
			    (long long)sc->cues[i].at_ms);
		before = sc->cues[i].at_ms;
	}
}

/* A cue line is also heard on the last side: it never says to change. */
static void
nobody_else_changes_sides(const struct score *sc)
{
	for (size_t i = 0; i < sc->n_cues; i++)
		if (sc->cues[i].kind != CUE_SIDE)
			assert_null(strstr(sc->cues[i].say, "hange sides"));
}

static void
test_lasts_its_title(void **state)
{
	(void)state;
	for_all(lasts_its_title);
}

static void
test_holds_are_whole(void **state)
{
	(void)state;
	for_all(holds_are_whole);
}

static void
test_sides_have_their_cues(void **state)
{
	(void)state;
	for_all(sides_have_their_cues);
}

static void
test_tones_are_apart(void **state)
{
	(void)state;
	for_all(tones_are_apart);
}

static void
test_nobody_else_changes_sides(void **state)
{
	(void)state;
	for_all(nobody_else_changes_sides);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_lasts_its_title),
	    cmocka_unit_test(test_holds_are_whole),
	    cmocka_unit_test(test_sides_have_their_cues),
	    cmocka_unit_test(test_tones_are_apart),
	    cmocka_unit_test(test_nobody_else_changes_sides),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
