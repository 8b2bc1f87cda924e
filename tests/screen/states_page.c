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

#define STEPS                                                                      \
	"    Seated chin tuck, 10 s", "    Doorway chest stretch, 30 s each side", \
	    "    Seated cat and cow, 32 s", "    Standing reach and shift, 16 s"

/* More lines than a page has paragraphs, as a coach's plan may have. */
static const char *const plan_lines[] = {
    "Neck, second phase (version 2, from 2026-03-18) waits for your answer",
    "  what changes against version 1, which you do:",
    "~ Two minute desk reset (desk-reset-2): 2 a day, Mo to Fr, not closer than "
    "120 "
    "min; \"stop at 4/10\"  (so far 3 a day, every day)",
    "  your coach's own routine neck-1:", STEPS, STEPS, STEPS, STEPS, STEPS, STEPS,
    STEPS, STEPS, STEPS, STEPS, "  in all 10 min 40 s on a full day", "",
    "y takes it on, n puts it off for a week.", NULL};

static const struct page page_plan = {.title = "A plan of your coach",
    .keys = "y|take it on|n|later",
    .lines = plan_lines};

static void
draw_plan(struct frame *f, struct scene *s)
{
	(void)s;
	view_page(f, &page_plan, 0);
}

static void
draw_plan_end(struct frame *f, struct scene *s)
{
	int last = view_page(f, &page_plan, 0);

	(void)s;
	view_page(f, &page_plan, last);
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
    {"page-plan", draw_plan},
    {"page-plan-end", draw_plan_end},
    {NULL, NULL},
};
