/* A command as main runs it, in a home of its own, with what it printed. */
#ifndef TESTS_CMD_RUN_H
#define TESTS_CMD_RUN_H

#include "base/mem.h"
#include "cmd/cmd.h"
#include "tests/folder.h"

#include <fcntl.h>
#include <string.h>

struct home {
	struct folder folder;
	char db[700], config[700], mirror[700];
	int64_t wall_ms;
	int offset_min;
	char out[65536], err[8192];
};

static inline int
home_setup(void **state)
{
	struct home *h = mem_new(1, sizeof(*h));
	const char *p = h->folder.path;

	folder_make(&h->folder, "");
	setenv("HOME", p, 1);
	setenv("XDG_CONFIG_HOME", p, 1);
	setenv("XDG_DATA_HOME", p, 1);
	setenv("XDG_STATE_HOME", p, 1);
	setenv("COLUMNS", "80", 1);
	snprintf(h->db, sizeof(h->db), "%s/uncoil/history.db", p);
	snprintf(h->config, sizeof(h->config), "%s/uncoil/config.ini", p);
	snprintf(h->mirror, sizeof(h->mirror), "%s/uncoil/streak.ini", p);
	h->wall_ms = INT64_C(1772442843120); /* 2026-03-02T09:14:03.120Z */
	h->offset_min = 60;
	*state = h;
	return 0;
}

static inline int
home_teardown(void **state)
{
	folder_remove(&((struct home *)*state)->folder);
	free(*state);
	return 0;
}

static inline void
home_read(const char *path, char *buf, size_t size)
{
	FILE *in = fopen(path, "r");
	size_t n = in ? fread(buf, 1, size - 1, in) : 0;

	buf[n] = '\0';
	if (in)
		fclose(in);
}

static inline void
home_write(const char *path, const char *text)
{
	FILE *out = fopen(path, "w");

	if (!out || fputs(text, out) < 0)
		abort();
	fclose(out);
}

/* Points fd at a file; returns what it was before. */
static inline int
home_redirect(int fd, const char *path)
{
	int before = dup(fd), to = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	dup2(to, fd);
	close(to);
	return before;
}

/* words: "config", "get", "volume", NULL.  Returns the exit status. */
static inline int
home_run(struct home *h, char *const *words)
{
	char out[700], err[700], *argv[24] = {NULL};
	int argc = 0, status, before_out, before_err;

	while (words[argc] && argc < 23) {
		argv[argc] = words[argc];
		argc++;
	}
	snprintf(out, sizeof(out), "%s/stdout", h->folder.path);
	snprintf(err, sizeof(err), "%s/stderr", h->folder.path);
	fflush(NULL);
	before_out = home_redirect(1, out);
	before_err = home_redirect(2, err);
	status =
	    cmd_run(cmd_find(argv[0], NULL), argc, argv, h->wall_ms, h->offset_min);
	fflush(NULL);
	dup2(before_out, 1);
	dup2(before_err, 2);
	close(before_out);
	close(before_err);
	home_read(out, h->out, sizeof(h->out));
	home_read(err, h->err, sizeof(h->err));
	return status;
}

/* The words are written here; argv is not const in C, and getopt reorders it. */
#define RUN(h, ...)                                                                \
	home_run(                                                                  \
	    h, (char *const *)(uintptr_t)(const char *const[]){__VA_ARGS__, NULL})

#endif
