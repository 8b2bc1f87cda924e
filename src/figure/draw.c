#include "figure/draw.h"

#include <math.h>

/* How many box units a chair's legs stand in, and what it leans back. */
#define LEG_IN   1
#define LEAN     2
#define BACKREST 19

/* The arrow of the pull, in box units and in the dots that it needs at least. */
#define ARROW       7
#define ARROW_DOTS  7
#define ARROW_AWAY  2.0
#define ARROW_SHIFT 3.0

/* Half the thickness of each bone in box units, so that a body looks like one. */
static const double flesh[BONES] = {
    [BONE_LUMBAR] = 2.3,
    [BONE_THORAX] = 2.5,
    [BONE_NECK] = 1.1,
    [BONE_UPPER_ARM] = 1.2,
    [BONE_FOREARM] = 1.0,
    [BONE_HAND] = 0.8,
    [BONE_THIGH] = 1.6,
    [BONE_SHIN] = 1.3,
    [BONE_FOOT] = 0.9,
};

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

/* A line in box units, `half` its half thickness. */
static void
line(const struct fit *f, struct point a, struct point b, double half, enum ink ink)
{
	struct point p = to_dots(f, a), q = to_dots(f, b);

	canvas_line(f->c, p.x, p.y, q.x, q.y, half * f->k, ink, GRAIN_FULL);
}

static void
line_at(const struct fit *f, double x1, double y1, double x2, double y2,
    double half, enum ink ink)
{
	line(f, (struct point){x1, y1}, (struct point){x2, y2}, half, ink);
}

static void
ring(const struct fit *f, struct point p, double radius, double thick, bool blank,
    enum ink ink)
{
	struct point c = to_dots(f, p);

	canvas_ring(
	    f->c, c.x, c.y, radius * f->k, fmax(thick * f->k, 1), blank, ink);
}

/* --- props ------------------------------------------------------------------- */

/* A seat or a table on two legs that stand `in` units inside of its ends. */
static void
table(const struct fit *f, const double n[4], double in)
{
	line_at(f, n[0], n[2], n[1], n[2], 0.8, INK_PROP);
	line_at(f, n[0] + LEG_IN, n[2], n[0] + in, 0, 0.5, INK_PROP);
	line_at(f, n[1] - LEG_IN, n[2], n[1] - in, 0, 0.5, INK_PROP);
}

static void
draw_chair(const struct fit *f, const struct prop *p)
{
	table(f, p->n, LEG_IN);
	if (!p->noback)
		line_at(f, p->n[0], p->n[2], p->n[0] - LEAN, p->n[2] + BACKREST,
		    0.7, INK_PROP);
}

static void
draw_stool(const struct fit *f, const struct prop *p)
{
	table(f, p->n, 0);
}

static void
draw_box(const struct fit *f, const struct prop *p)
{
	line_at(f, p->n[0], p->n[2], p->n[1], p->n[2], 0.8, INK_PROP);
	line_at(f, p->n[0], p->n[2], p->n[0], 0, 0.5, INK_PROP);
	line_at(f, p->n[1], p->n[2], p->n[1], 0, 0.5, INK_PROP);
}

static void
draw_arms(const struct fit *f, const struct prop *p)
{
	line_at(f, p->n[0], p->n[2], p->n[1], p->n[2], 0.7, INK_PROP);
	line_at(f, p->n[0] + 2, p->n[2], p->n[0] + 2, p->n[2] - 9, 0.5, INK_PROP);
}

static void
draw_desk(const struct fit *f, const struct prop *p)
{
	line_at(f, p->n[0], p->n[2], p->n[1], p->n[2], 0.8, INK_PROP);
	line_at(f, p->n[1] - 2, p->n[2], p->n[1] - 2, 0, 0.6, INK_PROP);
}

/* Walls go as high as the panel. */
static void
draw_wall(const struct fit *f, const struct prop *p)
{
	line_at(f, p->n[0], 0, p->n[0], 200, 0.8, INK_PROP);
}

static void
draw_door(const struct fit *f, const struct prop *p)
{
	draw_wall(f, p);
	line_at(f, p->n[0] + 3, 0, p->n[0] + 3, 200, 0.4, INK_PROP);
}

static void
draw_bar(const struct fit *f, const struct prop *p)
{
	ring(f, (struct point){p->n[0], p->n[1]}, 1.8, 1.8, false, INK_PROP);
}

