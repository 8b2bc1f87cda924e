#include "figure/figure.h"

#include "base/mem.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOVE_S   2   /* of a key that does not say */
#define BREATH   1.0 /* box units that a full breath lifts the shoulders */
#define PAD      2   /* box units around what is fitted (pose file format) */
#define TRAVEL   2.0 /* box units: what moves less has no direction to show */
#define BACKREST 19  /* how far a chair's rises above its seat */

/* A key pose with nothing left out. */
struct key {
	struct stance stance;
	double move_s, stay_s;
	enum joint pin;
	struct point pin_at;
	bool reaches[LIMBS];
	struct point target[LIMBS];
	struct prop prop[POSE_PROPS_MAX];
	struct pull pull;
	struct mark mark; /* on the way to here */
};

struct figure {
	const struct pose *pose;
	double bone[BONES];
	struct key key[POSE_KEYS_MAX];
	struct point joint[POSE_KEYS_MAX][JOINTS];
	size_t n;
	struct box box;
};

/* --- what a key leaves out ----------------------------------------------------- */

static const enum limb far_limb[LIMBS] = {
    [LIMB_ARM] = LIMB_ARM2, [LIMB_LEG] = LIMB_LEG2};

static bool
is_far(enum limb l)
{
	return l == LIMB_ARM2 || l == LIMB_LEG2;
}

static bool
given(const struct pose_key *key, enum pose_part part)
{
	return key->given & BIT_OF(part);
}

static void
inherit_parts(struct pose_key *key, const struct pose_key *before)
{
	if (!given(key, PART_PIN)) {
		key->pin = before->pin;
		key->pin_x = before->pin_x;
		key->pin_y = before->pin_y;
	}
	if (!given(key, PART_SPINE)) {
		key->lumbar = before->lumbar;
		key->thorax = before->thorax;
	}
	if (!given(key, PART_HEAD))
		key->head = before->head;
	if (!given(key, PART_SHRUG))
		key->shrug = before->shrug;
	if (!given(key, PART_TURN))
		key->turn = before->turn;
	if (!given(key, PART_FACE) && given(before, PART_FACE)) {
		key->face = before->face;
		key->given |= BIT_OF(PART_FACE);
	}
}

/* A far limb copies the near one until it is given once. */
static void
inherit_limbs(struct pose_key *key, const struct pose_key *before, bool own[LIMBS])
{
	for (int l = 0; l < LIMBS; l++) {
		own[l] = own[l] || key->limb[l].given;
		if (!key->limb[l].given)
			key->limb[l] = before->limb[l];
	}
	for (int l = 0; l < LIMBS; l++)
		if (!is_far((enum limb)l) && !own[far_limb[l]])
			key->limb[far_limb[l]] = key->limb[l];
}

static void
inherit_props(struct prop prop[POSE_PROPS_MAX], const struct prop *before)
{
	for (int i = 0; i < POSE_PROPS_MAX; i++)
		if (!prop[i].given)
			prop[i] = before[i];
}

/* Fills whole[] with the pose's keys, each complete. */
static void
complete(const struct pose *pose, struct pose_key whole[POSE_KEYS_MAX])
{
	struct pose_key none = {.pull = pose->pull};
	bool own[LIMBS] = {false};

	for (size_t i = 0; i < pose->n_keys; i++) {
		const struct pose_key *before = i ? &whole[i - 1] : &none;

		whole[i] = pose->key[i];
		inherit_parts(&whole[i], before);
		inherit_limbs(&whole[i], before, own);
		inherit_props(whole[i].prop, i ? before->prop : pose->prop);
		if (!whole[i].pull.given)
			whole[i].pull = before->pull;
	}
}

/* --- from a key to a stance ------------------------------------------------------ */

static bool
both_sides(const struct pose *pose)
{
	return pose->view == VIEW_FRONT || (pose->view == VIEW_TOP && pose->flat);
}

/* The way in which elbows and knees bend (domain.md 10, rule 3). */
static int
natural_bend(enum limb l, bool both)
{
	static const int side[LIMBS] = {
	    [LIMB_ARM] = 1, [LIMB_LEG] = -1, [LIMB_ARM2] = 1, [LIMB_LEG2] = -1};
	static const int front[LIMBS] = {
	    [LIMB_ARM] = 1, [LIMB_LEG] = -1, [LIMB_ARM2] = -1, [LIMB_LEG2] = 1};

	return both ? front[l] : side[l];
}

