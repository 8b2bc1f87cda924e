#include "routine/exercise.h"

#include "tests/routine/good.h"

static const char twelve[] =
    "one two three four five six seven eight nine ten eleven twelve";

static struct exercise *
read_text(const char *text, struct notes *notes)
{
	struct ini *ini = ini_parse(text, strlen(text), notes);
	struct exercise *e = ini ? exercise_read(ini, "x", "x.ini", notes) : NULL;

	ini_free(ini);
	return e;
}

static void
test_good(void **state)
{
	struct notes notes = {0};
	struct exercise *e = read_text(good_exercise, &notes);

	(void)state;
	assert_non_null(e);
	assert_int_equal(notes.n, 0);
	assert_string_equal(e->id, "x");
	assert_string_equal(e->name, "Ear to shoulder");
	assert_string_equal(e->pose, "neck-side-bend");
	assert_int_equal(e->kind, KIND_STRETCH);
	assert_int_equal(
	    e->regions, BIT_OF(REGION_NECK) | BIT_OF(REGION_SHOULDERS));
	assert_int_equal(e->tools, BIT_OF(TOOL_CHAIR));
	assert_int_equal(e->contra, BIT_OF(TAG_NECK_INSTABILITY));
	assert_int_equal(e->caution, BIT_OF(TAG_DIZZINESS));
	assert_true(e->two_sided && e->office);
	assert_int_equal(e->seconds, 50);
	assert_int_equal(e->breath_s[2], 6);
	assert_int_equal(e->sensation[PRESSURE_FIRM].level, 5);
	assert_string_equal(e->sensation[PRESSURE_FIRM].feel, "a strong pull");
	assert_string_equal(e->cue[MOMENT_HALF][0], "Breathe out.");
	assert_null(e->cue[MOMENT_HALF][1]);
	assert_int_equal(e->evidence, 'A');
	assert_string_equal(e->sources, "S01, S20");
	exercise_free(e);
	notes_fini(&notes);
}

