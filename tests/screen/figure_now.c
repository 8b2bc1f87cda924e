#include "screen/figure_now.h"

#include "base/mem.h"
#include "screen/session_words.h"
#include "tests/figure/shipped.h"

/* A shipped routine with everything that is needed to play it. */
struct scene {
	struct library *lib;
	const struct routine *routine;
	const struct exercise **steps;
	struct score *score;
	struct figure **figures;
};

static void
open_scene(struct scene *s, const char *id)
{
	struct pacing pacing = {SIDE_LEFT};
	struct err err;

	s->lib = shipped_library();
	s->routine = library_routine(s->lib, id, &err);
	s->steps = s->routine ? library_steps(s->lib, s->routine, &err) : NULL;
	if (!s->steps)
		fail_msg("%s", err.text);
	s->score = score_new(s->routine, s->steps, &pacing);
	s->figures = mem_new(s->routine->n_steps, sizeof(*s->figures));
	for (size_t i = 0; i < s->routine->n_steps; i++)
		s->figures[i] = shipped_figure(s->lib, s->steps[i]->pose);
}

static void
close_scene(struct scene *s)
{
	for (size_t i = 0; i < s->routine->n_steps; i++)
		figure_free(s->figures[i]);
	free(s->figures);
	free(s->steps);
	score_free(s->score);
	library_free(s->lib);
}

/* What is shown at an instant; how far it is good. */
static int64_t
shown(const struct scene *s, int64_t ms, struct figure_view *v)
{
	struct session_snapshot snap = {.score = s->score, .at_ms = ms};

	snap.span = score_span_at(s->score, ms);
	snap.step = s->score->spans[snap.span].step;
	return figure_now(&snap, snap.step ? s->figures[snap.step - 1] : NULL,
	    s->figures[snap.step], v);
}

/* Where a joint is seen, in box units about the middle. */
static struct point
seen(const struct figure_view *v, int joint)
{
	double middle = (v->box.x1 + v->box.x2) / 2;
	struct point p = v->still.joint[joint];

	return (struct point){(p.x - middle) * v->still.width, p.y};
}

/* Played frame by frame: every joint is somewhere, nothing leaps within a span, and
 * what is called good does not change.  Where the next pose is seen from elsewhere
 * the picture changes while it is seen edge on. */
static void
play(const char *id)
{
	struct scene s;
	struct figure_view before, v;
	size_t span = 0, frames = 0;

	open_scene(&s, id);
	shown(&s, 0, &before);
	for (int64_t ms = 0, good; ms < s.score->end_ms; ms += good, frames++) {
		size_t now = score_span_at(s.score, ms);
		double most = 0;

		good = shown(&s, ms, &v);
		assert_true(good > 0 && v.on);
		if (good > 5000)
			good = 5000;
		for (int j = 0; j < JOINTS; j++) {
			struct point a = seen(&before, j), b = seen(&v, j);

			assert_true(isfinite(b.x) && isfinite(b.y));
			most = fmax(most, hypot(b.x - a.x, b.y - a.y));
		}
		if (now == span && before.still.view == v.still.view &&
		    before.still.stance.both == v.still.stance.both && most > 25)
			fail_msg("%s at %lld ms: a joint leaps by %.1f", id,
			    (long long)ms, most);
		span = now;
		before = v;
	}
	assert_true(frames > 100);
	close_scene(&s);
}

static void
test_routines(void **state)
{
	struct library *lib = shipped_library();
	size_t n;
	const char *const *ids = library_ids(lib, SHELF_ROUTINES, &n);

	(void)state;
	assert_true(n > 20);
	for (size_t i = 0; i < n; i++)
		play(ids[i]);
	library_free(lib);
}

