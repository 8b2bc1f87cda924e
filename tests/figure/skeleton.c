#include "figure/skeleton.h"

#include "base/mem.h"
#include "tests/test.h"

#include <math.h>

#define NEAR(a, b) (fabs((a) - (b)) < 1e-9)

static void
test_angle_norm(void **state)
{
	static const struct {
		double in, out;
	} rows[] = {{0, 0}, {180, 180}, {-180, 180}, {181, -179}, {-181, 179},
	    {360, 0}, {720 + 90, 90}, {-720 - 90, -90}};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (!NEAR(angle_norm(rows[i].in), rows[i].out))
			fail_msg("%g: %g", rows[i].in, angle_norm(rows[i].in));
}

static void
test_upright(void **state)
{
	struct stance s = {
	    .pelvis = {50, 40}, .lumbar = 90, .thorax = 90, .head = 90};
	struct point j[JOINTS];

	(void)state;
	for (int l = 0; l < LIMBS; l++)
		s.limb[l][0] = s.limb[l][1] = s.limb[l][2] = -90;
	skeleton_joints(&s, skeleton_bones, j);
	assert_true(NEAR(j[JOINT_HEAD].y, 40 + 10 + 13 + 7));
	assert_true(NEAR(j[JOINT_SHOULDER].y, 40 + 10 + 13 - 1.5));
	assert_true(NEAR(j[JOINT_TOE].y, 40 - 18 - 18 - 6));
	assert_true(NEAR(j[JOINT_SHOULDER].x, j[JOINT_SHOULDER2].x));
	s.both = true;
	s.turn = 60;
	s.shrug = 2;
	skeleton_joints(&s, skeleton_bones, j);
	/* left on the left; half as wide when turned by 60 degrees */
	assert_true(NEAR(j[JOINT_SHOULDER].x, 50 - 3.5));
	assert_true(NEAR(j[JOINT_SHOULDER2].x, 50 + 3.5));
	assert_true(NEAR(j[JOINT_SHOULDER].y, 40 + 10 + 13 + 0.5));
	assert_true(NEAR(j[JOINT_HIP2].x, 50 + 3.5));
}

static void
test_reach(void **state)
{
	static const struct {
		double x, y;
		bool ok;
		double by;
		const char *remark;
	} rows[] = {
	    {20, 0, true, 0, "bent"},
	    {23, 0, true, 0, "just straight"},
	    {23.5, 0, false, 0.5, "too far"},
	    {0, 1.5, true, 0, "nearly folded"},
	    {0.4, 0, false, 0.6, "too near"},
	    {0, 0, false, 1, "at the root"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		for (int bend = -1; bend <= 1; bend += 2) {
			double a[2] = {7, 7}, by = 0;
			struct point root = {3, 4},
				     to = {3 + rows[i].x, 4 + rows[i].y}, end;
			bool ok = skeleton_reach(root, to, 12, 11, bend, a, &by);

			end = point_from(point_from(root, a[0], 12), a[1], 11);
			if (ok != rows[i].ok ||
			    (!ok && (!NEAR(by, rows[i].by) || a[0] != 7)) ||
			    (ok && hypot(end.x - to.x, end.y - to.y) > 1e-3) ||
			    (ok && bend * angle_norm(a[1] - a[0]) < -1e-3))
				fail_msg("%s: %d, by %g", rows[i].remark, ok, by);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_angle_norm),
	    cmocka_unit_test(test_upright),
	    cmocka_unit_test(test_reach),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
