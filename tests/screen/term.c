/*
 * The terminal for real: a child draws through curses on a pseudo terminal, and
 * libvterm is the terminal that a person would look at.
 */
#include "tests/screen/tty.h"

#include "base/mem.h"
#include "base/str.h"
#include "base/text.h"
#include "routine/library.h"
#include "screen/term.h"
#include "screen/views.h"
#include "tests/folder.h"
#include "tests/test.h"

#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vterm.h>

#define ROWS TTY_ROWS
#define COLS TTY_COLS

/* --- the child: what runs in the terminal ------------------------------------ */

/* The one signal of the child, as cmd/run.c does it. */
static volatile sig_atomic_t winch;

static void
on_winch(int sig)
{
	(void)sig;
	winch = 1;
}

/* A row with a letter in each style. */
#define STYLE_ROW 10

static const char *const figure_names[] = {"braille", "blocks", "halves", "ascii"};

static void
draw(struct term *t, struct frame *f, int key)
{
	int rows, cols, y, x;

	term_size(t, &rows, &cols);
	frame_resize(f, rows, cols);
	frame_putf(f, 0, 0, STYLE_PLAIN, "%dx%d", cols, rows);
	for (int i = 0; i < STYLES; i++)
		frame_putf(f, STYLE_ROW, i, (enum style)i, "%c", 'a' + i);
	frame_put(f, 11, 0, STYLE_PLAIN, "日本 e\xcc\x81 ⏎");
	frame_put(f, 12, 0, STYLE_PLAIN, "█─");
	frame_putf(f, 13, 0, STYLE_PLAIN, "key %d", key);
	term_mouse(t, &y, &x);
	frame_putf(f, 16, 0, STYLE_PLAIN, "at %d %d", y, x);
	frame_put(f, 14, 0, STYLE_PLAIN, figure_names[f->figure]);
	term_show(t, f);
}

static void
suspended(struct term *t)
{
	char byte;

	term_suspend(t);
	fprintf(stderr, "outside\r\n");
	while (read(STDIN_FILENO, &byte, 1) == 1 && byte != '\n')
		continue;
	term_resume(t);
}

/* Draws, and draws again for each key and each change of size, until `q`. */
static void
play(struct term *t, struct frame *f)
{
	struct pollfd p = {term_fd(t), POLLIN, 0};
	sigset_t open;
	int key = 0, last = 0;

	sigprocmask(SIG_SETMASK, NULL, &open);
	sigdelset(&open, SIGWINCH);
	while (last != 'q' && key != TERM_GONE) {
		draw(t, f, last);
		ppoll(&p, 1, NULL, &open);
		if (winch) {
			winch = 0;
			term_resize(t);
		}
		while ((key = term_key(t)) >= 0) {
			last = key;
			if (key == 'z')
				suspended(t);
			if (key == 'e')
				exit(0);
		}
	}
}

static void
child_screen(const struct term_options *options)
{
	struct sigaction act = {.sa_handler = on_winch};
	sigset_t closed;
	struct err err;
	struct term *t;
	struct frame *f;

	sigemptyset(&closed);
	sigaddset(&closed, SIGWINCH);
	sigprocmask(SIG_BLOCK, &closed, NULL);
	sigaction(SIGWINCH, &act, NULL);
	t = term_open(options, &err);
	if (!t) {
		printf("%s\r\n", err.text);
		exit(1);
	}
	f = frame_new(1, 1);
	term_suit(options, f);
	fprintf(stderr, "noise\n");
	play(t, f);
	frame_free(f);
	term_close(t);
	fprintf(stderr, "after\r\n");
	exit(0);
}

/* A hold of a shipped routine, muted: a first frame, and after a key the sixty
 * seconds that follow, as fast as it goes. */
