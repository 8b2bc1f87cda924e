#include "cmd/run.h"

#include "base/clock.h"
#include "base/mem.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

/*
 * The flags of the signal handlers: one of the two places of mutable state that
 * C forces on us.
 */
static volatile sig_atomic_t killed, resized, suspended, continued;

struct run {
	struct term *term;
	struct frame *frame;
	bool keys;             /* linear: input is a terminal, taken raw */
	struct termios cooked; /* linear: as it was */
	sigset_t before;       /* signals that were blocked before us */
	struct instant last;   /* the turn before */
	int64_t last_boot;
};

/* A gap that this long nobody's timer makes: the machine slept. */
#define ASLEEP_NS CLOCK_S
/* After SIGCONT: a turn that comes this late was no turn. */
#define STOPPED_NS (2 * CLOCK_S)

static void
on_signal(int sig)
{
	if (sig == SIGWINCH)
		resized = 1;
	else if (sig == SIGTSTP)
		suspended = 1;
	else if (sig == SIGCONT)
		continued = 1;
	else
		killed = 1;
}

static const int signals[] = {
    SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGWINCH, SIGTSTP, SIGCONT};

static void
take_signals(struct run *run)
{
	struct sigaction action = {.sa_handler = on_signal};
	sigset_t ours;

	sigemptyset(&ours);
	for (size_t i = 0; i < ARRAY_LEN(signals); i++)
		sigaddset(&ours, signals[i]);
	sigprocmask(SIG_BLOCK, &ours, &run->before);
	for (size_t i = 0; i < ARRAY_LEN(signals); i++) {
		sigdelset(&run->before, signals[i]);
		sigaction(signals[i], &action, NULL);
	}
	action.sa_handler = SIG_IGN;
	sigaction(SIGPIPE, &action, NULL);
}

/* Linear: keys one by one, unseen; Ctrl-C and Ctrl-Z stay what they are. */
static void
take_keys(struct run *run)
{
	struct termios raw;

	if (tcgetattr(STDIN_FILENO, &run->cooked) < 0 ||
	    tcgetpgrp(STDIN_FILENO) != getpgrp())
		return;
	raw = run->cooked;
	raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	raw.c_cc[VMIN] = 0;
	raw.c_cc[VTIME] = 0;
	run->keys = tcsetattr(STDIN_FILENO, TCSANOW, &raw) == 0;
}

static void
give_keys_back(const struct run *run)
{
	if (run->keys)
		tcsetattr(STDIN_FILENO, TCSANOW, &run->cooked);
}

struct run *
run_open(const struct term_options *term, struct err *err)
{
	struct run *run = mem_new(1, sizeof(*run));
	int rows, cols;

	/* First: one that came before would leave the terminal as we made it. */
	take_signals(run);
	if (term) {
		run->term = term_open(term, err);
		if (!run->term) {
			free(run);
			return NULL;
		}
		term_size(run->term, &rows, &cols);
		run->frame = frame_new(rows, cols);
		term_suit(term, run->frame);
	} else {
		take_keys(run);
	}
	run->last = run_now();
	run->last_boot = clock_boot();
	return run;
}

void
run_close(struct run *run)
{
	if (!run)
		return;
	term_close(run->term);
	frame_free(run->frame);
	give_keys_back(run);
	free(run);
}

void
run_change_term(struct run *run, const struct term_options *term)
{
	if (!run->term)
		return;
	term_change(run->term, term);
	term_suit(term, run->frame);
}

struct instant
run_now(void)
{
	int64_t wall_ms = clock_wall_ms();

	return (struct instant){clock_mono(), wall_ms, clock_offset_min(wall_ms)};
}

int
run_offset_min(int64_t wall_ms)
{
	return clock_offset_min(wall_ms);
}

bool
run_has_keys(const struct run *run)
{
	return run->term || run->keys;
}

bool
run_has_screen(const struct run *run)
{
	return run->term != NULL;
}

/* --- standing still ------------------------------------------------------------
 */

static void
tell_stopped(const struct activity *act, void *self, const struct instant *since,
    int64_t asleep_ns)
{
	if (act->stopped)
		act->stopped(self, since, asleep_ns);
}

/* Ctrl-Z: everything is put back, then we stop as the shell expects. */
static void
suspend(struct run *run, const struct activity *act, void *self)
{
	struct instant now = run_now();

	suspended = 0;
	tell_stopped(act, self, &now, 0);
	if (act->turn)
		act->turn(self, &now);
	if (run->term)
		term_suspend(run->term);
	give_keys_back(run);
	raise(SIGSTOP);
	continued = 0;
	if (run->keys)
		take_keys(run);
	if (run->term)
		term_resume(run->term);
	resized = 1;
}

