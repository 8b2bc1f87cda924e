#include "base/program.h"

#include "base/mem.h"
#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern char **environ;

void
program_init(struct program *program, const char *command)
{
	char *at, *rest;
	int n = 0;

	*program = (struct program){.text = mem_strdup(command ? command : "")};
	at = strtok_r(program->text, " ", &rest);
	for (; at && n < PROGRAM_WORDS; at = strtok_r(NULL, " ", &rest))
		program->words[n++] = at;
}

void
program_fini(struct program *program)
{
	free(program->text);
	*program = (struct program){0};
}

bool
program_is_empty(const struct program *program)
{
	return !program->words[0];
}

bool
program_is_there(const char *name)
{
	const char *path = getenv("PATH");
	struct str file = {0};
	bool found = false;

	if (strchr(name, '/'))
		return access(name, X_OK) == 0;
	while (path && *path && !found) {
		size_t n = strcspn(path, ":");

		str_clear(&file);
		str_addf(&file, "%.*s/%s", n ? (int)n : 1, n ? path : ".", name);
		found = access(file.s, X_OK) == 0;
		path += n + (path[n] == ':');
	}
	str_fini(&file);
	return found;
}

static void
connect(posix_spawn_file_actions_t *actions, int from, int to)
{
	if (from >= 0)
		posix_spawn_file_actions_adddup2(actions, from, to);
	else
		posix_spawn_file_actions_addopen(
		    actions, to, "/dev/null", O_RDWR, 0);
}

int
program_spawn(const char *const *words, int in, int out, int log, pid_t *pid)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	sigset_t all, none;
	int failed;

	sigfillset(&all);
	sigemptyset(&none);
	posix_spawn_file_actions_init(&actions);
	connect(&actions, in, 0);
	connect(&actions, out, 1);
	connect(&actions, log, 2);
	posix_spawnattr_init(&attr);
	posix_spawnattr_setsigdefault(&attr, &all);
	posix_spawnattr_setsigmask(&attr, &none);
	posix_spawnattr_setpgroup(&attr, 0);
	posix_spawnattr_setflags(&attr,
	    POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
	failed = posix_spawnp(pid, words[0], &actions, &attr,
	    (char *const *)(uintptr_t)words, environ);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&actions);
	if (failed)
		*pid = 0;
	return failed;
}

bool
program_start(const struct program *program, int out, pid_t *pid, struct err *err)
{
	errno =
	    program_spawn((const char *const *)program->words, -1, out, -1, pid);
	return !errno || err_errno(err, "%s", program->words[0]);
}
