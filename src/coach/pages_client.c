#include "coach/pages.h"

#include "base/civil.h"
#include "base/mem.h"
#include "coach/attention.h"
#include "coach/page.h"
#include "history/words.h"
#include "report/chart.h"
#include "sync/item.h"
#include "sync/share.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STRIP_DAYS  28
#define PLOT_DAYS   56 /* eight weeks of scores */
#define NOTES       5
#define STEPS_SHOWN 8
#define FLAGS_SHOWN 5

/* A change of less than 2 points of 10 may be noise in one person. */
#define NOISE 2

/* --- who, and what they share ----------------------------------------------- */

static void
add_shares(struct str *out, const char *word, int mask)
{
	const char *comma = "";

	html_addf(out, "%s ", word);
	for (int bit = 0; bit < WIRE_SHARES; bit++) {
		if (!(mask >> bit & 1))
			continue;
		html_addf(out, "%s%s", comma, wire_share_name(bit));
		comma = ", ";
	}
	if (!*comma)
		str_add(out, "nothing");
}

static void
add_who(struct str *out, const struct casefile *file)
{
	char since[PAGE_DAY], seen[PAGE_DAY];

	html_addf(out, "<div class=\"title\"><h1>%s</h1>\n<p class=\"faint\">",
	    file->alias);
	html_addf(out, "Joined %s. ", page_day(file->linked, since));
	if (file->ended)
		str_add(out, "No longer sharing. ");
	else if (file->seen != CIVIL_NONE)
		html_addf(out, "Last heard from %s. ",
		    page_ago(file->seen, file->today, seen));
	add_shares(out, "Shares", file->share);
	add_shares(out, "; not", WIRE_SHARE_ALL & ~file->share);
	str_add(out, ".</p></div>\n");
}

static void
add_attention(struct str *out, const struct casefile *file)
{
	struct attention_found found;

	attention(file, &found);
	if (!found.bits)
		return;
	str_add(out, "<section class=\"card look wide\"><h2>Need a look</h2>");
	page_reasons(out, &found);
	str_add(out, "</section>\n");
}

/* --- the plan, and what became of it ---------------------------------------- */

static void
add_plan(struct str *out, const struct casefile *file)
{
	const struct casefile_plan *plan = casefile_plan(file);
	char since[PAGE_DAY], from[PAGE_DAY], to[PAGE_DAY];

	if (!plan) {
		str_add(out, "<p>No plan was sent. "
			     "<span class=\"faint\">uncoil-coach plan send</span>"
			     "</p>\n");
		return;
	}
	html_addf(out, "<p><strong>%s</strong> version %ld, %s %s.<br>",
	    plan->title, (long)plan->version, plan->state,
	    page_day(
		plan->agreed == CIVIL_NONE ? plan->since : plan->agreed, since));
	html_addf(out, "%d a day, %s, from %s", plan->per_day,
	    page_days(plan->days_mask), page_day(plan->from, from));
	if (plan->to != CIVIL_NONE)
		html_addf(out, " to %s", page_day(plan->to, to));
	str_add(out, ".</p>\n");
}

static void
add_week(struct str *out, const struct casefile *file, int32_t monday)
{
	struct casefile_sum sum = casefile_sum(file, monday, monday + 6);
	char day[PAGE_DAY];
	int done = 0, partial = 0;

	for (int32_t d = monday; d < monday + 7; d++) {
		const struct casefile_day *on = casefile_on(file, d);

		done += on ? on->done : 0;
		partial += on ? on->partial : 0;
	}
	html_addf(out,
	    "<tr><th scope=\"row\">%s</th><td class=\"n\">%d</td>"
	    "<td class=\"n\">%d</td><td class=\"n\">",
	    page_day(monday, day), done, partial);
	if (sum.planned)
		html_addf(out, "%d of %d", sum.done, sum.planned);
	else
		str_add(out, "-");
	str_add(out, "</td></tr>\n");
}

static void
add_weeks(struct str *out, const struct casefile *file)
{
	int32_t monday = file->today - civil_weekday(file->today);

	str_add(out,
	    "<table><caption>Raw numbers, by week</caption><thead><tr>"
	    "<th scope=\"col\">Week of</th><th scope=\"col\" class=\"n\">Done</th>"
	    "<th scope=\"col\" class=\"n\">Partly</th>"
	    "<th scope=\"col\" class=\"n\">Of those "
	    "planned</th></tr></thead><tbody>"
	    "\n");
	for (int i = 3; i >= 0; i--)
		add_week(out, file, monday - 7 * i);
	str_add(out, "</tbody></table>\n");
}

