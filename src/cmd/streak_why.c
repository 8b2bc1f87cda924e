#include "base/civil.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/str.h"
#include "cmd/cmd.h"
#include "cmd/streak.h"

#include <stdio.h>
#include <stdlib.h>

#define DAYS_STANDARD 28
#define DAYS_MOST     3660

#define NO_OFFSET INT32_MAX

/* The days that are explained, and where they were. */
struct account {
	int32_t from;
	size_t n;
	struct streak_day *days;
	int *offset; /* of the first session of each day, or NO_OFFSET */
	struct count_log log;
};

static void
account_fini(struct account *a)
{
	count_log_fini(&a->log);
	free(a->days);
	free(a->offset);
}

static bool
take_offset(const struct session_record *r, void *arg)
{
	struct account *a = arg;
	size_t at = (size_t)(r->day - a->from);

	if (a->offset[at] == NO_OFFSET)
		a->offset[at] = r->offset_min;
	return true;
}

/* The n days up to `to`. */
static bool
account_for(const struct own *own, int32_t today, int32_t to, size_t n,
    struct account *a, struct err *err)
{
	struct streak_rules asked = rules_of(&own->settings, today);
	struct history *h = history_open_read(own->db, err);
	bool ok =
	    (h || !err->text[0]) && count_load(h, &asked, today, &a->log, err);

	a->from = to - (int32_t)n + 1;
	a->n = n;
	a->days = mem_new(n, sizeof(*a->days));
	a->offset = mem_new(n, sizeof(*a->offset));
	for (size_t i = 0; i < n; i++)
		a->offset[i] = NO_OFFSET;
	if (ok)
		streak_days(&a->log.log, today, a->from, a->days, n);
	ok = ok && (!h || history_each_in(h, a->from, to, take_offset, a, err));
	history_close(h);
	return ok;
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

/* What decided, in words, with the rules of that day. */
static void
add_reason(const struct streak_day *d, struct str *out)
{
	switch (d->reason) {
	case REASON_BEFORE:
		str_add(out, "before the first session");
		return;
	case REASON_PAUSE:
		str_addf(out, "a pause%s%s", d->pause->why[0] ? ": " : "",
		    d->pause->why);
		return;
	case REASON_REST_DAY:
		str_addf(out, "%s is a rest day", weekday(d->day));
		return;
	case REASON_FREEZE:
		str_add(out, "a freeze was used; ");
		break;
	case REASON_GOAL:
	case REASON_OFF:
	case REASON_WEEKLY:
		break;
	}
	rules_print(&d->rules, out);
}

static void
print_day(const struct account *a, size_t i)
{
	const struct streak_day *d = &a->days[i];
	struct str line = {0};
	char day[CIVIL_LEN];

	str_addf(&line, "%s %s  %-6s  %3d in a row  ", civil_print(d->day, day),
	    weekday(d->day), streak_status_word(d->status), d->row);
	if (d->total.sessions > 0)
		str_addf(&line, "%d of %d sessions done, %lld min, ", d->total.done,
		    d->total.sessions, (long long)(d->total.active_ms / 60000));
	if (a->offset[i] != NO_OFFSET) {
		add_offset(a->offset[i], &line);
		str_add(&line, "; ");
	}
	add_reason(d, &line);
	cmd_put(line.s);
	putchar('\n');
	str_fini(&line);
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
	cmd_put(line.s);
	putchar('\n');
	str_fini(&line);
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

/* --- as JSON -------------------------------------------------------------------- */

static void
add_day(const struct account *a, size_t i, struct json *days)
{
	const struct streak_day *d = &a->days[i];
	struct json *o = json_push_object(days);
	struct str rules = {0};
	char day[CIVIL_LEN];

	rules_print(&d->rules, &rules);
	json_set_str(o, "day", civil_print(d->day, day));
	json_set_str(o, "status", streak_status_word(d->status));
	json_set_str(o, "rule", streak_reason_word(d->reason));
	json_set_str(o, "rules", rules.s);
	json_set_int(o, "sessions", d->total.sessions);
	json_set_int(o, "done", d->total.done);
	json_set_int(o, "active_s", d->total.active_ms / 1000);
	json_set_int(o, "row", d->row);
	json_set_int(o, "freezes", d->freezes);
	if (a->offset[i] == NO_OFFSET)
		json_set_null(o, "utc_offset_min");
	else
		json_set_int(o, "utc_offset_min", a->offset[i]);
	str_fini(&rules);
}

static bool
print_json(const struct account *a, struct err *err)
{
	struct json *json = json_new_object();
	struct json *days = json_set_array(json, "days");
	bool ok;

	for (size_t i = 0; i < a->n; i++)
		add_day(a, i, days);
	ok = json_print(json, stdout, err);
	json_free(json);
	return ok;
}

/* Which days: one operand names one, --days how many; false (and the message
 * printed) when they make none. */
static bool
asked_days(const struct cmd *cmd, int32_t today, int32_t *to, size_t *n)
{
	long long days = DAYS_STANDARD;

	*to = today;
	if (cmd->n_operands > 0) {
		if (!civil_parse(cmd->operands[0], to)) {
			cmd_usage(cmd, "%s: a day is 2026-03-02", cmd->operands[0]);
			return false;
		}
		if (*to > today) {
			cmd_usage(
			    cmd, "%s: that day is still to come", cmd->operands[0]);
			return false;
		}
		days = 1;
	}
	if (!cmd_int_option(cmd, "days", 1, DAYS_MOST, &days))
		return false;
	*n = (size_t)days;
	return true;
}

int
streak_why(struct cmd *cmd, struct own *own, int32_t today)
{
	struct account a = {0};
	struct err err = {""};
	int32_t to;
	size_t n;
	bool ok;

	if (!asked_days(cmd, today, &to, &n))
		return CMD_USAGE;
	ok = account_for(own, today, to, n, &a, &err);
	if (ok && cmd_option(cmd, "json"))
		ok = print_json(&a, &err);
	else if (ok)
		for (size_t i = 0; i < n; i++)
			print_day(&a, i);
	if (ok && n == 1 && !cmd_option(cmd, "json"))
		ok = print_sessions(own, to, &err);
	account_fini(&a);
	return ok ? CMD_OK : cmd_fail(&err);
}