static void
child_hold(const struct term_options *options)
{
	struct library *lib = library_new(NULL, getenv("UNCOIL_DATADIR"));
	const struct routine *r = library_routine(lib, "lower-back-unload-5", NULL);
	const struct exercise **steps = library_steps(lib, r, NULL);
	struct pacing pacing = {SIDE_LEFT};
	struct score *score = score_new(r, steps, &pacing);
	struct session *s = session_new(score, r->n_steps - 1, 0);
	struct session_view v = {.streak = 12};
	struct term *t = term_open(options, NULL);
	struct frame *f = frame_new(ROWS, COLS);
	struct pollfd p = {STDIN_FILENO, POLLIN, 0};
	struct session_event event;

	for (int64_t ns = INT64_C(30000000000); ns <= INT64_C(90000000000);
	     ns += 1000000000) {
		while (session_next(s, ns, &event))
			if (event.kind == EVENT_CUE && *event.cue->say)
				v.line = event.cue->say;
		session_snapshot(s, ns, &v.snap);
		v.snap.muted = true;
		view_session(f, &v);
		term_show(t, f);
		term_show(t, f); /* nothing changed, nothing is sent */
		if (ns == INT64_C(30000000000))
			poll(&p, 1, -1);
	}
	_exit(0);
}

/* --- tests ----------------------------------------------------------------------
 */

static const struct term_options normal = {0};

static void
characters(void **state)
{
	struct tty tty;

	(void)state;
	tty_open(&tty, child_screen, "xterm-256color", &normal);
	tty_until(&tty, 13, "key 0");
	assert_true(tty_row_is(&tty, 0, "80x24"));
	assert_true(tty_row_is(&tty, 11, "日本 e\xcc\x81 ⏎"));
	assert_true(tty_row_is(&tty, 12, "█─"));
	assert_int_equal(tty_cell(&tty, 11, 0).width, 2);
	tty_send(&tty, "q");
	tty_close(&tty);
	assert_int_equal(tty.status, 0);
}

/* Terminals that Debian's ncurses-base does not know, made by tic. */
static const char made_terminals[] =
    "made-16|sixteen colours,\n"
    "\tcolors#16, pairs#256, use=xterm-256color,\n"
    "made-rgb|colours of 24 bits,\n"
    "\tRGB, colors#0x1000000, pairs#0x7FFF,\n"
    "\tsetaf=\\E[38;2;%p1%{65536}%/%d;%p1%{256}%/%{255}%&%d;"
    "%p1%{255}%&%dm,\n"
    "\tuse=xterm-256color,\n"
    "made-many|many colours and nobody knows how,\n"
    "\tcolors#0x1000000, pairs#0x7FFF, use=xterm,\n";

#define RGB 0x1000000

/* What the strong and the paused style look like; fg -1 is the terminal's own. */
static const struct look {
	const char *remark, *type, *no_color, *fgbg;
	struct term_options options;
	int strong_fg, paused_fg;
} looks[] = {
    {"256 colours", "xterm-256color", NULL, NULL, {0}, 32, 172},
    {"8 colours", "xterm", NULL, NULL, {0}, 5, 1},
    {"16 colours", "made-16", NULL, NULL, {0}, 12, 1},
    {"16 on dark", "made-16", NULL, "7;0", {0}, 14, 11},
    {"16 on light", "made-16", NULL, "0;15", {0}, 4, 1},
    {"true colour", "made-rgb", NULL, NULL, {0}, RGB | 0x0087d7, RGB | 0xcc7a00},
    {"true on light", "made-rgb", NULL, NULL, {.ground = THEME_GROUND_LIGHT},
	RGB | 0x0072b2, RGB | 0xa35200},
    {"direct, but how", "made-many", NULL, NULL, {0}, 5, 1},
    {"dark", "xterm-256color", NULL, NULL, {.ground = THEME_GROUND_DARK}, 74, 214},
    {"light", "xterm-256color", NULL, NULL, {.ground = THEME_GROUND_LIGHT}, 25,
	130},
    {"8 on light", "xterm", NULL, NULL, {.ground = THEME_GROUND_LIGHT}, 4, 1},
    {"the console is dark", "linux", NULL, NULL, {0}, 6, 3},
    {"light for a console", "linux", NULL, NULL, {.ground = THEME_GROUND_LIGHT}, 4,
	1},
    {"said dark", "xterm-256color", NULL, "15;0", {0}, 74, 214},
    {"said dark, three", "xterm-256color", NULL, "15;default;0", {0}, 74, 214},
    {"grey is dark", "xterm-256color", NULL, "15;8", {0}, 74, 214},
    {"said light", "xterm-256color", NULL, "0;15", {0}, 25, 130},
    {"white is light", "xterm-256color", NULL, "0;7", {0}, 25, 130},
    {"the setting beats it", "xterm-256color", NULL, "0;15",
	{.ground = THEME_GROUND_DARK}, 74, 214},
    {"nonsense", "xterm-256color", NULL, "0;default", {0}, 32, 172},
    {"more nonsense", "xterm-256color", NULL, "0;99", {0}, 32, 172},
    {"one number", "xterm-256color", NULL, "15", {0}, 32, 172},
    {"no colours", "vt100", NULL, NULL, {0}, -1, -1},
    {"NO_COLOR", "xterm-256color", "1", NULL, {0}, -1, -1},
    {"NO_COLOR of 24 bits", "made-rgb", "1", NULL, {0}, -1, -1},
    {"NO_COLOR that is empty", "xterm-256color", "", NULL, {0}, 32, 172},
    {"mono by an option", "xterm-256color", NULL, NULL, {.mono = true}, -1, -1},
    {"a terminal that nobody knows", "no-such-terminal", NULL, NULL, {0}, 32, 172},
};

