#include "base/civil.h"
#include "base/json.h"
#include "base/mem.h"
#include "cmd/cmd.h"
#include "cmd/own.h"
#include "cmd/print.h"
#include "cmd/stats_screen.h"
#include "cmd/stats_told.h"
#include "history/words.h"
#include "screen/stats_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- which days -------------------------------------------------------------------- */

struct range {
	int32_t from, to;
};

/* False, and the message printed, where it is none. */
static bool
day_option(const struct cmd *cmd, const char *name, int32_t *day)
{
	const char *given = cmd_option(cmd, name);

	if (!given || civil_parse(given, day))
		return true;
	cmd_usage(cmd, "--%s is a day such as 2026-03-02, not %.40s", name, given);
	return false;
}

/* From a day to another, or the weeks that end with today's. */
static bool
read_range(const struct cmd *cmd, int32_t today, struct range *r)
{
	long long weeks = STATS_WEEKS_HALF;

	*r = (struct range){CIVIL_NONE, today};
	if (!cmd_int_option(cmd, "weeks", 1, PERIOD_DAYS_MAX / 7, &weeks) ||
	    !day_option(cmd, "from", &r->from) || !day_option(cmd, "to", &r->to))
		return false;
	if (r->from == CIVIL_NONE)
		r->from = period_from(r->to, (int)weeks);
	else if (cmd_option(cmd, "weeks"))
		return !cmd_usage(cmd, "only one of --weeks and --from");
	if (r->from > r->to)
		return !cmd_usage(cmd, "--from is after --to");
	if (r->to - r->from >= PERIOD_DAYS_MAX)
		return !cmd_usage(cmd, "at most %d days can be looked at in one go",
		    PERIOD_DAYS_MAX);
	return true;
}

/* --- JSON --------------------------------------------------------------------------- */

static void
add_regions(struct json *o, const struct period *p)
{
	static const char *const keys[DOSE_KINDS] = {
	    "stretch_s", "roll_s", "ball_s", "other_s"};

	for (int r = 0; r < DOSE_REGIONS; r++) {
		const struct dose *dose = &p->dose[r];
		struct json *region;

		if (dose_all_ms(dose) == 0)
			continue;
		region = json_set_object(o, words_name(&words_region, r));
		for (int k = 0; k < DOSE_KINDS; k++)
			json_set_int(region, keys[k], dose->ms[k] / 1000);
		json_set_int(region, "left_s", dose->left_ms / 1000);
		json_set_int(region, "right_s", dose->right_ms / 1000);
	}
}

/* null where it cannot be said. */
static void
set_said(struct json *o, const char *key, bool said, double n)
{
	if (said)
		json_set_number(o, key, n);
	else
		json_set_null(o, key);
}

static void
add_trends(struct json *o, const struct period *p)
{
	for (int r = 0; r < DOSE_REGIONS; r++) {
		const struct trend *t = &p->region[r].trend;
		bool said = t->verdict != VERDICT_EARLY;
		struct json *trend;

		if (t->n == 0)
			continue;
		trend = json_set_object(o, words_name(&words_region, r));
		json_set_int(trend, "n", (int64_t)t->n);
		set_said(trend, "start", said, t->start);
		set_said(trend, "recent", said, t->recent);
		set_said(trend, "change", said, t->change);
		set_said(trend, "threshold", said, t->threshold);
		json_set_str(trend, "verdict", verdict_word(t->verdict));
		set_said(trend, "slope_per_week", t->sloping, t->slope_per_week);
	}
}

static void
add_helps(struct json *array, const struct period *p)
{
	for (size_t i = 0; i < p->n_helps; i++) {
		const struct help *h = &p->helps[i];
		struct json *help = json_push_object(array);

		json_set_str(help, "exercise", h->exercise);
		json_set_int(help, "n", (int64_t)h->n);
		json_set_number(help, "change", h->change);
		json_set_number(help, "low", h->low);
		json_set_number(help, "high", h->high);
	}
}

/* Each reason that was given, and how often. */
static void
add_left(struct json *object, const struct period *p)
{
	for (int i = WHY_PAIN; i < WHYS; i++)
		if (p->left[i])
			json_set_int(object, words_name(&words_why, i), p->left[i]);
}

