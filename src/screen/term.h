/*
 * The terminal: shows frames, sending only what changed, and reads keys.  The
 * only file that knows curses.  While it is open, standard error goes to a log
 * file; it comes back in every way out (close, suspend, exit).  It installs no
 * signal handlers and leaves the caller's as they are.
 */
#ifndef SCREEN_TERM_H
#define SCREEN_TERM_H

#include "base/err.h"
#include "screen/frame.h"
#include "screen/theme.h"

#include <stdbool.h>

struct term;

/* What figures are drawn with; auto: the most that the terminal can. */
enum term_figure {
	TERM_FIGURE_AUTO,
	TERM_FIGURE_BRAILLE,
	TERM_FIGURE_BLOCKS,
	TERM_FIGURE_ASCII
};

struct term_options {
	bool mono;  /* no colours; so does NO_COLOR */
	bool ascii; /* no UTF-8; so does a locale without it */
	enum theme_ground ground;
	enum term_figure figure; /* beyond ASCII only where UTF-8 is */
	bool mouse;              /* clicks and the wheel are keys */
	const char *log_path;    /* where stderr goes; NULL: /dev/null */
};

/* What term_key returns beside code points. */
enum term_key {
	TERM_NONE = -1, /* nothing more has been typed */
	TERM_GONE = -2, /* the terminal is gone: read end, hang-up */
	TERM_ENTER = '\r',
	TERM_ESCAPE = 27,
	TERM_BACKSPACE = 127,
	TERM_UP = 0x110000, /* beyond Unicode */
	TERM_DOWN,
	TERM_LEFT,
	TERM_RIGHT,
	TERM_PAGE_UP,
	TERM_PAGE_DOWN,
	TERM_HOME,
	TERM_END,
	TERM_CLICK, /* of the first button; term_mouse says where */
	TERM_OTHER  /* a key that has no meaning here */
};

/* Gives a frame the characters of such a terminal, by TERM and the locale; none
 * need be open. */
void term_suit(const struct term_options *options, struct frame *f);

/*
 * Standard input and output must be a terminal.  NULL and err (which says what
 * to do) when it cannot show screens: not a terminal, TERM=dumb.  A TERM that
 * is not known is taken for an xterm.  One at a time.
 */
struct term *term_open(const struct term_options *options, struct err *err);
void term_close(struct term *t); /* NULL is fine */

/* As if it had been opened with these options; the log stays where it is.  The
 * next term_show sends everything. */
void term_change(struct term *t, const struct term_options *options);

/* For poll(2): readable when term_key has something. */
int term_fd(const struct term *t);

void term_size(const struct term *t, int *rows, int *cols);

/* What a screen could be on this terminal. */
struct term_about {
	int rows, cols;
	int colours; /* 1 << 24: all */
	bool utf8;
	enum frame_figure figure;
};

/* Looks without touching the terminal.  False and err as of term_open. */
bool term_about(
    const struct term_options *options, struct term_about *about, struct err *err);

/* Asks the terminal for its size, after SIGWINCH; forgets what is shown. */
void term_resize(struct term *t);

/* Sends what differs from the frame before; nothing when nothing does. */
void term_show(struct term *t, const struct frame *f);

/* The next key, or TERM_NONE; never blocks (a lone Esc is waited for 25 ms).
 * Call it until it returns TERM_NONE. */
int term_key(struct term *t);

/* Where the last click was. */
void term_mouse(const struct term *t, int *y, int *x);

/* Puts terminal and stderr back as they were, for Ctrl-Z; and takes them again:
 * the next term_show sends everything. */
void term_suspend(struct term *t);
void term_resume(struct term *t);

#endif
