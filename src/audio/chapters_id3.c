#include "audio/chapters_id3.h"

#include "base/text.h"

#include <string.h>

static void
add_be(struct str *out, uint32_t n)
{
	char b[4] = {(char)(n >> 24), (char)(n >> 16), (char)(n >> 8), (char)n};

	str_addn(out, b, 4);
}

static void
add_utf16(struct str *out, uint32_t unit)
{
	char b[2] = {(char)unit, (char)(unit >> 8)};

	str_addn(out, b, 2);
}

/* UTF-16 with a byte order mark: version 2.3 has nothing else but Latin-1. */
static void
add_wide(struct str *out, const char *s)
{
	size_t n = strlen(s), len;
	uint32_t cp;

	add_utf16(out, 0xfeff);
	for (; (len = text_decode(s, n, &cp)) > 0; s += len, n -= len) {
		if (cp < 0x10000) {
			add_utf16(out, cp);
			continue;
		}
		add_utf16(out, 0xd800 + ((cp - 0x10000) >> 10));
		add_utf16(out, 0xdc00 + ((cp - 0x10000) & 0x3ff));
	}
}

static void
add_frame(struct str *out, const char *id, const struct str *body)
{
	str_addn(out, id, 4);
	add_be(out, (uint32_t)body->len);
	str_addn(out, "\0\0", 2);
	str_addn(out, body->s, body->len);
}

static void
add_text(struct str *out, const char *id, const char *text)
{
	struct str body = {0};

	str_addn(&body, "\1", 1);
	add_wide(&body, text);
	add_frame(out, id, &body);
	str_fini(&body);
}

/* Language, an empty description, the text. */
static void
add_comment(struct str *out, const char *text)
{
	struct str body = {0};

	str_addn(&body, "\1eng", 4);
	add_utf16(&body, 0xfeff);
	add_utf16(&body, 0);
	add_wide(&body, text);
	add_frame(out, "COMM", &body);
	str_fini(&body);
}

/* The names of all chapters: at the top, in order. */
static void
add_contents(struct str *out, const struct chapters *c)
{
	struct str body = {0};
	const char head[] = {'t', 'o', 'c', 0, 3, (char)c->n};

	str_addn(&body, head, sizeof(head));
	for (size_t i = 0; i < c->n; i++) {
		str_addf(&body, "ch%03d", (int)i + 1);
		str_addn(&body, "", 1);
	}
	add_frame(out, "CTOC", &body);
	str_fini(&body);
}

/* Times in milliseconds; 0xffffffff: no offsets in bytes. */
static void
add_chapter(struct str *out, const struct chapters *c, size_t i)
{
	struct str body = {0};

	str_addf(&body, "ch%03d", (int)i + 1);
	str_addn(&body, "", 1);
	add_be(&body, (uint32_t)c->v[i].ms);
	add_be(&body, (uint32_t)chapters_end(c, i));
	add_be(&body, UINT32_MAX);
	add_be(&body, UINT32_MAX);
	add_text(&body, "TIT2", c->v[i].title);
	add_frame(out, "CHAP", &body);
	str_fini(&body);
}

static void
add_frames(struct str *out, const struct chapters *c)
{
	static const char *const ids[] = {
	    [TAG_TITLE] = "TIT2", [TAG_ARTIST] = "TPE1", [TAG_ALBUM] = "TALB"};

	for (int i = TAG_TITLE; i <= TAG_ALBUM; i++)
		if (c->tag[i])
			add_text(out, ids[i], c->tag[i]);
	if (c->tag[TAG_COMMENT])
		add_comment(out, c->tag[TAG_COMMENT]);
	if (c->n)
		add_contents(out, c);
	for (size_t i = 0; i < c->n; i++)
		add_chapter(out, c, i);
}

void
chapters_id3(const struct chapters *c, struct str *out)
{
	struct str frames = {0};
	uint32_t n;

	add_frames(&frames, c);
	n = (uint32_t)frames.len;
	if (n) {
		/* 7 bits a byte. */
		const char size[] = {(char)(n >> 21 & 0x7f), (char)(n >> 14 & 0x7f),
		    (char)(n >> 7 & 0x7f), (char)(n & 0x7f)};

		str_addn(out, "ID3\3\0\0", 6);
		str_addn(out, size, 4);
		str_addn(out, frames.s, frames.len);
	}
	str_fini(&frames);
}
