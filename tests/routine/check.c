#include "routine/check.h"

#include "tests/routine/good.h"
#include "tests/routine/tree.h"

/* Checks a file that stands in the tree under that name. */
static struct notes
check_text(struct tree *t, const char *name, const char *text)
{
	struct checker *c = check_new(NULL, shipped_root());
	struct notes notes = {0};

	pose_free(check_file(c, tree_put(t, name, text), &notes));
	check_free(c);
	return notes;
}

static size_t
run(const char *good, const char *name, const struct planted *rows, size_t n)
{
	struct tree t;
	size_t missed = 0;

	tree_make(&t);
	for (size_t i = 0; i < n; i++) {
		char *text = plant(good, &rows[i]);
		struct notes notes = check_text(&t, name, text);

		missed += !is_planted(&rows[i], text, &notes);
		notes_fini(&notes);
		free(text);
	}
	tree_remove(&t);
	return missed;
}

/* What a routine promises, beside its exercises. */
static void
test_routines(void **state)
{
	/* clang-format off */
	static const struct planted rows[] = {
		{"chin-tuck-seated 24", "chin-tuc-seated 24", "step.02",
			"did you mean chin-tuck-seated?", NOTE_ERROR,
			"drop = chin-tuck-seated\n", ""},
		{"chin-tuck-seated 24", "chin-tuck-seated 19", "step.02", "from 20 to 70",
			NOTE_ERROR},
		{"chin-tuck-seated 24", "chin-tuck-seated 71", "step.02", "from 20 to 70",
			NOTE_ERROR, "minutes = 2", "minutes = 3", "seated-cat-cow 32",
			"seated-cat-cow 43"},
		{"chin-tuck-seated 24", "chin-tuck-seated 24 left", "step.02", "has no sides",
			NOTE_WARNING},
		{"standing-reach-shift 16", "standing-reach-shift 22", "minutes = ",
			"take away 6 s", NOTE_WARNING},
		{"chin-tuck-seated 24", "chin-tuck-seated 20", "minutes = ", "add 6 s",
			NOTE_WARNING, "seated-cat-cow 32", "seated-cat-cow 30"},
		{"flag = no-floor", "flag = no-floor\nchange = 9", "minutes = ", "take away 9 s",
			NOTE_WARNING},
		/* a seated step of the same length becomes one on the floor */
		{"step.04 = standing-reach-shift 16", "step.04 = cat-cow 32", NULL,
			"flag says no-floor", NOTE_ERROR, "setting = office", "setting = floor",
			"minutes = 2", "minutes = 2", .also = 1},
		{"flag = no-floor", "flag = morning-safe", "step.01", "bends the trunk forward",
			NOTE_ERROR, "seated-cat-cow 32", "childs-pose 32",
			"setting = office", "setting = floor", .also = 1},
		{"step.04 = standing-reach-shift 16", "step.04 = wall-angels 30", NULL,
			"not for the office", NOTE_ERROR, "minutes = 2", "minutes = 2", .also = 1},
		{"flag = no-floor", "flag = needs-clearance", "step.04", "presses with a tool",
			NOTE_WARNING, "standing-reach-shift 16", "ball-foot-roll 40", .also = 1},
		{"setting = office", "setting = anywhere", "step.04", "needs the floor",
			NOTE_WARNING, "standing-reach-shift 16", "cat-cow 32",
			"flag = no-floor\n", "", .also = 1},
		{"setting = office", "setting = floor", "step.04", "needs a bar", NOTE_WARNING,
			"standing-reach-shift 16", "hang-feet-down 45", .also = 1},
		/* what the reader finds and what the exercises show, both at once */
		{"goal = move", "gaol = move", "gaol", "did you mean goal?", NOTE_ERROR,
			"chin-tuck-seated 24", "chin-tuck-seated 99", .also = 3},
	};
	/* clang-format on */

	(void)state;
	assert_int_equal(
	    run(good_routine, "routines/x.ini", rows, ARRAY_LEN(rows)), 0);
}

static void
test_exercises(void **state)
{
	/* clang-format off */
	static const struct planted rows[] = {
		{"pose = neck-side-bend", "pose = neck-side-bent", NULL,
			"did you mean neck-side-bend?", NOTE_ERROR},
		{"pose = neck-side-bend", "pose = zzz", NULL, "there is no pose zzz", NOTE_ERROR},
		{"source = S01, S20", "source = S01, S69", NULL, "no S69", NOTE_WARNING},
		{"hold = 10", "hold = ten", NULL, "whole number", NOTE_ERROR,
			"source = S01, S20", "source = S69", .also = 1},
	};
	/* clang-format on */

	(void)state;
	assert_int_equal(
	    run(good_exercise, "exercises/x.ini", rows, ARRAY_LEN(rows)), 0);
}

