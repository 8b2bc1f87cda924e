/*
 * How exactly cues are heard, and what that costs: uncoil-sound on a private
 * sound server whose sink is recorded.
 *
 *	sound-device [MINUTES [BUSY]]	BUSY processes that do nothing but compute
 *	sound-device bed [NAME]		a minute of a bed: rain, waves, brown, drone
 *
 * Prints how late cues were against the first one (p50, p99, most, slope), what
 * the helper did between cues, its processor time and its private memory.  Run
 * in the build folder.
 */
#include "../audio/nullsink.h"

#include "base/clock.h"
#include "base/mem.h"

#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define CUES_MAX 4096
#define BUSY_MAX 8

static void
sleep_until(int64_t ns)
{
	struct timespec at = {ns / CLOCK_S, ns % CLOCK_S};

	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, NULL) == EINTR)
		continue;
}

/* As in a session: lone cues, and now and then three of the last seconds. */
static size_t
make_score(int64_t *due, int64_t end_ms)
{
	uint32_t seed = 12345;
	int64_t at = 1000;
	size_t n = 0;

	while (at < end_ms && n + 3 < CUES_MAX) {
		due[n++] = at;
		seed = seed * 1664525 + 1013904223;
		if (seed >> 30 == 0) {
			due[n++] = at + 1000;
			due[n++] = at + 2000;
			at += 2000;
		}
		at += 2500 + (seed >> 8) % 4000;
	}
	return n;
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

/* Of the straight line through the points, in ms a minute. */
static double
slope(const int64_t *due, const double *off, size_t n)
{
	double sx = 0, sy = 0, sxx = 0, sxy = 0;

	for (size_t i = 0; i < n; i++) {
		double x = (double)due[i] / 60000;

		sx += x, sy += off[i], sxx += x * x, sxy += x * off[i];
	}
	return ((double)n * sxy - sx * sy) / ((double)n * sxx - sx * sx);
}

static bool
report(const struct nullsink *sink, const int64_t *due, size_t n)
{
	static int64_t at[CUES_MAX];
	static double off[CUES_MAX], size[CUES_MAX];
	size_t got = nullsink_onsets(sink, 100, at, CUES_MAX);

	printf("cues %zu, heard %zu\n", n, got);
	if (got != n)
		return false;
	for (size_t i = 0; i < n; i++) {
		off[i] = (double)(at[i] - at[0]) / 48 - (double)(due[i] - due[0]);
		size[i] = fabs(off[i]);
	}
	printf("slope %.3f ms a minute, last against first %+.2f ms\n",
	    slope(due, off, n), off[n - 1]);
	qsort(off, n, sizeof(*off), by_value);
	qsort(size, n, sizeof(*size), by_value);
	printf("against the first: from %+.2f to %+.2f ms, median %+.2f\n", off[0],
	    off[n - 1], off[n / 2]);
	printf("off by: p50 %.2f  p99 %.2f  most %.2f ms\n", size[n / 2],
	    size[(n * 99 + 99) / 100 - 1], size[n - 1]);
	return true;
}

static void
run(struct nullsink *sink, int minutes)
{
	static int64_t due[CUES_MAX];
	static struct helper helper;
	size_t n = make_score(due, minutes * INT64_C(60000)), sent = 0;
	int64_t begun, cpu, kib = 0, last = due[n - 1];
	long woken = 0, gaps = 0;

	if (!helper_start(&helper, "soft"))
		return;
	helper_say(&helper, "hello 1\n");
	if (!helper_hear(&helper, "ready", 1, 5000))
		return;
	begun = clock_mono() + 500 * CLOCK_MS;
	cpu = helper_cpu_ns(&helper);
	helper_say(&helper, "clock 0 %lld\n", (long long)begun);
	for (size_t i = 0; i < n; i++) {
		/* Lines come up to ten cues ahead, and while nothing else does. */
		for (; sent < n && sent < i + 10; sent++)
			helper_say(
			    &helper, "at %lld play rep\n", (long long)due[sent]);
		sleep_until(begun + (due[i] + 1000) * CLOCK_MS);
		if (i + 1 < n && due[i + 1] - due[i] > 2400) {
			long before = helper_sleeps(&helper);

			/* The stream is let go 80 ms before the cue. */
			sleep_until(begun + (due[i + 1] - 150) * CLOCK_MS);
			woken += helper_sleeps(&helper) - before;
			gaps++;
		}
	}
	cpu = helper_cpu_ns(&helper) - cpu;
	kib = helper_private_kib(&helper);
	helper_hear(&helper, "never", 1, 200);
	if (strstr(helper.answers, "late") || strstr(helper.answers, "lost"))
		printf("it said:\n%s", helper.answers);
	printf("wake-ups in %ld gaps between cues: %ld\n", gaps, woken);
	printf("processor time: %.1f ms a minute\n",
	    (double)cpu / 1e6 / ((double)last / 60000));
	printf("private memory: %lld KiB\n", (long long)kib);
	helper_stop(&helper);
	nullsink_record_stop(sink);
	report(sink, due, n);
}

/* What a minute of sound costs. */
static void
run_bed(const char *name)
{
	static struct helper helper;
	int64_t begun, cpu;
	long woken;

	if (!helper_start(&helper, "soft"))
		return;
	helper_say(&helper, "hello 1\n");
	if (!helper_hear(&helper, "ready", 1, 5000))
		return;
	begun = clock_mono();
	helper_say(&helper, "clock 0 %lld\nat 0 bed %s\n", (long long)begun, name);
	sleep_until(begun + 2 * CLOCK_S);
	cpu = helper_cpu_ns(&helper);
	woken = helper_sleeps(&helper);
	sleep_until(begun + 62 * CLOCK_S);
	cpu = helper_cpu_ns(&helper) - cpu;
	woken = helper_sleeps(&helper) - woken;
	printf("a minute of %s: processor time %.0f ms, %.1f wake-ups a second\n",
	    name, (double)cpu / 1e6, (double)woken / 60);
	printf("private memory: %ld KiB\n", helper_private_kib(&helper));
	helper_stop(&helper);
}

static pid_t
compute(void)
{
	pid_t pid = fork();

	if (pid == 0)
		for (volatile unsigned n = 0;; n++)
			continue;
	return pid;
}

int
main(int argc, char **argv)
{
	bool bed = argc > 1 && strcmp(argv[1], "bed") == 0;
	int minutes = bed ? 1 : argc > 1 ? atoi(argv[1]) : 10;
	int busy = !bed && argc > 2 ? atoi(argv[2]) : 0;
	pid_t pids[BUSY_MAX];
	struct nullsink sink;

	busy = busy > BUSY_MAX ? BUSY_MAX : busy;
	if (minutes < 1 || !nullsink_possible() || !nullsink_init(&sink))
		return 1;
	if (bed) {
		if (nullsink_start(&sink) && nullsink_record(&sink))
			run_bed(argc > 2 ? argv[2] : "rain");
	} else if (nullsink_start(&sink) && nullsink_record(&sink)) {
		for (int i = 0; i < busy; i++)
			pids[i] = compute();
		run(&sink, minutes);
		for (int i = 0; i < busy; i++) {
			kill(pids[i], SIGKILL);
			waitpid(pids[i], NULL, 0);
		}
	}
	nullsink_fini(&sink);
	return 0;
}
