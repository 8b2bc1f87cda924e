#include "routine/pose.h"

#include "tests/routine/good.h"

static struct pose *
read_text(const char *text, struct notes *notes)
{
	struct ini *ini = ini_parse(text, strlen(text), notes);
	struct pose *pose = ini ? pose_read(ini, "x", "x.ini", notes) : NULL;

	ini_free(ini);
	return pose;
}

static void
assert_near(double a, double b)
{
	if (a - b > 1e-9 || b - a > 1e-9)
		fail_msg("%g is not %g", a, b);
}

static void
test_good(void **state)
{
	struct notes notes = {0};
	struct pose *pose = read_text(good_pose, &notes);

	(void)state;
	assert_non_null(pose);
	assert_int_equal(notes.n, 0);
	assert_int_equal(pose->view, VIEW_SIDE);
	assert_int_equal(pose->bones, 0);
	assert_true(pose->prop[0].given && !pose->prop[1].given);
	assert_int_equal(pose->prop[0].kind, PROP_CHAIR);
	assert_near(pose->prop[0].n[1], 54);
	assert_int_equal(pose->n_keys, 2);
	assert_int_equal(pose->key[0].pin, JOINT_PELVIS);
	assert_near(pose->key[0].pin_y, 20.5);
	assert_near(pose->key[0].thorax, 79);
	assert_string_equal(pose->key[0].label, "sit");
	assert_true(pose->key[0].limb[LIMB_ARM].has_end);
	assert_near(pose->key[0].limb[LIMB_ARM].end, -20);
	assert_true(pose->key[0].limb[LIMB_LEG].reaches);
	assert_int_equal(pose->key[0].limb[LIMB_LEG].bend, 1);
	assert_near(pose->key[0].limb[LIMB_LEG].a[1], 2.5);
	/* the second key says what changes and no more */
	assert_int_equal(
	    pose->key[1].given, BIT_OF(PART_SPINE) | BIT_OF(PART_STAY));
	assert_false(pose->key[1].limb[LIMB_ARM].given);
	pose_free(pose);
	pose_free(NULL);
	notes_fini(&notes);
}

static void
test_whole_form(void **state)
{
	struct planted p = {"view = side\n",
	    "view = top\nflat = yes\nfree = yes\nthigh = 12\nfoot = 2.5\n"
	    "side = right\npull = none\n"
	    "prop.9 = strap wrist ankle2\nprop.2 = chair 1 2 3 noback\n",
	    .find2 = "arm = -75 -40 -20",
	    .put2 = "arm = to 60.5 24 -80 -\narm2 = 10 20\nface = -60\nturn = 25\n"
		    "shrug = 2.5\nprop.2 = rect 1 2 3 4\npull = wrist2 -45"};
	char *text = plant(good_pose, &p);
	struct notes notes = {0};
	struct pose *pose = read_text(text, &notes);
	const struct pose_key *key = &pose->key[0];

	(void)state;
	assert_int_equal(notes.n, 0);
	assert_true(pose->flat && pose->free);
	assert_int_equal(pose->side, SIDE_RIGHT);
	assert_true(pose->pull.given && pose->pull.none);
	assert_true(key->pull.given && !key->pull.none);
	assert_int_equal(key->pull.joint, JOINT_WRIST2);
	assert_near(key->pull.angle, -45);
	assert_int_equal(pose->bones, BIT_OF(BONE_THIGH) | BIT_OF(BONE_FOOT));
	assert_near(pose->bone[BONE_FOOT], 2.5);
	assert_int_equal(pose->prop[8].joint[1], JOINT_ANKLE2);
	assert_true(pose->prop[1].noback);
	assert_int_equal(key->limb[LIMB_ARM].bend, -1);
	assert_near(key->limb[LIMB_ARM].end, -80);
	assert_false(key->limb[LIMB_ARM2].has_end || key->limb[LIMB_ARM2].reaches);
	assert_near(key->face, -60);
	assert_near(key->turn, 25);
	assert_near(key->shrug, 2.5);
	assert_int_equal(key->prop[1].kind, PROP_RECT);
	assert_near(key->prop[1].n[3], 4);
	pose_free(pose);
	notes_fini(&notes);
	free(text);
}

