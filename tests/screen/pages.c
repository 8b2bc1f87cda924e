#include "tests/test.h"

#include "base/mem.h"
#include "screen/pages.h"

#include <string.h>

#define BIT(flag) (UINT64_C(1) << (flag))

static const struct {
	const char *remark;
	uint64_t flags;
	size_t questions;
} rows[] = {
    {"no flags, no questions", 0, 0},
    {"flags that ask nothing", BIT(FLAG_NO_FLOOR) | BIT(FLAG_FLEXION), 0},
    {"headache", BIT(FLAG_HEADACHE_GATE), 1},
    {"clearance asks two", BIT(FLAG_NEEDS_CLEARANCE), 2},
    {"both", BIT(FLAG_NEEDS_CLEARANCE) | BIT(FLAG_HEADACHE_GATE), 3},
};

static void
questions(void **state)
{
	const struct page *page;
	size_t n;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		for (n = 0; (page = page_question(rows[i].flags, n)) != NULL; n++) {
			assert_non_null(page->refused);
			assert_int_equal(strncmp(page->keys, "y|", 2), 0);
		}
		if (n != rows[i].questions)
			fail_msg("%s: %zu questions", rows[i].remark, n);
	}
}

/* The last word of the first page is domain.md 5.2's. */
static void
last_sentence(void **state)
{
	const char *const *p = page_first.paragraphs;

	(void)state;
	while (p[1])
		p++;
	assert_string_equal(
	    *p, "If you are in doubt, ask a professional before you start.");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(questions),
	    cmocka_unit_test(last_sentence),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