static double
end_angle(const struct limb_spec *spec, enum limb l, double lower)
{
	if (spec->has_end)
		return spec->end;
	return l == LIMB_LEG || l == LIMB_LEG2 ? lower + 90 : lower;
}

static void
set_angles(const struct limb_spec *spec, enum limb l, double a[3])
{
	a[0] = spec->a[0];
	a[1] = spec->a[1];
	a[2] = end_angle(spec, l, a[1]);
}

static bool
on_limb(enum joint j, enum limb l)
{
	return j > limb_bones[l].root && j <= limb_bones[l].root + 3;
}

/* Moves the body so that its pinned joint is where it belongs. */
static void
stand_on_pin(const double bone[BONES], struct stance *stance, enum joint pin,
    struct point at)
{
	struct point joint[JOINTS];

	stance->pelvis = (struct point){0, 0};
	skeleton_joints(stance, bone, joint);
	stance->pelvis = (struct point){at.x - joint[pin].x, at.y - joint[pin].y};
}

/* A limb that cannot get there hangs where it may; nobody will see it. */
static void
place_limb(struct figure *f, size_t i, const struct limb_spec *spec, enum limb l,
    struct notes *notes)
{
	struct key *key = &f->key[i];
	const struct limb_bones *b = &limb_bones[l];
	double *a = key->stance.limb[l], by;
	int bend = spec->bend ? spec->bend : natural_bend(l, key->stance.both);
	struct point joint[JOINTS];

	key->reaches[l] = true;
	key->target[l] = (struct point){spec->a[0], spec->a[1]};
	skeleton_joints(&key->stance, f->bone, joint);
	if (!skeleton_reach(joint[b->root], key->target[l], f->bone[b->upper],
		f->bone[b->lower], bend, a, &by))
		notes_error(notes, spec->line,
		    "[%s/%zu] %s: the place is out of reach by %.1f", f->pose->id,
		    i + 1, words_name(&words_limb, (int)l), by);
	a[2] = end_angle(spec, l, a[1]);
}

static void
set_stance(const struct figure *f, const struct pose_key *from, struct stance *s)
{
	*s = (struct stance){.both = both_sides(f->pose),
	    .lumbar = from->lumbar,
	    .thorax = from->thorax,
	    .head = from->head,
	    .face = given(from, PART_FACE) ? from->face : from->turn,
	    .turn = from->turn,
	    .shrug = from->shrug};
	for (int l = 0; l < LIMBS; l++)
		if (!from->limb[l].reaches)
			set_angles(&from->limb[l], (enum limb)l, s->limb[l]);
}

/* False when the pin hangs on a limb that hangs on the pin. */
static bool
check_pin(const struct figure *f, size_t i, const struct pose_key *from,
    struct notes *notes)
{
	for (int l = 0; l < LIMBS; l++) {
		if (!from->limb[l].reaches || !on_limb(from->pin, (enum limb)l))
			continue;
		notes_error(notes, from->line,
		    "[%s/%zu] pin: %s is on a limb that is placed with `to`",
		    f->pose->id, i + 1, words_name(&words_joint, (int)from->pin));
		return false;
	}
	return true;
}

static void
read_key(
    struct figure *f, size_t i, const struct pose_key *from, struct notes *notes)
{
	struct key *key = &f->key[i];

	key->move_s = given(from, PART_MOVE) ? from->move_s : MOVE_S;
	key->stay_s = from->stay_s;
	key->pin = from->pin;
	key->pin_at = (struct point){from->pin_x, from->pin_y};
	key->pull = from->pull;
	memcpy(key->prop, from->prop, sizeof(key->prop));
	set_stance(f, from, &key->stance);
	if (!check_pin(f, i, from, notes))
		return;
	stand_on_pin(f->bone, &key->stance, key->pin, key->pin_at);
	for (int l = 0; l < LIMBS; l++)
		if (from->limb[l].reaches)
			place_limb(f, i, &from->limb[l], (enum limb)l, notes);
	skeleton_joints(&key->stance, f->bone, f->joint[i]);
}