static void
test_block(void **state)
{
	static const struct {
		bool two;
		int hold, reps, rest, seconds;
		const char *why;
	} rows[] = {
	    {false, 5, 5, 3, 37, "rests stand between repetitions only"},
	    {true, 25, 1, 0, 54, "4 s for the change of side"},
	    {true, 10, 2, 3, 50, "both"},
	    {false, 180, 1, 0, 180, "one long hold"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct exercise e = {.two_sided = rows[i].two,
		    .hold_s = rows[i].hold,
		    .reps = rows[i].reps,
		    .rest_s = rows[i].rest};

		if (exercise_block_s(&e) != rows[i].seconds)
			fail_msg("%s: %d", rows[i].why, exercise_block_s(&e));
	}
}

/* clang-format off */
static const struct planted mistakes[] = {
	/* keys and words */
	{"mistake = H", "mistak = H", "[x]", "mistake is missing", NOTE_ERROR, .also = 1},
	{"name = Ear to shoulder\n", "", "[x]", "name is missing", NOTE_ERROR},
	{"setup = Sit tall.", "setup =", NULL, "setup is empty", NOTE_ERROR},
	{"office = yes", "office = yes\nofice = yes", "ofice", "did you mean office?",
		NOTE_ERROR},
	{"kind = stretch", "kind = strech", NULL, "did you mean stretch?", NOTE_ERROR},
	{"kind = stretch", "kind = stretch, roll", NULL, "no kind", NOTE_ERROR},
	{"position = seated", "position = lying", NULL, "no position lying", NOTE_ERROR},
	{"regions = neck,", "regions = nek,", NULL, "did you mean neck?", NOTE_ERROR},
	{"regions = neck,", "regions = neck, neck,", NULL, "twice", NOTE_WARNING},
	{"equipment = chair", "equipment = sofa", NULL, "no tool sofa", NOTE_ERROR},
	{"equipment = chair", "equipment = none, chair", NULL, "none and", NOTE_WARNING},
	{"direction = side-bend", "direction = up", NULL, "no direction up", NOTE_ERROR},
	{"sides = left-right", "sides = both", NULL, "no way of sides both", NOTE_ERROR},
	{"office = yes", "office = maybe", NULL, "yes or no", NOTE_ERROR},
	{"contra = neck-instability", "contra = bad-mood", NULL, "no condition bad-mood",
		NOTE_ERROR},
	{"caution = dizziness", "caution = dizzyness", NULL, "did you mean dizziness?",
		NOTE_ERROR},
	{"contra = neck-instability\n", "", "[x]", "contra is missing", NOTE_ERROR},
	{"pose = neck-side-bend", "pose = Neck_Bend", NULL, "is no id", NOTE_ERROR},
	{"pose = neck-side-bend", "pose = ../../etc/passwd", NULL, "is no id", NOTE_ERROR},
	{"source = S01, S20", "source = a book", NULL, "S01, S20 are expected", NOTE_ERROR},
	/* the dose */
	{"hold = 10", "hold = ten", NULL, "whole number from 1", NOTE_ERROR},
	{"hold = 10", "hold = 0", NULL, "from 1", NOTE_ERROR},
	{"reps = 2", "reps = 99999999999999999999", NULL, "whole number", NOTE_ERROR},
	{"rest = 3", "rest = -1", NULL, "from 0", NOTE_ERROR},
	{"seconds = 50", "seconds = 51", NULL, "to change are 50", NOTE_ERROR},
	{"min = 30", "min = 51", NULL, "more than seconds", NOTE_ERROR},
	{"max = 100", "max = 49", NULL, "less than seconds", NOTE_ERROR},
	{"reps = 2", "reps = 1", "rest = 3", "no rest with one", NOTE_WARNING,
		"seconds = 50", "seconds = 24", "min = 30", "min = 20"},
	/* sensation and breath */
	{"gentle = 2 |", "gentle = 2:", NULL, "N | what it feels like", NOTE_ERROR},
	{"firm = 5 |", "firm = 10 |", NULL, "N | what it feels like", NOTE_ERROR},
	{"firm = 5 |", "firm = 7 |", NULL, "6 is the most", NOTE_ERROR},
	{"moderate = 4 |", "moderate = 1 |", NULL, "less than the level before", NOTE_ERROR},
	{"breath = 4-0-6-0", "breath = 4-0-6", NULL, "in-hold-out-hold", NOTE_ERROR},
	{"breath = 4-0-6-0", "breath = 4-0-6-0-1", NULL, "in-hold-out-hold", NOTE_ERROR},
	{"breath = 4-0-6-0", "breath = 4--6-0", NULL, "in-hold-out-hold", NOTE_ERROR},
	{"breath = 4-0-6-0", "breath = 4-0-31-0", NULL, "up to 30", NOTE_ERROR},
	/* what is said and shown */
	{"Let your ear sink.", "a b c d e f g h i j k l m", "cue.start", "has 13 words",
		NOTE_ERROR},
	{"cue.half = Breathe out.\n", "", "[x]", "cue.half is missing", NOTE_ERROR},
	{"cue.half = Breathe out.", "cue.half = A\ncue.half2 = B\ncue.start2 = C\n"
		"cue.end2 = D", "cue.start = ", "7 cue lines", NOTE_ERROR},
	{"Breathe out.", "Now change sides.", NULL, "announced by the program", NOTE_WARNING},
	{"Sit tall.", "Sit \xe2\x80\xae tall.", NULL, "U+202E", NOTE_ERROR},
	{"Sit tall.", "\"Sit%1B[2Jtall\"", NULL, "U+001B", NOTE_ERROR},
	{"Sit tall.", "\"%FF\"", NULL, "U+FFFD", NOTE_ERROR},
	{"name = Ear to shoulder", "name = A name that is far too long for any line of a "
		"screen", NULL, "are hard to show", NOTE_WARNING},
	{"a trial in office workers", "it heals", NULL, "more than the evidence",
		NOTE_WARNING},
	{"evidence = A |", "evidence = D |", NULL, "`A | why`", NOTE_ERROR},
	{"evidence = A | a trial in office workers", "evidence = A", NULL, "`A | why`",
		NOTE_ERROR},
	{"cue.half = Breathe out.", "cue.half = Breathe out.\nsay.half = /tmp/a.ogg",
		"say.half", "beside this one", NOTE_ERROR},
	{"cue.half = Breathe out.", "cue.half = Breathe out.\nsay.half = a/../../b.ogg",
		"say.half", "beside this one", NOTE_ERROR},
	{"cue.half = Breathe out.", "cue.half = Breathe out.\nsay.half = ..",
		"say.half", "beside this one", NOTE_ERROR},
	{"cue.half = Breathe out.", "cue.half = Breathe out.\nsay.half = a//b.ogg",
		"say.half", "beside this one", NOTE_ERROR},
	{"cue.half = Breathe out.", "cue.half = Breathe out.\nsay.half2 = b.ogg",
		"say.half2", "no cue.half2 beside it", NOTE_ERROR},
	{"cue.half = Breathe out.", "cue.half = Breathe out.\nsay.middle = b.ogg",
		"say.middle", "there is no key say.middle", NOTE_ERROR},
	/* who may do it */
	{"caution = dizziness", "caution = dizziness, neck-instability", NULL,
		"in contra and in caution", NOTE_ERROR},
	{"position = seated", "position = kneeling", "office", "position is kneeling",
		NOTE_ERROR, "dizziness", "floor-transfer"},
	{"position = seated", "position = kneeling", "caution", "needs floor-transfer",
		NOTE_ERROR, "office = yes", "office = no"},
	{"direction = side-bend", "direction = flexion", "caution = ", "needs osteoporosis",
		NOTE_ERROR, "equipment = chair", "equipment = mat",
		"contra = neck-instability", "contra = disc-herniation-flexion"},
	{"position = seated", "position = hanging", "equipment", "needs a bar",
		NOTE_WARNING},
	{"kind = stretch", "kind = roll", "equipment", "needs a foam-roller", NOTE_WARNING,
		"contra = neck-instability",
		"contra = fracture, open-skin, inflammation, recent-surgery, dvt"},
	{"kind = stretch", "kind = ball", "contra", "with fracture", NOTE_ERROR,
		"contra = neck-instability",
		"contra = open-skin, inflammation, recent-surgery, dvt",
		"equipment = chair", "equipment = massage-ball"},
	{"kind = stretch", "kind = ball", "contra", "with dvt", NOTE_ERROR,
		"contra = neck-instability",
		"contra = fracture, open-skin, inflammation, recent-surgery",
		"equipment = chair", "equipment = massage-ball"},
	{"kind = stretch\nregions = neck, shoulders", "kind = ball\nregions = lower-back",
		"regions", "no pressure on the lower-back", NOTE_ERROR,
		"contra = neck-instability",
		"contra = fracture, open-skin, inflammation, recent-surgery, dvt",
		"equipment = chair", "equipment = massage-ball"},
	{"kind = stretch", "kind = handheld", "regions", "no handheld massager on the neck",
		NOTE_ERROR, "contra = neck-instability",
		"contra = fracture, open-skin, inflammation, recent-surgery, dvt",
		"equipment = chair", "equipment = handheld-massager"},
	/* the file */
	{"office = yes", "office = yes\n[y]\na = 1", "[y]", "[y] does not belong here",
		NOTE_ERROR, "evidence = A | a trial in office workers\nsource = S01, S20\n", "",
		"[x]\n", "[x]\nevidence = A | a trial in office workers\nsource = S01\n"},
	{"[x]", "[z]", "[z]", "[z] does not belong here", NOTE_ERROR},
};
/* clang-format on */

static void
test_mistakes(void **state)
{
	size_t missed = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(mistakes); i++) {
		char *text = plant(good_exercise, &mistakes[i]);
		struct notes notes = {0};
		struct exercise *e = read_text(text, &notes);

		assert_int_equal(e != NULL, notes.errors == 0);
		missed += !is_planted(&mistakes[i], text, &notes);
		exercise_free(e);
		notes_fini(&notes);
		free(text);
	}
	assert_int_equal(missed, 0);
}