/* clang-format off */
static const struct planted mistakes[] = {
	{"view = side\n", "", "[x]", "view is missing", NOTE_ERROR},
	{"view = side", "view = back", NULL, "no view back", NOTE_ERROR},
	{"view = side", "view = side\nflat = yes", "flat", "view = top only", NOTE_WARNING},
	{"view = side", "view = side\nside = none", "side = none", "left or right", NOTE_ERROR},
	{"view = side", "view = side\nside = up", "side = up", "no side up", NOTE_ERROR},
	{"view = side", "view = side\npull = tail 3", "pull = tail", "joint angle", NOTE_ERROR},
	{"stay = 1\n", "stay = 1\npull = head\n", "pull = head", "joint angle", NOTE_ERROR},
	{"view = side", "view = side\nthight = 3", "thight", "did you mean thigh?",
		NOTE_ERROR},
	{"view = side", "view = side\nthigh = long", "thigh", "a number from 0 to 60",
		NOTE_ERROR},
	{"prop.1 = chair 35 54 18", "prop.1 = sofa 1 2", NULL, "one of chair", NOTE_ERROR},
	{"prop.1 = chair 35 54 18", "prop.1 = chair 35 54", NULL, "x1 x2 y [noback]",
		NOTE_ERROR},
	{"prop.1 = chair 35 54 18", "prop.1 = ball 35 54 18 2", NULL, "x y r", NOTE_ERROR},
	{"prop.1 = chair 35 54 18", "prop.1 = wall 500", NULL, "wall x", NOTE_ERROR},
	{"prop.1 = chair 35 54 18", "prop.1 = strap wrist tail", NULL, "joint joint",
		NOTE_ERROR},
	{"prop.1 = chair 35 54 18", "prop.10 = chair 35 54 18", NULL, "prop.1 to prop.9",
		NOTE_ERROR},
	{"label = sit", "label = \xe2\x80\xaesit", NULL, "U+202E", NOTE_ERROR},
	{"move = 2", "move = 0", NULL, "from 0.1 to 60", NOTE_ERROR},
	{"move = 2", "move = nan", NULL, "from 0.1", NOTE_ERROR},
	{"move = 2", "move = 0x2", NULL, "from 0.1", NOTE_ERROR},
	{"stay = 1\n", "stay = -1\n", NULL, "from 0 to 60", NOTE_ERROR},
	{"pin = pelvis 42 20.5\n", "", "[x/1]", "pin is missing", NOTE_ERROR},
	{"pin = pelvis 42 20.5", "pin = tail 42 20.5", NULL, "joint x y", NOTE_ERROR},
	{"pin = pelvis 42 20.5", "pin = pelvis 42", NULL, "joint x y", NOTE_ERROR},
	{"spine = 95 79", "spine = 95", NULL, "two numbers", NOTE_ERROR},
	{"spine = 95 79", "spine = 95 79 1", NULL, "two numbers", NOTE_ERROR},
	{"head = 48", "head = 400", NULL, "from -360 to 360", NOTE_ERROR},
	{"arm = -75 -40 -20", "arm = -75", NULL, "`angle angle", NOTE_ERROR},
	{"arm = -75 -40 -20", "arm = -75 -40 -20 1", NULL, "`angle angle", NOTE_ERROR},
	{"arm = -75 -40 -20", "arm = to 1 2 3 *", NULL, "`angle angle", NOTE_ERROR},
	{"arm = -75 -40 -20", "arm = to 1000 2", NULL, "`angle angle", NOTE_ERROR},
	{"arm = -75 -40 -20", "arm = 1 2 3 4 5 6 7 8 9 10", NULL, "`angle angle", NOTE_ERROR},
	{"arm = -75 -40 -20", "arm = -75 -40 -20\nlegs = 1 2", "legs", "did you mean leg?",
		NOTE_ERROR},
	{"[x/2]\nspine = 90 92\nstay = 4\n", "", "[x]", "[x/2] is missing", NOTE_ERROR},
	{"[x/2]", "[x/2]\nlabel = a\n[x/4]", "[x/4]", "does not follow [x/2]", NOTE_ERROR},
	{"[x/2]", "[x/2]\nlabel = a\n[x/5]", "[x/5]", "does not belong here", NOTE_ERROR},
	{"[x/2]", "[x/2]\nlabel = a\n[y/3]", "[y/3]", "does not belong here", NOTE_ERROR},
};
/* clang-format on */

static void
test_mistakes(void **state)
{
	size_t missed = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(mistakes); i++) {
		char *text = plant(good_pose, &mistakes[i]);
		struct notes notes = {0};
		struct pose *pose = read_text(text, &notes);

		assert_int_equal(pose != NULL, notes.errors == 0);
		missed += !is_planted(&mistakes[i], text, &notes);
		pose_free(pose);
		notes_fini(&notes);
		free(text);
	}
	assert_int_equal(missed, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_good),
	    cmocka_unit_test(test_whole_form),
	    cmocka_unit_test(test_mistakes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
