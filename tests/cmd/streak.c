#include "history/streak.h"

#include "base/civil.h"
#include "tests/cmd/run.h"
#include "tests/test.h"

#define DAY     20514 /* 2026-03-02 */
#define HOUR_MS INT64_C(3600000)

static void
add(struct home *h, int32_t day, enum session_state state)
{
	struct history *history = history_open(h->db, NULL);
	struct session_record r = {.rev = 1,
	    .day = day,
	    .started_ms = civil_utc_ms(day),
	    .planned_ms = 1000,
	    .active_ms = 1000};

	assert_non_null(history);
	rng_uuid_day(day, r.id);
	assert_true(history_begin(history, &r, NULL));
	r.state = state;
	assert_true(history_end(history, &r, NULL));
	history_close(history);
}

static void
one_line(void **state)
{
	static const struct {
		int days_ago; /* of the session that is added; -1: none */
		enum session_state state;
		int hours; /* from 10:14 local of the day */
		const char *line, *remark;
	} rows[] = {
	    {-1, 0, 0, "no streak yet; a session begins it: uncoil start\n",
		"nothing"},
	    {2, STATE_DONE, 0, "streak 0 days, open today\n", "a day was missed"},
	    {1, STATE_DONE, 0, "streak 2 days, open today\n",
		"open breaks nothing"},
	    {0, STATE_PARTIAL, 0, "streak 2 days, open today\n",
		"partial is not done"},
	    {0, STATE_DONE, 0, "streak 3 days, today done\n", "done"},
	    {-1, 0, 16, "streak 3 days, today done\n", "02:14: still the same day"},
	    {-1, 0, 17, "streak 3 days, open today\n", "03:14: the next one"},
	    {-1, 0, 40, "streak 3 days, open today\n", "02:14: its last hour"},
	    {-1, 0, 41, "streak 0 days, open today\n", "03:14: over"},
	};
	struct home *h = *state;
	int64_t start = h->wall_ms;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		if (rows[i].days_ago >= 0)
			add(h, DAY - rows[i].days_ago, rows[i].state);
		h->wall_ms = start + rows[i].hours * HOUR_MS;
		assert_int_equal(RUN(h, "streak"), 0);
		if (strcmp(h->out, rows[i].line) != 0)
			fail_msg("%s: %s%s", rows[i].remark, h->out, h->err);
		/* From the mirror it is the same. */
		assert_int_equal(RUN(h, "streak"), 0);
		assert_string_equal(h->out, rows[i].line);
	}
}

static void
as_json(void **state)
{
	struct home *h = *state;

	assert_int_equal(RUN(h, "streak", "--json"), 0);
	assert_string_equal(h->out,
	    "{\n  \"today\": \"2026-03-02\",\n  \"current\": 0,\n"
	    "  \"longest\": 0,\n  \"last_day\": null,\n"
	    "  \"done_today\": 0,\n  \"goal\": 1,\n"
	    "  \"unit\": \"sessions\",\n  \"status\": \"open\",\n"
	    "  \"at_risk\": false,\n  \"freezes\": 0,\n  \"weekly\": 0,\n"
	    "  \"week_done\": 0,\n  \"rests_left\": 0\n}\n");
	add(h, DAY - 1, STATE_DONE);
	assert_int_equal(RUN(h, "streak", "--json"), 0);
	assert_string_equal(h->out,
	    "{\n  \"today\": \"2026-03-02\",\n  \"current\": 1,\n"
	    "  \"longest\": 1,\n"
	    "  \"last_day\": \"2026-03-01\",\n"
	    "  \"done_today\": 0,\n  \"goal\": 1,\n"
	    "  \"unit\": \"sessions\",\n  \"status\": \"open\",\n"
	    "  \"at_risk\": true,\n  \"freezes\": 0,\n  \"weekly\": 0,\n"
	    "  \"week_done\": 0,\n  \"rests_left\": 0\n}\n");
}

