/* A bed on the real device output: the stream runs while it is heard, and stands
 * in a pause, in which a key is still answered. */
#include "../test.h"

#include "audio/output.h"
#include "audio/soundfile.h"
#include "base/clock.h"
#include "nullsink.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The goal is 20; a busy machine wakes up for more. */
#define WAKES_A_SECOND 30

static void
begin(struct helper *helper)
{
	assert_true(helper_start(helper, "soft"));
	helper_say(helper, "hello 1\n");
	assert_true(helper_hear(helper, "ready cap\n", 1, 60000));
}

static long
woken(struct helper *helper, int ms)
{
	long before = helper_sleeps(helper);

	assert_false(helper_hear(helper, "never", 1, ms));
	return helper_sleeps(helper) - before;
}

static void
wait_asleep(struct helper *helper)
{
	/* ThreadSanitizer has a thread of its own, which does not sleep. */
	const char *sanitize = getenv("SANITIZE");
	long n = 1;

	for (int i = 0; i < 6 && n; i++)
		n = woken(helper, 1500);
	if (!sanitize || !*sanitize)
		assert_int_equal(0, n);
}

static void
test_bed(void **state)
{
	static struct helper helper;
	struct nullsink *sink = *state;
	int64_t at[16];
	long n;

	assert_true(nullsink_start(sink));
	assert_true(nullsink_record(sink));
	begin(&helper);
	/* Silence, after which the bed's beginning can be seen; the recorder takes
	 * its time. */
	woken(&helper, 1000);
	helper_say(
	    &helper, "clock 0 %lld\nat 0 bed brown\n", (long long)clock_mono());
	woken(&helper, 1500);
	n = woken(&helper, 2000);
	print_message("# %ld wake-ups in 2 s\n", n);
	assert_in_range(n, 4, 2 * WAKES_A_SECOND);
	helper_say(&helper, "pause\n");
	wait_asleep(&helper);
	helper_say(&helper, "now play rep\n");
	assert_true(helper_hear(&helper, "played 1\n", 1, 60000));
	wait_asleep(&helper);
	helper_say(&helper, "clock 4000 %lld\n", (long long)clock_mono());
	woken(&helper, 1500);
	assert_int_equal(0, helper_stop(&helper));
	nullsink_record_stop(sink);
	/* The bed, the key's tone, the bed again. */
	assert_int_equal(3, nullsink_onsets(sink, 200, at, 16));
}

/* The device goes and comes back: so does the bed, without being asked. */
static void
test_back(void **state)
{
	static struct helper helper;
	struct nullsink *sink = *state;
	int64_t at[16];

	assert_true(nullsink_start(sink));
	begin(&helper);
	helper_say(
	    &helper, "clock 0 %lld\nat 0 bed brown\n", (long long)clock_mono());
	woken(&helper, 1000);
	nullsink_kill(sink);
	assert_true(helper_hear(&helper, "lost ", 1, 60000));
	assert_true(nullsink_start(sink));
	assert_true(nullsink_record(sink));
	assert_true(helper_hear(&helper, "back cap\n", 1, 60000));
	woken(&helper, 2000);
	assert_int_equal(0, helper_stop(&helper));
	nullsink_record_stop(sink);
	assert_true(nullsink_onsets(sink, 0, at, 16) == 16);
}

/* Of another rate, softer than it will be heard. */
static void
make_file(const char *path)
{
	struct err err;
	struct soundfile *file = soundfile_create(path, path, 44100, 2, &err);

	assert_non_null(file);
	for (int i = 0; i < 44100 * 4; i++) {
		float x = (float)(i % 100) / 5000, stereo[2] = {x, x / 2};

		assert_true(soundfile_write(file, stereo, 1, &err));
	}
	assert_true(soundfile_close(file, &err));
}

/* The person's own bed goes on and on, without a gap, read while it is heard. */
static void
test_own(void **state)
{
	static struct helper helper;
	struct nullsink *sink = *state;
	char path[300];
	int64_t at[16];

	snprintf(path, sizeof(path), "%s/own.wav", sink->dir);
	make_file(path);
	assert_true(nullsink_start(sink));
	assert_true(nullsink_record(sink));
	assert_true(helper_start_with(&helper, "soft", "--bed", path));
	assert_true(helper_hear(&helper, "ready cap\n", 1, 60000));
	woken(&helper, 1000);
	helper_say(
	    &helper, "clock 0 %lld\nat 0 bed own\n", (long long)clock_mono());
	woken(&helper, 9000);
	/* It still sounds: the key's tone is not told from it. */
	helper_say(&helper, "now play rep\n");
	woken(&helper, 1000);
	assert_int_equal(0, helper_stop(&helper));
	nullsink_record_stop(sink);
	assert_int_equal(1, nullsink_onsets(sink, 100, at, 16));
}

static int
kill_server(void **state)
{
	nullsink_record_stop(*state);
	nullsink_kill(*state);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_teardown(test_bed, kill_server),
	    cmocka_unit_test_teardown(test_back, kill_server),
	    cmocka_unit_test_teardown(test_own, kill_server),
	};
	struct nullsink sink;
	int failed;

	if (output_device.size == 1 || !nullsink_possible()) {
		puts("1..0 # SKIP no libpulse in the build, or no pulseaudio here");
		return 0;
	}
	if (!nullsink_init(&sink))
		return 1;
	for (size_t i = 0; i < sizeof(tests) / sizeof(*tests); i++)
		((struct CMUnitTest *)&tests[i])->initial_state = &sink;
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	nullsink_fini(&sink);
	return failed;
}
