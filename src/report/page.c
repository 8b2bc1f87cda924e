#include "report/page.h"

#include "base/civil.h"
#include "base/mem.h"
#include "history/words.h"
#include "report/html.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* The order is that of a page that is read once: what was done, how it was, what
 * to talk about. */
static const char page_css[] =
    "*{box-sizing:border-box}body{font:15px/1.4 system-ui,sans-serif;"
    "color:var(--ink);background:var(--paper);max-width:50rem;margin:0 auto;"
    "padding:1rem}\n"
    "h1{font-size:1.35rem;margin:0}h3{font-size:.95rem;margin:.2rem "
    "0}h2{font-size:1rem;margin:1.1rem 0 .3rem;"
    "border-bottom:1px solid var(--line)}p{margin:.3rem 0}\n"
    ".faint,figcaption{color:var(--faint);font-size:.85em}"
    ".big{font-size:1.05rem}strong.word{white-space:nowrap}\n"
    ".rows{display:grid;grid-template-columns:repeat(auto-fit,minmax(19rem,1fr));"
    "gap:.4rem 1.5rem}figure{margin:0;break-inside:avoid}\n"
    "table{border-collapse:collapse;width:100%;font-size:.93em}"
    "th,td{text-align:left;padding:.1rem .6rem .1rem 0;vertical-align:middle}"
    "th{font-weight:600}td.n{text-align:right;font-variant-numeric:tabular-nums}\n"
    "ul{margin:.2rem 0;padding-left:1.1rem}section{break-inside:avoid}\n"
    "footer{margin-top:1.2rem;border-top:1px solid var(--line);padding-top:.3rem}\n"
    ".strip{width:34rem}.scores{width:100%;max-width:22rem}\n"
    "@page{size:A4;margin:12mm}@media print{html{font-size:11px}"
    "body{font-size:10.5px;padding:0;"
    "max-width:none}h2{margin:.55rem 0 .15rem}"
    ".rows{grid-template-columns:1fr 1fr}}\n";

static bool
shares(const struct report *r, enum share share)
{
	return r->share & BIT_OF(share);
}

static const char *
plural(long n, const char *one, const char *many)
{
	return n == 1 ? one : many;
}

/* "2 Mar 2026" */
static const char *
day_said(int32_t day, char buf[32])
{
	static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May",
	    "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	int year, month, mday;

	civil_to(day, &year, &month, &mday);
	snprintf(buf, 32, "%d %s %d", mday, months[month - 1], year);
	return buf;
}

/* --- the head -------------------------------------------------------------------- */

/* Nothing is fetched, whatever a text says: the browser is told so too. */
static void
put_start(const struct report *r, struct str *out)
{
	char from[32], to[32];

	day_said(r->period->from, from);
	day_said(r->period->to, to);
	html_addf(out,
	    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta "
	    "charset=\"utf-8\">\n"
	    "<meta http-equiv=\"Content-Security-Policy\" "
	    "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
	    "<meta name=\"viewport\" "
	    "content=\"width=device-width,initial-scale=1\">\n"
	    "<meta name=\"color-scheme\" content=\"light dark\">\n"
	    "<title>uncoil report, %s to %s</title>\n<style>\n",
	    from, to);
	str_add(out, chart_css);
	str_add(out, page_css);
	str_add(out, "</style>\n</head>\n<body>\n<main>\n");
	if (shares(r, SHARE_NAME) && r->name)
		html_addf(out, "<h1>%s: %s to %s</h1>\n", r->name, from, to);
	else
		html_addf(out, "<h1>Decompression, %s to %s</h1>\n", from, to);
}

