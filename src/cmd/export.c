#include "base/civil.h"
#include "base/mem.h"
#include "cmd/cmd.h"
#include "cmd/own.h"
#include "history/words.h"
#include "report/ics.h"
#include "report/lines.h"
#include "report/sessions.h"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* --- where it goes ------------------------------------------------------------------ */

/* A file that is whole or not there: it is written beside its place. */
struct goal {
	const char *path; /* "-": standard output */
	char *part;
	FILE *to;
};

static bool
goal_open(struct goal *g, const char *path, struct err *err)
{
	struct str part = {0};
	int fd;

	*g = (struct goal){.path = path, .to = stdout};
	if (strcmp(path, "-") == 0)
		return true;
	str_addf(&part, "%s.XXXXXX", path);
	g->part = str_take(&part);
	fd = mkostemp(g->part, O_CLOEXEC);
	if (fd < 0) {
		err_errno(err, "%s", path);
		free(g->part);
		return false;
	}
	g->to = fdopen(fd, "w");
	return g->to || err_errno(err, "%s", path);
}

/* Replaces the file where all went well; it is readable to its owner alone. */
static bool
goal_close(struct goal *g, bool ok, struct err *err)
{
	if (!g->part)
		return ok && (fflush(g->to) == 0 || err_errno(err, "cannot write"));
	if (ok && (fflush(g->to) != 0 || fsync(fileno(g->to)) < 0))
		ok = err_errno(err, "%s", g->path);
	fclose(g->to);
	if (ok && rename(g->part, g->path) < 0)
		ok = err_errno(err, "%s", g->path);
	if (!ok)
		unlink(g->part);
	free(g->part);
	return ok;
}

static bool
put(struct goal *g, const struct str *text, struct err *err)
{
	return fwrite(text->s, 1, text->len, g->to) == text->len ||
	       err_errno(err, "%s", g->path);
}

/* --- what is wanted ------------------------------------------------------------------ */

enum format { FORMAT_LINES, FORMAT_CSV, FORMAT_ICS, FORMATS };

static const char *const formats[FORMATS] = {"jsonl", "csv", "ics"};

struct wish {
	enum format format;
	const char *path;
	int32_t from, to;
	int first, last, every; /* breaks: minutes of the day; every 0: none */
	unsigned weekdays;
};

struct writing {
	const struct wish *wish;
	struct goal goal;
	struct library *lib;
	struct session_rows rows;
	int64_t wall_ms;
	size_t sessions, running;
	bool ok;
	struct err *err;
};

/* --- JSON lines: everything ---------------------------------------------------------- */

static bool
put_answers(struct writing *w, struct history *h)
{
	struct answer_record *answers;
	size_t n;
	bool ok =
	    history_answers(h, w->wish->from, w->wish->to, &answers, &n, w->err);

	for (size_t i = 0; ok && i < n; i++)
		ok = line_print_answer(w->goal.to, &answers[i], w->err);
	free(answers);
	return ok;
}

static bool
put_plans(struct writing *w, struct history *h)
{
	struct plan_record *plans;
	size_t n;
	bool ok = history_plans(h, &plans, &n, w->err);

	for (size_t i = 0; i < n; i++) {
		ok = ok && line_print_plan(w->goal.to, &plans[i], w->err);
		plan_record_fini(&plans[i]);
	}
	free(plans);
	return ok;
}

static bool
put_gone(struct writing *w, struct history *h)
{
	struct gone_record *gone;
	size_t n;
	bool ok = history_gone(h, &gone, &n, w->err);

	for (size_t i = 0; ok && i < n; i++)
		ok = line_print_gone(w->goal.to, &gone[i], w->err);
	free(gone);
	return ok;
}

static bool
put_rules(struct writing *w, struct history *h)
{
	struct streak_rules *rules;
	size_t n;
	bool ok = history_rules(h, &rules, &n, w->err);

	for (size_t i = 0; ok && i < n; i++)
		ok = line_print_rules(w->goal.to, &rules[i], w->err);
	free(rules);
	return ok;
}

static bool
put_pauses(struct writing *w, struct history *h)
{
	struct pause *pauses;
	size_t n;
	bool ok =
	    history_pauses(h, w->wish->from, w->wish->to, &pauses, &n, w->err);

	for (size_t i = 0; ok && i < n; i++)
		ok = line_print_pause(w->goal.to, &pauses[i], w->err);
	free(pauses);
	return ok;
}

static bool
put_line(const struct session_record *r, void *arg)
{
	struct writing *w = arg;

	if (r->state == STATE_RUNNING) {
		w->running++;
		return true;
	}
	w->sessions++;
	w->ok = line_print_session(w->goal.to, r, w->err);
	return w->ok;
}

