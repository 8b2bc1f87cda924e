#include "report/ics.h"

#include "base/text.h"
#include "tests/test.h"

#include <string.h>

#define STAMP_MS INT64_C(1772442843000) /* 2026-03-02T09:14:03Z, a Monday */
#define MONDAY   20514

static void
a_session(void **state)
{
	struct str out = {0};

	(void)state;
	ics_begin(&out, "uncoil 0.1.0");
	ics_event(&out,
	    &(struct ics_event){
		"0-1", 2, STAMP_MS, 132500, "Two, or; three \\ lines", "a\nb"},
	    STAMP_MS + 1000);
	ics_end(&out);
	assert_string_equal(out.s, "BEGIN:VCALENDAR\r\n"
				   "VERSION:2.0\r\n"
				   "PRODID:-//uncoil//uncoil 0.1.0//EN\r\n"
				   "CALSCALE:GREGORIAN\r\n"
				   "BEGIN:VEVENT\r\n"
				   "UID:0-1@uncoil\r\n"
				   "DTSTAMP:20260302T091404Z\r\n"
				   "SEQUENCE:1\r\n"
				   "DTSTART:20260302T091403Z\r\n"
				   "DTEND:20260302T091615Z\r\n"
				   "SUMMARY:Two\\, or\\; three \\\\ lines\r\n"
				   "DESCRIPTION:a b\r\n"
				   "TRANSP:TRANSPARENT\r\n"
				   "END:VEVENT\r\n"
				   "END:VCALENDAR\r\n");
	str_fini(&out);
}

/* Wednesday and Friday, asked for on a Thursday: it begins on the Friday. */
static void
a_break(void **state)
{
	struct str out = {0};

	(void)state;
	ics_break(&out,
	    &(struct ics_break){.minute = 9 * 60 + 50,
		.minutes = 2,
		.weekdays = 1u << 2 | 1u << 4,
		.from = MONDAY + 3,
		.title = "Stand up"},
	    STAMP_MS);
	assert_string_equal(out.s, "BEGIN:VEVENT\r\n"
				   "UID:break-0950@uncoil\r\n"
				   "DTSTAMP:20260302T091403Z\r\n"
				   "DTSTART:20260306T095000\r\n"
				   "DURATION:PT2M\r\n"
				   "RRULE:FREQ=WEEKLY;BYDAY=WE,FR\r\n"
				   "SUMMARY:Stand up\r\n"
				   "TRANSP:TRANSPARENT\r\n"
				   "BEGIN:VALARM\r\n"
				   "ACTION:DISPLAY\r\n"
				   "DESCRIPTION:Stand up\r\n"
				   "TRIGGER:PT0S\r\n"
				   "END:VALARM\r\n"
				   "END:VEVENT\r\n");
	str_fini(&out);
}

/* Long lines are folded between characters, and unfold to what they were. */
static void
folding(void **state)
{
	(void)state;
	for (size_t n = 0; n < 200; n++) {
		struct str title = {0}, out = {0}, whole = {0};

		str_clear(&title);
		for (size_t i = 0; i < n; i++)
			str_add(&title, i % 3 ? "\xc3\xbc" : "\xe2\x82\xac");
		ics_event(&out,
		    &(struct ics_event){"x", 1, STAMP_MS, 1000, title.s, NULL},
		    STAMP_MS);
		for (const char *s = out.s; *s;) {
			size_t len = strcspn(s, "\r");

			assert_true(len <= 75);
			assert_int_equal(text_valid(s, len), len);
			str_addn(&whole, s, len);
			s += len + 2;
			if (*s == ' ')
				s++;
			else
				str_add(&whole, "\n");
		}
		str_add(&title, "\n");
		assert_non_null(strstr(whole.s, title.s));
		str_fini(&title);
		str_fini(&out);
		str_fini(&whole);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_session),
	    cmocka_unit_test(a_break),
	    cmocka_unit_test(folding),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
