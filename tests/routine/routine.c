#include "routine/routine.h"

#include "tests/routine/good.h"

static struct routine *
read_text(const char *text, struct notes *notes)
{
	struct ini *ini = ini_parse(text, strlen(text), notes);
	struct routine *r = ini ? routine_read(ini, "x", "x.ini", notes) : NULL;

	ini_free(ini);
	return r;
}

static void
test_good(void **state)
{
	struct notes notes = {0};
	struct routine *r = read_text(good_routine, &notes);

	(void)state;
	assert_non_null(r);
	assert_int_equal(notes.n, 0);
	assert_string_equal(r->title, "Two minutes");
	assert_int_equal(r->minutes, 2);
	assert_int_equal(r->place, PLACE_OFFICE);
	assert_string_equal(r->for_whom, "anyone");
	assert_string_equal(r->caveat, "");
	assert_int_equal(r->n_steps, 4);
	assert_string_equal(r->steps[3].exercise, "standing-reach-shift");
	assert_int_equal(r->steps[3].seconds, 16);
	assert_int_equal(r->steps[3].line, 10);
	assert_int_equal(r->steps[3].first, SIDE_NONE);
	assert_int_equal(r->n_drop, 1);
	assert_string_equal(r->drop[0], "chin-tuck-seated");
	assert_int_equal(r->flags, BIT_OF(FLAG_NO_FLOOR));
	assert_int_equal(r->change_s, 0);
	assert_string_equal(r->cue_set, "");
	routine_free(r);
	routine_free(NULL);
	notes_fini(&notes);
}

static void
test_optional(void **state)
{
	struct planted p = {"step.04 = standing-reach-shift 16",
	    "step.04 = wrist-flexor-stretch 44 right\nchange = 9\ncues = clear\n"
	    "caveat = Sit.",
	    .find2 = "flag = no-floor", .put2 = "flag = none"};
	char *text = plant(good_routine, &p);
	struct notes notes = {0};
	struct routine *r = read_text(text, &notes);

	(void)state;
	assert_non_null(r);
	assert_int_equal(notes.n, 0);
	assert_int_equal(r->steps[3].first, SIDE_RIGHT);
	assert_int_equal(r->change_s, 9);
	assert_string_equal(r->cue_set, "clear");
	assert_string_equal(r->caveat, "Sit.");
	assert_int_equal(r->flags, 0);
	routine_free(r);
	notes_fini(&notes);
	free(text);
}

/* clang-format off */
static const struct planted mistakes[] = {
	{"title = Two minutes\n", "", "[x]", "title is missing", NOTE_ERROR},
	{"title = Two minutes", "titel = Two minutes\ntitle = Two", "titel",
		"did you mean title?", NOTE_ERROR},
	{"minutes = 2", "minutes = 0", NULL, "from 1 to 90", NOTE_ERROR},
	{"minutes = 2", "minutes = 91", NULL, "from 1 to 90", NOTE_ERROR},
	{"minutes = 2", "minutes = 2.5", NULL, "whole number", NOTE_ERROR},
	{"setting = office", "setting = beach", NULL, "no setting beach", NOTE_ERROR},
	{"for = anyone\n", "", "[x]", "for is missing", NOTE_WARNING},
	{"goal = move\n", "", "[x]", "goal is missing", NOTE_WARNING},
	{"goal = move", "goal = realign the spine", NULL, "more than the evidence",
		NOTE_WARNING},
	{"title = Two minutes", "title = \xe2\x81\xa6Two", NULL, "U+2066", NOTE_ERROR},
	{"flag = no-floor", "flag = nofloor", NULL, "did you mean no-floor?", NOTE_ERROR},
	{"flag = no-floor", "flag = flexion, extension", NULL, "opposite", NOTE_WARNING},
	{"drop = chin-tuck-seated", "drop = wall-angels", NULL, "no step", NOTE_ERROR},
	{"drop = chin-tuck-seated", "drop = chin-tuck-seated, chin-tuck-seated", NULL,
		"twice", NOTE_WARNING},
	{"drop = chin-tuck-seated", "drop = seated-cat-cow, chin-tuck-seated, "
		"seated-unload-press, standing-reach-shift", NULL, "nothing would be left",
		NOTE_WARNING},
	{"drop = chin-tuck-seated", "drop = ../x", NULL, "is no id", NOTE_ERROR},
	{"step.02 = chin-tuck-seated 24", "step.02 = chin-tuck-seated", NULL,
		"`exercise seconds`", NOTE_ERROR},
	{"step.02 = chin-tuck-seated 24", "step.02 = chin-tuck-seated 24 s", NULL,
		"left or right", NOTE_ERROR},
	{"step.02 = chin-tuck-seated 24", "step.02 = chin-tuck-seated 24 left x", NULL,
		"`exercise seconds`", NOTE_ERROR},
	{"step.02 = chin-tuck-seated 24", "step.02 = chin-tuck-seated 0", NULL,
		"from 1 to", NOTE_ERROR},
	{"step.04 = s", "step.4 = s", NULL, "step.01 to step.60", NOTE_ERROR},
	{"step.04 = s", "step.00 = s", NULL, "step.01 to step.60", NOTE_ERROR},
	{"step.04 = s", "step.61 = s", NULL, "at most 60", NOTE_ERROR},
	{"step.04 = s", "step.06 = s", NULL, "step.04 is missing", NOTE_WARNING},
	{"step.03 = seated-unload-press 25", "step.03 = chin-tuck-seated 25", NULL,
		"twice in a row", NOTE_WARNING},
	{"flag = no-floor", "flag = no-floor\nchange = 2", "change", "from 3 to 60",
		NOTE_ERROR},
	{"flag = no-floor", "flag = no-floor\nchange = 61", "change", "from 3 to 60",
		NOTE_ERROR},
	{"flag = no-floor", "flag = no-floor\ncues = loud", "cues", "there are: soft clear",
		NOTE_WARNING},
	{"flag = no-floor", "flag = no-floor\ncues = ../../x", "cues", "is no id",
		NOTE_ERROR},
	{"flag = no-floor", "flag = no-floor\n[y]", "[y]", "does not belong here",
		NOTE_ERROR},
};
/* clang-format on */

