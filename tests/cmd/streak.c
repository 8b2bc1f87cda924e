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
	    "  \"at_risk\": false\n}\n");
	add(h, DAY - 1, STATE_DONE);
	assert_int_equal(RUN(h, "streak", "--json"), 0);
	assert_string_equal(h->out,
	    "{\n  \"today\": \"2026-03-02\",\n  \"current\": 1,\n"
	    "  \"longest\": 1,\n"
	    "  \"last_day\": \"2026-03-01\",\n"
	    "  \"done_today\": 0,\n  \"goal\": 1,\n"
	    "  \"at_risk\": true\n}\n");
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
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