static void
add_strip(struct str *out, const struct casefile *file)
{
	enum chart_day days[STRIP_DAYS];
	int32_t first = file->today - civil_weekday(file->today) - (STRIP_DAYS - 7);
	size_t n = (size_t)(file->today - first + 1);
	int count[CHART_REST + 1] = {0};
	char title[128];

	for (size_t i = 0; i < n; i++)
		count[days[i] = page_chart_day(file, first + (int32_t)i)]++;
	snprintf(title, sizeof(title),
	    "last four weeks, Monday first: done on %d days, partly on %d, planned "
	    "and not done on %d",
	    count[CHART_DONE], count[CHART_PARTIAL], count[CHART_MISSED]);
	str_add(out, "<figure>");
	chart_strip(out, title, first, days, n);
	str_add(out,
	    "<figcaption>Four weeks, from Monday on. Filled: done; pale: partly; "
	    "outlined: planned, not done; dot: nothing planned.</figcaption>"
	    "</figure>\n");
}

static void
add_doing(struct str *out, const struct casefile *file)
{
	str_add(out, "<section class=\"card\"><h2>Plan</h2>\n");
	add_plan(out, file);
	add_strip(out, file);
	add_weeks(out, file);
	if (file->streak >= 0)
		html_addf(out,
		    "<p class=\"faint\">Streak, as the client's program counts it: "
		    "%ld days.</p>\n",
		    (long)file->streak);
	str_add(out, "</section>\n");
}

/* --- scores ----------------------------------------------------------------- */

/* What of a session is drawn and summed. */
struct scores {
	struct pair *pairs;
	size_t n;
};

static void
gather(const struct casefile *file, bool pain, struct scores *scores)
{
	scores->pairs = mem_new(file->n_sessions + 1, sizeof(*scores->pairs));
	scores->n = 0;
	for (size_t i = 0; i < file->n_sessions; i++) {
		const struct casefile_session *s = &file->sessions[i];
		int64_t before = pain ? s->pain : s->before;

		if (before < 0 || s->day <= file->today - PLOT_DAYS)
			continue;
		scores->pairs[scores->n++] = (struct pair){.day = s->day,
		    .before = (int8_t)before,
		    .after = pain ? MEASURE_NONE : (int8_t)s->after};
	}
}

/* The doubled median of the scores before, from a day to another; -1: none. */
static int
median_of(const struct scores *scores, int32_t from, int32_t to, size_t *n)
{
	int *values = mem_new(scores->n + 1, sizeof(*values)), median;

	*n = 0;
	for (size_t i = 0; i < scores->n; i++)
		if (scores->pairs[i].day >= from && scores->pairs[i].day <= to)
			values[(*n)++] = scores->pairs[i].before;
	median = casefile_median2(values, *n);
	free(values);
	return median;
}

static void
add_medians(
    struct str *out, const struct casefile *file, const struct scores *scores)
{
	str_add(out, "<p>Median by week, oldest first: ");
	for (int week = 3; week >= 0; week--) {
		int32_t last = file->today - 7 * week + (week == 0);
		size_t n;
		int median2 =
		    median_of(scores, file->today - 7 * week - 6, last, &n);

		str_add(out, "<strong>");
		page_half(out, median2);
		html_addf(out,
		    "</strong>&nbsp;<span class=\"faint\">(%zu)</span>%s", n,
		    week ? ", " : ".");
	}
	str_add(out, "</p>\n");
}

static void
add_plot(struct str *out, const struct casefile *file, const struct scores *scores,
    const char *what)
{
	size_t n;
	int median2 =
	    median_of(scores, file->today - PLOT_DAYS, file->today + 1, &n);
	struct chart_scores c = {.pairs = scores->pairs,
	    .n = scores->n,
	    .from = file->today - PLOT_DAYS + 1,
	    .to = file->today + 1,
	    .low = median2 / 2.0 - NOISE,
	    .high = median2 / 2.0 + NOISE,
	    .most = 10};
	char title[128];

	snprintf(title, sizeof(title), "%s over eight weeks, 0 to 10, %zu sessions",
	    what, scores->n);
	c.title = title;
	str_add(out, "<figure>");
	chart_scores(out, &c);
	str_add(out,
	    "<figcaption>Eight weeks to today. Within the band a change may "
	    "be noise (2 points about the median).</figcaption></figure>\n");
}

