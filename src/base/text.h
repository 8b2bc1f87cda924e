/*
 * Text from outside made safe to show, and its width in terminal cells.  Every
 * byte that came from a file, the network or a person passes text_clean before
 * it reaches a terminal.  It knows UTF-8 and wcwidth(3), no screen.
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * Decodes the character at s (n bytes are there).  Returns its length, 1 to 4,
 * or 0 when it is not valid UTF-8 (overlong, surrogate, above U+10FFFF, cut).
 */
size_t text_decode(const char *s, size_t n, uint32_t *cp);

/* Encodes cp into buf (4 bytes, no NUL); returns the length. */
size_t text_encode(uint32_t cp, char buf[4]);

/* The offset of the first byte that is not valid UTF-8, or n. */
size_t text_valid(const char *s, size_t n);

/* How many bytes at the start of s are printable ASCII: they stay what they are,
 * one cell each, and most texts are nothing else. */
size_t text_plain(const char *s);

/* Takes the last character of a text that is typed away; "" stays "". */
void text_erase_last(struct str *text);

/* May this character be sent to a terminal?  Controls (C0, DEL, C1), bidi
 * overrides, line separators and the unseen letters of tags may not. */
bool text_printable(uint32_t cp);

/* Appends s with each unprintable or broken character shown as U+FFFD; tab and
 * newline become a space. */
void text_clean(struct str *out, const char *s);

/* The same into a place of `size` bytes, cut at a whole character; "" for NULL. */
void text_clean_into(char *to, size_t size, const char *s);

/* How many characters (code points) valid UTF-8 has. */
size_t text_characters(const char *s);

/* As text_clean, but a newline stays one: for notes of several lines. */
void text_clean_lines(struct str *out, const char *s);

/* As text_clean, and every character outside ASCII becomes a near ASCII one or
 * `?`: for terminals without UTF-8. */
void text_ascii(struct str *out, const char *s);

/* Cells that cp takes: 0 (combining), 1 or 2.  Needs setlocale for wcwidth;
 * without it everything outside ASCII counts by a small table. */
int text_char_width(uint32_t cp);

/* Cells that the whole of s takes. */
int text_width(const char *s);

/*
 * The length in bytes of the longest start of s that fits `width` cells and,
 * where s is longer, ends at a space if there is one.  For wrapping: skip
 * spaces before asking again.  0 only when s is empty or width < 1 cell.
 */
size_t text_wrap(const char *s, int width);

#endif
