#include "cmd/cmd.h"

#include "base/str.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* Prints the ids of `uncoil list --json`, which stand at the start of a line. */
#define IDS "2>/dev/null | sed -n 's/^    \"id\": \"\\(.*\\)\".*/\\1/p'"

static const char shells[] = "bash zsh fish";

/* What may stand where an operand of a command is. */
struct operand {
	bool ids, exercises, files;
	struct str first; /* words for the first operand */
	struct str later; /* and for those behind it */
};

static void
add_word(struct str *words, const char *word, size_t n)
{
	if (words->len)
		str_add(words, " ");
	str_addn(words, word, n);
}

static void
add_settings(struct str *words)
{
	for (int i = 0; i < SETTINGS_COUNT; i++) {
		struct str name = {0};

		str_addf(&name, "%s.%s", settings_table[i].section,
		    settings_table[i].key);
		add_word(words, name.s, name.len);
		str_fini(&name);
	}
}

/* Reads what the row says for people: "[ID]", "FILE|DIR...", "get KEY | list". */
static void
operand_init(struct operand *operand, const struct command *command)
{
	const char *said = command->operands;

	*operand = (struct operand){.ids = strstr(said, "ID") != NULL,
	    .files = strstr(said, "FILE") != NULL};
	operand->exercises = operand->ids && strcmp(command->name, "show") == 0;
	str_clear(&operand->first);
	str_clear(&operand->later);
	if (strstr(said, "SHELL"))
		str_add(&operand->first, shells);
	if (strstr(said, "KEY"))
		add_settings(&operand->later);
	while (*said) {
		size_t n = strcspn(said, " ");

		if (islower((unsigned char)*said))
			add_word(&operand->first, said, n);
		said += n;
		said += strspn(said, " |");
	}
}

static void
operand_fini(struct operand *operand)
{
	str_fini(&operand->first);
	str_fini(&operand->later);
}

static bool
is_file(const struct cmd_option *option)
{
	return option->value && strcmp(option->value, "FILE") == 0;
}

/* May the value be several words parted by commas? */
static bool
is_list(const struct cmd_option *option)
{
	return option->words && strstr(option->value, ",...");
}

/* In single quotes; special characters and the quote get what the shell wants. */
static void
put_quoted(const char *s, const char *special, const char *quote)
{
	for (; *s; s++) {
		if (*s == '\'')
			fputs(quote, stdout);
		else
			printf("%s%c", strchr(special, *s) ? "\\" : "", *s);
	}
}

/* --- bash ------------------------------------------------------------------ */

static void
bash_value(const struct command *command, const struct cmd_option *o)
{
	printf("\t%s,--%s", command->name, o->name);
	if (o->letter)
		printf(" | %s,-%c", command->name, o->letter);
	printf(")\n");
	if (is_list(o))
		printf("\t\tbefore=${cur%%\"${cur##*,}\"}\n\t\tcur=${cur##*,}\n");
	if (o->words)
		printf("\t\twords='%s'\n", o->words);
	if (is_file(o))
		printf("\t\tfiles=yes\n");
	printf("\t\t;;\n");
}

static void
bash_operands(const struct command *command)
{
	struct operand operand;

	operand_init(&operand, command);
	printf("\t%s,*)\n\t\toptions='", command->name);
	for (const struct cmd_option *o = command->options; o->name; o++)
		printf("--%s ", o->name);
	printf("--help'\n");
	if (operand.first.len)
		printf("\t\t[ \"$COMP_CWORD\" = 2 ] && words=\"$words %s\"\n",
		    operand.first.s);
	if (operand.later.len)
		printf("\t\t[ \"$COMP_CWORD\" = 3 ] && words=\"$words %s\"\n",
		    operand.later.s);
	if (operand.ids)
		printf(
		    "\t\twords=\"$words $(\"$program\" list --json " IDS ")\"\n");
	if (operand.exercises)
		printf(
		    "\t\twords=\"$words $(\"$program\" list --exercises --json " IDS
		    ")\"\n");
	if (operand.files)
		printf("\t\tfiles=yes\n");
	printf("\t\t;;\n");
	operand_fini(&operand);
}

