#include "screen/stats_parts.h"

#include "base/civil.h"
#include "base/mem.h"
#include "base/str.h"
#include "history/words.h"
#include "screen/plot.h"
#include "screen/view_calendar.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define LABEL_COLS 9  /* "stretch  " */
#define VALUE_COLS 7  /* " 12:34 " */
#define TAIL_COLS  16 /* " of 10:00 a week" */
#define BAR_LEAST  16 /* a bar gives way to words down to this */
#define BAR_MOST   40
#define BAR_X      24 /* behind "week of  2 Mar   180 min" */

#define DRIFT "scores also drift back to average by themselves"

/* The next row of the column; false where it is not in sight. */
static bool
next_row(struct column *c, int *y)
{
	int at = c->y++ - c->scroll;

	*y = c->area.y + at;
	return at >= 0 && at < c->area.rows;
}

static double
tenths(double v)
{
	return round(v * 10) / 10 + 0.0; /* and no -0 */
}

#define NUMBER_LEN 32

/* "6.5" */
static const char *
level(double v, char buf[NUMBER_LEN])
{
	snprintf(buf, NUMBER_LEN, "%g", tenths(v));
	return buf;
}

/* "-1.5", "+2", "0" */
static const char *
change(double v, char buf[NUMBER_LEN])
{
	v = tenths(v);
	snprintf(buf, NUMBER_LEN, v > 0 ? "+%g" : "%g", v);
	return buf;
}

static const char *
plural(size_t n)
{
	return n == 1 ? "" : "s";
}

/* "2 Mar" */
static const char *
day_words(int32_t day, char buf[NUMBER_LEN])
{
	static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May",
	    "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	int y, m, d;

	civil_to(day, &y, &m, &d);
	snprintf(buf, NUMBER_LEN, "%2d %s", d, months[m - 1]);
	return buf;
}

/* "lower back" */
static const char *
region_words(enum region region, char buf[NUMBER_LEN])
{
	snprintf(buf, NUMBER_LEN, "%s", words_name(&words_region, (int)region));
	for (char *at = buf; *at; at++)
		*at = *at == '-' ? ' ' : *at;
	return buf;
}

/* --- totals and weeks ------------------------------------------------------------ */

void
stats_totals(struct column *c, const struct stats_view *v)
{
	const struct period *p = v->period;
	char often[NUMBER_LEN];

	column_textf(c, STYLE_STRONG, "%lld min in %d session%s, %d done",
	    (long long)(p->active_ms / 60000), p->sessions,
	    plural((size_t)p->sessions), p->done);
	column_textf(c, STYLE_PLAIN, "%d day%s, %s a week; %d in a row, longest %d",
	    p->days_active, plural((size_t)p->days_active),
	    level(p->days_active / period_weeks(p), often), v->streak.current,
	    v->streak.longest);
}

int
stats_calendar(struct frame *f, struct area a, const struct stats_view *v)
{
	const struct period *p = v->period;
	struct calendar days = {p->days, p->n_days, p->to, &v->streak};
	int cell = calendar_cols(p->weeks, 2) <= a.cols ? 2 : 1;
	int cols = calendar_cols(p->weeks, cell);

	if (a.rows < CALENDAR_ROWS)
		return 0;
	a.rows = a.rows > CALENDAR_ROWS ? CALENDAR_ROWS + 1 : CALENDAR_ROWS;
	a.cols = cols < a.cols ? cols : a.cols;
	view_calendar(f, a, &days, cell);
	return a.rows;
}

static int64_t
longest_week(const struct period *p)
{
	int64_t most = 1;

	for (int w = 0; w < p->weeks; w++) {
		int64_t ms = period_week_ms(p, w);

		most = ms > most ? ms : most;
	}
	return most;
}

