#include "cmd/choice.h"

#include "base/mem.h"
#include "tests/folder.h"
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The shipped routines. */
struct place {
	struct library *library;
	struct choice choice;
};

static int
setup(void **state)
{
	struct place *p = mem_new(1, sizeof(*p));

	p->library = library_new(NULL, getenv("UNCOIL_DATADIR"));
	choice_open(&p->choice, p->library);
	*state = p;
	return 0;
}

static int
teardown(void **state)
{
	struct place *p = *state;

	choice_close(&p->choice);
	library_free(p->library);
	free(p);
	return 0;
}

static void
opening_reads_no_steps(void **state)
{
	struct choice *c = &((struct place *)*state)->choice;

	assert_true(c->all > 20);
	assert_int_equal(c->n, c->all);
	assert_int_equal(c->unusable, 0);
	assert_null(choice_steps(c));
	for (size_t i = 1; i < c->n; i++)
		assert_true(c->shown[i - 1]->minutes <= c->shown[i]->minutes);
	choice_take(c, choice_find(c, "desk-reset-2"));
	assert_string_equal(choice_routine(c)->id, "desk-reset-2");
	assert_string_equal(choice_steps(c)[0]->id, "seated-cat-cow");
	assert_null(choice_find(c, "desk-reset-3"));
	choice_take(c, NULL);
	assert_int_equal(c->selected, 0);
}

static void
moving_stops_at_the_ends(void **state)
{
	struct choice *c = &((struct place *)*state)->choice;

	assert_false(choice_move(c, -1));
	assert_true(choice_move(c, 1));
	assert_int_equal(c->selected, 1);
	assert_true(choice_move(c, LIBRARY_IDS_MAX));
	assert_int_equal(c->selected, c->n - 1);
	assert_false(choice_move(c, 1));
}

/* Words that leave the chosen one out, and none, and it is chosen again. */
static void
the_chosen_one_comes_back(void **state)
{
	struct choice *c = &((struct place *)*state)->choice;

	choice_take(c, choice_find(c, "desk-reset-2"));
	strcpy(c->pick.text, "roller");
	choice_pick(c);
	assert_true(c->n > 0 && c->n < c->all);
	assert_string_not_equal(choice_routine(c)->id, "desk-reset-2");
	strcpy(c->pick.text, "unicycle");
	choice_pick(c);
	assert_int_equal(c->n, 0);
	assert_null(choice_routine(c));
	assert_null(choice_steps(c));
	assert_false(choice_move(c, 1));
	c->pick.text[0] = '\0';
	choice_pick(c);
	assert_string_equal(choice_routine(c)->id, "desk-reset-2");
}

static void
filters_go_round(void **state)
{
	struct choice *c = &((struct place *)*state)->choice;
	size_t fewer = 0;

	for (size_t i = 0; i <= words_region.n; i++) {
		choice_filter(c, FILTER_REGION, 1);
		fewer += c->n > 0 && c->n < c->all;
	}
	assert_int_equal(c->pick.region, -1);
	assert_int_equal(fewer, words_region.n);
	choice_filter(c, FILTER_TOOL, -1);
	assert_int_equal(c->pick.tool, words_tool.n - 1);
	choice_filter(c, FILTER_MINUTES, -1);
	assert_int_equal(c->pick.minutes, 15);
	strcpy(c->pick.text, "neck");
	choice_filter_nothing(c);
	assert_false(pick_filters(&c->pick));
	assert_string_equal(c->pick.text, "neck");
}

/* What is kept is what is seen at the next start, and nothing of it can be chosen; a
 * file that is no list of ours is none. */
static void
the_list_is_recalled(void **state)
{
	struct choice *c = &((struct place *)*state)->choice, last;
	struct folder folder;
	struct stat before, after;
	const char *path = folder.file;
	FILE *f;

	folder_make(&folder, "routines");
	f = fopen(path, "w");
	assert_non_null(f);
	fputs("no list\n\n5\n0 Nothing\nx Words\n4 \xff\n7 Only this\n3 ", f);
	fclose(f);
	choice_recall(&last, path);
	assert_int_equal(last.n, 1);
	assert_string_equal(last.shown[0]->title, "Only this");
	assert_int_equal(last.shown[0]->minutes, 7);
	choice_keep(c, &last, path);
	choice_close(&last);
	choice_recall(&last, path);
	assert_int_equal(last.n, c->n);
	for (size_t i = 0; i < c->n; i++) {
		assert_string_equal(last.shown[i]->title, c->shown[i]->title);
		assert_int_equal(last.shown[i]->minutes, c->shown[i]->minutes);
	}
	assert_null(choice_routine(&last));
	assert_null(choice_steps(&last));

	assert_int_equal(stat(path, &before), 0);
	choice_keep(c, &last, path);
	choice_close(&last);
	assert_int_equal(stat(path, &after), 0);
	assert_int_equal(before.st_ino, after.st_ino);

	folder_remove(&folder);
	choice_recall(&last, path);
	assert_int_equal(last.n, 0);
	choice_close(&last);
	choice_recall(&last, NULL);
	assert_int_equal(last.n, 0);
	choice_keep(c, &last, NULL);
	choice_close(&last);
}

int
main(void)
{
#define OPENED(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
	    OPENED(opening_reads_no_steps),
	    OPENED(moving_stops_at_the_ends),
	    OPENED(the_chosen_one_comes_back),
	    OPENED(filters_go_round),
	    OPENED(the_list_is_recalled),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