static void
test_mistakes(void **state)
{
	size_t missed = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(mistakes); i++) {
		char *text = plant(good_routine, &mistakes[i]);
		struct notes notes = {0};
		struct routine *r = read_text(text, &notes);

		assert_int_equal(r != NULL, notes.errors == 0);
		missed += !is_planted(&mistakes[i], text, &notes);
		routine_free(r);
		notes_fini(&notes);
		free(text);
	}
	assert_int_equal(missed, 0);
}

static void
test_empty(void **state)
{
	struct notes notes = {0};

	(void)state;
	assert_null(
	    read_text("[x]\ntitle = a\nminutes = 1\nsetting = bar\nfor = a\n"
		      "goal = b\n",
		&notes));
	assert_int_equal(notes.n, 1);
	assert_string_equal(notes.v[0].text, "step.01 is missing");
	notes_fini(&notes);
}

static void
test_bad_file_name(void **state)
{
	struct ini *ini = ini_parse(good_routine, strlen(good_routine), NULL);
	static const char *const names[] = {"", "X", "a_b", "-a", "a-", "a--b",
	    "a b",
	    "a234567890123456789012345678901234567890123456789012345678901234x"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		struct notes notes = {0};

		assert_null(routine_read(ini, names[i], "x.ini", &notes));
		assert_int_equal(notes.n, 1);
		assert_int_equal(notes.v[0].line, 1);
		notes_fini(&notes);
	}
	ini_free(ini);
}

static void
test_changes(void **state)
{
	static const struct {
		enum position from, to;
		int seconds;
	} rows[] = {
	    {POSITION_SEATED, POSITION_SEATED, 5},
	    {POSITION_FLOOR_SIDE, POSITION_FLOOR_SIDE, 5},
	    {POSITION_SEATED, POSITION_STANDING, 8},
	    {POSITION_HANGING, POSITION_STANDING, 8},
	    {POSITION_FLOOR_SUPINE, POSITION_ALL_FOURS, 10},
	    {POSITION_KNEELING, POSITION_FLOOR_PRONE, 10},
	    {POSITION_STANDING, POSITION_FLOOR_SUPINE, 15},
	    {POSITION_KNEELING, POSITION_SEATED, 15},
	    {POSITION_ALL_FOURS, POSITION_HANGING, 15},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		assert_int_equal(
		    change_s(rows[i].from, rows[i].to), rows[i].seconds);
}

static void
test_total(void **state)
{
	struct exercise seated = {.position = POSITION_SEATED};
	struct exercise mat = {.position = POSITION_FLOOR_SUPINE};
	const struct exercise *const exercises[] = {&seated, &seated, &mat};
	struct step steps[] = {{.seconds = 30}, {.seconds = 40}, {.seconds = 50}};
	struct routine r = {.steps = steps, .n_steps = 3};

	(void)state;
	assert_int_equal(routine_change_s(&r, exercises, 0), ROUTINE_LEAD_S);
	assert_int_equal(routine_change_s(&r, exercises, 1), 5);
	assert_int_equal(routine_change_s(&r, exercises, 2), 15);
	assert_int_equal(routine_total_s(&r, exercises), 5 + 30 + 5 + 40 + 15 + 50);
	r.change_s = 20;
	assert_int_equal(
	    routine_total_s(&r, exercises), 5 + 30 + 20 + 40 + 20 + 50);
}

/* A copy shares nothing with what it was made of. */
static void
test_copy(void **state)
{
	struct routine *r = read_text(good_routine, NULL), *copy;

	(void)state;
	assert_non_null(r);
	copy = routine_copy(r);
	memset(r->title, 'x', strlen(r->title));
	memset(r->steps, 0, r->n_steps * sizeof(*r->steps));
	memset(r->drop, 0, r->n_drop * sizeof(*r->drop));
	routine_free(r);
	assert_string_equal(copy->title, "Two minutes");
	assert_string_equal(copy->path, "x.ini");
	assert_string_equal(copy->for_whom, "anyone");
	assert_string_equal(copy->goal, "move");
	assert_string_equal(copy->caveat, "");
	assert_int_equal(copy->n_steps, 4);
	assert_string_equal(copy->steps[3].exercise, "standing-reach-shift");
	assert_int_equal(copy->steps[3].seconds, 16);
	assert_int_equal(copy->n_drop, 1);
	assert_string_equal(copy->drop[0], "chin-tuck-seated");
	routine_free(copy);
}

/* The two questions of domain.md 5.4 are asked, and no others. */
static void
test_flags(void **state)
{
	(void)state;
	for (size_t f = 0; f < words_flag.n; f++) {
		bool asks = f == FLAG_NEEDS_CLEARANCE || f == FLAG_HEADACHE_GATE;

		assert_int_equal(flag_question((enum flag)f) != NULL, asks);
		assert_int_equal(
		    flag_meaning((enum flag)f) != NULL, !asks && f != FLAG_NONE);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_good),
	    cmocka_unit_test(test_optional),
	    cmocka_unit_test(test_mistakes),
	    cmocka_unit_test(test_empty),
	    cmocka_unit_test(test_bad_file_name),
	    cmocka_unit_test(test_changes),
	    cmocka_unit_test(test_total),
	    cmocka_unit_test(test_copy),
	    cmocka_unit_test(test_flags),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
