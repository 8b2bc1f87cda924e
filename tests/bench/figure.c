/*
 * What the figure costs: CPU of a frame of 60x24 cells from the pose to the
 * terminal (canvas, view, curses, write), and bytes to the terminal; and the
 * bytes from one screen to another of 80x24.  The terminal is a pseudo terminal
 * whose bytes are counted and dropped.  Exit 1 when a frame of any
 * pose costs more than the limit.
 *	make bench, or tests/bench/figure in the build folder
 */
#include "base/mem.h"
#include "figure/motion.h"
#include "screen/term.h"
#include "screen/view_figure.h"
#include "tests/figure/shipped.h"
#include "tests/screen/scene.h"

#include <locale.h>
#include <poll.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define LIMIT_US 300
#define FPS      15
#define SECONDS  10
#define FRAMES   (SECONDS * FPS)

/* Ends each frame on its way to who counts. */
#define BELL "\a"

/* --- the child: draws, and says what it cost ------------------------------------ */

static int64_t
cpu_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

static void
end_frame(void)
{
	if (write(STDOUT_FILENO, BELL, 1) != 1)
		_exit(1);
}

/* Ten seconds of a pose, as exercises show it. */
static int64_t
move(struct term *t, struct frame *f, const struct figure *figure)
{
	struct figure_view v = {.on = true, .box = figure_box(figure)};
	int64_t begun, ns = 0;

	for (int i = 0; i < FRAMES; i++) {
		begun = cpu_ns();
		motion_loop(figure, i * 1000 / FPS, 0, &v.still);
		frame_clear(f);
		view_figure(f, (struct area){0, 0, f->rows, f->cols}, &v);
		term_show(t, f);
		ns += cpu_ns() - begun;
		end_frame();
	}
	return ns;
}

static int
child_figures(struct term *t, FILE *told)
{
	struct library *lib = shipped_library();
	struct frame *f = frame_new(24, 60);
	size_t n;
	const char *const *ids = library_ids(lib, SHELF_POSES, &n);
	int64_t all = 0, most = 0;
	const char *worst = "";

	for (size_t i = 0; i < n; i++) {
		struct figure *figure = shipped_figure(lib, ids[i]);
		int64_t ns = move(t, f, figure);

		all += ns;
		if (ns > most) {
			most = ns;
			worst = ids[i];
		}
		figure_free(figure);
	}
	fprintf(told,
	    "%zu poses, %d frames each: %.0f us of CPU a frame; the most, %s, "
	    "%.0f\n",
	    n, FRAMES, (double)all / 1e3 / (double)n / FRAMES, worst,
	    (double)most / 1e3 / FRAMES);
	frame_free(f);
	library_free(lib);
	return most / 1000 / FRAMES > LIMIT_US;
}

static int
child_screens(struct term *t, FILE *told)
{
	struct scene *scene = scene_open();
	struct frame *f = frame_new(24, 80);
	const struct view_state *state;

	for (size_t i = 0; (state = scene_state(i)) != NULL; i++) {
		state->draw(f, scene);
		term_show(t, f);
		end_frame();
		fprintf(told, "%s\n", state->name);
	}
	frame_free(f);
	scene_close(scene);
	return 0;
}

/* --- who counts ------------------------------------------------------------------- */

struct counted {
	size_t frames, all, most;
	size_t each[1000]; /* of the first frames */
};

static void
count(struct counted *counted, int fd)
{
	char buf[65536];
	size_t bytes = 0;
	ssize_t n;

	while ((n = read(fd, buf, sizeof(buf))) > 0)
		for (ssize_t i = 0; i < n; i++) {
			if (buf[i] != *BELL) {
				bytes++;
				continue;
			}
			if (counted->frames < ARRAY_LEN(counted->each))
				counted->each[counted->frames] = bytes;
			counted->frames++;
			counted->all += bytes;
			if (bytes > counted->most)
				counted->most = bytes;
			bytes = 0;
		}
}

/* Runs it on a terminal; returns its exit status, and what it told in told. */
static int
run(int (*child)(struct term *, FILE *), int cols, FILE *told,
    struct counted *counted)
{
	const struct term_options options = {0};
	struct winsize size = {24, (unsigned short)cols, 0, 0};
	int fd, status = 1;
	pid_t pid;

	*counted = (struct counted){0};
	fflush(NULL);
	pid = forkpty(&fd, NULL, NULL, &size);
	if (pid == 0) {
		struct term *t = term_open(&options, NULL);

		status = t ? child(t, told) : 1;
		fflush(told);
		_exit(status);
	}
	count(counted, fd);
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

static void
print_screens(FILE *told, const struct counted *counted)
{
	char name[128];

	rewind(told);
	printf("bytes from each screen of 80x24 to the next, the first from "
	       "nothing:\n");
	for (size_t i = 0; i < counted->frames && fgets(name, sizeof(name), told);
	     i++)
		printf("%6zu  %s", counted->each[i], name);
}

int
main(void)
{
	FILE *told = tmpfile(), *names = tmpfile();
	struct counted counted;
	char line[256];
	int status;

	setlocale(LC_CTYPE, "C.UTF-8");
	setenv("TERM", "xterm-256color", 1);
	if (!told || !names)
		return 1;
	status = run(child_figures, 60, told, &counted);
	rewind(told);
	while (fgets(line, sizeof(line), told))
		fputs(line, stdout);
	if (counted.frames == 0)
		return 1;
	printf("%zu bytes a frame, %zu a second; the most, a first frame, %zu\n",
	    counted.all / counted.frames, counted.all * FPS / counted.frames,
	    counted.most);
	status = run(child_screens, 80, names, &counted) || status;
	print_screens(names, &counted);
	return status;
}
