#include "coach/pages.h"

#include "base/civil.h"
#include "report/csv.h"
#include "sync/item.h"

#include <string.h>

/* Begins a file to take away, and writes down that it was; false when there is no
 * such client. */
static bool
begin(struct call *call, struct store *store, const char *name,
    const char *const *columns)
{
	struct casefile file;
	bool there = coach_casefile(store, call->web.coach_no, call->param,
	    civil_day(call->now_ms, 0, 0), &file);

	casefile_fini(&file);
	if (!there) {
		pages_none(call);
		return false;
	}
	coach_looked(
	    store, call->web.coach_no, call->param, "exported", call->now_ms);
	call_header(
	    call, "Content-Disposition", "attachment; filename=\"%s\"", name);
	call->status = 200;
	call->type = "text/csv; charset=utf-8";
	str_clear(&call->answer);
	for (; *columns; columns++)
		csv_text(&call->answer, *columns);
	csv_end_row(&call->answer);
	return true;
}

static void
known(struct str *out, int64_t n)
{
	if (n < 0)
		csv_text(out, "");
	else
		csv_int(out, n);
}

static void
add_session(void *arg, const struct casefile_session *s)
{
	static const char *const states[] = {"done", "partial", "skipped"};
	struct str *out = arg;
	char day[CIVIL_LEN];

	csv_text(out, civil_print(s->day, day));
	csv_text(out, s->routine);
	csv_text(out, s->state <= ITEM_SKIPPED ? states[s->state] : "");
	known(out, s->active_s);
	known(out, s->steps_done);
	known(out, s->steps_all);
	known(out, s->before);
	known(out, s->after);
	known(out, s->pain);
	csv_text(out, s->stops);
	csv_text(out, s->note);
	csv_end_row(out);
}

void
pages_sessions_csv(struct call *call, struct store *store)
{
	static const char *const columns[] = {"day", "routine", "state",
	    "active_seconds", "steps_done", "steps", "tension_before",
	    "tension_after", "pain", "stops", "note", NULL};

	if (begin(call, store, "sessions.csv", columns))
		coach_sessions(store, call->web.coach_no, call->param, add_session,
		    &call->answer);
}

static void
add_day(void *arg, int32_t day, const struct casefile_day *totals)
{
	struct str *out = arg;
	char text[CIVIL_LEN];

	csv_text(out, civil_print(day, text));
	csv_int(out, totals->done);
	csv_int(out, totals->partial);
	csv_int(out, totals->skipped);
	known(out, totals->active_s);
	known(out, totals->pairs > 0 ? totals->before_sum : -1);
	known(out, totals->pairs > 0 ? totals->after_sum : -1);
	known(out, totals->pairs);
	known(out, totals->pain_most);
	csv_end_row(out);
}

void
pages_days_csv(struct call *call, struct store *store)
{
	static const char *const columns[] = {"day", "done", "partial", "skipped",
	    "active_seconds", "tension_before_sum", "tension_after_sum",
	    "tension_pairs", "pain_most", NULL};

	if (begin(call, store, "days.csv", columns))
		coach_days(
		    store, call->web.coach_no, call->param, add_day, &call->answer);
}
