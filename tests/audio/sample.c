/* Sound files in, samples out: every format that can be written here, and the
 * files that nobody wants. */
#include "../test.h"

#include "audio/sample.h"
#include "audio/soundfile.h"
#include "base/mem.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* libsndfile loses memory over broken Ogg files; LeakSanitizer asks here. */
const char *__lsan_default_suppressions(void);

const char *
__lsan_default_suppressions(void)
{
	return "leak:vorbis_info_init\nleak:ogg_stream_init\n"
	       "leak:ogg_sync_\nleak:libogg\nleak:libvorbis\n";
}

static const char *
path_of(void **state, const char *name, char *buf)
{
	snprintf(buf, 4096, "%s/%s", (const char *)*state, name);
	return buf;
}

static int
make_folder(void **state)
{
	const char *tmp = getenv("TMPDIR");
	char path[4096];

	snprintf(path, sizeof(path), "%s/uncoil-XXXXXX", tmp ? tmp : "/tmp");
	*state = mem_strdup(mkdtemp(path));
	return *state ? 0 : -1;
}

static int
remove_folder(void **state)
{
	int failed = rmdir(*state);

	free(*state);
	return failed;
}

/* A sine of 1 kHz at half scale on every channel. */
static void
write_sine(const char *path, int rate, int channels, int ms)
{
	size_t n = (size_t)rate * (size_t)ms / 1000;
	float *pcm = mem_new(n * (size_t)channels, sizeof(*pcm));
	struct soundfile *file;
	struct err err;

	for (size_t i = 0; i < n * (size_t)channels; i++)
		pcm[i] = 0.5f * (float)sin(2 * M_PI * 1000 *
					   (double)(i / (size_t)channels) / rate);
	file = soundfile_create(path, path, rate, channels, &err);
	if (!file)
		fail_msg("%s", err.text);
	assert_true(soundfile_write(file, pcm, n, &err));
	assert_true(soundfile_close(file, &err));
	free(pcm);
}

/* The level of what lies around the middle, as a peak. */
static double
level(const struct sample *s)
{
	double sum = 0;
	int n = 0;

	for (int64_t i = s->frames / 4; i < s->frames / 2; i++, n++)
		sum += pow(s->pcm[i * s->channels] / 32768.0, 2);
	return sqrt(2 * sum / n);
}

/* To 16 bit: the nearest, and what is beyond is clipped and does not wrap. */
static void
test_rounding(void **state)
{
	static const struct {
		float in;
		int out;
	} rows[] = {
	    {0, 0},
	    {1, 32767},
	    {-1, -32768},
	    {1.5f, 32767},
	    {-3, -32768},
	    {1 / 32768.0f, 1},
	    {-1 / 32768.0f, -1},
	    {1.4f / 32768, 1},
	    {-1.4f / 32768, -1},
	    {1.6f / 32768, 2},
	    {12345 / 32768.0f, 12345},
	    {-32767 / 32768.0f, -32767},
	};
	float in[ARRAY_LEN(rows)];
	struct soundfile *file;
	char path[4096];
	struct sample s;
	struct err err;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		in[i] = rows[i].in;
	path_of(state, "round.wav", path);
	file = soundfile_create(path, path, 48000, 1, &err);
	assert_non_null(file);
	assert_true(soundfile_write(file, in, ARRAY_LEN(rows), &err));
	assert_true(soundfile_close(file, &err));
	assert_true(sample_load(path, &s, &err));
	assert_int_equal(ARRAY_LEN(rows), s.frames);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		assert_int_equal(rows[i].out, s.pcm[i]);
	sample_fini(&s);
	unlink(path);
}

static void
test_formats(void **state)
{
	static const struct {
		const char *ending;
		int rate, channels;
		int slack_ms; /* by which the format lengthens */
	} rows[] = {
	    {"wav", 48000, 1, 0},
	    {"wav", 48000, 2, 0},
	    {"wav", 8000, 1, 2},
	    {"wav", 22050, 2, 2},
	    {"wav", 44100, 1, 2},
	    {"wav", 96000, 2, 2},
	    {"wav", 44100, 6, 2},
	    {"flac", 48000, 1, 0},
	    {"flac", 11025, 2, 2},
	    {"flac", 96000, 1, 2},
	    {"ogg", 44100, 2, 5},
	    {"ogg", 48000, 1, 5},
	    {"opus", 48000, 2, 5},
	    {"opus", 16000, 1, 5},
	    {"mp3", 44100, 2, 80},
	    {"mp3", 48000, 1, 80},
	};
	char name[64], path[4096];
	struct err err;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct sample s;

		snprintf(name, sizeof(name), "a.%s", rows[i].ending);
		print_message("# %s %d/%d\n", name, rows[i].rate, rows[i].channels);
		write_sine(path_of(state, name, path), rows[i].rate,
		    rows[i].channels, 500);
		if (!sample_load(path, &s, &err))
			fail_msg("%s", err.text);
		assert_int_equal(rows[i].channels > 1 ? 2 : 1, s.channels);
		assert_in_range(
		    s.frames, 24000 - 2 * 48, 24000 + rows[i].slack_ms * 48);
		assert_true(fabs(level(&s) - 0.5) < 0.03);
		sample_fini(&s);
		unlink(path);
	}
}

