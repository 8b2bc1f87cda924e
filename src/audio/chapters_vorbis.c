#include "audio/chapters_vorbis.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define ROOM "LICENSE="

static uint32_t
get_le(const uint8_t *b)
{
	return b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 |
	       (uint32_t)b[3] << 24;
}

static void
put_le(uint8_t *b, uint32_t n)
{
	for (int i = 0; i < 4; i++)
		b[i] = (uint8_t)(n >> 8 * i);
}

static void
add_field(struct str *out, const char *field, size_t len)
{
	uint8_t length[4];

	put_le(length, (uint32_t)len);
	str_addn(out, (const char *)length, 4);
	str_addn(out, field, len);
}

/* As they stand in the file: each text behind its length. */
static void
fields(const struct chapters *c, struct str *out)
{
	struct str one = {0};

	for (size_t i = 0; i < c->n; i++) {
		int64_t ms = c->v[i].ms;

		str_clear(&one);
		str_addf(&one, "CHAPTER%03d=%02d:%02d:%02d.%03d", (int)i + 1,
		    (int)(ms / 3600000), (int)(ms / 60000 % 60),
		    (int)(ms / 1000 % 60), (int)(ms % 1000));
		add_field(out, one.s, one.len);
		str_clear(&one);
		str_addf(&one, "CHAPTER%03dNAME=%s", (int)i + 1, c->v[i].title);
		add_field(out, one.s, one.len);
	}
	str_fini(&one);
}

void
chapters_vorbis_room(const struct chapters *c, struct str *out)
{
	struct str want = {0};

	fields(c, &want);
	for (size_t i = 4 + strlen(ROOM); i < want.len; i++)
		str_add(out, ".");
	str_fini(&want);
}

/* b: a vendor and a list of fields, n bytes.  Replaces the one that is the room. */
static bool
replace(uint8_t *b, size_t n, const struct chapters *c)
{
	struct str want = {0};
	size_t list, at;
	uint32_t count;
	bool done = false;

	if (n < 8 || get_le(b) > n - 8)
		return false;
	list = 4 + get_le(b);
	count = get_le(b + list);
	at = list + 4;
	fields(c, &want);
	for (uint32_t i = 0; i < count && !done && n - at >= 4; i++) {
		size_t len = get_le(b + at);

		if (len > n - at - 4)
			break;
		done = len + 4 == want.len && len > strlen(ROOM) &&
		       strncasecmp((char *)b + at + 4, ROOM, strlen(ROOM)) == 0;
		if (done)
			memcpy(b + at, want.s, want.len);
		at += 4 + len;
	}
	if (done)
		put_le(b + list, count - 1 + 2 * (uint32_t)c->n);
	str_fini(&want);
	return done;
}

/* "fLaC", then blocks: last and type in a byte, length in three. */
bool
chapters_vorbis_flac(uint8_t *bytes, size_t n, const struct chapters *c)
{
	size_t at = 4;
	bool last = false;

	if (n < 4 || memcmp(bytes, "fLaC", 4) != 0)
		return false;
	while (!last && n - at >= 4) {
		const uint8_t *head = bytes + at;
		size_t len = (size_t)head[1] << 16 | (size_t)head[2] << 8 | head[3];

		at += 4;
		if (len > n - at)
			return false;
		if ((head[0] & 0x7f) == 4)
			return replace(bytes + at, len, c);
		last = head[0] & 0x80;
		at += len;
	}
	return false;
}

/* An Ogg page: 27 bytes, a length a segment, the segments. */
struct page {
	uint8_t *head;
	int segments;
	size_t len;
};

static bool
page_at(uint8_t *bytes, size_t n, size_t at, struct page *page)
{
	page->head = bytes + at;
	if (n - at < 27 || memcmp(page->head, "OggS", 4) != 0)
		return false;
	page->segments = page->head[26];
	page->len = 27 + (size_t)page->segments;
	if (page->len > n - at)
		return false;
	for (int i = 0; i < page->segments; i++)
		page->len += page->head[27 + i];
	return page->len <= n - at;
}

/* CRC-32 of polynomial 0x04c11db7, from the high bit, nothing inverted. */
static void
seal(struct page *page)
{
	uint32_t crc = 0;

	put_le(page->head + 22, 0);
	for (size_t i = 0; i < page->len; i++) {
		crc ^= (uint32_t)page->head[i] << 24;
		for (int bit = 0; bit < 8; bit++)
			crc = crc << 1 ^ (crc & 0x80000000 ? 0x04c11db7 : 0);
	}
	put_le(page->head + 22, crc);
}

/*
 * The second packet, which may lie in many pages: copied out into packet, or
 * with `back` from there into the pages, which are sealed anew.  Returns its
 * length, 0 when its end is not there.
 */
static size_t
comments(uint8_t *bytes, size_t n, struct str *packet, bool back)
{
	size_t len = 0;
	struct page page;
	int number = 0;

	for (size_t at = 0; number < 2 && page_at(bytes, n, at, &page);
	     at += page.len) {
		uint8_t *body = page.head + 27 + page.segments;

		for (int i = 0; i < page.segments && number < 2; i++) {
			size_t size = page.head[27 + i];

			if (number == 1 && back)
				memcpy(body, packet->s + len, size);
			else if (number == 1)
				str_addn(packet, (char *)body, size);
			len += number == 1 ? size : 0;
			body += size;
			number += size < 255;
		}
		if (back)
			seal(&page);
	}
	return number == 2 ? len : 0;
}

bool
chapters_vorbis_ogg(uint8_t *bytes, size_t n, const struct chapters *c)
{
	static const char *const magics[] = {"\3vorbis", "OpusTags"};
	struct str packet = {0};
	bool done = false;

	if (comments(bytes, n, &packet, false)) {
		for (size_t i = 0; i < ARRAY_LEN(magics); i++) {
			size_t skip = strlen(magics[i]);

			if (packet.len > skip &&
			    memcmp(packet.s, magics[i], skip) == 0)
				done = replace((uint8_t *)packet.s + skip,
				    packet.len - skip, c);
		}
	}
	if (done)
		comments(bytes, n, &packet, true);
	str_fini(&packet);
	return done;
}
