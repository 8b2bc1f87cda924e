#include "base/civil.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/str.h"
#include "cmd/cmd.h"
#include "cmd/streak.h"

#include <stdio.h>
#include <stdlib.h>

/* A century: more is a typing error. */
#define DAYS_MOST 36600

/* The days that are explained, and where they were. */
struct account {
	int32_t from, to;
	struct streak_day *days;
	struct day_zone *zones; /* of those that have sessions */
	size_t n_zones;
	struct count_log log;
};

static void
account_fini(struct account *a)
{
	count_log_fini(&a->log);
	free(a->days);
	free(a->zones);
}

/* Which days: those of the operand, the last ones that --days asks for, or all
 * since the first session; false (and the message printed) when they make none. */
static bool
read_days(const struct cmd *cmd, int32_t today, struct account *a)
{
	struct err err;
	long long n = 0;

	a->from = a->to = today;
	if (!cmd_int_option(cmd, "days", 1, DAYS_MOST, &n))
		return false;
	if (cmd->n_operands > 1 || (cmd->n_operands && n))
		return !cmd_usage(cmd, "--why takes one day or range, or --days");
	if (n > 0)
		a->from = today - (int32_t)n + 1;
	else if (cmd->n_operands == 0)
		a->from = CIVIL_NONE;
	else if (!streak_range(cmd->operands[0], today, &a->from, &a->to, &err))
		return !cmd_usage(cmd, "%s", err.text);
	return a->to <= today ||
	       !cmd_usage(cmd, "%s: that day is still to come", cmd->operands[0]);
}

static void
judge_days(struct account *a, int32_t today)
{
	size_t n;

	if (a->from == CIVIL_NONE)
		a->from = a->log.log.n_days ? a->log.days[0].day : today;
	if (a->to - a->from >= DAYS_MOST)
		a->from = a->to - DAYS_MOST + 1;
	n = (size_t)(a->to - a->from) + 1;
	a->days = mem_new(n, sizeof(*a->days));
	streak_days(&a->log.log, today, a->from, a->days, n);
}

static bool
account_for(
    const struct own *own, int32_t today, struct account *a, struct err *err)
{
	struct streak_rules asked = rules_of(&own->settings, today);
	struct history *h = history_open_read(own->db, err);
	bool ok =
	    (h || !err->text[0]) && count_load(h, &asked, today, &a->log, err);

	if (ok)
		judge_days(a, today);
	ok = ok &&
	     (!h || history_zones(h, a->from, a->to, &a->zones, &a->n_zones, err));
	history_close(h);
	return ok;
}

static const struct streak_day *
day_at(const struct account *a, int32_t day)
{
	return &a->days[day - a->from];
}

/* Rules that are others than those of the day before, or the first of all. */
static bool
is_first_of_rules(const struct account *a, int32_t day)
{
	return day == a->from ||
	       !rules_equal(&day_at(a, day - 1)->rules, &day_at(a, day)->rules);
}

/* Where a day was; the days are asked for in order, *at goes along.  NULL: nobody
 * knows. */
static const struct day_zone *
zone_of(const struct account *a, int32_t day, size_t *at)
{
	while (*at < a->n_zones && a->zones[*at].day < day)
		++*at;
	return *at < a->n_zones && a->zones[*at].day == day ? &a->zones[*at] : NULL;
}

/* --- in words ------------------------------------------------------------------ */

