#include "session/session.h"

#include "base/str.h"
#include "tests/score/made.h"
#include "tests/test.h"

#include <stdlib.h>

#define MS INT64_C(1000000)

/* An instant far from 0, so that nothing passes by luck. */
#define T0 (INT64_C(5000000) * 1000 * MS)

static struct score *
four_steps(struct made *m)
{
	*m = (struct made){0};
	made_add(m, made_exercise(POSITION_SEATED, false, 8, 0), 32);
	made_add(m, made_exercise(POSITION_SEATED, true, 25, 0), 55);
	made_add(m, made_exercise(POSITION_STANDING, false, 5, 3), 24);
	made_add(m, made_exercise(POSITION_FLOOR_SUPINE, true, 30, 0), 44);
	return made_score(m);
}

static void
say_event(struct str *out, const struct session *s, const struct session_event *e)
{
	static const char *const names[] = {
	    "cue", "hold", "part", "jump", "finished"};

	(void)s;
	str_addf(
	    out, "%lld %s", (long long)((e->due_ns - T0) / MS), names[e->kind]);
	if (e->kind == EVENT_CUE)
		str_addf(out, " %s@%lld", words_name(&words_cue, e->cue->kind),
		    (long long)e->cue->at_ms);
	if (e->kind == EVENT_PART || e->kind == EVENT_HOLD)
		str_addf(out, " %zu", e->part);
	str_add(out, "\n");
}

static void
drain(struct session *s, int64_t now, struct str *out)
{
	struct session_event e;

	while (session_next(s, now, &e)) {
		assert_true(e.due_ns <= now);
		say_event(out, s, &e);
	}
}

