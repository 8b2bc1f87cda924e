#include "cmd/figure.h"

#include "base/file.h"
#include "cmd/own.h"
#include "cmd/page.h"
#include "figure/svg.h"
#include "figure/words.h"
#include "screen/figure_now.h"
#include "screen/views.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define MS_NS INT64_C(1000000)

/* The size of a frame: a body can be recognized in the least, and no terminal
 * shows more than the most. */
#define FRAME_COLS_STANDARD 36
#define FRAME_ROWS_STANDARD 14
#define FRAME_COLS_LAST     300
#define FRAME_ROWS_LAST     100
/* Seconds into the movement; rounds repeat long before. */
#define FRAME_S_MOST 3600

static struct figure *
load(struct library *lib, const struct exercise *e, struct err *err)
{
	const struct pose *pose = library_pose(lib, e->pose, err);

	return pose ? figure_new(pose, err) : NULL;
}

/* CMD_OK, or the status with which the command ends. */
static int
read_side(const struct cmd *cmd, const struct exercise *e, enum side *side)
{
	const char *text = cmd_option(cmd, "side");
	int found = text ? words_find(&words_side, text) : SIDE_NONE;

	*side = e->two_sided ? SIDE_LEFT : SIDE_NONE;
	if (!text)
		return CMD_OK;
	if (found <= SIDE_NONE)
		return cmd_usage(cmd, "--side %.20s: left or right", text);
	if (!e->two_sided)
		return cmd_usage(cmd, "--side: %s is the same on both", e->id);
	*side = (enum side)found;
	return CMD_OK;
}

/* --- one frame as text -------------------------------------------------------- */

struct frame_wish {
	int64_t ms;
	int rows, cols;
	enum side side;
};

static bool
read_time(const char *text, int64_t *ms)
{
	char *end;
	double s;

	if (!*text || strspn(text, "0123456789.") != strlen(text))
		return false;
	s = strtod(text, &end);
	*ms = (int64_t)(s * 1000);
	return !*end && s <= FRAME_S_MOST;
}

static bool
read_size(const char *text, int *rows, int *cols)
{
	const char *x = strchr(text, 'x');
	char width[8] = "";
	long long w, h;

	if (!x || x - text >= (ptrdiff_t)sizeof(width))
		return false;
	memcpy(width, text, (size_t)(x - text));
	if (!str_int(width, FIGURE_COLS_LEAST, FRAME_COLS_LAST, &w) ||
	    !str_int(x + 1, FIGURE_ROWS_LEAST, FRAME_ROWS_LAST, &h))
		return false;
	*cols = (int)w;
	*rows = (int)h;
	return true;
}

/* CMD_OK, or the status with which the command ends. */
static int
read_wish(const struct cmd *cmd, const struct exercise *e, struct frame_wish *w)
{
	const char *size = cmd_option(cmd, "size");

	if (!read_time(cmd_option(cmd, "frame"), &w->ms))
		return cmd_usage(cmd, "--frame %.20s: seconds from 0 to %d",
		    cmd_option(cmd, "frame"), FRAME_S_MOST);
	if (size && !read_size(size, &w->rows, &w->cols))
		return cmd_usage(cmd,
		    "--size %.20s: WxH, from %dx%d to %dx%d, such as 36x14", size,
		    FIGURE_COLS_LEAST, FIGURE_ROWS_LEAST, FRAME_COLS_LAST,
		    FRAME_ROWS_LAST);
	return read_side(cmd, e, &w->side);
}

static void
print_frame(const struct exercise *e, const struct figure *figure,
    const struct frame_wish *w)
{
	struct frame *f = frame_new(w->rows, w->cols);
	struct settings settings;
	struct term_options term;
	struct figure_view v;
	char *text;

	cmd_settings(&settings);
	term = own_term_by(&settings);
	term_suit(&term, f);
	settings_fini(&settings);
	figure_alone(e, figure, w->side, w->ms, &v);
	view_figure(f, (struct area){0, 0, w->rows, w->cols}, &v);
	text = frame_text(f);
	fputs(text, stdout);
	free(text);
	frame_free(f);
}

int
figure_frame(const struct cmd *cmd, struct library *lib, const struct exercise *e)
{
	struct frame_wish wish = {
	    .rows = FRAME_ROWS_STANDARD, .cols = FRAME_COLS_STANDARD};
	int status = read_wish(cmd, e, &wish);
	struct figure *figure;
	struct err err;

	if (status != CMD_OK)
		return status;
	figure = load(lib, e, &err);
	if (!figure)
		return cmd_fail(&err);
	print_frame(e, figure, &wish);
	figure_free(figure);
	return CMD_OK;
}

/* --- a picture ----------------------------------------------------------------- */

