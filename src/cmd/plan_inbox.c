#include "cmd/plan_inbox.h"

#include "base/file.h"
#include "base/mem.h"
#include "base/paths.h"
#include "base/text.h"
#include "cmd/cmd.h"
#include "cmd/page.h"
#include "cmd/proposal.h"
#include "cmd/sync_auto.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Put off, it is shown again by itself after so many days. */
#define LATER_DAYS 7

/* --- what there is ------------------------------------------------------------ */

struct inbox {
	struct history *h;
	struct proposal *all;
	size_t n;
};

/* False and err when it cannot be read; no history is an empty inbox. */
static bool
inbox_open(struct inbox *inbox, const struct own *own, bool write, struct err *err)
{
	*inbox = (struct inbox){0};
	err->text[0] = '\0';
	if (!own->db)
		return err_set(err, "there is no home to look for plans in");
	inbox->h =
	    write ? history_open(own->db, err) : history_open_read(own->db, err);
	if (!inbox->h)
		return !*err->text;
	return inbox_proposals(inbox->h, &inbox->all, &inbox->n, err);
}

static void
inbox_close(struct inbox *inbox)
{
	for (size_t i = 0; i < inbox->n; i++)
		proposal_fini(&inbox->all[i]);
	free(inbox->all);
	history_close(inbox->h);
}

static bool
waits(const struct proposal *p, int32_t today)
{
	return p->state == PLAN_OFFERED ||
	       (p->state == PLAN_DEFERRED && today >= p->answered + LATER_DAYS);
}

/* --- answers --------------------------------------------------------------------- */

/* Is there a routine file that no coach made? */
static bool
is_the_persons(const char *path)
{
	char line[sizeof(PROPOSAL_MARK)] = "";
	FILE *file = fopen(path, "re");
	bool theirs;

	if (!file)
		return access(path, F_OK) == 0;
	theirs =
	    fgets(line, sizeof(line), file) && strcmp(line, PROPOSAL_MARK) != 0;
	fclose(file);
	return theirs;
}

static bool
leaves_theirs(const struct rx *rx, struct err *err)
{
	bool ok = true;

	for (size_t i = 0; ok && i < rx->n_customs; i++) {
		const char *id = rx->customs[i].id;
		char *path = paths_home(PATH_CONFIG, err, "routines/%s.ini", id);

		ok = path &&
		     (!is_the_persons(path) ||
			 err_set(err, "its routine %s has the name of one of yours",
			     id));
		free(path);
	}
	return ok;
}

static bool
write_routine(
    const struct own *own, const struct rx_custom *custom, struct err *err)
{
	char *path = paths_home(PATH_CONFIG, err, "routines/%s.ini", custom->id);
	struct str text = {0};
	bool ok = path != NULL;

	if (ok) {
		proposal_routine(own->library, custom, &text);
		ok = paths_make_for(path, err) &&
		     file_replace(path, text.s, text.len, 0644, err);
	}
	str_fini(&text);
	free(path);
	return ok;
}

/* What cannot be followed is declined with the reason: our limits win. */
static bool
accept(const struct own *own, struct inbox *inbox, const struct proposal *p,
    int32_t today, struct err *err)
{
	struct err why;

	if (!proposal_can(own->library, &p->rx, &why) ||
	    !leaves_theirs(&p->rx, &why)) {
		if (!inbox_answer(
			inbox->h, &p->rx, PLAN_DECLINED, why.text, today, err))
			return false;
		return err_set(err,
		    "this plan cannot be followed, and was declined: %s", why.text);
	}
	for (size_t i = 0; i < p->rx.n_customs; i++)
		if (!write_routine(own, &p->rx.customs[i], err))
			return false;
	return inbox_answer(inbox->h, &p->rx, PLAN_ACCEPTED, "", today, err);
}

/* --- the screen -------------------------------------------------------------------- */

void
plan_inbox_notice(const struct own *own, int32_t today, struct str *out)
{
	struct inbox inbox;
	struct err err;

	str_addn(out, "", 0);
	if (!sync_is_linked())
		return;
	if (inbox_open(&inbox, own, false, &err))
		for (size_t i = 0; i < inbox.n && !out->len; i++)
			if (waits(&inbox.all[i], today))
				str_add(out, "Your coach sent a plan: p reads it");
	inbox_close(&inbox);
}

