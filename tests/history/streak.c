#include "history/streak.h"

#include "base/civil.h"
#include "base/mem.h"
#include "tests/folder.h"
#include "tests/test.h"

#include <string.h>

#define TODAY 20514

/* A log in letters, the last one being today: d a done day, p a day with a
 * session that was not done, . none. */
static size_t
days_of(const char *log, struct day_total *days)
{
	size_t n = 0, len = strlen(log);

	for (size_t i = 0; i < len; i++)
		if (log[i] != '.')
			days[n++] = (struct day_total){
			    TODAY - (int32_t)(len - 1 - i), log[i] == 'd', 1000};
	return n;
}

static void
rows(void **state)
{
	static const struct {
		const char *log;
		int current, longest, done_today;
		int32_t last; /* days ago, -1: never */
		bool at_risk;
		const char *remark;
	} row[] = {
	    {"", 0, 0, 0, -1, false, "no history"},
	    {".", 0, 0, 0, -1, false, "an empty today"},
	    {"d", 1, 1, 1, 0, false, "the first day"},
	    {"p", 0, 0, 0, -1, false, "a partial session is no day"},
	    {"d.", 1, 1, 0, 1, true, "today is open: nothing is broken yet"},
	    {"dp", 1, 1, 0, 1, true, "a partial session leaves today open"},
	    {"d..", 0, 1, 0, 2, false, "a day was missed"},
	    {"dd.dd", 2, 2, 1, 0, false, "begun again"},
	    {"ddd.d", 1, 3, 1, 0, false, "the longest is in the past"},
	    {"ddddd", 5, 5, 1, 0, false, "in a row"},
	    {"dddd.", 4, 4, 0, 1, true, "in a row, today open"},
	    {"ddpdd", 2, 2, 1, 0, false, "a partial day breaks it"},
	};
	struct day_total days[16];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(row); i++) {
		struct streak s;
		int32_t last = row[i].last < 0 ? CIVIL_NONE : TODAY - row[i].last;

		streak_count(days, days_of(row[i].log, days), TODAY, &s);
		if (s.current != row[i].current || s.longest != row[i].longest ||
		    s.done_today != row[i].done_today || s.last_day != last ||
		    s.at_risk != row[i].at_risk || s.goal != 1 || s.today != TODAY)
			fail_msg("%s (%s): %d %d %d", row[i].log, row[i].remark,
			    s.current, s.longest, s.done_today);
	}
}

static void
days_to_come_do_not_count(void **state)
{
	static const struct day_total days[] = {
	    {TODAY - 1, 1, 1}, {TODAY + 1, 1, 1}, {TODAY + 2, 1, 1}};
	struct streak s;

	(void)state;
	streak_count(days, ARRAY_LEN(days), TODAY, &s);
	assert_int_equal(s.current, 1);
	assert_int_equal(s.longest, 1);
	assert_int_equal(s.last_day, TODAY - 1);
	assert_true(s.at_risk);
}

/* --- random logs against a day-by-day reference ------------------------- */

#define SPAN 60

static uint32_t
next_random(uint32_t *seed)
{
	return *seed = *seed * 1664525u + 1013904223u;
}

static size_t
from_counts(const int *done, struct day_total *days)
{
	size_t n = 0;

	for (int i = 0; i < SPAN; i++)
		if (done[i] >= 0)
			days[n++] =
			    (struct day_total){TODAY - SPAN + 1 + i, done[i], 1};
	return n;
}

static int
naive_current(const int *done)
{
	int at = SPAN - 1, n = 0;

	if (done[at] < 1)
		at--;
	while (at >= 0 && done[at] >= 1) {
		at--;
		n++;
	}
	return n;
}

static int
naive_longest(const int *done)
{
	int best = 0;

	for (int from = 0; from < SPAN; from++) {
		int to = from;

		while (to < SPAN && done[to] >= 1)
			to++;
		if (to - from > best)
			best = to - from;
	}
	return best;
}

