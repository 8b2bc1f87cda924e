#include "base/mem.h"
#include "base/text.h"
#include "cmd/cmd.h"
#include "cmd/print.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What is asked for. */
struct wish {
	bool json;
	uint64_t focus; /* any of these regions; 0: all */
	bool tools_given;
	uint64_t tools; /* no others than these */
	long long max_minutes;
};

/* One line of the list.  Pointers belong to the library. */
struct row {
	const struct routine *routine;   /* or */
	const struct exercise *exercise; /* this one */
	const struct exercise **steps;   /* of a routine, when they were needed */
	uint64_t regions, tools;         /* of all steps */
	const char *source;
};

static bool
read_wish(const struct cmd *cmd, struct wish *wish)
{
	*wish = (struct wish){.max_minutes = ROUTINE_MINUTES_MAX};
	wish->json = cmd_option(cmd, "json") != NULL;
	wish->tools_given = cmd_option(cmd, "tools") != NULL;
	return cmd_words_option(cmd, "focus", &words_region, &wish->focus) &&
	       cmd_words_option(cmd, "tools", &words_tool, &wish->tools) &&
	       cmd_int_option(
		   cmd, "max-minutes", 1, ROUTINE_MINUTES_MAX, &wish->max_minutes);
}

static bool
is_wished(const struct wish *wish, uint64_t regions, uint64_t tools)
{
	if (wish->focus && !(wish->focus & regions))
		return false;
	return !wish->tools_given || !(tools & ~(wish->tools | BIT_OF(TOOL_NONE)));
}

/* The steps of a routine into its row; false when they cannot be had. */
static bool
load_steps(struct library *lib, struct row *row, struct err *err)
{
	row->steps = library_steps(lib, row->routine, err);
	for (size_t i = 0; row->steps && i < row->routine->n_steps; i++) {
		row->regions |= row->steps[i]->regions;
		row->tools |= row->steps[i]->tools;
	}
	return row->steps != NULL;
}

/* True when the id is to be listed.  A file that cannot be used is complained of
 * and left out: the others are none the worse for it. */
static bool
take_routine(
    struct library *lib, const char *id, const struct wish *wish, struct row *row)
{
	struct err err = {""};

	row->routine = library_routine(lib, id, &err);
	if (row->routine && row->routine->minutes > wish->max_minutes)
		return false;
	if (row->routine && !wish->json && !wish->focus && !wish->tools_given)
		return true;
	if (!row->routine || !load_steps(lib, row, &err)) {
		err_add(&err, "left out");
		cmd_fail(&err);
		return false;
	}
	return is_wished(wish, row->regions, row->tools);
}

static bool
take_exercise(
    struct library *lib, const char *id, const struct wish *wish, struct row *row)
{
	struct err err = {""};
	const struct exercise *e = row->exercise = library_exercise(lib, id, &err);

	if (!e) {
		err_add(&err, "left out");
		cmd_fail(&err);
		return false;
	}
	return e->seconds <= wish->max_minutes * 60 &&
	       is_wished(wish, e->regions, e->tools);
}

/* --- JSON --- */

static void
routine_json(const struct row *row, struct json *o)
{
	const struct routine *r = row->routine;
	struct json *steps;

	json_set_str(o, "id", r->id);
	json_set_str(o, "title", r->title);
	json_set_int(o, "minutes", r->minutes);
	json_set_int(o, "seconds", routine_total_s(r, row->steps));
	json_set_str(o, "setting", words_name(&words_place, (int)r->place));
	json_set_str(o, "for", r->for_whom);
	json_set_str(o, "goal", r->goal);
	steps = json_set_array(o, "steps");
	for (size_t i = 0; i < r->n_steps; i++)
		json_push_str(steps, r->steps[i].exercise);
	print_json_words(o, "equipment", &words_tool, row->tools);
	print_json_words(o, "regions", &words_region, row->regions);
	print_json_words(o, "flags", &words_flag, r->flags);
	json_set_str(o, "source", row->source);
	json_set_str(o, "path", r->path);
}

static void
exercise_json(const struct row *row, struct json *o)
{
	const struct exercise *e = row->exercise;
	char letter[2] = {e->evidence, '\0'};

	json_set_str(o, "id", e->id);
	json_set_str(o, "name", e->name);
	json_set_str(o, "kind", words_name(&words_kind, (int)e->kind));
	print_json_words(o, "regions", &words_region, e->regions);
	json_set_str(o, "position", words_name(&words_position, (int)e->position));
	print_json_words(o, "equipment", &words_tool, e->tools);
	print_json_words(o, "direction", &words_direction, e->directions);
	json_set_str(o, "sides", e->two_sided ? "left-right" : "none");
	json_set_int(o, "seconds", e->seconds);
	json_set_int(o, "min", e->min_s);
	json_set_int(o, "max", e->max_s);
	json_set_bool(o, "office", e->office);
	json_set_str(o, "evidence", letter);
	json_set_str(o, "source", row->source);
	json_set_str(o, "path", e->path);
}

