#include "base/civil.h"
#include "history/schema.h"
#include "tests/dice.h"
#include "tests/history/made.h"

#include <fcntl.h>
#include <unistd.h>

/* A session that is over, in which all but the last step was held. */
static struct session_record
over(int32_t day, int64_t started_ms)
{
	struct session_record r = record(day, started_ms);

	for (size_t i = 0; i + 1 < r.n_steps; i++) {
		r.steps[i].held_ms = r.steps[i].planned_ms;
		r.steps[i].outcome = OUTCOME_DONE;
	}
	r.steps[STEPS - 1].outcome = OUTCOME_SKIPPED;
	session_record_sum(&r);
	return r;
}

/* All that can be said of one. */
static void
say(struct session_record *r)
{
	*session_record_rate(r, TOPIC_MOOD) = (struct rating){TOPIC_MOOD, 3, 4};
	*session_record_rate(r, REGION_NECK) = (struct rating){REGION_NECK, 6, 3};
	*session_record_rate(r, TOPIC_PAIN) =
	    (struct rating){TOPIC_PAIN, 5, SCORE_NONE};
	strcpy(r->note, "left side tighter");
	strcpy(r->plan, "0190c2d0-0000-7000-8000-000000000000");
	r->alarms[r->n_alarms++] = (struct alarm){1, "move-1"};
	r->alarms[r->n_alarms++] = (struct alarm){5, ""};
	r->steps[STEPS - 1].why = WHY_TIME;
}

static struct session_record
found(struct history *h, const char *id)
{
	struct session_record r;
	struct err err = {""};

	if (!history_find(h, 0, id, &r, &err))
		fail_msg("%s: %s", id, err.text);
	return r;
}

static void
assert_kept(struct history *h, const struct session_record *r)
{
	struct session_record back = found(h, r->id);

	assert_same(&back, r);
	session_record_fini(&back);
}

static void
all_that_is_said_is_kept(void **state)
{
	struct folder *f = *state;
	struct history *h = must_open(f->file);
	struct session_record r = over(DAY, 1000), back;

	say(&r);
	assert_int_equal(r.ratings[0].topic, REGION_NECK); /* by topic */
	assert_int_equal(r.ratings[2].topic, TOPIC_MOOD);
	assert_true(history_add(h, &r, NULL));
	assert_false(history_add(h, &r, NULL)); /* it is there */
	assert_kept(h, &r);
	back = found(h, r.id);
	assert_true(back.no > 0);
	session_record_fini(&back);
	assert_true(history_find(h, 1, NULL, &back, NULL));
	session_record_fini(&back);
	session_record_fini(&r);
	history_close(h);
	assert_sound(f->file);
}

/* Scores after a session, and what is told at its very end: no correction. */
static void
what_is_said_at_the_end_raises_nothing(void **state)
{
	struct folder *f = *state;
	struct history *h = must_open(f->file), *other;
	struct session_record r = record(DAY, 1000);

	assert_true(history_begin(h, &r, NULL));
	for (size_t i = 0; i < STEPS; i++)
		hold(&r, (int)i, 20000);
	r.state = STATE_DONE;
	assert_true(history_end(h, &r, NULL));
	say(&r);
	assert_true(history_end(h, &r, NULL));
	assert_kept(h, &r);
	assert_int_equal(former_of(h, r.id), 0);
	history_leave(h);
	assert_false(history_end(h, &r, NULL)); /* it is let go of */
	other = must_open(f->file);
	assert_kept(other, &r);
	history_close(other);
	session_record_fini(&r);
	history_close(h);
	assert_sound(f->file);
}

