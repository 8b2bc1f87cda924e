/* The real device output against a private sound server that is recorded. */
#include "../test.h"

#include "audio/cueset.h"
#include "audio/output.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/paths.h"
#include "nullsink.h"
#include "tests/cli/recording.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* 2 ms: the recorder's own error, and the goal. */
#define TOLERANCE 96

/* What is waited for comes in milliseconds; on a machine that does much else a server
 * takes seconds to answer, and the helper tries again after ten. */
#define PATIENCE_MS 60000

/* A busy machine may need to be asked again. */
#define TRIES 3

/* Lone cues, and some that fall while the stream runs; the first so late that also
 * a helper that has to wait for a processor knows it in time. */
static const int64_t due_ms[] = {1500, 3000, 3500, 4000, 6000, 7200};

static int64_t
clock_now(struct helper *helper)
{
	int64_t now = clock_mono();

	helper_say(helper, "clock 0 %lld\n", (long long)now);
	return now;
}

static int
by_value(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

/* Was each heard when it was due, seen from where most were? */
static bool
are_exact(const int64_t *at, size_t n)
{
	int64_t off[ARRAY_LEN(due_ms)], sorted[ARRAY_LEN(due_ms)];
	bool ok = n == ARRAY_LEN(due_ms);

	if (!ok)
		print_message("# %zu onsets\n", n);
	for (size_t i = 0; ok && i < n; i++)
		off[i] = sorted[i] = at[i] - due_ms[i] * 48;
	qsort(sorted, ok ? n : 0, sizeof(*sorted), by_value);
	for (size_t i = 0; i < n && n == ARRAY_LEN(due_ms); i++) {
		int64_t stray = off[i] - sorted[n / 2];

		print_message("# cue %zu: %+.2f ms\n", i, (double)stray / 48);
		ok = ok && stray <= TOLERANCE && stray >= -TOLERANCE;
	}
	return ok;
}

/* Plays the cues; true when all were heard when they were due. */
static bool
play_once(struct nullsink *sink, const char *wake)
{
	static struct helper helper;
	int64_t at[16];
	bool heard;

	assert_true(nullsink_record(sink));
	assert_true(
	    helper_start_with(&helper, "clear", wake ? "--wake" : NULL, wake));
	helper_say(&helper, "hello 1\n");
	assert_true(helper_hear(&helper, "ready cap\n", 1, PATIENCE_MS));
	for (size_t i = 0; i < ARRAY_LEN(due_ms); i++)
		helper_say(&helper, "at %lld play %s\n", (long long)due_ms[i],
		    i % 2 ? "rep" : "last");
	clock_now(&helper);
	heard = helper_hear(&helper, "played 6\n", 1, 15000);
	if (!heard)
		print_message("# it only said: %s\n", helper.answers);
	assert_int_equal(0, helper_stop(&helper));
	nullsink_record_stop(sink);
	return heard && are_exact(at, nullsink_onsets(sink, 50, at, ARRAY_LEN(at)));
}

static bool
play(struct nullsink *sink, const char *wake)
{
	for (int i = 0; i < TRIES; i++)
		if (play_once(sink, wake))
			return true;
	return false;
}

static void
test_onsets(void **state)
{
	struct nullsink *sink = *state;

	assert_true(nullsink_start(sink));
	assert_true(play(sink, NULL));
}

/* Silence before them changes nothing, be it longer than what is written ahead
 * or than the rest between two cues. */
static void
test_onsets_awake(void **state)
{
	static const char *const wakes[] = {"100", "400", "2000"};
	struct nullsink *sink = *state;

	assert_true(nullsink_start(sink));
	for (size_t i = 0; i < ARRAY_LEN(wakes); i++) {
		print_message("# wake %s\n", wakes[i]);
		assert_true(play(sink, wakes[i]));
	}
}

static bool
is_running(void)
{
	return system("pactl list short sinks | grep -q RUNNING") == 0;
}

/* How long before its cue the stream runs; a busy machine sees it late. */
static int
awake_before(void)
{
	static struct helper helper;
	int64_t due, awake;

	assert_true(helper_start_with(&helper, "soft", "--wake", "1500"));
	helper_say(&helper, "hello 1\n");
	assert_true(helper_hear(&helper, "ready cap\n", 1, PATIENCE_MS));
	due = clock_now(&helper) + 4 * CLOCK_S;
	helper_say(&helper, "at 4000 play rep\n");
	while (!is_running() && clock_mono() < due)
		poll(NULL, 0, 20);
	awake = (due - clock_mono()) / CLOCK_MS;
	print_message("# awake %d ms before\n", (int)awake);
	assert_true(helper_hear(&helper, "played 1\n", 1, PATIENCE_MS));
	assert_int_equal(0, helper_stop(&helper));
	return (int)awake;
}

/* The stream runs so long before its cue, and not much longer. */
static void
test_wake(void **state)
{
	struct nullsink *sink = *state;
	int awake = 0;

	assert_true(nullsink_start(sink));
	for (int i = 0; i < TRIES && awake < 1000; i++)
		awake = awake_before();
	assert_in_range(awake, 1000, 1600);
}

static bool
earlier_once(struct nullsink *sink)
{
	static struct helper helper;
	int64_t at[4], apart;
	size_t n;

	assert_true(nullsink_record(sink));
	assert_true(helper_start_with(&helper, "clear", "--wake", "1500"));
	helper_say(&helper, "hello 1\n");
	assert_true(helper_hear(&helper, "ready cap\n", 1, PATIENCE_MS));
	clock_now(&helper);
	helper_say(&helper, "at 6000 play last\n");
	assert_false(helper_hear(&helper, "never", 1, 500));
	helper_say(&helper, "at 5000 play last\n");
	helper_hear(&helper, "played 2\n", 1, 15000);
	assert_int_equal(0, helper_stop(&helper));
	nullsink_record_stop(sink);
	n = nullsink_onsets(sink, 50, at, ARRAY_LEN(at));
	apart = n == 2 ? at[1] - at[0] : 0;
	print_message("# %zu onsets, %d frames apart\n", n, (int)apart);
	return apart >= 48000 - TOLERANCE && apart <= 48000 + TOLERANCE;
}

/* One that is placed later and comes earlier is waited for as the first was. */
static void
test_wake_earlier(void **state)
{
	struct nullsink *sink = *state;
	bool ok = false;

	assert_true(nullsink_start(sink));
	for (int i = 0; i < TRIES && !ok; i++)
		ok = earlier_once(sink);
	assert_true(ok);
}

#define ROUNDS 6

/* What is due at once while the device sleeps: a key's tone in one round, a cue that
 * is due now in the next. */
static void
play_at_once(struct helper *helper)
{
	clock_now(helper);
	for (int i = 0; i < ROUNDS; i++) {
		char played[32];

		/* Until it sleeps; a busy machine takes longer, and then it is not the
		 * worst that is tried. */
		assert_false(helper_hear(helper, "never", 1, 1500));
		if (i % 2)
			helper_say(helper, "now play key\n");
		else
			helper_say(helper, "clock 0 %lld\nat 0 play key\n",
			    (long long)clock_mono());
		snprintf(played, sizeof(played), "played %d\n", i + 1);
		assert_true(helper_hear(helper, played, 1, PATIENCE_MS));
	}
}

/* How many of them are in the recording, each from the first sample to the last; -1
 * when there is anything else. */
static int
count_whole(const struct nullsink *sink, const struct sample *tone)
{
	struct heard heard;
	char path[300];
	int whole = 0, n = 0;

	snprintf(path, sizeof(path), "%s/rec.raw", sink->dir);
	assert_true(heard_load_raw(path, &heard));
	for (int64_t at = 0; (at = heard_onset(&heard, at)) < heard.frames; n++) {
		double alike;

		at = heard_find(&heard, at, 4800, tone->pcm, tone->frames, &alike);
		print_message(
		    "# at %.3f s: alike %.3f\n", (double)at / 48000, alike);
		whole += alike > 0.995;
		at += tone->frames;
	}
	free(heard.pcm);
	return n == whole ? whole : -1;
}

/* A stream that is let go loses its beginning, but not that of a sound. */
static void
test_begins_whole(void **state)
{
	static struct helper helper;
	struct nullsink *sink = *state;
	char *shipped = paths_shipped(), sounds[512];
	struct cueset *cues;
	int whole = 0;

	snprintf(sounds, sizeof(sounds), "%s/sounds", shipped);
	cues = cueset_new(sounds, "soft");
	assert_true(nullsink_start(sink));
	for (int i = 0; i < TRIES && whole != ROUNDS; i++) {
		assert_true(nullsink_record(sink));
		assert_true(helper_start(&helper, "soft"));
		helper_say(&helper, "hello 1\n");
		assert_true(helper_hear(&helper, "ready cap\n", 1, PATIENCE_MS));
		play_at_once(&helper);
		assert_int_equal(0, helper_stop(&helper));
		nullsink_record_stop(sink);
		whole = count_whole(sink, cueset_get(cues, "key", NULL));
	}
	assert_int_equal(ROUNDS, whole);
	cueset_free(cues);
	free(shipped);
}

/* What a failed test leaves. */
static int
kill_server(void **state)
{
	nullsink_record_stop(*state);
	nullsink_kill(*state);
	return 0;
}

static int
told(const struct helper *helper, const char *what)
{
	int n = 0;

	for (const char *at = helper->answers; (at = strstr(at, what)) != NULL;
	     at++)
		n++;
	return n;
}

/* Dead at the start, killed while it plays, without a sink: told once each,
 * lines are still answered, and it plays again when it can. */
static void
test_lost_and_back(void **state)
{
	static struct helper helper;
	struct nullsink *sink = *state;
	int played;

	assert_true(helper_start(&helper, "soft"));
	helper_say(&helper, "hello 1\n");
	assert_true(helper_hear(&helper, "lost ", 1, PATIENCE_MS));
	assert_true(nullsink_start(sink));
	assert_true(helper_hear(&helper, "back cap\n", 1, PATIENCE_MS));
	clock_now(&helper);
	helper_say(&helper, "at 50 play side\nat 60000 play rep\n");
	helper_say(&helper, "at 60 play nothing\n");
	assert_true(helper_hear(&helper, "error no sound", 1, PATIENCE_MS));
	nullsink_kill(sink);
	assert_true(helper_hear(&helper, "lost ", 2, PATIENCE_MS));
	helper_say(&helper, "flush\nhello 1\n");
	assert_true(helper_hear(&helper, "hello 1\n", 2, PATIENCE_MS));
	assert_true(nullsink_start(sink));
	assert_true(helper_hear(&helper, "back cap\n", 2, PATIENCE_MS));
	assert_true(nullsink_pactl("unload-module module-null-sink"));
	assert_true(helper_hear(&helper, "lost ", 3, PATIENCE_MS));
	assert_true(nullsink_pactl("load-module module-null-sink sink_name=cup"));
	assert_true(helper_hear(&helper, "back cup\n", 1, PATIENCE_MS));
	/* On a busy machine a new device takes its time to wake. */
	played = told(&helper, "played ");
	for (int i = 0; i < TRIES && told(&helper, "played ") == played; i++) {
		clock_now(&helper);
		helper_say(&helper, "at 5000 play rep\n");
		helper_hear(&helper, "played ", played + 1, 15000);
	}
	assert_true(told(&helper, "played ") > played);
	assert_int_equal(0, helper_stop(&helper));
}

/* Plays a cue at once, the so manieth. */
static void
play_one(struct helper *helper, int so_many)
{
	char played[32];

	snprintf(played, sizeof(played), "played %d\n", so_many);
	clock_now(helper);
	helper_say(helper, "at 300 play rep\n");
	/* On a busy machine a new device takes its time to wake. */
	if (!helper_hear(helper, played, 1, PATIENCE_MS))
		fail_msg("no %s it only said: %s", played, helper->answers);
}

/* Nobody named a device: the stream goes where the system's default goes, and
 * that is nothing to speak of. */
static void
test_follows_default(void **state)
{
	static struct helper helper;
	struct nullsink *sink = *state;

	assert_true(nullsink_start(sink));
	assert_true(nullsink_pactl("load-module module-rescue-streams"));
	assert_true(nullsink_load("cup", "Speakers"));
	assert_true(nullsink_pactl("set-default-sink cap"));
	assert_true(helper_start(&helper, "soft"));
	helper_say(&helper, "hello 1\n");
	assert_true(helper_hear(&helper, "ready cap\n", 1, PATIENCE_MS));
	assert_true(nullsink_plays_on("cap"));
	assert_true(nullsink_pactl("set-default-sink cup"));
	assert_true(nullsink_plays_on("cup"));
	play_one(&helper, 1);
	assert_true(nullsink_unload("cup"));
	assert_true(nullsink_plays_on("cap"));
	play_one(&helper, 2);
	assert_int_equal(0, told(&helper, "lost"));
	assert_int_equal(0, told(&helper, "back"));
	assert_int_equal(0, helper_stop(&helper));
}

/* A named device, on a server that moves streams (as desktops do) and on one
 * that ends them: gone and back, each told once. */
static void
test_named(void **state)
{
	static struct helper helper;
	struct nullsink *sink = *state;

	for (int moves = 0; moves < 2; moves++) {
		print_message("# the server %s\n", moves ? "moves" : "ends");
		assert_true(nullsink_start(sink));
		if (moves)
			assert_true(
			    nullsink_pactl("load-module module-rescue-streams"));
		assert_true(nullsink_load("cup", "Speakers"));
		assert_true(nullsink_pactl("set-default-sink cap"));
		assert_true(
		    helper_start_with(&helper, "soft", "--device", "speak"));
		helper_say(&helper, "hello 1\n");
		assert_true(
		    helper_hear(&helper, "ready Speakers\n", 1, PATIENCE_MS));
		assert_true(nullsink_plays_on("cup"));
		play_one(&helper, 1);
		assert_true(nullsink_unload("cup"));
		assert_true(
		    helper_hear(&helper, " instead of speak\n", 1, PATIENCE_MS));
		assert_true(nullsink_plays_on("cap"));
		play_one(&helper, 2);
		assert_true(nullsink_load("cup", "Speakers"));
		assert_true(
		    helper_hear(&helper, "back Speakers\n", 1, PATIENCE_MS));
		assert_true(nullsink_plays_on("cup"));
		play_one(&helper, 3);
		assert_int_equal(0, told(&helper, "lost"));
		assert_int_equal(2, told(&helper, "back"));
		assert_int_equal(0, helper_stop(&helper));
		nullsink_kill(sink);
	}
}

/* It is not there when a session begins; a dead server is still one. */
static void
test_named_missing(void **state)
{
	static struct helper helper;
	struct nullsink *sink = *state;

	assert_true(nullsink_start(sink));
	assert_true(helper_start_with(&helper, "soft", "--device", "Headset"));
	helper_say(&helper, "hello 1\n");
	if (!helper_hear(
		&helper, "ready Null Output instead of Headset\n", 1, 5000))
		fail_msg("it only said: %s", helper.answers);
	play_one(&helper, 1);
	nullsink_kill(sink);
	assert_true(helper_hear(&helper, "lost ", 1, PATIENCE_MS));
	assert_true(nullsink_start(sink));
	assert_true(
	    helper_hear(&helper, "back Null Output instead of ", 1, PATIENCE_MS));
	play_one(&helper, 2);
	assert_int_equal(0, helper_stop(&helper));
}

/* Corked with the next cue in the buffer: nobody wakes up. */
static void
test_asleep(void **state)
{
	static struct helper helper;
	struct nullsink *sink = *state;
	long woken = 1;

	assert_true(nullsink_start(sink));
	/* Without somebody who listens a null sink sleeps for 2 s at a time. */
	assert_true(nullsink_record(sink));
	assert_true(helper_start(&helper, "soft"));
	helper_say(&helper, "hello 1\n");
	assert_true(helper_hear(&helper, "ready cap\n", 1, PATIENCE_MS));
	clock_now(&helper);
	helper_say(&helper, "at 10 play rep\nat 20 play rep\nat 30 play rep\n");
	helper_say(&helper, "at 60000 play rep\n");
	/* A busy machine may need a little until it is corked. */
	for (int i = 0; i < 6 && woken; i++) {
		long before = helper_sleeps(&helper);

		assert_false(helper_hear(&helper, "never", 1, 1500));
		woken = helper_sleeps(&helper) - before;
	}
	assert_int_equal(0, woken);
	assert_int_equal(0, helper_stop(&helper));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_teardown(test_onsets, kill_server),
	    cmocka_unit_test_teardown(test_onsets_awake, kill_server),
	    cmocka_unit_test_teardown(test_wake, kill_server),
	    cmocka_unit_test_teardown(test_wake_earlier, kill_server),
	    cmocka_unit_test_teardown(test_begins_whole, kill_server),
	    cmocka_unit_test_teardown(test_lost_and_back, kill_server),
	    cmocka_unit_test_teardown(test_follows_default, kill_server),
	    cmocka_unit_test_teardown(test_named, kill_server),
	    cmocka_unit_test_teardown(test_named_missing, kill_server),
	    cmocka_unit_test_teardown(test_asleep, kill_server),
	};
	/* ThreadSanitizer has a thread of its own, which does not sleep. */
	const char *sanitize = getenv("SANITIZE");
	size_t n = ARRAY_LEN(tests) - (sanitize && *sanitize);
	struct nullsink sink;
	int failed;

	if (output_device.size == 1 || !nullsink_possible()) {
		puts("1..0 # SKIP no libpulse in the build, or no pulseaudio here");
		return 0;
	}
	if (!nullsink_init(&sink))
		return 1;
	for (size_t i = 0; i < ARRAY_LEN(tests); i++)
		((struct CMUnitTest *)&tests[i])->initial_state = &sink;
	failed = _cmocka_run_group_tests("tests", tests, n, NULL, NULL);
	nullsink_fini(&sink);
	return failed;
}