static int
print_json(const struct row *rows, size_t n)
{
	struct json *array = json_new_array();
	struct err err;
	int status = CMD_OK;

	for (size_t i = 0; i < n; i++)
		(rows[i].routine ? routine_json : exercise_json)(
		    &rows[i], json_push_object(array));
	if (!json_print(array, stdout, &err))
		status = cmd_fail(&err);
	json_free(array);
	return status;
}

/* --- text --- */

/* The columns of a row: its id, a time, a title and one more word. */
struct columns {
	const char *id, *title, *last;
	char time[16];
};

static struct columns
columns_of(const struct row *row)
{
	struct columns c = {0};

	if (row->routine) {
		c.id = row->routine->id;
		c.title = row->routine->title;
		c.last = words_name(&words_place, (int)row->routine->place);
		snprintf(c.time, sizeof(c.time), "%d", row->routine->minutes);
	} else {
		c.id = row->exercise->id;
		c.title = row->exercise->name;
		c.last = words_name(&words_position, (int)row->exercise->position);
		print_time(row->exercise->seconds, c.time);
	}
	return c;
}

/* How wide each column is; the title gives way when all do not fit. */
struct widths {
	int id, time, title, last;
};

static int
at_least(int width, const char *text)
{
	int w = text_width(text);

	return w > width ? w : width;
}

static struct widths
measure(const struct row *rows, size_t n)
{
	struct widths w = {0};
	int room;

	for (size_t i = 0; i < n; i++) {
		struct columns c = columns_of(&rows[i]);

		w.id = at_least(w.id, c.id);
		w.time = at_least(w.time, c.time);
		w.title = at_least(w.title, c.title);
		w.last = at_least(w.last, c.last);
	}
	room = print_width() - w.id - w.time - w.last - 3;
	if (w.title > room)
		w.title = room < 12 ? 12 : room;
	return w;
}

static char
mark(const struct row *row)
{
	if (strcmp(row->source, "shipped") == 0)
		return ' ';
	return strcmp(row->source, "own") == 0 ? '*' : '+';
}

static void
print_rows(const struct row *rows, size_t n)
{
	struct widths w = measure(rows, n);
	bool own = false;

	for (size_t i = 0; i < n; i++) {
		struct columns c = columns_of(&rows[i]);

		print_cell(c.id, w.id);
		printf("%c%*s ", mark(&rows[i]), w.time, c.time);
		print_cell(c.title, w.title);
		printf(" %s\n", c.last);
		own = own || mark(&rows[i]) != ' ';
	}
	if (own)
		printf("\n* your own file   + your own file in place of a shipped "
		       "one\n");
}

static int
print_list(const struct cmd *cmd, const struct wish *wish, const struct row *rows,
    size_t n)
{
	if (wish->json)
		return print_json(rows, n);
	if (n == 0)
		fprintf(stderr,
		    "uncoil: nothing matches; uncoil %s alone lists all\n",
		    cmd->command->name);
	else
		print_rows(rows, n);
	return CMD_OK;
}

int
cmd_list(struct cmd *cmd)
{
	enum library_shelf shelf =
	    cmd_option(cmd, "exercises") ? SHELF_EXERCISES : SHELF_ROUTINES;
	struct library *lib;
	const char *const *ids;
	struct row *rows;
	struct wish wish;
	size_t n_ids, n = 0;
	int status;

	if (!read_wish(cmd, &wish))
		return CMD_USAGE;
	lib = cmd_library();
	ids = library_ids(lib, shelf, &n_ids);
	rows = mem_new(n_ids + 1, sizeof(*rows));
	for (size_t i = 0; i < n_ids; i++) {
		struct row row = {.source = print_source(lib, shelf, ids[i])};
		bool taken =
		    (shelf == SHELF_EXERCISES ? take_exercise : take_routine)(
			lib, ids[i], &wish, &row);

		if (taken)
			rows[n++] = row;
		else
			free(row.steps);
	}
	status = print_list(cmd, &wish, rows, n);
	for (size_t i = 0; i < n; i++)
		free(rows[i].steps);
	free(rows);
	library_free(lib);
	return status;
}