static void
a_correction_keeps_what_was(void **state)
{
	struct folder *f = *state;
	struct history *h = must_open(f->file);
	struct session_record r = over(DAY, 1000);
	struct err err = {""};

	assert_true(history_add(h, &r, NULL));
	say(&r);
	r.steps[0].held_ms = 5000;
	r.started_ms = 7000;
	session_record_sum(&r);
	assert_true(history_change(h, &r, NULL));
	assert_false(history_change(h, &r, &err)); /* of a revision that is past */
	assert_non_null(strstr(err.text, "changed meanwhile"));
	r.rev = 2;
	assert_kept(h, &r);
	r.n_steps = 1; /* what is no more there is not left behind */
	r.n_ratings = r.n_alarms = 0;
	session_record_sum(&r);
	assert_true(history_change(h, &r, NULL));
	r.rev = 3;
	assert_kept(h, &r);
	assert_int_equal(former_of(h, r.id), 2);
	session_record_fini(&r);
	history_close(h);
	assert_sound(f->file);
	assert_int_equal(number(f->file, "SELECT body ->> '$.steps[5][1]' = 2 AND "
					 "body ->> '$.ratings[0][1]' = 6 AND "
					 "body ->> '$.note' = 'left side tighter' "
					 "FROM former WHERE rev = 2"),
	    1);
}

struct pile {
	struct session_record r[4];
	int n;
};

static bool
put_on_pile(const struct session_record *r, void *arg)
{
	struct pile *pile = arg;

	session_record_copy(&pile->r[pile->n++], r);
	return true;
}

/* What was there comes back to the last field, the latest first. */
static void
what_was_can_be_read(void **state)
{
	struct folder *f = *state;
	struct history *h = must_open(f->file);
	struct session_record was[3], other = over(DAY, 2000);
	struct pile pile = {.n = 0};

	assert_true(history_add(h, &other, NULL));
	was[0] = over(DAY, 1000);
	was[0].origin = ORIGIN_LOGGED;
	was[0].steps[2].outcome = OUTCOME_WRONG;
	was[0].steps[2].wrong_ms = 1234;
	was[0].steps[2].why = WHY_PAIN;
	assert_true(history_add(h, &was[0], NULL));
	session_record_copy(&was[1], &was[0]);
	say(&was[1]);
	assert_true(history_change(h, &was[1], NULL));
	was[1].rev = 2;
	session_record_copy(&was[2], &was[1]);
	was[2].n_steps = 0;
	was[2].n_ratings = was[2].n_alarms = 0;
	was[2].note[0] = '\0';
	session_record_sum(&was[2]);
	assert_true(history_change(h, &was[2], NULL));
	was[2].rev = 3;
	assert_int_equal(former_of(h, other.id), 0);
	assert_true(history_former(h, was[0].id, put_on_pile, &pile, NULL));
	assert_int_equal(pile.n, 2);
	assert_same(&pile.r[0], &was[1]);
	assert_same(&pile.r[1], &was[0]);
	assert_int_equal(pile.r[0].no, 2); /* it is there still */

	assert_true(history_remove(h, was[2].id, 3, NULL));
	for (int i = 0; i < 2; i++)
		session_record_fini(&pile.r[i]);
	pile.n = 0;
	assert_true(history_former(h, was[0].id, put_on_pile, &pile, NULL));
	assert_int_equal(pile.n, 3);
	assert_same(&pile.r[0], &was[2]);
	assert_int_equal(pile.r[0].no, 0);
	for (int i = 0; i < 3; i++) {
		session_record_fini(&pile.r[i]);
		session_record_fini(&was[i]);
	}
	session_record_fini(&other);
	history_close(h);
	assert_sound(f->file);
}

/* On another day it is another session, and what it was goes with it. */
static void
a_move_takes_along_what_was(void **state)
{
	struct folder *f = *state;
	struct history *h = must_open(f->file);
	struct session_record r = over(DAY, 1000), none;
	struct pile pile = {.n = 0};
	struct err err = {""};
	char from[UUID_LEN];

	assert_true(history_add(h, &r, NULL));
	strcpy(r.note, "x");
	assert_true(history_change(h, &r, NULL));
	memcpy(from, r.id, UUID_LEN);
	r.day = DAY - 1;
	r.started_ms -= 86400000;
	assert_false(history_move(h, &r, from, &err)); /* the id is of its day */
	rng_uuid_day(r.day, r.id);
	assert_false(history_move(h, &r, from, &err)); /* it is in revision 2 */
	assert_non_null(strstr(err.text, "changed meanwhile"));
	r.rev = 2;
	assert_true(history_move(h, &r, from, NULL));
	r.rev = 3;
	assert_kept(h, &r);
	assert_false(history_find(h, 0, from, &none, NULL));
	assert_int_equal(former_of(h, from), 0);
	assert_true(history_former(h, r.id, put_on_pile, &pile, NULL));
	assert_int_equal(pile.n, 2);
	assert_int_equal(pile.r[0].day, DAY);
	assert_string_equal(pile.r[0].note, "x");
	assert_string_equal(pile.r[1].note, "");
	for (int i = 0; i < 2; i++)
		session_record_fini(&pile.r[i]);
	session_record_fini(&r);
	history_close(h);
	assert_sound(f->file);
	assert_int_equal(number(f->file, "SELECT count(*) FROM gone"), 1);
}

