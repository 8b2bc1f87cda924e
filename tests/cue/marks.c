#include "cue/marks.h"

#include "tests/score/made.h"
#include "tests/test.h"

/* A chapter a step, the first from 0: its lead-in belongs to it. */
static void
test_marks(void **state)
{
	struct made m = {0};
	struct str out = {0};
	struct score *sc;

	(void)state;
	made_add(&m, made_exercise(POSITION_SEATED, false, 30, 0), 30);
	made_add(&m, made_exercise(POSITION_STANDING, false, 20, 0), 20);
	m.exercises[1].name = made_text("Ear to\nshoulder");
	m.routine.goal = made_text("Feel taller.");
	sc = made_score(&m);
	cue_marks(sc, &out);
	/* 5 s of lead-in and 30 s; newlines would be lines of their own. */
	assert_string_equal(out.s,
	    "tag title Made by hand\ntag artist uncoil\ntag album uncoil\n"
	    "tag comment Feel taller.\nat 0 chapter Tall sit\n"
	    "at 35000 chapter Ear to shoulder\n");
	str_fini(&out);
	m.routine.goal = made_text("");
	cue_marks(sc, &out);
	assert_null(strstr(out.s, "comment"));
	str_fini(&out);
	score_free(sc);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_marks)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