static void
bash(void)
{
	printf("# bash completion for uncoil, made by `uncoil completion bash`.\n"
	       "_uncoil()\n{\n"
	       "\tlocal program=${COMP_WORDS[0]} cur=${COMP_WORDS[COMP_CWORD]}\n"
	       "\tlocal prev=${COMP_WORDS[COMP_CWORD-1]} words= options= files= "
	       "before=\n\n"
	       "\tif [ \"$prev\" = = ]; then prev=${COMP_WORDS[COMP_CWORD-2]}; fi\n"
	       "\tif [ \"$cur\" = = ]; then cur=; fi\n"
	       "\tif [ \"$COMP_CWORD\" = 1 ]; then prev=; fi\n"
	       "\tcase ${COMP_WORDS[1]},$prev in\n"
	       "\t*,)\n\t\twords='");
	for (const struct command *c = command_table; c->name; c++)
		printf("%s%s", c->name, *c->name ? " " : "");
	printf("--help --version'\n\t\t;;\n");
	for (const struct command *c = command_table; c->name; c++) {
		if (!*c->name)
			continue;
		for (const struct cmd_option *o = c->options; o->name; o++)
			if (o->value)
				bash_value(c, o);
		bash_operands(c);
	}
	printf("\tesac\n"
	       "\tif [ \"$options\" ] && [ \"${cur#-}\" != \"$cur\" ]; then\n"
	       "\t\twords=$options files=\n"
	       "\tfi\n"
	       "\tCOMPREPLY=($(compgen -P \"$before\" -W \"$words\" -- \"$cur\"))\n"
	       "\tif [ \"$files\" ]; then\n"
	       "\t\tcompopt -o filenames 2>/dev/null\n"
	       "\t\tCOMPREPLY+=($(compgen -f -- \"$cur\"))\n"
	       "\tfi\n"
	       "}\n"
	       "complete -F _uncoil uncoil\n");
}

/* --- zsh ------------------------------------------------------------------- */

static void
zsh_option(const struct cmd_option *o)
{
	printf(" \\\n\t\t\t");
	if (o->letter)
		printf("'(-%c --%s)'{-%c%s,--%s%s}", o->letter, o->name, o->letter,
		    o->value ? "+" : "", o->name, o->value ? "=" : "");
	else
		printf("--%s%s", o->name, o->value ? "=" : "");
	printf("'[");
	put_quoted(o->about, ":[]", "'\\''");
	printf("]");
	if (o->value && is_file(o))
		printf(":%s:_files", o->value);
	else if (is_list(o))
		printf(":%s:_values -s , %s %s", o->value, o->value, o->words);
	else if (o->value && o->words)
		printf(":%s:(%s)", o->value, o->words);
	else if (o->value)
		printf(":%s: ", o->value);
	printf("'");
}

static void
zsh_command(const struct command *command)
{
	struct operand operand;

	operand_init(&operand, command);
	printf("\t%s)\n\t\t_arguments '(-h --help)'{-h,--help}'[tell how it is "
	       "called]'",
	    command->name);
	for (const struct cmd_option *o = command->options; o->name; o++)
		zsh_option(o);
	if (operand.first.len)
		printf(" \\\n\t\t\t'1:word:(%s)'", operand.first.s);
	if (operand.later.len)
		printf(" \\\n\t\t\t'2:key:(%s)'", operand.later.s);
	if (operand.ids)
		printf(" \\\n\t\t\t'1:id:_uncoil_ids%s'",
		    operand.exercises ? " --exercises" : "");
	if (operand.files)
		printf(" \\\n\t\t\t'*:file:_files'");
	printf("\n\t\t;;\n");
	operand_fini(&operand);
}

