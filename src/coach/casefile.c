#include "coach/casefile.h"

#include "base/civil.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

void
casefile_init(struct casefile *file, int32_t today)
{
	*file = (struct casefile){.today = today,
	    .first = today + 2 - CASEFILE_DAYS,
	    .linked = CIVIL_NONE,
	    .seen = CIVIL_NONE,
	    .streak = -1};
	for (size_t i = 0; i < CASEFILE_DAYS; i++)
		file->days[i].active_s = file->days[i].pain_most = -1;
}

void
casefile_session_fini(struct casefile_session *session)
{
	free(session->routine);
	free(session->stops);
	free(session->note);
}

void
casefile_fini(struct casefile *file)
{
	for (size_t i = 0; i < file->n_sessions; i++)
		casefile_session_fini(&file->sessions[i]);
	free(file->sessions);
	for (size_t i = 0; i < file->n_checkins; i++)
		free(file->checkins[i].note);
	for (size_t i = 0; i < file->n_plans; i++) {
		free(file->plans[i].title);
		free(file->plans[i].state);
		free(file->plans[i].why);
	}
	free(file->alias);
}

static void
drop_oldest(struct casefile *file)
{
	casefile_session_fini(&file->sessions[0]);
	file->n_sessions--;
	memmove(file->sessions, file->sessions + 1,
	    file->n_sessions * sizeof(*file->sessions));
}

struct casefile_session *
casefile_add(struct casefile *file)
{
	struct casefile_session *session;

	if (file->n_sessions == CASEFILE_SESSIONS)
		drop_oldest(file);
	if (file->n_sessions == file->room) {
		file->room = file->room ? 2 * file->room : 64;
		file->sessions =
		    mem_resize(file->sessions, file->room, sizeof(*file->sessions));
	}
	session = &file->sessions[file->n_sessions++];
	*session = (struct casefile_session){.active_s = -1,
	    .steps_done = -1,
	    .steps_all = -1,
	    .before = -1,
	    .after = -1,
	    .pain = -1};
	return session;
}

bool
casefile_check_in(struct casefile *file, const struct casefile_checkin *checkin)
{
	if (casefile_on(file, checkin->day))
		file->days[checkin->day - file->first].checkins++;
	if (file->n_checkins == CASEFILE_CHECKINS)
		return false;
	file->checkins[file->n_checkins++] = *checkin;
	return true;
}

const struct casefile_day *
casefile_on(const struct casefile *file, int32_t day)
{
	return day < file->first || day >= file->first + CASEFILE_DAYS
		   ? NULL
		   : &file->days[day - file->first];
}

/* --- plans ------------------------------------------------------------------ */

static bool
is_over(const struct casefile_plan *plan)
{
	return strcmp(plan->state, "ended") == 0;
}

const struct casefile_plan *
casefile_plan(const struct casefile *file)
{
	for (size_t i = 0; i < file->n_plans; i++)
		if (file->plans[i].newest && !is_over(&file->plans[i]))
			return &file->plans[i];
	return NULL;
}

/* The day on which a plan ended, CIVIL_NONE while it has not. */
static int32_t
over_since(const struct casefile *file, const char *rx)
{
	for (size_t i = 0; i < file->n_plans; i++)
		if (file->plans[i].newest && is_over(&file->plans[i]) &&
		    strcmp(file->plans[i].rx, rx) == 0)
			return file->plans[i].since;
	return CIVIL_NONE;
}

static bool
holds_on(const struct casefile *file, const struct casefile_plan *plan, int32_t day)
{
	int32_t over = over_since(file, plan->rx);

	return plan->agreed != CIVIL_NONE && plan->agreed <= day &&
	       plan->from <= day && (plan->to == CIVIL_NONE || day <= plan->to) &&
	       (over == CIVIL_NONE || day < over);
}

/* The version that was agreed to last, of all that hold on the day. */
int
casefile_planned(const struct casefile *file, int32_t day)
{
	const struct casefile_plan *held = NULL;

	for (size_t i = 0; i < file->n_plans; i++) {
		const struct casefile_plan *plan = &file->plans[i];

		if (holds_on(file, plan, day) &&
		    (!held || plan->agreed > held->agreed))
			held = plan;
	}
	return held && held->days_mask >> civil_weekday(day) & 1 ? held->per_day
								 : 0;
}

struct casefile_sum
casefile_sum(const struct casefile *file, int32_t from, int32_t to)
{
	struct casefile_sum sum = {0};

	for (int32_t day = from; day <= to; day++) {
		const struct casefile_day *on = casefile_on(file, day);
		int planned = casefile_planned(file, day);

		if (!on)
			continue;
		sum.planned += planned;
		sum.done += on->done < planned ? on->done : planned;
	}
	return sum;
}

/* --- numbers ---------------------------------------------------------------- */

static int
by_value(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

int
casefile_median2(int *values, size_t n)
{
	if (n == 0)
		return -1;
	qsort(values, n, sizeof(*values), by_value);
	return values[(n - 1) / 2] + values[n / 2];
}