/* --- between two keys ------------------------------------------------------------- */

double
figure_ease(double share)
{
	double s = !(share > 0) ? 0 : share > 1 ? 1 : share;

	return s * s * (3 - 2 * s);
}

static double
mix(double a, double b, double share)
{
	return a + (b - a) * share;
}

static struct point
mix_point(struct point a, struct point b, double share)
{
	return (struct point){mix(a.x, b.x, share), mix(a.y, b.y, share)};
}

static double
mix_angle(double a, double b, double share)
{
	return a + angle_norm(b - a) * share;
}

static void
mix_stance(const struct stance *a, const struct stance *b, double share,
    struct stance *out)
{
	out->both = a->both;
	out->pelvis = mix_point(a->pelvis, b->pelvis, share);
	out->lumbar = mix_angle(a->lumbar, b->lumbar, share);
	out->thorax = mix_angle(a->thorax, b->thorax, share);
	out->head = mix_angle(a->head, b->head, share);
	out->face = mix(a->face, b->face, share);
	out->turn = mix(a->turn, b->turn, share);
	out->shrug = mix(a->shrug, b->shrug, share);
	for (int l = 0; l < LIMBS; l++)
		for (int i = 0; i < 3; i++)
			out->limb[l][i] =
			    mix_angle(a->limb[l][i], b->limb[l][i], share);
}

/* Brings a target to where two bones can reach it. */
static struct point
within_reach(struct point root, struct point target, double upper, double lower)
{
	double d = hypot(target.x - root.x, target.y - root.y);
	double most = upper + lower - 0.01, least = fabs(upper - lower) + 0.01;
	double want = d > most ? most : d < least ? least : d;

	if (want == d)
		return target;
	return point_from(root, d > 0 ? angle_of(root, target) : -90, want);
}

/* Rule 2: a hand or foot that is placed in both keys stays on its line. */
static void
reach_again(const struct figure *f, const struct key *a, const struct key *b,
    double share, struct stance *s)
{
	struct point joint[JOINTS];

	skeleton_joints(s, f->bone, joint);
	for (int l = 0; l < LIMBS; l++) {
		const struct limb_bones *bones = &limb_bones[l];
		double upper = f->bone[bones->upper], lower = f->bone[bones->lower];
		const double *was = a->stance.limb[l];
		int bend = angle_norm(was[1] - was[0]) >= 0 ? 1 : -1;

		if (a->reaches[l] && b->reaches[l])
			skeleton_reach(joint[bones->root],
			    within_reach(joint[bones->root],
				mix_point(a->target[l], b->target[l], share), upper,
				lower),
			    upper, lower, bend, s->limb[l], NULL);
	}
}

static void
mix_props(const struct prop *a, const struct prop *b, double share,
    struct prop out[POSE_PROPS_MAX])
{
	for (int i = 0; i < POSE_PROPS_MAX; i++) {
		out[i] = b[i];
		if (a[i].given && a[i].kind == b[i].kind)
			for (int n = 0; n < 4; n++)
				out[i].n[n] = mix(a[i].n[n], b[i].n[n], share);
	}
}

void
figure_between(const struct figure *f, size_t from, size_t to, double share,
    double breath, struct still *out)
{
	const struct key *a = &f->key[from], *b = &f->key[to];
	double s = !(share > 0) ? 0 : share > 1 ? 1 : share;

	*out = (struct still){.view = f->pose->view, .width = 1};
	memcpy(out->bone, f->bone, sizeof(out->bone));
	mix_stance(&a->stance, &b->stance, s, &out->stance);
	out->stance.shrug += BREATH * breath;
	if (a->pin == b->pin) /* rule 1 */
		stand_on_pin(f->bone, &out->stance, a->pin,
		    mix_point(a->pin_at, b->pin_at, s));
	reach_again(f, a, b, s, &out->stance);
	skeleton_joints(&out->stance, f->bone, out->joint);
	mix_props(a->prop, b->prop, s, out->prop);
	out->mark = b->mark;
	out->mark.at = out->joint[b->mark.joint];
}

void
figure_key(const struct figure *f, size_t key, struct still *out)
{
	figure_between(f, key, key, 0, 0, out);
}