/* A small generator of our own, the same on every machine. */
static uint32_t
roll(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

static void
check_sums(const struct session *s, const struct score *sc, int64_t elapsed_ms)
{
	for (size_t i = 0; i < sc->n_parts; i++) {
		const struct part_result *r = session_result(s, i);

		assert_int_equal(
		    r->planned_ms, sc->parts[i].end_ms - sc->parts[i].at_ms);
		assert_true(
		    r->held_ms >= 0 && r->skipped_ms >= 0 && r->extra_ms >= 0);
		if (session_finished(s)) {
			assert_int_equal(r->planned_ms + r->extra_ms,
			    r->held_ms + r->skipped_ms);
			assert_int_not_equal(r->outcome, OUTCOME_OPEN);
		}
	}
	assert_true(session_held_ms(s) <= elapsed_ms);
}

static void
test_played_through(void **state)
{
	struct made m;
	struct score *sc = four_steps(&m);
	struct session *s = session_new(sc, 0, T0);
	struct str out = {0};
	size_t cues = 0;

	(void)state;
	drain(s, T0 + sc->end_ms * MS - 1, &out);
	assert_false(session_finished(s));
	drain(s, T0 + sc->end_ms * MS, &out);
	assert_true(session_finished(s));
	for (const char *at = out.s; (at = strstr(at, " cue ")) != NULL; at++)
		cues++;
	assert_int_equal(cues, sc->n_cues);
	assert_int_equal(session_held_ms(s), sc->planned_ms);
	check_sums(s, sc, sc->end_ms);
	for (size_t i = 0; i < sc->n_parts; i++)
		assert_int_equal(session_result(s, i)->outcome, OUTCOME_DONE);
	assert_true(session_due(s) == INT64_MAX);
	str_fini(&out);
	session_free(s);
	score_free(sc);
}

static void
press(struct session *s, uint32_t key, int64_t now)
{
	static void (*const keys[])(struct session *, int64_t) = {session_pause,
	    session_resume, session_skip, session_back, session_more, session_less,
	    session_resume, session_resume};

	keys[key % (sizeof(keys) / sizeof(keys[0]))](s, now);
}

/* Plays with keys at given instants; asks every `every` ns in between. */
static char *
play(const struct score *sc, uint32_t seed, int64_t every)
{
	struct session *s = session_new(sc, seed % 3, T0);
	struct str out = {0};
	int64_t now = T0, asked = T0;

	str_clear(&out);
	for (int i = 0; i < 40; i++) {
		now += (int64_t)(roll(&seed) % 17000000) * 1000;
		for (; every && asked < now; asked += every)
			drain(s, asked, &out);
		press(s, roll(&seed), now);
		drain(s, now, &out);
		check_sums(s, sc, (now - T0) / MS + 1);
		asked = now;
	}
	session_resume(s, now);
	if (seed % 4 == 0)
		(seed % 8 ? session_stop : session_wrong)(s, now);
	drain(s, now + 4000000 * MS, &out);
	assert_true(session_finished(s));
	check_sums(s, sc, INT64_MAX);
	session_free(s);
	return str_take(&out);
}

static void
test_asking_changes_nothing(void **state)
{
	struct made m;
	struct score *sc = four_steps(&m);

	(void)state;
	for (uint32_t seed = 1; seed <= 300; seed++) {
		char *once = play(sc, seed, 0);
		char *often = play(sc, seed, 97 * MS + 123457);
		char *seconds = play(sc, seed, 1000 * MS);

		assert_string_equal(once, often);
		assert_string_equal(once, seconds);
		free(once);
		free(often);
		free(seconds);
	}
	score_free(sc);
}

/* Every pause of up to 60 s, wherever it is, loses no cue and shifts the rest. */
static void
test_pause_loses_nothing(void **state)
{
	struct made m;
	struct score *sc = four_steps(&m);

	(void)state;
	for (int64_t at = 0; at < sc->end_ms; at += 333) {
		struct session *s = session_new(sc, 0, T0);
		int64_t gap = at * 7 % 60001;
		struct session_event e;
		size_t cues = 0;

		session_pause(s, T0 + at * MS);
		session_resume(s, T0 + (at + gap) * MS);
		while (session_next(s, T0 + (sc->end_ms + gap) * MS, &e)) {
			int64_t shift = 0;

			if (e.kind != EVENT_CUE)
				continue;
			assert_ptr_equal(e.cue, &sc->cues[cues++]);
			if (e.cue->at_ms > at)
				shift = gap;
			assert_int_equal(
			    e.due_ns, T0 + (e.cue->at_ms + shift) * MS);
		}
		assert_int_equal(cues, sc->n_cues);
		assert_int_equal(session_held_ms(s), sc->planned_ms);
		session_free(s);
	}
	score_free(sc);
}

static void
test_long_pause_restarts_the_side(void **state)
{
	struct made m;
	struct score *sc = four_steps(&m);
	struct session_snapshot snap;
	/* The second side of step 1 begins at 5 + 32 + 5 + 25 + 5. */
	static const struct {
		int64_t at, gap, then;
		const char *why;
	} rows[] = {
	    {80000, 60000, 80000, "60 s go on"},
	    {80000, 60001, 72000, "more begins the side again"},
	    {50000, 90000, 42000, "the first side"},
	    {39000, 90000, 39000, "a change-over waits as long as one likes"},
	    {2000, 90000, 2000, "so does the lead-in"},
	    {70500, 90000, 70500, "and the change of side"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct session *s = session_new(sc, 0, T0);
		struct str out = {0};
		int64_t now = T0 + (rows[i].at + rows[i].gap) * MS;

		session_pause(s, T0 + rows[i].at * MS);
		session_resume(s, now);
		drain(s, now, &out);
		session_snapshot(s, now, &snap);
		if (snap.at_ms != rows[i].then)
			fail_msg("%s: at %lld", rows[i].why, (long long)snap.at_ms);
		drain(s, T0 + 4000000 * MS, &out);
		check_sums(s, sc, 4000000);
		str_fini(&out);
		session_free(s);
	}
	score_free(sc);
}

/* What was being said on a way is said again; its cue is given once.  What is held
 * is not held twice. */
static void
test_goes_on_from_before(void **state)
{
	struct made m;
	struct score *sc = four_steps(&m);
	static const struct {
		int64_t at, from, then;
		const char *why;
	} rows[] = {
	    {4000, 1500, 1500, "the lead-in"},
	    {4000, -300, 1, "not before its beginning, whose cue was given"},
	    {4000, 4001, 4000, "not what is later"},
	    {39000, 37500, 37500, "a change-over"},
	    {39000, 20000, 37001, "not into the step before it"},
	    {50000, 45000, 50000, "a hold goes on"},
	    {70500, 70100, 70500, "and a change of side"},
	    {39000, INT64_MAX, 39000, "nothing was said"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct session *s = session_new(sc, 0, T0);
		int64_t now = T0 + (rows[i].at + 90) * MS;
		struct session_snapshot snap;
		struct session_event e;
		size_t cues = 0;

		session_pause(s, T0 + rows[i].at * MS);
		session_resume_at(s, rows[i].from, now);
		session_snapshot(s, now, &snap);
		if (snap.at_ms != rows[i].then || snap.paused)
			fail_msg("%s: at %lld", rows[i].why, (long long)snap.at_ms);
		while (session_next(s, T0 + 4000000 * MS, &e))
			cues += e.kind == EVENT_CUE;
		assert_int_equal(cues, sc->n_cues);
		assert_int_equal(session_held_ms(s), sc->planned_ms);
		session_free(s);
	}
	score_free(sc);
}

/* What + has added on a way is not lost by it. */
static void
test_goes_on_with_what_was_added(void **state)
{
	struct made m;
	struct score *sc = four_steps(&m);
	struct session *s = session_new(sc, 0, T0);
	struct session_snapshot snap;

	(void)state;
	session_pause(s, T0 + 4000 * MS);
	session_more(s, T0 + 4000 * MS);
	session_resume_at(s, 2000, T0 + 5000 * MS);
	session_snapshot(s, T0 + 5000 * MS, &snap);
	assert_int_equal(snap.total_left_ms, sc->end_ms - 2000 + 10000);
	session_free(s);
	score_free(sc);
}

/* The clock of a session stands while the machine sleeps; the pause does not. */
static void
test_sleep_counts_as_pause(void **state)
{
	struct made m;
	struct score *sc = four_steps(&m);
	struct session *s = session_new(sc, 0, T0);
	struct session_snapshot snap;

	(void)state;
	session_slept(s, 3600 * INT64_C(1000) * MS);
	session_pause(s, T0 + 80000 * MS);
	session_slept(s, 61000 * MS);
	session_resume(s, T0 + 80001 * MS);
	session_snapshot(s, T0 + 80001 * MS, &snap);
	assert_int_equal(snap.at_ms, 72000);
	session_free(s);
	score_free(sc);
}

/* The cue at which the playhead stands after the keys. */
static int64_t
next_start(struct session *s, int64_t now)
{
	struct session_event e;
	int64_t at = -1;

	while (session_next(s, now, &e))
		if (e.kind == EVENT_CUE)
			at = e.cue->at_ms;
	return at;
}

static void
test_there_and_back(void **state)
{
	struct made m;
	struct score *sc = four_steps(&m);

	(void)state;
	for (size_t step = 0; step + 1 < sc->routine->n_steps; step++) {
		int64_t start = sc->spans[score_step_start(sc, step)].at_ms;

		for (int64_t in = 0; in < 20000; in += 1700) {
			struct session *s = session_new(sc, 0, T0);
			int64_t now = T0 + (start + in) * MS;

			session_skip(s, now);
			session_back(s, now);
			assert_int_equal(next_start(s, now), start);
			session_free(s);
		}
	}
	score_free(sc);
}

/* Looks again: within a span what breathes went on by so much, and in the next it
 * begins anew. */
static void
check_breathing(const struct session *s, int64_t now, int64_t passed_ms,
    struct session_snapshot *last)
{
	struct session_snapshot is;

	session_snapshot(s, now, &is);
	if (is.span == last->span && !is.finished)
		assert_int_equal(is.at_ms + is.added_ms,
		    last->at_ms + last->added_ms + passed_ms);
	else if (is.span != last->span &&
		 is.score->spans[is.span].kind != SPAN_SWITCH)
		assert_int_equal(is.added_ms, 0);
	*last = is;
}

static void
test_what_breathes_goes_on(void **state)
{
	struct made m;
	struct score *sc = four_steps(&m);
	uint32_t seed = 7;
	size_t added = 0, fewer = 0;

	(void)state;
	for (int game = 0; game < 200; game++) {
		struct session *s = session_new(sc, 0, T0);
		struct session_snapshot last;
		int64_t now = T0;

		session_snapshot(s, now, &last);
		while (!session_finished(s)) {
			int64_t step = roll(&seed) % 400;
			struct str out = {0};

			now += step * MS;
			drain(s, now, &out);
			str_fini(&out);
			check_breathing(s, now, step, &last);
			if (roll(&seed) % 40 == 0)
				(roll(&seed) % 3 ? session_less : session_more)(
				    s, now);
			check_breathing(s, now, 0, &last);
			added += last.added_ms > 0;
			fewer += last.added_ms < 0;
		}
		session_free(s);
	}
	assert_true(added > 100 && fewer > 100);
	score_free(sc);
}

static void
test_where_keys_lead(void **state)
{
	struct made m;
	struct score *sc = four_steps(&m);
	/* lead 5, step 0 5..37, change 37..42, step 1 42..97 (25, 5, 25), change 8:
	 * 97..105, step 2 105..129, change 15: 129..144, step 3 144..188 */
	static const struct {
		int64_t at;
		const char *keys;
		int64_t then, left;
		const char *why;
	} rows[] = {
	    {2000, "n", 5000, 8000, "next out of the lead-in"},
	    {10000, "n", 37000, 5000, "next goes to the change-over"},
	    {10000, "nn", 42000, 25000, "and out of it"},
	    {150000, "n", 188000, 0, "next in the last step ends"},
	    {10000, "b", 5000, 8000, "back: this step again"},
	    {44000, "b", 5000, 8000, "back early in a step: the one before"},
	    {80000, "b", 42000, 25000, "back on the second side: the whole step"},
	    {100000, "b", 42000, 25000, "back in a change-over: the step before"},
	    {1000, "b", 0, 5000, "back in the lead-in"},
	    {50000, "+", 50000, 27000, "ten more"},
	    {50000, "++-", 50000, 27000, "more, more, fewer"},
	    {50000, "-", 60000, 7000, "ten fewer"},
	    {60000, "-", 64000, 3000, "not into the last three"},
	    {65000, "-", 65000, 2000, "and not back out of them"},
	    {66000, "+", 64000, 11000, "in the last three they count anew"},
	    {68000, "+", 68000, 14000, "more time to change sides"},
	    {38000, "+", 38000, 14000, "more time to change over"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct session *s = session_new(sc, 0, T0);
		int64_t now = T0 + rows[i].at * MS;
		struct session_snapshot snap;
		struct str out = {0};

		for (const char *k = rows[i].keys; *k; k++)
			(*k == 'n'      ? session_skip
			    : *k == 'b' ? session_back
			    : *k == '+' ? session_more
					: session_less)(s, now);
		drain(s, now, &out);
		session_snapshot(s, now, &snap);
		if (snap.at_ms != rows[i].then || snap.left_ms != rows[i].left)
			fail_msg("%s: at %lld, %lld left", rows[i].why,
			    (long long)snap.at_ms, (long long)snap.left_ms);
		drain(s, T0 + 4000000 * MS, &out);
		assert_true(session_finished(s));
		check_sums(s, sc, 4000000);
		str_fini(&out);
		session_free(s);
	}
	score_free(sc);
}

static void
test_something_is_wrong(void **state)
{
	struct made m;
	struct score *sc = four_steps(&m);
	static const struct {
		int64_t at;
		size_t part;
		int64_t wrong_ms;
		const char *why;
	} rows[] = {
	    {2000, 0, 0, "in the lead-in: the first"},
	    {10000, 0, 5000, "in a hold"},
	    {39000, 0, 32000, "in a change-over: the one just done"},
	    {80000, 2, 11000, "on the second side, its half of the change counted"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct session *s = session_new(sc, 0, T0);
		struct str out = {0};

		session_wrong(s, T0 + rows[i].at * MS);
		drain(s, T0 + rows[i].at * MS, &out);
		assert_true(session_finished(s));
		for (size_t p = 0; p < sc->n_parts; p++) {
			const struct part_result *r = session_result(s, p);

			assert_int_equal(
			    r->wrong_ms, p == rows[i].part ? rows[i].wrong_ms : -1);
			assert_int_equal(
			    r->outcome == OUTCOME_WRONG, p == rows[i].part);
		}
		check_sums(s, sc, rows[i].at);
		str_fini(&out);
		session_free(s);
	}
	score_free(sc);
}

static void
test_from_a_step(void **state)
{
	struct made m;
	struct score *sc = four_steps(&m);
	struct session *s = session_new(sc, 2, T0);
	struct session_snapshot snap;
	struct str out = {0};

	(void)state;
	drain(s, T0, &out);
	session_snapshot(s, T0, &snap);
	assert_int_equal(snap.at_ms, 97000);
	assert_int_equal(session_result(s, 0)->outcome, OUTCOME_SKIPPED);
	drain(s, T0 + 200000 * MS, &out);
	assert_int_equal(session_held_ms(s), 68000);
	check_sums(s, sc, 200000);
	str_fini(&out);
	session_free(s);
	score_free(sc);
}

/* Ahead of time: session_due and session_clock name instants that come true. */
static void
test_due_is_when_it_happens(void **state)
{
	struct made m;
	struct score *sc = four_steps(&m);
	struct session *s = session_new(sc, 0, T0);
	int64_t now = T0, told;
	struct session_event e;

	(void)state;
	session_more(s, now);
	while (!session_finished(s)) {
		while (session_next(s, now, &e))
			if (e.kind == EVENT_CUE)
				assert_int_equal(e.due_ns, now);
		if (session_finished(s))
			break;
		now = session_due(s);
		assert_false(session_next(s, now - 1, &e));
		assert_true(session_clock(s, sc->end_ms, &told));
		assert_int_equal(told, T0 + (sc->end_ms + 10000) * MS);
	}
	assert_false(session_clock(s, sc->end_ms, &told));
	session_free(s);
	score_free(sc);
}

static void
test_a_clock_that_goes_back(void **state)
{
	struct made m;
	struct score *sc = four_steps(&m);
	struct session *s = session_new(sc, 0, T0);
	struct session_event e;

	(void)state;
	while (session_next(s, T0 + 20000 * MS, &e))
		;
	assert_false(session_next(s, T0, &e));
	session_pause(s, T0);
	session_resume(s, T0 + 10 * MS);
	assert_true(session_held_ms(s) == 15000);
	session_free(s);
	score_free(sc);
}

/* --- another score for what is still to come --------------------------------- */

struct rescored {
	struct script *script;
	struct made made;
	enum teach teach[4];
	struct pacing pacing;
	struct score *score, *retired;
	struct session *session;
};

static void
rescored_init(struct rescored *r)
{
	*r = (struct rescored){.script = script_new()};
	score_free(four_steps(&r->made));
	r->pacing = (struct pacing){SIDE_LEFT, r->script, r->teach};
	for (int i = 0; i < 4; i++)
		r->teach[i] = TEACH_FULL;
	r->score = score_new(&r->made.routine, r->made.pointers, &r->pacing);
	r->session = session_new(r->score, 0, T0);
}

static void
rescored_fini(struct rescored *r)
{
	session_free(r->session);
	score_free(r->score);
	script_free(r->script);
}

/* Makes the rest again, as it stands in r->teach; true when it was taken. */
static bool
rescore(struct rescored *r, size_t from)
{
	struct score *score = score_again(r->score, from, &r->pacing);
	bool taken = session_rescore(r->session, score);

	score_free(taken ? r->score : score);
	if (taken)
		r->score = score;
	return taken;
}

static void
test_another_score(void **state)
{
	struct session_snapshot before, after;
	struct rescored r;
	struct str out = {0};
	int64_t now = T0 + 20000 * MS;

	(void)state;
	rescored_init(&r);
	assert_true(session_rescore(r.session, r.score));
	assert_false(session_rescore(r.session, r.score)); /* an event waits */
	drain(r.session, now, &out);
	session_snapshot(r.session, now, &before);
	assert_int_equal(before.step, 0);
	r.teach[2] = TEACH_SHORT;
	assert_true(rescore(&r, 1));
	drain(r.session, now, &out);
	session_snapshot(r.session, now, &after);
	assert_int_equal(after.at_ms, before.at_ms);
	assert_int_equal(after.left_ms, before.left_ms);
	assert_true(after.total_left_ms < before.total_left_ms);
	/* The step that runs, and what was before, do not change. */
	r.teach[0] = TEACH_SHORT;
	assert_false(rescore(&r, 0));
	rescored_fini(&r);
	str_fini(&out);
}

/* In the lead its end may still move, when it has not passed. */
static void
test_another_score_in_the_lead(void **state)
{
	struct session_snapshot snap;
	struct rescored r;
	struct str out = {0};
	int64_t lead_ms;

	(void)state;
	rescored_init(&r);
	lead_ms = r.score->spans[0].end_ms;
	assert_true(lead_ms > 8000);
	drain(r.session, T0 + 2000 * MS, &out);
	r.teach[0] = TEACH_SHORT;
	assert_true(rescore(&r, 0));
	drain(r.session, T0 + 2000 * MS, &out);
	session_snapshot(r.session, T0 + 2000 * MS, &snap);
	assert_int_equal(snap.left_ms, 3000);
	r.teach[0] = TEACH_FULL;
	assert_true(rescore(&r, 0));
	drain(r.session, T0 + 6000 * MS, &out);
	r.teach[0] = TEACH_SHORT;
	assert_false(rescore(&r, 0)); /* it would have been over a second ago */
	rescored_fini(&r);
	str_fini(&out);
}

/* Keys and other scores in any order: the sums hold, and what was not taken has
 * changed nothing. */
static void
test_any_score_at_any_time(void **state)
{
	(void)state;
	for (uint32_t seed = 1; seed <= 200; seed++) {
		struct str out = {0};
		int64_t now = T0;
		uint32_t dice = seed;
		struct rescored r;
		int taken = 0;

		rescored_init(&r);
		while (!session_finished(r.session)) {
			now += roll(&dice) % 9000 * MS;
			drain(r.session, now, &out);
			if (roll(&dice) % 8 == 0)
				session_skip(r.session, now);
			if (roll(&dice) % 12 == 0)
				session_back(r.session, now);
			if (roll(&dice) % 10 == 0)
				session_more(r.session, now);
			drain(r.session, now, &out);
			r.teach[roll(&dice) % 4] = roll(&dice) % 2;
			for (size_t i = 0; i < script_count(r.script); i++)
				script_learn(r.script, i, 300 + roll(&dice) % 4000);
			taken += rescore(&r, roll(&dice) % 5);
			check_sums(r.session, r.score, (now - T0) / MS);
		}
		assert_true(taken > 0);
		rescored_fini(&r);
		str_fini(&out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_played_through),
	    cmocka_unit_test(test_asking_changes_nothing),
	    cmocka_unit_test(test_pause_loses_nothing),
	    cmocka_unit_test(test_long_pause_restarts_the_side),
	    cmocka_unit_test(test_goes_on_from_before),
	    cmocka_unit_test(test_goes_on_with_what_was_added),
	    cmocka_unit_test(test_sleep_counts_as_pause),
	    cmocka_unit_test(test_there_and_back),
	    cmocka_unit_test(test_what_breathes_goes_on),
	    cmocka_unit_test(test_where_keys_lead),
	    cmocka_unit_test(test_something_is_wrong),
	    cmocka_unit_test(test_from_a_step),
	    cmocka_unit_test(test_due_is_when_it_happens),
	    cmocka_unit_test(test_a_clock_that_goes_back),
	    cmocka_unit_test(test_another_score),
	    cmocka_unit_test(test_another_score_in_the_lead),
	    cmocka_unit_test(test_any_score_at_any_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
