#include "audio/voice_cache.h"

#include "audio/timeline.h"
#include "base/mem.h"
#include "base/paths.h"
#include "base/str.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

/* What a file begins with.  The last byte is the version; another order of bytes
 * in numbers is another word. */
#define WORD UINT64_C(0x756e636f696c7601)

/* The key is a text of one sound line and a command. */
#define KEY_MAX (16 * 1024)

/* No line is longer; voice.h has the reason. */
#define FRAMES_MAX (60 * TIMELINE_RATE)

#define NAME_LEN 20 /* 16 digits and .pcm */

struct head {
	uint64_t word;
	uint32_t key_len, frames;
	uint64_t key_sum, pcm_sum;
};

struct voice_cache {
	char *dir;
	int64_t most, total; /* bytes; total -1: not counted yet */
	uint64_t *used;      /* hashes of this session */
	size_t n_used;
};

struct voice_cache *
voice_cache_new(const char *dir, int64_t most)
{
	struct voice_cache *cache = mem_new(1, sizeof(*cache));

	cache->dir = mem_strdup(dir);
	cache->most = most;
	cache->total = -1;
	return cache;
}

void
voice_cache_free(struct voice_cache *cache)
{
	if (!cache)
		return;
	free(cache->dir);
	free(cache->used);
	free(cache);
}

/* FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/: not against an enemy,
 * who could write the folder anyway. */
static uint64_t
sum(const void *bytes, size_t n)
{
	const unsigned char *b = bytes;
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i < n; i++)
		h = (h ^ b[i]) * UINT64_C(0x100000001b3);
	return h;
}

static char *
path_of(const struct voice_cache *cache, const char *key, const char *ending)
{
	struct str path = {0};

	str_addf(&path, "%s/%016" PRIx64 "%s", cache->dir, sum(key, strlen(key)),
	    ending);
	return str_take(&path);
}

static bool
is_used(const struct voice_cache *cache, uint64_t hash)
{
	for (size_t i = 0; i < cache->n_used; i++)
		if (cache->used[i] == hash)
			return true;
	return false;
}

static void
use(struct voice_cache *cache, const char *key)
{
	uint64_t hash = sum(key, strlen(key));

	if (is_used(cache, hash))
		return;
	cache->used =
	    mem_resize(cache->used, cache->n_used + 1, sizeof(*cache->used));
	cache->used[cache->n_used++] = hash;
}

static int64_t
file_size(const struct head *head)
{
	return (int64_t)sizeof(*head) + head->key_len +
	       (int64_t)head->frames * (int64_t)sizeof(int16_t);
}

/* Reads and compares all but the sound, which comes next in the file. */
static bool
read_head(int fd, const char *key, struct head *head)
{
	char stored[KEY_MAX];
	size_t len = strlen(key);
	struct stat st;

	return fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && len < KEY_MAX &&
	       read(fd, head, sizeof(*head)) == (ssize_t)sizeof(*head) &&
	       head->word == WORD && head->key_len == len && head->frames > 0 &&
	       head->frames <= FRAMES_MAX && st.st_size == file_size(head) &&
	       read(fd, stored, len) == (ssize_t)len &&
	       memcmp(stored, key, len) == 0 && head->key_sum == sum(key, len);
}

/* -1: it is not there, or something else is. */
static int
open_line(struct voice_cache *cache, const char *key, struct head *head)
{
	char *path;
	int fd;

	if (!cache->dir)
		return -1;
	path = path_of(cache, key, ".pcm");
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
	free(path);
	if (fd >= 0 && !read_head(fd, key, head)) {
		close(fd);
		return -1;
	}
	return fd;
}

int64_t
voice_cache_frames(struct voice_cache *cache, const char *key)
{
	struct head head;
	int fd = open_line(cache, key, &head);

	if (fd < 0)
		return 0;
	futimens(fd, NULL);
	use(cache, key);
	close(fd);
	return head.frames;
}

static bool
read_pcm(int fd, const struct head *head, struct sample *sample)
{
	size_t n = head->frames * sizeof(int16_t);

	*sample = (struct sample){
	    mem_new(head->frames, sizeof(int16_t)), 1, head->frames};
	if (read(fd, sample->pcm, n) == (ssize_t)n &&
	    sum(sample->pcm, n) == head->pcm_sum)
		return true;
	sample_fini(sample);
	return false;
}

bool
voice_cache_read(struct voice_cache *cache, const char *key, struct sample *sample)
{
	struct head head;
	int fd = open_line(cache, key, &head);
	bool ok = fd >= 0 && read_pcm(fd, &head, sample);

	if (ok)
		use(cache, key);
	if (fd >= 0 && !ok) {
		char *path = path_of(cache, key, ".pcm");

		unlink(path);
		free(path);
	}
	if (fd >= 0)
		close(fd);
	return ok;
}

/* --- keeping under the limit -------------------------------------------------- */

struct kept {
	char name[NAME_LEN + 8];
	struct timespec used;
	int64_t size;
};

static int
older_first(const void *a, const void *b)
{
	const struct timespec *x = &((const struct kept *)a)->used;
	const struct timespec *y = &((const struct kept *)b)->used;

	if (x->tv_sec != y->tv_sec)
		return x->tv_sec < y->tv_sec ? -1 : 1;
	return (x->tv_nsec > y->tv_nsec) - (x->tv_nsec < y->tv_nsec);
}