static void
draw_rail(const struct fit *f, const struct prop *p)
{
	line_at(f, p->n[0], p->n[2], p->n[1], p->n[2], 0.9, INK_PROP);
	line_at(f, p->n[0], p->n[2], p->n[0], 200, 0.5, INK_PROP);
	line_at(f, p->n[1], p->n[2], p->n[1], 200, 0.5, INK_PROP);
}

static void
draw_mat(const struct fit *f, const struct prop *p)
{
	line_at(f, p->n[0], 0, p->n[1], 0, 0.3, INK_FLOOR);
}

static void
draw_round(const struct fit *f, const struct prop *p)
{
	ring(f, (struct point){p->n[0], p->n[1]}, p->n[2], 0.9, false, INK_ROLL);
}

static void
draw_bolster(const struct fit *f, const struct prop *p)
{
	line_at(f, p->n[0], p->n[2], p->n[1], p->n[2], 1.8, INK_ROLL);
}

static void
draw_rect(const struct fit *f, const struct prop *p)
{
	const double *n = p->n;

	line_at(f, n[0], n[1], n[2], n[1], 0.3, INK_FLOOR);
	line_at(f, n[2], n[1], n[2], n[3], 0.3, INK_FLOOR);
	line_at(f, n[2], n[3], n[0], n[3], 0.3, INK_FLOOR);
	line_at(f, n[0], n[3], n[0], n[1], 0.3, INK_FLOOR);
}

/* A strap hangs on the body and is drawn after it. */
static void (*const draw_prop[PROPS])(const struct fit *, const struct prop *) = {
    [PROP_CHAIR] = draw_chair,
    [PROP_STOOL] = draw_stool,
    [PROP_ARMS] = draw_arms,
    [PROP_DESK] = draw_desk,
    [PROP_WALL] = draw_wall,
    [PROP_DOOR] = draw_door,
    [PROP_BAR] = draw_bar,
    [PROP_RAIL] = draw_rail,
    [PROP_MAT] = draw_mat,
    [PROP_ROLLER] = draw_round,
    [PROP_BALL] = draw_round,
    [PROP_BOLSTER] = draw_bolster,
    [PROP_BOX] = draw_box,
    [PROP_RECT] = draw_rect,
};

static void
draw_props(const struct fit *f, const struct still *s)
{
	for (int i = 0; i < POSE_PROPS_MAX; i++)
		if (s->prop[i].given && draw_prop[s->prop[i].kind])
			draw_prop[s->prop[i].kind](f, &s->prop[i]);
}

static void
draw_straps(const struct fit *f, const struct still *s)
{
	for (int i = 0; i < POSE_PROPS_MAX; i++)
		if (s->prop[i].given && s->prop[i].kind == PROP_STRAP)
			line(f, s->joint[s->prop[i].joint[0]],
			    s->joint[s->prop[i].joint[1]], 0.4, INK_ROLL);
}

static void
draw_floor(const struct fit *f)
{
	double y = to_dots(f, (struct point){0, 0}).y;

	canvas_line(f->c, 0, y, f->dots_x, y, 0.5, INK_FLOOR, GRAIN_DOTS);
}

/* --- the body ------------------------------------------------------------------ */

/* Every second dot along a thin line; a chess board would swallow some lines. */
static void
far_line(const struct fit *f, struct point a, struct point b, double half)
{
	struct point p = to_dots(f, a), q = to_dots(f, b);
	double length = hypot(q.x - p.x, q.y - p.y);

	if (half * f->k >= 1.2) {
		canvas_line(
		    f->c, p.x, p.y, q.x, q.y, half * f->k, INK_FAR, GRAIN_HALF);
		return;
	}
	for (double at = 0; at <= length; at += 2) {
		double x = p.x + (q.x - p.x) * at / fmax(length, 1),
		       y = p.y + (q.y - p.y) * at / fmax(length, 1);

		canvas_line(f->c, x, y, x, y, 0.5, INK_FAR, GRAIN_FULL);
	}
}

static void
draw_far_limb(const struct fit *f, const struct still *s, enum limb l)
{
	const struct limb_bones *b = &limb_bones[l];
	const enum bone bones[] = {b->upper, b->lower, b->end};

	for (int i = 0; i < 3; i++)
		far_line(f, s->joint[(int)b->root + i],
		    s->joint[(int)b->root + i + 1], flesh[bones[i]]);
}