/* Raw numbers first, what they mean after them. */
static void
put_sums(const struct report *r, struct str *out)
{
	const struct period *p = r->period;
	int percent;

	str_add(out, "<p class=\"big\">");
	if (p->planned > 0) {
		enum adherence how =
		    measure_adherence(p->done, p->planned, &percent);

		html_addf(out,
		    "<strong>%d of %d</strong> planned sessions done, %d%% (%s). ",
		    p->done, p->planned, percent, adherence_word(how));
	} else {
		html_addf(out, "<strong>%d</strong> %s done of %d begun. ", p->done,
		    plural(p->done, "session", "sessions"), p->sessions);
	}
	html_addf(
	    out, "Active on %d of %d days", p->days_active, p->to - p->from + 1);
	if (shares(r, SHARE_DURATION))
		html_addf(out, ", %ld %s", (long)(p->active_ms / 60000),
		    plural((long)(p->active_ms / 60000), "minute", "minutes"));
	str_add(out, ".");
	if (shares(r, SHARE_STREAK))
		html_addf(out, " %d %s in a row now, the longest %d.", r->streak,
		    plural(r->streak, "day", "days"), r->longest);
	str_add(out, "</p>\n");
}

/* --- days ------------------------------------------------------------------------- */

#define STRIP_DAYS 28 /* domain.md 9: a strip of 28 days */

static int
count_days(const enum chart_day *days, size_t n, enum chart_day kind)
{
	int count = 0;

	for (size_t i = 0; i < n; i++)
		count += days[i] == kind;
	return count;
}

static void
put_strip(const struct report *r, size_t at, size_t n, struct str *out)
{
	const enum chart_day *days = r->days + at;
	int32_t first = r->period->from + (int32_t)at;
	char from[32], to[32], title[160];

	day_said(first, from);
	day_said(first + (int32_t)n - 1, to);
	snprintf(title, sizeof(title),
	    "%s to %s: %d days done, %d in part, %d missed", from, to,
	    count_days(days, n, CHART_DONE), count_days(days, n, CHART_PARTIAL),
	    count_days(days, n, CHART_MISSED));
	str_add(out, "<figure>");
	chart_strip(out, title, first, days, n);
	html_addf(out, "<figcaption>%s to %s</figcaption></figure>\n", from, to);
}

static void
put_days(const struct report *r, struct str *out)
{
	size_t all = (size_t)(r->period->to - r->period->from) + 1;

	str_add(out, "<section>\n<h2>Days</h2>\n<div class=\"rows\">\n");
	for (size_t at = 0; at < all; at += STRIP_DAYS)
		put_strip(
		    r, at, all - at < STRIP_DAYS ? all - at : STRIP_DAYS, out);
	str_add(out, "</div>\n<p class=\"faint\">Filled: done. Pale: in part. "
		     "Outline: missed. "
		     "Dash: a rest day, a pause or a freeze. Dot: "
		     "nothing.</p>\n</section>\n");
}

/* --- scores ------------------------------------------------------------------------ */

/* "-2", "1.5": a change, without a needless point. */
static const char *
number(double value, char buf[24])
{
	snprintf(buf, 24, fabs(value - round(value)) < 0.05 ? "%.0f" : "%.1f",
	    fabs(value) < 0.05 ? 0 : value);
	return buf;
}

static const char *
change(double value, char buf[32])
{
	char plain[24];

	snprintf(buf, 32, "%s%s", value >= 0.05 ? "+" : "", number(value, plain));
	return buf;
}

static void
put_trend(const struct trend *t, struct str *out)
{
	char start[24], recent[24], threshold[24], slope[32];

	html_addf(
	    out, "<strong class=\"word\">%s</strong>", verdict_word(t->verdict));
	if (t->verdict == VERDICT_EARLY) {
		html_addf(
		    out, ": %zu of %d sessions that it takes", t->n, TREND_LEAST);
		return;
	}
	html_addf(out, ": %s, was %s, in %zu sessions; %s or more is a change",
	    number(t->recent, recent), number(t->start, start), t->n,
	    number(t->threshold, threshold));
	if (t->sloping)
		html_addf(out, "; %s a week", change(t->slope_per_week, slope));
}

static void
put_effect(const struct effect *e, struct str *out)
{
	char by[32];

	if (e->n > 0)
		html_addf(out, "right after: typically %s (%zu %s)",
		    change(e->median, by), e->n,
		    plural((long)e->n, "session", "sessions"));
}