/* What is just within a limit is not complained of. */
static void
test_allowed(void **state)
{
	static const struct planted rows[] = {
	    {"contra = neck-instability", "contra ="},
	    {"caution = dizziness", "caution ="},
	    {"source = S01, S20", "source ="},
	    {"Let your ear sink.", twelve},
	    {"breath = 4-0-6-0", "breath = 0-0-0-0"},
	    {"cue.half = Breathe out.",
		"cue.half = A\ncue.half2 = B\ncue.end2 = C"},
	    {"position = seated", "position = kneeling", .find2 = "Sit tall.",
		.put2 = "Kneel on the bed.", .find3 = "office = yes",
		.put3 = "office = no"},
	    {"firm = 5 |", "firm = 6 |"},
	    {"name = Ear to shoulder", "name = \"Ear; to shoulder\""},
	    {"name = Ear to shoulder", "name = \xc3\x84rmel"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char *text = plant(good_exercise, &rows[i]);
		struct notes notes = {0};
		struct exercise *e = read_text(text, &notes);

		if (!e || notes.n)
			fail_msg(
			    "%s: %s", rows[i].put, notes.n ? notes.v[0].text : "");
		exercise_free(e);
		notes_fini(&notes);
		free(text);
	}
}

static void
test_recordings(void **state)
{
	struct planted p = {"cue.half = Breathe out.",
	    "cue.half = Breathe out.\nsay.half = "
	    "voice/half.ogg\nsay.name = .n.ogg"};
	char *text = plant(good_exercise, &p);
	struct ini *ini = ini_parse(text, strlen(text), NULL);
	struct notes notes = {0};
	struct exercise *e = exercise_read(ini, "x", "some/where/x.ini", &notes);

	(void)state;
	assert_non_null(e);
	assert_int_equal(notes.n, 0);
	assert_string_equal(
	    e->say_cue[MOMENT_HALF][0], "some/where/voice/half.ogg");
	assert_string_equal(e->say_name, "some/where/.n.ogg");
	assert_null(e->say_setup);
	exercise_free(e);
	ini_free(ini);
	free(text);
}

/* A draft holds what could be read, and nobody has to want the notes. */
static void
test_draft(void **state)
{
	struct planted p = {"kind = stretch", "kind = strech"};
	char *text = plant(good_exercise, &p);
	struct ini *ini = ini_parse(text, strlen(text), NULL);
	struct notes notes = {0};
	struct exercise *e = exercise_draft(ini, "x", "x.ini", &notes);

	(void)state;
	assert_int_equal(notes.errors, 1);
	assert_int_equal(e->kind, (enum kind) - 1);
	assert_string_equal(e->name, "Ear to shoulder");
	assert_null(exercise_read(ini, "x", "x.ini", NULL));
	exercise_free(e);
	exercise_free(NULL);
	notes_fini(&notes);
	ini_free(ini);
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_good),
	    cmocka_unit_test(test_block),
	    cmocka_unit_test(test_mistakes),
	    cmocka_unit_test(test_allowed),
	    cmocka_unit_test(test_recordings),
	    cmocka_unit_test(test_draft),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
