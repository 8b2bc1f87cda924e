/* Lines that are kept, found again, damaged, and too many. */
#include "../test.h"

#include "../folder.h"
#include "audio/voice_cache.h"
#include "base/mem.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#define FRAMES 1000

struct bench {
	struct folder at;
	char dir[700];
	struct sample sample;
};

static int
setup(void **state)
{
	struct bench *b = mem_new(1, sizeof(*b));

	folder_make(&b->at, "x");
	snprintf(b->dir, sizeof(b->dir), "%s/a/b", b->at.path);
	b->sample = (struct sample){
	    mem_new(FRAMES, sizeof(int16_t)), .channels = 1, .frames = FRAMES};
	for (int i = 0; i < FRAMES; i++)
		b->sample.pcm[i] = (int16_t)(i * 31);
	*state = b;
	return 0;
}

static int
teardown(void **state)
{
	struct bench *b = *state;

	folder_remove(&b->at);
	sample_fini(&b->sample);
	free(b);
	return 0;
}

static struct voice_cache *
begin(const struct bench *b)
{
	return voice_cache_new(b->dir, 64 * 1024);
}

static void
keep(const struct bench *b, struct voice_cache *cache, const char *key)
{
	struct err err;

	if (!voice_cache_write(cache, key, &b->sample, &err))
		fail_msg("%s", err.text);
}

/* The one file that is there. */
static void
only_file(const struct bench *b, char path[1000])
{
	DIR *dir = opendir(b->dir);
	struct dirent *entry;
	int n = 0;

	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL) {
		if (*entry->d_name == '.')
			continue;
		snprintf(path, 1000, "%s/%s", b->dir, entry->d_name);
		n++;
	}
	closedir(dir);
	assert_int_equal(1, n);
}

static void
test_hit(void **state)
{
	const struct bench *b = *state;
	struct voice_cache *cache = begin(b);
	struct sample got;
	struct stat st;

	assert_int_equal(0, voice_cache_frames(cache, "espeak\nGo."));
	keep(b, cache, "espeak\nGo.");
	assert_int_equal(FRAMES, voice_cache_frames(cache, "espeak\nGo."));
	assert_int_equal(0, voice_cache_frames(cache, "espeak\nGo"));
	assert_int_equal(0, stat(b->dir, &st));
	assert_int_equal(0700, st.st_mode & 0777);
	voice_cache_free(cache);
	/* Another day. */
	cache = begin(b);
	assert_int_equal(FRAMES, voice_cache_frames(cache, "espeak\nGo."));
	assert_true(voice_cache_read(cache, "espeak\nGo.", &got));
	assert_int_equal(FRAMES, got.frames);
	assert_int_equal(1, got.channels);
	assert_memory_equal(b->sample.pcm, got.pcm, FRAMES * sizeof(int16_t));
	sample_fini(&got);
	assert_false(voice_cache_read(cache, "another", &got));
	voice_cache_free(cache);
}

static void
flip(const char *path, off_t at)
{
	int fd = open(path, O_RDWR);
	char byte;

	assert_int_equal(1, pread(fd, &byte, 1, at));
	byte ^= 0x10;
	assert_int_equal(1, pwrite(fd, &byte, 1, at));
	close(fd);
}

/* Every byte of the head, and every seventh of the sound. */
static void
test_damage(void **state)
{
	const struct bench *b = *state;
	struct voice_cache *cache = begin(b);
	const char *key = "espeak\nGo.";
	off_t head = 32 + (off_t)strlen(key);
	struct sample got;
	char path[1000];
	struct stat st;

	keep(b, cache, key);
	only_file(b, path);
	assert_int_equal(0, stat(path, &st));
	assert_int_equal(head + FRAMES * 2, st.st_size);
	for (off_t at = 0; at < st.st_size; at += at < head ? 1 : 7) {
		flip(path, at);
		if (voice_cache_read(cache, key, &got))
			fail_msg("byte %ld is damaged and is believed", (long)at);
		/* What is damaged is gone, or not taken for a line. */
		assert_false(voice_cache_read(cache, key, &got));
		keep(b, cache, key);
		assert_true(voice_cache_read(cache, key, &got));
		sample_fini(&got);
	}
	voice_cache_free(cache);
}

static void
test_length(void **state)
{
	const struct bench *b = *state;
	struct voice_cache *cache = begin(b);
	static const off_t sizes[] = {
	    0, 1, 31, 32, 33, 1000, 2040, 2041, 2043, 9999};
	struct sample got;
	char path[1000];

	for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
		keep(b, cache, "espeak\nGo.");
		only_file(b, path);
		assert_int_equal(0, truncate(path, sizes[i]));
		assert_int_equal(0, voice_cache_frames(cache, "espeak\nGo."));
		assert_false(voice_cache_read(cache, "espeak\nGo.", &got));
	}
	voice_cache_free(cache);
}

