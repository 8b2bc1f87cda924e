/* uncoil-sound itself, with lines to speak: what is in the files it makes. */
#include "../test.h"

#include "audio/soundfile.h"
#include "base/mem.h"
#include "base/paths.h"
#include "base/str.h"
#include "fake.h"

#include <math.h>
#include <string.h>
#include <sys/wait.h>

struct bench {
	struct fake fake;
	char out[700], out2[700], answers[8192];
};

static int
setup(void **state)
{
	struct bench *b = mem_new(1, sizeof(*b));

	fake_make(&b->fake, "tone", 500);
	snprintf(b->out, sizeof(b->out), "%s/out.wav", b->fake.at.path);
	snprintf(b->out2, sizeof(b->out2), "%s/again.wav", b->fake.at.path);
	*state = b;
	return 0;
}

static int
teardown(void **state)
{
	struct bench *b = *state;

	folder_remove(&b->fake.at);
	free(b);
	return 0;
}

static void
read_text(const char *path, char *text, size_t size)
{
	FILE *file = fopen(path, "r");
	size_t n;

	assert_non_null(file);
	n = fread(text, 1, size - 1, file);
	text[n] = '\0';
	fclose(file);
}

/* Feeds it the lines; its exit status, and b->answers. */
static int
run(struct bench *b, const char *options, const char *voice, const char *lines)
{
	const char *build = getenv("top_builddir");
	char *shipped = paths_shipped(), in[700], out[700];
	struct str command = {0};
	FILE *file;
	int status;

	snprintf(in, sizeof(in), "%s/lines", b->fake.at.path);
	snprintf(out, sizeof(out), "%s/answers", b->fake.at.path);
	file = fopen(in, "w");
	fputs(lines, file);
	fclose(file);
	str_addf(&command,
	    "%s/uncoil-sound --sounds %s/sounds --voice '%s' --cache %s %s <%s >%s",
	    build ? build : ".", shipped, voice, b->fake.cache, options, in, out);
	status = system(command.s);
	read_text(out, b->answers, sizeof(b->answers));
	str_fini(&command);
	free(shipped);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static int
render(struct bench *b, const char *to, const char *voice, const char *lines)
{
	char options[800];

	snprintf(options, sizeof(options), "-o %s", to);
	return run(b, options, voice, lines);
}

/* The loudest sample of a stretch. */
static float
peak(const struct sound *sound, int from_ms, int to_ms)
{
	float most = 0;

	assert_true(to_ms * 48 <= sound->frames);
	for (int i = from_ms * 48; i < to_ms * 48; i++)
		most = fmaxf(most, fabsf(sound->pcm[i * sound->channels]));
	return most;
}

static struct sound
rendered(const char *path, int ms)
{
	struct sound sound;
	struct err err;

	if (!soundfile_read(path, &sound, &err))
		fail_msg("%s", err.text);
	assert_int_equal(ms * 48, sound.frames);
	return sound;
}

static const char lines[] = "speech a Go.\nspeech b Stop.\nspeech c Rest.\n"
			    "at 1000 say a\nat 3000 say b\nat 5000 say a\n"
			    "at 7000 say c\nat 7000 say a\nat 9000 end\n";

/* Each line begins at its frame, however long it took to be spoken. */
static void
test_render(void **state)
{
	static const int at[] = {1000, 3000, 5000, 7000};
	struct bench *b = *state;
	struct sound sound;
	int until = 0;

	fake_mode(&b->fake, "slow");
	assert_int_equal(0, render(b, b->out, b->fake.command, lines));
	assert_non_null(strstr(b->answers, "length a 5"));
	assert_non_null(strstr(b->answers, "length c 5"));
	assert_non_null(strstr(b->answers, "played 5\n"));
	assert_null(strstr(b->answers, "late"));
	assert_null(strstr(b->answers, "error"));
	sound = rendered(b->out, 9000);
	for (size_t i = 0; i < ARRAY_LEN(at); i++) {
		/* 10 ms are kept before the sound, and a piece of 5. */
		assert_true(peak(&sound, until, at[i]) == 0);
		assert_true(peak(&sound, at[i], at[i] + 4) < 0.01f);
		assert_true(peak(&sound, at[i] + 12, at[i] + 20) > 0.1f);
		assert_true(peak(&sound, at[i] + 480, at[i] + 500) > 0.1f);
		until = at[i] + 540;
	}
	assert_true(peak(&sound, until, 9000) == 0);
	free(sound.pcm);
}

/* From the cache it is the same file, and nobody speaks. */
static void
test_same(void **state)
{
	struct bench *b = *state;
	char command[1600];

	assert_int_equal(0, render(b, b->out, b->fake.command, lines));
	assert_int_equal(3, fake_count(&b->fake));
	assert_int_equal(0, render(b, b->out2, b->fake.command, lines));
	assert_int_equal(3, fake_count(&b->fake));
	snprintf(command, sizeof(command), "cmp %s %s", b->out, b->out2);
	assert_int_equal(0, system(command));
}

/* All that cannot be spoken is left out, said once, and the rest is made. */
static void
test_dumb(void **state)
{
	static const struct {
		const char *mode, *error;
	} rows[] = {
	    {"status", "error cannot speak: sh: ended with status 3\n"},
	    {"nothing", "error cannot speak: sh: wrote nothing\n"},
	    {"garbage", "error cannot speak: sh: "},
	    {"endless", "error cannot speak: sh: wrote over 8 MB\n"},
	};
	struct bench *b = *state;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct sound sound;
		const char *error;

		print_message("# %s\n", rows[i].mode);
		fake_mode(&b->fake, rows[i].mode);
		assert_int_equal(0, render(b, b->out, b->fake.command, lines));
		error = strstr(b->answers, rows[i].error);
		assert_non_null(error);
		assert_null(strstr(error + 1, "error"));
		assert_non_null(strstr(b->answers, "length a 0\n"));
		assert_non_null(strstr(b->answers, "length c 0\n"));
		sound = rendered(b->out, 9000);
		assert_true(peak(&sound, 0, 9000) == 0);
		free(sound.pcm);
	}
}

