#include "base/civil.h"
#include "base/mem.h"
#include "cmd/cmd.h"
#include "cmd/own.h"
#include "cmd/stats_told.h"
#include "report/page.h"
#include "report/sessions.h"

#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Half a year, 28 days a row, is what fits a sheet. */
#define WEEKS_MAX  26
#define WEEKS_HERE 4

struct wish {
	int weeks;
	uint64_t share;
	const char *page, *csv, *name;
};

/* How often a movement was done and skipped in the period. */
struct tally {
	char exercise[ID_MAX + 1];
	int done, skipped;
	int why[WHYS]; /* of those that were skipped, where somebody said so */
};

/* What is read of the history for a report. */
struct reading {
	const struct wish *wish;
	int32_t from, to;
	struct tally *tallies;
	size_t n;
	struct session_rows rows;
	struct str csv;
	struct report_note *notes; /* newest first */
	char **texts;              /* theirs */
	size_t n_notes;
};

/* --- reading ------------------------------------------------------------------------ */

static struct tally *
tally_of(struct reading *r, const char *exercise)
{
	for (size_t i = 0; i < r->n; i++)
		if (strcmp(r->tallies[i].exercise, exercise) == 0)
			return &r->tallies[i];
	r->tallies = mem_resize(r->tallies, r->n + 1, sizeof(*r->tallies));
	r->tallies[r->n] = (struct tally){0};
	snprintf(r->tallies[r->n].exercise, ID_MAX + 1, "%s", exercise);
	return &r->tallies[r->n++];
}

/* The second side of a movement is the same time. */
static void
count_steps(struct reading *r, const struct session_record *s)
{
	for (size_t i = 0; i < s->n_steps; i++) {
		const struct step_record *step = &s->steps[i];
		struct tally *t;

		if (i > 0 && strcmp(step[-1].exercise, step->exercise) == 0 &&
		    step[-1].outcome == step->outcome)
			continue;
		t = tally_of(r, step->exercise);
		t->done += step->outcome == OUTCOME_DONE;
		t->skipped += step->outcome == OUTCOME_SKIPPED;
		if (step->outcome == OUTCOME_SKIPPED && (unsigned)step->why < WHYS)
			t->why[step->why]++;
	}
}

static void
take_note(struct reading *r, const struct session_record *s)
{
	if (!*s->note)
		return;
	if (r->n_notes % 64 == 0) {
		r->notes = mem_resize(r->notes, r->n_notes + 64, sizeof(*r->notes));
		r->texts = mem_resize(r->texts, r->n_notes + 64, sizeof(*r->texts));
	}
	r->texts[r->n_notes] = mem_strdup(s->note);
	r->notes[r->n_notes] = (struct report_note){s->day, r->texts[r->n_notes]};
	r->n_notes++;
}

/* Newest first. */
static bool
read_one(const struct session_record *s, void *arg)
{
	struct reading *r = arg;

	if (s->day < r->from)
		return false;
	if (s->day > r->to || s->state == STATE_RUNNING)
		return true;
	count_steps(r, s);
	take_note(r, s);
	session_rows_add(&r->rows, s, &r->csv);
	return true;
}

static uint64_t
rated_regions(const struct period *p)
{
	uint64_t bits = 0;

	for (int i = 0; i < DOSE_REGIONS; i++)
		if (p->region[i].n > 0)
			bits |= BIT_OF(i);
	return bits;
}

static bool
read_sessions(const struct own *own, const struct period *period, struct reading *r,
    struct err *err)
{
	struct history *h;
	bool ok;

	err->text[0] = '\0';
	r->rows.share = r->wish->share;
	r->rows.regions = rated_regions(period);
	session_rows_head(&r->rows, &r->csv);
	h = own->db ? history_open_read(own->db, err) : NULL;
	ok = h ? history_each(h, 0, read_one, r, err) : !*err->text;
	history_close(h);
	return ok;
}

static void
reading_fini(struct reading *r)
{
	for (size_t i = 0; i < r->n_notes; i++)
		free(r->texts[i]);
	free(r->notes);
	free(r->texts);
	free(r->tallies);
	str_fini(&r->csv);
}

/* --- what the page wants of it --------------------------------------------------------- */

/* A day on which nothing was held, as the streak sees it. */
static enum chart_day
empty_day(char mark)
{
	switch (mark) {
	case 'm':
		return CHART_MISSED;
	case 'r':
	case 'p':
	case 'f':
		return CHART_REST;
	}
	return CHART_BLANK;
}

/* One session of a goal of two is a part of it. */
static enum chart_day
day_of(const struct day_total *total, char mark)
{
	if (mark == 'd' || (total->done > 0 && mark != 'm'))
		return CHART_DONE;
	return total->active_ms > 0 || total->done > 0 ? CHART_PARTIAL
						       : empty_day(mark);
}

/* streak NULL: it is not told, nor is what only it knows. */
static enum chart_day *
days_of(const struct period *p, const struct streak *streak)
{
	size_t n = (size_t)(p->to - p->from) + 1, at = 0;
	enum chart_day *days = mem_new(n, sizeof(*days));

	for (size_t i = 0; i < n; i++) {
		struct day_total total = {.day = p->from + (int32_t)i};

		if (at < p->n_days && p->days[at].day == total.day)
			total = p->days[at++];
		days[i] =
		    day_of(&total, streak ? streak_mark(streak, total.day) : '-');
	}
	return days;
}