/* A change-over begins where the step before stood and ends ready for the next. */
static void
test_change(void **state)
{
	struct scene s;
	struct figure_view v;
	size_t changes = 0;

	(void)state;
	open_scene(&s, "neck-shoulders-5");
	for (size_t i = 0; i < s.score->n_spans; i++) {
		const struct span *span = &s.score->spans[i];
		struct still want;

		if (span->kind != SPAN_CHANGE)
			continue;
		shown(&s, span->at_ms, &v);
		figure_key(s.figures[span->step - 1], 0, &want);
		assert_int_equal(v.still.view, want.view);
		shown(&s, span->end_ms - 1, &v);
		figure_key(s.figures[span->step], 0, &want);
		assert_int_equal(v.still.view, want.view);
		changes++;
	}
	assert_true(changes > 2);
	close_scene(&s);
}

/* Left and right are mirror images, and the figure says which. */
static void
test_sides(void **state)
{
	struct scene s;
	struct figure_view v;
	int sides[3] = {0};

	(void)state;
	open_scene(&s, "neck-shoulders-5");
	for (size_t i = 0; i < s.score->n_spans; i++) {
		const struct span *span = &s.score->spans[i];

		if (span->kind != SPAN_HOLD)
			continue;
		shown(&s, span->at_ms + 100, &v);
		assert_true(v.still.width ==
			    figure_width(s.figures[span->step], span->side));
		sides[span->side]++;
	}
	assert_true(sides[SIDE_LEFT] > 0 && sides[SIDE_LEFT] == sides[SIDE_RIGHT]);
	close_scene(&s);
}

/* Without a figure nothing is shown and nothing is waited for. */
static void
test_none(void **state)
{
	struct scene s;
	struct figure_view v;
	struct session_snapshot snap = {0};

	(void)state;
	open_scene(&s, "desk-reset-2");
	snap.score = s.score;
	assert_true(figure_now(&snap, NULL, NULL, &v) == INT64_MAX);
	assert_false(v.on);
	close_scene(&s);
}

/* How far any joint is from where it was. */
static double
moved(const struct figure_view *a, const struct figure_view *b)
{
	double most = 0;

	for (int j = 0; j < JOINTS; j++)
		most = fmax(most, hypot(a->still.joint[j].x - b->still.joint[j].x,
				      a->still.joint[j].y - b->still.joint[j].y));
	return most;
}

/* Every shipped exercise goes on without an end and without a jump, and what is said
 * to be good is. */
static void
test_alone(void **state)
{
	struct library *lib = shipped_library();
	size_t n;
	const char *const *ids = library_ids(lib, SHELF_EXERCISES, &n);

	(void)state;
	assert_true(n > 50);
	for (size_t i = 0; i < n; i++) {
		const struct exercise *e = library_exercise(lib, ids[i], NULL);
		struct figure *f = shipped_figure(lib, e->pose);
		struct figure_view v, last, first;
		bool moves = false;

		figure_alone(e, f, SIDE_NONE, 0, &first);
		last = first;
		for (int64_t ms = 0, good; ms < 90000; ms += good) {
			good = figure_alone(e, f, SIDE_NONE, ms, &v);
			if (good < 1 || good > 60000)
				fail_msg("%s: %d ms are good at %d", ids[i],
				    (int)good, (int)ms);
			if (moved(&last, &v) > 6)
				fail_msg("%s: jumps at %d", ids[i], (int)ms);
			moves =
			    moves || moved(&first, &v) > 0.2 ||
			    fabs(v.still.stance.face - first.still.stance.face) > 5;
			figure_alone(e, f, SIDE_NONE, ms + good - 1, &last);
			if (good > MOTION_SWAY_MS && moved(&last, &v) > 0.01)
				fail_msg("%s: not good at %d", ids[i], (int)ms);
		}
		if (!moves)
			fail_msg("%s stands still", ids[i]);
		figure_free(f);
	}
	library_free(lib);
}