static bool
write_picture(const char *file, const struct exercise *e,
    const struct figure *figure, enum side side, struct err *err)
{
	struct str title = {0}, about = {0}, svg = {0};
	bool ok;

	str_add(&title, e->name);
	if (side != SIDE_NONE)
		str_addf(&title, ", %s side", words_name(&words_side, (int)side));
	pose_describe(figure_pose(figure), &about);
	svg_keys(figure, side, title.s, about.s, &svg);
	ok = file_replace(file, svg.s, svg.len, 0644, err);
	str_fini(&title);
	str_fini(&about);
	str_fini(&svg);
	return ok;
}

int
figure_export(const struct cmd *cmd, struct library *lib, const struct exercise *e)
{
	const char *file = cmd_option(cmd, "export"), *dot = strrchr(file, '.');
	enum side side;
	int status = read_side(cmd, e, &side);
	struct figure *figure;
	struct err err;
	bool ok;

	if (status != CMD_OK)
		return status;
	if (!dot || strcasecmp(dot, ".svg") != 0)
		return cmd_usage(
		    cmd, "--export %.80s: the name must end in .svg", file);
	figure = load(lib, e, &err);
	if (!figure)
		return cmd_fail(&err);
	ok = write_picture(file, e, figure, side, &err);
	figure_free(figure);
	return ok ? CMD_OK : cmd_fail(&err);
}

/* --- the screen --------------------------------------------------------------- */

struct showing {
	const struct exercise *exercise;
	struct figure *figure; /* NULL: none can be had */
	struct sheet *sheet;
	struct run *run;
	enum side side;
	bool still;
	bool begun;
	int64_t from;       /* CLOCK_MONOTONIC at which the movement began */
	int64_t figure_due; /* of its next frame */
	int scroll, most;
};

static void
draw(void *self, struct frame *f, const struct instant *now)
{
	struct showing *s = self;
	struct exercise_view v = {.exercise = s->exercise,
	    .sheet = s->sheet,
	    .side = s->side,
	    .scroll = s->scroll};
	int64_t good = INT64_MAX;

	if (!s->begun)
		s->from = now->mono;
	s->begun = true;
	if (s->figure && s->still)
		v.keys = s->figure;
	else if (s->figure && view_exercise_figure(f->rows, f->cols).rows > 0)
		good = figure_alone(s->exercise, s->figure, s->side,
		    (now->mono - s->from) / MS_NS, &v.figure);
	s->figure_due =
	    good < INT64_MAX / MS_NS ? now->mono + good * MS_NS : INT64_MAX;
	s->most = view_exercise(f, &v);
	if (s->scroll > s->most)
		s->scroll = s->most;
}

static int64_t
due(void *self, const struct instant *now)
{
	const struct showing *s = self;

	(void)now;
	return s->figure_due;
}

static void
scroll_by(struct showing *s, int rows)
{
	s->scroll += rows;
	s->scroll = s->scroll > s->most ? s->most : s->scroll;
	s->scroll = s->scroll < 0 ? 0 : s->scroll;
}

static void
other_side(struct showing *s)
{
	if (s->exercise->two_sided)
		s->side = s->side == SIDE_LEFT ? SIDE_RIGHT : SIDE_LEFT;
}

static bool
key(void *self, int pressed, const struct instant *now)
{
	struct showing *s = self;

	s->figure_due = now->mono;
	switch (pressed) {
	case TERM_UP:
	case 'k':
		scroll_by(s, -1);
		return true;
	case TERM_DOWN:
	case 'j':
		scroll_by(s, 1);
		return true;
	case TERM_PAGE_UP:
		scroll_by(s, -8);
		return true;
	case TERM_PAGE_DOWN:
	case ' ':
		scroll_by(s, 8);
		return true;
	case 'f':
		s->still = !s->still;
		return true;
	case 'o':
		other_side(s);
		return true;
	case '?':
		return page_read(s->run, &page_help_exercise) == RUN_OVER;
	case 'q':
	case TERM_ENTER:
	case TERM_ESCAPE:
		return false;
	}
	return true;
}

static const struct activity activity = {.due = due, .draw = draw, .key = key};

int
figure_show(const struct exercise *wanted)
{
	struct own own;
	struct showing s = {0};
	struct term_options term;
	struct err err;
	enum run_end end = RUN_OVER;

	own_init(&own);
	s.exercise = library_exercise(own.library, wanted->id, &err);
	if (!s.exercise) {
		own_fini(&own);
		return cmd_fail(&err);
	}
	s.figure = load(own.library, s.exercise, &err);
	s.side = s.exercise->two_sided ? SIDE_LEFT : SIDE_NONE;
	s.still = !own.settings.number[SET_SCREEN_MOTION];
	s.sheet = sheet_new(own.library, s.exercise, NULL);
	term = own_term(&own);
	s.run = run_open(&term, &err);
	if (s.run)
		end = run_loop(s.run, &activity, &s);
	run_close(s.run);
	sheet_free(s.sheet);
	figure_free(s.figure);
	own_fini(&own);
	if (!s.run)
		return cmd_fail(&err);
	return end == RUN_OVER ? CMD_OK : CMD_FAILED;
}
