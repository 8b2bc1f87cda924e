#include "routine/check.h"
#include "base/paths.h"
#include "cmd/ask.h"
#include "cmd/cmd.h"
#include "figure/check.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Deeper folders and more files than any collection of routines has: somebody
 * named a disk by mistake. */
#define DEPTH_MAX 8
#define FILES_MAX 5000

struct count {
	size_t files, errors, warnings;
};

/* The longest recording, on a slow machine that is busy. */
#define TRY_NS INT64_C(10000000000)

struct walk {
	struct checker *checker;
	struct count count;
};

/* The sound helper is asked, who would have to read it; where there is none, nobody
 * knows better. */
static bool
hears(void *self, const char *path, struct err *err)
{
	const char *words[] = {self, "--try", path};
	struct program program = {0};
	struct str why = {0};
	bool heard;

	memcpy(program.words, words, sizeof(words));
	heard = !ask(&program, TRY_NS, &why) || why.len == 0 ||
		err_set(err, "%.*s", (int)strcspn(why.s, "\n"), why.s);
	str_fini(&why);
	return heard;
}

static void
print_note(const char *path, int line, bool is_error, const char *text)
{
	cmd_put(path);
	printf(":%d: %s: %s\n", line, is_error ? "error" : "warning", text);
}

static void
look_at_file(struct walk *walk, const char *path)
{
	struct notes notes = {0};
	struct pose *pose;

	pose = check_file(walk->checker, path, &notes);
	if (pose)
		figure_check(pose, &notes);
	pose_free(pose);
	for (size_t i = 0; i < notes.n; i++)
		print_note(path, notes.v[i].line, notes.v[i].kind == NOTE_ERROR,
		    notes.v[i].text);
	if (notes.errors + notes.warnings > notes.n)
		print_note(path, 1, notes.errors > 0,
		    "more is wrong than is worth printing");
	walk->count.files++;
	walk->count.errors += notes.errors;
	walk->count.warnings += notes.warnings;
	notes_fini(&notes);
}

static int
is_wanted(const struct dirent *entry)
{
	size_t n = strlen(entry->d_name);

	if (entry->d_name[0] == '.')
		return 0;
	return entry->d_type != DT_REG ||
	       (n > 4 && strcmp(entry->d_name + n - 4, ".ini") == 0);
}

/* By bytes, so that the order is the same in every locale. */
static int
by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static void look_at_entry(struct walk *walk, const char *path, int depth);

static void
look_at_folder(struct walk *walk, const char *path, int depth)
{
	struct dirent **entries;
	int n = depth < DEPTH_MAX ? scandir(path, &entries, is_wanted, by_name) : 0;

	for (int i = 0; i < n; i++) {
		struct str below = {0};

		str_addf(&below, "%s%s%s", path,
		    path[strlen(path) - 1] == '/' ? "" : "/", entries[i]->d_name);
		if (walk->count.files < FILES_MAX)
			look_at_entry(walk, below.s, depth + 1);
		str_fini(&below);
		free(entries[i]);
	}
	if (n >= 0 && depth < DEPTH_MAX)
		free(entries);
}

/* Something found in a folder: links to files are followed, links to folders
 * (which may lead in a ring) are not. */
static void
look_at_entry(struct walk *walk, const char *path, int depth)
{
	size_t n = strlen(path);
	struct stat st;

	if (lstat(path, &st) == 0 && S_ISDIR(st.st_mode))
		look_at_folder(walk, path, depth);
	else if (n > 4 && strcmp(path + n - 4, ".ini") == 0 &&
		 !(stat(path, &st) == 0 && S_ISDIR(st.st_mode)))
		look_at_file(walk, path);
}

/* False when it is a folder without any file for us. */
static bool
look_at_operand(struct walk *walk, const char *path)
{
	size_t before = walk->count.files;
	struct stat st;

	if (*path && stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		look_at_folder(walk, path, 0);
	else
		look_at_file(walk, path);
	return walk->count.files > before;
}

static void
print_count(const struct count *c)
{
	fprintf(stderr, "%zu file%s, %zu error%s, %zu warning%s\n", c->files,
	    c->files == 1 ? "" : "s", c->errors, c->errors == 1 ? "" : "s",
	    c->warnings, c->warnings == 1 ? "" : "s");
}

int
cmd_check(struct cmd *cmd)
{
	char *own = paths_home(PATH_CONFIG, NULL, "%s", "");
	char *shipped = paths_shipped();
	char *helper = paths_helper("uncoil-sound");
	struct walk walk = {.checker = check_new(own, shipped)};
	int status = CMD_OK;

	check_listen(walk.checker, hears, helper);
	for (int i = 0; i < cmd->n_operands; i++) {
		struct err err;

		if (look_at_operand(&walk, cmd->operands[i]))
			continue;
		err_set(&err, "%s: there is no .ini file in it", cmd->operands[i]);
		status = cmd_fail(&err);
	}
	if (walk.count.files >= FILES_MAX) {
		struct err err;

		err_set(&err, "only the first %d files were looked at", FILES_MAX);
		status = cmd_fail(&err);
	}
	print_count(&walk.count);
	check_free(walk.checker);
	free(own);
	free(shipped);
	free(helper);
	return walk.count.errors ? CMD_FAILED : status;
}
