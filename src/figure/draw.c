#include "figure/draw.h"

#include "figure/shapes.h"

#include <math.h>

/* The least dots of an arrow and of its head, and the head in box units. */
#define ARROW_DOTS 7
#define TIP_DOTS   4
#define TIP        3.0
/* Box units from a limb to an arrow beside it: half of both, and of the head. */
#define BESIDE 3.0

/* Thinner far limbs are dotted along: a chess board would swallow some lines. */
#define CHESS_DOTS 1.2

/* One dot and a little. */
#define GAP_DOTS 1.2

/* From box units to dots. */
struct fit {
	struct canvas *c;
	double k; /* dots a unit */
	double middle_x, left, bottom_y, bottom;
	double width; /* of the still */
	double dots_x, dots_y;
};

static struct fit
fit_box(struct canvas *c, int rows, int cols, struct box box, double width)
{
	double w = cols * 2, h = rows * 4;
	double k = fmin(
	    (w - 1) / fmax(box.x2 - box.x1, 1), (h - 1) / fmax(box.y2 - box.y1, 1));
	double spare = h - 1 - (box.y2 - box.y1) * k;

	return (struct fit){.c = c,
	    .k = k,
	    .middle_x = (box.x1 + box.x2) / 2,
	    .left = (w - 1) / 2,
	    .bottom_y = box.y1,
	    .bottom = h - 1 - (box.floor ? 0 : spare / 2),
	    .width = width,
	    .dots_x = w,
	    .dots_y = h};
}

static struct point
to_dots(const struct fit *f, struct point p)
{
	return (struct point){f->left + (p.x - f->middle_x) * f->k * f->width,
	    f->bottom - (p.y - f->bottom_y) * f->k};
}

static void
draw_floor(const struct fit *f)
{
	double y = to_dots(f, (struct point){0, 0}).y;

	canvas_line(f->c, 0, y, f->dots_x, y, 0.5, INK_FLOOR, GRAIN_DOTS);
}

/* Every second dot of it. */
static void
far_line(const struct fit *f, struct point p, struct point q, double radius)
{
	double length = hypot(q.x - p.x, q.y - p.y);

	if (radius >= CHESS_DOTS) {
		canvas_line(f->c, p.x, p.y, q.x, q.y, radius, INK_FAR, GRAIN_HALF);
		return;
	}
	for (double at = 0; at <= length; at += 2) {
		double x = p.x + (q.x - p.x) * at / fmax(length, 1),
		       y = p.y + (q.y - p.y) * at / fmax(length, 1);

		canvas_line(f->c, x, y, x, y, 0.5, INK_FAR, GRAIN_FULL);
	}
}

static void
line(void *self, struct point a, struct point b, double half, enum ink ink)
{
	const struct fit *f = self;
	struct point p = to_dots(f, a), q = to_dots(f, b);

	if (ink == INK_FAR)
		far_line(f, p, q, half * f->k);
	else
		canvas_line(f->c, p.x, p.y, q.x, q.y, half * f->k, ink, GRAIN_FULL);
}

static void
ring(void *self, struct point at, double radius, double thick, bool blank,
    enum ink ink)
{
	const struct fit *f = self;
	struct point c = to_dots(f, at);

	canvas_ring(
	    f->c, c.x, c.y, radius * f->k, fmax(thick * f->k, 1), blank, ink);
}

/* How far back the arrow begins so that its tip stays on the panel. */
static double
overhang(const struct fit *f, struct point tip, double ux, double uy)
{
	double back = 0;

	if (ux > 0 && tip.x > f->dots_x - 1)
		back = fmax(back, (tip.x - f->dots_x + 1) / ux);
	if (ux < 0 && tip.x < 0)
		back = fmax(back, tip.x / ux);
	if (uy > 0 && tip.y > f->dots_y - 1)
		back = fmax(back, (tip.y - f->dots_y + 1) / uy);
	if (uy < 0 && tip.y < 0)
		back = fmax(back, tip.y / uy);
	return back;
}

static bool
on_panel(const struct fit *f, struct point p)
{
	return p.x >= 0 && p.x < f->dots_x && p.y >= 0 && p.y < f->dots_y;
}

/* Where an arrow begins that goes `back` to stay on the panel: beside what it starts
 * from and not on it.  Above it, or outwards when it is steep, if there is room. */
static struct point
pushed_back(
    const struct fit *f, struct point from, double ux, double uy, double back)
{
	double beside = fmin(2 * back, fmax(BESIDE * f->k, TIP_DOTS) + GAP_DOTS);
	bool steep = fabs(uy) > fabs(ux);
	double sign = (steep ? (from.x - f->dots_x / 2) * uy : ux) < 0 ? -1 : 1;
	struct point along = {from.x - ux * back, from.y - uy * back};
	struct point first = {
	    along.x + uy * beside * sign, along.y - ux * beside * sign};

	return on_panel(f, first)
		   ? first
		   : (struct point){2 * along.x - first.x, 2 * along.y - first.y};
}

static void
arrow(void *self, struct point a, struct point b)
{
	const struct fit *f = self;
	struct point from = to_dots(f, a), ahead = to_dots(f, b), tip;
	double seen = hypot(ahead.x - from.x, ahead.y - from.y), ux, uy, length;

	if (!(seen > 0.5))
		return;
	ux = (ahead.x - from.x) / seen;
	uy = (ahead.y - from.y) / seen;
	length = fmax(seen, ARROW_DOTS);
	tip = (struct point){from.x + ux * length, from.y + uy * length};
	from = pushed_back(f, from, ux, uy, overhang(f, tip, ux, uy));
	tip = (struct point){from.x + ux * length, from.y + uy * length};
	canvas_line(
	    f->c, from.x, from.y, tip.x, tip.y, 0.4 * f->k, INK_MARK, GRAIN_FULL);
	canvas_tip(f->c, tip.x, tip.y, atan2(-uy, ux) * 180 / M_PI,
	    fmax(TIP * f->k, TIP_DOTS), INK_MARK);
}

void
draw_still(
    struct canvas *c, int rows, int cols, struct box box, const struct still *s)
{
	struct fit f = fit_box(c, rows, cols, box, s->width);
	const struct pen pen = {GAP_DOTS / f.k, line, ring, arrow};

	if (box.floor)
		draw_floor(&f);
	shapes_draw(&pen, &f, s);
}
