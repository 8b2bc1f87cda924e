/*
 * Ten thousand pose files that somebody might have written badly: shipped ones
 * with numbers, joints and lines changed.  Each gives a message or a figure, and
 * a figure has every joint somewhere and is drawn within its cells, whatever the
 * size.  The seed is fixed, so a file that fails once fails always.
 */
#include "base/mem.h"
#include "figure/check.h"
#include "figure/draw.h"
#include "figure/motion.h"
#include "tests/dice.h"
#include "tests/figure/shipped.h"

#define MUTANTS  10000
#define TEXT_MAX 8192

struct text {
	char s[TEXT_MAX];
};

static void
read_pose(struct text *t, const char *path)
{
	FILE *f = fopen(path, "r");
	size_t n;

	assert_non_null(f);
	n = fread(t->s, 1, sizeof(t->s) - 1, f);
	t->s[n] = '\0';
	fclose(f);
}

static void
replace(struct text *t, size_t at, size_t n, const char *with)
{
	struct text old = *t;

	snprintf(
	    t->s, sizeof(t->s), "%.*s%s%s", (int)at, old.s, with, old.s + at + n);
}

/* The nth run of characters of a set, from 0; false when there is none. */
static bool
find_run(const struct text *t, const char *set, int nth, size_t *at, size_t *n)
{
	*at = strcspn(t->s, "]"); /* not in the id */
	for (;;) {
		*at += strcspn(t->s + *at, set);
		*n = strspn(t->s + *at, set);
		if (*n == 0)
			return false;
		if (nth-- == 0)
			return true;
		*at += *n;
	}
}

static const char *
some_number(struct dice *d, char buf[32])
{
	static const char *const edges[] = {"0", "-0", "360", "-360", "180", "-180",
	    "120", "-20", "60", "0.1", "0.000001", "99999", "-", "1.2.3", "nan",
	    ""};

	if (dice_roll(d, 3) == 0)
		return edges[dice_roll(d, (int)ARRAY_LEN(edges))];
	snprintf(buf, 32, "%d.%d", dice_roll(d, 160) - 40, dice_roll(d, 10));
	return buf;
}

static void
mutate(struct text *t, struct dice *d)
{
	static const char *const words[] = {"ankle2", "head", "wrist", "to", "+",
	    "-", "top", "front", "side", "yes", "none", "pelvis", "roller", "wall"};
	char buf[32];
	size_t at, n;

	switch (dice_roll(d, 8)) {
	case 0: /* a line less */
		if (find_run(t, "\n", dice_roll(d, 20), &at, &n))
			replace(t, at, strcspn(t->s + at + n, "\n") + n, "\n");
		break;
	case 1: /* another word */
		if (find_run(t, "abcdefghijklmnopqrstuvwxyz2", dice_roll(d, 50),
			&at, &n))
			replace(
			    t, at, n, words[dice_roll(d, (int)ARRAY_LEN(words))]);
		break;
	default:
		if (find_run(t, "0123456789.-", dice_roll(d, 60), &at, &n))
			replace(t, at, n, some_number(d, buf));
	}
}

static void
look(const struct still *s, struct box box, struct dice *d)
{
	int rows = dice_side(d, 40), cols = dice_side(d, 100);
	struct canvas *c = canvas_new(rows, cols, (enum dots)dice_roll(d, 3));
	enum ink ink;

	for (int j = 0; j < JOINTS; j++)
		assert_true(isfinite(s->joint[j].x) && isfinite(s->joint[j].y));
	draw_still(c, rows, cols, box, s);
	for (int i = 0; i < rows * cols; i++) {
		assert_true(*canvas_cell(c, i / cols, i % cols, &ink));
		assert_true(ink < INKS);
	}
	canvas_free(c);
}

/* Each way of moving, at some instant. */
static void
move(const struct figure *f, const struct figure *other, struct dice *d)
{
	const int breath[4] = {
	    dice_roll(d, 5), dice_roll(d, 5), dice_roll(d, 9), 0};
	int64_t ms = dice_roll(d, 40000);
	struct still s, from;
	struct box box = figure_box(f);

	assert_true(motion_loop(f, ms, dice_roll(d, 3) * 7000, &s) > 0);
	look(&s, box, d);
	assert_true(motion_hold(f, ms, breath, &s) > 0);
	look(&s, box, d);
	assert_true(motion_breath(f, ms, breath, &s) > 0);
	look(&s, box, d);
	assert_true(motion_switch(f, SIDE_RIGHT, ms, 40000, &s) > 0);
	look(&s, box, d);
	figure_key(other, figure_hold(other), &from);
	assert_true(motion_change(&from, figure_box(other), f, SIDE_LEFT,
			dice_roll(d, 3000), 9000, &s, &box) > 0);
	look(&s, box, d);
}

/* Reads a text; NULL when it is refused, which must have been said. */
static struct figure *
figure_or_word(const char *id, const struct text *t, struct pose **pose)
{
	struct notes notes = {0};
	struct err err = {""};
	struct ini *ini = ini_parse(t->s, strlen(t->s), &notes);
	struct figure *f = NULL;

	*pose = ini ? pose_read(ini, id, "x.ini", &notes) : NULL;
	if (*pose) {
		f = figure_new(*pose, &err);
		figure_check(*pose, &notes);
		assert_int_equal(notes.errors > 0, f == NULL);
	}
	if (!f && notes.errors == 0 && !*err.text)
		fail_msg("refused without a word: %s", t->s);
	ini_free(ini);
	notes_fini(&notes);
	return f;
}

static void
test_mutants(void **state)
{
	struct library *lib = shipped_library();
	struct dice d = {UINT64_C(0x9e3779b97f4a7c15)};
	struct figure *other = shipped_figure(lib, "cat-cow");
	size_t n, moved = 0;
	const char *const *ids = library_ids(lib, SHELF_POSES, &n);

	(void)state;
	assert_true(n > 50);
	for (size_t i = 0; i < MUTANTS; i++) {
		char *path = library_path(lib, SHELF_POSES, ids[i % n]);
		struct text t;
		struct pose *pose;
		struct figure *f;

		read_pose(&t, path);
		for (int times = 1 + dice_roll(&d, 4); times > 0; times--)
			mutate(&t, &d);
		f = figure_or_word(ids[i % n], &t, &pose);
		if (f)
			move(f, other, &d);
		moved += f != NULL;
		figure_free(f);
		pose_free(pose);
		free(path);
	}
	print_message("# %zu of %d moved\n", moved, MUTANTS);
	assert_true(moved > MUTANTS / 10 && moved < MUTANTS * 9 / 10);
	figure_free(other);
	library_free(lib);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_mutants),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