static void
put_scores(const struct report *r, const char *what, const struct pair *pairs,
    size_t n, const struct trend *trend, const struct effect *effect, int most,
    struct str *out)
{
	char title[160];
	struct chart_scores c = {
	    title, pairs, n, r->period->from, r->period->to, 1, 0, most};

	if (n == 0)
		return;
	snprintf(title, sizeof(title), "%s: scores before and after %zu %s", what,
	    n, plural((long)n, "session", "sessions"));
	if (trend && trend->verdict != VERDICT_EARLY) {
		c.low = trend->start - trend->threshold;
		c.high = trend->start + trend->threshold;
	}
	html_addf(out, "<figure><figcaption>%s</figcaption>", what);
	chart_scores(out, &c);
	str_add(out, "<p>");
	if (trend)
		put_trend(trend, out);
	if (trend && effect->n > 0)
		str_add(out, "<br>");
	put_effect(effect, out);
	str_add(out, "</p></figure>\n");
}

static const char *
region_title(int region, char buf[32])
{
	snprintf(buf, 32, "Tension, %s", words_name(&words_region, region));
	for (char *s = buf; *s; s++)
		if (*s == '-')
			*s = ' ';
	return buf;
}

static bool
has_scores(const struct report *r)
{
	const struct period *p = r->period;
	size_t n = 0;

	for (int i = 0; i < DOSE_REGIONS; i++)
		n += p->region[i].n;
	return (shares(r, SHARE_TENSION) && n + p->n_moods > 0) ||
	       (shares(r, SHARE_PAIN) && p->n_pains > 0);
}

static void
put_how(const struct report *r, struct str *out)
{
	const struct period *p = r->period;
	char title[32];

	if (!has_scores(r))
		return;
	str_add(out, "<section>\n<h2>How it was</h2>\n<div class=\"rows\">\n");
	for (int i = 0; shares(r, SHARE_TENSION) && i < DOSE_REGIONS; i++)
		put_scores(r, region_title(i, title), p->region[i].pairs,
		    p->region[i].n, &p->region[i].trend, &p->region[i].effect, 10,
		    out);
	if (shares(r, SHARE_PAIN))
		put_scores(
		    r, "Worst pain", p->pains, p->n_pains, NULL, &p->pain, 10, out);
	if (shares(r, SHARE_TENSION))
		put_scores(r, "Mood", p->moods, p->n_moods, NULL, &p->mood, 5, out);
	str_add(out,
	    "</div>\n<p class=\"faint\">Dots: before a session. Rings: after it. "
	    "Band: within it a change may be noise. Scores also drift back to "
	    "average "
	    "by themselves.</p>\n</section>\n");
}

/* --- mornings, activities ------------------------------------------------------------ */

static void
put_ability(const struct period *p, int i, struct str *out)
{
	const struct ability_change *a = &p->ability[i];
	char from[32], to[32];

	if (a->n == 0)
		return;
	html_addf(out,
	    "<tr><th scope=\"row\">%s</th><td class=\"n\">%d</td><td>%s</td>",
	    *p->ability_name[i] ? p->ability_name[i] : "an activity", a->first,
	    day_said(a->first_day, from));
	html_addf(out, "<td class=\"n\">%d</td><td>%s</td><td>%s</td></tr>\n",
	    a->last, day_said(a->last_day, to),
	    a->n < 2     ? "asked once"
	    : a->matters ? "a change that matters"
			 : "no clear change");
}

static void
put_abilities(const struct period *p, struct str *out)
{
	size_t n = 0;

	for (int i = 0; i < ABILITIES; i++)
		n += p->ability[i].n;
	if (n == 0)
		return;
	str_add(out, "<table><thead><tr><th scope=\"col\">0 cannot, 10 easy</th>"
		     "<th scope=\"col\">first</th><th scope=\"col\">on</th>"
		     "<th scope=\"col\">latest</th><th scope=\"col\">on</th>"
		     "<th scope=\"col\">change</th></tr></thead><tbody>\n");
	for (int i = 0; i < ABILITIES; i++)
		put_ability(p, i, out);
	str_add(out, "</tbody></table>\n");
}