static void
zsh(void)
{
	printf("#compdef uncoil\n"
	       "# zsh completion for uncoil, made by `uncoil completion zsh`.\n"
	       "_uncoil_ids()\n{\n"
	       "\tlocal -a ids\n"
	       "\tids=(${(f)\"$($program list --json " IDS ")\"})\n"
	       "\tif [[ $1 == --exercises ]]; then\n"
	       "\t\tids+=(${(f)\"$($program list --exercises --json " IDS ")\"})\n"
	       "\tfi\n"
	       "\tcompadd -a ids\n}\n"
	       "_uncoil()\n{\n"
	       "\tlocal program=$words[1] command=$words[2]\n"
	       "\tlocal -a commands\n"
	       "\tcommands=(\n");
	for (const struct command *c = command_table; c->name; c++) {
		if (!*c->name)
			continue;
		printf("\t\t'%s:", c->name);
		put_quoted(c->about, ":", "'\\''");
		printf("'\n");
	}
	printf("\t)\n"
	       "\tif (( CURRENT == 2 )); then\n"
	       "\t\t_describe command commands\n"
	       "\t\treturn\n"
	       "\tfi\n"
	       "\tshift words\n"
	       "\t(( CURRENT-- ))\n"
	       "\tcase $command in\n");
	for (const struct command *c = command_table; c->name; c++)
		if (*c->name)
			zsh_command(c);
	printf("\tesac\n}\n"
	       "if [ \"$funcstack[1]\" = _uncoil ]; then\n\t_uncoil \"$@\"\n"
	       "else\n\tcompdef _uncoil uncoil\nfi\n");
}

/* --- fish ------------------------------------------------------------------ */

static void
fish_about(const char *about)
{
	printf(" -d '");
	put_quoted(about, "", "\\'");
	printf("'\n");
}

static void
fish_line(const struct command *command)
{
	printf("complete -c uncoil -n '__fish_seen_subcommand_from %s'",
	    command->name);
}

static void
fish_command(const struct command *command)
{
	struct operand operand;

	operand_init(&operand, command);
	printf("complete -c uncoil -n __fish_use_subcommand -a %s", command->name);
	fish_about(command->about);
	for (const struct cmd_option *o = command->options; o->name; o++) {
		fish_line(command);
		printf(" -l %s", o->name);
		if (o->letter)
			printf(" -s %c", o->letter);
		if (o->value)
			printf(is_file(o) ? " -r -F" : " -x");
		if (o->words)
			printf(" -a '%s'", o->words);
		fish_about(o->about);
	}
	if (operand.first.len || operand.later.len) {
		fish_line(command);
		printf(" -a '%s%s%s'\n", operand.first.s,
		    operand.later.len ? " " : "", operand.later.s);
	}
	if (operand.ids) {
		fish_line(command);
		printf(" -a '(__uncoil_ids)'\n");
	}
	if (operand.exercises) {
		fish_line(command);
		printf(" -a '(__uncoil_ids --exercises)'\n");
	}
	if (operand.files) {
		fish_line(command);
		printf(" -F\n");
	}
	operand_fini(&operand);
}

static void
fish(void)
{
	printf("# fish completion for uncoil, made by `uncoil completion fish`.\n"
	       "function __uncoil_ids\n"
	       "\tuncoil list --json $argv " IDS "\nend\n"
	       "complete -c uncoil -f\n"
	       "complete -c uncoil -n __fish_use_subcommand -l version"
	       " -d 'Print the version'\n"
	       "complete -c uncoil -l help -s h -d 'Tell how it is called'\n");
	for (const struct command *c = command_table; c->name; c++)
		if (*c->name)
			fish_command(c);
}

int
cmd_completion(struct cmd *cmd)
{
	static const struct {
		const char *shell;
		void (*print)(void);
	} rows[] = {{"bash", bash}, {"zsh", zsh}, {"fish", fish}};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (strcmp(rows[i].shell, cmd->operands[0]) == 0) {
			rows[i].print();
			return CMD_OK;
		}
	}
	return cmd_usage(
	    cmd, "%s: one of %s is expected", cmd->operands[0], shells);
}