static void
random_logs(void **state)
{
	uint32_t seed = 20260302;

	(void)state;
	for (int round = 0; round < 10000; round++) {
		int done[SPAN];
		struct day_total days[SPAN];
		struct streak s, more;
		uint32_t density = next_random(&seed) >> 28;
		int at;

		/* -1 no session, 0 none done, 1.. done */
		for (int i = 0; i < SPAN; i++)
			done[i] = (next_random(&seed) >> 28) <= density
				      ? (int)(next_random(&seed) >> 30)
				      : (int)(next_random(&seed) >> 31) - 1;
		streak_count(days, from_counts(done, days), TODAY, &s);
		assert_int_equal(s.current, naive_current(done));
		assert_int_equal(s.longest, naive_longest(done));
		assert_true(s.current <= s.longest);
		assert_int_equal(
		    s.done_today, done[SPAN - 1] > 0 ? done[SPAN - 1] : 0);
		assert_int_equal(s.at_risk, s.current > 0 && done[SPAN - 1] < 1);

		/* One session more, anywhere, never takes a day away. */
		at = (int)(next_random(&seed) % SPAN);
		done[at] = done[at] < 0 ? 1 : done[at] + 1;
		streak_count(days, from_counts(done, days), TODAY, &more);
		assert_true(more.current >= s.current);
		assert_true(more.longest >= s.longest);
		assert_true(more.longest <= s.longest + more.current + SPAN);

		/* Midnight alone breaks nothing that was done on the day. */
		streak_count(days, from_counts(done, days), TODAY + 1, &s);
		if (more.done_today)
			assert_int_equal(s.current, more.current);
		else
			assert_int_equal(s.current, 0);
	}
}

/* --- the mirror --------------------------------------------------------- */

struct place {
	struct folder folder;
	char mirror[700];
};

static int
setup(void **state)
{
	struct place *p = mem_new(1, sizeof(*p));

	folder_make(&p->folder, "history.db");
	snprintf(
	    p->mirror, sizeof(p->mirror), "%s/config/streak.ini", p->folder.path);
	*state = p;
	return 0;
}

static int
teardown(void **state)
{
	folder_remove(&((struct place *)*state)->folder);
	free(*state);
	return 0;
}

static void
add_session(const char *path, int32_t day, enum session_state state)
{
	struct history *h = history_open(path, NULL);
	struct session_record r = {.rev = 1,
	    .day = day,
	    .started_ms = civil_utc_ms(day),
	    .routine = "r",
	    .planned_ms = 1000,
	    .active_ms = 1000};

	assert_non_null(h);
	rng_uuid_day(day, r.id);
	assert_true(history_begin(h, &r, NULL));
	r.state = state;
	assert_true(history_end(h, &r, NULL));
	history_close(h);
}

static char *
text_of(const char *path)
{
	char *text = mem_new(4096, 1);
	FILE *in = fopen(path, "r");

	assert_non_null(in);
	assert_true(fread(text, 1, 4095, in) > 0);
	fclose(in);
	return text;
}

static void
put(const char *path, const char *text)
{
	FILE *out = fopen(path, "w");

	assert_non_null(out);
	fputs(text, out);
	fclose(out);
}

static void
same(const struct streak *a, const struct streak *b)
{
	assert_int_equal(a->today, b->today);
	assert_int_equal(a->current, b->current);
	assert_int_equal(a->longest, b->longest);
	assert_int_equal(a->last_day, b->last_day);
	assert_int_equal(a->done_today, b->done_today);
	assert_int_equal(a->goal, b->goal);
	assert_int_equal(a->at_risk, b->at_risk);
}

