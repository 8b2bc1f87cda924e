#include "figure/figure.h"

#include "base/mem.h"
#include "tests/figure/shipped.h"

/* 0.1 is asked for; the table has one place behind the point. */
#define NEAR 0.1

static void
assert_joints(const char *what, const struct point *got, const struct point *want)
{
	for (int j = 0; j < JOINTS; j++)
		if (!(fabs(got[j].x - want[j].x) <= NEAR &&
			fabs(got[j].y - want[j].y) <= NEAR))
			fail_msg("%s: %s is at %.2f %.2f, not %.2f %.2f", what,
			    words_name(&words_joint, j), got[j].x, got[j].y,
			    want[j].x, want[j].y);
}

/* domain.md 10, second key of cat and cow, rounded to 0.1 */
static void
test_cat_cow(void **state)
{
	static const struct {
		enum joint joint;
		double x, y;
	} rows[] = {{JOINT_PELVIS, 34.0, 20.0}, {JOINT_WAIST, 41.4, 26.7},
	    {JOINT_CHEST, 53.6, 22.2}, {JOINT_HEAD, 56.9, 16.1},
	    {JOINT_SHOULDER, 52.2, 22.8}, {JOINT_ELBOW, 50.3, 10.9},
	    {JOINT_WRIST, 56.0, 1.5}};
	struct library *lib = shipped_library();
	struct figure *f = shipped_figure(lib, "cat-cow");
	struct still s;

	(void)state;
	figure_key(f, 1, &s);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (fabs(s.joint[rows[i].joint].x - rows[i].x) > NEAR ||
		    fabs(s.joint[rows[i].joint].y - rows[i].y) > NEAR)
			fail_msg("%s is at %.2f %.2f",
			    words_name(&words_joint, (int)rows[i].joint),
			    s.joint[rows[i].joint].x, s.joint[rows[i].joint].y);
	figure_free(f);
	library_free(lib);
}

/* One line of joints.txt: id, key, percent and the joints. */
static void
compare(struct library *lib, char *line)
{
	char *save = NULL, *id = strtok_r(line, " ", &save), what[ID_MAX + 40];
	double n[2 + 2 * JOINTS];
	struct point want[JOINTS];
	struct figure *f = shipped_figure(lib, id);
	struct still s;
	size_t key;

	for (size_t i = 0; i < ARRAY_LEN(n); i++) {
		const char *word = strtok_r(NULL, " ", &save);

		assert_non_null(word);
		n[i] = strtod(word, NULL);
	}
	for (int j = 0; j < JOINTS; j++)
		want[j] = (struct point){n[2 + 2 * j], n[3 + 2 * j]};
	key = (size_t)n[0];
	snprintf(what, sizeof(what), "%s/%zu and %g percent", id, key, n[1]);
	figure_between(f, key - 1, key % figure_keys(f), n[1] / 100, 0, &s);
	assert_joints(what, s.joint, want);
	figure_free(f);
}

/* Every key of every shipped pose and three places on each way. */
static size_t
lines_expected(struct library *lib)
{
	size_t n, lines = 0;
	const char *const *ids = library_ids(lib, SHELF_POSES, &n);

	for (size_t i = 0; i < n; i++) {
		struct figure *f = shipped_figure(lib, ids[i]);

		lines += 4 * figure_keys(f);
		figure_free(f);
	}
	return lines;
}

static void
test_reference(void **state)
{
	struct library *lib = shipped_library();
	char path[4096], *line = NULL;
	size_t size = 0, lines = 0;
	FILE *file;

	(void)state;
	snprintf(
	    path, sizeof(path), "%s/tests/figure/joints.txt", getenv("top_srcdir"));
	file = fopen(path, "r");
	assert_non_null(file);
	for (; getline(&line, &size, file) > 0; lines++)
		compare(lib, line);
	assert_true(lines > 500);
	assert_int_equal(lines, lines_expected(lib)); /* else: make joints */
	free(line);
	fclose(file);
	library_free(lib);
}

/* --- properties of all shipped poses ---------------------------------------------- */

static void
each_figure(void (*look)(const struct figure *f))
{
	struct library *lib = shipped_library();
	size_t n;
	const char *const *ids = library_ids(lib, SHELF_POSES, &n);

	assert_true(n > 50);
	for (size_t i = 0; i < n; i++) {
		struct figure *f = shipped_figure(lib, ids[i]);

		look(f);
		figure_free(f);
	}
	library_free(lib);
}

static void
assert_lengths(const struct figure *f, const struct still *s)
{
	for (int l = 0; l < LIMBS; l++) {
		const struct limb_bones *b = &limb_bones[l];
		const enum bone bones[] = {b->upper, b->lower, b->end};

		for (int i = 0; i < 3; i++) {
			struct point p = s->joint[(int)b->root + i],
				     q = s->joint[(int)b->root + i + 1];

			if (fabs(hypot(q.x - p.x, q.y - p.y) - s->bone[bones[i]]) >
			    1e-6)
				fail_msg("%s: %s", figure_pose(f)->id,
				    words_name(&words_bone, (int)bones[i]));
		}
	}
}

static void
lengths_hold(const struct figure *f)
{
	struct still s;

	for (size_t k = 0; k < figure_keys(f); k++)
		for (int i = 0; i <= 100; i++) {
			figure_between(f, k, (k + 1) % figure_keys(f), i / 100.0,
			    (i % 11) / 10.0, &s);
			assert_lengths(f, &s);
		}
}

