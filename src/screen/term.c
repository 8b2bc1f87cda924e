#include "screen/term.h"

#include "base/mem.h"
#include "base/str.h"
#include "base/text.h"

#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

/*
 * Where stderr waits while the screen is up.  A fixed number, so that the way
 * out of exit() needs no state: if it is open, the terminal is ours.  Below
 * the soft limit of 256 that some systems have, and none that a shell picks.
 */
#define SAVED_STDERR 237

struct term {
	SCREEN *screen;
	int tty, gather; /* the terminal; where a frame is gathered; -1: nowhere */
	char *log_path;
	bool up;
	int click_y, click_x;
	struct frame *sent; /* what curses was told last; NULL: nothing */
	attr_t attrs[STYLES];
	short pairs[STYLES];
};

/* --- what styles look like ------------------------------------------------- */

/* Colours of 24 bits, of which terminfo says that they are red, green, blue. */
static bool
has_rgb(void)
{
	return COLORS == 1 << 24 && tigetflag("RGB") > 0;
}

static bool
shows_colours(const struct term_options *options)
{
	const char *no_color = getenv("NO_COLOR");

	if (options->mono || (no_color && *no_color) || !has_colors())
		return false;
	start_color();
	return use_default_colors() == OK && COLORS >= 8;
}

static attr_t
attrs_of(unsigned marks)
{
	return (marks & THEME_BOLD ? A_BOLD : 0) |
	       (marks & THEME_REVERSE ? A_REVERSE : 0) |
	       (marks & THEME_UNDERLINE ? A_UNDERLINE : 0);
}

static void
take_theme(struct term *t, const struct term_options *options)
{
	struct theme theme = {.ground = options->ground};

	if (shows_colours(options)) {
		theme.colours = COLORS;
		theme.rgb = has_rgb();
	}
	for (int i = 0; i < STYLES; i++) {
		struct theme_look look = theme_look(&theme, (enum style)i);

		t->attrs[i] = attrs_of(look.marks);
		t->pairs[i] = 0;
		if (look.colour >= 0 &&
		    init_extended_pair(i + 1, look.colour, -1) == OK)
			t->pairs[i] = (short)(i + 1);
	}
}

/* --- standard error -------------------------------------------------------- */

static bool
stderr_is_away(void)
{
	return fcntl(SAVED_STDERR, F_GETFD) >= 0;
}

