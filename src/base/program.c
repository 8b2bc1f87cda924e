#include "base/program.h"

#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
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
program_start(const struct program *program, int out, pid_t *pid, struct err *err)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	sigset_t all, none;
	int failed;

	sigfillset(&all);
	sigemptyset(&none);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDWR, 0);
	posix_spawn_file_actions_adddup2(&actions, out >= 0 ? out : 0, 1);
	posix_spawn_file_actions_adddup2(&actions, 0, 2);
	posix_spawnattr_init(&attr);
	posix_spawnattr_setsigdefault(&attr, &all);
	posix_spawnattr_setsigmask(&attr, &none);
	posix_spawnattr_setpgroup(&attr, 0);
	posix_spawnattr_setflags(&attr,
	    POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
	failed = posix_spawnp(
	    pid, program->words[0], &actions, &attr, program->words, environ);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&actions);
	if (failed)
		*pid = 0;
	errno = failed;
	return !failed || err_errno(err, "%s", program->words[0]);
}
