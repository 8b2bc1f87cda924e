/*
 * uncoil-coach: the coach's server, and its command line.
 *
 *	uncoil-coach serve
 *	uncoil-coach invite NAME, show CLIENT, plan send CLIENT FILE, ...
 *
 * The map, as a call goes through it:
 *
 *	coach/listen	the socket
 *	coach/door	HTTP in and out; the watch on who takes too long
 *	coach/guard	what is looked at before anybody is let in
 *	coach/route	the table: who may ask for what, and who answers
 *	coach/api*	the calls of the protocol, each read and answered
 *	coach/worker	the thread of the store: many calls, one commit
 *	coach/store*	what is kept, by its own names
 *	coach/sql	every statement, each with who may run it
 *	coach/db	SQLite
 *	coach/log	a line for a call, with nothing of a person in it
 *
 * and beside it: coach/admin has the commands, coach/config the settings,
 * coach/erasures what must not come back with a backup.
 *
 * Here: options, settings, the folder; and the clock is read for the commands that
 * are over in a moment.
 *
 * Exit: 0 done, 1 could not, 2 usage.
 */
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/notes.h"
#include "base/paths.h"
#include "base/str.h"
#include "coach/admin.h"

#include "config.h"

#include <getopt.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define CONFIG_FILE "/etc/uncoil/coach.ini"

static int
usage(FILE *to)
{
	fputs(
	    "usage: uncoil-coach [--config FILE] [--data DIR] COMMAND ...\n\n", to);
	for (const struct command *c = admin_commands; c->name; c++) {
		int n = fprintf(to, "  %s %s", c->name, c->args);

		fprintf(to, "%*s%s\n", n < 28 ? 28 - n : 1, "", c->about);
		for (const char *at = c->options; *at;) {
			size_t len = strcspn(at, " ");

			fprintf(to, "%s--%.*s", at == c->options ? "      " : " ",
			    (int)len, at);
			at += len + (at[len] == ' ');
			if (!*at)
				fputc('\n', to);
		}
	}
	fputs("\nuncoil-coach(8) tells it all.\n", to);
	return to == stderr ? 2 : 0;
}

/* Is an option one of the command's? */
static bool
takes(const struct command *command, const char *option)
{
	size_t n = strlen(option);

	for (const char *at = command->options; (at = strstr(at, option)); at += n)
		if ((at == command->options || at[-1] == ' ') &&
		    (at[n] == ' ' || !at[n]))
			return true;
	return false;
}

static const struct option options[] = {
    {"help", no_argument, NULL, 'h'},
    {"version", no_argument, NULL, 'V'},
    {"config", required_argument, NULL, 'c'},
    {"data", required_argument, NULL, 'd'},
    {"listen", required_argument, NULL, 1},
    {"cert", required_argument, NULL, 1},
    {"key", required_argument, NULL, 1},
    {"url", required_argument, NULL, 1},
    {"server-name", required_argument, NULL, 1},
    {"coach", required_argument, NULL, 1},
    {"name", required_argument, NULL, 1},
    {"relation", required_argument, NULL, 1},
    {"ask", required_argument, NULL, 1},
    {"days", required_argument, NULL, 1},
    {"json", no_argument, NULL, 1},
    {"keep", no_argument, NULL, 1},
    {0},
};

/* What options stand for a setting. */
static const struct {
	const char *name;
	enum config_key key;
} settings[] = {
    {"data", CONFIG_DATA},
    {"listen", CONFIG_LISTEN},
    {"cert", CONFIG_CERT},
    {"key", CONFIG_KEY},
    {"url", CONFIG_URL},
    {"server-name", CONFIG_NAME},
};

struct line {
	struct order order;
	const char *given[ARRAY_LEN(options)]; /* the values, by row of options */
	bool help, version;
};

static bool
read_line(int argc, char **argv, struct line *line)
{
	int c, row = 0;

	/* The command may stand before its options or after them. */
	while ((c = getopt_long(argc, argv, "", options, &row)) != -1) {
		if (c == '?')
			return false;
		line->help |= c == 'h';
		line->version |= c == 'V';
		line->given[row] = optarg ? optarg : "";
	}
	return true;
}

static const char *
given(const struct line *line, const char *name)
{
	for (size_t i = 0; options[i].name; i++)
		if (strcmp(options[i].name, name) == 0)
			return line->given[i];
	return NULL;
}

