#include "history/streak.h"

#include "base/civil.h"

const char *
streak_status_word(enum streak_status status)
{
	static const char *const words[] = {
	    "missed", "open", "done", "rest", "paused", "frozen"};

	return words[status];
}

const char *
streak_reason_word(enum streak_reason reason)
{
	static const char *const words[] = {
	    "before", "goal", "off", "pause", "rest day", "weekly", "freeze"};

	return words[reason];
}

/* A way along the days, one at a time. */
struct walk {
	const struct streak_log *log;
	int32_t first; /* of the log: nothing was before */
	int32_t today;
	size_t day, rule, pause; /* where in the log it is */
	struct streak_rules rules;
	int row, freezes;
	int week_done; /* of this row, since Monday */
	int left_out;  /* of "N of 7", since Monday */
	int longest;
	int32_t last_day;
};

static int32_t
monday_of(int32_t day)
{
	int since = civil_weekday(day);

	return day < INT32_MIN + since ? INT32_MIN : day - since;
}

/* What the log says of a day; the days are asked for in order. */
static void
look_up(struct walk *w, int32_t day, struct streak_day *out)
{
	const struct streak_log *log = w->log;

	while (w->rule < log->n_rules && log->rules[w->rule].from <= day)
		w->rules = log->rules[w->rule++];
	while (w->day < log->n_days && log->days[w->day].day < day)
		w->day++;
	while (w->pause < log->n_pauses && log->pauses[w->pause].last < day)
		w->pause++;
	*out = (struct streak_day){
	    .day = day, .rules = w->rules, .total = {.day = day}};
	if (w->day < log->n_days && log->days[w->day].day == day)
		out->total = log->days[w->day];
	if (w->pause < log->n_pauses && log->pauses[w->pause].first <= day)
		out->pause = &log->pauses[w->pause];
}

static int
amount(const struct streak_rules *rules, const struct day_total *total)
{
	int64_t minutes = total->active_ms / 60000;

	if (rules->unit == UNIT_SESSIONS)
		return total->done;
	return minutes > INT32_MAX ? INT32_MAX : (int)minutes;
}

static void
decide(struct streak_day *out, enum streak_status status, enum streak_reason reason)
{
	out->status = status;
	out->reason = reason;
}

static void
take_done(struct walk *w, struct streak_day *out)
{
	decide(out, STREAK_DONE, REASON_GOAL);
	w->row++;
	w->week_done++;
	w->last_day = out->day;
	if (w->row > w->longest)
		w->longest = w->row;
}

static void
take_missed(struct walk *w, struct streak_day *out)
{
	if (w->freezes > 0) {
		decide(out, STREAK_FROZEN, REASON_FREEZE);
		w->freezes--;
		return;
	}
	decide(out, STREAK_MISSED, w->rules.weekly ? REASON_WEEKLY : REASON_GOAL);
	if (!w->rules.weekly)
		w->week_done = 0;
	w->row = w->week_done;
}

/* over: the day is; what is not done by now will not be. */
static void
judge(struct walk *w, bool over, struct streak_day *out)
{
	const struct streak_rules *r = &w->rules;

	if (amount(r, &out->total) >= r->goal) {
		take_done(w, out);
	} else if (!r->on) {
		decide(out, STREAK_PAUSED, REASON_OFF);
	} else if (out->pause) {
		decide(out, STREAK_PAUSED, REASON_PAUSE);
	} else if (!r->weekly && r->rest & 1u << civil_weekday(out->day)) {
		decide(out, STREAK_REST, REASON_REST_DAY);
	} else if (!over) {
		decide(out, STREAK_OPEN, REASON_GOAL);
	} else if (r->weekly && w->left_out < 7 - r->weekly) {
		decide(out, STREAK_REST, REASON_WEEKLY);
		w->left_out++;
	} else {
		take_missed(w, out);
	}
}

static void
step(struct walk *w, int32_t day, bool over, struct streak_day *out)
{
	if (civil_weekday(day) == 0)
		w->week_done = w->left_out = 0;
	look_up(w, day, out);
	judge(w, over, out);
	if (day < w->first) /* of its week, so that a row knows its Monday */
		decide(out, STREAK_MISSED, REASON_BEFORE);
	if (over && civil_weekday(day) == 6 && w->week_done >= STREAK_WEEK_EARNS)
		w->freezes++;
	if (w->freezes > w->rules.freezes)
		w->freezes = w->rules.freezes;
	out->row = w->row;
	out->freezes = w->freezes;
}

