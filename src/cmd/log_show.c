#include "base/json.h"
#include "base/mem.h"
#include "cmd/log.h"
#include "cmd/print.h"
#include "history/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A session in each of its revisions, the one that holds first. */
struct revisions {
	struct session_record *r;
	size_t n;
	bool gone; /* it was removed: none of them holds */
};

static bool
take(const struct session_record *r, void *arg)
{
	struct revisions *all = arg;

	all->r = mem_resize(all->r, all->n + 1, sizeof(*all->r));
	session_record_copy(&all->r[all->n++], r);
	return true;
}

static void
revisions_fini(struct revisions *all)
{
	for (size_t i = 0; i < all->n; i++)
		session_record_fini(&all->r[i]);
	free(all->r);
}

/* Of one that was removed only the id is known still. */
static bool
read_all(
    struct history *h, const char *which, struct revisions *all, struct err *err)
{
	struct session_record r;
	long long no = 0;
	bool number = str_int(which, 1, INT64_MAX, &no);
	char id[UUID_LEN];

	all->gone = !history_find(h, no, number ? NULL : which, &r, err);
	if (all->gone && *err->text)
		return false;
	if (!all->gone) {
		take(&r, all);
		memcpy(id, r.id, UUID_LEN);
		session_record_fini(&r);
		which = id; /* that of all->r would move */
	}
	if (!history_former(h, which, take, all, err))
		return false;
	return all->n > 0 || log_no_session(which, err);
}

/* --- in words --------------------------------------------------------------------- */

static void
print_times(const struct step_record *s)
{
	char held[16], planned[16];

	printf("%5s of %-5s", print_time((int)(s->held_ms / 1000), held),
	    print_time((int)((s->planned_ms + 500) / 1000), planned));
}

/* "  Levator stretch, left          0:12 of 0:23  wrong, pain" */
static void
print_step(const struct step_record *s, struct library *lib)
{
	struct str name = {0};
	const char *why = stop_why_said(s->why);
	int cells = print_width() - 44;

	str_addf(&name, "%s%s%s", log_name(lib, s->exercise),
	    s->side == SIDE_NONE ? "" : ", ",
	    s->side == SIDE_NONE ? "" : words_name(&words_side, (int)s->side));
	printf("  ");
	print_cell(name.s, cells < 16 ? 16 : cells > 48 ? 48 : cells);
	print_times(s);
	printf("  %s%s%s\n", words_name(&words_outcome, (int)s->outcome),
	    *why ? ", " : "", why);
	str_fini(&name);
}

static bool
same_steps(const struct session_record *a, const struct session_record *b)
{
	struct session_record a_steps = {.steps = a->steps, .n_steps = a->n_steps},
			      b_steps = {.steps = b->steps, .n_steps = b->n_steps};

	return session_record_equal(&a_steps, &b_steps);
}

/* Movements are told again only where a correction changed them. */
static void
print_revisions(const struct revisions *all, struct library *lib)
{
	for (size_t i = 0; i < all->n; i++) {
		const struct session_record *r = &all->r[i];

		if (i == 0 && all->gone)
			printf("removed; it counts no more, and was:\n");
		else if (i > 0)
			printf(
			    "\nuntil it was corrected, in revision %d:\n", r->rev);
		log_print(r, lib);
		if (i > 0 && same_steps(r, &all->r[i - 1]))
			continue;
		for (size_t k = 0; k < r->n_steps; k++)
			print_step(&r->steps[k], lib);
	}
}

/* --- as JSON ---------------------------------------------------------------------- */

static bool
print_json(const struct revisions *all, struct err *err)
{
	struct json *o = json_new_object(), *before;
	size_t first = all->gone ? 0 : 1;
	bool ok;

	if (all->gone)
		json_set_str(o, "id", all->r[0].id);
	else
		log_json(o, &all->r[0]);
	json_set_bool(o, "removed", all->gone);
	before = json_set_array(o, "before");
	for (size_t i = first; i < all->n; i++)
		log_json(json_push_object(before), &all->r[i]);
	ok = json_print(o, stdout, err);
	json_free(o);
	return ok;
}

/* --- the command -------------------------------------------------------------------- */

static bool
print(const struct cmd *cmd, const struct revisions *all, struct err *err)
{
	struct library *lib;

	if (cmd_option(cmd, "json"))
		return print_json(all, err);
	lib = cmd_library();
	print_revisions(all, lib);
	library_free(lib);
	return true;
}

int
log_show(struct cmd *cmd)
{
	const char *which = cmd->operands[1];
	struct revisions all = {.n = 0};
	struct err err = {""};
	struct history *h = log_open(&err);
	bool ok = h           ? read_all(h, which, &all, &err)
		  : *err.text ? false
			      : log_no_session(which, &err);

	history_close(h);
	ok = ok && print(cmd, &all, &err);
	revisions_fini(&all);
	return ok ? CMD_OK : cmd_fail(&err);
}
