#include "base/mem.h"
#include "base/paths.h"
#include "cmd/cmd.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Name, operands, an option and its value each, NULL. */
#define WORDS (2 + 3 + 2 * CMD_OPTIONS_MAX + 1)

struct call {
	char *words[WORDS];
	int n;
	struct str names[CMD_OPTIONS_MAX];
};

static void
add(struct call *call, const char *word)
{
	call->words[call->n++] = (char *)(uintptr_t)word;
}

/* The same words as ours, option by option. */
static void
fill(struct call *call, const struct cmd *cmd)
{
	const struct cmd_option *rows = cmd->command->options;

	add(call, "uncoil-sync");
	for (int i = 0; rows[i].name; i++) {
		if (!cmd->option[i])
			continue;
		str_addf(&call->names[i], "--%s", rows[i].name);
		add(call, call->names[i].s);
		if (rows[i].value)
			add(call, cmd->option[i]);
	}
	add(call, "--");
	for (int i = 0; i < cmd->n_operands; i++)
		add(call, cmd->operands[i]);
}

int
cmd_sync(struct cmd *cmd)
{
	char *helper = paths_helper("uncoil-sync");
	struct call call = {0};
	struct err err;

	fill(&call, cmd);
	fflush(NULL);
	execv(helper, call.words);
	err_errno(&err,
	    "%s cannot be started; it may be a part that was left out "
	    "(--disable-sync)",
	    helper);
	free(helper);
	for (int i = 0; i < CMD_OPTIONS_MAX; i++)
		str_fini(&call.names[i]);
	return cmd_fail(&err);
}
