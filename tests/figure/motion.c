#include "figure/motion.h"

#include "base/mem.h"
#include "tests/figure/shipped.h"

/* Two keys: 1 s there, 2 s on the way, 4 s at the second, 3 s back. */
static const char text[] =
    "[x]\nview = side\n"
    "[x/1]\nmove = 3\nstay = 1\npin = ankle 50 2\nspine = 90 90\nhead = 90\n"
    "arm = -90 -90\nleg = -90 -90 0\n"
    "[x/2]\nmove = 2\nstay = 4\narm = 0 0\n";

static double
arm(const struct still *s)
{
	return s->stance.limb[LIMB_ARM][0];
}

static void
test_loop(void **state)
{
	static const struct {
		int64_t ms, over;
		double arm;
		int64_t good;
	} rows[] = {
	    {0, 0, -90, 1000},
	    {999, 0, -90, MOTION_FRAME_MS},
	    {2000, 0, -45, MOTION_FRAME_MS},
	    {3000, 0, 0, 4000},
	    {8500, 0, -45, MOTION_FRAME_MS},
	    {10000, 0, -90, 1000},
	    {-5, 0, -90, 1000},
	    {1000, 5000, -45, MOTION_FRAME_MS},
	    {1500, 5000, 0, 2000},
	};
	struct pose *pose;
	struct figure *f = figure_of(text, &pose, NULL);
	struct still s;

	(void)state;
	assert_int_equal(motion_loop_ms(f), 10000);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		int64_t good = motion_loop(f, rows[i].ms, rows[i].over, &s);

		if (fabs(arm(&s) - rows[i].arm) > 1e-6 || good != rows[i].good)
			fail_msg("%lld ms: arm %g, good for %lld",
			    (long long)rows[i].ms, arm(&s), (long long)good);
	}
	figure_free(f);
	pose_free(pose);
}

static void
test_breath(void **state)
{
	static const int box[4] = {4, 2, 6, 1}, none[4] = {0};
	static const struct {
		const int *breath;
		int64_t ms;
		double full;
		int64_t good;
	} rows[] = {
	    {box, 0, 0, 0},
	    {box, 2000, 0.5, 0},
	    {box, 4000, 1, 2000},
	    {box, 5500, 1, 500},
	    {box, 9000, 0.5, 0},
	    {box, 12000, 0, 1000},
	    {box, 13000 + 2000, 0.5, 0},
	    {none, 4000, 1, 0},
	    {none, 7000, 0.5, 0},
	    {none, 10000, 0, 0},
	    {none, -1, 0, 0},
	};
	int64_t good;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (fabs(motion_breath_at(rows[i].breath, rows[i].ms, &good) -
			 rows[i].full) > 1e-6 ||
		    good != rows[i].good)
			fail_msg("row %zu, %lld ms: good for %lld", i,
			    (long long)rows[i].ms, (long long)good);
}

static void
test_hold(void **state)
{
	static const int breath[4] = {4, 0, 6, 0};
	struct pose *pose;
	struct figure *f = figure_of(text, &pose, NULL);
	struct still s, out;

	(void)state;
	assert_int_equal(motion_hold(f, 1000, breath, &s), MOTION_FRAME_MS);
	assert_true(fabs(arm(&s) + 45) < 1e-6);
	/* breathed out: exactly there; breathed in: 2 percent back and lifted */
	motion_hold(f, 10000, breath, &out);
	assert_true(fabs(arm(&out)) < 1e-6);
	assert_int_equal(motion_hold(f, 14000, breath, &s), MOTION_SWAY_MS);
	assert_true(fabs(arm(&s) + 90 * 0.02) < 1e-6);
	assert_true(s.joint[JOINT_SHOULDER].y > out.joint[JOINT_SHOULDER].y + 0.9);
	assert_true(s.joint[JOINT_ANKLE].y == out.joint[JOINT_ANKLE].y);
	figure_free(f);
	pose_free(pose);
}

static void
test_ways(void **state)
{
	struct pose *pose;
	struct figure *f = figure_of(text, &pose, NULL);
	struct still s, from;
	struct box box;

	(void)state;
	assert_int_equal(motion_rest(f, 0, &s), MOTION_FRAME_MS);
	assert_true(fabs(arm(&s)) < 1e-6);
	assert_true(motion_rest(f, 3000, &s) == INT64_MAX);
	assert_true(fabs(arm(&s) + 90) < 1e-6);
	/* a short change: on the way until its end */
	figure_key(f, 1, &from);
	motion_change(&from, figure_box(f), f, SIDE_LEFT, 1000, 2000, &s, &box);
	assert_true(fabs(arm(&s) + 45) < 1e-6);
	/* a long one: there, once round, and waiting */
	assert_true(motion_change(&from, figure_box(f), f, SIDE_RIGHT, 3000 + 3000,
			15000, &s, &box) == 4000);
	assert_true(fabs(arm(&s)) < 1e-6 && s.width == -1);
	assert_true(motion_change(&from, figure_box(f), f, SIDE_LEFT, 14000, 15000,
			&s, &box) == INT64_MAX);
	assert_true(fabs(arm(&s) + 90) < 1e-6);
	/* from nowhere */
	assert_true(motion_change(NULL, figure_box(f), f, SIDE_LEFT, 100, 5000, &s,
			&box) == INT64_MAX);
	/* the change of side ends as the mirror image of how it began */
	motion_switch(f, SIDE_RIGHT, 0, 4000, &s);
	assert_true(s.width == 1 && fabs(arm(&s)) < 1e-6);
	motion_switch(f, SIDE_RIGHT, 2000, 4000, &s);
	assert_true(fabs(s.width) < 1e-6);
	assert_true(motion_switch(f, SIDE_RIGHT, 4000, 4000, &s) == INT64_MAX);
	assert_true(s.width == -1 && fabs(arm(&s) + 90) < 1e-6);
	figure_free(f);
	pose_free(pose);
}

static void
test_breathing(void **state)
{
	static const int box[4] = {4, 4, 4, 4};
	struct pose *pose;
	struct figure *f = figure_of(text, &pose, NULL);
	struct still s;

	(void)state;
	motion_breath(f, 2000, box, &s);
	assert_true(fabs(arm(&s) + 45) < 1e-6);
	assert_int_equal(motion_breath(f, 5000, box, &s), 3000);
	assert_true(fabs(arm(&s)) < 1e-6);
	figure_free(f);
	pose_free(pose);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_loop),
	    cmocka_unit_test(test_breath),
	    cmocka_unit_test(test_hold),
	    cmocka_unit_test(test_ways),
	    cmocka_unit_test(test_breathing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
