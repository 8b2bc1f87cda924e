#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/paths.h"
#include "base/text.h"
#include "cmd/cmd.h"
#include "cmd/streak.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static bool
find_key(const char *name, enum setting_key *key, int *status)
{
	struct err err;

	if (settings_find(name, key, &err))
		return true;
	cmd_fail(&err);
	*status = CMD_USAGE;
	return false;
}

static int
get(struct cmd *cmd, const char *path)
{
	struct settings settings;
	enum setting_key key;
	int status = CMD_OK;

	(void)path;
	if (!find_key(cmd->operands[1], &key, &status))
		return status;
	cmd_settings(&settings);
	cmd_put(settings.text[key]);
	putchar('\n');
	settings_fini(&settings);
	return CMD_OK;
}

static int
set(struct cmd *cmd, const char *path)
{
	const char *value = cmd->operands[2];
	enum setting_key key;
	int status = CMD_OK;
	struct err err;
	long number;

	if (!find_key(cmd->operands[1], &key, &status))
		return status;
	if (!settings_check(key, value, &number, &err)) {
		cmd_fail(&err);
		return CMD_USAGE;
	}
	if (!settings_write(path, key, value, &err))
		return cmd_fail(&err);
	if (strcmp(settings_table[key].section, "streak") == 0)
		streak_settle(cmd);
	return CMD_OK;
}

static void
list_one(const struct settings *settings, enum setting_key key)
{
	const struct setting *s = &settings_table[key];
	struct str allowed = {0};

	settings_allowed(key, &allowed);
	printf("%s.%s = ", s->section, s->key);
	cmd_put(settings->text[key]);
	printf("%s\n    %s\n    %s; ", settings->is_set[key] ? "" : "  (default)",
	    s->about, allowed.s);
	printf("default %s\n", s->standard);
	str_fini(&allowed);
}

static bool
list_json(const struct settings *settings, struct err *err)
{
	struct json *json = json_new_object();
	bool ok;

	for (int i = 0; i < SETTINGS_COUNT; i++) {
		const struct setting *s = &settings_table[i];
		struct str name = {0}, allowed = {0};
		struct json *one;

		str_addf(&name, "%s.%s", s->section, s->key);
		settings_allowed(i, &allowed);
		one = json_set_object(json, name.s);
		json_set_str(one, "value", settings->text[i]);
		json_set_str(one, "default", s->standard);
		json_set_bool(one, "is_set", settings->is_set[i]);
		json_set_str(one, "allowed", allowed.s);
		json_set_str(one, "about", s->about);
		str_fini(&name);
		str_fini(&allowed);
	}
	ok = json_print(json, stdout, err);
	json_free(json);
	return ok;
}

static int
list(struct cmd *cmd, const char *path)
{
	struct settings settings;
	struct err err;
	bool ok = true;

	(void)path;
	cmd_settings(&settings);
	if (cmd_option(cmd, "json"))
		ok = list_json(&settings, &err);
	else
		for (int i = 0; i < SETTINGS_COUNT; i++)
			list_one(&settings, i);
	settings_fini(&settings);
	return ok ? CMD_OK : cmd_fail(&err);
}

static int
print_path(struct cmd *cmd, const char *path)
{
	(void)cmd;
	cmd_put(path);
	putchar('\n');
	return CMD_OK;
}

/* --- edit --------------------------------------------------------------- */

/* Every key as a comment with its sentence: a file to begin with. */
static void
compose_first(struct str *out)
{
	const char *section = "";

	str_add(out,
	    "# Settings of uncoil: see uncoil.conf(5).  What is commented out "
	    "is the default.\n");
	for (int i = 0; i < SETTINGS_COUNT; i++) {
		const struct setting *s = &settings_table[i];

		if (strcmp(s->section, section) != 0)
			str_addf(out, "\n[%s]\n", section = s->section);
		str_addf(out, "# %s\n# (", s->about);
		settings_allowed(i, out);
		str_addf(out, ")\n# %s = %s\n", s->key, s->standard);
	}
}

static bool
make_first(const char *path, struct err *err)
{
	struct str text = {0};
	bool ok;

	if (access(path, F_OK) == 0)
		return true;
	compose_first(&text);
	ok = paths_make_for(path, err) &&
	     file_replace(path, text.s, text.len, 0600, err);
	str_fini(&text);
	return ok;
}

/* As git and crontab do it: the variable may hold options, so a shell runs it. */
static bool
run_editor(const char *path, struct err *err)
{
	pid_t child;
	int status;

	fflush(NULL);
	child = fork();
	if (child == 0) {
		execl("/bin/sh", "sh", "-c",
		    "eval \"${VISUAL:-${EDITOR:-vi}} \\\"\\$1\\\"\"", "sh", path,
		    (char *)NULL);
		_exit(127);
	}
	if (child < 0)
		return err_errno(err, "cannot start an editor");
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return err_errno(err, "cannot wait for the editor");
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return true;
	return err_set(err,
	    "the editor failed; set VISUAL or EDITOR, or edit %s yourself", path);
}

static int
edit(struct cmd *cmd, const char *path)
{
	struct settings settings;
	struct notes notes = {0};
	struct err err;
	size_t wrong;

	if (!make_first(path, &err) || !run_editor(path, &err))
		return cmd_fail(&err);
	settings_load(&settings, path, &notes);
	cmd_notes(path, &notes);
	wrong = notes.n;
	notes_fini(&notes);
	settings_fini(&settings);
	if (!wrong)
		streak_settle(cmd);
	return wrong ? CMD_FAILED : CMD_OK;
}

/* --- the command -------------------------------------------------------- */

static const struct word {
	const char *name;
	int operands; /* with the word itself */
	int (*run)(struct cmd *cmd, const char *path);
} words[] = {
    {"get", 2, get},
    {"set", 3, set},
    {"list", 1, list},
    {"path", 1, print_path},
    {"edit", 1, edit},
};

static const struct word *
find_word(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (strcmp(words[i].name, name) == 0)
			return &words[i];
	return NULL;
}

int
cmd_config(struct cmd *cmd)
{
	const struct word *word = find_word(cmd->operands[0]);
	struct err err;
	char *path;
	int status;

	if (!word || cmd->n_operands != word->operands)
		return cmd_usage(
		    cmd, "config wants one of: %s", cmd->command->operands);
	if (cmd_option(cmd, "json") && word->run != list)
		return cmd_usage(cmd, "--json goes with config list");
	path = paths_home(PATH_CONFIG, &err, "config.ini");
	if (!path)
		return cmd_fail(&err);
	status = word->run(cmd, path);
	free(path);
	return status;
}