static int
foreground(const struct tty *tty, enum style style)
{
	VTermScreenCell c = tty_cell(tty, STYLE_ROW, (int)style);

	if (VTERM_COLOR_IS_DEFAULT_FG(&c.fg))
		return -1;
	if (VTERM_COLOR_IS_INDEXED(&c.fg))
		return c.fg.indexed.idx;
	return RGB | c.fg.rgb.red << 16 | c.fg.rgb.green << 8 | c.fg.rgb.blue;
}

static void
check_look(const struct tty *tty, const struct look *look)
{
	if (foreground(tty, STYLE_STRONG) != look->strong_fg ||
	    foreground(tty, STYLE_PAUSED) != look->paused_fg)
		fail_msg("%s: colours %x and %x", look->remark,
		    (unsigned)foreground(tty, STYLE_STRONG),
		    (unsigned)foreground(tty, STYLE_PAUSED));
	assert_true(tty_cell(tty, STYLE_ROW, STYLE_STRONG).attrs.bold);
	assert_true(tty_cell(tty, STYLE_ROW, STYLE_PAUSED).attrs.reverse);
	assert_int_equal(foreground(tty, STYLE_PLAIN), -1);
	for (int i = 0; i < STYLES; i++) {
		VTermScreenCell c = tty_cell(tty, STYLE_ROW, i);

		assert_true(VTERM_COLOR_IS_DEFAULT_BG(&c.bg));
	}
}

static void
set_or_unset(const char *name, const char *value)
{
	if (value)
		setenv(name, value, 1);
	else
		unsetenv(name);
}

static void
make_terminals(const struct folder *folder)
{
	struct str command = {0};
	FILE *fp = fopen(folder->file, "w");

	assert_non_null(fp);
	fputs(made_terminals, fp);
	assert_int_equal(fclose(fp), 0);
	setenv("TERMINFO", folder->path, 1);
	str_addf(&command, "tic -x -o '%s' '%s'", folder->path, folder->file);
	assert_int_equal(system(command.s), 0);
	str_fini(&command);
}

static void
colours(void **state)
{
	struct folder folder;

	(void)state;
	folder_make(&folder, "made.ti");
	make_terminals(&folder);
	for (size_t i = 0; i < ARRAY_LEN(looks); i++) {
		struct tty tty;

		set_or_unset("NO_COLOR", looks[i].no_color);
		set_or_unset("COLORFGBG", looks[i].fgbg);
		tty_open(&tty, child_screen, looks[i].type, &looks[i].options);
		tty_until(&tty, 13, "key 0");
		check_look(&tty, &looks[i]);
		tty_send(&tty, "q");
		tty_close(&tty);
	}
	set_or_unset("NO_COLOR", NULL);
	set_or_unset("COLORFGBG", NULL);
	unsetenv("TERMINFO");
	folder_remove(&folder);
}