static void
the_day_begins_when_the_person_says(void **state)
{
	struct home *h = *state;

	add(h, DAY, STATE_DONE);
	h->wall_ms += 17 * HOUR_MS; /* 03:14 of the next morning */
	assert_int_equal(RUN(h, "streak"), 0);
	assert_string_equal(h->out, "streak 1 day, open today\n");
	assert_int_equal(RUN(h, "config", "set", "day_start", "04:00"), 0);
	assert_int_equal(RUN(h, "streak"), 0);
	assert_string_equal(h->out, "streak 1 day, today done\n");
	home_write(h->config, "[streak]\nday_start = 25:00\n");
	assert_int_equal(RUN(h, "streak"), 0);
	assert_string_equal(h->out, "streak 1 day, open today\n");
	assert_non_null(strstr(h->err, "config.ini:2: streak.day_start = 25:00"));
}

/* The mirror answers alone: with a database that nobody could read. */
static void
the_database_is_not_opened(void **state)
{
	struct home *h = *state;
	struct stat st;
	struct timespec times[2];
	char *text;

	add(h, DAY, STATE_DONE);
	assert_int_equal(RUN(h, "streak"), 0);
	assert_int_equal(stat(h->db, &st), 0);
	text = mem_new((size_t)st.st_size + 1, 1);
	memset(text, 'x', (size_t)st.st_size);
	home_write(h->db, text);
	free(text);
	times[0] = times[1] = st.st_mtim;
	assert_int_equal(utimensat(AT_FDCWD, h->db, times, 0), 0);
	assert_int_equal(RUN(h, "streak"), 0);
	assert_string_equal(h->out, "streak 1 day, today done\n");
	/* And when it has to be opened, it is said. */
	unlink(h->mirror);
	assert_int_equal(RUN(h, "streak"), 1);
	assert_non_null(strstr(h->err, "it is no history"));
}

static void
without_a_home(void **state)
{
	struct home *h = *state;

	unsetenv("HOME");
	unsetenv("XDG_CONFIG_HOME");
	assert_int_equal(RUN(h, "streak"), 1);
	assert_non_null(strstr(h->err, "set HOME or XDG_CONFIG_HOME"));
}