/* The lines of a text, which is cut in place, and what can be done with it.  The
 * caller frees the array. */
static const char **
lines_of(char *text)
{
	const char **lines;
	size_t n = 0;

	for (const char *s = text; *s; s++)
		n += *s == '\n';
	lines = mem_new(n + 4, sizeof(*lines));
	n = 0;
	for (char *rest, *line = strtok_r(text, "\n", &rest); line;
	     line = strtok_r(NULL, "\n", &rest))
		lines[n++] = line;
	lines[n++] = "";
	lines[n++] =
	    "y takes it on, n puts it off for a week.  To decline it with a "
	    "reason: uncoil plan decline REASON";
	return lines;
}

static enum run_end
ask_one(struct run *run, const struct own *own, struct inbox *inbox,
    const struct proposal *p, int32_t today)
{
	struct page page = {
	    .title = "A plan of your coach", .keys = "y|take it on|n|later"};
	struct page failed = {
	    .title = "A plan of your coach", .keys = "Enter|go on"};
	struct str text = {0};
	struct err err = {""};
	const char **lines;
	enum run_end end;
	bool yes = false;

	proposal_lines(own->library, p, &text);
	page.lines = lines = lines_of(text.s);
	inbox_answer(inbox->h, &p->rx, PLAN_OFFERED, "", today, NULL);
	end = page_ask(run, &page, &yes);
	if (end == RUN_OVER && !(yes ? accept(own, inbox, p, today, &err)
				     : inbox_answer(inbox->h, &p->rx, PLAN_DEFERRED,
					   "", today, &err))) {
		failed.paragraphs[0] = err.text;
		end = page_read(run, &failed);
	}
	free(lines);
	str_fini(&text);
	return end;
}

enum run_end
plan_inbox_look(struct run *run, const struct own *own, int32_t today)
{
	struct page none = {.title = "A plan of your coach",
	    .paragraphs = {"There is no plan that waits for your answer."},
	    .keys = "Enter|go on"};
	enum run_end end = RUN_OVER;
	struct inbox inbox;
	struct err err;
	bool any = false;

	if (!inbox_open(&inbox, own, true, &err))
		none.paragraphs[0] = err.text;
	for (size_t i = 0; i < inbox.n && end == RUN_OVER; i++)
		if (inbox.all[i].state == PLAN_OFFERED ||
		    inbox.all[i].state == PLAN_DEFERRED) {
			any = true;
			end = ask_one(run, own, &inbox, &inbox.all[i], today);
		}
	if (!any && end == RUN_OVER)
		end = page_read(run, &none);
	inbox_close(&inbox);
	return end;
}

/* --- the command -------------------------------------------------------------------- */

static void
print_note(void *arg, const char *text, int64_t arrived_ms)
{
	bool *any = arg;

	(void)arrived_ms;
	printf("%s", *any ? "" : "Your coach says:\n");
	printf("  ");
	cmd_put(text);
	printf("\n");
	*any = true;
}

static bool
show(const struct own *own, struct inbox *inbox, int32_t today, struct err *err)
{
	bool any = false;

	if (inbox->h && (!inbox_each_note(inbox->h, print_note, &any, err) ||
			    (any && !inbox_notes_read(inbox->h, err))))
		return false;
	for (size_t i = 0; i < inbox->n; i++) {
		const struct proposal *p = &inbox->all[i];
		struct str text = {0};

		proposal_lines(own->library, p, &text);
		fputs(text.s, stdout);
		if (p->state == PLAN_OFFERED || p->state == PLAN_DEFERRED)
			puts("  uncoil plan accept | decline REASON | defer");
		str_fini(&text);
		if (p->state == PLAN_OFFERED &&
		    !inbox_answer(inbox->h, &p->rx, PLAN_OFFERED, "", today, err))
			return false;
	}
	if (inbox->n == 0 && !any)
		puts("there is no plan of a coach");
	return true;
}

