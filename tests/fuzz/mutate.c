/*
 * A thousand mutated routine files, as many exercises and as many poses, each
 * read from the disk as `uncoil check` does: a message or acceptance, never a
 * crash, a hang or a leak (the sanitizer builds look for those).  The seed is
 * fixed, so a file that fails once fails always.
 */
#include "routine/check.h"

#include "score/score.h"
#include "tests/routine/good.h"
#include "tests/routine/tree.h"

#define MUTANTS  1000
#define TEXT_MAX (64 * 1024)

/* xorshift64*: the same numbers everywhere. */
static uint64_t
next_number(uint64_t *state)
{
	*state ^= *state >> 12;
	*state ^= *state << 25;
	*state ^= *state >> 27;
	return *state * UINT64_C(2685821657736338717);
}

static size_t
below(uint64_t *state, size_t n)
{
	return n ? (size_t)(next_number(state) >> 16) % n : 0;
}

struct text {
	char s[TEXT_MAX];
	size_t len;
};

static void
insert(struct text *t, size_t at, const char *s, size_t n)
{
	if (t->len + n > TEXT_MAX)
		return;
	memmove(t->s + at + n, t->s + at, t->len - at);
	memcpy(t->s + at, s, n);
	t->len += n;
}

static void
cut(struct text *t, size_t at, size_t n)
{
	if (n > t->len - at)
		n = t->len - at;
	memmove(t->s + at, t->s + at + n, t->len - at - n);
	t->len -= n;
}

/* The start of the line in which `at` is. */
static size_t
line_start(const struct text *t, size_t at)
{
	while (at > 0 && t->s[at - 1] != '\n')
		at--;
	return at;
}

static size_t
line_length(const struct text *t, size_t at)
{
	const char *end = memchr(t->s + at, '\n', t->len - at);

	return end ? (size_t)(end - (t->s + at)) + 1 : t->len - at;
}

/* A line copied, or moved, to somewhere else. */
static void
move_line(struct text *t, uint64_t *rng, bool copy)
{
	size_t at = line_start(t, below(rng, t->len)), n = line_length(t, at);
	char line[2048];

	if (n > sizeof(line))
		n = sizeof(line);
	memcpy(line, t->s + at, n);
	if (!copy)
		cut(t, at, n);
	insert(t, line_start(t, below(rng, t->len)), line, n);
}

static void
insert_token(struct text *t, uint64_t *rng)
{
	static const struct {
		const char *s;
		size_t n;
	} tokens[] = {
#define TOKEN(s) {s, sizeof(s) - 1}
	    TOKEN("-1"),
	    TOKEN("0"),
	    TOKEN("99999999999999999999"),
	    TOKEN("2147483647"),
	    TOKEN("1e9"),
	    TOKEN("nan"),
	    TOKEN("\0"),
	    TOKEN("\n"),
	    TOKEN("\r\n"),
	    TOKEN("="),
	    TOKEN(";"),
	    TOKEN("#"),
	    TOKEN("\""),
	    TOKEN("\"%00\""),
	    TOKEN("%"),
	    TOKEN("\\\n"),
	    TOKEN("["),
	    TOKEN("]"),
	    TOKEN("[x/1]\n"),
	    TOKEN("[x/4]\n"),
	    TOKEN("[]\n"),
	    TOKEN(":"),
	    TOKEN(","),
	    TOKEN(" | "),
	    TOKEN("/"),
	    TOKEN("\xff"),
	    TOKEN("\xe2\x80\xae"),
	    TOKEN("\x1b[2J"),
	    TOKEN("\xc3"),
	    TOKEN("\xef\xbb\xbf"),
	    TOKEN("to "),
	    TOKEN(" +"),
	    TOKEN("step.99 = x 1\n"),
	    TOKEN("prop.9 = strap a b\n"),
	    TOKEN("cue.start2 = a\n"),
	    TOKEN("change = 9\n"),
	};
	size_t i = below(rng, ARRAY_LEN(tokens));

	insert(t, below(rng, t->len + 1), tokens[i].s, tokens[i].n);
}

static void
insert_run(struct text *t, uint64_t *rng)
{
	static const char bytes[] = "a0 ,-[=\"%\n";
	char run[3000];
	size_t n = below(rng, sizeof(run));

	memset(run, bytes[below(rng, sizeof(bytes) - 1)], n);
	insert(t, below(rng, t->len + 1), run, n);
}