static void
add_flags(struct json *array, const struct period *p)
{
	for (size_t i = 0; i < p->n_alarms; i++) {
		const struct alarm_raised *a = &p->alarms[i];
		struct json *flag = json_push_object(array);
		char code[8], day[CIVIL_LEN];

		snprintf(code, sizeof(code), "F%d", a->code);
		json_set_str(flag, "code", code);
		json_set_str(flag, "day", civil_print(a->day, day));
		json_set_str(flag, "exercise", *a->exercise ? a->exercise : NULL);
		json_set_str(flag, "flag", words_name(&words_flagged, a->code));
	}
}

static bool
print_json(const struct stats_view *v, struct err *err)
{
	const struct period *p = v->period;
	struct json *o = json_new_object();
	char day[CIVIL_LEN];
	bool ok;

	json_set_str(o, "from", civil_print(p->from, day));
	json_set_str(o, "to", civil_print(p->to, day));
	json_set_int(o, "sessions", p->sessions);
	json_set_int(o, "active_s", p->active_ms / 1000);
	json_set_int(o, "days_active", p->days_active);
	json_set_int(o, "planned_s", (p->planned_ms + 500) / 1000);
	json_set_int(o, "streak", v->streak.current);
	add_regions(json_set_object(o, "regions"), p);
	add_trends(json_set_object(o, "trend"), p);
	add_helps(json_set_array(o, "helps"), p);
	add_flags(json_set_array(o, "flags"), p);
	add_left(json_set_object(o, "left_early"), p);
	ok = json_print(o, stdout, err);
	json_free(o);
	return ok;
}

/* --- text ----------------------------------------------------------------------------- */

/* Rows of the head and of what has no list; of a region; more than a row each may
 * take. */
#define HEAD_ROWS   60
#define REGION_ROWS 16

static int
rows_for(const struct period *p)
{
	enum region regions[DOSE_REGIONS];

	return HEAD_ROWS + REGION_ROWS * stats_regions(p, regions) +
	       (int)p->n_helps + 2 * (int)(p->n_alarms < 300 ? p->n_alarms : 300);
}

/* The same parts as on the screen, all of them, in the locale's characters. */
static bool
print_text_of(const struct stats_view *v, struct err *err)
{
	struct frame *f = frame_new(rows_for(v->period), print_width());
	int rows;
	char *text, *at, *end;

	(void)err;
	f->ascii = MB_CUR_MAX == 1;
	rows = view_stats_whole(f, v);
	text = at = frame_text(f);
	for (int y = 0; y < rows && (end = strchr(at, '\n')) != NULL; y++) {
		printf("%.*s\n", (int)(end - at), at);
		at = end + 1;
	}
	free(text);
	frame_free(f);
	return true;
}

/* --- the command ------------------------------------------------------------------------ */

static int
print(const struct cmd *cmd, const struct own *own, int32_t today,
    const struct range *r)
{
	struct stats_told told;
	struct streak streak;
	struct stats_view v;
	struct err err = {""};
	bool ok = stats_tell(own->db, own->library, r->from, r->to, &told, &err);

	own_streak(own, today, &streak);
	v = stats_view_of(&told, &streak);
	if (ok)
		ok = (cmd_option(cmd, "json") ? print_json : print_text_of)(
		    &v, &err);
	stats_told_fini(&told);
	return ok ? CMD_OK : cmd_fail(&err);
}

static int
look(const struct own *own, const struct range *r)
{
	struct term_options term = own_term(own);
	struct err err;
	struct run *run = run_open(&term, &err);
	enum run_end end;

	if (!run)
		return cmd_fail(&err);
	end = stats_look_at(run, own, r->from, r->to);
	run_close(run);
	return end == RUN_OVER ? CMD_OK : CMD_FAILED;
}

int
cmd_stats(struct cmd *cmd)
{
	struct instant now = {
	    .wall_ms = cmd->wall_ms, .offset_min = cmd->offset_min};
	struct range range;
	struct own own;
	int status = CMD_USAGE;
	int32_t today;

	own_init(&own);
	today = own_today(&own, &now);
	if (read_range(cmd, today, &range))
		status = cmd_option(cmd, "json") || cmd_wants_lines(cmd)
			     ? print(cmd, &own, today, &range)
			     : look(&own, &range);
	own_fini(&own);
	return status;
}
