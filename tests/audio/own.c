/* The person's own bed: what comes out of files and folders. */
#include "../test.h"

#include "audio/loud.h"
#include "audio/own.h"
#include "audio/soundfile.h"
#include "base/mem.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SECOND 48000

struct bench {
	char dir[256];
	struct flow flow;
	struct own *own;
	int64_t at; /* what was read of it */
};

static int
setup(void **state)
{
	const char *tmp = getenv("TMPDIR");
	struct bench *b = mem_new(1, sizeof(*b));

	snprintf(b->dir, sizeof(b->dir), "%s/uncoil-XXXXXX", tmp ? tmp : "/tmp");
	flow_init(&b->flow);
	*state = b;
	return mkdtemp(b->dir) ? 0 : -1;
}

static int
teardown(void **state)
{
	struct bench *b = *state;
	char line[300];
	int failed;

	own_close(b->own);
	snprintf(line, sizeof(line), "rm -r '%s'", b->dir);
	failed = system(line);
	free(b);
	return failed;
}

static const char *
path_of(const struct bench *b, const char *name, char *buf)
{
	sprintf(buf, "%s/%s", b->dir, name);
	return buf;
}

/* A sine of so many ms; its size changes to `then` after 12 s. */
static void
make_file(const struct bench *b, const char *name, int rate, int hz, int ms,
    double size, double then)
{
	char path[300];
	struct err err;
	struct soundfile *file =
	    soundfile_create(path_of(b, name, path), name, rate, 2, &err);

	assert_non_null(file);
	for (int i = 0; i < rate / 1000 * ms; i++) {
		double by = i < 12 * rate ? size : then;
		float x = (float)(by * sin(6.283185307 * hz * i / rate));
		float stereo[2] = {x, x};

		assert_true(soundfile_write(file, stereo, 1, &err));
	}
	assert_true(soundfile_close(file, &err));
}

static void
make_text(const struct bench *b, const char *name)
{
	char path[300];
	FILE *file = fopen(path_of(b, name, path), "w");

	fputs("this is no sound", file);
	fclose(file);
}

/* The next n frames; what cannot be heard is counted. */
static float *
hear(struct bench *b, int n, int *errors)
{
	float *pcm = mem_new((size_t)n, 2 * sizeof(*pcm));
	struct err err;
	int done = 0, vain = 0;

	*errors = 0;
	while (done < n && vain < 10) {
		int64_t got;

		flow_ask(&b->flow);
		while (!own_fill(b->own, &err)) {
			print_message("# %s\n", err.text);
			++*errors;
		}
		got = flow_read(&b->flow, b->at, pcm + 2 * (long)done, n - done);
		b->at += got;
		flow_release(&b->flow, b->at);
		done += (int)got;
		vain = got ? 0 : vain + 1;
	}
	return pcm;
}

static double
lufs(const float *stereo, int from, int n)
{
	struct loud loud = {0};

	loud_power(&loud, stereo + 2 * (long)from, (size_t)n / 4);
	return loud_lufs(loud_power(
	    &loud, stereo + 2 * (long)(from + n / 4), (size_t)(n - n / 4)));
}

static int
pitch(const float *stereo, int from, int n)
{
	int turns = 0;

	for (int i = from + 1; i < from + n; i++)
		turns += stereo[2 * i - 2] < 0 && stereo[2 * i] >= 0;
	return (int)lround((double)turns * SECOND / n);
}

/* Soft, loud, of another rate, in another format: the same level and pitch.  What is
 * softer than that by more than 20 dB stays soft. */
static void
test_level(void **state)
{
	static const struct {
		const char *name;
		int rate;
		double size, level;
	} rows[] = {{"a.wav", 48000, 0.9, -30}, {"b.wav", 48000, 0.01, -30},
	    {"c.flac", 44100, 0.3, -30}, {"d.wav", 96000, 0.3, -30},
	    {"e.ogg", 44100, 0.3, -30}, {"f.wav", 8000, 0.3, -30},
	    {"g.wav", 48000, 0.001, -40.7}};
	struct bench *b = *state;
	char path[300];
	int errors;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		float *pcm;

		make_file(b, rows[i].name, rows[i].rate, 440, 12000, rows[i].size,
		    rows[i].size);
		b->own = own_open(path_of(b, rows[i].name, path), &b->flow);
		b->at = 0;
		pcm = hear(b, 8 * SECOND, &errors);
		print_message("# %s: %.1f LUFS, %d Hz\n", rows[i].name,
		    lufs(pcm, SECOND, 4 * SECOND), pitch(pcm, SECOND, SECOND));
		assert_int_equal(0, errors);
		assert_true(
		    fabs(lufs(pcm, SECOND, 4 * SECOND) - rows[i].level) < 1);
		assert_in_range(pitch(pcm, SECOND, SECOND), 438, 442);
		free(pcm);
		own_close(b->own);
		b->own = NULL;
		flow_init(&b->flow);
	}
}