static void
test_recorded(void **state)
{
	struct bench *b = *state;
	struct sound sound;
	char text[2000];

	snprintf(text, sizeof(text),
	    "record a %s\nrecord b /nowhere/x.ogg\nat 1000 say a\nat 3000 say b\n"
	    "at 5000 say unknown\nat 9000 end\n",
	    b->fake.wav);
	assert_int_equal(0, render(b, b->out, b->fake.command, text));
	assert_non_null(strstr(b->answers, "length a 5"));
	assert_non_null(strstr(b->answers, "length b 0\n"));
	assert_non_null(strstr(b->answers, "error /nowhere/x.ogg: No such file"));
	assert_non_null(strstr(b->answers, "error say of what was not spoken\n"));
	sound = rendered(b->out, 9000);
	assert_true(peak(&sound, 0, 1000) == 0);
	assert_true(peak(&sound, 1012, 1500) > 0.1f);
	assert_true(peak(&sound, 1540, 9000) == 0);
	free(sound.pcm);
	assert_int_equal(0, fake_count(&b->fake));
}

/* It ends at once, whatever its child does. */
static void
test_quit(void **state)
{
	struct bench *b = *state;

	fake_mode(&b->fake, "hang");
	assert_int_equal(
	    0, run(b, "--output null", b->fake.command,
		   "hello 1\nspeech a Go.\nspeech b Stop.\nat 0 say a\nquit\n"));
	assert_non_null(strstr(b->answers, "hello 1\n"));
	assert_null(strstr(b->answers, "length"));
}

/* More than fits into memory at once, lines over lines, and nothing is kept. */
static void
test_dense(void **state)
{
	struct bench *b = *state;
	struct str text = {0};

	fake_wav(b->fake.wav, 9000);
	for (int i = 0; i < 12; i++)
		str_addf(&text, "speech k%d Line %d.\n", i, i);
	for (int i = 0; i < 12; i++)
		str_addf(&text, "at %d say k%d\n", i * 6000, i);
	str_add(&text, "at 90000 end\n");
	snprintf(b->fake.cache, sizeof(b->fake.cache), "%s", b->fake.wav);
	assert_int_equal(0, render(b, b->out, b->fake.command, text.s));
	assert_non_null(strstr(b->answers, "played 12\n"));
	assert_null(strstr(b->answers, "late"));
	str_fini(&text);
}

/* The voice that most have, and the one that opens its own output again. */
static void
speaks(struct bench *b, const char *program, const char *command)
{
	struct sound sound;
	char look[200];
	int ms;

	snprintf(look, sizeof(look), "command -v %s >/dev/null", program);
	if (system(look) != 0) {
		/* skip() of cmocka is "not ok", which automake takes for a failure. */
		print_message("# %s is not here\n", program);
		return;
	}
	assert_int_equal(
	    0, render(b, b->out, command,
		   "speech a Next exercise: foam roll your left calf.\n"
		   "at 1000 say a\nat 9000 end\n"));
	assert_non_null(strstr(b->answers, "length a "));
	ms = atoi(strstr(b->answers, "length a ") + 9);
	print_message("# %s: %d ms\n", program, ms);
	assert_in_range(ms, 1500, 6000);
	sound = rendered(b->out, 9000);
	assert_true(peak(&sound, 0, 1000) == 0);
	assert_true(peak(&sound, 1000, 1060) > 0.003f);
	assert_true(peak(&sound, 1000, 1000 + ms) > 0.1f);
	assert_true(peak(&sound, 1000 + ms, 9000) == 0);
	free(sound.pcm);
}

static void
test_espeak(void **state)
{
	speaks(*state, "espeak-ng", "auto");
}

static void
test_flite(void **state)
{
	speaks(*state, "flite", "flite -o /dev/stdout /dev/stdin");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_render, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_same, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_dumb, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_recorded, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_dense, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_quit, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_espeak, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_flite, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