static void
what_is_removed_stays_away(void **state)
{
	struct folder *f = *state;
	struct history *h = must_open(f->file);
	struct session_record r = over(DAY, 1000), none;
	struct gone_record *gone;
	struct err err = {"x"};
	enum merged how;
	size_t n;

	assert_true(history_add(h, &r, NULL));
	assert_false(history_remove(h, r.id, 2, NULL));
	assert_true(history_remove(h, r.id, 1, NULL));
	assert_false(history_find(h, 0, r.id, &none, &err));
	assert_string_equal(err.text, "");
	assert_false(history_remove(h, r.id, 1, &err));
	assert_non_null(strstr(err.text, "no session"));
	assert_true(history_gone(h, &gone, &n, NULL));
	assert_int_equal(n, 1);
	assert_string_equal(gone[0].id, r.id);
	assert_int_equal(gone[0].rev, 2);
	assert_int_equal(gone[0].day, DAY);
	free(gone);
	assert_true(history_merge(h, &r, &how, NULL)); /* an old copy */
	assert_int_equal(how, MERGED_GONE);
	r.rev = 3; /* corrected elsewhere after it had been removed here */
	assert_true(history_merge(h, &r, &how, NULL));
	assert_int_equal(how, MERGED_NEW);
	assert_kept(h, &r);
	session_record_fini(&r);
	history_close(h);
	assert_sound(f->file);
}

/* Who removes number 2 twice does not remove another. */
static void
a_number_is_given_once(void **state)
{
	struct folder *f = *state;
	struct history *h = must_open(f->file);

	for (int64_t no = 1; no <= 4; no++) {
		struct session_record r = over(DAY, 1000), back = {0};

		assert_true(history_add(h, &r, NULL));
		assert_true(history_find(h, no, NULL, &back, NULL));
		assert_string_equal(back.id, r.id);
		if (no > 1)
			assert_true(history_remove(h, r.id, 1, NULL));
		session_record_fini(&back);
		session_record_fini(&r);
	}
	history_close(h);
	assert_sound(f->file);
}

static void
the_higher_revision_wins(void **state)
{
	struct folder *f = *state;
	struct history *h = must_open(f->file);
	struct session_record r = over(DAY, 1000);
	struct gone_record g = {.rev = 6, .day = DAY};
	enum merged how;

	strcpy(g.id, r.id);
	r.rev = 4;
	assert_true(history_merge(h, &r, &how, NULL));
	assert_int_equal(how, MERGED_NEW);
	assert_true(history_merge(h, &r, &how, NULL));
	assert_int_equal(how, MERGED_SAME);
	strcpy(r.note, "else");
	assert_true(history_merge(h, &r, &how, NULL));
	assert_int_equal(how, MERGED_CONFLICT);
	r.rev = 3;
	assert_true(history_merge(h, &r, &how, NULL));
	assert_int_equal(how, MERGED_OLDER);
	r.rev = 5;
	assert_true(history_merge(h, &r, &how, NULL));
	assert_int_equal(how, MERGED_NEWER);
	assert_kept(h, &r);
	assert_true(history_merge_gone(h, &g, &how, NULL));
	assert_int_equal(how, MERGED_NEWER);
	assert_true(history_merge_gone(h, &g, &how, NULL));
	assert_int_equal(how, MERGED_SAME);
	assert_true(history_merge(h, &r, &how, NULL));
	assert_int_equal(how, MERGED_GONE);
	session_record_fini(&r);
	history_close(h);
	assert_sound(f->file);
}

