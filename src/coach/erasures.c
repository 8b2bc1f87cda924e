#include "coach/erasures.h"

#include "base/mem.h"
#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A hundred million lines would be a hundred million erased people. */
#define FILE_MAX (INT64_C(4) << 30)

static const char *const ends[] = {
    [ERASURE_CLIENT] = "erase", [ERASURE_KEEP] = "keep", [ERASURE_PAST] = "erase"};

static bool
parse(const char *line, struct erasure *e)
{
	char again[96], word[8];

	*e = (struct erasure){0};
	if (sscanf(line, "%" SCNd64 " share %d %7s", &e->client_no, &e->mask,
		word) == 3) {
		e->kind = *word == 'k' ? ERASURE_KEEP : ERASURE_PAST;
		snprintf(again, sizeof(again), "%" PRId64 " share %d %s",
		    e->client_no, e->mask, ends[e->kind]);
	} else if (sscanf(line, "%" SCNd64, &e->client_no) == 1) {
		e->kind = ERASURE_CLIENT;
		snprintf(again, sizeof(again), "%" PRId64 " erase", e->client_no);
	} else {
		return false;
	}
	return strcmp(line, again) == 0;
}

/* The file without what was begun and not ended; its length. */
static bool
read_whole(int fd, struct str *text)
{
	char part[65536];
	ssize_t n;

	str_clear(text);
	while ((n = pread(fd, part, sizeof(part), (off_t)text->len)) > 0 &&
	       (int64_t)text->len < FILE_MAX)
		str_addn(text, part, (size_t)n);
	while (text->len && text->s[text->len - 1] != '\n')
		text->s[--text->len] = '\0';
	return n >= 0;
}

static bool
parse_all(char *at, struct erasure **all, size_t *n)
{
	size_t cap = 0;

	for (char *end; (end = strchr(at, '\n')) != NULL; at = end + 1) {
		*end = '\0';
		if (*n == cap)
			*all = mem_resize(
			    *all, cap = cap ? 2 * cap : 16, sizeof(**all));
		if (!parse(at, &(*all)[*n]))
			return false;
		++*n;
	}
	return true;
}

bool
erasures_read(const char *path, struct erasure **all, size_t *n, struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	struct str text = {0};
	bool ok;

	*all = NULL;
	*n = 0;
	if (fd < 0)
		return errno == ENOENT || err_errno(err, "%s", path);
	ok = read_whole(fd, &text) || err_errno(err, "%s", path);
	close(fd);
	if (ok && !parse_all(text.s, all, n))
		ok = err_set(err, "%s:%zu: it is no line of ours", path, *n + 1);
	str_fini(&text);
	if (!ok) {
		free(*all);
		*all = NULL;
		*n = 0;
	}
	return ok;
}

static void
print(const struct erasure *e, struct str *line)
{
	if (e->kind == ERASURE_CLIENT)
		str_addf(line, "%" PRId64 " erase\n", e->client_no);
	else
		str_addf(line, "%" PRId64 " share %d %s\n", e->client_no, e->mask,
		    ends[e->kind]);
}

static bool
append(int fd, const struct erasure *erasure, int64_t *n)
{
	struct str text = {0}, line = {0};
	bool ok = read_whole(fd, &text) && ftruncate(fd, (off_t)text.len) == 0;

	print(erasure, &line);
	ok = ok &&
	     pwrite(fd, line.s, line.len, (off_t)text.len) == (ssize_t)line.len &&
	     fsync(fd) == 0;
	*n = 1;
	for (const char *at = text.s; *at; at++)
		*n += *at == '\n';
	str_fini(&text);
	str_fini(&line);
	return ok;
}

bool
erasures_add(
    const char *path, const struct erasure *erasure, int64_t *n, struct err *err)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	bool ok;

	if (fd < 0)
		return err_errno(err, "%s", path);
	ok = append(fd, erasure, n) || err_errno(err, "%s", path);
	close(fd);
	return ok;
}