/* "week of 2 Mar    34 min ███████" */
void
stats_week(struct column *c, const struct stats_view *v, int back, bool chosen)
{
	const struct period *p = v->period;
	int week = p->weeks - 1 - back, y, x = c->area.x;
	int64_t ms = period_week_ms(p, week);
	char day[NUMBER_LEN];

	if (!next_row(c, &y))
		return;
	if (chosen)
		frame_fill(c->f, y, x, BAR_X - 1, STYLE_SELECTED, " ");
	frame_putf(c->f, y, x, chosen ? STYLE_SELECTED : STYLE_FAINT, "week of %s",
	    day_words(p->first + 7 * week, day));
	frame_putf(c->f, y, x + 14, chosen ? STYLE_SELECTED : STYLE_PLAIN,
	    "%4lld min", (long long)(ms / 60000));
	if (ms > 0)
		plot_bar(c->f, y, x + BAR_X, c->area.cols - BAR_X, STYLE_GOOD,
		    (double)ms, (double)longest_week(p));
	frame_spot(c->f, (struct area){y, x, 1, c->area.cols}, SPOT_ROW + back);
}

void
stats_week_doses(struct column *c, const struct stats_view *v, int back)
{
	const struct period *p = v->period;
	const struct dose *doses = p->week[p->weeks - 1 - back];
	struct str line = {0};
	char name[NUMBER_LEN], time[MIN_SEC_LEN];

	str_clear(&line);
	for (int r = 0; r < DOSE_REGIONS; r++)
		if (dose_all_ms(&doses[r]) > 0)
			str_addf(&line, "%s%s %s", line.len ? ", " : "",
			    region_words((enum region)r, name),
			    min_sec(dose_all_ms(&doses[r]) / 1000, time));
	column_text(c, STYLE_PLAIN, line.len ? line.s : "nothing that week");
	str_fini(&line);
}

/* --- regions ---------------------------------------------------------------------- */

int
stats_regions(const struct period *p, enum region regions[DOSE_REGIONS])
{
	int n = 0;

	for (int r = 0; r < DOSE_REGIONS; r++)
		if (p->region[r].n > 0 || dose_all_ms(&p->dose[r]) > 0)
			regions[n++] = (enum region)r;
	return n;
}

static enum style
verdict_style(enum verdict verdict)
{
	static const enum style styles[] = {
	    STYLE_PLAIN, STYLE_GOOD, STYLE_STRONG, STYLE_NOTICE};

	return styles[verdict];
}

/* "no clear change: 6.5 → 5, -1.5 of 2, 8 sessions" */
static void
put_verdict(struct column *c, const struct trend *t)
{
	char start[NUMBER_LEN], recent[NUMBER_LEN], by[NUMBER_LEN],
	    needs[NUMBER_LEN];

	if (t->verdict == VERDICT_EARLY)
		column_textf(c, STYLE_PLAIN, "%s: %zu of %d rated sessions",
		    verdict_word(t->verdict), t->n, TREND_LEAST);
	else
		column_textf(c, verdict_style(t->verdict),
		    "%s: %s → %s, %s of %s, %zu sessions", verdict_word(t->verdict),
		    level(t->start, start), level(t->recent, recent),
		    change(t->change, by), level(t->threshold, needs), t->n);
}

static void
put_slope_and_effect(struct column *c, const struct period_region *r)
{
	struct str line = {0};
	char by[NUMBER_LEN];

	str_clear(&line);
	if (r->trend.sloping)
		str_addf(
		    &line, "%s points a week", change(r->trend.slope_per_week, by));
	if (r->effect.n > 0)
		str_addf(&line, "%stypically %s right after (%zu)",
		    line.len ? "; " : "", change(r->effect.median, by),
		    r->effect.n);
	if (line.len > 0)
		column_text(c, STYLE_PLAIN, line.s);
	str_fini(&line);
}

/* Where a change is noise; a single score may be off by 2. */
static void
noise(const struct trend *t, double *low, double *high)
{
	bool early = t->verdict == VERDICT_EARLY;

	*low = early ? 1 : t->start - t->threshold;
	*high = early ? 0 : t->start + t->threshold;
}

