#include "cmd/page.h"

#include "cmd/print.h"
#include "screen/views.h"

struct reading {
	const struct page *page;
	int scroll, most;
	bool question, yes;
};

static void
draw(void *self, struct frame *f, const struct instant *now)
{
	struct reading *r = self;

	(void)now;
	r->most = view_page(f, r->page, r->scroll);
	if (r->scroll > r->most)
		r->scroll = r->most;
}

static void
scroll_by(struct reading *r, int rows)
{
	r->scroll += rows;
	if (r->scroll > r->most)
		r->scroll = r->most;
	if (r->scroll < 0)
		r->scroll = 0;
}

static bool
key(void *self, int key, const struct instant *now)
{
	struct reading *r = self;

	(void)now;
	switch (key) {
	case TERM_UP:
	case 'k':
		scroll_by(r, -1);
		return true;
	case TERM_DOWN:
	case 'j':
		scroll_by(r, 1);
		return true;
	case TERM_PAGE_UP:
		scroll_by(r, -8);
		return true;
	case TERM_PAGE_DOWN:
		scroll_by(r, 8);
		return true;
	case 'y':
	case 'Y':
		r->yes = true;
		return false;
	case TERM_ENTER:
	case ' ':
		if (r->scroll < r->most)
			scroll_by(r, 8);
		else
			return r->question;
		return true;
	case 'n':
	case 'N':
	case 'q':
	case TERM_ESCAPE:
		return false;
	}
	return true;
}

static const struct activity activity = {.draw = draw, .key = key};

static void
print_page(const struct page *page)
{
	const char *const *line = page->lines ? page->lines : page->paragraphs;

	print_timed(0, page->title);
	for (; *line; line++)
		print_timed(0, *line);
}

enum run_end
page_read(struct run *run, const struct page *page)
{
	struct reading r = {.page = page};

	if (run_has_screen(run))
		return run_loop(run, &activity, &r);
	print_page(page);
	return RUN_OVER;
}

enum run_end
page_ask(struct run *run, const struct page *page, bool *yes)
{
	struct reading r = {.page = page, .question = true};
	enum run_end end = RUN_OVER;

	if (!run_has_screen(run))
		print_page(page);
	if (run_has_keys(run))
		end = run_loop(run, &activity, &r);
	*yes = r.yes;
	return end;
}

enum run_end
page_first_time(struct run *run, const struct own *own)
{
	enum run_end end = RUN_OVER;

	if (own_has_read(own))
		return RUN_OVER;
	end = page_read(run, &page_first);
	if (end == RUN_OVER)
		own_set_read(own);
	return end;
}

enum run_end
page_before(
    struct run *run, const struct own *own, uint64_t flags, bool cleared, bool *may)
{
	enum run_end end = page_first_time(run, own);
	const struct page *page;

	*may = true;
	for (size_t i = 0; end == RUN_OVER && *may && !cleared; i++) {
		page = page_question(flags, i);
		if (!page)
			break;
		end = page_ask(run, page, may);
		if (end == RUN_OVER && !*may && page->refused &&
		    run_has_screen(run)) {
			struct page refused = {.title = page->title,
			    .paragraphs = {page->refused},
			    .keys = "Enter|go on"};

			end = page_read(run, &refused);
		}
	}
	return end;
}