static void
add_effect(struct str *out, const struct scores *scores)
{
	struct effect effect;

	measure_effect(scores->pairs, scores->n, &effect);
	if (effect.n == 0)
		return;
	html_addf(out,
	    "<p>In the session: median change <strong>%s%.1f</strong> over %zu "
	    "sessions with both scores. <span class=\"faint\">Immediate and "
	    "self-rated; no sign of progress by itself.</span></p>\n",
	    effect.median < 0   ? "\xe2\x88\x92"
	    : effect.median > 0 ? "+"
				: "",
	    effect.median < 0 ? -effect.median : effect.median, effect.n);
}

static void
add_scores(struct str *out, const struct casefile *file, bool pain)
{
	const char *what = pain ? "Pain" : "Tension before the session";
	struct scores scores;

	html_addf(out, "<section class=\"card\"><h2>%s</h2>\n",
	    pain ? "Pain" : "Tension");
	gather(file, pain, &scores);
	if (!(file->share & (pain ? WIRE_PAIN : WIRE_TENSION))) {
		str_add(out, "<p class=\"faint\">Not shared.</p>\n");
	} else if (scores.n == 0) {
		str_add(out, "<p class=\"faint\">Nothing in eight weeks.</p>\n");
	} else {
		add_plot(out, file, &scores, what);
		add_medians(out, file, &scores);
		add_effect(out, &scores);
	}
	free(scores.pairs);
	str_add(out, "</section>\n");
}

/* --- where it stops, and notes ---------------------------------------------- */

static void
add_stop(struct str *out, const struct attention_stop *stop)
{
	html_addf(out,
	    "<tr><th scope=\"row\">%s</th><td class=\"n\">%d</td><td "
	    "class=\"n\">%d</td><td class=\"n\">%d</td><td "
	    "class=\"n\">%d</td></tr>\n",
	    stop->step, stop->pain, stop->time, stop->unclear,
	    stop->wrong + stop->other);
}

/* As the flags of the client's own report are called. */
static void
add_flags(struct str *out, const struct casefile *file)
{
	struct attention_flag flags[ATTENTION_FLAGS];
	size_t n = attention_flags(file, file->today - 27, file->today + 1, flags);
	char day[PAGE_DAY];

	if (n == 0)
		return;
	str_add(out, "<h3>Something was wrong</h3>\n<ul>\n");
	for (size_t i = 0; i < n && i < FLAGS_SHOWN; i++)
		html_addf(out,
		    "<li>%s: <strong>%s</strong>, %s <span class=\"faint\">F%d"
		    "</span></li>\n",
		    page_day(flags[i].day, day), alarm_said(flags[i].code),
		    flags[i].step, flags[i].code);
	str_add(out, "</ul>\n");
	if (n > FLAGS_SHOWN)
		html_addf(out,
		    "<p class=\"faint\">and %zu more in four weeks</p>\n",
		    n - FLAGS_SHOWN);
}

static void
add_stops(struct str *out, const struct casefile *file)
{
	struct attention_stop stops[ATTENTION_STEPS];
	size_t n = attention_stops(file, file->today - 27, file->today + 1, stops);

	str_add(out, "<section class=\"card\"><h2>Where it stops</h2>\n");
	if (!(file->share & WIRE_STEPS))
		str_add(out, "<p class=\"faint\">Not shared.</p>\n");
	else if (n == 0)
		str_add(out, "<p class=\"faint\">Nothing was stopped early in four "
			     "weeks.</p>\n");
	else
		str_add(out,
		    "<table><caption>Stopped early in four weeks, and "
		    "why</caption><thead><tr><th scope=\"col\">Movement</th>"
		    "<th scope=\"col\" class=\"n\">Pain</th><th scope=\"col\" "
		    "class=\"n\">Time</th><th scope=\"col\" "
		    "class=\"n\">Unclear</th>"
		    "<th scope=\"col\" "
		    "class=\"n\">Other</th></tr></thead><tbody>\n");
	for (size_t i = 0; i < n && i < STEPS_SHOWN; i++)
		add_stop(out, &stops[i]);
	if (n && file->share & WIRE_STEPS)
		str_add(out, "</tbody></table>\n");
	add_flags(out, file);
	str_add(out, "</section>\n");
}

static void
add_score(struct str *out, int64_t score)
{
	if (score < 0)
		str_add(out, "<td class=\"n\">-</td>");
	else
		html_addf(out, "<td class=\"n\">%ld</td>", (long)score);
}