/* Ours by its name: 16 digits, then .pcm or what was not finished. */
static bool
is_ours(const char *name)
{
	return strspn(name, "0123456789abcdef") == 16 &&
	       (strcmp(name + 16, ".pcm") == 0 || strcmp(name + 16, ".part") == 0);
}

/* The files of the folder, the one that was not used for the longest first; the
 * caller frees them.  total: of their bytes. */
static size_t
list(struct voice_cache *cache, struct kept **all)
{
	DIR *dir = opendir(cache->dir);
	struct dirent *entry;
	struct stat st;
	size_t n = 0;

	*all = NULL;
	cache->total = 0;
	while (dir && (entry = readdir(dir)) != NULL) {
		if (!is_ours(entry->d_name) || fstatat(dirfd(dir), entry->d_name,
						   &st, AT_SYMLINK_NOFOLLOW) < 0)
			continue;
		*all = mem_resize(*all, n + 1, sizeof(**all));
		(*all)[n] = (struct kept){.used = st.st_mtim, .size = st.st_size};
		snprintf(
		    (*all)[n++].name, sizeof((*all)->name), "%.24s", entry->d_name);
		cache->total += st.st_size;
	}
	if (dir)
		closedir(dir);
	if (n)
		qsort(*all, n, sizeof(**all), older_first);
	return n;
}

static void
remove_kept(struct voice_cache *cache, const struct kept *kept)
{
	struct str path = {0};

	str_addf(&path, "%s/%s", cache->dir, kept->name);
	if (unlink(path.s) == 0)
		cache->total -= kept->size;
	str_fini(&path);
}

/* Makes room for more bytes, and for those that come next: the folder is not to be
 * looked through for each.  False when this session needs all that is there. */
static bool
make_room(struct voice_cache *cache, int64_t more)
{
	const int64_t wanted = cache->most - cache->most / 8 - more;
	struct kept *all;
	bool full;
	size_t n;

	if (cache->total >= 0 && cache->total + more <= cache->most)
		return true;
	n = list(cache, &all);
	full = cache->total + more > cache->most;
	for (size_t i = 0; full && i < n && cache->total > wanted; i++)
		if (!is_used(cache, strtoull(all[i].name, NULL, 16)))
			remove_kept(cache, &all[i]);
	free(all);
	return cache->total + more <= cache->most;
}

/* --- writing ------------------------------------------------------------------ */

static bool
write_all(int fd, struct iovec *parts, int n)
{
	ssize_t size = 0;

	for (int i = 0; i < n; i++)
		size += (ssize_t)parts[i].iov_len;
	errno = ENOSPC; /* what is meant by a short answer */
	return writev(fd, parts, n) == size;
}

static bool
write_line(const char *part, const struct head *head, const char *key,
    const struct sample *sample)
{
	struct iovec parts[] = {
	    {(void *)(uintptr_t)head, sizeof(*head)},
	    {(void *)(uintptr_t)key, head->key_len},
	    {sample->pcm, head->frames * sizeof(int16_t)},
	};
	int fd = open(part,
	    O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK,
	    0600);
	bool ok = fd >= 0 && write_all(fd, parts, 3);
	int failed = errno;

	if (fd >= 0 && close(fd) < 0 && ok) {
		failed = errno;
		ok = false;
	}
	if (fd >= 0 && !ok)
		unlink(part);
	errno = failed;
	return ok;
}

/* Beside its name, which it gets when it is whole. */
static bool
put(struct voice_cache *cache, const char *key, const struct sample *sample,
    struct err *err)
{
	char *path = path_of(cache, key, ".pcm");
	char *part = path_of(cache, key, ".part");
	size_t len = strlen(key);
	struct head head = {
	    .word = WORD,
	    .key_len = (uint32_t)len,
	    .frames = (uint32_t)sample->frames,
	    .key_sum = sum(key, len),
	    .pcm_sum = sum(sample->pcm, (size_t)sample->frames * sizeof(int16_t)),
	};
	bool ok = paths_make_for(path, err);

	if (ok && !write_line(part, &head, key, sample))
		ok = err_errno(err, "%s", part);
	if (ok && rename(part, path) < 0)
		ok = err_errno(err, "%s", path);
	if (ok) {
		cache->total += file_size(&head);
		use(cache, key);
	}
	free(path);
	free(part);
	return ok;
}

bool
voice_cache_write(struct voice_cache *cache, const char *key,
    const struct sample *sample, struct err *err)
{
	int64_t size = (int64_t)(sizeof(struct head) + strlen(key)) +
		       sample->frames * (int64_t)sizeof(int16_t);

	if (!cache->dir)
		return err_set(err, "no folder for spoken lines");
	if (strlen(key) >= KEY_MAX || sample->frames > FRAMES_MAX)
		return err_set(err, "%s: too long a line", cache->dir);
	if (!make_room(cache, size))
		return err_set(err, "%s: this session needs more than %d MB",
		    cache->dir, (int)(cache->most >> 20));
	return put(cache, key, sample, err);
}
