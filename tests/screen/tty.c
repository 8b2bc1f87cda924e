#include "tests/screen/tty.h"

#include "base/str.h"
#include "base/text.h"
#include "tests/test.h"

#include <poll.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* A test that waits this long for a byte has failed. */
#define PATIENCE_MS 20000

void
tty_open(struct tty *tty, void (*child)(const struct term_options *),
    const char *type, const struct term_options *options)
{
	struct winsize size = {TTY_ROWS, TTY_COLS, 0, 0};

	*tty = (struct tty){0};
	fflush(NULL);
	tty->pid = forkpty(&tty->fd, NULL, NULL, &size);
	if (tty->pid == 0) {
		setenv("TERM", type, 1);
		child(options);
		_exit(9);
	}
	assert_true(tty->pid > 0);
	tty->vt = vterm_new(TTY_ROWS, TTY_COLS);
	vterm_set_utf8(tty->vt, 1);
	tty->screen = vterm_obtain_screen(tty->vt);
	vterm_screen_enable_altscreen(tty->screen, 1);
	vterm_screen_reset(tty->screen, 1);
}

/* Bytes of the character that begins with this one. */
static size_t
sequence(unsigned char first)
{
	return first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
}

/* How many of n bytes end with a whole character. */
static size_t
whole(const char *buf, size_t n)
{
	size_t at = n;

	while (at > 0 && n - at < 3 && ((unsigned char)buf[at - 1] & 0xc0) == 0x80)
		at--;
	if (at == 0 || (unsigned char)buf[at - 1] < 0xc0)
		return n;
	at--;
	return sequence((unsigned char)buf[at]) > n - at ? at : n;
}

/* libvterm 0.1.4 reads only the first mode of "?1006;1000h". */
static void
look_for_mouse(struct tty *tty, const char *buf, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		memmove(tty->tail, tty->tail + 1, sizeof(tty->tail) - 1);
		tty->tail[sizeof(tty->tail) - 1] = buf[i];
		if (memcmp(tty->tail, "1000h", sizeof(tty->tail)) == 0)
			tty->mouse = true;
		if (memcmp(tty->tail, "1000l", sizeof(tty->tail)) == 0)
			tty->mouse = false;
	}
}

/* A character that arrives in two pieces waits for its end: libvterm 0.1.4 may
 * make U+FFFD of it. */
bool
tty_read(struct tty *tty)
{
	struct pollfd p = {tty->fd, POLLIN, 0};
	char buf[4096];
	size_t have = tty->n_half, use;
	ssize_t n;

	memcpy(buf, tty->half, have);
	if (poll(&p, 1, PATIENCE_MS) <= 0)
		fail_msg("nothing came for %d ms", PATIENCE_MS);
	n = read(tty->fd, buf + have, sizeof(buf) - have);
	if (n <= 0)
		return false;
	tty->bytes += (size_t)n;
	look_for_mouse(tty, buf + have, (size_t)n);
	have += (size_t)n;
	use = whole(buf, have);
	tty->n_half = have - use;
	memcpy(tty->half, buf + use, tty->n_half);
	vterm_input_write(tty->vt, buf, use);
	return true;
}

void
tty_send(struct tty *tty, const char *keys)
{
	assert_int_equal(write(tty->fd, keys, strlen(keys)), (ssize_t)strlen(keys));
}

void
tty_close(struct tty *tty)
{
	while (tty_read(tty))
		continue;
	assert_int_equal(waitpid(tty->pid, &tty->status, 0), tty->pid);
	close(tty->fd);
	vterm_free(tty->vt);
}

VTermScreenCell
tty_cell(const struct tty *tty, int y, int x)
{
	VTermScreenCell cell = {0};

	vterm_screen_get_cell(tty->screen, (VTermPos){y, x}, &cell);
	return cell;
}

/* The row's characters without trailing blanks; the caller frees it. */
char *
tty_row(const struct tty *tty, int y)
{
	struct str s = {0};
	char buf[4];
	int rows, cols;

	vterm_get_size(tty->vt, &rows, &cols);
	str_clear(&s);
	for (int x = 0; x < cols; x++) {
		VTermScreenCell c = tty_cell(tty, y, x);

		if (c.chars[0] == 0)
			str_add(&s, " ");
		else if (c.chars[0] != (uint32_t)-1)
			for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && c.chars[i];
			     i++)
				str_addn(&s, buf, text_encode(c.chars[i], buf));
		if (c.width == 2)
			x++;
	}
	while (s.len && s.s[s.len - 1] == ' ')
		s.s[--s.len] = '\0';
	return str_take(&s);
}

bool
tty_row_is(const struct tty *tty, int y, const char *want)
{
	char *row = tty_row(tty, y);
	bool same = strcmp(row, want) == 0;

	free(row);
	return same;
}

/* Reads until row y shows the text. */
void
tty_until(struct tty *tty, int y, const char *want)
{
	while (!tty_row_is(tty, y, want))
		if (!tty_read(tty)) {
			waitpid(tty->pid, &tty->status, 0);
			fail_msg("row %d never showed \"%s\"; status %#x", y, want,
			    (unsigned)tty->status);
		}
}

bool
tty_anywhere(const struct tty *tty, const char *want)
{
	int rows, cols;
	bool found = false;

	vterm_get_size(tty->vt, &rows, &cols);
	for (int y = 0; y < rows && !found; y++) {
		char *row = tty_row(tty, y);

		found = strstr(row, want) != NULL;
		free(row);
	}
	return found;
}

void
tty_until_anywhere(struct tty *tty, const char *want)
{
	while (!tty_anywhere(tty, want))
		if (!tty_read(tty))
			fail_msg("\"%s\" was never shown", want);
}

void
tty_set_size(struct tty *tty, int rows, int cols)
{
	struct winsize size = {(unsigned short)rows, (unsigned short)cols, 0, 0};

	vterm_set_size(tty->vt, rows, cols);
	assert_int_equal(ioctl(tty->fd, TIOCSWINSZ, &size), 0);
}
