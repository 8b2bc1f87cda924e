#include "cmd/sync_auto.h"

#include "base/paths.h"
#include "base/program.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

bool
sync_is_linked(void)
{
	char *token = paths_home(PATH_STATE, NULL, "sync/token");
	bool has = token && access(token, F_OK) == 0;

	free(token);
	return has;
}

/* Is anybody told?  Looks at no more than a file's name. */
static bool
is_wanted(const struct settings *settings)
{
	return settings->number[SET_SYNC_EVERY] > 0 &&
	       (settings->endpoints > 0 || sync_is_linked());
}

bool
sync_is_over(pid_t *running)
{
	if (!*running || waitpid(*running, NULL, WNOHANG) == 0)
		return false;
	*running = 0;
	return true;
}

void
sync_by_itself(const struct settings *settings, pid_t *running)
{
	char run[] = "run", automatic[] = "--auto";
	struct program program = {0};

	sync_is_over(running);
	if (*running || !is_wanted(settings))
		return;
	program.text = paths_helper("uncoil-sync");
	program.words[0] = program.text;
	program.words[1] = run;
	program.words[2] = automatic;
	if (access(program.text, X_OK) == 0)
		program_start(&program, -1, running, NULL);
	program_fini(&program);
}