static void
put_scores(struct column *c, const struct period_region *r, int rows)
{
	struct area a = c->area;
	double low, high;
	int y;

	if (r->trend.n == 0 || rows <= 0)
		return;
	if (rows < 3) {
		if (next_row(c, &y))
			plot_scores_row(c->f, y, a.x, a.cols, r->pairs, r->n);
		return;
	}
	a.y += c->y - c->scroll;
	a.rows = rows;
	c->y += rows;
	noise(&r->trend, &low, &high);
	/* a chart is whole or not there */
	if (c->y - c->scroll >= rows && c->y - c->scroll <= c->area.rows)
		plot_scores(c->f, a, r->pairs, r->n, low, high);
	column_text(c, STYLE_FAINT,
	    low <= high   ? c->f->ascii ? "   * before  o after  . noise"
					: "   ● before  ○ after  ░ noise"
	    : c->f->ascii ? "   * before  o after"
			  : "   ● before  ○ after");
}

/* All bars of a region are as long, so that they can be compared. */
static int
bar_cols(const struct column *c)
{
	int cols = c->area.cols - LABEL_COLS - VALUE_COLS;

	if (cols - TAIL_COLS > BAR_LEAST)
		cols -= TAIL_COLS;
	return cols > BAR_MOST ? BAR_MOST : cols;
}

/* "stretch  ███████░░░  4:10 of 10:00 a week" */
static void
put_bar(struct column *c, const char *label, enum style style, double s,
    const char *tail)
{
	int x = c->area.x, cols = bar_cols(c), y;
	char time[MIN_SEC_LEN];

	if (!next_row(c, &y))
		return;
	frame_put(c->f, y, x, STYLE_PLAIN, label);
	plot_bar(c->f, y, x + LABEL_COLS, cols, style, s, DOSE_FULL_S);
	x = frame_putf(c->f, y, x + LABEL_COLS + cols, STYLE_PLAIN, " %5s",
	    min_sec((int64_t)s, time));
	if (x + 1 + frame_width(c->f, tail) <= c->area.x + c->area.cols)
		frame_put(c->f, y, x + 1, STYLE_FAINT, tail);
}

static void
put_doses(struct column *c, const struct period *p, const struct dose *dose)
{
	for (int k = 0; k < DOSE_KINDS; k++) {
		double s = (double)dose->ms[k] / 1000 / period_weeks(p);

		if (k == DOSE_STRETCH || s > 0)
			put_bar(c, dose_word((enum dose_kind)k), STYLE_GOOD, s,
			    k == DOSE_STRETCH ? "of 10:00 a week" : "a week");
	}
}

static void
put_sides(struct column *c, const struct period *p, const struct dose *dose)
{
	enum side more;
	int percent = dose_uneven(dose, &more);
	double weeks = 1000 * period_weeks(p);
	char tail[40];

	if (dose->left_ms + dose->right_ms == 0)
		return;
	snprintf(tail, sizeof(tail), "%d percent more", percent);
	put_bar(c, "left", STYLE_SHADE3, (double)dose->left_ms / weeks,
	    percent && more == SIDE_LEFT ? tail : "");
	put_bar(c, "right", STYLE_SHADE3, (double)dose->right_ms / weeks,
	    percent && more == SIDE_RIGHT ? tail : "");
}

void
stats_region(
    struct column *c, const struct period *p, enum region region, int chart_rows)
{
	const struct period_region *r = &p->region[region];

	put_verdict(c, &r->trend);
	put_slope_and_effect(c, r);
	put_scores(c, r, chart_rows);
	put_doses(c, p, &p->dose[region]);
	put_sides(c, p, &p->dose[region]);
	if (r->trend.verdict == VERDICT_IMPROVING ||
	    r->trend.verdict == VERDICT_WORSE)
		column_text(c, STYLE_FAINT, DRIFT);
}

/* --- movements --------------------------------------------------------------------- */

#define CHANGE_COLS 22 /* " -1.5 (-2.5 to -0.5)" */
#define PLOT_COLS   21
#define PLOT_MOST   5 /* points at the ends of its scale */