static void
together_is_all_or_nothing(void **state)
{
	struct folder *f = *state;
	struct history *h = must_open(f->file);

	for (int keep = 0; keep < 2; keep++) {
		struct session_record a = over(DAY, 1000), b = over(DAY, 2000);
		int n = 0;

		assert_true(history_together(h, NULL));
		assert_true(history_add(h, &a, NULL));
		assert_true(history_add(h, &b, NULL));
		assert_true(history_together_end(h, keep, NULL));
		assert_true(history_each(h, 0, count_one, &n, NULL));
		assert_int_equal(n, keep ? 2 : 0);
		session_record_fini(&a);
		session_record_fini(&b);
	}
	history_close(h);
	assert_sound(f->file);
}

static struct answer_record
answer(int32_t day, enum asked asked, int score)
{
	struct answer_record a = {
	    .rev = 1, .day = day, .asked_ms = 500, .asked = asked, .score = score};

	rng_uuid_day(day, a.id);
	if (asked == ASKED_ABILITY)
		strcpy(a.name, "sit through a meeting");
	return a;
}

static void
answers_are_kept(void **state)
{
	struct folder *f = *state;
	struct history *h = must_open(f->file);
	struct answer_record a = answer(DAY, ASKED_ABILITY, 4), *all;
	enum merged how;
	size_t n;

	assert_true(history_answer(h, &a, NULL));
	a.rev = 2;
	a.score = 6;
	assert_true(history_merge_answer(h, &a, &how, NULL));
	assert_int_equal(how, MERGED_NEWER);
	a.rev = 1;
	assert_true(history_merge_answer(h, &a, &how, NULL));
	assert_int_equal(how, MERGED_OLDER);
	a = answer(DAY + 1, ASKED_GLOBAL, -3);
	assert_true(history_merge_answer(h, &a, &how, NULL));
	assert_int_equal(how, MERGED_NEW);
	assert_true(history_answers(h, DAY, DAY + 1, &all, &n, NULL));
	assert_int_equal(n, 2);
	assert_int_equal(all[0].score, 6);
	assert_string_equal(all[0].name, "sit through a meeting");
	assert_int_equal(all[1].score, -3);
	free(all);
	assert_true(history_answers(h, DAY + 2, DAY + 9, &all, &n, NULL));
	assert_int_equal(n, 0);
	history_close(h);
}

static void
plans_are_kept(void **state)
{
	struct folder *f = *state;
	struct history *h = must_open(f->file);
	char body[] = "{\"items\":[]}";
	struct plan_record p = {.id = "0190c2d0-0000-7000-8000-000000000000",
	    .version = 1,
	    .title = "Neck",
	    .from = DAY,
	    .to = CIVIL_NONE,
	    .answered = CIVIL_NONE,
	    .body = body};
	struct plan_record *all;
	size_t n;

	assert_true(history_plan(h, &p, NULL));
	p.version = 2;
	assert_true(history_plan(h, &p, NULL));
	p.state = PLAN_DECLINED;
	strcpy(p.why, "too long");
	p.answered = DAY + 1;
	assert_true(history_plan(h, &p, NULL));
	assert_true(history_plans(h, &all, &n, NULL));
	assert_int_equal(n, 2);
	assert_int_equal(all[0].state, PLAN_OFFERED);
	assert_int_equal(all[0].to, CIVIL_NONE);
	assert_int_equal(all[0].answered, CIVIL_NONE);
	assert_int_equal(all[1].state, PLAN_DECLINED);
	assert_string_equal(all[1].why, "too long");
	assert_int_equal(all[1].answered, DAY + 1);
	assert_string_equal(all[1].body, body);
	for (size_t i = 0; i < n; i++)
		plan_record_fini(&all[i]);
	free(all);
	history_close(h);
}