static void
ascii(void **state)
{
	const struct term_options options = {.ascii = true};
	struct tty tty;

	(void)state;
	tty_open(&tty, child_screen, "xterm-256color", &options);
	tty_until(&tty, 13, "key 0");
	assert_true(tty_row_is(&tty, 11, "?? e Enter"));
	assert_true(tty_row_is(&tty, 12, "#-"));
	tty_send(&tty, "q");
	tty_close(&tty);
}

/* What figures are drawn with, by the terminal and by the setting. */
static void
figures(void **state)
{
	static const struct {
		const char *type, *shown;
		struct term_options options;
	} rows[] = {
	    {"xterm-256color", "braille", {0}},
	    {"tmux-256color", "braille", {0}},
	    {"no-such-terminal", "braille", {0}},
	    {"linux", "halves", {0}},
	    {"vt220", "halves", {0}},
	    {"linux", "halves", {.figure = TERM_FIGURE_BLOCKS}},
	    {"linux", "braille", {.figure = TERM_FIGURE_BRAILLE}},
	    {"xterm-256color", "blocks", {.figure = TERM_FIGURE_BLOCKS}},
	    {"xterm-256color", "ascii", {.figure = TERM_FIGURE_ASCII}},
	    {"xterm-256color", "ascii", {.ascii = true}},
	    {"xterm", "ascii", {.ascii = true, .figure = TERM_FIGURE_BRAILLE}},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct tty tty;

		tty_open(&tty, child_screen, rows[i].type, &rows[i].options);
		tty_until(&tty, 14, rows[i].shown);
		tty_send(&tty, "q");
		tty_close(&tty);
	}
}

static void
dumb(void **state)
{
	struct tty tty;

	(void)state;
	tty_open(&tty, child_screen, "dumb", &normal);
	tty_until_anywhere(&tty, "--linear");
	assert_true(tty_anywhere(&tty, "TERM=dumb"));
	tty_close(&tty);
	assert_int_equal(WEXITSTATUS(tty.status), 1);
}

static const struct {
	const char *sent;
	int key;
} keys[] = {
    {" ", ' '},
    {"\r", TERM_ENTER},
    {"\177", TERM_BACKSPACE},
    {"\b", TERM_BACKSPACE},
    {"\033OA", TERM_UP},
    {"\033OB", TERM_DOWN},
    {"\033OC", TERM_RIGHT},
    {"\033OD", TERM_LEFT},
    {"\033[5~", TERM_PAGE_UP},
    {"\033[6~", TERM_PAGE_DOWN},
    {"\033OP", TERM_OTHER},
    {"\033", TERM_ESCAPE},
    {"+", '+'},
    {"\xc3\xbc", 0xfc},
};

static void
key_codes(void **state)
{
	struct tty tty;
	char want[32];

	(void)state;
	tty_open(&tty, child_screen, "xterm-256color", &normal);
	tty_until(&tty, 13, "key 0");
	assert_false(tty.mouse);
	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		tty_send(&tty, "x");
		tty_until(&tty, 13, "key 120");
		tty_send(&tty, keys[i].sent);
		snprintf(want, sizeof(want), "key %d", keys[i].key);
		tty_until(&tty, 13, want);
	}
	tty_send(&tty, "q");
	tty_close(&tty);
}

/* Clicks and the wheel as a terminal sends them, and only when asked for; the
 * terminal is told to stop in a suspend and at the end. */
static void
mouse(void **state)
{
	static const struct {
		const char *sent;
		int key;
	} rows[] = {
	    {"\033[<0;8;3M", TERM_CLICK},
	    {"\033[<64;8;3M", TERM_UP},
	    {"\033[<65;8;3M", TERM_DOWN},
	};
	const struct term_options options = {.mouse = true};
	struct tty tty;
	char want[32];

	(void)state;
	tty_open(&tty, child_screen, "xterm-256color", &options);
	tty_until(&tty, 13, "key 0");
	assert_true(tty.mouse);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		tty_send(&tty, "x");
		tty_until(&tty, 13, "key 120");
		tty_send(&tty, rows[i].sent);
		snprintf(want, sizeof(want), "key %d", rows[i].key);
		tty_until(&tty, 13, want);
	}
	tty_until(&tty, 16, "at 2 7");
	tty_send(&tty, "z");
	tty_until_anywhere(&tty, "outside");
	assert_false(tty.mouse);
	tty_send(&tty, "\n");
	tty_until(&tty, 13, "key 122");
	assert_true(tty.mouse);
	tty_send(&tty, "e");
	tty_close(&tty);
	assert_false(tty.mouse);
}

