#include "figure/skeleton.h"

#include <math.h>

/* domain.md 10, [skeleton]; of a body 100 units tall when it reaches up. */
const double skeleton_bones[BONES] = {
    [BONE_LUMBAR] = 10,
    [BONE_THORAX] = 13,
    [BONE_NECK] = 7,
    [BONE_HEAD_RADIUS] = 4.5,
    [BONE_UPPER_ARM] = 12,
    [BONE_FOREARM] = 11,
    [BONE_HAND] = 3,
    [BONE_THIGH] = 18,
    [BONE_SHIN] = 18,
    [BONE_FOOT] = 6,
    [BONE_SHOULDER_HALF] = 7,
    [BONE_SHOULDER_DROP] = 1.5,
    [BONE_HIP_HALF] = 3.5,
};

/* The bones and joints of each limb, from its root outwards. */
const struct limb_bones limb_bones[LIMBS] = {
    [LIMB_ARM] = {BONE_UPPER_ARM, BONE_FOREARM, BONE_HAND, JOINT_SHOULDER},
    [LIMB_LEG] = {BONE_THIGH, BONE_SHIN, BONE_FOOT, JOINT_HIP},
    [LIMB_ARM2] = {BONE_UPPER_ARM, BONE_FOREARM, BONE_HAND, JOINT_SHOULDER2},
    [LIMB_LEG2] = {BONE_THIGH, BONE_SHIN, BONE_FOOT, JOINT_HIP2},
};

static double
radians(double degrees)
{
	return degrees * (M_PI / 180);
}

double
angle_norm(double degrees)
{
	double a = fmod(degrees, 360);

	return a <= -180 ? a + 360 : a > 180 ? a - 360 : a;
}

double
angle_of(struct point from, struct point to)
{
	return atan2(to.y - from.y, to.x - from.x) * (180 / M_PI);
}

struct point
point_from(struct point p, double angle, double length)
{
	return (struct point){
	    p.x + cos(radians(angle)) * length, p.y + sin(radians(angle)) * length};
}

static void
place_limb(
    const double a[3], const double bone[BONES], enum limb l, struct point *joint)
{
	const struct limb_bones *b = &limb_bones[l];
	const enum bone bones[] = {b->upper, b->lower, b->end};

	for (int i = 0; i < 3; i++)
		joint[(int)b->root + i + 1] =
		    point_from(joint[(int)b->root + i], a[i], bone[bones[i]]);
}

void
skeleton_joints(
    const struct stance *s, const double bone[BONES], struct point joint[JOINTS])
{
	double shoulders =
	    s->both ? bone[BONE_SHOULDER_HALF] * cos(radians(s->turn)) : 0;
	double hips = s->both ? bone[BONE_HIP_HALF] : 0;
	struct point middle;

	joint[JOINT_PELVIS] = s->pelvis;
	joint[JOINT_WAIST] = point_from(s->pelvis, s->lumbar, bone[BONE_LUMBAR]);
	joint[JOINT_CHEST] =
	    point_from(joint[JOINT_WAIST], s->thorax, bone[BONE_THORAX]);
	joint[JOINT_HEAD] =
	    point_from(joint[JOINT_CHEST], s->head, bone[BONE_NECK]);
	middle = point_from(
	    joint[JOINT_CHEST], s->thorax, s->shrug - bone[BONE_SHOULDER_DROP]);
	joint[JOINT_SHOULDER] = point_from(middle, s->thorax + 90, shoulders);
	joint[JOINT_SHOULDER2] = point_from(middle, s->thorax - 90, shoulders);
	joint[JOINT_HIP] = point_from(s->pelvis, s->lumbar + 90, hips);
	joint[JOINT_HIP2] = point_from(s->pelvis, s->lumbar - 90, hips);
	for (int l = 0; l < LIMBS; l++)
		place_limb(s->limb[l], bone, (enum limb)l, joint);
}

bool
skeleton_reach(struct point root, struct point target, double upper, double lower,
    int bend, double a[2], double *by)
{
	double d = hypot(target.x - root.x, target.y - root.y);
	double over = d - upper - lower, under = fabs(upper - lower) - d;
	double c, off;

	if (by)
		*by = over > under ? over : under;
	if (over > 1e-6 || under > 0 || !(d > 0) || upper <= 0)
		return false;
	c = (upper * upper + d * d - lower * lower) / (2 * upper * d);
	off = acos(c < -1 ? -1 : c > 1 ? 1 : c) * (180 / M_PI);
	a[0] = angle_of(root, target) - bend * off;
	a[1] = angle_of(point_from(root, a[0], upper), target);
	return true;
}