/* --- the direction of the pull ----------------------------------------------------- */

/* What may lead a movement; ends before what carries them. */
static const enum joint leaders[] = {JOINT_HEAD, JOINT_WRIST, JOINT_WRIST2,
    JOINT_KNEE, JOINT_KNEE2, JOINT_ANKLE, JOINT_ANKLE2, JOINT_PELVIS, JOINT_CHEST,
    JOINT_WAIST, JOINT_SHOULDER, JOINT_SHOULDER2, JOINT_ELBOW, JOINT_ELBOW2};

/* The joint that travels farthest from one key to the next leads. */
static void
find_mark(const struct figure *f, size_t from, size_t to, struct mark *mark)
{
	double most = TRAVEL;

	for (size_t i = 0; i < ARRAY_LEN(leaders); i++) {
		struct point a = f->joint[from][leaders[i]],
			     b = f->joint[to][leaders[i]];
		double d = hypot(b.x - a.x, b.y - a.y);

		if (d <= most)
			continue;
		most = d;
		*mark = (struct mark){true, leaders[i], b, angle_of(a, b), 0};
	}
}

static void
set_marks(struct figure *f)
{
	for (size_t i = 0; i < f->n; i++) {
		const struct pull *pull = &f->key[i].pull;

		if (!pull->given)
			find_mark(f, (i + f->n - 1) % f->n, i, &f->key[i].mark);
		else if (!pull->none)
			f->key[i].mark = (struct mark){true, pull->joint,
			    f->joint[i][pull->joint], pull->angle, 0};
	}
}

/* --- what is fitted to a panel ------------------------------------------------------ */

static void
cover(struct box *box, double x, double y, double r)
{
	box->x1 = fmin(box->x1, x - r);
	box->x2 = fmax(box->x2, x + r);
	box->y1 = fmin(box->y1, y - r);
	box->y2 = fmax(box->y2, y + r);
}

static void
cover_prop(struct box *box, const struct prop *prop)
{
	const double *n = prop->n;
	double middle = (box->y1 + box->y2) / 2;

	switch (prop->kind) {
	case PROP_CHAIR:
	case PROP_STOOL:
	case PROP_ARMS:
	case PROP_DESK:
	case PROP_BOX:
	case PROP_RAIL:
	case PROP_BOLSTER:
		cover(box, n[0], n[2], 0);
		cover(box, n[1], n[2], 0);
		if (prop->kind == PROP_CHAIR && !prop->noback)
			cover(box, n[0] - 2, n[2] + BACKREST, 0);
		break;
	case PROP_ROLLER:
	case PROP_BALL:
		cover(box, n[0], n[1], n[2]);
		break;
	case PROP_WALL:
	case PROP_DOOR:
		cover(box, n[0], middle, 0);
		break;
	case PROP_BAR:
		cover(box, n[0], n[1], 2);
		break;
	case PROP_RECT:
		cover(box, n[0], n[1], 0);
		cover(box, n[2], n[3], 0);
		break;
	case PROP_MAT:
	case PROP_STRAP:
	case PROPS:
		break;
	}
}

static void
set_box(struct figure *f)
{
	struct box box = {
	    HUGE_VAL, HUGE_VAL, -HUGE_VAL, -HUGE_VAL, f->pose->view != VIEW_TOP};

	for (size_t i = 0; i < f->n; i++) {
		for (int j = 0; j < JOINTS; j++)
			cover(&box, f->joint[i][j].x, f->joint[i][j].y,
			    j == JOINT_HEAD ? f->bone[BONE_HEAD_RADIUS] : 0);
		for (int p = 0; p < POSE_PROPS_MAX; p++)
			if (f->key[i].prop[p].given)
				cover_prop(&box, &f->key[i].prop[p]);
	}
	if (box.floor)
		cover(&box, (box.x1 + box.x2) / 2, 0, 0);
	f->box = (struct box){box.x1 - PAD, box.floor ? box.y1 : box.y1 - PAD,
	    box.x2 + PAD, box.y2 + PAD, box.floor};
}

/* --- the figure --------------------------------------------------------------------- */