static void
rows_are_of_their_days(void **state)
{
	struct folder *f = *state;
	struct history *h = must_open(f->file);
	struct score_row *scores;
	struct alarm_row *alarms;
	size_t n;

	for (int32_t day = DAY; day < DAY + 3; day++) {
		struct session_record r = over(day, day * INT64_C(1000));

		if (day != DAY + 2)
			say(&r);
		assert_true(history_add(h, &r, NULL));
		session_record_fini(&r);
	}
	assert_true(history_scores(h, DAY + 1, DAY + 2, &scores, &n, NULL));
	assert_int_equal(n, 3);
	assert_int_equal(scores[0].rating.topic, REGION_NECK);
	assert_int_equal(scores[1].rating.after, SCORE_NONE);
	free(scores);
	assert_true(history_alarms(h, DAY, DAY, &alarms, &n, NULL));
	assert_int_equal(n, 2);
	assert_int_equal(alarms[0].alarm.code, 1);
	free(alarms);
	history_close(h);
}

static void
the_last_interrupted_is_found(void **state)
{
	struct folder *f = *state;
	struct history *h = must_open(f->file);
	struct session_record r = record(DAY, 1000), other = over(DAY, 2000), found;
	struct err err = {"x"};

	assert_false(history_interrupted(h, DAY, &found, &err));
	assert_string_equal(err.text, "");
	r.state = STATE_PARTIAL;
	assert_true(history_add(h, &r, NULL));
	assert_true(history_interrupted(h, DAY, &found, NULL));
	assert_same(&found, &r);
	session_record_fini(&found);
	assert_false(history_interrupted(h, DAY + 1, &found, NULL));
	strcpy(other.routine, "another");
	assert_true(history_add(h, &other, NULL)); /* another, done since */
	assert_true(history_interrupted(h, DAY, &found, NULL));
	session_record_fini(&found);
	other = (session_record_fini(&other), over(DAY, 500));
	assert_true(history_add(h, &other, NULL)); /* the same, done before */
	assert_true(history_interrupted(h, DAY, &found, NULL));
	session_record_fini(&found);
	other = (session_record_fini(&other), over(DAY, 3000));
	assert_true(history_add(h, &other, NULL)); /* the same, done since */
	assert_false(history_interrupted(h, DAY, &found, NULL));
	session_record_fini(&other);
	other = record(DAY + 1, 1000);
	other.state = STATE_PARTIAL;
	other.steps[0].outcome = OUTCOME_WRONG; /* nobody is led back there */
	assert_true(history_add(h, &other, NULL));
	assert_false(history_interrupted(h, DAY, &found, NULL));
	session_record_fini(&other);
	session_record_fini(&r);
	history_close(h);
}

/* Whatever is done in whatever order, the sums are those of what is there. */
static void
sums_stay_right(void **state)
{
	struct folder *f = *state;
	struct history *h = must_open(f->file);
	struct dice dice = {4711};
	char ids[40][UUID_LEN];
	int wrong, n = 0;

	for (int i = 0; i < 300; i++) {
		struct session_record r;

		if (n < 5 || (n < 40 && dice_roll(&dice, 2))) {
			r = over(DAY + dice_roll(&dice, 5), i);
			assert_true(history_add(h, &r, NULL));
			memcpy(ids[n++], r.id, UUID_LEN);
		} else {
			r = found(h, ids[dice_roll(&dice, n)]);
			if (dice_roll(&dice, 3)) {
				size_t at = (size_t)dice_roll(&dice, STEPS);

				r.steps[at].held_ms = dice_roll(&dice, 3) * 10000;
				session_record_sum(&r);
				assert_true(history_change(h, &r, NULL));
			} else {
				assert_true(history_remove(h, r.id, r.rev, NULL));
				for (int k = 0; k < n; k++)
					if (strcmp(ids[k], r.id) == 0)
						memcpy(ids[k], ids[--n], UUID_LEN);
			}
		}
		session_record_fini(&r);
	}
	assert_true(history_sum_again(h, &wrong, NULL));
	assert_int_equal(wrong, 0);
	assert_sound(f->file);
	change(f->file, "UPDATE day SET active_ms = 1 WHERE day = 20515;"
			"DELETE FROM dose WHERE day = 20516");
	assert_true(history_sum_again(h, &wrong, NULL));
	assert_int_equal(wrong, 2);
	history_close(h);
	assert_sound(f->file);
}

