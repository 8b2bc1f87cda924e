/*
 * Mutated WAV as a speech program might write it, and mutated files of the
 * cache: a line, or none, never a crash, a leak or a sound of another length
 * than was said.  The seed is fixed, so what fails once fails always.
 */
#include "../test.h"

#include "../dice.h"
#include "../folder.h"
#include "audio/spoken.h"
#include "audio/voice_cache.h"
#include "base/mem.h"

#include <fcntl.h>
#include <math.h>
#include <string.h>
#include <sys/mman.h>

#define MUTANTS 3000

struct bytes {
	unsigned char all[16384];
	size_t n;
};

static void
mutate(struct dice *d, struct bytes *b)
{
	/* Where the heads are, more often than elsewhere. */
	size_t most = dice_roll(d, 3) ? (b->n < 64 ? b->n : 64) : b->n;
	size_t at = most ? (size_t)dice_roll(d, (int)most) : 0;

	switch (b->n ? dice_roll(d, 6) : 5) {
	case 0:
		b->all[at] ^= (unsigned char)(1 << dice_roll(d, 8));
		break;
	case 1:
		b->all[at] = (unsigned char)(dice_roll(d, 2) ? 0xff : 0);
		break;
	case 2:
		b->all[at] = (unsigned char)dice_roll(d, 256);
		break;
	case 3:
		b->n = at;
		break;
	case 4:
		memmove(b->all + at, b->all + b->n / 2, (b->n - at) / 2);
		break;
	default:
		if (b->n + 100 < sizeof(b->all)) {
			memset(b->all + b->n, 0x7f, 100);
			b->n += 100;
		}
	}
}

static void
add(struct bytes *b, const void *from, size_t n)
{
	memcpy(b->all + b->n, from, n);
	b->n += n;
}

/* As espeak-ng writes it: 0x7ffff000 bytes are promised and fewer are there. */
static void
make_wav(struct bytes *b, int channels, int bits)
{
	const uint32_t rate = 22050, promised = 0x7ffff000, riff = 0x7ffff024,
		       size = 16, second = rate * (uint32_t)(channels * bits / 8);
	const uint16_t pcm = 1, n = (uint16_t)channels, wide = (uint16_t)bits,
		       block = (uint16_t)(channels * bits / 8);

	b->n = 0;
	add(b, "RIFF", 4);
	add(b, &riff, 4);
	add(b, "WAVEfmt ", 8);
	add(b, &size, 4);
	add(b, &pcm, 2);
	add(b, &n, 2);
	add(b, &rate, 4);
	add(b, &second, 4);
	add(b, &block, 2);
	add(b, &wide, 2);
	add(b, "data", 4);
	add(b, &promised, 4);
	for (int i = 0; i < 4000; i++) {
		int16_t x = (int16_t)(8000 * sin(i * 0.3));

		add(b, &x, 2);
	}
}

/* True when it gives a line. */
static bool
speak(const struct bytes *b)
{
	int fd = memfd_create("wav", MFD_CLOEXEC);
	struct sample sample;
	struct sound sound;
	struct err err;
	bool ok;

	assert_int_equal(b->n, write(fd, b->all, b->n));
	ok = soundfile_read_fd(fd, "it", SPOKEN_S_MAX, &sound, &err);
	close(fd);
	if (!ok) {
		assert_null(sound.pcm);
		return false;
	}
	assert_in_range(sound.frames, 1, sound.rate * SPOKEN_S_MAX);
	ok = spoken_shape(&sound, &sample, &err);
	if (ok)
		assert_in_range(sample.frames, 1, 48000 * (SPOKEN_S_MAX + 1));
	sample_fini(&sample);
	return ok;
}

static void
test_wav(void **state)
{
	struct dice d = {UINT64_C(0x9e3779b97f4a7c15)};
	struct bytes *b = mem_new(1, sizeof(*b));
	int lines = 0;

	(void)state;
	make_wav(b, 1, 16);
	assert_true(speak(b));
	for (int i = 0; i < MUTANTS; i++) {
		make_wav(b, 1 + i % 2, i % 3 ? 16 : 8);
		for (int k = 1 + dice_roll(&d, 4); k > 0; k--)
			mutate(&d, b);
		lines += speak(b);
	}
	print_message("# %d of %d were lines\n", lines, MUTANTS);
	assert_in_range(lines, MUTANTS / 10, MUTANTS * 9 / 10);
	free(b);
}

static void
put_file(const char *path, const struct bytes *b)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(b->n, write(fd, b->all, b->n));
	close(fd);
}

static void
get_file(const char *path, struct bytes *b)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = read(fd, b->all, sizeof(b->all));

	assert_true(n > 0);
	b->n = (size_t)n;
	close(fd);
}

/* The path of the only file in a folder. */
static void
find(const struct folder *f, char path[800])
{
	DIR *dir = opendir(f->path);
	struct dirent *entry;

	while ((entry = readdir(dir)) != NULL)
		if (*entry->d_name != '.')
			snprintf(path, 800, "%s/%s", f->path, entry->d_name);
	closedir(dir);
}

static void
test_cache(void **state)
{
	struct dice d = {UINT64_C(0x2545f4914f6cdd1d)};
	struct bytes *good = mem_new(1, sizeof(*good)), *b = mem_new(1, sizeof(*b));
	int16_t pcm[2000];
	const struct sample sample = {pcm, 1, 2000};
	struct voice_cache *cache;
	struct folder f;
	struct sample got;
	struct err err;
	char path[800];
	int believed = 0;

	(void)state;
	for (int i = 0; i < 2000; i++)
		pcm[i] = (int16_t)(i * 13);
	folder_make(&f, "x");
	cache = voice_cache_new(f.path, VOICE_CACHE_MAX);
	assert_true(voice_cache_write(cache, "a\nkey", &sample, &err));
	find(&f, path);
	get_file(path, good);
	for (int i = 0; i < MUTANTS; i++) {
		*b = *good;
		for (int k = 1 + dice_roll(&d, 3); k > 0; k--)
			mutate(&d, b);
		put_file(path, b);
		voice_cache_frames(cache, "a\nkey");
		if (!voice_cache_read(cache, "a\nkey", &got))
			continue;
		/* Only what was not changed at all. */
		assert_int_equal(2000, got.frames);
		assert_memory_equal(pcm, got.pcm, sizeof(pcm));
		sample_fini(&got);
		believed++;
	}
	print_message("# %d of %d were believed\n", believed, MUTANTS);
	assert_in_range(believed, 0, MUTANTS / 5);
	voice_cache_free(cache);
	folder_remove(&f);
	free(good);
	free(b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_wav),
	    cmocka_unit_test(test_cache),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