/* What means nothing, letting a button go above all, is no key, and what comes
 * after it is not waited for: the screen follows its terminal at once. */
static void
mouse_that_means_nothing(void **state)
{
	static const struct {
		const char *type, *sent;
	} rows[] = {
	    {"xterm-256color", "\033[<0;8;3m"}, /* let go */
	    {"xterm-256color", "\033[<1;8;3M"}, /* the second button */
	    {"xterm-256color", "\033[<1;8;3m"},
	    {"xterm-256color", "\033[<2;8;3M"}, /* the third */
	    {"xterm-256color", "\033[<2;8;3m"},
	    {"xterm-256color", "\033[<66;8;3M"}, /* a wheel sideways */
	    {"xterm-256color", "\033[<67;8;3M"},
	    {"xterm-256color", "\033[<35;8;3M"},  /* moved */
	    {"xterm-256color", "\033[<128;8;3M"}, /* a button for "back" */
	    {"xterm-256color", "\033[<128;8;3m"},
	    {"screen", "\033[M#(#"}, /* let go, whichever */
	    {"screen", "\033[M!(#"},
	    {"screen", "\033[M\"(#"},
	    {"screen", "\033[Mb(#"},
	    {"screen", "\033[MC(#"},
	};
	const struct term_options options = {.mouse = true};
	const char *click;
	char want[32];

	(void)state;
	snprintf(want, sizeof(want), "key %d", TERM_CLICK);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct tty tty;

		click = strcmp(rows[i].type, "screen") == 0 ? "\033[M (#"
							    : "\033[<0;8;3M";
		tty_open(&tty, child_screen, rows[i].type, &options);
		tty_until(&tty, 13, "key 0");
		tty_send(&tty, click);
		tty_until(&tty, 13, want);
		tty_send(&tty, rows[i].sent);
		tty_set_size(&tty, 30, 100);
		tty_until(&tty, 0, "100x30");
		tty_set_size(&tty, ROWS, COLS); /* by now it has been read */
		tty_until(&tty, 0, "80x24");
		assert_true(tty_row_is(&tty, 13, want));
		tty_send(&tty, "q");
		tty_close(&tty);
		assert_int_equal(tty.status, 0);
	}
}

/* A click whose button was let go before anybody looked. */
static void
quick_click(void **state)
{
	const struct term_options options = {.mouse = true};
	struct tty tty;
	char want[32];

	(void)state;
	snprintf(want, sizeof(want), "key %d", TERM_CLICK);
	tty_open(&tty, child_screen, "xterm-256color", &options);
	tty_until(&tty, 13, "key 0");
	tty_send(&tty, "\033[<0;8;3M\033[<0;8;3m");
	tty_until(&tty, 13, want);
	tty_until(&tty, 16, "at 2 7");
	tty_send(&tty, "x");
	tty_until(&tty, 13, "key 120");
	tty_send(&tty, "\033[<0;9;4M\033[<0;9;4m\033[<0;10;5M\033[<0;10;5m");
	tty_until(&tty, 16, "at 4 9");
	tty_send(&tty, "q");
	tty_close(&tty);
}

static void
resize_storm(void **state)
{
	static const int sizes[][2] = {{1, 1}, {300, 100}, {2, 200}, {24, 1},
	    {1, 80}, {12, 40}, {100, 300}, {1, 1}, {3, 5}};
	struct tty tty;

	(void)state;
	tty_open(&tty, child_screen, "xterm-256color", &normal);
	tty_until(&tty, 13, "key 0");
	for (int round = 0; round < 20; round++)
		for (size_t i = 0; i < ARRAY_LEN(sizes); i++)
			tty_set_size(&tty, sizes[i][0], sizes[i][1]);
	tty_set_size(&tty, 30, 100);
	tty_until(&tty, 0, "100x30");
	tty_until(&tty, 13, "key 0");
	assert_true(tty_row_is(&tty, 29, ""));
	tty_set_size(&tty, 1, 1);
	tty_until(&tty, 0, "1");
	tty_set_size(&tty, ROWS, COLS);
	tty_until(&tty, 0, "80x24");
	tty_send(&tty, "q");
	tty_close(&tty);
	assert_int_equal(tty.status, 0);
}

