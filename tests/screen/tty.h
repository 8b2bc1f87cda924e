/*
 * A child on a pseudo terminal, and libvterm as the terminal that a person would
 * look at.  What goes wrong fails the test.
 */
#ifndef TESTS_SCREEN_TTY_H
#define TESTS_SCREEN_TTY_H

#include "screen/term.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <vterm.h>

#define TTY_ROWS 24
#define TTY_COLS 80

struct tty {
	int fd;
	pid_t pid;
	VTerm *vt;
	VTermScreen *screen;
	char half[4]; /* of a character, not shown yet */
	size_t n_half;
	char tail[5]; /* the last bytes */
	bool mouse;   /* it was asked to tell of the mouse (DEC mode 1000) */
	size_t bytes;
	int status;
};

/* Runs child(options), which must not return, with that TERM. */
void tty_open(struct tty *tty, void (*child)(const struct term_options *),
    const char *type, const struct term_options *options);

/* Reads to the end, and waits for the child. */
void tty_close(struct tty *tty);

/* Waits for bytes and shows them to the terminal; false at the end. */
bool tty_read(struct tty *tty);
void tty_send(struct tty *tty, const char *keys);
void tty_set_size(struct tty *tty, int rows, int cols);

VTermScreenCell tty_cell(const struct tty *tty, int y, int x);

/* The row's characters without trailing blanks; the caller frees it. */
char *tty_row(const struct tty *tty, int y);
bool tty_row_is(const struct tty *tty, int y, const char *want);
bool tty_anywhere(const struct tty *tty, const char *want);

/* Read until row y, or any row, shows the text. */
void tty_until(struct tty *tty, int y, const char *want);
void tty_until_anywhere(struct tty *tty, const char *want);

#endif
