#include "report/ics.h"

#include "base/civil.h"
#include "base/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define LINE_BYTES 75 /* RFC 5545 3.1, without the CRLF */

/* Not in the middle of a character. */
static size_t
fold_at(const char *s, size_t len, size_t room)
{
	size_t n = len < room ? len : room;

	while (n < len && n > 1 && ((unsigned char)s[n] & 0xc0) == 0x80)
		n--;
	return n;
}

static void
put_line(struct str *out, const char *line)
{
	size_t len = strlen(line), room = LINE_BYTES;

	for (;;) {
		size_t n = fold_at(line, len, room);

		str_addn(out, line, n);
		str_add(out, "\r\n");
		line += n;
		len -= n;
		if (len == 0)
			return;
		str_add(out, " ");
		room = LINE_BYTES - 1;
	}
}

/* NAME:text */
static void
put_text(struct str *out, const char *name, const char *text)
{
	struct str line = {0}, clean = {0};

	str_clear(&clean);
	text_clean(&clean, text);
	str_addf(&line, "%s:", name);
	for (const char *s = clean.s; *s; s++) {
		if (strchr("\\;,", *s))
			str_add(&line, "\\");
		str_addn(&line, s, 1);
	}
	put_line(out, line.s);
	str_fini(&line);
	str_fini(&clean);
}

/* NAME:20260302T091403Z */
static void
put_instant(struct str *out, const char *name, int64_t wall_ms)
{
	char instant[32], line[64];
	size_t n = 0;

	civil_instant(wall_ms, instant);
	for (const char *s = instant; *s; s++)
		if (*s != '-' && *s != ':')
			instant[n++] = *s;
	instant[n] = '\0';
	snprintf(line, sizeof(line), "%s:%s", name, instant);
	put_line(out, line);
}

void
ics_begin(struct str *out, const char *program)
{
	struct str id = {0};

	put_line(out, "BEGIN:VCALENDAR");
	put_line(out, "VERSION:2.0");
	str_addf(&id, "-//uncoil//%s//EN", program);
	put_text(out, "PRODID", id.s);
	put_line(out, "CALSCALE:GREGORIAN");
	str_fini(&id);
}

void
ics_end(struct str *out)
{
	put_line(out, "END:VCALENDAR");
}

static void
begin_event(struct str *out, const char *id, int64_t stamp_ms)
{
	struct str uid = {0};

	put_line(out, "BEGIN:VEVENT");
	str_addf(&uid, "%s@uncoil", id);
	put_text(out, "UID", uid.s);
	put_instant(out, "DTSTAMP", stamp_ms);
	str_fini(&uid);
}

void
ics_event(struct str *out, const struct ics_event *e, int64_t stamp_ms)
{
	struct str line = {0};

	begin_event(out, e->id, stamp_ms);
	str_addf(&line, "SEQUENCE:%d", e->rev - 1);
	put_line(out, line.s);
	put_instant(out, "DTSTART", e->started_ms);
	put_instant(out, "DTEND", e->started_ms + (e->ms < 1000 ? 1000 : e->ms));
	put_text(out, "SUMMARY", e->title);
	if (e->about)
		put_text(out, "DESCRIPTION", e->about);
	put_line(out, "TRANSP:TRANSPARENT");
	put_line(out, "END:VEVENT");
	str_fini(&line);
}

/* The first day from `from` on that is one of them. */
static int32_t
first_day(const struct ics_break *b)
{
	int32_t day = b->from;

	for (int i = 0; i < 7 && !(b->weekdays >> civil_weekday(day) & 1); i++)
		day++;
	return day;
}

static void
put_weekdays(struct str *out, unsigned weekdays)
{
	static const char *const names[] = {
	    "MO", "TU", "WE", "TH", "FR", "SA", "SU"};
	struct str line = {0};

	for (int i = 0; i < 7; i++)
		if (weekdays >> i & 1)
			str_addf(&line, "%s%s",
			    line.len ? "," : "RRULE:FREQ=WEEKLY;BYDAY=", names[i]);
	put_line(out, line.s);
	str_fini(&line);
}

void
ics_break(struct str *out, const struct ics_break *b, int64_t stamp_ms)
{
	int year, month, mday;
	char id[32], line[64];

	snprintf(id, sizeof(id), "break-%02d%02d", b->minute / 60, b->minute % 60);
	begin_event(out, id, stamp_ms);
	civil_to(first_day(b), &year, &month, &mday);
	snprintf(line, sizeof(line), "DTSTART:%04d%02d%02dT%02d%02d00", year, month,
	    mday, b->minute / 60, b->minute % 60);
	put_line(out, line);
	snprintf(line, sizeof(line), "DURATION:PT%dM", b->minutes);
	put_line(out, line);
	put_weekdays(out, b->weekdays);
	put_text(out, "SUMMARY", b->title);
	put_line(out, "TRANSP:TRANSPARENT");
	put_line(out, "BEGIN:VALARM");
	put_line(out, "ACTION:DISPLAY");
	put_text(out, "DESCRIPTION", b->title);
	put_line(out, "TRIGGER:PT0S");
	put_line(out, "END:VALARM");
	put_line(out, "END:VEVENT");
}