static void
write_bytes(const char *path, const void *bytes, size_t n)
{
	FILE *to = fopen(path, "wb");

	assert_non_null(to);
	assert_int_equal(n, fwrite(bytes, 1, n, to));
	assert_int_equal(0, fclose(to));
}

static void
refuse(const char *path, const char *why)
{
	struct sample s;
	struct err err;

	if (sample_load(path, &s, &err))
		fail_msg("%s was read: %s", path, why);
	assert_null(s.pcm);
	print_message("# %s: %s\n", why, err.text + strlen(path));
	assert_ptr_equal(err.text, strstr(err.text, path));
}

static void
test_refused(void **state)
{
	char path[4096];

	refuse(path_of(state, "none.wav", path), "not there");
	refuse(*state, "a folder");
	refuse("/dev/zero", "a device");
	write_bytes(path_of(state, "empty.wav", path), "", 0);
	refuse(path, "empty");
	unlink(path);
	write_bytes(path_of(state, "text.flac", path), "hello, I am text", 16);
	refuse(path, "text");
	unlink(path);
	write_sine(path_of(state, "long.wav", path), 8000, 1, 10100);
	refuse(path, "10.1 s");
	unlink(path);
	write_sine(path_of(state, "none.wav", path), 8000, 1, 0);
	refuse(path, "no frames");
	unlink(path);
	assert_int_equal(0, mkfifo(path_of(state, "pipe.wav", path), 0600));
	refuse(path, "a pipe");
	unlink(path);
	write_bytes(path_of(state, "big.wav", path), "", 0);
	assert_int_equal(0, truncate(path, SOUNDFILE_BYTES_MAX + 1));
	refuse(path, "too big");
	unlink(path);
}

/* Cut anywhere, or with any byte changed, a file is read or refused. */
static void
test_broken(void **state)
{
	static const char *const endings[] = {"wav", "flac", "ogg", "opus", "mp3"};
	static char bytes[65536];
	char name[64], path[4096];
	int refused = 0, read = 0;

	for (size_t f = 0; f < ARRAY_LEN(endings); f++) {
		size_t n;
		FILE *from;

		snprintf(name, sizeof(name), "a.%s", endings[f]);
		write_sine(path_of(state, name, path), 48000, 1, 100);
		from = fopen(path, "rb");
		n = fread(bytes, 1, sizeof(bytes), from);
		fclose(from);
		assert_in_range(n, 500, sizeof(bytes) - 1);
		for (size_t i = 0; i < 60; i++) {
			size_t at = n * i / 60;
			struct sample s;
			struct err err;

			bytes[at] ^= (char)(1 << i % 8);
			write_bytes(path, bytes, i % 2 ? n : at);
			bytes[at] ^= (char)(1 << i % 8);
			if (sample_load(path, &s, &err)) {
				read++;
				sample_fini(&s);
			} else {
				refused++;
				assert_in_range(strlen(err.text), 1, 500);
			}
		}
		unlink(path);
	}
	print_message("# %d read, %d refused\n", read, refused);
	assert_true(read > 20 && refused > 20);
}

static void
test_not_written(void **state)
{
	char path[4096];
	struct err err;

	assert_null(soundfile_create(
	    path_of(state, "a.xyz", path), "a.xyz", 48000, 2, &err));
	assert_non_null(strstr(err.text, ".flac"));
	assert_null(soundfile_create(
	    path_of(state, "no/a.wav", path), "a.wav", 48000, 2, &err));
	assert_non_null(strstr(err.text, strerror(ENOENT)));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_rounding),
	    cmocka_unit_test(test_formats),
	    cmocka_unit_test(test_refused),
	    cmocka_unit_test(test_broken),
	    cmocka_unit_test(test_not_written),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