static bool
write_lines(struct writing *w, struct history *h)
{
	return line_print_head(w->goal.to, PACKAGE_STRING, w->wall_ms, w->err) &&
	       (!h || (history_each_in(
			   h, w->wish->from, w->wish->to, put_line, w, w->err) &&
			  w->ok && put_answers(w, h) && put_plans(w, h) &&
			  put_rules(w, h) && put_pauses(w, h) && put_gone(w, h)));
}

/* --- CSV: sessions -------------------------------------------------------------------- */

static bool
put_row(const struct session_record *r, void *arg)
{
	struct writing *w = arg;
	struct str row = {0};

	if (r->state == STATE_RUNNING) {
		w->running++;
		return true;
	}
	w->sessions++;
	session_rows_add(&w->rows, r, &row);
	w->ok = put(&w->goal, &row, w->err);
	str_fini(&row);
	return w->ok;
}

/* Columns for the regions that were ever rated. */
static bool
find_regions(struct writing *w, struct history *h)
{
	struct score_row *scores;
	size_t n;

	if (!history_scores(h, w->wish->from, w->wish->to, &scores, &n, w->err))
		return false;
	for (size_t i = 0; i < n; i++)
		if (scores[i].rating.topic < TOPIC_PAIN)
			w->rows.regions |= BIT_OF(scores[i].rating.topic);
	free(scores);
	return true;
}

static bool
write_csv(struct writing *w, struct history *h)
{
	struct str head = {0};
	bool ok;

	w->rows = (struct session_rows){.share = BIT_OF(SHARES) - 1};
	if (h && !find_regions(w, h))
		return false;
	session_rows_head(&w->rows, &head);
	ok = put(&w->goal, &head, w->err);
	str_fini(&head);
	return ok && (!h || (history_each_in(h, w->wish->from, w->wish->to, put_row,
				 w, w->err) &&
				w->ok));
}

/* --- iCalendar: sessions and breaks ------------------------------------------------------ */

static void
about(const struct session_record *r, struct str *out)
{
	str_addf(out, "%s, %lld:%02lld of %lld:%02lld",
	    words_name(&words_state, (int)r->state),
	    (long long)(r->active_ms / 60000),
	    (long long)(r->active_ms / 1000 % 60),
	    (long long)(r->planned_ms / 60000),
	    (long long)(r->planned_ms / 1000 % 60));
}

static bool
put_event(const struct session_record *r, void *arg)
{
	struct writing *w = arg;
	const struct routine *routine = library_routine(w->lib, r->routine, NULL);
	struct str text = {0}, said = {0};

	if (r->state == STATE_RUNNING || r->state == STATE_SKIPPED) {
		w->running += r->state == STATE_RUNNING;
		return true;
	}
	w->sessions++;
	about(r, &said);
	ics_event(&text,
	    &(struct ics_event){r->id, r->rev, r->started_ms, r->active_ms,
		routine ? routine->title : r->routine, said.s},
	    w->wall_ms);
	w->ok = put(&w->goal, &text, w->err);
	str_fini(&text);
	str_fini(&said);
	return w->ok;
}

/* What is begun without asking for anything. */
#define BREAK_ROUTINE "hourly-one-minute"
#define BREAK_TITLE   "Stand up and move: uncoil start " BREAK_ROUTINE
#define BREAK_MINUTES 2

static void
add_breaks(const struct wish *wish, int32_t today, int64_t wall_ms, struct str *out)
{
	for (int at = wish->first; wish->every && at <= wish->last;
	     at += wish->every)
		ics_break(out,
		    &(struct ics_break){.minute = at,
			.minutes = BREAK_MINUTES,
			.weekdays = wish->weekdays,
			.from = today,
			.title = BREAK_TITLE},
		    wall_ms);
}

static bool
write_ics(struct writing *w, struct history *h, int32_t today)
{
	struct str text = {0};
	bool ok;

	ics_begin(&text, PACKAGE_STRING);
	add_breaks(w->wish, today, w->wall_ms, &text);
	ok = put(&w->goal, &text, w->err) &&
	     (!h || (history_each_in(
			 h, w->wish->from, w->wish->to, put_event, w, w->err) &&
			w->ok));
	str_clear(&text);
	ics_end(&text);
	ok = ok && put(&w->goal, &text, w->err);
	str_fini(&text);
	return ok;
}

/* --- the command ------------------------------------------------------------------------- */

static bool
write_all(struct writing *w, struct history *h, int32_t today)
{
	switch (w->wish->format) {
	case FORMAT_LINES:
		return write_lines(w, h);
	case FORMAT_CSV:
		return write_csv(w, h);
	default:
		return write_ics(w, h, today);
	}
}

/* What was written, to whoever does not read it itself. */
static void
tell(const struct writing *w)
{
	if (w->goal.part)
		fprintf(stderr, "%zu session%s written\n", w->sessions,
		    w->sessions == 1 ? "" : "s");
	if (w->running)
		fprintf(stderr,
		    "uncoil: %zu that still run%s left out: export again "
		    "afterwards\n",
		    w->running, w->running == 1 ? "s is" : " are");
}