/* The log in $TMPDIR; the caller frees the path. */
static char *
log_path(void)
{
	const char *tmp = getenv("TMPDIR");
	struct str path = {0};
	int fd;

	str_addf(&path, "%s/uncoil-term.XXXXXX", tmp ? tmp : "/tmp");
	fd = mkstemp(path.s);
	assert_true(fd >= 0);
	close(fd);
	return str_take(&path);
}

static void
log_is(const char *path, const char *want)
{
	char buf[64] = "";
	FILE *fp = fopen(path, "r");

	assert_non_null(fp);
	assert_int_equal(fread(buf, 1, sizeof(buf) - 1, fp), strlen(want));
	assert_string_equal(buf, want);
	fclose(fp);
}

/* stderr is away while the screen is up, and back in a suspend and at the end. */
static void
stderr_comes_back(void **state)
{
	char *path = log_path();
	struct term_options options = {.log_path = path};
	struct tty tty;

	(void)state;
	tty_open(&tty, child_screen, "xterm-256color", &options);
	tty_until(&tty, 13, "key 0");
	assert_false(tty_anywhere(&tty, "noise"));
	tty_send(&tty, "z");
	tty_until_anywhere(&tty, "outside");
	assert_false(tty_anywhere(&tty, "key 0"));
	tty_send(&tty, "\n");
	tty_until(&tty, 13, "key 122");
	assert_true(tty_row_is(&tty, 11, "日本 e\xcc\x81 ⏎"));
	tty_send(&tty, "q");
	tty_until_anywhere(&tty, "after");
	assert_false(tty_anywhere(&tty, "日本"));
	tty_close(&tty);
	log_is(path, "noise\n");
	unlink(path);
	free(path);
}

/* exit() from anywhere puts the terminal back, too. */
static void
exit_puts_back(void **state)
{
	struct tty tty;

	(void)state;
	tty_open(&tty, child_screen, "xterm-256color", &normal);
	tty_until(&tty, 13, "key 0");
	tty_send(&tty, "e");
	while (tty_read(&tty))
		continue;
	assert_false(tty_anywhere(&tty, "key 0"));
	tty_close(&tty);
}

/* The terminal goes away: the child notices and ends by itself. */
static void
hang_up(void **state)
{
	struct tty tty;

	(void)state;
	tty_open(&tty, child_screen, "xterm-256color", &normal);
	tty_until(&tty, 13, "key 0");
	close(tty.fd);
	assert_int_equal(waitpid(tty.pid, &tty.status, 0), tty.pid);
	vterm_free(tty.vt);
}

/* A muted hold costs under 60 bytes a second, and what is not a change nothing. */
static void
bytes_of_a_hold(void **state)
{
	struct tty tty;
	size_t first;

	(void)state;
	tty_open(&tty, child_hold, "xterm-256color", &normal);
	tty_until_anywhere(&tty, "streak 12");
	first = tty.bytes;
	tty_send(&tty, "g");
	while (tty_read(&tty))
		continue;
	assert_true(tty_anywhere(&tty, "rest"));
	assert_true(tty.bytes > first + 60);
	if (tty.bytes - first >= 60 * 60)
		fail_msg("%zu bytes in 60 seconds", tty.bytes - first);
	tty_close(&tty);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(characters),
	    cmocka_unit_test(colours),
	    cmocka_unit_test(ascii),
	    cmocka_unit_test(figures),
	    cmocka_unit_test(dumb),
	    cmocka_unit_test(key_codes),
	    cmocka_unit_test(mouse),
	    cmocka_unit_test(mouse_that_means_nothing),
	    cmocka_unit_test(quick_click),
	    cmocka_unit_test(resize_storm),
	    cmocka_unit_test(stderr_comes_back),
	    cmocka_unit_test(exit_puts_back),
	    cmocka_unit_test(hang_up),
	    cmocka_unit_test(bytes_of_a_hold),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	unsetenv("NO_COLOR");
	unsetenv("COLORFGBG");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