void
stats_movements_head(struct column *c)
{
	bool plots = c->area.cols >= 70;
	int end = c->area.x + c->area.cols - (plots ? PLOT_COLS + 1 : 0), y;

	if (!next_row(c, &y))
		return;
	frame_put(c->f, y, end - CHANGE_COLS - 4, STYLE_FAINT, "change (range)");
	frame_right(c->f, y, end, STYLE_FAINT, "sessions");
	if (plots)
		frame_put(c->f, y, end + 1, STYLE_FAINT, "-5        0        +5");
}

/* "Seated chin tuck      -2 (-3 to -1)  12  ├──●──┤" */
void
stats_movement(struct column *c, const struct stats_view *v, int i, bool chosen)
{
	const struct help *h = &v->period->helps[i];
	enum style style = chosen ? STYLE_SELECTED : STYLE_PLAIN;
	bool plots = c->area.cols >= 70;
	int x = c->area.x, end = x + c->area.cols - (plots ? PLOT_COLS + 1 : 0), y;
	char by[NUMBER_LEN], low[NUMBER_LEN], high[NUMBER_LEN];

	if (!next_row(c, &y))
		return;
	if (chosen)
		frame_fill(c->f, y, x, end - x, style, " ");
	frame_fit(c->f, y, x, end - x - CHANGE_COLS - 5, style, v->help_names[i]);
	frame_putf(c->f, y, end - CHANGE_COLS - 4, style, "%4s (%s to %s)",
	    change(h->change, by), change(h->low, low), change(h->high, high));
	frame_putf(c->f, y, end - 5, style, "%5zu", h->n);
	if (plots)
		plot_interval(c->f, y, end + 1, PLOT_COLS, h->low, h->change,
		    h->high, PLOT_MOST);
	frame_spot(c->f, (struct area){y, x, 1, c->area.cols}, SPOT_ROW + i);
}

void
stats_movement_words(struct column *c, const struct stats_view *v, int i)
{
	const struct help *h = &v->period->helps[i];
	const char *what = h->high < 0  ? "less tension after sessions with it"
			   : h->low > 0 ? "more tension after sessions with it"
					: "no clear change";

	if (h->together > 1)
		column_textf(c, h->high < 0 ? STYLE_GOOD : STYLE_PLAIN,
		    "%s; always done together with %d other%s", what,
		    h->together - 1, plural((size_t)h->together - 1));
	else
		column_text(c, h->high < 0 ? STYLE_GOOD : STYLE_PLAIN, what);
}

#define TAKES "it takes %d sessions that were rated before and after."

void
stats_movements_caution(struct column *c, const struct period *p)
{
	if (p->n_helps > 0)
		column_text(c, STYLE_FAINT,
		    "Change of tension in its regions; the range holds the true "
		    "one in 95 of 100 cases. What is done together cannot be told "
		    "apart, and " DRIFT ".");
	if (p->n_soon > 0)
		column_textf(c, STYLE_FAINT, "%zu movement%s too early: " TAKES,
		    p->n_soon, plural(p->n_soon), HELPS_LEAST);
	else if (p->n_helps == 0)
		column_textf(
		    c, STYLE_FAINT, "No movement yet: " TAKES, HELPS_LEAST);
}

/* --- the rest ----------------------------------------------------------------------- */

static void
put_effect(struct column *c, const char *what, const struct effect *e)
{
	char before[NUMBER_LEN], after[NUMBER_LEN];

	if (e->n > 0)
		column_textf(c, STYLE_PLAIN,
		    "%s: %s before, %s after (%zu session%s)", what,
		    level(e->before, before), level(e->after, after), e->n,
		    plural(e->n));
}

static void
put_adherence(struct column *c, const struct period *p)
{
	int percent;
	enum adherence a = measure_adherence(p->planned_done, p->planned, &percent);

	if (a != ADHERENCE_NONE)
		column_textf(c, STYLE_PLAIN, "plan: %d of %d, %d percent: %s",
		    p->planned_done, p->planned, percent, adherence_word(a));
}

/* Three or more days a week did better in a trial (S20 of the sources). */
static void
put_days(struct column *c, const struct period *p)
{
	char often[NUMBER_LEN];

	if (p->days_active > 0)
		column_textf(c, STYLE_PLAIN,
		    "active days: %s a week; 3 or more did better in a trial",
		    level(p->days_active / period_weeks(p), often));
}

