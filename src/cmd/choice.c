#include "cmd/choice.h"

#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* More than a screen has rows. */
#define RECALLED_MAX 200

struct choice_entry {
	const struct routine *routine;
	const struct exercise **steps;
	bool tried;
};

/* Shortest first, then by title: what fits between two meetings is on top. */
static int
by_minutes(const void *a, const void *b)
{
	const struct routine *x = ((const struct choice_entry *)a)->routine;
	const struct routine *y = ((const struct choice_entry *)b)->routine;

	return x->minutes != y->minutes ? x->minutes - y->minutes
					: strcmp(x->title, y->title);
}

/* Tries once; again for who wants to know why not. */
static const struct exercise *const *
load_steps(struct choice *c, struct choice_entry *e, struct err *err)
{
	if (!e->steps && (!e->tried || err))
		e->steps = library_steps(c->library, e->routine, err);
	e->tried = true;
	return (const struct exercise *const *)e->steps;
}

static void
select_shown(struct choice *c, size_t i)
{
	c->selected = i;
	c->problem.text[0] = '\0';
	if (i < c->n)
		load_steps(c, &c->entries[c->entry[i]], &c->problem);
}

/* Lists what answers the pick; returns where the wanted one is, or 0. */
static size_t
list_shown(struct choice *c)
{
	bool wants = pick_wants_steps(&c->pick);
	size_t selected = 0;

	c->n = 0;
	for (size_t i = 0; i < c->all; i++) {
		struct choice_entry *e = &c->entries[i];

		if (!pick_matches(&c->pick, e->routine,
			wants ? load_steps(c, e, NULL) : NULL))
			continue;
		if (e->routine == c->wanted)
			selected = c->n;
		c->entry[c->n] = i;
		c->shown[c->n++] = e->routine;
	}
	return selected;
}

void
choice_pick(struct choice *c)
{
	select_shown(c, list_shown(c));
}

static void
make_room(struct choice *c, size_t n)
{
	c->entries = mem_new(n + 1, sizeof(*c->entries));
	c->shown = mem_new(n + 1, sizeof(*c->shown));
	c->entry = mem_new(n + 1, sizeof(*c->entry));
}

void
choice_open(struct choice *c, struct library *library)
{
	size_t n;
	const char *const *ids = library_ids(library, SHELF_ROUTINES, &n);

	*c = (struct choice){.library = library, .pick = PICK_ALL};
	make_room(c, n);
	for (size_t i = 0; i < n; i++) {
		const struct routine *r = library_routine(library, ids[i], NULL);

		if (r)
			c->entries[c->all++].routine = r;
		else
			c->unusable++;
	}
	qsort(c->entries, c->all, sizeof(*c->entries), by_minutes);
	list_shown(c);
}

/* --- what was shown last time ----------------------------------------------------- */

/* A line "MINUTES TITLE" for each, as they are listed. */
static void
print_list(const struct choice *c, struct str *out)
{
	str_add(out, "");
	for (size_t i = 0; i < c->all && i < RECALLED_MAX; i++) {
		const struct routine *r = c->entries[i].routine;

		str_addf(out, "%d %s\n", r->minutes, r->title);
	}
}

static bool
recall_line(char *line, struct routine *r)
{
	char *title = line + strcspn(line, " ");
	long long minutes;

	line[strcspn(line, "\n")] = '\0';
	if (*title != ' ')
		return false;
	*title++ = '\0';
	if (!*title || text_valid(title, strlen(title)) != strlen(title) ||
	    !str_int(line, 1, ROUTINE_MINUTES_MAX, &minutes))
		return false;
	r->title = mem_strdup(title);
	r->minutes = (int)minutes;
	return true;
}

void
choice_recall(struct choice *c, const char *path)
{
	FILE *from = path ? fopen(path, "re") : NULL;
	char line[FORM_LINE_MAX + 16];

	*c = (struct choice){.pick = PICK_ALL};
	make_room(c, RECALLED_MAX);
	c->recalled = mem_new(RECALLED_MAX, sizeof(*c->recalled));
	while (from && c->all < RECALLED_MAX && fgets(line, sizeof(line), from)) {
		struct routine *r = &c->recalled[c->all];

		if (recall_line(line, r))
			c->entries[c->all++].routine = r;
	}
	if (from)
		fclose(from);
	list_shown(c);
	c->selected = c->n;
}

void
choice_keep(const struct choice *c, const struct choice *last, const char *path)
{
	struct str is = {0}, was = {0};

	print_list(c, &is);
	print_list(last, &was);
	if (path && strcmp(is.s, was.s) != 0)
		file_replace_derived(path, is.s, is.len, NULL);
	str_fini(&is);
	str_fini(&was);
}

void
choice_close(struct choice *c)
{
	for (size_t i = 0; i < c->all; i++)
		free(c->entries[i].steps);
	for (size_t i = 0; c->recalled && i < c->all; i++)
		free(c->recalled[i].title);
	free(c->recalled);
	free(c->entries);
	free(c->shown);
	free(c->entry);
	*c = (struct choice){0};
}

bool
choice_move(struct choice *c, int64_t by)
{
	int64_t to = (int64_t)c->selected + by, most = (int64_t)c->n - 1;

	to = to > most ? most : to;
	to = to < 0 ? 0 : to;
	if ((size_t)to == c->selected || c->n == 0)
		return false;
	c->wanted = c->shown[to];
	select_shown(c, (size_t)to);
	return true;
}

void
choice_take(struct choice *c, const struct routine *routine)
{
	c->wanted = routine;
	choice_pick(c);
}

const struct routine *
choice_routine(const struct choice *c)
{
	return c->selected < c->n ? c->shown[c->selected] : NULL;
}

const struct exercise *const *
choice_steps(const struct choice *c)
{
	if (c->selected >= c->n)
		return NULL;
	return (const struct exercise *const *)c->entries[c->entry[c->selected]]
	    .steps;
}

const struct routine *
choice_find(const struct choice *c, const char *id)
{
	for (size_t i = 0; i < c->all; i++)
		if (strcmp(c->entries[i].routine->id, id) == 0)
			return c->entries[i].routine;
	return NULL;
}

/* --- filters -------------------------------------------------------------------- */

static int
around(int at, int by, int n)
{
	return (at + by + n) % n;
}

static void
filter_minutes(struct pick *pick, int by)
{
	static const int minutes[] = {0, 2, 3, 5, 8, 10, 15};
	int n = (int)ARRAY_LEN(minutes), at = 0;

	while (at + 1 < n && minutes[at] != pick->minutes)
		at++;
	pick->minutes = minutes[around(at, by, n)];
}

void
choice_filter(struct choice *c, enum home_filter filter, int by)
{
	struct pick *p = &c->pick;

	if (filter == FILTER_REGION)
		p->region = around(p->region + 1, by, (int)words_region.n + 1) - 1;
	else if (filter == FILTER_TOOL)
		p->tool = around(p->tool + 1, by, (int)words_tool.n + 1) - 1;
	else
		filter_minutes(p, by);
	choice_pick(c);
}

void
choice_filter_nothing(struct choice *c)
{
	struct pick all = PICK_ALL;

	memcpy(all.text, c->pick.text, sizeof(all.text));
	c->pick = all;
	choice_pick(c);
}
