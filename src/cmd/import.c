#include "base/civil.h"
#include "base/mem.h"
#include "base/paths.h"
#include "base/text.h"
#include "cmd/cmd.h"
#include "cmd/own.h"
#include "report/foreign.h"
#include "report/lines.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Conflicts that are named one by one; the others are counted. */
#define CONFLICTS_TOLD 10

#define FOREIGN_ROUTINE "imported"

struct wish {
	const char *path;
	const char *routine, *habit; /* of what another program wrote */
	long long minutes;
	int32_t today;
	int offset_min;
	bool try_only;
};

/* Everything is taken in together, or nothing is. */
struct taking {
	struct history *h;
	const struct wish *wish;
	struct plan_record *plans; /* that are here */
	size_t n_plans;
	struct streak_rules *rules;
	size_t n_rules;
	size_t counts[LINE_KINDS][MERGED_GONE + 1];
	size_t told;
};

/* --- taking in ---------------------------------------------------------------------- */

static void
count(struct taking *t, enum line_kind kind, enum merged how, const char *id)
{
	t->counts[kind][how]++;
	if (how == MERGED_CONFLICT && t->told++ < CONFLICTS_TOLD)
		printf("%s %s: another one is here under that name, and stays\n",
		    line_kind_word(kind), id);
}

static const struct plan_record *
plan_here(const struct taking *t, const struct plan_record *p)
{
	for (size_t i = 0; i < t->n_plans; i++)
		if (strcmp(t->plans[i].id, p->id) == 0 &&
		    t->plans[i].version == p->version)
			return &t->plans[i];
	return NULL;
}

/* A version of a plan never changes but for what became of it: what is here
 * stays. */
static bool
take_plan(struct taking *t, const struct plan_record *p, struct err *err)
{
	const struct plan_record *here = plan_here(t, p);

	if (here) {
		count(t, LINE_PLAN,
		    here->state == p->state ? MERGED_SAME : MERGED_OLDER, p->id);
		return true;
	}
	count(t, LINE_PLAN, MERGED_NEW, p->id);
	return history_plan(t->h, p, err);
}

/* Of two rules that hold from the same day on those stay that are here. */
static bool
take_rules(struct taking *t, const struct streak_rules *r, struct err *err)
{
	enum merged how = MERGED_NEW;
	char day[CIVIL_LEN];

	for (size_t i = 0; i < t->n_rules; i++)
		if (t->rules[i].from == r->from)
			how = rules_equal(&t->rules[i], r) ? MERGED_SAME
							   : MERGED_CONFLICT;
	count(t, LINE_RULES, how, civil_print(r->from, day));
	return how != MERGED_NEW || history_keep_rules(t->h, r, err);
}

/* A day is paused once: what is here stays. */
static bool
take_pause(struct taking *t, const struct pause *p, struct err *err)
{
	struct pause *here;
	enum merged how = MERGED_NEW;
	char day[CIVIL_LEN];
	size_t n;

	if (!history_pauses(t->h, p->first, p->last, &here, &n, err))
		return false;
	if (n > 0)
		how = n == 1 && here[0].first == p->first &&
			      here[0].last == p->last &&
			      strcmp(here[0].why, p->why) == 0
			  ? MERGED_SAME
			  : MERGED_CONFLICT;
	free(here);
	count(t, LINE_PAUSE, how, civil_print(p->first, day));
	return how != MERGED_NEW || history_pause(t->h, p, err);
}

static bool
take_line(struct taking *t, const struct line *line, struct err *err)
{
	enum merged how = MERGED_SAME;
	const char *id = "";
	bool ok = true;

	switch (line->kind) {
	case LINE_SESSION:
		id = line->session.id;
		ok = history_merge(t->h, &line->session, &how, err);
		break;
	case LINE_ANSWER:
		id = line->answer.id;
		ok = history_merge_answer(t->h, &line->answer, &how, err);
		break;
	case LINE_GONE:
		id = line->gone.id;
		ok = history_merge_gone(t->h, &line->gone, &how, err);
		break;
	case LINE_PLAN:
		return take_plan(t, &line->plan, err);
	case LINE_RULES:
		return take_rules(t, &line->rules, err);
	case LINE_PAUSE:
		return take_pause(t, &line->pause, err);
	default:
		return true;
	}
	if (ok)
		count(t, line->kind, how, id);
	return ok;
}

