/*
 * Pages to read, and questions.
 */
#include "tests/screen/scene.h"
#include "tests/test.h"

static void
draw_first(struct frame *f, struct scene *s)
{
	(void)s;
	view_page(f, &page_first, 0);
}

static void
draw_first_end(struct frame *f, struct scene *s)
{
	int last = view_page(f, &page_first, 0);

	(void)s;
	assert_int_equal(view_page(f, &page_first, last + 1000), last);
}

static void
draw_help(struct frame *f, struct scene *s)
{
	(void)s;
	view_page(f, &page_help_session, 0);
}

static void
draw_question(struct frame *f, struct scene *s)
{
	view_page(f, page_question(s->routines[SCENE_ASKS]->flags, 0), 0);
}

static void
draw_help_home(struct frame *f, struct scene *s)
{
	(void)s;
	view_page(f, &page_help_home, 0);
}

static void
draw_help_settings(struct frame *f, struct scene *s)
{
	(void)s;
	view_page(f, &page_help_settings, 0);
}

static void
draw_help_stats(struct frame *f, struct scene *s)
{
	(void)s;
	view_page(f, &page_help_stats, 0);
}

static void
draw_help_log(struct frame *f, struct scene *s)
{
	(void)s;
	view_page(f, &page_help_log, 0);
}

const struct view_state states_page[] = {
    {"page-first", draw_first},
    {"page-first-end", draw_first_end},
    {"page-help", draw_help},
    {"page-question", draw_question},
    {"page-help-home", draw_help_home},
    {"page-help-settings", draw_help_settings},
    {"page-help-stats", draw_help_stats},
    {"page-help-log", draw_help_log},
    {NULL, NULL},
};