/* The command that words begin with, and how many of them are its name. */
static const struct command *
find_command(char **words, int n, int *used)
{
	for (const struct command *c = admin_commands; c->name; c++) {
		const char *space = strchr(c->name, ' ');
		size_t first = space ? (size_t)(space - c->name) : strlen(c->name);

		*used = space ? 2 : 1;
		if (n < *used || strlen(words[0]) != first ||
		    strncmp(words[0], c->name, first) != 0)
			continue;
		if (!space || strcmp(words[1], space + 1) == 0)
			return c;
	}
	return NULL;
}

static bool
options_fit(const struct line *line, const struct command *command)
{
	for (size_t i = 0; options[i].name; i++) {
		if (!line->given[i] || options[i].val != 1 ||
		    takes(command, options[i].name))
			continue;
		fprintf(stderr, "uncoil-coach %s: it has no option --%s\n",
		    command->name, options[i].name);
		return false;
	}
	return true;
}

static bool
arguments_fit(
    struct order *order, const struct command *command, char **words, int n)
{
	if (n < command->least || n > command->most) {
		fprintf(stderr, "usage: uncoil-coach %s %s\n", command->name,
		    command->args);
		return false;
	}
	for (int i = 0; i < n; i++)
		order->args[i] = words[i];
	order->n_args = n;
	return true;
}

/* --- settings and folder ---------------------------------------------------- */

static bool
load_config(struct line *line)
{
	const char *path = given(line, "config");
	struct notes notes = {0};
	struct err err;
	bool ok = config_load(
	    &line->order.config, path ? path : CONFIG_FILE, path != NULL, &notes);

	for (size_t i = 0; i < notes.n; i++)
		fprintf(stderr, "uncoil-coach: %s:%d: %s\n",
		    path ? path : CONFIG_FILE, notes.v[i].line, notes.v[i].text);
	notes_fini(&notes);
	for (size_t i = 0; ok && i < ARRAY_LEN(settings); i++) {
		const char *value = given(line, settings[i].name);

		ok = !value ||
		     config_set(&line->order.config, settings[i].key, value, &err);
		if (!ok)
			fprintf(stderr, "uncoil-coach: %s\n", err.text);
	}
	return ok;
}

/* $XDG_DATA_HOME/uncoil-coach, unless it was said. */
static bool
choose_data(struct config *config, struct err *err)
{
	struct str path = {0};
	char *home;
	bool ok;

	if (*config->text[CONFIG_DATA])
		return true;
	home = paths_home(PATH_DATA, err, "%s", "");
	if (!home)
		return false;
	str_addf(&path, "%s-coach", home);
	ok = config_set(config, CONFIG_DATA, path.s, err);
	free(home);
	str_fini(&path);
	return ok;
}

static void
fill(struct line *line)
{
	struct order *o = &line->order;

	o->coach = given(line, "coach");
	o->name = given(line, "name");
	o->relation = given(line, "relation");
	o->ask = given(line, "ask");
	o->days = given(line, "days");
	o->json = given(line, "json") != NULL;
	o->keep = given(line, "keep") != NULL;
	o->now_ms = clock_wall_ms();
	o->in = stdin;
	o->out = stdout;
}

static int
run(struct line *line, const struct command *command)
{
	struct order *order = &line->order;
	struct store *store = NULL;
	struct err err = {""};
	bool ok;

	if (!load_config(line))
		return 1;
	fill(line);
	ok = choose_data(&order->config, &err) &&
	     (store = store_open(order->config.text[CONFIG_DATA], order->now_ms,
		  &order->made, &err)) != NULL &&
	     command->run(order, store, &err);
	store_close(store);
	if (fflush(stdout) != 0 && ok)
		ok = err_set(&err, "cannot write to standard output");
	if (!ok)
		fprintf(stderr, "uncoil-coach: %s\n", err.text);
	return ok ? 0 : 1;
}

int
main(int argc, char **argv)
{
	const struct command *command;
	struct line line = {0};
	int used, status;

	setlocale(LC_CTYPE, "");
	umask(0077);
	if (!read_line(argc, argv, &line))
		return usage(stderr);
	if (line.version) {
		printf("uncoil-coach %s\n", PACKAGE_VERSION);
		return 0;
	}
	if (line.help)
		return usage(stdout);
	command = find_command(argv + optind, argc - optind, &used);
	if (!command)
		return usage(stderr);
	if (!options_fit(&line, command) ||
	    !arguments_fit(
		&line.order, command, argv + optind + used, argc - optind - used))
		return 2;
	config_init(&line.order.config);
	status = run(&line, command);
	config_fini(&line.order.config);
	return status;
}
