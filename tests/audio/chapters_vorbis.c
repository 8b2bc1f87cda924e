#include "../test.h"

#include "audio/chapters_vorbis.h"
#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
add_le(struct str *out, uint32_t n)
{
	char b[4] = {(char)n, (char)(n >> 8), (char)(n >> 16), (char)(n >> 24)};

	str_addn(out, b, 4);
}

static void
add_field(struct str *out, const char *text)
{
	add_le(out, (uint32_t)strlen(text));
	str_add(out, text);
}

/* So that the comments need more than one page. */
#define LONG "a name that is longer than anybody would ever give a movement, "

static struct chapters
three(void)
{
	struct chapters c = {0};

	chapters_add(&c, 0, "Tall sit", NULL);
	chapters_add(&c, 65250, "Ear to \xe2\x80\x9cshoulder\xe2\x80\x9d", NULL);
	chapters_add(&c, 3661001, "=" LONG, NULL);
	return c;
}

static const char *const want[] = {"TITLE=x", "CHAPTER001=00:00:00.000",
    "CHAPTER001NAME=Tall sit", "CHAPTER002=00:01:05.250",
    "CHAPTER002NAME=Ear to \xe2\x80\x9cshoulder\xe2\x80\x9d",
    "CHAPTER003=01:01:01.001", "CHAPTER003NAME==" LONG, "ARTIST=y"};

/* A vendor and a list with the room in its middle, or as it is to become. */
static struct str
comments(const struct chapters *c, bool after)
{
	struct str out = {0}, room = {0};

	add_field(&out, "somebody");
	add_le(&out, after ? ARRAY_LEN(want) : 3);
	if (after) {
		for (size_t i = 0; i < ARRAY_LEN(want); i++)
			add_field(&out, want[i]);
		return out;
	}
	add_field(&out, "TITLE=x");
	str_add(&room, "LICENSE=");
	chapters_vorbis_room(c, &room);
	add_field(&out, room.s);
	add_field(&out, "ARTIST=y");
	str_fini(&room);
	return out;
}

static struct str
flac(const struct str *comment)
{
	struct str out = {0};
	const char head[] = {
	    (char)0x84, 0, (char)(comment->len >> 8), (char)comment->len};

	str_addn(&out, "fLaC\0\0\0\3abc", 11);
	str_addn(&out, head, 4);
	str_addn(&out, comment->s, comment->len);
	str_add(&out, "sound");
	return out;
}

static void
test_flac(void **state)
{
	struct chapters c = three();
	struct str before = comments(&c, false), after = comments(&c, true);
	struct str file = flac(&before), wanted = flac(&after);
	size_t whole = file.len - 5;

	(void)state;
	for (size_t n = 0; n < whole; n++) {
		/* A copy of just the size: what is read beyond is found. */
		uint8_t *cut = mem_new(n + 1, 1);

		memcpy(cut, file.s, n);
		assert_false(chapters_vorbis_flac(cut, n, &c));
		assert_memory_equal(cut, file.s, n);
		free(cut);
	}
	assert_true(chapters_vorbis_flac((uint8_t *)file.s, file.len, &c));
	assert_int_equal(wanted.len, file.len);
	assert_memory_equal(wanted.s, file.s, file.len);
	/* Now it has no room any more. */
	assert_false(chapters_vorbis_flac((uint8_t *)file.s, file.len, &c));
	assert_memory_equal(wanted.s, file.s, file.len);
	str_fini(&before);
	str_fini(&after);
	str_fini(&file);
	str_fini(&wanted);
	chapters_fini(&c);
}

/* One page with `n` bytes, of a packet that ends in it or goes on. */
static void
add_page(struct str *out, const char *body, size_t n, bool ends)
{
	char head[27] = "OggS";
	size_t segments = n / 255 + ends;

	head[26] = (char)segments;
	str_addn(out, head, sizeof(head));
	for (size_t i = 0; i < segments; i++) {
		char size = (char)(i < n / 255 ? 255 : n % 255);

		str_addn(out, &size, 1);
	}
	str_addn(out, body, n);
}

/* The three heads of an Ogg file, the comments in pages of `most` segments. */
static struct str
ogg(const struct str *comment, const char *magic, size_t most)
{
	struct str out = {0}, packet = {0};
	size_t at = 0;

	add_page(&out, "first", 5, true);
	str_add(&packet, magic);
	str_addn(&packet, comment->s, comment->len);
	str_addn(&packet, "\1", 1);
	for (; packet.len - at >= 255 * most; at += 255 * most)
		add_page(&out, packet.s + at, 255 * most, false);
	add_page(&out, packet.s + at, packet.len - at, true);
	add_page(&out, "sound", 5, true);
	str_fini(&packet);
	return out;
}

