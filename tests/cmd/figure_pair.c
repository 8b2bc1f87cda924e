/*
 * Which figures are loaded when, and that a pose that cannot be had is none.
 */
#include "cmd/figure_pair.h"

#include "base/mem.h"
#include "score/score.h"
#include "tests/folder.h"
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* A session of a shipped routine, and the poses that own/ replaces. */
struct scene {
	struct library *lib;
	const struct exercise **steps;
	struct score *score;
	struct figure_pair figures;
};

static void
open_scene(struct scene *s, const char *own)
{
	struct pacing pacing = {SIDE_LEFT};
	struct err err;
	const struct routine *r;

	s->lib = library_new(own, getenv("UNCOIL_DATADIR"));
	r = library_routine(s->lib, "neck-shoulders-5", &err);
	s->steps = r ? library_steps(s->lib, r, &err) : NULL;
	if (!s->steps)
		fail_msg("%s", err.text);
	s->score = score_new(r, s->steps, &pacing);
	figure_pair_init(&s->figures, s->lib);
}

static void
close_scene(struct scene *s)
{
	figure_pair_fini(&s->figures);
	score_free(s->score);
	free(s->steps);
	library_free(s->lib);
}

/* Follows to the change-over of a step, or to its first hold. */
static void
follow(struct scene *s, size_t step, bool change)
{
	struct session_snapshot snap = {.score = s->score, .step = step};

	snap.span = change ? score_step_change(s->score, step)
			   : score_step_start(s->score, step);
	figure_pair_follow(&s->figures, &snap);
}

static const struct {
	size_t step;
	bool change;
	bool before; /* is the one before wanted? */
	const char *remark;
} walk[] = {
    {0, true, false, "the lead-in comes from nowhere"},
    {0, false, false, "the first step"},
    {1, true, true, "a change-over has both"},
    {1, false, false, "then one is enough"},
    {2, true, true, "and again"},
    {1, true, true, "back"},
    {5, false, false, "far away, into a hold"},
    {5, true, true, "and back into its change-over"},
    {6, true, true, "from a change-over into the next"},
};

static void
test_walk(void **state)
{
	struct scene s;

	(void)state;
	open_scene(&s, NULL);
	for (size_t i = 0; i < ARRAY_LEN(walk); i++) {
		const struct figure_pair *f = &s.figures;
		size_t step = walk[i].step;

		follow(&s, step, walk[i].change);
		if (!f->now ||
		    strcmp(figure_pose(f->now)->id, s.steps[step]->pose) != 0 ||
		    (f->before != NULL) != walk[i].before)
			fail_msg("%s", walk[i].remark);
		if (f->before && strcmp(figure_pose(f->before)->id,
				     s.steps[step - 1]->pose) != 0)
			fail_msg("%s: from another pose", walk[i].remark);
	}
	close_scene(&s);
}

static void
write_text(const char *path, const char *text)
{
	FILE *fp = fopen(path, "w");

	assert_non_null(fp);
	fputs(text, fp);
	assert_int_equal(fclose(fp), 0);
}

/* What is broken is the person's own: that is said once, and nothing is shown. */
static void
test_broken(void **state)
{
	struct scene s;
	struct folder own;
	char poses[600];

	(void)state;
	folder_make(&own, "poses/shoulder-rolls.ini");
	snprintf(poses, sizeof(poses), "%s/poses", own.path);
	assert_int_equal(mkdir(poses, 0700), 0);
	write_text(own.file, "[shoulder-rolls]\nview = inside\n");
	open_scene(&s, own.path);
	follow(&s, 0, true);
	assert_null(s.figures.now);
	assert_non_null(s.figures.notice);
	assert_non_null(strstr(s.figures.notice, "shoulder-rolls.ini:"));
	follow(&s, 1, true);
	assert_non_null(s.figures.now);
	assert_null(s.figures.before);
	close_scene(&s);
	folder_remove(&own);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_walk),
	    cmocka_unit_test(test_broken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