static void
box_holds_keys(const struct figure *f)
{
	struct box box = figure_box(f);
	struct still s;

	for (size_t k = 0; k < figure_keys(f); k++) {
		figure_key(f, k, &s);
		for (int j = 0; j < JOINTS; j++)
			assert_true(
			    s.joint[j].x >= box.x1 && s.joint[j].x <= box.x2 &&
			    s.joint[j].y >= box.y1 && s.joint[j].y <= box.y2);
	}
	assert_true(box.floor == (s.view != VIEW_TOP));
	assert_true(!box.floor || box.y1 <= 0);
}

static void
test_lengths(void **state)
{
	(void)state;
	each_figure(lengths_hold);
}

static void
test_box(void **state)
{
	(void)state;
	each_figure(box_holds_keys);
}

/* Whatever comes after whatever: nobody sinks into the floor, bones keep their
 * length where the bodies are alike, the ways begin and end where they should. */
static void
test_change(void **state)
{
	struct library *lib = shipped_library();
	size_t n;
	const char *const *ids = library_ids(lib, SHELF_POSES, &n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		struct figure *a = shipped_figure(lib, ids[i]),
			      *b = shipped_figure(lib, ids[(i * 7 + 3) % n]);
		struct still from, to, s;

		figure_key(a, figure_hold(a), &from);
		figure_key(b, 0, &to);
		from.width = i % 2 ? -1 : 1;
		still_between(&from, &to, 0, &s);
		assert_joints(ids[i], s.joint, from.joint);
		still_between(&from, &to, 1, &s);
		assert_joints(ids[i], s.joint, to.joint);
		assert_true(fabs(s.width - to.width) < 1e-9);
		for (int k = 0; k <= 20; k++) {
			still_between(&from, &to, k / 20.0, &s);
			assert_lengths(b, &s);
			for (int j = 0; j < JOINTS && s.view != VIEW_TOP; j++)
				assert_true(s.joint[j].y > -1);
		}
		figure_free(a);
		figure_free(b);
	}
	library_free(lib);
}

/* --- what a pose file may say -------------------------------------------------------- */

#define HEAD "[x]\nview = side\n"
#define BODY                                                                       \
	"[x/1]\npin = ankle 50 2\nspine = 90 90\nhead = 90\narm = -90 -90\n"       \
	"leg = -90 -90 0\n"

static void
test_mistakes(void **state)
{
	static const struct {
		const char *text, *error;
	} rows[] = {
	    {HEAD BODY "[x/2]\narm = to 90 2\n",
		"x.ini:10: [x/2] arm: the place is out of"},
	    {HEAD BODY "[x/2]\nleg = to 55 38 0\n",
		"x.ini:9: [x/2] pin: ankle is on a limb that is placed with `to`"},
	    {HEAD "thigh = 0\n" BODY "[x/2]\npin = pelvis 50 38\nleg = to 50 20\n",
		"x.ini:12: [x/2] leg: the place is out of reach by "},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct pose *pose;
		struct err err = {""};

		assert_null(figure_of(rows[i].text, &pose, &err));
		if (strncmp(err.text, rows[i].error, strlen(rows[i].error)) != 0)
			fail_msg("%s", err.text);
		pose_free(pose);
	}
}

static void
test_inheriting(void **state)
{
	static const char text[] =
	    HEAD "prop.1 = ball 10 20 3\n" BODY
		 "[x/2]\narm = 0 0\nface = 10\nprop.1 = ball 30 40 5\nstay = 4\n"
		 "[x/3]\narm2 = 90 90\nstay = 4\npull = none\n"
		 "[x/4]\narm = 45 45\npull = knee 180\n";
	struct pose *pose;
	struct figure *f = figure_of(text, &pose, NULL);
	struct still s;

	(void)state;
	assert_non_null(f);
	figure_key(f, 1, &s);
	/* the far arm copies the near one until it is given */
	assert_true(s.stance.limb[LIMB_ARM2][0] == 0);
	assert_true(s.mark.on && s.mark.joint == JOINT_WRIST);
	assert_true(s.prop[0].n[2] == 5);
	figure_between(f, 0, 1, 0.5, 0, &s);
	assert_true(s.prop[0].n[0] == 20 && s.prop[0].n[2] == 4);
	figure_key(f, 2, &s);
	assert_true(s.stance.limb[LIMB_ARM2][0] == 90);
	assert_true(s.stance.face == 10);
	assert_false(s.mark.on);
	figure_key(f, 3, &s);
	assert_true(s.stance.limb[LIMB_ARM2][0] == 90);
	assert_true(s.mark.on && s.mark.joint == JOINT_KNEE && s.mark.angle == 180);
	/* the last of the longest stays is held */
	assert_int_equal(figure_hold(f), 2);
	assert_true(figure_move_s(f, 0) == 2 && figure_stay_s(f, 1) == 4);
	assert_true(figure_width(f, SIDE_NONE) == 1);
	assert_true(figure_width(f, SIDE_LEFT) == 1);
	assert_true(figure_width(f, SIDE_RIGHT) == -1);
	figure_free(f);
	figure_free(NULL);
	pose_free(pose);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_cat_cow),
	    cmocka_unit_test(test_reference),
	    cmocka_unit_test(test_lengths),
	    cmocka_unit_test(test_box),
	    cmocka_unit_test(test_change),
	    cmocka_unit_test(test_mistakes),
	    cmocka_unit_test(test_inheriting),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