/* --- a file of ours -------------------------------------------------------------------- */

enum got { GOT_LINE, GOT_END, GOT_TOO_LONG };

/* The next line without its newline. */
static enum got
next_line(FILE *from, struct str *line)
{
	int c;

	str_clear(line);
	while ((c = getc(from)) != EOF && c != '\n') {
		char byte = (char)c;

		if (line->len == LINE_MAX_BYTES)
			return GOT_TOO_LONG;
		str_addn(line, &byte, 1);
	}
	return c == EOF && line->len == 0 ? GOT_END : GOT_LINE;
}

static bool
take_text(struct taking *t, const struct str *text, int number, struct err *err)
{
	struct line line;
	bool ok;

	if (text->len == 0 && number > 1)
		return true;
	if (!line_read(text->s, text->len, &line, err))
		return false;
	ok = number > 1 || line.kind == LINE_HEAD ||
	     err_set(err, "this is no export of uncoil");
	ok = ok && take_line(t, &line, err);
	line_fini(&line);
	return ok;
}

static bool
take_lines(struct taking *t, FILE *from, struct err *err)
{
	struct str text = {0};
	bool ok = true;
	int number = 0;
	enum got got = GOT_LINE;

	while (ok && (got = next_line(from, &text)) == GOT_LINE)
		ok = take_text(t, &text, ++number, err);
	if (ok && got == GOT_TOO_LONG)
		ok = err_set(err, "a line of more than %d bytes", LINE_MAX_BYTES);
	if (!ok)
		err_add(err, "%s:%d", t->wish->path, number + (got != GOT_LINE));
	else if (ferror(from))
		ok = err_errno(err, "%s", t->wish->path);
	str_fini(&text);
	return ok;
}

/* --- a file of another program ----------------------------------------------------------- */

static bool
read_whole(FILE *from, const struct wish *wish, struct str *text, struct err *err)
{
	char buf[16384];
	size_t n;

	while ((n = fread(buf, 1, sizeof(buf), from)) > 0) {
		if (text->len + n > FOREIGN_BYTES_MAX)
			return err_set(err, "%s: more than %d bytes", wish->path,
			    FOREIGN_BYTES_MAX);
		str_addn(text, buf, n);
	}
	return !ferror(from) || err_errno(err, "%s", wish->path);
}

static bool
take_days(struct taking *t, const struct foreign_days *days, const char *source,
    struct err *err)
{
	const struct wish *w = t->wish;
	bool ok = true;

	for (size_t i = 0; ok && i < days->n; i++) {
		struct line line = {.kind = LINE_SESSION};

		foreign_session(days->days[i], w->routine, source,
		    (int64_t)w->minutes * 60000, w->offset_min, &line.session);
		ok = take_line(t, &line, err);
		line_fini(&line);
	}
	return ok;
}

/* Is a comma in it before its first line ends?  Then it is a table. */
static bool
is_table(const char *text, size_t len)
{
	const char *end = memchr(text, '\n', len);

	return memchr(text, ',', end ? (size_t)(end - text) : len) != NULL;
}

static bool
take_foreign(struct taking *t, FILE *from, struct err *err)
{
	const struct wish *w = t->wish;
	struct foreign_days days = {0};
	struct str text = {0}, source = {0};
	bool table, ok;

	str_clear(&text);
	ok = read_whole(from, w, &text, err);
	table = ok && is_table(text.s, text.len);
	if (ok)
		ok = (table ? foreign_loop(
				  text.s, text.len, w->habit, w->today, &days, err)
			    : foreign_list(
				  text.s, text.len, w->today, &days, err)) ||
		     err_add(err, "%s", w->path);
	str_addf(&source, "%s:%s", table ? "loop" : "days",
	    table && w->habit ? w->habit : "");
	ok = ok && take_days(t, &days, source.s, err);
	free(days.days);
	str_fini(&text);
	str_fini(&source);
	return ok;
}