/* Each day with what counted, where, and the rule that decided. */
static void
every_day_is_explained(void **state)
{
	struct home *h = *state;

	add(h, DAY - 5, STATE_DONE);
	add(h, DAY - 3, STATE_DONE);
	add(h, DAY - 1, STATE_PARTIAL);
	assert_int_equal(RUN(h, "streak", "pause", "2026-02-26", "flu"), 0);
	assert_int_equal(RUN(h, "config", "set", "streak.rest_days", "mon"), 0);
	assert_int_equal(RUN(h, "streak", "--why"), 0);
	assert_string_equal(h->out,
	    "from 2026-02-25: 1 session a day, 2 freezes kept; a day begins at "
	    "03:00\n"
	    "2026-02-25 Wed  done      1 in a row  1 of 1 session done, 0 min, "
	    "UTC+00:00\n"
	    "2026-02-26 Thu  paused    1 in a row  no session, a pause: flu\n"
	    "2026-02-27 Fri  done      2 in a row  1 of 1 session done, 0 min, "
	    "UTC+00:00\n"
	    "2026-02-28 Sat  missed    0 in a row  no session\n"
	    "2026-03-01 Sun  missed    0 in a row  0 of 1 session done, 0 min, "
	    "UTC+00:00\n"
	    "from 2026-03-02: 1 session a day, rest on mon, 2 freezes kept; a day "
	    "begins at 03:00\n"
	    "2026-03-02 Mon  rest      0 in a row  no session, a rest day of the "
	    "week\n");
	assert_int_equal(RUN(h, "streak", "--why", "--days", "1"), 0);
	assert_non_null(strstr(h->out, "\n2026-03-02 Mon  rest "));
	assert_null(strstr(h->out, "2026-03-01"));
	/* One day, with its sessions; some days. */
	assert_int_equal(RUN(h, "streak", "--why", "yesterday"), 0);
	assert_non_null(strstr(h->out, "\n2026-03-01 Sun  missed "));
	assert_non_null(strstr(h->out, "\n    00:00 UTC+00:00  "));
	assert_int_equal(RUN(h, "streak", "--why", "2026-02-24..2026-02-25"), 0);
	assert_string_equal(h->out,
	    "from 2026-02-24: 1 session a day, 2 freezes kept; a day begins at "
	    "03:00\n"
	    "2026-02-24 Tue  missed    0 in a row  no session, before the first "
	    "one\n"
	    "2026-02-25 Wed  done      1 in a row  1 of 1 session done, 0 min, "
	    "UTC+00:00\n");
	assert_int_equal(RUN(h, "streak", "--why", "--json", "2026-02-26"), 0);
	assert_string_equal(h->out,
	    "{\n  \"days\": [\n    {\n      \"day\": \"2026-02-26\",\n"
	    "      \"status\": \"paused\",\n      \"rule\": \"pause\",\n"
	    "      \"rules\": \"1 session a day, 2 freezes kept\",\n"
	    "      \"day_start_min\": 180,\n      \"sessions\": 0,\n"
	    "      \"done\": 0,\n      \"active_s\": 0,\n      \"row\": 1,\n"
	    "      \"freezes\": 0,\n      \"why\": \"flu\",\n"
	    "      \"utc_offset_min\": null\n    }\n  ]\n}\n");
	assert_int_equal(RUN(h, "streak", "--why", "--json", "2026-02-25"), 0);
	assert_non_null(strstr(h->out, "\"utc_offset_min\": 0\n"));
	/* What cannot be asked. */
	assert_int_equal(RUN(h, "streak", "--why", "tomorrow"), 2);
	assert_non_null(strstr(h->err, "still to come"));
	assert_int_equal(RUN(h, "streak", "--why", "soon"), 2);
	assert_int_equal(RUN(h, "streak", "--why", "today", "today"), 2);
	assert_int_equal(RUN(h, "streak", "--why", "today", "--days", "2"), 2);
	assert_int_equal(RUN(h, "streak", "--days", "2"), 2);
}

/* Without any history there is today, and it is open. */
static void
why_nothing(void **state)
{
	struct home *h = *state;

	assert_int_equal(RUN(h, "streak", "--why"), 0);
	assert_string_equal(h->out,
	    "from 2026-03-02: 1 session a day, 2 freezes kept; a day begins at "
	    "03:00\n"
	    "2026-03-02 Mon  open      0 in a row  no session\n");
	assert_int_equal(RUN(h, "streak", "--why", "today"), 0);
}