/* Did the time since the last turn pass without us? */
static void
notice_gap(struct run *run, const struct activity *act, void *self,
    const struct instant *now)
{
	int64_t boot = clock_boot();
	int64_t passed = now->mono - run->last.mono;
	int64_t asleep = boot - run->last_boot - passed;

	if (asleep > ASLEEP_NS)
		tell_stopped(act, self, &run->last, asleep);
	else if (continued && passed > STOPPED_NS)
		tell_stopped(act, self, &run->last, 0);
	if (continued)
		resized = 1;
	continued = 0;
	run->last = *now;
	run->last_boot = boot;
}

/* --- a turn --------------------------------------------------------------------
 */

static void
show(struct run *run, const struct activity *act, void *self,
    const struct instant *now)
{
	int rows, cols;

	if (!run->term || !act->draw)
		return;
	if (resized) {
		resized = 0;
		term_resize(run->term);
		term_size(run->term, &rows, &cols);
		frame_resize(run->frame, rows, cols);
	}
	act->draw(self, run->frame, now);
	term_show(run->term, run->frame);
}

static struct timespec
until(int64_t due, int64_t now)
{
	int64_t left = due > now ? due - now : 0;

	return (struct timespec){left / CLOCK_S, left % CLOCK_S};
}

/* Sleeps until a key, an answer, a signal or the deadline; true for a key. */
static bool
wait_turn(const struct run *run, const struct activity *act, void *self,
    const struct instant *now)
{
	struct pollfd fds[2] = {{-1, POLLIN, 0}, {-1, POLLIN, 0}};
	int64_t due = act->due ? act->due(self, now) : INT64_MAX;
	struct timespec left = until(due, now->mono);

	if (run->term)
		fds[0].fd = term_fd(run->term);
	else if (run->keys)
		fds[0].fd = STDIN_FILENO;
	if (act->fd)
		fds[1].fd = act->fd(self);
	if (ppoll(fds, 2, due == INT64_MAX ? NULL : &left, &run->before) <= 0)
		return false;
	return fds[0].revents != 0;
}

/* A byte of the keyboard as a key; the arrows are told apart, no more. */
static int
linear_key(const struct run *run)
{
	char bytes[8];
	ssize_t n;

	if (!run->keys)
		return TERM_NONE;
	n = read(STDIN_FILENO, bytes, 1);
	if (n <= 0)
		return TERM_NONE;
	if (bytes[0] == '\n')
		return TERM_ENTER;
	if (bytes[0] == '\b')
		return TERM_BACKSPACE;
	if (bytes[0] != TERM_ESCAPE)
		return (unsigned char)bytes[0];
	n = read(STDIN_FILENO, bytes, sizeof(bytes));
	if (n == 2 && (bytes[0] == '[' || bytes[0] == 'O'))
		return bytes[1] == 'C'   ? TERM_RIGHT
		       : bytes[1] == 'D' ? TERM_LEFT
					 : TERM_OTHER;
	return n == 0 ? TERM_ESCAPE : TERM_OTHER;
}

/* The key of what was clicked; TERM_NONE where nothing is. */
static int
clicked(const struct run *run)
{
	int y, x, key;

	term_mouse(run->term, &y, &x);
	key = frame_spot_at(run->frame, y, x);
	return key == 0x23ce   ? TERM_ENTER     /* ⏎ */
	       : key == 0x232b ? TERM_BACKSPACE /* ⌫ */
	       : key < 0       ? TERM_NONE
			       : key;
}

/* False when the activity is over. */
static bool
take_typed(struct run *run, const struct activity *act, void *self)
{
	struct instant now;
	int key;

	while ((key = run->term ? term_key(run->term) : linear_key(run)) !=
	       TERM_NONE) {
		if (key == TERM_GONE) {
			killed = 1;
			return true;
		}
		if (key == TERM_CLICK)
			key = clicked(run);
		if (key == TERM_NONE)
			continue;
		now = run_now();
		if (act->key && !act->key(self, key, &now))
			return false;
	}
	return true;
}

enum run_end
run_loop(struct run *run, const struct activity *act, void *self)
{
	struct instant now;
	bool typed;

	while (!killed) {
		now = run_now();
		notice_gap(run, act, self, &now);
		if (act->turn && !act->turn(self, &now))
			return killed ? RUN_KILLED : RUN_OVER;
		show(run, act, self, &now);
		if (act->rest)
			act->rest(self);
		typed = wait_turn(run, act, self, &now);
		if (suspended)
			suspend(run, act, self);
		if (typed && !take_typed(run, act, self))
			return killed ? RUN_KILLED : RUN_OVER;
	}
	return RUN_KILLED;
}