/* --- what it came to ----------------------------------------------------------------------- */

static void
tell_kind(const struct taking *t, enum line_kind kind)
{
	static const char *const words[] = {"new", "newer than here", "the same",
	    "older than here", "in conflict", "removed here"};
	static const char *const many[LINE_KINDS] = {
	    "", "sessions", "answers", "plans", "removals", "rules", "pauses"};
	struct str line = {0};

	for (int how = 0; how <= MERGED_GONE; how++)
		if (t->counts[kind][how])
			str_addf(&line, "%s %zu %s", line.len ? "," : "",
			    t->counts[kind][how], words[how]);
	if (line.len)
		printf("%s:%s\n", many[kind], line.s);
	str_fini(&line);
}

static void
tell(const struct taking *t)
{
	size_t all = 0;

	for (int kind = LINE_SESSION; kind < LINE_KINDS; kind++) {
		for (int how = 0; how <= MERGED_GONE; how++)
			all += t->counts[kind][how];
		tell_kind(t, (enum line_kind)kind);
	}
	if (all == 0)
		printf("there was nothing in it\n");
	if (t->wish->try_only)
		printf("nothing was written: it was only tried\n");
}

/* --- the command ----------------------------------------------------------------------------- */

/* Ours begins with a brace. */
static bool
is_ours(FILE *from)
{
	int c = getc(from);

	if (c != EOF)
		ungetc(c, from);
	return c == '{';
}

static bool
take(struct taking *t, FILE *from, struct err *err)
{
	bool ok = history_plans(t->h, &t->plans, &t->n_plans, err) &&
		  history_rules(t->h, &t->rules, &t->n_rules, err) &&
		  history_together(t->h, err),
	     together = ok;

	if (ok)
		ok = is_ours(from) ? take_lines(t, from, err)
				   : take_foreign(t, from, err);
	if (together &&
	    !history_together_end(t->h, ok && !t->wish->try_only, ok ? err : NULL))
		ok = false;
	return ok;
}

static bool
import_from(
    const struct own *own, const struct wish *wish, FILE *from, struct err *err)
{
	struct taking t = {.wish = wish};
	bool ok;

	if (!own->db)
		return err_set(err, "set HOME to have a place for it");
	t.h = history_open(own->db, err);
	ok = t.h && take(&t, from, err);
	history_close(t.h);
	for (size_t i = 0; i < t.n_plans; i++)
		plan_record_fini(&t.plans[i]);
	free(t.plans);
	free(t.rules);
	if (ok)
		tell(&t);
	return ok;
}

static bool
open_and_import(const struct own *own, const struct wish *wish, struct err *err)
{
	bool std = strcmp(wish->path, "-") == 0;
	FILE *from = std ? stdin : fopen(wish->path, "r");
	bool ok;

	if (!from)
		return err_errno(err, "%s", wish->path);
	ok = import_from(own, wish, from, err);
	if (!std)
		fclose(from);
	return ok;
}

int
cmd_import(struct cmd *cmd)
{
	struct instant now = {
	    .wall_ms = cmd->wall_ms, .offset_min = cmd->offset_min};
	struct wish wish = {.path = cmd->operands[0],
	    .habit = cmd_option(cmd, "habit"),
	    .routine = cmd_option(cmd, "routine"),
	    .offset_min = cmd->offset_min,
	    .try_only = cmd_option(cmd, "try")};
	struct own own;
	struct streak streak;
	struct err err;
	bool ok;

	if (!wish.routine)
		wish.routine = FOREIGN_ROUTINE;
	if (!cmd_int_option(cmd, "minutes", 1, ROUTINE_MINUTES_MAX, &wish.minutes))
		return CMD_USAGE;
	if (!id_valid(wish.routine))
		return cmd_usage(
		    cmd, "--routine %.80s: this is no id", wish.routine);
	own_init(&own);
	wish.today = own_today(&own, &now);
	ok = open_and_import(&own, &wish, &err);
	own_streak(&own, wish.today, &streak); /* its mirror, for the next prompt */
	own_fini(&own);
	return ok ? CMD_OK : cmd_fail(&err);
}
