#include "report/html.h"

#include "tests/test.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	const char *text, *html, *remark;
} rows[] = {
    {"plain", "plain", "nothing to do"},
    {"", "", "nothing"},
    {"<b>&amp;\"'", "&lt;b&gt;&amp;amp;&quot;&#39;", "every special one"},
    {"</script><script>", "&lt;/script&gt;&lt;script&gt;", "a script"},
    {"a\nb\tc", "a b c", "blanks"},
    {"\x1b[31m", "\xef\xbf\xbd[31m", "a control"},
    {"\xc3\xbc\xff", "\xc3\xbc\xef\xbf\xbd", "what is no UTF-8"},
    {"\xe2\x80\xae", "\xef\xbf\xbd", "what turns text around"},
    {"100%s", "100%s", "no format"},
};

static void
escaping(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct str out = {0};

		str_clear(&out);
		html_text(&out, rows[i].text);
		if (strcmp(out.s, rows[i].html) != 0)
			fail_msg("%s: %s", rows[i].remark, out.s);
		str_fini(&out);
	}
}

static void
markup(void **state)
{
	struct str out = {0};
	const char *volatile nothing = NULL;

	(void)state;
	html_addf(&out, "<p class=\"%s\">%d of %ld, %zu, %.1f%%</p>%s", "a\"b", -3,
	    4L, (size_t)5, 6.25, nothing);
	assert_string_equal(out.s, "<p class=\"a&quot;b\">-3 of 4, 5, 6.2%</p>");
	str_fini(&out);
}

/* No code point gets out of its place. */
static void
every_code_point(void **state)
{
	(void)state;
	for (uint32_t cp = 1; cp < 0x110000; cp += cp < 0x3000 ? 1 : 251) {
		struct str out = {0};
		char text[5] = "";

		if (cp < 0x80)
			text[0] = (char)cp;
		else if (cp < 0x800)
			text[0] = (char)(0xc0 | cp >> 6),
			text[1] = (char)(0x80 | (cp & 63));
		else if (cp < 0x10000)
			text[0] = (char)(0xe0 | cp >> 12),
			text[1] = (char)(0x80 | (cp >> 6 & 63)),
			text[2] = (char)(0x80 | (cp & 63));
		else
			text[0] = (char)(0xf0 | cp >> 18),
			text[1] = (char)(0x80 | (cp >> 12 & 63)),
			text[2] = (char)(0x80 | (cp >> 6 & 63)),
			text[3] = (char)(0x80 | (cp & 63));
		html_text(&out, text);
		assert_null(strpbrk(out.s, "<>\"'"));
		assert_true(*out.s != '&' || out.s[strlen(out.s) - 1] == ';');
		str_fini(&out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(escaping),
	    cmocka_unit_test(markup),
	    cmocka_unit_test(every_code_point),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