static void
the_mirror_follows(void **state)
{
	struct place *p = *state;
	const char *db = p->folder.file;
	struct streak s, m;

	/* Nothing at all: a streak of nothing, which is mirrored too. */
	assert_true(streak_now(p->mirror, db, TODAY, &s, NULL));
	assert_int_equal(s.current, 0);
	assert_true(streak_mirror_read(p->mirror, db, TODAY, &m));
	assert_int_equal(m.last_day, CIVIL_NONE);

	for (int i = 5; i >= 0; i--) {
		add_session(db, TODAY - i, STATE_DONE);
		assert_false(streak_mirror_read(p->mirror, db, TODAY, &m));
		assert_true(streak_now(p->mirror, db, TODAY, &s, NULL));
		assert_true(streak_mirror_read(p->mirror, db, TODAY, &m));
		same(&m, &s);
	}
	assert_int_equal(s.current, 6);
	assert_false(s.at_risk);
	/* Another day: made again. */
	assert_false(streak_mirror_read(p->mirror, db, TODAY + 1, &m));
	assert_true(streak_now(p->mirror, db, TODAY + 1, &s, NULL));
	assert_int_equal(s.current, 6);
	assert_true(s.at_risk);
	assert_true(streak_mirror_read(p->mirror, db, TODAY + 1, &m));
	/* A database that went away is seen too. */
	assert_int_equal(unlink(db), 0);
	assert_true(streak_now(p->mirror, db, TODAY + 1, &s, NULL));
	assert_int_equal(s.current, 0);
}

static void
any_edit_is_noticed(void **state)
{
	struct place *p = *state;
	struct streak s, m;
	char *text;
	size_t values;

	add_session(p->folder.file, TODAY, STATE_DONE);
	assert_true(streak_now(p->mirror, p->folder.file, TODAY, &s, NULL));
	text = text_of(p->mirror);
	values = (size_t)(strstr(text, "[streak]") - text);
	/* Every character of it changed, one at a time: either refused, or (the
	 * case of a key) read as what it was. */
	for (size_t i = values; text[i]; i++) {
		char before = text[i];

		text[i] = before == '1' ? '2' : '1';
		put(p->mirror, text);
		if (streak_mirror_read(p->mirror, p->folder.file, TODAY, &m))
			fail_msg("an edit at byte %zu was taken:\n%s", i, text);
		text[i] = before;
	}
	for (size_t i = values; text[i]; i++) { /* cut short */
		char before = text[i];

		text[i] = '\0';
		put(p->mirror, text);
		if (text[i + 1] || before != '\n')
			assert_false(streak_mirror_read(
					 p->mirror, p->folder.file, TODAY, &m) &&
				     text[i]);
		text[i] = before;
	}
	put(p->mirror, text);
	assert_true(streak_mirror_read(p->mirror, p->folder.file, TODAY, &m));
	same(&m, &s);
	free(text);
	/* And mended by asking. */
	put(p->mirror, "[streak]\ncurrent = 999\n");
	assert_true(streak_now(p->mirror, p->folder.file, TODAY, &s, NULL));
	assert_int_equal(s.current, 1);
	assert_true(streak_mirror_read(p->mirror, p->folder.file, TODAY, &m));
}

static void
a_mirror_that_cannot_be_written_is_done_without(void **state)
{
	struct place *p = *state;
	struct streak s;
	struct err err = {""};

	add_session(p->folder.file, TODAY, STATE_DONE);
	put(strcat(strcpy(p->mirror, p->folder.path), "/file"), "x");
	strcat(p->mirror, "/streak.ini"); /* below a file: no such folder */
	assert_true(streak_now(p->mirror, p->folder.file, TODAY, &s, &err));
	assert_int_equal(s.current, 1);
	assert_false(streak_mirror_write(p->mirror, p->folder.file, &s, &err));
	assert_true(err.text[0] != '\0');
}

static void
a_broken_history_is_said(void **state)
{
	struct place *p = *state;
	struct streak s;
	struct err err = {""};

	put(p->folder.file,
	    "no database, but long enough to be read as one: .........."
	    "..............................................");
	assert_false(streak_now(p->mirror, p->folder.file, TODAY, &s, &err));
	assert_non_null(strstr(err.text, "it is no history"));
}

int
main(void)
{
#define IN_A_FOLDER(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rows),
	    cmocka_unit_test(days_to_come_do_not_count),
	    cmocka_unit_test(random_logs),
	    IN_A_FOLDER(the_mirror_follows),
	    IN_A_FOLDER(any_edit_is_noticed),
	    IN_A_FOLDER(a_mirror_that_cannot_be_written_is_done_without),
	    IN_A_FOLDER(a_broken_history_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