static const char *
weekday(int32_t day)
{
	static const char *const names[] = {
	    "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

	return names[civil_weekday(day)];
}

static void
add_offset(int minutes, struct str *out)
{
	int all = minutes < 0 ? -minutes : minutes;

	str_addf(
	    out, "UTC%c%02d:%02d", minutes < 0 ? '-' : '+', all / 60, all % 60);
}

/* "2 of 3 sessions done, 5 min" */
static void
add_counted(const struct day_total *t, struct str *out)
{
	if (t->sessions > 0)
		str_addf(out, "  %d of %d %s done, %lld min", t->done, t->sessions,
		    t->sessions == 1 ? "session" : "sessions",
		    (long long)(t->active_ms / 60000));
	else
		str_add(out, "  no session");
}

/* What decided beside the goal, in words. */
static void
add_reason(const struct streak_day *d, struct str *out)
{
	switch (d->reason) {
	case REASON_BEFORE:
		str_add(out, ", before the first one");
		break;
	case REASON_PAUSE:
		str_addf(out, ", a pause%s%s", d->pause->why[0] ? ": " : "",
		    d->pause->why);
		break;
	case REASON_REST_DAY:
		str_add(out, ", a rest day of the week");
		break;
	case REASON_FREEZE:
		str_addf(out, ", took a freeze, %d left", d->freezes);
		break;
	case REASON_WEEKLY:
		str_addf(out, ", %s",
		    d->status == STREAK_REST ? "one that may be left out"
					     : "more than may be left out");
		break;
	case REASON_OFF:
		str_add(out, ", the streak is off");
		break;
	case REASON_GOAL:
		break;
	}
}

/* Where the clock stood: at the first session and, if it is another, the last. */
static void
add_zone(const struct day_zone *zone, struct str *out)
{
	if (!zone)
		return;
	str_add(out, ", ");
	add_offset(zone->first_min, out);
	if (zone->last_min != zone->first_min) {
		str_add(out, " to ");
		add_offset(zone->last_min, out);
	}
}

static void
print_line(struct str *line)
{
	cmd_put(line->s);
	putchar('\n');
	str_fini(line);
}

/* "from 2026-03-02: 1 session a day; a day begins at 03:00" */
static void
print_rules(const struct streak_day *d)
{
	struct str line = {0};
	char day[CIVIL_LEN];

	str_addf(&line, "from %s: ", civil_print(d->day, day));
	rules_print(&d->rules, &line);
	str_addf(&line, "; a day begins at %02d:%02d", d->rules.day_start_min / 60,
	    d->rules.day_start_min % 60);
	print_line(&line);
}

/* 2026-03-02 Mon  done      12 in a row  1 of 1 session done, 2 min, UTC+01:00 */
static void
print_day(const struct streak_day *d, const struct day_zone *zone)
{
	struct str line = {0};
	char day[CIVIL_LEN];

	str_addf(&line, "%s %s  %-6s  %3d in a row", civil_print(d->day, day),
	    weekday(d->day), streak_status_word(d->status), d->row);
	add_counted(&d->total, &line);
	add_reason(d, &line);
	add_zone(zone, &line);
	print_line(&line);
}

static void
print_days(const struct account *a)
{
	size_t at = 0;

	for (int32_t day = a->from; day <= a->to; day++) {
		if (is_first_of_rules(a, day))
			print_rules(day_at(a, day));
		print_day(day_at(a, day), zone_of(a, day, &at));
	}
}

static bool
print_session(const struct session_record *r, void *arg)
{
	static const char *const states[] = {
	    "running", "done", "partial", "skipped"};
	int64_t local = r->started_ms / 60000 + r->offset_min;
	struct str line = {0};

	(void)arg;
	str_addf(
	    &line, "    %02d:%02d ", (int)(local / 60 % 24), (int)(local % 60));
	add_offset(r->offset_min, &line);
	str_addf(&line, "  %s, %s, %lld of %lld s held", r->routine,
	    states[r->state], (long long)(r->active_ms / 1000),
	    (long long)(r->planned_ms / 1000));
	print_line(&line);
	return true;
}

/* The sessions of one day, each with its own clock. */
static bool
print_sessions(const struct own *own, int32_t day, struct err *err)
{
	struct history *h = history_open_read(own->db, err);
	bool ok = h ? history_each_in(h, day, day, print_session, NULL, err)
		    : !err->text[0];

	history_close(h);
	return ok;
}

static bool
print_text(const struct account *a, const struct own *own, struct err *err)
{
	print_days(a);
	return a->from != a->to || print_sessions(own, a->from, err);
}

/* --- as JSON -------------------------------------------------------------------- */

static void
add_day(const struct streak_day *d, const struct day_zone *zone, struct json *days)
{
	struct json *o = json_push_object(days);
	struct str rules = {0};
	char day[CIVIL_LEN];

	rules_print(&d->rules, &rules);
	json_set_str(o, "day", civil_print(d->day, day));
	json_set_str(o, "status", streak_status_word(d->status));
	json_set_str(o, "rule", streak_reason_word(d->reason));
	json_set_str(o, "rules", rules.s);
	json_set_int(o, "day_start_min", d->rules.day_start_min);
	json_set_int(o, "sessions", d->total.sessions);
	json_set_int(o, "done", d->total.done);
	json_set_int(o, "active_s", d->total.active_ms / 1000);
	json_set_int(o, "row", d->row);
	json_set_int(o, "freezes", d->freezes);
	json_set_str(o, "why", d->pause ? d->pause->why : NULL);
	if (zone)
		json_set_int(o, "utc_offset_min", zone->first_min);
	else
		json_set_null(o, "utc_offset_min");
	str_fini(&rules);
}

static bool
print_json(const struct account *a, struct err *err)
{
	struct json *json = json_new_object();
	struct json *days = json_set_array(json, "days");
	size_t at = 0;
	bool ok;

	for (int32_t day = a->from; day <= a->to; day++)
		add_day(day_at(a, day), zone_of(a, day, &at), days);
	ok = json_print(json, stdout, err);
	json_free(json);
	return ok;
}

int
streak_why(struct cmd *cmd, struct own *own, int32_t today)
{
	struct account a = {0};
	struct err err = {""};
	bool ok;

	if (!read_days(cmd, today, &a))
		return CMD_USAGE;
	ok = account_for(own, today, &a, &err);
	if (ok)
		ok = cmd_option(cmd, "json") ? print_json(&a, &err)
					     : print_text(&a, own, &err);
	account_fini(&a);
	return ok ? CMD_OK : cmd_fail(&err);
}