/* A file as an older version of this program left it. */
static void
make_version(const char *path, int version)
{
	char sql[700];

	unlink(path);
	for (int i = 0; i < version; i++)
		change(path, schema_migrations[i]);
	for (int i = 0; i < 3; i++) {
		snprintf(sql, sizeof(sql),
		    "INSERT INTO session (id, rev, day, started_ms, offset_min, "
		    "routine, state, planned_ms, active_ms) VALUES "
		    "('0190c2d0-0000-7000-8000-00000000000%d', 1, %d, %d, 60, "
		    "'old', %d, 40000, 30000);"
		    "INSERT INTO step (session, n, exercise, side, planned_ms, "
		    "held_ms, outcome, wrong_ms) VALUES (%d, 0, 'move-0', 1, "
		    "20000, 20000, 1, "
		    "NULL), (%d, 1, 'move-0', 2, 20000, 10000, 2, 500)",
		    i, DAY + i / 2, i, i == 1 ? 2 : 1, i + 1, i + 1);
		change(path, sql);
	}
	snprintf(sql, sizeof(sql),
	    "PRAGMA application_id = %d; PRAGMA user_version = %d; "
	    "PRAGMA journal_mode = WAL",
	    SCHEMA_APPLICATION, version);
	change(path, sql);
}

static void
an_older_file_is_copied_and_brought_up(void **state)
{
	struct folder *f = *state;
	char copy[700];

	for (int version = 1; version < SCHEMA_VERSION; version++) {
		struct session_record r;
		struct history *h;
		struct stat st;

		snprintf(copy, sizeof(copy), "%s/history-version%d.db", f->path,
		    version);
		make_version(f->file, version);
		/* who only reads brings it up to date as well */
		h = version == 1 ? history_open_read(f->file, NULL)
				 : must_open(f->file);
		assert_non_null(h);
		assert_int_equal(
		    number(f->file, "PRAGMA user_version"), SCHEMA_VERSION);
		assert_true(history_find(h, 1, NULL, &r, NULL));
		assert_int_equal(r.n_steps, 2);
		assert_int_equal(r.steps[1].wrong_ms, 500);
		assert_int_equal(r.steps[1].why, WHY_NONE);
		session_record_fini(&r);
		history_close(h);
		assert_sound(f->file);
		assert_int_equal(number(f->file, "SELECT held FROM day"), 2);
		assert_int_equal(stat(copy, &st), 0);
		assert_int_equal(st.st_mode & 0777, 0600);
		assert_int_equal(number(copy, "PRAGMA user_version"), version);
		assert_int_equal(number(copy, "SELECT count(*) FROM step"), 6);
	}
}

/* A copy that cannot be made leaves the file as it was. */
static void
without_a_copy_nothing_is_changed(void **state)
{
	struct folder *f = *state;
	struct err err = {""};
	char part[700];

	snprintf(part, sizeof(part), "%s/history-version2.db.part", f->path);
	make_version(f->file, 2);
	assert_int_equal(mkdir(part, 0700), 0); /* in its way */
	assert_null(history_open(f->file, &err));
	assert_non_null(strstr(err.text, "left as it is"));
	assert_int_equal(number(f->file, "PRAGMA user_version"), 2);
	assert_int_equal(rmdir(part), 0);
	history_close(must_open(f->file));
}

/* Of the older program that runs in it: its lock, on the byte of its session. */
static int
lock_as_running(const struct folder *f, int64_t no)
{
	struct flock byte = {
	    .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = no, .l_len = 1};
	char path[700];
	int fd;

	snprintf(path, sizeof(path), "%s/history.lock", f->path);
	fd = open(path, O_RDWR | O_CREAT, 0600);
	assert_true(fd >= 0);
	assert_int_equal(fcntl(fd, F_OFD_SETLK, &byte), 0);
	return fd;
}

