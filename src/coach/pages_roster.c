#include "coach/pages.h"

#include "base/civil.h"
#include "base/mem.h"
#include "coach/attention.h"
#include "coach/page.h"
#include "report/chart.h"
#include "sync/share.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STRIP_DAYS 14

/* One line of the roster, made; its place is by rank, then as they came: by name. */
struct line {
	int rank; /* enum attention, ATTENTIONS: doing fine, more: ended */
	size_t at;
	struct str html;
};

struct roster {
	struct call *call;
	struct store *store;
	int32_t today;
	char (*ids)[UUID_LEN];
	struct line *lines;
	size_t n, room;
};

/* --- a line ----------------------------------------------------------------- */

static int
rank_of(const struct casefile *file, const struct attention_found *found)
{
	if (file->ended)
		return ATTENTIONS + 1;
	for (int i = 0; i < ATTENTIONS; i++)
		if (found->bits >> i & 1)
			return i;
	return ATTENTIONS;
}

static void
add_who(struct str *out, const struct casefile *file,
    const struct attention_found *found)
{
	char ago[PAGE_DAY];
	int32_t day;

	html_addf(out,
	    "<td role=\"cell\" class=\"client\"><a href=\"/clients/%s\">%s</a> ",
	    file->id, file->alias);
	if (civil_parse(file->last_day, &day))
		html_addf(out, "<span class=\"faint\">last data %s</span>",
		    page_ago(day, file->today, ago));
	else
		str_add(out, "<span class=\"faint\">no data yet</span>");
	page_reasons(out, found);
	str_add(out, "</td>");
}

static void
add_plan(struct str *out, const struct casefile *file)
{
	const struct casefile_plan *plan = casefile_plan(file);

	str_add(out,
	    "<td role=\"cell\" class=\"plan\"><span class=\"label\">Plan</span> ");
	if (plan)
		html_addf(out, "%d a day, %s <span class=\"faint\">%s</span>",
		    plan->per_day, page_days(plan->days_mask),
		    strcmp(plan->state, "accepted") == 0 ? "" : plan->state);
	else
		str_add(out, "<span class=\"faint\">none</span>");
	str_add(out, "</td>");
}

static void
add_sum(struct str *out, const struct casefile *file, int days)
{
	struct casefile_sum sum =
	    casefile_sum(file, file->today - days + 1, file->today);

	html_addf(out,
	    "<td role=\"cell\" class=\"n\"><span class=\"label\">%d "
	    "days</span> ",
	    days);
	if (sum.planned)
		html_addf(out, "%d of %d", sum.done, sum.planned);
	else
		str_add(out, "<span class=\"faint\">-</span>");
	str_add(out, "</td>");
}

static void
add_strip(struct str *out, const struct casefile *file)
{
	enum chart_day days[STRIP_DAYS];
	int32_t first = file->today - STRIP_DAYS + 1;
	int n[CHART_REST + 1] = {0};
	char title[128];

	for (int i = 0; i < STRIP_DAYS; i++)
		n[days[i] = page_chart_day(file, first + i)]++;
	snprintf(title, sizeof(title),
	    "last %d days: done on %d, partly on %d, planned and not done on %d",
	    STRIP_DAYS, n[CHART_DONE], n[CHART_PARTIAL], n[CHART_MISSED]);
	str_add(out, "<td role=\"cell\" class=\"days\">");
	chart_strip(out, title, first, days, STRIP_DAYS);
	str_add(out, "</td>");
}

/* Doubled median of the tension before sessions of some days; -1 for none. */
static int
tension2(const struct casefile *file, int32_t from, int32_t to)
{
	int *values = mem_new(file->n_sessions + 1, sizeof(*values)), median;
	size_t n = 0;

	for (size_t i = 0; i < file->n_sessions; i++) {
		const struct casefile_session *s = &file->sessions[i];

		if (s->before >= 0 && s->day >= from && s->day <= to)
			values[n++] = (int)s->before;
	}
	median = casefile_median2(values, n);
	free(values);
	return median;
}

static void
add_tension(struct str *out, const struct casefile *file)
{
	int was = tension2(file, file->today - 27, file->today - 14);
	int is = tension2(file, file->today - 13, file->today + 1);

	str_add(out, "<td role=\"cell\" class=\"n\"><span class=\"label\">Tension"
		     "</span> ");
	if (!(file->share & WIRE_TENSION)) {
		str_add(out, "<span class=\"faint\">not shared</span></td>");
		return;
	}
	page_half(out, was);
	if (was >= 0 || is >= 0) {
		str_add(out, " to ");
		page_half(out, is);
	}
	str_add(out, "</td>");
}