/* The same mistakes are errors in files that stand as the shipped ones do. */
static void
test_shipped_are_held_tighter(void **state)
{
	struct planted second = {
	    "standing-reach-shift 16", "standing-reach-shift 17"};
	struct planted source = {"source = S01, S20", "source = S69"};
	char *routine = plant(good_routine, &second);
	char *exercise = plant(good_exercise, &source);
	struct notes notes;
	struct tree t;

	(void)state;
	tree_make(&t);
	tree_link(&t, "routines/poses", "routines/poses");
	tree_link(&t, "routines/sources", "routines/sources");
	notes = check_text(&t, "routines/exercises/x.ini", exercise);
	assert_int_equal(notes.errors, 1);
	assert_non_null(strstr(notes.v[0].text, "no S69"));
	notes_fini(&notes);
	tree_remove(&t);

	tree_make(&t);
	tree_link(&t, "routines/exercises", "routines/exercises");
	notes = check_text(&t, "routines/x.ini", routine);
	assert_int_equal(notes.errors, 1);
	assert_non_null(strstr(notes.v[0].text, "take away 1 s"));
	notes_fini(&notes);
	tree_remove(&t);
	free(routine);
	free(exercise);
}

/* A routine sees the exercises beside it, and an exercise the poses. */
static void
test_siblings(void **state)
{
	struct planted step = {"chin-tuck-seated 24", "x 50 right",
	    .find2 = "drop = chin-tuck-seated\n", .put2 = "",
	    .find3 = "seated-cat-cow 32", .put3 = "seated-cat-cow 30"};
	struct planted pose = {"pose = neck-side-bend", "pose = x"};
	char *routine = plant(good_routine, &step);
	char *exercise = plant(good_exercise, &pose);
	struct notes notes;
	struct tree t;

	(void)state;
	tree_make(&t);
	notes = check_text(&t, "routines/x.ini", routine);
	assert_int_equal(notes.errors, 1);
	notes_fini(&notes);
	notes = check_text(&t, "exercises/x.ini", exercise);
	assert_int_equal(notes.errors, 1);
	notes_fini(&notes);
	tree_put(&t, "poses/x.ini", good_pose);
	notes = check_text(&t, "exercises/x.ini", exercise);
	assert_int_equal(notes.n, 0);
	notes = check_text(&t, "routines/x.ini", routine);
	assert_int_equal(notes.errors, 0);
	assert_int_equal(notes.n, 1); /* it lasts longer now */
	notes_fini(&notes);
	tree_remove(&t);
	free(routine);
	free(exercise);
}

/* What a file is, wherever it stands. */
static void
test_kinds_of_files(void **state)
{
	static const struct {
		const char *name, *text, *says; /* NULL: nothing is wrong */
	} rows[] = {
	    {"routines/x.ini", good_routine, NULL},
	    {"exercises/x.ini", good_exercise, NULL},
	    {"poses/x.ini", good_pose, NULL},
	    {"x.ini", good_routine, NULL},
	    {"sub/x.ini", good_exercise, NULL},
	    {"deep/er/x.ini", good_pose, NULL},
	    {"poses/x.ini", good_routine, "view is missing"},
	    {"config.ini", "[sound]\nvolume = -6\n", NULL},
	    {"config.ini", "[sound]\nvolume = 60\n", "sound.volume = 60"},
	    {"other.ini", "[sound]\nvolumee = -6\n", "did you mean sound.volume?"},
	    {"config.ini", "[sound]\nvolume = -6\n[sound]\n", "stands already"},
	    {"streak.ini", "[streak]\ncurrent = 3\n", NULL},
	    {"sources/sources.ini", "[S01]\ntitle = a\nseen = b\n", NULL},
	    {"sources/sources.ini", "[S01]\ntitle = a\n", "seen is missing"},
	    {"sources/sources.ini", "[X1]\ntitle = a\nseen = b\n", "no source id"},
	    {"y.ini", "[y]\ncolour = blue\n", "this is no routine"},
	    {"y.ini", "", "this is no routine"},
	    {"x.ini", "minutes = 2\n", "a [section] must come before"},
	};
	struct tree t;

	(void)state;
	tree_make(&t);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct notes notes = check_text(&t, rows[i].name, rows[i].text);
		bool ok = rows[i].says
			      ? notes.n && strstr(notes.v[0].text, rows[i].says)
			      : notes.n == 0;

		if (!ok)
			fail_msg("%s: %s, got %s", rows[i].name,
			    rows[i].says ? rows[i].says : "nothing",
			    notes.n ? notes.v[0].text : "nothing");
		notes_fini(&notes);
	}
	tree_remove(&t);
}

static void
test_not_a_file(void **state)
{
	struct checker *c = check_new(NULL, shipped_root());
	static const char *const paths[] = {"", "/", "/dev/null", "/nowhere/x.ini"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(paths); i++) {
		struct notes notes = {0};

		pose_free(check_file(c, paths[i], &notes));
		assert_int_equal(notes.errors, 1);
		assert_int_equal(notes.v[0].line, 1);
		notes_fini(&notes);
	}
	check_free(c);
	check_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_routines),
	    cmocka_unit_test(test_exercises),
	    cmocka_unit_test(test_shipped_are_held_tighter),
	    cmocka_unit_test(test_siblings),
	    cmocka_unit_test(test_kinds_of_files),
	    cmocka_unit_test(test_not_a_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