/* Nothing where there is none: few clients' programs ask outside of sessions. */
static void
add_checkins(struct str *out, const struct casefile *file)
{
	char day[PAGE_DAY];

	if (file->n_checkins == 0)
		return;
	str_add(out,
	    "<section class=\"card\"><h2>Check-ins</h2>\n<table><caption>Outside "
	    "of "
	    "sessions, 0 to 10</caption><thead><tr><th scope=\"col\">Day</th>"
	    "<th scope=\"col\" class=\"n\">Tension</th>"
	    "<th scope=\"col\" class=\"n\">Pain</th>"
	    "<th scope=\"col\" class=\"n\">Limits work</th></tr></thead><tbody>\n");
	for (size_t i = 0; i < file->n_checkins; i++) {
		const struct casefile_checkin *c = &file->checkins[i];

		html_addf(
		    out, "<tr><th scope=\"row\">%s</th>", page_day(c->day, day));
		add_score(out, c->tension);
		add_score(out, c->pain);
		add_score(out, c->limit);
		str_add(out, "</tr>\n");
	}
	str_add(out, "</tbody></table></section>\n");
}

static void
add_note(struct str *out, int32_t on, const char *note, int *n)
{
	char day[PAGE_DAY];

	if (!note)
		return;
	if (*n == 0)
		str_add(out, "<dl>");
	if ((*n)++ < NOTES)
		html_addf(out, "<dt>%s</dt><dd>%s</dd>\n", page_day(on, day), note);
}

/* The newest of the sessions and of the check-ins, in the order of their days. */
static void
add_notes(struct str *out, const struct casefile *file)
{
	size_t at = 0;
	int n = 0;

	str_add(out, "<section class=\"card\"><h2>Notes of the client</h2>\n");
	for (size_t i = file->n_sessions; i-- > 0;) {
		const struct casefile_session *s = &file->sessions[i];

		for (; at < file->n_checkins && file->checkins[at].day >= s->day;
		     at++)
			add_note(out, file->checkins[at].day,
			    file->checkins[at].note, &n);
		add_note(out, s->day, s->note, &n);
	}
	for (; at < file->n_checkins; at++)
		add_note(out, file->checkins[at].day, file->checkins[at].note, &n);
	if (n)
		str_add(out, "</dl>");
	else
		html_addf(out, "<p class=\"faint\">%s</p>",
		    file->share & WIRE_NOTES ? "None." : "Not shared.");
	str_add(out, "</section>\n");
}

/* --- to take away, and who looked ------------------------------------------- */

static void
add_look(void *arg, int64_t at_ms, const char *name, const char *action)
{
	struct str *out = arg;
	char day[PAGE_DAY];

	html_addf(out, "<li>%s, %s: %s</li>\n",
	    page_day(civil_day(at_ms, 0, 0), day), name, action);
}

static void
add_end(struct call *call, struct store *store, const struct casefile *file)
{
	struct str *out = &call->answer;

	html_addf(out,
	    "<section class=\"card screen\"><h2>Who looked</h2>\n"
	    "<p class=\"faint\">The client can see this too.</p>\n"
	    "<p><a href=\"/clients/%s/sessions.csv\">Sessions (CSV)</a>, "
	    "<a href=\"/clients/%s/days.csv\">Days (CSV)</a>. "
	    "<span class=\"faint\">Printed, this page is one sheet of A4.</span>"
	    "</p>\n<ul>",
	    file->id, file->id);
	coach_looks(store, call->web.coach_no, file->id, add_look, out);
	str_add(out, "</ul></section>\n");
}

/* --- the page --------------------------------------------------------------- */

static void
add_all(struct call *call, struct store *store, const struct casefile *file)
{
	struct str *out = &call->answer;
	char day[PAGE_DAY];

	str_add(
	    out, "<p class=\"back screen\"><a href=\"/\">All clients</a></p>\n");
	add_who(out, file);
	str_add(out, "<div class=\"cards\">\n");
	add_attention(out, file);
	add_doing(out, file);
	add_scores(out, file, false);
	add_scores(out, file, true);
	add_stops(out, file);
	add_checkins(out, file);
	add_notes(out, file);
	add_end(call, store, file);
	str_add(out, "</div>\n");
	html_addf(out,
	    "<p class=\"faint foot\">As of %s, by the client's own word. "
	    "No diagnosis.</p>\n",
	    page_day(file->today, day));
}

void
pages_client(struct call *call, struct store *store)
{
	int32_t today = civil_day(call->now_ms, 0, 0);
	struct casefile file;

	if (coach_casefile(store, call->web.coach_no, call->param, today, &file)) {
		coach_looked(
		    store, call->web.coach_no, file.id, "viewed", call->now_ms);
		page_begin(call, store, file.alias);
		add_all(call, store, &file);
		page_end(call, 200);
	} else {
		pages_none(call);
	}
	casefile_fini(&file);
}