static void
put_mornings(struct column *c, const struct period *p)
{
	if (p->n_mornings > 0)
		column_textf(c, STYLE_PLAIN,
		    "mornings: %zu of %zu worse by %d or more, %zu percent "
		    "(under %d is well)",
		    p->n_worse, p->n_mornings, MORNING_WORSE,
		    p->n_worse * 100 / p->n_mornings, MORNING_WORSE_PERCENT);
}

static void
put_abilities(struct column *c, const struct period *p)
{
	char by[NUMBER_LEN];

	for (int i = 0; i < ABILITIES; i++) {
		const struct ability_change *a = &p->ability[i];

		if (a->n == 1)
			column_textf(c, STYLE_PLAIN, "%s: %d of 10",
			    p->ability_name[i], a->first);
		else if (a->n > 1)
			column_textf(c, a->matters ? STYLE_STRONG : STYLE_PLAIN,
			    "%s: %d → %d of 10, %s%s", p->ability_name[i], a->first,
			    a->last, change(a->last - a->first, by),
			    a->matters ? "" : ", about 2 points matter");
	}
	if (p->has_global)
		column_textf(c, STYLE_PLAIN,
		    "compared with the start: %s (-3 much worse, +3 much better)",
		    change(p->global.change, by));
}

static void
put_levels(struct column *c, const struct period *p)
{
	static const char letters[] = "gmf";
	struct str line = {0};
	bool any = false;

	str_add(&line, "pressure by week: ");
	for (int w = 0; w < p->weeks; w++) {
		bool told = p->levels[w] >= 0 && p->levels[w] < 3;

		str_addf(&line, "%c", told ? letters[p->levels[w]] : '.');
		any = any || told;
	}
	if (any) {
		column_text(c, STYLE_PLAIN, line.s);
		column_text(c, STYLE_FAINT, "g gentle, m moderate, f firm");
	}
	str_fini(&line);
}

static void
put_left(struct column *c, const struct period *p)
{
	struct str line = {0};

	for (int i = WHY_PAIN; i < WHYS; i++)
		if (p->left[i])
			str_addf(&line, "%s%s %d", line.len ? ", " : "",
			    stop_why_said((enum stop_why)i), p->left[i]);
	if (line.len)
		column_textf(c, STYLE_PLAIN, "movements left early: %s", line.s);
	str_fini(&line);
}

/* Nobody reads more at once; uncoil stats --json has them all. */
#define ALARMS_SHOWN 200

static void
put_alarms(struct column *c, const struct stats_view *v)
{
	const struct period *p = v->period;

	if (p->n_alarms > 0)
		column_textf(c, STYLE_NOTICE, "%zu flag%s", p->n_alarms,
		    plural(p->n_alarms));
	for (size_t i = 0; i < p->n_alarms && i < ALARMS_SHOWN; i++) {
		const struct alarm_raised *a = &p->alarms[i];
		char day[CIVIL_LEN];

		column_textf(c, a->code == 0 ? STYLE_NOTICE : STYLE_PLAIN,
		    "F%d  %s  %s%s%s", a->code, civil_print(a->day, day),
		    alarm_said(a->code), *v->alarm_names[i] ? ": " : "",
		    v->alarm_names[i]);
	}
	if (p->n_alarms > ALARMS_SHOWN)
		column_textf(
		    c, STYLE_FAINT, "and %zu more", p->n_alarms - ALARMS_SHOWN);
}

void
stats_rest(struct column *c, const struct stats_view *v)
{
	const struct period *p = v->period;
	int before = c->y;

	put_adherence(c, p);
	put_days(c, p);
	put_effect(c, "mood (1 low, 5 good)", &p->mood);
	put_effect(c, "pain (0 none, 10 worst)", &p->pain);
	put_mornings(c, p);
	put_abilities(c, p);
	put_levels(c, p);
	put_left(c, p);
	put_alarms(c, v);
	if (c->y == before)
		column_text(c, STYLE_PLAIN,
		    "No mood, no pain and no flag has been written down.");
}