/* The remainder of the page as one long division, sum and all, is 0. */
static bool
sealed(const char *page, size_t n)
{
	uint8_t sum[4] = {page[25], page[24], page[23], page[22]};
	uint64_t rest = 0;

	for (size_t i = 0; i < 8 * (n + 4); i++) {
		uint8_t byte = i / 8 < n ? (uint8_t)page[i / 8] : sum[i / 8 - n];

		if (i / 8 >= 22 && i / 8 < 26 && i / 8 < n)
			byte = 0;
		rest = rest << 1 | (byte >> (7 - i % 8) & 1);
		if (rest >> 32)
			rest ^= UINT64_C(0x104c11db7);
	}
	return rest == 0;
}

/* Takes the sums out, which must be right. */
static int
unseal(struct str *file)
{
	int pages = 0;

	for (size_t at = 0; at < file->len; pages++) {
		size_t n = 27 + (size_t)(uint8_t)file->s[at + 26];
		uint8_t segments = (uint8_t)file->s[at + 26];

		for (int i = 0; i < segments; i++)
			n += (uint8_t)file->s[at + 27 + i];
		if (memcmp(file->s + at + 22, "\0\0\0\0", 4) != 0)
			assert_true(sealed(file->s + at, n));
		memset(file->s + at + 22, 0, 4);
		at += n;
	}
	return pages;
}

static void
test_ogg(void **state)
{
	static const char *const magics[] = {"\3vorbis", "OpusTags"};
	struct chapters c = three();
	struct str before = comments(&c, false), after = comments(&c, true);

	(void)state;
	for (int i = 0; i < 4; i++) {
		const char *magic = magics[i / 2];
		size_t most = i % 2 ? 1 : 255;
		struct str file = ogg(&before, magic, most);
		struct str wanted = ogg(&after, magic, most);

		print_message("# %s in pages of %zu\n", magic + 1, most);
		assert_true(chapters_vorbis_ogg((uint8_t *)file.s, file.len, &c));
		assert_memory_not_equal("\0\0\0\0", file.s + 22, 4);
		assert_int_equal(i % 2 ? 4 : 3, unseal(&file));
		assert_int_equal(wanted.len, file.len);
		assert_memory_equal(wanted.s, file.s, file.len);
		str_fini(&file);
		str_fini(&wanted);
	}
	str_fini(&before);
	str_fini(&after);
	chapters_fini(&c);
}

/* Cut anywhere, and with any byte another: nothing outside is touched. */
static void
test_broken_ogg(void **state)
{
	struct chapters c = three();
	struct str before = comments(&c, false);
	struct str file = ogg(&before, "OpusTags", 1);
	size_t whole = file.len - 27 - 1 - 5;

	(void)state;
	for (size_t n = 0; n < whole; n++) {
		uint8_t *cut = mem_new(n + 1, 1);

		memcpy(cut, file.s, n);
		assert_false(chapters_vorbis_ogg(cut, n, &c));
		assert_memory_equal(cut, file.s, n);
		free(cut);
	}
	for (size_t i = 0; i < file.len; i++) {
		uint8_t *copy = mem_new(file.len, 1);

		memcpy(copy, file.s, file.len);
		copy[i] = (uint8_t)~copy[i];
		chapters_vorbis_ogg(copy, file.len, &c);
		free(copy);
	}
	str_fini(&before);
	str_fini(&file);
	chapters_fini(&c);
}

/* The room is of their length, and there is none for nothing. */
static void
test_room(void **state)
{
	struct chapters c = {0};
	struct str room = {0};

	(void)state;
	chapters_vorbis_room(&c, &room);
	assert_int_equal(0, room.len);
	chapters_add(&c, 0, "", NULL);
	chapters_vorbis_room(&c, &room);
	/* 4 + 23 and 4 + 15 take the place of 4 + 8 and the room. */
	assert_int_equal(4 + 23 + 4 + 15 - 4 - 8, room.len);
	str_fini(&room);
	chapters_fini(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_room),
	    cmocka_unit_test(test_flac),
	    cmocka_unit_test(test_ogg),
	    cmocka_unit_test(test_broken_ogg),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
