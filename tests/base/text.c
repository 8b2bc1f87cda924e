#include "base/text.h"

#include "tests/test.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

/* Every code point there and back; of each, every shorter start is refused. */
static void
every_character(void **state)
{
	(void)state;
	for (uint32_t cp = 0; cp <= 0x10ffff; cp++) {
		char buf[4];
		uint32_t back = 0;
		size_t len;

		if (cp == 0xd800)
			cp = 0xe000;
		len = text_encode(cp, buf);
		if (text_decode(buf, len, &back) != len || back != cp)
			fail_msg("U+%04X came back as U+%04X", cp, back);
		for (size_t cut = 0; cut < len; cut++)
			assert_int_equal(text_decode(buf, cut, &back), 0);
	}
}

static void
what_is_not_utf8(void **state)
{
	static const struct {
		const char *s;
		const char *remark;
	} rows[] = {
	    {"\x80", "a continuation alone"},
	    {"\xbf", "the last continuation alone"},
	    {"\xc0\x80", "NUL in two bytes"},
	    {"\xc1\xbf", "ASCII in two bytes"},
	    {"\xe0\x80\x80", "NUL in three bytes"},
	    {"\xe0\x9f\xbf", "U+07FF in three bytes"},
	    {"\xf0\x80\x80\x80", "NUL in four bytes"},
	    {"\xf0\x8f\xbf\xbf", "U+FFFF in four bytes"},
	    {"\xed\xa0\x80", "the first surrogate"},
	    {"\xed\xbf\xbf", "the last surrogate"},
	    {"\xf4\x90\x80\x80", "U+110000"},
	    {"\xf5\x80\x80\x80", "a lead byte of beyond"},
	    {"\xf8\x88\x80\x80\x80", "five bytes"},
	    {"\xfe", "never a byte of UTF-8"},
	    {"\xff", "nor this"},
	    {"\xc3(", "two bytes, the second missing"},
	    {"\xe2\x82(", "three bytes, the third missing"},
	    {"\xe2(\x82", "three bytes, the second missing"},
	    {"\xf0\x9f\x92(", "four bytes, the fourth missing"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct str clean = {0};
		char text[16] = "ab";
		uint32_t cp;

		strcat(text, rows[i].s);
		if (text_decode(rows[i].s, strlen(rows[i].s), &cp) != 0 ||
		    text_valid(text, strlen(text)) != 2)
			fail_msg("accepted: %s", rows[i].remark);
		text_clean(&clean, text);
		assert_int_equal(text_valid(clean.s, clean.len), clean.len);
		assert_memory_equal(clean.s, "ab\xef\xbf\xbd", 5);
		str_fini(&clean);
	}
}

/* What is plain ends before each of these, and there is more behind it. */
static void
plain(void **state)
{
	static const struct {
		const char *s, *clean;
		size_t n;
		int width;
	} rows[] = {
	    {"", "", 0, 0},
	    {"~ }", "~ }", 3, 3},
	    {"ab\x7f"
	     "c",
		"ab\xef\xbf\xbd"
		"c",
		2, 4},
	    {"ab\x1f"
	     "c",
		"ab\xef\xbf\xbd"
		"c",
		2, 4},
	    {"ab\xc3\xa4"
	     "c",
		"ab\xc3\xa4"
		"c",
		2, 4},
	    {"\xff"
	     "c",
		"\xef\xbf\xbd"
		"c",
		0, 2},
	    {"a\tb\nc", "a b c", 1, 5},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct str clean = {0};

		assert_int_equal(rows[i].n, text_plain(rows[i].s));
		assert_int_equal(rows[i].width, text_width(rows[i].s));
		text_clean(&clean, rows[i].s);
		assert_string_equal(rows[i].clean, clean.s);
		str_fini(&clean);
	}
}

static void
cleaned(void **state)
{
	static const struct {
		const char *in, *out, *ascii, *remark;
	} rows[] = {
	    {"plain text", "plain text", "plain text", "nothing to do"},
	    {"a\tb\nc", "a b c", "a b c", "tab and newline part words"},
	    {"\x1b[2Jx", "\xef\xbf\xbd[2Jx", "?[2Jx", "an escape sequence"},
	    {"\xc2\x9b"
	     "2J",
		"\xef\xbf\xbd"
		"2J",
		"?2J", "the one-character CSI"},
	    {"a\x7f"
	     "b\rc\x08",
		"a\xef\xbf\xbd"
		"b\xef\xbf\xbd"
		"c\xef\xbf\xbd",
		"a?b?c?", "DEL, CR and BS"},
	    {"\xe2\x80\xae"
	     "abc",
		"\xef\xbf\xbd"
		"abc",
		"?abc", "right-to-left override"},
	    {"\xe2\x81\xa6x", "\xef\xbf\xbdx", "?x", "a bidi isolate"},
	    {"\xe2\x80\xa8x", "\xef\xbf\xbdx", "?x", "a line separator"},
	    {"Gr\xc3\xbc\xc3\x9f", "Gr\xc3\xbc\xc3\x9f", "Gru?",
		"a letter near ASCII, one not"},
	    {"4\xe2\x80\x93"
	     "8",
		"4\xe2\x80\x93"
		"8",
		"4-8", "an en dash"},
	    {"e\xcc\x81", "e\xcc\x81", "e", "a combining accent is dropped"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct str clean = {0}, ascii = {0};

		text_clean(&clean, rows[i].in);
		text_ascii(&ascii, rows[i].in);
		if (strcmp(clean.s, rows[i].out) != 0 ||
		    strcmp(ascii.s, rows[i].ascii) != 0)
			fail_msg(
			    "%s: '%s', '%s'", rows[i].remark, clean.s, ascii.s);
		str_fini(&clean);
		str_fini(&ascii);
	}
}

/* Whatever the bytes are, what comes out is valid and holds no control. */
static void
any_bytes_become_safe(void **state)
{
	unsigned seed = 1;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		struct str clean = {0};
		char in[32];
		size_t n = 0;

		for (; n < sizeof(in) - 1; n++) {
			seed = seed * 1664525u + 1013904223u;
			in[n] = (char)(seed >> 24 | 1);
		}
		in[n] = '\0';
		text_clean(&clean, in);
		assert_int_equal(text_valid(clean.s, clean.len), clean.len);
		for (size_t at = 0; at < clean.len;) {
			uint32_t cp;

			at += text_decode(clean.s + at, clean.len - at, &cp);
			assert_true(text_printable(cp));
		}
		str_fini(&clean);
	}
}

static void
widths(void **state)
{
	static const struct {
		const char *s;
		int width;
		const char *remark;
	} rows[] = {
	    {"", 0, "nothing"},
	    {"abc", 3, "ASCII"},
	    {"\xc3\xbc\xe2\x96\x93\xe2\xa3\xbf", 3,
		"a letter, a block, a Braille cell"},
	    {"\xe4\xbd\x93", 2, "a wide character"},
	    {"e\xcc\x81", 1, "a combining accent"},
	    {"\x1b[", 2, "an escape is shown as one character"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (text_width(rows[i].s) != rows[i].width)
			fail_msg("%s: %d", rows[i].remark, text_width(rows[i].s));
}

static void
widths_with_a_locale(void **state)
{
	if (!setlocale(LC_CTYPE, "C.UTF-8")) /* then without was all there is */
		return;
	widths(state);
	setlocale(LC_CTYPE, "C");
}

static void
wraps(void **state)
{
	static const struct {
		const char *s;
		int width;
		size_t len;
		const char *remark;
	} rows[] = {
	    {"", 5, 0, "nothing"},
	    {"abc", 3, 3, "fits"},
	    {"abc", 2, 2, "a word that is too long is cut"},
	    {"ab cd", 2, 2, "ends at the space"},
	    {"ab cd", 4, 2, "the second word does not fit"},
	    {"ab cd", 5, 5, "both fit"},
	    {"ab cd ef", 6, 5, "the last space that fits"},
	    {"ab", 0, 0, "no room"},
	    {"\xe4\xbd\x93\xe4\xbd\x93", 3, 3, "a wide character is not halved"},
	    {"\xe4\xbd\x93", 1, 0, "not even one"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (text_wrap(rows[i].s, rows[i].width) != rows[i].len)
			fail_msg("%s: %zu", rows[i].remark,
			    text_wrap(rows[i].s, rows[i].width));
}

static void
lines_stay_lines(void **state)
{
	struct str out = {0};

	(void)state;
	text_clean_lines(&out, "a\nb\tc\r\n\n\x1b[31m\x80\xf3\xa0\x81\x81.");
	assert_string_equal(out.s,
	    "a\nb c\xef\xbf\xbd\n\n\xef\xbf\xbd[31m\xef\xbf\xbd"
	    "\xef\xbf\xbd.");
	str_fini(&out);
}

/* Letters of tags are not seen, and a reader may obey them. */
static void
tags_are_not_printable(void **state)
{
	(void)state;
	assert_true(text_printable(0xdffff));
	for (uint32_t cp = 0xe0000; cp <= 0xe007f; cp++)
		assert_false(text_printable(cp));
	assert_true(text_printable(0xe0080));
}

static void
characters_are_typed_away(void **state)
{
	struct str text = {0};

	(void)state;
	text_erase_last(&text); /* nothing was typed yet */
	str_add(&text, "aü€𝄞");
	text_erase_last(&text);
	assert_string_equal(text.s, "aü€");
	text_erase_last(&text);
	assert_string_equal(text.s, "aü");
	text_erase_last(&text);
	assert_string_equal(text.s, "a");
	for (int i = 0; i < 3; i++)
		text_erase_last(&text);
	assert_string_equal(text.s, "");
	assert_int_equal(text.len, 0);
	str_fini(&text);
}

static void
into_a_place(void **state)
{
	char to[6];

	(void)state;
	text_clean_into(to, sizeof(to), "a\tb");
	assert_string_equal(to, "a b");
	text_clean_into(to, sizeof(to), "ab\xc3\xa4\xc3\xa4\xc3\xa4");
	assert_string_equal(to, "ab\xc3\xa4"); /* no half of a character */
	text_clean_into(to, sizeof(to), NULL);
	assert_string_equal(to, "");
	text_clean_into(to, 1, "abc");
	assert_string_equal(to, "");
	assert_int_equal(text_characters(""), 0);
	assert_int_equal(text_characters("a\xc3\xa4\xe4\xbd\x93"), 3);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_character),
	    cmocka_unit_test(what_is_not_utf8),
	    cmocka_unit_test(plain),
	    cmocka_unit_test(cleaned),
	    cmocka_unit_test(any_bytes_become_safe),
	    cmocka_unit_test(widths),
	    cmocka_unit_test(widths_with_a_locale),
	    cmocka_unit_test(wraps),
	    cmocka_unit_test(lines_stay_lines),
	    cmocka_unit_test(tags_are_not_printable),
	    cmocka_unit_test(characters_are_typed_away),
	    cmocka_unit_test(into_a_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