static void
add_line(struct roster *r, const char *id)
{
	struct line *line = &r->lines[r->n];
	struct attention_found found;
	struct casefile file;

	if (coach_casefile(r->store, r->call->web.coach_no, id, r->today, &file)) {
		*line = (struct line){.at = r->n++};
		attention(&file, &found);
		line->rank = rank_of(&file, &found);
		str_add(&line->html, "<tr role=\"row\">");
		add_who(&line->html, &file, &found);
		add_plan(&line->html, &file);
		add_sum(&line->html, &file, 7);
		add_sum(&line->html, &file, 28);
		add_strip(&line->html, &file);
		add_tension(&line->html, &file);
		str_add(&line->html, "</tr>\n");
	}
	casefile_fini(&file);
}

/* --- the page --------------------------------------------------------------- */

static void
on_client(void *arg, const char *client_id)
{
	struct roster *r = arg;

	if (r->n == r->room) {
		r->room = r->room ? 2 * r->room : 16;
		r->ids = mem_resize(r->ids, r->room, sizeof(*r->ids));
	}
	snprintf(r->ids[r->n++], UUID_LEN, "%s", client_id);
}

static void
gather(struct roster *r)
{
	size_t n;

	coach_clients(r->store, r->call->web.coach_no, on_client, r);
	n = r->n;
	r->n = 0;
	r->lines = mem_new(n + 1, sizeof(*r->lines));
	for (size_t i = 0; i < n; i++)
		add_line(r, r->ids[i]);
}

static int
by_rank(const void *a, const void *b)
{
	const struct line *x = a, *y = b;

	return x->rank != y->rank ? x->rank - y->rank
				  : (x->at > y->at) - (x->at < y->at);
}

static const char head[] =
    "<thead role=\"rowgroup\"><tr role=\"row\">"
    "<th role=\"columnheader\" scope=\"col\" class=\"client\">Client</th>"
    "<th role=\"columnheader\" scope=\"col\">Plan</th>"
    "<th role=\"columnheader\" scope=\"col\" class=\"n\">7 days</th>"
    "<th role=\"columnheader\" scope=\"col\" class=\"n\">28 days</th>"
    "<th role=\"columnheader\" scope=\"col\" class=\"days\">Last 14 days</th>"
    "<th role=\"columnheader\" scope=\"col\" class=\"n\">Tension</th>"
    "</tr></thead>\n";

/* Those of the lines whose rank is low to high, as a table under a heading. */
static void
add_table(struct roster *r, const char *title, const char *class, int low, int high)
{
	struct str *out = &r->call->answer;
	size_t n = 0;

	for (size_t i = 0; i < r->n; i++)
		n += r->lines[i].rank >= low && r->lines[i].rank <= high;
	if (n == 0)
		return;
	html_addf(out,
	    "<section class=\"card %s\"><h2>%s <span "
	    "class=\"count\">%zu</span></h2>"
	    "\n<table role=\"table\" class=\"roster\">",
	    class, title, n);
	str_add(out, head);
	str_add(out, "<tbody role=\"rowgroup\">\n");
	for (size_t i = 0; i < r->n; i++)
		if (r->lines[i].rank >= low && r->lines[i].rank <= high)
			str_add(out, r->lines[i].html.s);
	str_add(out, "</tbody></table></section>\n");
}

static void
add_nobody(struct roster *r)
{
	struct str *out = &r->call->answer;

	str_add(out, "<section class=\"card narrow\"><h2>Nobody yet</h2>\n");
	if (r->call->web.employer)
		str_add(out, "<p>An account of an employer sees no person.</p>");
	else
		str_add(out, "<p>Whoever runs this server makes a code with "
			     "<code>uncoil-coach invite NAME</code>. A client who "
			     "joins with "
			     "it stands here.</p>");
	str_add(out, "</section>\n");
}

static void
add_all(struct roster *r)
{
	char day[PAGE_DAY];

	html_addf(&r->call->answer,
	    "<div class=\"title\"><h1>Clients</h1><p "
	    "class=\"faint\">%s</p></div>\n",
	    page_day(r->today, day));
	if (r->n == 0)
		add_nobody(r);
	add_table(r, "Need a look", "look", 0, ATTENTIONS - 1);
	add_table(r, "Doing fine", "fine", ATTENTIONS, ATTENTIONS);
	add_table(r, "No longer sharing", "over", ATTENTIONS + 1, ATTENTIONS + 1);
	if (r->n > 0)
		str_add(&r->call->answer,
		    "<p class=\"faint foot\">7 and 28 days: sessions done of those "
		    "planned since the plan was accepted. Tension: median before "
		    "sessions, of the two weeks before and the last two, 0 to 10."
		    "</p>\n");
}

void
pages_roster(struct call *call, struct store *store)
{
	struct roster r = {
	    .call = call, .store = store, .today = civil_day(call->now_ms, 0, 0)};

	gather(&r);
	qsort(r.lines, r.n, sizeof(*r.lines), by_rank);
	page_begin(call, store, "Clients");
	add_all(&r);
	page_end(call, 200);
	for (size_t i = 0; i < r.n; i++)
		str_fini(&r.lines[i].html);
	free(r.lines);
	free(r.ids);
}