static bool
export_to(const struct own *own, const struct wish *wish, const struct cmd *cmd,
    int32_t today, struct err *err)
{
	struct writing w = {.wish = wish,
	    .lib = own->library,
	    .wall_ms = cmd->wall_ms,
	    .ok = true,
	    .err = err};
	struct history *h;
	bool ok;

	err->text[0] = '\0';
	h = own->db ? history_open_read(own->db, err) : NULL;
	if (*err->text || !goal_open(&w.goal, wish->path, err)) {
		history_close(h);
		return false;
	}
	ok = write_all(&w, h, today);
	history_close(h);
	if (ok)
		tell(&w);
	return goal_close(&w.goal, ok, err);
}

/* --- what is asked for --------------------------------------------------------------------- */

static bool
read_day(const struct cmd *cmd, const char *name, int32_t *day)
{
	const char *given = cmd_option(cmd, name);

	if (!given || civil_parse(given, day))
		return true;
	cmd_usage(cmd, "--%s is a day such as 2026-03-02, not %.40s", name, given);
	return false;
}

static int
format_of(const char *name)
{
	for (int i = 0; i < FORMATS; i++)
		if (strcmp(name, formats[i]) == 0)
			return i;
	return -1;
}

/* As it is named, else by the end of the file's name, else JSON lines. */
static bool
read_format(const struct cmd *cmd, struct wish *wish)
{
	const char *named = cmd_option(cmd, "format"),
		   *dot = strrchr(wish->path, '.');
	int format = named ? format_of(named) : dot ? format_of(dot + 1) : -1;

	if (named && format < 0) {
		cmd_usage(cmd, "--format %s: jsonl, csv or ics is expected", named);
		return false;
	}
	wish->format = format < 0 ? FORMAT_LINES : (enum format)format;
	return true;
}

static int
minute_of(const char *s)
{
	long h, m;

	if (strlen(s) < 5 || strspn(s, "0123456789") != 2 || s[2] != ':' ||
	    strspn(s + 3, "0123456789") != 2)
		return -1;
	h = (s[0] - '0') * 10 + s[1] - '0';
	m = (s[3] - '0') * 10 + s[4] - '0';
	return h < 24 && m < 60 ? (int)(h * 60 + m) : -1;
}

static bool
read_weekdays(const struct cmd *cmd, unsigned *weekdays)
{
	static const char *const names[] = {
	    "mon", "tue", "wed", "thu", "fri", "sat", "sun"};
	static const struct words words = {"day", names, ARRAY_LEN(names)};
	uint64_t bits = 0x1f; /* Monday to Friday */

	if (!cmd_words_option(cmd, "on", &words, &bits))
		return false;
	*weekdays = (unsigned)bits;
	return true;
}

/* --breaks 09:00-17:00 --every 50 --on mon,tue */
static bool
read_breaks(const struct cmd *cmd, struct wish *wish)
{
	const char *hours = cmd_option(cmd, "breaks");
	long long every = 50; /* domain.md 2: 5-10 min after 50-60 min */

	if (!cmd_int_option(cmd, "every", 15, 240, &every) ||
	    !read_weekdays(cmd, &wish->weekdays))
		return false;
	if (!hours)
		return (!cmd_option(cmd, "every") && !cmd_option(cmd, "on")) ||
		       !cmd_usage(cmd, "--every and --on are for --breaks");
	if (wish->format != FORMAT_ICS)
		return !cmd_usage(cmd, "breaks are for a calendar: -o FILE.ics");
	if (strlen(hours) == 11 && hours[5] == '-') {
		wish->first = minute_of(hours);
		wish->last = minute_of(hours + 6);
	}
	wish->every = (int)every;
	return (strlen(hours) == 11 && wish->first >= 0 &&
		   wish->first <= wish->last) ||
	       !cmd_usage(cmd, "--breaks %s: 09:00-17:00 is expected", hours);
}

static bool
read_wish(const struct cmd *cmd, struct wish *wish)
{
	*wish = (struct wish){.path = cmd_option(cmd, "output"),
	    .from = 0,
	    .to = civil_from(9999, 12, 31)};
	if (!wish->path)
		wish->path = "-";
	return read_day(cmd, "from", &wish->from) &&
	       read_day(cmd, "to", &wish->to) && read_format(cmd, wish) &&
	       read_breaks(cmd, wish);
}

int
cmd_export(struct cmd *cmd)
{
	struct instant now = {
	    .wall_ms = cmd->wall_ms, .offset_min = cmd->offset_min};
	struct wish wish;
	struct own own;
	struct err err;
	bool ok;

	if (!read_wish(cmd, &wish))
		return CMD_USAGE;
	own_init(&own);
	ok = export_to(&own, &wish, cmd, own_today(&own, &now), &err);
	own_fini(&own);
	return ok ? CMD_OK : cmd_fail(&err);
}