static void
begin(struct walk *w, const struct streak_log *log, int32_t today)
{
	*w = (struct walk){.log = log,
	    .today = today,
	    .first = log->n_days ? log->days[0].day : today,
	    .rules = rules_standard(),
	    .last_day = CIVIL_NONE};
	if (w->first > today)
		w->first = today;
}

/* Without a row nothing can change before the week of the next day that has a
 * session. */
static int32_t
next_day(struct walk *w, int32_t day)
{
	const struct streak_log *log = w->log;
	int32_t to = w->today;

	if (w->row > 0)
		return day + 1;
	while (w->day < log->n_days && log->days[w->day].day <= day)
		w->day++;
	if (w->day < log->n_days && log->days[w->day].day < to)
		to = log->days[w->day].day;
	to = monday_of(to);
	return to > day ? to : day + 1;
}

/* Goes on to the end of yesterday; the days from `from` on are kept in out. */
static void
walk_to_today(struct walk *w, int32_t from, struct streak_day *out, size_t n)
{
	int32_t day = monday_of(w->first), next;
	struct streak_day one;

	for (; day < w->today; day = next) {
		int64_t at = (int64_t)day - from;

		step(w, day, true, &one);
		if (at >= 0 && at < (int64_t)n)
			out[at] = one;
		next = next_day(w, day);
		if (n > 0 && next > from) /* each of them */
			next =
			    day + 1 > monday_of(from) ? day + 1 : monday_of(from);
	}
}

/* As if nothing had been before: all are blank until they are walked over. */
static void
blank(int32_t from, struct streak_day *out, size_t n)
{
	struct streak_rules rules = rules_standard();

	for (size_t i = 0; i < n; i++)
		out[i] =
		    (struct streak_day){.day = from + (int32_t)i, .rules = rules};
}

static void
keep_today(struct walk *w, int32_t from, struct streak_day *out, size_t n)
{
	struct streak_day last;
	int64_t at = (int64_t)w->today - from;

	step(w, w->today, false, &last);
	if (at >= 0 && at < (int64_t)n)
		out[at] = last;
}

void
streak_days(const struct streak_log *log, int32_t today, int32_t from,
    struct streak_day *days, size_t n)
{
	struct walk w;

	begin(&w, log, today);
	blank(from, days, n);
	walk_to_today(&w, from, days, n);
	keep_today(&w, from, days, n);
}

static char
letter(const struct streak_day *day)
{
	static const char letters[] = "modrpf";

	return day->reason == REASON_BEFORE ? '-' : letters[day->status];
}

/* Where the walk has come to, today with it. */
static void
sum_up(const struct walk *w, const struct streak_day *last, struct streak *out)
{
	const struct streak_rules *r = &w->rules;
	int spare = r->weekly ? 7 - r->weekly - w->left_out : 0;

	out->today = w->today;
	out->on = r->on;
	out->current = w->row;
	out->longest = w->longest;
	out->last_day = w->last_day;
	out->done_today = amount(r, &last->total);
	out->goal = r->goal;
	out->unit = r->unit;
	out->status = last->status;
	out->freezes = w->freezes;
	out->weekly = r->weekly;
	out->week_done = w->week_done;
	out->rests_left = w->freezes + (spare > 0 ? spare : 0);
}

void
streak_count(const struct streak_log *log, int32_t today, struct streak *out)
{
	struct streak_day days[STREAK_MARKS], night;
	int32_t from = today - (STREAK_MARKS - 1);
	struct walk w, tonight;

	begin(&w, log, today);
	blank(from, days, STREAK_MARKS);
	walk_to_today(&w, from, days, STREAK_MARKS);
	tonight = w;
	keep_today(&w, from, days, STREAK_MARKS);
	step(&tonight, today, true, &night);
	*out = (struct streak){0};
	sum_up(&w, &days[STREAK_MARKS - 1], out);
	out->tonight = night.status;
	out->at_risk = night.row < out->current;
	for (int i = 0; i < STREAK_MARKS; i++)
		out->marks[i] = letter(&days[i]);
}

char
streak_mark(const struct streak *s, int32_t day)
{
	int64_t at = STREAK_MARKS - 1 - ((int64_t)s->today - day);

	return at >= 0 && at < STREAK_MARKS && s->marks[at] ? s->marks[at] : '-';
}