/* Each with the whole of what it prints, or a part of what it complains of. */
static void
pauses_are_set_and_taken_back(void **state)
{
	static const struct {
		const char *words[6];
		int status;
		const char *out, *err;
	} rows[] = {
	    {{"pause"}, 0, "no pauses; to set one: uncoil streak pause FROM..TO\n",
		""},
	    {{"pause", "yesterday"}, 0,
		"paused 2026-03-01; sessions on these days still count\n"
		"streak 2 days, open today\n",
		""},
	    {{"pause", "2026-02-20..tomorrow", "ill,", "and", "tired"}, 0,
		"paused 2026-02-20..2026-03-03; sessions on these days still "
		"count\nstreak 3 days, paused today\n",
		""},
	    {{"unpause", "today..tomorrow"}, 0,
		"these days are not paused any more\nstreak 3 days, open today\n",
		""},
	    {{"pause", "2026-02-24", "a\x1b[31m train"}, 0,
		"paused 2026-02-24; sessions on these days still count\n"
		"streak 3 days, open today\n",
		""},
	    {{"pause"}, 0,
		"2026-02-20..2026-02-23  ill, and tired\n"
		"2026-02-24  a\xef\xbf\xbd[31m train\n"
		"2026-02-25..2026-03-01  ill, and tired\n",
		""},
	    {{"unpause", "2025-01-01"}, 1, "", "nothing was paused then"},
	    {{"unpause"}, 2, "", "say which days"},
	    {{"unpause", "today", "why"}, 2, "", "say which days"},
	    {{"pause", "2026-02-30"}, 2, "", "2026-02-30: days are"},
	    {{"pause", "2026-02-01.."}, 2, "", "2026-02-01..: days are"},
	    {{"pause", "..2026-02-01"}, 2, "", "..2026-02-01: days are"},
	    {{"pause", "2026-02-01...2026-02-02"}, 2, "", "days are"},
	    {{"pause", ""}, 2, "", "days are"},
	    {{"pause", "2026-02-02..2026-02-01"}, 2, "", "ends before it begins"},
	    {{"pause", "2026-01-01..2027-01-02"}, 2, "", "at most 366 days"},
	    {{"pause", "today",
		 "more than eighty bytes of it are no reason but a letter, which "
		 "belongs somewhere else"},
		2, "", "a reason is UTF-8 of at most 80 bytes"},
	    {{"pause", "today", "\xff"}, 2, "", "a reason is UTF-8"},
	    {{"pause", "today", "--json"}, 2, "", "--json goes with the list"},
	    {{"rest"}, 2, "", "say pause, unpause, or --why"},
	};
	struct home *h = *state;

	add(h, DAY - 2, STATE_DONE);
	add(h, DAY - 3, STATE_DONE);
	add(h, DAY - 11, STATE_DONE);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const char *const *w = rows[i].words;

		assert_int_equal(
		    RUN(h, "streak", w[0], w[1], w[2], w[3], w[4]), rows[i].status);
		assert_string_equal(h->out, rows[i].out);
		if (!strstr(h->err, rows[i].err))
			fail_msg("row %zu: %s", i, h->err);
	}
	assert_int_equal(RUN(h, "streak", "pause", "--json"), 0);
	assert_non_null(strstr(h->out,
	    "{\n    \"from\": \"2026-02-20\",\n    \"to\": \"2026-02-23\",\n"
	    "    \"why\": \"ill, and tired\"\n  }"));
}

static void
another_rule_is_said_and_leaves_the_past(void **state)
{
	struct home *h = *state;

	add(h, DAY - 1, STATE_DONE);
	add(h, DAY, STATE_DONE);
	assert_int_equal(RUN(h, "streak"), 0);
	assert_string_equal(h->err, "");
	home_write(h->config, "[streak]\ngoal = 2\n");
	assert_int_equal(RUN(h, "streak"), 0);
	assert_string_equal(h->out, "streak 1 day, open today\n");
	assert_non_null(strstr(h->err, "from today on (2 sessions a day"));
	assert_int_equal(RUN(h, "streak"), 0);
	assert_string_equal(h->err, "");
	/* Also where they are set, and where they are not others. */
	assert_int_equal(RUN(h, "config", "set", "streak.goal", "3"), 0);
	assert_non_null(strstr(h->err, "from today on (3 sessions a day"));
	assert_int_equal(RUN(h, "config", "set", "streak.goal", "3"), 0);
	assert_string_equal(h->err, "");
	assert_int_equal(RUN(h, "config", "set", "day_start", "04:00"), 0);
	assert_non_null(strstr(h->err, "a day begins at 04:00); days before"));
	assert_int_equal(RUN(h, "streak"), 0);
	assert_string_equal(h->err, "");
	home_write(h->config, "[streak]\non = no\n");
	assert_int_equal(RUN(h, "streak"), 0);
	assert_non_null(strstr(h->out, "the streak is off"));
}

int
main(void)
{
#define AT_HOME(test)                                                              \
	cmocka_unit_test_setup_teardown(test, home_setup, home_teardown)
	const struct CMUnitTest tests[] = {
	    AT_HOME(one_line),
	    AT_HOME(as_json),
	    AT_HOME(the_day_begins_when_the_person_says),
	    AT_HOME(the_database_is_not_opened),
	    AT_HOME(without_a_home),
	    AT_HOME(every_day_is_explained),
	    AT_HOME(why_nothing),
	    AT_HOME(pauses_are_set_and_taken_back),
	    AT_HOME(another_rule_is_said_and_leaves_the_past),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
