#include "figure/shapes.h"

#include <math.h>

/* How many box units a chair's legs stand in, and what it leans back. */
#define LEG_IN   1
#define LEAN     2
#define BACKREST 19

/* The arrow of the pull. */
#define ARROW       7
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

struct drawing {
	const struct pen *pen;
	void *self;
};

static void
line(const struct drawing *d, struct point a, struct point b, double half,
    enum ink ink)
{
	d->pen->line(d->self, a, b, half, ink);
}

static void
line_at(const struct drawing *d, double x1, double y1, double x2, double y2,
    double half, enum ink ink)
{
	line(d, (struct point){x1, y1}, (struct point){x2, y2}, half, ink);
}

static void
ring(const struct drawing *d, struct point p, double radius, double thick,
    bool blank, enum ink ink)
{
	d->pen->ring(d->self, p, radius, thick, blank, ink);
}

/* --- props ------------------------------------------------------------------- */

/* A seat or a table on two legs that stand `in` units inside of its ends. */
static void
table(const struct drawing *d, const double n[4], double in)
{
	line_at(d, n[0], n[2], n[1], n[2], 0.8, INK_PROP);
	line_at(d, n[0] + LEG_IN, n[2], n[0] + in, 0, 0.5, INK_PROP);
	line_at(d, n[1] - LEG_IN, n[2], n[1] - in, 0, 0.5, INK_PROP);
}

static void
draw_chair(const struct drawing *d, const struct prop *p)
{
	table(d, p->n, LEG_IN);
	if (!p->noback)
		line_at(d, p->n[0], p->n[2], p->n[0] - LEAN, p->n[2] + BACKREST,
		    0.7, INK_PROP);
}

static void
draw_stool(const struct drawing *d, const struct prop *p)
{
	table(d, p->n, 0);
}

static void
draw_box(const struct drawing *d, const struct prop *p)
{
	line_at(d, p->n[0], p->n[2], p->n[1], p->n[2], 0.8, INK_PROP);
	line_at(d, p->n[0], p->n[2], p->n[0], 0, 0.5, INK_PROP);
	line_at(d, p->n[1], p->n[2], p->n[1], 0, 0.5, INK_PROP);
}

static void
draw_arms(const struct drawing *d, const struct prop *p)
{
	line_at(d, p->n[0], p->n[2], p->n[1], p->n[2], 0.7, INK_PROP);
	line_at(d, p->n[0] + 2, p->n[2], p->n[0] + 2, p->n[2] - 9, 0.5, INK_PROP);
}

static void
draw_desk(const struct drawing *d, const struct prop *p)
{
	line_at(d, p->n[0], p->n[2], p->n[1], p->n[2], 0.8, INK_PROP);
	line_at(d, p->n[1] - 2, p->n[2], p->n[1] - 2, 0, 0.6, INK_PROP);
}

/* Walls go as high as the panel. */
static void
draw_wall(const struct drawing *d, const struct prop *p)
{
	line_at(d, p->n[0], 0, p->n[0], 200, 0.8, INK_PROP);
}

static void
draw_door(const struct drawing *d, const struct prop *p)
{
	draw_wall(d, p);
	line_at(d, p->n[0] + 3, 0, p->n[0] + 3, 200, 0.4, INK_PROP);
}

static void
draw_bar(const struct drawing *d, const struct prop *p)
{
	ring(d, (struct point){p->n[0], p->n[1]}, 1.8, 1.8, false, INK_PROP);
}

static void
draw_rail(const struct drawing *d, const struct prop *p)
{
	line_at(d, p->n[0], p->n[2], p->n[1], p->n[2], 0.9, INK_PROP);
	line_at(d, p->n[0], p->n[2], p->n[0], 200, 0.5, INK_PROP);
	line_at(d, p->n[1], p->n[2], p->n[1], 200, 0.5, INK_PROP);
}

static void
draw_mat(const struct drawing *d, const struct prop *p)
{
	line_at(d, p->n[0], 0, p->n[1], 0, 0.3, INK_FLOOR);
}

static void
draw_round(const struct drawing *d, const struct prop *p)
{
	ring(d, (struct point){p->n[0], p->n[1]}, p->n[2], 0.9, false, INK_ROLL);
}

static void
draw_bolster(const struct drawing *d, const struct prop *p)
{
	line_at(d, p->n[0], p->n[2], p->n[1], p->n[2], 1.8, INK_ROLL);
}

static void
draw_rect(const struct drawing *d, const struct prop *p)
{
	const double *n = p->n;

	line_at(d, n[0], n[1], n[2], n[1], 0.3, INK_FLOOR);
	line_at(d, n[2], n[1], n[2], n[3], 0.3, INK_FLOOR);
	line_at(d, n[2], n[3], n[0], n[3], 0.3, INK_FLOOR);
	line_at(d, n[0], n[3], n[0], n[1], 0.3, INK_FLOOR);
}