/* One after another by name and again from the first, passing over; what is no
 * sound is said once; what is not called one is not looked at. */
static void
test_folder(void **state)
{
	struct bench *b = *state;
	float *pcm;
	int errors;

	make_file(b, "2.wav", 48000, 600, 4000, 0.5, 0.5);
	make_file(b, "1.flac", 48000, 300, 5000, 0.05, 0.05);
	make_text(b, "0.wav");
	make_text(b, "cover.jpg");
	b->own = own_open(b->dir, &b->flow);
	pcm = hear(b, 16 * SECOND, &errors);
	assert_int_equal(1, errors);
	/* 5 s, 3 of the other, 4 of the first: each second twice within passing. */
	assert_in_range(pitch(pcm, 2 * SECOND, SECOND), 299, 301);
	assert_in_range(pitch(pcm, 5 * SECOND + 24000, SECOND), 599, 601);
	assert_in_range(pitch(pcm, 9 * SECOND, SECOND), 299, 301);
	for (int i = 1; i < 16 * SECOND; i++)
		assert_true(fabsf(pcm[2 * i] - pcm[2 * i - 2]) < 0.01f);
	for (int i = 1; i < 15; i++)
		assert_true(lufs(pcm, i * SECOND, SECOND) > -33);
	free(pcm);
}

/* A file that begins softly and then shouts is held back. */
static void
test_held_back(void **state)
{
	struct bench *b = *state;
	char path[300];
	float *pcm;
	int errors;

	make_file(b, "a.wav", 48000, 440, 20000, 0.01, 0.9);
	b->own = own_open(path_of(b, "a.wav", path), &b->flow);
	pcm = hear(b, 19 * SECOND, &errors);
	assert_true(fabs(lufs(pcm, 5 * SECOND, 4 * SECOND) + 30) < 1);
	print_message("# %.1f LUFS\n", lufs(pcm, 14 * SECOND, 3 * SECOND));
	assert_true(lufs(pcm, 12 * SECOND, 3 * SECOND) < -20);
	assert_true(lufs(pcm, 14 * SECOND, 3 * SECOND) < -23);
	free(pcm);
}

/* Nothing that can be heard: said, and nobody waits for it. */
static void
test_nothing(void **state)
{
	static const struct {
		const char *name;
		int ms, errors;
	} rows[] = {{"", 0, 1}, {"gone.wav", 0, 1}, {"short.wav", 1900, 1},
	    {"text.wav", 0, 1}};
	struct bench *b = *state;
	char path[300];
	int errors;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		print_message("# %s\n", rows[i].name);
		if (rows[i].ms)
			make_file(b, rows[i].name, 48000, 440, rows[i].ms, 0.5, 0);
		else if (*rows[i].name == 't')
			make_text(b, rows[i].name);
		b->own = own_open(path_of(b, rows[i].name, path), &b->flow);
		free(hear(b, SECOND, &errors));
		assert_int_equal(rows[i].errors, errors);
		assert_true(atomic_load(&b->flow.over));
		own_close(b->own);
		b->own = NULL;
		flow_init(&b->flow);
	}
}

/* It was fine when it was opened first, and is cut while it is played. */
static void
test_cut(void **state)
{
	struct bench *b = *state;
	char path[300];
	int errors;

	make_file(b, "a.wav", 48000, 440, 3000, 0.5, 0.5);
	b->own = own_open(path_of(b, "a.wav", path), &b->flow);
	free(hear(b, SECOND, &errors));
	assert_int_equal(0, errors);
	assert_int_equal(0, truncate(path, 1000));
	free(hear(b, 20 * SECOND, &errors));
	assert_int_equal(1, errors);
	assert_true(atomic_load(&b->flow.over));
}

/* Nothing is read before it is asked for. */
static void
test_asked(void **state)
{
	struct bench *b = *state;
	struct err err;

	b->own = own_open(b->dir, &b->flow);
	assert_true(own_fill(b->own, &err));
	assert_true(flow_ask(&b->flow));
	assert_false(own_fill(b->own, &err));
	assert_true(own_fill(b->own, &err));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_level, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_folder, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_held_back, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_nothing, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_cut, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_asked, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