static const char *
name_of(void *arg, const char *id)
{
	const struct exercise *e = library_exercise(arg, id, NULL);

	return e ? e->name : id;
}

static int
by_times(const void *a, const void *b)
{
	const struct report_use *x = a, *y = b;

	return x->times != y->times ? y->times - x->times
				    : strcmp(x->name, y->name);
}

/* The movements with the most; the caller frees them. */
static struct report_use *
most_of(const struct reading *r, struct library *lib, bool skipped, size_t *n)
{
	struct report_use *uses = mem_new(r->n + 1, sizeof(*uses));

	*n = 0;
	for (size_t i = 0; i < r->n; i++) {
		const struct tally *t = &r->tallies[i];
		int times = skipped ? t->skipped : t->done;

		if (times > 0)
			uses[(*n)++] =
			    (struct report_use){name_of(lib, t->exercise), times,
				skipped ? t->why : NULL};
	}
	qsort(uses, *n, sizeof(*uses), by_times);
	return uses;
}

/* --- writing -------------------------------------------------------------------------- */

/* "-" is standard output.  What is told of a person is theirs to read alone. */
static bool
write_to(const char *path, const struct str *text, struct err *err)
{
	if (strcmp(path, "-") != 0)
		return ini_replace(path, text->s, text->len, 0600, err);
	if (fwrite(text->s, 1, text->len, stdout) == text->len)
		return true;
	return err_errno(err, "cannot write");
}

static void
make_page(const struct own *own, const struct wish *wish, int32_t today,
    const struct stats_told *told, const struct reading *r, struct str *out)
{
	struct streak streak;
	enum chart_day *days;
	struct report report = {.share = wish->share,
	    .made = today,
	    .program = PACKAGE_STRING,
	    .name = wish->name,
	    .period = &told->period,
	    .exercise_name = name_of,
	    .arg = own->library};
	struct report_use *used = most_of(r, own->library, false, &report.n_used),
			  *skipped =
			      most_of(r, own->library, true, &report.n_skipped);

	own_streak(own, today, &streak);
	days = days_of(
	    &told->period, wish->share & BIT_OF(SHARE_STREAK) ? &streak : NULL);
	report.days = days;
	report.streak = streak.current;
	report.longest = streak.longest;
	report.notes = r->notes;
	report.n_notes = r->n_notes;
	report.used = used;
	report.skipped = skipped;
	report_page(&report, out);
	free(used);
	free(skipped);
	free(days);
}

static bool
make(const struct own *own, const struct wish *wish, int32_t today, struct err *err)
{
	struct reading r = {
	    .wish = wish, .from = today - 7 * wish->weeks + 1, .to = today};
	struct stats_told told;
	struct str page = {0};
	bool ok = stats_tell(own->db, own->library, r.from, r.to, &told, err) &&
		  read_sessions(own, &told.period, &r, err);

	if (ok && wish->page) {
		make_page(own, wish, today, &told, &r, &page);
		ok = write_to(wish->page, &page, err);
	}
	if (ok && wish->csv)
		ok = write_to(wish->csv, &r.csv, err);
	stats_told_fini(&told);
	reading_fini(&r);
	str_fini(&page);
	return ok;
}

/* --- the command ------------------------------------------------------------------------ */

/* Everything, but what is written to be read by oneself; that must be asked for. */
static bool
read_share(const struct cmd *cmd, uint64_t *share)
{
	const char *list = cmd_option(cmd, "share");
	struct err err;

	*share = (BIT_OF(SHARES) - 1) & ~BIT_OF(SHARE_NOTES);
	if (list && !share_parse(list, share, &err)) {
		cmd_usage(cmd, "--share: %s", err.text);
		return false;
	}
	if (cmd_option(cmd, "notes"))
		*share |= BIT_OF(SHARE_NOTES);
	return true;
}

static bool
read_wish(const struct cmd *cmd, struct wish *wish)
{
	long long weeks = WEEKS_HERE;

	*wish = (struct wish){.page = cmd_option(cmd, "output"),
	    .csv = cmd_option(cmd, "csv"),
	    .name = cmd_option(cmd, "name")};
	if (!cmd_int_option(cmd, "weeks", 1, WEEKS_MAX, &weeks) ||
	    !read_share(cmd, &wish->share))
		return false;
	wish->weeks = (int)weeks;
	if (wish->page || wish->csv)
		return true;
	cmd_usage(cmd, "where to? -o FILE.html, --csv FILE, or both");
	return false;
}

int
cmd_report(struct cmd *cmd)
{
	struct instant now = {
	    .wall_ms = cmd->wall_ms, .offset_min = cmd->offset_min};
	struct wish wish;
	struct err err;
	struct own own;
	bool ok;

	if (!read_wish(cmd, &wish))
		return CMD_USAGE;
	own_init(&own);
	ok = make(&own, &wish, own_today(&own, &now), &err);
	own_fini(&own);
	return ok ? CMD_OK : cmd_fail(&err);
}