/* The one that waits, or the one that is meant. */
static const struct proposal *
find(const struct inbox *inbox, bool any_state, struct err *err)
{
	const struct proposal *found = NULL;

	for (size_t i = 0; i < inbox->n; i++) {
		const struct proposal *p = &inbox->all[i];

		if (p->state == PLAN_OFFERED || p->state == PLAN_DEFERRED ||
		    (any_state && !found))
			found = p;
	}
	if (!found)
		err_set(err, "there is no plan that waits for an answer");
	return found;
}

static bool
do_accept(const struct own *own, struct inbox *inbox, const char *why,
    int32_t today, struct err *err)
{
	const struct proposal *p = find(inbox, true, err);

	(void)why;
	if (!p || !accept(own, inbox, p, today, err))
		return false;
	printf("taken on: ");
	cmd_put(p->rx.title);
	puts("; your coach hears of it with the next sync");
	return true;
}

static bool
do_decline(const struct own *own, struct inbox *inbox, const char *why,
    int32_t today, struct err *err)
{
	const struct proposal *p = find(inbox, true, err);

	(void)own;
	if (!p || !inbox_answer(inbox->h, &p->rx, PLAN_DECLINED, why, today, err))
		return false;
	puts("declined; your coach hears of it with the next sync");
	return true;
}

static bool
do_defer(const struct own *own, struct inbox *inbox, const char *why, int32_t today,
    struct err *err)
{
	const struct proposal *p = find(inbox, false, err);

	(void)own;
	(void)why;
	if (!p || !inbox_answer(inbox->h, &p->rx, PLAN_DEFERRED, "", today, err))
		return false;
	puts("put off for a week");
	return true;
}

static const struct {
	const char *word;
	bool reason;
	bool (*run)(const struct own *own, struct inbox *inbox, const char *why,
	    int32_t today, struct err *err);
} words[] = {
    {"accept", false, do_accept},
    {"decline", true, do_decline},
    {"defer", false, do_defer},
};

/* The words after the first, as one text, cleaned. */
static bool
add_reason(const struct cmd *cmd, struct str *out, struct err *err)
{
	str_addn(out, "", 0);
	for (int i = 1; i < cmd->n_operands; i++) {
		if (i > 1)
			str_add(out, " ");
		text_clean(out, cmd->operands[i]);
	}
	return out->len <= NOTE_MAX ||
	       err_set(err, "a reason has at most %d bytes; this has %zu", NOTE_MAX,
		   out->len);
}

static bool
answer(const struct cmd *cmd, const struct own *own, struct inbox *inbox,
    int32_t today, struct err *err)
{
	const char *word = cmd->n_operands ? cmd->operands[0] : "inbox";
	struct str why = {0};
	bool ok;

	if (strcmp(word, "inbox") == 0)
		return show(own, inbox, today, err);
	ok = add_reason(cmd, &why, err);
	for (size_t i = 0; ok && i < ARRAY_LEN(words); i++)
		if (strcmp(words[i].word, word) == 0)
			ok = words[i].run(own, inbox, why.s, today, err);
	str_fini(&why);
	return ok;
}

static bool
is_word(const struct cmd *cmd)
{
	const char *word = cmd->n_operands ? cmd->operands[0] : "inbox";

	if (strcmp(word, "inbox") == 0)
		return cmd->n_operands < 2;
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (strcmp(words[i].word, word) == 0)
			return words[i].reason ? cmd->n_operands > 1
					       : cmd->n_operands == 1;
	return false;
}

int
cmd_plan(struct cmd *cmd)
{
	struct instant now = {
	    .wall_ms = cmd->wall_ms, .offset_min = cmd->offset_min};
	struct inbox inbox;
	struct err err;
	struct own own;
	bool ok;

	if (!is_word(cmd))
		return cmd_usage(
		    cmd, "plan wants one of: %s", cmd->command->operands);
	own_init(&own);
	ok = inbox_open(&inbox, &own, true, &err) &&
	     answer(cmd, &own, &inbox, own_today(&own, &now), &err);
	inbox_close(&inbox);
	own_fini(&own);
	return ok ? CMD_OK : cmd_fail(&err);
}