/* A stretch: in, held for a whole breath at least, back, and again. */
static void
test_alone_held(void **state)
{
	struct library *lib = shipped_library();
	const struct exercise *e =
	    library_exercise(lib, "neck-side-bend-stretch", NULL);
	struct figure *f = shipped_figure(lib, e->pose);
	struct figure_view v;
	struct still hold, first;
	int64_t held = 0, ms = 0;

	(void)state;
	figure_key(f, figure_hold(f), &hold);
	figure_key(f, 0, &first);
	for (; ms < 60000; ms += MOTION_FRAME_MS) {
		figure_alone(e, f, SIDE_RIGHT, ms, &v);
		assert_true(v.still.width == figure_width(f, SIDE_RIGHT));
		held +=
		    hypot(v.still.joint[JOINT_HEAD].x - hold.joint[JOINT_HEAD].x,
			v.still.joint[JOINT_HEAD].y - hold.joint[JOINT_HEAD].y) <
		    1.5;
		if (held && fabs(v.still.joint[JOINT_HEAD].x -
				 first.joint[JOINT_HEAD].x) < 0.001)
			break;
	}
	assert_true(held * MOTION_FRAME_MS >= 10000);
	assert_true(ms < 60000);
	figure_free(f);
	library_free(lib);
}

#define MS INT64_C(1000000)

/* The figure of a session at an instant, and the breath bar. */
static int64_t
played(const struct scene *s, const struct session *session, int64_t ms,
    struct figure_view *v, double *full)
{
	struct session_snapshot snap;
	struct breath_now breath = {0};
	int64_t good;

	session_snapshot(session, ms * MS, &snap);
	good = figure_now(&snap, snap.step ? s->figures[snap.step - 1] : NULL,
	    s->figures[snap.step], v);
	*full = session_breath(&snap, &breath) ? breath.full : -1;
	return good;
}

/* Ten seconds more after 60 percent of a hold: it goes on through them and into what
 * is left of it, frame by frame, as it did before. */
static void
play_more(const struct scene *s, const struct span *span)
{
	int64_t long_ms = span->end_ms - span->at_ms,
		at = span->at_ms + long_ms * 6 / 10,
		end = span->end_ms - MOTION_FRAME_MS;
	struct session *session = session_new(s->score, 0, 0);
	struct session_event event;
	struct figure_view v, last, first;
	double full, was, moves = 0, bar = 0;

	while (session_next(session, at * MS, &event))
		;
	played(s, session, at, &last, &was);
	session_more(session, at * MS);
	played(s, session, at, &first, &full);
	assert_true(moved(&last, &first) < 0.001 && full == was);
	last = first;
	for (int64_t ms = at; ms < end + 10000; ms += MOTION_FRAME_MS) {
		while (session_next(session, ms * MS, &event))
			;
		assert_true(played(s, session, ms, &v, &full) > 0);
		if (moved(&last, &v) > 8 || fabs(full - was) > 0.1)
			fail_msg("%s leaps at %d", s->steps[span->step]->id,
			    (int)(ms - at));
		moves = fmax(
		    moves, moved(&first, &v) +
			       fabs(v.still.stance.face - first.still.stance.face));
		bar = fmax(bar, fabs(full - was));
		last = v;
		was = full;
	}
	if (moves < 0.1 || (full >= 0 && bar < 0.005))
		fail_msg("%s stands still", s->steps[span->step]->id);
	/* where a repetition ends as it began, it still does */
	played(s, session, span->end_ms + 10000 - 1, &v, &full);
	shown(s, span->end_ms - 1, &last);
	if (span->reps > 1 && moved(&v, &last) > 1)
		fail_msg("%s ends elsewhere", s->steps[span->step]->id);
	session_free(session);
}

static void
test_more(void **state)
{
	static const char *const ids[] = {"neck-shoulders-5", "desk-reset-2"};
	size_t holds = 0;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct scene s;

		open_scene(&s, ids[i]);
		for (size_t j = 0; j < s.score->n_spans; j++)
			if (s.score->spans[j].kind == SPAN_HOLD) {
				play_more(&s, &s.score->spans[j]);
				holds++;
			}
		close_scene(&s);
	}
	assert_true(holds > 15);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_routines),
	    cmocka_unit_test(test_change),
	    cmocka_unit_test(test_sides),
	    cmocka_unit_test(test_none),
	    cmocka_unit_test(test_more),
	    cmocka_unit_test(test_alone),
	    cmocka_unit_test(test_alone_held),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