struct figure *
figure_read(const struct pose *pose, struct notes *notes)
{
	struct figure *f = mem_new(1, sizeof(*f));
	struct pose_key whole[POSE_KEYS_MAX];
	size_t before = notes->errors;

	f->pose = pose;
	f->n = pose->n_keys;
	for (int b = 0; b < BONES; b++)
		f->bone[b] =
		    pose->bones & BIT_OF(b) ? pose->bone[b] : skeleton_bones[b];
	complete(pose, whole);
	for (size_t i = 0; i < f->n; i++)
		read_key(f, i, &whole[i], notes);
	if (notes->errors > before) {
		figure_free(f);
		return NULL;
	}
	set_marks(f);
	set_box(f);
	return f;
}

struct figure *
figure_new(const struct pose *pose, struct err *err)
{
	struct notes notes = {0};
	struct figure *f = figure_read(pose, &notes);

	notes_first(&notes, pose->path, err);
	notes_fini(&notes);
	return f;
}

void
figure_free(struct figure *f)
{
	free(f);
}

const struct pose *
figure_pose(const struct figure *f)
{
	return f->pose;
}

size_t
figure_keys(const struct figure *f)
{
	return f->n;
}

size_t
figure_hold(const struct figure *f)
{
	size_t hold = 0;

	for (size_t i = 1; i < f->n; i++)
		if (f->key[i].stay_s >= f->key[hold].stay_s)
			hold = i;
	return hold;
}

double
figure_move_s(const struct figure *f, size_t key)
{
	return f->key[key].move_s;
}

double
figure_stay_s(const struct figure *f, size_t key)
{
	return f->key[key].stay_s;
}

struct box
figure_box(const struct figure *f)
{
	return f->box;
}

double
figure_width(const struct figure *f, enum side side)
{
	return side == SIDE_NONE || side == f->pose->side ? 1 : -1;
}

/* --- from one pose to another --------------------------------------------------------- */

/* From lying on the back to all fours a body gets up; it does not stand on its
 * head. */
static double
mix_upright(double a, double b, double share)
{
	double way = angle_norm(b - a), middle = a + way / 2;

	if (fabs(way) > 120 && sin(middle * M_PI / 180) < 0)
		way += way > 0 ? -360 : 360;
	return a + way * share;
}

static double
lowest(const struct point joint[JOINTS])
{
	double y = joint[0].y;

	for (int j = 1; j < JOINTS; j++)
		y = fmin(y, joint[j].y);
	return y;
}

/* Nobody sinks into the floor on the way. */
static void
stand_on_floor(const struct still *from, const struct still *to, double share,
    struct still *out)
{
	double up =
	    mix(lowest(from->joint), lowest(to->joint), share) - lowest(out->joint);

	out->stance.pelvis.y += up;
	for (int j = 0; j < JOINTS; j++)
		out->joint[j].y += up;
}

static bool
seen_alike(const struct still *a, const struct still *b)
{
	return a->view == b->view && a->stance.both == b->stance.both;
}

void
still_between(const struct still *from, const struct still *to, double share,
    struct still *out)
{
	const struct still *nearer = share < 0.5 ? from : to;
	struct still s = *nearer;

	if (seen_alike(from, to)) {
		mix_stance(&from->stance, &to->stance, share, &s.stance);
		s.stance.lumbar =
		    mix_upright(from->stance.lumbar, to->stance.lumbar, share);
		s.stance.thorax =
		    mix_upright(from->stance.thorax, to->stance.thorax, share);
		s.stance.head =
		    mix_upright(from->stance.head, to->stance.head, share);
		for (int b = 0; b < BONES; b++)
			s.bone[b] = mix(from->bone[b], to->bone[b], share);
		skeleton_joints(&s.stance, s.bone, s.joint);
		if (s.view != VIEW_TOP)
			stand_on_floor(from, to, share, &s);
		s.width = from->width == to->width
			      ? from->width
			      : from->width * cos(M_PI * share);
	} else {
		s.width = nearer->width * fabs(cos(M_PI * share));
	}
	s.mark.on = false;
	*out = s;
}

struct box
box_between(struct box from, struct box to, double share)
{
	return (struct box){mix(from.x1, to.x1, share), mix(from.y1, to.y1, share),
	    mix(from.x2, to.x2, share), mix(from.y2, to.y2, share),
	    share < 0.5 ? from.floor : to.floor};
}