static void
stderr_away(const char *log_path)
{
	int fd = -1;

	if (dup3(STDERR_FILENO, SAVED_STDERR, O_CLOEXEC) < 0)
		return;
	if (log_path)
		fd =
		    open(log_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	if (fd < 0)
		fd = open("/dev/null", O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return;
	dup2(fd, STDERR_FILENO);
	close(fd);
}

static void
stderr_back(void)
{
	if (!stderr_is_away())
		return;
	dup2(SAVED_STDERR, STDERR_FILENO);
	close(SAVED_STDERR);
}

/* For exit() from anywhere, out of memory too. */
static void
put_back(void)
{
	if (!stderr_is_away())
		return;
	if (!isendwin())
		endwin();
	stderr_back();
}

/* --- opening and closing --------------------------------------------------- */

/* newterm catches signals that have their default action; ours do not change. */
static SCREEN *
quiet_newterm(const char *type, FILE *out, FILE *in)
{
	static const int caught[] = {SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
	struct sigaction before[ARRAY_LEN(caught)];
	SCREEN *screen;

	for (size_t i = 0; i < ARRAY_LEN(caught); i++)
		sigaction(caught[i], NULL, &before[i]);
	screen = newterm(type, out, in);
	for (size_t i = 0; i < ARRAY_LEN(caught); i++)
		sigaction(caught[i], &before[i], NULL);
	return screen;
}

/* A type that is not known is taken for an xterm. */
static SCREEN *
open_screen(const char *type, FILE *out, FILE *in)
{
	const char *const types[] = {type, "xterm-256color", "xterm"};
	SCREEN *screen = NULL;

	for (size_t i = 0; i < ARRAY_LEN(types) && !screen; i++)
		screen = quiet_newterm(types[i], out, in);
	return screen;
}

/* Consoles of a kernel, and terminals of glass: their fonts have neither Braille nor
 * quadrants, but the half blocks that have been there since the first PC. */
static bool
lacks_braille(const char *type)
{
	static const char *const types[] = {"linux", "vt", "cons25", "wsvt25",
	    "hurd", "mach", "sun", "pcansi", "ansi", "cygwin", "Eterm"};

	for (size_t i = 0; i < ARRAY_LEN(types); i++)
		if (strncmp(type, types[i], strlen(types[i])) == 0)
			return true;
	return false;
}

static enum frame_figure
best_figure(enum term_figure wished)
{
	static const enum frame_figure figures[] = {
	    [TERM_FIGURE_AUTO] = FRAME_FIGURE_BRAILLE,
	    [TERM_FIGURE_BRAILLE] = FRAME_FIGURE_BRAILLE,
	    [TERM_FIGURE_BLOCKS] = FRAME_FIGURE_BLOCKS,
	    [TERM_FIGURE_ASCII] = FRAME_FIGURE_ASCII,
	};
	const char *type = getenv("TERM");

	if (type && lacks_braille(type) &&
	    (wished == TERM_FIGURE_AUTO || wished == TERM_FIGURE_BLOCKS))
		return FRAME_FIGURE_HALVES;
	return figures[wished];
}

void
term_suit(const struct term_options *options, struct frame *f)
{
	f->ascii = options->ascii || strcmp(nl_langinfo(CODESET), "UTF-8") != 0;
	f->figure = f->ascii ? FRAME_FIGURE_ASCII : best_figure(options->figure);
}

static bool
is_dumb(const char *type)
{
	return !type || !*type || strcmp(type, "dumb") == 0;
}

static bool
start_curses(struct term *t, struct err *err)
{
	const char *type = getenv("TERM");

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return err_set(err, "not a terminal; try --linear");
	if (is_dumb(type))
		return err_set(err,
		    "this terminal cannot show a screen (TERM=%.40s); "
		    "try --linear",
		    type ? type : "");
	t->screen = open_screen(type, stdout, stdin);
	if (!t->screen)
		return err_set(err,
		    "nothing is known of the terminal %.40s; set TERM, "
		    "or try --linear",
		    type);
	return true;
}

/*
 * Until it has been left once, curses takes every movement of the cursor for one of
 * a program without screens, and flushes: two dozen writes a frame.  So it is left
 * where nobody sees it, before what takes the terminal has gone out, and comes back.
 */
static void
settle(const struct term *t)
{
	if (t->gather < 0 || t->tty < 0 || dup2(t->gather, STDOUT_FILENO) < 0)
		return;
	endwin();
	dup2(t->tty, STDOUT_FILENO);
	lseek(t->gather, 0, SEEK_SET);
	refresh();
}

bool
term_about(
    const struct term_options *options, struct term_about *about, struct err *err)
{
	const char *type = getenv("TERM");
	FILE *null = fopen("/dev/null", "r+");
	SCREEN *screen =
	    is_dumb(type) || !null ? NULL : open_screen(type, null, null);
	struct winsize size = {0};
	struct frame suits = {0};

	if (!screen) {
		if (null)
			fclose(null);
		return err_set(err,
		    "this terminal cannot show a screen (TERM=%.40s)",
		    type ? type : "");
	}
	ioctl(STDOUT_FILENO, TIOCGWINSZ, &size);
	term_suit(options, &suits);
	*about = (struct term_about){
	    .rows = size.ws_row ? size.ws_row : LINES,
	    .cols = size.ws_col ? size.ws_col : COLS,
	    .colours = shows_colours(options) ? COLORS : 0,
	    .utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0,
	    .figure = suits.figure,
	};
	endwin();
	delscreen(screen);
	fclose(null);
	return true;
}

static void
set_modes(void)
{
	set_escdelay(25);
	cbreak();
	noecho();
	nodelay(stdscr, TRUE);
	keypad(stdscr, TRUE);
	intrflush(stdscr, FALSE);
	typeahead(-1); /* a frame is always sent whole */
	idcok(stdscr, FALSE);
	curs_set(0);
}

/*
 * All that buttons do, though most of it has no meaning: curses goes on reading, and
 * waits, until it has something that was asked for.  No clicks of two or more; endwin
 * stops the mouse and the next refresh wakes it.
 */
#define DOWN_AND_UP(button)                                                        \
	NCURSES_MOUSE_MASK(button, NCURSES_BUTTON_PRESSED | NCURSES_BUTTON_RELEASED)

static void
listen_to_mouse(bool listen)
{
	static const mmask_t all = DOWN_AND_UP(1) | DOWN_AND_UP(2) |
				   DOWN_AND_UP(3) | DOWN_AND_UP(4) | DOWN_AND_UP(5);

	mouseinterval(0);
	mousemask(listen ? all : 0, NULL);
}

static void
term_free(struct term *t)
{
	if (t->tty >= 0)
		close(t->tty);
	if (t->gather >= 0)
		close(t->gather);
	frame_free(t->sent);
	free(t->log_path);
	free(t);
}

struct term *
term_open(const struct term_options *options, struct err *err)
{
	struct term *t = mem_new(1, sizeof(*t));

	t->log_path = mem_strdup(options->log_path);
	t->tty = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
	t->gather = memfd_create("uncoil.frame", MFD_CLOEXEC);
	stderr_away(t->log_path);
	if (!start_curses(t, err)) {
		stderr_back();
		term_free(t);
		return NULL;
	}
	atexit(put_back);
	t->up = true;
	settle(t);
	set_modes();
	listen_to_mouse(options->mouse);
	take_theme(t, options);
	term_resize(t);
	return t;
}

void
term_change(struct term *t, const struct term_options *options)
{
	listen_to_mouse(options->mouse);
	take_theme(t, options);
	term_resize(t);
}

void
term_close(struct term *t)
{
	if (!t)
		return;
	if (t->up)
		term_suspend(t);
	delscreen(t->screen);
	term_free(t);
}

void
term_suspend(struct term *t)
{
	endwin();
	stderr_back();
	t->up = false;
}

void
term_resume(struct term *t)
{
	stderr_away(t->log_path);
	t->up = true;
	term_resize(t);
}

/* --- showing --------------------------------------------------------------- */

int
term_fd(const struct term *t)
{
	(void)t;
	return STDIN_FILENO;
}

void
term_size(const struct term *t, int *rows, int *cols)
{
	(void)t;
	*rows = LINES;
	*cols = COLS;
}

static int
side(unsigned short n, int otherwise, int most)
{
	return n == 0 ? otherwise : n > most ? most : n;
}

void
term_resize(struct term *t)
{
	struct winsize size = {0};

	ioctl(STDOUT_FILENO, TIOCGWINSZ, &size);
	resizeterm(side(size.ws_row, LINES, FRAME_ROWS_MAX),
	    side(size.ws_col, COLS, FRAME_COLS_MAX));
	clearok(curscr, TRUE);
	erase();
	frame_free(t->sent);
	t->sent = NULL;
}

/* The cell's text for curses: the character and its marks. */
static void
wide_text(const struct cell *c, wchar_t out[CCHARW_MAX + 1])
{
	size_t n = strnlen(c->text, CELL_BYTES), at = 0, len, k = 0;
	uint32_t cp;

	while (k < CCHARW_MAX - 1 && at < n &&
	       (len = text_decode(c->text + at, n - at, &cp)) > 0) {
		out[k++] = (wchar_t)cp;
		at += len;
	}
	if (k == 0)
		out[k++] = L' ';
	out[k] = L'\0';
}

static void
send_cell(struct term *t, int y, int x, const struct cell *c)
{
	wchar_t text[CCHARW_MAX + 1];
	cchar_t cc;

	if (c->width == 0)
		return;
	wide_text(c, text);
	if (setcchar(&cc, text, t->attrs[c->style], t->pairs[c->style], NULL) == OK)
		mvadd_wch(y, x, &cc);
}

/* Tells curses the cells of a row that differ from what it was told last. */
static bool
send_row(struct term *t, int y, const struct frame *f)
{
	const struct cell *now = frame_cell(f, y, 0),
			  *was = frame_cell(t->sent, y, 0);
	size_t n = (size_t)f->cols;
	bool wide = false;

	if (memcmp(now, was, n * sizeof(*now)) == 0)
		return false;
	for (size_t x = 0; x < n; x++)
		wide = wide || now[x].width != 1 || was[x].width != 1;
	for (size_t x = 0; x < n; x++)
		if (wide || memcmp(&now[x], &was[x], sizeof(*now)) != 0)
			send_cell(t, y, (int)x, &now[x]);
	return true;
}

/* What was gathered goes to the terminal. */
static void
send_gathered(struct term *t)
{
	off_t left = lseek(t->gather, 0, SEEK_CUR), at = 0;
	char buf[4096];
	ssize_t n, put;

	while (at < left) {
		n = pread(t->gather, buf, sizeof(buf), at);
		if (n > left - at)
			n = (ssize_t)(left - at);
		put = n > 0 ? write(STDOUT_FILENO, buf, (size_t)n) : -1;
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			break;
		at += put;
	}
	lseek(t->gather, 0, SEEK_SET);
}

/* Curses flushes at each move of the cursor.  Its pieces are gathered, so that a
 * frame arrives at once: nobody sees half of one, or pays for each piece.  After
 * endwin it takes the terminal again in a refresh, and must find it. */
static void
refresh_at_once(struct term *t)
{
	if (isendwin() || t->gather < 0 || t->tty < 0 ||
	    dup2(t->gather, STDOUT_FILENO) < 0) {
		refresh();
		return;
	}
	refresh();
	dup2(t->tty, STDOUT_FILENO);
	send_gathered(t);
}

void
term_show(struct term *t, const struct frame *f)
{
	bool changed = false;

	if (!t->sent || t->sent->rows != f->rows || t->sent->cols != f->cols) {
		frame_free(t->sent);
		t->sent = frame_new(f->rows, f->cols);
		erase();
		changed = true;
	}
	for (int y = 0; y < f->rows; y++)
		changed = send_row(t, y, f) || changed;
	if (!changed)
		return;
	memcpy(t->sent->cells, f->cells,
	    (size_t)f->rows * (size_t)f->cols * sizeof(*f->cells));
	refresh_at_once(t);
}

/* --- keys ------------------------------------------------------------------ */

static const struct {
	int curses, key;
} named[] = {
    {KEY_UP, TERM_UP},
    {KEY_DOWN, TERM_DOWN},
    {KEY_LEFT, TERM_LEFT},
    {KEY_RIGHT, TERM_RIGHT},
    {KEY_PPAGE, TERM_PAGE_UP},
    {KEY_NPAGE, TERM_PAGE_DOWN},
    {KEY_HOME, TERM_HOME},
    {KEY_END, TERM_END},
    {KEY_ENTER, TERM_ENTER},
    {KEY_BACKSPACE, TERM_BACKSPACE},
    {KEY_DC, TERM_BACKSPACE},
};

static int
named_key(int code)
{
	for (size_t i = 0; i < ARRAY_LEN(named); i++)
		if (named[i].curses == code)
			return named[i].key;
	return TERM_OTHER;
}

/* Nothing was read: because nothing is there, or because nothing can come? */
static int
none_or_gone(void)
{
	struct pollfd p = {STDIN_FILENO, POLLIN, 0};
	int waiting = 0;

	if (poll(&p, 1, 0) <= 0)
		return TERM_NONE;
	if (p.revents & (POLLHUP | POLLERR | POLLNVAL))
		return TERM_GONE;
	ioctl(STDIN_FILENO, FIONREAD, &waiting);
	return waiting == 0 ? TERM_GONE : TERM_NONE;
}

/* The newest of what the mouse did that has a meaning, and where; TERM_NONE: nothing
 * had.  The wheel goes up and down.  All is taken, lest a later look finds it. */
static int
mouse_key(struct term *t)
{
	int key = TERM_NONE;
	MEVENT event;

	while (getmouse(&event) == OK) {
		if (key != TERM_NONE)
			continue;
		if (event.bstate & BUTTON4_PRESSED)
			key = TERM_UP;
		else if (event.bstate & BUTTON5_PRESSED)
			key = TERM_DOWN;
		else if (event.bstate & BUTTON1_PRESSED) {
			key = TERM_CLICK;
			t->click_y = event.y;
			t->click_x = event.x;
		}
	}
	return key;
}

void
term_mouse(const struct term *t, int *y, int *x)
{
	*y = t->click_y;
	*x = t->click_x;
}

int
term_key(struct term *t)
{
	int key = TERM_NONE;
	wint_t c;

	while (key == TERM_NONE) {
		switch (get_wch(&c)) {
		case KEY_CODE_YES:
			if (c == KEY_MOUSE)
				key = mouse_key(t);
			else if (c != KEY_RESIZE)
				key = named_key((int)c);
			break;
		case OK:
			return c == '\n'   ? TERM_ENTER
			       : c == '\b' ? TERM_BACKSPACE
					   : (int)c;
		default:
			return none_or_gone();
		}
	}
	return key;
}