/* Somebody has put something else there. */
static void
test_no_file(void **state)
{
	const struct bench *b = *state;
	struct voice_cache *cache = begin(b);
	struct sample got;
	char path[1000], elsewhere[1000];
	struct err err;

	keep(b, cache, "k");
	only_file(b, path);
	snprintf(elsewhere, sizeof(elsewhere), "%s/elsewhere", b->at.path);
	assert_int_equal(0, rename(path, elsewhere));
	assert_int_equal(0, symlink(elsewhere, path));
	assert_int_equal(0, voice_cache_frames(cache, "k"));
	unlink(path);
	assert_int_equal(0, mkfifo(path, 0600));
	assert_false(voice_cache_read(cache, "k", &got));
	assert_int_equal(0, voice_cache_frames(cache, "k"));
	unlink(path);
	assert_int_equal(0, mkdir(path, 0700));
	assert_int_equal(0, voice_cache_frames(cache, "k"));
	assert_false(voice_cache_write(cache, "k", &b->sample, &err));
	voice_cache_free(cache);
}

static int64_t
bytes_in(const struct bench *b)
{
	DIR *dir = opendir(b->dir);
	struct dirent *entry;
	struct stat st;
	int64_t sum = 0;

	while ((entry = readdir(dir)) != NULL)
		if (*entry->d_name != '.' &&
		    fstatat(dirfd(dir), entry->d_name, &st, 0) == 0)
			sum += st.st_size;
	closedir(dir);
	return sum;
}

/* The one that was not used for the longest time goes, and a stranger's file
 * stays. */
static void
test_limit(void **state)
{
	const struct bench *b = *state;
	struct voice_cache *cache;
	char key[16], path[1000];
	int fd;

	for (int i = 0; i < 100; i++) {
		/* In a session of its own: what a session uses it keeps anyhow. */
		cache = begin(b);
		if (i > 5)
			assert_int_equal(
			    FRAMES, voice_cache_frames(cache, "line 3"));
		voice_cache_free(cache);
		cache = begin(b);
		snprintf(key, sizeof(key), "line %d", i);
		keep(b, cache, key);
		voice_cache_free(cache);
		if (i == 0) {
			snprintf(path, sizeof(path), "%s/notes.txt", b->dir);
			fd = open(path, O_CREAT | O_WRONLY, 0600);
			close(fd);
		}
		assert_in_range(bytes_in(b), 2000, 64 * 1024);
	}
	cache = begin(b);
	assert_int_equal(FRAMES, voice_cache_frames(cache, "line 3"));
	assert_int_equal(FRAMES, voice_cache_frames(cache, "line 99"));
	assert_int_equal(FRAMES, voice_cache_frames(cache, "line 80"));
	assert_int_equal(0, voice_cache_frames(cache, "line 2"));
	assert_int_equal(0, voice_cache_frames(cache, "line 40"));
	assert_int_equal(0, access(path, F_OK));
	voice_cache_free(cache);
}

/* The folder is not looked through for every line: room is made for some. */
static void
test_room(void **state)
{
	const struct bench *b = *state;
	int64_t before = 0, now;
	int times = 0;
	char key[16];

	for (int i = 0; i < 100; i++) {
		struct voice_cache *cache = begin(b);

		snprintf(key, sizeof(key), "line %d", i);
		keep(b, cache, key);
		voice_cache_free(cache);
		now = bytes_in(b);
		times += now <= before;
		before = now;
	}
	/* 32 fit in; the other 68 come by fours. */
	assert_in_range(times, 68 / 5, 68 / 3);
}

/* What this session needs is not taken away for more of it. */
static void
test_session(void **state)
{
	const struct bench *b = *state;
	struct voice_cache *cache = begin(b);
	struct err err;
	char key[16];
	int kept = 0;

	for (int i = 0; i < 100; i++) {
		snprintf(key, sizeof(key), "line %d", i);
		kept += voice_cache_write(cache, key, &b->sample, &err);
	}
	assert_in_range(kept, 31, 32);
	assert_non_null(strstr(err.text, "this session needs more than"));
	for (int i = 0; i < kept; i++) {
		snprintf(key, sizeof(key), "line %d", i);
		assert_int_equal(FRAMES, voice_cache_frames(cache, key));
	}
	voice_cache_free(cache);
}

static void
test_cannot(void **state)
{
	const struct bench *b = *state;
	const struct rlimit small = {1000, RLIM_INFINITY};
	struct rlimit before;
	struct voice_cache *cache = begin(b);
	char dir[1000];
	struct err err;

	/* As a full disk. */
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &before);
	assert_int_equal(0, setrlimit(RLIMIT_FSIZE, &small));
	assert_false(voice_cache_write(cache, "k", &b->sample, &err));
	setrlimit(RLIMIT_FSIZE, &before);
	assert_int_equal(0, voice_cache_frames(cache, "k"));
	assert_int_equal(0, bytes_in(b));
	keep(b, cache, "k");
	voice_cache_free(cache);
	/* A file in the folder's place; no folder at all. */
	snprintf(dir, sizeof(dir), "%s/file", b->at.path);
	close(open(dir, O_CREAT | O_WRONLY, 0600));
	cache = voice_cache_new(dir, 64 * 1024);
	assert_false(voice_cache_write(cache, "k", &b->sample, &err));
	assert_non_null(strstr(err.text, "Not a directory"));
	voice_cache_free(cache);
	cache = voice_cache_new(NULL, 64 * 1024);
	assert_false(voice_cache_write(cache, "k", &b->sample, &err));
	assert_int_equal(0, voice_cache_frames(cache, "k"));
	voice_cache_free(cache);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_hit, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_damage, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_length, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_no_file, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_limit, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_room, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_session, setup, teardown),
	    cmocka_unit_test_setup_teardown(test_cannot, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
