#include "report/sessions.h"

#include "base/civil.h"
#include "base/mem.h"
#include "history/said.h"
#include "history/words.h"
#include "report/csv.h"

#include <stdio.h>
#include <stdlib.h>

const char *
session_local_time(int64_t wall_ms, int offset_min, char buf[40])
{
	char instant[32];
	int east = abs(offset_min);

	civil_instant(wall_ms + (int64_t)offset_min * 60000, instant);
	snprintf(buf, 40, "%.10s %.8s%c%02d:%02d", instant, instant + 11,
	    offset_min < 0 ? '-' : '+', east / 60 % 100, east % 60);
	return buf;
}

/* --- cells ---------------------------------------------------------------------- */

static void
put_day(const struct session_record *r, struct str *out)
{
	char day[CIVIL_LEN];

	csv_text(out, civil_print(r->day, day));
}

static void
put_routine(const struct session_record *r, struct str *out)
{
	csv_text(out, r->routine);
}

static void
put_state(const struct session_record *r, struct str *out)
{
	csv_text(out, words_name(&words_state, (int)r->state));
}

static void
put_started(const struct session_record *r, struct str *out)
{
	char time[40];

	csv_text(out, session_local_time(r->started_ms, r->offset_min, time));
}

static void
put_planned(const struct session_record *r, struct str *out)
{
	csv_int(out, (r->planned_ms + 500) / 1000);
}

static void
put_active(const struct session_record *r, struct str *out)
{
	csv_int(out, r->active_ms / 1000);
}

static void
put_steps_done(const struct session_record *r, struct str *out)
{
	int done = 0;

	for (size_t i = 0; i < r->n_steps; i++)
		done += r->steps[i].outcome == OUTCOME_DONE;
	csv_int(out, done);
}

static void
put_steps_of(const struct session_record *r, struct str *out)
{
	csv_int(out, (int64_t)r->n_steps);
}

static void
put_stopped(const struct session_record *r, struct str *out)
{
	const char *at = NULL;

	for (size_t i = 0; i < r->n_steps; i++)
		if (r->steps[i].outcome == OUTCOME_WRONG)
			at = r->steps[i].exercise;
	csv_text(out, at);
}

static void
put_flags(const struct session_record *r, struct str *out)
{
	struct str said = {0};

	said_flags(r, NULL, NULL, &said);
	csv_text(out, said.s);
	str_fini(&said);
}

static void
put_left(const struct session_record *r, struct str *out)
{
	struct str said = {0};

	said_left(r, NULL, NULL, &said);
	csv_text(out, said.s);
	str_fini(&said);
}

static const struct {
	const char *name;
	enum share share;
	void (*put)(const struct session_record *r, struct str *out);
} columns[] = {
    {"local_date", SHARE_DONE, put_day},
    {"started_at", SHARE_TIMES, put_started},
    {"routine", SHARE_DONE, put_routine},
    {"state", SHARE_DONE, put_state},
    {"planned_s", SHARE_DURATION, put_planned},
    {"active_s", SHARE_DURATION, put_active},
    {"steps_done", SHARE_STEPS, put_steps_done},
    {"steps_of", SHARE_STEPS, put_steps_of},
    {"wrong_at", SHARE_STEPS, put_stopped},
    {"flags", SHARE_STEPS, put_flags},
    {"left_early", SHARE_STEPS, put_left},
};

/* Columns in pairs, "mood_before" and "mood_after". */
static const struct {
	const char *name;
	enum share share;
	int topic;
} scores[] = {
    {"pain", SHARE_PAIN, TOPIC_PAIN},
    {"mood", SHARE_TENSION, TOPIC_MOOD},
};

static void
put_pair_names(const char *what, struct str *out)
{
	char name[64];

	snprintf(name, sizeof(name), "%s_before", what);
	csv_text(out, name);
	snprintf(name, sizeof(name), "%s_after", what);
	csv_text(out, name);
}

static void
put_score(int score, struct str *out)
{
	if (score == SCORE_NONE)
		csv_text(out, NULL);
	else
		csv_int(out, score);
}

static void
put_pair(const struct session_record *r, int topic, struct str *out)
{
	const struct rating *rating = session_record_rating(r, topic);

	put_score(rating ? rating->before : SCORE_NONE, out);
	put_score(rating ? rating->after : SCORE_NONE, out);
}

static bool
has_region(const struct session_rows *rows, size_t region)
{
	return rows->share & BIT_OF(SHARE_TENSION) &&
	       rows->regions & BIT_OF(region);
}

void
session_rows_head(const struct session_rows *rows, struct str *out)
{
	for (size_t i = 0; i < ARRAY_LEN(columns); i++)
		if (rows->share & BIT_OF(columns[i].share))
			csv_text(out, columns[i].name);
	for (size_t i = 0; i < words_region.n; i++)
		if (has_region(rows, i))
			put_pair_names(words_name(&words_region, (int)i), out);
	for (size_t i = 0; i < ARRAY_LEN(scores); i++)
		if (rows->share & BIT_OF(scores[i].share))
			put_pair_names(scores[i].name, out);
	if (rows->share & BIT_OF(SHARE_NOTES))
		csv_text(out, "note");
	csv_end_row(out);
}

void
session_rows_add(const struct session_rows *rows, const struct session_record *r,
    struct str *out)
{
	for (size_t i = 0; i < ARRAY_LEN(columns); i++)
		if (rows->share & BIT_OF(columns[i].share))
			columns[i].put(r, out);
	for (size_t i = 0; i < words_region.n; i++)
		if (has_region(rows, i))
			put_pair(r, (int)i, out);
	for (size_t i = 0; i < ARRAY_LEN(scores); i++)
		if (rows->share & BIT_OF(scores[i].share))
			put_pair(r, scores[i].topic, out);
	if (rows->share & BIT_OF(SHARE_NOTES))
		csv_text(out, r->note);
	csv_end_row(out);
}