/* A limb in front of the trunk is set off from it by a gap of one dot. */
static void
draw_near_limb(const struct fit *f, const struct still *s, enum limb l)
{
	const struct limb_bones *b = &limb_bones[l];
	const enum bone bones[] = {b->upper, b->lower, b->end};

	for (int i = 0; i < 3; i++) {
		struct point p = s->joint[(int)b->root + i],
			     q = s->joint[(int)b->root + i + 1], away;

		away = (struct point){
		    p.x + (q.x - p.x) * 0.35, p.y + (q.y - p.y) * 0.35};
		if (l == LIMB_ARM || l == LIMB_ARM2)
			line(f, i ? p : away, q, flesh[bones[i]] + 1.2 / f->k,
			    INK_NONE);
	}
	for (int i = 0; i < 3; i++)
		line(f, s->joint[(int)b->root + i], s->joint[(int)b->root + i + 1],
		    flesh[bones[i]], INK_BODY);
}

static void
draw_trunk(const struct fit *f, const struct still *s)
{
	const struct point *j = s->joint;

	if (s->stance.both) {
		line(f, j[JOINT_HIP], j[JOINT_HIP2], 1.6, INK_BODY);
		line(f, j[JOINT_SHOULDER], j[JOINT_SHOULDER2], 1.4, INK_BODY);
	}
	line(f, j[JOINT_PELVIS], j[JOINT_WAIST], flesh[BONE_LUMBAR], INK_BODY);
	line(f, j[JOINT_WAIST], j[JOINT_CHEST], flesh[BONE_THORAX], INK_BODY);
	line(f, j[JOINT_CHEST], j[JOINT_HEAD], flesh[BONE_NECK], INK_BODY);
}

/* The nose says where somebody looks: out of the head's rim from the side, where
 * face says from the front. */
static void
draw_head(const struct fit *f, const struct still *s)
{
	struct point head = s->joint[JOINT_HEAD], nose;
	double r = s->bone[BONE_HEAD_RADIUS], ahead = s->stance.head - 90,
	       face = s->stance.face;

	ring(f, head, r, 0.9, true, INK_BODY);
	if (!s->stance.both) {
		nose = point_from(head, ahead, r);
		line(f, nose, point_from(nose, ahead, 1.6), 0.7, INK_BODY);
		return;
	}
	nose = point_from(head, ahead, r * sin(face * M_PI / 180));
	if (fabs(face) > 40)
		line(f, nose, point_from(nose, ahead, face > 0 ? 1.6 : -1.6), 0.7,
		    INK_BODY);
	else
		line(f, nose, point_from(nose, s->stance.head - 180, 1.6), 0.4,
		    INK_BODY);
}

/* --- the arrow ------------------------------------------------------------------- */

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

static void
draw_mark(const struct fit *f, const struct still *s)
{
	double away = ARROW_AWAY + ARROW_SHIFT * s->mark.shift +
		      (s->mark.joint == JOINT_HEAD ? s->bone[BONE_HEAD_RADIUS] : 0);
	struct point from = to_dots(f, point_from(s->mark.at, s->mark.angle, away)),
		     ahead = to_dots(
			 f, point_from(s->mark.at, s->mark.angle, away + ARROW));
	double seen = hypot(ahead.x - from.x, ahead.y - from.y), ux, uy, length,
	       back;

	if (!s->mark.on || !(seen > 0.5))
		return;
	ux = (ahead.x - from.x) / seen;
	uy = (ahead.y - from.y) / seen;
	length = fmax(seen, ARROW_DOTS);
	back = overhang(
	    f, (struct point){from.x + ux * length, from.y + uy * length}, ux, uy);
	from.x -= ux * back;
	from.y -= uy * back;
	canvas_line(f->c, from.x, from.y, from.x + ux * length,
	    from.y + uy * length, 0.4 * f->k, INK_MARK, GRAIN_FULL);
	canvas_tip(f->c, from.x + ux * length, from.y + uy * length,
	    atan2(-uy, ux) * 180 / M_PI, fmax(3.0 * f->k, 4), INK_MARK);
}

void
draw_still(
    struct canvas *c, int rows, int cols, struct box box, const struct still *s)
{
	struct fit f = fit_box(c, rows, cols, box, s->width);

	if (box.floor)
		draw_floor(&f);
	draw_props(&f, s);
	if (s->stance.both) {
		draw_near_limb(&f, s, LIMB_LEG2);
	} else {
		draw_far_limb(&f, s, LIMB_LEG2);
		draw_far_limb(&f, s, LIMB_ARM2);
	}
	draw_near_limb(&f, s, LIMB_LEG);
	draw_trunk(&f, s);
	draw_head(&f, s);
	if (s->stance.both)
		draw_near_limb(&f, s, LIMB_ARM2);
	draw_near_limb(&f, s, LIMB_ARM);
	draw_straps(&f, s);
	draw_mark(&f, s);
}