/* -3 to 3 */
static const char *
global_said(int change)
{
	static const char *const words[] = {"much worse", "worse", "a little worse",
	    "the same", "a little better", "better", "much better"};

	return change >= -3 && change <= 3 ? words[change + 3] : "?";
}

static void
put_function(const struct report *r, struct str *out)
{
	const struct period *p = r->period;
	size_t asked = p->n_mornings + p->has_global;
	char day[32];

	for (int i = 0; i < ABILITIES; i++)
		asked += p->ability[i].n;
	if (!shares(r, SHARE_PAIN) || asked == 0)
		return;
	str_add(out, "<section>\n<h2>What is possible</h2>\n");
	put_abilities(p, out);
	if (p->has_global)
		html_addf(out,
		    "<p>Compared with the start: <strong>%s</strong> (%s).</p>\n",
		    global_said(p->global.change), day_said(p->global.day, day));
	if (p->n_mornings > 0)
		html_addf(out,
		    "<p>%zu of %zu mornings were worse by 2 or more than the day "
		    "before; under one in ten is well.</p>\n",
		    p->n_worse, p->n_mornings);
	str_add(out, "</section>\n");
}

/* --- what was done ---------------------------------------------------------------- */

static void
put_dose(const struct period *p, int region, struct str *out)
{
	const struct dose *d = &p->dose[region];
	double weeks = period_weeks(p), stretch_s;
	char title[80], name[32];

	if (dose_all_ms(d) == 0)
		return;
	stretch_s = (double)d->ms[DOSE_STRETCH] / 1000 / weeks;
	region_title(region, name);
	snprintf(title, sizeof(title), "%s: %.0f of %d seconds of stretch a week",
	    name + strlen("Tension, "), stretch_s, DOSE_FULL_S);
	html_addf(
	    out, "<tr><th scope=\"row\">%s</th><td>", name + strlen("Tension, "));
	chart_bar(out, title, stretch_s, DOSE_FULL_S);
	html_addf(out, "</td><td class=\"n\">%d</td><td class=\"n\">%d</td><td>",
	    (int)stretch_s,
	    (int)((double)(dose_all_ms(d) - d->ms[DOSE_STRETCH]) / 1000 / weeks));
	snprintf(title, sizeof(title), "left %d s, right %d s",
	    (int)(d->left_ms / 1000), (int)(d->right_ms / 1000));
	chart_sides(out, title, (double)d->left_ms, (double)d->right_ms,
	    (double)(d->left_ms > d->right_ms ? d->left_ms : d->right_ms));
	str_add(out, "</td></tr>\n");
}

static void
put_doses(const struct report *r, struct str *out)
{
	if (!shares(r, SHARE_DURATION) || r->period->active_ms == 0)
		return;
	str_add(out, "<section>\n<h2>Seconds a week</h2>\n<table><thead><tr>"
		     "<th scope=\"col\">region</th><th scope=\"col\">stretch, full "
		     "at 10 min</th>"
		     "<th scope=\"col\">stretch</th><th scope=\"col\">other</th>"
		     "<th scope=\"col\">left | right</th></tr></thead><tbody>\n");
	for (int i = 0; i < DOSE_REGIONS; i++)
		put_dose(r->period, i, out);
	str_add(out, "</tbody></table>\n</section>\n");
}

/* " (no time 2, pain 1)" */
static void
put_whys(const int *why, struct str *out)
{
	bool any = false;

	for (int i = WHY_PAIN; why && i < WHYS; i++) {
		if (why[i] == 0)
			continue;
		html_addf(out, "%s%s %d", any ? ", " : " (",
		    stop_why_said((enum stop_why)i), why[i]);
		any = true;
	}
	if (any)
		str_add(out, ")");
}

static void
put_uses(
    const char *title, const struct report_use *uses, size_t n, struct str *out)
{
	html_addf(out, "<div><h3>%s</h3>\n", title);
	if (n == 0)
		str_add(out, "<p class=\"faint\">none</p>\n");
	else
		str_add(out, "<ul>\n");
	for (size_t i = 0; i < n && i < REPORT_USES; i++) {
		html_addf(out, "<li>%s: %d %s", uses[i].name, uses[i].times,
		    plural(uses[i].times, "time", "times"));
		put_whys(uses[i].why, out);
		str_add(out, "</li>\n");
	}
	str_add(out, n ? "</ul>\n</div>\n" : "</div>\n");
}