/* A strap hangs on the body and is drawn after it. */
static void (*const draw_prop[PROPS])(
    const struct drawing *, const struct prop *) = {
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
draw_props(const struct drawing *d, const struct still *s)
{
	for (int i = 0; i < POSE_PROPS_MAX; i++)
		if (s->prop[i].given && draw_prop[s->prop[i].kind])
			draw_prop[s->prop[i].kind](d, &s->prop[i]);
}

static void
draw_straps(const struct drawing *d, const struct still *s)
{
	for (int i = 0; i < POSE_PROPS_MAX; i++)
		if (s->prop[i].given && s->prop[i].kind == PROP_STRAP)
			line(d, s->joint[s->prop[i].joint[0]],
			    s->joint[s->prop[i].joint[1]], 0.4, INK_ROLL);
}

/* --- the body ------------------------------------------------------------------ */

static void
draw_far_limb(const struct drawing *d, const struct still *s, enum limb l)
{
	const struct limb_bones *b = &limb_bones[l];
	const enum bone bones[] = {b->upper, b->lower, b->end};

	for (int i = 0; i < 3; i++)
		line(d, s->joint[(int)b->root + i], s->joint[(int)b->root + i + 1],
		    flesh[bones[i]], INK_FAR);
}

/* A limb in front of the trunk is set off from it by a gap. */
static void
draw_near_limb(const struct drawing *d, const struct still *s, enum limb l)
{
	const struct limb_bones *b = &limb_bones[l];
	const enum bone bones[] = {b->upper, b->lower, b->end};

	for (int i = 0; i < 3; i++) {
		struct point p = s->joint[(int)b->root + i],
			     q = s->joint[(int)b->root + i + 1], away;

		away = (struct point){
		    p.x + (q.x - p.x) * 0.35, p.y + (q.y - p.y) * 0.35};
		if (l == LIMB_ARM || l == LIMB_ARM2)
			line(d, i ? p : away, q, flesh[bones[i]] + d->pen->gap,
			    INK_NONE);
	}
	for (int i = 0; i < 3; i++)
		line(d, s->joint[(int)b->root + i], s->joint[(int)b->root + i + 1],
		    flesh[bones[i]], INK_BODY);
}

static void
draw_trunk(const struct drawing *d, const struct still *s)
{
	const struct point *j = s->joint;

	if (s->stance.both) {
		line(d, j[JOINT_HIP], j[JOINT_HIP2], 1.6, INK_BODY);
		line(d, j[JOINT_SHOULDER], j[JOINT_SHOULDER2], 1.4, INK_BODY);
	}
	line(d, j[JOINT_PELVIS], j[JOINT_WAIST], flesh[BONE_LUMBAR], INK_BODY);
	line(d, j[JOINT_WAIST], j[JOINT_CHEST], flesh[BONE_THORAX], INK_BODY);
	line(d, j[JOINT_CHEST], j[JOINT_HEAD], flesh[BONE_NECK], INK_BODY);
}

/* The nose says where somebody looks: out of the head's rim from the side, where
 * face says from the front. */
static void
draw_head(const struct drawing *d, const struct still *s)
{
	struct point head = s->joint[JOINT_HEAD], nose;
	double r = s->bone[BONE_HEAD_RADIUS], ahead = s->stance.head - 90,
	       face = s->stance.face;

	ring(d, head, r, 0.9, true, INK_BODY);
	if (!s->stance.both) {
		nose = point_from(head, ahead, r);
		line(d, nose, point_from(nose, ahead, 1.6), 0.7, INK_BODY);
		return;
	}
	nose = point_from(head, ahead, r * sin(face * M_PI / 180));
	if (fabs(face) > 40)
		line(d, nose, point_from(nose, ahead, face > 0 ? 1.6 : -1.6), 0.7,
		    INK_BODY);
	else
		line(d, nose, point_from(nose, s->stance.head - 180, 1.6), 0.4,
		    INK_BODY);
}

/* --- the arrow ------------------------------------------------------------------- */

static void
draw_mark(const struct drawing *d, const struct still *s)
{
	double away = ARROW_AWAY + ARROW_SHIFT * s->mark.shift +
		      (s->mark.joint == JOINT_HEAD ? s->bone[BONE_HEAD_RADIUS] : 0);

	if (s->mark.on)
		d->pen->arrow(d->self, point_from(s->mark.at, s->mark.angle, away),
		    point_from(s->mark.at, s->mark.angle, away + ARROW));
}

void
shapes_draw(const struct pen *pen, void *self, const struct still *s)
{
	const struct drawing drawing = {pen, self}, *d = &drawing;

	draw_props(d, s);
	if (s->stance.both) {
		draw_near_limb(d, s, LIMB_LEG2);
	} else {
		draw_far_limb(d, s, LIMB_LEG2);
		draw_far_limb(d, s, LIMB_ARM2);
	}
	draw_near_limb(d, s, LIMB_LEG);
	draw_trunk(d, s);
	draw_head(d, s);
	if (s->stance.both)
		draw_near_limb(d, s, LIMB_ARM2);
	draw_near_limb(d, s, LIMB_ARM);
	draw_straps(d, s);
	draw_mark(d, s);
}
