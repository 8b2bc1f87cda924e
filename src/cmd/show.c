#include "cmd/show.h"

#include "cmd/print.h"

#include <stdio.h>
#include <stdlib.h>

void
show_words(const char *label, int indent, const struct words *words, uint64_t bits)
{
	struct str list = {0};

	words_print(words, bits, &list);
	print_text(label, indent, list.s);
	str_fini(&list);
}

int
show_json(struct json *json)
{
	struct err err;
	int status = json_print(json, stdout, &err) ? CMD_OK : cmd_fail(&err);

	json_free(json);
	return status;
}

static int
no_such(struct library *lib, const char *id)
{
	const char *near[] = {library_nearest(lib, SHELF_ROUTINES, id),
	    library_nearest(lib, SHELF_EXERCISES, id)};
	const char *a = near[0] ? near[0] : near[1], *b = near[0] ? near[1] : NULL;
	struct err err;

	if (a)
		err_set(&err,
		    "there is no routine and no exercise %.80s; did you mean "
		    "%s%s%s?",
		    id, a, b ? " or " : "", b ? b : "");
	else
		err_set(&err,
		    "there is no routine and no exercise %.80s; see: uncoil list, "
		    "uncoil list --exercises",
		    id);
	return cmd_fail(&err);
}

static bool
is_on(const struct library *lib, enum library_shelf shelf, const char *id)
{
	char *path = library_path(lib, shelf, id);
	bool is = path != NULL;

	free(path);
	return is;
}

int
cmd_show(struct cmd *cmd)
{
	const char *id = cmd->operands[0];
	struct library *lib = cmd_library();
	int status;

	if (is_on(lib, SHELF_ROUTINES, id))
		status = show_routine(cmd, lib, id);
	else if (is_on(lib, SHELF_EXERCISES, id))
		status = show_exercise(cmd, lib, id);
	else
		status = no_such(lib, id);
	library_free(lib);
	return status;
}
