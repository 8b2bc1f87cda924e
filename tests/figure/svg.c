#include "figure/svg.h"

#include "base/mem.h"
#include "tests/figure/shipped.h"

static size_t
count(const char *text, const char *what)
{
	size_t n = 0;

	while ((text = strstr(text, what)) != NULL) {
		n++;
		text += strlen(what);
	}
	return n;
}

/* Whether every element that is opened is closed in its order: enough of XML for
 * what we write. */
static bool
is_balanced(const char *text)
{
	char open[16][16];
	size_t depth = 0;

	while ((text = strchr(text, '<')) != NULL) {
		const char *end = strchr(text, '>');
		size_t name = strcspn(text + 1, " />\n");

		if (!end || memchr(text + 1, '<', (size_t)(end - text - 1)))
			return false;
		if (text[1] == '/') {
			name = strcspn(text + 2, ">");
			if (depth == 0 ||
			    strncmp(open[--depth], text + 2, name) != 0)
				return false;
		} else if (end[-1] != '/') {
			if (depth == 16 || name > 15)
				return false;
			snprintf(open[depth++], 16, "%.*s", (int)name, text + 1);
		}
		text = end;
	}
	return depth == 0;
}

/* Every shipped pose: a panel and a label a key, no number that is none, nothing
 * from elsewhere, and small. */
static void
test_shipped(void **state)
{
	struct library *lib = shipped_library();
	size_t n;
	const char *const *ids = library_ids(lib, SHELF_POSES, &n);

	(void)state;
	assert_true(n > 50);
	for (size_t i = 0; i < n; i++) {
		struct figure *f = shipped_figure(lib, ids[i]);
		struct str svg = {0};

		svg_keys(f, SIDE_RIGHT, "A title", "About it", &svg);
		if (!is_balanced(svg.s) ||
		    count(svg.s, "<svg ") != figure_keys(f) + 1 ||
		    count(svg.s, "<text ") < figure_keys(f) ||
		    count(svg.s, "class=\"body\"") < 5 * figure_keys(f) ||
		    strstr(svg.s, "\"nan") || strstr(svg.s, "\"-nan") ||
		    strstr(svg.s, "inf") || strstr(svg.s, "href") ||
		    strstr(svg.s, "script") || svg.len > 32 * 1024)
			fail_msg("%s: %s", ids[i], svg.s);
		str_fini(&svg);
		figure_free(f);
	}
	library_free(lib);
}

/* Words of a file are words in the picture, whatever stands in them. */
static void
test_escapes(void **state)
{
	struct library *lib = shipped_library();
	struct figure *f = shipped_figure(lib, "cat-cow");
	struct str svg = {0};

	(void)state;
	svg_keys(f, SIDE_NONE, "</title><script>\"&\x1b\xef\xbf\xbf",
	    "a < b\n]]> \xff", &svg);
	assert_non_null(strstr(svg.s,
	    "<title>&lt;/title&gt;&lt;script&gt;&quot;&amp;\xef\xbf\xbd"
	    "\xef\xbf\xbd</title>"));
	assert_non_null(strstr(svg.s, "<desc>a &lt; b ]]&gt; \xef\xbf\xbd</desc>"));
	assert_true(is_balanced(svg.s));
	str_fini(&svg);
	figure_free(f);
	library_free(lib);
}

/* The x of the first circle: the head. */
static double
head_x(struct figure *f, enum side side)
{
	struct str svg = {0};
	double x;

	svg_keys(f, side, "", "", &svg);
	x = strtod(strstr(svg.s, "cx=\"") + 4, NULL);
	str_fini(&svg);
	return x;
}

static void
test_sides(void **state)
{
	struct library *lib = shipped_library();
	struct figure *f = shipped_figure(lib, "hip-flexor");
	struct box box = figure_box(f);
	double cols = fmax(box.x2 - box.x1 + 18, 52);

	(void)state;
	assert_true(
	    fabs(head_x(f, SIDE_LEFT) + head_x(f, SIDE_RIGHT) - cols) < 0.02);
	assert_true(fabs(head_x(f, SIDE_LEFT) - head_x(f, SIDE_RIGHT)) > 1);
	figure_free(f);
	library_free(lib);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_shipped),
	    cmocka_unit_test(test_escapes),
	    cmocka_unit_test(test_sides),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