static void
an_older_program_is_waited_for(void **state)
{
	struct folder *f = *state;
	struct err err = {""};
	int fd;

	make_version(f->file, 2);
	change(f->file, "UPDATE session SET state = 0 WHERE no = 2");
	fd = lock_as_running(f, 2);
	assert_null(history_open(f->file, &err));
	assert_non_null(strstr(err.text, "an older uncoil runs a session"));
	assert_null(history_open_read(f->file, &err));
	assert_non_null(strstr(err.text, "an older uncoil runs a session"));
	assert_int_equal(number(f->file, "PRAGMA user_version"), 2);
	/* It goes on writing as it knows to. */
	change(
	    f->file, "INSERT INTO step VALUES (2, 2, 'move-1', 0, 1, 1, 1, NULL)");
	close(fd);
	history_close(must_open(f->file));
	assert_int_equal(number(f->file, "PRAGMA user_version"), SCHEMA_VERSION);
	assert_int_equal(number(f->file, "SELECT count(*) FROM step"), 7);
	assert_sound(f->file);
}

/* Who went back to a copy and on again has both. */
static void
each_copy_has_a_name_of_its_own(void **state)
{
	struct folder *f = *state;
	char copy[700];

	for (int n = 1; n <= 3; n++) {
		make_version(f->file, 2);
		snprintf(copy, sizeof(copy), "UPDATE session SET rev = %d", n);
		change(f->file, copy);
		history_close(must_open(f->file));
		snprintf(copy, sizeof(copy),
		    n == 1 ? "%s/history-version2.db" : "%s/history-version2.%d.db",
		    f->path, n);
		assert_int_equal(number(copy, "SELECT max(rev) FROM session"), n);
	}
}

static void
a_newer_file_is_only_read(void **state)
{
	struct folder *f = *state;
	struct session_record r = over(DAY, 1000);
	struct history *h = must_open(f->file);
	struct err err = {""};
	char newer[96];

	snprintf(newer, sizeof(newer),
	    "ALTER TABLE session ADD COLUMN more TEXT; PRAGMA user_version = %d",
	    SCHEMA_VERSION + 1);
	assert_true(history_add(h, &r, NULL));
	history_close(h);
	change(f->file, newer);
	assert_null(history_open(f->file, &err));
	assert_non_null(strstr(err.text, "newer uncoil and is only read"));
	h = history_open_read(f->file, &err);
	assert_non_null(h);
	assert_kept(h, &r);
	assert_false(history_change(h, &r, &err));
	assert_non_null(strstr(err.text, "only read"));
	history_close(h);
	session_record_fini(&r);
	assert_int_equal(
	    number(f->file, "PRAGMA user_version"), SCHEMA_VERSION + 1);
}

int
main(void)
{
#define IN_A_FOLDER(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
	    IN_A_FOLDER(all_that_is_said_is_kept),
	    IN_A_FOLDER(what_is_said_at_the_end_raises_nothing),
	    IN_A_FOLDER(a_correction_keeps_what_was),
	    IN_A_FOLDER(what_was_can_be_read),
	    IN_A_FOLDER(a_move_takes_along_what_was),
	    IN_A_FOLDER(what_is_removed_stays_away),
	    IN_A_FOLDER(a_number_is_given_once),
	    IN_A_FOLDER(the_higher_revision_wins),
	    IN_A_FOLDER(together_is_all_or_nothing),
	    IN_A_FOLDER(answers_are_kept),
	    IN_A_FOLDER(plans_are_kept),
	    IN_A_FOLDER(rows_are_of_their_days),
	    IN_A_FOLDER(the_last_interrupted_is_found),
	    IN_A_FOLDER(sums_stay_right),
	    IN_A_FOLDER(an_older_file_is_copied_and_brought_up),
	    IN_A_FOLDER(without_a_copy_nothing_is_changed),
	    IN_A_FOLDER(an_older_program_is_waited_for),
	    IN_A_FOLDER(each_copy_has_a_name_of_its_own),
	    IN_A_FOLDER(a_newer_file_is_only_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