static void
mutate_once(struct text *t, uint64_t *rng)
{
	size_t at = below(rng, t->len);

	switch (below(rng, 8)) {
	case 0:
		if (t->len)
			t->s[at] ^= (char)(1 << below(rng, 8));
		break;
	case 1:
		cut(t, at, 1 + below(rng, 40));
		break;
	case 2:
		cut(t, line_start(t, at), line_length(t, line_start(t, at)));
		break;
	case 3:
		move_line(t, rng, true);
		break;
	case 4:
		move_line(t, rng, false);
		break;
	case 5:
		insert_run(t, rng);
		break;
	case 6:
		if (below(rng, 4) == 0)
			t->len = at;
		break;
	default:
		insert_token(t, rng);
	}
}

/* What a mutant must not do whatever it holds. */
static void
check_notes(const struct notes *notes, const struct text *t, const char *path)
{
	int lines = 1;

	for (size_t i = 0; i < t->len; i++)
		lines += t->s[i] == '\n';
	for (size_t i = 0; i < notes->n; i++) {
		const char *s = notes->v[i].text;

		if (notes->v[i].line < 1 || notes->v[i].line > lines || !*s)
			fail_msg("%s: line %d of %d: %s", path, notes->v[i].line,
			    lines, s);
		for (; *s; s++)
			if ((unsigned char)*s < 0x20 || *s == 0x7f)
				fail_msg(
				    "%s: a control character in a message", path);
	}
}

/* A routine that can be read and has its exercises can be unrolled. */
static void
unroll(struct library *lib)
{
	const struct pacing pacing = {.first_side = SIDE_LEFT};
	const struct routine *r = library_routine(lib, "x", NULL);
	const struct exercise **steps = r ? library_steps(lib, r, NULL) : NULL;

	if (steps)
		score_free(score_new(r, steps, &pacing));
	free(steps);
}

struct seed {
	const char *file;
	const char *good;
	size_t accepted, refused;
};

static void
try_one(struct tree *tree, struct checker *checker, struct seed *kind,
    const struct text *t)
{
	const char *path = tree_write(tree, kind->file, t->s, t->len);
	struct library *lib = library_new(tree->root, shipped_root());
	struct notes notes = {0};
	bool usable;

	pose_free(check_file(checker, path, &notes));
	check_notes(&notes, t, path);
	usable = library_routine(lib, "x", NULL) ||
		 library_exercise(lib, "x", NULL) || library_pose(lib, "x", NULL);
	/* What cannot be used has a reason; the reverse is not so: an exercise that
	 * does not exist is no fault of the reader. */
	if (!usable && notes.errors == 0)
		fail_msg("%s is not used and nobody says why", path);
	unroll(lib);
	kind->accepted += notes.errors == 0;
	kind->refused += notes.errors > 0;
	notes_fini(&notes);
	library_free(lib);
}

static void
run_kind(struct seed *kind)
{
	uint64_t rng = UINT64_C(0x9e3779b97f4a7c15);
	struct text *t = mem_new(1, sizeof(*t));
	struct checker *checker = check_new(NULL, shipped_root());
	struct tree tree;

	tree_make(&tree);
	for (int i = 0; i < MUTANTS; i++) {
		size_t times = 1 + below(&rng, 4);

		t->len = 0;
		insert(t, 0, kind->good, strlen(kind->good));
		while (times--)
			mutate_once(t, &rng);
		try_one(&tree, checker, kind, t);
	}
	tree_remove(&tree);
	check_free(checker);
	free(t);
	print_message("# %s: %zu accepted, %zu refused\n", kind->file,
	    kind->accepted, kind->refused);
	assert_int_equal(kind->accepted + kind->refused, MUTANTS);
	assert_true(kind->accepted > MUTANTS / 50);
	assert_true(kind->refused > MUTANTS / 5);
}

static void
test_routines(void **state)
{
	(void)state;
	run_kind(&(struct seed){"routines/x.ini", good_routine, 0, 0});
}

static void
test_exercises(void **state)
{
	(void)state;
	run_kind(&(struct seed){"exercises/x.ini", good_exercise, 0, 0});
}

static void
test_poses(void **state)
{
	(void)state;
	run_kind(&(struct seed){"poses/x.ini", good_pose, 0, 0});
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_routines),
	    cmocka_unit_test(test_exercises),
	    cmocka_unit_test(test_poses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
