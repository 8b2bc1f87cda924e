#include "../test.h"

#include "audio/timeline.h"
#include "base/mem.h"

static void
test_frames(void **state)
{
	static const struct {
		int64_t ns, frame;
		const char *remark;
	} rows[] = {
	    {0, 0, "begin"},
	    {20833, 0, "just before frame 1"},
	    {20834, 1, "frame 1 begins"},
	    {62500, 3, "three frames are whole"},
	    {1000000, 48, "a millisecond"},
	    {INT64_C(86400000000000), INT64_C(4147200000), "a day"},
	    {INT64_C(3153600000000000000), INT64_C(151372800000000), "100 years"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		print_message("# %s\n", rows[i].remark);
		assert_int_equal(rows[i].frame, timeline_frame(rows[i].ns));
	}
	for (int64_t f = 0; f < 10000; f++) {
		assert_int_equal(f, timeline_frame(timeline_ns(f)));
		if (f)
			assert_int_equal(f - 1, timeline_frame(timeline_ns(f) - 1));
	}
}

static void
test_drift(void **state)
{
	const int64_t s = INT64_C(1000000000);
	static const struct {
		int64_t ms, played_ms, behind_ms;
		const char *remark;
	} rows[] = {
	    {500, 0, 0, "half a second says nothing, however wrong"},
	    {1999, 1000, 0, "still too short"},
	    {2000, 1960, 0, "40 ms may be the reading"},
	    {2000, 2050, 0, "50 ms exactly"},
	    {2000, 1940, 60, "60 ms were lost"},
	    {2500, 2600, -100, "the device ran ahead: a suspend"},
	    {60000, 59000, 1000, "a long window counts as well"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct drift drift;

		print_message("# %s\n", rows[i].remark);
		drift_start(&drift, 7 * s, 1234);
		assert_int_equal(rows[i].behind_ms * 48,
		    drift_read(&drift, 7 * s + rows[i].ms * 1000000,
			1234 + rows[i].played_ms * 48));
	}
}

/* After a step the stretch before it counts no more. */
static void
test_step_once(void **state)
{
	const int64_t s = INT64_C(1000000000);
	struct drift drift;

	(void)state;
	drift_start(&drift, 0, 0);
	assert_int_equal(4800, drift_read(&drift, 2 * s, 96000 - 4800));
	assert_int_equal(0, drift_read(&drift, 3 * s, 144000 - 4800));
	assert_int_equal(0, drift_read(&drift, 5 * s, 240000 - 4800));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_frames),
	    cmocka_unit_test(test_drift),
	    cmocka_unit_test(test_step_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