static void
put_movements(const struct report *r, struct str *out)
{
	if (!shares(r, SHARE_STEPS) || r->n_used + r->n_skipped == 0)
		return;
	str_add(out, "<section>\n<h2>Movements</h2>\n<div class=\"rows\">\n");
	put_uses("Most used", r->used, r->n_used, out);
	put_uses("Most skipped", r->skipped, r->n_skipped, out);
	str_add(out, "</div>\n</section>\n");
}

/* --- what stood out ---------------------------------------------------------------- */

static void
put_flag(const struct report *r, const struct alarm_raised *a, struct str *out)
{
	char day[32];

	html_addf(out, "<li>%s: <strong>%s</strong>", day_said(a->day, day),
	    alarm_said(a->code));
	if (*a->exercise)
		html_addf(out, ", %s", r->exercise_name(r->arg, a->exercise));
	html_addf(out, " <span class=\"faint\">F%d</span></li>\n", a->code);
}

static void
put_flags(const struct report *r, struct str *out)
{
	const struct period *p = r->period;

	if (!shares(r, SHARE_STEPS) || p->n_alarms == 0)
		return;
	str_add(out, "<section>\n<h2>Something was wrong</h2>\n<ul>\n");
	for (size_t i = 0; i < p->n_alarms && i < REPORT_FLAGS; i++)
		put_flag(r, &p->alarms[i], out);
	str_add(out, "</ul>\n");
	if (p->n_alarms > REPORT_FLAGS)
		html_addf(out, "<p class=\"faint\">and %zu more</p>\n",
		    p->n_alarms - REPORT_FLAGS);
	str_add(out, "</section>\n");
}

static void
put_notes(const struct report *r, struct str *out)
{
	char day[32];

	if (!shares(r, SHARE_NOTES) || r->n_notes == 0)
		return;
	str_add(out, "<section>\n<h2>Notes</h2>\n<ul>\n");
	for (size_t i = 0; i < r->n_notes && i < REPORT_NOTES; i++)
		html_addf(out, "<li>%s: %s</li>\n", day_said(r->notes[i].day, day),
		    r->notes[i].text);
	str_add(out, "</ul>\n");
	if (r->n_notes > REPORT_NOTES)
		html_addf(out, "<p class=\"faint\">and %zu older ones</p>\n",
		    r->n_notes - REPORT_NOTES);
	str_add(out, "</section>\n");
}

/* --- the foot ---------------------------------------------------------------------- */

static void
put_fields(const struct report *r, bool told, struct str *out)
{
	const char *comma = "";

	for (int i = 0; i < SHARES; i++)
		if (i != SHARE_SKIPS && shares(r, (enum share)i) == told) {
			html_addf(out, "%s%s", comma, share_about((enum share)i));
			comma = "; ";
		}
	if (!*comma)
		str_add(out, "nothing");
}

/* What is on the page, so that whoever gives it away knows. */
static void
put_end(const struct report *r, struct str *out)
{
	char day[32];

	str_add(out, "<footer class=\"faint\">\n<p>On this page: ");
	put_fields(r, true, out);
	str_add(out, ". Left out: ");
	put_fields(r, false, out);
	html_addf(out,
	    ".</p>\n<p>Made by %s on %s, on the person's own machine. The scores "
	    "are "
	    "self-rated; this is no diagnosis.</p>\n</footer>\n</main>\n</body>\n"
	    "</html>\n",
	    r->program, day_said(r->made, day));
}

void
report_page(const struct report *r, struct str *out)
{
	put_start(r, out);
	put_sums(r, out);
	put_days(r, out);
	put_how(r, out);
	put_function(r, out);
	put_flags(r, out);
	put_doses(r, out);
	put_movements(r, out);
	put_notes(r, out);
	put_end(r, out);
}
